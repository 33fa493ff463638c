/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/kusto.h"

#include <string.h>

#define STAGES 64

static struct json *fresh(struct kusto *kusto)
{
    struct json *rows = json_new_array();

    json_keep(kusto->arena, rows);
    return rows;
}

/* Does something to each row.  Without rows it is done once to nothing, so
 * that the query is read all the same. */
static bool each_row(struct kusto *kusto,
                     bool (*one)(struct kusto *kusto, const struct json *row,
                                 struct json *into))
{
    struct json *into = fresh(kusto);
    struct str start = kusto->rest;
    struct json *none;
    bool good = true;

    for (struct json_each e = json_each(kusto->rows); good && json_next(&e);) {
        kusto->rest = start;
        good = one(kusto, e.value, into);
    }
    if (json_length(kusto->rows) == 0) {
        none = json_new_object();
        json_keep(kusto->arena, none);
        good = one(kusto, none, fresh(kusto));
    }
    kusto->rows = into;
    return good;
}

static bool where_one(struct kusto *kusto, const struct json *row,
                      struct json *into)
{
    bool holds = false;

    if (!kusto_condition(kusto, row, &holds))
        return false;
    if (holds)
        json_add_take(into, json_copy(row));
    return true;
}

/* What a column is called that has no name of its own: the last of a path. */
static struct str last_name(struct str text)
{
    size_t at;

    while (!str_empty(text) &&
           (str_ends(text, STR(")")) || str_ends(text, STR("]")) ||
            str_ends(text, STR("'"))))
        text.len--;
    at = str_find_last_char(text, '.');
    if (at == STR_NOWHERE)
        at = str_find_last_char(text, '(');
    if (at == STR_NOWHERE)
        at = str_find_last_char(text, '\'');
    return str_trim(at == STR_NOWHERE ? text
                                      : str_sub(text, at + 1, STR_NOWHERE));
}

/* "name = value" or a value that names itself. */
static bool column(struct kusto *kusto, const struct json *row,
                   struct json *into)
{
    struct str start = str_trim(kusto->rest);
    const struct json *value;
    struct str name;

    if (!kusto_word(kusto, &name) || !kusto_eat(kusto, "=") ||
        kusto_eat(kusto, "=") || kusto_eat(kusto, "~")) {
        kusto->rest = start;
        name = STR_NONE;
    }
    if (!kusto_value(kusto, row, &value))
        return false;
    if (str_empty(name))
        name =
            last_name(str_trim(str_sub(start, 0, start.len - kusto->rest.len)));
    json_set_take(into, arena_str(kusto->arena, name).at,
                  value ? json_copy(value) : NULL);
    return true;
}

static bool columns(struct kusto *kusto, const struct json *row,
                    struct json *into)
{
    do {
        if (!column(kusto, row, into))
            return false;
    } while (kusto_eat(kusto, ","));
    return true;
}

static bool project_one(struct kusto *kusto, const struct json *row,
                        struct json *into)
{
    struct json *out = json_new_object();

    json_add_take(into, out);
    return columns(kusto, row, out);
}

static bool extend_one(struct kusto *kusto, const struct json *row,
                       struct json *into)
{
    struct json *out = json_copy(row);

    json_add_take(into, out);
    return columns(kusto, row, out);
}

static bool without_one(struct kusto *kusto, const struct json *row,
                        struct json *into)
{
    struct json *out = json_copy(row);
    struct str name;

    json_add_take(into, out);
    do {
        if (!kusto_word(kusto, &name))
            return kusto_fail(kusto, "no name");
        json_remove(out, arena_str(kusto->arena, name).at);
    } while (kusto_eat(kusto, ","));
    return true;
}

static bool where(struct kusto *kusto)
{
    return each_row(kusto, where_one);
}

static bool project(struct kusto *kusto)
{
    return each_row(kusto, project_one);
}

static bool extend(struct kusto *kusto)
{
    return each_row(kusto, extend_one);
}

static bool project_away(struct kusto *kusto)
{
    return each_row(kusto, without_one);
}

/* ---- groups ---------------------------------------------------------------*/

/* How many rows are alike; @name "": it is not told. */
static struct json *grouped(struct kusto *kusto, struct str name)
{
    struct json *out = fresh(kusto);
    struct json *counts = json_new_object();

    json_keep(kusto->arena, counts);
    for (struct json_each e = json_each(kusto->rows); json_next(&e);) {
        struct buf key;
        int64_t n = 0;

        buf_init(&key);
        json_write(e.value, JSON_COMPACT, &key);
        if (!json_int(json_find(counts, buf_view(&key)), &n))
            json_add_take(out, json_copy(e.value));
        json_set_int(counts, key.at, n + 1);
        buf_done(&key);
    }
    for (size_t i = 0; !str_empty(name) && i < json_length(out); i++) {
        struct json *row = json_element(out, i);
        struct buf key;
        int64_t n = 0;

        buf_init(&key);
        json_write(row, JSON_COMPACT, &key);
        json_int(json_find(counts, buf_view(&key)), &n);
        json_set_int(row, arena_str(kusto->arena, name).at, n);
        buf_done(&key);
    }
    return out;
}

static bool distinct(struct kusto *kusto)
{
    if (!project(kusto))
        return false;
    kusto->rows = grouped(kusto, STR_NONE);
    return true;
}

