/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_event.c - riposte event: what has arrived, and what to do with it.
 */
#include <stdio.h>

#include "cli/verbs.h"
#include "cli/words.h"
#include "service/queue.h"
#include "service/views.h"
#include "util/text.h"
#include "util/when.h"

static const struct out_column list_columns[] = {
    {N_("Number"), -7}, {N_("S"), 1},         {N_("Age"), -4},
    {N_("Title"), 0},   {N_("Resource"), 18}, {N_("Status"), 10},
};
#define LIST_COLUMNS (sizeof(list_columns) / sizeof(list_columns[0]))

struct listing {
    struct out *out;
    int64_t now;
    size_t n;
};

/* The last part of the resource's id, else the entity that is named. */
static struct str place_of(const struct event *event)
{
    struct resource resource;

    resource_parse(event->column[COLUMN_RESOURCE], &resource);
    if (resource.name.len > 0 && resource.type.len > 0)
        return resource.name;
    if (event->column[COLUMN_ENTITY].len > 0)
        return event->column[COLUMN_ENTITY];
    return resource.subscription;
}

static bool list_one(void *with, const struct event *event)
{
    struct listing *listing = with;
    char severity = severity_letter(event->severity);
    char number[24];
    char age[WHEN_TEXT_SIZE];

    if (listing->out->json) {
        out_json_take(listing->out, event_to_json(event));
    } else {
        if (listing->n == 0)
            out_head(listing->out, list_columns, LIST_COLUMNS);
        snprintf(number, sizeof(number), "%lld", (long long)event->row);
        when_age(listing->now - event->time, age);
        out_row(listing->out, list_columns, LIST_COLUMNS,
                (const struct str[]){
                    str_of(number),
                    {.at = &severity, .len = 1},
                    str_of(age),
                    event->column[COLUMN_TITLE],
                    place_of(event),
                    event->column[COLUMN_STATUS],
                });
    }
    listing->n++;
    return !out_closed(listing->out);
}

/* The query of --view, with the words that were typed ANDed to it. */
static bool put_view(struct call *call, struct buf *query, struct err *err)
{
    struct arena *arena = call->opts->arena;
    struct saved_view view;
    struct str typed;

    if (!call->opts->view)
        return true;
    if (!views_find(call->config, str_of(call->opts->view), arena, &view, err))
        return false;
    typed = arena_str(arena, str_trim(buf_view(query)));
    buf_clear(query);
    if (typed.len > 0 && *view.query != '\0')
        buf_printf(query, "(%s) and (%s)", view.query, typed.at);
    else
        buf_text(query, typed.len > 0 ? typed.at : view.query);
    return true;
}

static bool event_list(struct call *call, struct err *err)
{
    struct listing listing = {.out = call->out, .now = when_now()};
    struct buf query;
    bool ok;

    buf_init(&query);
    ok = words_joined(call, 0, &query, err) && put_view(call, &query, err) &&
         queue_list(call->desk, buf_view(&query), (size_t)call->opts->limit,
                    call->opts->standing, list_one, &listing, err);
    buf_done(&query);
    if (listing.n == 0)
        call->status = STATUS_NO;
    return ok;
}

static const struct option list_options[] = {
    {.name = "limit",
     .argument = "N",
     .help = N_("print the newest N at most"),
     .type = OPTION_COUNT,
     .at = offsetof(struct opts, limit)},
    {.name = "view",
     .argument = "NAME",
     .help = N_("those of a saved view"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, view)},
    {.name = "standing",
     .help = N_("list standing states too, which the queue does not show"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, standing)},
    {.name = NULL},
};

static const struct option simulate_options[] = {
    {.name = "type",
     .argument = "TYPE",
     .help = N_("here: one like the newest alert of this type"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, type)},
    {.name = "file",
     .argument = "FILE",
     .help = N_("here: of the alerts in this file, - for standard input"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, file)},
    {.name = "scenario",
     .argument = "NAME",
     .help = N_("here: of the alerts of this story"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, scenario)},
    OPTION_WAIT(N_("follow it for so long; the default is 60s")),
    {.name = NULL},
};

static const struct option ack_options[] = {
    {.name = "off",
     .help = N_("take the acknowledgement back"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, off)},
    {.name = NULL},
};

static const struct option status_options[] = {
    OPTION_REASON(false),
    OPTION_WAIT(N_("follow it for so long; the default is 60s")),
    {.name = NULL},
};

static const struct option close_options[] = {
    {.name = "as",
     .argument = "CLASS",
     .help = N_("TruePositive, Benign or FalsePositive"),
     .type = OPTION_TEXT,
     .needed = true,
     .at = offsetof(struct opts, as)},
    OPTION_REASON(false),
    OPTION_WAIT(N_("follow it for so long; the default is 60s")),
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "list",
     .words = "[QUERY]",
     .help = N_("List events that match a query, newest first"),
     .options = list_options,
     .most = WORDS_ANY,
     .needs = NEEDS_READ,
     .run = event_list},
    {.name = "show",
     .words = "ID…",
     .help = N_("Show events whole"),
     .least = 1,
     .most = WORDS_ANY,
     .needs = NEEDS_READ,
     .run = event_show},
    {.name = "why",
     .words = "ID",
     .help = N_("Tell of every rule why it fired on an event, or did not"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_READ,
     .run = event_why},
    {.name = "ingest",
     .words = "FILE…",
     .help = N_("Take events in from files, or from standard input (-)"),
     .least = 1,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .check = words_any_file,
     .run = event_ingest},
    {.name = "simulate",
     .words = "[BUNDLE…]",
     .help = N_("Make sample alerts, here or by Defender for Cloud"),
     .options = simulate_options,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .check = event_simulate_words,
     .run = event_simulate},
    {.name = "ack",
     .words = "ID…",
     .help = N_("Acknowledge events"),
     .options = ack_options,
     .least = 1,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = event_ack},
    {.name = "status",
     .words = "ID… STATUS",
     .help = N_("Set alerts to Active, InProgress, Resolved or Dismissed"),
     .options = status_options,
     .least = 2,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = event_status},
    {.name = "close",
     .words = "ID…",
     .help = N_("Close events with a classification"),
     .options = close_options,
     .least = 1,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = event_close},
    {.name = "owner",
     .words = "ID… NAME",
     .help = N_("Say who works on events; an empty name is nobody"),
     .least = 2,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = event_owner},
    {.name = "tag",
     .words = "ID… TAGS",
     .help = N_("Add tags to events (+WORD), or remove them (-WORD)"),
     .least = 2,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .check = event_tag_words,
     .run = event_tag},
    {.name = "note",
     .words = "ID… TEXT",
     .help = N_("Write a note into the story of events"),
     .least = 2,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = event_note},
    {.run = NULL},
};

const struct noun cmd_event = {
    .name = "event",
    .help = N_("What has arrived, and what to do with it"),
    .verbs = verbs,
};
