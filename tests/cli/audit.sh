#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# audit.sh - every command that changes something leaves a record of it, by the
# person who ran it, and none that looks only does.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
# shellcheck source=tests/cli/inputs.sh
. "$srcdir/tests/cli/inputs.sh"
XDG_CONFIG_HOME=$here/xdg
export XDG_CONFIG_HOME
start_sandbox --scenario none
shop=/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg-shop
data=$shop/providers/Microsoft.Storage/storageAccounts/stcontososhop
vm=$shop/providers/Microsoft.Compute/virtualMachines/vm-web-01
key=0123456789abcdef0123456789abcdef
RIPOSTE_KEY=$key
RIPOSTE_OLD=fedcba9876543210fedcba9876543210
export RIPOSTE_KEY RIPOSTE_OLD
printf 'audit: { key = "env:RIPOSTE_KEY"; syslog = ""; old_keys = ["env:RIPOSTE_OLD"]; };\n' >>"$config"
me=$(id -un)

write_inputs "$data"

# The verb of the record and, behind a slash, the beginning of its object; -:
# none; engine: the engine's.  In this order, each on what those before it left.
cat >"$here/table" <<END
rule_add/rule.ask            | rule import $here/ask.json $here/gone.json
event_ingest/                | event ingest $here/one $here/two
approval_ask/approval.3      | event ingest $here/event
-                            | event list
-                            | event show 1
-                            | event why 1
event_ingest/sample          | event simulate --type VM_BruteForce
acknowledge/event.1          | event ack 1
status/event.1               | event status 1 InProgress --wait 1ms
close/event.1                | event close 1 --as Benign --reason x --wait 1ms
owner/event.1                | event owner 1 somebody
tag/event.1                  | event tag 1 +odd
note/event.1                 | event note 1 seen
-                            | rule list
-                            | rule show ask
-                            | rule guards ask
rule_change/rule.gone        | rule enable gone
rule_change/rule.gone        | rule disable gone
rule_change/rule.gone        | rule mode gone shadow
-                            | rule test ask --event 1
-                            | rule backtest ask
-                            | rule why ask
-                            | rule lint ask
-                            | rule gallery
rule_add/rule                | rule gallery --add anonymous-storage-access
rule_add/rule.more           | rule import $here/more.json
-                            | rule import --dry-run $here/ask.json
automation_validate/         | rule validate $here/azure.json --wait 1ms
rule_export/standard.output  | rule export ask
drill/rule                   | rule drill ask --wait 1ms
-                            | rule history gone
-                            | rule diff gone
rule_change/rule.gone        | rule rollback gone 1
rule_remove/rule.gone        | rule remove gone
-                            | playbook gallery
playbook_add/                | playbook gallery --add enrich
playbook_add/                | playbook import $srcdir/data/playbooks/close-storage.json
-                            | playbook list
-                            | playbook show enrich
-                            | playbook export enrich
-                            | playbook rehearse enrich
playbook_mode/               | playbook mode enrich shadow
-                            | playbook remote list
playbook_remove/             | playbook remove close-storage
-                            | run list
-                            | run show 1
-                            | approval list
-                            | approval show 1
-                            | approval look 1
deny/approval.2              | approval deny 2 --reason x
approve/approval.1           | approval approve 1 --reason x --wait 1ms
cancel/run.3                 | run cancel 3 --reason x
resubmit/run                 | run resubmit 3 --reason x --wait 1ms
delegate/                    | approval delegate --to somebody --until 1h --reason x
-                            | approval delegations
revoke/                      | approval revoke 1 --reason x
-                            | contain list
-                            | contain lint $here/more.json
contain/                     | contain do storage-public-off --target $data --reason x
extend/                      | contain extend 1 --for 1h --reason x
-                            | contain show 1
-                            | contain active
undo/                        | contain release 1 --reason x
contain/                     | contain do vm-deallocate --target $vm --reason x
undo/                        | contain undo 2 --reason x --wait 1ms
-                            | suppression list
suppress/suppression.1       | suppression add Severity=='Low' --until 7d --reason x
-                            | suppression preview Severity=='Low'
unsuppress/suppression.1     | suppression remove 1 --reason x
-                            | report
view_save/view.mine          | view save mine Severity=='Low'
-                            | view list
-                            | view show mine
view_remove/view.mine        | view remove mine
watchlist_add/watchlist.odd  | watchlist add odd one
-                            | watchlist list
-                            | watchlist show odd
watchlist_remove/watchlist.o | watchlist remove odd one
-                            | audit list
-                            | audit show 1
-                            | audit verify
audit_export/                | audit export $here/export
-                            | audit key --new $here/key
new_key/audit                | audit rotate env:RIPOSTE_OLD
hold/engine                  | engine hold --reason x
resume/engine                | engine resume
-                            | engine status
-                            | engine health
-                            | help functions
-                            | access
-                            | doctor
engine_start/engine          | serve --once
END

