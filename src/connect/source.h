/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source.h - where events come from: builds the next request, judges the page.
 *
 * A source never waits.  What it stands at is a plain value, source_state,
 * which the caller stores as JSON in the transaction that stores the events of
 * a page, so that a killed process goes on where it was.  A sweep is one walk
 * over all that the source lists; its list of what is still to be asked
 * (`todo`) begins with one entry for each subscription and grows by next
 * pages and, for compliance, by what lies below.
 *
 *     source_ask(source, set, &state, arena, &request, err);
 *     … send it …
 *     source_read(source, set, &state, &request, &response, &page);
 *     … envelope_init(&e, page.items), ingest, count …
 *     source_advance(source, set, &state, &page, &tally, now, random);
 *     … not before state.due: again …
 *
 * Thread: any; pure.
 * Memory: a page borrows from the response; a state owns its texts.
 */
#ifndef RIPOSTE_CONNECT_SOURCE_H
#define RIPOSTE_CONNECT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/event.h"
#include "model/field.h"
#include "model/http.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/json.h"

/* The settings of one source, prepared. */
struct source_settings {
    const char *base; /* origin of ARM (hosts_base()), borrowed */
    int64_t every;    /* from the start of one sweep to the next */
    const char *api_version;
    int64_t page_limit;   /* pages in one sweep */
    int64_t sweep;        /* each so-manieth walk is a full one */
    char **subscriptions; /* none: all that the identity can see */
    size_t n_subscriptions;
    bool findings; /* the second list as well */
};

/* What is still to be asked. */
struct source_todo {
    int level; /* 0: the list of subscriptions; 1: the source's own
                  list; 2 …: what lies below */
    char *url; /* absolute (a next page), or a path */
    char *subscription;
};

/* Why one subscription could not be read; the others go on. */
struct source_trouble {
    char *subscription; /* "" = all */
    char *text;         /* one sentence */
    int64_t since;
};

struct source_state {
    int64_t sweep;            /* sweeps that were begun */
    int64_t began;            /* the one under way */
    int64_t succeeded;        /* last page that was read; 0 never */
    int64_t due;              /* nothing is asked before; 0: at once */
    int pages;                /* read in this sweep */
    int attempts;             /* failed ones of the first entry, */
    char *fault;              /* and why the last of them did; or NULL */
    struct source_todo *todo; /* the first one is next; none: between sweeps */
    size_t n_todo;
    struct source_trouble *troubles;
    size_t n_troubles;
};
void source_state_init(struct source_state *state);
void source_state_done(struct source_state *state);
struct json *source_state_to_json(const struct source_state *state);
/* What cannot be read is left out: the next sweep finds it again. */
void source_state_from_json(const struct json *json, struct source_state *out);
/* Poll now (a person asked): drops the wait, not the place. */
void source_state_hurry(struct source_state *state);
/* Is a sweep under way? */
bool source_state_walking(const struct source_state *state);

/* What the caller found in a page. */
struct source_tally {
    size_t items;
    size_t fresh; /* new or changed */
};

struct source_page {
    struct str items; /* the answer's body, to be walked with envelope.h;
                         "" when there is nothing to ingest */
    struct str body;  /* the same, also when it is not to be ingested */
    struct judgement judgement; /* DONE: a page; RETRY; REFUSED: this one is
                                   left out, `text` says why */
};

/* To add one: write connect/src_NAME.c, add it to the list in sources.c. */
struct source {
    const char *name;  /* "defender-alerts" */
    const char *title; /* N_() */
    enum event_kind kind;
    bool kept; /* its items are no events: the list itself is kept */
    const struct field *fields; /* settings, with their defaults */
    size_t n_fields;
    const char *list;     /* below "/subscriptions/{sub}": "/providers/…" */
    const char *query;    /* behind api-version: "&…", or "" */
    const char *findings; /* a second list, with its query, where the setting of
                             that name is on; NULL: there is none */
    bool newest_first;    /* a page of known items ends the walk (FACTS 4) */
    bool spread;          /* many small requests: take time over them */
    /* What lies below an item of that level: its path, in @arena, without the
     * query; NULL when nothing does.  Urgent: asked before the others. */
    const char *(*below)(int level, const struct skim_value *item,
                         struct arena *arena, bool *urgent);
};
const struct source *source_find(struct str name); /* or NULL */
const struct source *source_at(size_t index);      /* NULL ends */

/* "properties.state" of an item, "" when it has none. */
struct str source_item_text(const struct skim_value *item, const char *path,
                            struct arena *arena);

/* @with: settings by field name; what is missing has its default.  ERR_INPUT
 * names the field.  The result lives in @arena. */
bool source_prepare(const struct source *source, const struct json *with,
                    const char *base, struct arena *arena,
                    struct source_settings *out, struct err *err);
/* The next request.  Begins a sweep when none is under way.  Does not look at
 * state->due: that is for the caller. */
void source_ask(const struct source *source, const struct source_settings *set,
                struct source_state *state, int64_t now, struct arena *arena,
                struct request *out);
/* What the answer is; changes nothing. */
void source_read(const struct source *source, const struct source_settings *set,
                 const struct source_state *state,
                 const struct request *request, const struct response *response,
                 struct source_page *out);
/* Moves on: next page, what lies below, next subscription, or the next sweep.
 * @random: 0 ≤ random < 1. */
void source_advance(const struct source *source,
                    const struct source_settings *set,
                    struct source_state *state, const struct source_page *page,
                    const struct source_tally *tally, int64_t now,
                    double random);

#endif
