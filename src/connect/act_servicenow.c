/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_servicenow.c - an incident in ServiceNow, one for each event (FACTS 15).
 */
#include "connect/action.h"
#include "connect/judge.h"
#include "connect/ticket.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/url.h"
#include "util/when.h"

#define SUMMARY_CHARS   160
#define DESCRIPTION_MAX (32 * LIMIT_KIB)
#define ANSWERED                                                               \
    "sysparm_fields=sys_id,number,correlation_id,state,active"                 \
    "&sysparm_exclude_reference_link=true"

static const char *const ranks[] = {"auto", "1", "2", "3", NULL};

static const struct field fields[] = {
    {
        .name = "connector",
        .label = N_("Connector"),
        .help = N_("Its name in riposte.conf; empty when there is one only."),
        .type = FIELD_TEXT,
    },
    {
        .name = "summary",
        .label = N_("Short description"),
        .help = N_("One line; cut at 160 characters."),
        .type = FIELD_TEMPLATE,
        .required = true,
    },
    {
        .name = "description",
        .label = N_("Description"),
        .help = N_("What the incident says in full."),
        .type = FIELD_LONG,
    },
    {
        .name = "note",
        .label = N_("Note"),
        .help = N_("What is added as a work note when the event has an open "
                   "incident already; empty: both texts above."),
        .type = FIELD_LONG,
    },
    {
        .name = "urgency",
        .label = N_("Urgency"),
        .help = N_("1 is high; auto follows the event's severity."),
        .type = FIELD_CHOICE,
        .fallback = "auto",
        .choices = ranks,
    },
    {
        .name = "impact",
        .label = N_("Impact"),
        .help = N_("1 is high; auto follows the event's severity."),
        .type = FIELD_CHOICE,
        .fallback = "auto",
        .choices = ranks,
    },
    {
        .name = "category",
        .label = N_("Category"),
        .help = N_("As the instance names it, such as security."),
        .type = FIELD_TEMPLATE,
    },
    {
        .name = "assignment_group",
        .label = N_("Assignment group"),
        .help = N_("Its name; empty for none."),
        .type = FIELD_TEMPLATE,
    },
};

static const char *const grants[] = {"none", "password", "refresh_token", NULL};

