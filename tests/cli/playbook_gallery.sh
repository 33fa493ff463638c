#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# playbook_gallery.sh - every playbook that comes with riposte: it runs, and on
# the event that it is for it does what it is there to do.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
RIPOSTE_DATADIR=$srcdir/data
export RIPOSTE_DATADIR
ready=$srcdir/tests/data/playbooks/ready

try 0 playbook gallery --json
number=$(wc -l <"$here/out")
[ "$number" -ge 10 ] || bad "there are only $number playbooks"
[ "$(grep -c '"verdict":"runs"' "$here/out")" = "$number" ] ||
    bad "one does not run"
[ "$(grep -c '"lint":\[\],"needs":\[\]' "$here/out")" = "$number" ] ||
    bad "one has lint or needs to be told something"
grep -q '"note":""' "$here/out" && bad "one has no note"

for file in "$srcdir"/data/playbooks/*.json; do
    name=$(basename "$file" .json)
    sample=$ready/$name.json
    [ -e "$sample" ] || {
        bad "$name: no sample"
        continue
    }
    part "$sample" event >"$here/event"
    part "$sample" answers >"$here/answers"
    if [ "$(cat "$here/event")" = null ]; then
        try 0 playbook rehearse "$file" --answers "$here/answers" --json
    else
        try 0 playbook rehearse "$file" --answers "$here/answers" \
            --event "$here/event" --as-it-is --json
    fi
    says '"good":true'

    part "$sample" expect | tr -d '[]{}," ' | grep . >"$here/expect"
    while read -r step; do
        grep -q '"action":"'"$step"'",.*"status":"Succeeded"' "$here/out" ||
            bad "$name: $step was not done"
    done <"$here/expect"
    grep -q '"outcome": "Approve"' "$sample" || continue
    sed 's/"outcome": "Approve"/"outcome": "Reject"/' "$here/answers" \
        >"$here/rejected"
    try 0 playbook rehearse "$file" --answers "$here/rejected" \
        --event "$here/event" --as-it-is --json
    grep '"status":"Succeeded"' "$here/out" |
        grep -E '"method":"(PUT|PATCH|DELETE)"' &&
        bad "$name: something was changed, though the answer was no"
done

try 0 playbook gallery --add close-storage enrich --param Mail=a@b.example
says "close-storage: added, in shadow"
try 0 playbook show close-storage --json
says '"value":"a@b.example"'
try 2 playbook gallery --add enrich
complains "already"
# A parameter of one of them is enough; all are added, or none.
try 2 playbook gallery --add disable-user enrich
complains "already"
try 0 playbook gallery --add disable-user block-addresses \
    --param Approvers=a@b.example --param Team=t
lines 2
try 2 playbook gallery --add isolate-machine --param Team=t
complains 'no playbook has a parameter "Team"'
try 2 playbook gallery --add
complains "Name the playbooks"
try 2 playbook gallery nothing
complains "riposte playbook gallery"
try 0 playbook list --json
lines 4

# What the settings lack is said.
try 0 playbook gallery ticket-and-ask --json
says '"lacks":[{"for":"service-now","text":"There is no connector'
says '{"for":"teams","text":'

exit "$failed"
