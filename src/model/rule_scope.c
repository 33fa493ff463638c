/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_scope.c - does a resource lie in the scope of a rule?  See rule.h.
 */
#include "model/rule.h"

/* An id that ends in / or * covers what begins so. */
static bool id_covers(struct str pattern, struct str id)
{
    if (str_ends(pattern, STR("*")))
        return str_starts_fold(id, str_sub(pattern, 0, pattern.len - 1));
    if (str_ends(pattern, STR("/")))
        return str_starts_fold(id, pattern);
    return str_eq_fold(id, pattern);
}

/* A bare name is that group in any subscription; a path is that one. */
static bool group_covers(struct str pattern, const struct resource *resource)
{
    struct resource group;

    if (!str_starts(pattern, STR("/")))
        return str_eq_fold(pattern, resource->group);
    resource_parse(pattern, &group);
    return str_eq_fold(group.subscription, resource->subscription) &&
           str_eq_fold(group.group, resource->group);
}

static bool lies_in_group(const struct scope *scope,
                          const struct resource *resource)
{
    for (size_t i = 0; i < scope->n_groups; i++) {
        if (group_covers(str_of(scope->groups[i]), resource))
            return true;
    }
    return scope->n_groups == 0;
}

bool scope_covers(const struct scope *scope, const struct resource *resource)
{
    bool found = scope->n_subscriptions == 0;

    for (size_t i = 0; i < scope->n_subscriptions && !found; i++)
        found = str_eq_fold(str_of(scope->subscriptions[i]),
                            resource->subscription);
    if (!found || !lies_in_group(scope, resource))
        return false;
    for (size_t i = 0; i < scope->n_resources; i++) {
        if (id_covers(str_of(scope->resources[i]), resource->id))
            return true;
    }
    return scope->n_resources == 0;
}

/* Names of tags have no case in Azure, values do. */
bool tag_matches(struct str pattern, const struct json *tags)
{
    struct str name = pattern;
    size_t sign = str_find_char(pattern, '=');
    const struct json *value;

    if (sign != STR_NOWHERE)
        name = str_sub(pattern, 0, sign);
    value = json_find(tags, str_trim(name));
    if (value == NULL || sign == STR_NOWHERE)
        return value != NULL;
    return str_eq(json_text(value),
                  str_trim(str_sub(pattern, sign + 1, pattern.len)));
}

bool tags_cover(const struct scope *scope, const struct json *tags)
{
    for (size_t i = 0; i < scope->n_tags; i++) {
        if (tag_matches(str_of(scope->tags[i]), tags))
            return true;
    }
    return scope->n_tags == 0;
}
