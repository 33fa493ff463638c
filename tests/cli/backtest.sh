#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# backtest.sh - what rules would have done with the stored events.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
events=$srcdir/tests/data/events/generated.ndjson

cat >"$here/rule.json" <<'END'
{
  "name": "loud",
  "mode": "shadow",
  "trigger": {"kinds": ["alert"], "on": ["created", "samples"]},
  "conditions": [
    {"all": [{"property": "Severity", "operator": ">=", "value": "High"}]}
  ],
  "actions": [{"kind": "mail", "with": {
    "to": "soc@contoso.example", "subject": "@{AlertDisplayName}", "body": "x"}}]
}
END

# No store, an empty one.
try 2 rule backtest "$here/rule.json"
try 0 rule import "$here/rule.json"
try 0 rule backtest loud
says "Fires:        0"
try 0 --json rule backtest --all
says '"fired":0'

try 0 event ingest "$events"
high=$(riposte --json event list "Severity >= 'High'" | wc -l)
try 0 rule backtest loud --since 2000-01-01
says "Fires:        $high,"
says "It fires on"
grep -q "$(printf '\\033')" "$here/err" && bad "progress without a terminal"
try 0 rule backtest "$here/rule.json" --since 2000-01-01 --max-fires "$high"
try 1 rule backtest loud --since 2000-01-01 --max-fires 0
says "Fires:        $high,"
try 1 rule backtest --all --since 2000-01-01 --max-fires $((high - 1))
says "loud"
try 0 rule backtest --all --since 2000-01-01 --max-fires "$high"
try 0 --json rule backtest loud --since 2000-01-01
says '"name":"loud"'
says "\"fired\":$high,"
says '"complete":true'
says '"firedSamples":[{'
try 0 rule backtest loud --since 2000-01-01 --until 2000-02-01
says "Events:       0"

# What an ignore hid at that time is held back; one that is over, or came later,
# holds nothing back.
try 0 suppression add "Severity == 'High'" --until 7d --reason noise
try 0 --json rule backtest loud --since 2000-01-01
says "\"fired\":$high,"
printf '{"SystemAlertId": "later", "AlertType": "VM_BruteForce",
 "AlertDisplayName": "Brute force", "Severity": "High", "Status": "New",
 "TimeGenerated": "%s", "VendorName": "Microsoft",
 "ProviderAlertStatus": "New"}' \
    "$(date -u -d "@$(($(date +%s) + 3600))" +%FT%TZ)" |
    tr -d '\n' >"$here/later.json"
try 0 event ingest "$here/later.json"
try 0 --json rule backtest loud --since 2000-01-01
says "\"fired\":$high,"
says '"held":{"ignored":1}'
says 'Suppression 1 by'
try 0 rule backtest loud --since 2000-01-01
says "ignored"
try 0 suppression remove 1 --reason over
try 0 --json rule backtest loud --since 2000-01-01
says "\"fired\":$((high + 1)),"
says '"held":{}'
try 0 rule backtest --all --since 2000-01-01 --max-fires $((high + 1))
high=$((high + 1))

# Revisions side by side.
sed 's/"High"/"Low"/' "$here/rule.json" >"$here/low.json"
try 0 rule backtest loud --against "$here/low.json" --since 2000-01-01
says "both fire on $high events"
says "only this one on 0."
try 0 rule import "$here/low.json"
try 0 --json rule backtest loud --against 1 --since 2000-01-01
says '"onlyThat":0'
says "\"both\":$high,"
try 0 rule backtest loud --revision 1 --since 2000-01-01
says "Fires:        $high,"
try 1 rule backtest loud --revision 7
complains "no revision 7"
try 1 rule backtest loud --against 7
complains "no revision 7"

# What cannot be meant.
try 2 rule backtest
try 2 rule backtest loud --all
try 2 rule backtest --all --revision 1
try 2 rule backtest "$here/rule.json" --revision 1
try 1 rule backtest nobody
complains "nobody"
try 2 rule backtest loud --since yesterday
complains "yesterday"
try 2 rule backtest loud --since 1d --until 2d
try 2 rule backtest loud --max-fires -1
try 2 rule backtest loud --max-fires many
sed 's/"Severity"/"Sevrity"/' "$here/rule.json" >"$here/wrong.json"
try 2 rule backtest "$here/wrong.json"
complains "wrong.json: Conditions 1"
try 2 rule backtest loud --against "$here/wrong.json"
complains "wrong.json: Conditions 1"

exit "$failed"
