# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2154
#
# inputs.sh - the files that the tests which walk all commands hand to them.
# Read by `.', after lib.sh.

# alert NUMBER RESOURCE: an alert about a storage account.
alert()
{
    cat <<END
{"id": "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Security/locations/westeurope/alerts/$1",
 "name": "$1", "type": "Microsoft.Security/Locations/alerts",
 "properties": {"systemAlertId": "$1", "alertType": "VM_BruteForce",
  "alertDisplayName": "Brute force", "severity": "High", "status": "Active",
  "timeGeneratedUtc": "2026-01-01T00:00:00Z",
  "startTimeUtc": "2026-01-01T00:00:00Z",
  "compromisedEntity": "stshop$1",
  "resourceIdentifiers": [{"type": "AzureResource",
   "azureResourceId": "$2$1"}]}}
END
}

# rule NAME ORDER MODE: one that contains what an alert names.
rule()
{
    printf '{"name": "%s", "order": %s, "mode": "%s", "actions": [{"kind":' \
        "$1" "$2" "$3"
    printf ' "contain", "with": {"action": "storage-public-off"}}]}\n'
}

# write_inputs RESOURCE: the alerts one, two and event (their resources are
# RESOURCE1, 2 and 3), the rules ask, gone and more, and an automation.
write_inputs()
{
    alert 1 "$1" >"$here/one"
    alert 2 "$1" >"$here/two"
    alert 3 "$1" >"$here/event"
    rule ask 10 approve >"$here/ask.json"
    rule gone 20 off >"$here/gone.json"
    rule more 30 off >"$here/more.json"
    cat >"$here/azure.json" <<END
{"id": "${1%%/providers/*}/providers/Microsoft.Security/automations/a",
 "name": "a", "type": "Microsoft.Security/automations", "location": "westeurope",
 "properties": {"isEnabled": true,
  "scopes": [{"scopePath": "/subscriptions/00000000-0000-0000-0000-000000000001"}],
  "sources": [{"eventSource": "Alerts", "ruleSets": []}],
  "actions": [{"actionType": "LogicApp", "logicAppResourceId": "$1",
   "uri": "https://example.org/"}]}}
END
}
