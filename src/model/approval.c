/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/approval.h"

#include "model/codec.h"

static const char *const states[APPROVAL_STATE_N] = {
    [APPROVAL_PENDING] = "pending",     [APPROVAL_APPROVED] = "approved",
    [APPROVAL_DENIED] = "denied",       [APPROVAL_EXPIRED] = "expired",
    [APPROVAL_CANCELLED] = "cancelled",
};

const char *approval_state_name(enum approval_state state)
{
    return states[state];
}

struct json *approval_to_json(const struct approval *approval)
{
    struct json *out = json_new_object();

    json_set_int(out, "id", approval->row);
    json_set_str(out, "title", str_of(approval->title));
    json_set_text(out, "state", states[approval->state]);
    json_set_text(out, "class", class_name(approval->class));
    json_set_int(out, "run", approval->run);
    json_set_int(out, "event", approval->event);
    json_set_int(out, "rule", approval->rule);
    json_set_str(out, "requester", str_of(approval->requester));
    json_set_str(out, "author", str_of(approval->author));
    json_set_str(out, "editor", str_of(approval->editor));
    json_set_time(out, "asked", approval->asked);
    json_set_time(out, "expires", approval->expires);
    json_set_time(out, "answered", approval->answered);
    json_set_str(out, "answeredBy", str_of(approval->answered_by));
    json_set_str(out, "reason", str_of(approval->reason));
    json_set_str(out, "digest", str_of(approval->digest));
    json_set_copy(out, "frozen", approval->frozen);
    json_set_int(out, "batch", approval->batch);
    return out;
}
