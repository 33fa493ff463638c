/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_decide.c - the decision of one rule, and the sentence that says why.
 */
#include "engine/rule_code.h"

#include "util/text.h"
#include "util/when.h"

/* What a decision is made of. */
struct asking {
    const struct rule_code *code;
    const struct occasion *occasion;
    struct arena *arena;
};

static const char *const kind_names[EVENT_KIND_N] = {
    [EVENT_ALERT] = N_("an alert"),
    [EVENT_RECOMMENDATION] = N_("a recommendation"),
    [EVENT_COMPLIANCE] = N_("a compliance assessment"),
};

static const char *say_kind(const struct asking *asking)
{
    const struct event *event = asking->occasion->subject->event;

    return arena_printf(asking->arena,
                        _("The rule does not take events of this kind; this "
                          "is %s."),
                        _(kind_names[event->kind]));
}

static const struct {
    unsigned flag;
    const char *text;
} flagged[] = {
    {.flag = EVENT_SAMPLE,
     .text = N_("This is a sample alert, and the rule does not take samples.")},
    {.flag = EVENT_SNAPSHOT,
     .text = N_(
         "This is a snapshot of a standing state, not a change, and the rule "
         "does not take snapshots.")},
    {.flag = EVENT_DELETED,
     .text = N_(
         "The event says that the assessment is gone, and the rule takes open "
         "events only.")},
};

/* The first of the changes that the rule waits for. */
static const char *say_awaited(const struct asking *asking)
{
    const struct rule *rule = asking->code->rule;
    const struct transition *first = rule->changes;

    if (rule->n_changes == 0)
        return _("A person changed the event here, and the rule does not wait "
                 "for such a change.");
    if (first->moved != MOVED_ANY)
        return first->moved == MOVED_RAISED
                   ? _("The rule waits for a severity that is raised, and this "
                       "change was another.")
                   : _("The rule waits for a severity that is lowered, and "
                       "this change was another.");
    return arena_printf(asking->arena,
                        _("The rule waits for a change of %s from %s to %s, "
                          "and this change was another."),
                        first->property, first->from ? first->from : "*",
                        first->to ? first->to : "*");
}

static const char *say_trigger(const struct asking *asking)
{
    const struct event *event = asking->occasion->subject->event;
    const struct rule *rule = asking->code->rule;
    unsigned changes = asking->occasion->changes;
    unsigned wanted = changes & CHANGE_NEW ? TRIGGER_CREATED : TRIGGER_CHANGED;
    unsigned barred = rule_barred(rule, event);
    bool closing = false;

    if (!(rule_moments(rule) & wanted))
        return changes & CHANGE_NEW
                   ? _("The rule runs when an event changes, and this one is "
                       "new.")
                   : _("The rule runs when an event is new, and this one was "
                       "known.");
    if (!(changes & CHANGE_NEW) &&
        !rule_awaited(rule, asking->occasion, &closing))
        return say_awaited(asking);
    for (size_t i = 0; i < sizeof(flagged) / sizeof(flagged[0]); i++) {
        if (barred == flagged[i].flag)
            return _(flagged[i].text);
    }
    return arena_printf(asking->arena,
                        _("The event's status is %.*s, and the rule takes "
                          "open events only."),
                        STR_ARG(event->column[COLUMN_STATUS]));
}

static const char *say_ours(const struct asking *asking)
{
    (void)asking;
    return _("riposte itself caused this event or change.");
}

static const char *say_scope(const struct asking *asking)
{
    const struct event *event = asking->occasion->subject->event;
    struct str resource = event->column[COLUMN_RESOURCE];

    if (rule_in_scope(asking->code->rule, resource))
        return arena_printf(asking->arena,
                            _("The event does not carry the tag %s, nor any "
                              "other of the rule's scope."),
                            asking->code->rule->scope.tags[0]);
    if (str_empty(resource))
        return _("The event names no resource, and the rule is limited to a "
                 "scope.");
    return arena_printf(asking->arena,
                        _("The resource %.*s lies outside the rule's scope."),
                        STR_ARG(resource));
}

static const char *say_expired(const struct asking *asking)
{
    char text[WHEN_TEXT_SIZE];

    return arena_printf(asking->arena, _("The rule expired at %s."),
                        when_iso(asking->code->rule->expires, text));
}

static const char *say_age(const struct asking *asking)
{
    const struct occasion *occasion = asking->occasion;
    char age[WHEN_TEXT_SIZE], most[WHEN_TEXT_SIZE];

    return arena_printf(
        asking->arena,
        _("The event is %s old, and the rule takes none older than %s."),
        when_age(occasion->now - occasion->subject->event->time, age),
        when_span(asking->code->rule->guards.max_age, most));
}

