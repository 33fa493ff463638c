/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_scope.c - does a resource lie in the scope of a rule?  See rule.h.
 */
#include "model/rule.h"

#include "model/limits.h"
#include "util/text.h"

/* A name of a group, or the id of one. */
static bool is_group(struct str text)
{
    struct resource resource;

    if (!str_starts(text, STR("/")))
        return !str_empty(str_trim(text)) &&
               str_find_char(text, '/') == STR_NOWHERE;
    resource_parse(text, &resource);
    return !str_empty(resource.subscription) && !str_empty(resource.group);
}

static bool is_resource(struct str text)
{
    return str_starts(text, STR("/"));
}

static bool is_tag(struct str text)
{
    size_t sign = str_find_char(text, '=');

    return !str_empty(
        str_trim(sign == STR_NOWHERE ? text : str_sub(text, 0, sign)));
}

static bool all_are(const char *name, char *const *texts, size_t n,
                    bool (*is)(struct str text), const char *form,
                    struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!is(str_of(texts[i])))
            return err_set(err, ERR_INPUT,
                           _("\"%.200s\" cannot stand in \"%s\" of the scope; "
                             "write %s."),
                           texts[i], name, form);
    }
    return true;
}

bool scope_empty(const struct scope *s)
{
    return s->n_subscriptions + s->n_groups + s->n_resources + s->n_tags == 0;
}

bool scope_check(const struct scope *s, struct err *err)
{
    if (s->n_subscriptions + s->n_groups + s->n_resources + s->n_tags >
        LIMIT_SCOPES)
        return err_set(err, ERR_INPUT,
                       _("The scope of the rule names more than %d places."),
                       LIMIT_SCOPES);
    return all_are("subscriptions", s->subscriptions, s->n_subscriptions,
                   guid_valid, _("the id of a subscription, which is a GUID"),
                   err) &&
           all_are("groups", s->groups, s->n_groups, is_group,
                   _("the name of a resource group, or its whole id"), err) &&
           all_are("resources", s->resources, s->n_resources, is_resource,
                   _("the id of a resource, which begins with /"), err) &&
           all_are("tags", s->tags, s->n_tags, is_tag,
                   _("name=value, or a name for any value"), err);
}

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
