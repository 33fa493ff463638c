/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power Automate: two flows, one that anyone may start who knows its address,
 * and one that wants a sign-in too (FACTS 10). */
#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "sandbox/token.h"
#include "util/digest.h"

/* The signature and what was sent besides. */
static bool check_anyone(struct call *call)
{
    if (!str_empty(call_header(call, "Authorization")))
        call_fail(call, 401, "DirectApiInvalidAuthorizationScheme",
                  "The request has SAS authentication scheme and an "
                  "'Authorization' header. Only one scheme should be used.");
    else if (!str_eq(call_argument(call, "sig"), STR(SANDBOX_FLOW_SIG)))
        call_fail(call, 401, "AuthorizationFailed",
                  "The authentication credentials are not valid.");
    else
        return true;
    return false;
}

static bool check_tenant(struct call *call)
{
    if (str_empty(call_header(call, "Authorization")))
        call_fail(call, 401, "DirectApiAuthorizationRequired",
                  "The request must be authenticated by OAuth.");
    else if (!call->bearer || !audience_covers(call->bearer, "flow"))
        call_fail(call, 403, "MisMatchingOAuthClaims",
                  "One or more claims either missing or does not match with "
                  "the open authentication access control policy.");
    else
        return true;
    return false;
}

static void invoke_post(struct sandbox *sandbox, struct call *call)
{
    char guid[GUID_SIZE];
    struct str tracking = call_header(call, "x-ms-client-tracking-id");
    bool tenant = str_eq(call->arg[0], STR("tenant"));

    (void)sandbox;
    if (!tenant && !str_eq(call->arg[0], STR("anyone"))) {
        call_fail(call, 404, "WorkflowNotFound",
                  "The workflow '%.*s' could not be found.",
                  STR_ARG(call->arg[0]));
        return;
    }
    if (!(tenant ? check_tenant(call) : check_anyone(call)))
        return;
    call_answer(call, 202);
    call_reply(call, "x-ms-workflow-run-id", "%s", digest_guid(guid));
    call_reply(call, "x-ms-client-tracking-id", "%.*s", STR_ARG(tracking));
}

static const struct route rows[] = {
    {"POST",
     "/powerautomate/automations/direct/workflows/{}/triggers/manual/paths/"
     "invoke",
     SERVICE_APP, invoke_post},
};

const struct route_table flow_routes = ROUTE_TABLE(rows);
