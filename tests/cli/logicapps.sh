#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# logicapps.sh - Logic Apps that stay in Azure: read, told of, started, done
# again, cancelled, switched.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
start_sandbox --scenario none
vm=/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg-shop
vm=$vm/providers/Microsoft.Compute/virtualMachines/vm-web-01

# Nobody has read them yet.
try_live 2 playbook remote show la-tell-soc
complains "the source logic-apps reads them"
try_live 0 serve --once
try_live 0 playbook remote list
says "la-tell-soc"
says "manual (Request)"
try_live 0 playbook remote list --json
lines 5
says '"name":"la-retired","state":"Disabled"'
try_live 0 playbook remote show la-tell-soc --json
says '"triggers":{"manual":"Request"}'
# What it does, and whatever may be secret in it, is not kept.
grep -q '"actions"\|"parameters"' "$here/out" && bad "too much is kept"

# Nothing has run.
try_live 0 playbook remote runs la-tell-soc --json
grep -q '"status":"Succeeded","began"' "$here/out" && bad "there is a run"

cat >"$here/alert.json" <<END
{"SystemAlertId": "1", "AlertDisplayName": "One", "Severity": "High",
 "Status": "New", "CompromisedEntity": "vm-web-01",
 "ResourceIdentifiers": [{"Type": "AzureResource", "AzureResourceId": "$vm"}]}
END
try_live 0 event ingest "$here/alert.json"
try_live 2 playbook remote start la-tell-soc
complains "--event"
try_live 0 playbook remote start la-tell-soc --event 1 --reason "a test"
try_live 0 playbook remote runs la-tell-soc --json
name=$(sed -n 's/^{"name":"\([A-Za-z0-9]*\)","status":"Succeeded".*/\1/p' \
    "$here/out")
[ -n "$name" ] || {
    bad "the run is not told of"
    cat "$here/out"
}
try_live 0 playbook remote runs la-tell-soc "$name" --json
says '"status":"Succeeded"'

# Again: two runs.
try_live 0 playbook remote resubmit la-tell-soc "$name" --json
says '"trigger":"manual"'
try_live 0 playbook remote runs la-tell-soc --json
[ "$(grep -c '^{"name":' "$here/out")" = 2 ] || bad "it was not done again"
try_live 2 playbook remote resubmit la-tell-soc
complains "name of a run"
try_live 3 playbook remote resubmit la-tell-soc nothing
complains "could not be found"
try_live 2 playbook remote resubmit la-tell-soc "../x"
complains "is not the name of a run"

# One that has ended cannot be cancelled, which is said.
try_live 3 playbook remote cancel la-tell-soc "$name"
complains "had ended before"

# Switched, seen, and shown at once.
try_live 0 playbook remote disable la-tell-soc --reason "a test"
says "Disabled"
try_live 0 playbook remote list --json
says '"name":"la-tell-soc","state":"Disabled"'
try_live 0 playbook remote enable la-tell-soc
try_live 0 playbook remote list --json
says '"name":"la-tell-soc","state":"Enabled"'
try_live 2 playbook remote enable nothing
complains "No Logic App"
try_live 2 playbook remote destroy la-tell-soc
complains "one of list, show, runs"
try_live 0 audit list
says "remote disable"
try_live 0 run list --json
says '"name":"Switch the Logic App off: la-tell-soc"'

exit "$failed"
