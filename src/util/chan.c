/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/chan.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

struct item {
    uint64_t key;
    void *message;
};

/*
 * The descriptor is readable exactly while there is a message or the chan is
 * closed.  It is changed under the lock, when that changes, so that neither a
 * wake-up is lost nor a receiver woken for nothing.
 */
struct chan {
    pthread_mutex_t lock;
    void (*free_message)(void *message);
    struct item *items; /* a ring */
    size_t bound;
    size_t first;
    size_t count;
    int descriptor;
    bool closed;
};

struct chan *chan_new(size_t bound, void (*free_message)(void *message))
{
    struct chan *chan = mem_new(sizeof(*chan));

    chan->items = mem_array(bound, sizeof(*chan->items));
    chan->bound = bound;
    chan->free_message = free_message;
    chan->descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (chan->descriptor < 0)
        die(_("No channel between threads can be made: %s"), strerror(errno));
    pthread_mutex_init(&chan->lock, NULL);
    return chan;
}

void chan_free(struct chan *chan)
{
    void *message;

    if (!chan)
        return;
    while ((message = chan_take(chan)))
        chan->free_message(message);
    pthread_mutex_destroy(&chan->lock);
    close(chan->descriptor);
    mem_free(chan->items);
    mem_free(chan);
}

static struct item *item_at(struct chan *chan, size_t index)
{
    return &chan->items[(chan->first + index) % chan->bound];
}

/* Neither of the two can fail: the counter is 0 or 1. */
static void raise_signal(struct chan *chan)
{
    if (eventfd_write(chan->descriptor, 1) != 0)
        die(_("A thread cannot be woken: %s"), strerror(errno));
}

static void drop_signal(struct chan *chan)
{
    eventfd_t count;

    if (eventfd_read(chan->descriptor, &count) != 0)
        die(_("A thread cannot be woken: %s"), strerror(errno));
}

static bool append(struct chan *chan, uint64_t key, void *message)
{
    if (chan->closed || chan->count == chan->bound)
        return false;
    *item_at(chan, chan->count++) = (struct item){key, message};
    if (chan->count == 1)
        raise_signal(chan);
    return true;
}

bool chan_send(struct chan *chan, void *message)
{
    bool sent;

    pthread_mutex_lock(&chan->lock);
    sent = append(chan, 0, message);
    pthread_mutex_unlock(&chan->lock);
    return sent;
}

static struct item *find_key(struct chan *chan, uint64_t key)
{
    for (size_t i = 0; i < chan->count; i++)
        if (item_at(chan, i)->key == key)
            return item_at(chan, i);
    return NULL;
}

bool chan_replace(struct chan *chan, uint64_t key, void *message)
{
    void *old = NULL;
    struct item *item;
    bool sent;

    pthread_mutex_lock(&chan->lock);
    item = chan->closed ? NULL : find_key(chan, key);
    if (item) {
        old = item->message;
        item->message = message;
    }
    sent = item || append(chan, key, message);
    pthread_mutex_unlock(&chan->lock);
    if (old)
        chan->free_message(old);
    return sent;
}

void *chan_take(struct chan *chan)
{
    void *message = NULL;

    pthread_mutex_lock(&chan->lock);
    if (chan->count > 0) {
        message = item_at(chan, 0)->message;
        chan->first = (chan->first + 1) % chan->bound;
        chan->count--;
        if (chan->count == 0 && !chan->closed)
            drop_signal(chan);
    }
    pthread_mutex_unlock(&chan->lock);
    return message;
}

/* What is left of @milliseconds, as poll(2) wants it. */
static int time_left(int milliseconds, int64_t start)
{
    int64_t left;

    if (milliseconds < 0)
        return -1;
    left = milliseconds - (when_monotonic() - start);
    return left > 0 ? (int)left : 0;
}

void *chan_wait(struct chan *chan, int milliseconds)
{
    struct pollfd sleep = {.fd = chan->descriptor, .events = POLLIN};
    int64_t start = when_monotonic();

    for (;;) {
        bool over = chan_closed(chan);
        void *message = chan_take(chan);
        int left = time_left(milliseconds, start);

        if (message || over || left == 0)
            return message;
        poll(&sleep, 1, left);
    }
}

int chan_descriptor(const struct chan *chan)
{
    return chan->descriptor;
}

void chan_close(struct chan *chan)
{
    pthread_mutex_lock(&chan->lock);
    if (!chan->closed && chan->count == 0)
        raise_signal(chan);
    chan->closed = true;
    pthread_mutex_unlock(&chan->lock);
}

bool chan_closed(struct chan *chan)
{
    bool closed;

    pthread_mutex_lock(&chan->lock);
    closed = chan->closed;
    pthread_mutex_unlock(&chan->lock);
    return closed;
}
