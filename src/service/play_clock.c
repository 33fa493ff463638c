/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_clock.c - playbooks that the clock starts.
 */
#include "engine/recurrence.h"
#include "service/play.h"
#include "service/play_part.h"
#include "service/present.h"
#include "store/playbooks.h"
#include "util/text.h"

/* Once it has been missed for long, once is enough. */
struct due_work {
    const struct stored_playbook *stored;
    int64_t now;
};

bool play_due(const struct playbook *playbook, int64_t since, int64_t now,
              int64_t *out, struct err *err)
{
    struct expr_outside outside = present_at(now);
    const char *name;

    *out = 0;
    return playbook->start != START_RECURRENCE ||
           recurrence_next(wdl_trigger(playbook->wdl, &name), since, now,
                           &outside, out, err);
}

static bool set_next(struct desk *desk, const struct due_work *work,
                     struct err *err)
{
    const struct playbook_given given = {
        .file = work->stored->name,
        .catalogue = desk->catalogue,
    };
    struct playbook_reading reading;
    struct err ignored;
    int64_t next = 0;

    playbook_reading_init(&reading);
    if (playbook_read_all(work->stored->json, &given, &reading, &ignored) &&
        reading.playbooks[0].wdl)
        play_due(&reading.playbooks[0], work->stored->due, work->now, &next,
                 &ignored);
    playbook_reading_done(&reading);
    return playbooks_set_due(desk->store, work->stored->row, next, err);
}

/* What cannot be started is told of once, and tried again at its next time. */
static bool start_one(struct desk *desk, void *with, struct err *err)
{
    const struct due_work *work = with;
    const struct play_start start = {
        .name = str_of(work->stored->name),
        .mode = work->stored->mode,
        .by = PERSON_ENGINE,
        .why = _("By the clock."),
    };
    struct err object;
    struct err why;
    int64_t run;

    if (!set_next(desk, work, err))
        return false;
    if (work->stored->mode == RULE_OFF)
        return true;
    err_set(&object, ERR_NONE, "playbook %s", work->stored->name);
    if (play_start(desk, &start, work->now, &run, &why))
        return play_progress(desk, run, work->now, err);
    if (why.code != ERR_INPUT && why.code != ERR_AGAIN) {
        *err = why;
        return false;
    }
    return desk_deed(desk, PERSON_ENGINE, "playbook not run", object.text, 0,
                     why.text, err);
}

bool play_clock(struct desk *desk, int64_t now, bool *worked, int64_t *next,
                struct err *err)
{
    struct arena *arena = arena_new();
    struct stored_playbook *due = NULL;
    int64_t later = 0;
    size_t n = 0;
    bool ok;

    ok = playbooks_due(desk->store, now, arena, &due, &n, &later, err);
    for (size_t i = 0; ok && i < n; i++) {
        struct due_work work = {.stored = &due[i], .now = now};

        ok = desk_transact(desk, start_one, &work, err);
        *worked = true;
    }
    if (ok && later > 0 && (*next == 0 || later < *next))
        *next = later;
    arena_free(arena);
    return ok;
}
