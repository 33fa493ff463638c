#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# samples.sh - samples made here, and fire drills.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
events=$srcdir/tests/data/events/generated.ndjson
demo=$srcdir/data/rules/demo-shop.json

# Arguments before the store.
try 2 event simulate --type X --scenario shop
try 2 event simulate --file "$here/missing"
try 2 event simulate --type X VirtualMachines
[ ! -e "$store" ] || bad "a wrong argument has made a store"

try 1 event simulate --type VM_Nothing
complains "No alert of the type VM_Nothing was seen"
try 0 event ingest "$events"
try 0 event simulate --type VM_SuspiciousScreenSaverProcess
says "[SAMPLE ALERT] Suspicious Screensaver process executed"
try 0 event simulate --type vm_suspiciousscreensaverprocess --json
says '"flags":["sample"]'
says '"armId":""'
says '"source":"sample"'
try 1 event simulate --type VM_SuspiciousScreenSaverProces
complains "The nearest is VM_SuspiciousScreenSaverProcess"
try 0 event simulate --file "$events"
try 0 event simulate --file - <"$events"
try 2 event simulate --file "$demo"
try 0 event simulate --scenario shop
says "[SAMPLE ALERT] Security incident"
try 1 event simulate --scenario ../rules/demo-shop
complains "There are: shop"

# Nothing real is contained for one.
row=$(riposte event simulate --type VM_SuspiciousScreenSaverProcess --json |
    sed 's/.*"row":\([0-9]*\).*/\1/')
try 2 contain "do" vm-deallocate --event "$row" --reason x \
    --target "/subscriptions/7f150524-ae2e-4881-a6d7-506bc6f87718/resourceGroups/rg-dev-core-04/providers/Microsoft.Compute/virtualMachines/vm-jump-002"
complains "sample"

# A drill: on what was seen, else on what the rule asks for.
try 0 rule import "$demo"
try 0 rule drill close-storage
says "this would be done, and was not sent"
says "Succeeded"
try 1 contain active --all
try 1 rule drill nobody
try 2 rule drill close-storage --type VM_SuspiciousScreenSaverProcess
complains "does not fire"
try 2 rule drill close-storage --event 1
complains "does not fire"
try 2 rule drill close-storage --event 1 --type X
echo '{"name": "posture", "mode": "off", "trigger": {"kinds": ["compliance"]}}' \
    >"$here/posture.json"
try 0 rule import "$here/posture.json"
try 2 rule drill posture
complains "takes no alerts"
try 0 rule remove posture
store=$here/empty.db
try 0 rule import "$demo"
try 0 rule drill close-storage --json
says '"state":"Succeeded"'
try 0 event list --json
says "drill: "
says '"flags":["sample"]'

# What tells somebody is sent, and says what it is.
start_sandbox
try_live 0 --store "$here/live.db" rule import "$demo"
try_live 0 --store "$here/live.db" rule drill contain-web
says "1 Succeeded"
try_live 0 --store "$here/live.db" run show 1 --json
says "[DRILL] "

exit "$failed"
