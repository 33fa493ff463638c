#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# engine.sh - doctor, serve, hold, and what they say when nobody answers.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
start_sandbox

try_live 0 doctor
says "defender-alerts"
says "mail server"
grep -q BAD "$here/out" && bad "doctor finds fault with the sandbox"
try_live 0 --json doctor
says '"verdict":"good"'
[ ! -e "$store" ] || bad "doctor has made a store"

try_live 0 serve --once
silent
try_live 0 event list --json "Kind == 'alert'"
says '"source":"defender-alerts"'
try_live 0 rule export azure:ExportToWorkspace
cp "$here/out" "$here/living.json"
try 0 rule import --dry-run "$here/living.json"
says "ExportToWorkspace (Alerts): added"
try_live 0 rule export azure:ExportToWorkspace azure:block-brute-force
cp "$here/out" "$here/living.json"
try 0 rule import --dry-run "$here/living.json"
says "block-brute-force: added"
try_live 2 rule export azure:ExportToWorkspace other
complains "not both"
try_live 0 engine status --json
says '"running":false'
says '"good":true'
lines 1

# Only one works at a time.
"$builddir/src/riposte" --config "$config" --store "$store" serve \
    2>"$here/serve" &
server=$!
works()
{
    live engine status --json | grep -q '"running":true'
}
until_true works
try_live 3 serve --once
complains "Another engine"
try_live 0 engine hold --reason "a drill"
says "on"
try_live 0 engine status --json
says '"hold":true'
try_live 0 engine resume
try_live 0 engine status --json
says '"hold":false'
kill -TERM $server
wait $server || bad "serve does not leave in peace"
try_live 0 engine status --json
says '"running":false'

# Sample alerts, and a status that is written through.
try_live 0 event simulate VirtualMachines
says "Succeeded"
samples()
{
    live serve --once
    live event list --json "'[SAMPLE ALERT]'" | grep -q sample
}
until_true samples
row=$(live event list --json "Kind == 'alert' and Status == 'Active'" \
    --limit 1 | sed 's/.*"row":\([0-9]*\).*/\1/')
try_live 0 event status "$row" InProgress --reason "looking"
says "InProgress"
try_live 0 event close "$row" --as FalsePositive --reason "a test"
says "Dismissed"

# Nobody there, or a wrong secret.
kill "$sandbox"
wait "$sandbox"
sandbox=
store=$here/other.db
try_live 3 serve --once
complains "defender-alerts: "
try_live 3 doctor
says "BAD"
try 0 --set cloud.arm=https://127.0.0.1:9 doctor
says "None is configured"

# Why a source was never read is told afterwards too.
try_live 3 --set cloud.login=http://127.0.0.1:1 --store "$here/fresh.db" \
    serve --once
try_live 0 --store "$here/fresh.db" engine status
says "never read. There is no token"

exit "$failed"
