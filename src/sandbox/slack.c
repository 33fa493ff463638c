/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slack's incoming webhook (FACTS 15). */
#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "sandbox/tickets.h"

#define SECTION_MAX 3000
#define BLOCKS_MAX  50

static const char *complaint(const struct json *body)
{
    const struct json *blocks = json_get(body, "blocks");

    if (json_type(body) != JSON_OBJECT)
        return "invalid_payload";
    if (str_empty(json_text(json_get(body, "text"))) &&
        json_length(blocks) == 0)
        return "no_text";
    for (struct json_each e = json_each(blocks); json_next(&e);) {
        struct str text = json_text(json_at(e.value, STR("text.text")));

        if (str_empty(text) || text.len > SECTION_MAX)
            return "invalid_blocks";
    }
    return json_length(blocks) > BLOCKS_MAX ? "invalid_blocks" : NULL;
}

static void hook_post(struct sandbox *sandbox, struct call *call)
{
    struct json *body = NULL;
    struct err ignored;
    const char *wrong;

    json_parse(call->body, &body, &ignored);
    wrong = complaint(body);
    json_free(body);
    if (!str_eq(call->arg[2], STR(SANDBOX_SLACK_TOKEN)))
        call_answer_text(call, 403, STR("invalid_token"));
    else if (wrong)
        call_answer_text(call, 400, str_of(wrong));
    else {
        tickets_message(sandbox, call, "slack");
        call_answer_text(call, 200, STR("ok"));
    }
    call->type = "text/html";
}

static const struct route rows[] = {
    {"POST", "/slack/services/{}/{}/{}", SERVICE_CHAT, hook_post},
};

const struct route_table slack_routes = ROUTE_TABLE(rows);
