/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/sample.h"

#include <string.h>

#include "model/envelope.h"
#include "model/canon.h"
#include "model/limits.h"
#include "service/access.h"
#include "service/desk_part.h"
#include "service/ingest.h"
#include "util/digest.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

#define DESCRIPTION_MARK "THIS IS A SAMPLE ALERT: "
/* Of one file or story. */
#define SAMPLES_MOST 200

void samples_done(struct samples *samples)
{
    mem_free(samples->rows);
}

/* @mark before what the member holds, but for one that has it already. */
static void put_mark(struct json *body, const char *member, const char *mark,
                     const char *more)
{
    struct str text = json_text(json_find(body, str_of(member)));
    struct buf marked;

    buf_init(&marked);
    if (!str_starts_fold(text, str_trim(str_of(mark))))
        buf_text(&marked, mark);
    buf_text(&marked, more);
    buf_str(&marked, text);
    json_set_str(body, member, buf_view(&marked));
    buf_done(&marked);
}

struct json *sample_of(const struct json *body, const char *mark)
{
    static const char *const gone[] = {"id", "name", "type", "AlertUri",
                                       "AlertLink"};
    static const char *const times[] = {"StartTimeUtc", "EndTimeUtc",
                                        "TimeGenerated", "ProcessingEndTime"};
    struct json *out = json_copy(body);
    char now[WHEN_TEXT_SIZE];
    char guid[GUID_SIZE];

    for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
        json_remove(out, gone[i]);
    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
        json_set_text(out, times[i], when_iso(when_now(), now));
    json_set_text(out, "SystemAlertId", digest_guid(guid));
    json_set_text(out, "Status", "Active");
    if (mark)
        put_mark(out, "AlertDisplayName", SAMPLE_MARK, mark);
    put_mark(out, "Description", DESCRIPTION_MARK, "");
    return out;
}

static void take_row(void *with, const struct ingest_item *item)
{
    struct samples *out = with;

    if (item->row == 0)
        return;
    out->rows = mem_grow(out->rows, out->n + 1, sizeof(*out->rows));
    out->rows[out->n++] = item->row;
}

bool sample_add(struct desk *desk, const struct json *sample,
                struct samples *out, struct err *err)
{
    struct ingest_count count = {0};
    struct buf text;
    bool ok;

    buf_init(&text);
    json_write(sample, JSON_COMPACT, &text);
    ok = ingest_text(desk, buf_view(&text), "sample", false, when_now(),
                     take_row, out, &count, err);
    buf_done(&text);
    if (ok && count.bad > 0) {
        *err = count.fault;
        return false;
    }
    out->fired += count.fired;
    return ok;
}

bool sample_body(struct desk *desk, int64_t row, struct json **out,
                 struct err *err)
{
    struct arena *arena = arena_new();
    struct event event;
    bool ok = events_get(desk->store, row, true, arena, &event, err);

    if (ok && event.kind != EVENT_ALERT)
        ok = err_set(err, ERR_INPUT,
                     _("Event %lld is a %s: only alerts can be made samples "
                       "of."),
                     (long long)row, event_kind_name(event.kind));
    ok = ok && canon_body(event.kind, event.raw, out, err);
    arena_free(arena);
    return ok;
}

static bool add_copy(struct desk *desk, const struct json *body,
                     struct samples *out, struct err *err)
{
    struct json *sample = sample_of(body, "");
    bool ok = sample_add(desk, sample, out, err);

    json_free(sample);
    return ok;
}

static bool no_type(struct desk *desk, const char *type, struct err *err)
{
    struct arena *arena = arena_new();
    const char **types;
    const char *near;
    size_t n;

    if (events_types(desk->store, LIMIT_RULES, arena, &types, &n, err)) {
        near = str_nearest(str_of(type), types, n);
        if (near != NULL)
            err_set(err, ERR_ABSENT,
                    _("No alert of the type %.80s was seen. The nearest is "
                      "%.80s."),
                    type, near);
        else
            err_set(err, ERR_ABSENT,
                    _("No alert of the type %.80s was seen. Take one from a "
                      "file, with --file."),
                    type);
    }
    arena_free(arena);
    return false;
}

