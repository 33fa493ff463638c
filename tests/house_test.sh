#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# house_test.sh - can each rule of house.sh fail?  A small tree that keeps them
# all is broken once for each rule, and the finding must be there.
set -u
own=$(cd "$(dirname "$0")" && pwd) || exit 2
top=$(mktemp -d) || exit 2
trap 'rm -rf "$top"' EXIT
good=$top/good
tree=$top/tree
log=$top/log

licence='SPDX-License-Identifier: GPL-3.0-or-later'

# put FILE: standard input, after the licence in the manner of its kind.
put()
{
    mkdir -p "$(dirname "$1")"
    case $1 in
    *.[ch]) echo "/* $licence */" ;;
    *.mk | *.am) echo "# $licence" ;;
    esac >"$1"
    cat >>"$1"
}

build_good()
{
    cd "$good" || exit 2
    mkdir -p data/containment
    put src/main.c <<'END'
/* It's "quoted": { // } and exit() in a comment are no code. */
#include "cli/cli.h"
static const char *const texts[] = {"// no comment", "typedef struct"};
int main(void)
{
    return '"' == texts[0][0] ? exit(2) : _("text");
}
END
    for room in util model engine store connect widget service ui cli sandbox
    do
        echo "int $room;" | put "src/$room/$room.h"
        echo "src_lib_SOURCES = src/$room/$room.h" | put "src/$room/room.mk"
    done
    echo '#include "model/limits.h"' | put src/util/json.c
    echo "#include <json-c/json.h>" >>src/util/json.c
    echo "#define ONE 1" | put src/model/limits.h
    echo "X(alerts)" | put src/connect/sources.c
    echo "int alerts;" | put src/connect/src_alerts.c
    put src/cli/cli.c <<'END'
struct cmd;
X(cmd_event)
END
    echo "int event;" | put src/cli/cmd_event.c
    echo '{"a": [1, -2.5e3, "x\"y", true, null, {}, []]}' >data/containment/a.json
    echo "int main(void);" | put tests/util/test_json.c
    echo "T = tests/util/test_json.c" | put tests/util/room.mk
    echo "include tests/util/room.mk" | put tests/room.mk
    {
        echo "a = src/main.c src/util/json.c src/model/limits.h \\"
        echo "	src/connect/sources.c src/connect/src_alerts.c \\"
        echo "	src/cli/cli.c src/cli/cmd_event.c"
    } | put Makefile.am
    echo "EXTRA_DIST = data/containment/a.json doc/ARCHITECTURE.md" |
        put data/room.mk
    mkdir -p doc po
    echo src/main.c >po/POTFILES.in
    find src -mindepth 1 -type d | sort |
        sed 's/^src\/\(.*\)/### \1\/: a room/' >doc/ARCHITECTURE.md
    find src -name '*.[ch]' | sed 's/^src\///; s/[.].$//' | sort -u |
        sed 's/^/* /; s/$/: a file/' >>doc/ARCHITECTURE.md
}

fail()
{
    echo "FAIL: $1"
    sed 's/^/    /' "$top/out"
    echo wrong >>"$log"
}

# Pipes run in subshells, so the figures are kept in a file.
begin()
{
    echo tried >>"$log"
    rm -rf "$tree"
    cp -R "$good" "$tree"
}

# breach WHAT FILE FINDING [WHERE]: appends standard input to the file of a good
# tree and expects the finding, in that file or where it is said to be.
breach()
{
    begin
    mkdir -p "$tree/$(dirname "$2")"
    cat >>"$tree/$2"
    expect "$1" "${4:-$2}" "$3"
}

expect()
{
    if srcdir=$tree "$own/house.sh" >"$top/out" 2>&1; then
        fail "$1: nothing was found"
    elif ! grep -q "^$2:[0-9]*: $3" "$top/out"; then
        fail "$1: not the finding '$3'"
    fi
}

# without WHAT FILE PATTERN FINDING: the same with the lines of the pattern
# taken out of the file; the finding may be at any file.
without()
{
    begin
    sed "/$3/d" "$good/$2" >"$tree/$2"
    expect "$1" '[^:]*' "$4"
}

repeat()
{
    awk -v n="$1" -v text="$2" 'BEGIN { while (n--) print text }'
}

mkdir "$good"
(build_good)
if ! srcdir=$good "$own/house.sh" >"$top/out" 2>&1; then
    fail "the good tree is good"
fi

# Floors.
while read -r from to; do
    echo "#include \"$to\"" |
        breach "$from to $to" "src/$from" ".* may not include $to"
