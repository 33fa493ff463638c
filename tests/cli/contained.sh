#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# contained.sh - what is in force: its end, its drift, several at once, and
# what somebody else has changed.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
command -v curl >/dev/null || exit 77
start_sandbox --scenario none
shop=/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg-shop
vm=$shop/providers/Microsoft.Compute/virtualMachines/vm-web-01
data=$shop/providers/Microsoft.Storage/storageAccounts/stcontososhop

# public ACCESS: somebody else changes the storage account.
public()
{
    curl -fsS -X POST --data "{\"id\": \"$data\", \"merge\": {\"properties\": \
{\"publicNetworkAccess\": \"$1\"}}}" "${url%/}/_sandbox/state" >/dev/null ||
        bad "the sandbox does not take that state"
}

contain()
{
    try_live 0 contain "do" "$@" --reason "it leaks"
}

# With an end: it ends by itself, whichever process is the engine then.
try_live 2 contain "do" vm-deallocate --target "$vm" --for soon --reason x
try_live 2 contain "do" vm-deallocate --target "$vm" \
    --until 2001-01-01T00:00 --reason x
complains "in the past"
contain storage-public-off --target "$data" --for 1s
says "Until"
try_live 0 contain active --json
says '"until":"2'
try_live 0 contain check 1
over()
{
    live serve --once >/dev/null 2>&1
    live contain show 1 >"$here/out"
    grep -q "undone" "$here/out"
}
until_true over
try_live 0 run list --json
says '"by":"riposte"'

# Extended, and its end taken away.
contain storage-public-off --target "$data" --for 1h
try_live 2 contain extend 2 --reason x
complains "--for SPAN, or --until"
try_live 0 contain extend 2 --for 2h --reason "longer"
says "ends at"
try_live 2 contain extend 2 --until 2001-01-01T00:00 --reason x
complains "in the past"
try_live 0 contain extend 2 --until never --reason "keep"
says "no end any more"

# Still so; no longer so; nothing is put back over it but by who says so.
try_live 0 contain check 2
says "still so"
public SecuredByPerimeter
try_live 1 contain check
says "no longer so"
says "SecuredByPerimeter"
try_live 0 contain active --json
says '"needs":"drift"'
try_live 3 contain undo 2 --reason "over"
complains "Somebody else has changed the target"
complains "left it: properties.publicNetworkAccess is Disabled"
complains "now: properties.publicNetworkAccess is SecuredByPerimeter"
try_live 0 contain active
says "changed"
try_live 2 contain settle 2 --as observed --reason "seen"
complains "not in force"
try_live 2 contain settle 2 --as gone --reason "seen"
complains "observed, undone or failed"
try_live 0 contain undo 2 --anyway --reason "it is ours"
says "all the same"
try_live 0 contain show 2
says "undone"

# Settled as what it is.
contain storage-public-off --target "$data"
public Enabled
try_live 1 contain check 3
try_live 0 contain settle 3 --as undone --reason "they put it back" --json
says '"state":"undone"'
says '"settledBy":"'
try_live 2 contain settle 3 --as undone --reason "again"

# Many: each is done by itself, and all of an event need a count.
cat >"$here/alert.json" <<END
{"SystemAlertId": "2516069420397539999_00000000-0000-4000-8000-000000000001",
 "AlertDisplayName": "Leak", "Severity": "High",
 "Status": "New", "CompromisedEntity": "vm-web-01"}
END
try_live 0 event ingest "$here/alert.json"
contain storage-public-off --target "$data" --event 1
contain vm-deallocate --target "$vm" --event 1
try_live 2 contain release 4 --event 1 --reason x
complains "do not go together"
try_live 2 contain release --event 1 --reason "over"
complains "--count 2"
try_live 0 contain release --event 1 --count 2 --reason "over"
says "Done: 2 of 2."
try_live 1 contain active
try_live 1 contain release 4 5 --reason "again"
says "not in force"
try_live 1 contain release --event 1 --reason "again"
