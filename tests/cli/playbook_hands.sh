#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# playbook_hands.sh - hands that no ready playbook needs, carried out at the
# sandbox: a job of a runbook and its output, a mail by SMTP, a file and a row in
# SharePoint, a request of an application of the playbook's own, which is
# riposte's here.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
RIPOSTE_DATADIR=$srcdir/data
export RIPOSTE_DATADIR
start_sandbox --scenario none
soc=/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg-soc
jobs=$soc/providers/Microsoft.Automation/automationAccounts/aa-soc/jobs

# host CONNECTION: where an operation of a connector is asked.
host()
{
    printf '"host": {"connection": {"name": "%s"}}' \
        "@parameters('\$connections')['$1']['connectionId']"
}

site=https%253A%252F%252Fcontoso.sharepoint.com%252Fsites%252Fsoc
cat >"$here/hands.json" <<EOF2
{"triggers": {"manual": {"type": "Request"}}, "actions": {
 "Ask": {"type": "Http", "inputs": {"method": "GET",
  "uri": "https://management.azure.com/subscriptions?api-version=2022-12-01",
  "authentication": {"type": "ActiveDirectoryOAuth", "tenant": "t",
   "audience": "https://management.azure.com/", "clientId": "c",
   "secret": "@parameters('Key')"}}},
 "Job": {"type": "ApiConnection", "runAfter": {"Ask": ["Succeeded"]},
  "inputs": {$(host azureautomation), "method": "put", "path": "$jobs",
   "queries": {"runbookName": "Isolate-Machine", "wait": true},
   "body": {"properties": {"parameters": {"Machine": "vm-web-01"}}}}},
 "Output": {"type": "ApiConnection", "runAfter": {"Job": ["Succeeded"]},
  "inputs": {$(host azureautomation), "method": "get",
   "path": "$jobs/@{encodeURIComponent(body('Job')?['properties']?['jobId'])}/output",
   "queries": {"x-ms-api-version": "2019-06-01"}}},
 "File": {"type": "ApiConnection", "runAfter": {"Output": ["Succeeded"]},
  "inputs": {$(host sharepointonline), "method": "post",
   "path": "/datasets/$site/files", "body": "@body('Output')",
   "queries": {"folderPath": "/Shared Documents/jobs", "name": "out put.txt"}}},
 "Row": {"type": "ApiConnection", "runAfter": {"File": ["Succeeded"]},
  "inputs": {$(host sharepointonline), "method": "post",
   "path": "/datasets/$site/tables/Jobs/items",
   "body": {"Title": "@{body('File')?['Name']}"}}},
 "Rows": {"type": "ApiConnection", "runAfter": {"Row": ["Succeeded"]},
  "inputs": {$(host sharepointonline), "method": "get",
   "path": "/datasets/$site/tables/Jobs/items"}},
 "Tell": {"type": "ApiConnection", "runAfter": {"Rows": ["Succeeded"]},
  "inputs": {$(host smtp), "method": "post", "path": "/SendEmailV3",
   "body": {"From": "soc@contoso.example", "To": "anna@contoso.example",
    "Subject": "@{first(body('Rows')?['value'])?['Title']} of @{length(body('Ask')?['value'])} subscriptions",
    "Body": "<p>@{body('Output')}</p>"}}}},
 "parameters": {"\$connections": {"type": "object", "defaultValue": {}},
  "Key": {"type": "securestring"}}}
EOF2
try_live 0 playbook import "$here/hands.json" --param Key=env:NOBODY
try_live 0 playbook mode hands auto
# By itself: what is ended would be the shell that a function runs in.
"$builddir/src/riposte" --config "$config" --store "$store" \
    --set approvals.four_eyes=off serve >"$here/serve" 2>&1 &
engine=$!
live playbook run hands --reason live --wait 0s >"$here/out" 2>&1
# Gives the approval that a job needs; is the run over?
over()
{
    live approval list --json | sed -n 's/^{"id":\([0-9]*\),.*/\1/p' |
        while read -r one; do
            live approval approve "$one" --reason seen >/dev/null 2>&1
        done
    live run show 1 --json >"$here/run" 2>/dev/null &&
        grep -q '"state":"\(Succeeded\|Failed\|Skipped\|Unknown\|Cancelled\|TimedOut\)","event"' \
            "$here/run"
}
until_true over
grep -q '"state":"Succeeded","event"' "$here/run" || {
    bad "it did not end well"
    cat "$here/out"
    live run show 1
}
kill "$engine" 2>/dev/null
wait "$engine" 2>/dev/null
curl -s "$url/_sandbox/log" | tr '{' '\n' >"$here/log"
grep -q '"method":"PUT".*aa-soc/jobs/' "$here/log" || bad "no job was started"
grep -q '"method":"GET".*aa-soc/jobs/.*/output' "$here/log" ||
    bad "no output was read"
curl -s "$url/_sandbox/mail" >"$here/mail"
grep -q 'sites/contoso.sharepoint.com:/sites/soc:/drive/root:/jobs/out' \
    "$here/log" || bad "no file was written"
for text in "out put.txt of 2 subscriptions" "The machine is isolated."; do
    grep -q "$text" "$here/mail" || bad "no mail says $text"
done
exit "$failed"
