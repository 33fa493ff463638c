#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# configuration.sh - a configuration that cannot be read, in all its ways.
# Commands and screens read it by the same call, before anything else.
# shellcheck source=tests/badinput/lib.sh
. "${srcdir:?}/tests/badinput/lib.sh"

# It is not there, or is something else.
refused 2 "$here/none.conf" --config "$here/none.conf" event list
RIPOSTE_CONFIG=$here/none.conf refused 2 "$here/none.conf" event list
mkdir "$here/directory"
refused 2 "$here/directory" --config "$here/directory" event list
ln -s loop "$here/loop"
refused 3 "$here/loop" --config "$here/loop" event list
refused 2 "/dev/zero is larger than" --config /dev/zero event list
# The screens complain of it before they miss a terminal.
refused 2 "$here/none.conf" --config "$here/none.conf"
: >"$here/empty.conf"
refused 2 "no store" --config "$here/empty.conf" event list

# No text, or too much of it.
printf '\000\001\377\376' >"$here/binary.conf"
refused 2 "binary.conf is no text" --config "$here/binary.conf" event list
printf '\033[2J\033]0;owned\007 = "\302\233";\n' >"$here/hostile.conf"
refused 2 "hostile.conf:1" --config "$here/hostile.conf" event list
printf 'log : { level = "\033[2J"; };\n' >"$here/value.conf"
refused 2 "log.level must be one of" --config "$here/value.conf" event list
dd if=/dev/zero bs=65536 count=20 2>/dev/null | tr '\0' '#' >"$here/huge.conf"
refused 2 "huge.conf is larger than" --config "$here/huge.conf" event list
{
    dd if=/dev/zero bs=1000 count=100 2>/dev/null | tr '\0' '('
} >"$here/deep.conf"
refused 2 "deep.conf:1" --config "$here/deep.conf" event list

# mistake LINE TEXT CONFIGURATION
mistake()
{
    printf '%s' "$3" >"$here/try.conf"
    refused 2 "try.conf:$1: " --config "$here/try.conf" event list
    complains "$2"
}
mistake 2 "syntax error" 'store = "x"
log : { level = "info" '
mistake 1 "syntax error" 'store = "x'
mistake 3 "nearest is log.level" 'log :
{
    levl = "info";
};'
mistake 1 "nearest is store" 'stroe = "x";'
mistake 1 "must be true or false" 'ui : { mouse = 5; };'
mistake 1 "must be a span" 'approvals : { life = true; };'
mistake 1 "must be one value" 'approvals : { life = ("4h"); };'
mistake 1 "must be one value" 'store = { };'
mistake 1 "must be a list" 'subscriptions = "x";'
mistake 1 "must be a list" 'sources = true;'
mistake 1 "no kind of source" 'sources = ( { kind = "defender-alrts"; } );'
mistake 1 "every" 'sources = ( { kind = "defender-alerts"; every = "soon"; } );'
mistake 1 "keys must hold" 'keys = "j";'
mistake 1 "watchlists must be" 'watchlists = ("a");'
mistake 1 "cloud.arm" 'cloud : { arm = "http://example.com"; };'
mistake 1 "cloud.arm" 'cloud : { arm = "file:///etc/passwd"; };'
mistake 1 "holds a secret itself" 'identity : { client_secret = "hunter2"; };'
grep -q hunter2 "$here/err" && bad "a secret is told"
printf '@include "/etc/passwd"\n' >"$here/include.conf"
refused 2 "@include" --config "$here/include.conf" event list

# It is there, but not for everybody.
if has_nobody; then
    echo 'utc = true;' >"$here/closed.conf"
    chmod 600 "$here/closed.conf"
    [ "$(id -u)" = 0 ] || chmod 000 "$here/closed.conf"
    refused_nobody 3 "closed.conf: Permission denied" \
        --config "$here/closed.conf" event list
    mkdir "$here/private"
    cp "$here/empty.conf" "$here/private"
    chmod 700 "$here/private"
    [ "$(id -u)" = 0 ] || chmod 000 "$here/private"
    refused_nobody 3 "private/empty.conf: Permission denied" \
        --config "$here/private/empty.conf" event list
    [ "$(id -u)" = 0 ] || chmod 700 "$here/private"
fi

exit "$failed"
