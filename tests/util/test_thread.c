/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>

#include "util/thread.h"

struct seen {
    char name[32];
    sigset_t blocked;
    int value;
};

static void look(void *with)
{
    struct seen *seen = with;

    pthread_getname_np(pthread_self(), seen->name, sizeof(seen->name));
    pthread_sigmask(SIG_SETMASK, NULL, &seen->blocked);
    seen->value++;
}

static void test_start(void **state)
{
    static const int blocked[] = {SIGTERM, SIGINT,  SIGHUP, SIGWINCH,
                                  SIGCHLD, SIGPIPE, SIGTSTP};
    struct seen seen = {.value = 41};
    struct thread *thread = NULL;
    struct err err = {0};
    sigset_t mine;

    (void)state;
    assert_true(thread_start(&thread, "a name that is far too long", look,
                             &seen, &err));
    thread_join(thread);
    thread_join(NULL);
    assert_int_equal(seen.value, 42);
    for (size_t i = 0; i < sizeof(blocked) / sizeof(*blocked); i++)
        assert_int_equal(sigismember(&seen.blocked, blocked[i]), 1);
    assert_int_equal(sigismember(&seen.blocked, SIGSEGV), 0);
    pthread_sigmask(SIG_SETMASK, NULL, &mine);
    assert_int_equal(sigismember(&mine, SIGTERM), 0);
}

/* The name is given by the starter, maybe after the thread has begun. */
static void test_name(void **state)
{
    struct seen seen = {.value = 0};
    struct thread *thread = NULL;
    struct err err = {0};

    (void)state;
    assert_true(thread_start(&thread, "worker", look, &seen, &err));
    thread_join(thread);
    assert_int_equal(seen.value, 1);
}

/* A hint: it takes no rights, and changes neither kind nor rank. */
static void test_prompt(void **state)
{
    int rank = getpriority(PRIO_PROCESS, 0);

    (void)state;
    thread_prompt();
    assert_int_equal(sched_getscheduler(0) & ~SCHED_RESET_ON_FORK, SCHED_OTHER);
    assert_int_equal(getpriority(PRIO_PROCESS, 0), rank);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prompt),
        cmocka_unit_test(test_start),
        cmocka_unit_test(test_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
