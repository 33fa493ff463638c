/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_call.c - what a playbook asks of a service's own API: signed with
 * riposte's token, or as the settings say of a connector.
 *
 * What it does to the world was worked out by whoever made it (engine/api*.c),
 * so that no rule can have one.
 */
#include <string.h>

#include "connect/action.h"
#include "connect/arm.h"
#include "connect/header.h"
#include "connect/judge.h"
#include "model/limits.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/when.h"

static const char *const methods[] = {"GET",    "POST", "PUT", "PATCH",
                                      "DELETE", "HEAD", NULL};
static const char *const tokens[] = {"none",     "arm",   "graph",
                                     "endpoint", "vault", "storage",
                                     "flow",     "logs",  NULL};
static const char *const classes[] = {"read", "notify", "reversible",
                                      "irreversible", NULL};

static const struct field fields[] = {
    {
        .name = "service",
        .label = N_("Service"),
        .help = N_("The kind of connector that it is asked of; empty: none."),
        .type = FIELD_TEXT,
    },
    {
        .name = "connection",
        .label = N_("Connection"),
        .help = N_("What the playbook calls it; the connector of that name, "
                   "else the only one of its kind."),
        .type = FIELD_TEXT,
    },
    {
        .name = "method",
        .label = N_("Method"),
        .help = N_("What HTTP calls it."),
        .type = FIELD_CHOICE,
        .fallback = "POST",
        .choices = methods,
    },
    {
        .name = "url",
        .label = N_("URL"),
        .help = N_("Of a connector, or with a token, a path is enough."),
        .type = FIELD_TEXT,
    },
    {
        .name = "secret_url",
        .label = N_("Secret URL"),
        .help = N_("Where the whole URL is, such as env:NAME, if it is a "
                   "secret, as a webhook's is."),
        .type = FIELD_SECRET,
    },
    {
        .name = "headers",
        .label = N_("Headers"),
        .help = N_("One on a line, as Name: value; nothing secret."),
        .type = FIELD_LONG,
    },
    {
        .name = "body",
        .label = N_("Body"),
        .help = N_("What is sent; JSON unless a header says otherwise."),
        .type = FIELD_LONG,
    },
    {
        .name = "token",
        .label = N_("Token"),
        .help = N_("Sign in as riposte: the URL must be on that service's "
                   "host."),
        .type = FIELD_CHOICE,
        .fallback = "none",
        .choices = tokens,
    },
    {
        .name = "user",
        .label = N_("User"),
        .help = N_("Signs in with the secret as its password."),
        .type = FIELD_TEXT,
    },
    {
        .name = "secret_header",
        .label = N_("Secret header"),
        .help = N_("Name of the header that carries the secret."),
        .type = FIELD_TEXT,
        .fallback = "Authorization",
    },
    {
        .name = "secret",
        .label = N_("Secret"),
        .help = N_("Where its value is, such as env:NAME; fetched when it is "
                   "sent."),
        .type = FIELD_SECRET,
    },
    {
        .name = "class",
        .label = N_("What it does"),
        .help = N_("As it was worked out when the playbook was read, and "
                   "again when it is asked."),
        .type = FIELD_CHOICE,
        .choices = classes,
    },
};

extern const struct action_kind action_call;

static struct str text_of(const struct json *with, const char *name)
{
    return action_text(&action_call, with, name);
}

static enum action_class class_of_call(const struct json *with,
                                       const struct action_context *context)
{
    enum action_class class;

    (void)context;
    return class_parse(text_of(with, "class"), &class) ? class
                                                       : CLASS_IRREVERSIBLE;
}

static const char *method_of(const struct json *with)
{
    struct str text = text_of(with, "method");

    for (size_t i = 0; methods[i]; i++) {
        if (str_eq_fold(text, str_of(methods[i])))
            return methods[i];
    }
    return NULL;
}

static bool add_secret(const struct json *with, size_t *n, struct arena *arena,
                       struct request *out, struct err *err)
{
    struct str secret = text_of(with, "secret");
    struct str user = text_of(with, "user");

    if (str_empty(secret))
        return true;
    if (!header_secret(secret, err))
        return false;
    if (str_empty(user))
        return header_add(out, n, arena, text_of(with, "secret_header"), secret,
                          err);
    out->user = arena_str(arena, user).at;
    out->secret = arena_str(arena, secret).at;
    return true;
}

static bool add_headers(const struct json *with, struct arena *arena,
                        struct request *out, struct err *err)
{
    size_t n = 0;

    while (out->headers[n])
        n++;
    return header_add_lines(text_of(with, "headers"), out, &n, arena, err) &&
           add_secret(with, &n, arena, out, err);
}

/* A secret one is known only when it is sent. */
static bool add_url(const struct json *with,
                    const struct action_context *context, struct arena *arena,
                    struct request *out, struct err *err)
{
    struct str secret = text_of(with, "secret_url");

    if (str_empty(secret))
        return hosts_url(context->hosts, out, arena, &out->url, err);
    if (!header_secret(secret, err))
        return false;
    out->url = arena_str(arena, secret).at;
    out->hidden_url = true;
    return true;
}

static bool reach_service(const struct json *with,
                          const struct action_context *context,
                          struct arena *arena, struct request *out,
                          struct err *err)
{
    struct str service = text_of(with, "service");
    const struct connector_kind *kind = connector_kind_find(service);
    const struct connector *connector;

    if (str_empty(service))
        return true;
    if (!kind || !kind->reach)
        return err_set(err, ERR_INPUT,
                       _("There is no connector of the kind \"%.*s\" whose "
                         "API could be asked."),
                       STR_ARG(str_sub(service, 0, 64)));
    connector = connectors_stand(context->connectors, kind,
                                 text_of(with, "connection"), err);
    return connector && kind->reach(connector, arena, out, err);
}

static bool render_call(const struct json *with,
                        const struct action_context *context,
                        struct arena *arena, struct request *out,
                        struct err *err)
{
    enum action_class class = class_of_call(with, context);
    struct str url = str_trim(text_of(with, "url"));

    out->method = method_of(with);
    if (!out->method || !audience_parse(text_of(with, "token"), &out->audience))
        return err_set(err, ERR_INPUT,
                       _("The playbook asks in a way that riposte does not "
                         "know."));
    out->url = arena_str(arena, url).at;
    out->body = arena_str(arena, text_of(with, "body"));
    out->timeout = 120 * WHEN_SECOND;
    out->idempotent = class == CLASS_READ || class == CLASS_NOTIFY ||
                      strcmp(out->method, "PUT") == 0 ||
                      strcmp(out->method, "DELETE") == 0;
    out->reads = class == CLASS_READ;
    return reach_service(with, context, arena, out, err) &&
           add_headers(with, arena, out, err) &&
           add_url(with, context, arena, out, err);
}

static void judge_call(const struct action_context *context,
                       const struct request *request,
                       const struct response *response, struct judgement *out)
{
    if (request->audience == AUDIENCE_ARM)
        arm_judge(hosts_base(context->hosts, AUDIENCE_ARM), request, response,
                  out);
    else
        judge_rest(request, response, out);
}

const struct action_kind action_call = {
    .name = "call",
    .title = N_("Ask a service"),
    .by_hand = true,
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_of_call,
    .render = render_call,
    .judge = judge_call,
};
