/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/canon.h"

#include <string.h>

#include "model/alias.h"
#include "model/limits.h"
#include "model/spelling.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/text.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

/* A null never takes the place of a value. */
static void put(struct json *out, const char *name, struct json *value)
{
    if (!value && json_get(out, name))
        return;
    json_set_take(out, name, value);
}

/* What a text holds when it holds an object or an array; else NULL. */
static struct json *opened(const struct json *value)
{
    struct str text = str_trim(json_text(value));
    struct json *inner = NULL;
    struct err ignored;

    if (!str_starts(text, STR("[")) && !str_starts(text, STR("{")))
        return NULL;
    return json_parse(text, &inner, &ignored) ? inner : NULL;
}

typedef const char *spell_fn(struct str name);

static struct json *respell(const struct json *from, spell_fn *spell);

/* The spelling that a member gets: its own when the other is taken, whether
 * by an exact member or by an earlier one. */
static const char *spelled(const struct json *from, const struct json *out,
                           const char *name, spell_fn *spell)
{
    const char *better = spell(str_of(name));

    if (!better || strcmp(better, name) == 0)
        return name;
    return json_get(from, better) || json_get(out, better) ? name : better;
}

/* Free names stand inside: only these two are the service's own. */
static struct json *respell_additional(const struct json *from)
{
    static const char *const known[] = {"assessedResourceType", "data"};
    struct json *out = json_new_object();
    struct json_each each = json_each(from);

    while (json_next(&each)) {
        const char *name = each.name;

        for (size_t i = 0; i < N(known); i++) {
            if (str_eq_fold(str_of(name), str_of(known[i])) &&
                !json_get(from, known[i]) && !json_get(out, known[i]))
                name = known[i];
        }
        put(out, name, each.value ? json_copy(each.value) : NULL);
    }
    return out;
}

static struct json *respell_member(const char *name, const struct json *value,
                                   spell_fn *spell)
{
    struct json *inner, *out;

    if (spell == spelling_camel && json_type(value) == JSON_OBJECT &&
        str_eq_fold(str_of(name), STR("additionalData")))
        return respell_additional(value);
    if (spell == spelling_camel &&
        str_eq_fold(str_of(name), STR("properties")) &&
        (inner = opened(value))) {
        out = respell(inner, spell);
        json_free(inner);
        return out;
    }
    return respell(value, spell);
}

/* A copy with the known names spelled the canonical way; depth is bounded by
 * the parser. */
static struct json *respell(const struct json *from, spell_fn *spell)
{
    enum json_type type = json_type(from);
    struct json_each each = json_each(from);
    struct json *out;

    if (type != JSON_OBJECT && type != JSON_ARRAY)
        return from ? json_copy(from) : NULL;
    out = type == JSON_OBJECT ? json_new_object() : json_new_array();
    while (json_next(&each)) {
        if (type == JSON_ARRAY)
            json_add_take(out, respell(each.value, spell));
        else
            put(out, spelled(from, out, each.name, spell),
                respell_member(each.name, each.value, spell));
    }
    return out;
}

/* Members of an alert whose value is more than a scalar, and whose own
 * members have known names. */
static const struct {
    const char *name;
    bool named;
} nested[] = {
    {.name = "Entities", .named = true},
    {.name = "ResourceIdentifiers", .named = true},
    {.name = "ExtendedLinks", .named = true},
    {.name = "ExtendedProperties"},
    {.name = "RemediationSteps"},
};

static struct json *alert_value(const char *canonical, const struct json *value)
{
    struct json *inner;
    struct json *out;

    for (size_t i = 0; i < N(nested); i++) {
        if (strcmp(canonical, nested[i].name) != 0)
            continue;
        inner = opened(value);
        if (!nested[i].named)
            return inner ? inner : (value ? json_copy(value) : NULL);
        out = respell(inner ? inner : value, spelling_pascal);
        json_free(inner);
        return out;
    }
    return value ? json_copy(value) : NULL;
}

/* One member of the alert, above or below "properties". */
struct member {
    const char *name;
    const struct json *value;
    struct claim claim;
};

/* All members, and for each slot or name the one that gets it. */
struct members {
    struct member *at;
    size_t n;
    size_t *winner; /* indices into at */
    size_t n_winners;
    struct arena *arena;
};

/* Do two members want the same place? */
static bool rivals(const struct alias *a, const struct alias *b)
{
    if (a->canonical && b->canonical)
        return strcmp(a->canonical, b->canonical) == 0;
    return !a->canonical && !b->canonical && a->slot == b->slot;
}

static void contest(struct members *all, size_t index)
{
    const struct member *member = &all->at[index];
    size_t i = 0;

    while (i < all->n_winners &&
           !rivals(all->at[all->winner[i]].claim.alias, member->claim.alias))
        i++;
    if (i == all->n_winners)
        all->winner[all->n_winners++] = index;
    else if (claim_second_wins(&all->at[all->winner[i]].claim, &member->claim))
        all->winner[i] = index;
}

