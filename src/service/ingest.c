/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ingest.c - events in, in batches.
 */
#include "service/ingest.h"

#include <stdio.h>

#include "model/envelope.h"
#include "model/limits.h"
#include "service/access.h"
#include "service/decide.h"
#include "service/hand.h"
#include "service/ingest_part.h"
#include "store/audit.h"
#include "util/text.h"
#include "util/when.h"

/* Events in one transaction: large enough that the disk's flush does not
 * count, small enough that a reader never waits long. */
#define BATCH 4000
/* Bytes of texts that the arena of a batch may hold before it is emptied. */
#define ARENA_BYTES ((size_t)1 << 20)

#define INGEST_VERB "ingest"

struct intake {
    struct desk *desk;
    struct envelope envelope;
    struct arena *arena;
    const char *source;
    bool standing;
    bool by_hand;
    int64_t now;
    int64_t keep;
    void (*each)(void *with, const struct ingest_item *item);
    void *with;
    struct ingest_count *count;
};

static void tell(struct intake *in, const char *what, const struct event *event,
                 const struct err *err)
{
    struct ingest_item item = {
        .number = in->envelope.item,
        .what = what,
        .row = event != NULL ? event->row : 0,
        .key = event != NULL ? event->key : STR_NONE,
        .err = err,
    };

    if (in->each != NULL)
        in->each(in->with, &item);
}

static void bad(struct intake *in, const struct err *fault)
{
    if (in->count->bad++ == 0)
        in->count->fault = *fault;
    tell(in, "bad", NULL, fault);
}

/* Who brings in what a rule fires on has asked for what it does: four eyes
 * have to know. */
static bool decide_on(struct intake *in, const struct event *event,
                      const struct event_before *before, unsigned changes,
                      struct err *err)
{
    int64_t fired = in->count->fired;
    char object[40];

    if (!decide_event(in->desk, event, before, changes, in->now, &in->keep,
                      &in->count->fired, err))
        return false;
    if (!in->by_hand || in->count->fired == fired)
        return true;
    snprintf(object, sizeof(object), "event %lld", (long long)event->row);
    return desk_deed(in->desk, in->desk->person, INGEST_VERB, object,
                     event->row, in->source, err);
}

static bool take(struct intake *in, const struct skim_value *value,
                 struct err *err)
{
    struct event event;
    struct event_before before;
    struct err fault = {0};
    unsigned changes;
    bool standing;
    bool known = false;

    if (value->raw.len > LIMIT_BODY) {
        err_set(&fault, ERR_INPUT,
                _("It is larger than %d KiB; it was left out."),
                LIMIT_BODY / LIMIT_KIB);
        bad(in, &fault);
        return true;
    }
    if (!event_read(value, str_of(in->source), in->now, in->arena, &event,
                    &fault)) {
        bad(in, &fault);
        return true;
    }
    standing = (in->standing && event.kind != EVENT_ALERT) ||
               (event.flags & EVENT_SNAPSHOT) != 0;
    if (in->desk->awaits && !events_before(in->desk->store, event.key,
                                           in->arena, &before, &known, err))
        return false;
    if (!events_put(in->desk->store, &event, standing, &changes, err))
        return false;
    if (changes == 0)
        in->count->same++;
    else if ((changes & CHANGE_NEW) != 0)
        in->count->added++;
    else
        in->count->changed++;
    tell(in,
         changes == 0                  ? "same"
         : (changes & CHANGE_NEW) != 0 ? "added"
                                       : "changed",
         &event, NULL);
    /* A standing state is no news.  A snapshot of one is, to those rules that
     * ask for snapshots. */
    if ((event.flags & (EVENT_STANDING | EVENT_SNAPSHOT)) == EVENT_STANDING)
        return true;
    return decide_on(in, &event, known ? &before : NULL, changes, err);
}

/* Up to @most items; *more says whether there may be others. */
static bool take_batch(struct intake *in, size_t most, bool *more,
                       struct err *err)
{
    struct skim_value value;
    struct err fault;

