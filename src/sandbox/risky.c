/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Microsoft Graph: risky users of Identity Protection (FACTS 14). */
#include "sandbox/handlers.h"
#include "sandbox/ops.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/when.h"

#define RISKY      "/riskyUsers/"
#define USERS_MOST 60
/* Until a verdict has come through. */
#define DELAY (10 * WHEN_SECOND)

static struct str risky_id(struct call *call, struct str user)
{
    return str_of(arena_printf(call->arena, RISKY "%.*s", STR_ARG(user)));
}

static struct str user_id(struct call *call, struct str user)
{
    return str_of(arena_printf(call->arena, "/users/%.*s", STR_ARG(user)));
}

static void not_found(struct call *call, struct str want)
{
    call_fail(call, 404, "Request_ResourceNotFound",
              "Resource '%.*s' does not exist or one of its queried "
              "reference-property objects are not present.",
              STR_ARG(want));
}

static bool check_role(struct sandbox *sandbox, struct call *call)
{
    return rights_check_role(sandbox, call, "IdentityRiskyUser.ReadWrite.All",
                             NULL);
}

/* A user becomes risky by the first verdict on him. */
static void begin(struct sandbox *sandbox, struct call *call, struct str user)
{
    struct json *json, *who;
    struct str id = risky_id(call, user);

    if (shelf_has(sandbox->shelf, id))
        return;
    who = shelf_copy(sandbox->shelf, user_id(call, user));
    json = json_new_object();
    json_set_str(json, "id", json_text(json_get(who, "id")));
    json_set_bool(json, "isDeleted", false);
    json_set_text(json, "riskLevel", "none");
    json_set_text(json, "riskState", "none");
    json_set_text(json, "riskDetail", "none");
    json_set_str(json, "userDisplayName",
                 json_text(json_get(who, "displayName")));
    json_set_str(json, "userPrincipalName",
                 json_text(json_get(who, "userPrincipalName")));
    shelf_put(sandbox->shelf, id, json);
    json_free(json);
    json_free(who);
}

struct verdict {
    const char *level, *state, *detail;
};

static void pronounce(struct sandbox *sandbox, struct call *call,
                      struct str user, const struct verdict *verdict)
{
    struct str id = risky_id(call, user);
    struct json *now = json_new_object(), *later = json_new_object();
    char time[WHEN_TEXT_SIZE];

    begin(sandbox, call, user);
    json_set_bool(now, "isProcessing", true);
    shelf_merge(sandbox->shelf, id, now);
    json_free(now);
    json_set_bool(later, "isProcessing", false);
    json_set_text(later, "riskLevel", verdict->level);
    json_set_text(later, "riskState", verdict->state);
    json_set_text(later, "riskDetail", verdict->detail);
    json_set_text(later, "riskLastUpdatedDateTime", when_iso(call->now, time));
    ops_plan_take(sandbox, id, DELAY, later);
}

/* All of them, or none: object ids, at most sixty. */
static bool check_users(struct sandbox *sandbox, struct call *call,
                        const struct json *users)
{
    size_t n = json_length(users);

    if (json_type(users) != JSON_ARRAY || n == 0 || n > USERS_MOST) {
        call_fail(call, 400, "BadRequest",
                  "userIds must have 1 to %d ids of users.", USERS_MOST);
        return false;
    }
    for (struct json_each e = json_each(users); json_next(&e);) {
        struct str user = json_text(e.value);

        if (str_empty(user) ||
            !shelf_has(sandbox->shelf, user_id(call, user))) {
            not_found(call, user);
            return false;
        }
    }
    return true;
}

static void verdict_post(struct sandbox *sandbox, struct call *call,
                         const struct verdict *verdict)
{
    const struct json *users;
    struct json *body;

    if (!check_role(sandbox, call) || !call_object(call, &body))
        return;
    users = json_find(body, STR("userIds"));
    if (check_users(sandbox, call, users)) {
        for (struct json_each e = json_each(users); json_next(&e);)
            pronounce(sandbox, call, json_text(e.value), verdict);
        call_answer(call, 204);
    }
    json_free(body);
}

static void confirm_post(struct sandbox *sandbox, struct call *call)
{
    static const struct verdict guilty = {"high", "confirmedCompromised",
                                          "adminConfirmedUserCompromised"};

    verdict_post(sandbox, call, &guilty);
}

static void dismiss_post(struct sandbox *sandbox, struct call *call)
{
    static const struct verdict innocent = {"none", "dismissed",
                                            "adminDismissedAllRiskForUser"};

    verdict_post(sandbox, call, &innocent);
}

static void risky_get(struct sandbox *sandbox, struct call *call)
{
    struct str text = shelf_text(sandbox->shelf, risky_id(call, call->arg[0]));

    if (!check_role(sandbox, call))
        return;
    if (str_empty(text))
        not_found(call, call->arg[0]);
    else
        call_answer_text(call, 200, text);
}

static void risky_list(struct sandbox *sandbox, struct call *call)
{
    struct json *body, *list;

    if (!check_role(sandbox, call))
        return;
    body = json_new_object();
    list = json_new_array();
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        if (str_starts(e.id, STR(RISKY)))
            json_add_take(list, shelf_copy(sandbox->shelf, e.id));
    }
    json_set_take(body, "value", list);
    call_answer_take(call, 200, body);
}

#define PLACE "/v1.0/identityProtection/riskyUsers"

static const struct route rows[] = {
    {"GET", PLACE, SERVICE_GRAPH, risky_list},
    {"POST", PLACE "/confirmCompromised", SERVICE_GRAPH, confirm_post},
    {"POST", PLACE "/dismiss", SERVICE_GRAPH, dismiss_post},
    {"GET", PLACE "/{}", SERVICE_GRAPH, risky_get},
};

const struct route_table risky_routes = ROUTE_TABLE(rows);
