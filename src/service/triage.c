/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * triage.c - acknowledge, own, tag, set a status, close.
 */
#include "service/triage.h"

#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "service/access.h"
#include "service/decide.h"
#include "service/desk_part.h"
#include "service/hand.h"
#include "util/text.h"
#include "util/when.h"

const char *const triage_closings[] = {"TruePositive", "Benign",
                                       "FalsePositive", NULL};
const char *const triage_statuses[] = {"Active", "InProgress", "Resolved",
                                       "Dismissed", NULL};

/* One change of riposte's own columns with its deed. */
struct change {
    int64_t event;
    const char *who;
    bool ours; /* a rule's doing */
    struct event_patch patch;
    const char *verb;
    const char *text;
};

static const char *object_of(int64_t event, char out[40])
{
    snprintf(out, 40, "event %lld", (long long)event);
    return out;
}

static bool read_before(struct desk *desk, int64_t row, struct arena *arena,
                        struct event_before *out, struct err *err)
{
    struct event event;

    if (!events_get(desk->store, row, false, arena, &event, err))
        return false;
    out->severity = event.severity;
    for (int i = 0; i < EVENT_COLUMN_N; i++)
        out->column[i] = event.column[i];
    return true;
}

/* A rule may wait for an owner, or a tag. */
static bool write_change(struct desk *desk, void *with, struct err *err)
{
    struct change *change = with;
    struct arena *arena = arena_new();
    struct event_before before;
    int64_t now = when_now();
    char object[40];
    bool ok;

    ok = read_before(desk, change->event, arena, &before, err) &&
         events_patch(desk->store, change->event, &change->patch, now, err) &&
         decide_local(desk, change->event, &before, change->ours, now, err) &&
         desk_deed(desk, change->who, change->verb,
                   object_of(change->event, object), change->event,
                   change->text, err);
    arena_free(arena);
    return ok;
}

bool triage_acknowledge(struct desk *desk, int64_t event, bool on,
                        struct err *err)
{
    struct change change = {
        .event = event,
        .who = desk->person,
        .patch = EVENT_PATCH_NONE,
        .verb = on ? "acknowledge" : "unacknowledge",
        .text = "",
    };

    if (!access_may(desk, RIGHT_TRIAGE, err))
        return false;
    change.patch.acknowledged = on ? when_now() : 0;
    return desk_transact(desk, write_change, &change, err);
}

static bool has_word(struct str words, struct str word)
{
    struct str part;

    while (str_cut(&words, ' ', &part)) {
        if (str_eq_fold(part, word))
            return true;
    }
    return false;
}

static bool apply_tags(struct str have, struct str changes, struct buf *out,
                       struct err *err)
{
    struct str kept = have;
    struct str asked = changes;
    struct str word;

    while (str_cut(&kept, ' ', &word)) {
        struct buf minus;
        bool gone;

        buf_init(&minus);
        buf_char(&minus, '-');
        buf_str(&minus, word);
        gone = word.len == 0 || has_word(changes, buf_view(&minus));
        buf_done(&minus);
        if (!gone)
            buf_printf(out, "%s%.*s", out->len > 0 ? " " : "", STR_ARG(word));
    }
    while (str_cut(&asked, ' ', &word)) {
        if (word.len == 0 || word.at[0] == '-')
            continue;
        if (word.at[0] == '+')
            word = str_sub(word, 1, word.len);
        if (!has_word(buf_view(out), word))
            buf_printf(out, "%s%.*s", out->len > 0 ? " " : "", STR_ARG(word));
    }
    if (out->len > LIMIT_REASON)
        return err_set(err, ERR_INPUT, _("These are too many tags."));
    return true;
}

/* Read and written in one transaction, so that of two who tag at the same time
 * neither takes the other's away. */
static bool write_tags(struct desk *desk, void *with, struct err *err)
{
    struct change *change = with;
    struct arena *arena = arena_new();
    struct event event;
    struct buf words;
    bool ok;

    buf_init(&words);
    ok = events_get(desk->store, change->event, false, arena, &event, err) &&
         apply_tags(event.column[COLUMN_TAGS], str_of(change->text), &words,
                    err);
    if (ok) {
        change->patch.tags = words.at != NULL ? words.at : "";
        ok = write_change(desk, change, err);
    }
    buf_done(&words);
    arena_free(arena);
    return ok;
}

static bool write_owner(struct desk *desk, void *with, struct err *err)
{
    struct change *change = with;

    if (strlen(change->text) > LIMIT_NAME)
        return err_set(err, ERR_INPUT, _("The owner's name is too long."));
    change->patch.owner = change->text;
    return write_change(desk, change, err);
}

/* A note is its deed, and nothing else. */
static bool write_note(struct desk *desk, void *with, struct err *err)
{
    const struct change *change = with;
    struct arena *arena;
    struct event event;
    char object[40];
    bool there;

    if (str_empty(str_trim(str_of(change->text))))
        return err_set(err, ERR_INPUT, _("The note is empty."));
    if (strlen(change->text) > LIMIT_REASON)
        return err_set(err, ERR_INPUT, _("The note is too long."));
    arena = arena_new();
    there = events_get(desk->store, change->event, false, arena, &event, err);
    arena_free(arena);
    return there && desk_deed(desk, change->who, "note",
                              object_of(change->event, object), change->event,
                              change->text, err);
}

static const struct {
    const char *verb;
    bool (*write)(struct desk *desk, void *with, struct err *err);
} local[] = {
    [TRIAGE_OWNER] = {.verb = "owner", .write = write_owner},
    [TRIAGE_TAG] = {.verb = "tag", .write = write_tags},
    [TRIAGE_NOTE] = {.verb = "note", .write = write_note},
};

