/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suppression.c - reading Defender's suppression rules, and writing both kinds.
 */
#include "model/suppression.h"

#include <stdio.h>

#include "model/codec.h"
#include "model/condition.h"
#include "model/limits.h"
#include "util/ascii.h"
#include "util/text.h"
#include "util/when.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static const char *const places[SUPPRESSION_PLACE_N] = {
    [SUPPRESSION_HERE] = "here",
    [SUPPRESSION_DEFENDER] = "defender",
};

const char *suppression_place_name(enum suppression_place place)
{
    return places[place];
}

static bool is_enabled(const struct suppression *s)
{
    return s->place == SUPPRESSION_HERE ||
           str_eq_fold(str_of(s->state), STR("Enabled"));
}

bool suppression_active(const struct suppression *s, int64_t now)
{
    return s->ended == 0 && (s->until == 0 || s->until > now) && is_enabled(s);
}

const char *suppression_word(const struct suppression *s, int64_t now)
{
    if (s->ended != 0)
        return _("taken away");
    if (s->until != 0 && s->until <= now)
        return _("ended");
    return is_enabled(s) ? _("in force") : _("switched off");
}

struct json *suppression_to_json(const struct suppression *s, int64_t now)
{
    struct json *out = json_new_object();

    json_set_int(out, "id", s->row);
    json_set_text(out, "place", places[s->place]);
    json_set_bool(out, "active", suppression_active(s, now));
    json_set_str(out, "armId", str_of(s->id));
    json_set_str(out, "name", str_of(s->name));
    json_set_str(out, "alertType", str_of(s->type));
    json_set_str(out, "query", str_of(s->query));
    json_set_str(out, "fault", str_of(s->fault));
    json_set_str(out, "reason", str_of(s->reason));
    json_set_str(out, "comment", str_of(s->comment));
    json_set_str(out, "state", str_of(s->state));
    json_set_str(out, "by", str_of(s->by));
    json_set_time(out, "made", s->made);
    json_set_time(out, "until", s->until);
    json_set_time(out, "ended", s->ended);
    json_set_str(out, "endedBy", str_of(s->ended_by));
    json_set_int(out, "hits", s->hits);
    json_set_time(out, "lastHit", s->last);
    return out;
}

/* ---- Defender's scope as a query ------------------------------------------*/

/* Types of entities whose name has a hyphen in events, and none in a scope. */
static const char *const hyphened[] = {
    "azure-resource",     "network-connection", "registry-key",
    "registry-value",     "security-group",     "cloud-application",
    "host-logon-session", "blob-container",     "container-image",
    "k8s-cluster",        "k8s-namespace",      "k8s-pod",
};

static const struct {
    const char *type;
    const char *field;
} fields[] = {
    {"ip", "entities.ip.address"},
    {"account", "entities.account.name"},
    {"host", "entities.host.hostname"},
    {"process", "entities.process.commandline"},
    {"file", "entities.file.name"},
    {"filehash", "entities.filehash.value"},
    {"azure-resource", "entities.azureresource.resourceid"},
    {"url", "entities.url.url"},
    {"dns", "entities.dns.domainname"},
};

const char *suppression_field(struct str entity_type)
{
    for (size_t i = 0; i < N(fields); i++) {
        if (str_eq_fold(entity_type, str_of(fields[i].type)))
            return fields[i].field;
    }
    return NULL;
}

/* What stands behind the first and the second point of a known field. */
static struct str field_type(struct str field)
{
    struct str type = STR_NONE;

    if (str_cut(&field, '.', &type) && !str_cut(&field, '.', &type))
        type = STR_NONE;
    return type;
}

static struct str field_member(struct str field)
{
    struct str part;

    str_cut(&field, '.', &part);
    str_cut(&field, '.', &part);
    return field;
}

static bool fail_field(struct str field, const char *near, struct err *err)
{
    return err_set(err, ERR_INPUT,
                   _("No entity has \"%.*s\"; did you mean %s?"),
                   STR_ARG(str_sub(field, 0, 100)), near);
}

