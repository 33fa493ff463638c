/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deploy.c - walks templates and what they nest, and finds resources.
 */
#include "engine/deploy_part.h"

#include "model/limits.h"
#include "util/text.h"

#define DEPLOYMENTS "Microsoft.Resources/deployments"

struct search {
    struct deploy deploy;
    const char *type;
    struct arena *arena;
    struct deploy_resource *found;
    size_t n;
    int depth; /* of deployments in deployments */
};

static bool walk_template(struct search *s, const struct json *template);

static const struct json *at(const struct json *json, const char *path)
{
    return json_at(json, str_of(path));
}

static bool of_type(const struct json *resource, const char *type)
{
    return str_eq_fold(json_text(json_find(resource, STR("type"))),
                       str_of(type));
}

static bool add_found(struct search *s, const struct deploy_resource *found)
{
    if (s->n == LIMIT_RULES)
        return deploy_fail(&s->deploy, _("these are more than %d resources."),
                           LIMIT_RULES);
    s->found = arena_grown(s->arena, s->found, s->n, sizeof(*s->found));
    s->found[s->n++] = *found;
    return true;
}

/* "[listCallbackUrl(concat(…, '/triggers/', name), …).value]": the trigger's
 * name is no secret, and is needed to ask again. */
static const char *trigger_of(struct search *s, const struct json *action)
{
    static const struct str call = {.at = "[listCallbackUrl(", .len = 17};
    struct str uri = json_text(json_find(action, STR("uri")));
    struct deploy_value value;
    const char *name = NULL;
    struct str id;
    struct buf text;
    size_t cut;

    if (!str_starts_fold(uri, call))
        return NULL;
    cut = str_find(uri, STR(",'20"));
    if (cut == STR_NOWHERE)
        cut = str_find(uri, STR(", '20"));
    if (cut == STR_NOWHERE)
        return NULL;
    buf_init(&text);
    buf_char(&text, '[');
    buf_str(&text, str_sub(uri, call.len, cut - call.len));
    buf_char(&text, ']');
    if (deploy_expression(&s->deploy, buf_view(&text), &value)) {
        id = json_text(value.json);
        cut = str_find_fold(id, STR("/triggers/"));
        if (cut != STR_NOWHERE)
            name = arena_str(s->arena, str_sub(id, cut + 10, STR_NOWHERE)).at;
        deploy_drop(&value);
    } else {
        err_clear(s->deploy.err);
        s->deploy.unknown = false;
    }
    buf_done(&text);
    return name;
}

static void find_triggers(struct search *s, const struct json *raw,
                          struct deploy_resource *out)
{
    const struct json *actions = at(raw, "properties.actions");

    out->n_triggers = json_length(actions);
    out->triggers =
        arena_array(s->arena, out->n_triggers + 1, sizeof(*out->triggers));
    for (size_t i = 0; i < out->n_triggers; i++)
        out->triggers[i] = trigger_of(s, json_item(actions, i));
}

static bool evaluate_resource(struct search *s, const struct json *raw)
{
    struct deploy_scope *scope = s->deploy.scope;
    struct json *bare = json_copy(raw);
    struct deploy_resource found = {.path = ""};
    struct json *value;
    bool ok;

    found.path = arena_str(s->arena, buf_view(&s->deploy.path)).at;
    json_remove(bare, "dependsOn");
    json_remove(bare, "copy");
    json_remove(bare, "condition");
    json_remove(bare, "comments");
    ok = deploy_evaluate(&s->deploy, bare, &value);
    json_free(bare);
    if (!ok)
        return false;
    json_keep(s->arena, value);
    found.resource = value;
    found.subscription = arena_str(s->arena, scope->subscription).at;
    found.group = arena_str(s->arena, scope->group).at;
    find_triggers(s, raw, &found);
    return add_found(s, &found);
}

