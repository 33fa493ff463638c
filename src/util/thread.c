/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include "util/thread.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "util/mem.h"
#include "util/text.h"

#define NAME_SIZE 16 /* what the kernel keeps */
/* The shortest turn that can be asked for, in nanoseconds: whoever takes short
 * ones gets them soon (Linux 6.12). */
#define SHORT_TURN 100000
/* What is started from here has turns as usual. */
#define RESET_ON_FORK 1

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

/* As sched_setattr(2) has it, which few C libraries know. */
struct turns {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime;
    uint64_t deadline;
    uint64_t period;
};

void thread_prompt(void)
{
    struct turns turns = {
        .size = sizeof(turns),
        .policy = SCHED_OTHER,
        .flags = RESET_ON_FORK,
        .nice = getpriority(PRIO_PROCESS, 0),
        .runtime = SHORT_TURN,
    };

    if (sched_getscheduler(0) == SCHED_OTHER)
        syscall(SYS_sched_setattr, 0, &turns, 0);
}

void thread_join(struct thread *thread)
{
    if (!thread)
        return;
    pthread_join(thread->id, NULL);
    mem_free(thread);
}
