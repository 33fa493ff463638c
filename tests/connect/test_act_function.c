/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns.h"

#define URL  "https://app.example/api/f"
#define WITH "{\"url\":\"" URL "\",\"key\":\"env:KEY\"}"
#define TELL "{\"url\":\"" URL "\",\"class\":\"notify\"}"
#define PASS "https://app.example/pass?code=x"

static const struct turns_field fields[] = {
    {WITH, NULL, CLASS_IRREVERSIBLE},
    {TELL, NULL, CLASS_NOTIFY},
    {"{\"url\":\"http://app.example/api/f\"}", "https://", 0},
    {"{\"url\":\"" URL "?code=abc\"}", "has the function's key", 0},
    {"{\"url\":\"" URL "\",\"key\":\"abc\"}", "key", 0},
    {"{\"url\":\"@{ResourceName}\"}", NULL, CLASS_IRREVERSIBLE},
};

static const struct turns_sent sent[] = {
    {WITH, 0, NULL, NULL, "POST " URL, TURNS_EVENT,
     "Idempotency-Key: " TURNS_KEY, 0, false},
    {TELL, 0, NULL, NULL, "POST " URL, TURNS_EVENT,
     "Idempotency-Key: " TURNS_KEY, 0, true},
    {"{\"url\":\"http://app.example/\"}", 0, NULL, NULL, "https://", NULL, NULL,
     ERR_INPUT, false},
    {WITH, 1, NULL, PASS, "GET " PASS, NULL, NULL, 0, true},
    {WITH, 1, NULL, NULL, "not known any more", NULL, NULL, ERR_AGAIN, false},
};

#define STARTED(host_)                                                         \
    "{\"id\":\"abc\",\"statusQueryGetUri\":\"https://" host_ "/i?code=k\"}"
#define STANDS(status_) "{\"runtimeStatus\":\"" status_ "\",\"output\":[1]}"

static const struct turns_judged judged[] = {
    {WITH, 0, NULL, 200, "{}", NULL, VERDICT_DONE, 0, "200", NULL, NULL, NULL},
    {WITH, 0, NULL, 202, "", NULL, VERDICT_DONE, 0, "202", NULL, NULL, NULL},
    {WITH, 0, NULL, 202, STARTED("app.example"), NULL, VERDICT_NEXT, 1,
     "has begun", "instance", "abc", "https://app.example/i?code=k"},
    {WITH, 0, NULL, 202, STARTED("evil.example"), NULL, VERDICT_UNKNOWN, 0,
     "another host", NULL, NULL, NULL},
    {WITH, 0, NULL, 202, STARTED("app.example:444"), NULL, VERDICT_UNKNOWN, 0,
     NULL, NULL, NULL, NULL},
    {WITH, 0, NULL, 401, "", NULL, VERDICT_REFUSED, 0, "refused the key", NULL,
     NULL, NULL},
    {WITH, 0, NULL, 500, "", NULL, VERDICT_UNKNOWN, 0, "500", NULL, NULL, NULL},
    {TELL, 0, NULL, 500, "", NULL, VERDICT_RETRY, 0, "500", NULL, NULL, NULL},
    {WITH, 0, NULL, 0, NULL, NULL, VERDICT_UNKNOWN, 0, NULL, NULL, NULL, NULL},
    {WITH, 1, NULL, 202, STANDS("Running"), NULL, VERDICT_NEXT, 1, "Running",
     NULL, NULL, PASS},
    {WITH, 1, NULL, 202, STANDS("Suspended"), NULL, VERDICT_NEXT, 1, NULL, NULL,
     NULL, PASS},
    {WITH, 1, NULL, 200, STANDS("Completed"), NULL, VERDICT_DONE, 0,
     "Completed", "output", "[1]", NULL},
    {WITH, 1, NULL, 500, STANDS("Failed"), NULL, VERDICT_REFUSED, 0, "Failed",
     "status", "Failed", NULL},
    {WITH, 1, NULL, 200, STANDS("Terminated"), NULL, VERDICT_REFUSED, 0, NULL,
     NULL, NULL, NULL},
    {WITH, 1, NULL, 404, "", NULL, VERDICT_UNKNOWN, 0, "will not say", NULL,
     NULL, NULL},
    {WITH, 1, NULL, 200, "<p>", NULL, VERDICT_RETRY, 0, NULL, NULL, NULL, NULL},
    {WITH, 1, NULL, 0, NULL, NULL, VERDICT_RETRY, 0, NULL, NULL, NULL, NULL},
};

TURNS_ROWS(field, fields, "function")
TURNS_ROWS(send, sent, "function")
TURNS_ROWS(judge, judged, "function")
TURNS_MAIN
