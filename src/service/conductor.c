/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conductor.c - one turn after the other.
 */
#include "service/conductor.h"

#include <poll.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "connect/gate.h"
#include "service/access.h"
#include "service/audit.h"
#include "service/checkpoint.h"
#include "service/desk_part.h"
#include "service/dispatch.h"
#include "service/drift.h"
#include "service/governed.h"
#include "service/health.h"
#include "service/looker.h"
#include "service/outside.h"
#include "service/permit_poll.h"
#include "service/poll.h"
#include "service/ticket_follow.h"
#include "service/timer.h"
#include "service/watch.h"
#include "util/digest.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* Renewed at a third of its life, so that a busy disk does not lose it. */
#define LEASE_LIFE  (30 * WHEN_SECOND)
#define LEASE_RENEW (10 * WHEN_SECOND)
/* What others have written is seen at once; where it cannot be watched, it is
 * looked for that often. */
#define LOOK_EVERY (1 * WHEN_SECOND)
/* What happens by itself is never looked for more often. */
#define CLOCK_LEAST (1 * WHEN_SECOND)
#define PRUNE_EVERY WHEN_DAY
#define PRUNE_NEXT  WHEN_SECOND
/* A store that fails is tried again after this. */
#define STORE_WAIT (2 * WHEN_SECOND)

struct conductor {
    struct desk *desk;
    struct gate_config config;
    struct gate *gate;
    struct dispatch dispatch;
    struct poll poll;
    struct ticket_follow follow;
    struct watch watching; /* what other processes write */
    struct looker looker;
    struct permit_poll permits;
    struct health_keep health;
    bool polls;
    bool leased;
    bool leaving;
    char holder[192];
    struct lease lease;
    int64_t lease_due;
    int64_t clock_due; /* what happens by itself, such as an expiry; 0: none */
    int64_t look_due;  /* 0: the store is watched */
    int64_t prune_due;
    int64_t audit_due; /* the next checkpoint */
    int64_t poll_next;
    int64_t rest; /* the store failed: nothing before this */
    struct err failure;
    int64_t now; /* of the last turn, to see the clock go back */
    bool held;
    bool outdone;   /* another engine has worked meanwhile */
    bool unwritten; /* the answer in @done could not be written yet */
    struct gate_done done;
};

static void name_holder(struct conductor *c)
{
    char host[64] = "localhost";
    char guid[GUID_SIZE];

    gethostname(host, sizeof(host) - 1);
    snprintf(c->holder, sizeof(c->holder), "%s:%ld:%s", host, (long)getpid(),
             digest_guid(guid));
}

bool conductor_new(struct desk *desk, bool poll, struct conductor **out,
                   struct err *err)
{
    struct conductor *c = mem_new(sizeof(*c));

    c->desk = desk;
    c->polls = poll;
    name_holder(c);
    watch_init(&c->watching, store_path(desk->store), "");
    c->clock_due = 1;
    if ((poll && !governed_alike(desk, err)) ||
        !outside_configure(desk->config, &c->config, err) ||
        !gate_new(&c->config, &c->gate, err))
        goto fail;
    dispatch_init(&c->dispatch, desk, c->gate, c->holder);
    ticket_follow_init(&c->follow, desk, c->gate);
    looker_init(&c->looker, desk, c->gate);
    permit_poll_init(&c->permits, desk, c->gate);
    if (!poll_init(&c->poll, desk, c->gate, err))
        goto fail;
    *out = c;
    return true;
fail:
    conductor_free(c);
    return false;
}

/* An engine that has not worked yet gets its number with the lease. */
static int64_t engine_epoch(const struct conductor *c)
{
    return c->lease.epoch > 0 ? c->lease.epoch : -1;
}

