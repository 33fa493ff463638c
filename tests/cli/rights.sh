#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC1091,SC2034,SC2119,SC2154,SC2317
#
# rights.sh - every command as each role: what it may, what it may not, and that
# none changes anything which is said to look only.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:?}/tests/cli/lib.sh"
# shellcheck source=tests/cli/inputs.sh
. "$srcdir/tests/cli/inputs.sh"
XDG_CONFIG_HOME=$here/xdg
export XDG_CONFIG_HOME
roles="viewer analyst author approver admin"

target=/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/stshop

write_inputs "$target"
try 0 rule import "$here/ask.json" "$here/gone.json"
try 0 event ingest "$here/one" "$here/two"
try 0 approval list
lines 3
try 0 rule mode ask shadow
try 0 view save mine "Severity =~ 'Low'"
try 0 watchlist add odd two
me=$(riposte access --json | sed 's/.*"person":"\([^"]*\)".*/\1/')

# Who gives the right, then the command.  look: any role, since it looks only, or
# finds nothing of one's own to be changed; free: without a store, or of one's
# own files; engine: the engine, and no person.
cat >"$here/table" <<END
look     event list
look     event show 1
look     event why 1
analyst  event ingest $here/event
analyst  event simulate --type VM_BruteForce
analyst  event ack 1
analyst  event status 1 InProgress --wait 1ms
analyst  event close 1 --as Benign --reason x --wait 1ms
analyst  event owner 1 somebody
analyst  event tag 1 +odd
analyst  event note 1 seen
look     rule list
look     rule show ask
look     rule guards ask
author   rule enable ask
author   rule disable ask
author   rule mode ask auto
look     rule test ask --event 1
look     rule backtest ask
look     rule why ask
look     rule lint ask
free     rule gallery
author   rule gallery --add anonymous-storage-access
author   rule import $here/more.json
look     rule import --dry-run $here/more.json
author   rule validate $here/azure.json --wait 1ms
look     rule export ask
author   rule drill ask --wait 1ms
look     rule history ask
look     rule diff ask
author   rule rollback ask 1
author   rule remove gone
free     playbook gallery
author   playbook gallery --add enrich close-storage
author   playbook import $srcdir/data/playbooks/enrich.json
look     playbook list
look     playbook show enrich
look     playbook export enrich
look     playbook rehearse enrich
author   playbook mode enrich shadow
analyst  playbook run enrich --event 1 --wait 1ms
look     playbook remote list
author   playbook remote start nothing --event 1 --wait 1ms
author   playbook remote disable nothing --wait 1ms
author   playbook remove enrich
look     run list
look     run show 1
analyst  run cancel 2 --reason x
analyst  run resubmit 2 --reason x --wait 1ms
analyst  run settle 2 --step 1 --as done --reason x
look     approval list
look     approval show 1
look     approval look 77
approver approval deny 2 --reason x
approver approval approve 1 --reason x --wait 1ms
look     approval confirm 1 --reason x
look     approval look 1
approver approval delegate --to somebody --until 1h --reason x
look     approval delegations
look     approval revoke 77 --reason x
free     contain list
free     contain lint $here/more.json
analyst  contain do storage-public-off --target $target --reason x --wait 1ms
analyst  contain undo 77 --reason x --wait 1ms
analyst  contain extend 77 --for 1h --reason x
analyst  contain release 77 --reason x --wait 1ms
analyst  contain check 77 --wait 1ms
analyst  contain settle 77 --as observed --reason x
look     contain show 77
look     contain active
look     suppression list
author   suppression add Severity=='Low' --until 7d --reason x
author   suppression remove 1 --reason x
look     suppression preview Severity=='Low'
look     report
free     view list
free     view show mine
free     view save mine Severity=='Low'
free     view remove mine
free     watchlist list
free     watchlist show odd
author   watchlist add odd one
author   watchlist remove odd one
look     audit list
look     audit show 1
look     audit verify
look     audit export $here/export
free     audit key --new $here/key
admin    audit rotate env:OLD
look     engine status
look     engine health
admin    engine hold --reason x
admin    engine resume
engine   serve --once
free     help functions
free     access
free     doctor
END

