/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_step.c - what the interpreter asks of outside, as steps: with the
 * approval, the looks and the way back that any act of its class has.
 */
#include <string.h>

#include "engine/wdl_shape.h"
#include "model/limits.h"
#include "service/guard_book.h"
#include "service/hand.h"
#include "service/play_part.h"
#include "util/digest.h"
#include "util/text.h"

/* ---- answered at once -----------------------------------------------------*/

bool play_answer(struct play *play, const struct wdl_effect *effect,
                 struct wdl_answer *answer, struct err *err)
{
    size_t number = effect->number;
    const struct lane *asked = play_lane(play, (int64_t)number + 1);
    bool secret = asked != NULL && asked->secret;
    struct lane lane = {
        .lane = (int64_t)number + 1,
        .time = play->now,
        .state = answer->state,
        .code = answer->code ? answer->code : "",
        .error = answer->error ? answer->error : "",
        .outputs = secret ? NULL : answer->outputs,
        .again = answer->again,
        .retry_after = answer->retry_after,
    };

    if (!lanes_answer(play->desk->store, play->run.row, &lane, err)) {
        json_free(answer->outputs);
        return false;
    }
    play->place = lane.place;
    play->effects[number] = NULL;
    return wdl_run_answer(play->wdl, number, answer, play->now, err);
}

static bool refuse(struct play *play, const struct wdl_effect *effect,
                   const struct err *why, struct err *err)
{
    struct wdl_answer answer = {
        .state = RUN_FAILED,
        .code = "BadRequest",
        .error = play_stars_text(play, why->text),
        .retry_after = -1,
    };

    return play_answer(play, effect, &answer, err);
}

/* What is recorded and not sent is answered as in a rehearsal. */
static bool make_up(struct play *play, const struct wdl_effect *effect,
                    struct err *err)
{
    struct wdl_answer answer = {.state = RUN_SUCCEEDED, .retry_after = -1};

    if (play->shapes == NULL)
        play->shapes = wdl_shapes_new(play->playbook->wdl, play->lasting);
    if (effect->due > play->now)
        play->now = effect->due;
    if (!effect->timer)
        answer.outputs = wdl_shapes_outputs(play->shapes, effect->action);
    return play_answer(play, effect, &answer, err);
}

/* ---- steps ----------------------------------------------------------------*/

static bool next_number(struct play *play, int *out, struct err *err)
{
    if (play->number < 0 &&
        !steps_last(play->desk->store, play->run.row, &play->number, err))
        return false;
    if (play->number == LIMIT_PLAY_STEPS)
        return err_set(err, ERR_INPUT,
                       _("The run would have more than %d steps."),
                       LIMIT_PLAY_STEPS);
    *out = (int)++play->number;
    return true;
}

static bool add_step(struct play *play, const struct wdl_effect *effect,
                     struct step step, struct err *err)
{
    char guid[GUID_SIZE];

    step.run = play->run.row;
    step.lane = (int64_t)effect->number + 1;
    step.key = digest_guid(guid);
    step.due = effect->due;
    step.with = play_hide(play, step.with);
    if (step.note == NULL)
        step.note = "";
    if (!next_number(play, &step.number, err) ||
        !steps_add(play->desk->store, &step, err))
        return false;
    /* Done again, its time may have been over before anybody was asked. */
    if (effect->give_up <= play->now || step.phase != PHASE_APPROVAL ||
        run_state_final(step.state))
        return true;
    step.give_up = effect->give_up;
    step.request = NULL;
    step.operation = "";
    return steps_save(play->desk->store, &step, err);
}

static bool add_lane(struct play *play, const struct wdl_effect *effect,
                     bool secret, struct err *err)
{
    const struct lane lane = {
        .lane = (int64_t)effect->number + 1,
        .secret = secret,
    };

    return lanes_add(play->desk->store, play->run.row, &lane, err);
}

static const char *name_of(const struct play *play,
                           const struct wdl_effect *effect)
{
    return effect->attempt > 1 ? arena_printf(play->arena, _("%s (attempt %d)"),
                                              effect->path, effect->attempt)
                               : arena_text(play->arena, effect->path);
}

static bool find_event(struct play *play, struct err *err)
{
    struct event *event;

    if (play->event != NULL || play->run.event == 0)
        return true;
    event = arena_alloc(play->arena, sizeof(*event));
    if (!events_get(play->desk->store, play->run.event, true, play->arena,
                    event, err))
        return false;
    play->event = event;
    return true;
}

/* ---- one action -----------------------------------------------------------*/

static enum policy policy_for(const struct play *play,
                              const struct api_act *act)
{
    enum policy policy = policy_ask_event(
        act->class, (enum policy_side)play->run.mode, play->event);

    return policy == POLICY_GO && act->asks ? POLICY_ASK : policy;
}

static const struct json *fields_of(struct play *play,
                                    const struct wdl_effect *effect,
                                    const struct api_act *act)
{
    bool follows = act->follows || strcmp(act->kind, "http") != 0;
    struct json *with;

    if (follows && !effect->secure_inputs)
        return act->with;
    with = json_copy(act->with);
    if (!follows)
        json_set_bool(with, "follow", false);
    if (effect->secure_inputs)
        json_set_bool(with, STEP_SECURE, true);
    json_keep(play->arena, with);
    return with;
}

