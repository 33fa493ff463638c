/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns.h"

#define AA                                                                     \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Automation/"        \
    "automationAccounts/a"
#define JOB  "{\"account\":\"" AA "\",\"runbook\":\"R\"}"
#define HOOK "{\"webhook\":\"env:HOOK\"}"
#define BOTH "{\"webhook\":\"env:HOOK\",\"account\":\"" AA "\"}"
#define V    "?api-version=2023-11-01"
#define GUID "9c1d2e3f-0000-4000-8000-000000000001"

static const struct turns_field fields[] = {
    {JOB, NULL, CLASS_IRREVERSIBLE},
    {"{\"webhook\":\"env:H\",\"class\":\"notify\"}", NULL, CLASS_NOTIFY},
    /* A job is started as riposte. */
    {"{\"account\":\"" AA "\",\"runbook\":\"R\",\"class\":\"notify\"}", NULL,
     CLASS_IRREVERSIBLE},
    {"{\"webhook\":\"https://x/?token=t\"}", "webhook", 0},
    {"{\"account\":\"" AA "\"}", "\"runbook\"", 0},
    {"{\"runbook\":\"R\"}", "\"account\"", 0},
    {"{\"account\":\"/subscriptions/s\",\"runbook\":\"R\"}", "is not the id",
     0},
};

static const struct turns_sent sent[] = {
    {JOB, 0, NULL, NULL, "PUT " AA "/jobs/" TURNS_KEY V,
     "{\"properties\":{\"runbook\":{\"name\":\"R\"},\"runOn\":\"\"}}", NULL, 0,
     true},
    {"{\"account\":\"" AA
     "\",\"runbook\":\"R\",\"run_on\":\"w\",\"parameters\":"
     "\"{\\\"a\\\":\\\"x\\\",\\\"b\\\":2,\\\"c\\\":[true]}\"}",
     0, NULL, NULL, "PUT " AA "/jobs/" TURNS_KEY V,
     "{\"properties\":{\"runbook\":{\"name\":\"R\"},\"parameters\":{\"a\":"
     "\"x\",\"b\":\"2\",\"c\":\"[true]\"},\"runOn\":\"w\"}}",
     NULL, 0, true},
    {"{\"account\":\"" AA "\",\"runbook\":\"R\",\"parameters\":\"[1]\"}", 0,
     NULL, NULL, "must be a JSON object", NULL, NULL, ERR_INPUT, false},
    {"{\"account\":\"" AA "\",\"runbook\":\"R\",\"parameters\":\"{\"}", 0, NULL,
     NULL, "parameters", NULL, NULL, ERR_INPUT, false},
    {HOOK, 0, NULL, NULL, "POST env:HOOK", TURNS_EVENT, NULL, 0, false},
    {JOB, 1, NULL, NULL, "GET " AA "/jobs/" TURNS_KEY V, NULL, NULL, 0, true},
    {BOTH, 1, "{\"job\":\"" GUID "\"}", NULL, "GET " AA "/jobs/" GUID V, NULL,
     NULL, 0, true},
    {JOB, 2, NULL, NULL, "GET " AA "/jobs/" TURNS_KEY "/output" V, NULL,
     "Accept: text/plain", 0, true},
};

#define STANDS(status_) "{\"properties\":{\"status\":\"" status_ "\"}}"

static const struct turns_judged judged[] = {
    {JOB, 0, NULL, 201, STANDS("New"), NULL, VERDICT_NEXT, 1, NULL, "job",
     TURNS_KEY, NULL},
    {JOB, 0, NULL, 409, "{}", NULL, VERDICT_NEXT, 1, NULL, "job", TURNS_KEY,
     NULL},
    {JOB, 0, NULL, 404, "{}", NULL, VERDICT_REFUSED, 0, "404", NULL, NULL,
     NULL},
    {JOB, 0, NULL, 0, NULL, NULL, VERDICT_RETRY, 0, NULL, NULL, NULL, NULL},
    {HOOK, 0, NULL, 202, "{\"JobIds\":[\"" GUID "\"]}", NULL, VERDICT_DONE, 0,
     "202", "job", GUID, NULL},
    {BOTH, 0, NULL, 202, "{\"JobIds\":[\"" GUID "\"]}", NULL, VERDICT_NEXT, 1,
     NULL, "job", GUID, NULL},
    {BOTH, 0, NULL, 202, "{\"JobIds\":[\"../x\"]}", NULL, VERDICT_UNKNOWN, 0,
     "named no job", NULL, NULL, NULL},
    {HOOK, 0, NULL, 400, "", NULL, VERDICT_REFUSED, 0, "expired", NULL, NULL,
     NULL},
    {HOOK, 0, NULL, 500, "", NULL, VERDICT_UNKNOWN, 0, NULL, NULL, NULL, NULL},
    {HOOK, 0, NULL, 0, NULL, NULL, VERDICT_UNKNOWN, 0, NULL, NULL, NULL, NULL},
    {JOB, 1, NULL, 200, STANDS("Running"), NULL, VERDICT_NEXT, 1, "Running",
     "status", "Running", NULL},
    {JOB, 1, NULL, 200, STANDS("Completed"), NULL, VERDICT_NEXT, 2, NULL,
     "status", "Completed", NULL},
    {JOB, 1, NULL, 200,
     "{\"properties\":{\"status\":\"Failed\",\"exception\":\"why\"}}", NULL,
     VERDICT_NEXT, 2, NULL, "exception", "why", NULL},
    {JOB, 1, NULL, 404, "{}", NULL, VERDICT_RETRY, 0, NULL, NULL, NULL, NULL},
    {JOB, 1, NULL, 403, "{}", NULL, VERDICT_UNKNOWN, 0, NULL, NULL, NULL, NULL},
    {JOB, 1, NULL, 200, "", NULL, VERDICT_RETRY, 0, NULL, NULL, NULL, NULL},
    {JOB, 2, "{\"status\":\"Completed\"}", 200, "done\r\n\x1b[1m", NULL,
     VERDICT_DONE, 0, "Completed", "output", "done ^[[1m", NULL},
    {JOB, 2, "{\"status\":\"Completed\"}", 404, "{}", NULL, VERDICT_DONE, 0,
     "Completed", NULL, NULL, NULL},
    {JOB, 2, "{\"status\":\"Failed\",\"exception\":\"why\"}", 200, "", NULL,
     VERDICT_REFUSED, 0, "Failed. why", NULL, NULL, NULL},
};

TURNS_ROWS(field, fields, "runbook")
TURNS_ROWS(send, sent, "runbook")
TURNS_ROWS(judge, judged, "runbook")
TURNS_MAIN
