/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/reading.h"

#include "model/limits.h"
#include "util/ascii.h"
#include "util/text.h"
#include "util/utf8.h"
#include "util/when.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

typedef bool fill_fn(const struct reading *reading, struct event *event,
                     struct err *err);

/* Resource types, the longer of two that begin alike first. */
static const struct {
    const char *type;
    fill_fn *fill;       /* NULL: it is refused, by name */
    const char *refused; /* N_() */
    enum event_kind kind;
} types[] = {
    {.type = "Microsoft.Security/assessments/subassessments",
     .fill = recommendation_fill,
     .kind = EVENT_RECOMMENDATION},
    {.type = "Microsoft.Security/assessments",
     .fill = recommendation_fill,
     .kind = EVENT_RECOMMENDATION},
    {.type = "Microsoft.Security/regulatoryCompliance*",
     .fill = compliance_fill,
     .kind = EVENT_COMPLIANCE},
    {.type = "Microsoft.Security/locations/alerts",
     .fill = alert_fill,
     .kind = EVENT_ALERT},
    {.type = "Microsoft.Security/alerts",
     .fill = alert_fill,
     .kind = EVENT_ALERT},
    {.type = "SecurityAlert", .fill = alert_fill, .kind = EVENT_ALERT},
    {.type = "Microsoft.Security/secureScore*",
     .refused = N_("a secure score")},
    {.type = "Microsoft.Security/attackPath*", .refused = N_("an attack path")},
    {.type = "Microsoft.Security/automations",
     .refused = N_("a workflow automation")},
    {.type = "Microsoft.Security/alertsSuppressionRules",
     .refused = N_("an alert suppression rule")},
    {.type = "Microsoft.Security/assessmentMetadata",
     .refused = N_("the metadata of an assessment")},
    {.type = "Microsoft.Security/locations",
     .refused = N_("a location of Defender for Cloud")},
};

static struct str scalar_text(const struct reading *reading,
                              const struct skim_value *value)
{
    if (value->type == JSON_OBJECT || value->type == JSON_ARRAY)
        return STR_NONE;
    return utf8_head(skim_text(value, reading->arena), LIMIT_COLUMN);
}

struct str reading_text(const struct reading *reading, enum alias_slot slot)
{
    const struct place *place = &reading->place[slot];

    return place->claim.alias ? scalar_text(reading, &place->value) : STR_NONE;
}

bool reading_open(const struct reading *reading, enum alias_slot slot,
                  enum json_type type, struct skim_value *out)
{
    const struct place *place = &reading->place[slot];
    struct skim_value inner;
    struct skim skim;
    struct str text;
    struct err ignored;

    if (!place->claim.alias)
        return false;
    if (place->value.type == type) {
        *out = place->value;
        return true;
    }
    if (place->value.type != JSON_TEXT)
        return false;
    text = str_trim(skim_text(&place->value, reading->arena));
    if (!str_starts(text, type == JSON_ARRAY ? STR("[") : STR("{")))
        return false;
    skim_init(&skim, text);
    if (!skim_whole(&skim, &inner, &ignored) || inner.type != type)
        return false;
    *out = inner;
    return true;
}

/* A member of an object, by its name without case. */
static bool inner_member(const struct skim_value *object, struct str name,
                         struct skim_value *out)
{
    struct skim in;
    struct skim_value key, value;

    if (object->type != JSON_OBJECT)
        return false;
    skim_enter(&in, object);
    while (skim_member(&in, &key, &value)) {
        if (str_eq_fold(key.raw, name) && value.type != JSON_NULL) {
            *out = value;
            return true;
        }
    }
    return false;
}

struct str path_part(struct str path, struct str name)
{
    size_t at = str_find_fold(path, name);
    struct str rest, part = STR_NONE;

    if (at == STR_NOWHERE)
        return STR_NONE;
    rest = str_sub(path, at + name.len, path.len);
    str_cut(&rest, '/', &part);
    return part;
}