bool triage_local_by(struct desk *desk, const char *who, enum triage_verb verb,
                     int64_t event, const char *text, struct err *err)
{
    struct change change = {
        .event = event,
        .who = who,
        .ours = true,
        .patch = EVENT_PATCH_NONE,
        .verb = local[verb].verb,
        .text = text,
    };

    return local[verb].write(desk, &change, err);
}

bool triage_local(struct desk *desk, enum triage_verb verb, int64_t event,
                  const char *text, struct err *err)
{
    struct change change = {
        .event = event,
        .who = desk->person,
        .patch = EVENT_PATCH_NONE,
        .verb = local[verb].verb,
        .text = text,
    };

    if (!access_may(desk, RIGHT_TRIAGE, err))
        return false;
    return desk_transact(desk, local[verb].write, &change, err);
}

/* A status change on its way: pending until the service says yes. */
struct status_work {
    int64_t event;
    const char *closing; /* NULL: left as it is */
};

static bool mark_pending(struct desk *desk, int64_t run, void *with,
                         struct err *err)
{
    struct status_work *work = with;
    struct event_patch patch = EVENT_PATCH_NONE;

    (void)run;
    patch.pending = 1;
    patch.closing = work->closing;
    return events_patch(desk->store, work->event, &patch, when_now(), err);
}

static bool known(const char *const *list, const char *text)
{
    for (; *list != NULL; list++) {
        if (strcmp(*list, text) == 0)
            return true;
    }
    return false;
}

/* What the alerts API calls the way to a status (FACTS 4). */
static const char *verb_of(const char *status)
{
    static const char *const verbs[] = {"activate", "inProgress", "resolve",
                                        "dismiss"};

    for (int i = 0; i < 4; i++) {
        if (strcmp(triage_statuses[i], status) == 0)
            return verbs[i];
    }
    return "";
}

const char *triage_status_of(struct str verb)
{
    for (int i = 0; triage_statuses[i] != NULL; i++) {
        if (str_eq_fold(verb, str_of(verb_of(triage_statuses[i]))))
            return triage_statuses[i];
    }
    return NULL;
}

static bool start_status(struct desk *desk, const struct event *event,
                         const char *status, const char *closing,
                         const char *why, struct arena *arena, struct err *err)
{
    struct status_work work = {.event = event->row, .closing = closing};
    struct json *with = json_new_object();
    struct step step = {
        .number = 1,
        .name = arena_printf(arena, _("Set the alert to %s"), status),
        .kind = "status",
        .phase = PHASE_ACT,
        .class = CLASS_NOTIFY,
        .with = with,
    };
    char object[40];
    struct hand_run hand = {
        .name = step.name,
        .verb = closing != NULL ? "close" : "status",
        .object = object_of(event->row, object),
        .why = why,
        .event = event->row,
        .steps = &step,
        .n_steps = 1,
        .also = mark_pending,
        .with = &work,
    };
    int64_t run;

    json_set_text(with, "to", verb_of(status));
    json_keep(arena, with);
    return hand_start(desk, &hand, &run, err);
}

/* The alerts API knows no other events, and none without its ARM id. */
static bool can_set(const struct event *event, struct err *err)
{
    if (event->kind != EVENT_ALERT)
        return err_set(err, ERR_INPUT,
                       _("Event %lld is a %s: only alerts have a status that "
                         "can be set."),
                       (long long)event->row, event_kind_name(event->kind));
    if (event->arm_id.len == 0)
        return err_set(err, ERR_INPUT,
                       _("Event %lld does not say where its alert lives, so "
                         "its status cannot be set there."),
                       (long long)event->row);
    return true;
}

bool triage_status(struct desk *desk, int64_t row, const char *status,
                   const char *why, struct err *err)
{
    struct arena *arena = arena_new();
    struct event event;
    bool ok;

    if (!known(triage_statuses, status)) {
        arena_free(arena);
        return err_set(err, ERR_INPUT,
                       _("There is no status %.40s. It is one of Active, "
                         "InProgress, Resolved, Dismissed."),
                       status);
    }
    ok = access_may(desk, RIGHT_TRIAGE, err) &&
         events_get(desk->store, row, true, arena, &event, err) &&
         can_set(&event, err) &&
         start_status(desk, &event, status, NULL, why, arena, err);
    arena_free(arena);
    return ok;
}

/* Events that have no status at the service are closed here alone. */
static bool close_here(struct desk *desk, int64_t row, const char *closing,
                       const char *why, struct err *err)
{
    struct change change = {
        .event = row,
        .who = desk->person,
        .patch = EVENT_PATCH_NONE,
        .verb = "close",
        .text = why,
    };

    change.patch.closing = closing;
    return desk_transact(desk, write_change, &change, err);
}

bool triage_close(struct desk *desk, int64_t row, const char *closing,
                  const char *why, struct err *err)
{
    struct arena *arena = arena_new();
    struct err cannot = {0};
    struct event event;
    bool ok;

    if (!known(triage_closings, closing)) {
        arena_free(arena);
        return err_set(err, ERR_INPUT,
                       _("There is no classification %.40s. It is one of "
                         "TruePositive, Benign, FalsePositive."),
                       closing);
    }
    ok = access_may(desk, RIGHT_TRIAGE, err) &&
         events_get(desk->store, row, true, arena, &event, err);
    if (ok && can_set(&event, &cannot))
        ok = start_status(desk, &event,
                          strcmp(closing, "TruePositive") == 0 ? "Resolved"
                                                               : "Dismissed",
                          closing, why, arena, err);
    else if (ok)
        ok = close_here(desk, row, closing, why, err);
    arena_free(arena);
    return ok;
}
