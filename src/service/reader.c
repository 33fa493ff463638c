/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reader.c - the thread that keeps the queue index and reads the store for the
 * screens.
 */
#include <poll.h>
#include <string.h>

#include "service/console_part.h"
#include "service/desk_part.h"
#include "service/first_page.h"
#include "service/reader_part.h"
#include "service/watchlist_file.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/when.h"

/* Rows that are loaded between two looks for asks: a few milliseconds. */
#define LOAD_ROWS 5000
/* Time for filtering between two looks. */
#define WORK_TIME 15
/* Pages that nobody asked for are this far apart, and the word that other
 * things changed. */
#define PAGE_EVERY    20
#define CHANGED_EVERY 250
/* ago() in a filter moves on. */
#define MOVE_EVERY WHEN_MINUTE

static void forget(void *with, uint32_t slot)
{
    view_forget(with, slot);
}

/* What is ignored may have changed: all rows are looked at, in portions. */
static void load_ignores(struct reader *reader)
{
    struct err err = {0};
    bool changed;

    if (!ignores_load(&reader->ignores, reader->desk->store,
                      reader->desk->config, when_now(), &changed, &err)) {
        log_line(LOG_ERROR, "%s", err.text);
        return;
    }
    if (changed)
        reader->marked = (uint32_t)reader->index.n;
}

/* Rows that came or changed are marked before the view takes them. */
static void mark_changes(struct reader *reader)
{
    const struct index_changes *changes = &reader->changes;

    if (reader->ignores.n == 0)
        return;
    if (changes->many) {
        reader->marked = (uint32_t)reader->index.n;
        return;
    }
    for (size_t i = 0; i < changes->n; i += 64)
        ignores_mark(&reader->ignores, &reader->index, reader->desk->store,
                     changes->slots + i,
                     changes->n - i < 64 ? changes->n - i : 64);
}

/* A portion of the marks that are due, from the newest rows on; true when all
 * are done. */
static bool mark_some(struct reader *reader)
{
    int64_t until = when_monotonic() + WORK_TIME;
    uint32_t slots[64];

    while (reader->marked > 0) {
        size_t n = reader->marked < 64 ? reader->marked : 64;

        for (size_t i = 0; i < n; i++)
            slots[i] = reader->marked - 1 - (uint32_t)i;
        reader->marked -= (uint32_t)n;
        reader->marks_moved |= ignores_mark(&reader->ignores, &reader->index,
                                            reader->desk->store, slots, n);
        if (when_monotonic() >= until)
            return reader->marked == 0;
    }
    return true;
}

static bool work_marks(struct reader *reader)
{
    if (!reader->index.complete)
        return true;
    if (!mark_some(reader))
        return false;
    if (reader->marks_moved) {
        reader->marks_moved = false;
        view_rebuild(&reader->view, when_now());
        reader->page_due = true;
    }
    return true;
}

static bool work_preview(struct reader *reader)
{
    struct note *note;

    if (!reader->index.complete)
        return true;
    if (reader->preview_text[0] != '\0') {
        reader->preview =
            preview_new(str_of(reader->preview_text), reader->desk->config,
                        &reader->index, reader->desk->store, when_now());
        reader->preview_text[0] = '\0';
    }
    if (reader->preview == NULL)
        return true;
    if (!preview_work(reader->preview, WORK_TIME))
        return false;
    note = note_new(NOTE_PREVIEW, reader->preview_ticket);
    note->is.preview = preview_take(reader->preview);
    note_send(reader->notes, note);
    preview_free(reader->preview);
    reader->preview = NULL;
    return true;
}

/* When the first suppression in force ends, in milliseconds; -1: none does. */
static int next_end(const struct reader *reader)
{
    int64_t left = reader->ignores.next_end - when_now();

    if (reader->ignores.next_end == 0)
        return -1;
    if (left > WHEN_HOUR)
        return (int)WHEN_HOUR;
    return left > 0 ? (int)left : 0;
}

/* Brings index and view in step with the store. */
static void follow(struct reader *reader)
{
    bool before = reader->index.complete;
    struct err err = {0};

    if (!index_follow(&reader->index, reader->desk->store, LOAD_ROWS, forget,
                      &reader->view, &reader->changes, &reader->more, &err)) {
        log_line(LOG_ERROR, "%s", err.text);
        reader->more = false;
        return;
    }
    mark_changes(reader);
    if (reader->changes.many) {
        if (reader->index.complete)
            view_rebuild(&reader->view, when_now());
    } else if (reader->index.complete) {
        for (size_t i = 0; i < reader->changes.n; i++)
            view_take(&reader->view, reader->changes.slots[i]);
        view_settle(&reader->view);
    }
    /* What is counted over the index can be told now. */
    reader->changed_due |= reader->index.complete && !before;
    /* Until the index is whole the first page does not come from it. */
    if (reader->index.complete &&
        (reader->changes.n > 0 || reader->changes.many))
        reader->page_due = true;
}

