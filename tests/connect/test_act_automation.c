/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns.h"

#define ID                                                                     \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Security/"          \
    "automations/a"
#define WITH(change) "{\"change\":\"" change "\",\"id\":\"" ID "\"}"
#define ON           WITH("enable")
#define OFF          WITH("disable")
#define GONE         WITH("remove")
#define OLD                                                                    \
    "{\"change\":\"enable\",\"id\":\"" ID                                      \
    "\",\"api_version\":\"2019-01-01-preview\"}"
#define ASK                                                                    \
    "{\"change\":\"validate\",\"id\":\"" ID                                    \
    "\",\"body\":\"{\\\"properties\\\":{}}\"}"
#define V     "?api-version=2023-12-01-preview"
#define AGAIN "{\"again\":true}"
#define READ                                                                   \
    "{\"etag\":\"e1\",\"resource\":{\"name\":\"a\",\"properties\":"            \
    "{\"isEnabled\":false}}}"

static const struct turns_field fields[] = {
    {ON, NULL, CLASS_REVERSIBLE},
    {GONE, NULL, CLASS_IRREVERSIBLE},
    {ASK, NULL, CLASS_READ},
    {"{\"id\":\"" ID "\"}", "\"change\"", 0},
};

static const struct turns_sent sent[] = {
    {ON, 0, NULL, NULL, "GET " ID V, NULL, NULL, 0, true},
    {ON, 1, READ, NULL, "PATCH " ID V, "{\"properties\":{\"isEnabled\":true}}",
     "Content-Type: application/json", 0, true},
    {OFF, 1, READ, NULL, "PATCH " ID V,
     "{\"properties\":{\"isEnabled\":false}}", "Content-Type: application/json",
     0, true},
    {ON, 2, READ, NULL, "PUT " ID V,
     "{\"name\":\"a\",\"properties\":{\"isEnabled\":true}}",
     "Content-Type: application/json", 0, true},
    {ON, 2, NULL, NULL, "read again", NULL, NULL, ERR_AGAIN, false},
    {GONE, 0, NULL, NULL, "DELETE " ID V, NULL, NULL, 0, true},
    {ASK, 0, NULL, NULL, "POST " ID "/validate" V, "{\"properties\":{}}",
     "Content-Type: application/json", 0, true},
    {WITH("validate"), 0, NULL, NULL, "The automation", NULL, NULL, ERR_INPUT,
     false},
    {"{\"change\":\"enable\",\"id\":\"/subscriptions/s\"}", 0, NULL, NULL,
     "is not the id", NULL, NULL, ERR_INPUT, false},
    {"{\"change\":\"enable\",\"id\":\"" ID "/validate\"}", 0, NULL, NULL,
     "is not the id", NULL, NULL, ERR_INPUT, false},
};

static const struct turns_judged judged[] = {
    {ON, 0, NULL, 200, "{\"etag\":\"e2\",\"properties\":{}}", NULL,
     VERDICT_NEXT, 1, NULL, "etag", "e2", NULL},
    {OLD, 0, NULL, 200, "{\"etag\":\"e2\",\"properties\":{}}", NULL,
     VERDICT_NEXT, 2, NULL, "etag", "e2", NULL},
    {ON, 0, NULL, 404, "{}", NULL, VERDICT_REFUSED, 0, "404", NULL, NULL, NULL},
    {ON, 0, NULL, 200, "[", NULL, VERDICT_RETRY, 0, NULL, NULL, NULL, NULL},
    {ON, 1, READ, 200, "{}", NULL, VERDICT_DONE, 0, NULL, NULL, NULL, NULL},
    {ON, 1, READ, 405, "{}", NULL, VERDICT_NEXT, 2, NULL, NULL, NULL, NULL},
    {ON, 1, READ, 400,
     "{\"error\":{\"code\":\"NoRegisteredProviderFound\",\"message\":\"x\"}}",
     NULL, VERDICT_NEXT, 2, NULL, NULL, NULL, NULL},
    {ON, 1, READ, 400, "{\"error\":{\"code\":\"Bad\",\"message\":\"x\"}}", NULL,
     VERDICT_REFUSED, 0, "Bad", NULL, NULL, NULL},
    {ON, 1, READ, 412, "{}", NULL, VERDICT_NEXT, 0, "read again", NULL, NULL,
     NULL},
    {ON, 2, READ, 412, "{}", NULL, VERDICT_NEXT, 0, "read again", NULL, NULL,
     NULL},
    {ON, 0, AGAIN, 200, "{\"properties\":{\"isEnabled\":true}}", NULL,
     VERDICT_DONE, 0, "so by now", NULL, NULL, NULL},
    {OFF, 0, AGAIN, 200, "{\"properties\":{\"isEnabled\":true}}", NULL,
     VERDICT_REFUSED, 0, "Somebody else", NULL, NULL, NULL},
    {ON, 2, READ, 200, "{}", NULL, VERDICT_DONE, 0, NULL, NULL, NULL, NULL},
    {GONE, 0, NULL, 404, "{}", NULL, VERDICT_DONE, 0, "not there", NULL, NULL,
     NULL},
    {ASK, 0, NULL, 200, "{\"isValid\":true,\"message\":\"fine\"}", NULL,
     VERDICT_DONE, 0, "fine", NULL, NULL, NULL},
    {ASK, 0, NULL, 200, "{\"isValid\":false,\"message\":\"bad\"}", NULL,
     VERDICT_REFUSED, 0, "bad", NULL, NULL, NULL},
    {ASK, 0, NULL, 200, "?", NULL, VERDICT_REFUSED, 0, NULL, NULL, NULL, NULL},
};

TURNS_ROWS(field, fields, "automation")
TURNS_ROWS(send, sent, "automation")
TURNS_ROWS(judge, judged, "automation")
TURNS_MAIN
