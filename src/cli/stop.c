/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/stop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>

#include "util/text.h"

bool stop_open(int *out, struct err *err)
{
    sigset_t signals;
    int fd;

    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    if (fd < 0)
        return err_errno(err, errno, _("Cannot listen for signals"));
    *out = fd;
    return true;
}

bool stop_asked(int stop)
{
    struct pollfd ready = {.fd = stop, .events = POLLIN};

    return poll(&ready, 1, 0) > 0;
}