void conductor_free(struct conductor *c)
{
    struct err ignored;

    if (c == NULL)
        return;
    c->health.next = 0;
    if (c->leased) {
        desk_begins(c->desk, engine_epoch(c));
        if (c->polls)
            health_keep(&c->health, c->desk, c->gate, when_now(), &ignored);
        lease_drop(c->desk->store, c->holder, &ignored);
        checkpoint_tell(c->desk, when_now(), &ignored);
        desk_begins(c->desk, 0);
    }
    if (c->poll.desk != NULL)
        poll_done(&c->poll);
    if (c->unwritten)
        gate_done_free(&c->done);
    gate_free(c->gate);
    permit_poll_done(&c->permits);
    health_keep_done(&c->health);
    dispatch_done(&c->dispatch);
    watch_done(&c->watching);
    mem_free(c);
}

/* Was the lease taken by a process of this machine that is no more?  Another
 * container has another host name. */
static bool holder_died(const struct conductor *c)
{
    struct str theirs = str_of(c->lease.holder);
    struct str ours = str_of(c->holder);
    struct str their_host;
    struct str our_host;
    struct str number;
    int64_t pid;

    return str_cut(&theirs, ':', &their_host) &&
           str_cut(&ours, ':', &our_host) && str_eq(their_host, our_host) &&
           str_cut(&theirs, ':', &number) && str_int(number, &pid) && pid > 0 &&
           kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

/* What a process that was killed holds is free at once, not when its time is
 * over. */
static bool take_lease(struct conductor *c, int64_t now, struct err *err)
{
    struct store *store = c->desk->store;

    return lease_take(store, c->holder, now, LEASE_LIFE, &c->leased, &c->lease,
                      err) &&
           (c->leased || !holder_died(c) ||
            (lease_drop(store, c->lease.holder, err) &&
             lease_take(store, c->holder, now, LEASE_LIFE, &c->leased,
                        &c->lease, err)));
}

static bool keep_lease(struct conductor *c, int64_t now, struct err *err)
{
    bool before = c->leased;
    struct err unable = {0};

    if (now < c->lease_due)
        return true;
    c->lease_due = now + LEASE_RENEW;
    if (!before && !governed_able(c->desk, &unable)) {
        c->outdone = true;
        return true;
    }
    if (!take_lease(c, now, err))
        return false;
    if (!c->leased)
        c->outdone = true;
    if (!c->leased || before)
        return true;
    desk_begins(c->desk, engine_epoch(c));
    if (!settings_note(c->desk, err) ||
        (c->polls && !governed_tell(c->desk, err)))
        return false;
    c->dispatch.look = true;
    c->dispatch.lost = false;
    if (c->outdone && !poll_reload(&c->poll, err))
        return false;
    c->outdone = false;
    return true;
}

/* What was put off by a clock that has gone back since would wait for as long
 * as it went back. */
static bool mind_clock(struct conductor *c, int64_t now, struct err *err)
{
    int64_t before = c->now;

    if (now < before) {
        c->lease_due = c->rest = 0;
        c->clock_due = 1;
        c->audit_due = 0;
        c->follow.next = 0;
        c->looker.next = 1;
        c->permits.next = 0;
        c->dispatch.look = true;
    }
    c->now = now;
    return now >= before || steps_clock_back(c->desk->store, before, now, err);
}

static bool take_answer(struct conductor *c, int64_t now, bool *worked,
                        struct err *err)
{
    struct err ignored;
    bool changed = false;
    bool ok;

    if (c->done.tag < DISPATCH_TAG_SOURCES) {
        *worked = true;
        if (c->done.response.status == 403)
            permit_poll_refused(&c->permits, c->done.request, now, &ignored);
        return dispatch_answer(&c->dispatch, &c->done, now, err);
    }
    if (c->done.tag >= LOOKER_TAG) {
        *worked = true;
        return looker_answer(&c->looker, &c->done, now, err);
    }
    if (c->done.tag >= TICKET_FOLLOW_TAG) {
        ok = ticket_follow_answer(&c->follow, &c->done, now, &changed, err);
        *worked |= changed;
        return ok;
    }
    if (c->done.tag >= PERMIT_POLL_TAG) {
        ok = permit_poll_answer(&c->permits, &c->done, now, &changed, err);
        *worked |= changed;
        return ok;
    }
    ok = poll_answer(&c->poll, &c->done, now, &changed, err);
    *worked |= changed;
    c->dispatch.look |= changed;
    return ok;
}

/* What a service has said of an act is kept until the store takes it. */
static bool take_answers(struct conductor *c, int64_t now, bool *worked,
                         struct err *err)
{
    bool ok = true;

    while (ok && (c->unwritten || gate_take(c->gate, &c->done))) {
        ok = take_answer(c, now, worked, err);
        c->unwritten = !ok && c->done.tag < DISPATCH_TAG_SOURCES &&
                       (err->code == ERR_LOCAL || err->code == ERR_AGAIN);
        if (!c->unwritten)
            gate_done_free(&c->done);
    }
    return ok;
}

static bool tell_audit(struct conductor *c, int64_t now, struct err *err)
{
    if (now < c->audit_due)
        return true;
    c->audit_due = now + c->desk->config->audit_checkpoint;
    return checkpoint_tell(c->desk, now, err);
}

static bool prune(struct conductor *c, int64_t now, struct err *err)
{
    bool more = false;
    bool ok;

    if (now < c->prune_due)
        return true;
    ok = store_prune(c->desk->store, now - c->desk->config->retention, &more,
                     err);
    c->prune_due = now + (more ? PRUNE_NEXT : PRUNE_EVERY);
    return ok;
}

static bool start_work(struct conductor *c, int64_t now, bool *worked,
                       struct err *err)
{
    if (store_changed(c->desk->store) || c->desk->moved) {
        c->dispatch.look = true;
        c->looker.next = now;
    }
    if (c->dispatch.look)
        permit_poll_look(&c->permits);
    c->desk->moved = false;
    if (c->dispatch.look && !desk_held(c->desk, &c->held, err))
        return false;
    if (c->dispatch.look || (c->clock_due > 0 && now >= c->clock_due)) {
        c->clock_due = 0;
        if (!dispatch_clock(&c->dispatch, now, worked, &c->clock_due, err) ||
            !timer_clock(c->desk, now, worked, &c->clock_due, err) ||
            !drift_clock(c->desk, now, worked, &c->clock_due, err)) {
            c->clock_due = 1;
            return false;
        }
        if (c->clock_due > 0 && c->clock_due < now + CLOCK_LEAST)
            c->clock_due = now + CLOCK_LEAST;
    }
    c->look_due = c->watching.fd < 0 ? now + LOOK_EVERY : 0;
    if (!prune(c, now, err) || !tell_audit(c, now, err))
        return false;
    if (!dispatch_start(&c->dispatch, c->held, now, worked, err))
        return false;
    if (c->dispatch.lost) {
        c->leased = false;
        c->lease_due = now;
        return true;
    }
    if (!looker_start(&c->looker, now, err))
        return false;
    if (!c->polls)
        return true;
    poll_start(&c->poll, now, &c->poll_next);
    return ticket_follow_start(&c->follow, now, err) &&
           permit_poll_start(&c->permits, now, err) &&
           health_keep(&c->health, c->desk, c->gate, now, err);
}

static void earlier(int64_t *until, int64_t moment)
{
    if (moment > 0 && moment < *until)
        *until = moment;
}

static int sleep_time(const struct conductor *c, int64_t now, int milliseconds)
{
    int64_t until = now + (milliseconds >= 0 ? milliseconds : WHEN_HOUR);

    earlier(&until, c->lease_due);
    if (c->leased) {
        earlier(&until, c->dispatch.next);
        earlier(&until, c->clock_due);
        earlier(&until, c->prune_due);
        earlier(&until, c->audit_due);
        earlier(&until, c->look_due);
        earlier(&until, c->looker.next);
        if (c->polls) {
            earlier(&until, c->poll_next);
            earlier(&until, c->follow.next);
            earlier(&until, c->permits.next);
            earlier(&until, c->health.pending ? c->health.next : 0);
        }
        if (c->dispatch.look || c->desk->moved)
            until = now;
    }
    return until > now ? (int)(until - now) : 0;
}

static bool work(struct conductor *c, int64_t now, bool *worked,
                 struct err *err)
{
    return keep_lease(c, now, err) && take_answers(c, now, worked, err) &&
           (!c->leased || c->leaving || start_work(c, now, worked, err));
}

/* The disk may be full for a while: no busy loop meanwhile. */
static bool store_fails(struct conductor *c, int64_t now, const struct err *err)
{
    c->rest = now + STORE_WAIT;
    c->failure = *err;
    return false;
}

/* Sleeps on @wake alone: what the gate has could not be written anyway. */
static bool rest(const struct conductor *c, int64_t now, int milliseconds,
                 struct pollfd *wake, struct err *err)
{
    int64_t left = c->rest - now;

    if (milliseconds >= 0 && milliseconds < left)
        left = milliseconds;
    poll(wake, wake->fd >= 0, (int)left);
    *err = c->failure;
    return false;
}

static bool turn(struct conductor *c, int milliseconds, int wake, bool *worked,
                 struct err *err)
{
    struct pollfd extra[] = {
        {.fd = wake, .events = POLLIN},
        {.fd = c->watching.fd, .events = POLLIN},
    };
    int64_t now = when_now();

    *worked = false;
    if (now >= c->now && now < c->rest)
        return rest(c, now, milliseconds, &extra[0], err);
    if (!mind_clock(c, now, err) || !work(c, now, worked, err))
        return store_fails(c, now, err);
    if (*worked)
        milliseconds = 0;
    gate_poll(c->gate, sleep_time(c, when_now(), milliseconds), extra, 2);
    watch_drain(&c->watching);
    return take_answers(c, when_now(), worked, err) || store_fails(c, now, err);
}

/* What is done in a turn is done by the engine, whoever's desk it has. */
bool conductor_step(struct conductor *c, int milliseconds, int wake,
                    bool *worked, struct err *err)
{
    bool ok;

    desk_begins(c->desk, engine_epoch(c));
    ok = turn(c, milliseconds, wake, worked, err);
    desk_begins(c->desk, 0);
    return ok;
}

static bool steps_rest(const struct conductor *c, int64_t now)
{
    return c->dispatch.flying.n == 0 && !c->dispatch.look && !c->desk->moved &&
           (c->dispatch.next == 0 || c->dispatch.next > now);
}

bool conductor_idle(const struct conductor *c)
{
    int64_t now = when_now();

    return gate_busy(c->gate) == 0 && steps_rest(c, now) &&
           looker_rests(&c->looker, now) &&
           (!c->polls || poll_rests(&c->poll, now));
}

bool conductor_once(const struct conductor *c)
{
    return steps_rest(c, when_now()) && poll_read(&c->poll) &&
           permit_poll_rests(&c->permits);
}

bool conductor_leave(struct conductor *c)
{
    c->leaving = true;
    gate_release(c->gate);
    return gate_busy(c->gate) == 0 && !c->unwritten;
}

void conductor_refresh(struct conductor *c)
{
    permit_poll_hurry(&c->permits);
    poll_hurry(&c->poll);
    gate_forget(c->gate);
    c->dispatch.look = true;
}

bool conductor_status(struct conductor *c, struct engine_status *out,
                      struct err *err)
{
    struct token_prompt prompt;

    if (!engine_status_base(c->desk, out, err))
        return false;
    out->here = c->leased;
    if (c->leased)
        poll_status(&c->poll, out);
    else if (!engine_status_sources(c->desk, out, err))
        return false;
    if (gate_sign_in(c->gate, &prompt))
        snprintf(out->sign_in, sizeof(out->sign_in),
                 _("To sign in, open %.120s and type the code %s"), prompt.url,
                 prompt.code);
    return true;
}

bool conductor_await_run(struct conductor *c, int64_t run, int64_t milliseconds,
                         enum run_state *state, struct err *err)
{
    int64_t deadline = when_monotonic() + milliseconds;
    bool ok = true;

    while (ok) {
        struct arena *arena = arena_new();
        struct run now;
        bool worked;

        ok = runs_get(c->desk->store, run, arena, &now, err);
        if (ok)
            *state = now.state;
        if (ok && (run_state_final(now.state) || now.state == RUN_WAITING ||
                   when_monotonic() >= deadline)) {
            arena_free(arena);
            return true;
        }
        arena_free(arena);
        ok = ok && conductor_step(c, 200, -1, &worked, err);
    }
    return false;
}
