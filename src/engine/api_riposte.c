/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_riposte.c - riposte's own actions, for playbooks that are composed here:
 * the body of the request is the fields of the action.
 */
#include "engine/api_hand_part.h"
#include "util/text.h"

/* Lines of name=value, as rules have them. */
static bool put_parameters(struct api_making *making, struct err *err)
{
    struct str rest = api_input_text(making, "body.parameters");
    struct json *parameters = json_new_object();
    struct str line;
    bool ok = true;

    while (ok && str_cut(&rest, '\n', &line))
        ok = str_empty(str_trim(line)) ||
             parameter_add(str_trim(line), parameters, err);
    json_set_take(making->with, "parameters", parameters);
    return ok;
}

static bool own_ask(struct api_making *making, struct err *err)
{
    const struct playbook_step *step = making->ask->step;
    const struct json *body = api_input(making, "body");

    for (struct json_each e = json_each(body); json_next(&e);) {
        if (e.name)
            json_set_take(making->with, e.name, json_copy(e.value));
    }
    making->act->kind = step->op->kind;
    /* An alert may have filled it in: what it says does not count. */
    if (json_get(making->with, "class"))
        api_put_class(making);
    making->act->asks = str_eq(str_of(step->op->kind), STR("approval"));
    return !str_eq(str_of(step->op->kind), STR("contain")) ||
           put_parameters(making, err);
}

static void own_answer(struct api_answering *answering)
{
    if (str_eq(str_of(answering->ask->step->op->kind), STR("approval")))
        api_hand_approval.answer(answering);
}

static const struct api_hand own_hand = {.ask = own_ask, .answer = own_answer};

#define OWN(name, says, of)                                                    \
    {                                                                          \
        .method = "post", .path = "/" name, .title = says, .class = of,        \
        .kind = name                                                           \
    }

static const struct api_op riposte_ops[] = {
    OWN("status", N_("Set the status of the alert"), CLASS_REVERSIBLE),
    OWN("http", N_("Send an HTTP request"), CLASS_IRREVERSIBLE),
    OWN("mail", N_("Send a mail"), CLASS_NOTIFY),
    OWN("note", N_("Write a note"), CLASS_NOTIFY),
    OWN("owner", N_("Give it to somebody"), CLASS_NOTIFY),
    OWN("tag", N_("Tag the event"), CLASS_NOTIFY),
    OWN("script", N_("Run a program"), CLASS_IRREVERSIBLE),
    OWN("servicenow", N_("Create an incident in ServiceNow"), CLASS_NOTIFY),
    OWN("jira", N_("Create an issue in Jira"), CLASS_NOTIFY),
    OWN("teams", N_("Post a message in Teams"), CLASS_NOTIFY),
    OWN("slack", N_("Post a message in Slack"), CLASS_NOTIFY),
    OWN("pagerduty", N_("Tell PagerDuty"), CLASS_NOTIFY),
    OWN("logicapp", N_("Start a Logic App"), CLASS_IRREVERSIBLE),
    OWN("flow", N_("Start a flow"), CLASS_IRREVERSIBLE),
    OWN("function", N_("Call a function"), CLASS_IRREVERSIBLE),
    OWN("runbook", N_("Start a runbook"), CLASS_IRREVERSIBLE),
    OWN("contain", N_("Contain something"), CLASS_IRREVERSIBLE),
    {.method = "",
     .path = "/approval",
     .title = N_("Wait for an approval"),
     .class = CLASS_NOTIFY,
     .kind = "approval"},
    {.path = NULL},
};
const struct api api_riposte = {
    .name = "riposte",
    .title = N_("riposte"),
    .ops = riposte_ops,
    .hand = &own_hand,
};
