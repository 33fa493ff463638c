#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# help.sh - each command has its help, which fits a screen.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"

fits()
{
    awk 'length($0) > 80 { print; wide = 1 } END { exit wide }' "$here/out" ||
        bad "$tried: wider than 80 columns"
}

try 0 --version
says "riposte 0."
says "libcurl"
fits
try 0 --help
says "--store URL"
fits
try 0 --commands
cp "$here/out" "$here/commands"
cut -f 1 "$here/commands" | while read -r command; do
    [ -n "$command" ] || continue
    # shellcheck disable=SC2086
    try 0 $command --help
    says "Usage: riposte $command"
    fits
    grep "^$command	" "$here/commands" | cut -f 3 | tr ' ' '\n' |
        while read -r option; do
            [ -z "$option" ] || says "${option%%=*}"
            [ "$failed" = 0 ] || exit 1
        done || exit 1
    [ "$failed" = 0 ] || exit 1
done || failed=1
for noun in event rule run approval contain engine; do
    try 0 $noun --help
    says "Usage: riposte $noun VERB"
    fits
done

exit "$failed"
