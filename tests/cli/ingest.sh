#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# ingest.sh - events from files and pipes, and how they are listed and shown.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
events=$srcdir/tests/data/events

# No configuration, and a store that is not there yet.
find "$events/alerts" "$events/recommendations" -name '*.json' \
    >"$here/files"
# shellcheck disable=SC2046
try 0 event ingest --json $(cat "$here/files")
silent
grep -q '"what":"bad"' "$here/out" && bad "a published sample is bad"
while read -r file; do
    says "$file"
done <"$here/files"
[ "$(stat -c %a "$store")" = 600 ] || bad "others can read the store"

store=$here/generated.db
generated=$events/generated.ndjson
count=$(wc -l <"$generated")
try 0 event ingest "$generated"
says "0 bad"
try 0 event ingest --json "$generated"
lines "$count"
says '"what":"same"'
try 0 event list --json
cp "$here/out" "$here/all"
for member in id kind source title severity status resource subscription time; do
    [ "$(grep -c "\"$member\":" "$here/all")" = "$(wc -l <"$here/all")" ] ||
        bad "not every line of event list --json has $member"
done
try 0 event list --json --limit 3
lines 3
try 0 --json event list "Severity =~ 'High'" --limit 2
lines 2
try 0 event list --limit 4
lines 5
try 1 event list "AlertDisplayName == 'no such'"
lines 0
silent
id=$(sed -n '1s/^{"id":"\([^"]*\)".*/\1/p' "$here/all")
try 0 event show --json "$id"
says '"body":{'
lines 1
try 0 event show "$id"
says "Severity:"
row=$(sed -n '1s/.*"row":\([0-9]*\).*/\1/p' "$here/all")
try 0 event show "$row" --json
says "\"id\":\"$id\""

# Who has gone is no error.
{
    riposte event list --json 2>"$here/err"
    echo $? >"$here/status"
} | head -n 1 >"$here/out"
tried="event list | head"
silent
[ "$(cat "$here/status")" = 0 ] || bad "$tried: status $(cat "$here/status")"

# Triage.
try 0 event ack "$id"
says "acknowledged"
try 0 event owner "$id" mara
try 0 event tag "$id" '+hot +web'
try 0 event tag "$id" -web
try 0 event note "$id" 'seen before'
try 1 event note 4711 'nobody'
try 2 event note "$id" ' '
try 0 event list --json "Owner == 'mara' and Tag has 'hot'"
lines 1
says '"tags":"hot"'
try 0 event ack "$id" --off
says "not acknowledged"

# Bad items do not stop the others.
store=$here/bad.db
{
    echo '{"neither": "this"}'
    sed -n 1p "$generated"
    echo 'nor that'
    sed -n 2p "$generated"
} >"$here/bad"
try 1 event ingest "$here/bad"
says "2 added, 0 changed, 0 the same, 2 bad"
complains "riposte: $here/bad: item 1: "
complains "riposte: $here/bad: item 3: "
complains "line 3"
echo nonsense >"$here/nonsense"
try 2 event ingest "$here/nonsense"
try 1 event ingest "$here/none" "$here/bad"
complains "$here/none"
try 2 event ingest "$here/none"
: >"$here/empty"
try 0 event ingest "$here/empty"
{
    printf '{"value":['
    sed -n 3p "$generated"
    printf ']}'
} >"$here/page"
tried="event ingest - from a file"
riposte event ingest - <"$here/page" >"$here/out" 2>"$here/err"
says "1 added"
silent

# A pipe: each event is there as soon as it was written.
store=$here/pipe.db
has()
{
    [ "$(riposte event list --json 2>/dev/null | wc -l)" = "$1" ]
}
mkfifo "$here/pipe"
"$builddir/src/riposte" --store "$store" event ingest - <"$here/pipe" \
    >"$here/out" 2>"$here/err" &
reader=$!
exec 3>"$here/pipe"
for n in 1 2 3; do
    sed -n ${n}p "$generated" >&3
    until_true has $n
done
printf '{"value":[\n' >&3
sed -n 4p "$generated" >&3
printf ']}' >&3
until_true has 4
echo '{"never closed": ' >&3
sed -n 5p "$generated" >&3
sed -n 6p "$generated" >&3
until_true has 6
sed -n 7p "$generated" | tr -d '\n' >&3
exec 3>&-
wait $reader
[ $? = 1 ] || bad "a pipe with a bad item"
tried="event ingest - from a pipe"
says "7 added, 0 changed, 0 the same, 1 bad"
complains "standard input: item 5: "

# A signal ends it, and keeps what has come.
"$builddir/src/riposte" --store "$store" event ingest - <"$here/pipe" \
    >"$here/out" 2>"$here/err" &
reader=$!
exec 3>"$here/pipe"
sed -n 8p "$generated" >&3
until_true has 8
kill -TERM $reader
wait $reader || bad "event ingest - does not leave in peace"
exec 3>&-

exit "$failed"
