/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation_term.c - one comparison: Azure's rule, and a condition here.
 */
#include <stdio.h>

#include "engine/automation_part.h"
#include "engine/query_part.h"
#include "util/text.h"

enum type { TYPE_STRING, TYPE_INTEGER, TYPE_NUMBER, TYPE_BOOLEAN, TYPE_N };
#define NUMBERS (1u << TYPE_INTEGER | 1u << TYPE_NUMBER)
#define TEXTS   (1u << TYPE_STRING)

static const char *const types[TYPE_N] = {"String", "Integer", "Number",
                                          "Boolean"};

/* For text the comparison minds no case, for the others it cannot. */
static const struct {
    const char *name;
    unsigned types;
    enum op text;
    enum op other;
} operators[] = {
    {"Equals", TEXTS | NUMBERS | 1u << TYPE_BOOLEAN, OP_EQ_FOLD, OP_EQ},
    {"NotEquals", TEXTS | NUMBERS | 1u << TYPE_BOOLEAN, OP_NE_FOLD, OP_NE},
    {"GreaterThan", NUMBERS, OP_N, OP_GT},
    {"GreaterThanOrEqualTo", NUMBERS, OP_N, OP_GE},
    {"LesserThan", NUMBERS, OP_N, OP_LT},
    {"LesserThanOrEqualTo", NUMBERS, OP_N, OP_LE},
    {"Contains", TEXTS, OP_CONTAINS, OP_N},
    {"StartsWith", TEXTS, OP_STARTS, OP_N},
    {"EndsWith", TEXTS, OP_ENDS, OP_N},
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

static const char *const severities[] = {"Informational", "Low", "Medium",
                                         "High"};

static struct str text_of(const struct json *term, const char *name)
{
    return json_text(json_find(term, str_of(name)));
}

static bool find_type(struct str name, enum type *out)
{
    for (int i = 0; i < TYPE_N; i++) {
        if (str_eq_fold(name, str_of(types[i]))) {
            *out = (enum type)i;
            return true;
        }
    }
    return false;
}

static int severity_rank(struct str text)
{
    for (int i = 0; i < (int)N(severities); i++) {
        if (str_eq_fold(text, str_of(severities[i])))
            return i;
    }
    return -1;
}

/* ---- reading ---- */

/* A text is taken as it is, unless it looks like a literal. */
static const char *text_value(struct str text, struct arena *arena)
{
    char first = text.len > 0 ? text.at[0] : '\0';
    struct buf quoted;
    const char *out;

    if (str_trim(text).len == text.len && first != '\'' && first != '"' &&
        first != '@')
        return arena_str(arena, text).at;
    buf_init(&quoted);
    buf_char(&quoted, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\'' || text.at[i] == '\\')
            buf_char(&quoted, '\\');
        buf_char(&quoted, text.at[i]);
    }
    buf_char(&quoted, '\'');
    out = arena_str(arena, buf_view(&quoted)).at;
    buf_done(&quoted);
    return out;
}

static const char *other_value(enum type type, struct str text,
                               struct arena *arena)
{
    int64_t whole;
    double real;

    text = str_trim(text);
    if (type == TYPE_BOOLEAN)
        return str_eq_fold(text, STR("true"))    ? "true"
               : str_eq_fold(text, STR("false")) ? "false"
                                                 : NULL;
    if (str_int(text, &whole))
        return arena_printf(arena, "%lld", (long long)whole);
    if (type == TYPE_INTEGER || !str_real(text, &real) ||
        str_find_char(text, 'e') != STR_NOWHERE ||
        str_find_char(text, 'E') != STR_NOWHERE)
        return NULL;
    return arena_str(arena, text).at;
}

static bool read_operator(const struct json *term, enum type type, enum op *out,
                          struct err *why)
{
    struct str name = text_of(term, "operator");

    for (size_t i = 0; i < N(operators); i++) {
        if (!str_eq_fold(name, str_of(operators[i].name)))
            continue;
        if (!(operators[i].types & 1u << type))
            return err_set(why, ERR_INPUT, _("%s does not apply to %s"),
                           operators[i].name, types[type]);
        *out = type == TYPE_STRING ? operators[i].text : operators[i].other;
        return true;
    }
    return err_set(why, ERR_INPUT, _("the operator \"%.*s\" is not known"),
                   STR_ARG(str_sub(name, 0, 80)));
}

/* The column of the severity compares by rank, which is the same for the four
 * severities that there are. */
