/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/follow.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/stop.h"
#include "cli/words.h"
#include "service/conductor.h"
#include "service/govern.h"
#include "service/plays.h"
#include "util/text.h"
#include "util/when.h"

/* As long as a signal may have to wait. */
#define SLICE 250

struct follow {
    struct call *call;
    int64_t run;
    int64_t deadline;
    size_t told; /* steps */
    int stop;
    bool aside; /* its command prints something else as JSON */
    enum run_state state;
};

void print_step(struct out *out, const struct step *step)
{
    char head[48];
    struct buf text;

    snprintf(head, sizeof(head), "  %2d %-10s", step->number,
             run_state_name(step->state));
    buf_init(&text);
    buf_printf(&text, "%s%s%s%s", step_prefix(step), step->name,
               *step->note ? ". " : "", step->note);
    out_entry(out, 16, str_of(head), buf_view(&text));
    buf_done(&text);
}

/* The steps that have ended since the last look. */
static bool tell_steps(struct follow *follow, struct err *err)
{
    struct run_page *page = run_page_one(follow->call->desk, follow->run);
    bool ok = page_good(&page->error, err);
    struct out *out = follow->call->out;

    while (ok && !out->json && follow->told < page->rows->n_steps &&
           run_state_final(page->rows->steps[follow->told].state))
        print_step(out, &page->rows->steps[follow->told++]);
    run_page_free(page);
    out_flush(out);
    return ok;
}

static bool turn(struct follow *follow, struct conductor *conductor,
                 struct err *err)
{
    bool ok = true;

    do {
        ok = conductor_await_run(conductor, follow->run, SLICE, &follow->state,
                                 err) &&
             tell_steps(follow, err);
    } while (ok && !run_state_final(follow->state) &&
             follow->state != RUN_WAITING && !stop_asked(follow->stop) &&
             when_monotonic() < follow->deadline);
    return ok;
}

/* What is in flight when time is up is let come back. */
static bool conduct(struct follow *follow, struct err *err)
{
    struct conductor *conductor;
    int64_t until;
    bool worked;
    bool ok;

    if (!stop_open(&follow->stop, err))
        return false;
    ok = conductor_new(follow->call->desk, false, &conductor, err);
    if (ok) {
        ok = turn(follow, conductor, err);
        until = when_monotonic() + 10 * WHEN_SECOND;
        while (ok && !conductor_leave(conductor) && when_monotonic() < until)
            ok = conductor_step(conductor, SLICE, -1, &worked, err);
        conductor_free(conductor);
    }
    close(follow->stop);
    return ok;
}

static void print_drift(struct out *out, const struct effect *effect)
{
    static const char *const words[DRIFT_N] = {
        [DRIFT_SO] = N_("still so"),
        [DRIFT_GONE] = N_("no longer so"),
        [DRIFT_BLIND] = N_("could not be seen"),
    };

    if (effect->looked == 0)
        return;
    out_fact_when(out, _("Looked"), effect->looked);
    if (effect->drift != DRIFT_NONE && effect_active(effect))
        out_fact(out, _("It is"), str_of(_(words[effect->drift])));
    if (effect_active(effect))
        out_fact_when(out, _("Known since"), effect->drift_since);
    out_fact(out, _("Found"), str_of(effect->seen));
}

void print_effect(struct out *out, const struct effect *effect)
{
    char number[64];

    snprintf(number, sizeof(number), "%lld, %s", (long long)effect->row,
             effect_state_name(effect->state));
    out_fact(out, _("Containment"), str_of(number));
    out_fact(out, _("Action"), str_of(effect->title));
    out_fact(out, _("Target"), str_of(effect->target));
    out_fact(out, _("By"), str_of(effect->by));
    out_fact(out, _("Why"), str_of(effect->why));
    if (effect->event)
        out_fact_number(out, _("Event"), effect->event);
    out_fact_when(out, _("Requested"), effect->requested);
    out_fact_when(out, _("Accepted"), effect->accepted);
    out_fact_when(out, _("Observed"), effect->observed);
    out_fact_when(out, _("Until"), effect->until);
    out_fact_when(out,
                  effect->state == EFFECT_UNDONE ? _("Undone") : _("Ended"),
                  effect->ended);
    print_drift(out, effect);
    if (effect->changed != 0)
        out_fact_when(out, _("Changed"), effect->changed);
    out_fact(out, _("Waits"), str_of(effect->trouble));
    out_fact(out, _("Settled by"), str_of(effect->settled_by));
}

/* The containment that the run made or takes back; NULL when it has none. */
static const struct effect *effect_of(const struct effect_page *page,
                                      int64_t run)
{
    for (size_t i = 0; i < page->n; i++) {
        if (page->rows[i].run == run || page->rows[i].undo_run == run)
            return &page->rows[i];
    }
    return NULL;
}

/* The approval that the run waits for; 0 when it does not. */
static bool approval_of(struct desk *desk, int64_t run, int64_t *out,
                        struct err *err)
{
    struct approval_page *page = approval_page_read(desk, true);
    bool ok = page_good(&page->error, err);

