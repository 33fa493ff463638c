/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * story.c - gathers what happened about one event.
 */
#include "service/story.h"

#include <stdlib.h>

#include "service/vote.h"
#include "util/text.h"

#define STORY_RUNS 50

struct teller {
    struct desk *desk;
    struct event_page *page;
};

static void tell(struct teller *teller, int64_t when, enum story_kind kind,
                 int64_t row, const char *text)
{
    struct event_page *page = teller->page;

    if (when == 0)
        return;
    page->story = arena_grown(page->arena, page->story, page->n_story,
                              sizeof(*page->story));
    page->story[page->n_story++] = (struct story_line){
        .when = when,
        .kind = kind,
        .row = row,
        .text = text,
    };
}

static bool tell_decisions(struct teller *teller, struct err *err)
{
    struct event_page *page = teller->page;
    struct decision *items;
    size_t n;

    if (!decisions_list(teller->desk->store, page->event.row, 0, 200,
                        page->arena, &items, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct rule *rule;

        /* What a rule passed over is told under "why", not here. */
        if (!decision_fired(items[i].reason) && !decision_held(items[i].reason))
            continue;
        if (!rules_get(teller->desk->store, items[i].rule, &rule, err))
            return false;
        tell(teller, items[i].when, STORY_DECISION, items[i].row,
             arena_printf(page->arena, _("rule %s (%s): %s"), rule->name,
                          rule_mode_name((enum rule_mode)items[i].mode),
                          items[i].text));
        rule_free(rule);
    }
    return true;
}

static void tell_steps(struct teller *teller, const struct run *run)
{
    struct event_page *page = teller->page;

    for (size_t i = 0; i < run->n_steps; i++) {
        const struct step *step = &run->steps[i];
        int64_t when = step->ended != 0 ? step->ended : step->began;

        if (step->phase != PHASE_APPROVAL)
            tell(teller, when, STORY_STEP, run->row,
                 arena_printf(page->arena, "%s: %s%s%s", step->name,
                              run_state_name(step->state),
                              *step->note != '\0' ? ". " : "", step->note));
    }
}

/* The answer of one person is the whole answer, and told as such. */
static bool tell_votes(struct teller *teller, const struct approval *asked,
                       struct err *err)
{
    struct event_page *page = teller->page;
    int64_t approval = asked->row;
    struct vote *votes;
    size_t n;

    if (!votes_of(teller->desk->store, approval, "", page->arena, &votes, &n,
                  err))
        return false;
    for (size_t i = 0; i < n && (n > 1 || asked->answered == 0); i++) {
        const struct vote *vote = &votes[i];

        tell(teller, vote->when, STORY_APPROVAL, approval,
             arena_printf(page->arena,
                          vote->yes ? _("%s said yes to approval %lld: %s")
                                    : _("%s said no to approval %lld: %s"),
                          vote_by(vote, page->arena), (long long)approval,
                          vote->reason));
    }
    return true;
}

static bool tell_approval(struct teller *teller,
                          const struct approval *approval, struct err *err)
{
    struct event_page *page = teller->page;

    tell(teller, approval->asked, STORY_APPROVAL, approval->row,
         arena_printf(page->arena, _("approval %lld asked for by %s: %s"),
                      (long long)approval->row, approval->requester,
                      approval->title));
    if (!tell_votes(teller, approval, err))
        return false;
    tell(teller, approval->answered, STORY_APPROVAL, approval->row,
         arena_printf(
             page->arena, _("approval %lld %s by %s: %s"),
             (long long)approval->row, approval_state_name(approval->state),
             *approval->answered_by != '\0' ? approval->answered_by : "riposte",
             approval->reason));
    return true;
}

static bool tell_approvals(struct teller *teller, int64_t run, struct err *err)
{
    struct approval *items;
    bool ok;
    size_t n;

    ok = approvals_by_run(teller->desk->store, run, teller->page->arena, &items,
                          &n, err);
    for (size_t i = 0; ok && i < n; i++)
        ok = tell_approval(teller, &items[i], err);
    return ok;
}

/* Who did it, whether it was done before, and what it takes back. */
static const char *run_line(const struct run *run, struct arena *arena)
{
    const char *state = run_state_name(run->state);

    if (run->origin != 0)
        return arena_printf(
            arena, _("run %lld by %s, attempt %lld of run %lld: %s"),
            (long long)run->row, run->by, (long long)run->attempt,
            (long long)run->origin, state);
    if (run->effect != 0)
        return arena_printf(
            arena, _("run %lld by %s takes containment %lld back: %s"),
            (long long)run->row, run->by, (long long)run->effect, state);
    return arena_printf(arena, _("run %lld by %s: %s"), (long long)run->row,
                        run->by, state);
}

static bool tell_runs(struct teller *teller, struct err *err)
{
    struct event_page *page = teller->page;
    struct runs_filter filter = {
        .event = page->event.row,
        .limit = STORY_RUNS,
    };
    struct run *runs;
    struct run run;
    size_t n;

    if (!runs_list(teller->desk->store, &filter, page->arena, &runs, &n, err))
        return false;
    for (size_t i = n; i-- > 0;) {
        if (!runs_get(teller->desk->store, runs[i].row, page->arena, &run,
                      err) ||
            !tell_approvals(teller, run.row, err))
            return false;
        tell(teller, run.began, STORY_RUN, run.row,
             run_line(&run, page->arena));
        tell_steps(teller, &run);
    }
    return true;
}

static bool tell_effects(struct teller *teller, struct err *err)
{
    struct event_page *page = teller->page;
    struct effect *items;
    size_t n;

    if (!effects_list(teller->desk->store, false, page->event.row, 100,
                      page->arena, &items, &n, err))
        return false;
    for (size_t i = n; i-- > 0;) {
        const struct effect *e = &items[i];

        tell(teller, e->requested, STORY_EFFECT, e->row,
             arena_printf(page->arena, _("%s requested on %s"), e->title,
                          e->target));
        tell(teller, e->accepted, STORY_EFFECT, e->row,
             arena_printf(page->arena, _("%s accepted by the service"),
                          e->title));
        tell(teller, e->observed, STORY_EFFECT, e->row,
             arena_printf(page->arena, _("%s observed in force"), e->title));
        tell(
            teller, e->drift == DRIFT_GONE ? e->drift_since : 0, STORY_EFFECT,
            e->row,
            arena_printf(page->arena, _("%s is no longer in force"), e->title));
        tell(teller, e->ended, STORY_EFFECT, e->row,
             arena_printf(page->arena, "%s: %s", e->title,
                          effect_state_name(e->state)));
    }
    return true;
}

/* Is what the record is about a line of its own already? */
static bool is_told(struct str verb)
{
    static const char *const told[] = {"run begin", "send", "approval ask",
                                       "approve",   "deny", "expire"};

    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
        if (str_eq(verb, str_of(told[i])))
            return true;
    }
    return false;
}

