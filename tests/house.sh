#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# house.sh - does the tree keep the rules that doc/ARCHITECTURE.md states?
#
#   tests/house.sh           one line for each breach: file:line: what; what to
#                            do.  Status 1 when there is one.
#   tests/house.sh --files   the lines that doc/ARCHITECTURE.md lacks, with what
#                            each file says of itself
#   tests/house.sh --write   puts them there
#
# The tree is the one that this file is in, or $srcdir.  Rules that one C file
# breaks by itself are in house.awk.
set -u
LC_ALL=C
export LC_ALL
own=$(cd "$(dirname "$0")" && pwd) || exit 2
cd "${srcdir:-$own/..}" || exit 2

# Who may include whom: a room, and the rooms (or files) below it.
FLOORS='util model/limits.h
model util
engine model util
store model util
connect model util
widget model util
service connect store engine model util
ui service widget model util
cli service model util
sandbox model util
main.c ui cli service widget connect store engine model util'

# Each outside library comes in by one door: its headers, the files that may
# include them.
DOORS='^json(-c)?[./] ^src/util/json[a-z_]*[.][ch]$
^(zstd|zdict) ^src/util/pack[.]c$
^pcre2 ^src/util/regex[.]c$
^openssl/ ^src/util/digest[.]c$
^(pthread|semaphore|threads)[.]h ^src/util/(chan|thread)[.]c$
^libintl[.]h ^src/util/text[.]h$
^(n?cursesw?|panel|form|menu|term)[./] ^src/widget/
^sqlite3 ^src/store/[a-z_]*sqlite[a-z_]*[.][ch]$
^curl/ ^src/connect/(wire[a-z_]*[.]c|wire_job[.]h)$
^libconfig ^src/service/config[a-z_]*[.]c$
^microhttpd ^src/sandbox/'

# What some files must do without, though it lies below them: those that judge
# are handed the time and what was read; those that ask never touch a socket;
# and what a letter is does not depend on the locale (util/ascii.h).
BARS='^src/ ^ctype[.]h$
^src/engine/ ^(util/(chan|file|log|proc|thread)|time|unistd|sys/.*)[.]h$
^src/connect/(src|act|tok)_ ^connect/(wire|gate|errand)[.]h$'
export FLOORS DOORS BARS

plan=doc/ARCHITECTURE.md
out=$(mktemp) || exit 2
trap 'rm -f "$out"' EXIT

# The C files of the tree, one a line.
c_files()
{
    find src tests -name '*.[ch]' ! -path 'tests/data/*' | sort
}

# A module of a room is x.c, x.h or both: its name is room/x.
modules()
{
    find src -name '*.[ch]' | sed 's/^src\///; s/[.][ch]$//' | sort -u
}

check_sources()
{
    # shellcheck disable=SC2046
    awk -f "$own/house.awk" $(c_files)
}

# Scripts and makefiles name their licence in the first two lines.
check_licences()
{
    find . -name .git -prune -o -name 'build*' -type d -prune -o \
        \( -name '*.sh' -o -name '*.mk' -o -name '*.py' -o -name '*.awk' \
        -o -name bootstrap -o -name Makefile.am -o -name configure.ac \
        -o -path ./.ci/run \) -type f -print | sort |
        while read -r file; do
            head -n 2 "$file" | grep -q \
                'SPDX-License-Identifier: GPL-3.0-or-later' ||
                echo "${file#./}:1: no licence; put an" \
                    "SPDX-License-Identifier line first"
        done
}

