/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/scenario.h"

#include "sandbox/alert_wish.h"
#include "sandbox/alerts.h"
#include "sandbox/assess.h"
#include "sandbox/comply.h"
#include "sandbox/data.h"
#include "sandbox/estate.h"
#include "sandbox/rng.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

struct scenario {
    struct json *file;
    size_t next; /* step */
    struct rng rng;
    int64_t least, most; /* between two of noise; 0 for none */
    int64_t noise;       /* on the clock of the story, when it is due */
};

static bool do_alert(struct sandbox *sandbox, const struct json *step,
                     int64_t moment, struct err *err)
{
    return alert_wish(sandbox, step, moment, err);
}

static bool do_assessment(struct sandbox *sandbox, const struct json *step,
                          int64_t moment, struct err *err)
{
    return assess_set(sandbox, json_text(json_get(step, "resource")),
                      json_text(json_get(step, "assessment")),
                      json_text(json_get(step, "code")), moment, err);
}

static bool do_compliance(struct sandbox *sandbox, const struct json *step,
                          int64_t moment, struct err *err)
{
    (void)moment;
    return comply_declare(sandbox, step, err);
}

/* Merges into a resource, a user or an alert. */
static bool do_state(struct sandbox *sandbox, const struct json *step,
                     int64_t moment, struct err *err)
{
    struct str id = json_text(json_get(step, "id"));
    const struct json *merge = json_get(step, "merge");
    const struct gen_target *target = estate_find(sandbox->estate, id);

    (void)moment;
    if (target)
        id = str_of(target->id);
    if (json_type(merge) == JSON_OBJECT &&
        (shelf_merge(sandbox->shelf, id, merge) ||
         alerts_merge(sandbox->alerts, id, merge)))
        return true;
    return err_set(err, ERR_INPUT,
                   _("There is nothing with the id \"%.*s\", or no object "
                     "\"merge\" to put into it."),
                   STR_ARG(id));
}

static const struct {
    const char *name;
    bool (*act)(struct sandbox *sandbox, const struct json *step,
                int64_t moment, struct err *err);
} verbs[] = {
    {"alert", do_alert},
    {"assessment", do_assessment},
    {"compliance", do_compliance},
    {"state", do_state},
};

/* "unless": {"of": a resource or an id, "has": text}: what has been contained
 * in the meantime does not happen any more. */
static bool is_prevented(struct sandbox *sandbox, const struct json *step)
{
    const struct json *unless = json_get(step, "unless");
    struct str id = json_text(json_get(unless, "of"));
    const struct gen_target *target = estate_find(sandbox->estate, id);

    if (!unless)
        return false;
    if (target)
        id = str_of(target->id);
    return str_find(shelf_text(sandbox->shelf, id),
                    json_text(json_get(unless, "has"))) != STR_NOWHERE;
}

static bool run_step(struct sandbox *sandbox, const struct json *step,
                     int64_t moment, struct err *err)
{
    const char *name = data_text(step, "do");

    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (str_eq(str_of(name), str_of(verbs[i].name)))
            return verbs[i].act(sandbox, step, moment, err);
    }
    return err_set(err, ERR_INPUT,
                   _("A step of a scenario cannot do \"%s\": alert, "
                     "assessment, compliance and state are known."),
                   name);
}

bool scenario_do(struct sandbox *sandbox, const struct json *step,
                 struct err *err)
{
    return run_step(sandbox, step, when_now(), err);
}

static int64_t seconds(const struct json *object, const char *name)
{
    double value = 0;

    json_real(json_get(object, name), &value);
    return (int64_t)(value * 1000);
}

/* Alerts of the last two days, most of them still open. */
static bool begin_noise(struct sandbox *sandbox, int64_t count, struct err *err)
{
    struct scenario *scenario = sandbox->scenario;

    for (int64_t i = 0; i < count; i++) {
        double age = rng_real(&scenario->rng);
        int64_t moment = sandbox->started - 5 * WHEN_MINUTE -
                         (int64_t)(age * age * 2 * WHEN_DAY);

        if (!alert_noise(sandbox, moment, NULL, err))
            return false;
    }
    return true;
}

static void plan_noise(struct scenario *scenario, int64_t from)
{
    double r = rng_real(&scenario->rng);

    scenario->noise = from + scenario->least +
                      (int64_t)(r * (double)(scenario->most - scenario->least));
}

/* Every step can be done: a scenario fails when it is loaded, not later. */
static bool check_steps(struct sandbox *sandbox, const struct json *steps,
                        struct err *err)
{
    int64_t last = 0;

    for (struct json_each e = json_each(steps); json_next(&e);) {
        struct str resource = json_text(json_get(e.value, "resource"));
        int64_t at = seconds(e.value, "at");
        bool known = false;

        for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
            known |=
                str_eq(str_of(data_text(e.value, "do")), str_of(verbs[i].name));
        if (!known || at < last ||
            (!str_empty(resource) && !estate_find(sandbox->estate, resource)))
            return err_set(err, ERR_INPUT,
                           _("Step %zu of the scenario comes before the one "
                             "above it, or does or names something that is "
                             "not known."),
                           e.index);
        last = at;
    }
    return true;
}

bool scenario_new_take(struct sandbox *sandbox, struct json *file,
                       struct err *err)
{
    struct scenario *scenario = mem_new(sizeof(*scenario));
    const struct json *noise = json_get(file, "noise");
    int64_t first = 0;

    sandbox->scenario = scenario;
    scenario->file = file;
    rng_init(&scenario->rng, (uint64_t)sandbox->options->seed);
    json_int(json_get(noise, "first"), &first);
    scenario->least = seconds(noise, "least");
    scenario->most = seconds(noise, "most");
    if (!check_steps(sandbox, json_get(file, "steps"), err) ||
        !begin_noise(sandbox, first + sandbox->options->alerts, err))
        return false;
    for (struct json_each e = json_each(json_get(file, "begin"));
         json_next(&e);) {
        if (!run_step(sandbox, e.value,
                      sandbox->started - seconds(e.value, "ago"), err))
            return false;
    }
    plan_noise(scenario, 0);
    return true;
}

void scenario_free(struct scenario *scenario)
{
    if (!scenario)
        return;
    json_free(scenario->file);
    mem_free(scenario);
}

/* The wall-clock moment of a moment of the story. */
static int64_t moment_of(const struct sandbox *sandbox, int64_t clock)
{
    return sandbox->started +
           (int64_t)((double)clock / sandbox->options->speed);
}

void scenario_catch_up(struct sandbox *sandbox)
{
    struct scenario *scenario = sandbox->scenario;
    int64_t clock = sandbox_clock(sandbox);
    const struct json *step;
    struct err err;

    /* A step that fails now is one that somebody's DELETE has undone. */
    while (
        (step = json_item(json_get(scenario->file, "steps"), scenario->next)) &&
        seconds(step, "at") <= clock) {
        if (!is_prevented(sandbox, step))
            run_step(sandbox, step, moment_of(sandbox, seconds(step, "at")),
                     &err);
        scenario->next++;
    }
    while (scenario->most > 0 && scenario->noise <= clock) {
        alert_noise(sandbox, moment_of(sandbox, scenario->noise), "Active",
                    &err);
        plan_noise(scenario, scenario->noise);
    }
}