/* The approval that a playbook asks for is all there is to do for it. */
static bool add_act(struct play *play, const struct wdl_effect *effect,
                    const struct api_act *act, struct err *err)
{
    enum policy policy = policy_for(play, act);
    struct step step = {
        .name = name_of(play, effect),
        .kind = act->kind,
        .class = act->class,
        .with = fields_of(play, effect, act),
        .state = policy == POLICY_RECORD ? RUN_SKIPPED : RUN_WAITING,
        .phase = act->asks ? PHASE_APPROVAL : PHASE_ACT,
    };
    struct step ask = step;

    ask.phase = PHASE_APPROVAL;
    return (act->asks || policy != POLICY_ASK ||
            add_step(play, effect, ask, err)) &&
           add_step(play, effect, step, err) &&
           (policy != POLICY_RECORD || make_up(play, effect, err));
}

/* ---- a containment of the catalogue ---------------------------------------*/

static bool add_plan(struct play *play, const struct wdl_effect *effect,
                     const struct plan *plan, struct err *err)
{
    const char *name = name_of(play, effect);

    for (size_t i = 0; i < plan->n; i++) {
        struct step step = plan->steps[i];

        step.name = arena_printf(play->arena, "%s: %s", name, step.name);
        if (!add_step(play, effect, step, err))
            return false;
    }
    return !plan->shadow || make_up(play, effect, err);
}

static bool by_hand(const struct run *run)
{
    return run->rule == 0 && strcmp(run->by, PERSON_ENGINE) != 0;
}

/* The budget of containments is for what nobody is asked for: when it is used
 * up, somebody is. */
static bool ask_budget(struct play *play, const struct plan *plan, bool *over,
                       struct err *err)
{
    static const struct guards none;
    const struct config *config = play->desk->config;
    struct store_book where = {.store = play->desk->store, .live = true};
    struct guard_book book = guard_book_of(&where);
    struct guard_case c = {
        .guards = &none,
        .rule = play->run.rule,
        .now = play->at,
        .budget = config->budget,
        .n_budget = config->n_budget,
        .zones = play->desk->zones,
    };
    struct guard_answer answer;
    struct str *contained;

    *over = false;
    if (config->n_budget == 0 || by_hand(&play->run))
        return true;
    c.n_contained = plan_contained(plan, play->arena, &contained);
    c.contained = contained;
    if (c.n_contained == 0)
        return true;
    if (!guard_ask(&c, &book, play->arena, &answer, err))
        return false;
    *over = answer.reason != DECISION_FIRED;
    return *over || guard_fired(&c, &book, &answer, play->run.row, err);
}

static bool add_containment(struct play *play, const struct wdl_effect *effect,
                            const struct api_act *act, struct err *err)
{
    struct str name = json_text(json_get(act->with, "action"));
    struct str target = json_text(json_get(act->with, "target"));
    const struct containment *entry =
        catalogue_find(play->desk->catalogue, name);
    enum policy_side side = (enum policy_side)play->run.mode;
    struct err fault = {0};
    struct plan plan;
    bool over;

    if (entry == NULL) {
        err_set(&fault, ERR_INPUT,
                _("There is no containment \"%.*s\" in the catalogue."),
                STR_ARG(str_sub(name, 0, LIMIT_NAME)));
        return refuse(play, effect, &fault, err);
    }
    target = arena_str(play->arena, target);
    if (side != POLICY_BY_SHADOW &&
        hand_side(play->desk, target.at, play->event) == POLICY_PROTECTED)
        side = POLICY_PROTECTED;
    if (!plan_contain(entry, target, json_get(act->with, "parameters"), NULL,
                      side, play->event, play->arena, &plan, &fault))
        return refuse(play, effect, &fault, err);
    if (!ask_budget(play, &plan, &over, err))
        return false;
    if (over &&
        !plan_contain(entry, target, json_get(act->with, "parameters"), NULL,
                      POLICY_PROTECTED, play->event, play->arena, &plan, err))
        return false;
    return add_plan(play, effect, &plan, err);
}

static bool add_wait(struct play *play, const struct wdl_effect *effect,
                     struct err *err)
{
    bool shadow = play->run.mode == RULE_SHADOW;
    const struct step step = {
        .name = name_of(play, effect),
        .kind = KIND_WAIT,
        .class = CLASS_READ,
        .phase = PHASE_ACT,
        .state = shadow ? RUN_SKIPPED : RUN_WAITING,
    };

    return add_lane(play, effect, false, err) &&
           add_step(play, effect, step, err) &&
           (!shadow || make_up(play, effect, err));
}

bool play_ask(struct play *play, const struct wdl_effect *effect,
              struct err *err)
{
    const struct api_ask ask = {
        .playbook = play->playbook,
        .step = api_step(play->playbook, effect->action),
        .inputs = effect->inputs,
        .catalogue = play->desk->catalogue,
    };
    struct err fault = {0};
    struct api_act act;

    if (effect->timer)
        return add_wait(play, effect, err);
    if (!find_event(play, err))
        return false;
    if (!api_hand_ask(&ask, play->arena, &act, &fault))
        return add_lane(play, effect, false, err) &&
               refuse(play, effect, &fault, err);
    if (!add_lane(play, effect, act.secret || effect->secure_outputs, err))
        return false;
    return strcmp(act.kind, "contain") == 0
               ? add_containment(play, effect, &act, err)
               : add_act(play, effect, &act, err);
}
