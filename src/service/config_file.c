/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config_file.c - the only door to libconfig.
 */
#include "service/config_file.h"

#include <libconfig.h>
#include <stdio.h>
#include <string.h>

#include "connect/source.h"
#include "model/limits.h"
#include "util/buf.h"
#include "util/file.h"
#include "util/text.h"

static bool at_line(const struct config *config, const config_setting_t *node,
                    struct err *err)
{
    return err_prefix(err, "%s:%u", config->path,
                      config_setting_source_line(node));
}

/* Any scalar as text; false for groups and lists. */
static bool scalar(struct config *config, const config_setting_t *node,
                   struct str *out)
{
    struct arena *arena = config->arena;

    switch (config_setting_type(node)) {
    case CONFIG_TYPE_STRING:
        *out = arena_str(arena, str_of(config_setting_get_string(node)));
        return true;
    case CONFIG_TYPE_INT:
    case CONFIG_TYPE_INT64:
        *out =
            str_of(arena_printf(arena, "%lld", config_setting_get_int64(node)));
        return true;
    case CONFIG_TYPE_FLOAT:
        *out =
            str_of(arena_printf(arena, "%g", config_setting_get_float(node)));
        return true;
    case CONFIG_TYPE_BOOL:
        *out = config_setting_get_bool(node) ? STR("true") : STR("false");
        return true;
    default:
        return false;
    }
}

static bool is_list(const config_setting_t *node)
{
    return config_setting_is_list(node) || config_setting_is_array(node);
}

static bool read_subscriptions(struct config *config, config_setting_t *node,
                               struct err *err)
{
    unsigned n = (unsigned)config_setting_length(node);
    const char **items = arena_array(config->arena, n + 1, sizeof(*items));

    if (!is_list(node)) {
        err_set(err, ERR_INPUT,
                _("subscriptions must be a list: (\"GUID\", \"GUID\")."));
        return at_line(config, node, err);
    }
    for (unsigned i = 0; i < n; i++) {
        const char *text = config_setting_get_string_elem(node, (int)i);

        if (text == NULL) {
            err_set(err, ERR_INPUT, _("A subscription must be a text."));
            return at_line(config, node, err);
        }
        items[i] = arena_text(config->arena, text);
    }
    config->subscriptions = items;
    config->n_subscriptions = n;
    return true;
}

/* Every source takes the list of subscriptions that stands at the top, unless
 * it has one of its own. */
static bool read_source(struct config *config, config_setting_t *node,
                        struct config_source *out, struct err *err)
{
    struct json *with = json_new_object();
    const char *kind = NULL;

    json_keep(config->arena, with);
    for (int i = 0; i < config_setting_length(node); i++) {
        config_setting_t *member = config_setting_get_elem(node, (unsigned)i);
        const char *name = config_setting_name(member);
        struct str value;

        if (name == NULL || !scalar(config, member, &value)) {
            err_set(err, ERR_INPUT,
                    _("A source is a group: { kind = \"…\"; every = \"30s\"; "
                      "}."));
            return at_line(config, member, err);
        }
        if (strcmp(name, "kind") == 0)
            kind = value.at;
        else
            json_set_str(with, name, value);
    }
    if (kind == NULL || source_find(str_of(kind)) == NULL) {
        err_set(err, ERR_INPUT, _("There is no kind of source \"%s\"."),
                kind != NULL ? kind : "");
        return at_line(config, node, err);
    }
    if (!field_check_all(source_find(str_of(kind))->fields,
                         source_find(str_of(kind))->n_fields, with, err))
        return at_line(config, node, err);
    *out = (struct config_source){.kind = kind, .with = with};
    return true;
}

static bool read_sources(struct config *config, config_setting_t *node,
                         struct err *err)
{
    unsigned n = (unsigned)config_setting_length(node);
    struct config_source *items =
        arena_array(config->arena, n + 1, sizeof(*items));

