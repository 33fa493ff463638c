/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sources.c - the one list of sources, and their settings.
 */
#include "connect/source.h"

#include "model/limits.h"
#include "util/ascii.h"
#include "util/text.h"
#include "util/when.h"

/* The one list of sources.  To add one: write connect/src_NAME.c, add it
 * here. */
#define SOURCES(X)                                                             \
    X(alerts)                                                                  \
    X(assessments)                                                             \
    X(compliance)                                                              \
    X(automations)                                                             \
    X(logicapps)

#define SOURCE_DECLARE(name) extern const struct source source_##name;
SOURCES(SOURCE_DECLARE)
#define SOURCE_ROW(name) &source_##name,
static const struct source *const sources[] = {SOURCES(SOURCE_ROW)};

#define EVERY_LEAST (1 * WHEN_SECOND)
#define EVERY_MOST  (30 * WHEN_DAY)

const struct source *source_at(size_t index)
{
    return index < sizeof(sources) / sizeof(sources[0]) ? sources[index] : NULL;
}

const struct source *source_find(struct str name)
{
    for (size_t i = 0; source_at(i); i++) {
        if (str_eq(name, str_of(sources[i]->name)))
            return sources[i];
    }
    return NULL;
}

/* As it is there, else the field's default. */
static struct str setting(const struct source *source, const struct json *with,
                          const char *name, struct arena *arena)
{
    struct buf text;
    struct str out = STR_NONE;

    buf_init(&text);
    json_put_text(json_get(with, name), &text);
    for (size_t i = 0; i < source->n_fields; i++) {
        if (str_eq(str_of(source->fields[i].name), str_of(name)))
            out = str_of(source->fields[i].fallback);
    }
    if (text.len)
        out = str_trim(buf_view(&text));
    out = arena_str(arena, out);
    buf_done(&text);
    return out;
}

static bool read_number(const struct source *source, const struct json *with,
                        const char *name, int64_t most, struct arena *arena,
                        int64_t *out, struct err *err)
{
    int64_t number;

    if (!str_int(setting(source, with, name, arena), &number) || number < 1 ||
        number > most)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" of %s must be a number from 1 to %lld."), name,
                       source->name, (long long)most);
    *out = number;
    return true;
}

static bool read_every(const struct source *source, const struct json *with,
                       struct arena *arena, int64_t *out, struct err *err)
{
    int64_t span;

    if (!when_span_parse(setting(source, with, "every", arena), &span) ||
        span < EVERY_LEAST || span > EVERY_MOST)
        return err_set(err, ERR_INPUT,
                       _("\"every\" of %s must be a span from 1s to 30d."),
                       source->name);
    *out = span;
    return true;
}

static bool subscription_valid(struct str s)
{
    return s.len <= 64 && str_made_of(s, "-");
}

static bool add_subscription(struct str part, struct arena *arena,
                             struct source_settings *set, struct err *err)
{
    if (str_starts_fold(part, STR("/subscriptions/")))
        part = str_sub(part, STR("/subscriptions/").len, part.len);
    if (!subscription_valid(part))
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" is not the id of a subscription; give its "
                         "GUID."),
                       STR_ARG(str_sub(part, 0, 80)));
    if (set->n_subscriptions == LIMIT_SCOPES)
        return err_set(err, ERR_INPUT,
                       _("A source takes at most %d subscriptions; leave the "
                         "list empty to read all."),
                       LIMIT_SCOPES);
    set->subscriptions[set->n_subscriptions++] =
        arena_textn(arena, part.at, part.len);
    return true;
}

/* Commas or spaces between them. */
static bool read_subscriptions(struct str text, struct arena *arena,
                               struct source_settings *set, struct err *err)
{
    set->subscriptions =
        arena_array(arena, LIMIT_SCOPES, sizeof(*set->subscriptions));
    while (!str_empty(text)) {
        size_t len = 0;

        while (len < text.len && text.at[len] != ',' &&
               !ascii_is_space(text.at[len]))
            len++;
        if (len > 0 &&
            !add_subscription(str_sub(text, 0, len), arena, set, err))
            return false;
        text = str_sub(text, len + 1, text.len);
    }
    return true;
}

static bool version_valid(struct str s)
{
    return s.len <= 40 && str_made_of(s, "-");
}

bool source_prepare(const struct source *source, const struct json *with,
                    const char *base, struct arena *arena,
                    struct source_settings *out, struct err *err)
{
    struct source_settings set = {.base = base};
    struct str version = setting(source, with, "api_version", arena);

    if (!field_check_all(source->fields, source->n_fields, with, err))
        return err_prefix(err, _("The settings of %s"), source->name);
    if (!version_valid(version))
        return err_set(err, ERR_INPUT,
                       _("\"api_version\" of %s must be such as 2022-01-01."),
                       source->name);
    set.api_version = version.at;
    set.findings =
        source->findings != NULL &&
        str_eq_fold(setting(source, with, "findings", arena), STR("true"));
    if (!read_every(source, with, arena, &set.every, err) ||
        !read_number(source, with, "page_limit", LIMIT_PAGES, arena,
                     &set.page_limit, err) ||
        !read_number(source, with, "sweep", 1000000, arena, &set.sweep, err) ||
        !read_subscriptions(setting(source, with, "subscriptions", arena),
                            arena, &set, err))
        return false;
    *out = set;
    return true;
}