static bool blank(const struct json *value)
{
    return !value ||
           (json_type(value) == JSON_TEXT && str_empty(json_text(value)));
}

static void collect(struct members *all, const struct json *object,
                    const struct json *skip, bool inside)
{
    struct json_each each = json_each(object);

    while (json_next(&each)) {
        struct member *member;

        if (skip && each.value == skip)
            continue;
        member = &all->at[all->n++];
        member->name = each.name;
        member->value = each.value;
        member->claim = (struct claim){.alias = alias_find(str_of(each.name)),
                                       .name = str_of(each.name),
                                       .inside = inside,
                                       .blank = blank(each.value)};
        if (member->claim.alias)
            contest(all, all->n - 1);
    }
}

static bool is_winner(const struct members *all, size_t index)
{
    for (size_t i = 0; i < all->n_winners; i++) {
        if (all->winner[i] == index)
            return true;
    }
    return false;
}

/* Its own name, with _ behind it as long as that is taken: nothing is lost
 * when both levels of a resource use one name. */
static void put_free(struct json *out, const char *name,
                     const struct json *value)
{
    struct buf free_name;

    if (!value)
        return;
    buf_init(&free_name);
    buf_text(&free_name, name);
    while (json_get(out, free_name.at))
        buf_char(&free_name, '_');
    json_set_take(out, free_name.at, json_copy(value));
    buf_done(&free_name);
}

static void put_winner(struct json *out, const struct member *member)
{
    const char *canonical = member->claim.alias->canonical;

    if (canonical)
        put(out, canonical, alert_value(canonical, member->value));
    else
        put(out, member->name, member->value ? json_copy(member->value) : NULL);
}

static bool missing(const struct json *body, const char *name)
{
    return blank(json_get(body, name));
}

static void fill(struct json *body, const char *name, struct str text)
{
    if (missing(body, name) && !str_empty(text))
        json_set_str(body, name, text);
}

/* A record of the activity log says some things in its own words (FACTS 4);
 * they are kept, and said again where a playbook looks for them. */
static void fill_record(struct json *body)
{
    const struct json *status = json_get(body, "Status");

    fill(body, "SystemAlertId",
         alert_name_of(json_text(json_find(body, STR("id")))));
    if (!str_eq_fold(json_text(json_at(body, STR("category.value"))),
                     STR("Security")))
        return;
    fill(body, "AlertDisplayName",
         json_text(json_at(body, STR("eventName.value"))));
    if (missing(body, "StartTimeUtc"))
        fill(body, "TimeGenerated",
             json_text(json_find(body, STR("eventTimestamp"))));
    if (json_type(status) == JSON_OBJECT) {
        struct json *object = json_copy(status);

        json_set_str(body, "Status",
                     json_text(json_find(object, STR("value"))));
        put_free(body, "status", object);
        json_free(object);
    }
}

static struct json *alert_body(const struct json *raw, struct arena *arena)
{
    struct json *out = json_new_object();
    const struct json *properties = json_find(raw, STR("properties"));
    struct json *text = opened(properties);
    const struct json *inner = text ? text : properties;
    struct members all = {.arena = arena};
    bool hoist = json_type(inner) == JSON_OBJECT;
    size_t most = json_length(raw) + (hoist ? json_length(inner) : 0);

    all.at = arena_array(arena, most, sizeof(*all.at));
    all.winner = arena_array(arena, most, sizeof(*all.winner));
    collect(&all, raw, hoist ? properties : NULL, false);
    if (hoist)
        collect(&all, inner, NULL, true);
    for (size_t i = 0; i < all.n; i++) {
        if (all.at[i].claim.alias && is_winner(&all, i))
            put_winner(out, &all.at[i]);
    }
    for (size_t i = 0; i < all.n; i++) {
        if (all.at[i].claim.alias ? !is_winner(&all, i)
                                  : all.at[i].value != NULL)
            put_free(out, all.at[i].name, all.at[i].value);
        else if (!all.at[i].claim.alias)
            put(out, all.at[i].name, NULL);
    }
    fill_record(out);
    json_free(text);
    return out;
}

bool canon_body(enum event_kind kind, struct str raw, struct json **out,
                struct err *err)
{
    struct json *json;
    struct arena *arena;

    if (raw.len > LIMIT_BODY)
        return err_set(err, ERR_INPUT,
                       _("The event has %zu bytes; at most %d are read."),
                       raw.len, LIMIT_BODY);
    if (!json_parse(raw, &json, err))
        return false;
    if (json_type(json) != JSON_OBJECT) {
        err_set(err, ERR_INPUT, _("The event is %s, not an object."),
                json_type_name(json_type(json)));
        json_free(json);
        return false;
    }
    arena = arena_new();
    *out = kind == EVENT_ALERT ? alert_body(json, arena)
                               : respell(json, spelling_camel);
    arena_free(arena);
    json_free(json);
    return true;
}
