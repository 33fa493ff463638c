#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# lists.sh - watchlists and saved views, as files.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
XDG_CONFIG_HOME=$here/xdg
export XDG_CONFIG_HOME
lists=$here/xdg/riposte/watchlists
views=$here/xdg/riposte/views
start_sandbox
try_live 0 serve --once

# Watchlists.
try_live 1 watchlist list
try_live 0 watchlist add vms vm-web-01 vm-jump-02
says "2 values"
[ "$(stat -c %a "$lists/vms.txt")" = 600 ] || bad "others can read the list"
try_live 1 watchlist add vms vm-web-01
try_live 0 watchlist show vms
lines 2
try_live 0 event list --json "ResourceName in~ watchlist('vms')"
try_live 2 event list "ResourceName in~ watchlist('vmss')"
complains "Did you mean vms?"
printf '# comment\nkept,1\n"a ""b"", c",2\n' >"$lists/some.csv"
try_live 0 watchlist show some
says 'a "b", c'
says "kept"
try_live 0 watchlist remove some kept
grep -q '# comment' "$lists/some.csv" || bad "the comment has gone"
try_live 1 watchlist remove some kept
try_live 0 watchlist add some 'x"y'
grep -q '^"x""y"$' "$lists/some.csv" || bad "a value is not quoted"
try_live 2 watchlist add ../out x
complains "letters, digits"
try_live 2 watchlist add vms '#x'
try_live 2 watchlist show vmz
complains "vms"
printf 'good\nbad \377\n' >"$lists/broken.txt"
try_live 2 watchlist show broken
complains "broken.txt:2: "
try_live 2 watchlist list
says "vms"
complains "broken.txt:2: "
rm "$lists/broken.txt"

# Views.
try_live 0 view list
says "ignored"
try_live 0 view save high --sort severity "Severity =~ 'High'"
[ "$(stat -c %a "$views/high.query")" = 600 ] || bad "others can read the view"
try_live 0 view show high --json
says '"sort":"severity"'
try_live 0 event list --view high --json
grep -qv '"severity":"High"' "$here/out" && bad "the view lets others through"
try_live 0 event list --view high --json "Kind == 'alert'"
try_live 2 event list --view hihg
complains "high"
try_live 2 view save bad "Severty == 'x'"
complains "Severity"
try_live 2 view save a/b "Severity =~ 'High'"
complains "letters, digits"
try_live 2 view save high --sort colour x
printf 'query: Severity =~\n  "Low"\n' >"$views/two.query"
try_live 0 view show two
says 'Severity =~ "Low"'
printf '# note\nsort: severity\ncolour: red\n' >"$views/odd.query"
try_live 2 view show odd
complains "odd.query:3: "
try_live 2 view list
complains "odd.query:3: "
says "high"
mkdir "$here/shared"
printf 'query: Severity =~ "Medium"\n' >"$here/shared/team.query"
printf 'query: Severity =~ "Medium"\n' >"$here/shared/high.query"
try_live 0 --set "view_directory=$here/shared" view show team
says "shared"
try_live 0 --set "view_directory=$here/shared" view show high
says "own"
try_live 0 view remove high
try_live 2 view remove high
complains "no view high"
try_live 2 view remove ignored

exit "$failed"
