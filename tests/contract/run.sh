#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh - holds what riposte and its sandbox say to each other against the
# interface descriptions that Microsoft publishes.
#
# Prism (a validator of others' making, from the npm registry) stands between
# the two as a proxy, once for each description.  It answers a request or a
# response that breaks the description with an error, and says so in its log;
# either fails the test.
#
#   srcdir=… builddir=… tests/contract/run.sh

set -u
srcdir=${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
builddir=${builddir:-$srcdir/build}
riposte=$builddir/src/riposte
sandbox=$builddir/src/riposte-sandbox
export RIPOSTE_DATADIR=$srcdir/data LC_ALL=C.UTF-8
place=$builddir/contract
passed=0
failed=0
pids=()

say() { printf '%s\n' "$*"; }

ok() {
    passed=$((passed + 1))
    say "ok: $1"
}

bad() {
    failed=$((failed + 1))
    say "FAILED: $1"
}

stop_all() {
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null
    wait 2>/dev/null
    pids=()
}
trap stop_all EXIT

# until SECONDS COMMAND…: tries until it succeeds or time is up.
until_true() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        read -r -t 0.2 <> <(:) || true
    done
}

free_port() {
    node -e 'const s = require("net").createServer();
        s.listen(0, "127.0.0.1", () => {
            console.log(s.address().port); s.close(); });'
}

install_validator() {
    mkdir -p "$place" && cp "$srcdir/tests/contract/package.json" "$place/" &&
        (cd "$place" && npm install --silent --no-audit --no-fund) \
            >"$place/npm.log" 2>&1 && return
    say "The validator could not be installed; $place/npm.log says why."
    exit 1
}

# start DESCRIPTION SOURCE [NAME]: sandbox and validator; config in $conf.
start() {
    local name=${3:-$2}
    local port front arm log=$place/$name.prism.log

    stop_all
    rm -f "$place/$name".db*
    port=$(free_port)
    front=$(free_port)
    arm=http://127.0.0.1:$front
    conf=$place/$name.conf
    store=$place/$name.db
    rm -f "$conf"
    "$sandbox" --page-size 15 --speed 20 --alerts 40 --arm "$arm" \
        --write-config "$conf" >"$place/$name.sandbox.log" 2>&1 &
    pids+=($!)
    until_true 10 test -s "$conf" || { bad "$name: no sandbox"; return 1; }
    base=$(head -n 1 "$place/$name.sandbox.log")
    (cd "$place" && exec node node_modules/.bin/prism proxy \
        "specs/Microsoft.Security/$1" "$base" --port "$port" --errors) \
        >"$log" 2>&1 &
    pids+=($!)
    until_true 60 grep -q 'listening on' "$log" ||
        { bad "$name: the validator does not start, see $log"; return 1; }
    node "$srcdir/tests/contract/front.mjs" "$front" \
        "http://127.0.0.1:$port" "$base" &
    pids+=($!)
    until_true 30 curl -s -o /dev/null "$arm/operations/none" ||
        { bad "$name: nothing stands for Azure"; return 1; }
    # Only the source under test.
    sed -i -E "/kind = \"(defender-|logic-apps)/{/kind = \"$2\"/!d; s/,\$//}" \
        "$conf"
}

run() { "$riposte" --config "$conf" --store "$store" "$@"; }

# verdict NAME: what the validator has to say.
verdict() {
    local log=$place/$1.prism.log count

    count=$(grep -c 'Request received' "$log")
    if grep -qE 'Violation|violation|terminated with error|NO_PATH' "$log"; then
        bad "$1: the validator objects"
        grep -E 'Violation|violation|terminated with error|NO_PATH' "$log" |
            sed 's/\x1b\[[0-9;]*m//g' | cut -c 1-400 | sort | uniq -c | head -20
    elif [ "$count" -lt "$2" ]; then
        bad "$1: only $count calls went through the validator, not $2"
    else
        ok "$1: $count calls, no violation"
    fi
}