# table DIR PREFIX TABLE: each src/DIR/PREFIX*.c has its row in src/DIR/TABLE.
check_table()
{
    for file in src/"$1"/"$2"*.c; do
        [ -f "$file" ] || continue
        name=${file##*/"$2"}
        name=${name%.c}
        cat "src/$1/$3.c" "src/$1/$3.h" 2>/dev/null |
            grep -qE "(^|[^A-Za-z0-9_])($2)?$name([^A-Za-z0-9_]|\$)" ||
            echo "$file:1: no row in src/$1/$3.c; add one, or nobody can" \
                "reach it"
    done
}

# What the makefiles name and what there is must be the same.
check_lists()
{
    makefiles=$(ls Makefile.am src/*/room.mk tests/room.mk tests/*/room.mk \
        data/room.mk doc/room.mk 2>/dev/null)
    # shellcheck disable=SC2086
    named=$(cat $makefiles | sed 's/#.*//' | tr -s '\\ \t=+' '\n' | sort -u)
    {
        echo "$named"
        echo "--"
        find src tests -name '*.[ch]' ! -path 'tests/data/*'
        find tests \( -name '*.sh' -o -name '*.py' -o -name '*.awk' \) \
            ! -path 'tests/data/*'
        find data doc tests/data -type f ! -name room.mk ! -name '.*' \
            2>/dev/null
    } | awk '
        $0 == "--" { found = 1; next }
        !found { named[$0]; next }
        {
            at = $0
            while (!(at in named) && sub("/[^/]*$", "", at))
                continue
            if (!(at in named))
                print $0 ":1: no makefile lists it; add it to the room.mk" \
                    " of its folder"
        }'
    echo "$named" | grep -E '^(src|tests|data|doc)/.*[.](c|h|sh|py|json)$' |
        while read -r file; do
            [ -e "$file" ] ||
                echo "$file:1: listed, but not there; take it out of room.mk"
        done
    for file in tests/*/room.mk; do
        [ ! -f "$file" ] || grep -q "^include $file\$" tests/room.mk ||
            echo "$file:1: not included; add its line to tests/room.mk"
    done
}

# Is the text one JSON value?  Its tokens are checked against a stack of what
# may follow: v a value, k a name, c a colon, e the end of a member or item.
check_json()
{
    find data -name '*.json' -type f | sort | while read -r file; do
        awk -v file="$file" '
        function bad() {
            if (!wrong)
                print file ":" FNR ": not JSON at \"" token "\"; mend it"
            wrong = 1
        }
        function value() {
            if (want !~ /v/)
                bad()
            want = depth ? "e" : "."
        }
        BEGIN { want = "v" }
        {
            line = $0
            while (!wrong && match(line, /^[ \t\r]*("([^"\\]|\\.)*"|[][{}:,]|-?[0-9][0-9.eE+-]*|true|false|null|.)/)) {
                token = substr(line, 1, RLENGTH)
                gsub(/^[ \t\r]+/, "", token)
                line = substr(line, RLENGTH + 1)
                if (token == "")
                    break
                first = substr(token, 1, 1)
                if (first == "{" || first == "[") {
                    value()
                    kind[++depth] = first
                    want = first == "{" ? "k}" : "v]"
                } else if (first == "}" || first == "]") {
                    if (!depth || kind[depth] != (first == "}" ? "{" : "[") ||
                        (want != "e" && !index(want, first)))
                        bad()
                    depth--
                    want = depth ? "e" : "."
                } else if (first == ",") {
                    if (want != "e")
                        bad()
                    want = kind[depth] == "{" ? "k" : "v"
                } else if (first == ":") {
                    if (want != "c")
                        bad()
                    want = "v"
                } else if (first == "\"" && want ~ /k/ && length(token) > 1) {
                    want = "c"
                } else if (token ~ /^("..*|-?[0-9].*|true|false|null)$/) {
                    value()
                } else {
                    bad()
                }
            }
        }
        END {
            token = "the end"
            if (depth || want != ".")
                bad()
        }' "$file"
    done
}

# One line for each module and a plate for each room, and no line for nothing.
check_plan()
{
    if [ ! -f "$plan" ]; then
        echo "#note $plan is not there yet; its lines are not checked"
        return
    fi
    for room in src/*/; do
        room=${room#src/}
        grep -qE "^##+ ${room%/}/" "$plan" ||
            echo "$plan:1: no plate for ${room%/}; write a section" \
                "'### ${room%/}/: what it is'"
    done
    modules | while read -r name; do
        grep -q "^[*] $name: ." "$plan" ||
            echo "$plan:1: no line for $name; run tests/house.sh --write, or" \
                "write it where the file does not open with what it is"
    done
    sed -n '/^[*] [a-z0-9_/]*: /{ s/^[*] \([^:]*\):.*/\1/; =; p; }' "$plan" |
        while read -r line && read -r name; do
            [ -f "src/$name.c" ] || [ -f "src/$name.h" ] ||
                echo "$plan:$line: $name is not there; take its line out"
        done
}

check_words()
{
    sed -n 's/^#words //p' "$out" | while read -r file; do
        grep -qxF "$file" po/POTFILES.in ||
            echo "$file:1: its texts are not translated; run" \
                "po/update-potfiles"
    done
    grep -v '^#' po/POTFILES.in | while read -r file; do
        [ -f "$file" ] || echo "po/POTFILES.in:1: $file is not there; run" \
            "po/update-potfiles"
    done
}

check_waits()
{
    find tests \( -name '*.sh' -o -name '*.py' \) ! -path 'tests/data/*' \
        -exec grep -nE '(^|[^a-z_$])[s]leep[ (]' /dev/null {} + |
        sed 's/^\([^:]*:[0-9]*\):.*/\1: a test that waits for time; wait/
            s/$/ for a state with a deadline/'
}

# What a file says of itself: the first sentence of its opening comment, without
# "name.h - ".  For one that says nothing the line must be written by hand.
print_files()
{
    modules | while read -r name; do
        grep -q "^[*] $name: " "$plan" 2>/dev/null && continue
        for file in "src/$name.h" "src/$name.c"; do
            [ -f "$file" ] && break
        done
        awk -v name="$name" '
            NR == 1 || $0 == "/*" { next }
            !/^(\/\*| \*) / { exit }
            { text = text " " substr($0, 4) }
            /\*\// { exit }
            END {
                sub(/^ ([a-z0-9_]+[.][ch] - )?/, "", text)
                sub(/[.] .*|[.]$/, "", text)
                gsub(/ *\(FACTS [^()]*\)/, "", text)
                gsub(/  +/, " ", text)
                if (text)
                    print "* " name ": " text
            }' "$file"
    done
}

# Puts those lines where they belong, in order in the plate of their room, and
# takes out those of files that have gone.
write_files()
{
    print_files >"$out"
    awk -v lines="$out" '
        function there(name,    line) {
            return (getline line < ("src/" name ".h")) >= 0 ||
                (getline line < ("src/" name ".c")) >= 0
        }
        function flush_before(name,    i) {
            for (i = 1; i <= n; i++)
                if (!put[i] && room_of[i] == room && name_of[i] < name) {
                    if (gap)
                        print ""
                    gap = 0
                    print line_of[i]
                    put[i] = 1
                }
        }
        BEGIN {
            while ((getline line < lines) > 0) {
                line_of[++n] = line
                name_of[n] = line
                sub(/^[*] /, "", name_of[n])
                sub(/: .*/, "", name_of[n])
                room_of[n] = name_of[n]
                sub(/\/.*/, "", room_of[n])
            }
        }
        /^$/ { empty++; next }
        /^#/ { gap = !listed; flush_before("~") }
        /^[*] [a-z0-9_\/]+: / {
            name = $2
            sub(/:$/, "", name)
            if (!there(name))
                next
            listed = 1
            for (; empty; empty--)
                print ""
            gap = 0
            flush_before(name)
        }
        {
            for (; empty; empty--)
                print ""
            print
        }
        /^###? / { room = $2; sub(/[\/:].*/, "", room); listed = 0 }
        END { gap = !listed; flush_before("~") }' "$plan" >"$out.plan" &&
        cat "$out.plan" >"$plan"
    rm -f "$out.plan"
}

case ${1:-} in
--files) print_files && exit ;;
--write) write_files && exit ;;
esac
check_sources >"$out"
{
    check_licences
    check_table connect src_ sources
    check_table connect act_ actions
    check_table connect tok_ tokens
    check_table ui scr_ screens
    check_table cli cmd_ cli
    check_lists
    check_json
    check_plan
    check_words
    check_waits
} >>"$out"
sed -n 's/^#note /house: /p' "$out"
grep -v '^#' "$out" | sort
findings=$(grep -vc '^#' "$out")
awk '$1 == "#size" && $2 ~ "^src/" { print $3 }' "$out" | sort -n | awk '
    { size[NR] = $1; sum += $1 }
    END {
        printf "house: %d files in src, %d lines, median %d, longest %d; ",
            NR, sum, size[int((NR + 1) / 2)], size[NR]
    }'
if [ "$findings" -gt 0 ]; then
    echo "$findings findings"
    exit 1
fi
echo "no findings"