static const struct field settings[] = {
    {
        .name = "url",
        .label = N_("URL"),
        .help = N_("The instance: https://NAME.service-now.com."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "user",
        .label = N_("User"),
        .help = N_("Signs in with its password; empty when the secret is a "
                   "bearer token."),
        .type = FIELD_TEXT,
    },
    {
        .name = "secret",
        .label = N_("Secret"),
        .help = N_("Where the password or the token is, such as env:NAME."),
        .type = FIELD_SECRET,
        .required = true,
    },
    {
        .name = "grant",
        .label = N_("Grant"),
        .help = N_("How a token is got by OAuth: with the user's password, or "
                   "with a refresh token, which the secret is then."),
        .type = FIELD_CHOICE,
        .fallback = "none",
        .choices = grants,
    },
    {
        .name = "client_id",
        .label = N_("Client id"),
        .help = N_("Of the OAuth application that the instance knows riposte "
                   "as; with a grant only."),
        .type = FIELD_TEXT,
    },
    {
        .name = "client_secret",
        .label = N_("Client secret"),
        .help = N_("Where the secret of that application is, such as "
                   "env:NAME."),
        .type = FIELD_SECRET,
    },
};

/* The states that an instance has unless somebody changed them. */
static const struct {
    const char *number;
    const char *name;
    bool closed;
} states[] = {
    {.number = "1", .name = "New"},
    {.number = "2", .name = "In Progress"},
    {.number = "3", .name = "On Hold"},
    {.number = "6", .name = "Resolved"},
    {.number = "7", .name = "Closed", .closed = true},
    {.number = "8", .name = "Canceled", .closed = true},
};

extern const struct action_kind action_servicenow;
extern const struct connector_kind connector_servicenow;

static struct str text_of(const struct json *with, const char *name)
{
    return action_text(&action_servicenow, with, name);
}

static bool has_grant(const struct connector *connector)
{
    return !str_eq(connector_text(connector, "grant"), STR("none"));
}

static bool servicenow_check(const struct connector *connector, struct err *err)
{
    bool grant = has_grant(connector);

    for (size_t i = 0; i < 2; i++) {
        const char *name = i ? "client_secret" : "client_id";
        bool given = !str_empty(connector_text(connector, name));

        if (grant && !given)
            return err_set(err, ERR_INPUT,
                           _("A grant needs client_id and client_secret, of "
                             "the OAuth application in ServiceNow; %s is "
                             "missing."),
                           name);
        if (!grant && given)
            return err_set(err, ERR_INPUT,
                           _("%s is used with a grant only: set grant to "
                             "password or refresh_token."),
                           name);
    }
    if (str_eq(connector_text(connector, "grant"), STR("password")) &&
        str_empty(connector_text(connector, "user")))
        return err_set(err, ERR_INPUT,
                       _("The grant password needs the user whose password "
                         "the secret is."));
    return true;
}

static const char *setting(const struct connector *connector, const char *name,
                           struct arena *arena)
{
    return arena_str(arena, connector_text(connector, name)).at;
}

static void sign_in(const struct connector *connector, struct arena *arena,
                    struct request *out)
{
    struct oauth *terms;

    if (!has_grant(connector)) {
        connector_sign_in(connector, arena, out);
        return;
    }
    terms = arena_alloc(arena, sizeof(*terms));
    *terms = (struct oauth){
        .url = connector_url(connector, "/oauth_token.do", arena),
        .grant = setting(connector, "grant", arena),
        .client_id = setting(connector, "client_id", arena),
        .client_secret = setting(connector, "client_secret", arena),
        .user = setting(connector, "user", arena),
        .secret = setting(connector, "secret", arena),
    };
    out->oauth = terms;
}

static bool reach(const struct connector *connector, struct arena *arena,
                  struct request *out, struct err *err)
{
    (void)err;
    out->url = connector_url(connector, out->url, arena);
    sign_in(connector, arena, out);
    return true;
}

static void ask(const struct connector *connector, const char *path,
                struct arena *arena, struct request *out)
{
    out->method = "GET";
    out->url = connector_url(connector, path, arena);
    out->idempotent = true;
    sign_in(connector, arena, out);
}

/* "=" and "^" of a query are encoded; the id itself has nothing to encode. */
static void render_look(const struct connector *connector,
                        const struct action_context *context,
                        struct arena *arena, struct request *out)
{
    ask(connector,
        arena_printf(arena,
                     "/api/now/table/incident?sysparm_query=correlation_id"
                     "%%3D%s%%5Eactive%%3Dtrue&sysparm_limit=2&" ANSWERED,
                     ticket_correlation(context, arena)),
        arena, out);
}

static void set_rank(struct json *body, const char *name,
                     const struct json *with,
                     const struct action_context *context)
{
    struct str rank = text_of(with, name);
    enum severity severity = ticket_severity(context);

    if (!str_eq(rank, STR("auto")))
        json_set_str(body, name, rank);
    else if (severity != SEVERITY_NONE)
        json_set_text(body, name,
                      severity >= SEVERITY_HIGH     ? "1"
                      : severity == SEVERITY_MEDIUM ? "2"
                                                    : "3");
}

static void set_given(struct json *body, const char *name,
                      const struct json *with, struct arena *arena)
{
    struct str text = ticket_line(arena, text_of(with, name), LIMIT_NAME);

    if (!str_empty(text))
        json_set_str(body, name, text);
}

static void render_create(const struct json *with,
                          const struct connector *connector,
                          const struct action_context *context,
                          struct arena *arena, struct request *out)
{
    struct json *body = json_new_object();

    ask(connector,
        "/api/now/table/incident?sysparm_input_display_value=true&" ANSWERED,
        arena, out);
    json_set_str(body, "short_description",
                 ticket_line(arena, text_of(with, "summary"), SUMMARY_CHARS));
    json_set_str(
        body, "description",
        ticket_text(arena, text_of(with, "description"), DESCRIPTION_MAX));
    set_rank(body, "urgency", with, context);
    set_rank(body, "impact", with, context);
    set_given(body, "category", with, arena);
    set_given(body, "assignment_group", with, arena);
    json_set_text(body, "correlation_id", ticket_correlation(context, arena));
    json_set_text(body, "correlation_display", "riposte");
    out->method = "POST";
    out->idempotent = false;
    out->body = ticket_body(body, arena);
}

/* Notes are told to those only who ask for what is displayed. */
#define NOTES "sysparm_fields=sys_id,work_notes&sysparm_display_value=true"

static bool ask_incident(const struct connector *connector, struct str ref,
                         const char *how, struct arena *arena,
                         struct request *out)
{
    if (!ticket_ref_safe(ref))
        return false;
    ask(connector,
        arena_printf(arena, "/api/now/table/incident/%.*s?%s", STR_ARG(ref),
                     how),
        arena, out);
    return true;
}

/* It says whose it is. */
static bool render_note(const struct json *with,
                        const struct connector *connector,
                        const struct action_context *context,
                        struct arena *arena, struct request *out,
                        struct err *err)
{
    struct json *body;

    if (!ask_incident(connector, ticket_ref(context), ANSWERED, arena, out))
        return err_set(err, ERR_AGAIN,
                       _("Which incident the note belongs to is not known."));
    body = json_new_object();
    json_set_str(body, "work_notes",
                 ticket_note(context, text_of(with, "note"),
                             text_of(with, "summary"),
                             text_of(with, "description"), arena));
    out->method = "PATCH";
    out->idempotent = false;
    out->body = ticket_body(body, arena);
    return true;
}

static bool servicenow_render(const struct json *with,
                              const struct action_context *context,
                              struct arena *arena, struct request *out,
                              struct err *err)
{
    const struct connector *connector =
        connectors_find(context->connectors, &connector_servicenow,
                        text_of(with, "connector"), err);

    if (!connector)
        return false;
    out->timeout = 60 * WHEN_SECOND;
    if (context->turn == TICKET_NOTE)
        return render_note(with, connector, context, arena, out, err);
    if (context->turn == TICKET_CREATE)
        render_create(with, connector, context, arena, out);
    else if (ticket_note_lost(context))
        return ask_incident(connector, ticket_ref(context), NOTES, arena, out);
    else
        render_look(connector, context, arena, out);
    return true;
}

static bool is_closed(struct str state, const struct json *row)
{
    bool active;

    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (str_eq(state, str_of(states[i].number)) && states[i].closed)
            return true;
    }
    return json_bool(json_get(row, "active"), &active) && !active;
}