    if (!config_setting_is_list(node) || n > LIMIT_SOURCES) {
        err_set(err, ERR_INPUT,
                _("sources must be a list of at most %d groups: ( { kind = "
                  "\"defender-alerts\"; } )."),
                LIMIT_SOURCES);
        return at_line(config, node, err);
    }
    for (unsigned i = 0; i < n; i++) {
        if (!read_source(config, config_setting_get_elem(node, i), &items[i],
                         err))
            return false;
    }
    config->sources = items;
    config->n_sources = n;
    return true;
}

static bool no_connector(struct err *err)
{
    return err_set(err, ERR_INPUT,
                   _("A connector is a group: { name = \"…\"; kind = "
                     "\"slack\"; secret = \"env:NAME\"; }."));
}

static bool connector_settings(struct config *config, config_setting_t *node,
                               struct connector *out, const char **kind,
                               struct err *err)
{
    struct json *with = json_new_object();

    json_keep(config->arena, with);
    out->with = with;
    if (!config_setting_is_group(node))
        return no_connector(err);
    for (int i = 0; i < config_setting_length(node); i++) {
        config_setting_t *member = config_setting_get_elem(node, (unsigned)i);
        const char *name = config_setting_name(member);
        struct str value;

        if (name == NULL || !scalar(config, member, &value))
            return no_connector(err);
        if (strcmp(name, "kind") == 0)
            *kind = value.at;
        else if (strcmp(name, "name") == 0)
            out->name = value.at;
        else
            json_set_str(with, name, value);
    }
    return true;
}

/* @n: those in front of it. */
static bool read_connector(struct config *config, config_setting_t *node,
                           const struct connector *items, size_t n,
                           struct connector *out, struct err *err)
{
    const char *kind = "";

    *out = (struct connector){.name = ""};
    if (!connector_settings(config, node, out, &kind, err))
        return false;
    out->kind = connector_kind_find(str_of(kind));
    if (out->kind == NULL)
        return err_set(err, ERR_INPUT,
                       _("There is no kind of connector \"%s\"."), kind);
    if (*out->name == '\0' || strlen(out->name) > LIMIT_NAME)
        return err_set(err, ERR_INPUT,
                       _("A connector needs a name of at most %d bytes."),
                       LIMIT_NAME);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(items[i].name, out->name) == 0)
            return err_set(err, ERR_INPUT,
                           _("Two connectors have the name \"%s\"."),
                           out->name);
    }
    return connector_check(out, err);
}

static bool read_connectors(struct config *config, config_setting_t *node,
                            struct err *err)
{
    unsigned n = (unsigned)config_setting_length(node);
    struct connector *items = arena_array(config->arena, n + 1, sizeof(*items));

    if (!config_setting_is_list(node) || n > LIMIT_CONNECTORS) {
        err_set(err, ERR_INPUT,
                _("connectors must be a list of at most %d groups: ( { name = "
                  "\"…\"; kind = \"slack\"; secret = \"env:NAME\"; } )."),
                LIMIT_CONNECTORS);
        return at_line(config, node, err);
    }
    for (unsigned i = 0; i < n; i++) {
        config_setting_t *one = config_setting_get_elem(node, i);

        if (!read_connector(config, one, items, i, &items[i], err))
            return at_line(config, one, err);
    }
    config->connectors = (struct connectors){.items = items, .n = n};
    return true;
}

static bool bad_keys(const struct config *config, const config_setting_t *node,
                     struct err *err)
{
    err_set(err, ERR_INPUT,
            _("keys must hold groups of names and keys: queue : "
              "{ close = \"E\"; };"));
    return at_line(config, node, err);
}

/* keys : { queue : { close = "E"; }; }; */
static bool read_keys(struct config *config, config_setting_t *node,
                      struct err *err)
{
    struct config_key *items =
        arena_array(config->arena, LIMIT_KEYS, sizeof(*items));
    size_t n = 0;