bool suppression_field_check(struct str field, struct err *err)
{
    struct str type = field_type(field);
    const char *types[N(fields)];
    char names[N(fields)][24];
    const char *near;

    for (size_t i = 0; i < N(fields); i++) {
        struct str known = str_of(fields[i].field);
        const char *member = field_member(known).at;

        snprintf(names[i], sizeof(names[i]), "%.*s",
                 STR_ARG(field_type(known)));
        types[i] = names[i];
        if (!str_eq_fold(type, field_type(known)))
            continue;
        return str_eq_fold(field_member(field), str_of(member)) ||
               !str_nearest(field_member(field), &member, 1) ||
               fail_field(field, fields[i].field, err);
    }
    near = str_nearest(type, types, N(fields));
    for (size_t i = 0; near != NULL && i < N(fields); i++) {
        if (near == types[i])
            return fail_field(field, fields[i].field, err);
    }
    return true;
}

static bool is_word(struct str text)
{
    return text.len <= 64 && str_made_of(text, "_-");
}

bool suppression_name_valid(struct str name)
{
    return is_word(name);
}

static bool same_type(const char *hyphen, struct str type)
{
    size_t n = 0;

    for (; *hyphen != '\0'; hyphen++) {
        char c = n < type.len ? type.at[n] : '\0';

        if (*hyphen == '-')
            continue;
        if (ascii_lower(c) != *hyphen)
            return false;
        n++;
    }
    return n == type.len;
}

/* entities.azureresource.resourceid: entity["azure-resource"].resourceid. */
static bool put_field(struct str field, struct buf *out, struct err *err)
{
    struct str rest = field;
    struct str part;
    struct str type;

    if (!str_cut(&rest, '.', &part) || !str_eq_fold(part, STR("entities")) ||
        !str_cut(&rest, '.', &type) || !is_word(type) || rest.len == 0)
        return err_set(err, ERR_INPUT,
                       _("The field \"%.*s\" of its scope cannot be asked for "
                         "here."),
                       STR_ARG(str_sub(field, 0, 100)));
    for (size_t i = 0; i < N(hyphened); i++) {
        if (same_type(hyphened[i], type))
            type = str_of(hyphened[i]);
    }
    buf_text(out, "entity[");
    literal_write(type, out);
    buf_char(out, ']');
    while (str_cut(&rest, '.', &part)) {
        if (!is_word(part))
            return err_set(err, ERR_INPUT,
                           _("The field \"%.*s\" of its scope cannot be asked "
                             "for here."),
                           STR_ARG(str_sub(field, 0, 100)));
        buf_char(out, '[');
        literal_write(part, out);
        buf_char(out, ']');
    }
    return true;
}

static bool put_list(const struct json *values, struct buf *out,
                     struct err *err)
{
    size_t n = json_length(values);

    if (n == 0 || n > LIMIT_SUPPRESSION_VALUES)
        return err_set(err, ERR_INPUT,
                       _("A list in its scope must have 1 to %d values."),
                       LIMIT_SUPPRESSION_VALUES);
    buf_text(out, " in~ (");
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_text(out, ", ");
        literal_write(json_text(json_item(values, i)), out);
    }
    buf_char(out, ')');
    return true;
}

static const struct {
    const char *name; /* in the scope */
    const char *op;
} comparisons[] = {
    {"equals", "=~"},
    {"contains", "contains"},
    {"startsWith", "startswith"},
    {"endsWith", "endswith"},
};

static bool put_element(const struct json *element, struct buf *out,
                        struct err *err)
{
    const struct json *list = json_find(element, STR("in"));

