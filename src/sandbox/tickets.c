/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/tickets.h"

#include "sandbox/handlers.h"
#include "sandbox/keep.h"
#include "sandbox/sandbox.h"
#include "util/digest.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

struct tickets *tickets_new(void)
{
    struct tickets *tickets = mem_new(sizeof(*tickets));

    tickets->incidents = json_new_object();
    tickets->issues = json_new_object();
    tickets->pages = json_new_object();
    return tickets;
}

void tickets_free(struct tickets *tickets)
{
    if (!tickets)
        return;
    json_free(tickets->incidents);
    json_free(tickets->issues);
    json_free(tickets->pages);
    mem_free(tickets);
}

bool tickets_admit(struct call *call)
{
    struct str given = call_header(call, "Authorization");
    struct buf want;
    bool good;

    buf_init(&want);
    buf_text(&want, "Basic ");
    digest_base64(STR(SANDBOX_TICKET_USER ":" SANDBOX_TICKET_PASSWORD), &want);
    good = str_eq(given, buf_view(&want)) ||
           str_eq(given, STR("Bearer " SANDBOX_TICKET_TOKEN));
    buf_done(&want);
    if (good)
        return true;
    call_reply(call, "WWW-Authenticate", "Basic realm=\"sandbox\"");
    call_fail(call, 401, "User Not Authenticated",
              "Required to provide Auth information");
    return false;
}

/* An incident or an issue takes another state, as people name it.  ERR_INPUT
 * when there is none of that label, or no such state. */
static bool tickets_set(struct tickets *tickets, struct str label,
                        struct str state, struct err *err)
{
    char *name = mem_textn(label.at, label.len);
    struct json *incident = json_member(tickets->incidents, name);
    struct json *issue = json_member(tickets->issues, name);

    mem_free(name);
    if (!incident && !issue)
        return err_set(err, ERR_INPUT, _("There is no ticket \"%.*s\"."),
                       STR_ARG(label));
    return (incident ? incident_set(incident, state)
                     : issue_set(issue, state)) ||
           err_set(err, ERR_INPUT, _("There is no state \"%.*s\"."),
                   STR_ARG(state));
}

void tickets_message(struct sandbox *sandbox, struct call *call,
                     const char *service)
{
    struct json *entry = json_new_object();
    struct json *body = NULL;
    char time[WHEN_TEXT_SIZE];
    struct err ignored;

    json_set_text(entry, "time", when_iso(call->now, time));
    json_set_text(entry, "service", service);
    if (json_parse(call->body, &body, &ignored))
        json_set_take(entry, "body", body);
    keep_add_take(sandbox->messages, entry);
}

static void tickets_get(struct sandbox *sandbox, struct call *call)
{
    struct json *body = json_new_object();

    json_set_take(body, "incidents", json_copy(sandbox->tickets->incidents));
    json_set_take(body, "issues", json_copy(sandbox->tickets->issues));
    json_set_take(body, "pages", json_copy(sandbox->tickets->pages));
    call_answer_take(call, 200, body);
}

static void tickets_post(struct sandbox *sandbox, struct call *call)
{
    struct json *body, *answer;
    struct err err;

    if (!call_object(call, &body))
        return;
    if (tickets_set(sandbox->tickets, json_text(json_get(body, "label")),
                    json_text(json_get(body, "state")), &err)) {
        answer = json_new_object();
        json_set_int(answer, "done", 1);
        call_answer_take(call, 200, answer);
    } else {
        call_fail(call, 400, "Refused", "%s", err.text);
    }
    json_free(body);
}

static void messages_get(struct sandbox *sandbox, struct call *call)
{
    int64_t since = 0;

    str_int(call_argument(call, "since"), &since);
    call_answer_text(call, 200, STR_NONE);
    keep_write(sandbox->messages, since > 0 ? (uint64_t)since : 0,
               &call->answer);
}

static const struct route rows[] = {
    {"GET", "/_sandbox/tickets", SERVICE_CONTROL, tickets_get},
    {"POST", "/_sandbox/tickets", SERVICE_CONTROL, tickets_post},
    {"GET", "/_sandbox/messages", SERVICE_CONTROL, messages_get},
};

const struct route_table tickets_routes = ROUTE_TABLE(rows);