    if (!config_setting_is_group(node))
        return bad_keys(config, node, err);
    for (int i = 0; i < config_setting_length(node); i++) {
        config_setting_t *group = config_setting_get_elem(node, (unsigned)i);

        if (!config_setting_is_group(group))
            return bad_keys(config, group, err);
        for (int k = 0; k < config_setting_length(group); k++) {
            config_setting_t *key = config_setting_get_elem(group, (unsigned)k);
            const char *text = config_setting_get_string(key);

            if (text == NULL || n == LIMIT_KEYS)
                return bad_keys(config, key, err);
            items[n++] = (struct config_key){
                .context =
                    arena_text(config->arena, config_setting_name(group)),
                .verb = arena_text(config->arena, config_setting_name(key)),
                .keys = arena_text(config->arena, text),
            };
        }
    }
    config->keys = items;
    config->n_keys = n;
    return true;
}

static bool list_of_texts(struct config *config, config_setting_t *node,
                          struct config_list *out, struct err *err)
{
    unsigned n = (unsigned)config_setting_length(node);
    struct str *texts = arena_array(config->arena, n + 1, sizeof(*texts));

    for (unsigned i = 0; i < n; i++) {
        if (!scalar(config, config_setting_get_elem(node, i), &texts[i])) {
            err_set(err, ERR_INPUT, _("A watchlist holds texts only."));
            return at_line(config, node, err);
        }
    }
    out->texts = texts;
    out->n = n;
    return true;
}

/* One text a line; blank lines and those that begin with # are left out. */
static bool list_of_file(struct config *config, struct str path,
                         struct config_list *out, struct err *err)
{
    struct str *texts = NULL;
    struct buf file;
    struct str rest;
    struct str line;

    buf_init(&file);
    if (!file_read(path.at, LIMIT_IMPORT_FILE, &file, err)) {
        buf_done(&file);
        return false;
    }
    texts = arena_array(config->arena, LIMIT_WATCHLIST, sizeof(*texts));
    rest = buf_view(&file);
    while (out->n < LIMIT_WATCHLIST && str_cut(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.len > 0 && line.at[0] != '#')
            texts[out->n++] = arena_str(config->arena, line);
    }
    buf_done(&file);
    out->texts = texts;
    return true;
}

/* watchlists : { vip = ("a", "b"); tor = "file:/etc/riposte/tor.txt"; }; */
static bool read_watchlists(struct config *config, config_setting_t *node,
                            struct err *err)
{
    unsigned n = (unsigned)config_setting_length(node);
    const struct config_list **lists =
        arena_array(config->arena, n + 1, sizeof(*lists));
    bool ok = true;

    if (!config_setting_is_group(node)) {
        err_set(err, ERR_INPUT,
                _("watchlists must be a group of lists: vip = (\"a\", "
                  "\"b\");"));
        return at_line(config, node, err);
    }
    for (unsigned i = 0; ok && i < n; i++) {
        config_setting_t *member = config_setting_get_elem(node, i);
        struct config_list *list = arena_alloc(config->arena, sizeof(*list));
        struct str text;

        list->name = arena_text(config->arena, config_setting_name(member));
        lists[i] = list;
        if (is_list(member)) {
            ok = list_of_texts(config, member, list, err);
        } else if (scalar(config, member, &text) &&
                   str_starts(text, STR("file:"))) {
            ok = list_of_file(config, str_sub(text, 5, STR_NOWHERE), list,
                              err) ||
                 at_line(config, member, err);
        } else {
            err_set(err, ERR_INPUT,
                    _("A watchlist is a list of texts, or \"file:PATH\"."));
            ok = at_line(config, member, err);
        }
    }
    config->watchlists = lists;
    return ok;
}

/* Settings that are no single value. */
static const struct {
    const char *name;
    bool (*read)(struct config *config, config_setting_t *node,
                 struct err *err);
} parts[] = {
    {"subscriptions", read_subscriptions}, {"sources", read_sources},
    {"connectors", read_connectors},       {"keys", read_keys},
    {"watchlists", read_watchlists},
};

