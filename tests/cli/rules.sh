#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# rules.sh - rules in, out, switched and tested.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
events=$srcdir/tests/data/events/generated.ndjson
demo=$srcdir/data/rules/demo-shop.json

cat >"$here/rule.json" <<'END'
{
  "name": "loud",
  "mode": "shadow",
  "trigger": {"kinds": ["alert"], "on": ["created", "closed", "samples"]},
  "conditions": [
    {"all": [
      {"property": "Severity", "operator": ">=", "value": "High"},
      {"property": "AlertDisplayName", "operator": "contains", "value": "brute"}
    ]}
  ],
  "actions": [{"kind": "mail", "with": {
    "to": "soc@contoso.example", "subject": "@{AlertDisplayName}", "body": "x"}}]
}
END
grep -i '"severity":"High"' "$events" | grep -im 1 'brute force' >"$here/yes"
grep -i '"severity":"Low"' "$events" | head -n 1 >"$here/no"

# Without a store.
try 0 rule test "$here/rule.json" --event "$here/yes"
says "Severity >= 'High'"
says "found: High"
says "It fires."
try 1 rule test "$here/rule.json" --event "$here/no"
says "found: Low"
says "Would do:"
try 1 --json rule test "$here/rule.json" --event "$here/no"
says '"fires":false'
says '"found":"Low"'
try 0 rule test "$here/rule.json" --event - <"$here/yes"
[ ! -e "$store" ] || bad "a test of two files has made a store"
try 2 rule test "$here/rule.json"
complains "--event"
try 2 rule test "$demo" --event "$here/yes"
complains "holds 3 rules"
try 2 rule test "$here/yes" --event "$here/yes"
sed 's/"kind": "mail"/"kind": "mial"/' "$here/rule.json" >"$here/wrong.json"
try 2 rule test "$here/wrong.json" --event "$here/yes"
complains "wrong.json: Action 1"
sed 's/"Severity"/"Sevrity"/' "$here/rule.json" >"$here/wrong.json"
try 2 rule test "$here/wrong.json" --event "$here/yes"
complains "wrong.json: Conditions 1"

# A store is made when there is something to put into it.
try 2 rule import "$here/missing.json"
complains "Cannot read"
try 2 event ingest "$here/missing.json"
try 3 </dev/null
complains "not a terminal"
[ ! -e "$store" ] || bad "what could not be begun has made a store"
try 2 --config "$here/missing.conf" rule list
complains "missing.conf"

# In a store.
try 0 rule import --dry-run "$here/rule.json"
says "loud: added"
try 1 rule list
try 0 rule import "$demo" "$here/rule.json"
lines 4
try 0 rule import "$here/rule.json"
says "loud: same"
try 0 rule list --json
lines 4
try 0 rule test loud --event "$here/yes"
try 0 event ingest "$events"
says "fired"
try 0 rule why loud
says "fired"
try 0 rule why --event 1
try 0 run list --json
says '"state":"Skipped"'
row=$(riposte event list --json --limit 1 \
    "Severity =~ 'High' and AlertDisplayName contains 'brute'" |
    sed 's/.*"row":\([0-9]*\).*/\1/')
try 0 rule test loud --event "$row"
says "It fires."

for mode in auto approve shadow off; do
    try 0 rule mode loud $mode
    says "loud: $mode"
done
try 2 rule mode loud sometimes
try 0 rule enable loud
says "shadow"
try 0 rule disable loud
says "off"
try 1 rule guards loud
sed 's/"name": "loud",/"name": "guarded", "guards": {"dedupe": "1h", "quotas": ["3 per 1h"]},/' \
    "$here/rule.json" >"$here/guarded.json"
try 0 rule import "$here/guarded.json"
try 0 --json rule guards guarded
says '{"guard":"3 per 1h","used":0,"limit":3,"next":null}'
try 0 rule guards guarded --target vm-1
says "dedupe"
try 0 rule remove guarded
try 0 rule show loud --json
says '"mode":"off"'

# An approval has a title of its own.
riposte rule test contain-web --event "$row" >"$here/out" 2>"$here/err"
tried="rule test contain-web"
says "Approval: "

