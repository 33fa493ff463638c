/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/turns.h"

#include "util/text.h"

/* A service is not asked the same again sooner than that. */
#define LEAST_WAIT (WHEN_SECOND / 2)

bool turns_interrupted(const struct job *job)
{
    return job->step.journal == JOURNAL_INTENDED &&
           job->step.state == RUN_RUNNING;
}

static bool only_asks(struct str method)
{
    return str_eq(method, STR("GET")) || str_eq(method, STR("HEAD"));
}

bool turns_only_asks(const struct request *request)
{
    return request->reads || only_asks(str_of(request->method));
}

static void go_to(struct job *job, int turn)
{
    job->step.turn = turn;
    job->context.turn = turn;
}

/* Kept with what it learnt, where whoever reads the step sees it. */
#define SENT_AGAIN "sentAgain"

void turns_repeat(struct job *job, const struct request *request)
{
    struct json *learnt;
    int64_t times = 0;

    if (request->reads || only_asks(str_of(request->method)))
        return;
    json_int(json_get(job->step.learnt, SENT_AGAIN), &times);
    learnt = json_new_object();
    json_set_int(learnt, SENT_AGAIN, times + 1);
    turns_learn(job, learnt);
    json_free(learnt);
}

const char *turns_note(const struct job *job, const char *note)
{
    if (json_get(job->step.learnt, SENT_AGAIN) == NULL)
        return note;
    return arena_printf(job->arena,
                        _("%s What came of an earlier attempt was lost, so it "
                          "was sent again: it may have been done twice."),
                        note);
}

bool turns_recover(struct job *job)
{
    if (job->kind == NULL || job->kind->recover == 0 ||
        job->step.turn == job->kind->recover ||
        job->step.lost >= LIMIT_ATTEMPTS)
        return false;
    job->step.lost++;
    go_to(job, job->kind->recover);
    return true;
}

static void begin_again(struct job *job)
{
    job->step.learnt = NULL;
    job->context.learnt = NULL;
    go_to(job, 0);
}

static bool render(struct job *job, struct request *out, struct err *fault)
{
    return action_render(job->kind, job->with, &job->context, job->arena, out,
                         fault);
}

/* Nothing is rendered; nobody knows whether anything was done before. */
static bool not_known(enum run_state *state, const char **why, const char *say)
{
    *state = RUN_UNKNOWN;
    *why = say;
    return false;
}

static bool stopped(enum run_state *state, const char **why)
{
    return not_known(
        state, why,
        _("riposte was stopped while this was being sent. It may have been "
          "done; look, then settle it by hand."));
}

/* It needs a secret that went with the process that knew it. */
static bool render_anew(struct job *job, struct request *out,
                        enum run_state *state, const char **why)
{
    struct str method = json_text(json_get(job->step.request, "method"));
    struct err fault = {0};

    if (turns_interrupted(job) && !only_asks(method)) {
        if (!turns_recover(job))
            return stopped(state, why);
    } else if (!job->step.changed) {
        begin_again(job);
    } else if (!turns_recover(job)) {
        return not_known(
            state, why,
            _("riposte was stopped after the service had accepted this. The "
              "address at which its end is told is a secret, and was kept in "
              "memory only; look at the service, then settle it by hand."));
    }
    if (render(job, out, &fault))
        return true;
    *state = job->step.changed ? RUN_UNKNOWN : RUN_FAILED;
    *why = arena_text(job->arena, fault.text);
    return false;
}

bool turns_render(struct job *job, struct request *out, enum run_state *state,
                  const char **why)
{
    struct err fault = {0};

    if (!render(job, out, &fault)) {
        if (fault.code == ERR_AGAIN && job->step.turn > 0)
            return render_anew(job, out, state, why);
        *state = job->step.changed ? RUN_UNKNOWN : RUN_FAILED;
        *why = arena_text(job->arena, fault.text);
        return false;
    }
    if (!turns_interrupted(job))
        return true;
    if (out->idempotent) {
        turns_repeat(job, out);
        return true;
    }
    if (!turns_recover(job))
        return stopped(state, why);
    if (render(job, out, &fault))
        return true;
    return not_known(state, why, arena_text(job->arena, fault.text));
}

void turns_learn(struct job *job, const struct json *learnt)
{
    struct json_each each = json_each(learnt);
    struct json *all;
    struct buf text;

    if (json_type(learnt) != JSON_OBJECT)
        return;
    all = job->step.learnt ? json_copy(job->step.learnt) : json_new_object();
    while (json_next(&each))
        json_set_take(all, each.name,
                      each.value ? json_copy(each.value) : NULL);
    buf_init(&text);
    json_write(all, JSON_COMPACT, &text);
    json_keep(job->arena, all);
    if (text.len <= LIMIT_STEP_BODY)
        job->step.learnt = all;
    buf_done(&text);
}

int64_t turns_next(struct job *job, const struct judgement *judgement,
                   const struct gate_done *answer)
{
    bool asked_again = judgement->turn <= job->step.turn;
    const struct request *request = answer->request;

    if (!turns_only_asks(request) && answer->response.status / 100 == 2)
        job->step.changed = true;
    job->step.journal = JOURNAL_PLANNED;
    job->step.attempts = 0;
    go_to(job, judgement->turn);
    return asked_again && judgement->wait < LEAST_WAIT ? LEAST_WAIT
                                                       : judgement->wait;
}
