/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * contain_acts.c - what is done with containments in force, one or many: each
 * is done by itself and reported, and one that cannot be done does not stop
 * the others.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/follow.h"
#include "cli/many.h"
#include "cli/stop.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "service/conductor.h"
#include "service/govern.h"
#include "service/look.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* As long as a signal may have to wait. */
#define SLICE 250

/* ---- which are meant ---- */

static bool by_event(struct call *call, struct many *out, struct err *err)
{
    struct effect_page *page;
    int64_t event;
    bool ok;

    if (!option_event(call, &event, err))
        return false;
    page = effect_page_of(call->desk, event);
    ok = page_good(&page->error, err);
    for (size_t i = 0; ok && i < page->n; i++) {
        if (effect_active(&page->rows[i]))
            many_add(out, page->rows[i].row);
    }
    effect_page_free(page);
    return ok;
}

static bool choose(struct call *call, struct many *out, struct err *err)
{
    if (call->opts->event && call->n_words > 0)
        return err_set(err, ERR_INPUT,
                       _("Numbers and --event do not go together."));
    if (call->opts->event)
        return by_event(call, out, err);
    if (call->n_words == 0)
        return err_set(err, ERR_INPUT,
                       _("Say which containments: their numbers, or --event."));
    return many_words(call, "contain active", out, err);
}

static bool each(struct call *call, const struct many *rows,
                 bool (*act)(struct call *call, int64_t row, bool alone,
                             struct err *err),
                 struct err *err)
{
    return many_each(call, rows, true, _("Containment"), act, err);
}

static bool each_chosen(struct call *call,
                        bool (*act)(struct call *call, int64_t row, bool alone,
                                    struct err *err),
                        struct err *err)
{
    struct many rows = {0};
    bool ok = choose(call, &rows, err) && each(call, &rows, act, err);

    many_done(&rows);
    return ok;
}

/* ---- one by one ---- */

static void print_glass(struct out *out, const struct approval *glass)
{
    struct buf text;

    buf_init(&text);
    effect_glass_write(glass, &text);
    out_fact(out, _("Break-glass"), buf_view(&text));
    buf_done(&text);
}

static bool tell_one(struct call *call, int64_t row, struct err *err)
{
    struct effect_page *page = effect_page_one(call->desk, row);
    bool ok = page_good(&page->error, err);

    if (ok && call->out->json)
        out_json_take(call->out, effect_to_json(page->rows));
    else if (ok)
        print_effect(call->out, page->rows);
    if (ok && !call->out->json && effect_glass(page, 0) != NULL)
        print_glass(call->out, effect_glass(page, 0));
    effect_page_free(page);
    return ok;
}

bool contain_show(struct call *call, struct err *err)
{
    int64_t row;

    return word_row(call, 0, "contain active", &row, err) &&
           tell_one(call, row, err);
}

static bool begun(struct call *call, int64_t run, struct err *err)
{
    if (!call->out->json)
        out_printf(call->out, _("Run %lld has begun."), (long long)run);
    out_flush(call->out);
    return follow_run(call, run, err);
}

bool contain_undo_verb(struct call *call, struct err *err)
{
    const char *why = call->opts->reason;
    int64_t effect;
    int64_t run;

    return word_row(call, 0, "contain active", &effect, err) &&
           (call->opts->anyway
                ? contain_undo_anyway(call->desk, effect, why, &run, err)
                : contain_undo(call->desk, effect, why, &run, err)) &&
           begun(call, run, err);
}

static bool release_one(struct call *call, int64_t row, bool alone,
                        struct err *err)
{
    int64_t run;

    (void)alone;
    return contain_undo(call->desk, row, call->opts->reason, &run, err) &&
           begun(call, run, err);
}

/* Nobody takes back more than they have counted. */
static bool counted(struct call *call, const struct many *rows, struct err *err)
{
    if (!call->opts->event || rows->n < 2 ||
        call->opts->count == (int64_t)rows->n)
        return true;
    for (size_t i = 0; i < rows->n; i++) {
        if (!tell_one(call, rows->rows[i], err))
            return false;
    }
    return err_set(err, ERR_INPUT,
                   _("%zu containments of the event are in force. To take all "
                     "of them back, say so: --count %zu."),
                   rows->n, rows->n);
}

bool contain_release_verb(struct call *call, struct err *err)
{
    struct many rows = {0};
    bool ok = choose(call, &rows, err) && counted(call, &rows, err) &&
              each(call, &rows, release_one, err);

    many_done(&rows);
    return ok;
}

/* ---- its end ---- */

