/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_azureautomation.c - jobs of runbooks in an automation account.
 *
 * A job is started as riposte's own action does it: followed to its end,
 * whether the playbook waits for it or not, so that its output can be read by
 * what comes next.  Its name is the key of the step.
 */
#include "engine/api_hand_part.h"
#include "util/text.h"

#define ACCOUNT                                                                \
    "/subscriptions/*/resourcegroups/*/providers/Microsoft.Automation/"        \
    "automationAccounts/*"

static bool job_ask(struct api_making *making, struct err *err)
{
    const struct json *parameters =
        api_input(making, "body.properties.parameters");
    struct str path = making->path;
    struct str account = str_sub(path, 0, str_find_last_char(path, '/'));
    struct str runbook = api_input_text(making, "queries.runbookName");

    if (str_empty(runbook))
        return err_set(err, ERR_INPUT, "%s",
                       _("It does not say which runbook is started."));
    making->act->kind = "runbook";
    json_set_str(making->with, "account",
                 api_decoded(account, 1, making->arena));
    json_set_str(making->with, "runbook", runbook);
    if (json_type(parameters) == JSON_OBJECT)
        json_set_str(making->with, "parameters",
                     api_input_text(making, "body.properties.parameters"));
    if (!str_empty(api_input_text(making, "body.properties.runOn")))
        json_set_str(making->with, "run_on",
                     api_input_text(making, "body.properties.runOn"));
    return true;
}

static void job_answer(struct api_answering *answering)
{
    struct json *body = json_new_object();
    struct json *properties = json_new_object();

    json_set_text(properties, "jobId",
                  answering->came->key ? answering->came->key : "");
    json_set_text(properties, "status", "Completed");
    json_set_text(properties, "provisioningState", "Succeeded");
    json_set_take(body, "properties", properties);
    json_set_take(answering->outputs, "body", body);
}

static const struct api_hand job_hand = {.ask = job_ask, .answer = job_answer};

static const struct api_op azureautomation_ops[] = {
    {.method = "put",
     .path = ACCOUNT "/jobs",
     .title = N_("Start a runbook"),
     .class = CLASS_IRREVERSIBLE,
     .kind = "runbook",
     .hand = &job_hand},
    {.method = "get",
     .path = ACCOUNT "/jobs/*",
     .title = N_("Read a job"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "get",
     .path = ACCOUNT "/jobs/*/output",
     .title = N_("Read the output of a job"),
     .class = CLASS_READ,
     .kind = "call"},
    {.path = NULL},
};
const struct api api_azureautomation = {.name = "azureautomation",
                                        .title = N_("Azure Automation"),
                                        .ops = azureautomation_ops,
                                        .hand = &api_hand_arm};
