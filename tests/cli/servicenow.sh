#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# servicenow.sh - tokens that ServiceNow hands out itself: an incident is
# opened with one, a refusal is told, and no secret is written down anywhere.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
start_sandbox --scenario none

# grant SETTINGS: the connector of ServiceNow, with these.
plain=$here/plain.conf
cp "$config" "$plain"
client=6f3b2a90-1c4d-4e5f-8a7b-9c0d1e2f3a4b
printf '%s' "Not~a.real/Secret+for=the sandbox&100%" >"$here/client"
printf '%s' sandbox-ticket-refresh >"$here/refresh"
chmod 600 "$here/client" "$here/refresh"
grant()
{
    sed "s|name = \"snow\";|& $1|" "$plain" >"$config"
}
oauth="client_id = \"$client\"; client_secret = \"file:$here/client\";"

# What the settings lack is said before anything is asked.
grant 'grant = "password";'
try_live 2 doctor
complains "A grant needs client_id and client_secret"
grant "$oauth"
try_live 2 doctor
complains "client_id is used with a grant only"
grant 'grant = "device";'
try_live 2 doctor
complains "refresh_token"

grant "grant = \"password\"; $oauth"
try_live 0 doctor
says "good  snow"

# A rule opens an incident with it.
printf '{"name": "snow", "mode": "auto", "actions": [{"kind": "servicenow",
 "with": {"connector": "snow", "summary": "@{alert.title}"}}]}' \
    >"$here/rule.json"
printf '{"SystemAlertId": "1", "AlertType": "VM_BruteForce",
 "AlertDisplayName": "Brute force", "Severity": "High", "Status": "New",
 "TimeGenerated": "%s", "VendorName": "Microsoft",
 "ProviderAlertStatus": "New"}' "$(date -u +%FT%TZ)" | tr -d '\n' \
    >"$here/event"
try_live 0 rule import "$here/rule.json"
try_live 0 event ingest "$here/event"
opened()
{
    live serve --once >"$here/served" 2>&1
    curl -fsS "${url%/}/_sandbox/tickets" | grep -q INC0010001
}
until_true opened
try_live 0 run list --json
says '"state":"Succeeded"'
curl -fsS "${url%/}/_sandbox/log" >"$here/log"
grep -q 'servicenow/oauth_token.do' "$here/log" || bad "no token was asked for"

# A refresh token does as well; a wrong one is refused, with what to look at.
sed '/"snow"/s|secret = "file:[^"]*ticket"|secret = "file:'"$here"'/refresh"|' \
    "$plain" >"$here/refresh.conf"
cp "$here/refresh.conf" "$plain"
grant "grant = \"refresh_token\"; $oauth"
try_live 0 doctor
says "good  snow"
printf '%s' wrong >"$here/refresh"
live --json doctor >"$here/out" 2>"$here/err"
tried=doctor
says "check grant, client_id, client_secret, user and secret"
says "access_denied (HTTP 401"

# Nothing of it anywhere: store, journal, what was printed.
riposte --config "$config" run show --json 1 >"$here/shown" 2>&1
for text in "Not~a.real" sandbox-ticket-refresh; do
    grep -rlF -- "$text" "$store" "$here/shown" "$here/out" "$here/err" \
        "$here/served" && bad "\"$text\" is written down"
done

exit "$failed"