struct str inner_text(const struct reading *reading,
                      const struct skim_value *object, struct str name)
{
    struct skim_value value;

    if (!inner_member(object, name, &value))
        return STR_NONE;
    return scalar_text(reading, &value);
}

struct str reading_inner(const struct reading *reading, enum alias_slot slot,
                         struct str name)
{
    const struct place *place = &reading->place[slot];

    return place->claim.alias ? inner_text(reading, &place->value, name)
                              : STR_NONE;
}

struct str reading_key(const struct reading *reading, const char *prefix,
                       struct str id)
{
    struct str head = str_of(prefix);
    char *key = arena_alloc(reading->arena, head.len + id.len + 1);

    for (size_t i = 0; i < head.len; i++)
        key[i] = head.at[i];
    for (size_t i = 0; i < id.len; i++)
        key[head.len + i] = ascii_lower(id.at[i]);
    return (struct str){.at = key, .len = head.len + id.len};
}

int64_t reading_time(struct str text)
{
    int64_t moment = 0;

    when_parse(str_trim(text), &moment);
    return moment;
}

/* Puts a member in its place, unless a better one is there. */
static void put(struct reading *reading, const struct claim *claim,
                const struct skim_value *value)
{
    struct place *place = &reading->place[claim->alias->slot];

    if (place->claim.alias && !claim_second_wins(&place->claim, claim))
        return;
    place->claim = *claim;
    place->value = *value;
}

/* Walks the object once, and what lies below "properties" on the way. */
static void gather(struct reading *reading, struct skim *in, bool inside)
{
    struct skim_value name, value;
    struct skim below;

    while (skim_name(in, &name)) {
        struct claim claim = {.inside = inside};

        claim.name = name.escaped ? skim_text(&name, reading->arena) : name.raw;
        claim.alias = alias_find(claim.name);
        if (!inside && claim.alias && claim.alias->slot == SLOT_PROPERTIES &&
            skim_descend(in, &below)) {
            gather(reading, &below, true);
            skim_ascend(in, &below);
            continue;
        }
        skim_item(in, &value);
        if (!claim.alias || claim.alias->slot == SLOT_NONE)
            continue;
        claim.blank = value.type == JSON_NULL ||
                      (value.type == JSON_TEXT && value.raw.len == 0);
        put(reading, &claim, &value);
    }
}

/* What "properties" holds when it came as text. */
static void gather_text(struct reading *reading)
{
    struct skim_value properties;
    struct skim in;

    if (!reading_open(reading, SLOT_PROPERTIES, JSON_OBJECT, &properties))
        return;
    skim_enter(&in, &properties);
    gather(reading, &in, true);
}

static bool type_matches(const char *pattern, struct str type)
{
    struct str want = str_of(pattern);

    if (str_ends(want, STR("*")))
        return str_starts_fold(type, str_sub(want, 0, want.len - 1));
    return str_eq_fold(type, want);
}

/* The row for a type, or for what the id says when there is no type. */
static size_t find_type(struct str type, struct str id)
{
    struct resource resource;
    size_t i = 0;

    resource_parse(id, &resource);
    for (; i < N(types); i++) {
        if (str_empty(type) ? resource_is(&resource, str_of(types[i].type))
                            : type_matches(types[i].type, type))
            break;
    }
    return i;
}

/* A record of the activity log about an alert (FACTS 4). */
static bool is_record(const struct reading *reading)
{
    return reading->place[SLOT_EVENT_NAME].value.type == JSON_OBJECT &&
           str_eq_fold(reading_inner(reading, SLOT_CATEGORY, STR("value")),
                       STR("Security"));
}

static bool refuse(struct str type, size_t row, struct err *err)
{
    if (row < N(types))
        return err_set(err, ERR_INPUT,
                       _("It is %s; riposte takes alerts, recommendations and "
                         "compliance assessments."),
                       _(types[row].refused));
    if (!str_empty(type))
        return err_set(err, ERR_INPUT,
                       _("It is a \"%.*s\"; riposte takes alerts, "
                         "recommendations and compliance assessments."),
                       STR_ARG(str_sub(type, 0, 120)));
    return err_set(err, ERR_INPUT,
                   _("It is no alert, recommendation or compliance "
                     "assessment: it has neither a SystemAlertId nor a type "
                     "of Microsoft.Security."));
}

