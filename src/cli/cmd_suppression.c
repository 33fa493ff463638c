/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_suppression.c - riposte suppression: what is kept out of sight, here and
 * in Defender.
 */
#include <stdio.h>

#include "cli/follow.h"
#include "cli/words.h"
#include "service/preview.h"
#include "service/suppress.h"
#include "util/text.h"
#include "util/when.h"

static const struct out_column list_columns[] = {
    {N_("Number"), -6}, {N_("Where"), 8}, {N_("State"), 12},
    {N_("Until"), 16},  {N_("Hits"), -6}, {N_("What"), 0},
};
#define LIST_COLUMNS (sizeof(list_columns) / sizeof(list_columns[0]))

static void list_row(struct out *out, const struct suppression *s, int64_t now)
{
    char number[24];
    char hits[24];
    char until[WHEN_TEXT_SIZE];

    snprintf(number, sizeof(number), "%lld", (long long)s->row);
    snprintf(hits, sizeof(hits), "%lld", (long long)s->hits);
    when_local(s->until, out->utc, until);
    until[16] = '\0'; /* to the minute */
    out_row(out, list_columns, LIST_COLUMNS,
            (const struct str[]){
                str_of(number),
                str_of(suppression_place_name(s->place)),
                str_of(suppression_word(s, now)),
                str_of(s->until != 0 ? until : _("no end")),
                str_of(hits),
                str_of(*s->query != '\0' ? s->query : s->fault),
            });
    out_text(out, 7, str_of(s->reason));
}

static bool suppression_list(struct call *call, struct err *err)
{
    struct suppression_page *page =
        suppression_page_list(call->desk, !call->opts->all);
    int64_t now = when_now();
    bool ok =
        page_list(call, &page->error, page->n, list_columns, LIST_COLUMNS, err);

    for (size_t i = 0; ok && i < page->n; i++) {
        if (call->out->json)
            out_json_take(call->out, suppression_to_json(&page->rows[i], now));
        else
            list_row(call->out, &page->rows[i], now);
    }
    if (ok && *page->said != '\0' && !call->out->json)
        out_text(call->out, 0, str_of(page->said));
    suppression_page_free(page);
    return ok;
}

/* ---- what is wished for ---------------------------------------------------*/

/* What the options leave open is taken from the event. */
static bool from_event(struct call *call, struct suppress_wish *wish,
                       struct err *err)
{
    int64_t row;

    return option_event(call, &row, err) &&
           (row == 0 || suppress_from_event(call->desk, row, wish, err));
}

/* FIELD=VALUE of Defender's scope. */
static bool add_matches(struct call *call, struct suppress_wish *wish,
                        struct err *err)
{
    for (size_t i = 0; i < call->n_words; i++) {
        struct str word = str_of(call->words[i]);
        struct str field;

        if (str_find_char(word, '=') == STR_NOWHERE ||
            !str_cut(&word, '=', &field))
            return err_set(err, ERR_INPUT,
                           _("What Defender is to look for is written "
                             "FIELD=VALUE, such as "
                             "entities.ip.address=10.0.0.1, not %s."),
                           call->words[i]);
        suppress_wish_add(wish, arena_str(wish->arena, field).at, word);
    }
    return true;
}

static bool read_wish(struct call *call, struct suppress_wish *wish,
                      struct err *err)
{
    const struct opts *opts = call->opts;
    struct buf query;
    bool ok;

    if (opts->reason)
        wish->reason = opts->reason;
    if (opts->defender)
        wish->place = SUPPRESSION_DEFENDER;
    if (!from_event(call, wish, err))
        return false;
    if (opts->type)
        wish->type = opts->type;
    if (opts->subscription)
        wish->subscription = opts->subscription;
    if (opts->defender)
        return add_matches(call, wish, err);
    buf_init(&query);
    ok = words_joined(call, 0, &query, err);
    if (ok && query.len > 0)
        wish->query = arena_str(wish->arena, buf_view(&query)).at;
    buf_done(&query);
    return ok;
}

static bool show_added(struct call *call, int64_t row, struct err *err)
{
    struct suppression_page *page = suppression_page_list(call->desk, false);
    bool ok = page_good(&page->error, err);

    for (size_t i = 0; ok && i < page->n; i++) {
        if (page->rows[i].row != row)
            continue;
        if (call->out->json)
            out_json_take(call->out,
                          suppression_to_json(&page->rows[i], when_now()));
        else
            out_printf(call->out, _("Suppression %lld is in force."),
                       (long long)row);
    }
    suppression_page_free(page);
    return ok;
}

static bool suppression_add(struct call *call, struct err *err)
{
    struct suppress_wish *wish = suppress_wish_new();
    int64_t row = 0;
    int64_t run = 0;
    bool ok = read_wish(call, wish, err) &&
              suppress_until(str_of(call->opts->until), when_now(),
                             &wish->until, err) &&
              suppress_add(call->desk, wish, &row, &run, err);

    suppress_wish_free(wish);
    if (!ok)
        return false;
    return run != 0 ? follow_run(call, run, err) : show_added(call, row, err);
}

static bool suppression_remove(struct call *call, struct err *err)
{
    int64_t row;
    int64_t run;

    if (!word_row(call, 0, "suppression list", &row, err) ||
        !suppress_remove(call->desk, row, call->opts->reason, &run, err))
        return false;
    if (run != 0)
        return follow_run(call, run, err);
    if (call->out->json)
        return show_added(call, row, err);
    out_printf(call->out, _("Suppression %lld has been taken away."),
               (long long)row);
    return true;
}

