#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# gallery.sh - every rule of the gallery on the events that come with it, and
# taken over.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
RIPOSTE_DATADIR=$srcdir/data
export RIPOSTE_DATADIR

try 0 rule gallery --json
number=$(wc -l <"$here/out")
[ "$number" -ge 20 ] || bad "there are only $number rules"
[ "$(grep -c '"mode":"shadow"' "$here/out")" = "$number" ] ||
    bad "one does not start in shadow"

# Each has one at least that it fires on, and one that it does not.
try 0 rule gallery --test --json
[ "$(grep -c '"good":true' "$here/out")" = "$(wc -l <"$here/out")" ] ||
    bad "a test is not good"
for fires in true false; do
    met=$(grep "\"fires\":$fires" "$here/out" | sort -u -t, -k1,1 | wc -l)
    [ "$met" = "$number" ] || bad "$met of $number have \"fires\":$fires"
done

try 0 rule gallery --add crypto-mining ddos
says "crypto-mining: added, in shadow"
# With what it starts, in shadow as well.
try 0 playbook list --json
says '"name":"snapshot-and-stop","mode":"shadow"'
lines 1
try 2 rule gallery --add crypto-mining
complains "already"
try 2 rule gallery --add
complains "Name the rules"
try 2 rule gallery nothing
complains "riposte rule gallery"
try 0 rule list --json
lines 2

exit "$failed"