static fill_fn *choose(const struct reading *reading, enum event_kind *kind,
                       struct err *err)
{
    struct str type;
    size_t row;

    *kind = EVENT_ALERT;
    if (!reading->place[SLOT_ALERT].claim.blank &&
        reading->place[SLOT_ALERT].claim.alias)
        return alert_fill;
    if (is_record(reading))
        return alert_fill;
    type = reading_text(reading, SLOT_KIND);
    row = find_type(type, reading_text(reading, SLOT_ID));
    if (row == N(types) || !types[row].fill) {
        refuse(type, row, err);
        return NULL;
    }
    *kind = types[row].kind;
    return types[row].fill;
}

static bool says_true(struct str text)
{
    return str_eq_fold(text, STR("true"));
}

/* Action and isSnapshot of an export (FACTS 8.3), in all its spellings. */
static unsigned enrichment_flags(const struct reading *reading)
{
    static const enum alias_slot slots[] = {
        SLOT_ENRICHMENT, SLOT_ENRICHMENT_OLD, SLOT_ENRICHMENT_FINDING};
    unsigned flags = 0;

    for (size_t i = 0; i < N(slots); i++) {
        if (!reading->place[slots[i]].claim.alias)
            continue;
        if (str_eq_fold(reading_inner(reading, slots[i], STR("action")),
                        STR("Delete")))
            flags |= EVENT_DELETED;
        if (says_true(reading_inner(reading, slots[i], STR("isSnapshot"))))
            flags |= EVENT_SNAPSHOT;
    }
    return flags;
}

/* What riposte caused carries its name: in the extended properties of an
 * alert, or among the tags.  Most have nothing like it anywhere. */
static unsigned own_mark(const struct reading *reading)
{
    static const enum alias_slot slots[] = {SLOT_EXTENDED, SLOT_TAGS};
    struct skim_value object, value;

    for (size_t i = 0; i < N(slots); i++) {
        if (str_find(reading->place[slots[i]].value.raw, STR("riposte")) !=
                STR_NOWHERE &&
            reading_open(reading, slots[i], JSON_OBJECT, &object) &&
            inner_member(&object, STR("riposte"), &value))
            return EVENT_OURS;
    }
    return 0;
}

bool event_read(const struct skim_value *value, struct str source, int64_t now,
                struct arena *arena, struct event *out, struct err *err)
{
    struct reading reading = {.arena = arena};
    struct event event = {.arrived = now, .changed = now, .raw = value->raw};
    struct skim in;
    fill_fn *fill;

    if (value->type != JSON_OBJECT)
        return err_set(err, ERR_INPUT, _("It is %s, not an object."),
                       json_type_name(value->type));
    if (value->raw.len > LIMIT_BODY)
        return err_set(err, ERR_INPUT,
                       _("It has %zu bytes; an event has at most %d."),
                       value->raw.len, LIMIT_BODY);
    skim_enter(&in, value);
    gather(&reading, &in, false);
    gather_text(&reading);
    fill = choose(&reading, &event.kind, err);
    if (!fill)
        return false;
    for (size_t i = 0; i < EVENT_COLUMN_N; i++)
        event.column[i] = STR_NONE;
    event.arm_id = STR_NONE;
    event.column[COLUMN_SOURCE] = source;
    event.flags = enrichment_flags(&reading) | own_mark(&reading);
    if (!fill(&reading, &event, err))
        return false;
    if (event.key.len >= LIMIT_COLUMN)
        return err_set(err, ERR_INPUT, _("Its id is longer than %d bytes."),
                       LIMIT_COLUMN);
    if (event.time == 0)
        event.time = now;
    *out = event;
    return true;
}
