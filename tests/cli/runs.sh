#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# runs.sh - runs done again, stopped in bulk, settled, held and let go.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
start_sandbox --scenario none
sub=/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f
vm=$sub/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachines

cat >"$here/rule.json" <<END
{
  "name": "ask", "mode": "auto",
  "actions": [
    {"kind": "http", "with": {"method": "GET", "token": "arm",
     "url": "$vm/vm-web-01?api-version=2023-09-01"}},
    {"kind": "http", "with": {"method": "GET", "token": "arm",
     "url": "$vm/vm-gone?api-version=2023-09-01"}}
  ]
}
END
for i in 1 2 3; do
    cat <<END
{"SystemAlertId": "$i", "AlertDisplayName": "Alert $i", "Severity": "High",
 "Status": "New", "CompromisedEntity": "vm-web-01",
 "ResourceIdentifiers": [{"Type": "AzureResource",
  "AzureResourceId": "$vm/vm-web-01"}]}
END
done >"$here/alerts.json"
try_live 0 rule import "$here/rule.json"

# Hold keeps them back, and says so.
try_live 0 engine hold --reason "a drill"
try_live 0 event ingest "$here/alerts.json"
try_live 0 serve --once
try_live 0 engine status --json
says '"runsHeld":3'
says '"runsStuck":0'
try_live 0 run list
says "held"
try_live 1 run list --stuck
try_live 0 run show 1
says "for hold to be lifted"

# Each is reported; one that cannot be stopped does not stop the others.
try_live 2 run cancel --reason x
complains "Say which runs"
try_live 1 run cancel 1 99 2 --reason "no need"
says "Run 1: Cancelled"
says "Run 99: There is no run 99."
says "Done: 2 of 3."
try_live 2 run cancel 1 --reason x
complains "already ended"
try_live 0 run cancel --query "AlertDisplayName == 'Alert 3'" \
    --reason "no need" --json
lines 1
says '"state":"Cancelled"'
try_live 1 run cancel --query "AlertDisplayName == 'Alert 3'" --reason x

# Again, from the start and from a step.
try_live 2 engine resume --rate 0
try_live 0 engine resume --rate 60 --reason "it is over"
try_live 3 run resubmit 1 --reason "once more"
complains "failed at step 2"
try_live 0 run show 4
says "2 of run 1"
try_live 3 run resubmit 4 --from 2
complains "failed at step 2"
try_live 0 run show 5 --json
says '"attempt":3'
says '"origin":4'
try_live 2 run resubmit 4 --from 9
complains "no step 9"
try_live 0 run resubmit --query "Severity == 'High'" --json
says '"origin":2'

# Only what is unknown can be settled.
try_live 2 run settle 5 --step 1 --as maybe --reason x
complains "done or not-done"
try_live 2 run settle 5 --step 1 --as "done" --reason x
complains "only what is unknown"

exit "$failed"
