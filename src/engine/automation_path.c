/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation_path.c - paths into an event: Azure's, and those of the query
 * language.
 *
 * A name that is a column here may hold more than the member of that name (a
 * status that was changed here, a product where the component is missing), so
 * all but a few are written as paths from the root of the body: $.Status.
 */

#include "engine/automation_part.h"
#include "engine/query_part.h"
#include "util/ascii.h"

#define STEPS 32

struct part {
    struct str name; /* "": index */
    int64_t index;
};

struct steps {
    struct part at[STEPS];
    size_t n;
    bool rooted;
};

/* Columns that are just that member of an alert. */
static const char *const exact_names[] = {"AlertDisplayName", "AlertType",
                                          "CompromisedEntity"};
#define N(table) (sizeof(table) / sizeof((table)[0]))

bool automation_path_exact(struct str name)
{
    for (size_t i = 0; i < N(exact_names); i++) {
        if (str_eq_fold(name, str_of(exact_names[i])))
            return true;
    }
    return false;
}

bool automation_path_is(struct str jpath, const char *path)
{
    if (str_starts(jpath, STR("$.")))
        jpath = str_sub(jpath, 2, STR_NOWHERE);
    return str_eq_fold(jpath, str_of(path));
}

static bool add(struct steps *steps, struct str name, int64_t index)
{
    if (steps->n == STEPS)
        return false;
    steps->at[steps->n++] = (struct part){.name = name, .index = index};
    return true;
}

/* [0], ['name'] or ["name"]; *rest stands behind it. */
static bool take_brackets(struct str *rest, struct steps *steps)
{
    char quote = rest->len > 1 ? rest->at[1] : '\0';
    struct str inside;
    int64_t index;
    size_t end;

    if (quote == '\'' || quote == '"') {
        inside = str_sub(*rest, 2, STR_NOWHERE);
        end = str_find_char(inside, quote);
        if (end == STR_NOWHERE || end == 0 || end + 1 >= inside.len ||
            inside.at[end + 1] != ']' ||
            str_find_char(str_sub(inside, 0, end), '\\') != STR_NOWHERE)
            return false;
        *rest = str_sub(inside, end + 2, STR_NOWHERE);
        return add(steps, str_sub(inside, 0, end), 0);
    }
    end = str_find_char(*rest, ']');
    if (end == STR_NOWHERE || !str_int(str_sub(*rest, 1, end - 1), &index) ||
        index < 0)
        return false;
    *rest = str_sub(*rest, end + 1, STR_NOWHERE);
    return add(steps, STR_NONE, index);
}

static bool take_name(struct str *rest, struct steps *steps)
{
    size_t end = 0;

    while (end < rest->len && rest->at[end] != '.' && rest->at[end] != '[')
        end++;
    if (end == 0 || !add(steps, str_sub(*rest, 0, end), 0))
        return false;
    *rest = str_sub(*rest, end, STR_NOWHERE);
    return true;
}

/* Both languages write steps alike. */
static bool split(struct str path, struct steps *steps)
{
    struct str rest = str_trim(path);

    *steps = (struct steps){.n = 0};
    if (str_eq(str_sub(rest, 0, 1), STR("$"))) {
        steps->rooted = true;
        rest = str_sub(rest, 1, STR_NOWHERE);
    } else if (!take_name(&rest, steps)) {
        return false;
    }
    while (!str_empty(rest)) {
        bool dot = rest.at[0] == '.';

        if (dot)
            rest = str_sub(rest, 1, STR_NOWHERE);
        if (dot ? !take_name(&rest, steps)
                : rest.at[0] != '[' || !take_brackets(&rest, steps))
            return false;
    }
    return steps->n > 0 && !str_empty(steps->at[0].name);
}

static bool plain(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];

        if (!ascii_is_letter(c) && c != '_' && (i == 0 || !ascii_is_digit(c)))
            return false;
    }
    return name.len > 0;
}

static void put_steps(const struct steps *steps, const char *root, char quote,
                      struct buf *out)
{
    buf_text(out, root);
    for (size_t i = 0; i < steps->n; i++) {
        const struct part *step = &steps->at[i];

        if (str_empty(step->name))
            buf_printf(out, "[%lld]", (long long)step->index);
        else if (plain(step->name))
            buf_printf(out, "%s%.*s", out->len > 0 ? "." : "",
                       STR_ARG(step->name));
        else
            buf_printf(out, "[%c%.*s%c]", quote, STR_ARG(step->name), quote);
    }
}

/* May the path stand without "$", and mean the body all the same? */
static bool needs_root(const struct steps *steps, bool exact)
{
    struct str first = steps->at[0].name;
    struct property property;

    if (!plain(first) || str_eq_fold(first, STR("entity")))
        return true;
    if (steps->n == 1 && property_known(first, &property))
        return !exact;
    return !property_common(first);
}

const char *automation_path_read(struct str jpath, bool exact,
                                 struct arena *arena)
{
    struct steps steps;
    struct buf text;
    const char *out;

    if (!split(jpath, &steps))
        return NULL;
    for (size_t i = 0; i < steps.n; i++) {
        if (str_find_char(steps.at[i].name, '"') != STR_NOWHERE)
            return NULL;
    }
    buf_init(&text);
    put_steps(&steps, needs_root(&steps, exact) ? "$" : "", '"', &text);
    out = arena_str(arena, buf_view(&text)).at;
    buf_done(&text);
    return out;
}

/* Names of columns, and where Azure's events have what they hold. */
static const struct {
    const char *name;
    const char *source; /* NULL: any of that kind */
    enum event_kind kind;
    const char *path;
} columns[] = {
    {"Severity", NULL, EVENT_ALERT, "Severity"},
    {"AlertSeverity", NULL, EVENT_ALERT, "Severity"},
    {"AlertDisplayName", NULL, EVENT_ALERT, "AlertDisplayName"},
    {"AlertName", NULL, EVENT_ALERT, "AlertDisplayName"},
    {"DisplayName", NULL, EVENT_ALERT, "AlertDisplayName"},
    {"Title", NULL, EVENT_ALERT, "AlertDisplayName"},
    {"AlertType", NULL, EVENT_ALERT, "AlertType"},
    {"CompromisedEntity", NULL, EVENT_ALERT, "CompromisedEntity"},
    {"Status", "Assessments", EVENT_RECOMMENDATION, "properties.status.code"},
    {"Status", "AssessmentsSnapshot", EVENT_RECOMMENDATION,
     "properties.status.code"},
    {"Status", NULL, EVENT_COMPLIANCE, "properties.state"},
};

static const char *column_path(const struct automation_source *source,
                               struct str name)
{
    for (size_t i = 0; i < N(columns); i++) {
        if (str_eq_fold(name, str_of(columns[i].name)) &&
            columns[i].kind == source->kind &&
            (!columns[i].source ||
             str_eq(str_of(columns[i].source), str_of(source->name))))
            return columns[i].path;
    }
    return NULL;
}

const char *automation_path_write(const struct automation_source *source,
                                  struct str property, struct arena *arena)
{
    struct property known;
    struct steps steps;
    struct buf text;
    const char *out;

    if (!split(property, &steps))
        return NULL;
    if (!steps.rooted && steps.n == 1 &&
        property_known(steps.at[0].name, &known))
        return column_path(source, steps.at[0].name);
    if (!steps.rooted && str_eq_fold(steps.at[0].name, STR("entity")))
        return NULL;
    buf_init(&text);
    put_steps(&steps, "", '\'', &text);
    out = arena_str(arena, buf_view(&text)).at;
    buf_done(&text);
    return out;
}
