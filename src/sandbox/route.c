/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/route.h"

#include <string.h>

#include "sandbox/handlers.h"

#define SEGMENTS 64

/* Before the last table, which takes whatever looks like an ARM id. */
static const struct route_table *const tables[] = {
    &control_routes,      &token_routes,
    &alerts_routes,       &suppress_routes,
    &assess_routes,       &comply_routes,
    &graph_routes,        &sites_routes,
    &permissions_routes,  &risky_routes,
    &tags_routes,         &ops_routes,
    &logic_routes,        &logic_run_routes,
    &flow_routes,         &function_routes,
    &runbook_routes,      &tickets_routes,
    &servicenow_routes,   &jira_routes,
    &teams_routes,        &slack_routes,
    &pagerduty_routes,    &endpoint_routes,
    &endpoint_act_routes, &vault_routes,
    &table_routes,        &blob_part_routes,
    &blob_routes,         &roles_routes,
    &automations_routes,  &resource_graph_routes,
    &logs_routes,         &devops_routes,
    &arm_routes,
};

struct path {
    struct str whole;
    struct str segment[SEGMENTS];
    size_t n;
};

static bool path_split(struct str whole, struct path *out)
{
    struct str rest = whole, part;

    out->whole = whole;
    out->n = 0;
    if (!str_cut(&rest, '/', &part) || !str_empty(part))
        return false;
    while (str_cut(&rest, '/', &part)) {
        if (out->n == SEGMENTS || str_empty(part))
            return false;
        out->segment[out->n++] = part;
    }
    return true;
}

/* The text from the beginning of segment @from to the end of the one before
 * @to, with the slash in front of it; empty when there is none. */
static struct str path_range(const struct path *path, size_t from, size_t to)
{
    const char *start, *end;

    if (from >= to)
        return STR_NONE;
    start = path->segment[from].at - 1;
    end = path->segment[to - 1].at + path->segment[to - 1].len;
    return (struct str){.at = start, .len = (size_t)(end - start)};
}

static bool fits(const char *pattern, const struct path *path,
                 struct call *call)
{
    struct path want;
    size_t args = 0, at = 0;

    if (!path_split(str_of(pattern), &want))
        return false;
    for (size_t i = 0; i < want.n; i++) {
        bool many = str_eq(want.segment[i], STR("**"));
        size_t left = want.n - i - 1;

        if (many) {
            if (path->n < at + left)
                return false;
            call->arg[args++] = path_range(path, at, path->n - left);
            at = path->n - left;
            continue;
        }
        if (at == path->n)
            return false;
        if (str_starts(want.segment[i], STR("{}"))) {
            struct str end = str_sub(want.segment[i], 2, STR_NOWHERE);
            struct str have = path->segment[at];

            if (have.len <= end.len || !str_ends(have, end))
                return false;
            call->arg[args++] = str_sub(have, 0, have.len - end.len);
        } else if (!str_eq_fold(want.segment[i], path->segment[at]))
            return false;
        at++;
    }
    /* Patterns tried before may have left something. */
    while (args < CALL_ARGS)
        call->arg[args++] = STR_NONE;
    return at == path->n;
}

/* Who speaks for a path that nobody knows. */
static enum service_id owner(struct str path)
{
    if (str_starts(path, STR("/_sandbox")))
        return SERVICE_CONTROL;
    if (str_starts_fold(path, STR("/v1.0")))
        return SERVICE_GRAPH;
    if (str_starts(path, STR("/endpoint")))
        return SERVICE_ENDPOINT;
    if (str_starts(path, STR("/blob")))
        return SERVICE_BLOB;
    if (str_starts(path, STR("/logs/v1")))
        return SERVICE_LOGS;
    if (str_starts(path, STR("/vault")))
        return SERVICE_VAULT;
    if (str_starts_fold(path, STR("/subscriptions")) ||
        str_starts_fold(path, STR("/providers")))
        return SERVICE_ARM;
    return SERVICE_HOOK;
}

const struct route *route_find(struct call *call, bool *other_method)
{
    struct path path;

    *other_method = false;
    call->service = &services[owner(call->path)];
    if (!path_split(call->path, &path))
        return NULL;
    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
        for (size_t i = 0; i < tables[t]->rows; i++) {
            const struct route *route = &tables[t]->row[i];

            if (!fits(route->pattern, &path, call))
                continue;
            if (!route->method || str_eq(call->method, str_of(route->method))) {
                call->service = &services[route->service];
                return route;
            }
            *other_method = true;
        }
    }
    return NULL;
}
