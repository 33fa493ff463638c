#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# tls.sh - servers whose certificates are not to be believed, each refused;
# and the same one taken when its authority is named.
# shellcheck source=tests/badinput/lib.sh
. "${srcdir:?}/tests/badinput/lib.sh"
if ! command -v openssl || ! /usr/bin/python3 -c "import ssl"; then
    echo "openssl and /usr/bin/python3 are needed"
    exit 77
fi
cd "$here" || exit 99

# An authority, and what it signs: sign NAME SUBJECT OPTION…
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
    -days 2 -subj "/CN=An authority" -keyout ca.key -out ca.pem 2>ssl.err
sign()
{
    name=$1
    subject=$2
    shift 2
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
        -subj "/CN=$name" -keyout "$name.key" -out "$name.csr" 2>>ssl.err
    echo "subjectAltName=$subject" >"$name.ext"
    openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -set_serial 7 \
        -extfile "$name.ext" "$@" -out "$name.pem" 2>>ssl.err
    [ -s "$name.pem" ] || {
        cat ssl.err
        bad "no certificate for $name"
    }
}
sign right IP:127.0.0.1 -days 2
sign named DNS:elsewhere.example -days 2
# One that has run out: signed for a day that is gone.
sign old IP:127.0.0.1 -days -1

# serve NAME: a server with its certificate, at $port.
servers=
leave()
{
    # shellcheck disable=SC2086
    [ -z "$servers" ] || kill $servers 2>/dev/null
    finish
}
trap leave EXIT
serve()
{
    mkfifo "$1.port"
    /usr/bin/python3 "$srcdir/tests/badinput/server.py" "$1.pem" "$1.key" \
        >"$1.port" &
    servers="$servers $!"
    read -r port <"$1.port" || bad "no server with the certificate $1"
}

config=$here/riposte.conf
cat >"$config" <<'END'
identity : {
    tenant = "0b5d9f4e-6a1c-4f0e-9a53-7c1d2e8f4a60";
    client_id = "6f3b2a90-1c4d-4e5f-8a7b-9c0d1e2f3a4b";
    client_secret = "env:BAD_SECRET";
};
subscriptions = ("good");
sources = ( { kind = "defender-alerts"; } );
END
export BAD_SECRET=hunter2

# tls STATUS TEXT WORD…: signs in there, which is where the secret would go.
tls()
{
    text=$2
    status=$1
    shift 2
    try_live "$status" --set "cloud.login=https://127.0.0.1:$port" \
        --set "cloud.arm=https://127.0.0.1:$port" "$@" serve --once
    mannered
    complains "defender-alerts: "
    complains "$text"
    grep -q hunter2 "$here/err" && bad "$tried: tells the secret"
}
distrust="certificate"
authority="network.ca_file=$here/ca.pem"

serve right
tls 3 "$distrust"
complains "127.0.0.1"
complains "ca_file"
# A name that it does not have, though the authority is known.
try_live 3 --set "cloud.login=https://localhost:$port" --set "$authority" \
    serve --once
mannered
complains "$distrust"
# What is named as an authority must be one.
tls 3 "ca_file" --set "network.ca_file=$here/none.pem"
echo "no certificate" >text.pem
tls 3 "ca_file" --set "network.ca_file=$here/text.pem"
[ ! -e "$store" ] || try 1 event list
# With the right one all is well.
try_live 0 --set "cloud.login=https://127.0.0.1:$port" \
    --set "cloud.arm=https://127.0.0.1:$port" --set "$authority" serve --once
silent
try 0 event list --json
says '"title":"Alert 6"'

serve named
tls 3 "$distrust" --set "$authority"
serve old
tls 3 "$distrust" --set "$authority"
exit "$failed"
