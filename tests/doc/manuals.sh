#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# manuals.sh - do the manual pages say what the programs can, all of it, and
# nothing else?  Options, commands and their words, control paths, members of
# JSON; each query, rule, configuration and containment shown is tried.
#
#   manuals.sh --lint    only whether mandoc finds nothing to say about them
#
# Settings, fields and keys are checked by test_settings and test_keys.
set -u
doc=${srcdir:-.}/doc
failed=0

complain()
{
    echo "manuals: $*"
    failed=1
}

lint()
{
    command -v mandoc >/dev/null || {
        echo "manuals: mandoc is not here; the pages are not linted"
        return
    }
    # Pages refer to each other, and must find each other.
    mkdir -p "$dir/man/man1" "$dir/man/man5"
    cp "$doc"/*.1 "$dir/man/man1"
    cp "$doc"/*.5 "$dir/man/man5"
    MANPATH=$dir/man mandoc -Tlint -Wstyle "$doc"/*.[15] >"$dir/lint" 2>&1 ||
        complain "mandoc: $(cat "$dir/lint")"
}

# same WHAT PROGRAM PAGE: the same lines in both files?
same()
{
    sort "$2" >"$dir/a"
    sort "$3" >"$dir/b"
    diff "$dir/a" "$dir/b" >"$dir/diff" ||
        complain "$1, < the program, > the page:
$(grep '^[<>]' "$dir/diff")"
}

# section PAGE NAME: what stands under .Sh NAME.
section()
{
    awk -v name="$2" '
        /^\.Sh / { on = substr($0, 5) == name; next }
        on' "$doc/$1"
}

# "--name=VALUE" for each .It of options in the standard input.
page_options()
{
    sed -n 's/^\.It Fl -\([a-z-]*\) Ar \(.*\)$/--\1=\2/p
        s/^\.It Fl -\([a-z-]*\)$/--\1/p'
}

# Heads of .It under COMMANDS as riposte --commands prints them.
page_commands()
{
    section riposte.1 COMMANDS | awk '
        function flush(    n, i, word, part, name, words, options, group) {
            n = split(head, part, " ")
            head = name = words = ""
            count = 0
            for (i = 1; i <= n; i++) {
                word = part[i]
                if (word == "Ic") {
                    while (i < n && part[i + 1] ~ /^[a-z]/)
                        name = name (name ? " " : "") part[++i]
                } else if (word == "Fl") {
                    word = "-" part[++i]
                    if (part[i + 1] == "Ar") {
                        word = word "=" part[i + 2]
                        i += 2
                    }
                    option[++count] = word
                } else if (word == "Ar") {
                    word = part[++i]
                    if (part[i + 1] == "...") {
                        word = word "…"
                        i++
                    }
                    if (part[i - 2] == "Op" || part[i - 3] == "Op")
                        word = "[" word "]"
                    words = words (words ? " " : "") word
                }
            }
            for (i = 1; i <= count; i++)
                print name "\t" option[i]
            print name "\t" words
        }
        /^\.It Xo/ { head = ""; on = 1; next }
        /^\.Xc/ { on = 0; flush(); next }
        on { head = head " ; " substr($0, 2) }
        /^\.It Ic / { head = substr($0, 5); flush() }'
}

check_commands()
{
    "$riposte" --commands >"$dir/commands" || complain "--commands fails"
    sed -n 's/^\t\t *//p' "$dir/commands" | tr ' ' '\n' >"$dir/program"
    section riposte.1 OPTIONS | page_options >"$dir/page"
    same "riposte.1, OPTIONS" "$dir/program" "$dir/page"
    awk -F '\t' '$1 {
        n = split($3, option, " ")
        for (i = 1; i <= n; i++)
            print $1 "\t" option[i]
        print $1 "\t" $2
    }' "$dir/commands" >"$dir/program"
    page_commands >"$dir/page"
    same "riposte.1, COMMANDS" "$dir/program" "$dir/page"
}

# Options as the sandbox's --help lists them.
help_options()
{
    sed -n 's/^  \(--[a-z-]*\) \([A-Z][^ ]*\).*/\1=\2/p; t
        s/^  \(--[a-z-]*\).*/\1/p'
}

check_sandbox()
{
    "$sandbox" --help >"$dir/help" || complain "riposte-sandbox --help fails"
    sed '/^riposte-sandbox generate/,$d' "$dir/help" | help_options \
        >"$dir/program"
    section riposte-sandbox.1 OPTIONS | sed '/^\.Ss /,$d' | page_options \
        >"$dir/page"
    same "riposte-sandbox.1, OPTIONS" "$dir/program" "$dir/page"
    sed '1,/^riposte-sandbox generate/d' "$dir/help" | help_options \
        >"$dir/program"
    section riposte-sandbox.1 OPTIONS | sed '1,/^\.Ss /d' | page_options \
        >"$dir/page"
    same "riposte-sandbox.1, generate" "$dir/program" "$dir/page"
    sed -n 's/^ *{"\([A-Z]*\)", "\(\/_sandbox[^"]*\)".*/\1 \2/p' \
        "${srcdir:-.}/src/sandbox/"*.c >"$dir/program"
    section riposte-sandbox.1 CONTROL | sed -n 's/^\.It Li //p' >"$dir/page"
    same "riposte-sandbox.1, CONTROL" "$dir/program" "$dir/page"
}

