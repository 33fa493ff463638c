#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# store.sh - a full disk, and stores that cannot be written, belong to
# somebody else, or are broken: what was stored before stays as it was.
# shellcheck source=tests/badinput/lib.sh
. "${srcdir:?}/tests/badinput/lib.sh"
events=$srcdir/tests/data/events/generated.ndjson
"$builddir/src/riposte-sandbox" generate --count 1500 >"$here/many.ndjson"
mounted=

drop()
{
    [ -z "$mounted" ] || umount "$mounted"
    finish
}
trap drop EXIT

# dump: all that the store holds, by its own account.
dump()
{
    riposte event list --json --limit 5000
}

try 0 event ingest "$events"
dump >"$here/before"

# The same as before, nothing of what failed, and it takes more.
unharmed()
{
    dump >"$here/after"
    cmp -s "$here/before" "$here/after" || bad "$1: the store has changed"
}

# ---- a full disk ----
# The least that every system has: a limit of the size of files, in blocks of
# 512 bytes, more than the store of now and less than the one to be.
full=$here/full.db
cp "$store" "$full"
limit=$(($(wc -c <"$full") / 512 + 400))
(
    ulimit -f "$limit"
    store=$full refused 3 "full.db" event ingest "$here/many.ndjson"
    complains "Nothing of this was stored"
    exit "$failed"
) || failed=1
store=$full
unharmed "a limit of file sizes"
try 0 event ingest "$here/many.ndjson"
store=$here/riposte.db

mkdir "$here/disk"
if [ "$(id -u)" = 0 ] &&
    mount -t tmpfs -o size=2m tmpfs "$here/disk" 2>/dev/null; then
    mounted=$here/disk
    cp "$store" "$mounted"
    store=$mounted/riposte.db
    refused 3 "is full" event ingest "$here/many.ndjson"
    complains "$store"
    unharmed "a full disk"
    # Where not one byte is left, reading goes on.
    dd if=/dev/zero of="$mounted/filler" bs=4096 2>/dev/null
    try 0 event list --limit 1
    refused 3 "is full" event ingest "$here/many.ndjson"
    unharmed "a disk without room"
    # A note is small, but must be kept too.
    row=$(sed -n '1s/.*"row":\([0-9]*\).*/\1/p' "$here/before")
    refused 3 "full" event ack "$row"
    refused 3 "full" --store "$mounted/new.db" event ingest "$events"
    rm "$mounted/filler" "$mounted/new.db"*
    unharmed "a disk that has been full"
    try 0 event ack "$row"
    store=$here/riposte.db
else
    echo "no file system can be mounted here: a full disk is tried by a limit"
fi

# ---- no permission to write ----
if has_nobody; then
    mkdir "$here/frozen"
    cp "$store" "$here/frozen/riposte.db"
    chmod 444 "$here/frozen/riposte.db"
    give "$here/frozen" "$here/frozen/riposte.db"
    store=$here/frozen/riposte.db
    frozen()
    {
        refused_nobody 3 "$store" event ingest "$events"
        refused_nobody 3 "$store" event ack 1
        refused_nobody 3 "$store" serve --once
        as_nobody "$builddir/src/riposte" --store "$store" event list --json \
            --limit 5000 >"$here/after" || bad "$1: it cannot be read"
        cmp -s "$here/before" "$here/after" || bad "$1: it reads otherwise"
    }
    frozen "a read-only file"
    # What reading has left there must not outlive the reason.
    chmod 600 "$store"
    as_nobody "$builddir/src/riposte" --store "$store" event ingest "$events" \
        >/dev/null || bad "a store that was read-only stays so"
    rm -f "$store-shm" "$store-wal"
    cp "$here/riposte.db" "$store"
    chmod 444 "$store"
    chmod 555 "$here/frozen"
    frozen "a read-only directory"
    chmod 755 "$here/frozen"
    # Somebody else's, which is private.
    store=$here/riposte.db
    [ "$(id -u)" != 0 ] ||
        refused_nobody 3 "$store" event list
else
    echo "there is nobody here whom permissions stop"
fi

# ---- not ours, or not whole ----
cp "$here/riposte.db" "$here/newer.db"
printf '\000\000\003\347' |
    dd of="$here/newer.db" bs=1 seek=60 conv=notrunc 2>/dev/null
cp "$here/newer.db" "$here/newer.copy"
cp "$here/riposte.db" "$here/other.db"
# SQLite's application_id: another program's.
printf 'ELSE' | dd of="$here/other.db" bs=1 seek=68 conv=notrunc 2>/dev/null
cp "$here/riposte.db" "$here/cut.db"
dd if=/dev/null of="$here/cut.db" bs=1 seek=20000 2>/dev/null
cp "$here/riposte.db" "$here/torn.db"
tr '\000-\177' '\200-\377' <"$here/many.ndjson" |
    dd of="$here/torn.db" bs=1024 seek=8 count=64 conv=notrunc 2>/dev/null
echo "this is a text that is long enough to be looked at as a store" \
    >"$here/text.db"

# bad_store STATUS NAME TEXT
bad_store()
{
    store=$here/$2
    for command in "event list" "event ingest $events" "serve --once" \
        "engine status"; do
        # shellcheck disable=SC2086
        refused "$1" "$3" $command
        complains "$2"
    done
}
bad_store 2 newer.db "newer"
cmp -s "$here/newer.db" "$here/newer.copy" || bad "a newer store was changed"
bad_store 2 other.db "another program"
bad_store 2 text.db "not a store"
bad_store 3 cut.db "damaged"
bad_store 3 torn.db "damaged"
store=$here
refused 2 "$here is no file" event list

exit "$failed"
