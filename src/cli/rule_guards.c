/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_guards.c - riposte rule guards: where each guard of a rule stands.
 */
#include <stdio.h>

#include "cli/verbs.h"
#include "cli/words.h"
#include "model/codec.h"
#include "service/rulebook.h"
#include "util/text.h"
#include "util/when.h"

static const struct out_column columns[] = {
    {N_("Guard"), 32},
    {N_("Used"), -6},
    {N_("Of"), -6},
    {N_("Free at"), 0},
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static struct json *row_json(const struct guard_counter *row)
{
    struct json *json = json_new_object();

    json_set_text(json, "guard", row->guard);
    json_set_int(json, "used", row->used);
    json_set_int(json, "limit", row->limit);
    json_set_time(json, "next", row->next);
    return json;
}

static void list_row(struct out *out, const struct guard_counter *row)
{
    char used[24];
    char limit[24];
    char next[WHEN_TEXT_SIZE];

    snprintf(used, sizeof(used), "%lld", (long long)row->used);
    snprintf(limit, sizeof(limit), "%lld", (long long)row->limit);
    out_row(out, columns, COLUMNS,
            (const struct str[]){
                str_of(row->guard),
                str_of(used),
                str_of(limit),
                str_of(when_local(row->next, out->utc, next)),
            });
}

bool rule_guards(struct call *call, struct err *err)
{
    struct arena *arena;
    struct guard_counter *rows;
    struct err fault = {0};
    struct rule *rule;
    bool ok;
    size_t n = 0;

    if (!rulebook_get(call->desk, str_of(call->words[0]), &rule, err))
        return false;
    arena = arena_new();
    guard_counters(call->desk, rule, call->opts->target, when_now(), arena,
                   &rows, &n, &fault);
    rule_free(rule);
    ok = page_list(call, &fault, n, columns, COLUMNS, err);
    for (size_t i = 0; ok && i < n; i++) {
        if (call->out->json)
            out_json_take(call->out, row_json(&rows[i]));
        else
            list_row(call->out, &rows[i]);
    }
    arena_free(arena);
    return ok;
}
