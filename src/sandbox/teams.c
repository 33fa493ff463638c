/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Teams: the older connector below /teams/webhookb2, Workflows below
 * /teams/workflows (FACTS 15). */
#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "sandbox/tickets.h"
#include "util/when.h"

#define MESSAGE_MAX (28u * 1024)
/* So many messages in so long. */
#define SPELL      (30 * WHEN_SECOND)
#define SPELL_MOST 60

static void say(struct call *call, unsigned status, const char *text)
{
    call_answer_text(call, status, str_of(text));
    call->type = "text/plain; charset=utf-8";
}

static bool has_card(struct call *call)
{
    struct json *body = NULL;
    struct err ignored;
    bool good;

    if (!json_parse(call->body, &body, &ignored))
        return false;
    good = str_eq(json_text(json_at(body, STR("attachments.0.content.type"))),
                  STR("AdaptiveCard"));
    json_free(body);
    return good;
}

static bool within_spell(struct sandbox *sandbox)
{
    struct tickets *tickets = sandbox->tickets;
    int64_t now = when_monotonic();

    if (tickets->taken == 0 ||
        now - tickets->spell > sandbox_span(sandbox, SPELL)) {
        tickets->spell = now;
        tickets->taken = 0;
    }
    return ++tickets->taken <= SPELL_MOST;
}

/* It says 200 to everything, and 1 when it means it. */
static void classic_post(struct sandbox *sandbox, struct call *call)
{
    if (!within_spell(sandbox)) {
        say(call, 200,
            "Webhook message delivery failed with error: Microsoft Teams "
            "endpoint returned HTTP error 429 with ContextId MS-CV=sandbox");
    } else if (call->body.len > MESSAGE_MAX) {
        say(call, 200,
            "Webhook message delivery failed with error: Microsoft Teams "
            "endpoint returned HTTP error 413 with ContextId MS-CV=sandbox");
    } else if (!has_card(call)) {
        say(call, 200, "Summary or Text is required.");
    } else {
        tickets_message(sandbox, call, "teams");
        say(call, 200, "1");
    }
}

static void workflow_post(struct sandbox *sandbox, struct call *call)
{
    if (call->body.len > MESSAGE_MAX) {
        call_fail(call, 413, "RequestEntityTooLarge",
                  "The card is larger than Teams takes.");
    } else if (!has_card(call)) {
        call_fail(call, 400, "TriggerInputSchemaMismatch",
                  "The input body for the trigger does not match its schema.");
    } else {
        tickets_message(sandbox, call, "teams");
        call_answer(call, 202);
    }
}

static const struct route rows[] = {
    {"POST", "/teams/webhookb2/{}", SERVICE_CHAT, classic_post},
    {"POST", "/teams/workflows/{}", SERVICE_CHAT, workflow_post},
};

const struct route_table teams_routes = ROUTE_TABLE(rows);