# What goes out comes in again.
riposte rule export >"$here/export"
try 0 rule import "$here/export"
grep -qv same "$here/out" && bad "an export is not the same"
riposte rule export --json loud | riposte rule import - >"$here/out"
tried="rule export --json | rule import -"
says "loud: same"
sed 's/"mode"/"mood"/' "$here/rule.json" >"$here/misspelt.json"
try 2 rule import "$here/misspelt.json"
complains "mood"
try 1 rule lint loud
says "No mail server is configured"
try 1 rule lint --json
says '"name":"connector"'
printf '{"name":"x","mode":"shadow","conditions":[{"all":[%s]}],%s}' \
    '{"property":"Status","operator":"==","value":"Dismissed"}' \
    '"actions":[{"kind":"tag","with":{"tags":"+a"}}]' >"$here/never.json"
try 1 rule lint "$here/never.json"
says "takes"
# A playbook that is not there, is off, or must be told something.
cat >"$here/playbook.json" <<'END'
{"name": "quiet", "type": "Microsoft.Logic/workflows", "properties": {
  "definition": {
    "$schema": "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
    "contentVersion": "1.0.0.0", "parameters": {"Word": {"type": "String"}},
    "triggers": {"manual": {"type": "Request", "kind": "Http"}},
    "actions": {"A": {"type": "Compose", "inputs": "@parameters('Word')",
      "runAfter": {}}}, "outputs": {}}, "parameters": {}}}
END
cat >"$here/starts.json" <<'END'
[{"name": "starts", "mode": "off", "actions": [{"kind": "playbook", "with":
  {"name": "queit"}}]}]
END
try 1 rule lint "$here/starts.json"
says "There is no playbook queit"
try 0 playbook import "$here/playbook.json"
try 1 rule lint "$here/starts.json"
says "starts, actions 1: There is no playbook queit. Did you mean quiet?"
sed -i 's/queit/quiet/' "$here/starts.json"
try 1 rule lint "$here/starts.json"
says 'needs to be told its parameter "Word"'
sed -i 's/"quiet"/"quiet", "parameters": "Word=@{AlertType}"/' \
    "$here/starts.json"
try 0 rule lint "$here/starts.json"
try 0 rule import "$here/starts.json"
try 0 playbook mode quiet off
try 1 rule lint starts --json
says '"name":"playbook","part":"actions 1"'
says "is off"
try 0 rule remove starts
try 0 playbook remove quiet
# Those of a file with several, too.
cat >"$here/several.json" <<'END'
[{"name": "one", "mode": "off"},
 {"name": "two", "mode": "off", "conditions": [{"all": [
   {"property": "Status", "operator": "==", "value": "Activ"}]}]}]
END
try 1 rule lint "$here/several.json"
says "one: The rule fires on every event"
says 'two, conditions 1: No event has the status "Activ"; did you mean'
echo '{"name": "one", "mode": "off", "mode": "shadow"}' >"$here/twice.json"
try 2 rule import "$here/twice.json"
complains 'The member "mode" stands there twice'
try 0 rule remove loud
for command in "show loud" "why loud" "disable loud" "remove loud"; do
    # shellcheck disable=SC2086
    try 1 rule $command
    complains "There is no rule loud"
done
try 1 event show 999999
try 1 event ack 999999
try 1 run show 999999
try 1 approval show 999999
try 1 contain undo 999999 --reason x

# No two rules have the same place.
one()
{
    printf '{"name": "%s", "mode": "off", "order": %s}' "$1" "${2:-0}"
}
one first 100 >"$here/one"
try 0 rule import "$here/one"
one second >"$here/one"
try 0 rule import "$here/one"
one third 110 >"$here/one"
try 2 rule import "$here/one"
complains "The rule second has the order 110 too"
one third 105 >"$here/one"
try 0 rule import "$here/one"
one third >"$here/one"
try 0 rule import "$here/one"
says "third: same"
printf '[%s,%s]' "$(one first 105)" "$(one third 100)" >"$here/swap"
try 0 rule import "$here/swap"
says "first: changed"
says "  - order: 100"
says "  + order: 105"
printf '[%s,%s]' "$(one fourth)" "$(one first 100)" >"$here/clash"
try 2 rule import "$here/clash"
try 2 rule import --dry-run "$here/clash"
complains "The rule third has the order 100 too"
try 1 rule show fourth

# All or nothing.
try 0 event tag 1 2 '+hot -cold'
try 2 event tag 1 +hot -x
complains "'+hot -x'"
try 1 event tag 1 999999 '+lost'
try 1 event list "Tags has 'lost'"

exit "$failed"