check() {
    local what=$1
    shift
    if "$@" >"$place/out" 2>&1; then
        ok "$what"
    else
        bad "$what (exit status $?)"
        head -5 "$place/out"
    fi
}

# act_and_serve WORD…: what is asked for, done, and how it ended.
act_and_serve() {
    # By itself: what is ended would be the shell that a function runs in.
    "$riposte" --config "$conf" --store "$store" serve >/dev/null 2>&1 &
    local serving=$! got
    run "$@" --wait 30s
    got=$?
    kill "$serving" && wait "$serving"
    return "$got"
}

install_validator
rm -rf "$place/specs"
node "$srcdir/tests/contract/prepare.mjs" "$srcdir/tests/data/openapi" \
    "$place/specs" || exit 1

if start stable/2022-01-01/alerts.json defender-alerts; then
    check "alerts are fetched, page by page" run serve --once
    check "alerts are in the store" \
        test "$(run event list --json | wc -l)" -ge 40
    id=$(run event list --json --limit 1 | sed 's/.*"row":\([0-9]*\).*/\1/')
    for status in InProgress Resolved Dismissed Active; do
        check "an alert is set to $status" \
            run event status "$id" "$status" --reason contract
    done
    check "sample alerts are asked for" \
        run event simulate VirtualMachines KeyVaults
    verdict defender-alerts 8
fi
if start stable/2021-06-01/assessments.json defender-assessments; then
    check "recommendations are fetched" run serve --once
    check "recommendations are in the store" \
        test "$(run event list --json "Kind == 'recommendation'" | wc -l)" -ge 1
    verdict defender-assessments 2
fi
if start preview/2019-01-01-preview/regulatoryCompliance.json \
    defender-compliance; then
    check "compliance states are fetched" run serve --once
    check "compliance states are in the store" \
        test "$(run event list --json --standing "Kind == 'compliance'" |
            wc -l)" -ge 1
    verdict defender-compliance 4
fi

made='{"id": "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg-shop/providers/Microsoft.Security/automations/contract",
 "name": "contract", "type": "Microsoft.Security/automations",
 "location": "westeurope", "properties": {
  "scopes": [{"scopePath":
   "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f"}],
  "sources": [{"eventSource": "Alerts", "ruleSets": [{"rules": [
   {"propertyJPath": "Severity", "propertyType": "String",
    "expectedValue": "High", "operator": "Equals"}]}]}],
  "actions": [{"actionType": "LogicApp", "logicAppResourceId":
   "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg-shop/providers/Microsoft.Logic/workflows/notify-soc",
   "uri": "https://example.com/triggers/manual"}]}}'
# What lives in Azure: read, switched with PATCH, validated and removed.
if start preview/2023-12-01-preview/automations.json defender-automations; then
    check "automations are fetched" run serve --once
    check "automations are listed" \
        test "$(run rule list --azure --json | grep -c block-brute-force)" -ge 1
    check "one is switched off" act_and_serve rule disable \
        azure:block-brute-force --reason contract
    check "one is switched on" act_and_serve rule enable \
        azure:block-brute-force --reason contract
    printf '%s' "$made" >"$place/automation.json"
    check "one is validated" act_and_serve rule validate \
        "$place/automation.json"
    check "one is removed" act_and_serve rule remove \
        azure:tell-of-unhealthy --reason contract
    verdict defender-automations 7
fi
# The older interface knows no PATCH: all of it is put back.
if start preview/2019-01-01-preview/automations.json defender-automations \
    automations-put; then
    sed -i '/kind = "defender-automations"/s/;/; api_version = "2019-01-01-preview";/' \
        "$conf"
    check "automations are fetched (2019)" run serve --once
    check "one is switched off (2019)" act_and_serve rule disable \
        azure:block-brute-force --reason contract
    check "it was put" grep -q '\] put /' "$place/automations-put.prism.log"
    verdict automations-put 4
fi

say "contract: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
