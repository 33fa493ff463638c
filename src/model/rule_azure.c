/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_azure.c - what a rule keeps of the automation it came from; see rule.h.
 */
#include "model/codec.h"
#include "model/limits.h"
#include "model/rule.h"
#include "util/text.h"

static const char *const members[] = {"resource", "source", "triggers", "held"};

bool rule_azure_check(const struct json *azure, struct err *err)
{
    const struct json *part;
    int64_t source = 0;

    if (!members_known(azure, "azure", members,
                       sizeof(members) / sizeof(members[0]), err) ||
        !member_type(azure, "azure", "source", JSON_INT, &part, err) ||
        !member_type(azure, "azure", "held", JSON_TEXT, &part, err) ||
        !member_list(azure, "azure", "triggers", LIMIT_ACTIONS, &part, err) ||
        !member_type(azure, "azure", "resource", JSON_OBJECT, &part, err))
        return false;
    json_int(json_get(azure, "source"), &source);
    if (!part || source < 0)
        return err_set(err, ERR_INPUT,
                       _("\"azure\" must have the \"resource\" that the rule "
                         "came from, and the number of its \"source\"."));
    return true;
}

struct str rule_held(const struct rule *rule)
{
    return json_text(json_get(rule->azure, "held"));
}
