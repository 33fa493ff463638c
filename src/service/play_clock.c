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
    const char *name;
    struct arena *arena;
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

static bool set_next(struct desk *desk, const struct stored_playbook *stored,
                     int64_t now, struct err *err)
{
    const struct playbook_given given = {
        .file = stored->name,
        .catalogue = desk->catalogue,
    };
    struct playbook_reading reading;
    struct err ignored;
    int64_t next = 0;

    playbook_reading_init(&reading);
    if (playbook_read_all(stored->json, &given, &reading, &ignored) &&
        reading.playbooks[0].wdl)
        play_due(&reading.playbooks[0], stored->due, now, &next, &ignored);
    playbook_reading_done(&reading);
    return playbooks_set_due(desk->store, stored->row, next, err);
}

/* What cannot be started is told of once, and tried again at its next time. */
static bool start_one(struct desk *desk, const struct stored_playbook *stored,
                      int64_t now, struct err *err)
{
    const struct play_start start = {
        .name = str_of(stored->name),
        .mode = stored->mode,
        .by = PERSON_ENGINE,
        .why = _("By the clock."),
    };
    struct err object;
    struct err why;
    int64_t run;

    if (!set_next(desk, stored, now, err))
        return false;
    if (stored->mode == RULE_OFF)
        return true;
    err_set(&object, ERR_NONE, "playbook %s", stored->name);
    if (play_start(desk, &start, now, &run, &why))
        return play_progress(desk, run, now, err);
    if (why.code != ERR_INPUT && why.code != ERR_AGAIN) {
        *err = why;
        return false;
    }
    return desk_deed(desk, PERSON_ENGINE, "playbook not run", object.text, 0,
                     why.text, err);
}

/* Somebody may have changed or removed it since it was found. */
static bool write_one(struct desk *desk, void *with, struct err *err)
{
    const struct due_work *work = with;
    struct stored_playbook stored;
    struct err why;

    if (!playbooks_find(desk->store, str_of(work->name), work->arena, &stored,
                        &why)) {
        if (why.code == ERR_ABSENT)
            return true;
        *err = why;
        return false;
    }
    return stored.due == 0 || stored.due > work->now ||
           start_one(desk, &stored, work->now, err);
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
        struct due_work work = {
            .name = due[i].name,
            .arena = arena,
            .now = now,
        };

        ok = desk_transact(desk, write_one, &work, err);
        *worked = true;
    }
    if (ok && later > 0 && (*next == 0 || later < *next))
        *next = later;
    arena_free(arena);
    return ok;
}
