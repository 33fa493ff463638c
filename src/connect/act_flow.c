/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_flow.c - starts a Power Automate flow.  How its run ends is told to
 * nobody but people (FACTS 10): that it was accepted is all.
 */

#include "connect/judge.h"
#include "connect/start.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/when.h"

#define PATIENCE (150 * WHEN_SECOND)

static const char *const tokens[] = {"none", "flow", NULL};

static const struct field fields[] = {
    {
        .name = "url",
        .label = N_("URL"),
        .help = N_("Where the flow's URL is, such as env:NAME: whoever knows "
                   "the URL can start the flow."),
        .type = FIELD_SECRET,
        .required = true,
    },
    {
        .name = "token",
        .label = N_("Token"),
        .help = N_("Sign in as riposte: \"flow\" where the flow's trigger is "
                   "not open to anyone."),
        .type = FIELD_CHOICE,
        .fallback = "none",
        .choices = tokens,
    },
    START_BODY,
    START_CLASS(start_classes),
};

extern const struct action_kind action_flow;

static struct str text_of(const struct json *with, const char *name)
{
    return action_text(&action_flow, with, name);
}

static bool signs_in(const struct json *with)
{
    return str_eq_fold(text_of(with, "token"), STR("flow"));
}

/* What is signed as riposte changes something (act_http.c). */
static enum action_class flow_class(const struct json *with,
                                    const struct action_context *context)
{
    (void)context;
    return start_class(with, signs_in(with) ? start_changes : start_classes);
}

static bool flow_check(const struct json *with, struct err *err)
{
    struct str url = text_of(with, "url");

    if (secret_reference(url))
        return true;
    return err_set(err, ERR_INPUT,
                   _("\"url\" must say where the flow's URL is, such as "
                     "env:NAME; never the URL itself, which is a secret."));
}

static bool flow_render(const struct json *with,
                        const struct action_context *context,
                        struct arena *arena, struct request *out,
                        struct err *err)
{
    if (!flow_check(with, err))
        return false;
    out->method = "POST";
    out->url = arena_str(arena, text_of(with, "url")).at;
    out->hidden_url = true;
    out->audience = signs_in(with) ? AUDIENCE_FLOW : AUDIENCE_NONE;
    out->headers[0] =
        arena_printf(arena, "x-ms-client-tracking-id: %s", context->key);
    out->idempotent = flow_class(with, context) == CLASS_NOTIFY;
    out->timeout = PATIENCE;
    return start_body(with, context, arena, &out->body, err);
}

static void flow_judge(const struct action_context *context,
                       const struct request *request,
                       const struct response *response, struct judgement *out)
{
    int status = response->status;
    struct str run = str_of(response->run_id);

    judge_webhook(request, response, out);
    if (out->verdict == VERDICT_DONE && status == 202)
        judge_say(out, VERDICT_DONE,
                  _("The flow has begun. How it ends is seen in Power "
                    "Automate."));
    else if (out->verdict == VERDICT_REFUSED && !signs_in(context->with) &&
             (status == 401 || status == 403))
        judge_say(out, VERDICT_REFUSED,
                  _("The flow did not take its URL alone (%d): it was made "
                    "anew, or the trigger wants a sign-in; then set \"token\" "
                    "to \"flow\"."),
                  status);
    if (out->verdict == VERDICT_DONE && start_id_safe(run))
        json_set_str(start_learn(out), "run", run);
}

const struct action_kind action_flow = {
    .name = "flow",
    .title = N_("Start a Power Automate flow"),
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = flow_class,
    .check = flow_check,
    .render = flow_render,
    .judge = flow_judge,
};
