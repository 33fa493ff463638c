#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# bad_input.sh - what is wrong is said once, and the status tells who must act.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
events=$srcdir/tests/data/events/generated.ndjson

# wrong STATUS TEXT WORD…
wrong()
{
    text=$2
    status=$1
    shift 2
    try "$status" "$@"
    complains "$text"
    lines 0
    [ "$(wc -l <"$here/err")" = 1 ] || bad "$tried: says more than one thing"
}

# Usage.
wrong 2 "Did you mean event?" evnt
wrong 2 "Did you mean event list?" event lst
wrong 2 "riposte event --help" event
wrong 2 "Did you mean --limit?" event list --limt 3
wrong 2 "--limit needs a number" event list --limit many
wrong 2 "--limit needs a number" event list --limit 0
wrong 2 "Usage: riposte event show ID" event show
wrong 2 "one word too many" engine status now
wrong 2 "--reason TEXT is needed" approval deny 1
wrong 2 "--as CLASS is needed" event close 1
wrong 2 "-x" -x

# Settings.
wrong 2 "$here/none.conf" --config "$here/none.conf" event list
echo 'store = ;' >"$here/broken.conf"
wrong 2 "broken.conf" --config "$here/broken.conf" event list
echo 'storee = "x";' >"$here/near.conf"
wrong 2 "store" --config "$here/near.conf" event list
wrong 2 "The nearest is store" --set storee=x event list
wrong 2 "NAME=VALUE" --set store event list
echo 'identity : { client_secret = "literal"; };' >"$here/literal.conf"
wrong 2 "client_secret" --config "$here/literal.conf" event list
if [ "$(id -u)" != 0 ]; then
    : >"$here/closed.conf"
    chmod 000 "$here/closed.conf"
    wrong 3 "closed.conf" --config "$here/closed.conf" event list
fi
cp "$here/literal.conf" "$here/log.conf"
wrong 3 "$here/no/where" --log "$here/no/where/log" event list

# The store.
wrong 2 "no store" event list
echo "this is no store, but a text that is long enough to be one" >"$here/text"
store=$here/text wrong 2 "not a store" event list
store=$here wrong 2 "$here" event ingest "$events"
store=/proc/none/riposte.db wrong 3 "/proc/none" event ingest "$events"
try 0 event ingest "$events"
# The version is a number in the head of the file (SQLite's user_version).
cp "$store" "$here/newer.db"
printf '\000\000\003\347' |
    dd of="$here/newer.db" bs=1 seek=60 conv=notrunc 2>/dev/null
store=$here/newer.db wrong 2 "newer" event list
if [ "$(id -u)" != 0 ]; then
    chmod 500 "$here"
    store=$here/new.db wrong 3 "new.db" event ingest "$events"
    chmod 700 "$here"
fi
if [ -c /dev/full ]; then
    riposte event list >/dev/full 2>"$here/err"
    [ $? = 3 ] || bad "a full disk for the output"
    complains "standard output"
fi

# What is asked for.
wrong 2 "is no number" run show one
wrong 1 "no event" event show 999999
wrong 1 "no event" event ack none
wrong 2 "Column 12" event list "Severity =~"
wrong 1 "no rule" rule show none
wrong 1 "no rule" rule mode none auto
wrong 2 "Cannot read none.json" rule test none.json --event 1
wrong 2 "Cannot read none.json" playbook rehearse none.json
wrong 2 "Cannot read none.json" playbook rehearse \
    "$srcdir/data/playbooks/enrich.json" --event none.json
wrong 1 "no run" run show 999
wrong 1 "no approval" approval show 999
wrong 1 "999" contain undo 999 --reason x
wrong 2 "no containment" contain "do" nothing --target x --reason x
wrong 2 "vm-deallocate" contain "do" vm-dealocate --target x --reason x
wrong 2 "\"x\"" contain "do" vm-deallocate --target x --reason x
try 1 approval list
try 1 run list
try 1 contain active
try 1 rule list

# Huge and malformed JSON.
{
    i=0
    while [ $i -lt 200 ]; do
        printf '[['
        i=$((i + 1))
    done
} >"$here/deep.json"
try 2 event ingest "$here/deep.json"
complains "item 1"
{
    printf '{"SystemAlertId":"x","AlertDisplayName":"'
    dd if=/dev/zero bs=1024 count=2048 2>/dev/null | tr '\0' 'x'
    printf '"}'
} >"$here/huge.json"
try 2 event ingest "$here/huge.json"
complains "larger than"
printf '\000\377\376' >"$here/bytes.json"
try 2 event ingest "$here/bytes.json"
try 2 rule import "$here/huge.json"
try 2 rule import "$here/bytes.json"

exit "$failed"
