/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include "util/thread.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

#include "util/mem.h"
#include "util/text.h"

#define NAME_SIZE 16 /* what the kernel keeps */

struct thread {
    pthread_t id;
    void (*run)(void *with);
    void *with;
};

static void *begin(void *argument)
{
    struct thread *thread = argument;

    thread->run(thread->with);
    return NULL;
}

/* All that is sent to the process; faults of the thread itself must kill. */
static void block_signals(sigset_t *before)
{
    static const int faults[] = {SIGSEGV, SIGBUS,  SIGFPE,
                                 SIGILL,  SIGABRT, SIGTRAP};
    sigset_t all;

    sigfillset(&all);
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
        sigdelset(&all, faults[i]);
    pthread_sigmask(SIG_SETMASK, &all, before);
}

bool thread_start(struct thread **out, const char *name, void (*run)(void *),
                  void *with, struct err *err)
{
    struct thread *thread = mem_new(sizeof(*thread));
    char short_name[NAME_SIZE];
    sigset_t before;
    int number;

    thread->run = run;
    thread->with = with;
    block_signals(&before);
    number = pthread_create(&thread->id, NULL, begin, thread);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (number != 0) {
        mem_free(thread);
        return err_errno(err, number, _("The thread %s cannot be started"),
                         name);
    }
    snprintf(short_name, sizeof(short_name), "%s", name);
    pthread_setname_np(thread->id, short_name);
    *out = thread;
    return true;
}

void thread_join(struct thread *thread)
{
    if (!thread)
        return;
    pthread_join(thread->id, NULL);
    mem_free(thread);
}
