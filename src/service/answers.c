/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * answers.c - one function for each kind of ask.
 */
#include <string.h>

#include "model/limits.h"
#include "service/desk_part.h"
#include "service/reader_part.h"
#include "service/watchlist.h"
#include "util/mem.h"
#include "util/when.h"

static void answer_queue(struct reader *reader, struct ask *ask)
{
    view_set(&reader->view, ask->text, ask->sort, ask->ascending, when_now());
    reader->watch = *ask;
    reader->watch.rule = NULL;
    if (reader->watch.count > LIMIT_ROWS)
        reader->watch.count = LIMIT_ROWS;
    if (ask->first == 0 && ask->anchor == 0)
        reader->view.newest = 0;
    /* At once, without the distance that unasked pages keep. */
    reader->page_due = true;
    reader->page_sent = 0;
}

/* The next row from the anchor on whose shown texts hold the words. */
static void answer_find(struct reader *reader, struct ask *ask)
{
    struct view *view = &reader->view;
    struct filter *filter;
    struct buf query;
    struct query_env env = watchlist_env(reader->desk->config, when_now());
    struct err err = {0};
    size_t at = 0;

    /* Without an anchor the page says that nothing was found. */
    reader->watch.anchor = 0;
    buf_init(&query);
    buf_char(&query, '"');
    for (const char *c = ask->text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            buf_char(&query, '\\');
        buf_char(&query, *c);
    }
    buf_char(&query, '"');
    if (view->n > 0 && filter_new(buf_view(&query), &env, &filter, &err)) {
        if (ask->anchor > 0 && (size_t)ask->anchor <= reader->index.n)
            at = view_position(view, (uint32_t)(ask->anchor - 1));
        if (at == SIZE_MAX)
            at = 0;
        for (size_t i = 1; i <= view->n; i++) {
            size_t place =
                (ask->backwards ? at + view->n - i : at + i) % view->n;
            uint32_t slot = view_slot(view, place);

            if (filter_one(filter, &reader->index, reader->desk->store, slot)) {
                reader->watch.anchor = (int64_t)slot + 1;
                break;
            }
        }
        filter_free(filter);
    }
    buf_done(&query);
    reader->watch.ticket = ask->ticket;
    reader->page_due = true;
    reader->page_sent = 0;
}

/* How events of the same type were closed in 90 days. */
static void add_similar(const struct reader *reader, struct event_page *page)
{
    const struct index *index = &reader->index;
    size_t own = (size_t)page->event.row - 1;
    int64_t since = when_now() - 90 * WHEN_DAY;
    uint32_t type;

    /* Before that the order has no end to begin at. */
    if (own >= index->n || !index->complete)
        return;
    type = index->term[COLUMN_TYPE][own];
    for (size_t i = index->n_order; i > 0; i--) {
        uint32_t slot = index->order[i - 1];
        struct str closing;

        if (index->time[slot] < since)
            break;
        if (index->term[COLUMN_TYPE][slot] != type || slot == own)
            continue;
        page->similar_total++;
        closing = index_text(index, COLUMN_CLOSING, slot);
        page->similar_true += str_eq(closing, STR("TruePositive"));
        page->similar_benign += str_eq(closing, STR("Benign"));
        page->similar_false += str_eq(closing, STR("FalsePositive"));
    }
}

static void answer_event(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_EVENT, ask->ticket);

    note->is.event = event_page_read(reader->desk, ask->row);
    add_similar(reader, note->is.event);
    note_send(reader->notes, note);
}

static void answer_rules(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_RULES, ask->ticket);

    note->is.rules = rule_page_all(reader->desk);
    lint_book_mark(&reader->findings, reader->desk, note->is.rules, when_now());
    note_send(reader->notes, note);
}

static void answer_rule(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_RULE, ask->ticket);
    struct err err = {0};

    /* One that has gone meanwhile comes as none. */
    if (!rules_get(reader->desk->store, ask->rule_row, &note->is.rule, &err))
        note->is.rule = NULL;
    note_send(reader->notes, note);
}

static void answer_test(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_TEST, ask->ticket);

    note->is.test = rule_test_stored(reader->desk, ask->rule, ask->row);
    note_send(reader->notes, note);
}

static void answer_decisions(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_DECISIONS, ask->ticket);

    note->is.decisions =
        decision_page_read(reader->desk, ask->row, ask->rule_row);
    note_send(reader->notes, note);
}

static void answer_history(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_HISTORY, ask->ticket);

    note->is.history = revision_page_of(reader->desk, ask->rule_row);
    note_send(reader->notes, note);
}