    *out = 0;
    for (size_t i = 0; ok && i < page->n; i++) {
        if (page->rows[i].run == run && !page->rows[i].glass)
            *out = page->rows[i].row;
    }
    approval_page_free(page);
    return ok;
}

/* Why it is not over. */
static bool tell_open(struct follow *follow, struct err *err)
{
    struct out *out = follow->call->out;
    int64_t approval;
    bool held;

    if (!approval_of(follow->call->desk, follow->run, &approval, err) ||
        !desk_held(follow->call->desk, &held, err))
        return false;
    if (approval)
        out_printf(out,
                   _("Run %lld waits for approval %lld: somebody else may "
                     "give it with `riposte approval approve %lld'."),
                   (long long)follow->run, (long long)approval,
                   (long long)approval);
    else if (held)
        out_printf(out,
                   _("Run %lld is not over: the engine is on hold. `riposte "
                     "engine resume' lets it go on."),
                   (long long)follow->run);
    else
        out_printf(out,
                   _("Run %lld is not over. Whatever engine runs next goes on "
                     "with it; `riposte run show %lld' tells how it stands."),
                   (long long)follow->run, (long long)follow->run);
    return true;
}

/* What asked nothing of outside has no step: it failed at an action. */
static bool play_failed(struct desk *desk, const struct run *run,
                        struct err *err)
{
    struct play_page *page = play_page_read(desk, run->row);

    if (page_good(&page->error, err))
        err_set(err, ERR_REMOTE, _("Run %lld failed: %s"), (long long)run->row,
                page->error_text);
    for (size_t i = 0; i < page->n; i++) {
        const struct play_node *node = &page->nodes[i];

        if (node->state == RUN_FAILED && *node->error)
            err_set(err, ERR_REMOTE, _("Run %lld failed at %s: %s"),
                    (long long)run->row, node->path, node->error);
    }
    play_page_free(page);
    return false;
}

static bool failed(struct desk *desk, const struct run *run, struct err *err)
{
    for (size_t i = 0; i < run->n_steps; i++) {
        const struct step *step = &run->steps[i];

        if (step->state == RUN_FAILED || step->state == RUN_TIMED_OUT)
            return err_set(
                err, ERR_REMOTE, _("Run %lld failed at step %d, %s: %s"),
                (long long)run->row, step->number, step->name, step->note);
    }
    if (run_plays(run))
        return play_failed(desk, run, err);
    return err_set(err, ERR_REMOTE, _("Run %lld failed."), (long long)run->row);
}

static void tell_json(struct out *out, const struct run *run,
                      const struct effect *effect)
{
    struct json *json = run_to_json(run);

    if (effect)
        json_set_take(json, "containment", effect_to_json(effect));
    out_json_take(out, json);
}

static void tell_over(struct out *out, const struct run *run)
{
    out_printf(out, _("Run %lld: %s"), (long long)run->row,
               run_state_name(run->state));
    if (run_plays(run) && run->mode == RULE_SHADOW)
        out_printf(
            out,
            _("It ran in shadow: nothing was sent, and answers were made "
              "up. `riposte playbook mode %s approve' lets it ask."),
            run->playbook);
}

static bool tell_end(struct follow *follow, const struct run *run,
                     const struct effect *effect, struct err *err)
{
    struct out *out = follow->call->out;

    if (out->json) {
        if (!follow->aside)
            tell_json(out, run, effect);
    } else {
        if (effect)
            print_effect(out, effect);
        if (run_state_final(run->state))
            tell_over(out, run);
        else if (!tell_open(follow, err))
            return false;
    }
    if (run->state != RUN_SUCCEEDED)
        follow->call->status = STATUS_NO;
    return run->state != RUN_FAILED || failed(follow->call->desk, run, err);
}

static bool follow_it(struct call *call, int64_t run, bool aside,
                      struct err *err)
{
    struct follow follow = {
        .call = call,
        .run = run,
        .deadline = when_monotonic() + call->opts->wait,
        .stop = -1,
        .aside = aside,
    };
    struct effect_page *effects;
    struct run_page *page;
    bool ok;

    if (call->opts->wait > 0 && !conduct(&follow, err))
        return false;
    page = run_page_one(call->desk, run);
    effects = effect_page_read(call->desk, false);
    ok = page_good(&page->error, err) && page_good(&effects->error, err) &&
         tell_end(&follow, page->rows, effect_of(effects, run), err);
    effect_page_free(effects);
    run_page_free(page);
    return ok;
}

bool follow_run(struct call *call, int64_t run, struct err *err)
{
    return follow_it(call, run, false, err);
}

bool follow_event(struct call *call, int64_t event, struct err *err)
{
    struct run_page *page = run_page_read(call->desk, event, true, 1);
    bool ok = page_good(&page->error, err);
    int64_t run = 0;

    /* What rules have started on it is not this command's. */
    if (ok && page->n > 0 && page->rows->rule == 0)
        run = page->rows->row;
    run_page_free(page);
    return ok && (run == 0 || follow_it(call, run, true, err));
}
