/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/field.h"

#include "model/limits.h"
#include "util/buf.h"
#include "util/regex.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/when.h"

/* What is expected of a value, and whether it is that. */
struct rule_of_type {
    bool (*fits)(const struct field *field, struct str value);
    const char *expected; /* N_() */
};

static bool any_text(const struct field *field, struct str value)
{
    (void)field;
    (void)value;
    return true;
}

static bool one_line(const struct field *field, struct str value)
{
    (void)field;
    return str_find_char(value, '\n') == STR_NOWHERE &&
           str_find_char(value, '\r') == STR_NOWHERE;
}

static bool is_number(const struct field *field, struct str value)
{
    int64_t number;

    (void)field;
    return str_int(value, &number);
}

static bool is_bool(const struct field *field, struct str value)
{
    (void)field;
    return str_eq_fold(value, STR("true")) || str_eq_fold(value, STR("false"));
}

static bool is_span(const struct field *field, struct str value)
{
    int64_t span;

    (void)field;
    return when_span_parse(value, &span);
}

static bool is_choice(const struct field *field, struct str value)
{
    for (size_t i = 0; field->choices[i]; i++) {
        if (str_eq_fold(str_of(field->choices[i]), value))
            return true;
    }
    return false;
}

static bool is_reference(const struct field *field, struct str value)
{
    (void)field;
    return secret_reference(value);
}

static const struct rule_of_type rules[FIELD_TYPE_N] = {
    [FIELD_TEXT] = {.fits = one_line, .expected = N_("one line of text")},
    [FIELD_TEMPLATE] = {.fits = one_line,
                        .expected = N_("one line, with @{…} where a value "
                                       "of the event goes")},
    [FIELD_LONG] = {.fits = any_text, .expected = N_("text")},
    [FIELD_NUMBER] = {.fits = is_number, .expected = N_("a whole number")},
    [FIELD_BOOL] = {.fits = is_bool, .expected = N_("true or false")},
    [FIELD_SPAN] = {.fits = is_span,
                    .expected = N_("a span such as 5m, 2h or 1d")},
    [FIELD_CHOICE] = {.fits = is_choice},
    [FIELD_SECRET] = {.fits = is_reference,
                      .expected = N_("where the secret is: env:NAME, "
                                     "file:PATH, cmd:PROGRAM or cred:NAME; "
                                     "never the secret itself")},
};

/* "a, b or c" of the choices. */
static void list_choices(const struct field *field, struct buf *out)
{
    for (size_t i = 0; field->choices[i]; i++) {
        if (i > 0)
            buf_text(out, field->choices[i + 1] ? ", " : _(" or "));
        buf_text(out, field->choices[i]);
    }
}

/* The value itself is not repeated: it may be a secret put in the wrong
 * place. */
static bool unfit(const struct field *field, struct err *err)
{
    struct buf expected;

    buf_init(&expected);
    if (field->type == FIELD_CHOICE)
        list_choices(field, &expected);
    else
        buf_text(&expected, _(rules[field->type].expected));
    err_set(err, ERR_INPUT, _("\"%s\" must be %.*s."), field->name,
            STR_ARG(buf_view(&expected)));
    buf_done(&expected);
    return false;
}

/* The whole text must fit, not a part of it. */
static bool fits_pattern(const struct field *field, struct str value,
                         struct err *err)
{
    struct regex *regex;
    struct buf whole;
    bool fits;

    if (!field->pattern)
        return true;
    buf_init(&whole);
    buf_printf(&whole, "\\A(?:%s)\\z", field->pattern);
    fits = regex_new(buf_view(&whole), false, &regex, err);
    buf_done(&whole);
    if (!fits)
        return false;
    fits = regex_ask(regex, value) == REGEX_YES;
    regex_free(regex);
    if (!fits)
        err_set(err, ERR_INPUT, _("\"%s\" must fit the pattern %s."),
                field->name, field->pattern);
    return fits;
}

bool field_check(const struct field *field, struct str value, struct err *err)
{
    if (str_empty(str_trim(value))) {
        if (!field->required || field->fallback)
            return true;
        return err_set(err, ERR_INPUT, _("\"%s\" is empty; fill it in."),
                       field->name);
    }
    if (value.len > LIMIT_FIELD_TEXT)
        return err_set(err, ERR_INPUT, _("\"%s\" is longer than %d bytes."),
                       field->name, LIMIT_FIELD_TEXT);
    if (!rules[field->type].fits(field, value))
        return unfit(field, err);
    return fits_pattern(field, value, err);
}

static const struct field *find(const struct field *fields, size_t n,
                                struct str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(str_of(fields[i].name), name))
            return &fields[i];
    }
    return NULL;
}

static bool unknown(const struct field *fields, size_t n, struct str name,
                    struct err *err)
{
    const char *names[LIMIT_FIELDS];
    size_t count = n < LIMIT_FIELDS ? n : LIMIT_FIELDS;
    const char *near;

    for (size_t i = 0; i < count; i++)
        names[i] = fields[i].name;
    near = str_nearest(name, names, count);
    if (near)
        return err_set(err, ERR_INPUT,
                       _("There is no field \"%.*s\"; did you mean \"%s\"?"),
                       STR_ARG(name), near);
    return err_set(err, ERR_INPUT, _("There is no field \"%.*s\"; remove it."),
                   STR_ARG(name));
}

static bool check_member(const struct field *field, const struct json *value,
                         struct err *err)
{
    enum json_type type = json_type(value);
    struct buf text;
    bool ok;

    if (type == JSON_OBJECT || type == JSON_ARRAY)
        return unfit(field, err);
    buf_init(&text);
    json_put_text(value, &text);
    ok = field_check(field, buf_view(&text), err);
    buf_done(&text);
    return ok;
}

bool field_check_all(const struct field *fields, size_t n,
                     const struct json *object, struct err *err)
{
    struct json_each each = json_each(object);

    if (object && json_type(object) != JSON_OBJECT)
        return err_set(err, ERR_INPUT,
                       _("The fields must be an object, but they are %s."),
                       json_type_name(json_type(object)));
    while (json_next(&each)) {
        if (!find(fields, n, str_of(each.name)))
            return unknown(fields, n, str_of(each.name), err);
    }
    for (size_t i = 0; i < n; i++) {
        if (!check_member(&fields[i], json_get(object, fields[i].name), err))
            return false;
    }
    return true;
}
