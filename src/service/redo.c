/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * redo.c - runs done again, settled, and stopped elsewhere.
 */
#include "service/redo.h"

#include <stdio.h>
#include <string.h>

#include "connect/action.h"
#include "model/limits.h"
#include "service/access.h"
#include "service/hand.h"
#include "service/play.h"
#include "service/progress.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/when.h"

struct redo {
    struct desk *desk;
    struct arena *arena;
    const struct run *old;
    const struct event *event; /* NULL: it is about none */
    size_t from;               /* index of the first that is done again */
    bool asks;                 /* a guard had tripped: all that changes asks */
    struct step *steps;
    size_t n;
};

/* ---- which steps ---- */

static bool contains(const struct step *step)
{
    return strcmp(step->kind, "contain") == 0;
}

/* Do both belong to one containment on one target? */
static bool together(const struct step *a, const struct step *b)
{
    return contains(a) && contains(b) &&
           str_eq(json_text(json_get(a->with, "action")),
                  json_text(json_get(b->with, "action"))) &&
           str_eq(json_text(json_get(a->with, "target")),
                  json_text(json_get(b->with, "target")));
}

/* Back to where the containment, or the approval of the step, begins. */
static size_t begin_of(const struct run *run, size_t at)
{
    while (at > 0 && together(&run->steps[at - 1], &run->steps[at]))
        at--;
    if (at > 0 && run->steps[at].phase != PHASE_APPROVAL &&
        run->steps[at - 1].phase == PHASE_APPROVAL)
        at--;
    return at;
}

static size_t end_of(const struct run *run, size_t at)
{
    size_t end = at + 1;

    while (end < run->n_steps &&
           together(&run->steps[end - 1], &run->steps[end]))
        end++;
    return end;
}

static bool put(struct redo *redo, struct step step, struct err *err)
{
    if (redo->n == LIMIT_RUN_STEPS)
        return err_set(err, ERR_INPUT,
                       _("The run would have more than %d steps."),
                       LIMIT_RUN_STEPS);
    step.number = (int)redo->n + 1;
    redo->steps[redo->n++] = step;
    return true;
}

static struct step anew(struct redo *redo, const struct step *old)
{
    char guid[GUID_SIZE];

    return (struct step){
        .name = old->name,
        .kind = old->kind,
        .phase = old->phase,
        .class = old->class,
        .state = RUN_WAITING,
        .journal = JOURNAL_PLANNED,
        .with = old->with,
        .key = old->state == RUN_UNKNOWN
                   ? old->key
                   : arena_text(redo->arena, digest_guid(guid)),
        .note = "",
    };
}

static enum policy ask_policy(const struct redo *redo, const struct step *step,
                              enum action_class class)
{
    const struct action_kind *kind = action_find(str_of(step->kind));
    enum policy_side side =
        contains(step) ? hand_side(redo->desk, step_target(step), redo->event)
                       : POLICY_BY_HAND;
    enum policy policy = policy_ask_event(class, side, redo->event);

    if (policy == POLICY_GO && class >= CLASS_REVERSIBLE &&
        (redo->asks || (kind != NULL && kind->asks)))
        policy = POLICY_ASK;
    return policy;
}

/* One action: a step, or those of a containment, with its approval. */
static bool put_action(struct redo *redo, size_t begin, size_t end,
                       struct err *err)
{
    const struct step *first = &redo->old->steps[begin];
    enum action_class class = CLASS_READ;
    struct step ask = *first;
    enum policy policy;

    for (size_t i = begin; i < end; i++) {
        if (redo->old->steps[i].class > class)
            class = redo->old->steps[i].class;
    }
    policy = ask_policy(redo, first, class);
    if (policy == POLICY_RECORD)
        return err_set(err, ERR_INPUT,
                       _("Run %lld is about a sample alert: nothing real is "
                         "ever changed for one."),
                       (long long)redo->old->row);
    ask.phase = PHASE_APPROVAL;
    ask.class = class;
    if (policy == POLICY_ASK && first->phase != PHASE_APPROVAL &&
        (redo->n == 0 || redo->steps[redo->n - 1].phase != PHASE_APPROVAL) &&
        !put(redo, anew(redo, &ask), err))
        return false;
    for (size_t i = begin; i < end; i++) {
        if (!put(redo, anew(redo, &redo->old->steps[i]), err))
            return false;
    }
    return true;
}

static bool put_all(struct redo *redo, struct err *err)
{
    const struct run *old = redo->old;

    redo->steps =
        arena_array(redo->arena, LIMIT_RUN_STEPS + 1, sizeof(*redo->steps));
    for (size_t i = 0; i < redo->from; i++) {
        if (!put(redo, old->steps[i], err))
            return false;
    }
    for (size_t i = redo->from; i < old->n_steps;) {
        size_t end = end_of(old, i);

        if (step_is_batch(&old->steps[i]))
            redo->asks = true;
        else if (!put_action(redo, i, end, err))
            return false;
        i = end;
    }
    return true;
}

/* ---- the new run ---- */

