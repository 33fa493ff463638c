/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/help.h"

#include <string.h>

#include "ui/words.h"
#include "util/text.h"
#include "util/utf8.h"

#define KEYS_WIDTH 14

static void add_binding(struct view *view, const struct keymap_row *row)
{
    size_t width = utf8_width(str_of(row->keys));

    view_add(view, row->why ? STYLE_KEY_OFF : STYLE_KEY, str_of(row->keys));
    do
        view_add(view, STYLE_TEXT, STR(" "));
    while (++width < KEYS_WIDTH);
    view_indent(view, KEYS_WIDTH);
    view_add(view, STYLE_TEXT, str_of(row->help));
    if (!*row->keys)
        view_printf(view, STYLE_DIM, _(" (in the palette: %s)"),
                    _(row->binding->label));
    if (row->why)
        view_printf(view, STYLE_DIM, _(" Not now: %s"), row->why);
    view_end(view, 0);
}

/* Names of the tables, as a person would call them; the others are the
 * screen's own. */
static const char *context_title(const struct shell *shell, const char *context)
{
    static const struct {
        const char *context;
        const char *title;
    } titles[] = {
        {"common", N_("Everywhere")},
        {"move", N_("Moving")},
        {"pane", N_("Panes")},
        {"search", N_("Searching")},
        {"triage", N_("Acts on events")},
        {"editor", N_("Editor of rules")},
    };

    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
        if (!strcmp(titles[i].context, context))
            return _(titles[i].title);
    }
    return _(screens[shell->current]->title);
}

struct pager *help_keys(struct shell *shell)
{
    struct screen_scope own;
    struct keymap_scope scope = shell_scope(shell, &own);
    struct arena *arena = arena_new();
    struct pager *pager = pager_new(_("Keys of this screen"));
    struct keymap_row *rows;
    const char *context = "";
    size_t n;

    rows = keymap_rows(&scope, arena, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(context, rows[i].context) != 0) {
            if (*context)
                view_line(pager->view, STYLE_TEXT, STR_NONE);
            context = rows[i].context;
            words_head(pager->view, context_title(shell, context));
        }
        add_binding(pager->view, &rows[i]);
    }
    arena_free(arena);
    return pager;
}

static void add_source(struct view *view, const struct source_status *source,
                       const struct shell *shell)
{
    char age[WHEN_TEXT_SIZE];
    bool bad = source->code != ERR_NONE;

    view_add(view, bad ? STYLE_ERROR : STYLE_OK, bad ? STR("✗ ") : STR("● "));
    view_printf(view, STYLE_STRONG, "%s", source->name);
    if (source->busy)
        view_add(view, STYLE_INFO, str_of(_("  being asked now")));
    view_end(view, 0);
    if (source->succeeded)
        view_printf(view, STYLE_TEXT, _("  Last answer %s ago."),
                    when_age(shell->now - source->succeeded, age));
    else
        view_add(view, STYLE_TEXT, str_of(_("  It has not answered yet.")));
    if (source->next > shell->now)
        view_printf(view, STYLE_DIM, _(" Next in %s."),
                    when_age(source->next - shell->now, age));
    view_end(view, 0);
    if (source->text[0]) {
        view_add(view, STYLE_TEXT, STR("  "));
        view_indent(view, 2);
        view_add(view, STYLE_ERROR, str_of(source->text));
        view_end(view, 0);
    }
}

struct pager *help_sources(struct shell *shell)
{
    const struct engine_status *status = &shell->status;
    struct pager *pager = pager_new(_("Sources"));
    struct buf roles;

    if (!status->n_sources)
        view_line(pager->view, STYLE_DIM,
                  str_of(_("No source is configured. Name one under "
                           "`sources' in the configuration, or ingest files "
                           "with `riposte event ingest'.")));
    for (size_t i = 0; i < status->n_sources; i++)
        add_source(pager->view, &status->sources[i], shell);
    view_line(pager->view, STYLE_TEXT, STR_NONE);
    words_pair(pager->view, _("Engine"),
               str_of(status->here ? _("this process") : status->holder));
    words_pair(pager->view, _("Store"), str_of(shell->config->store));
    words_pair(pager->view, _("You are"), str_of(shell->person));
    buf_init(&roles);
    access_names(shell->access.roles, ", ", &roles);
    words_pair(pager->view, _("Roles"), buf_view(&roles));
    words_pair(pager->view, _("Four eyes"),
               access_four_eyes(shell->config->four_eyes));
    buf_done(&roles);
    return pager;
}
