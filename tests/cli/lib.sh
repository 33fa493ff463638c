# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
#
# lib.sh - what the tests that run the program share.  Read by `.`.

set -u
here=$(mktemp -d) || exit 99
store=$here/riposte.db
failed=0
sandbox=

finish()
{
    [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null
    chmod -R u+w "$here"
    rm -rf "$here"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

bad()
{
    echo "FAIL: $*"
    failed=1
}

riposte()
{
    "$builddir/src/riposte" --store "$store" "$@"
}

# try STATUS WORD…: runs riposte; what it prints goes to $here/out and
# $here/err.
try()
{
    want=$1
    shift
    riposte "$@" >"$here/out" 2>"$here/err"
    got=$?
    tried="riposte $*"
    [ "$got" = "$want" ] && return
    bad "$tried: status $got, not $want"
    cat "$here/out" "$here/err"
}

# Is the text in what the last try printed, or complained of?  A long line may
# be broken between any two words: how long is the path in it?
says()
{
    grep -qF -- "$1" "$here/out" ||
        tr -s '\n ' '  ' <"$here/out" | grep -qF -- "$1" || {
        bad "$tried: no \"$1\" in:"
        cat "$here/out"
    }
}

complains()
{
    grep -qF -- "$1" "$here/err" || {
        bad "$tried: no \"$1\" in:"
        cat "$here/err"
    }
    [ "$(grep -c '^riposte: ' "$here/err")" = "$(wc -l <"$here/err")" ] ||
        bad "$tried: lines that do not begin with \"riposte: \""
}

silent()
{
    [ ! -s "$here/err" ] || {
        bad "$tried: complains"
        cat "$here/err"
    }
}

lines()
{
    [ "$(wc -l <"$here/out")" -eq "$1" ] ||
        bad "$tried: $(wc -l <"$here/out") lines, not $1"
}

# until_true COMMAND…: asks again and again, for 30 s at most.
until_true()
{
    limit=$(($(date +%s) + 30))
    while ! "$@"; do
        [ "$(date +%s)" -le "$limit" ] || {
            bad "not reached: $*"
            return
        }
    done
}

# Starts a sandbox; $config leads to it.
start_sandbox()
{
    config=$here/riposte.conf
    mkfifo "$here/url"
    "$builddir/src/riposte-sandbox" --write-config "$config" --speed 20 \
        --die-with-parent "$@" >"$here/url" &
    sandbox=$!
    read -r url <"$here/url" || bad "the sandbox did not start"
}

# Four eyes are off: there is one person here.
live()
{
    "$builddir/src/riposte" --config "$config" --store "$store" \
        --set approvals.four_eyes=off "$@"
}

try_live()
{
    want=$1
    shift
    live "$@" >"$here/out" 2>"$here/err"
    got=$?
    tried="riposte $*"
    [ "$got" = "$want" ] && return
    bad "$tried: status $got, not $want"
    cat "$here/out" "$here/err"
}

# part FILE MEMBER: what it is; the members begin lines.
part()
{
    sed -n '/^  "'"$2"'": /,/^  "[a-z]*": /p' "$1" |
        sed -e '1s/^  "[a-z]*": //' -e '2,$ { /^  "[a-z]*": /d; }' \
            -e '$!b' | sed -e 's/^null,$/null/' -e 's/^{},$/{}/' \
            -e 's/^  },$/}/' -e '/^}$/q'
}