static void answer_approvals(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_APPROVALS, ask->ticket);

    note->is.approvals = approval_page_read(reader->desk, ask->open_only);
    note_send(reader->notes, note);
}

static void answer_runs(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_RUNS, ask->ticket);

    note->is.runs =
        run_page_read(reader->desk, ask->row, ask->open_only, ask->count);
    note_send(reader->notes, note);
}

static void answer_run(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_RUN, ask->ticket);

    note->is.runs = run_page_one(reader->desk, ask->row);
    note_send(reader->notes, note);
}

static void answer_effects(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_EFFECTS, ask->ticket);

    note->is.effects = effect_page_read(reader->desk, ask->open_only);
    note_send(reader->notes, note);
}

static void answer_rows(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_ROWS, ask->ticket);
    size_t most = ask->count < LIMIT_MARKS ? ask->count : LIMIT_MARKS;
    struct view view;

    view_init(&view, &reader->index, reader->desk->store, reader->desk->config);
    view_set(&view, ask->text, SORT_TIME, false, when_now());
    view_rebuild(&view, when_now());
    while (!view_work(&view, 1000) && !chan_closed(reader->in))
        ;
    note->is.rows.rows = mem_array(most + 1, sizeof(int64_t));
    while (view.error.code == ERR_NONE && note->is.rows.n < most &&
           note->is.rows.n < view.n) {
        size_t i = note->is.rows.n++;

        note->is.rows.rows[i] = (int64_t)view_slot(&view, i) + 1;
    }
    view_done(&view);
    note_send(reader->notes, note);
}

static void answer_suppressions(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_SUPPRESSIONS, ask->ticket);

    note->is.suppressions =
        suppression_page_read(reader->desk, ask->open_only,
                              reader->index.complete ? &reader->index : NULL);
    note_send(reader->notes, note);
}

static void answer_views(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_VIEWS, ask->ticket);

    note->is.views = views_page(reader->desk->config);
    note_send(reader->notes, note);
}

static void answer_report(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_REPORT, ask->ticket);
    struct report_period period = {.since = ask->since, .until = when_now()};
    size_t parts = ask->count < REPORT_PARTS ? ask->count : REPORT_PARTS;

    note->is.report =
        report_page_read(reader->desk, &period, parts > 0 ? parts : 1);
    note_send(reader->notes, note);
}

static void answer_health(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_HEALTH, ask->ticket);

    note->is.health = health_page_read(reader->desk, when_now());
    note_send(reader->notes, note);
}

/* It takes its time: work() goes on with it. */
static void answer_preview(struct reader *reader, struct ask *ask)
{
    preview_free(reader->preview);
    reader->preview = NULL;
    memcpy(reader->preview_text, ask->text, sizeof(reader->preview_text));
    reader->preview_ticket = ask->ticket;
}

static void (*const answers[ASK_KIND_N])(struct reader *, struct ask *) = {
    [ASK_QUEUE] = answer_queue,
    [ASK_FIND] = answer_find,
    [ASK_EVENT] = answer_event,
    [ASK_RULES] = answer_rules,
    [ASK_RULE] = answer_rule,
    [ASK_TEST] = answer_test,
    [ASK_HISTORY] = answer_history,
    [ASK_DECISIONS] = answer_decisions,
    [ASK_APPROVALS] = answer_approvals,
    [ASK_RUNS] = answer_runs,
    [ASK_RUN] = answer_run,
    [ASK_EFFECTS] = answer_effects,
    [ASK_ROWS] = answer_rows,
    [ASK_SUPPRESSIONS] = answer_suppressions,
    [ASK_PREVIEW] = answer_preview,
    [ASK_VIEWS] = answer_views,
    [ASK_BACKTEST] = answer_backtest,
    [ASK_NOISE] = answer_noise,
    [ASK_REPORT] = answer_report,
    [ASK_HEALTH] = answer_health,
    [ASK_STOP] = answer_stop,
    [ASK_AUDIT] = answer_audit,
    [ASK_VERIFY] = answer_verify,
    [ASK_PLAYBOOKS] = answer_playbooks,
    [ASK_BROWSE] = answer_browse,
    [ASK_IMPORT] = answer_import,
    [ASK_REHEARSE] = answer_rehearse,
    [ASK_PLAY] = answer_play,
    [ASK_REMOTE] = answer_remote,
};

void reader_answer(struct reader *reader, struct ask *ask)
{
    answers[ask->kind](reader, ask);
}
