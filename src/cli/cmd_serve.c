/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_serve.c - riposte serve: the engine without a screen.
 *
 * Trouble of a source is reported when it begins and when it ends.  SIGTERM,
 * SIGINT and SIGHUP end it: what is in flight is finished or journalled first.
 */
#include <string.h>
#include <unistd.h>

#include "cli/stop.h"
#include "cli/words.h"
#include "service/conductor.h"
#include "service/governed.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* Between two looks when nothing happens. */
#define REST 60000
/* For what is in flight when it leaves. */
#define FAREWELL (20 * WHEN_SECOND)
/* `--once` gives up when a source does not come to an end. */
#define ONCE_MOST (10 * WHEN_MINUTE)

struct server {
    struct call *call;
    struct conductor *conductor;
    struct engine_status now;
    struct engine_status told;
    struct err trouble; /* of the store, as last told */
    int stop;
};

static void tell_source(const struct source_status *now,
                        const struct source_status *told)
{
    struct err err;

    if (strcmp(now->text, told->text) == 0)
        return;
    if (*now->text)
        err_set(&err, now->code, "%s: %s", now->name, now->text);
    else
        err_set(&err, ERR_NONE, _("%s: all is well again."), now->name);
    report(err.text);
}

/* What somebody has to know, each thing once. */
static bool tell(struct server *server, struct err *err)
{
    struct engine_status *now = &server->now;
    struct engine_status *told = &server->told;

    if (!conductor_status(server->conductor, now, err))
        return false;
    for (size_t i = 0; i < now->n_sources; i++)
        tell_source(&now->sources[i], &told->sources[i]);
    if (*now->sign_in && strcmp(now->sign_in, told->sign_in) != 0)
        report(now->sign_in);
    if (!server->call->opts->once && !now->here && *now->holder &&
        strcmp(now->holder, told->holder) != 0) {
        struct err wait;

        err_set(&wait, ERR_AGAIN,
                _("Another engine holds the store: %s. This one waits."),
                now->holder);
        report(wait.text);
    }
    *told = *now;
    return true;
}

static bool turn(struct server *server, int milliseconds, struct err *err)
{
    bool worked;

    return conductor_step(server->conductor, milliseconds, server->stop,
                          &worked, err) &&
           tell(server, err);
}

/* A store that fails may well be mended: it is told, and tried again. */
static void tell_trouble(struct server *server, const struct err *trouble)
{
    if (strcmp(server->trouble.text, trouble->text) != 0)
        report(trouble->text);
    server->trouble = *trouble;
}

static void leave(struct server *server)
{
    int64_t until = when_monotonic() + FAREWELL;
    struct err trouble = {0};
    bool worked;

    while (!conductor_leave(server->conductor)) {
        if (when_monotonic() > until ||
            !conductor_step(server->conductor, 100, -1, &worked, &trouble))
            return;
    }
}

static bool serve_on(struct server *server, struct err *err)
{
    while (!stop_asked(server->stop)) {
        if (turn(server, REST, err))
            err_clear(&server->trouble);
        else
            tell_trouble(server, err);
    }
    return true;
}

/* Each source is read once, and what is due is carried out. */
static bool serve_once(struct server *server, struct err *err)
{
    int64_t until = when_monotonic() + ONCE_MOST;

    conductor_refresh(server->conductor);
    do {
        if (!turn(server, 200, err))
            return false;
        if (!server->now.here && *server->now.holder)
            return err_set(err, ERR_AGAIN,
                           _("Another engine holds the store: %s. It does "
                             "this work."),
                           server->now.holder);
    } while (!conductor_once(server->conductor) && !stop_asked(server->stop) &&
             when_monotonic() < until);
    for (size_t i = 0; i < server->now.n_sources; i++) {
        if (server->now.sources[i].code != ERR_NONE)
            server->call->status = STATUS_COULD_NOT;
    }
    return true;
}

/* Files of the catalogue that are wrong are left out; the rest is there. */
static bool tell_catalogue(const struct call *call, struct err *err)
{
    struct catalogue *catalogue;

    if (!catalogue_load_for(call->config, &catalogue, err))
        return false;
    for (size_t i = 0; i < catalogue->n_faults; i++)
        report(catalogue->faults[i]);
    catalogue_free(catalogue);
    return true;
}

static bool serve(struct call *call, struct err *err)
{
    struct server *server = mem_new(sizeof(*server));
    bool ok;

    server->call = call;
    if (!stop_open(&server->stop, err)) {
        mem_free(server);
        return false;
    }
    ok = governed_able(call->desk, err) && tell_catalogue(call, err) &&
         conductor_new(call->desk, true, &server->conductor, err);
    if (ok) {
        ok = (call->opts->once ? serve_once : serve_on)(server, err);
        leave(server);
        conductor_free(server->conductor);
    }
    close(server->stop);
    mem_free(server);
    return ok;
}

static const struct option serve_options[] = {
    {.name = "once",
     .help = N_("read each source once, do what is due, and leave"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, once)},
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "",
     .help = N_("Fetch, decide and act without a screen"),
     .options = serve_options,
     .needs = NEEDS_ACT,
     .engine = true,
     .run = serve},
    {.run = NULL},
};

const struct noun cmd_serve = {
    .name = "serve",
    .help = N_("The engine without a screen"),
    .verbs = verbs,
};
