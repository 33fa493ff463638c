/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_automation.c - an automation that lives in Azure (FACTS 9): switched on
 * or off, removed, or the service asked what it thinks of one.
 *
 * To switch it, it is read first: its etag makes sure that nobody else's change
 * is lost.  Where the interface knows no PATCH, what was read is put back with
 * the one member changed.
 */
#include <stdio.h>

#include "connect/action.h"
#include "connect/arm.h"
#include "connect/judge.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/url.h"

#define PATH "/providers/Microsoft.Security/automations/"
/* The first version that knows PATCH. */
#define VERSION "2023-12-01-preview"
#define OLDER   "2019-01-01-preview"

enum { READ, PATCH, PUT };

static const char *const changes[] = {"enable", "disable", "validate", "remove",
                                      NULL};

static const struct field fields[] = {
    {
        .name = "change",
        .label = N_("Change"),
        .help = N_("Whether it is switched on or off, validated or removed."),
        .type = FIELD_CHOICE,
        .required = true,
        .choices = changes,
    },
    {
        .name = "id",
        .label = N_("Automation"),
        .help = N_("Its id in Azure."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "body",
        .label = N_("Body"),
        .help = N_("The automation that is validated, as JSON."),
        .type = FIELD_TEXT,
    },
    {
        .name = "api_version",
        .label = N_("API version"),
        .help = N_("Version of the interface that is asked."),
        .type = FIELD_TEXT,
        .fallback = VERSION,
    },
};

extern const struct action_kind action_automation;

static struct str text_of(const struct json *with, const char *name)
{
    return action_text(&action_automation, with, name);
}

static bool is_change(const struct json *with, const char *change)
{
    return str_eq(text_of(with, "change"), str_of(change));
}

/* Off, it contains nothing any more; on, it acts by itself.  Both can be
 * turned back, a removal cannot: its callback URLs are known to nobody. */
static enum action_class automation_class(const struct json *with,
                                          const struct action_context *context)
{
    (void)context;
    if (is_change(with, "validate"))
        return CLASS_READ;
    return is_change(with, "remove") ? CLASS_IRREVERSIBLE : CLASS_REVERSIBLE;
}

static bool id_valid(struct str id)
{
    size_t at = str_find_fold(id, STR(PATH));
    struct str name = str_sub(id, at + STR(PATH).len, STR_NOWHERE);

    return resource_id_safe(id) && at != STR_NOWHERE && !str_empty(name) &&
           str_find_char(name, '/') == STR_NOWHERE;
}

static void put_json(const struct json *json, struct arena *arena,
                     struct request *out)
{
    struct buf text;

    buf_init(&text);
    json_write(json, JSON_COMPACT, &text);
    out->body = arena_str(arena, buf_view(&text));
    out->headers[0] = "Content-Type: application/json";
    buf_done(&text);
}

static void set_enabled(struct json *object, bool on)
{
    struct json *properties = json_member(object, "properties");

    if (!properties) {
        json_set_take(object, "properties", json_new_object());
        properties = json_member(object, "properties");
    }
    json_set_bool(properties, "isEnabled", on);
}

/* Only what was read by that etag may be changed. */
static void match(const struct action_context *context, size_t header,
                  struct arena *arena, struct request *out)
{
    struct str etag = json_text(json_get(context->learnt, "etag"));

    if (!str_empty(etag) && str_find_char(etag, '\n') == STR_NOWHERE &&
        str_find_char(etag, '\r') == STR_NOWHERE)
        out->headers[header] =
            arena_printf(arena, "If-Match: %.*s", STR_ARG(etag));
}

static bool render_switch(const struct json *with,
                          const struct action_context *context,
                          struct arena *arena, struct request *out,
                          struct err *err)
{
    const struct json *read = json_get(context->learnt, "resource");
    bool on = is_change(with, "enable");
    struct json *body;

    if (context->turn == READ) {
        out->method = "GET";
        return true;
    }
    if (context->turn == PUT && json_type(read) != JSON_OBJECT)
        return err_set(err, ERR_AGAIN,
                       _("The automation has to be read again."));
    body = context->turn == PUT ? json_copy(read) : json_new_object();
    set_enabled(body, on);
    out->method = context->turn == PUT ? "PUT" : "PATCH";
    put_json(body, arena, out);
    match(context, 1, arena, out);
    json_free(body);
    return true;
}

static bool render_validate(const struct json *with, struct arena *arena,
                            struct request *out, struct err *err)
{
    struct json *body = NULL;

    if (!json_parse(text_of(with, "body"), &body, err))
        return err_prefix(err, _("The automation"));
    out->method = "POST";
    out->reads = true;
    put_json(body, arena, out);
    json_free(body);
    return true;
}

static bool automation_render(const struct json *with,
                              const struct action_context *context,
                              struct arena *arena, struct request *out,
                              struct err *err)
{
    struct str id = text_of(with, "id");
    bool validate = is_change(with, "validate");
    struct buf version;

    if (!id_valid(id))
        return err_set(err, ERR_INPUT,
                       _("This is not the id of an automation: %.*s"),
                       STR_ARG(str_sub(id, 0, 200)));
    buf_init(&version);
    url_encode(text_of(with, "api_version"), &version);
    out->url = arena_printf(arena, "%.*s%s?api-version=%s", STR_ARG(id),
                            validate ? "/validate" : "", version.at);
    buf_done(&version);
    out->audience = AUDIENCE_ARM;
    out->idempotent = true;
    if (validate)
        return render_validate(with, arena, out, err);
    if (is_change(with, "remove")) {
        out->method = "DELETE";
        return true;
    }
    return render_switch(with, context, arena, out, err);
}

/* ---- answers ---- */

/* What PATCH or PUT goes by; a large one is not kept, PATCH needs none. */
static void learn(const struct response *response, const struct json *resource,
                  bool whole, struct judgement *out)
{
    struct str etag = json_text(json_find(resource, STR("etag")));

    out->learnt = json_new_object();
    if (str_empty(etag))
        etag = str_of(response->etag);
    json_set_str(out->learnt, "etag", etag);
    if (whole)
        json_set_take(out->learnt, "resource", json_copy(resource));
}

static bool is_older(const struct request *request)
{
    return str_find(str_of(request->url), STR("api-version=" OLDER)) !=
           STR_NOWHERE;
}

/* The answer to our own change may have been lost: then it is as it should be,
 * and otherwise it is somebody else's. */
static void judge_again(const struct action_context *context,
                        const struct json *resource, struct judgement *out)
{
    bool on = false;

    json_bool(json_at(resource, STR("properties.isEnabled")), &on);
    if (on == is_change(context->with, "enable"))
        judge_say(out, VERDICT_DONE, "%s", _("It is so by now."));
    else
        judge_say(out, VERDICT_REFUSED,
                  _("Somebody else has changed it in between; look at it "
                    "again."));
}

static bool is_again(const struct action_context *context)
{
    return json_get(context->learnt, "again") != NULL;
}

static void judge_read(const struct action_context *context,
                       const struct request *request,
                       const struct response *response, struct judgement *out)
{
    struct json *resource = NULL;
    struct err err;

    if (out->verdict != VERDICT_DONE)
        return;
    if (!json_parse(buf_view(&response->body), &resource, &err) ||
        json_type(resource) != JSON_OBJECT) {
        judge_say(out, VERDICT_RETRY, _("The automation could not be read."));
    } else if (is_again(context)) {
        judge_again(context, resource, out);
    } else {
        learn(response, resource, response->body.len < LIMIT_STEP_BODY, out);
        judge_say(out, VERDICT_NEXT, _("The automation was read."));
        out->turn = is_older(request) ? PUT : PATCH;
    }
    json_free(resource);
}

static void judge_changed(struct judgement *out)
{
    judge_say(out, VERDICT_NEXT,
              _("It has been changed since it was read; it is read again."));
    out->turn = READ;
    out->learnt = json_new_object();
    json_set_bool(out->learnt, "again", true);
}

static void judge_patch(const struct response *response, struct judgement *out)
{
    struct buf reason;
    bool unknown = response->status == 405;

    buf_init(&reason);
    if (response->status == 400 || response->status == 404) {
        judge_reason(response, &reason);
        unknown = str_find_fold(buf_view(&reason), STR("api version")) !=
                      STR_NOWHERE ||
                  str_find_fold(buf_view(&reason), STR("api-version")) !=
                      STR_NOWHERE ||
                  str_find_fold(buf_view(&reason),
                                STR("NoRegisteredProvider")) != STR_NOWHERE;
    }
    buf_done(&reason);
    if (!unknown)
        return;
    judge_say(out, VERDICT_NEXT,
              _("This version of the interface cannot change it in part."));
    out->turn = PUT;
}

static void judge_validate(const struct response *response,
                           struct judgement *out)
{
    struct json *answer = NULL;
    struct err err;
    struct buf text;
    bool valid = false;

    if (out->verdict != VERDICT_DONE)
        return;
    buf_init(&text);
    if (json_parse(buf_view(&response->body), &answer, &err))
        json_bool(json_find(answer, STR("isValid")), &valid);
    judge_quote(json_text(json_find(answer, STR("message"))), &text);
    if (valid)
        judge_say(out, VERDICT_DONE, _("The service takes it: %s"),
                  text.at ? text.at : "");
    else
        judge_say(out, VERDICT_REFUSED, _("The service does not take it: %s"),
                  text.at ? text.at : "");
    buf_done(&text);
    json_free(answer);
}

static void automation_judge(const struct action_context *context,
                             const struct request *request,
                             const struct response *response,
                             struct judgement *out)
{
    struct str method = str_of(request->method);

    arm_judge(hosts_base(context->hosts, AUDIENCE_ARM), request, response, out);
    if (str_eq(method, STR("GET")))
        judge_read(context, request, response, out);
    else if (response->status == 412 && context->turn != READ)
        judge_changed(out);
    else if (str_eq(method, STR("PATCH")))
        judge_patch(response, out);
    else if (str_eq(method, STR("POST")))
        judge_validate(response, out);
    else if (str_eq(method, STR("DELETE")) && response->status == 404)
        judge_say(out, VERDICT_DONE, "%s", _("It was not there any more."));
}

const struct action_kind action_automation = {
    .name = "automation",
    .title = N_("Change an automation in Azure"),
    .by_hand = true,
    .permission = "Microsoft.Security/automations/write",
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = automation_class,
    .render = automation_render,
    .judge = automation_judge,
};
