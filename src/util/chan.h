/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chan.h - a bounded queue of messages between two threads, with a descriptor
 * to sleep on.
 *
 * What is sent is given away: the receiver frees it.  chan_send() never
 * blocks; when the queue is full it says so and the sender keeps the message.
 * chan_replace() overwrites a message of the same key that has not been taken
 * yet, so that a slow receiver sees the newest state and no backlog.
 *
 * Thread: any number of senders, one receiver.
 * Memory: the chan is freed when both threads are done with it; what is left
 * inside is freed with the function given to chan_new().
 */
#ifndef RIPOSTE_UTIL_CHAN_H
#define RIPOSTE_UTIL_CHAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chan;

struct chan *chan_new(size_t bound, void (*free_message)(void *message));
void chan_free(struct chan *chan);
/* False when the queue is full or closed: the message is the caller's. */
bool chan_send(struct chan *chan, void *message);
/* As chan_send(), but takes the place of a waiting message with the same
 * @key (not 0), which is freed.  A replacement never fails for want of room. */
bool chan_replace(struct chan *chan, uint64_t key, void *message);
/* The oldest message, or NULL when there is none. */
void *chan_take(struct chan *chan);
/* Sleeps up to @milliseconds (-1: for ever) for a message; NULL on time-out or
 * when the chan is closed and empty. */
void *chan_wait(struct chan *chan, int milliseconds);
/* Readable while there is a message or the chan is closed: for poll(2). */
int chan_descriptor(const struct chan *chan);
/* Wakes the receiver; nothing more goes in, what is inside can be taken. */
void chan_close(struct chan *chan);
bool chan_closed(struct chan *chan);

#endif
