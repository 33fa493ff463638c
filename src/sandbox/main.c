/* SPDX-License-Identifier: GPL-3.0-or-later */
/* riposte-sandbox itself: signals, two ports, and the loop that serves them. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "sandbox/generate.h"
#include "sandbox/http.h"
#include "sandbox/options.h"
#include "sandbox/sandbox.h"
#include "sandbox/smtp.h"
#include "sandbox/write_config.h"
#include "util/text.h"

enum { POLL_SIGNAL, POLL_HTTP, POLL_SMTP, POLL_N = POLL_SMTP + SMTP_POLLS };

/* SIGTERM, SIGINT and SIGHUP arrive here, between two requests. */
static bool signals_open(int *fd, struct err *err)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return err_errno(err, errno, _("Signals cannot be blocked"));
    *fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (*fd < 0)
        return err_errno(err, errno, _("Signals cannot be received"));
    signal(SIGPIPE, SIG_IGN);
    return true;
}

/* The parent may have gone before we asked to be told. */
static bool follow_parent(struct err *err)
{
    pid_t parent = getppid();

    if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0)
        return err_errno(err, errno, _("The parent cannot be watched"));
    if (getppid() != parent)
        return err_set(err, ERR_STOPPED, _("The parent is gone already."));
    return true;
}

static bool loop(int signals, struct http *http, struct smtp *smtp,
                 struct err *err)
{
    struct pollfd polls[POLL_N];

    for (;;) {
        polls[POLL_SIGNAL] = (struct pollfd){.fd = signals, .events = POLLIN};
        polls[POLL_HTTP] =
            (struct pollfd){.fd = http_descriptor(http), .events = POLLIN};
        smtp_prepare(smtp, &polls[POLL_SMTP]);
        if (poll(polls, POLL_N, http_timeout(http)) < 0 && errno != EINTR)
            return err_errno(err, errno, _("The server cannot wait"));
        if (polls[POLL_SIGNAL].revents)
            return true;
        http_run(http);
        smtp_run(smtp, &polls[POLL_SMTP]);
    }
}

static bool announce(const struct sandbox *sandbox, const struct smtp *smtp,
                     struct err *err)
{
    if (printf("%s\nsmtp://127.0.0.1:%d\n", sandbox->base, smtp_port(smtp)) <
            0 ||
        fflush(stdout) != 0)
        return err_errno(err, errno, _("The address cannot be printed"));
    return true;
}

static bool run(const struct options *options, struct err *err)
{
    struct sandbox *sandbox = NULL;
    struct http *http = NULL;
    struct smtp *smtp = NULL;
    int signals = -1;
    bool good =
        signals_open(&signals, err) &&
        (!options->die_with_parent || follow_parent(err)) &&
        sandbox_new(options, &sandbox, err) &&
        http_new(sandbox, (int)options->port, &http, err) &&
        smtp_new((int)options->smtp_port, options->smtp_auth, sandbox->mails,
                 &smtp, err) &&
        (!options->write_config ||
         write_config(sandbox, options->write_config, smtp_port(smtp), err)) &&
        announce(sandbox, smtp, err) && loop(signals, http, smtp, err);

    http_free(http);
    smtp_free(smtp);
    sandbox_free(sandbox);
    if (signals >= 0)
        close(signals);
    return good;
}

int main(int argc, char **argv)
{
    struct options options;
    struct err err;
    bool good = true;

    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    bindtextdomain(PACKAGE_NAME, LOCALEDIR);
    textdomain(PACKAGE_NAME);
    err_clear(&err);
    if (!options_parse(&options, argc, argv, &err))
        good = false;
    else if (options.help)
        options_help();
    else if (options.version)
        printf("riposte-sandbox %s\n", PACKAGE_VERSION);
    else
        good = options.generate ? generate_run(&options, &err)
                                : run(&options, &err);
    if (good)
        return EXIT_SUCCESS;
    fprintf(stderr, "riposte-sandbox: %s\n", err.text);
    return err_exit_status(&err);
}
