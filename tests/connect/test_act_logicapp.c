/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns.h"

#define APP                                                                    \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/workflows/"   \
    "app"
#define WITH "{\"workflow\":\"" APP "\"}"
#define V    "api-version=2019-05-01"
#define URL  "https://p.example/invoke?sp=x&sig=s3cret"

static const struct turns_field fields[] = {
    {WITH, NULL, CLASS_IRREVERSIBLE},
    {"{\"workflow\":\"" APP "\",\"class\":\"reversible\"}", NULL,
     CLASS_REVERSIBLE},
    {"{\"workflow\":\"" APP "\",\"class\":\"notify\"}", "class", 0},
    {"{\"workflow\":\"app\"}", "is not the id", 0},
    {"{\"workflow\":\"/subscriptions/s/resourceGroups/g/providers/"
     "Microsoft.Web/sites/app\"}",
     "Microsoft.Logic/workflows", 0},
    {"{\"workflow\":\"" APP "?x=\"}", "is not the id", 0},
    {"{\"workflow\":\"" APP "/../other\"}", "is not the id", 0},
    {"{}", "workflow", 0},
};

static const struct turns_sent sent[] = {
    {WITH, 0, NULL, NULL, "GET " APP "?" V, NULL, NULL, 0, true},
    {WITH, 1, "{\"trigger\":\"a b/c\"}", NULL,
     "POST " APP "/triggers/a%20b%2Fc/listCallbackUrl?" V, NULL, NULL, 0, true},
    {WITH, 2, NULL, NULL, "must be asked for", NULL, NULL, ERR_AGAIN, false},
    {WITH, 2, NULL, URL, "POST " URL, TURNS_EVENT,
     "x-ms-client-tracking-id: " TURNS_KEY, 0, false},
    {"{\"workflow\":\"" APP "\",\"body\":\"[1]\"}", 2, NULL, URL, "POST " URL,
     "[1]", "x-ms-client-tracking-id: " TURNS_KEY, 0, false},
    {"{\"workflow\":\"" APP "\",\"body\":\"{\"}", 2, NULL, URL, "\"body\"",
     NULL, NULL, ERR_INPUT, false},
    {WITH, 3, "{\"run\":\"08x\"}", NULL, "GET " APP "/runs/08x?" V, NULL, NULL,
     0, true},
    {WITH, 4, "{\"run\":\"08x\"}", NULL, "GET " APP "/runs/08x/actions?" V,
     NULL, NULL, 0, true},
    {WITH, 5, NULL, NULL,
     "GET " APP "/runs?$top=1&$filter=ClientTrackingId%20eq%20'" TURNS_KEY
     "'&" V,
     NULL, NULL, 0, true},
};

#define STATE(state_, triggers_)                                               \
    "{\"properties\":{\"state\":\"" state_                                     \
    "\",\"definition\":{\"triggers\":" triggers_ "}}}"
#define MANUAL "{\"manual\":{\"type\":\"Request\"}}"
#define TWO                                                                    \
    "{\"manual\":{\"type\":\"Request\"},\"each\":{\"type\":\"Recurrence\"},"   \
    "\"alert\":{\"type\":\"apiconnectionwebhook\"}}"
#define PICKED "{\"workflow\":\"" APP "\",\"trigger\":\"ALERT\"}"

