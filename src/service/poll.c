/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poll.c - from due sources to stored events.
 */
#include "service/poll.h"

#include <stdio.h>
#include <string.h>

#include "connect/suppressions.h"
#include "service/azure_part.h"
#include "service/dispatch.h"
#include "service/ingest_part.h"
#include "service/suppress_poll.h"
#include "util/digest.h"
#include "util/log.h"
#include "util/text.h"

/* A store that failed is tried again after this many milliseconds. */
#define STORE_WAIT 5000

/* Under this name the store keeps where a source stands. */
static const char *state_name(const struct poll_source *s, char out[96])
{
    snprintf(out, 96, "source:%s", s->source->name);
    return out;
}

static bool load_state(struct poll *poll, struct poll_source *s,
                       struct err *err)
{
    struct arena *arena = arena_new();
    struct json *json = NULL;
    struct err ignored;
    struct str text;
    char name[96];
    bool ok;

    ok = state_get(poll->desk->store, state_name(s, name), arena, &text, err);
    if (ok)
        source_state_done(&s->state);
    if (ok && text.len > 0 && json_parse(text, &json, &ignored)) {
        source_state_from_json(json, &s->state);
        json_free(json);
    }
    arena_free(arena);
    return ok;
}

const struct json *poll_settings(const struct config *config,
                                 const struct config_source *row,
                                 struct arena *arena)
{
    struct json *with = json_copy(row->with);
    struct buf list;

    json_keep(arena, with);
    if (json_get(with, "subscriptions") != NULL)
        return with;
    buf_init(&list);
    for (size_t i = 0; i < config->n_subscriptions; i++)
        buf_printf(&list, "%s%s", i > 0 ? " " : "", config->subscriptions[i]);
    json_set_str(with, "subscriptions", buf_view(&list));
    buf_done(&list);
    return with;
}

static bool add(struct poll *poll, const struct source *source,
                const struct json *with, struct err *err)
{
    const char *base = hosts_base(gate_hosts(poll->gate), AUDIENCE_ARM);
    struct poll_source *s = &poll->sources[poll->n];

    source_state_init(&s->state);
    s->source = source;
    if (!source_prepare(source, with, base, poll->arena, &s->set, err) ||
        !load_state(poll, s, err))
        return err_prefix(err, "%s", source->name);
    poll->n++;
    return true;
}

/* Defender's suppressions are looked at where its alerts are. */
static bool add_suppressions(struct poll *poll, const struct config *config,
                             struct err *err)
{
    struct json *with;

    for (size_t i = 0; i < config->n_sources; i++) {
        const struct config_source *row = &config->sources[i];
        const struct json *own;

        if (strcmp(row->kind, "defender-alerts") != 0)
            continue;
        own = poll_settings(config, row, poll->arena);
        with = json_new_object();
        json_keep(poll->arena, with);
        json_set_take(with, "subscriptions",
                      json_copy(json_get(own, "subscriptions")));
        return add(poll, &source_suppressions, with, err);
    }
    return true;
}

bool poll_init(struct poll *poll, struct desk *desk, struct gate *gate,
               struct err *err)
{
    const struct config *config = desk->config;
    bool ok = true;

    *poll = (struct poll){.desk = desk, .gate = gate, .arena = arena_new()};
    for (size_t i = 0; ok && i < config->n_sources; i++)
        ok = add(poll, source_find(str_of(config->sources[i].kind)),
                 poll_settings(config, &config->sources[i], poll->arena), err);
    ok = ok && add_suppressions(poll, config, err);
    if (!ok)
        poll_done(poll);
    return ok;
}

void poll_done(struct poll *poll)
{
    for (size_t i = 0; i < poll->n; i++)
        source_state_done(&poll->sources[i].state);
    arena_free(poll->arena);
    *poll = (struct poll){.n = 0};
}

bool poll_reload(struct poll *poll, struct err *err)
{
    for (size_t i = 0; i < poll->n; i++) {
        if (!poll->sources[i].busy && !load_state(poll, &poll->sources[i], err))
            return false;
    }
    return true;
}

void poll_start(struct poll *poll, int64_t now, int64_t *next)
{
    *next = 0;
    for (size_t i = 0; i < poll->n; i++) {
        struct poll_source *s = &poll->sources[i];
        struct request *request;
        struct arena *arena;

        if (s->busy)
            continue;
        if (s->state.due > now) {
            if (*next == 0 || s->state.due < *next)
                *next = s->state.due;
            continue;
        }
        if (!source_state_walking(&s->state))
            s->bad = 0;
        arena = arena_new();
        request = arena_alloc(arena, sizeof(*request));
        source_ask(s->source, &s->set, &s->state, now, arena, request);
        s->busy = true;
        gate_send(poll->gate, arena, request, DISPATCH_TAG_SOURCES + i);
    }
}

/* One page and where the source stands behind it. */
struct page_work {
    struct poll_source *source;
    const struct source_page *page;
    struct ingest_count count;
    int64_t now;
};

static bool take_page(struct desk *desk, struct page_work *work,
                      struct err *err)
{
    struct poll_source *s = work->source;

    if (s->source == &source_suppressions)
        return suppress_take_page(desk, s, work->page, work->now, &work->count,
                                  err);
    if (s->source->kept)
        return azure_take_page(desk, s, work->page, err);
    return work->page->items.len == 0 ||
           ingest_inside(desk, work->page->items, s->source->name,
                         s->source->kind != EVENT_ALERT, work->now,
                         &work->count, err);
}

