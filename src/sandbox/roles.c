/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Role assignments and locks: what hangs on any id, is inherited by what is
 * below, and is listed with it (FACTS 14). */
#include "sandbox/armid.h"
#include "sandbox/estate.h"
#include "sandbox/handlers.h"
#include "sandbox/odata.h"
#include "sandbox/page.h"
#include "sandbox/provider.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/when.h"

#define ROLES "/providers/Microsoft.Authorization/roleAssignments"
#define LOCKS "/providers/Microsoft.Authorization/locks"

static bool same_text(const struct json *a, const struct json *b,
                      const char *name)
{
    return str_eq_fold(json_text(json_get(a, name)),
                       json_text(json_get(b, name)));
}

/* Is there another one with the same principal, role and scope? */
static bool is_double(struct sandbox *sandbox, const struct change *change)
{
    const struct json *wanted = json_get(change->wanted, "properties");
    bool found = false;

    for (struct shelf_each e = {.shelf = sandbox->shelf};
         !found && shelf_next(&e);) {
        struct json *json;

        if (!str_eq_fold(armid_parent(e.id), armid_parent(change->id)) ||
            str_eq_fold(e.id, change->id))
            continue;
        json = shelf_copy(sandbox->shelf, e.id);
        found =
            same_text(json_get(json, "properties"), wanted, "principalId") &&
            same_text(json_get(json, "properties"), wanted, "roleDefinitionId");
        json_free(json);
    }
    return found;
}

bool roles_check(struct sandbox *sandbox, struct call *call,
                 struct change *change)
{
    struct json *wanted = shelf_part(change->wanted, "properties");
    const struct json *old = json_get(change->old, "properties");
    char time[WHEN_TEXT_SIZE];

    if (str_empty(json_text(json_get(wanted, "principalId"))) ||
        str_empty(json_text(json_get(wanted, "roleDefinitionId")))) {
        call_fail(call, 400, "InvalidCreateRoleAssignmentRequest",
                  "The request to create role assignment '%.*s' is not valid. "
                  "Role assignment scope '%.*s' must match the scope "
                  "specified on the URI, and principalId and "
                  "roleDefinitionId must be there.",
                  STR_ARG(armid_name(change->id)),
                  STR_ARG(armid_host(change->id)));
        return false;
    }
    if (old && !(same_text(old, wanted, "principalId") &&
                 same_text(old, wanted, "roleDefinitionId"))) {
        call_fail(call, 409, "RoleAssignmentUpdateNotPermitted",
                  "Tenant ID, application ID, principal ID, and scope are not "
                  "allowed to be updated.");
        return false;
    }
    if (is_double(sandbox, change)) {
        call_fail(call, 409, "RoleAssignmentExists",
                  "The role assignment already exists.");
        return false;
    }
    json_set_str(wanted, "scope", armid_host(change->id));
    json_set_text(wanted, "updatedOn", when_iso(call->now, time));
    return true;
}

/* "atScope()" and what else asks about the place is taken off the filter. */
static struct str without_place(struct call *call, bool *at_scope)
{
    struct str filter = call_argument(call, "$filter");
    size_t at = str_find_fold(filter, STR("atScope()"));
    struct str head, tail;

    *at_scope = at != STR_NOWHERE;
    if (!*at_scope)
        return filter;
    head = str_trim(str_sub(filter, 0, at));
    tail = str_trim(str_sub(filter, at + 9, filter.len));
    if (str_ends_fold(head, STR("and")))
        head = str_trim(str_sub(head, 0, head.len - 3));
    if (str_starts_fold(tail, STR("and")))
        tail = str_trim(str_sub(tail, 3, tail.len));
    return str_of(arena_printf(call->arena, "%.*s%s%.*s", STR_ARG(head),
                               head.len && tail.len ? " and " : "",
                               STR_ARG(tail)));
}

/* At the scope and above it; below it too, unless it says atScope(). */
static void list(struct sandbox *sandbox, struct call *call, const char *kind)
{
    struct str scope = call->arg[0], filter;
    bool at_scope;
    struct page page;

    if (!estate_check(sandbox, call))
        return;
    filter = without_place(call, &at_scope);
    page_begin(&page, sandbox, call);
    for (struct shelf_each e = {.shelf = sandbox->shelf};
         !page.is_full && shelf_next(&e);) {
        struct str host = armid_host(e.id);
        struct json *json;
        bool holds, good;

        if (!str_ends_fold(armid_parent(e.id), str_of(kind)) ||
            !(armid_within(scope, host) ||
              (!at_scope && armid_within(host, scope))))
            continue;
        json = shelf_copy(sandbox->shelf, e.id);
        good = odata_holds(filter, json_get(json, "properties"), &holds);
        json_free(json);
        if (!good) {
            call_fail(call, 400, "InvalidFilterInQueryString",
                      "The filter '%.*s' is not supported.", STR_ARG(filter));
            return;
        }
        if (holds)
            page_add(&page, e.text);
    }
    page_end(&page, NULL);
}

static void roles_get(struct sandbox *sandbox, struct call *call)
{
    list(sandbox, call, ROLES);
}

static void locks_get(struct sandbox *sandbox, struct call *call)
{
    list(sandbox, call, LOCKS);
}

static const struct route rows[] = {
    {"GET", "/**" ROLES, SERVICE_ARM, roles_get},
    {"GET", "/**" LOCKS, SERVICE_ARM, locks_get},
};

const struct route_table roles_routes = ROUTE_TABLE(rows);
