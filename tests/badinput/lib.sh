# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC1091,SC2034,SC2154
#
# lib.sh - what the tests of bad input share, beside what those of the commands
# do.  Read by `.`.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
chmod 755 "$here"
nobody=65534

# What was complained of last: whole lines that begin with the program's name,
# each a sentence, without anything that a terminal would obey.
mannered()
{
    [ -s "$here/err" ] || bad "$tried: says nothing"
    [ "$(tail -c 1 "$here/err" | wc -l)" = 1 ] ||
        bad "$tried: the last line has no end"
    grep -v '^riposte: ..*' "$here/err" &&
        bad "$tried: lines that do not begin with \"riposte: \""
    LC_ALL=C tr -d '\n -~\200-\377' <"$here/err" | grep -q . &&
        bad "$tried: control characters"
    # U+0080 to U+009F, which some terminals obey too.
    LC_ALL=C grep -q "$(printf '\302[\200-\237]')" "$here/err" &&
        bad "$tried: control characters of eight bits"
    [ "$(wc -c <"$here/err")" -lt 4096 ] || bad "$tried: says too much"
}

# refused STATUS TEXT WORD…: one complaint with TEXT in it, and no output.
refused()
{
    text=$2
    status=$1
    shift 2
    try "$status" "$@"
    mannered
    complains "$text"
    lines 0
    [ "$(wc -l <"$here/err")" = 1 ] || bad "$tried: says more than one thing"
}

# Somebody whom permissions stop, which they do not stop root.
as_nobody()
{
    if [ "$(id -u)" = 0 ]; then
        HOME=$here/nobody setpriv --reuid=$nobody --regid=$nobody \
            --clear-groups env -u XDG_STATE_HOME -u XDG_CONFIG_HOME \
            -u XDG_CACHE_HOME -u XDG_RUNTIME_DIR "$@"
    else
        "$@"
    fi
}

# Can there be such a one, and can he run the program?
has_nobody()
{
    [ "$(id -u)" != 0 ] ||
        as_nobody "$builddir/src/riposte" --version >/dev/null 2>&1
}

# give PATH…: theirs.
give()
{
    [ "$(id -u)" != 0 ] || chown "$nobody" "$@"
}

# refused_nobody STATUS TEXT WORD…: the same as refused, for that one.
refused_nobody()
{
    text=$2
    want=$1
    shift 2
    as_nobody "$builddir/src/riposte" --store "$store" "$@" \
        >"$here/out" 2>"$here/err"
    got=$?
    tried="riposte $* (as nobody)"
    [ "$got" = "$want" ] || bad "$tried: status $got, not $want"
    mannered
    complains "$text"
}
