/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/arm.h"

#include <stdio.h>
#include <string.h>

#include "connect/judge.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/url.h"
#include "util/utf8.h"
#include "util/when.h"

/* Where the service does not say (FACTS 3). */
#define WAIT_OPERATION (10 * WHEN_SECOND)
#define WAIT_LOCATION  (60 * WHEN_SECOND)
#define WAIT_LEAST     (WHEN_SECOND / 2)

/* An operation stands at one of these, or goes on. */
enum stand { STAND_NONE, STAND_GOES_ON, STAND_DONE, STAND_FAILED };

bool arm_may_follow(const char *base, struct str url)
{
    return base && url.len < LIMIT_URL && url_same_origin(str_of(base), url);
}

static bool is(const char *a, const char *b)
{
    return str_eq_fold(str_of(a), str_of(b));
}

static int64_t wait_of(const struct response *response, int64_t otherwise)
{
    int64_t wait = response->retry_after;

    if (wait < 0)
        return otherwise;
    return wait < WAIT_LEAST ? WAIT_LEAST : wait;
}

static void judge_follow(const char *base, const char *url, int64_t wait,
                         struct judgement *out)
{
    if (!arm_may_follow(base, str_of(url))) {
        judge_say(out, VERDICT_UNKNOWN,
                  _("The service accepted it, but says to ask another host how "
                    "it stands; riposte does not send its token there."));
        return;
    }
    judge_say(out, VERDICT_FOLLOW,
              _("The service accepted it and is working on it."));
    out->wait = wait;
    snprintf(out->next, sizeof(out->next), "%s", url);
}

static enum stand stand_of(struct str status)
{
    if (str_empty(status))
        return STAND_NONE;
    if (str_eq_fold(status, STR("Succeeded")))
        return STAND_DONE;
    if (str_eq_fold(status, STR("Failed")) ||
        str_eq_fold(status, STR("Canceled")) ||
        str_eq_fold(status, STR("Cancelled")))
        return STAND_FAILED;
    return STAND_GOES_ON;
}

/* {"status"} of an operation, else the resource's own provisioningState. */
static enum stand stand_read(const struct response *response, bool operation)
{
    struct json *body = NULL;
    struct err ignored;
    enum stand stand = STAND_NONE;

    if (!json_parse(buf_view(&response->body), &body, &ignored))
        return STAND_NONE;
    if (operation)
        stand = stand_of(json_text(json_find(body, STR("status"))));
    if (stand == STAND_NONE)
        stand = stand_of(
            json_text(json_at(body, STR("properties.provisioningState"))));
    json_free(body);
    return stand;
}

static void judge_failed(const struct response *response, struct judgement *out)
{
    struct buf reason;

    buf_init(&reason);
    if (!judge_reason(response, &reason))
        buf_text(&reason, _("it does not say why."));
    judge_say(out, VERDICT_REFUSED,
              _("The service accepted it, and then failed: %s"), reason.at);
    buf_done(&reason);
}

/* The resource itself, where PUT and PATCH name no operation. */
static void judge_state(const char *base, const struct request *request,
                        const struct response *response, struct judgement *out)
{
    char url[sizeof(out->next)];
    enum stand stand = stand_read(response, false);

    snprintf(url, sizeof(url), "%s%s", *request->url == '/' ? base : "",
             request->url);
    if (stand == STAND_FAILED)
        judge_failed(response, out);
    else if (stand == STAND_GOES_ON)
        judge_follow(base, url, wait_of(response, WAIT_OPERATION), out);
}

static bool is_busy(const struct response *response)
{
    return response->status >= 400 &&
           str_find_fold(buf_view(&response->body),
                         STR("RetryableErrorDueToAnotherOperation")) !=
               STR_NOWHERE;
}

void arm_judge(const char *base, const struct request *request,
               const struct response *response, struct judgement *out)
{
    int status = response->status;

    judge_rest(request, response, out);
    if (out->verdict == VERDICT_REFUSED && is_busy(response)) {
        out->verdict = VERDICT_RETRY;
        out->wait = response->retry_after > 0 ? response->retry_after : 0;
    }
    if (out->verdict != VERDICT_DONE || is(request->method, "GET") ||
        is(request->method, "HEAD"))
        return;
    if (*response->operation)
        judge_follow(base, response->operation,
                     wait_of(response, WAIT_OPERATION), out);
    else if (*response->location && (status == 201 || status == 202))
        judge_follow(base, response->location, wait_of(response, WAIT_LOCATION),
                     out);
    else if (is(request->method, "PUT") || is(request->method, "PATCH"))
        judge_state(base, request, response, out);
}

void arm_follow(const char *next, struct arena *arena, struct request *out)
{
    *out = (struct request){
        .method = "GET",
        .url = arena_text(arena, next),
        .body = STR_NONE,
        .audience = AUDIENCE_ARM,
        .idempotent = true,
    };
}

void arm_follow_judge(const char *base, const struct request *follow,
                      const struct response *response, struct judgement *out)
{
    const char *next = *response->operation  ? response->operation
                       : *response->location ? response->location
                                             : follow->url;
    enum stand stand;

    judge_rest(follow, response, out);
    if (out->verdict == VERDICT_REFUSED) {
        /* It had been accepted: that the asking fails says nothing of it. */
        char said[sizeof(out->text)];

        snprintf(said, sizeof(said), "%s", out->text);
        judge_say(out, VERDICT_UNKNOWN,
                  _("The service accepted it, but will not say how it "
                    "stands: %s"),
                  said);
        return;
    }
    if (out->verdict != VERDICT_DONE)
        return;
    stand = stand_read(response, true);
    if (stand == STAND_FAILED)
        judge_failed(response, out);
    else if (stand == STAND_GOES_ON)
        judge_follow(base, follow->url, wait_of(response, WAIT_OPERATION), out);
    else if (stand == STAND_NONE && response->status == 202)
        judge_follow(base, next, wait_of(response, WAIT_LOCATION), out);
}