    if (!put_field(json_text(json_find(element, STR("field"))), out, err))
        return false;
    if (list != NULL)
        return put_list(list, out, err);
    for (size_t i = 0; i < N(comparisons); i++) {
        const struct json *value =
            json_find(element, str_of(comparisons[i].name));

        if (json_type(value) != JSON_TEXT)
            continue;
        buf_printf(out, " %s ", comparisons[i].op);
        literal_write(json_text(value), out);
        return true;
    }
    return err_set(err, ERR_INPUT,
                   _("Its scope compares in a way that riposte does not "
                     "know."));
}

bool suppression_query(struct str type, const struct json *scope,
                       struct buf *out, struct err *err)
{
    const struct json *all = json_find(scope, STR("allOf"));
    size_t n = json_length(all);

    if (scope != NULL && json_type(all) != JSON_ARRAY)
        return err_set(err, ERR_INPUT, _("Its scope has no list \"allOf\"."));
    if (n > LIMIT_SUPPRESSION_SCOPE)
        return err_set(err, ERR_INPUT,
                       _("Its scope has more than %d conditions."),
                       LIMIT_SUPPRESSION_SCOPE);
    buf_text(out, "Kind == 'alert'");
    if (!str_eq(type, STR("*"))) {
        buf_text(out, " and AlertType =~ ");
        literal_write(type, out);
    }
    for (size_t i = 0; i < n; i++) {
        buf_text(out, " and ");
        if (!put_element(json_item(all, i), out, err))
            return false;
    }
    return true;
}

/* ---- the resource ---------------------------------------------------------*/

static const char *copy(struct arena *arena, const struct json *object,
                        const char *name, size_t limit)
{
    struct str text = json_text(json_find(object, str_of(name)));

    return arena_str(arena, str_sub(text, 0, limit)).at;
}

static int64_t moment(const struct json *object, const char *name)
{
    int64_t out;

    return when_parse(json_text(json_find(object, str_of(name))), &out) ? out
                                                                        : 0;
}

static void read_scope(const struct json *properties, struct arena *arena,
                       struct suppression *out)
{
    struct err err = {0};
    struct buf query;

    buf_init(&query);
    out->query = "";
    out->fault = "";
    if (!suppression_query(str_of(out->type),
                           json_find(properties, STR("suppressionAlertsScope")),
                           &query, &err))
        out->fault = arena_text(arena, err.text);
    else if (query.len > LIMIT_QUERY_TEXT)
        out->fault = _("Its scope is longer than a query may be.");
    else
        out->query = arena_str(arena, buf_view(&query)).at;
    buf_done(&query);
}

bool suppression_read(const struct json *resource, struct arena *arena,
                      struct suppression *out, struct err *err)
{
    const struct json *properties = json_find(resource, STR("properties"));
    struct str id = json_text(json_find(resource, STR("id")));
    size_t slash = str_find_last_char(id, '/');

    if (json_type(properties) != JSON_OBJECT || slash == STR_NOWHERE ||
        id.len > LIMIT_COLUMN ||
        str_find_fold(id, STR("/alertsSuppressionRules/")) == STR_NOWHERE)
        return err_set(err, ERR_INPUT,
                       _("An item is no suppression rule: it has no id of one "
                         "or no properties."));
    *out = (struct suppression){
        .place = SUPPRESSION_DEFENDER,
        .id = arena_str(arena, id).at,
        .name = arena_str(arena, str_sub(id, slash + 1, id.len)).at,
        .type = copy(arena, properties, "alertType", LIMIT_NAME),
        .reason = copy(arena, properties, "reason", LIMIT_REASON),
        .comment = copy(arena, properties, "comment", LIMIT_REASON),
        .state = copy(arena, properties, "state", 32),
        .by = "",
        .ended_by = "",
        .made = moment(properties, "lastModifiedUtc"),
        .until = moment(properties, "expirationDateUtc"),
    };
    if (*out->type == '\0')
        return err_set(err, ERR_INPUT,
                       _("The suppression rule %s names no type of alert."),
                       out->name);
    read_scope(properties, arena, out);
    return true;
}
