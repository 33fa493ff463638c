#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# cloud.sh - a cloud that cannot be reached, or does not let anybody in: wrong
# secrets, tokens that expire, hosts that are not there.
# shellcheck source=tests/badinput/lib.sh
. "${srcdir:?}/tests/badinput/lib.sh"
start_sandbox --token-life 1

# refuses STATUS TEXT WORD…: each source says so, in one line.
refuses()
{
    text=$2
    status=$1
    shift 2
    store=$here/none.db
    try_live "$status" "$@" serve --once
    mannered
    for source in alerts assessments compliance automations; do
        complains "defender-$source: "
    done
    complains "logic-apps: "
    [ "$(grep -cF -- "$text" "$here/err")" = 5 ] ||
        bad "$tried: not five times \"$text\""
    [ "$(wc -l <"$here/err")" = 5 ] || bad "$tried: says more than one thing"
    lines 0
    store=$here/riposte.db
}

# doctor_says TEXT WORD…
doctor_says()
{
    text=$1
    shift
    try_live 3 "$@" doctor
    silent
    says BAD
    tr -s ' \n' ' ' <"$here/out" | grep -qF -- "$text" || {
        bad "$tried: no \"$text\""
        cat "$here/out"
    }
}

# ---- tokens that expire between two polls ----
# They live for a second.  They are renewed, nobody is told, and nothing is
# lost.
sed 's/every = "[0-9]*s"/every = "1s"/' "$config" >"$here/often.conf"
"$builddir/src/riposte" --config "$here/often.conf" --store "$store" serve \
    2>"$here/err" &
server=$!
tried="riposte serve"
# asked COUNT PATTERN: so many calls of this kind are in the sandbox's log.
asked()
{
    [ "$(/usr/bin/python3 -c '
import sys, urllib.request
print(urllib.request.urlopen(sys.argv[1] + "/_sandbox/log").read().decode())
' "$url" | grep -c "$2")" -ge "$1" ]
}
until_true asked 4 '/oauth2/v2.0/token".*"status":200'
kill -TERM "$server"
wait "$server" || bad "serve ends with $?"
silent
try 0 event list --json "Kind == 'alert'"
says '"source":"defender-alerts"'

# ---- who asks ----
secret=$config.secret
cp "$secret" "$here/right"
printf 'wrong-and-secret' >"$secret"
refuses 3 "AADSTS7000215"
complains "check the identity in the configuration"
grep -q 'wrong-and-secret' "$here/err" && bad "a secret is told"
doctor_says "AADSTS7000215"
grep -q 'wrong-and-secret' "$here/out" && bad "doctor tells a secret"
: >"$secret"
refuses 3 "$secret"
chmod 644 "$secret"
refuses 3 "chmod 600"
rm "$secret"
refuses 3 "Cannot read $secret"
refuses 3 "NO_SUCH_VARIABLE" --set identity.client_secret=env:NO_SUCH_VARIABLE
refuses 3 "cannot be started" \
    --set "identity.client_secret=cmd:$here/no-such-program"
refuses 3 "token" --set identity.kind=federated \
    --set "identity.token_file=$here/no-such-token"
cp "$here/right" "$secret"
chmod 600 "$secret"
refuses 3 "check the identity in the configuration" \
    --set identity.client_id=00000000-0000-0000-0000-000000000000

# ---- where ----
refuses 3 "the host is not known" --set cloud.arm=https://nowhere.invalid
complains "nowhere.invalid"
doctor_says "the host is not known" --set cloud.login=https://nowhere.invalid
refuses 3 "nothing takes connections there" --set cloud.arm=http://127.0.0.1:9
complains "127.0.0.1"
doctor_says "nothing takes connections there" \
    --set cloud.login=http://127.0.0.1:9
refuses 3 "127.0.0.1 port 9" --set network.proxy=http://127.0.0.1:9 \
    --set cloud.arm=https://nowhere.invalid

# What was stored before is there, and all is well as soon as it can be.
try_live 0 serve --once
silent

exit "$failed"