static const struct setting *find_setting(const char *name)
{
    const struct setting *setting;

    for (size_t i = 0; (setting = setting_at(i)) != NULL; i++) {
        if (strcmp(setting->name, name) == 0)
            return setting;
    }
    return NULL;
}

/* ("a", "b"): each entry by itself, so that it may hold a comma. */
static bool read_entries(struct config *config, config_setting_t *node,
                         const struct setting *setting, struct err *err)
{
    setting->clear(setting, config);
    for (int i = 0; i < config_setting_length(node); i++) {
        config_setting_t *item = config_setting_get_elem(node, (unsigned)i);
        struct str text;

        if (!scalar(config, item, &text)) {
            err_set(err, ERR_INPUT, _("%s must be a list of texts."),
                    setting->name);
            return at_line(config, item, err);
        }
        if (!setting->take(setting, text, config, err))
            return at_line(config, item, err);
    }
    return true;
}

/* A list or a group where one value belongs, or a name that nobody knows. */
static bool no_value(const char *name, struct err *err)
{
    if (find_setting(name) != NULL)
        return err_set(err, ERR_INPUT,
                       _("%s must be one value, not a list or a group."), name);
    return setting_unknown(name, err);
}

static bool read_single(struct config *config, config_setting_t *node,
                        const char *dotted, struct err *err)
{
    const struct setting *setting = find_setting(dotted);
    struct str value;

    if (setting != NULL && setting->clear != NULL && is_list(node))
        return read_entries(config, node, setting, err);
    if (!scalar(config, node, &value)) {
        no_value(dotted, err);
        return at_line(config, node, err);
    }
    if (!setting_take(config, dotted, value, err))
        return at_line(config, node, err);
    return true;
}

/* Groups within groups: approvals : { irreversible : { quorum = 2; }; };
 * libconfig bounds how deep. */
static bool read_named(struct config *config, config_setting_t *node,
                       const char *dotted, struct err *err)
{
    if (!config_setting_is_group(node) || find_setting(dotted) != NULL)
        return read_single(config, node, dotted, err);
    for (int i = 0; i < config_setting_length(node); i++) {
        config_setting_t *member = config_setting_get_elem(node, (unsigned)i);

        if (!read_named(config, member,
                        arena_printf(config->arena, "%s.%s", dotted,
                                     config_setting_name(member)),
                        err))
            return false;
    }
    return true;
}

static bool read_top(struct config *config, config_setting_t *node,
                     struct err *err)
{
    const char *name = config_setting_name(node);

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (strcmp(parts[i].name, name) == 0)
            return parts[i].read(config, node, err);
    }
    return read_named(config, node, name, err);
}

bool config_file_read(struct config *config, struct err *err)
{
    struct buf text;
    config_t file;
    bool ok = false;

    buf_init(&text);
    config_init(&file);
    if (!file_read(config->path, LIMIT_CONFIG_FILE, &text, err))
        goto out;
    if (strlen(buf_view(&text).at) != text.len) {
        err_set(err, ERR_INPUT, _("%s is no text file."), config->path);
        goto out;
    }
    /* @include would read files that nobody has checked. */
    if (str_find(buf_view(&text), STR("@include")) != STR_NOWHERE) {
        err_set(err, ERR_INPUT, _("%s: @include is not supported."),
                config->path);
        goto out;
    }
    if (config_read_string(&file, text.at != NULL ? text.at : "") !=
        CONFIG_TRUE) {
        err_set(err, ERR_INPUT, _("%s:%d: %s."), config->path,
                config_error_line(&file), config_error_text(&file));
        goto out;
    }
    ok = true;
    for (int i = 0; ok && i < config_setting_length(config_root_setting(&file));
         i++)
        ok = read_top(
            config,
            config_setting_get_elem(config_root_setting(&file), (unsigned)i),
            err);
out:
    config_destroy(&file);
    buf_done(&text);
    return ok;
}
