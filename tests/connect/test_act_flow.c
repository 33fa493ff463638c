/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns.h"

#define WITH "{\"url\":\"env:FLOW\"}"
#define SIGN "{\"url\":\"env:FLOW\",\"token\":\"flow\",\"class\":\"notify\"}"
#define TELL "{\"url\":\"env:FLOW\",\"class\":\"notify\"}"

static const struct turns_field fields[] = {
    {WITH, NULL, CLASS_IRREVERSIBLE},
    {TELL, NULL, CLASS_NOTIFY},
    /* What signs in as riposte does more than tell. */
    {SIGN, NULL, CLASS_IRREVERSIBLE},
    {"{\"url\":\"https://x/?sig=s\"}", "url", 0},
    {"{}", "url", 0},
    {"{\"url\":\"env:X\",\"token\":\"arm\"}", "token", 0},
};

#define ID "x-ms-client-tracking-id: " TURNS_KEY

static const struct turns_sent sent[] = {
    {WITH, 0, NULL, NULL, "POST env:FLOW", TURNS_EVENT, ID, 0, false},
    {TELL, 0, NULL, NULL, "POST env:FLOW", TURNS_EVENT, ID, 0, true},
    {SIGN, 0, NULL, NULL, "POST env:FLOW", TURNS_EVENT, ID, 0, false},
    {"{\"url\":\"https://x/?sig=s\"}", 0, NULL, NULL, "never the URL itself",
     NULL, NULL, ERR_INPUT, false},
};

static const struct turns_judged judged[] = {
    {WITH, 0, NULL, 202, "", "r1", VERDICT_DONE, 0, "has begun", "run", "r1",
     NULL},
    {WITH, 0, NULL, 200, "{}", NULL, VERDICT_DONE, 0, "200", NULL, NULL, NULL},
    {WITH, 0, NULL, 401, "", NULL, VERDICT_REFUSED, 0, "sign-in", NULL, NULL,
     NULL},
    {SIGN, 0, NULL, 403, "no", NULL, VERDICT_REFUSED, 0, "no", NULL, NULL,
     NULL},
    {WITH, 0, NULL, 502, "", NULL, VERDICT_UNKNOWN, 0, NULL, NULL, NULL, NULL},
    {WITH, 0, NULL, 0, NULL, NULL, VERDICT_UNKNOWN, 0, NULL, NULL, NULL, NULL},
    {TELL, 0, NULL, 0, NULL, NULL, VERDICT_RETRY, 0, NULL, NULL, NULL, NULL},
};

TURNS_ROWS(field, fields, "flow")
TURNS_ROWS(send, sent, "flow")
TURNS_ROWS(judge, judged, "flow")
TURNS_MAIN