static struct str state_name(struct str state)
{
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (str_eq(state, str_of(states[i].number)))
            return str_of(states[i].name);
    }
    return state;
}

/* @base: "https://instance", of the request that was answered. */
static struct json *learn(struct str url, const struct json *row)
{
    struct str state = json_text(json_get(row, "state"));
    size_t base = str_find(url, STR("/api/now/"));
    struct arena *arena = arena_new();
    struct json *out;
    struct ticket_facts facts = {
        .ref = json_text(json_get(row, "sys_id")),
        .label = ticket_line(arena, json_text(json_get(row, "number")), 64),
        .state = ticket_line(arena, state_name(state), 64),
        .closed = is_closed(state, row),
    };

    facts.url =
        arena_printf(arena, "%.*s/nav_to.do?uri=incident.do%%3Fsys_id%%3D%.*s",
                     STR_ARG(str_sub(url, 0, base)), STR_ARG(facts.ref));
    out = ticket_learn(&facts);
    arena_free(arena);
    return out;
}

/* An invalid part of a query is ignored there, and then every incident fits:
 * only what carries our id is ours. */
static const struct json *find_ours(const struct json *answer, const char *id)
{
    const struct json *list = json_get(answer, "result");

    for (struct json_each e = json_each(list); json_next(&e);) {
        if (str_eq(json_text(json_get(e.value, "correlation_id")),
                   str_of(id)) &&
            ticket_ref_safe(json_text(json_get(e.value, "sys_id"))))
            return e.value;
    }
    return NULL;
}

