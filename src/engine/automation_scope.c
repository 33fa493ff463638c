/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation_scope.c - subscriptions and resource groups that an automation
 * looks at.
 */
#include "engine/automation_part.h"
#include "model/limits.h"
#include "util/text.h"

/* /subscriptions/S or /subscriptions/S/resourceGroups/G */
static bool parse_path(struct str path, struct resource *out)
{
    struct buf again;
    bool same;

    if (str_ends(path, STR("/")))
        path = str_sub(path, 0, path.len - 1);
    resource_parse(path, out);
    if (str_empty(out->subscription))
        return false;
    buf_init(&again);
    buf_printf(&again, "/subscriptions/%.*s", STR_ARG(out->subscription));
    if (!str_empty(out->group))
        buf_printf(&again, "/resourceGroups/%.*s", STR_ARG(out->group));
    same = str_eq_fold(buf_view(&again), path);
    buf_done(&again);
    return same;
}

/* Subscriptions alone, groups alone, or, where both are there, prefixes. */
static void add_place(struct rule *rule, const struct resource *place,
                      bool mixed)
{
    struct scope *scope = &rule->scope;
    const char *tail = str_empty(place->group) ? "*" : "/";
    struct buf path;

    buf_init(&path);
    buf_printf(&path, "/subscriptions/%.*s", STR_ARG(place->subscription));
    if (!str_empty(place->group))
        buf_printf(&path, "/resourceGroups/%.*s", STR_ARG(place->group));
    if (mixed) {
        buf_text(&path, tail);
        scope->resources[scope->n_resources++] =
            arena_textn(rule->arena, path.at, path.len);
    } else if (str_empty(place->group)) {
        scope->subscriptions[scope->n_subscriptions++] = arena_textn(
            rule->arena, place->subscription.at, place->subscription.len);
    } else {
        scope->groups[scope->n_groups++] =
            arena_textn(rule->arena, path.at, path.len);
    }
    buf_done(&path);
}

bool automation_scope_read(const struct json *scopes, struct rule *rule,
                           struct err *why)
{
    size_t n = json_length(scopes);
    size_t groups = 0;
    struct resource *places;

    if (n > LIMIT_SCOPES)
        return err_set(why, ERR_INPUT, _("more than %d scopes"), LIMIT_SCOPES);
    places = arena_array(rule->arena, n + 1, sizeof(*places));
    for (size_t i = 0; i < n; i++) {
        struct str path =
            json_text(json_find(json_item(scopes, i), STR("scopePath")));

        if (!parse_path(path, &places[i]))
            return err_set(why, ERR_INPUT,
                           _("\"%.*s\" is neither a subscription nor a "
                             "resource group"),
                           STR_ARG(str_sub(path, 0, 200)));
        groups += !str_empty(places[i].group);
    }
    rule->scope.subscriptions = arena_array(rule->arena, n + 1, sizeof(char *));
    rule->scope.groups = arena_array(rule->arena, n + 1, sizeof(char *));
    rule->scope.resources = arena_array(rule->arena, n + 1, sizeof(char *));
    for (size_t i = 0; i < n; i++)
        add_place(rule, &places[i], groups > 0 && groups < n);
    return true;
}

static void add_scope(struct json *out, const char *path)
{
    struct json *one = json_new_object();

    json_set_text(one, "scopePath", path);
    json_add_take(out, one);
}

static bool write_group(const struct scope *scope, const char *group,
                        struct arena *arena, struct json *out, struct err *err)
{
    if (group[0] == '/') {
        add_scope(out, group);
        return true;
    }
    if (scope->n_subscriptions == 0)
        return err_set(err, ERR_INPUT,
                       _("the resource group %s is meant in any "
                         "subscription; name its subscription too"),
                       group);
    for (size_t i = 0; i < scope->n_subscriptions; i++)
        add_scope(out,
                  arena_printf(arena, "/subscriptions/%s/resourceGroups/%s",
                               scope->subscriptions[i], group));
    return true;
}

/* Both lists limit: a group by its path has to lie in the subscriptions. */
static bool group_inside(const struct scope *scope, const char *group)
{
    struct resource place;
    bool found = scope->n_subscriptions == 0 || group[0] != '/';

    resource_parse(str_of(group), &place);
    for (size_t i = 0; i < scope->n_subscriptions && !found; i++)
        found =
            str_eq_fold(place.subscription, str_of(scope->subscriptions[i]));
    return found;
}

bool automation_scope_write(const struct scope *scope, struct json **out,
                            struct err *err)
{
    struct arena *arena = arena_new();
    struct json *list = json_new_array();
    bool ok = true;

    if (scope->n_resources > 0)
        ok = err_set(err, ERR_INPUT,
                     _("its scope names single resources; an automation knows "
                       "subscriptions and resource groups only"));
    for (size_t i = 0; ok && i < scope->n_groups; i++) {
        if (group_inside(scope, scope->groups[i]))
            ok = write_group(scope, scope->groups[i], arena, list, err);
    }
    if (ok && scope->n_groups > 0 && json_length(list) == 0)
        ok = err_set(err, ERR_INPUT,
                     _("its resource groups lie in none of its "
                       "subscriptions"));
    for (size_t i = 0; ok && scope->n_groups == 0 && i < scope->n_subscriptions;
         i++)
        add_scope(list, arena_printf(arena, "/subscriptions/%s",
                                     scope->subscriptions[i]));
    arena_free(arena);
    if (ok && json_length(list) > 0)
        *out = list;
    else
        json_free(list);
    if (ok && scope->n_groups + scope->n_subscriptions == 0)
        *out = NULL;
    return ok;
}
