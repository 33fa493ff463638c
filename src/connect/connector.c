/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/connector.h"

#include "connect/hosts.h"
#include "util/text.h"

/* The one list of kinds of connector. */
#define CONNECTORS(X)                                                          \
    X(servicenow)                                                              \
    X(jira)                                                                    \
    X(teams)                                                                   \
    X(slack)                                                                   \
    X(pagerduty)                                                               \
    X(devops)                                                                  \
    X(loganalytics)                                                            \
    X(keyvault)                                                                \
    X(storage)                                                                 \
    X(functionapp)

#define CONNECTOR_DECLARE(name)                                                \
    extern const struct connector_kind connector_##name;
CONNECTORS(CONNECTOR_DECLARE)
#define CONNECTOR_ROW(name) &connector_##name,
static const struct connector_kind *const kinds[] = {CONNECTORS(CONNECTOR_ROW)};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

const struct connector_kind *connector_kind_at(size_t index)
{
    return index < KINDS ? kinds[index] : NULL;
}

const struct connector_kind *connector_kind_find(struct str name)
{
    for (size_t i = 0; i < KINDS; i++) {
        if (str_eq(name, str_of(kinds[i]->name)))
            return kinds[i];
    }
    return NULL;
}

struct str connector_text(const struct connector *connector, const char *name)
{
    const struct connector_kind *kind = connector->kind;
    struct str text = json_text(json_get(connector->with, name));

    for (size_t i = 0; str_empty(text) && i < kind->n_fields; i++) {
        if (str_eq(str_of(kind->fields[i].name), str_of(name)))
            text = str_of(kind->fields[i].fallback);
    }
    return text;
}

bool connector_check(const struct connector *connector, struct err *err)
{
    struct str url = connector_text(connector, "url");
    struct str user = connector_text(connector, "user");

    if (!field_check_all(connector->kind->fields, connector->kind->n_fields,
                         connector->with, err))
        return false;
    /* Basic ends the name at the first colon (RFC 7617). */
    if (str_find_char(user, ':') != STR_NOWHERE)
        return err_set(err, ERR_INPUT,
                       _("The user of a connector cannot hold a colon."));
    if (connector->kind->check && !connector->kind->check(connector, err))
        return false;
    return str_empty(url) || hosts_check(url, err);
}

const char *connector_url(const struct connector *connector, const char *path,
                          struct arena *arena)
{
    struct str url = connector_text(connector, "url");

    while (str_ends(url, STR("/")))
        url.len--;
    return arena_printf(arena, "%.*s%s", STR_ARG(url), path);
}

void connector_sign_in(const struct connector *connector, struct arena *arena,
                       struct request *out)
{
    out->user = arena_str(arena, connector_text(connector, "user")).at;
    out->secret = arena_str(arena, connector_text(connector, "secret")).at;
}

static bool names(const struct connector *connector,
                  const struct connector_kind *kind, struct str name)
{
    return connector->kind == kind &&
           (str_empty(name) || str_eq(name, str_of(connector->name)));
}

const struct connector *connectors_find(const struct connectors *connectors,
                                        const struct connector_kind *kind,
                                        struct str name, struct err *err)
{
    const struct connector *found = NULL;
    size_t n = connectors ? connectors->n : 0;

    name = str_trim(name);
    for (size_t i = 0; i < n; i++) {
        if (!names(&connectors->items[i], kind, name))
            continue;
        if (found) {
            err_set(err, ERR_INPUT,
                    _("There are several connectors of the kind %s; name one "
                      "in the action's field \"connector\"."),
                    kind->name);
            return NULL;
        }
        found = &connectors->items[i];
    }
    if (!found && str_empty(name))
        err_set(err, ERR_LOCAL,
                _("There is no connector of the kind %s; add one to "
                  "\"connectors\" in riposte.conf."),
                kind->name);
    else if (!found)
        err_set(err, ERR_LOCAL,
                _("There is no connector \"%.*s\" of the kind %s; add it to "
                  "\"connectors\" in riposte.conf."),
                STR_ARG(str_sub(name, 0, 64)), kind->name);
    return found;
}

const struct connector *connectors_stand(const struct connectors *connectors,
                                         const struct connector_kind *kind,
                                         struct str name, struct err *err)
{
    for (size_t i = 0; connectors && i < connectors->n; i++) {
        if (!str_empty(name) && names(&connectors->items[i], kind, name))
            return &connectors->items[i];
    }
    return connectors_find(connectors, kind, STR_NONE, err);
}
