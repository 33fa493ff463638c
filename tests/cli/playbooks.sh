#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# playbooks.sh - what riposte thinks of published playbooks and how each ends
# when it is gone through, as the table says; then one by hand.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
RIPOSTE_DATADIR=$srcdir/data
export RIPOSTE_DATADIR
data=$srcdir/tests/data/playbooks
events=$srcdir/tests/data/events

# last NAME: that member of the last line printed.
last()
{
    tail -n 1 "$here/out" | sed -n 's/.*"'"$1"'":"\([A-Za-z]*\)".*/\1/p'
}

# measure DIRECTORY: all that its verdicts.txt lists.
measure()
{
    all=0
    runs=0
    good=0
    while read -r file verdict event end; do
        [ "$file" = "#" ] && continue
        all=$((all + 1))
        riposte playbook import --dry-run --json "$1/$file" >"$here/out" 2>&1
        is=$(sed -n '1s/.*"verdict":"\([a-z]*\)".*/\1/p' "$here/out")
        [ "$is" = "$verdict" ] || bad "$file: $is, not $verdict"
        [ "$is" = runs ] && runs=$((runs + 1))
        if [ "$event" = - ]; then
            riposte playbook rehearse "$1/$file" --json
        else
            riposte playbook rehearse "$1/$file" --event "$events/$event" --json
        fi >"$here/out" 2>/dev/null
        is=$(last status)
        [ "${is:--}" = "$end" ] || bad "$file: ends ${is:--}, not $end"
        [ "$is" = Succeeded ] && good=$((good + 1))
    done <"$1/verdicts.txt"
    echo "playbooks: of $all $runs run, and $good end well in rehearsal"
}

measure "$data"
measure "$data/varied"
[ -e "$store" ] && bad "a store was made, though nothing is kept"

try 1 playbook import "$data/varied/unknown.json"
says "contosothing: POST /things is not carried out by riposte."
try 0 playbook import --dry-run "$data/varied/sql.json"
says "sql: POST /v2/datasets/default,default/query/sql is not"
try 0 playbook import --dry-run "$data/varied/application.json" --json
says "riposte must be permitted what that application is"
try 0 playbook import --dry-run "$data/varied/azure-knows.json" --json
says '"name":"who_from_Azure"'
try 0 playbook import "$data/alert/remove-malwareblob.json" \
    "$data/alert/remove-malwareblob-azuredeploy-us.json" --json
lines 2
try 0 playbook list --json
says '"name":"Remove-MalwareBlob-2","mode":"shadow","verdict":"runs"'
try 0 playbook show remove-malwareblob
says "Started by:   alert"

# Nothing that is kept differs from what was read.
try 0 playbook export Remove-MalwareBlob
cp "$here/out" "$here/again.json"
try 0 playbook import --dry-run "$here/again.json" --json
says '"name":"Remove-MalwareBlob"'
says '"verdict":"runs"'
cat >"$here/rule.json" <<'EOF'
{"name": "malware", "trigger": {"kinds": ["alert"], "on": ["created"]},
 "conditions": [{"all": [{"property": "Severity", "operator": "==",
                          "value": "High"}]}],
 "mode": "off", "actions": []}
EOF
try 0 rule import "$here/rule.json"
try 0 playbook export Remove-MalwareBlob --rule malware
says '"type": "Microsoft.Security/automations"'
says "[listCallbackUrl(concat(resourceId("
cat >"$here/own.json" <<'EOF'
{"name": "own", "type": "Microsoft.Logic/workflows", "properties": {
  "definition": {"triggers": {"manual": {"type": "Request", "kind": "Http"}},
    "actions": {"Write_it_down": {"type": "ApiConnection", "runAfter": {},
      "inputs": {"host": {"connection": {
          "name": "@parameters('$connections')['riposte']['connectionId']"}},
        "method": "post", "path": "/note", "body": {"note": "x"}}}}}}}
EOF
try 0 playbook import "$here/own.json"
try 2 playbook export own
complains "Azure has no connector for it"
complains '"Write_it_down"'
try 1 playbook export nothing
complains "There is no playbook nothing"

# Answers from a file; a status that is none.
echo '{"HTTP": {"statusCode": 404, "body": "gone"}}' >"$here/answers.json"
try 1 playbook rehearse Remove-MalwareBlob --answers "$here/answers.json" \
    --event "$events/alerts/workflow-automation-alert.json"
says "The answer has the status 404."
echo '{"HTPP": {}}' >"$here/answers.json"
try 2 playbook rehearse Remove-MalwareBlob --answers "$here/answers.json"
complains '"HTPP"'

try 2 playbook import "$here/answers.json"
complains "It is no playbook."
echo '{"actions": {"A": {"type": "Compse"}}}' >"$here/near.json"
try 1 playbook import "$here/near.json" --json
says '"path":"actions.A"'
says "Compose"
try 0 playbook remove remove-malwareblob
try 1 playbook remove remove-malwareblob

try 0 help functions concat triggerBody --json
lines 2
try 1 help functions concta
complains "There is no function concta"
exit "$failed"
