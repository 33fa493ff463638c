/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * answer_trials.c - backtests that screens have asked for.
 *
 * They go on when the reader has nothing else to do, a few milliseconds at a
 * time, over the index that it keeps anyway: so the queue stays as quick as it
 * is, nothing is read twice, and what is cancelled is gone at once.
 */
#include "service/desk_part.h"
#include "service/reader_part.h"
#include "util/mem.h"
#include "util/when.h"

/* Time between two looks for asks, and between two pages. */
#define SLICE      10
#define TELL_EVERY 100

static void drop(struct reader_trial *trial)
{
    if (trial->wanted)
        backtest_wish_drop(&trial->wish);
    backtest_job_free(trial->job);
    *trial = (struct reader_trial){.wanted = false};
}

static void send(struct reader *reader, struct reader_trial *trial,
                 struct backtest_page *page)
{
    struct note *note = note_new(trial->note, trial->ticket);

    note->is.backtest = page;
    note_send(reader->notes, note);
    trial->sent = when_monotonic();
}

static void send_failure(struct reader *reader, struct reader_trial *trial,
                         const struct err *err)
{
    struct backtest_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->error = *err;
    send(reader, trial, page);
    drop(trial);
}

/* In the place of the one before. */
static struct reader_trial *begin(struct reader *reader, int which,
                                  enum note_kind note, const struct ask *ask)
{
    struct reader_trial *trial = &reader->trials[which];

    drop(trial);
    trial->note = note;
    trial->ticket = ask->ticket;
    return trial;
}

void answer_backtest(struct reader *reader, struct ask *ask)
{
    struct reader_trial *trial = begin(reader, TRIAL_RULE, NOTE_BACKTEST, ask);
    struct backtest_order order = {
        .rule = ask->rule,
        .row = ask->rule_row,
        .revision = ask->revision,
        .against = ask->against,
        .since = ask->since,
    };
    struct err err = {0};

    ask->rule = NULL;
    trial->wanted = backtest_wish_one(reader->desk, &order, &trial->wish, &err);
    if (!trial->wanted)
        send_failure(reader, trial, &err);
}

void answer_noise(struct reader *reader, struct ask *ask)
{
    struct reader_trial *trial = begin(reader, TRIAL_NOISE, NOTE_NOISE, ask);
    struct err err = {0};

    trial->wanted =
        backtest_wish_all(reader->desk, ask->since, 0, &trial->wish, &err);
    if (!trial->wanted)
        send_failure(reader, trial, &err);
}

void answer_stop(struct reader *reader, struct ask *ask)
{
    (void)ask;
    drop(&reader->trials[TRIAL_RULE]);
}

/* Does it go on? */
static bool step(struct reader *reader, struct reader_trial *trial)
{
    struct backtest_page *page;
    bool over;

    if (trial->wanted) {
        trial->wanted = false;
        trial->job =
            backtest_job_new(reader->desk, &reader->index, &trial->wish);
    }
    if (trial->job == NULL)
        return false;
    over = backtest_job_work(trial->job, SLICE);
    if (!over && when_monotonic() - trial->sent < TELL_EVERY)
        return true;
    page = backtest_job_page(trial->job);
    send(reader, trial, page);
    if (over)
        drop(trial);
    return !over;
}

bool reader_try(struct reader *reader)
{
    bool more = false;

    if (!reader->index.complete)
        return false;
    for (int i = 0; i < TRIAL_N && !more; i++)
        more = step(reader, &reader->trials[i]);
    return more;
}

void reader_trials_done(struct reader *reader)
{
    for (int i = 0; i < TRIAL_N; i++)
        drop(&reader->trials[i]);
}
