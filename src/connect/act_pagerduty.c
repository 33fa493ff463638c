/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_pagerduty.c - triggers, acknowledges or resolves an incident in PagerDuty
 * (FACTS 15).
 */
#include "connect/action.h"
#include "connect/judge.h"
#include "connect/ticket.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/when.h"

#define SUMMARY_CHARS 1024
#define DEDUP_MAX     255

static const char *const verbs[] = {"trigger", "acknowledge", "resolve", NULL};
static const char *const grades[] = {"auto",    "critical", "error",
                                     "warning", "info",     NULL};

static const struct field fields[] = {
    {
        .name = "connector",
        .label = N_("Connector"),
        .help = N_("Its name in riposte.conf; empty when there is one only."),
        .type = FIELD_TEXT,
    },
    {
        .name = "verb",
        .label = N_("What to do"),
        .help = N_("An event keeps the same incident throughout."),
        .type = FIELD_CHOICE,
        .fallback = "trigger",
        .choices = verbs,
    },
    {
        .name = "summary",
        .label = N_("Summary"),
        .help = N_("One line; cut at 1024 characters."),
        .type = FIELD_TEMPLATE,
        .required = true,
    },
    {
        .name = "source",
        .label = N_("Source"),
        .help = N_("What is affected, such as a host."),
        .type = FIELD_TEMPLATE,
        .fallback = "riposte",
    },
    {
        .name = "severity",
        .label = N_("Severity"),
        .help = N_("auto follows the event's severity."),
        .type = FIELD_CHOICE,
        .fallback = "auto",
        .choices = grades,
    },
    {
        .name = "details",
        .label = N_("Details"),
        .help = N_("What the incident says in full."),
        .type = FIELD_LONG,
    },
};

static const struct field settings[] = {
    {
        .name = "url",
        .label = N_("URL"),
        .help = N_("Where events go; that of the EU is "
                   "https://events.eu.pagerduty.com."),
        .type = FIELD_TEXT,
        .fallback = "https://events.pagerduty.com",
    },
    {
        .name = "secret",
        .label = N_("Integration key"),
        .help = N_("Where the key of the service is, such as env:NAME."),
        .type = FIELD_SECRET,
        .required = true,
    },
};

static const char *const graded[SEVERITY_N] = {
    [SEVERITY_NONE] = "warning",  [SEVERITY_INFORMATIONAL] = "info",
    [SEVERITY_LOW] = "warning",   [SEVERITY_MEDIUM] = "error",
    [SEVERITY_HIGH] = "critical", [SEVERITY_CRITICAL] = "critical",
};

extern const struct action_kind action_pagerduty;
extern const struct connector_kind connector_pagerduty;

static struct str text_of(const struct json *with, const char *name)
{
    return action_text(&action_pagerduty, with, name);
}

/* The service's own id of the event, so that what others send of the same
 * alert meets it; too long a one, or none, is that of tickets. */
static const char *dedup_key(const struct action_context *context,
                             struct arena *arena)
{
    struct str key = str_of(context->event_key);
    size_t colon = str_find_char(key, ':');

    if (colon == STR_NOWHERE || key.len - colon - 1 > DEDUP_MAX)
        return ticket_correlation(context, arena);
    return arena_str(arena, str_sub(key, colon + 1, key.len)).at;
}

static struct json *payload(const struct json *with,
                            const struct action_context *context,
                            struct arena *arena)
{
    struct json *out = json_new_object();
    struct str severity = text_of(with, "severity");
    struct str details =
        ticket_text(arena, text_of(with, "details"), LIMIT_NOTE);

    if (str_eq(severity, STR("auto")))
        severity = str_of(graded[ticket_severity(context)]);
    json_set_str(out, "summary",
                 ticket_line(arena, text_of(with, "summary"), SUMMARY_CHARS));
    json_set_str(out, "source",
                 ticket_line(arena, text_of(with, "source"), SUMMARY_CHARS));
    json_set_str(out, "severity", severity);
    if (!str_empty(details)) {
        struct json *inner = json_new_object();

        json_set_str(inner, "text", details);
        json_set_take(out, "custom_details", inner);
    }
    return out;
}

static bool pagerduty_render(const struct json *with,
                             const struct action_context *context,
                             struct arena *arena, struct request *out,
                             struct err *err)
{
    const struct connector *connector =
        connectors_find(context->connectors, &connector_pagerduty,
                        text_of(with, "connector"), err);
    struct str verb = text_of(with, "verb");
    struct json *body;

    if (!connector)
        return false;
    body = json_new_object();
    out->in_body = arena_str(arena, connector_text(connector, "secret")).at;
    json_set_text(body, "routing_key", out->in_body);
    json_set_str(body, "event_action", verb);
    json_set_text(body, "dedup_key", dedup_key(context, arena));
    if (str_eq(verb, STR("trigger"))) {
        json_set_text(body, "client", "riposte");
        json_set_take(body, "payload", payload(with, context, arena));
    }
    out->method = "POST";
    out->url = connector_url(connector, "/v2/enqueue", arena);
    /* The same key is the same incident. */
    out->idempotent = true;
    out->body = ticket_body(body, arena);
    return true;
}

/* {"status":"…","message":"…","errors":[…]} */
static bool pagerduty_reason(const struct response *response, struct buf *out)
{
    struct json *body = ticket_answer(response);
    size_t before = out->len;

    judge_quote(json_text(json_get(body, "message")), out);
    for (struct json_each e = json_each(json_get(body, "errors"));
         json_next(&e);) {
        buf_text(out, out->len > before ? "; " : "");
        judge_quote(json_text(e.value), out);
    }
    json_free(body);
    return out->len > before;
}

static void pagerduty_judge(const struct action_context *context,
                            const struct request *request,
                            const struct response *response,
                            struct judgement *out)
{
    struct json *answer;
    struct str key;

    (void)context;
    judge_with(request, response, pagerduty_reason, out);
    if (out->verdict != VERDICT_DONE)
        return;
    answer = ticket_answer(response);
    key = json_text(json_get(answer, "dedup_key"));
    judge_say(out, VERDICT_DONE, _("PagerDuty took the event."));
    if (!str_empty(key) && key.len <= DEDUP_MAX) {
        out->learnt = json_new_object();
        json_set_str(out->learnt, "dedup_key", key);
    }
    json_free(answer);
}

const struct connector_kind connector_pagerduty = {
    .name = "pagerduty",
    .title = N_("PagerDuty"),
    .fields = settings,
    .n_fields = sizeof(settings) / sizeof(settings[0]),
};

const struct action_kind action_pagerduty = {
    .name = "pagerduty",
    .title = N_("Send an event to PagerDuty"),
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .render = pagerduty_render,
    .judge = pagerduty_judge,
};
