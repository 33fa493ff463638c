/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/suppress.h"

#include "sandbox/armid.h"
#include "sandbox/estate.h"
#include "sandbox/handlers.h"
#include "sandbox/page.h"
#include "sandbox/sandbox.h"
#include "util/text.h"
#include "util/when.h"

#define TYPE "Microsoft.Security/alertsSuppressionRules"

/* ---- what a rule covers ---------------------------------------------------*/

static bool contains(struct str have, struct str want)
{
    return str_find_fold(have, want) != STR_NOWHERE;
}

static const struct {
    const char *name;
    bool (*holds)(struct str have, struct str want);
} comparisons[] = {
    {"equals", str_eq_fold},
    {"contains", contains},
    {"startsWith", str_starts_fold},
    {"endsWith", str_ends_fold},
};
#define COMPARISONS (sizeof(comparisons) / sizeof(comparisons[0]))

static bool value_fits(const struct json *element, struct str have)
{
    struct json_each each = json_each(json_find(element, STR("in")));

    if (str_empty(have))
        return false;
    while (json_next(&each)) {
        if (str_eq_fold(json_text(each.value), have))
            return true;
    }
    for (size_t i = 0; i < COMPARISONS; i++) {
        struct str want =
            json_text(json_find(element, str_of(comparisons[i].name)));

        if (!str_empty(want) && comparisons[i].holds(have, want))
            return true;
    }
    return false;
}

/* "azure-resource" of an alert is azureresource in a scope. */
static bool same_type(struct str entity, struct str field)
{
    size_t n = 0;

    for (size_t i = 0; i < entity.len; i++) {
        if (entity.at[i] == '-')
            continue;
        if (n == field.len ||
            !str_eq_fold(str_sub(entity, i, 1), str_sub(field, n, 1)))
            return false;
        n++;
    }
    return n == field.len;
}

static bool element_holds(const struct json *element,
                          const struct json *entities)
{
    struct str rest = json_text(json_find(element, STR("field")));
    struct json_each each = json_each(entities);
    struct str first, type;

    if (!str_cut(&rest, '.', &first) || !str_eq_fold(first, STR("entities")) ||
        !str_cut(&rest, '.', &type))
        return false;
    while (json_next(&each)) {
        if (same_type(json_text(json_find(each.value, STR("type"))), type) &&
            value_fits(element, json_text(json_at(each.value, rest))))
            return true;
    }
    return false;
}

static bool in_force(const struct json *properties, int64_t now)
{
    int64_t until;

    return str_eq_fold(json_text(json_find(properties, STR("state"))),
                       STR("Enabled")) &&
           (!when_parse(
                json_text(json_find(properties, STR("expirationDateUtc"))),
                &until) ||
            until > now);
}

static bool rule_covers(const struct json *rule, const struct json *alert,
                        int64_t now)
{
    const struct json *properties = json_find(rule, STR("properties"));
    const struct json *facts = json_find(alert, STR("properties"));
    struct str type = json_text(json_find(properties, STR("alertType")));
    struct json_each each =
        json_each(json_at(properties, STR("suppressionAlertsScope.allOf")));

    if (!in_force(properties, now) ||
        (!str_eq(type, STR("*")) &&
         !str_eq_fold(type, json_text(json_find(facts, STR("alertType"))))))
        return false;
    while (json_next(&each)) {
        if (!element_holds(each.value, json_find(facts, STR("entities"))))
            return false;
    }
    return true;
}

bool suppress_covers(const struct shelf *rules, const struct json *alert,
                     int64_t now)
{
    struct str id = json_text(json_get(alert, "id"));
    struct str subscription = armid_part(id, STR("subscriptions"));

    for (struct shelf_each e = {.shelf = rules}; shelf_next(&e);) {
        struct json *rule;
        bool covers;

        if (!str_eq_fold(armid_part(e.id, STR("subscriptions")), subscription))
            continue;
        rule = shelf_copy(rules, e.id);
        covers = rule_covers(rule, alert, now);
        json_free(rule);
        if (covers)
            return true;
    }
    return false;
}

/* ---- the interface --------------------------------------------------------*/

