/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Microsoft Graph: users, and what is done to a compromised one (FACTS 14). */
#include "sandbox/data.h"
#include "sandbox/handlers.h"
#include "sandbox/ops.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/when.h"

#define USERS STR("/users/")
/* Until tokens are no longer renewed; until a local directory, which still
 * has the account enabled, has its way again. */
#define REVOKE (20 * WHEN_SECOND)
#define SYNC   (2 * WHEN_MINUTE)

/* What a GET without $select shows; accountEnabled is not among it. */
static const char *const shown[] = {
    "businessPhones",    "displayName", "givenName",         "id",
    "jobTitle",          "mail",        "mobilePhone",       "officeLocation",
    "preferredLanguage", "surname",     "userPrincipalName",
};

/* Id on the shelf of the user with this id or principal name; answers 404
 * itself, and is empty, when there is none. */
static struct str user_find(struct sandbox *sandbox, struct call *call)
{
    struct str want = call->arg[0];

    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct json *json = NULL;
        struct err err;
        bool same;

        if (!str_starts(e.id, USERS) || !json_parse(e.text, &json, &err))
            continue;
        same =
            str_eq_fold(want, json_text(json_get(json, "id"))) ||
            str_eq_fold(want, json_text(json_get(json, "userPrincipalName")));
        json_free(json);
        if (same)
            return e.id;
    }
    call_fail(call, 404, "Request_ResourceNotFound",
              "Resource '%.*s' does not exist or one of its queried "
              "reference-property objects are not present.",
              STR_ARG(want));
    return STR_NONE;
}

/* The members asked for; unknown ones are left out. */
static struct json *selected(struct call *call, const struct json *user)
{
    struct str rest = call_argument(call, "$select"), part;
    struct json *out = json_new_object();

    for (size_t i = 0; str_empty(rest) && i < sizeof(shown) / sizeof(shown[0]);
         i++) {
        const struct json *value = json_get(user, shown[i]);

        json_set_take(out, shown[i], value ? json_copy(value) : NULL);
    }
    while (str_cut(&rest, ',', &part)) {
        const struct json *value = json_find(user, str_trim(part));

        if (value)
            json_set_take(out, arena_str(call->arena, str_trim(part)).at,
                          json_copy(value));
    }
    return out;
}

static void user_get(struct sandbox *sandbox, struct call *call)
{
    struct str id = user_find(sandbox, call);
    struct json *user, *out;

    if (str_empty(id))
        return;
    user = shelf_copy(sandbox->shelf, id);
    out = selected(call, user);
    json_set_text(out, "@odata.context",
                  arena_printf(call->arena, "%s/v1.0/$metadata#users/$entity",
                               sandbox->base));
    call_answer_take(call, 200, out);
    json_free(user);
}

static void users_get(struct sandbox *sandbox, struct call *call)
{
    struct json *body = json_new_object(), *list = json_new_array();

    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct json *user = NULL;
        struct err err;

        if (!str_starts(e.id, USERS) || !json_parse(e.text, &user, &err))
            continue;
        json_add_take(list, selected(call, user));
        json_free(user);
    }
    json_set_text(
        body, "@odata.context",
        arena_printf(call->arena, "%s/v1.0/$metadata#users", sandbox->base));
    json_set_take(body, "value", list);
    call_answer_take(call, 200, body);
}

static bool is_true(const struct json *user, const char *name)
{
    bool value = false;

    return json_bool(json_get(user, name), &value) && value;
}

/* An application needs a role of the directory for an administrator. */
static bool check_patch(struct sandbox *sandbox, struct call *call,
                        const struct json *user)
{
    if (!rights_check_role(sandbox, call, "User.ReadWrite.All", NULL))
        return false;
    if (!is_true(user, "sandboxAdmin"))
        return true;
    call_fail(call, 403, "Authorization_RequestDenied",
              "Insufficient privileges to complete the operation.");
    return false;
}

static void patch(struct sandbox *sandbox, struct call *call, struct str id,
                  const struct json *user, const struct json *body)
{
    bool enabled = true;

    shelf_merge(sandbox->shelf, id, body);
    json_bool(json_get(body, "accountEnabled"), &enabled);
    if (is_true(user, "onPremisesSyncEnabled") && !enabled) {
        struct json *back = json_new_object();

        json_set_bool(back, "accountEnabled", true);
        ops_plan_take(sandbox, id, SYNC, back);
    }
    call_answer(call, 204);
}

static void user_patch(struct sandbox *sandbox, struct call *call)
{
    struct str id = user_find(sandbox, call);
    struct json *body, *user;
    const char *wrong = NULL;

    if (str_empty(id) || !call_object(call, &body))
        return;
    user = shelf_copy(sandbox->shelf, id);
    if (!check_patch(sandbox, call, user)) {
        json_free(user);
        json_free(body);
        return;
    }
    for (struct json_each e = json_each(body); json_next(&e) && !wrong;) {
        const struct json *have = json_get(user, e.name);

        if (!have || json_type(have) != json_type(e.value))
            wrong = e.name;
    }
    if (wrong) {
        call_fail(call, 400, "Request_BadRequest",
                  "Invalid value specified for property '%s' of resource "
                  "'User'.",
                  wrong);
    } else {
        patch(sandbox, call, id, user, body);
    }
    json_free(user);
    json_free(body);
}

/* A guest signs in at home, so that nothing of him is revoked here: the answer
 * is the same, and nothing changes. */
static void revoke_post(struct sandbox *sandbox, struct call *call)
{
    struct str id = user_find(sandbox, call);
    char time[WHEN_TEXT_SIZE];
    struct json *user, *plan, *body;

    if (str_empty(id) || !rights_check_role(sandbox, call, "User.ReadWrite.All",
                                            "User.RevokeSessions.All"))
        return;
    user = shelf_copy(sandbox->shelf, id);
    if (!str_eq(json_text(json_get(user, "userType")), STR("Guest"))) {
        plan = json_new_object();
        json_set_text(plan, "signInSessionsValidFromDateTime",
                      when_iso(call->now, time));
        ops_plan_take(sandbox, id, REVOKE, plan);
    }
    json_free(user);
    body = json_new_object();
    json_set_text(body, "@odata.context",
                  arena_printf(call->arena, "%s/v1.0/$metadata#Edm.Boolean",
                               sandbox->base));
    json_set_bool(body, "value", true);
    call_answer_take(call, 200, body);
}

static const struct route rows[] = {
    {"GET", "/v1.0/users", SERVICE_GRAPH, users_get},
    {"GET", "/v1.0/users/{}", SERVICE_GRAPH, user_get},
    {"PATCH", "/v1.0/users/{}", SERVICE_GRAPH, user_patch},
    {"POST", "/v1.0/users/{}/revokeSignInSessions", SERVICE_GRAPH, revoke_post},
};

const struct route_table graph_routes = ROUTE_TABLE(rows);
