#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# demo.sh - the demo leaves nothing behind, and without a terminal it says so.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"

TMPDIR=$here
export TMPDIR
"$builddir/src/riposte" --demo </dev/null >"$here/out" 2>"$here/err"
[ $? = 3 ] || bad "--demo without a terminal"
tried="--demo"
complains "terminal"
[ "$(wc -l <"$here/err")" = 1 ] || bad "--demo says more than one thing"
ls -d "$here"/riposte-demo-* 2>/dev/null && bad "its directory is left"
try 2 --demo event list
try 2 --demo --scenario

# Its rules are good ones.
try 0 rule import "$srcdir/data/rules/demo-shop.json"
lines 3

exit "$failed"