# What cannot be had here in a line, and where it is tried: both are acts on
# what only an engine leaves behind.
cat >"$here/elsewhere" <<END
approval confirm
contain check
contain settle
playbook run
run settle
END

riposte --commands | sed 1d | cut -f 1 | sort >"$here/commands"
sed 's/^[^|]*| //' "$here/table" | cat - "$here/elsewhere" |
    while read -r line; do
        while ! grep -qx -- "$line" "$here/commands"; do
            case $line in
                *" "*) line=${line% *} ;;
                *) break ;;
            esac
        done
        echo "$line"
    done | sort -u >"$here/told"
diff "$here/commands" "$here/told" ||
    bad "commands without a row in the table of this test, or rows of none"

last()
{
    live --json audit list --limit 1 2>/dev/null |
        sed 's/^{"seq":\([0-9]*\).*/\1/'
}

# Of the records behind number $1, the one that is meant.
recorded()
{
    live --json audit list --limit 200 |
        awk -v past="$1" -F'[:,]' '$2 > past' >"$here/new"
    grep -e "\"who\":\"$2\"" "$here/new" |
        grep -q -e "\"verb\":\"$3\",\"object\":\"$4"
}

while IFS='|' read -r want words; do
    before=$(last)
    # shellcheck disable=SC2086
    live $words </dev/null >"$here/out" 2>"$here/err"
    want=$(echo "$want" | tr -d ' ' | tr '_' ' ')
    verb=${want%%/*}
    object=${want#*/}
    who=$me
    [ "$verb" != "engine start" ] || who=riposte
    if [ "$want" = "-" ]; then
        [ "${before:-0}" = "$(last)" ] ||
            bad "riposte$words: looks only, and leaves a record"
    else
        recorded "${before:-0}" "$who" "$verb" "$object" || {
            bad "riposte$words: no record \"$verb\" of \"$object\" by $who"
            cat "$here/new" "$here/out" "$here/err"
        }
    fi
done <"$here/table"

# All of it holds together, seen from the store and from an export.
try_live 0 audit verify
says "Verified to record"
try_live 0 audit verify "$here/export"
try_live 0 audit export --format csv "$here/export.csv"
try_live 0 audit verify "$here/export.csv"
# Where there is no store.
try_live 0 audit verify "$here/export" --store "$here/nowhere/none.db"
says "Verified to record"
try_live 3 audit export "$here/export"
complains "$here/export"
try_live 2 audit verify "$here/table"
try_live 0 audit show 1
says "Seal"
try_live 1 audit show 99999
try_live 2 audit list --since never
try_live 0 audit list --who "$me" --verb rule --object more
lines 2
[ "$(wc -c <"$here/key")" = 65 ] || bad "the key is not 64 digits"
case $(ls -l "$here/key") in
    -rw-------*) ;;
    *) bad "others can read the key" ;;
esac

# What the engine told the system's log, asked of journald, here a stand-in.
points=$here/points
live serve --once --set audit.file="$points" >/dev/null 2>&1
[ -s "$points" ] || bad "no checkpoint"
mkdir "$here/bin"
printf '#!/bin/sh\nsed "s/^/riposte[1]: /" %s\n' "$points" >"$here/bin/journalctl"
chmod +x "$here/bin/journalctl"
old_path=$PATH
PATH=$here/bin:$PATH
try_live 0 audit verify --checkpoint journal
says "checkpoints agree with it"
sed -i 's/mac=......../mac=00000000/' "$points"
try_live 1 audit verify --checkpoint journal
says "the log up to there was replaced"
PATH=$old_path

# An export without its end.
sed '$d' "$here/export" >"$here/cut"
try_live 1 audit verify "$here/cut"
says "has no end"

RIPOSTE_KEY=ffffffffffffffffffffffffffffffff
try_live 3 audit verify

exit "$failed"
