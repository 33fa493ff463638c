/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/decision.h"

#include "model/codec.h"
#include "model/rule.h"

static const char *const reasons[DECISION_REASON_N] = {
    [DECISION_FIRED] = "fired",         [DECISION_KIND] = "kind",
    [DECISION_TRIGGER] = "trigger",     [DECISION_SCOPE] = "scope",
    [DECISION_CONDITION] = "condition", [DECISION_UNLESS] = "unless",
    [DECISION_EXPIRED] = "expired",     [DECISION_AGE] = "age",
    [DECISION_DEDUPE] = "dedupe",       [DECISION_COOLDOWN] = "cooldown",
    [DECISION_OURS] = "ours",           [DECISION_SCHEDULE] = "schedule",
    [DECISION_SETTLE] = "settle",       [DECISION_QUOTA] = "quota",
    [DECISION_BUDGET] = "budget",       [DECISION_PROTECTED] = "protected",
    [DECISION_IGNORED] = "ignored",
};

const char *decision_reason_name(enum decision_reason reason)
{
    return reasons[reason];
}

bool decision_fired(enum decision_reason reason)
{
    return reason == DECISION_FIRED || reason == DECISION_QUOTA ||
           reason == DECISION_BUDGET || reason == DECISION_PROTECTED;
}

bool decision_held(enum decision_reason reason)
{
    return reason == DECISION_AGE || reason == DECISION_DEDUPE ||
           reason == DECISION_COOLDOWN || reason == DECISION_OURS ||
           reason == DECISION_SCHEDULE || reason == DECISION_SETTLE;
}

struct json *decision_to_json(const struct decision *decision)
{
    struct json *out = json_new_object();

    json_set_int(out, "id", decision->row);
    json_set_int(out, "event", decision->event);
    json_set_int(out, "rule", decision->rule);
    json_set_int(out, "revision", decision->revision);
    json_set_time(out, "when", decision->when);
    json_set_text(out, "reason", reasons[decision->reason]);
    json_set_int(out, "run", decision->run);
    json_set_text(out, "mode", rule_mode_name((enum rule_mode)decision->mode));
    json_set_str(out, "text", str_of(decision->text));
    return out;
}
