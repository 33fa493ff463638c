/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_contain.c - one call of a catalogue entry: contain, look, take back.
 *
 * A call that replaces members of an object has two turns: the object is read,
 * then written back with the ETag that it had; when somebody was faster it is
 * read again.  A call that waits for something asks until it is so.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "connect/action.h"
#include "connect/arm.h"
#include "connect/header.h"
#include "connect/judge.h"
#include "util/text.h"
#include "util/when.h"

static const struct field fields[] = {
    {
        .name = "action",
        .label = N_("Containment"),
        .help = N_("Name of the entry in the catalogue."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "target",
        .label = N_("Target"),
        .help = N_("ARM id of the resource, or user principal name; empty for "
                   "the first of the event that fits."),
        .type = FIELD_TEMPLATE,
    },
    {
        .name = "for",
        .label = N_("For how long"),
        .help = N_("4h, 2d: it is taken back by itself then; empty: until "
                   "somebody takes it back."),
        .type = FIELD_SPAN,
    },
    {
        .name = "parameters",
        .label = N_("Parameters"),
        .help = N_("What the containment asks for, one name=value on each "
                   "line; `riposte contain list' shows the names."),
        .type = FIELD_LONG,
    },
};

enum { READ_OBJECT, WRITE_OBJECT };
/* Before the object is read again that somebody else has just changed. */
#define READ_AGAIN (2 * WHEN_SECOND)

extern const struct action_kind action_contain;

static const struct containment *entry_of(const struct json *with,
                                          const struct action_context *context)
{
    return context->catalogue
               ? catalogue_find(context->catalogue,
                                action_text(&action_contain, with, "action"))
               : NULL;
}

static enum action_class contain_class(const struct json *with,
                                       const struct action_context *context)
{
    const struct containment *entry = entry_of(with, context);

    if (!entry)
        return CLASS_IRREVERSIBLE;
    if (entry->class == CLASS_REVERSIBLE &&
        !str_empty(action_text(&action_contain, with, "for")))
        return CLASS_TIMED;
    return entry->class;
}

static const struct call_template *call_of(const struct json *with,
                                           const struct action_context *context)
{
    const struct containment *entry = entry_of(with, context);

    return entry ? step_call(entry, context->phase, with) : NULL;
}

/* ---- requests -------------------------------------------------------------*/

static void add_header(struct request *out, const char *line)
{
    size_t n = 0;

    while (n < REQUEST_HEADERS - 1 && out->headers[n])
        n++;
    if (n < REQUEST_HEADERS - 1)
        out->headers[n] = line;
}

static void make_read(struct request *out)
{
    out->method = "GET";
    out->body = STR_NONE;
    out->headers[0] = NULL;
    out->idempotent = true;
}

static bool make_write(const struct call_template *call, struct str target,
                       const struct action_context *context,
                       struct arena *arena, struct request *out,
                       struct err *err)
{
    struct str etag = json_text(json_get(context->learnt, "etag"));

    if (!call_replaced(call, target, context->kept,
                       json_get(context->learnt, "object"), arena, &out->body,
                       err))
        return false;
    if (!str_empty(etag))
        add_header(out, arena_printf(arena, "If-Match: %.*s", STR_ARG(etag)));
    return true;
}

static bool find_call(const struct json *with,
                      const struct action_context *context, struct str target,
                      const struct call_template **out, struct err *err)
{
    const struct containment *entry = entry_of(with, context);
    struct str name = action_text(&action_contain, with, "action");

    if (!entry)
        return err_set(err, ERR_INPUT, _("There is no containment \"%.*s\"."),
                       STR_ARG(str_sub(name, 0, 100)));
    if (!containment_fits(entry, target))
        return err_set(err, ERR_INPUT,
                       _("\"%s\" does not act on such a target; it must be a "
                         "%s."),
                       entry->title, entry->target);
    *out = step_call(entry, context->phase, with);
    if (*out)
        return true;
    return err_set(err, ERR_INPUT,
                   _("\"%s\" has no such request in its catalogue entry."),
                   entry->title);
}

static bool contain_render(const struct json *with,
                           const struct action_context *context,
                           struct arena *arena, struct request *out,
                           struct err *err)
{
    struct str target = action_text(&action_contain, with, "target");
    const struct call_template *call;
    const char *key = out->key;
    char date[HEADER_DATE_SIZE];

    if (!find_call(with, context, target, &call, err) ||
        !call_render(call, target, context->kept, arena, out, err))
        return false;
    if (call->replace && context->turn == READ_OBJECT)
        make_read(out);
    else if (call->replace &&
             !make_write(call, target, context, arena, out, err))
        return false;
    if (out->audience == AUDIENCE_STORAGE)
        add_header(out, arena_printf(arena, "x-ms-date: %s",
                                     header_date(context->now, date)));
    out->key = key;
    if (out->timeout == 0)
        out->timeout = 90 * WHEN_SECOND;
    return true;
}

/* ---- answers --------------------------------------------------------------*/

static bool is_also(const struct call_template *call, int status)
{
    for (size_t i = 0; i < CALL_ALSO && call->also[i]; i++) {
        if (call->also[i] == status)
            return true;
    }
    return false;
}

/* What was read is remembered until it is written back. */
static void judge_object(const struct response *response, struct judgement *out)
{
    struct json *object = NULL;
    struct err ignored;
    const char *etag = response->etag;

    if (!json_parse(buf_view(&response->body), &object, &ignored) ||
        json_type(object) != JSON_OBJECT) {
        json_free(object);
        judge_say(out, VERDICT_REFUSED,
                  _("The service's answer is no object, so that nothing in it "
                    "can be changed; nothing was changed."));
        return;
    }
    judge_say(out, VERDICT_NEXT, _("Its present state was read."));
    out->turn = WRITE_OBJECT;
    out->learnt = json_new_object();
    json_set_str(out->learnt, "etag",
                 *etag ? str_of(etag) : json_text(json_get(object, "etag")));
    json_set_take(out->learnt, "object", object);
}

static void judge_replace(const struct action_context *context,
                          const struct response *response,
                          struct judgement *out)
{
    if (context->turn == READ_OBJECT && out->verdict == VERDICT_DONE) {
        judge_object(response, out);
    } else if (context->turn == WRITE_OBJECT && response->status == 412) {
        judge_say(out, VERDICT_NEXT,
                  _("Somebody changed it in between; it is read again."));
        out->turn = READ_OBJECT;
        out->wait = READ_AGAIN;
    }
}

/* Asked again until it is so, or for too long. */
static void judge_expected(const struct call_template *call,
                           const struct action_context *context,
                           const struct response *response,
                           struct judgement *out)
{
    struct str target = action_text(&action_contain, context->with, "target");
    struct json *answer = answer_document(response);
    struct arena *arena = arena_new();
    int64_t until = context->now + call->within;
    const char *why = "";

    json_int(json_get(context->learnt, "until"), &until);
    if (checks_hold(&call->expect, target, context->kept, answer, arena,
                    &why)) {
        judge_say(out, VERDICT_DONE, _("It is as it should be."));
    } else if (context->now >= until) {
        judge_say(out, VERDICT_UNKNOWN,
                  _("Not seen in time. %s Look at the target."), why);
    } else {
        judge_say(out, VERDICT_NEXT, _("Not yet: %s"), why);
        out->turn = context->turn;
        out->wait = call->every;
        out->learnt = json_new_object();
        json_set_int(out->learnt, "until", until);
    }
    json_free(answer);
    arena_free(arena);
}

/* What cannot be read says nothing of the target: a proxy's page, say, with
 * which a look would find that everything has gone.  Blobs are what they are.
 */
static bool is_garbled(const struct request *request,
                       const struct response *response)
{
    struct json *body = NULL;
    struct err ignored;
    bool readable;

    if (response->status != 200 || request->audience == AUDIENCE_STORAGE ||
        strcmp(request->method, "HEAD") == 0)
        return false;
    readable = json_parse(buf_view(&response->body), &body, &ignored) &&
               json_type(body) == JSON_OBJECT;
    json_free(body);
    return !readable;
}

static void contain_judge(const struct action_context *context,
                          const struct request *request,
                          const struct response *response,
                          struct judgement *out)
{
    const struct call_template *call = call_of(context->with, context);
    bool acts = context->phase == PHASE_CONTAIN || context->phase == PHASE_UNDO;
    bool looks =
        !acts || (call && call->replace && context->turn == READ_OBJECT);

    if (call && is_also(call, response->status))
        judge_say(out, VERDICT_DONE, _("The service said %d."),
                  response->status);
    else if (request->audience == AUDIENCE_ARM)
        arm_judge(hosts_base(context->hosts, AUDIENCE_ARM), request, response,
                  out);
    else
        judge_rest(request, response, out);
    if (looks && out->verdict == VERDICT_DONE && is_garbled(request, response))
        judge_say(out, VERDICT_RETRY,
                  _("The service said yes, and what it said with it is no JSON "
                    "object: nothing can be seen in it."));
    if (call && call->replace)
        judge_replace(context, response, out);
    else if (call && acts && call->expect.n > 0 && out->verdict == VERDICT_DONE)
        judge_expected(call, context, response, out);
}

const struct action_kind action_contain = {
    .name = "contain",
    .title = N_("Contain something"),
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = contain_class,
    .render = contain_render,
    .judge = contain_judge,
};