/* A text of a nested deployment that says where it goes. */
static bool place_text(struct search *s, const struct json *resource,
                       const char *name, struct str *out)
{
    const struct json *raw = json_find(resource, str_of(name));
    struct json *value;

    if (!raw)
        return true;
    if (!deploy_evaluate(&s->deploy, raw, &value))
        return false;
    *out = arena_str(s->arena, json_text(value));
    json_free(value);
    return true;
}

/* Values for the parameters of a nested template: {"a": {"value": …}}. */
static bool pass_parameters(struct search *s, const struct json *given,
                            struct json *out)
{
    for (struct json_each e = json_each(given); json_next(&e);) {
        struct json *value;

        if (!deploy_evaluate(&s->deploy, json_find(e.value, STR("value")),
                             &value))
            return false;
        json_set_take(out, e.name, value);
    }
    return true;
}

/* A template with names of its own. */
static bool walk_inner(struct search *s, const struct json *properties,
                       const struct deploy_scope *place)
{
    const struct json *template = at(properties, "template");
    struct deploy_scope *outer = s->deploy.scope;
    struct deploy_scope scope = *place;
    bool ok;

    scope.parameters = json_new_object();
    scope.memo = json_new_object();
    scope.declared = at(template, "parameters");
    scope.variables = at(template, "variables");
    scope.loops = NULL;
    scope.missing = _("the deployment has to pass it on.");
    ok = pass_parameters(s, at(properties, "parameters"), scope.parameters);
    s->deploy.scope = &scope;
    ok = ok && walk_template(s, template);
    s->deploy.scope = outer;
    json_free(scope.parameters);
    json_free(scope.memo);
    return ok;
}

static bool walk_deployment(struct search *s, const struct json *resource)
{
    const struct json *properties = at(resource, "properties");
    struct deploy_scope *outer = s->deploy.scope;
    struct deploy_scope place = *outer;
    bool inner = str_eq_fold(
        json_text(at(properties, "expressionEvaluationOptions.scope")),
        STR("inner"));
    size_t len = s->deploy.path.len;
    bool ok;

    if (!at(properties, "template"))
        return true; /* a link: what is behind it cannot be read */
    if (s->depth == DEPLOY_DEPTH)
        return deploy_fail(&s->deploy, _("it is nested too deep."));
    if (!place_text(s, resource, "resourceGroup", &place.group) ||
        !place_text(s, resource, "subscriptionId", &place.subscription))
        return false;
    s->depth++;
    buf_text(&s->deploy.path, ".properties.template");
    if (inner) {
        ok = walk_inner(s, properties, &place);
    } else {
        s->deploy.scope = &place;
        ok = walk_template(s, at(properties, "template"));
        s->deploy.scope = outer;
    }
    s->depth--;
    buf_cut(&s->deploy.path, len);
    return ok;
}

static bool wanted(struct search *s, const struct json *resource, bool *out)
{
    const struct json *condition = json_find(resource, STR("condition"));
    struct json *value;

    *out = true;
    if (!condition)
        return true;
    if (!deploy_evaluate(&s->deploy, condition, &value))
        return false;
    json_bool(value, out);
    json_free(value);
    return true;
}

static bool take_resource(struct search *s, const struct json *resource)
{
    bool is_deployment = of_type(resource, DEPLOYMENTS);
    bool is_wanted;

    if (!is_deployment && !of_type(resource, s->type))
        return true;
    if (!wanted(s, resource, &is_wanted))
        return false;
    if (!is_wanted)
        return true;
    return is_deployment ? walk_deployment(s, resource)
                         : evaluate_resource(s, resource);
}

static bool take_copies(struct search *s, const struct json *resource)
{
    const struct json *copy = json_find(resource, STR("copy"));
    struct deploy_scope *scope = s->deploy.scope;
    struct deploy_loop loop = {.outer = scope->loops};
    struct json *count;
    int64_t n = 1;
    bool ok;

    if (json_type(copy) != JSON_OBJECT)
        return take_resource(s, resource);
    if (!deploy_evaluate(&s->deploy, json_find(copy, STR("count")), &count))
        return false;
    ok = json_int(count, &n) && n >= 0 && n <= DEPLOY_LOOP;
    json_free(count);
    if (!ok)
        return deploy_fail(&s->deploy,
                           _("the count of a copy must be a number from 0 to "
                             "%d."),
                           DEPLOY_LOOP);
    loop.name = json_text(json_find(copy, STR("name")));
    scope->loops = &loop;
    for (; ok && loop.index < n; loop.index++)
        ok = take_resource(s, resource);
    scope->loops = loop.outer;
    return ok;
}

