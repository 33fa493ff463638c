#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# notices.sh - approvers are told by mail, Teams and Slack; the mail is read by
# a parser that is not riposte's.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
command -v python3 >/dev/null || exit 77
start_sandbox --scenario none
shop=/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg-shop
vm=$shop/providers/Microsoft.Compute/virtualMachines/vm-web-01
engine=

leave()
{
    [ -z "$engine" ] || kill "$engine" 2>/dev/null
    finish
}
trap leave EXIT

# alert NUMBER: a hostile one.
alert()
{
    cat >"$here/alert.json" <<END
{"SystemAlertId": "2516069420397539999_00000000-0000-4000-8000-00000000000$1",
 "AlertDisplayName": "<b>é</b>\\r\\nBcc: x@y.example \\u001b[31m",
 "Severity": "High", "Status": "New", "CompromisedEntity": "vm-web-01",
 "ResourceIdentifiers": [{"Type": "AzureResource",
  "AzureResourceId": "$vm"}]}
END
    try_live 0 event ingest "$here/alert.json"
}

# Rules of the words of an alert would be refused; their names are people's.
for name in one two three; do
    cat >"$here/rule.json" <<END
{"name": "stop <$name> é", "mode": "approve",
 "trigger": {"on": ["created", "closed"]},
 "actions": [{"kind": "contain", "with": {"action": "vm-deallocate"}}]}
END
    try_live 0 rule import "$here/rule.json"
    [ "$name" != one ] || alert 1
    [ "$name" != one ] || {
        # One waits alone; the others come while the window is open.
        "$builddir/src/riposte" --config "$config" --store "$store" \
            --set approvals.four_eyes=off \
            --set 'notify.approvals.mail=Ann <ann@contoso.example>,bob@contoso.example' \
            --set notify.approvals.connectors=teams,slack \
            --set notify.approvals.window=3s \
            --set notify.escalations.mail=lead@contoso.example \
            serve >"$here/serve" 2>&1 &
        engine=$!
        until_true python3 "${srcdir:?}/tests/cli/notices.py" "$url" one "$vm"
    }
done
alert 2
until_true python3 "${srcdir:?}/tests/cli/notices.py" "$url" many "$vm"
# A warning, in the thread of what was asked.
for name in two three; do
    try_live 0 rule remove "stop <$name> é"
done
short()
{
    live --set approvals.life=30s --set approvals.warn=25s event ingest \
        "$here/alert.json" >"$here/out" 2>&1 || bad "the last alert"
}
sed 's/000000002"/000000003"/' "$here/alert.json" >"$here/last.json"
mv "$here/last.json" "$here/alert.json"
short
until_true python3 "${srcdir:?}/tests/cli/notices.py" "$url" warned "$vm"
# Nobody answers: others are asked, and they alone are told of that.
sed 's/000000003"/000000004"/' "$here/alert.json" >"$here/last.json"
live --set approvals.escalate=1s --set approvals.escalate_to=admin \
    event ingest "$here/last.json" >"$here/out" 2>&1 || bad "one to escalate"
until_true python3 "${srcdir:?}/tests/cli/notices.py" "$url" escalated "$vm"
# What was done with break-glass is not confirmed in time.
live --set containment.protected='*vm-web-01' --set approvals.confirm=1s \
    contain "do" vm-deallocate --target "$vm" --break-glass \
    --reason "it <b>burns</b>" --wait 0s >"$here/out" 2>&1
until_true python3 "${srcdir:?}/tests/cli/notices.py" "$url" raised "$vm"
try_live 0 approval list
grep -q '^ *[0-9]* pending .* over .*root' "$here/out" ||
    bad "what is overdue has time left: $(cat "$here/out")"
try_live 0 run list --json
says '"by":"riposte"'
# They have no event, so no rule and no guard sees them.
grep '"by":"riposte"' "$here/out" | grep -qv '"event":0' &&
    bad "a notice belongs to an event"
python3 "${srcdir:?}/tests/cli/notices.py" "$url" all "$vm" ||
    bad "the notices are not as they should be"
exit "$failed"
