/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_probe.c - makes a probe of a comparison; all that can fail fails here.
 */
#include "engine/query_part.h"

#include "util/text.h"
#include "util/when.h"

static const char *kind_text(int value)
{
    return event_kind_name((enum event_kind)value);
}

static const char *severity_text(int value)
{
    return severity_name((enum severity)value);
}

static const char *auto_text(int value)
{
    return event_auto_name((enum event_auto)value);
}

/* Numbers that are few and have names. */
static const struct naming {
    const char *(*name)(int value);
    int first; /* below it the event has none */
    int count;
} namings[EVENT_NUMBER_N] = {
    [NUMBER_KIND] = {.name = kind_text, .count = EVENT_KIND_N},
    [NUMBER_SEVERITY] = {.name = severity_text,
                         .first = SEVERITY_INFORMATIONAL,
                         .count = SEVERITY_N},
    [NUMBER_AUTO] = {.name = auto_text, .count = AUTO_N},
};

static bool naming_find(const struct naming *naming, struct str text, int *out)
{
    for (int i = naming->first; i < naming->count; i++) {
        if (str_eq_fold(text, str_of(naming->name(i)))) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool fail_name(const struct comparison *comparison,
                      const struct lex *lex, struct str text, struct err *err)
{
    struct str name = comparison->property.name;
    const char *const *values;
    size_t n = property_values(&comparison->property, &values);
    const char *near = str_nearest(text, values, n);

    if (near)
        return lex_fail(lex, comparison->value_at, err,
                        _("\"%.*s\" is no value of %.*s.  Did you mean "
                          "'%s'?"),
                        STR_ARG(text), STR_ARG(name), near);
    return lex_fail(lex, comparison->value_at, err,
                    _("\"%.*s\" is no value of %.*s, which goes from '%s' "
                      "to '%s'."),
                    STR_ARG(text), STR_ARG(name), values[0], values[n - 1]);
}

static bool fail_type(const struct comparison *comparison,
                      const struct lex *lex, const char *wanted,
                      struct err *err)
{
    struct str name = comparison->property.name;

    return lex_fail(lex, comparison->value_at, err,
                    _("%.*s is compared with %s here, and this is not one."),
                    STR_ARG(name), wanted);
}

static bool fail_op(const struct comparison *comparison, const struct lex *lex,
                    const char *wanted, struct err *err)
{
    struct str name = comparison->property.name;

    return lex_fail(lex, comparison->op_at, err,
                    _("\"%s\" cannot be asked of %.*s, which is %s."),
                    op_spelling(comparison->op), STR_ARG(name), wanted);
}

/* ---- numbers --------------------------------------------------------------*/

/* Names are read without case: there is one of each. */
static bool read_names(struct probe *probe, const struct comparison *comparison,
                       const struct naming *naming, const struct lex *lex,
                       struct err *err)
{
    for (size_t i = 0; i < probe->n_values; i++) {
        struct literal *value = &probe->values[i];
        int number;

        if (value->type != LITERAL_TEXT)
            return fail_type(comparison, lex, _("text"), err);
        if (!naming_find(naming, value->text, &number))
            return fail_name(comparison, lex, value->text, err);
        value->number = number;
    }
    return true;
}

static bool name_meets(const struct probe *probe, const struct naming *naming,
                       int number)
{
    const struct op_row *row = probe->row;
    const struct literal *values = probe->values;
    struct str name = str_of(naming->name(number));

    if (row->how == HOW_ORDER)
        return row->accepts & order_of(number, values[0].number);
    if (row->how == HOW_BETWEEN)
        return number >= values[0].number && number <= values[1].number;
    if (row->how == HOW_REGEX)
        return regex_ask(probe->regex, name) == REGEX_YES;
    for (size_t i = 0; i < probe->n_values; i++) {
        if (row->how == HOW_SAME ? number == values[i].number
                                 : op_finds(row, name, values[i].text))
            return true;
    }
    return false;
}

static bool init_named(struct probe *probe, const struct comparison *comparison,
                       const struct lex *lex, struct err *err)
{
    const struct naming *naming = &namings[comparison->property.number];
    enum how how = probe->row->how;
    bool by_name = how == HOW_SAME || how == HOW_ORDER || how == HOW_BETWEEN;

    if (how == HOW_RANGE)
        return fail_op(comparison, lex, _("no address"), err);
    if (by_name && !read_names(probe, comparison, naming, lex, err))
        return false;
    probe->masked = true;
    for (int i = naming->first; i < naming->count; i++) {
        bool meets = how != HOW_EMPTY && name_meets(probe, naming, i);

        if (meets != probe->row->negative)
            probe->mask |= 1u << i;
    }
    return true;
}

static bool init_bool(struct probe *probe, const struct comparison *comparison,
                      const struct lex *lex, struct err *err)
{
    probe->masked = true;
    if (probe->row->how == HOW_EMPTY) {
        probe->mask = probe->row->negative ? 3 : 0;
        return true;
    }
    if (probe->row->how != HOW_SAME)
        return fail_op(comparison, lex, _("true or false"), err);
    for (size_t i = 0; i < probe->n_values; i++) {
        if (probe->values[i].type != LITERAL_BOOL)
            return fail_type(comparison, lex, _("true or false"), err);
        probe->mask |= 1u << probe->values[i].number;
    }
    if (probe->row->negative)
        probe->mask = ~probe->mask & 3;
    return true;
}

/* between (datetime(…) .. 1d): the span counts from the first. */
static void span_to_time(struct literal *values)
{
    if (values[0].type != LITERAL_TIME || values[1].type != LITERAL_SPAN)
        return;
    values[1].type = LITERAL_TIME;
    values[1].relative = values[0].relative;
    values[1].offset = moment_later(values[0].offset, values[1].number);
    values[1].number = moment_later(values[0].number, values[1].number);
}

static bool init_time(struct probe *probe, const struct comparison *comparison,
                      const struct lex *lex, struct err *err)
{
    enum how how = probe->row->how;

    if (probe->row->search || how > HOW_EMPTY)
        return fail_op(comparison, lex, _("a time"), err);
    for (size_t i = 0; i < probe->n_values; i++) {
        struct literal *value = &probe->values[i];

        if (value->type == LITERAL_TEXT &&
            when_parse(value->text, &value->number))
            value->type = LITERAL_TIME;
        if (value->type != LITERAL_TIME)
            return fail_type(comparison, lex,
                             _("a time such as ago(1h) or "
                               "datetime(2026-03-05)"),
                             err);
    }
    return true;
}

static bool init_number(struct probe *probe,
                        const struct comparison *comparison,
                        const struct lex *lex, struct err *err)
{
    struct property *property = &probe->property;

    if (namings[property->number].name)
        return init_named(probe, comparison, lex, err);
    /* Acknowledged is a time, and whether there is one. */
    if (property->number == NUMBER_ACKNOWLEDGED)
        property->yesno =
            probe->n_values > 0 && probe->values[0].type == LITERAL_BOOL;
    if (property->yesno)
        return init_bool(probe, comparison, lex, err);
    return init_time(probe, comparison, lex, err);
}

/* ---- texts ----------------------------------------------------------------*/

static void free_regex(void *regex)
{
    regex_free(regex);
}

static void free_map(void *map)
{
    map_done(map);
}

static bool init_regex(struct probe *probe, const struct comparison *comparison,
                       const struct lex *lex, struct err *err)
{
    struct err why;

    if (!regex_new(probe->values[0].text, false, &probe->regex, &why))
        return lex_fail(lex, comparison->value_at, err, "%s", why.text);
    arena_defer(lex->arena, free_regex, probe->regex);
    return true;
}

static bool init_range(struct probe *probe, const struct comparison *comparison,
                       const struct lex *lex, struct err *err)
{
    struct str text = probe->values[0].text;

    if (ipv4_parse(text, &probe->network, &probe->netmask))
        return true;
    return lex_fail(lex, comparison->value_at, err,
                    _("\"%.*s\" is no range of addresses.  Write it as "
                      "'10.0.0.0/8'."),
                    STR_ARG(text));
}

static void init_set(struct probe *probe, struct arena *arena)
{
    if (probe->row->how != HOW_SAME || probe->n_values < QUERY_LIST_LOOKUP)
        return;
    for (size_t i = 0; i < probe->n_values; i++) {
        if (probe->values[i].type != LITERAL_TEXT)
            return;
    }
    probe->set = arena_alloc(arena, sizeof(*probe->set));
    map_init(probe->set, probe->row->fold);
    arena_defer(arena, free_map, probe->set);
    for (size_t i = 0; i < probe->n_values; i++)
        map_add(probe->set, probe->values[i].text);
}

static void init_ranges(struct probe *probe, struct arena *arena)
{
    struct range range;

    if (probe->row->how != HOW_SAME)
        return;
    for (size_t i = 0; i < probe->n_values; i++) {
        if (!probe->values[i].range ||
            !range_parse(probe->values[i].text, &range))
            continue;
        if (probe->ranges == NULL)
            probe->ranges =
                arena_array(arena, probe->n_values, sizeof(*probe->ranges));
        probe->ranges[probe->n_ranges++] = range;
    }
    probe->n_ranges = ranges_join(probe->ranges, probe->n_ranges);
}

/* "New" of the trigger event is stored as "Active" (FACTS 8.1). */
static void adapt_status(struct probe *probe)
{
    if (probe->property.place != PLACE_COLUMN ||
        probe->property.column != COLUMN_STATUS || probe->row->how == HOW_REGEX)
        return;
    for (size_t i = 0; i < probe->n_values; i++) {
        struct str *text = &probe->values[i].text;

        if (probe->row->fold ? str_eq_fold(*text, STR("New"))
                             : str_eq(*text, STR("New")))
            *text = STR("Active");
    }
}

/* Severities of the body go by rank too, where there is a rank to go by. */
static void adapt_rank(struct probe *probe)
{
    const struct property *property = &probe->property;
    enum severity severity;

    if ((probe->row->how != HOW_ORDER && probe->row->how != HOW_BETWEEN) ||
        property->place != PLACE_PATH || property->n_steps == 0 ||
        !str_ends_fold(property->steps[property->n_steps - 1].name,
                       STR("severity")))
        return;
    for (size_t i = 0; i < probe->n_values; i++) {
        if (probe->values[i].type != LITERAL_TEXT ||
            !severity_parse(probe->values[i].text, &severity))
            return;
        probe->values[i].number = severity;
    }
    probe->ranked = true;
}

/* A search looks for texts, whatever the literal looks like. */
static bool adapt_search(struct probe *probe,
                         const struct comparison *comparison,
                         const struct lex *lex, struct err *err)
{
    for (size_t i = 0; i < probe->n_values; i++) {
        if (probe->values[i].type == LITERAL_TIME)
            return fail_type(comparison, lex, _("text"), err);
        probe->values[i].type = LITERAL_TEXT;
    }
    if (probe->row->how == HOW_REGEX)
        return init_regex(probe, comparison, lex, err);
    if (probe->row->how == HOW_RANGE)
        return init_range(probe, comparison, lex, err);
    return true;
}

static bool init_text(struct probe *probe, const struct comparison *comparison,
                      const struct lex *lex, struct err *err)
{
    const struct literal *values = probe->values;
    enum how how = probe->row->how;

    if (probe->row->search && !adapt_search(probe, comparison, lex, err))
        return false;
    if (how == HOW_BETWEEN && values[0].type != values[1].type)
        return lex_fail(lex, comparison->value_at, err,
                        _("both ends of a range are of the same type; these "
                          "are %s and %s."),
                        literal_type_name(values[0].type),
                        literal_type_name(values[1].type));
    if ((how == HOW_BETWEEN || how == HOW_ORDER) &&
        values[0].type == LITERAL_BOOL)
        return fail_op(comparison, lex, _("true or false here"), err);
    adapt_status(probe);
    adapt_rank(probe);
    init_set(probe, lex->arena);
    init_ranges(probe, lex->arena);
    return true;
}

bool probe_init(struct probe *probe, const struct comparison *comparison,
                const struct lex *lex, struct err *err)
{
    *probe = (struct probe){
        .property = comparison->property,
        .op = comparison->op,
        .row = op_row(comparison->op),
        .values = comparison->values,
        .n_values = comparison->n_values,
    };
    if (probe->row->how == HOW_BETWEEN)
        span_to_time(probe->values);
    /* Named numbers search their names. */
    if (probe->property.place != PLACE_NUMBER)
        return init_text(probe, comparison, lex, err);
    if (probe->row->search && !adapt_search(probe, comparison, lex, err))
        return false;
    return init_number(probe, comparison, lex, err);
}

void probe_at(struct probe *probe, int64_t now)
{
    for (size_t i = 0; i < probe->n_values; i++) {
        if (probe->values[i].relative)
            probe->values[i].number =
                moment_later(now, probe->values[i].offset);
    }
}

/* ---- sharing --------------------------------------------------------------*/

static void write_part(struct str text, struct buf *out)
{
    buf_printf(out, "%zu:", text.len);
    buf_str(out, text);
}

void probe_write_key(const struct probe *probe, struct buf *out)
{
    const struct property *property = &probe->property;

    buf_printf(out, "%d %d %d %d %u %d %d ", (int)property->place,
               (int)property->column, (int)property->part,
               (int)property->number, property->flag, (int)property->yesno,
               (int)probe->op);
    write_part(property->entity, out);
    for (size_t i = 0; i < property->n_steps; i++) {
        const struct path_step *step = &property->steps[i];

        buf_printf(out, "/%d%zu ", (int)step->any, step->index);
        write_part(step->name, out);
    }
    for (size_t i = 0; i < probe->n_values; i++) {
        const struct literal *value = &probe->values[i];

        buf_printf(out, "=%d%d%d ", (int)value->type, (int)value->relative,
                   (int)value->range);
        if (value->type == LITERAL_TEXT || value->type == LITERAL_NUMBER)
            write_part(value->text, out);
        else
            buf_printf(
                out, "%lld ",
                (long long)(value->relative ? value->offset : value->number));
    }
}
