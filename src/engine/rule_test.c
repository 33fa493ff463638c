/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rule_test.h"

#include "engine/rule_code.h"
#include "util/text.h"
#include "util/when.h"

/* Rows in the making. */
struct tracing {
    const struct rule_code *code;
    const struct occasion *occasion;
    struct arena *arena;
    struct rule_trace_row *rows;
    size_t n;
};

static void add_row(struct tracing *tracing, struct rule_trace_row row)
{
    tracing->rows = arena_grown(tracing->arena, tracing->rows, tracing->n,
                                sizeof(*tracing->rows));
    tracing->rows[tracing->n++] = row;
}

static const struct {
    unsigned on;
    const char *name;
} moments[] = {
    {.on = TRIGGER_CREATED, .name = N_("created")},
    {.on = TRIGGER_CHANGED, .name = N_("changed")},
    {.on = TRIGGER_SAMPLES, .name = N_("samples too")},
    {.on = TRIGGER_SNAPSHOTS, .name = N_("snapshots too")},
    {.on = TRIGGER_CLOSED, .name = N_("closed too")},
    {.on = TRIGGER_OURS, .name = N_("one's own too")},
};

/* "alert, recommendation: created, closed too" */
static const char *trigger_text(const struct tracing *tracing)
{
    const struct rule *rule = tracing->code->rule;
    unsigned kinds = rule->kinds ? rule->kinds : 1u << EVENT_ALERT;
    unsigned on = rule->on | rule_moments(rule);
    const char *comma = "";
    const char *text;
    struct buf out;

    buf_init(&out);
    for (int i = 0; i < EVENT_KIND_N; i++) {
        if (!(kinds >> i & 1))
            continue;
        buf_printf(&out, "%s%s", comma, event_kind_name((enum event_kind)i));
        comma = ", ";
    }
    comma = ": ";
    for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
        if (!(on & moments[i].on))
            continue;
        buf_printf(&out, "%s%s", comma, _(moments[i].name));
        comma = ", ";
    }
    text = arena_textn(tracing->arena, out.at, out.len);
    buf_done(&out);
    return text;
}

static void trace_trigger(struct tracing *tracing)
{
    const struct occasion *occasion = tracing->occasion;
    const struct event *event = occasion->subject->event;
    struct str status = event->column[COLUMN_STATUS];
    enum decision_reason reason =
        rule_gate(tracing->code->rule, occasion, event_status_open(status));

    add_row(
        tracing,
        (struct rule_trace_row){
            .part = "trigger",
            .text = trigger_text(tracing),
            .answer = reason == DECISION_FIRED ? ANSWER_YES : ANSWER_NO,
            .found = arena_printf(
                tracing->arena, "%s: %s%s%.*s", event_kind_name(event->kind),
                occasion->changes & CHANGE_NEW ? _("created") : _("changed"),
                str_empty(status) ? "" : ", ", STR_ARG(status)),
        });
}

static void trace_scope(struct tracing *tracing)
{
    const struct event *event = tracing->occasion->subject->event;
    struct str id = event->column[COLUMN_RESOURCE];
    const struct rule *rule = tracing->code->rule;

    if (!rule_scoped(rule))
        return;
    add_row(tracing, (struct rule_trace_row){
                         .part = "scope",
                         .text = arena_printf(
                             tracing->arena,
                             _("%zu subscriptions, %zu groups, %zu resources"),
                             rule->scope.n_subscriptions, rule->scope.n_groups,
                             rule->scope.n_resources),
                         .answer = rule_in_scope(rule, id) ? ANSWER_YES
                                   : str_empty(id)         ? ANSWER_ABSENT
                                                           : ANSWER_NO,
                         .found = arena_textn(tracing->arena, id.at, id.len),
                     });
}

static void trace_tags(struct tracing *tracing)
{
    const struct rule *rule = tracing->code->rule;
    struct query_subject *subject = tracing->occasion->subject;
    const struct json *tags =
        json_find(query_subject_body(subject), STR("tags"));
    struct buf found;

    if (rule->scope.n_tags == 0)
        return;
    buf_init(&found);
    json_put_text(tags, &found);
    add_row(tracing, (struct rule_trace_row){
                         .part = "scope",
                         .text = arena_printf(tracing->arena, _("%zu tags"),
                                              rule->scope.n_tags),
                         .answer = rule_tagged(rule, subject) ? ANSWER_YES
                                   : tags == NULL             ? ANSWER_ABSENT
                                                              : ANSWER_NO,
                         .found = arena_textn(tracing->arena,
                                              buf_view(&found).at, found.len),
                     });
    buf_done(&found);
}

static void trace_clause(struct tracing *tracing, const char *part,
                         const struct clause *clause)
{
    struct query_row *rows;
    size_t n = query_trace(clause->query, tracing->occasion->subject,
                           tracing->arena, &rows);

    for (size_t i = 0; i < n; i++)
        add_row(tracing,
                (struct rule_trace_row){
                    .part = part,
                    .text = arena_textn(tracing->arena, rows[i].text.at,
                                        rows[i].text.len),
                    .answer = rows[i].answer,
                    .found = rows[i].found,
                });
}

static void trace_sets(struct tracing *tracing, const char *name,
                       const struct clauses *sets, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *part = arena_printf(tracing->arena, "%s %zu", name, i + 1);

        for (size_t c = 0; c < sets[i].n; c++)
            trace_clause(tracing, part, &sets[i].all[c]);
    }
}

static void trace_limits(struct tracing *tracing)
{
    const struct rule *rule = tracing->code->rule;
    const struct event *event = tracing->occasion->subject->event;
    int64_t now = tracing->occasion->now;
    int64_t age = now - event->time;
    char text[WHEN_TEXT_SIZE];

    if (rule->expires)
        add_row(tracing,
                (struct rule_trace_row){
                    .part = "expiry",
                    .text = arena_printf(tracing->arena, _("before %s"),
                                         when_iso(rule->expires, text)),
                    .answer = now < rule->expires ? ANSWER_YES : ANSWER_NO,
                    .found = arena_text(tracing->arena, when_iso(now, text)),
                });
    if (rule->guards.max_age)
        add_row(tracing,
                (struct rule_trace_row){
                    .part = "age",
                    .text = arena_printf(tracing->arena, _("at most %s"),
                                         when_span(rule->guards.max_age, text)),
                    .answer = event->time == 0 || age <= rule->guards.max_age
                                  ? ANSWER_YES
                                  : ANSWER_NO,
                    .found = arena_text(tracing->arena, when_age(age, text)),
                });
}

bool rule_test(const struct rule *rule, const struct query_env *env,
               const struct occasion *occasion, struct arena *arena,
               struct rule_trace *out, struct err *err)
{
    struct rule_code code;
    struct tracing tracing = {
        .code = &code, .occasion = occasion, .arena = arena};

    if (!rule_code_init(&code, rule, env, arena, err))
        return false;
    *out = (struct rule_trace){.n = 0};
    rule_code_decide(&code, occasion, arena, &out->decision);
    trace_trigger(&tracing);
    trace_scope(&tracing);
    trace_tags(&tracing);
    trace_sets(&tracing, "conditions", code.sets, code.n_sets);
    trace_sets(&tracing, "unless", code.unless, code.n_unless);
    trace_limits(&tracing);
    out->rows = tracing.rows;
    out->n = tracing.n;
    return true;
}

bool rule_compiles(const struct rule *rule, const struct query_env *env,
                   struct err *err)
{
    struct arena *arena = arena_new();
    struct rule_code code;
    bool ok = rule_code_init(&code, rule, env, arena, err);

    arena_free(arena);
    return ok;
}
