#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# answers.sh - a cloud that answers with refusals, nonsense and far too much:
# it is said in one line, what is good is kept, and the rest is bounded.
# shellcheck source=tests/badinput/lib.sh
. "${srcdir:?}/tests/badinput/lib.sh"
server=$srcdir/tests/badinput/server.py
/usr/bin/python3 -c "" 2>/dev/null || {
    echo "there is no /usr/bin/python3"
    exit 77
}
mkfifo "$here/port"
/usr/bin/python3 "$server" >"$here/port" &
sandbox=$!
read -r port <"$here/port" || bad "the server did not start"
url=http://127.0.0.1:$port
export BAD_SECRET=hunter2

# The name of a subscription says how the server shall answer.
configure()
{
    cat >"$here/$1.conf" <<END
cloud : { login = "$url"; arm = "$url"; graph = "$url"; };
identity : {
    tenant = "0b5d9f4e-6a1c-4f0e-9a53-7c1d2e8f4a60";
    client_id = "6f3b2a90-1c4d-4e5f-8a7b-9c0d1e2f3a4b";
    client_secret = "env:BAD_SECRET";
};
subscriptions = ("$1");
sources = ( { kind = "defender-alerts"; } );
END
}

# way STATUS EVENTS NAME TEXT: they are asked all at once, since what may be
# better the next time is asked for again after some seconds.
ways='3 0 unauthorized 401 Unauthorized, InvalidAuthenticationToken
3 0 forbidden give the identity the role Security Reader
3 0 hostile all is well
3 0 html 403 Forbidden
3 0 missing SubscriptionNotFound
3 0 empty is no page of a list: Not valid JSON
3 0 garbage is no page of a list: Not valid JSON
3 0 cut is no page of a list: Not valid JSON
3 0 array is no page of a list: It is no JSON object
3 0 number is no page of a list: It has no list of items
3 0 deep nested too deeply
3 0 keys larger than
3 2 items Items that could not be taken
3 2 event larger than
3 0 page is larger than 33554432 bytes
3 0 endless is larger than 33554432 bytes
3 0 circle leads back to itself
3 0 abroad at another host
0 1 good'
echo "$ways" | while read -r want events name text; do
    configure "$name"
    {
        "$builddir/src/riposte" --config "$here/$name.conf" \
            --store "$here/$name.db" serve --once \
            >"$here/$name.out" 2>"$here/$name.err"
        echo $? >"$here/$name.status"
    } &
done

# judge STATUS EVENTS NAME TEXT
judge()
{
    tried="serve --once, \"$3\""
    store=$here/$3.db
    until_true [ -s "$here/$3.status" ]
    cp "$here/$3.err" "$here/err"
    got=$(cat "$here/$3.status")
    [ "$got" = "$1" ] || bad "$tried: status $got, not $1"
    if [ "$1" = 0 ]; then
        silent
    else
        mannered
        complains "defender-alerts: "
        complains "$4"
        [ "$(wc -l <"$here/err")" = 1 ] || bad "$tried: says several things"
    fi
    grep -q hunter2 "$here/err" && bad "$tried: tells the secret"
    [ ! -s "$here/$3.out" ] || bad "$tried: writes to standard output"
    riposte event list --json --limit 100 >"$here/list"
    [ "$(wc -l <"$here/list")" = "$2" ] ||
        bad "$tried: $(wc -l <"$here/list") events, not $2"
}
while read -r want events name text; do
    judge "$want" "$events" "$name" "$text"
done <<END
$ways
END

# Nothing went to the place that an answer named.
grep -rq steal "$here"/*.out && bad "another host was asked"

# ---- the same from files ----
store=$here/riposte.db
alert='{"SystemAlertId":"one","AlertDisplayName":"One","Severity":"High"}'
ingest()
{
    try "$1" event ingest "$here/file"
}
fill()
{
    dd if=/dev/zero bs=100000 count="$1" 2>/dev/null | tr '\000' "$2"
}
{
    printf '{"SystemAlertId":"big","Description":"'
    fill 21 x
    printf '"}\n%s\n' "$alert"
} >"$here/file"
ingest 1
mannered
complains "larger than"
try 0 event list --json
lines 1
fill 10 '[' >"$here/file"
ingest 2
mannered
{
    printf '{"k":{'
    seq 1000000 | sed 's/.*/"&":&,/'
    printf '"last":0}}'
} >"$here/file"
ingest 2
mannered
printf '{"SystemAlertId":"\\ud800","\\u0000":"\\u0000\\u001b[2J"}' >"$here/file"
riposte event ingest "$here/file" >"$here/out" 2>"$here/err"
LC_ALL=C grep -q "$(printf '\033')" "$here/out" "$here/err" &&
    bad "an escape gets through"
printf '\377\376{\000}\000' >"$here/file"
ingest 2
mannered
: >"$here/file"
riposte event ingest "$here/file" >"$here/out" 2>"$here/err" || mannered
refused 2 "none.json" event ingest "$here/none.json"
refused 2 "$here" event ingest "$here"
try 0 event list --json
says '"title":"One"'

exit "$failed"