static bool is_exact(const struct automation_source *source, struct str path,
                     enum type type, enum op op, struct str value)
{
    if (source->kind != EVENT_ALERT || type != TYPE_STRING)
        return false;
    if (str_starts(path, STR("$.")))
        path = str_sub(path, 2, STR_NOWHERE);
    if (str_eq_fold(path, STR("Severity")))
        return (op == OP_EQ_FOLD || op == OP_NE_FOLD) &&
               severity_rank(value) >= 0;
    return automation_path_exact(path);
}

bool automation_term_read(const struct automation_source *source,
                          const struct json *term, struct arena *arena,
                          struct condition *out, struct err *why)
{
    struct str path = text_of(term, "propertyJPath");
    struct str given = text_of(term, "propertyType");
    const struct json *expected = json_find(term, STR("expectedValue"));
    enum type type = TYPE_STRING;
    const char *property;
    const char *value;
    enum op op = OP_EQ;

    if (str_empty(path))
        return err_set(why, ERR_INPUT, _("there is no propertyJPath"));
    if (!str_empty(given) && !find_type(given, &type))
        return err_set(why, ERR_INPUT, _("the type \"%.*s\" is not known"),
                       STR_ARG(str_sub(given, 0, 80)));
    if (json_type(expected) != JSON_TEXT)
        return err_set(why, ERR_INPUT, _("there is no expectedValue"));
    if (!read_operator(term, type, &op, why))
        return false;
    property = automation_path_read(
        path, is_exact(source, path, type, op, json_text(expected)), arena);
    if (!property)
        return err_set(why, ERR_INPUT, _("the path \"%.*s\" has no equivalent"),
                       STR_ARG(str_sub(path, 0, 200)));
    value = type == TYPE_STRING ? text_value(json_text(expected), arena)
                                : other_value(type, json_text(expected), arena);
    if (!value)
        return err_set(why, ERR_INPUT, _("\"%.*s\" is no %s"),
                       STR_ARG(str_sub(json_text(expected), 0, 80)),
                       types[type]);
    *out = (struct condition){.property = arena_text(arena, property),
                              .op = op,
                              .value = arena_text(arena, value)};
    return true;
}

/* The policies write these where a filter is not set. */
bool automation_term_filler(const struct automation_source *source,
                            const struct json *term)
{
    struct str path = text_of(term, "propertyJPath");
    struct str value = text_of(term, "expectedValue");

    if (!str_eq_fold(text_of(term, "operator"), STR("Contains")))
        return false;
    if (source->kind == EVENT_ALERT)
        return automation_path_is(path, "Version") && str_eq(value, STR("3."));
    return source->kind == EVENT_RECOMMENDATION &&
           automation_path_is(path, "type") &&
           str_eq_fold(value, STR("Microsoft.Security/assessments"));
}

/* ---- writing ---- */

static bool refuse(const struct condition *condition, struct err *err,
                   const char *why)
{
    struct buf text;

    buf_init(&text);
    condition_write(condition, &text);
    err_set(err, ERR_INPUT, _("the condition %.*s has no equivalent: %s"),
            STR_ARG(str_sub(buf_view(&text), 0, 200)), why);
    buf_done(&text);
    return false;
}

static void add_term(struct json *out, const char *path, enum type type,
                     const char *operator, struct str value)
{
    struct json *term = json_new_object();

    json_set_text(term, "propertyJPath", path);
    json_set_text(term, "propertyType", types[type]);
    json_set_str(term, "expectedValue", value);
    json_set_text(term, "operator", operator);
    json_add_take(out, term);
}

/* One value as it was typed, without quotes and escapes. */
static bool plain_value(struct str text, struct arena *arena, struct str *out)
{
    struct lex lex;
    struct err ignored;
    char first = text.len > 0 ? text.at[0] : '\0';

    *out = text;
    if (first != '\'' && first != '"' && first != '@')
        return true;
    lex_init(&lex, text, arena);
    if (!lex_next(&lex, &ignored) || lex.token != TOKEN_TEXT)
        return true;
    *out = lex.value;
    return lex_next(&lex, &ignored) && lex.token == TOKEN_END;
}

/* Every severity that the operator lets through. */
static bool write_severities(const struct condition *condition,
                             struct arena *arena, struct json *out,
                             struct err *err)
{
    struct str value;
    int rank;

