/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/gate.h"

#include "connect/gate_job.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

#define SLEEPERS 7                  /* descriptors of the caller's */
#define OURS     (GATE_RUNNERS + 1) /* of errands */

bool gate_new(const struct gate_config *config, struct gate **out,
              struct err *err)
{
    struct gate *gate = mem_new(sizeof(*gate));
    const char *identity = config->identity.identity;

    gate->config = *config;
    if (!wire_new(&gate->config.wire, &gate->wire, err) ||
        (identity && *identity &&
         !tokens_new(&gate->config.identity, &gate->config.hosts, &gate->tokens,
                     err))) {
        wire_free(gate->wire);
        mem_free(gate);
        return false;
    }
    gate->grants = grants_new();
    gate->errands = errands_new();
    for (size_t i = 0; i < GATE_RUNNERS; i++)
        gate->runners[i] = errands_new();
    *out = gate;
    return true;
}

void gate_free(struct gate *gate)
{
    struct gate_job *next;

    if (!gate)
        return;
    errands_free(gate->errands);
    for (size_t i = 0; i < GATE_RUNNERS; i++)
        errands_free(gate->runners[i]);
    wire_free(gate->wire);
    for (struct gate_job *job = gate->jobs; job; job = next) {
        next = job->next;
        gate_job_free(job);
    }
    tokens_free(gate->tokens);
    grants_free(gate->grants);
    mem_free(gate);
}

const struct hosts *gate_hosts(const struct gate *gate)
{
    return &gate->config.hosts;
}

uint64_t gate_send(struct gate *gate, struct arena *take_arena,
                   const struct request *request, uint64_t tag)
{
    struct gate_job *job = gate_job_new(gate, take_arena, request);

    job->tag = tag;
    gate->busy++;
    return job->id;
}

uint64_t gate_probe(struct gate *gate, enum audience audience, uint64_t tag)
{
    struct arena *arena = arena_new();
    struct request *request = arena_alloc(arena, sizeof(*request));
    struct gate_job *job;

    *request = (struct request){
        .method = "GET",
        .url = "",
        .body = STR_NONE,
        .audience = audience,
        .idempotent = true,
    };
    job = gate_job_new(gate, arena, request);
    job->tag = tag;
    job->probe = true;
    gate->busy++;
    return job->id;
}

static struct gate_job *job_find(struct gate *gate, uint64_t id)
{
    struct gate_job *job = gate->jobs;

    while (job && job->id != id)
        job = job->next;
    return job;
}

static bool take_errands(struct gate *gate, struct errands *errands)
{
    struct errand *errand;
    bool moved = false;

    while ((errand = errands_take(errands)) != NULL) {
        struct gate_job *job = job_find(gate, errand->tag);

        if (job && job->stage != STAGE_DONE)
            gate_job_errand(gate, job, errand);
        errand_free(errand);
        moved = true;
    }
    return moved;
}

static bool take_answers(struct gate *gate)
{
    struct wire_done done;
    bool moved = false;

    wire_work(gate->wire);
    while (wire_take(gate->wire, &done)) {
        gate_job_wire(gate, job_find(gate, done.call.tag), &done);
        wire_call_done(&done.call);
        moved = true;
    }
    return moved;
}

static bool order_tokens(struct gate *gate)
{
    enum audience audience;
    struct grant *grant;
    bool moved = false;

    while (gate->tokens && tokens_due(gate->tokens, when_now(), &audience)) {
        struct gate_job *job = gate_job_new(gate, arena_new(), NULL);

        job->order = audience;
        moved = true;
    }
    while ((grant = grants_due(gate->grants)) != NULL) {
        gate_job_new(gate, arena_new(), NULL)->grant = grant;
        moved = true;
    }
    return moved;
}

/* Orders that have come to their end have told tokens.c or grant.c all. */
static void drop_orders(struct gate *gate)
{
    struct gate_job **at = &gate->jobs;

    while (*at) {
        struct gate_job *job = *at;

        if (!gate_job_ordered(job) || job->stage != STAGE_DONE) {
            at = &job->next;
            continue;
        }
        *at = job->next;
        gate_job_free(job);
    }
}

