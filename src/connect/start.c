/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/start.h"

#include <stdarg.h>
#include <stdio.h>

#include "connect/judge.h"
#include "model/codec.h"
#include "model/event.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/when.h"

#define WAIT_LEAST (2 * WHEN_SECOND)
#define WAIT_MOST  (60 * WHEN_SECOND)

const char *const start_changes[] = {"reversible", "irreversible", NULL};
const char *const start_classes[] = {"notify", "reversible", "irreversible",
                                     NULL};

enum action_class start_class(const struct json *with,
                              const char *const *choices)
{
    struct str said = json_text(json_get(with, "class"));
    enum action_class class;

    for (size_t i = 0; choices[i]; i++) {
        if (str_eq_fold(said, str_of(choices[i])) && class_parse(said, &class))
            return class;
    }
    return CLASS_IRREVERSIBLE;
}

static bool write_event(const struct json *event, struct arena *arena,
                        struct str *out, struct err *err)
{
    struct buf text;

    if (!event)
        return err_set(err, ERR_INPUT,
                       _("There is no event to be sent; write what is to be "
                         "sent in the field \"body\"."));
    buf_init(&text);
    json_write(event, JSON_COMPACT, &text);
    *out = arena_str(arena, buf_view(&text));
    buf_done(&text);
    return true;
}

bool start_body(const struct json *with, const struct action_context *context,
                struct arena *arena, struct str *out, struct err *err)
{
    struct str body = str_trim(json_text(json_get(with, "body")));
    struct json *parsed = NULL;

    if (str_empty(body))
        return write_event(context->event, arena, out, err);
    if (!json_parse(body, &parsed, err))
        return err_prefix(err, _("The field \"%s\""), "body");
    json_free(parsed);
    *out = arena_str(arena, body);
    return true;
}

bool start_resource(struct str id, const char *type, struct err *err)
{
    struct resource resource;

    resource_parse(id, &resource);
    if (resource_id_safe(id) && resource_is(&resource, str_of(type)))
        return true;
    return err_set(err, ERR_INPUT,
                   _("\"%.*s\" is not the id of a resource of the type %s; it "
                     "begins with /subscriptions/."),
                   STR_ARG(str_sub(id, 0, 200)), type);
}

bool start_id_safe(struct str id)
{
    return id.len <= 100 && str_made_of(id, "-_");
}

const char *start_name(struct str id, char out[256])
{
    struct buf text;

    buf_init(&text);
    judge_quote(str_sub(str_behind_last(id, '/'), 0, 60), &text);
    snprintf(out, 256, "%s", text.len ? text.at : "");
    buf_done(&text);
    return out;
}

struct json *start_answer(const struct response *response)
{
    struct json *body = NULL;
    struct err ignored;

    return json_parse(buf_view(&response->body), &body, &ignored) ? body : NULL;
}

struct str start_learnt(const struct action_context *context, const char *name)
{
    return json_text(json_get(context->learnt, name));
}

int64_t start_learnt_int(const struct action_context *context, const char *name)
{
    int64_t value = 0;

    json_int(json_get(context->learnt, name), &value);
    return value;
}

struct json *start_learn(struct judgement *out)
{
    if (!out->learnt)
        out->learnt = json_new_object();
    return out->learnt;
}

void start_began(const struct action_context *context, struct judgement *out)
{
    json_set_time(start_learn(out), "began", context->now);
}

int64_t start_wait(const struct action_context *context,
                   const struct response *response)
{
    int64_t began = context->now;
    int64_t wait;

    if (response->retry_after > 0)
        return response->retry_after;
    when_parse(start_learnt(context, "began"), &began);
    wait = (context->now - began) / 4;
    return wait < WAIT_LEAST ? WAIT_LEAST : wait > WAIT_MOST ? WAIT_MOST : wait;
}

void start_next(struct judgement *out, int turn, int64_t wait, const char *fmt,
                ...)
{
    char text[sizeof(out->text)];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    judge_say(out, VERDICT_NEXT, "%s", text);
    out->turn = turn;
    out->wait = wait;
}

void start_unsure(struct judgement *out)
{
    char said[sizeof(out->text)];

    if (out->verdict != VERDICT_REFUSED)
        return;
    snprintf(said, sizeof(said), "%s", out->text);
    judge_say(out, VERDICT_UNKNOWN,
              _("It was started, but the service will not say how it stands: "
                "%s"),
              said);
}
