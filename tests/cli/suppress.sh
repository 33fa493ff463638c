#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# suppress.sh - suppressions, of riposte's own and of Defender.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
start_sandbox
try_live 0 serve --once

row=$(live event list --json "Kind == 'alert' and AlertType != ''" --limit 1 |
    sed 's/.*"row":\([0-9]*\).*/\1/')
all=$(live event list --json | wc -l)

# What is wrong is said, and nothing is made.
try_live 2 suppression add "Severity == 'Low'" --until 2001-01-01 --reason x
complains "past"
try_live 2 suppression add "Severity == 'Low'" --until 7d
complains "--reason"
try_live 2 suppression add "Severity == 'Low'" --reason x
complains "--until"
try_live 2 suppression add "Severty == 'Low'" --until 7d --reason x
complains "Severity"
try_live 2 suppression add --until 7d --reason x
complains "hide everything"
try_live 2 suppression add --defender --event "$row" x --until 7d --reason x
complains "FIELD=VALUE"
try_live 2 suppression add --defender --event "$row" --until 7d --reason x \
    entities.ip.adress=203.0.113.9
complains "did you mean entities.ip.address?"
try_live 1 suppression remove 99 --reason x
complains "no suppression 99"
try_live 1 suppression list
try_live 1 suppression preview "AlertType == 'nothing'"

# Here.
try_live 0 suppression preview --event "$row" --json
says '"days":30'
says '"samples":[{'
try_live 0 suppression preview --event "$row"
says "True positive: "
try_live 0 suppression add --event "$row" --until 7d --json \
    --reason "noise$(printf '\033')[2J"
says '"place":"here"'
says '"active":true'
[ "$(live event list --json | wc -l)" -lt "$all" ] || bad "nothing is hidden"
try_live 0 event list --json "Ignored == true"
says '"ignored"'
try_live 0 suppression list
says "in force"
grep -q "$(printf '\033')" "$here/out" && bad "an escape gets through"
try_live 0 suppression remove 1 --reason over
[ "$(live event list --json | wc -l)" -ge "$all" ] || bad "not seen again"
try_live 2 suppression remove 1 --reason over
try_live 1 suppression list
try_live 0 suppression list --all
says "taken away"

# In Defender.
try_live 0 suppression add --defender --event "$row" --until 7d --reason noise \
    entities.ip.address=203.0.113.9
says "Succeeded"
try_live 0 suppression list --json
says '"place":"defender"'
says "203.0.113.9"
try_live 0 suppression remove 2 --reason over
says "Succeeded"
try_live 1 suppression list

exit "$failed"