/* Steps that stand keep all that they hold. */
static bool keep_steps(struct redo *redo, int64_t run, struct err *err)
{
    struct step *steps;
    size_t n;

    if (!steps_of(redo->desk->store, run, redo->arena, &steps, &n, err))
        return false;
    for (size_t i = 0; i < redo->from && i < n; i++) {
        struct step kept = redo->old->steps[i];

        kept.row = steps[i].row;
        kept.run = run;
        if (!steps_save(redo->desk->store, &kept, err))
            return false;
    }
    return true;
}

static bool add_run(struct redo *redo, const char *why, int64_t *out,
                    struct err *err)
{
    const struct run *old = redo->old;
    int64_t now = when_now();
    char object[40];
    struct run run = {
        .event = old->event,
        .rule = old->rule,
        .revision = old->revision,
        .name = old->name,
        .by = redo->desk->person,
        .why = why,
        .mode = RULE_AUTO,
        .state = RUN_RUNNING,
        .began = now,
        .origin = old->row,
        .attempt = old->attempt + 1,
        .steps = redo->steps,
        .n_steps = redo->n,
    };

    snprintf(object, sizeof(object), "run %lld", (long long)old->row);
    for (size_t i = 0; i < redo->from; i++) {
        run.steps[i].state = RUN_WAITING;
        run.steps[i].journal = JOURNAL_PLANNED;
    }
    if (!hand_room(redo->desk, err) ||
        !runs_add(redo->desk->store, &run, err) ||
        !keep_steps(redo, run.row, err) ||
        !progress_run(redo->desk, run.row, now, err) ||
        !desk_deed(redo->desk, redo->desk->person, "resubmit", object,
                   old->event, why, err))
        return false;
    *out = run.row;
    return true;
}

static bool may_redo(struct desk *desk, const struct run *run, int64_t from,
                     struct err *err)
{
    int64_t other;

    if (!run_state_final(run->state))
        return err_set(err, ERR_INPUT,
                       _("Run %lld has not ended: it is %s. Cancel it first."),
                       (long long)run->row, run_state_name(run->state));
    if (run->state == RUN_SKIPPED)
        return err_set(err, ERR_INPUT,
                       _("Run %lld was in shadow: nothing of it may be sent. "
                         "Change the mode of its rule."),
                       (long long)run->row);
    if (run->effect != 0)
        return err_set(err, ERR_INPUT,
                       _("Run %lld takes containment %lld back. Do that again "
                         "with `riposte contain undo %lld'."),
                       (long long)run->row, (long long)run->effect,
                       (long long)run->effect);
    if (run->n_steps == 0 && !run_plays(run))
        return err_set(err, ERR_INPUT,
                       _("Run %lld has no steps that could be done again: %s"),
                       (long long)run->row, run->why);
    if (from < 0 || (size_t)from > run->n_steps)
        return err_set(err, ERR_INPUT,
                       _("Run %lld has %zu steps, and no step %lld."),
                       (long long)run->row, run->n_steps, (long long)from);
    if (!runs_again(desk->store, run->row, &other, err))
        return false;
    if (other != 0)
        return err_set(err, ERR_INPUT,
                       _("Run %lld already does run %lld again."),
                       (long long)other, (long long)run->row);
    return true;
}

struct redo_work {
    int64_t run;
    int64_t from;
    const char *why;
    int64_t out;
};

static bool write_redo(struct desk *desk, void *with, struct err *err)
{
    struct redo_work *work = with;
    struct redo redo = {.desk = desk, .arena = arena_new()};
    struct event event;
    struct run old;
    bool ok;

    redo.old = &old;
    ok = runs_get(desk->store, work->run, redo.arena, &old, err) &&
         may_redo(desk, &old, work->from, err);
    if (ok && old.event != 0) {
        ok = events_get(desk->store, old.event, true, redo.arena, &event, err);
        redo.event = &event;
    }
    if (ok && run_plays(&old)) {
        ok = play_resubmit(desk, &old, work->from, work->why, when_now(),
                           &work->out, err);
    } else if (ok) {
        redo.from = work->from > 0 ? begin_of(&old, (size_t)work->from - 1) : 0;
        ok = put_all(&redo, err) && add_run(&redo, work->why, &work->out, err);
    }
    arena_free(redo.arena);
    return ok;
}

bool run_resubmit(struct desk *desk, int64_t run, int64_t from, const char *why,
                  int64_t *out, struct err *err)
{
    struct redo_work work = {
        .run = run,
        .from = from,
        .why = why != NULL ? why : "",
    };

    if (!access_may(desk, RIGHT_RUN, err) || !desk_reason(why, err) ||
        !desk_transact(desk, write_redo, &work, err))
        return false;
    *out = work.out;
    return true;
}

/* ---- what nobody knows ---- */

struct settle_work {
    int64_t run;
    int64_t step;
    bool done;
    const char *why;
};