static const struct turns_judged judged[] = {
    {WITH, 0, NULL, 200, STATE("Enabled", MANUAL), NULL, VERDICT_NEXT, 1, "app",
     "trigger", "manual", NULL},
    {WITH, 0, NULL, 200, STATE("Disabled", MANUAL), NULL, VERDICT_REFUSED, 0,
     "app is Disabled", NULL, NULL, NULL},
    {WITH, 0, NULL, 200, STATE("Enabled", TWO), NULL, VERDICT_REFUSED, 0,
     "manual, alert", NULL, NULL, NULL},
    {PICKED, 0, NULL, 200, STATE("Enabled", TWO), NULL, VERDICT_NEXT, 1, NULL,
     "trigger", "alert", NULL},
    {WITH, 0, NULL, 200, STATE("Enabled", "{}"), NULL, VERDICT_REFUSED, 0,
     "no trigger", NULL, NULL, NULL},
    {WITH, 0, NULL, 200, "<html>", NULL, VERDICT_RETRY, 0, "cannot be read",
     NULL, NULL, NULL},
    {WITH, 0, NULL, 404, "{\"error\":{\"code\":\"ResourceNotFound\"}}", NULL,
     VERDICT_REFUSED, 0, "ResourceNotFound", NULL, NULL, NULL},
    {WITH, 0, NULL, 429, "", NULL, VERDICT_RETRY, 0, NULL, NULL, NULL, NULL},
    {WITH, 1, NULL, 200, "{\"value\":\"" URL "\"}", NULL, VERDICT_NEXT, 2, NULL,
     NULL, NULL, URL},
    {WITH, 1, NULL, 200, "{\"value\":\"http://evil.example/?sig=x\"}", NULL,
     VERDICT_REFUSED, 0, "does not send to", NULL, NULL, NULL},
    {WITH, 1, NULL, 200, "{}", NULL, VERDICT_RETRY, 0, NULL, NULL, NULL, NULL},
    {WITH, 2, NULL, 202, "", "08x", VERDICT_NEXT, 3, "08x has begun", "run",
     "08x", NULL},
    /* A Response action of its own, even one that says 500. */
    {WITH, 2, NULL, 200, "{}", "08x", VERDICT_NEXT, 3, NULL, "run", "08x",
     NULL},
    {WITH, 2, NULL, 500, "{}", "08x", VERDICT_NEXT, 3, NULL, "run", "08x",
     NULL},
    {WITH, 2, NULL, 202, "", "../x", VERDICT_NEXT, 5, NULL, NULL, NULL, NULL},
    {WITH, 2, NULL, 202, "", NULL, VERDICT_NEXT, 5, "looked for", NULL, NULL,
     NULL},
    {WITH, 2, NULL, 401, "", NULL, VERDICT_NEXT, 0, "asked for again",
     "renewals", "1", NULL},
    {WITH, 2, "{\"renewals\":1}", 404, "", NULL, VERDICT_NEXT, 0, NULL,
     "renewals", "2", NULL},
    {WITH, 2, "{\"renewals\":2}", 403, "", NULL, VERDICT_REFUSED, 0, "403",
     NULL, NULL, NULL},
    {WITH, 2, NULL, 400, "bad", NULL, VERDICT_REFUSED, 0, "bad", NULL, NULL,
     NULL},
    {WITH, 2, NULL, 408, "", NULL, VERDICT_UNKNOWN, 0, NULL, NULL, NULL, NULL},
    {WITH, 2, NULL, 500, "", NULL, VERDICT_UNKNOWN, 0, NULL, NULL, NULL, NULL},
    {WITH, 2, NULL, 503, "", NULL, VERDICT_RETRY, 0, NULL, NULL, NULL, NULL},
    {WITH, 2, NULL, 0, NULL, NULL, VERDICT_UNKNOWN, 0, NULL, NULL, NULL, NULL},
    {WITH, 3, "{\"run\":\"r\"}", 200,
     "{\"properties\":{\"status\":\"Waiting\"}}", NULL, VERDICT_NEXT, 3,
     "Waiting", "status", "Waiting", NULL},
    {WITH, 3, "{\"run\":\"r\"}", 200,
     "{\"properties\":{\"status\":\"Failed\",\"code\":\"ActionFailed\","
     "\"error\":{\"message\":\"x\\u001b[31m\"}}}",
     NULL, VERDICT_NEXT, 4, NULL, "error", "x^[[31m", NULL},
    {WITH, 3, "{\"run\":\"r\"}", 404, "{}", NULL, VERDICT_RETRY, 0, NULL, NULL,
     NULL, NULL},
    {WITH, 3, "{\"run\":\"r\"}", 403, "{}", NULL, VERDICT_UNKNOWN, 0,
     "will not say", NULL, NULL, NULL},
    {WITH, 3, "{\"run\":\"r\"}", 200, "[]", NULL, VERDICT_RETRY, 0, NULL, NULL,
     NULL, NULL},
    {WITH, 4, "{\"run\":\"r\",\"status\":\"Succeeded\"}", 200,
     "{\"value\":[{\"name\":\"a\",\"properties\":{\"status\":\"Succeeded\","
     "\"startTime\":\"2026-03-05T12:00:00.5Z\",\"endTime\":"
     "\"2026-03-05T12:00:02Z\"}}]}",
     NULL, VERDICT_DONE, 0, "with 1 action.", "actions.0.time", "1500", NULL},
    {WITH, 4, "{\"run\":\"r\",\"status\":\"Succeeded\"}", 200,
     "{\"value\":[{\"name\":\"a\",\"properties\":{\"status\":\"TimedOut\","
     "\"code\":\"Slow\"}},{\"name\":\"b\",\"properties\":{\"status\":"
     "\"Skipped\"}}],\"nextLink\":\"https://x/\"}",
     NULL, VERDICT_DONE, 0, "1 of its 2 actions failed: a (Slow)", "more",
     "true", NULL},
    {WITH, 4, "{\"run\":\"r\",\"status\":\"Failed\",\"error\":\"why\"}", 200,
     "{\"value\":[{\"name\":\"a\",\"properties\":{\"status\":\"Failed\"}}]}",
     NULL, VERDICT_REFUSED, 0, "Failed: why a", "actions.0.name", "a", NULL},
    {WITH, 4, "{\"run\":\"r\",\"status\":\"Succeeded\"}", 403, "{}", NULL,
     VERDICT_DONE, 0, "succeeded", NULL, NULL, NULL},
    {WITH, 5, NULL, 200, "{\"value\":[{\"name\":\"08x\"}]}", NULL, VERDICT_NEXT,
     3, NULL, "run", "08x", NULL},
    {WITH, 5, NULL, 200, "{\"value\":[]}", NULL, VERDICT_NEXT, 5, "looks again",
     "looks", "1", NULL},
    {WITH, 5, "{\"looks\":2}", 200, "{\"value\":[]}", NULL, VERDICT_NEXT, 0,
     "started again", "looks", "0", NULL},
    {WITH, 5, NULL, 200, "{\"value\":7}", NULL, VERDICT_RETRY, 0, NULL, NULL,
     NULL, NULL},
    {WITH, 5, NULL, 403, "{}", NULL, VERDICT_UNKNOWN, 0, NULL, NULL, NULL,
     NULL},
};

TURNS_ROWS(field, fields, "logicapp")
TURNS_ROWS(send, sent, "logicapp")
TURNS_ROWS(judge, judged, "logicapp")
TURNS_MAIN
