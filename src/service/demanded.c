/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/demanded.h"

#include "util/when.h"

/* Where nothing is said a warning goes out in the last eighth. */
#define WARN_PART 8

struct demand demanded_of_class(const struct config *config,
                                enum action_class class)
{
    struct demand demand = config->demand;

    demand_over(&demand, &config->demands[class]);
    if (demand.justify == JUSTIFY_UNSAID)
        demand.justify = JUSTIFY_YES;
    return demand;
}

bool demanded_fill(struct desk *desk, struct approval *approval,
                   struct arena *arena, struct err *err)
{
    struct demand demand = demanded_of_class(desk->config, approval->class);
    struct rule *rule;

    if (approval->rule != 0) {
        if (!rules_get(desk->store, approval->rule, &rule, err))
            return false;
        demand_raise(&demand, &rule->approval, arena);
        demand_copy(&demand, arena, &demand);
        rule_free(rule);
    }
    if (approval->glass)
        demand = (struct demand){
            .quorum = 1,
            .life = desk->config->confirm_within,
            .justify = JUSTIFY_YES,
        };
    approval->demand = demand;
    approval->expires = approval->asked + demand.life;
    approval->warns =
        approval->expires - (demand.warn > 0 && demand.warn < demand.life
                                 ? demand.warn
                                 : demand.life / WARN_PART);
    approval->escalates =
        demand.group != NULL && demand.escalate > 0 && !approval->glass
            ? approval->asked + demand.escalate
            : 0;
    return true;
}