/* A list, or an object with names, as newer templates have it. */
static bool walk_template(struct search *s, const struct json *template)
{
    const struct json *resources = json_find(template, STR("resources"));
    size_t len = s->deploy.path.len;

    for (struct json_each e = json_each(resources); json_next(&e);) {
        if (e.name)
            buf_printf(&s->deploy.path, "%sresources.%s", len ? "." : "",
                       e.name);
        else
            buf_printf(&s->deploy.path, "%sresources[%zu]", len ? "." : "",
                       e.index);
        if (!take_copies(s, e.value))
            return false;
        buf_cut(&s->deploy.path, len);
    }
    return true;
}

static const struct json *policy_of(const struct json *json)
{
    return at(json, "properties.policyRule") ? at(json, "properties")
           : at(json, "policyRule")          ? json
                                             : NULL;
}

static const struct json *deployment_of(const struct json *policy)
{
    return at(policy, "policyRule.then.details.deployment.properties");
}

bool deploy_is(const struct json *json)
{
    const struct json *resources = json_find(json, STR("resources"));

    return deployment_of(policy_of(json)) != NULL ||
           json_type(resources) == JSON_ARRAY ||
           json_type(resources) == JSON_OBJECT;
}

static bool search_all(struct search *s, const struct json *json)
{
    const struct json *policy = policy_of(json);

    if (!policy)
        return walk_template(s, json);
    buf_text(&s->deploy.path,
             "policyRule.then.details.deployment.properties.template");
    return walk_inner(s, deployment_of(policy), s->deploy.scope);
}

bool deploy_find(const struct json *json, const char *type,
                 const struct deploy_given *given, struct arena *arena,
                 struct deploy_resource **out, size_t *n, struct err *err)
{
    const struct json *policy = policy_of(json);
    struct deploy_scope scope = {
        .parameters = given->parameters ? json_copy(given->parameters)
                                        : json_new_object(),
        .declared = at(policy ? policy : json, "parameters"),
        .variables = policy ? NULL : at(json, "variables"),
        .memo = json_new_object(),
        .subscription = given->subscription,
        .group = given->group,
        .location = given->location,
        .tenant = given->tenant,
        .missing = _("give it with --parameters FILE."),
    };
    struct search search = {
        .deploy = {.scope = &scope, .err = err},
        .type = type,
        .arena = arena,
    };
    bool ok;

    buf_init(&search.deploy.path);
    ok = deploy_check_given(&search.deploy) && search_all(&search, json);
    buf_done(&search.deploy.path);
    json_free(scope.parameters);
    json_free(scope.memo);
    if (ok) {
        *out = search.found;
        *n = search.n;
    }
    return ok;
}

struct json *deploy_literal(const struct json *json)
{
    struct json *copy;
    struct buf text;

    if (json_type(json) == JSON_TEXT && str_starts(json_text(json), STR("["))) {
        buf_init(&text);
        buf_char(&text, '[');
        buf_str(&text, json_text(json));
        copy = json_new_text(buf_view(&text));
        buf_done(&text);
        return copy;
    }
    if (json_type(json) != JSON_ARRAY && json_type(json) != JSON_OBJECT)
        return json_copy(json);
    copy = json_type(json) == JSON_ARRAY ? json_new_array() : json_new_object();
    for (struct json_each e = json_each(json); json_next(&e);) {
        if (e.name)
            json_set_take(copy, e.name, deploy_literal(e.value));
        else
            json_add_take(copy, deploy_literal(e.value));
    }
    return copy;
}
