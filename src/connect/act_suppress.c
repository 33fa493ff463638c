/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_suppress.c - makes or removes a suppression rule of Defender (FACTS 7).
 */
#include "connect/action.h"
#include "connect/arm.h"
#include "connect/judge.h"
#include "connect/suppressions.h"
#include "model/suppression.h"
#include "util/text.h"
#include "util/when.h"

static const char *const changes[] = {"make", "remove", NULL};

static const struct field fields[] = {
    {
        .name = "change",
        .label = N_("Change"),
        .help = N_("Whether the suppression rule is made or removed."),
        .type = FIELD_CHOICE,
        .required = true,
        .choices = changes,
    },
    {
        .name = "id",
        .label = N_("Suppression rule"),
        .help = N_("Its id in Azure."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "alert_type",
        .label = N_("Type of alert"),
        .help = N_("Which alerts are dismissed as they arrive; * for all."),
        .type = FIELD_TEXT,
    },
    {
        .name = "scope",
        .label = N_("Scope"),
        .help = N_("What else must hold: {\"allOf\": [...]} as JSON."),
        .type = FIELD_TEXT,
    },
    {
        .name = "reason",
        .label = N_("Reason"),
        .help = N_("Why these alerts are dismissed."),
        .type = FIELD_TEXT,
    },
    {
        .name = "comment",
        .label = N_("Comment"),
        .help = N_("Shown beside it in the portal."),
        .type = FIELD_TEXT,
    },
    {
        .name = "until",
        .label = N_("Until"),
        .help = N_("When it ends by itself: an ISO 8601 moment."),
        .type = FIELD_TEXT,
    },
};

extern const struct action_kind action_suppress;

static struct str text_of(const struct json *with, const char *name)
{
    return action_text(&action_suppress, with, name);
}

/* It hides alerts from everybody, and can be removed again. */
static enum action_class suppress_class(const struct json *with,
                                        const struct action_context *context)
{
    (void)with;
    (void)context;
    return CLASS_REVERSIBLE;
}

/* …/alertsSuppressionRules/NAME of a subscription, and nothing behind it. */
static bool id_valid(struct str id)
{
    size_t at = str_find_fold(id, STR(SUPPRESSIONS_PATH "/"));

    return resource_id_safe(id) && at != STR_NOWHERE &&
           suppression_name_valid(
               str_sub(id, at + STR(SUPPRESSIONS_PATH "/").len, id.len));
}

static bool put_scope(struct json *properties, struct str text, struct err *err)
{
    struct json *scope;

    if (str_empty(text))
        return true;
    if (!json_parse(text, &scope, err))
        return err_prefix(err, _("The scope cannot be read"));
    json_set_take(properties, "suppressionAlertsScope", scope);
    return true;
}

/* It must have an end: one that is forgotten hides for ever what it should
 * not. */
static bool write_body(const struct json *with, int64_t now, struct buf *out,
                       struct err *err)
{
    struct json *body;
    struct json *properties;
    char until[WHEN_TEXT_SIZE];
    int64_t end;
    bool ok;

    if (!when_parse(text_of(with, "until"), &end) || end <= now)
        return err_set(err, ERR_INPUT,
                       _("A suppression must end at a moment to come."));
    if (str_empty(text_of(with, "alert_type")) ||
        str_empty(text_of(with, "reason")))
        return err_set(err, ERR_INPUT,
                       _("A suppression needs a type of alert and a reason."));
    body = json_new_object();
    properties = json_new_object();
    json_set_str(properties, "alertType", text_of(with, "alert_type"));
    json_set_text(properties, "expirationDateUtc", when_iso(end, until));
    json_set_text(properties, "state", "Enabled");
    json_set_str(properties, "reason", text_of(with, "reason"));
    if (!str_empty(text_of(with, "comment")))
        json_set_str(properties, "comment", text_of(with, "comment"));
    ok = put_scope(properties, text_of(with, "scope"), err);
    json_set_take(body, "properties", properties);
    if (ok)
        json_write(body, JSON_COMPACT, out);
    json_free(body);
    return ok;
}

static bool suppress_render(const struct json *with,
                            const struct action_context *context,
                            struct arena *arena, struct request *out,
                            struct err *err)
{
    struct str id = text_of(with, "id");
    bool remove = str_eq(text_of(with, "change"), STR("remove"));
    struct buf text;
    bool ok = true;

    if (!id_valid(id))
        return err_set(err, ERR_INPUT,
                       _("This is not the id of a suppression rule: %.*s"),
                       STR_ARG(str_sub(id, 0, 200)));
    buf_init(&text);
    if (!remove)
        ok = write_body(with, context->now, &text, err);
    if (ok) {
        out->method = remove ? "DELETE" : "PUT";
        out->url = arena_printf(arena, "%.*s?api-version=" SUPPRESSIONS_VERSION,
                                STR_ARG(id));
        out->body = arena_str(arena, buf_view(&text));
        if (!remove)
            out->headers[0] = "Content-Type: application/json";
        out->audience = AUDIENCE_ARM;
        out->idempotent = true;
    }
    buf_done(&text);
    return ok;
}

/* Removing one that is not there any more is what was wanted. */
static void suppress_judge(const struct action_context *context,
                           const struct request *request,
                           const struct response *response,
                           struct judgement *out)
{
    arm_judge(hosts_base(context->hosts, AUDIENCE_ARM), request, response, out);
    if (str_eq(str_of(request->method), STR("DELETE")) &&
        response->status == 404)
        judge_say(out, VERDICT_DONE, "%s", _("It was not there any more."));
}

const struct action_kind action_suppress = {
    .name = "suppress",
    .title = N_("Change a suppression rule"),
    .by_hand = true,
    .permission = "Microsoft.Security/alertsSuppressionRules/write",
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = suppress_class,
    .render = suppress_render,
    .judge = suppress_judge,
};