static bool write_settle(struct desk *desk, void *with, struct err *err)
{
    const struct settle_work *work = with;
    struct arena *arena = arena_new();
    char object[64];
    struct run run;
    bool ok;

    snprintf(object, sizeof(object), "run %lld step %lld", (long long)work->run,
             (long long)work->step);
    ok = runs_get(desk->store, work->run, arena, &run, err);
    if (ok && (work->step < 1 || (size_t)work->step > run.n_steps))
        ok = err_set(err, ERR_INPUT,
                     _("Run %lld has %zu steps, and no step %lld."),
                     (long long)run.row, run.n_steps, (long long)work->step);
    if (ok && run.steps[work->step - 1].state != RUN_UNKNOWN)
        ok = err_set(err, ERR_INPUT,
                     _("Step %lld of run %lld is %s: only what is unknown can "
                       "be settled."),
                     (long long)work->step, (long long)run.row,
                     run_state_name(run.steps[work->step - 1].state));
    ok = ok &&
         progress_settle(desk, &run, (size_t)work->step - 1, work->done,
                         arena_printf(arena,
                                      work->done
                                          ? _("Settled by %s as done: %s")
                                          : _("Settled by %s as not done: %s"),
                                      desk->person, work->why),
                         when_now(), arena, err) &&
         desk_deed(desk, desk->person,
                   work->done ? "settle as done" : "settle as not done", object,
                   run.event, work->why, err);
    arena_free(arena);
    return ok;
}

bool run_settle(struct desk *desk, int64_t run, int64_t step, bool done,
                const char *why, struct err *err)
{
    struct settle_work work = {
        .run = run,
        .step = step,
        .done = done,
        .why = why,
    };

    if (why == NULL || str_trim(str_of(why)).len == 0)
        return err_set(err, ERR_INPUT,
                       _("Say what you saw when you looked, in a few words."));
    return access_may(desk, RIGHT_RUN, err) && desk_reason(why, err) &&
           desk_transact(desk, write_settle, &work, err);
}

/* ---- what goes on elsewhere ---- */

/* What a step has started, by the name that it has learnt, and how that is
 * stopped (FACTS 10 and 11). */
static const struct remote {
    const char *kind;
    const char *parent; /* field with an ARM id */
    const char *among;
    const char *learnt;
    const char *call;
    const char *version;
    const char *title;
} remotes[] = {
    {"logicapp", "workflow", "runs", "run", "cancel", "2019-05-01",
     N_("Stop the run of the Logic App")},
    {"runbook", "account", "jobs", "job", "stop", "2023-11-01",
     N_("Stop the job of the runbook")},
};

static const struct remote *remote_of(const struct step *step)
{
    for (size_t i = 0; i < sizeof(remotes) / sizeof(remotes[0]); i++) {
        if (strcmp(step->kind, remotes[i].kind) == 0 &&
            json_text(json_get(step->learnt, remotes[i].learnt)).len > 0 &&
            json_text(json_get(step->with, remotes[i].parent)).len > 0)
            return &remotes[i];
    }
    return NULL;
}

static const struct step *find_remote(const struct run *run)
{
    for (size_t i = run->n_steps; i-- > 0;) {
        if (run->steps[i].state != RUN_SUCCEEDED &&
            remote_of(&run->steps[i]) != NULL)
            return &run->steps[i];
    }
    return NULL;
}

static bool start_stop(struct desk *desk, const struct run *run,
                       const struct step *found, const char *why,
                       struct arena *arena, int64_t *out, struct err *err)
{
    const struct remote *remote = remote_of(found);
    struct str parent =
        str_trim(json_text(json_get(found->with, remote->parent)));
    struct str name = json_text(json_get(found->learnt, remote->learnt));
    const char *path = arena_printf(arena, "%.*s/%s/%.*s", STR_ARG(parent),
                                    remote->among, STR_ARG(name));
    struct json *with = json_new_object();
    struct step step = {
        .number = 1,
        .name = _(remote->title),
        .kind = "http",
        .phase = PHASE_ACT,
        .class = CLASS_REVERSIBLE,
        .state = RUN_WAITING,
    };
    struct hand_run hand = {
        .name = arena_printf(arena, "%s: %s", _(remote->title), found->name),
        .verb = "stop elsewhere",
        .object = path,
        .why = why,
        .event = run->event,
        .steps = &step,
        .n_steps = 1,
    };

    json_keep(arena, with);
    json_set_text(with, "method", "POST");
    json_set_text(with, "url",
                  arena_printf(arena, "%s/%s?api-version=%s", path,
                               remote->call, remote->version));
    json_set_text(with, "token", "arm");
    json_set_text(with, "class", class_name(CLASS_REVERSIBLE));
    step.with = with;
    return hand_start(desk, &hand, out, err);
}

bool run_cancel_remote(struct desk *desk, int64_t row, const char *why,
                       int64_t *out, struct err *err)
{
    struct arena *arena = arena_new();
    const struct step *found = NULL;
    struct run run;
    bool ok = access_may(desk, RIGHT_RUN, err) &&
              runs_get(desk->store, row, arena, &run, err);

    if (ok)
        found = find_remote(&run);
    if (ok && found == NULL)
        ok = err_set(err, ERR_INPUT,
                     _("Run %lld has started nothing elsewhere that riposte "
                       "can stop."),
                     (long long)row);
    ok = ok && start_stop(desk, &run, found, why, arena, out, err);
    arena_free(arena);
    return ok;
}
