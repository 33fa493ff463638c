/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan_contain.c - the steps of a containment, and of the way back.
 */
#include "engine/plan_part.h"

#include "engine/template.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/when.h"

bool planner_add_take(struct planner *planner, struct step step,
                      struct json *with, struct err *err)
{
    json_keep(planner->arena, with);
    if (planner->n == LIMIT_RUN_STEPS)
        return err_set(err, ERR_INPUT,
                       _("The run would have more than %d steps."),
                       LIMIT_RUN_STEPS);
    planner->steps = arena_grown(planner->arena, planner->steps, planner->n,
                                 sizeof(*planner->steps));
    step.number = (int)planner->n + 1;
    step.with = with;
    step.journal = JOURNAL_PLANNED;
    step.note = "";
    planner->waits |= step.phase == PHASE_APPROVAL;
    planner->sends |= step.state != RUN_SKIPPED;
    planner->steps[planner->n++] = step;
    return true;
}

void planner_finish(const struct planner *planner, struct plan *out)
{
    *out = (struct plan){
        .steps = planner->steps,
        .n = planner->n,
        .waits = planner->waits,
        .shadow = !planner->sends,
    };
}

bool plan_term_parse(struct str text, int64_t *lasts, struct err *err)
{
    int64_t span;

    if (!when_span_parse(str_trim(text), &span) || span < WHEN_SECOND)
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" does not say for how long; write it as 30m, "
                         "4h or 2d."),
                       STR_ARG(str_sub(text, 0, LIMIT_NAME)));
    if (span > LIMIT_TERM)
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" is longer than a year; a containment "
                         "without an end needs none."),
                       STR_ARG(str_sub(text, 0, LIMIT_NAME)));
    *lasts = span;
    return true;
}

int64_t plan_term_end(const struct json *with, int64_t now)
{
    struct str text = json_text(json_get(with, "until"));
    struct err ignored;
    int64_t end;

    if (!str_empty(text) && when_parse(text, &end))
        return end;
    text = json_text(json_get(with, "for"));
    if (!str_empty(text) && plan_term_parse(text, &end, &ignored))
        return now + end;
    return 0;
}

static void set_term(const struct plan_term *term, struct json *with)
{
    char text[WHEN_TEXT_SIZE];

    if (term->until)
        json_set_text(with, "until", when_iso(term->until, text));
    else if (term->lasts)
        json_set_text(with, "for", when_span(term->lasts, text));
}

bool planner_class(const struct planner *planner,
                   const struct containment *entry, enum action_class *out,
                   struct err *err)
{
    *out = entry->class;
    if (planner->term.lasts == 0 && planner->term.until == 0)
        return true;
    if (entry->n_undos == 0)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" cannot be taken back, so it cannot end by "
                         "itself. Ask for it without an end."),
                       entry->title);
    *out = CLASS_TIMED;
    return true;
}

bool containing_add(const struct containing *c, enum step_phase phase,
                    const char *name, size_t index, int64_t item,
                    struct err *err)
{
    struct json *with = json_new_object();
    bool reads =
        phase == PHASE_BEFORE || phase == PHASE_VERIFY || phase == PHASE_UNDONE;

    json_set_text(with, "action", c->entry->name);
    json_set_str(with, "target", c->target);
    json_set_int(with, "index", (int64_t)index);
    if (phase != PHASE_UNDO && phase != PHASE_UNDONE)
        set_term(&c->planner->term, with);
    if (c->anyway)
        json_set_bool(with, "anyway", true);
    if (json_length(c->parameters) > 0)
        json_set_take(with, "parameters", json_copy(c->parameters));
    if (item >= 0)
        json_set_int(with, "item", item);
    if (phase == PHASE_APPROVAL && c->planner->guarded)
        json_set_text(with, "protected", c->planner->guarded);
    return planner_add_take(
        c->planner,
        (struct step){.name = name,
                      .kind = KIND_CONTAIN,
                      .phase = phase,
                      .class = reads ? CLASS_READ : c->class,
                      .state = c->state},
        with, err);
}

const char *containing_part(const struct containing *c, const char *title,
                            size_t index, size_t n)
{
    return n > 1 ? arena_printf(c->planner->arena, _("%s (%zu of %zu)"), title,
                                index + 1, n)
                 : title;
}

static bool add_calls(const struct containing *c, enum step_phase phase,
                      const char *title, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!containing_add(c, phase, containing_part(c, title, i, n), i, -1,
                            err))
            return false;
    }
    return true;
}

