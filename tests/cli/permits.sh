#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# permits.sh - what the identity may not do is told before it is needed.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
start_sandbox --deny Microsoft.Storage/storageAccounts/write,User.ReadWrite.All

allow()
{
    curl -fsS -X PUT --data "$1" "${url%/}/_sandbox/deny" >/dev/null ||
        bad "the sandbox does not take \"$1\""
}

# What no rule in force needs is told, and is no fault.
try_live 0 doctor
says "lacks storage-public-off"
says "Storage Account Contributor"
says "lacks user-disable"
says "good  vm-deallocate           Held on all 2 subscriptions."

# Before anything was asked nothing is known, so nothing is said.
try_live 0 rule import \
    "$srcdir/data/rules/gallery/anonymous-storage-access.json"
try_live 0 rule lint anonymous-storage-access
lines 0
try_live 0 serve --once
try_live 1 rule lint anonymous-storage-access
says "lacks"
says "Microsoft.Storage/storageAccounts/write"
says "(warning, permission)"
try_live 1 rule lint --json \
    "$srcdir/data/rules/gallery/anonymous-storage-access.json"
says '"name":"permission"'
try_live 0 --set identity.client_id=another rule lint anonymous-storage-access
lines 0

# All that is known stands in one place, but for the tokens themselves.
try_live 1 engine health
says "warn  Permission storage-public-off"
says "good  Token arm"
says "No engine is running"
try_live 1 engine health --json
says '"part":"permission","name":"vm-deallocate","grade":"good"'

# Once a rule acts with it, it is.
try_live 0 rule mode anonymous-storage-access auto
try_live 3 doctor
says "BAD   storage-public-off"
allow ""
try_live 0 doctor
grep -q lacks "$here/out" && bad "doctor misses what is held"

# The way back needs something too.
allow Microsoft.Compute/virtualMachines/start/action
try_live 0 doctor
says "lacks vm-deallocate"
says "lacks vm-power-off"
says "good  vm-restart"

# What playbooks lack here is told too, unless they are off.
try_live 0 playbook gallery --add ticket-and-ask
try_live 0 doctor
says "good  playbooks"
sed '/kind = "teams"/d' "$config" >"$here/less.conf"
chmod 600 "$here/less.conf"
config=$here/less.conf try_live 0 doctor
says "lacks playbook ticket-and-ask teams: There is no connector"
try_live 0 playbook mode ticket-and-ask off
config=$here/less.conf try_live 0 doctor
grep -q "lacks playbook" "$here/out" && bad "doctor minds a playbook that is off"

exit "$failed"
