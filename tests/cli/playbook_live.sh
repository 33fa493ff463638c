#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# playbook_live.sh - every playbook that comes with riposte, carried out at the
# sandbox to its end: approvals are given, requests, mails, messages and tickets
# get where they belong.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
RIPOSTE_DATADIR=$srcdir/data
export RIPOSTE_DATADIR
ready=$srcdir/tests/data/playbooks/ready
start_sandbox --scenario none

# shellcheck disable=SC2046
try_live 0 playbook gallery --add \
    $(for file in "$srcdir"/data/playbooks/*.json; do basename "$file" .json; done) \
    --param Mail=soc@contoso.example --param Approvers=lead@contoso.example \
    --param Team=soc --param Channel=alerts
# By itself: what is ended would be the shell that a function runs in.
"$builddir/src/riposte" --config "$config" --store "$store" \
    --set approvals.four_eyes=off serve >"$here/serve" 2>&1 &
engine=$!

# The events are about another subscription, account and person.
event_of()
{
    part "$1" event | sed \
        -e 's/00000000-0000-4000-8000-000000000001/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/' \
        -e 's/stshop/stcontososhop/' \
        -e 's/00000000-0000-4000-8000-0000000000a1/caf74669-dde2-56cf-98da-ee55ad5154b5/'
}

# Gives all approvals that are asked for; is the run over?
over()
{
    live approval list --json | sed -n 's/^{"id":\([0-9]*\),.*/\1/p' |
        while read -r one; do
            live approval approve "$one" --reason seen >/dev/null 2>&1
        done
    live run show "$number" --json >"$here/run" 2>/dev/null &&
        grep -q '"state":"\(Succeeded\|Failed\|Skipped\|Unknown\|Cancelled\|TimedOut\)","event"' \
            "$here/run"
}

number=0
for file in "$srcdir"/data/playbooks/*.json; do
    name=$(basename "$file" .json)
    number=$((number + 1))
    try_live 0 playbook mode "$name" auto
    event_of "$ready/$name.json" >"$here/event"
    if [ "$(cat "$here/event")" = null ]; then
        live playbook run "$name" --reason live --wait 0s
    else
        live playbook run "$name" --reason live --wait 0s \
            --event "$here/event"
    fi >"$here/out" 2>&1
    grep -q "Run $number was started" "$here/out" ||
        bad "$name: $(cat "$here/out")"
    until_true over
    grep -q '"state":"Succeeded","event"' "$here/run" || {
        bad "$name did not end well"
        live run show "$number"
    }
    part "$ready/$name.json" expect | tr -d '[]{}," ' | grep . >"$here/expect"
    while read -r step; do
        grep -o '"name":"'"$step"'","path":"[^"]*","type":"[A-Za-z]*","depth":[0-9]*,"status":"[A-Za-z]*"' \
            "$here/run" >"$here/step"
        [ -s "$here/step" ] || bad "$name: $step is not in the tree"
        grep -v '"status":"Succeeded"' "$here/step" &&
            bad "$name: $step was not done"
    done <"$here/expect"
done
# A webhook's address is its key: who answers and what is kept see where it is.
(umask 077 && echo "$url/hook/key-of-all" >"$here/link")
cat >"$here/hook.json" <<'END'
{"parameters": {"Link": {"type": "securestring"}},
 "triggers": {"manual": {"type": "Request"}},
 "actions": {"Tell": {"type": "Http", "inputs": {"method": "POST",
   "uri": "@parameters('Link')", "body": {"text": "hello"}}}}}
END
try_live 0 playbook import "$here/hook.json" --param "Link=file:$here/link"
try_live 0 playbook mode hook auto
live playbook run hook --reason live --wait 0s >"$here/out" 2>&1
number=$((number + 1))
until_true over
grep -q '"state":"Succeeded","event"' "$here/run" || live run show "$number"
curl -s "$url/_sandbox/hooks" | grep -q '"path":"/hook/key-of-all"' ||
    bad "nothing came to an address that is a secret"
live run show "$number" --json | cat - "$store"* | grep -q key-of-all &&
    bad "an address that is a secret was kept"
kill "$engine" 2>/dev/null
wait "$engine" 2>/dev/null

# What the sandbox saw of them.
sent()
{
    tr '{' '\n' <"$here/log" | grep -q "\"method\":\"$1\".*$2" ||
        bad "nobody sent $1 $2"
}
curl -s "$url/_sandbox/log" >"$here/log"
sent PUT securityRules/Block-2517000000000000000
sent PATCH storageAccounts/stcontososhop
sent POST storageAccounts/stcontososhop/regenerateKey
sent PATCH v1.0/users/caf74669
sent POST caf74669-dde2-56cf-98da-ee55ad5154b5/revokeSignInSessions
sent POST Microsoft.ResourceGraph/resources
sent POST 261d2cea7d372f901609876096b6ecba39dd212e/isolate
sent PUT kv-shop/providers/Microsoft.Authorization/locks/riposte
sent PUT Microsoft.Compute/snapshots/
sent POST virtualMachines/vm-web-01/deallocate
sent POST servicenow/api/now/v2/table/incident
sent PATCH servicenow/api/now/v2/table/incident/
curl -s "$url/_sandbox/mail" >"$here/mail"
# Who approves reads which playbook asks, and what.
live approval list --all --json >"$here/approvals"
for text in "isolate-machine: Isolate " "ticket-and-ask: "; do
    grep -q "\"title\":\"$text" "$here/approvals" ||
        bad "no approval is about $text"
done
for text in "Unusual amount of data" "Suspicious process" vm-web-01; do
    grep -q "$text" "$here/mail" || bad "no mail says $text"
done
try_live 0 audit verify
exit "$failed"
