/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_http.c - an HTTP request: a webhook, or any API.
 */
#include <string.h>

#include "connect/action.h"
#include "connect/arm.h"
#include "connect/header.h"
#include "connect/judge.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/when.h"

static const char *const methods[] = {"GET",    "POST", "PUT", "PATCH",
                                      "DELETE", "HEAD", NULL};
static const char *const tokens[] = {"none",  "arm",     "graph", "endpoint",
                                     "vault", "storage", NULL};
/* Timed ones need a way back, which a lone request has not. */
static const char *const classes[] = {"read", "notify", "reversible",
                                      "irreversible", NULL};

static const struct field fields[] = {
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
        .help = N_("Begins with https://."),
        .type = FIELD_TEMPLATE,
        .required = true,
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
        .name = "token",
        .label = N_("Token"),
        .help = N_("Sign in as riposte: the URL must be on that service's "
                   "host."),
        .type = FIELD_CHOICE,
        .fallback = "none",
        .choices = tokens,
    },
    {
        .name = "class",
        .label = N_("What it does"),
        .help = N_("Decides whether approval is needed; empty: GET and HEAD "
                   "read, everything else cannot be undone. What notifies is "
                   "sent again when the answer is lost."),
        .type = FIELD_CHOICE,
        .choices = classes,
    },
};

extern const struct action_kind action_http;

static struct str text_of(const struct json *with, const char *name)
{
    return action_text(&action_http, with, name);
}

/* The method as the table spells it; NULL for one that is not there. */
static const char *method_of(const struct json *with)
{
    struct str text = text_of(with, "method");

    for (size_t i = 0; methods[i]; i++) {
        if (str_eq_fold(text, str_of(methods[i])))
            return methods[i];
    }
    return NULL;
}

static bool only_reads(const char *method)
{
    return method &&
           (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0);
}

/* What is signed as riposte goes to where things are changed: that it only
 * tells is not to be believed, or a rule's author could do alone what somebody
 * else must approve, and a sample alert could reach what is real. */
static bool signed_change(const struct json *with)
{
    return !str_eq_fold(text_of(with, "token"), STR("none")) &&
           !only_reads(method_of(with));
}

static enum action_class http_class(const struct json *with,
                                    const struct action_context *context)
{
    struct str said = text_of(with, "class");
    bool reads = only_reads(method_of(with));
    enum action_class class;

    (void)context;
    if (str_empty(said))
        return reads ? CLASS_READ : CLASS_IRREVERSIBLE;
    if (!class_parse(said, &class) || (class == CLASS_READ && !reads) ||
        (class == CLASS_NOTIFY && signed_change(with)))
        return CLASS_IRREVERSIBLE;
    return class;
}

static bool http_headers(const struct json *with, struct arena *arena,
                         struct request *out, struct err *err)
{
    struct str secret = text_of(with, "secret");
    bool ours =
        out->audience == AUDIENCE_NONE && out->key && !only_reads(out->method);
    size_t n = 0;

    if (!header_add_lines(text_of(with, "headers"), out, &n, arena, err))
        return false;
    /* So that whoever takes it can see that it is the same again (FACTS 15). */
    if (ours && !header_add(out, &n, arena, STR("Idempotency-Key"),
                            str_of(out->key), err))
        return false;
    if (str_empty(secret))
        return true;
    if (!header_secret(secret, err))
        return false;
    return header_add(out, &n, arena, text_of(with, "secret_header"), secret,
                      err);
}

static bool http_render(const struct json *with,
                        const struct action_context *context,
                        struct arena *arena, struct request *out,
                        struct err *err)
{
    struct str url = str_trim(text_of(with, "url"));
    enum action_class class = http_class(with, context);

    out->method = method_of(with);
    if (!out->method)
        return err_set(err, ERR_INPUT,
                       _("\"method\" must be GET, POST, PUT, PATCH, DELETE or "
                         "HEAD."));
    if (!audience_parse(text_of(with, "token"), &out->audience))
        return err_set(err, ERR_INPUT,
                       _("\"token\" must be none, arm, graph, endpoint, vault "
                         "or storage."));
    out->url = arena_textn(arena, url.at, url.len);
    out->body = arena_str(arena, text_of(with, "body"));
    out->timeout = 60 * WHEN_SECOND;
    /* POST and PATCH count as not to be repeated, unless they only tell. */
    out->idempotent = class == CLASS_READ || class == CLASS_NOTIFY ||
                      strcmp(out->method, "PUT") == 0 ||
                      strcmp(out->method, "DELETE") == 0;
    return http_headers(with, arena, out, err) &&
           hosts_url(context->hosts, out, arena, &out->url, err);
}

static bool http_check(const struct json *with, struct err *err)
{
    struct str url = str_trim(text_of(with, "url"));
    struct str class = text_of(with, "class");

    if (str_eq_fold(class, STR("read")) && !only_reads(method_of(with)))
        return err_set(err, ERR_INPUT,
                       _("Only GET and HEAD can be of the class \"read\"."));
    if (str_eq_fold(class, STR("notify")) && signed_change(with))
        return err_set(err, ERR_INPUT,
                       _("A request that signs in as riposte and is not GET or "
                         "HEAD changes something: its class is \"reversible\" "
                         "or \"irreversible\"."));
    /* Paths and templates are looked at when they are rendered. */
    return str_find(url, STR("@{")) != STR_NOWHERE ||
           str_starts(url, STR("@")) || str_starts(url, STR("/")) ||
           hosts_check(url, err);
}

static void http_judge(const struct action_context *context,
                       const struct request *request,
                       const struct response *response, struct judgement *out)
{
    if (request->audience == AUDIENCE_NONE)
        judge_webhook(request, response, out);
    else if (request->audience == AUDIENCE_ARM)
        arm_judge(hosts_base(context->hosts, AUDIENCE_ARM), request, response,
                  out);
    else
        judge_rest(request, response, out);
}

const struct action_kind action_http = {
    .name = "http",
    .title = N_("Send an HTTP request"),
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = http_class,
    .check = http_check,
    .render = http_render,
    .judge = http_judge,
};
