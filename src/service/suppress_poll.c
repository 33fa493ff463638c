/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/suppress_poll.h"

#include <string.h>

#include "model/envelope.h"
#include "model/suppression.h"
#include "store/suppressions.h"
#include "util/when.h"

static bool take_item(struct desk *desk, struct str raw, int64_t seen,
                      struct ingest_count *count, struct err *err)
{
    struct arena *arena = arena_new();
    struct suppression rule;
    struct json *json = NULL;
    struct err fault = {0};
    bool ok = true;

    if (json_parse(raw, &json, &fault) &&
        suppression_read(json, arena, &rule, &fault)) {
        ok = suppressions_put(desk->store, &rule, seen, err);
        count->same++;
    } else if (count->bad++ == 0) {
        count->fault = fault;
    }
    json_free(json);
    arena_free(arena);
    return ok;
}

static bool take_items(struct desk *desk, struct str items, int64_t seen,
                       struct ingest_count *count, struct err *err)
{
    enum envelope_answer answer;
    struct envelope envelope;
    struct skim_value item;
    struct err fault;

    envelope_init(&envelope, items);
    while ((answer = envelope_next(&envelope, &item, &fault)) != ENVELOPE_END) {
        if (answer == ENVELOPE_ITEM &&
            !take_item(desk, item.raw, seen, count, err))
            return false;
        if (answer == ENVELOPE_BAD && count->bad++ == 0)
            count->fault = fault;
    }
    return true;
}

bool suppress_take_page(struct desk *desk, const struct poll_source *source,
                        const struct source_page *page, int64_t now,
                        struct ingest_count *count, struct err *err)
{
    const struct source_state *state = &source->state;
    struct arena *arena;
    bool last;

    if (page->items.len == 0 || state->n_todo == 0)
        return true;
    if (!take_items(desk, page->items, state->began, count, err))
        return false;
    arena = arena_new();
    last = envelope_next_link(page->items, arena).len == 0;
    arena_free(arena);
    return !last ||
           suppressions_gone(desk->store, str_of(state->todo[0].subscription),
                             state->began, now, err);
}

/* What was asked for, as the resource that it has become. */
static struct json *made_of(const struct json *with, int64_t now)
{
    struct str scope = json_text(json_get(with, "scope"));
    struct json *resource = json_new_object();
    struct json *properties = json_new_object();
    struct json *parsed;
    struct err ignored;
    char moment[WHEN_TEXT_SIZE];

    json_set_str(properties, "alertType",
                 json_text(json_get(with, "alert_type")));
    json_set_str(properties, "reason", json_text(json_get(with, "reason")));
    json_set_str(properties, "comment", json_text(json_get(with, "comment")));
    json_set_str(properties, "expirationDateUtc",
                 json_text(json_get(with, "until")));
    json_set_text(properties, "state", "Enabled");
    json_set_text(properties, "lastModifiedUtc", when_iso(now, moment));
    if (scope.len > 0 && json_parse(scope, &parsed, &ignored))
        json_set_take(properties, "suppressionAlertsScope", parsed);
    json_set_str(resource, "id", json_text(json_get(with, "id")));
    json_set_take(resource, "properties", properties);
    return resource;
}

bool suppress_settle(struct job *job, struct err *err)
{
    const struct json *with = job->step.with;
    struct store *store = job->desk->store;
    struct suppression rule;
    struct json *resource;
    bool ok;

    if (strcmp(job->step.kind, "suppress") != 0)
        return true;
    if (str_eq(json_text(json_get(with, "change")), STR("remove")))
        return suppressions_end_of(store, json_text(json_get(with, "id")),
                                   job->run.by, job->now, err);
    resource = made_of(with, job->now);
    ok = suppression_read(resource, job->arena, &rule, err);
    json_free(resource);
    if (ok) {
        rule.by = job->run.by;
        ok = suppressions_put(store, &rule, job->now, err);
    }
    return ok;
}
