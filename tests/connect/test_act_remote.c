/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns.h"

#define APP                                                                    \
    "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/g/"    \
    "providers/Microsoft.Logic/workflows/w"
#define ASK(change) "{\"change\":\"" change "\",\"id\":\"" APP "\"}"
#define OF(change)                                                             \
    "{\"change\":\"" change "\",\"id\":\"" APP "\",\"run\":\"R1\"}"
#define VERSION        "api-version=2019-05-01"
#define STATUS(status) "{\"properties\":{\"status\":\"" status "\"}}"
#define STATE(state)   "{\"properties\":{\"state\":\"" state "\"}}"

static const struct turns_field fields[] = {
    {ASK("runs"), NULL, CLASS_READ},
    {OF("actions"), NULL, CLASS_READ},
    {ASK("enable"), NULL, CLASS_REVERSIBLE},
    {ASK("disable"), NULL, CLASS_REVERSIBLE},
    {OF("cancel"), NULL, CLASS_IRREVERSIBLE},
    {OF("resubmit"), NULL, CLASS_IRREVERSIBLE},
    {ASK("cancel"), "name of a run", 0},
    {"{\"change\":\"resubmit\",\"id\":\"" APP "\",\"run\":\"../x\"}",
     "name of a run", 0},
    {ASK("destroy"), "change", 0},
    {"{\"change\":\"runs\",\"id\":\"/subscriptions/x\"}", "not the id", 0},
    {"{\"change\":\"runs\",\"id\":\"" APP "/../v\"}", "not the id", 0},
};

static const struct turns_sent sent[] = {
    {ASK("runs"), 0, NULL, NULL, "GET " APP "/runs?$top=50&" VERSION, NULL,
     NULL, 0, true},
    {OF("actions"), 0, NULL, NULL, "GET " APP "/runs/R1/actions?" VERSION, NULL,
     NULL, 0, true},
    {OF("cancel"), 0, NULL, NULL, "POST " APP "/runs/R1/cancel?" VERSION, NULL,
     NULL, 0, true},
    {OF("cancel"), 1, NULL, NULL, "GET " APP "/runs/R1?" VERSION, NULL, NULL, 0,
     true},
    {OF("resubmit"), 0, NULL, NULL, "GET " APP "/runs/R1?" VERSION, NULL, NULL,
     0, true},
    /* Twice would be two runs. */
    {OF("resubmit"), 1, "{\"trigger\":\"a b\"}", NULL,
     "POST " APP "/triggers/a%20b/histories/R1/resubmit?" VERSION, NULL, NULL,
     0, false},
    {ASK("enable"), 0, NULL, NULL, "POST " APP "/enable?" VERSION, NULL, NULL,
     0, true},
    {ASK("disable"), 1, NULL, NULL, "GET " APP "?" VERSION, NULL, NULL, 0,
     true},
    {ASK("cancel"), 0, NULL, NULL, "name of a run", NULL, NULL, ERR_INPUT,
     false},
};

static const struct turns_judged judged[] = {
    {ASK("runs"), 0, NULL, 200,
     "{\"value\":[{\"name\":\"R1\",\"properties\":{\"status\":\"Failed\","
     "\"error\":{\"message\":\"m\"}}}]}",
     NULL, VERDICT_DONE, 0, "told of 1", "runs",
     "[{\"name\":\"R1\",\"status\":\"Failed\",\"error\":\"m\"}]", NULL},
    {OF("actions"), 0, NULL, 200, "{}", NULL, VERDICT_DONE, 0, NULL, "actions",
     "[]", NULL},
    {OF("cancel"), 0, NULL, 200, "", NULL, VERDICT_NEXT, 1, "took it", NULL,
     NULL, NULL},
    /* That it was taken does not mean that it is so. */
    {OF("cancel"), 1, NULL, 200, STATUS("Running"), NULL, VERDICT_NEXT, 1,
     "not ended", NULL, NULL, NULL},
    {OF("cancel"), 1, NULL, 200, STATUS("Cancelled"), NULL, VERDICT_DONE, 0,
     "cancelled", NULL, NULL, NULL},
    {OF("cancel"), 1, NULL, 200, STATUS("Succeeded"), NULL, VERDICT_REFUSED, 0,
     "had ended before", NULL, NULL, NULL},
    {OF("resubmit"), 0, NULL, 200,
     "{\"properties\":{\"trigger\":{\"name\":\"manual\"}}}", NULL, VERDICT_NEXT,
     1, NULL, "trigger", "manual", NULL},
    {OF("resubmit"), 0, NULL, 200, "{}", NULL, VERDICT_REFUSED, 0,
     "does not say", NULL, NULL, NULL},
    {OF("resubmit"), 0, NULL, 404, "", NULL, VERDICT_REFUSED, 0, NULL, NULL,
     NULL, NULL},
    {OF("resubmit"), 1, "{\"trigger\":\"manual\"}", 202, "", "R2", VERDICT_DONE,
     0, "again", "run", "R2", NULL},
    {OF("resubmit"), 1, "{\"trigger\":\"manual\"}", 0, NULL, NULL,
     VERDICT_UNKNOWN, 0, NULL, NULL, NULL, NULL},
    {ASK("disable"), 0, NULL, 200, "", NULL, VERDICT_NEXT, 1, NULL, NULL, NULL,
     NULL},
    {ASK("disable"), 1, NULL, 200, STATE("Enabled"), NULL, VERDICT_NEXT, 1,
     "not Disabled yet", NULL, NULL, NULL},
    {ASK("disable"), 1, NULL, 200, STATE("Disabled"), NULL, VERDICT_DONE, 0,
     "Disabled", NULL, NULL, NULL},
    {ASK("disable"), 0, NULL, 0, NULL, NULL, VERDICT_RETRY, 0, NULL, NULL, NULL,
     NULL},
};

TURNS_ROWS(field, fields, "remote")
TURNS_ROWS(send, sent, "remote")
TURNS_ROWS(judge, judged, "remote")
TURNS_MAIN
