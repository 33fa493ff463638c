#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# budget.sh - does the work of budget.c still take about as many instructions
# as it did?  Counted, not timed: a busy machine changes nothing.
#
# The budgets are half as much again as gcc -O2 took on Debian 12 when they were
# set.  Whoever makes something dearer for a good reason sets them anew.
set -u
LC_ALL=C.UTF-8
export LC_ALL

#       work    million instructions
budgets='filter 5
text    24
ingest  1000
index   17
rules   18
key     270
due     6'

builddir=${builddir:-.}
program=$builddir/tests/bench/budget

command -v valgrind >/dev/null || {
    echo 'There is no valgrind to count instructions with.'
    exit 77
}
"$program" optimised || {
    echo 'This build is not optimised: its instructions say nothing.'
    exit 77
}
valgrind --tool=none "$program" optimised >/dev/null 2>&1 || {
    echo 'This valgrind cannot read what this compiler made.'
    exit 77
}
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
"$builddir/src/riposte-sandbox" generate --count 2000 --seed 1 \
    >"$dir/alerts.ndjson" || exit 2

# What callgrind collected, in millions with one decimal.
count()
{
    valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        --toggle-collect=budget_measured "$program" "$@" \
        >"$dir/log" 2>&1 </dev/null || {
        cat "$dir/log" >&2
        return 1
    }
    awk '$2 == "Collected" { printf "%.1f\n", $4 / 1000000 }' "$dir/log"
}

status=0
while read -r work budget; do
    case $work in
    ingest | index) set -- "$work" "$dir/alerts.ndjson" ;;
    *) set -- "$work" ;;
    esac
    counted=$(count "$@") || exit 2
    echo "$work: $counted million instructions of $budget"
    if awk "BEGIN { exit !($counted <= $budget) }"; then
        continue
    fi
    echo "$work: above its budget; find out why, or set it anew in budget.sh"
    status=1
done <<EOF
$budgets
EOF
exit $status