/* [name =] count() [by columns] */
static bool summarize(struct kusto *kusto)
{
    struct str start = str_trim(kusto->rest);
    struct str name;

    if (!kusto_word(kusto, &name) || !kusto_eat(kusto, "=")) {
        kusto->rest = start;
        name = STR("count_");
    }
    if (!kusto_eat(kusto, "count()"))
        return kusto_fail(kusto, "an unknown aggregation");
    if (kusto_eat_word(kusto, "by")) {
        if (!project(kusto))
            return false;
    } else {
        struct json *rows = fresh(kusto);

        for (size_t i = 0; i < json_length(kusto->rows); i++)
            json_add_take(rows, json_new_object());
        kusto->rows = rows;
    }
    kusto->rows = grouped(kusto, name);
    return true;
}

static bool count(struct kusto *kusto)
{
    struct json *rows = fresh(kusto);
    struct json *row = json_new_object();

    json_set_int(row, "Count", (int64_t)json_length(kusto->rows));
    json_add_take(rows, row);
    kusto->rows = rows;
    return true;
}

/* ---- order ----------------------------------------------------------------*/

static bool is_less(const struct json *a, const struct json *b)
{
    struct buf left, right;
    double x, y;
    bool yes;

    if (json_type(a) != JSON_TEXT && json_real(a, &x) && json_real(b, &y))
        return x < y;
    buf_init(&left);
    buf_init(&right);
    json_put_text(a, &left);
    json_put_text(b, &right);
    yes = str_cmp(buf_view(&left), buf_view(&right)) < 0;
    buf_done(&left);
    buf_done(&right);
    return yes;
}

/* The first column counts; descending unless it says "asc". */
static bool order(struct kusto *kusto)
{
    size_t n = json_length(kusto->rows);
    size_t *place = arena_array(kusto->arena, n + 1, sizeof(*place));
    struct json *out = fresh(kusto);
    bool ascends;
    struct str name;

    if (!kusto_eat_word(kusto, "by") || !kusto_word(kusto, &name))
        return kusto_fail(kusto, "no column");
    ascends = kusto_eat_word(kusto, "asc");
    if (!ascends)
        kusto_eat_word(kusto, "desc");
    for (size_t i = 0; i < n; i++) {
        const struct json *mine = json_find(json_item(kusto->rows, i), name);
        size_t k = i;

        for (; k > 0; k--) {
            const struct json *other =
                json_find(json_item(kusto->rows, place[k - 1]), name);

            if (ascends ? !is_less(mine, other) : !is_less(other, mine))
                break;
            place[k] = place[k - 1];
        }
        place[k] = i;
    }
    for (size_t i = 0; i < n; i++)
        json_add_take(out, json_copy(json_item(kusto->rows, place[i])));
    kusto->rows = out;
    return true;
}

static bool take(struct kusto *kusto)
{
    struct json *out = fresh(kusto);
    const struct json *number;
    double most;

    if (!kusto_value(kusto, NULL, &number) || !json_real(number, &most))
        return kusto_fail(kusto, "no number");
    for (size_t i = 0; i < json_length(kusto->rows) && (double)i < most; i++)
        json_add_take(out, json_copy(json_item(kusto->rows, i)));
    kusto->rows = out;
    return true;
}

static bool add_table(struct kusto *kusto)
{
    struct str name;
    struct json *more;

    if (!kusto_word(kusto, &name) || !(more = kusto->table(kusto->of, name)))
        return kusto_fail(kusto, "an unknown table");
    json_keep(kusto->arena, more);
    for (struct json_each e = json_each(more); json_next(&e);)
        json_add_take(kusto->rows, json_copy(e.value));
    return true;
}

/* ---- the query ------------------------------------------------------------*/

static const struct {
    const char *name;
    bool (*run)(struct kusto *kusto);
} stages[] = {
    {"project-away", project_away},
    {"where", where},
    {"project", project},
    {"extend", extend},
    {"distinct", distinct},
    {"summarize", summarize},
    {"count", count},
    {"order", order},
    {"sort", order},
    {"take", take},
    {"limit", take},
    {"union", add_table},
};

static bool stage(struct kusto *kusto, bool *known)
{
    *known = true;
    for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
        bool dashed = strchr(stages[i].name, '-') != NULL;

        if (dashed ? kusto_eat(kusto, stages[i].name)
                   : kusto_eat_word(kusto, stages[i].name))
            return stages[i].run(kusto);
    }
    *known = false;
    return true;
}

static bool begin(struct kusto *kusto)
{
    struct str start;
    struct str name;
    struct json *rows;
    bool known;

    kusto->rows = kusto->table(kusto->of, STR_NONE);
    if (kusto->rows) {
        json_keep(kusto->arena, kusto->rows);
        if (!stage(kusto, &known) || known)
            return known && !kusto->wrong;
    }
    start = kusto->rest;
    rows = kusto_word(kusto, &name) ? kusto->table(kusto->of, name) : NULL;
    if (!rows) {
        kusto->rest = start;
        return kusto_fail(kusto, "an unknown table");
    }
    json_keep(kusto->arena, rows);
    kusto->rows = rows;
    return true;
}

bool kusto_run(struct kusto *kusto, struct str query)
{
    bool known = true;

    kusto->rest = query;
    kusto->depth = 0;
    kusto->wrong = NULL;
    if (!begin(kusto))
        return false;
    for (int i = 0; i < STAGES && kusto_eat(kusto, "|"); i++) {
        if (!stage(kusto, &known) || !known)
            return kusto_fail(kusto, "an unknown operator");
    }
    kusto_eat(kusto, ";");
    return str_empty(str_trim(kusto->rest)) ||
           kusto_fail(kusto, "more than a query");
}
