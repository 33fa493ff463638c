/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * event_triage.c - what an analyst does with events, one or many: each is
 * done by itself, and the first that cannot be done ends the command.  Which
 * events are meant is found out before any is changed.
 */
#include "service/triage.h"

#include "cli/follow.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "model/limits.h"
#include "service/queue.h"
#include "util/mem.h"
#include "util/text.h"

/* The event as it is now: as JSON, or in one line. */
static bool tell_event(struct call *call, int64_t row, struct err *err)
{
    struct event_page *page = event_page_read(call->desk, row);
    const struct event *event = &page->event;
    bool ok = page_good(&page->error, err);

    if (ok && call->out->json)
        out_json_take(call->out, event_to_json(event));
    else if (ok)
        out_printf(call->out, _("Event %lld: %.*s, %s: %.*s"), (long long)row,
                   STR_ARG(event->column[COLUMN_STATUS]),
                   event->acknowledged ? _("acknowledged")
                                       : _("not acknowledged"),
                   STR_ARG(event->column[COLUMN_TITLE]));
    event_page_free(page);
    return ok;
}

/* Does @act to the events in the first @n words. */
static bool each_event(struct call *call, size_t n,
                       bool (*act)(struct call *call, int64_t row,
                                   struct err *err),
                       struct err *err)
{
    int64_t *rows = mem_array(n, sizeof(*rows));
    bool ok = true;

    for (size_t i = 0; ok && i < n; i++)
        ok = word_event(call, call->words[i], &rows[i], err);
    for (size_t i = 0; ok && i < n; i++)
        ok = act(call, rows[i], err);
    mem_free(rows);
    return ok;
}

static bool ack_one(struct call *call, int64_t row, struct err *err)
{
    return triage_acknowledge(call->desk, row, !call->opts->off, err) &&
           tell_event(call, row, err);
}

bool event_ack(struct call *call, struct err *err)
{
    return each_event(call, call->n_words, ack_one, err);
}

static const char *last_word(const struct call *call)
{
    return call->words[call->n_words - 1];
}

static const char *reason(const struct call *call)
{
    return call->opts->reason ? call->opts->reason : "";
}

static bool status_one(struct call *call, int64_t row, struct err *err)
{
    return triage_status(call->desk, row, last_word(call), reason(call), err) &&
           follow_event(call, row, err) && tell_event(call, row, err);
}

bool event_status(struct call *call, struct err *err)
{
    return each_event(call, call->n_words - 1, status_one, err);
}

static bool close_one(struct call *call, int64_t row, struct err *err)
{
    return triage_close(call->desk, row, call->opts->as, reason(call), err) &&
           follow_event(call, row, err) && tell_event(call, row, err);
}

bool event_close(struct call *call, struct err *err)
{
    return each_event(call, call->n_words, close_one, err);
}

static bool owner_one(struct call *call, int64_t row, struct err *err)
{
    return triage_local(call->desk, TRIAGE_OWNER, row, last_word(call), err) &&
           tell_event(call, row, err);
}

bool event_owner(struct call *call, struct err *err)
{
    return each_event(call, call->n_words - 1, owner_one, err);
}

static bool tag_one(struct call *call, int64_t row, struct err *err)
{
    return triage_local(call->desk, TRIAGE_TAG, row, last_word(call), err) &&
           tell_event(call, row, err);
}

/* Only the last word holds tags: one that looks like a tag and stands where an
 * event is expected is a missing pair of quotes. */
bool event_tag_words(const struct call *call, struct err *err)
{
    for (size_t i = 0; i + 1 < call->n_words; i++) {
        const char *word = call->words[i];

        if (*word == '+' || *word == '-')
            return err_set(err, ERR_INPUT,
                           _("\"%.80s\" is no event. Put the tags into one "
                             "word, in quotes: '%.80s %.80s'."),
                           word, word, last_word(call));
    }
    return true;
}

bool event_tag(struct call *call, struct err *err)
{
    return each_event(call, call->n_words - 1, tag_one, err);
}

static bool note_one(struct call *call, int64_t row, struct err *err)
{
    return triage_local(call->desk, TRIAGE_NOTE, row, last_word(call), err) &&
           tell_event(call, row, err);
}

bool event_note(struct call *call, struct err *err)
{
    return each_event(call, call->n_words - 1, note_one, err);
}