    if (!plain_value(str_of(condition->value), arena, &value) ||
        (rank = severity_rank(value)) < 0)
        return refuse(condition, err, _("alerts have no such severity"));
    for (int i = 0; i < (int)N(severities); i++) {
        bool takes = condition->op == OP_LT   ? i < rank
                     : condition->op == OP_LE ? i <= rank
                     : condition->op == OP_GT ? i > rank
                     : condition->op == OP_GE ? i >= rank
                     : condition->op == OP_NE ? i != rank
                                              : i == rank;

        if (takes)
            add_term(out, "Severity", TYPE_STRING, "Equals",
                     str_of(severities[i]));
    }
    return json_length(out) > 0 ||
           refuse(condition, err, _("no severity satisfies it"));
}

/* A list of texts: one term for each, of which one must hold. */
static bool write_list(const struct condition *condition, const char *path,
                       struct arena *arena, struct json *out, struct err *err)
{
    struct str rest = str_trim(str_of(condition->value));

    if (str_starts(rest, STR("(")) && str_ends(rest, STR(")")))
        rest = str_sub(rest, 1, rest.len - 2);
    if (str_starts_fold(rest, STR("watchlist(")))
        return refuse(condition, err, _("Azure has no watchlists"));
    while (!str_empty(rest = str_trim(rest))) {
        size_t cut = 0;
        char quote = rest.at[0];
        struct str value;

        if (quote == '\'' || quote == '"') {
            for (cut = 1; cut < rest.len && rest.at[cut] != quote; cut++)
                cut += rest.at[cut] == '\\';
        }
        while (cut < rest.len && rest.at[cut] != ',')
            cut++;
        if (!plain_value(str_trim(str_sub(rest, 0, cut)), arena, &value))
            return refuse(condition, err, _("its list cannot be read"));
        add_term(out, path, TYPE_STRING, "Equals", value);
        rest = str_sub(rest, cut + 1, STR_NOWHERE);
    }
    return json_length(out) > 0 ||
           refuse(condition, err, _("its list is empty"));
}

static bool write_other(const struct condition *condition, const char *path,
                        const char *operator, struct json * out,
                        struct err *err)
{
    struct str value = str_trim(str_of(condition->value));
    int64_t whole;
    double real;
    bool yes = str_eq_fold(value, STR("true"));

    if (yes || str_eq_fold(value, STR("false"))) {
        if (condition->op != OP_EQ && condition->op != OP_NE)
            return refuse(condition, err, _("booleans have no order"));
        add_term(out, path, TYPE_BOOLEAN, operator, value);
        return true;
    }
    if (!str_int(value, &whole) && !str_real(value, &real))
        return refuse(condition, err,
                      condition->op == OP_EQ || condition->op == OP_NE
                          ? _("Azure minds no case; use =~ or !~")
                          : _("Azure orders numbers only"));
    add_term(out, path,
             str_int(value, &whole) ? TYPE_INTEGER : TYPE_NUMBER, operator,
             value);
    return true;
}

static bool write_op(const struct condition *condition, const char *path,
                     struct arena *arena, struct json *out, struct err *err)
{
    struct str value;

    if (condition->op == OP_IN_FOLD)
        return write_list(condition, path, arena, out, err);
    for (size_t i = 0; i < N(operators); i++) {
        if (operators[i].other == condition->op)
            return write_other(condition, path, operators[i].name, out, err);
        if (operators[i].text != condition->op)
            continue;
        if (!plain_value(str_of(condition->value), arena, &value))
            return refuse(condition, err, _("its value cannot be read"));
        add_term(out, path, TYPE_STRING, operators[i].name, value);
        return true;
    }
    return refuse(condition, err, _("Azure has no such operator"));
}

bool automation_term_write(const struct automation_source *source,
                           const struct condition *condition, struct json **out,
                           struct err *err)
{
    struct arena *arena = arena_new();
    struct json *terms = json_new_array();
    const char *path;
    bool ranked;
    bool ok;

    if (condition->query) {
        ok = refuse(condition, err,
                    _("Azure has no query language; write rows instead"));
        goto out;
    }
    path = automation_path_write(source, str_of(condition->property), arena);
    ranked = path && source->kind == EVENT_ALERT &&
             str_eq_fold(str_of(condition->property), str_of(path)) &&
             str_eq(str_of(path), STR("Severity")) &&
             (condition->op <= OP_NE ||
              (condition->op >= OP_LT && condition->op <= OP_GE));
    if (!path)
        ok = refuse(condition, err, _("events in Azure have no such property"));
    else if (ranked)
        ok = write_severities(condition, arena, terms, err);
    else
        ok = write_op(condition, path, arena, terms, err);
out:
    arena_free(arena);
    if (ok)
        *out = terms;
    else
        json_free(terms);
    return ok;
}