done <<'END'
util/util.h model/model.h
model/model.h engine/engine.h
engine/engine.h store/store.h
store/store.h connect/connect.h
connect/connect.h engine/engine.h
widget/widget.h connect/connect.h
service/service.h ui/ui.h
ui/ui.h cli/cli.h
ui/ui.h store/store.h
cli/cli.h connect/connect.h
sandbox/sandbox.h store/store.h
main.c sandbox/sandbox.h
END
echo '#include "util.h"' | breach "no room" src/util/util.h ".*names no room"

# Doors.
while read -r file header; do
    echo "#include <$header>" |
        breach "$header" "src/$file" "<$header> comes in by another door"
done <<'END'
util/util.h json-c/json.h
util/util.h zstd.h
util/util.h pcre2.h
util/util.h openssl/evp.h
util/util.h pthread.h
util/util.h libintl.h
service/service.h curses.h
service/service.h panel.h
service/service.h form.h
store/store.h sqlite3.h
connect/connect.h curl/curl.h
service/service.h libconfig.h
cli/cli.h microhttpd.h
END

# Bars.
while read -r file header; do
    echo "#include $header" | tr "'" '"' |
        breach "bar $header" "src/$file" ".*is not for a file that only"
done <<'END'
engine/engine.h 'util/file.h'
engine/engine.h <time.h>
engine/engine.h <sys/stat.h>
connect/src_alerts.c 'connect/wire.h'
END
echo "x = when_now();" | breach "clock" src/engine/engine.h "engine is pure"

# One file.
echo "int a; // why" | breach "comment" src/util/util.h "a // comment"
echo "typedef struct a b;" | breach "typedef" src/util/util.h "a typedef"
echo "typedef enum { A } b;" | breach "typedef" src/util/util.h "a typedef"
printf 'void f(void)\n{\n    exit(1);\n}\n' |
    breach "exit" src/util/util.h "exit() below"
echo "static int count;" | breach "state" src/util/util.h "state in"
echo "/* TODO: more */" | breach "mark" src/util/util.h "a mark of"
repeat 600 "int x;" | breach "file" src/util/util.h "the file has"
{
    printf 'int f(void)\n{\n'
    repeat 59 "    x();"
    echo "}"
} | breach "function" src/util/util.h "f() has 61 lines"
printf 'void f(void)\n{\n    s%s(1);\n}\n' leep |
    breach "wait" tests/util/test_json.c "a test that waits"
printf '#!/bin/sh\n# %s\ns%s 1\n' "$licence" leep |
    breach "wait" tests/util/a.sh "a test that waits"
without "licence" src/util/util.h SPDX "no licence"
without "licence" src/util/room.mk SPDX "no licence"

# The tree.
breach "table" src/connect/src_new.c "no row in src/connect/sources.c" </dev/null
breach "table" src/connect/act_new.c "no row in src/connect/actions.c" </dev/null
breach "table" src/ui/scr_new.c "no row in src/ui/screens.c" </dev/null
breach "table" src/cli/cmd_new.c "no row in src/cli/cli.c" </dev/null
without "table" src/connect/sources.c alerts "no row in src/connect/sources.c"
breach "listed" src/util/new.c "no makefile lists it" </dev/null
breach "listed" tests/util/test_new.c "no makefile lists it" </dev/null
breach "listed" tests/run.sh "no makefile lists it" </dev/null
breach "listed" data/containment/b.json "no makefile lists it" </dev/null
without "included" tests/room.mk include "not included"
echo "b = src/util/gone.c" |
    breach "gone" Makefile.am "listed, but not there" src/util/gone.c
breach "plan" src/util/new.c "no line for util/new" doc/ARCHITECTURE.md \
    </dev/null
without "plan" doc/ARCHITECTURE.md "^[*] util.json" "no line for util/json"
without "plan" doc/ARCHITECTURE.md "^### util" "no plate for util"
echo "* util/gone: text" |
    breach "plan" doc/ARCHITECTURE.md "util/gone is not there"
without "words" po/POTFILES.in main "its texts are not translated"
echo "src/gone.c" | breach "words" po/POTFILES.in "src/gone.c is not there"
for json in '{' '{"a"}' '{"a": 1,}' '[1 2]' '[1,]' '{} {}' 'nul' '"open' ']' \
    '{1: 2}' '[1}' ''; do
    printf '%s' "$json" |
        breach "JSON $json" data/containment/c.json "not JSON"
done

wrong=$(grep -c wrong "$log")
echo "house_test: $(grep -c tried "$log") breaches tried, $wrong not found"
[ "$wrong" -eq 0 ]