static void judge_look(const struct action_context *context,
                       const struct request *request, const struct json *answer,
                       struct judgement *out)
{
    struct arena *arena = arena_new();
    const struct json *ours =
        find_ours(answer, ticket_correlation(context, arena));

    if (json_type(json_get(answer, "result")) != JSON_ARRAY) {
        judge_say(out, VERDICT_REFUSED,
                  _("The answer is none of ServiceNow's tables; is the URL "
                    "right, and is the instance awake?"));
    } else if (ours && context->turn == TICKET_RECOVER) {
        judge_say(out, VERDICT_DONE, _("The incident had been made."));
        out->learnt = learn(str_of(request->url), ours);
    } else if (ours) {
        judge_say(out, VERDICT_NEXT, _("The event has an open incident."));
        out->turn = TICKET_NOTE;
        out->learnt = learn(str_of(request->url), ours);
    } else {
        judge_say(out, VERDICT_NEXT, _("The event has no open incident."));
        out->turn = TICKET_CREATE;
    }
    arena_free(arena);
}

static void judge_row(const struct action_context *context,
                      const struct request *request, const struct json *answer,
                      struct judgement *out)
{
    const struct json *row = json_get(answer, "result");
    struct str number = json_text(json_get(row, "number"));
    struct arena *arena = arena_new();

    number = ticket_line(arena, number, 64);
    if (!ticket_ref_safe(json_text(json_get(row, "sys_id")))) {
        judge_say(out, VERDICT_UNKNOWN,
                  _("ServiceNow said yes without saying to which incident."));
    } else {
        judge_say(out, VERDICT_DONE,
                  context->turn == TICKET_NOTE
                      ? _("A note was added to the incident %.*s.")
                      : _("The incident %.*s was made."),
                  STR_ARG(number));
        out->learnt = learn(str_of(request->url), row);
    }
    arena_free(arena);
}

static void judge_done(const struct action_context *context,
                       const struct request *request,
                       const struct response *response, struct judgement *out)
{
    struct json *answer = ticket_answer(response);

    if (context->turn == TICKET_CREATE || context->turn == TICKET_NOTE)
        judge_row(context, request, answer, out);
    else
        judge_look(context, request, answer, out);
    json_free(answer);
}

static void servicenow_judge(const struct action_context *context,
                             const struct request *request,
                             const struct response *response,
                             struct judgement *out)
{
    judge_rest(request, response, out);
    ticket_doubt(context, response, out);
    if (ticket_note_lost(context))
        ticket_note_sought(context, response, out);
    else if (out->verdict == VERDICT_DONE)
        judge_done(context, request, response, out);
}

static void servicenow_probe(const struct connector *connector,
                             struct arena *arena, struct request *out)
{
    ask(connector,
        "/api/now/table/incident?sysparm_limit=1&sysparm_fields=sys_id", arena,
        out);
}

static bool servicenow_look(const struct connector *connector, const char *ref,
                            struct arena *arena, struct request *out)
{
    return ask_incident(connector, str_of(ref), ANSWERED, arena, out);
}

static void servicenow_seen(const struct request *request,
                            const struct response *response,
                            struct judgement *out)
{
    struct json *answer = ticket_answer(response);
    const struct json *row = json_get(answer, "result");

    judge_rest(request, response, out);
    if (out->verdict == VERDICT_DONE && json_type(row) == JSON_OBJECT)
        out->learnt = learn(str_of(request->url), row);
    else if (out->verdict == VERDICT_DONE)
        judge_say(out, VERDICT_REFUSED,
                  _("The answer is none of ServiceNow's tables; is the URL "
                    "right, and is the instance awake?"));
    json_free(answer);
}

const struct connector_kind connector_servicenow = {
    .name = "servicenow",
    .title = N_("ServiceNow"),
    .fields = settings,
    .n_fields = sizeof(settings) / sizeof(settings[0]),
    .reach = reach,
    .check = servicenow_check,
    .probe = servicenow_probe,
    .look = servicenow_look,
    .seen = servicenow_seen,
};

const struct action_kind action_servicenow = {
    .name = "servicenow",
    .title = N_("Open a ServiceNow incident"),
    .recover = TICKET_RECOVER,
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .render = servicenow_render,
    .judge = servicenow_judge,
};
