/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_status.c - dismisses, resolves or reopens an alert in Defender.
 */
#include "connect/action.h"
#include "connect/arm.h"
#include "util/text.h"
#include "util/url.h"
#include "util/when.h"

static const char *const verbs[] = {"dismiss", "resolve", "activate",
                                    "inProgress", NULL};

static const struct field fields[] = {
    {
        .name = "to",
        .label = N_("New status"),
        .help = N_("What Microsoft Defender for Cloud shows from then on."),
        .type = FIELD_CHOICE,
        .required = true,
        .choices = verbs,
    },
    {
        .name = "api_version",
        .label = N_("API version"),
        .help = N_("Version of the interface that is asked."),
        .type = FIELD_TEXT,
        .fallback = "2022-01-01",
    },
};

extern const struct action_kind action_status;

/* A dismissed alert is out of everybody's sight, and can be made active again:
 * a change, that has a way back. */
static enum action_class status_class(const struct json *with,
                                      const struct action_context *context)
{
    (void)with;
    (void)context;
    return CLASS_REVERSIBLE;
}

/* An id is a path; what would end the path or leave it is none of an id. */
static bool id_valid(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        unsigned char c = (unsigned char)id.at[i];

        if (c <= ' ' || c >= 0x7f || c == '?' || c == '#' || c == '%' ||
            c == '\\')
            return false;
    }
    return str_starts_fold(id, STR("/subscriptions/")) &&
           str_find_fold(id, STR("/alerts/")) != STR_NOWHERE &&
           str_find(id, STR("..")) == STR_NOWHERE;
}

static const char *verb_of(struct str text)
{
    for (size_t i = 0; verbs[i]; i++) {
        if (str_eq_fold(text, str_of(verbs[i])))
            return verbs[i];
    }
    return NULL;
}

static bool status_render(const struct json *with,
                          const struct action_context *context,
                          struct arena *arena, struct request *out,
                          struct err *err)
{
    struct str id = str_of(context->arm_id);
    struct str version = action_text(&action_status, with, "api_version");
    const char *verb = verb_of(action_text(&action_status, with, "to"));
    struct buf encoded;

    if (!verb)
        return err_set(err, ERR_INPUT,
                       _("\"to\" must be dismiss, resolve, activate or "
                         "inProgress."));
    if (!id_valid(id))
        return err_set(err, ERR_INPUT,
                       _("This event came without the id that Azure knows it "
                         "by, so that its status cannot be changed there."));
    buf_init(&encoded);
    url_encode(version, &encoded);
    out->method = "POST";
    out->url = arena_printf(arena, "%.*s/%s?api-version=%s", STR_ARG(id), verb,
                            encoded.len ? encoded.at : "");
    out->audience = AUDIENCE_ARM;
    out->idempotent = true;
    out->timeout = 90 * WHEN_SECOND;
    buf_done(&encoded);
    return true;
}

static void status_judge(const struct action_context *context,
                         const struct request *request,
                         const struct response *response, struct judgement *out)
{
    arm_judge(hosts_base(context->hosts, AUDIENCE_ARM), request, response, out);
}

const struct action_kind action_status = {
    .name = "status",
    .title = N_("Change the status of the alert"),
    .permission = "Microsoft.Security/locations/alerts/dismiss/action",
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = status_class,
    .render = status_render,
    .judge = status_judge,
};
