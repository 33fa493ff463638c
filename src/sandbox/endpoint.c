/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/endpoint.h"

#include "sandbox/data.h"
#include "sandbox/handlers.h"
#include "sandbox/odata.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/when.h"

static const struct {
    int64_t span;
    int most;
    const char *name;
} limits[ENDPOINT_WINDOWS] = {
    {WHEN_MINUTE, 100, "minute"},
    {WHEN_HOUR, 1500, "hour"},
};

void endpoint_load(struct sandbox *sandbox, const struct json *machines)
{
    for (struct json_each e = json_each(machines); json_next(&e);) {
        struct arena *arena = arena_new();

        shelf_put(sandbox->shelf,
                  str_of(arena_printf(arena, "/machines/%s",
                                      data_text(e.value, "id"))),
                  e.value);
        arena_free(arena);
    }
}

struct str endpoint_find(struct sandbox *sandbox, struct call *call)
{
    struct str want = call->arg[0];

    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct json *json = NULL;
        struct err err;
        bool same;

        if (!str_starts(e.id, ENDPOINT_MACHINES) ||
            !json_parse(e.text, &json, &err))
            continue;
        same = str_eq_fold(want, json_text(json_get(json, "id"))) ||
               str_eq_fold(want, json_text(json_get(json, "computerDnsName")));
        json_free(json);
        if (same)
            return e.id;
    }
    call_fail(call, 404, "ResourceNotFound", "Machine %.*s was not found",
              STR_ARG(want));
    return STR_NONE;
}

/* Seconds until a window opens again; 0 when it is open, and one call more
 * has gone through it. */
static int64_t rate_take(struct sandbox *sandbox, size_t at)
{
    int64_t now = when_monotonic();
    int64_t span = sandbox_span(sandbox, limits[at].span);
    int64_t *since = &sandbox->endpoint_rate.window[at].since;
    int *taken = &sandbox->endpoint_rate.window[at].taken;

    if (*taken == 0 || now - *since >= span) {
        *since = now;
        *taken = 0;
    }
    if (*taken < limits[at].most) {
        ++*taken;
        return 0;
    }
    return (*since + span - now + 999) / 1000;
}

bool endpoint_check_rate(struct sandbox *sandbox, struct call *call)
{
    for (size_t i = 0; i < ENDPOINT_WINDOWS; i++) {
        int64_t wait = rate_take(sandbox, i);

        if (!wait)
            continue;
        call_reply(call, "Retry-After", "%lld", (long long)wait);
        call_fail(call, 429, "TooManyRequests",
                  "Too many requests: %d calls per %s are allowed.",
                  limits[i].most, limits[i].name);
        return false;
    }
    return true;
}

/* What stands here for the sandbox's own use is nobody's business. */
static void hide_own(struct json *machine)
{
    json_remove(machine, "sandboxFails");
}

/* Answers 400 itself, and frees the list, when the filter is not understood. */
static bool matching(struct sandbox *sandbox, struct call *call,
                     struct json *list)
{
    struct str filter = call_argument(call, "$filter");

    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct json *json;
        bool holds;

        if (!str_starts(e.id, ENDPOINT_MACHINES))
            continue;
        json = shelf_copy(sandbox->shelf, e.id);
        hide_own(json);
        if (!odata_holds(filter, json, &holds)) {
            json_free(json);
            json_free(list);
            call_fail(call, 400, "BadRequest",
                      "The query specified in the URI is not valid: '%.*s'.",
                      STR_ARG(filter));
            return false;
        }
        if (holds)
            json_add_take(list, json);
        else
            json_free(json);
    }
    return true;
}

static void machines_get(struct sandbox *sandbox, struct call *call)
{
    struct json *list = json_new_array(), *body;

    if (!rights_check_role(sandbox, call, "Machine.Read.All", NULL)) {
        json_free(list);
        return;
    }
    if (!matching(sandbox, call, list))
        return;
    /* Not an empty list. */
    if (json_length(list) == 0) {
        json_free(list);
        call_fail(call, 404, "ResourceNotFound", "No machine was found");
        return;
    }
    body = json_new_object();
    json_set_text(body, "@odata.context",
                  arena_printf(call->arena,
                               "%s/endpoint/api/$metadata#Machines",
                               sandbox->base));
    json_set_take(body, "value", list);
    call_answer_take(call, 200, body);
}

static void machine_get(struct sandbox *sandbox, struct call *call)
{
    struct str id;
    struct json *json;

    if (!rights_check_role(sandbox, call, "Machine.Read.All", NULL))
        return;
    id = endpoint_find(sandbox, call);
    if (str_empty(id))
        return;
    json = shelf_copy(sandbox->shelf, id);
    hide_own(json);
    call_answer_take(call, 200, json);
}

static const struct route rows[] = {
    {"GET", "/endpoint/api/machines", SERVICE_ENDPOINT, machines_get},
    {"GET", "/endpoint/api/machines/{}", SERVICE_ENDPOINT, machine_get},
};

const struct route_table endpoint_routes = ROUTE_TABLE(rows);