static bool from_type(struct desk *desk, const char *type, struct samples *out,
                      struct err *err)
{
    struct json *body;
    int64_t row;
    bool ok;

    if (!events_of_type(desk->store, str_of(type), &row, err))
        return false;
    if (row == 0)
        return no_type(desk, type, err);
    if (!sample_body(desk, row, &body, err))
        return false;
    ok = add_copy(desk, body, out, err);
    json_free(body);
    return ok;
}

/* An item that is no alert is left out. */
static bool add_item(struct desk *desk, const struct skim_value *value,
                     struct samples *out, struct err *err)
{
    struct arena *arena = arena_new();
    struct json *body = NULL;
    struct event event;
    bool ok = event_read(value, STR("sample"), when_now(), arena, &event, err);

    if (ok && event.kind == EVENT_ALERT)
        ok = canon_body(event.kind, event.raw, &body, err) &&
             add_copy(desk, body, out, err);
    json_free(body);
    arena_free(arena);
    return ok;
}

static bool from_text(struct desk *desk, struct str text, struct samples *out,
                      struct err *err)
{
    struct envelope envelope;
    struct skim_value value;
    enum envelope_answer answer;

    envelope_init(&envelope, text);
    while ((answer = envelope_next(&envelope, &value, err)) != ENVELOPE_END) {
        if (answer == ENVELOPE_BAD || !add_item(desk, &value, out, err))
            return false;
        if (out->n >= SAMPLES_MOST)
            break;
    }
    return out->n > 0 || err_set(err, ERR_INPUT, _("There is no alert in it."));
}

static bool from_file(struct desk *desk, const char *path, struct samples *out,
                      struct err *err)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = file_read(path, LIMIT_JSON_TEXT, &text, err);
    if (ok && !from_text(desk, buf_view(&text), out, err))
        ok = err_prefix(err, "%s", path);
    buf_done(&text);
    return ok;
}

static const struct {
    const char *name;
    bool (*make)(struct desk *desk, const char *text, struct samples *out,
                 struct err *err);
} makers[SAMPLE_FROM_N] = {
    [SAMPLE_FROM_TYPE] = {"type", from_type},
    [SAMPLE_FROM_FILE] = {"file", from_file},
    [SAMPLE_FROM_SCENARIO] = {"scenario", sample_scenario},
};

const char *sample_from_name(enum sample_from from)
{
    return makers[from].name;
}

bool sample_make(struct desk *desk, enum sample_from from, const char *text,
                 struct samples *out, struct err *err)
{
    if (!access_may(desk, RIGHT_INGEST, err))
        return false;
    return makers[from].make(desk, text, out, err);
}

struct json *sample_blank(const char *type, const char *target)
{
    struct json *out = json_new_object();
    struct json *list = json_new_array();
    struct json *entities = json_new_array();
    struct json *one = json_new_object();

    json_set_text(out, "AlertType", type);
    json_set_text(out, "AlertDisplayName", type);
    json_set_text(out, "Description", "");
    json_set_text(out, "Severity", "High");
    json_set_text(out, "Intent", "Unknown");
    json_set_text(out, "VendorName", "riposte");
    json_set_text(out, "ProductName", "riposte");
    if (*target == '/') {
        json_set_text(one, "AzureResourceId", target);
        json_set_text(one, "Type", "AzureResource");
        json_add_take(list, one);
        json_set_text(out, "CompromisedEntity", strrchr(target, '/') + 1);
    } else {
        json_set_text(one, "$id", "1");
        json_set_text(one, "Type", "account");
        json_set_text(one, "Name", target);
        json_set_text(one, "UserPrincipalName", target);
        json_add_take(entities, one);
        json_set_text(out, "CompromisedEntity", target);
    }
    json_set_take(out, "ResourceIdentifiers", list);
    json_set_take(out, "Entities", entities);
    return out;
}