# Every command stands in the table, with whom it is for.
riposte --commands | sed 1d | cut -f 1 | sort >"$here/commands"
sed 's/^[a-z]* *//' "$here/table" | while read -r line; do
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

# as ROLE WORD…: whoever runs this has that role, and somebody else the others.
as()
{
    role=$1
    shift
    set -- --set approvals.four_eyes=off --set "roles.$role=$me" "$@"
    for other in $roles; do
        [ "$other" = "$role" ] || set -- --set "roles.$other=somebody" "$@"
    done
    riposte "$@" </dev/null >"$here/out" 2>"$here/err"
}

state()
{
    riposte --json event list
    riposte --json rule list
    riposte --json run list
    riposte --json approval list --all
    riposte --json suppression list --all
    riposte --json contain active --all
    # Reading some things leaves a record, which is as it should be.
    riposte --json engine status | sed 's/"audit":.*//'
    riposte watchlist show odd
}

refused()
{
    as "$@"
    status=$?
    grep -q "needs \(the role $who\|a role\)" "$here/err" || status=none
    [ "$status" = 3 ] || {
        bad "as $*: not refused"
        cat "$here/out" "$here/err"
    }
}

# It may fail, but not for want of a role.
may()
{
    as "$@"
    if grep -q "needs \(the\|a\) role" "$here/err"; then
        bad "as $*: refused"
        cat "$here/err"
    fi
}

state >"$here/before"
for role in nobody $roles; do
    while read -r who words; do
        [ "$who" != engine ] || continue
        [ "$who" != "$role" ] || continue
        # shellcheck disable=SC2086
        case $role/$who in
            nobody/free) may viewer --set roles.viewer=somebody $words ;;
            nobody/*) refused viewer --set roles.viewer=somebody $words ;;
            */look | */free) [ "$role" != viewer ] || may "$role" $words ;;
            *) refused "$role" $words ;;
        esac
    done <"$here/table"
done
riposte view save mine "Severity =~ 'Low'" >/dev/null
state >"$here/after"
diff "$here/before" "$here/after" ||
    bad "what looks only, or was refused, has changed something"

# And each for whom it is.
for role in $roles; do
    while read -r who words; do
        # shellcheck disable=SC2086
        [ "$who" != "$role" ] || may "$role" $words
    done <"$here/table"
done
state >"$here/after"
diff "$here/before" "$here/after" >/dev/null && bad "nothing could be done"

# Breaking the glass takes both roles; what they do is confirmed by another
# approver.
machine=${target%/providers/*}/providers/Microsoft.Compute/virtualMachines/vm
glass="contain do vm-deallocate --break-glass --reason x --wait 1ms
 --target $machine --set containment.protected=$machine"
for role in $roles; do
    who="analyst and approver"
    [ "$role" = analyst ] || who=analyst
    # shellcheck disable=SC2086
    refused "$role" $glass
done
# shellcheck disable=SC2086
may analyst --set "roles.approver=$me" $glass
riposte --json approval list >"$here/out"
row=$(sed -n 's/^{"id":\([0-9]*\),.*"breakGlass":true.*/\1/p' "$here/out")
[ -n "$row" ] || bad "the glass was not broken"
for role in viewer analyst author admin; do
    who=approver
    refused "$role" approval confirm "$row" --reason x
done

# Of somebody else's store, whoever cannot sign in leaves the work to those who
# can: it is not begun, and so does not fail.
if [ "$(id -u)" = 0 ]; then
    chown 65534 "$store"*
    out_of_reach="--set identity.client_secret=env:RIPOSTE_NOT_THERE"
    out_of_reach="$out_of_reach --set identity.tenant=00000000-0000-4000-8000-000000000001"
    out_of_reach="$out_of_reach --set identity.client_id=00000000-0000-4000-8000-000000000001"
    # shellcheck disable=SC2086
    try 3 serve --once $out_of_reach
    complains "out of your reach"
    # shellcheck disable=SC2086
    try 1 contain "do" vm-deallocate --reason x --target "${machine}2" \
        --wait 1s $out_of_reach
    says "is not over"
fi

exit "$failed"