static bool clause_holds(const struct asking *asking,
                         const struct clause *clause)
{
    return query_ask(clause->query, asking->occasion->subject);
}

/* The number of conditions that hold before one does not. */
static size_t holds_until(const struct asking *asking,
                          const struct clauses *set)
{
    size_t n = 0;

    while (n < set->n && clause_holds(asking, &set->all[n]))
        n++;
    return n;
}

/* What the event has there instead. */
static const char *say_found(const struct asking *asking,
                             const struct clause *clause)
{
    struct query_row *rows;
    size_t n = query_trace(clause->query, asking->occasion->subject,
                           asking->arena, &rows);
    size_t i = 0;

    while (i + 1 < n && rows[i].answer == ANSWER_YES)
        i++;
    if (n == 0 || rows[i].answer == ANSWER_YES)
        return "";
    if (rows[i].answer == ANSWER_ABSENT)
        return _("the event has no such value");
    if (rows[i].answer == ANSWER_MISTYPED)
        return arena_printf(asking->arena,
                            _("\"%s\" cannot be compared with that"),
                            rows[i].found);
    return arena_printf(asking->arena, _("found \"%s\""), rows[i].found);
}

static const char *say_condition(const struct asking *asking, size_t set,
                                 size_t number)
{
    const struct rule_code *code = asking->code;
    const struct clause *clause = &code->sets[set].all[number];
    struct str text = query_text(clause->query);
    const char *found = say_found(asking, clause);

    if (code->n_sets > 1)
        return arena_printf(asking->arena,
                            _("Condition %zu of set %zu does not hold: %.*s "
                              "(%s)."),
                            number + 1, set + 1, STR_ARG(text), found);
    return arena_printf(asking->arena,
                        _("Condition %zu does not hold: %.*s (%s)."),
                        number + 1, STR_ARG(text), found);
}

/* Of several sets, the one that came furthest says why. */
static bool ask_sets(const struct asking *asking, const char **text)
{
    const struct rule_code *code = asking->code;
    size_t best = 0;
    size_t furthest = 0;

    for (size_t i = 0; i < code->n_sets; i++) {
        size_t n = holds_until(asking, &code->sets[i]);

        if (n == code->sets[i].n)
            return true;
        if (n > furthest) {
            furthest = n;
            best = i;
        }
    }
    if (code->n_sets == 0)
        return true;
    *text = say_condition(asking, best, furthest);
    return false;
}

static bool ask_unless(const struct asking *asking, const char **text)
{
    const struct rule_code *code = asking->code;

    for (size_t i = 0; i < code->n_unless; i++) {
        const struct clauses *set = &code->unless[i];

        if (holds_until(asking, set) < set->n)
            continue;
        *text = arena_printf(
            asking->arena, _("Exception %zu holds: %.*s."), i + 1,
            STR_ARG(set->n ? query_text(set->all[0].query) : STR_NONE));
        return false;
    }
    return true;
}

static const char *(*const says[DECISION_REASON_N])(const struct asking *) = {
    [DECISION_KIND] = say_kind,   [DECISION_TRIGGER] = say_trigger,
    [DECISION_SCOPE] = say_scope, [DECISION_EXPIRED] = say_expired,
    [DECISION_AGE] = say_age,     [DECISION_OURS] = say_ours,
};

static enum decision_reason ask_all(const struct asking *asking,
                                    const char **text)
{
    const struct occasion *occasion = asking->occasion;
    const struct rule *rule = asking->code->rule;
    const struct event *event = occasion->subject->event;
    enum decision_reason reason = rule_gate(
        rule, occasion, event_status_open(event->column[COLUMN_STATUS]));

    if (reason != DECISION_FIRED)
        return reason;
    if (!rule_in_scope(rule, event->column[COLUMN_RESOURCE]) ||
        !rule_tagged(rule, occasion->subject))
        return DECISION_SCOPE;
    if (!ask_sets(asking, text))
        return DECISION_CONDITION;
    if (!ask_unless(asking, text))
        return DECISION_UNLESS;
    return rule_limits(rule, event, occasion->now);
}

void rule_code_decide(struct rule_code *code, const struct occasion *occasion,
                      struct arena *arena, struct decision *out)
{
    struct asking asking = {.code = code, .occasion = occasion, .arena = arena};
    const struct rule *rule = code->rule;
    const char *text = _("The rule fired.");
    enum decision_reason reason;

    rule_code_at(code, occasion->now);
    reason = ask_all(&asking, &text);
    if (says[reason])
        text = says[reason](&asking);
    *out = (struct decision){
        .event = occasion->subject->event->row,
        .rule = rule->row,
        .revision = rule->revision,
        .when = occasion->now,
        .reason = reason,
        .mode = (int)rule->mode,
        .text = text,
    };
}
