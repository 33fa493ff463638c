/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_function.c - calls an Azure Function; one that goes on by itself (a
 * durable one) is followed to its end.
 */
#include <stdio.h>

#include "connect/judge.h"
#include "connect/start.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/url.h"
#include "util/utf8.h"
#include "util/when.h"

/* The front end gives up after 230 seconds (FACTS 11). */
#define PATIENCE (240 * WHEN_SECOND)
#define OUTPUT   4096

/* The address at which it is followed has a key of its own in it. */
enum { CALL, FOLLOW };

static const struct field fields[] = {
    {
        .name = "url",
        .label = N_("URL"),
        .help = N_("Begins with https://, without the key."),
        .type = FIELD_TEMPLATE,
        .required = true,
    },
    {
        .name = "key",
        .label = N_("Key"),
        .help = N_("Where the function's key is, such as env:NAME; fetched "
                   "when it is sent. With the app's master key a durable "
                   "function is followed even when riposte was stopped."),
        .type = FIELD_SECRET,
    },
    START_BODY,
    START_CLASS(start_classes),
};

extern const struct action_kind action_function;

static struct str text_of(const struct json *with, const char *name)
{
    return str_trim(action_text(&action_function, with, name));
}

static enum action_class function_class(const struct json *with,
                                        const struct action_context *context)
{
    (void)context;
    return start_class(with, start_classes);
}

static bool function_check(const struct json *with, struct err *err)
{
    struct str url = text_of(with, "url");
    struct str key = text_of(with, "key");

    if (!str_empty(key) && !secret_reference(key))
        return err_set(err, ERR_INPUT,
                       _("\"key\" must say where the key is, such as env:NAME; "
                         "never the key itself."));
    if (str_find_fold(url, STR("code=")) != STR_NOWHERE)
        return err_set(err, ERR_INPUT,
                       _("The URL has the function's key in it; take it out, "
                         "and say in \"key\" where it is."));
    return str_find(url, STR("@{")) != STR_NOWHERE ||
           str_starts(url, STR("@")) || hosts_check(url, err);
}

/* "https://app.example" of the whole address. */
static struct str app_of(struct str url)
{
    size_t at = str_find(url, STR("://"));
    size_t slash;

    if (at == STR_NOWHERE)
        return url;
    slash = str_find_char(str_sub(url, at + 3, url.len), '/');
    return slash == STR_NOWHERE ? url : str_sub(url, 0, at + 3 + slash);
}

/* The address that it gave went with the process that knew it; the app itself
 * tells how an instance stands to whoever has a key for that. */
static bool render_anew(const struct json *with,
                        const struct action_context *context,
                        struct arena *arena, struct request *out,
                        struct err *err)
{
    struct str instance = start_learnt(context, "instance");
    struct str key = text_of(with, "key");

    if (str_empty(instance) || str_empty(key))
        return err_set(err, ERR_AGAIN,
                       _("The address at which the function is followed is "
                         "not known any more."));
    out->url =
        arena_printf(arena, "%.*s/runtime/webhooks/durabletask/instances/%.*s",
                     STR_ARG(app_of(text_of(with, "url"))), STR_ARG(instance));
    out->headers[0] =
        arena_printf(arena, "x-functions-key: %.*s", STR_ARG(key));
    return hosts_url(context->hosts, out, arena, &out->url, err);
}

static bool render_follow(const struct json *with,
                          const struct action_context *context,
                          struct arena *arena, struct request *out,
                          struct err *err)
{
    out->method = "GET";
    out->idempotent = true;
    if (!*context->pass)
        return render_anew(with, context, arena, out, err);
    out->url = arena_text(arena, context->pass);
    return true;
}

static bool function_render(const struct json *with,
                            const struct action_context *context,
                            struct arena *arena, struct request *out,
                            struct err *err)
{
    struct str url = text_of(with, "url");
    struct str key = text_of(with, "key");

    if (context->turn == FOLLOW)
        return render_follow(with, context, arena, out, err);
    if (!function_check(with, err))
        return false;
    out->method = "POST";
    out->url = arena_str(arena, url).at;
    out->idempotent = function_class(with, context) == CLASS_NOTIFY;
    out->timeout = PATIENCE;
    out->headers[0] = arena_printf(arena, "Idempotency-Key: %s", context->key);
    if (!str_empty(key))
        out->headers[1] =
            arena_printf(arena, "x-functions-key: %.*s", STR_ARG(key));
    return hosts_url(context->hosts, out, arena, &out->url, err) &&
           start_body(with, context, arena, &out->body, err);
}