/* ---- preview --------------------------------------------------------------*/

static struct json *preview_json(const struct preview_page *page,
                                 struct str query)
{
    struct json *json = json_new_object();
    struct json *rows = json_new_array();
    char time[WHEN_TEXT_SIZE];

    json_set_str(json, "query", query);
    json_set_int(json, "days", PREVIEW_DAYS);
    json_set_int(json, "total", page->total);
    json_set_int(json, "open", page->open);
    json_set_int(json, "truePositive", page->really);
    for (size_t i = 0; i < page->n; i++) {
        struct json *row = json_new_object();

        json_set_int(row, "row", page->rows[i].row);
        json_set_text(row, "time", when_iso(page->rows[i].time, time));
        json_set_str(row, "title", page->rows[i].title);
        json_set_str(row, "resource", page->rows[i].resource);
        json_add_take(rows, row);
    }
    json_set_take(json, "samples", rows);
    return json;
}

static void show_preview(struct out *out, const struct preview_page *page,
                         struct str query)
{
    out_fact(out, _("Query"), query);
    out_printf(out,
               _n("In the last %d days it would have hidden %lld event.",
                  "In the last %d days it would have hidden %lld events.",
                  (unsigned long)page->total),
               PREVIEW_DAYS, (long long)page->total);
    out_fact_number(out, _("Open"), page->open);
    out_fact_number(out, _("True positive"), page->really);
    for (size_t i = 0; i < page->n; i++) {
        char time[WHEN_TEXT_SIZE];

        out_entry(out, 20,
                  str_of(when_local(page->rows[i].time, out->utc, time)),
                  page->rows[i].title);
    }
}

static bool suppression_preview(struct call *call, struct err *err)
{
    struct suppress_wish *wish = suppress_wish_new();
    struct preview_page *page = NULL;
    struct buf query;
    bool ok;

    buf_init(&query);
    ok = read_wish(call, wish, err) && suppress_query(wish, &query, err);
    if (ok) {
        page = preview_read(call->desk, buf_view(&query));
        ok = page_good(&page->error, err);
    }
    if (ok && call->out->json)
        out_json_take(call->out, preview_json(page, buf_view(&query)));
    else if (ok)
        show_preview(call->out, page, buf_view(&query));
    if (ok && page->total == 0)
        call->status = STATUS_NO;
    preview_page_free(page);
    buf_done(&query);
    suppress_wish_free(wish);
    return ok;
}

/* ---- the table ------------------------------------------------------------*/

#define OPTIONS_WISH                                                           \
    {.name = "event",                                                          \
     .argument = "ID",                                                         \
     .help = N_("take type, resource and subscription from this event"),       \
     .type = OPTION_TEXT,                                                      \
     .at = offsetof(struct opts, event)},                                      \
        {.name = "defender",                                                   \
         .help = N_("in Defender for Cloud, instead of here"),                 \
         .type = OPTION_FLAG,                                                  \
         .at = offsetof(struct opts, defender)},                               \
        {.name = "subscription",                                               \
         .argument = "ID",                                                     \
         .help = N_("of Defender's: the subscription"),                        \
         .type = OPTION_TEXT,                                                  \
         .at = offsetof(struct opts, subscription)},                           \
    {                                                                          \
        .name = "type", .argument = "TYPE",                                    \
        .help = N_("of Defender's: the type of alert, or * for all"),          \
        .type = OPTION_TEXT, .at = offsetof(struct opts, type),                \
    }

static const struct option list_options[] = {
    {.name = "all",
     .help = N_("those that are over too"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, all)},
    {.name = NULL},
};

static const struct option add_options[] = {
    OPTIONS_WISH,
    {.name = "until",
     .argument = "WHEN",
     .help = N_("when it ends: a span such as 7d, or a date"),
     .type = OPTION_TEXT,
     .needed = true,
     .at = offsetof(struct opts, until)},
    OPTION_REASON(true),
    OPTION_WAIT(N_("follow the run for so long; the default is 60s")),
    {.name = NULL},
};

static const struct option preview_options[] = {
    OPTIONS_WISH,
    {.name = NULL},
};

static const struct option remove_options[] = {
    OPTION_REASON(true),
    OPTION_WAIT(N_("follow the run for so long; the default is 60s")),
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "list",
     .help = N_("List suppressions in force, with what each has hidden"),
     .options = list_options,
     .needs = NEEDS_READ,
     .run = suppression_list},
    {.name = "add",
     .words = "[QUERY]",
     .help = N_("Hide what matches a query, or have Defender dismiss it"),
     .options = add_options,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = suppression_add},
    {.name = "remove",
     .words = "NUMBER",
     .help = N_("Take a suppression away"),
     .options = remove_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = suppression_remove},
    {.name = "preview",
     .words = "[QUERY]",
     .help = N_("Tell what it would have hidden in the last 30 days"),
     .options = preview_options,
     .most = WORDS_ANY,
     .needs = NEEDS_READ,
     .run = suppression_preview},
    {.run = NULL},
};

const struct noun cmd_suppression = {
    .name = "suppression",
    .help = N_("What is kept out of sight, here and in Defender"),
    .verbs = verbs,
};