    *more = true;
    in->keep = DECIDE_KEEP;
    if (!desk_rules(in->desk, in->now, err) || !hand_room(in->desk, err))
        return false;
    for (size_t i = 0; i < most; i++) {
        fault.code = ERR_NONE;
        switch (envelope_next(&in->envelope, &value, &fault)) {
        case ENVELOPE_END:
            *more = false;
            return true;
        case ENVELOPE_BAD:
            bad(in, &fault);
            break;
        case ENVELOPE_ITEM:
            if (!take(in, &value, err))
                return false;
            break;
        }
        if (arena_size(in->arena) > ARENA_BYTES)
            arena_clear(in->arena);
    }
    return true;
}

bool ingest_inside(struct desk *desk, struct str text, const char *source,
                   bool standing, int64_t now, struct ingest_count *count,
                   struct err *err)
{
    struct intake in = {
        .desk = desk,
        .arena = arena_new(),
        .source = source,
        .standing = standing,
        .now = now,
        .count = count,
    };
    bool more = true;
    bool ok = true;

    envelope_init(&in.envelope, text);
    while (ok && more)
        ok = take_batch(&in, BATCH, &more, err);
    arena_free(in.arena);
    return ok;
}

/* What came from a file, or was made up; what is polled is no act. */
static bool note_batch(struct intake *in, struct ingest_count *before,
                       struct err *err)
{
    struct json *after;
    struct audit_entry entry = {.verb = "event ingest", .object = in->source};
    int64_t added = in->count->added - before->added;
    int64_t changed = in->count->changed - before->changed;
    bool ok;

    *before = *in->count;
    if (added + changed == 0)
        return true;
    after = json_new_object();
    json_set_int(after, "added", added);
    json_set_int(after, "changed", changed);
    entry.after = after;
    ok = desk_record(in->desk, &entry, err);
    json_free(after);
    return ok;
}

/* In transactions of its own. */
static bool take_all(struct intake *in, struct str text, struct err *err)
{
    struct desk *desk = in->desk;
    struct ingest_count before = *in->count;
    bool more = true;
    bool ok = true;

    in->arena = arena_new();
    envelope_init(&in->envelope, text);
    while (ok && more) {
        ok = store_begin(desk->store, err) &&
             take_batch(in, BATCH, &more, err) &&
             note_batch(in, &before, err) && store_commit(desk->store, err);
        if (!ok)
            store_rollback(desk->store);
        desk->moved |= ok;
    }
    arena_free(in->arena);
    return ok;
}

bool ingest_text(struct desk *desk, struct str text, const char *source,
                 bool standing, int64_t now,
                 void (*each)(void *with, const struct ingest_item *item),
                 void *with, struct ingest_count *count, struct err *err)
{
    struct intake in = {
        .desk = desk,
        .source = source,
        .standing = standing,
        .now = now,
        .each = each,
        .with = with,
        .count = count,
    };

    return take_all(&in, text, err);
}

bool ingest_by_hand(struct desk *desk, struct str text, const char *source,
                    void (*each)(void *with, const struct ingest_item *item),
                    void *with, struct ingest_count *count, struct err *err)
{
    struct intake in = {
        .desk = desk,
        .source = source,
        .by_hand = true,
        .now = when_now(),
        .each = each,
        .with = with,
        .count = count,
    };

    return access_may(desk, RIGHT_INGEST, err) && take_all(&in, text, err);
}

bool ingest_brought(const struct desk *desk, int64_t event, const char *person,
                    bool *out, struct err *err)
{
    struct audit_filter filter = {
        .who = person, .verb = INGEST_VERB, .event = event};
    struct arena *arena = arena_new();
    struct audit_record *records;
    size_t n;
    bool ok = audit_list(desk->store, &filter, 0, LIMIT_MARKS, arena, &records,
                         &n, err);

    *out = false;
    for (size_t i = 0; ok && i < n; i++)
        *out |= str_eq(records[i].who, str_of(person)) &&
                str_eq(records[i].verb, STR(INGEST_VERB));
    arena_free(arena);
    return ok;
}