/* "never", or a moment to come. */
static bool read_until(const char *text, struct extend_wish *wish,
                       struct err *err)
{
    wish->never = strcmp(text, "never") == 0;
    if (wish->never || when_parse(str_of(text), &wish->until))
        return true;
    return err_set(err, ERR_INPUT,
                   _("--until must be a moment such as 2026-03-05T12:00, or "
                     "never, not \"%.80s\"."),
                   text);
}

static bool extend_one(struct call *call, int64_t row, bool alone,
                       struct err *err)
{
    const struct opts *opts = call->opts;
    struct extend_wish wish = {
        .effect = row,
        .lasts = opts->lasts,
        .why = opts->reason,
    };
    char end[WHEN_TEXT_SIZE];
    int64_t until;

    (void)alone;
    if (opts->until && !read_until(opts->until, &wish, err))
        return false;
    if (!contain_extend(call->desk, &wish, &until, err))
        return false;
    if (call->out->json)
        return tell_one(call, row, err);
    if (until == 0)
        out_printf(call->out, _("Containment %lld has no end any more."),
                   (long long)row);
    else
        out_printf(call->out, _("Containment %lld ends at %s."), (long long)row,
                   when_iso(until, end));
    return true;
}

bool contain_extend_verb(struct call *call, struct err *err)
{
    if ((call->opts->lasts > 0) == (call->opts->until != NULL))
        return err_set(err, ERR_INPUT,
                       _("Say the new end: --for SPAN, or --until MOMENT."));
    return each_chosen(call, extend_one, err);
}

/* ---- looking ---- */

static bool answered(struct call *call, int64_t look, bool *yes,
                     struct err *err)
{
    struct arena *arena = arena_new();
    struct look found;
    bool ok = look_get(call->desk, look, arena, &found, err);

    if (ok)
        *yes = found.state != LOOK_WANTED;
    arena_free(arena);
    return ok;
}

/* When no other engine holds the lease, the look is made here. */
static bool await_look(struct call *call, int64_t look, struct err *err)
{
    int64_t until = when_monotonic() + call->opts->wait;
    struct conductor *conductor;
    bool worked, yes = false;
    int stop;
    bool ok;

    if (!stop_open(&stop, err))
        return false;
    ok = conductor_new(call->desk, false, &conductor, err);
    if (ok) {
        ok = answered(call, look, &yes, err);
        while (ok && !yes && !stop_asked(stop) && when_monotonic() < until)
            ok = conductor_step(conductor, SLICE, -1, &worked, err) &&
                 answered(call, look, &yes, err);
        conductor_free(conductor);
    }
    close(stop);
    return ok;
}

/* Only what is seen to be so is good. */
static bool tell_look(struct call *call, int64_t row, int64_t look,
                      struct err *err)
{
    struct effect_page *page;
    bool yes, ok;

    if (!answered(call, look, &yes, err))
        return false;
    if (!yes && !call->out->json)
        out_printf(call->out,
                   _("Containment %lld has not been looked at yet: look %lld "
                     "waits for an engine."),
                   (long long)row, (long long)look);
    page = effect_page_one(call->desk, row);
    ok = page_good(&page->error, err);
    if (ok && (!yes || page->rows->drift != DRIFT_SO))
        call->status = STATUS_NO;
    effect_page_free(page);
    return ok && tell_one(call, row, err);
}

static bool check_one(struct call *call, int64_t row, bool alone,
                      struct err *err)
{
    int64_t look;

    (void)alone;
    return contain_check(call->desk, row, &look, err) &&
           await_look(call, look, err) && tell_look(call, row, look, err);
}

static bool all_active(struct call *call, struct many *out, struct err *err)
{
    struct effect_page *page = effect_page_read(call->desk, true);
    bool ok = page_good(&page->error, err);

    for (size_t i = 0; ok && i < page->n; i++)
        many_add(out, page->rows[i].row);
    effect_page_free(page);
    return ok;
}

bool contain_check_verb(struct call *call, struct err *err)
{
    struct many rows = {0};
    bool ok = call->n_words == 0 && !call->opts->event
                  ? all_active(call, &rows, err)
                  : choose(call, &rows, err);

    ok = ok && each(call, &rows, check_one, err);
    many_done(&rows);
    return ok;
}

bool contain_settle_verb(struct call *call, struct err *err)
{
    static const enum effect_state states[] = {EFFECT_OBSERVED, EFFECT_UNDONE,
                                               EFFECT_FAILED};
    const char *as = call->opts->as;
    int64_t row;

    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (strcmp(as, effect_state_name(states[i])) == 0)
            return word_row(call, 0, "contain active", &row, err) &&
                   contain_settle(call->desk, row, states[i],
                                  call->opts->reason, err) &&
                   tell_one(call, row, err);
    }
    return err_set(err, ERR_INPUT,
                   _("--as must be observed, undone or failed, not \"%.40s\"."),
                   as);
}