static bool tell_deeds(struct teller *teller, struct err *err)
{
    struct event_page *page = teller->page;
    const struct audit_filter filter = {.event = page->event.row, .acts = true};
    struct audit_record *items;
    size_t n;

    if (!audit_list(teller->desk->store, &filter, 0, 200, page->arena, &items,
                    &n, err))
        return false;
    for (size_t i = n; i-- > 0;) {
        if (is_told(items[i].verb))
            continue;
        tell(teller, items[i].when, STORY_DEED, items[i].seq,
             arena_printf(page->arena, "%s: %s%s%s", items[i].who.at,
                          items[i].verb.at, items[i].why.len > 0 ? ": " : "",
                          items[i].why.at));
    }
    return true;
}

static void tell_tickets(struct teller *teller)
{
    struct event_page *page = teller->page;

    for (size_t i = 0; i < page->n_tickets; i++) {
        const struct ticket *t = &page->tickets[i];

        tell(teller, t->made, STORY_TICKET, t->run,
             arena_printf(page->arena, _("ticket %s made at %s, %s"), t->label,
                          t->connector, t->url));
        tell(teller, t->closed != 0 ? t->closed : t->checked, STORY_TICKET,
             t->run,
             *t->trouble != '\0'
                 ? arena_printf(page->arena, _("ticket %s: %s. %s"), t->label,
                                t->state, t->trouble)
                 : arena_printf(page->arena, _("ticket %s: %s"), t->label,
                                t->state));
    }
}

struct placed {
    struct story_line line;
    size_t told;
};

/* By time; of the same moment, as they were told: causes come first. */
static int compare_placed(const void *a, const void *b)
{
    const struct placed *left = a;
    const struct placed *right = b;

    if (left->line.when != right->line.when)
        return left->line.when < right->line.when ? -1 : 1;
    return left->told < right->told ? -1 : 1;
}

static void sort_story(struct event_page *page)
{
    struct placed *items =
        arena_array(page->arena, page->n_story + 1, sizeof(*items));

    for (size_t i = 0; i < page->n_story; i++)
        items[i] = (struct placed){.line = page->story[i], .told = i};
    qsort(items, page->n_story, sizeof(*items), compare_placed);
    for (size_t i = 0; i < page->n_story; i++)
        page->story[i] = items[i].line;
}

bool story_read(struct desk *desk, struct event_page *page)
{
    struct teller teller = {.desk = desk, .page = page};

    tell(&teller, page->event.time, STORY_EVENT, page->event.row,
         arena_printf(
             page->arena, _("%s raised"),
             page->event.column[COLUMN_TITLE].len > 0
                 ? arena_str(page->arena, page->event.column[COLUMN_TITLE]).at
                 : _("event")));
    tell(&teller, page->event.arrived, STORY_EVENT, page->event.row,
         arena_printf(page->arena, _("arrived from %.*s"),
                      STR_ARG(page->event.column[COLUMN_SOURCE])));
    if (!tell_decisions(&teller, &page->error) ||
        !tell_runs(&teller, &page->error) ||
        !tell_effects(&teller, &page->error) ||
        !tell_deeds(&teller, &page->error))
        return false;
    tell_tickets(&teller);
    sort_story(page);
    return true;
}