static void send_page(struct reader *reader)
{
    struct ask *watch = &reader->watch;
    struct note *note;

    if (watch->count == 0)
        return;
    note = note_new(NOTE_QUEUE, watch->ticket);
    if (reader->index.complete)
        note->is.queue =
            view_page(&reader->view, watch->anchor, watch->first, watch->count);
    else
        note->is.queue = first_page(reader->desk->store, &reader->ignores,
                                    watch->count, when_now());
    note_send(reader->notes, note);
    reader->page_due = false;
    reader->page_sent = when_monotonic();
}

/* What must be done before the next message, and how long there is time. */
static int work(struct reader *reader)
{
    int64_t now = when_monotonic();
    bool ready = true;
    bool rest;

    if (next_end(reader) == 0)
        load_ignores(reader);
    rest = work_marks(reader);
    if (reader->index.complete && rest) {
        ready = view_work(&reader->view, WORK_TIME);
        if (ready != reader->was_ready)
            reader->page_due = true;
        reader->was_ready = ready;
    }
    if (reader->page_due && now - reader->page_sent >= PAGE_EVERY)
        send_page(reader);
    if (reader->changed_due && now - reader->changed_sent >= CHANGED_EVERY) {
        note_send(reader->notes, note_new(NOTE_CHANGED, 0));
        reader->changed_due = false;
        reader->changed_sent = now;
    }
    if (filter_moves(reader->view.filter) &&
        now - reader->moved >= MOVE_EVERY) {
        reader->moved = now;
        view_rebuild(&reader->view, when_now());
        ready = false;
    }
    rest = work_preview(reader) && rest;
    rest = !reader_verify(reader) && rest;
    if (reader->more || !ready || !rest || reader_try(reader))
        return 0;
    if (reader->page_due)
        return PAGE_EVERY;
    if (reader->changed_due)
        return CHANGED_EVERY;
    return filter_moves(reader->view.filter) ? (int)MOVE_EVERY
                                             : next_end(reader);
}

/* A watchlist is another now: what was compiled with it is compiled anew. */
static void follow_lists(struct reader *reader)
{
    uint64_t lists = watchlist_stamp(reader->desk->config);

    if (lists == reader->lists)
        return;
    reader->lists = lists;
    view_again(&reader->view, when_now());
    load_ignores(reader);
    reader->page_due = true;
}

static void sleep_until(struct reader *reader, int milliseconds)
{
    struct pollfd fds[2] = {
        {.fd = chan_descriptor(reader->in), .events = POLLIN},
        {.fd = reader->watching.fd, .events = POLLIN},
    };

    /* Without inotify the store is looked at once a second. */
    if (reader->watching.fd < 0 && (milliseconds < 0 || milliseconds > 1000))
        milliseconds = 1000;
    poll(fds, 2, milliseconds);
    watch_drain(&reader->watching);
    follow_lists(reader);
    if (store_changed(reader->desk->store)) {
        reader->changed_due = true;
        reader->page_due |= !reader->index.complete;
        load_ignores(reader);
        follow(reader);
    } else if (reader->more) {
        follow(reader);
    }
}

void reader_run(void *with)
{
    struct errands_of *given = with;
    struct reader reader = {
        .desk = given->desk,
        .in = given->in,
        .notes = given->notes,
        .more = true,
        .moved = when_monotonic(),
    };

    struct arena *arena;

    index_init(&reader.index);
    ignores_init(&reader.ignores);
    load_ignores(&reader);
    view_init(&reader.view, &reader.index, reader.desk->store,
              reader.desk->config);
    arena = arena_new();
    watch_init(&reader.watching, store_path(reader.desk->store),
               watchlist_dir(reader.desk->config, arena));
    arena_free(arena);
    reader.lists = watchlist_stamp(reader.desk->config);
    while (!chan_closed(reader.in)) {
        struct ask *ask = chan_take(reader.in);
        int milliseconds;

        if (ask != NULL) {
            reader_answer(&reader, ask);
            ask_free(ask);
            continue;
        }
        milliseconds = work(&reader);
        sleep_until(&reader, milliseconds);
    }
    reader_trials_done(&reader);
    audit_check_free(reader.check);
    watch_done(&reader.watching);
    preview_free(reader.preview);
    ignores_done(&reader.ignores);
    lint_book_done(&reader.findings);
    view_done(&reader.view);
    index_done(&reader.index);
    mem_free(reader.changes.slots);
}
