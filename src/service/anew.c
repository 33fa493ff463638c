/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/anew.h"

#include <stdio.h>
#include <string.h>

#include "model/look.h"
#include "service/freeze.h"
#include "service/progress.h"
#include "service/sight.h"
#include "util/text.h"

/* "publicNetworkAccess: Enabled, now Disabled; …" */
static const char *words_of(const struct json *differs, struct arena *arena)
{
    struct buf text;
    const char *out;

    buf_init(&text);
    for (size_t i = 0; i < json_length(differs); i++) {
        const struct json *one = json_item(differs, i);

        buf_printf(&text, "%s%s: ", i > 0 ? "; " : "",
                   json_text(json_get(one, "what")).at);
        json_put_text(json_get(one, "was"), &text);
        buf_text(&text, _(", now "));
        json_put_text(json_get(one, "now"), &text);
    }
    out = arena_str(arena, buf_view(&text)).at;
    buf_done(&text);
    return out;
}

static bool has_acted(const struct job *job, const struct step *approval)
{
    for (size_t i = 0; i < job->run.n_steps; i++) {
        const struct step *step = &job->run.steps[i];

        if (step->number > approval->number &&
            step->number < job->step.number && step->phase == PHASE_CONTAIN &&
            step->state == RUN_SUCCEEDED)
            return true;
    }
    return false;
}

/* Looking at the state before is done again too, since it is another now; but
 * not when a part of the containment has been done on top of it. */
static bool reopen(struct job *job, const struct step *approval,
                   struct err *err)
{
    bool acted = has_acted(job, approval);

    for (size_t i = 0; i < job->run.n_steps; i++) {
        struct step step = job->run.steps[i];

        if (step.phase != PHASE_BEFORE || acted ||
            step.number <= approval->number || step.number > job->step.number)
            continue;
        step.note = "";
        if (!steps_again(job->desk->store, &step, err))
            return false;
    }
    return true;
}

bool anew_ask(struct job *job, const struct json *differs, const char **note,
              struct err *err)
{
    const struct step *asked = freeze_asked(&job->run, &job->step);
    struct approval old;
    struct step step;
    struct json *with;
    struct json *again;
    char object[40];
    bool found;

    if (asked == NULL ||
        !approvals_of_run(job->desk->store, job->run.row, job->step.lane,
                          job->arena, &old, &found, err))
        return asked != NULL ||
               err_set(err, ERR_BUG, _("Nobody was asked for this step."));
    with = json_copy(asked->with);
    json_keep(job->arena, with);
    again = json_new_object();
    json_set_int(again, "approval", found ? old.row : 0);
    json_set_take(again, "differs", json_copy(differs));
    json_set_take(with, "again", again);
    *note = arena_printf(
        job->arena,
        _("Since approval %lld was given something has changed (%s), so "
          "nothing was sent and it is asked anew."),
        (long long)old.row, words_of(differs, job->arena));
    step = *asked;
    step.with = with;
    step.note = *note;
    snprintf(object, sizeof(object), "approval %lld", (long long)old.row);
    return reopen(job, asked, err) &&
           steps_again(job->desk->store, &step, err) &&
           desk_deed(job->desk, PERSON_ENGINE, "ask anew", object,
                     job->run.event, *note, err) &&
           progress_run(job->desk, job->run.row, job->now, err);
}

/* Also with null, which is what a value is that was not there. */
static bool names(const struct json *values, const char *name)
{
    for (struct json_each each = json_each(values); json_next(&each);) {
        if (strcmp(each.name, name) == 0)
            return true;
    }
    return false;
}

/* Values stand under the paths that the entry looks at. */
static struct json *differences(const struct json *seen,
                                const struct json *found)
{
    const struct json *was = json_get(seen, "values");
    const struct json *now = json_get(found, "values");
    struct json *list = json_new_array();

    for (struct json_each each = json_each(was); json_next(&each);) {
        freeze_difference(list, each.name, each.value,
                          json_get(now, each.name));
    }
    for (struct json_each each = json_each(now); json_next(&each);) {
        if (!names(was, each.name))
            freeze_difference(list, each.name, NULL, each.value);
    }
    return list;
}

bool anew_compare(struct job *job, const struct json *answer,
                  struct json **differs, struct err *err)
{
    const char *target = step_target(&job->step);
    struct approval approval;
    const struct json *seen;
    struct json *found;
    bool asked;

    *differs = NULL;
    /* What the approvers saw is what the first look sees. */
    if (step_index(job->step.with) != 0 ||
        freeze_asked(&job->run, &job->step) == NULL)
        return true;
    if (!approvals_of_run(job->desk->store, job->run.row, job->step.lane,
                          job->arena, &approval, &asked, err))
        return false;
    if (!asked)
        return true;
    seen = sight_find(approval.seen, job->entry->name, target);
    if (seen == NULL)
        return true;
    found = look_found(job->entry, PHASE_BEFORE, str_of(target),
                       job->context.kept, answer, job->arena);
    if (!look_same(json_get(seen, "found"), found)) {
        *differs = differences(json_get(seen, "found"), found);
        json_keep(job->arena, *differs);
    }
    json_free(found);
    return true;
}
