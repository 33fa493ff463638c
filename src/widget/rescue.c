/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/rescue.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/mem.h"

/* Signals that end a process.  Those of a crash are taken whatever is set;
 * the others only where nobody else has a use for them. */
static const struct fatal {
    int number;
    bool crash;
} fatals[] = {
    {SIGSEGV, true},  {SIGBUS, true},   {SIGFPE, true},     {SIGILL, true},
    {SIGABRT, true},  {SIGSYS, true},   {SIGTRAP, true},    {SIGQUIT, false},
    {SIGXCPU, false}, {SIGXFSZ, false}, {SIGPIPE, false},   {SIGALRM, false},
    {SIGUSR1, false}, {SIGUSR2, false}, {SIGVTALRM, false}, {SIGPROF, false},
    {SIGPOLL, false},
};

#define N_FATALS   (sizeof(fatals) / sizeof(fatals[0]))
#define STACK_SIZE 16384

/* A handler has no other way to find what it needs: the one place beside the
 * log sink and the die hook that is not reached through a pointer. */
static struct {
    volatile sig_atomic_t armed;
    int descriptor;
    struct termios before;
    char sequence[RESCUE_SIZE];
    size_t len;
    struct sigaction old[N_FATALS];
    bool handled[N_FATALS];
    bool registered;
    _Alignas(16) char stack[STACK_SIZE]; /* a full stack is a crash too */
} rescue;

static void restore(void)
{
    size_t done = 0;

    if (!rescue.armed)
        return;
    rescue.armed = 0;
    while (done < rescue.len) {
        ssize_t n =
            write(rescue.descriptor, rescue.sequence + done, rescue.len - done);

        if (n <= 0)
            break;
        done += (size_t)n;
    }
    tcsetattr(rescue.descriptor, TCSANOW, &rescue.before);
}

static void handle(int number, siginfo_t *info, void *context)
{
    (void)context;
    restore();
    for (size_t i = 0; i < N_FATALS; i++) {
        if (fatals[i].number == number)
            sigaction(number, &rescue.old[i], NULL);
    }
    /* A fault happens again when the handler returns, and with its true
     * address; what was sent has to be sent again. */
    if (info->si_code <= 0 || !(number == SIGSEGV || number == SIGBUS ||
                                number == SIGFPE || number == SIGILL))
        raise(number);
}

static void set_handlers(void)
{
    stack_t stack = {.ss_sp = rescue.stack, .ss_size = sizeof(rescue.stack)};
    struct sigaction action = {
        .sa_sigaction = handle,
        .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER,
    };

    sigemptyset(&action.sa_mask);
    sigaltstack(&stack, NULL);
    for (size_t i = 0; i < N_FATALS; i++) {
        struct sigaction *old = &rescue.old[i];

        rescue.handled[i] =
            !sigaction(fatals[i].number, NULL, old) &&
            (fatals[i].crash ||
             (!(old->sa_flags & SA_SIGINFO) && old->sa_handler == SIG_DFL));
        if (rescue.handled[i])
            sigaction(fatals[i].number, &action, NULL);
    }
}

void rescue_arm(int descriptor, const struct termios *before,
                struct str sequence)
{
    rescue.armed = 0;
    rescue.descriptor = descriptor;
    rescue.before = *before;
    rescue.len = sequence.len < RESCUE_SIZE ? sequence.len : RESCUE_SIZE;
    memcpy(rescue.sequence, sequence.at, rescue.len);
    set_handlers();
    die_hook(restore);
    if (!rescue.registered)
        rescue.registered = !atexit(restore);
    rescue.armed = 1;
}

void rescue_pause(void)
{
    rescue.armed = 0;
}

void rescue_resume(void)
{
    rescue.armed = 1;
}

void rescue_disarm(void)
{
    rescue.armed = 0;
    die_hook(NULL);
    for (size_t i = 0; i < N_FATALS; i++) {
        if (rescue.handled[i])
            sigaction(fatals[i].number, &rescue.old[i], NULL);
        rescue.handled[i] = false;
    }
}
