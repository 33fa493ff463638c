#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# identity.sh - several people on one store, each by a real uid of their own:
# whatever the environment says, whatever settings they bring.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"

[ "$(id -u)" = 0 ] || {
    echo "identity.sh: only root can become several people: not tested"
    exit 77
}
{ command -v setpriv && id nobody && id daemon; } >/dev/null || {
    echo "identity.sh: setpriv, nobody or daemon is missing: not tested"
    exit 77
}
# Others must come to the program, its data and the store.
setpriv --reuid nobody --clear-groups \
    "$builddir/src/riposte" --version >/dev/null 2>&1 || {
    echo "identity.sh: nobody cannot run $builddir/src/riposte: not tested"
    exit 77
}

shared=$here/shared
mkdir "$shared"
chmod 711 "$here"
chmod 777 "$shared"
store=$shared/riposte.db
conf=$shared/riposte.conf
cat >"$conf" <<END
roles : {
    viewer = ("sys");
    analyst = ("daemon");
    author = ("root");
    approver = ("nobody", "@daemon");
    admin = ("root");
};
END
chmod 644 "$conf"

# person NAME STATUS WORD…: the real uid is theirs, the rest is pretended.
person()
{
    name=$1
    want=$2
    shift 2
    setpriv --reuid "$name" --regid "$(id -g "$name")" --init-groups \
        env HOME=/nonexistent USER=root LOGNAME=root SUDO_USER=root \
        "$builddir/src/riposte" --store "$store" "$@" \
        </dev/null >"$here/out" 2>"$here/err"
    got=$?
    tried="$name: riposte $*"
    [ "$got" = "$want" ] && return
    bad "$tried: status $got, not $want"
    cat "$here/out" "$here/err"
}

# Who one is: the real uid, and its groups.
person nobody 0 --config "$conf" access --json
says '"person":"nobody"'
says '"roles":["viewer","approver"]'
person daemon 0 --config "$conf" access --json
says '"roles":["viewer","analyst","approver"]'
person nobody 0 --config "$conf" access --json daemon
says '"roles":["viewer","analyst","approver"]'
person nobody 1 --config "$conf" access --json bin
says '"roles":[]'

# A rule by root asks; the effective uid does not make anybody somebody else.
printf '{"name": "ask", "mode": "approve", "actions": [{"kind": "contain",
 "with": {"action": "storage-public-off"}}]}' >"$here/ask.json"
target=/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/stshop
for n in 1 2 3; do
    printf '{"SystemAlertId": "%s", "AlertType": "VM_BruteForce",
 "AlertDisplayName": "Brute force", "Severity": "High", "Status": "New",
 "TimeGenerated": "2026-01-01T00:00:00Z", "VendorName": "Microsoft",
 "ProviderAlertStatus": "New", "ResourceIdentifiers": [{
 "Type": "AzureResource", "AzureResourceId": "%s%s"}]}\n' "$n" "$target" "$n" |
        tr -d '\n'
    echo
done >"$shared/events"
try 0 --config "$conf" rule import "$here/ask.json"
chmod 666 "$store"
person daemon 0 --config "$conf" event ingest "$shared/events"
try 0 --config "$conf" --json approval list
lines 3
person nobody 3 --config "$conf" event note 1 "by nobody"
complains "needs the role analyst (daemon; roles.analyst in $conf)"
# Still the author, under whatever role.
try 3 --config "$conf" --set roles.approver=root approval deny 1 --reason x
complains "four eyes"
# And who brought in the event has asked for it.
person daemon 3 --config "$conf" approval deny 1 --reason "seen"
complains "daemon brought in the event"
person nobody 0 --config "$conf" approval deny 1 --reason "seen"
try 0 --config "$conf" --set approvals.four_eyes=requester approval show 1
says "requester: relaxed"
try 0 --config "$conf" --json approval show 1
says '"nobody"'
person daemon 0 --config "$conf" event note 1 "by daemon"
person nobody 0 --config "$conf" event show 1
says "daemon: note: by daemon"
grep -q "root: note" "$here/out" && bad "\$USER has been believed"

# The engine of the owner tells whose settings govern; others cannot bring
# their own.
try 0 --config "$conf" serve --once
person nobody 3 --config "$conf" --set approvals.four_eyes=off \
    approval deny 2 --reason x
complains "is governed by the settings of its owner ($conf)"
person nobody 3 --config /dev/null engine hold --reason x
complains "is governed by"
person nobody 3 --config /dev/null --set identity.kind=cli serve --once
complains "is governed by"
# Neither may they ask by settings of their own, nor answer as one of those who
# are asked when nobody answers, nor in somebody's place.
person daemon 3 --config "$conf" --set approvals.quorum=1 contain "do" \
    --target "$target" storage-public-off --reason x
complains "is governed by"
person nobody 0 --config "$conf" approval delegate --to sys --until 1h --reason x
person sys 3 --config "$conf" --set approvals.four_eyes=off \
    approval approve 2 --reason x
complains "is governed by"
person nobody 2 --config "$conf" approval delegate --to bin --until 1h \
    --reason x
complains "bin has no role by any setting roles.* in $conf"
person nobody 0 --config "$conf" approval deny 2 --reason x

# A file that can only be read lets one look, and says so.
chmod 644 "$store"
person nobody 0 --config "$conf" approval list
person nobody 3 --config "$conf" approval deny 3 --reason x
complains "You, nobody, may look at the store"
complains "belongs to root"
person nobody 0 --config "$conf" access --json
says '"writes":false'
says '"approve":false'
chmod 600 "$store"
person nobody 3 --config "$conf" approval list

# Whoever can change what governs has every right.
chmod 644 "$store"
sed 's/"root"/"root", "no-such-login", "@no-such-group"/' "$conf" \
    >"$here/other.conf"
chmod 666 "$here/other.conf"
riposte --config "$here/other.conf" --json doctor >"$here/out"
says "other.conf can be written to by others"
says "This machine knows no no-such-login."
says "This machine knows no @no-such-group."
chmod 644 "$here/other.conf"
riposte --config "$here/other.conf" --json doctor >"$here/out"
grep -q "can be written to by" "$here/out" && bad "doctor fears its own files"
person daemon 3 --config "$here/other.conf" --set roles.approver= \
    --set scripts.directory="$shared" --json doctor
says "$shared can be written to by others"

exit "$failed"