static bool store_page(struct desk *desk, void *with, struct err *err)
{
    struct page_work *work = with;
    struct poll_source *s = work->source;
    struct source_tally tally;
    struct json *json;
    struct buf text;
    char name[96];
    int64_t sweep = s->state.sweep;
    bool ok;

    if (!take_page(desk, work, err))
        return false;
    tally = (struct source_tally){
        .items = (size_t)(work->count.added + work->count.changed +
                          work->count.same + work->count.bad),
        .fresh = (size_t)(work->count.added + work->count.changed),
    };
    source_advance(s->source, &s->set, &s->state, work->page, &tally, work->now,
                   digest_fraction());
    if (s->source->kept && !source_state_walking(&s->state) &&
        s->state.n_troubles == 0 && !azure_end_sweep(desk, s, sweep, err))
        return false;
    json = source_state_to_json(&s->state);
    buf_init(&text);
    json_write(json, JSON_COMPACT, &text);
    json_free(json);
    ok = state_set(desk->store, state_name(s, name), buf_view(&text), err);
    buf_done(&text);
    return ok;
}

static void note_bad(struct poll_source *s, const struct ingest_count *count)
{
    if (count->bad > 0 && s->bad == 0)
        s->fault = count->fault;
    s->bad += count->bad;
}

/* What is wrong with a source, for the bottom line: the failure of this
 * answer, else the oldest trouble of one subscription, else what could not be
 * taken. */
static void note_trouble(struct poll_source *s, const struct gate_done *done,
                         const struct source_page *page)
{
    err_clear(&s->trouble);
    if (done->response.failure.code != ERR_NONE)
        s->trouble = done->response.failure;
    else if (page->judgement.verdict == VERDICT_RETRY)
        err_set(&s->trouble, ERR_AGAIN, "%s", page->judgement.text);
    else if (page->judgement.verdict != VERDICT_DONE)
        err_set(&s->trouble, ERR_REMOTE, "%s", page->judgement.text);
    else if (s->state.n_troubles > 0)
        err_set(&s->trouble, ERR_REMOTE, "%s", s->state.troubles[0].text);
    else if (s->bad > 0)
        err_set(&s->trouble, ERR_REMOTE,
                _("Items that could not be taken: %lld. The first one: %s"),
                (long long)s->bad, s->fault.text);
}

/* Somebody waits for the end of this sweep: no pauses between its pages. */
static void hurry_on(struct poll_source *s)
{
    s->hurried &= source_state_walking(&s->state);
    if (s->hurried)
        source_state_hurry(&s->state);
}

bool poll_answer(struct poll *poll, const struct gate_done *done, int64_t now,
                 bool *worked, struct err *err)
{
    struct poll_source *s = &poll->sources[done->tag - DISPATCH_TAG_SOURCES];
    struct source_page page;
    struct page_work work = {.source = s, .page = &page, .now = now};

    s->busy = false;
    s->last = now;
    source_read(s->source, &s->set, &s->state, done->request, &done->response,
                &page);
    if (!desk_transact(poll->desk, store_page, &work, err)) {
        struct err ignored;

        /* The store failed: the page is asked for again, from where the store
         * says that the source stands. */
        s->trouble = *err;
        load_state(poll, s, &ignored);
        s->state.due = now + STORE_WAIT;
        return false;
    }
    hurry_on(s);
    s->read |= !source_state_walking(&s->state);
    note_bad(s, &work.count);
    note_trouble(s, done, &page);
    if (s->trouble.code != ERR_NONE)
        log_line(LOG_WARN, "%s: %s", s->source->name, s->trouble.text);
    *worked = work.count.added + work.count.changed > 0;
    return true;
}

void poll_hurry(struct poll *poll)
{
    for (size_t i = 0; i < poll->n; i++) {
        struct poll_source *s = &poll->sources[i];

        s->hurried = true;
        source_state_hurry(&s->state);
        /* A failure of an earlier process is no reason not to ask once. */
        if (s->last == 0)
            s->state.due = 0;
    }
}

bool poll_rests(const struct poll *poll, int64_t now)
{
    for (size_t i = 0; i < poll->n; i++) {
        const struct poll_source *s = &poll->sources[i];

        if (s->busy || s->state.due <= now || source_state_walking(&s->state))
            return false;
    }
    return true;
}

bool poll_read(const struct poll *poll)
{
    for (size_t i = 0; i < poll->n; i++) {
        const struct poll_source *s = &poll->sources[i];

        if (!s->read && (s->last == 0 || s->state.attempts < POLL_ATTEMPTS))
            return false;
    }
    return true;
}

/* Suppressions are no source of events: their list says how they stand. */
void poll_status(const struct poll *poll, struct engine_status *out)
{
    size_t n = 0;

    for (size_t i = 0; i < poll->n; i++) {
        const struct poll_source *s = &poll->sources[i];
        struct source_status *status = &out->sources[n];

        if (s->source == &source_suppressions)
            continue;
        n++;
        *status = (struct source_status){
            .code = s->trouble.code,
            .succeeded = s->state.succeeded,
            .next = s->state.due,
            .busy = s->busy,
        };
        snprintf(status->name, sizeof(status->name), "%s", s->source->name);
        snprintf(status->text, sizeof(status->text), "%.255s",
                 s->trouble.code != ERR_NONE ? s->trouble.text : "");
    }
    out->n_sources = n;
}
