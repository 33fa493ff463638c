/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/palette.h"

#include <string.h>

#include "util/text.h"

/* Moving through a list by its name makes no sense. */
static bool wanted(const struct keymap_row *row)
{
    return strcmp(row->context, "move") != 0 && row->binding->act != ACT_TAB &&
           row->binding->act != ACT_PALETTE;
}

/* The rows that the palette shows, in its order.  They are gathered anew when
 * one is chosen: nothing that is bound has changed meanwhile. */
static size_t gather(struct shell *shell, struct arena *arena,
                     struct keymap_row **out)
{
    struct screen_scope own;
    struct keymap_scope scope = shell_scope(shell, &own);
    struct keymap_row *rows;
    size_t kept = 0;
    size_t n;

    rows = keymap_rows(&scope, arena, &n);
    for (size_t i = 0; i < n; i++) {
        if (wanted(&rows[i]))
            rows[kept++] = rows[i];
    }
    *out = rows;
    return kept;
}

static void chosen(void *with, struct dialog *dialog, bool yes)
{
    struct shell *shell = with;
    int tag = dialog_tag(dialog);
    struct arena *arena;
    struct keymap_row *rows;
    size_t n;

    if (!yes || dialog_choice(dialog) == SIZE_MAX)
        return;
    if (tag < 0) {
        shell_go_tab(shell, (size_t)(-tag - 1));
        return;
    }
    arena = arena_new();
    n = gather(shell, arena, &rows);
    if ((size_t)tag < n)
        shell_do(shell, rows[tag].binding, KEYS_NONE);
    arena_free(arena);
}

static size_t add_acts(struct shell *shell, struct arena *arena,
                       struct dialog_item **out)
{
    struct dialog_item *items;
    struct keymap_row *rows;
    size_t n = gather(shell, arena, &rows);

    items = arena_array(arena, n + n_screens, sizeof(*items));
    for (size_t i = 0; i < n; i++) {
        const char *label = _(rows[i].binding->label);

        items[i] = (struct dialog_item){
            .label = str_of(arena_printf(arena, "%s: %s", label, rows[i].help)),
            .note = str_of(rows[i].keys),
            .why_not = str_of(rows[i].why),
            .tag = (int)i,
        };
    }
    *out = items;
    return n;
}

void palette_open(struct shell *shell)
{
    struct arena *arena = arena_new();
    struct dialog_item *items;
    size_t n = add_acts(shell, arena, &items);

    for (size_t i = 0; i < n_screens; i++) {
        const char key[] = {screens[i]->digit, '\0'};

        items[n++] = (struct dialog_item){
            .label = str_of(
                arena_printf(arena, _("screen: %s"), _(screens[i]->title))),
            .note = str_of(arena_text(arena, key)),
            .tag = -1 - (int)i,
        };
    }
    shell_show_take(shell,
                    dialog_pick(shell->term, str_of(_("Acts")), items, n),
                    chosen, shell);
    arena_free(arena);
}
