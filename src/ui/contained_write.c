/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * contained_write.c - one containment whole: three facts, its end, how it was
 * before, how it was left and how it was found, and the way back.
 */
#include <inttypes.h>
#include <stdio.h>

#include "ui/contained_own.h"
#include "ui/words.h"
#include "util/text.h"

/* Requested, accepted and observed are three facts, each with its time. */
static void add_facts(const struct effect *row, bool utc, struct view *view)
{
    struct str no = str_of(_("not yet"));

    words_pair_time(view, _("Requested"), row->requested, utc);
    if (row->accepted)
        words_pair_time(view, _("Accepted"), row->accepted, utc);
    else
        words_pair(view, _("Accepted"), no);
    if (row->observed)
        words_pair_time(view, _("Observed"), row->observed, utc);
    else
        words_pair(view, _("Observed"), no);
    words_pair_time(view, _("Ended"), row->ended, utc);
}

static void add_end(const struct contained *contained, const struct effect *row,
                    struct view *view)
{
    const struct shell *shell = contained->board.shell;
    char left[WHEN_TEXT_SIZE];
    char end[WHEN_TEXT_SIZE];
    struct buf text;

    if (!effect_active(row))
        return;
    if (row->until == 0) {
        words_pair(view, _("Until"), str_of(_("somebody takes it back")));
        return;
    }
    buf_init(&text);
    buf_text(&text, when_local(row->until, shell->utc, end));
    if (row->until > shell->now)
        buf_printf(&text, _(", in %s"),
                   words_left(shell->now, row->until, left));
    else
        buf_text(&text, _(", which is over"));
    words_pair(view, _("Until"), buf_view(&text));
    buf_done(&text);
}

static void add_drift(const struct effect *row, bool utc, struct view *view)
{
    static const char *const words[DRIFT_N] = {
        [DRIFT_SO] = N_("still so"),
        [DRIFT_GONE] = N_("no longer so"),
        [DRIFT_BLIND] = N_("could not be seen"),
    };

    if (row->looked == 0)
        return;
    if (row->drift != DRIFT_NONE && effect_active(row)) {
        words_pair(view, _("It is"), str_of(_(words[row->drift])));
        words_pair_time(view, _("Known since"), row->drift_since, utc);
    }
    words_pair_time(view, _("Looked"), row->looked, utc);
    words_pair(view, _("Found"), str_of(row->seen));
}

static void add_number(struct view *view, const char *label, int64_t number)
{
    char text[32];

    if (number == 0)
        return;
    snprintf(text, sizeof(text), "%" PRId64, number);
    words_pair(view, label, str_of(text));
}

static void add_links(const struct effect *row, struct view *view)
{
    add_number(view, _("Event"), row->event);
    add_number(view, _("Run"), row->run);
    add_number(view, _("Approval"), row->approval);
    add_number(view, _("Taken back by run"), row->undo_run);
}

static void add_state(const char *head, const struct json *json,
                      struct view *view)
{
    if (!json_length(json))
        return;
    view_line(view, STYLE_TEXT, STR_NONE);
    words_head(view, head);
    words_json(view, json);
}

static void add_way(const struct containment *entry, struct view *view)
{
    view_line(view, STYLE_TEXT, STR_NONE);
    words_head(view, _("The way back"));
    if (entry->n_undos == 0)
        view_line(view, STYLE_WARN, str_of(_("There is none.")));
    for (size_t i = 0; i < entry->n_undos; i++) {
        view_printf(view, STYLE_TEXT, "  %s %s", entry->undos[i].method,
                    entry->undos[i].url);
        view_end(view, 0);
    }
}

static void add_glass(const struct approval *glass, struct view *view)
{
    struct buf text;

    if (glass == NULL)
        return;
    buf_init(&text);
    effect_glass_write(glass, &text);
    words_pair(view, _("Break-glass"), buf_view(&text));
    buf_done(&text);
}

void contained_write(void *with, size_t index, struct view *view)
{
    const struct contained *contained = with;
    const struct effect *row = contained_at(contained, index);
    const struct containment *entry = contained_entry(contained, row);
    bool utc = contained->board.shell->utc;

    words_pair(view, _("State"), words_effect(row->state).word);
    words_pair(view, _("Waits"), str_of(row->trouble));
    words_pair_time(view, _("Changed"), row->changed, utc);
    words_pair(view, _("Target"), str_of(row->target));
    words_pair(view, _("By"), str_of(row->by));
    words_pair(view, _("Why"), str_of(row->why));
    add_glass(effect_glass(contained->page, index), view);
    add_facts(row, utc, view);
    add_end(contained, row, view);
    add_drift(row, utc, view);
    words_pair(view, _("Settled by"), str_of(row->settled_by));
    add_links(row, view);
    if (entry) {
        words_pair(
            view, _("Effect"),
            str_of(words_class(row->until ? CLASS_TIMED : entry->class)));
        words_pair(view, _("Note"), str_of(entry->note));
    }
    add_state(_("As it was before"), row->kept, view);
    add_state(_("As the containment left it"), json_get(row->left, "values"),
              view);
    add_state(_("As it was found"), json_get(row->found, "values"), view);
    if (entry)
        add_way(entry, view);
}
