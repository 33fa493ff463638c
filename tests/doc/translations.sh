#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# translations.sh - is every text of the sources translated into every language
# of po/LINGUAS, without doubt, and with the same formats?
set -u
top=${srcdir:-.}
for tool in xgettext msgmerge msgfmt; do
    command -v $tool >/dev/null || {
        echo "translations: $tool is not here"
        exit 77
    }
done
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
failed=0

sh "$top/po/data-texts" | cmp -s - "$top/po/data.h" || {
    echo "translations: po/data.h is not that of the data files; run" \
        "po/update-potfiles"
    failed=1
}

options=$(sed -n '/^XGETTEXT_OPTIONS/,/[^\\]$/p' "$top/po/Makevars" |
    sed 's/^XGETTEXT_OPTIONS *=//; s/\\$//' | tr '\n' ' ')
# shellcheck disable=SC2086
(cd "$top" && grep -v '^#' po/POTFILES.in |
    xgettext $options -f - -o "$dir/now.pot") 2>"$dir/said" || {
    cat "$dir/said"
    exit 1
}
# shellcheck disable=SC2013
for language in $(sed 's/#.*//' "$top/po/LINGUAS"); do
    msgmerge -q --no-fuzzy-matching -o "$dir/$language.po" \
        "$top/po/$language.po" "$dir/now.pot" || failed=1
    msgfmt -c -o /dev/null "$dir/$language.po" || failed=1
    msgfmt --statistics -o /dev/null "$dir/$language.po" 2>"$dir/figures"
    echo "$language: $(cat "$dir/figures")"
    if grep -qE 'fuzzy|untranslated' "$dir/figures"; then
        failed=1
        msgattrib --untranslated --no-wrap "$dir/$language.po" |
            sed -n 's/^msgid /  /p'
    fi
done
exit $failed
