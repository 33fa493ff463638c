#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# report.sh - figures of a period, on a sandbox's events.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
start_sandbox

# Without a store there is nothing to tell.
try 2 report
complains "riposte"

printf '%s' '{"name":"watch","mode":"shadow","conditions":[{"all":[
{"property":"Severity","operator":"==","value":"High"}]}],"actions":[{"kind":
"contain","with":{"action":"vm-deallocate"}}]}' >"$here/rule.json"
try_live 0 rule import "$here/rule.json"
try_live 0 report
says "no event was reviewed"
try_live 0 serve --once

try_live 0 report --since 400d
says "no event was reviewed"
says "watch"
grep -q "$(printf '\033')" "$here/out" && bad "an escape gets through"
try_live 0 report --since 400d --json
lines 1
says '"precisionPercent":null'
says '"medianSeconds":null'
says '"advice":'
grep -q '"events":0' "$here/out" && bad "no events are counted"

row=$(live event list --json "Severity == 'High' and Kind == 'alert'" \
    --limit 1 | sed 's/.*"row":\([0-9]*\).*/\1/')
try_live 0 event close "$row" --as TruePositive --reason seen
try_live 0 report --since 400d
says "1 true positive, 0 benign, 0 false positive: precision 100"
says "Taken up by people    1, half within"
name=watch
try_live 0 report --since 400d --rule "$name"
says "in shadow"
grep -q "^Events" "$here/out" && bad "events of all beside those of one rule"
try_live 0 report --since 400d --rule "$name" --json
grep -q '"severities"' "$here/out" && bad "severities of one rule"

# What is wrong is said.
try_live 2 report --since soon
complains "--since needs"
try_live 2 report --until soon
complains "--until needs"
try_live 2 report --since 1d --until 2d
complains "ends before it begins"
try_live 1 report --rule nobody
complains "nobody"
try_live 2 report now
complains "one word too many"

exit "$failed"