static void gate_work(struct gate *gate)
{
    bool moved;

    do {
        moved = take_errands(gate, gate->errands);
        for (size_t i = 0; i < GATE_RUNNERS; i++)
            moved |= take_errands(gate, gate->runners[i]);
        moved |= take_answers(gate);
        for (struct gate_job *job = gate->jobs; job; job = job->next)
            moved |= gate_job_step(gate, job);
        moved |= order_tokens(gate);
        drop_orders(gate);
    } while (moved);
}

static bool any_done(const struct gate *gate)
{
    const struct gate_job *job = gate->jobs;

    while (job && job->stage != STAGE_DONE)
        job = job->next;
    return job != NULL;
}

/* Until the deadline, until a token is to be asked for, or a host need not be
 * left alone any more. */
static int nap(const struct gate *gate, int64_t left)
{
    const int64_t next[] = {gate->tokens ? tokens_next(gate->tokens) : 0,
                            gate_hold_ends(gate)};
    int64_t now = when_now();

    for (size_t i = 0; i < 2; i++) {
        if (next[i] && next[i] - now < left)
            left = next[i] > now ? next[i] - now : 0;
    }
    return (int)left;
}

static void watch_errands(const struct gate *gate, struct pollfd out[OURS])
{
    for (size_t i = 0; i < OURS; i++)
        out[i] = (struct pollfd){
            .fd = errands_descriptor(i < GATE_RUNNERS ? gate->runners[i]
                                                      : gate->errands),
            .events = POLLIN,
        };
}

void gate_poll(struct gate *gate, int milliseconds, struct pollfd *extra,
               size_t n)
{
    int64_t deadline = when_monotonic() + milliseconds;
    struct pollfd fds[SLEEPERS + OURS];
    bool called = false;

    n = n < SLEEPERS ? n : SLEEPERS;
    gate_work(gate);
    do {
        int64_t left = deadline - when_monotonic();

        if (left < 0 || any_done(gate))
            left = 0;
        for (size_t i = 0; i < n; i++)
            fds[i] = extra[i];
        watch_errands(gate, fds + n);
        wire_poll(gate->wire, nap(gate, left), fds, n + OURS);
        for (size_t i = 0; i < n; i++) {
            extra[i].revents = fds[i].revents;
            called |= fds[i].revents != 0;
        }
        gate_work(gate);
    } while (!called && !any_done(gate) && when_monotonic() < deadline);
}

bool gate_take(struct gate *gate, struct gate_done *out)
{
    struct gate_job **at = &gate->jobs;
    struct gate_job *job;

    while (*at && (*at)->stage != STAGE_DONE)
        at = &(*at)->next;
    job = *at;
    if (!job)
        return false;
    *at = job->next;
    *out = (struct gate_done){
        .id = job->id,
        .tag = job->tag,
        .arena = job->arena,
        .request = job->request,
        .response = job->response,
        .lively = gate_lively(gate, job, when_now()),
    };
    job->arena = NULL;
    response_init(&job->response);
    gate_job_free(job);
    gate->busy--;
    return true;
}

void gate_done_free(struct gate_done *done)
{
    response_done(&done->response);
    arena_free(done->arena);
    done->arena = NULL;
}

void gate_release(struct gate *gate)
{
    for (struct gate_job *job = gate->jobs; job; job = job->next) {
        if (job->stage != STAGE_TOKEN || !job->held)
            continue;
        err_set(&job->response.failure, ERR_STOPPED,
                _("riposte left before the service wanted to be asked "
                  "again."));
        gate_job_fail(gate, job);
    }
}

size_t gate_busy(const struct gate *gate)
{
    return gate->busy;
}

bool gate_sign_in(const struct gate *gate, struct token_prompt *out)
{
    return gate->tokens && tokens_prompt(gate->tokens, when_now(), out);
}

bool gate_token(const struct gate *gate, enum audience audience,
                struct arena *arena, struct token_facts *out)
{
    if (!gate->tokens)
        return false;
    tokens_look(gate->tokens, audience, when_now(), arena, out);
    return true;
}

void gate_forget(struct gate *gate)
{
    if (gate->tokens)
        tokens_forget(gate->tokens);
    grants_forget(gate->grants);
}