/* A durable function says where it is followed; that must be where it was
 * called, or anybody could be asked. */
static void judge_durable(const struct action_context *context,
                          const struct request *request,
                          const struct response *response,
                          const struct json *body, struct judgement *out)
{
    struct str address = json_text(json_find(body, STR("statusQueryGetUri")));
    struct str id = json_text(json_find(body, STR("id")));

    if (str_empty(address))
        return;
    if (address.len >= sizeof(out->pass) ||
        !url_same_origin(address, str_of(request->url))) {
        judge_say(out, VERDICT_UNKNOWN,
                  _("The function has begun, but says to ask another host how "
                    "it stands; riposte does not."));
        return;
    }
    start_next(out, FOLLOW, start_wait(context, response),
               _("The function has begun; it is followed."));
    start_began(context, out);
    if (start_id_safe(id))
        json_set_str(start_learn(out), "instance", id);
    snprintf(out->pass, sizeof(out->pass), "%.*s", STR_ARG(address));
}

static void judge_call(const struct action_context *context,
                       const struct request *request,
                       const struct response *response, struct judgement *out)
{
    struct json *body;

    judge_webhook(request, response, out);
    if (response->status == 401 || response->status == 403)
        judge_say(out, VERDICT_REFUSED,
                  _("The function refused the key (%d); see what \"key\" "
                    "names."),
                  response->status);
    /* It broke somewhere in the middle. */
    if (response->status == 500 && !request->idempotent)
        out->verdict = VERDICT_UNKNOWN;
    if (response->status != 202)
        return;
    body = start_answer(response);
    judge_durable(context, request, response, body, out);
    json_free(body);
}

static const struct {
    struct str name;
    enum verdict verdict;
} states[] = {
    {{"Completed", 9}, VERDICT_DONE},
    {{"Failed", 6}, VERDICT_REFUSED},
    {{"Terminated", 10}, VERDICT_REFUSED},
    {{"Canceled", 8}, VERDICT_REFUSED},
};

static void learn_output(const struct json *body, struct judgement *out)
{
    const struct json *output = json_find(body, STR("output"));
    struct buf text, shown;
    size_t width;

    if (!output)
        return;
    buf_init(&text);
    buf_init(&shown);
    json_put_text(output, &text);
    utf8_visible(&shown,
                 utf8_cut(str_sub(buf_view(&text), 0, OUTPUT), OUTPUT, &width));
    json_set_str(start_learn(out), "output", buf_view(&shown));
    buf_done(&text);
    buf_done(&shown);
}

static void judge_follow(const struct action_context *context,
                         const struct request *request,
                         const struct response *response, struct judgement *out)
{
    struct json *body = start_answer(response);
    struct str status = json_text(json_find(body, STR("runtimeStatus")));
    enum verdict verdict = VERDICT_NEXT;
    char word[256];

    judge_webhook(request, response, out);
    /* One that failed may be told with status 500. */
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (str_eq_fold(status, states[i].name))
            verdict = states[i].verdict;
    }
    if (str_empty(status) && !*context->pass && response->status >= 400 &&
        response->status < 404) {
        judge_say(out, VERDICT_UNKNOWN,
                  _("The function has begun. riposte was stopped since, and "
                    "the key may not ask the app how it stands (%d): that "
                    "takes its master key. Look at the function, then settle "
                    "this by hand."),
                  response->status);
    } else if (str_empty(status)) {
        start_unsure(out);
        if (out->verdict == VERDICT_DONE)
            out->verdict = VERDICT_RETRY;
    } else if (verdict == VERDICT_NEXT) {
        start_next(out, FOLLOW, start_wait(context, response),
                   _("The function is %s."), start_name(status, word));
        snprintf(out->pass, sizeof(out->pass), "%s", context->pass);
    } else {
        judge_say(out, verdict, _("The function is %s."),
                  start_name(status, word));
        json_set_text(start_learn(out), "status", word);
        learn_output(body, out);
    }
    json_free(body);
}

static void function_judge(const struct action_context *context,
                           const struct request *request,
                           const struct response *response,
                           struct judgement *out)
{
    if (context->turn == FOLLOW)
        judge_follow(context, request, response, out);
    else
        judge_call(context, request, response, out);
}

const struct action_kind action_function = {
    .name = "function",
    .title = N_("Call an Azure Function"),
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = function_class,
    .check = function_check,
    .render = function_render,
    .judge = function_judge,
};
