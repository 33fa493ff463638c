#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# revisions.sh - what a rule was before, rules as a directory, and why.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
events=$srcdir/tests/data/events/generated.ndjson
demo=$srcdir/data/rules/demo-shop.json

# Three revisions: added, changed by a file, switched.
try 0 rule import "$demo"
try 0 rule list --json
name=$(sed -n 's/.*"name":"\([^"]*\)".*/\1/p;1q' "$here/out")
riposte rule export "$name" | sed 's/"note": "[^"]*"/"note": "another"/' \
    >"$here/changed"
try 0 rule import "$here/changed"
says "+ note: another"
try 0 rule mode "$name" off
try 0 rule history "$name"
says "Revision 3, "
says "  + mode: off"
says "Revision 1, "
try 0 rule history "$name" --json
lines 3
says '"path":"note"'
try 0 rule diff "$name"
says "from revision 2 to 3"
try 0 rule diff "$name" 1
says "from revision 1 to 3"
says "+ note: another"
try 0 rule diff "$name" 2 1 --json
says '"from":2,"to":1'
says '"was":"another"'
try 1 rule diff "$name" 2 2
try 1 rule diff "$name" 7
complains "has no revision 7"
try 2 rule diff "$name" x
try 1 rule history nobody
try 2 rule rollback "$name" 3
complains "nothing to take back"
try 0 rule rollback "$name" 1
says "this is revision 4"
try 1 rule diff "$name" 1 4
try 0 rule history "$name" --json
lines 4

# A directory: written, and taken in again.
dir=$here/rules
try 0 rule export --dir "$dir"
says ".json: added"
[ "$(find "$dir" -name '*.json' | wc -l)" = 3 ] || bad "not three files"
grep -q '"revision"\|"saved"\|"author"' "$dir"/*.json &&
    bad "the files hold what changes by itself"
try 0 rule export --dir "$dir"
grep -qv ': same$' "$here/out" && bad "the second export is not the same"
try 0 rule import --dir "$dir"
grep -qv ': same$' "$here/out" && bad "what was exported is not the same"
try 2 rule import --dir "$dir" "$demo"
try 2 rule import --prune "$demo"
try 2 rule import
try 2 rule import --dir "$here/nowhere"
try 2 rule export --dir "$dir" "$name"

file=$(find "$dir" -name '*.json' | sort | head -n 1)
sed 's/"note": "[^"]*"/"note": "from a file"/' "$file" >"$here/new"
cp "$here/new" "$file"
echo '{"name": "one more", "mode": "off"}' >"$dir/one-more.json"
try 0 rule import --dir "$dir" --dry-run
says "one more: added"
says ": changed"
says "+ note: from a file"
try 1 rule show "one more"
echo '{"name": "broken", "mood": "off"}' >"$dir/zz.json"
try 2 rule import --dir "$dir"
complains "zz.json"
try 1 rule show "one more"
rm "$dir/zz.json"
try 0 rule import --dir "$dir"
try 0 rule show "one more"
rm "$dir/one-more.json"
try 0 rule import --dir "$dir"
try 0 rule show "one more"
try 0 rule import --dir "$dir" --prune --dry-run
says "one more: removed"
try 0 rule import --dir "$dir" --prune --json
says '{"name":"one more","what":"removed"}'
try 1 rule show "one more"
echo '{"name": "later", "mode": "off"}' >"$here/later"
try 0 rule import "$here/later"
try 0 rule export --dir "$dir"
says "later.json: added"
try 0 rule remove later
try 0 rule export --dir "$dir"
says "later.json: left"

# Nothing is no import, and automations lie among rules.
mkdir "$here/mixed" || exit 99
for nothing in '[]' '{"value": []}'; do
    echo "$nothing" >"$here/mixed/none.json"
    try 2 rule import "$here/mixed/none.json"
    complains "nothing to import"
    try 2 rule import --dir "$here/mixed" --prune
    complains "no rule in"
done
echo '{"name": "later", "mode": "off"}' >"$here/mixed/later.json"
cat >"$here/mixed/none.json" <<'END'
{"type": "Microsoft.Security/automations", "name": "from-azure",
 "properties": {"isEnabled": true, "scopes": [],
  "sources": [{"eventSource": "Alerts"}],
  "actions": [{"actionType": "LogicApp", "logicAppResourceId":
   "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg/providers/Microsoft.Logic/workflows/la"}]}}
END
try 0 rule import --dir "$here/mixed" --dry-run
says "later: added"
says "from-azure: added"

# Two names that would be one file.
echo '[{"name": "a b", "mode": "off"}, {"name": "A-B", "mode": "off"}]' \
    >"$here/twins"
try 0 rule import "$here/twins"
try 0 rule export --dir "$dir"
[ "$(find "$dir" -name 'a-b-*.json' | wc -l)" = 2 ] || bad "one file for two"

# Why.
try 0 event ingest "$events"
try 0 event why 1
says "$name"
try 0 event why 1 --json
says '"reason":'
riposte rule why "$name" 1 >"$here/out" 2>"$here/err"
says "found: "
try 2 rule why "$name" 1 --event 2
try 1 rule why "$name" 999999
try 1 rule why "a b" 1 --json
says '"decision":{'
says '"conditions":['

exit "$failed"
