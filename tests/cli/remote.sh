#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# remote.sh - what a run has started elsewhere is stopped there too.

# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
command -v curl >/dev/null || exit 77
# Long enough that nothing there ends by itself.
start_sandbox --scenario none --speed 0.01
sub=/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f
soc=$sub/resourceGroups/rg-soc/providers

cat >"$here/rule.json" <<END
{
  "name": "ask", "mode": "auto",
  "actions": [
    {"kind": "KIND", "with": {WITH, "class": "reversible"}}
  ]
}
END
cat >"$here/alert.json" <<END
{"SystemAlertId": "1", "AlertDisplayName": "A", "Severity": "High",
 "Status": "New", "CompromisedEntity": "vm-web-01"}
END

"$builddir/src/riposte" --config "$config" --store "$store" serve \
    2>"$here/serve" &
server=$!

follows()
{
    live run show "$1" --json | grep -q "\"$2\":\"[0-9a-zA-Z]"
}

stopped()
{
    curl -fsS "${url%/}/_sandbox/log" | grep -q "$1"
}

# remote KIND WITH LEARNT CALL: the run that was started last, and the one that
# stops it.
run=0
remote()
{
    run=$((run + 1))
    sed "s|KIND|$1|; s|WITH|$2|; s|\"1\"|\"$run\"|" "$here/rule.json" \
        >"$here/now.json"
    try_live 0 rule import "$here/now.json"
    sed "s|\"1\"|\"$run\"|" "$here/alert.json" >"$here/a.json"
    try_live 0 event ingest "$here/a.json"
    until_true follows "$run" "$3"
    try_live 0 run cancel "$run" --remote --reason "not this one"
    says "Run $run: Cancelled"
    says "Succeeded"
    stopped "$4" || bad "nobody has asked to stop it"
    try_live 2 run cancel "$run" --remote --reason "again"
    run=$((run + 1))
}

remote runbook "\"account\": \"$soc/Microsoft.Automation/automationAccounts/\
aa-soc\", \"runbook\": \"Waits-For-You\"" job "/jobs/[^/]*/stop"
remote logicapp "\"workflow\": \"$soc/Microsoft.Logic/workflows/la-tell-soc\"" \
    run "/runs/[^/]*/cancel"

try_live 0 engine hold --reason "a drill"
sed 's|"1"|"9"|' "$here/alert.json" >"$here/a.json"
try_live 0 event ingest "$here/a.json"
try_live 2 run cancel 5 --remote --reason "not this one"
complains "nothing elsewhere"

kill "$server"
wait "$server" || bad "serve does not leave in peace"
exit "$failed"
