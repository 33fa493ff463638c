#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# contain.sh - contain, observe, undo, by hand and with approval.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
start_sandbox --scenario none
shop=/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg-shop
vm=$shop/providers/Microsoft.Compute/virtualMachines/vm-web-01

try_live 0 contain list --json
lines 26
try_live 0 contain list --target "$vm" --json
lines 10
says vm-deallocate
says allow-range
try 0 contain lint "$srcdir/data/containment/vm-isolate.json"
says "do[1]: PUT"
printf '{"name":"x","title":1}' >"$here/x.json"
try 2 contain lint "$here/x.json"
complains '"title"'
try_live 2 contain "do" lock --target "$vm" --param level=Everything --dry-run
complains "CanNotDelete or ReadOnly"
try_live 2 contain "do" lock --target "$vm" --param levle=ReadOnly --dry-run
complains 'did you mean "level"'
try_live 2 contain "do" vm-isolate --target "$vm" --dry-run
complains "allow-range"
try_live 0 contain "do" lock --target "$vm" --param level=readonly --dry-run
says '"ReadOnly"'
try_live 0 contain "do" vm-deallocate --target "$vm" --dry-run
says deallocate
says /start
try_live 1 contain active
try_live 2 contain "do" vm-deallocate --target "$vm"
complains "--reason"

# By hand.
try_live 0 contain "do" vm-deallocate --target "$vm" --reason "a drill"
says "Observed: it is in force"
says "Succeeded"
try_live 2 contain "do" vm-deallocate --target "$vm" --reason "again"
complains "already in force"
try_live 0 contain active --json
lines 1
says '"state":"observed"'
number=$(sed 's/^{"id":\([0-9]*\).*/\1/' "$here/out")
try_live 0 contain undo "$number" --reason "it is over" --json
lines 1
says '"state":"undone"'
try_live 1 contain active
try_live 0 contain active --all
try_live 0 run list
try_live 0 run show 1
says "deallocate"

# Not followed: somebody else will do it, or nobody.
try_live 1 contain "do" vm-deallocate --target "$vm" --reason x --wait 0s
says "Run 3 is not over"
try_live 0 run cancel 3 --reason "changed my mind"
says "Cancelled"

# By a rule, with approval.
cat >"$here/rule.json" <<'END'
{
  "name": "stop", "mode": "approve",
  "trigger": {"on": ["created", "closed"]},
  "conditions": [{"all": [
    {"property": "CompromisedEntity", "operator": "==", "value": "vm-web-01"}
  ]}],
  "actions": [{"kind": "contain", "with": {"action": "vm-deallocate"}}]
}
END
cat >"$here/alert.json" <<END
{"SystemAlertId": "2516069420397539999_00000000-0000-4000-8000-000000000001",
 "AlertDisplayName": "A shell \\u001b[31mred\\u202e", "Severity": "High",
 "Status": "New", "CompromisedEntity": "vm-web-01",
 "ResourceIdentifiers": [{"Type": "AzureResource",
  "AzureResourceId": "$vm"}]}
END
try_live 0 rule import "$here/rule.json"
try_live 0 event ingest "$here/alert.json"
says "1 rule fired"
try_live 0 approval list --json
lines 1
says '"state":"pending"'
approval=$(sed 's/^{"id":\([0-9]*\).*/\1/' "$here/out")
try_live 0 approval show "$approval"
says "Digest:"
# Who made the rule may not approve.
riposte --config "$config" approval approve "$approval" --reason x \
    >"$here/out" 2>"$here/err"
[ $? = 3 ] || bad "four eyes see nothing"
tried="approval approve by the author"
complains "four eyes"
try_live 0 approval approve "$approval" --reason "stop it"
says "Approved: "
says "Observed: it is in force"
try_live 3 approval approve "$approval" --reason "again"
complains "already approved"
try_live 1 approval list
try_live 0 event show 1
says "Story"
LC_ALL=C grep -q "$(printf '\033')" "$here/out" &&
    bad "an escape of an alert reaches the terminal"
number=$(live contain active --json | sed 's/^{"id":\([0-9]*\).*/\1/')
try_live 0 contain undo "$number" --reason "it is over"
says "as before"
says "Undone: "

# A service that refuses.
try_live 3 contain "do" user-disable --target nobody@contoso.example --reason x
complains "Run "

# Whoever answers reads why it was asked for, and sees the target whole.
try_live 1 contain "do" vm-restart --target "$vm" --reason "it beacons" \
    --wait 0s
approval=$(live approval list --json | sed 's/^{"id":\([0-9]*\).*/\1/')
try_live 0 approval show "$approval"
says "it beacons"
# What cannot be taken back is told of, and is not in force.
try_live 0 approval approve "$approval" --reason "cut it"
try_live 1 contain active
try_live 0 engine status
says "Contained:    0"
try_live 0 contain active --all
grep -Eq '^ +3 observed +(now|[0-9]+[sm]) {16}' "$here/out" ||
    bad "$tried: what cannot be taken back ends, or has been looked at"
try_live 2 contain undo 3 --reason "I regret it"
complains "cannot be taken back"
try_live 0 contain show 1
says "a drill"
says "By: "
says "Action: "

# A file of one's own adds one; one that is wrong is left out, and told of.
mkdir "$here/own"
sed '2s/"tag"/"mark"/' "$srcdir/data/containment/tag.json" \
    >"$here/own/mark.json"
own=containment.directory=$here/own
try_live 0 --set "$own" contain lint "$here/own/mark.json"
try_live 0 --set "$own" contain list --json
lines 27
says '"name":"mark"'
silent
try_live 0 --set "$own" contain "do" mark --target "$vm" --reason "mine"
says "Observed: it is in force"
number=$(live contain active --json | sed 's/^{"id":\([0-9]*\).*/\1/')
try_live 0 --set "$own" contain undo "$number" --reason "it is over"
cp "$here/x.json" "$here/own"
try_live 0 --set "$own" contain list --json
lines 27
complains "own/x.json: \"title\""
try_live 0 --set "$own" serve --once
complains "own/x.json: \"title\""

exit "$failed"
