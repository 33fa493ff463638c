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
        note->is.queue = first_page(reader->desk->store, watch->count);
    note->is.queue->ticket = watch->ticket;
    note_send(reader->notes, note);
    reader->page_due = false;
    reader->page_sent = when_monotonic();
}

/* What must be done before the next message, and how long there is time. */
static int work(struct reader *reader)
{
    int64_t now = when_monotonic();
    bool ready = true;

    if (reader->index.complete) {
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
    if (reader->more || !ready)
        return 0;
    if (reader->page_due)
        return PAGE_EVERY;
    if (reader->changed_due)
        return CHANGED_EVERY;
    return filter_moves(reader->view.filter) ? (int)MOVE_EVERY : -1;
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
    if (store_changed(reader->desk->store)) {
        reader->changed_due = true;
        reader->page_due |= !reader->index.complete;
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

    index_init(&reader.index);
    view_init(&reader.view, &reader.index, reader.desk->store,
              reader.desk->config);
    watch_init(&reader.watching, store_path(reader.desk->store));
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
    watch_done(&reader.watching);
    view_done(&reader.view);
    index_done(&reader.index);
    mem_free(reader.changes.slots);
}
