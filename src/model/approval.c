/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/approval.h"

#include "model/codec.h"
#include "util/text.h"

static const char *const states[APPROVAL_STATE_N] = {
    [APPROVAL_PENDING] = "pending",     [APPROVAL_APPROVED] = "approved",
    [APPROVAL_DENIED] = "denied",       [APPROVAL_EXPIRED] = "expired",
    [APPROVAL_CANCELLED] = "cancelled",
};

const char *approval_state_name(enum approval_state state)
{
    return states[state];
}

bool approval_state_parse(struct str text, enum approval_state *out)
{
    size_t which;

    if (!name_parse(states, APPROVAL_STATE_N, text, &which))
        return false;
    *out = (enum approval_state)which;
    return true;
}

static struct json *vote_to_json(const struct vote *vote)
{
    struct json *out = json_new_object();
    struct json *roles = json_new_array();

    for (size_t i = 0; i < vote->n_roles; i++)
        json_add_take(roles, json_new_text(str_of(vote->roles[i])));
    json_set_str(out, "by", str_of(vote->person));
    json_set_str(out, "behalf", str_of(vote->behalf));
    json_set_take(out, "roles", roles);
    json_set_text(out, "answer", vote->yes ? "approve" : "deny");
    json_set_time(out, "when", vote->when);
    json_set_str(out, "reason", str_of(vote->reason));
    json_set_copy(out, "seen", vote->seen);
    return out;
}

bool approval_escalated(const struct approval *approval, int64_t now)
{
    return approval->escalates != 0 && approval->escalates <= now;
}

void approval_progress(const struct approval *approval, struct buf *out)
{
    size_t start;

    if (approval->state != APPROVAL_PENDING)
        return;
    buf_printf(out, _("%zu of %lld"),
               votes_yes(approval->votes, approval->n_votes),
               (long long)demand_people(&approval->demand));
    if (approval->demand.n_roles == 0)
        return;
    buf_text(out, _(", still missing: "));
    start = out->len;
    demand_missing(&approval->demand, approval->votes, approval->n_votes, out);
    if (out->len == start)
        buf_text(out, _("anybody"));
}

static struct json *votes_json(const struct approval *approval)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < approval->n_votes; i++)
        json_add_take(list, vote_to_json(&approval->votes[i]));
    return list;
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
    json_set_int(out, "needed", demand_people(&approval->demand));
    json_set_take(out, "demand", demand_to_json(&approval->demand));
    json_set_take(out, "votes", votes_json(approval));
    json_set_time(out, "warns", approval->warns);
    json_set_time(out, "escalates", approval->escalates);
    json_set_bool(out, "breakGlass", approval->glass);
    json_set_copy(out, "seen", approval->seen);
    json_set_copy(out, "live", approval->live);
    return out;
}

bool delegation_holds(const struct delegation *delegation, int64_t now)
{
    return delegation->revoked == 0 && delegation->until > now;
}

struct json *delegation_to_json(const struct delegation *delegation)
{
    struct json *out = json_new_object();

    json_set_int(out, "id", delegation->row);
    json_set_str(out, "person", str_of(delegation->person));
    json_set_str(out, "delegate", str_of(delegation->delegate));
    json_set_time(out, "made", delegation->made);
    json_set_time(out, "until", delegation->until);
    json_set_str(out, "why", str_of(delegation->why));
    json_set_time(out, "revoked", delegation->revoked);
    json_set_str(out, "revokedBy", str_of(delegation->revoked_by));
    return out;
}
