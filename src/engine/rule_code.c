/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rule_code.h"

#include "util/text.h"

static void free_query(void *query)
{
    query_free(query);
}

static bool compile_clause(struct clause *clause,
                           const struct condition *condition,
                           const struct query_env *env, struct arena *arena,
                           struct err *err)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    condition_write(condition, &text);
    ok = query_compile(buf_view(&text), env, &clause->query, err);
    buf_done(&text);
    if (ok)
        arena_defer(arena, free_query, clause->query);
    return ok;
}

static bool compile_sets(struct clauses **out, const struct condition_set *sets,
                         size_t n, const char *part,
                         const struct query_env *env, struct arena *arena,
                         struct err *err)
{
    struct clauses *all = arena_array(arena, n + 1, sizeof(*all));

    for (size_t i = 0; i < n; i++) {
        const struct condition_set *set = &sets[i];

        all[i].n = set->n;
        all[i].all = arena_array(arena, set->n + 1, sizeof(*all[i].all));
        for (size_t c = 0; c < set->n; c++) {
            if (!compile_clause(&all[i].all[c], &set->all[c], env, arena, err))
                return err_prefix(err, _("%s %zu, condition %zu"), part, i + 1,
                                  c + 1);
        }
    }
    *out = all;
    return true;
}

bool rule_code_init(struct rule_code *code, const struct rule *rule,
                    const struct query_env *env, struct arena *arena,
                    struct err *err)
{
    *code = (struct rule_code){
        .rule = rule, .n_sets = rule->n_sets, .n_unless = rule->n_unless};
    return compile_sets(&code->sets, rule->sets, rule->n_sets, _("Conditions"),
                        env, arena, err) &&
           compile_sets(&code->unless, rule->unless, rule->n_unless,
                        _("Exceptions"), env, arena, err);
}

static void sets_at(struct clauses *sets, size_t n, int64_t now)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < sets[i].n; c++)
            query_at(sets[i].all[c].query, now);
    }
}

void rule_code_at(struct rule_code *code, int64_t now)
{
    sets_at(code->sets, code->n_sets, now);
    sets_at(code->unless, code->n_unless, now);
}

/* Which flags of an event need which word in the rule. */
static const struct {
    unsigned flag;
    unsigned on;
} asks[] = {
    {.flag = EVENT_SAMPLE, .on = TRIGGER_SAMPLES},
    {.flag = EVENT_SNAPSHOT, .on = TRIGGER_SNAPSHOTS},
    /* What is gone is closed; nobody should act on it unasked. */
    {.flag = EVENT_DELETED, .on = TRIGGER_CLOSED},
};

unsigned rule_barred(const struct rule *rule, const struct event *event)
{
    for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
        if ((event->flags & asks[i].flag) && !(rule->on & asks[i].on))
            return asks[i].flag;
    }
    return 0;
}

unsigned rule_moments(const struct rule *rule)
{
    unsigned moments = rule->on & (TRIGGER_CREATED | TRIGGER_CHANGED);

    return moments ? moments : TRIGGER_CREATED;
}

enum decision_reason rule_gate(const struct rule *rule,
                               const struct occasion *occasion, bool open)
{
    const struct event *event = occasion->subject->event;
    unsigned kinds = rule->kinds ? rule->kinds : 1u << EVENT_ALERT;
    unsigned changes = occasion->changes;
    bool created = changes & CHANGE_NEW;
    bool closing = false;

    if (!(kinds >> event->kind & 1))
        return DECISION_KIND;
    if (!(rule_moments(rule) & (created ? TRIGGER_CREATED : TRIGGER_CHANGED)) ||
        (!created && !rule_awaited(rule, occasion, &closing)))
        return DECISION_TRIGGER;
    if (rule_barred(rule, event) ||
        (!open && !closing && !(rule->on & TRIGGER_CLOSED)))
        return DECISION_TRIGGER;
    if (rule->on & TRIGGER_OURS)
        return DECISION_FIRED;
    return event->flags & EVENT_OURS || changes & CHANGE_OURS ? DECISION_OURS
                                                              : DECISION_FIRED;
}

bool rule_tagged(const struct rule *rule, struct query_subject *subject)
{
    return rule->scope.n_tags == 0 ||
           tags_cover(&rule->scope,
                      json_find(query_subject_body(subject), STR("tags")));
}

enum decision_reason rule_limits(const struct rule *rule,
                                 const struct event *event, int64_t now)
{
    if (rule->expires && now >= rule->expires)
        return DECISION_EXPIRED;
    if (rule->guards.max_age && event->time &&
        now - event->time > rule->guards.max_age)
        return DECISION_AGE;
    return DECISION_FIRED;
}

bool rule_scoped(const struct rule *rule)
{
    const struct scope *scope = &rule->scope;

    return scope->n_subscriptions || scope->n_groups || scope->n_resources;
}

bool rule_in_scope(const struct rule *rule, struct str id)
{
    struct resource resource;

    resource_parse(id, &resource);
    return scope_covers(&rule->scope, &resource);
}