static void list_get(struct sandbox *sandbox, struct call *call)
{
    struct str type = call_argument(call, "AlertType");
    struct page page;

    if (!estate_check(sandbox, call))
        return;
    page_begin(&page, sandbox, call);
    for (struct shelf_each e = {.shelf = sandbox->suppressions};
         !page.is_full && shelf_next(&e);) {
        struct json *rule = shelf_copy(sandbox->suppressions, e.id);
        struct str own = json_text(json_at(rule, STR("properties.alertType")));

        if (armid_within(e.id, armid_parent(call->path)) &&
            (str_empty(type) || str_eq_fold(type, own)))
            page_add(&page, e.text);
        json_free(rule);
    }
    page_end(&page, NULL);
}

static void not_found(struct call *call)
{
    call_fail(call, 404, "ResourceNotFound",
              "The suppression rule '%.*s' was not found.",
              STR_ARG(call->arg[1]));
}

static void rule_get(struct sandbox *sandbox, struct call *call)
{
    struct str text = shelf_text(sandbox->suppressions, call->path);

    if (!estate_check(sandbox, call))
        return;
    if (str_empty(text))
        not_found(call);
    else
        call_answer_text(call, 200, text);
}

static bool is_state(struct str text)
{
    static const char *const states[] = {"Enabled", "Disabled", "Expired"};

    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (str_eq_fold(text, str_of(states[i])))
            return true;
    }
    return false;
}

/* What is wrong with a scope, or NULL. */
static const char *scope_fault(const struct json *scope)
{
    const struct json *all = json_find(scope, STR("allOf"));
    struct json_each each = json_each(all);

    if (!scope)
        return NULL;
    if (json_type(all) != JSON_ARRAY)
        return "suppressionAlertsScope must have a list allOf.";
    while (json_next(&each)) {
        if (json_type(each.value) != JSON_OBJECT ||
            json_type(json_find(each.value, STR("field"))) != JSON_TEXT)
            return "Each element of allOf must have a field.";
    }
    return NULL;
}

static const char *fault_of(const struct json *properties)
{
    static const char *const needed[] = {"alertType", "reason", "state"};
    const struct json *until = json_find(properties, STR("expirationDateUtc"));
    int64_t moment;

    if (json_type(properties) != JSON_OBJECT)
        return "properties must be an object.";
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
        if (str_empty(json_text(json_find(properties, str_of(needed[i])))))
            return "alertType, reason and state are required.";
    }
    if (!is_state(json_text(json_find(properties, STR("state")))))
        return "state must be Enabled, Disabled or Expired.";
    if (until && !when_parse(json_text(until), &moment))
        return "expirationDateUtc must be a date and time.";
    return scope_fault(json_find(properties, STR("suppressionAlertsScope")));
}

static void rule_put(struct sandbox *sandbox, struct call *call)
{
    struct json *body;
    const char *fault;
    char now[WHEN_TEXT_SIZE];

    if (!estate_check(sandbox, call) || !call_object(call, &body))
        return;
    fault = fault_of(json_get(body, "properties"));
    if (fault) {
        call_fail(call, 400, "InvalidRequestContent", "%s", fault);
        json_free(body);
        return;
    }
    json_set_str(body, "id", call_clean(call->arena, call->path));
    json_set_str(body, "name", call_clean(call->arena, call->arg[1]));
    json_set_text(body, "type", TYPE);
    json_set_text(shelf_part(body, "properties"), "lastModifiedUtc",
                  when_iso(call->now, now));
    if (shelf_put(sandbox->suppressions, call->path, body))
        call_answer_take(call, 200, body);
    else {
        call_fail(call, 409, "QuotaExceeded", "There are too many rules.");
        json_free(body);
    }
}

static void rule_delete(struct sandbox *sandbox, struct call *call)
{
    if (!estate_check(sandbox, call))
        return;
    shelf_remove(sandbox->suppressions, call->path);
    call_answer(call, 204);
}

#define RULES "/subscriptions/{}/providers/" TYPE

static const struct route rows[] = {
    {"GET", RULES, SERVICE_ARM, list_get},
    {"GET", RULES "/{}", SERVICE_ARM, rule_get},
    {"PUT", RULES "/{}", SERVICE_ARM, rule_put},
    {"DELETE", RULES "/{}", SERVICE_ARM, rule_delete},
};

const struct route_table suppress_routes = ROUTE_TABLE(rows);
