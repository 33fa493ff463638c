#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# completion.sh - what bash offers behind a beginning.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
command -v bash >/dev/null || {
    echo "There is no bash."
    exit 77
}

# offers WANTED WORD…: the last word is the one that is completed.
offers()
{
    wanted=$1
    shift
    # shellcheck disable=SC2016
    got=$(bash -c '. "$1" && shift && COMP_WORDS=("$@") &&
        COMP_CWORD=$(($# - 1)) && _riposte &&
        echo "${COMPREPLY[@]}"' bash "$srcdir/data/completion/riposte" \
        "$builddir/src/riposte" "$@")
    [ "$got" = "$wanted" ] || bad "$* gives \"$got\", not \"$wanted\""
}

offers "event engine" e
offers "list" event l
offers "--limit" event list --li
offers "--limit" --json event list --li
offers "--store" event list --sto
offers "--once" serve --o
offers "TruePositive" event close 1 --as T
offers "" evnt l

exit "$failed"
