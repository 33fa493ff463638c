/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backtest_wish.c - which rules are to be tried.
 */
#include "service/backtest.h"
#include "service/desk_part.h"
#include "util/mem.h"

void backtest_wish_drop(const struct backtest_wish *wish)
{
    rules_free(wish->rules, wish->n);
}

/* The rule itself, then what it is compared with. */
static bool find_rule(struct desk *desk, const struct backtest_order *order,
                      struct rule **out, struct err *err)
{
    if (order->rule != NULL) {
        *out = order->rule;
        return true;
    }
    if (order->revision != 0)
        return rules_get_revision(desk->store, order->row, order->revision, out,
                                  err);
    return rules_get(desk->store, order->row, out, err);
}

static bool find_other(struct desk *desk, const struct backtest_order *order,
                       const struct rule *rule, struct rule **out,
                       struct err *err)
{
    *out = order->against_rule;
    return *out != NULL || order->against == 0 ||
           rules_get_revision(desk->store,
                              order->row != 0 ? order->row : rule->row,
                              order->against, out, err);
}

bool backtest_wish_one(struct desk *desk, const struct backtest_order *take,
                       struct backtest_wish *out, struct err *err)
{
    struct rule *other;
    struct rule *rule;

    if (!find_rule(desk, take, &rule, err)) {
        rule_free(take->against_rule);
        return false;
    }
    if (!find_other(desk, take, rule, &other, err)) {
        rule_free(rule);
        return false;
    }
    *out = (struct backtest_wish){
        .rules = mem_array(2, sizeof(struct rule *)),
        .since = take->since,
        .until = take->until,
        .pair = other != NULL,
    };
    if (other != NULL)
        out->rules[out->n++] = other;
    out->rules[out->n++] = rule;
    return true;
}

bool backtest_wish_all(struct desk *desk, int64_t since, int64_t until,
                       struct backtest_wish *out, struct err *err)
{
    struct backtest_wish wish = {.brief = true, .since = since, .until = until};

    if (!rules_load(desk->store, &wish.rules, &wish.n, err))
        return false;
    *out = wish;
    return true;
}