const char *containing_title(const struct containing *c, const char *format)
{
    /* The last part of an id is what a person calls it. */
    struct str name = str_behind_last(c->target, '/');
    const char *title = arena_printf(c->planner->arena, "%s: %.*s",
                                     c->entry->title, STR_ARG(name));

    return format ? arena_printf(c->planner->arena, "%s: %s", format, title)
                  : title;
}

bool planner_contain(struct planner *planner, const struct containment *entry,
                     struct str target, const struct json *parameters,
                     enum policy policy, struct err *err)
{
    struct containing c = {
        .planner = planner,
        .entry = entry,
        .target = target,
        .parameters = parameters,
        .state = policy == POLICY_RECORD ? RUN_SKIPPED : RUN_WAITING,
    };
    const char *title = containing_title(&c, NULL);

    if (policy == POLICY_SKIP)
        return true;
    if (!planner_class(planner, entry, &c.class, err))
        return false;
    if (policy == POLICY_ASK &&
        !containing_add(&c, PHASE_APPROVAL, title, 0, -1, err))
        return false;
    return add_calls(&c, PHASE_BEFORE, containing_title(&c, _("State before")),
                     entry->n_before, err) &&
           add_calls(&c, PHASE_CONTAIN, title, entry->n_acts, err) &&
           (!entry->verify.call.url ||
            containing_add(&c, PHASE_VERIFY, containing_title(&c, _("Verify")),
                           0, -1, err));
}

static bool containing_unfit(const struct containment *entry, struct str target,
                             struct err *err)
{
    return err_set(err, ERR_INPUT,
                   _("\"%s\" acts on %s, and \"%.*s\" is none."), entry->title,
                   entry->target, STR_ARG(str_sub(target, 0, 200)));
}

/* Columns are cut, at a character: what is left of a long id may be the id of
 * something else. */
static bool is_whole(struct str column)
{
    return column.len <= LIMIT_COLUMN - 4;
}

/* In the body: it may name several resources, and users. */
static bool find_among(const struct containment *entry,
                       struct query_subject *subject, struct arena *arena,
                       struct str *out)
{
    const struct json *body;
    struct str *targets = NULL;
    size_t n = 0;

    if (subject->event->kind == EVENT_ALERT)
        body = query_subject_part(subject, event_target_members,
                                  EVENT_TARGET_MEMBERS);
    else
        body = query_subject_body(subject);
    if (body)
        n = event_targets(body, arena, &targets);
    for (size_t i = 0; i < n; i++) {
        if (containment_fits(entry, targets[i])) {
            *out = targets[i];
            return true;
        }
    }
    return false;
}

bool plan_find_target(const struct containment *entry, const struct json *with,
                      struct query_subject *subject, struct arena *arena,
                      struct str *out, struct err *err)
{
    struct str wanted = json_text(json_get(with, "target"));
    struct str resource = subject->event->column[COLUMN_RESOURCE];

    if (!str_empty(str_trim(wanted))) {
        if (!template_render(wanted, subject, arena, &wanted, err))
            return err_prefix(err, _("The target of \"%s\""), entry->title);
        wanted = str_trim(wanted);
        if (!containment_fits(entry, wanted))
            return containing_unfit(entry, wanted, err);
        *out = wanted;
        return true;
    }
    /* What the queue shows is compromised comes first, and its column is at
     * hand: most bodies need not be opened. */
    if (is_whole(resource) && event_target_resource(resource) &&
        containment_fits(entry, resource)) {
        *out = resource;
        return true;
    }
    if (find_among(entry, subject, arena, out))
        return true;
    if (!is_whole(resource) || !containment_fits(entry, resource))
        return err_set(err, ERR_INPUT,
                       _("The event names no %s that \"%s\" could act on."),
                       entry->target, entry->title);
    *out = resource;
    return true;
}

bool plan_contain(const struct containment *entry, struct str target,
                  const struct json *parameters, const struct plan_term *term,
                  enum policy_side side, const struct event *event,
                  struct arena *arena, struct plan *out, struct err *err)
{
    struct planner planner = {.arena = arena};
    enum action_class class;
    enum policy policy;

    if (!containment_fits(entry, target))
        return containing_unfit(entry, target, err);
    if (term)
        planner.term = *term;
    if (!planner_class(&planner, entry, &class, err))
        return false;
    policy = policy_ask_event(class, side, event);
    target = arena_str(arena, target);
    if (!containment_parameters(entry, parameters, target, arena, &parameters,
                                err) ||
        !planner_contain(&planner, entry, target, parameters, policy, err))
        return false;
    planner_finish(&planner, out);
    out->target = target;
    return true;
}
