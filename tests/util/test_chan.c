/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>

#include "util/chan.h"
#include "util/mem.h"
#include "util/thread.h"
#include "util/when.h"

#define SENDERS  3
#define MESSAGES 5000

static int *number(int value)
{
    int *message = mem_new(sizeof(*message));

    *message = value;
    return message;
}

static void assert_take(struct chan *chan, int want)
{
    int *message = chan_take(chan);

    assert_non_null(message);
    assert_int_equal(*message, want);
    mem_free(message);
}

static bool readable(struct chan *chan)
{
    struct pollfd ready = {.fd = chan_descriptor(chan), .events = POLLIN};

    return poll(&ready, 1, 0) == 1;
}

static void test_order(void **state)
{
    struct chan *chan = chan_new(3, mem_free);
    int *extra = number(9);

    (void)state;
    assert_null(chan_take(chan));
    assert_false(readable(chan));
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 3; i++)
            assert_true(chan_send(chan, number(i)));
        assert_false(chan_send(chan, extra));
        assert_true(readable(chan));
        for (int i = 0; i < 2; i++)
            assert_take(chan, i);
        assert_true(readable(chan));
        assert_take(chan, 2);
        assert_null(chan_take(chan));
        assert_false(readable(chan));
    }
    mem_free(extra);
    chan_free(chan);
    chan_free(NULL);
}

static void test_replace(void **state)
{
    struct chan *chan = chan_new(3, mem_free);
    int *extra = number(9);

    (void)state;
    assert_true(chan_replace(chan, 7, number(1)));
    assert_true(chan_send(chan, number(2)));
    assert_true(chan_replace(chan, 8, number(3)));
    /* It is full: the known key finds its place, a new one finds none. */
    assert_true(chan_replace(chan, 7, number(4)));
    assert_false(chan_replace(chan, 5, extra));
    assert_take(chan, 4);
    assert_true(chan_replace(chan, 7, number(5)));
    assert_take(chan, 2);
    assert_take(chan, 3);
    assert_take(chan, 5);
    assert_false(readable(chan));
    chan_close(chan);
    assert_false(chan_replace(chan, 7, extra));
    mem_free(extra);
    chan_free(chan);
}

static void test_close(void **state)
{
    struct chan *chan = chan_new(2, mem_free);
    int *extra = number(9);

    (void)state;
    assert_true(chan_send(chan, number(1)));
    assert_false(chan_closed(chan));
    chan_close(chan);
    chan_close(chan);
    assert_true(chan_closed(chan));
    assert_false(chan_send(chan, extra));
    assert_take(chan, 1);
    assert_true(readable(chan));
    assert_null(chan_take(chan));
    assert_null(chan_wait(chan, -1));
    mem_free(extra);
    chan_free(chan);
}

static void test_left_over(void **state)
{
    struct chan *chan = chan_new(2, mem_free);

    (void)state;
    assert_true(chan_send(chan, number(1)));
    assert_true(chan_send(chan, number(2)));
    chan_free(chan); /* a leak would be seen by the sanitizer */
}

static void test_time_out(void **state)
{
    struct chan *chan = chan_new(2, mem_free);
    int64_t start = when_monotonic();

    (void)state;
    assert_null(chan_wait(chan, 0));
    assert_null(chan_wait(chan, 20));
    assert_true(when_monotonic() - start >= 19);
    chan_free(chan);
}

struct sender {
    struct chan *chan;
    int first;
    int refused;
    struct thread *thread;
};

static void send_many(void *with)
{
    struct sender *sender = with;

    for (int i = 0; i < MESSAGES; i++) {
        int *message = number(sender->first + i);

        while (!chan_send(sender->chan, message)) {
            sender->refused++;
            poll(NULL, 0, 0);
        }
    }
}

/* All arrive, and those of one sender in their order. */
static void test_senders(void **state)
{
    struct chan *chan = chan_new(16, mem_free);
    struct sender senders[SENDERS];
    int next[SENDERS] = {0};
    struct err err = {0};

    (void)state;
    for (int i = 0; i < SENDERS; i++) {
        senders[i] = (struct sender){.chan = chan, .first = i * MESSAGES};
        assert_true(thread_start(&senders[i].thread, "sender", send_many,
                                 &senders[i], &err));
    }
    for (int i = 0; i < SENDERS * MESSAGES; i++) {
        int *message = chan_wait(chan, -1);
        int sender;

        assert_non_null(message);
        sender = *message / MESSAGES;
        assert_int_equal(*message % MESSAGES, next[sender]++);
        mem_free(message);
    }
    for (int i = 0; i < SENDERS; i++)
        thread_join(senders[i].thread);
    assert_null(chan_take(chan));
    assert_false(readable(chan));
    chan_free(chan);
}

static void replace_many(void *with)
{
    struct sender *sender = with;

    for (int i = 1; i <= MESSAGES; i++)
        chan_replace(sender->chan, 1, number(i));
    chan_close(sender->chan);
}

/* A slow receiver sees the newest state last, and nothing older after it. */
static void test_newest(void **state)
{
    struct sender sender = {.chan = chan_new(2, mem_free)};
    struct err err = {0};
    int last = 0, *message;

    (void)state;
    assert_true(
        thread_start(&sender.thread, "sender", replace_many, &sender, &err));
    while ((message = chan_wait(sender.chan, -1))) {
        assert_true(*message > last);
        last = *message;
        mem_free(message);
    }
    assert_int_equal(last, MESSAGES);
    thread_join(sender.thread);
    chan_free(sender.chan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),    cmocka_unit_test(test_replace),
        cmocka_unit_test(test_close),    cmocka_unit_test(test_left_over),
        cmocka_unit_test(test_time_out), cmocka_unit_test(test_senders),
        cmocka_unit_test(test_newest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
