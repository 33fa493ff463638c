#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# plays.sh - playbooks run from the command line, and an engine that is killed
# again and again between, and within, their steps.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
start_sandbox --scenario none
vms=/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachines

# get NAME AFTER: an action that looks at a machine.
get()
{
    printf '{"type":"Http","inputs":{"method":"GET","uri":"https://'
    printf 'management.azure.com%s/%s?api-version=2023-09-01",' "$vms" "$1"
    printf '"authentication":{"type":"ManagedServiceIdentity"}},'
    printf '"runAfter":%s}' "$2"
}

cat >"$here/long.json" <<EOF
{"name": "long", "type": "Microsoft.Logic/workflows", "properties": {
  "definition": {
    "\$schema": "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
    "contentVersion": "1.0.0.0",
    "parameters": {"Word": {"type": "String", "defaultValue": "none"}},
    "triggers": {"manual": {"type": "Request", "kind": "Http"}},
    "actions": {
      "Mark": {"type": "Compose", "runAfter": {},
        "inputs": "@{guid()} @{utcNow()} @{parameters('Word')} @{triggerBody()?['who']}"},
      "First": $(get vm-web-01 '{"Mark": ["Succeeded"]}'),
      "Loop": {"type": "Foreach", "runAfter": {"First": ["Succeeded"]},
        "foreach": "@range(0, 40)",
        "runtimeConfiguration": {"concurrency": {"repetitions": 2}},
        "actions": {"Each": $(get vm-web-02/instanceView '{}')}},
      "Stop": {"type": "Http", "runAfter": {"Loop": ["Succeeded"]},
        "inputs": {"method": "POST",
          "uri": "https://management.azure.com$vms/vm-web-01/deallocate?api-version=2023-09-01",
          "authentication": {"type": "ManagedServiceIdentity"}}},
      "Same": {"type": "Compose", "runAfter": {"Stop": ["Succeeded"]},
        "inputs": "@outputs('Mark')"}
    }, "outputs": {}}, "parameters": {}}}
EOF
echo '{"who": "ann"}' >"$here/body.json"

try_live 0 playbook import "$here/long.json"
try_live 1 playbook run lnog
complains "Did you mean long?"

# In shadow nothing leaves the machine.
try_live 1 playbook run long --event "$here/body.json" --reason "a drill"
says "Run 1: Skipped"
says "ran in shadow: nothing was sent"
try_live 0 run show 1
says "Loop"
says "40 rounds"
try_live 0 playbook mode long auto

try_live 2 playbook run long --with Word
complains "NAME=VALUE"
try_live 2 playbook run long --with Wort=said
complains 'has no parameter "Wort"'
try_live 1 playbook run long --with Word=said --event "$here/body.json" \
    --reason x --wait 0s

# Whoever has the store last goes on with it.  Each is killed once one more
# step has ended.
ended()
{
    live run show 2 --json | tr ',' '\n' | grep -c '"state":"Succeeded"'
}
moved()
{
    [ "$(ended)" -gt "$before" ] || over
}
over()
{
    live run show 2 --json | grep -q '"state":"\(Succeeded\|Failed\|Unknown\|Cancelled\)","event"'
}
kills=0
limit=$(($(date +%s) + 120))
while ! over && [ "$(date +%s)" -le "$limit" ]; do
    before=$(ended)
    # By itself: what is killed would be the shell that a function runs in.
    "$builddir/src/riposte" --config "$config" --store "$store" \
        --set approvals.four_eyes=off serve >>"$here/serve" 2>&1 &
    engine=$!
    until_true moved
    kill -9 "$engine" 2>/dev/null
    wait "$engine" 2>/dev/null
    kills=$((kills + 1))
done
[ "$kills" -ge 2 ] || bad "the engine was killed $kills times only"
try_live 0 run show 2 --json
says '"state":"Succeeded","event"'
says ' said ann'
# Both have the same GUID and the same moment.
mark=$(tr '{' '\n' <"$here/out" | grep '"name":"Mark"' |
    sed 's/.*"outputs":"\([^"]*\)".*/\1/')
same=$(tr '{' '\n' <"$here/out" | grep '"name":"Same"' |
    sed 's/.*"outputs":"\([^"]*\)".*/\1/')
[ -n "$mark" ] || bad "Mark has no outputs"
[ "$mark" = "$same" ] || bad "\"$mark\" became \"$same\""
# A rehearsal is answered as that run was; what the playbook expects nothing of
# is answered as the sandbox has it.
answered()
{
    grep -F "\"step\":\"$1\"" "$here/out" | grep -qF "\"answer\":\"$2\"" ||
        bad "$1 was not answered by $2"
}
try_live 0 playbook rehearse long --answers-of 2 --json
says ' none ann'
answered First run
answered 'Loop[39]/Each' run
answered Stop run
try_live 0 playbook rehearse long --json
answered First sandbox
says '"name":"vm-web-01"'
answered Stop made
try_live 1 playbook rehearse long --answers-of 99
complains "There is no run 99"
# What changes something was done once: if it was killed under way, the same
# request, by its id, was sent again.
curl -s "$url/_sandbox/log" >"$here/log"
sent=$(tr '{' '\n' <"$here/log" | grep '"method":"POST".*deallocate' |
    sed 's/.*"clientRequestId":"\([^"]*\)".*/\1/' | sort -u | grep -c .)
[ "$sent" -eq 1 ] || bad "deallocate was asked for $sent times"
# What asks nothing of outside has no step to say why it failed.
cat >"$here/wrong.json" <<EOF
{"\$schema": "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
 "contentVersion": "1.0.0.0",
 "triggers": {"manual": {"type": "Request", "kind": "Http"}},
 "actions": {"Look": {"type": "Compose", "inputs": "@json('{')"}}}
EOF
try_live 0 playbook import "$here/wrong.json"
try_live 3 playbook run wrong
complains "failed at Look: "
try_live 0 playbook remove wrong
try_live 0 audit verify
exit "$failed"