# What the running text says --name of must be there too.
check_mentions()
{
    { tr -s '[:blank:]' '\n' <"$dir/commands" | sed -n 's/^\(--[a-z-]*\).*/\1/p'
      help_options <"$dir/help" | sed 's/=.*//'; } | sort -u >"$dir/known"
    cat "$doc"/*.[15] | grep -o 'Fl -[a-z][a-z-]*' | sed 's/Fl -/--/' |
        sort -u | while read -r name; do
        grep -qxe "$name" "$dir/known" || echo "$name"
    done >"$dir/unknown"
    [ ! -s "$dir/unknown" ] ||
        complain "options that there are not: $(tr '\n' ' ' <"$dir/unknown")"
}

# try STATUS COMMAND…: runs riposte on the store of this test; its status must
# be one of the characters in STATUS.
try()
{
    want=$1
    shift
    "$riposte" --store "$dir/store" "$@" >"$dir/out" 2>"$dir/err"
    status=$?
    case $want in
    *$status*) ;;
    *) complain "riposte $*: status $status: $(cat "$dir/err")" ;;
    esac
}

# Members of what was printed last must stand in the page.
members()
{
    grep -oE '"[A-Za-z]+":' "$dir/out" | tr -d '":' | sort -u |
        while read -r name; do
            grep -qwe "$name" "$dir/members" || echo "$name"
        done >"$dir/missing"
    [ ! -s "$dir/missing" ] ||
        complain "riposte.1, JSON: no word of $(tr '\n' ' ' <"$dir/missing")"
}

check_json()
{
    section riposte.1 JSON | grep -E '^\.(It )?(Cm|Pq)|^\.(It )?Cm' \
        >"$dir/members"
    cat "$doc/riposte.conf.5" >>"$dir/members"
    try 01 event ingest --json "${srcdir:-.}/tests/data/events/generated.ndjson"
    members
    try 0 event list --json --limit 3
    members
    try 0 --config "$dir/lists.conf" rule import --json "$dir/rule.json"
    members
    for command in "rule list" "rule show contain-web" "rule export" \
        "rule why contain-web" "rule test contain-web --event 1" \
        "run list" "approval list" "contain list" "contain active" \
        "engine status"; do
        # shellcheck disable=SC2086
        try 01 --config "$dir/lists.conf" $command --json
        members
    done
}

# block PAGE SECTION NUMBER: the NUMBERth literal display in it.
block()
{
    section "$1" "$2" | awk -v wanted="$3" '
        /^\.Bd -literal/ { on = ++n == wanted; next }
        /^\.Ed/ { on = 0 }
        on' | sed 's/\\e/\\/g'
}

check_examples()
{
    for n in 1 2; do
        block riposte.conf.5 EXAMPLES $n >"$dir/example.conf"
        try 0 --config "$dir/example.conf" contain list
    done
    block riposte.conf.5 DESCRIPTION 1 >"$dir/example.conf"
    try 0 --config "$dir/example.conf" contain list
    { block riposte.conf.5 LISTS 1; block riposte.conf.5 LISTS 2; } |
        sed "s|/etc/riposte|$dir|" >"$dir/example.conf"
    echo 203.0.113.7 >"$dir/tor-exits.txt"
    try 0 --config "$dir/example.conf" contain list
    mkdir -p "$dir/catalogue"
    block riposte.conf.5 CONTAINMENTS 1 >"$dir/catalogue/user-disable.json"
    try 0 --set "containment.directory=$dir/catalogue" contain list
    echo 'watchlists : { scanners = ("203.0.113.9"); };' >"$dir/lists.conf"
    block riposte.conf.5 RULES 1 >"$dir/rule.json"
    try 0 --config "$dir/lists.conf" rule import --dry-run "$dir/rule.json"
    section riposte.1 QUERIES | sed -n "s/^\\.Dl //p" |
        sed 's/\\(dq/"/g' >"$dir/queries"
    [ -s "$dir/queries" ] || complain "no query is shown"
    while read -r query; do
        try 01 event list "$query"
    done <"$dir/queries"
}

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
lint
if [ "${1:-}" != --lint ]; then
    riposte=${builddir:-build}/src/riposte
    sandbox=${builddir:-build}/src/riposte-sandbox
    check_commands
    check_sandbox
    check_mentions
    try 0 event ingest "${srcdir:-.}/tests/data/events/generated.ndjson"
    check_examples
    check_json
fi
exit $failed
