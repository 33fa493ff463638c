/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_fn_convert.c - functions from one type to another, and base64.
 */
#include <math.h>

#include "engine/expr_number.h"
#include "engine/expr_part.h"
#include "util/digest.h"
#include "util/text.h"

static bool fail_reading(struct expr_call *call, const char *what)
{
    struct buf text;

    buf_init(&text);
    json_put_text(call->args[0], &text);
    expr_fail(call, _("\"%.*s\" cannot be read as %s."),
              STR_ARG(str_sub(buf_view(&text), 0, 100)), what);
    buf_done(&text);
    return false;
}

static bool read_int(const struct json *value, int64_t *out)
{
    struct str text = expr_trim(json_text(value));

    if (json_type(value) != JSON_TEXT)
        return json_int(value, out);
    if (str_starts(text, STR("+")))
        text = str_sub(text, 1, text.len);
    return text.len > 0 && (*text.at == '-' || *text.at >= '0') &&
           str_int(text, out);
}

static bool fn_int(struct expr_call *call)
{
    int64_t value;

    if (!read_int(call->args[0], &value))
        return fail_reading(call, _("an integer"));
    return expr_give_int(call, value);
}

static bool find_style(struct expr_call *call, size_t i,
                       const struct number_style **out)
{
    *out = number_style(call->n > i ? expr_text(call, i) : STR_NONE);
    return *out || expr_fail(call, _("the language \"%.*s\" is not known."),
                             STR_ARG(expr_text(call, i)));
}

static bool fn_float(struct expr_call *call)
{
    const struct number_style *style;
    const struct json *value = call->args[0];
    double real;

    if (!find_style(call, 1, &style))
        return false;
    if (json_type(value) == JSON_TEXT
            ? !number_read(json_text(value), style, &real)
            : !json_real(value, &real))
        return fail_reading(call, _("a number"));
    return expr_give_real(call, real);
}

static bool fn_is_int(struct expr_call *call)
{
    int64_t value;

    return expr_give_bool(call, read_int(call->args[0], &value));
}

static bool fn_is_float(struct expr_call *call)
{
    const struct number_style *style;
    double real;

    if (!find_style(call, 1, &style))
        return false;
    return expr_give_bool(call, number_read(expr_text(call, 0), style, &real));
}

static bool fn_format_number(struct expr_call *call)
{
    const struct number_style *style;
    struct buf text;

    if (!find_style(call, 2, &style))
        return false;
    buf_init(&text);
    if (number_put(call->args[0], expr_text(call, 1), style, &text))
        return expr_give_buf(call, &text);
    buf_done(&text);
    return expr_fail(call,
                     _("the format \"%.*s\" is not for that number; write, for "
                       "example, N2 or #,##0.00."),
                     STR_ARG(str_sub(expr_text(call, 1), 0, 100)));
}

static bool fn_bool(struct expr_call *call)
{
    const struct json *value = call->args[0];
    double number;
    bool yes;

    if (json_type(value) == JSON_INT || json_type(value) == JSON_REAL) {
        yes = json_real(value, &number) && fpclassify(number) != FP_ZERO;
    } else if (json_type(value) == JSON_TEXT) {
        struct str text = expr_trim(json_text(value));

        yes = str_eq_fold(text, STR("true"));
        if (!yes && !str_eq_fold(text, STR("false")))
            return fail_reading(call, _("true or false"));
    } else if (!json_bool(value, &yes)) {
        return fail_reading(call, _("true or false"));
    }
    return expr_give_bool(call, yes);
}

static bool fn_string(struct expr_call *call)
{
    struct buf text;

    if (json_type(call->args[0]) == JSON_TEXT)
        return expr_give_old(call, call->args[0]);
    buf_init(&text);
    expr_put_text(call->args[0], &text);
    return expr_give_buf(call, &text);
}

/* What is parsed takes ten times its text in memory. */
static bool fn_json(struct expr_call *call)
{
    struct str text = expr_text(call, 0);
    struct json *value;
    struct err why;

    if (!call->args[0])
        return expr_give_take(call, json_new_object());
    if (json_type(call->args[0]) != JSON_TEXT)
        return fail_reading(call, _("a text of JSON"));
    if (!expr_spend(call, 10 * text.len))
        return false;
    if (!json_parse(text, &value, &why))
        return expr_fail(call, "%s", why.text);
    return expr_give_take(call, value);
}

/* ---- base64 ---------------------------------------------------------------*/

static bool fn_base64(struct expr_call *call)
{
    struct buf text;

    buf_init(&text);
    digest_base64(expr_text(call, 0), &text);
    return expr_give_buf(call, &text);
}

/* Bytes that are no UTF-8 become U+FFFD, as .NET has it. */
static bool give_decoded(struct expr_call *call, struct str base64)
{
    struct buf bytes;
    struct buf text;

    buf_init(&bytes);
    if (!digest_unbase64(str_trim(base64), &bytes)) {
        buf_done(&bytes);
        return fail_reading(call, "base64");
    }
    buf_init(&text);
    expr_put_valid(buf_view(&bytes), &text);
    buf_done(&bytes);
    return expr_give_buf(call, &text);
}

static bool fn_unbase64(struct expr_call *call)
{
    return give_decoded(call, expr_text(call, 0));
}

#define BYTES "application/octet-stream"

/* Binary content as Logic Apps hold it. */
static bool give_binary(struct expr_call *call, struct str type,
                        struct str base64)
{
    struct json *object = json_new_object();

    json_set_str(object, "$content-type", type);
    json_set_str(object, "$content", base64);
    return expr_spend(call, base64.len) ? expr_give_take(call, object)
                                        : (json_free(object), false);
}

static bool fn_base64_to_binary(struct expr_call *call)
{
    struct buf bytes;
    bool ok;

    buf_init(&bytes);
    ok = digest_unbase64(str_trim(expr_text(call, 0)), &bytes);
    buf_done(&bytes);
    return ok ? give_binary(call, STR(BYTES), expr_text(call, 0))
              : fail_reading(call, "base64");
}

static bool fn_binary(struct expr_call *call)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    digest_base64(expr_text(call, 0), &text);
    ok = give_binary(call, STR(BYTES), buf_view(&text));
    buf_done(&text);
    return ok;
}

static bool fn_data_uri(struct expr_call *call)
{
    struct buf text;

    buf_init(&text);
    buf_text(&text, "data:text/plain;charset=utf-8;base64,");
    digest_base64(expr_text(call, 0), &text);
    return expr_give_buf(call, &text);
}

/* "data:text/plain;charset=utf-8;base64,aGVsbG8=" */
static bool cut_data_uri(struct expr_call *call, struct str *type,
                         struct str *base64)
{
    static const struct str begin = {.at = "data:", .len = 5};
    static const struct str end = {.at = ";base64", .len = 7};
    struct str uri = expr_text(call, 0);
    size_t comma = str_find_char(uri, ',');
    struct str head = str_sub(uri, 0, comma);

    if (!str_starts_fold(uri, begin) || comma == STR_NOWHERE ||
        !str_ends_fold(head, end))
        return fail_reading(call, _("a data URI in base64"));
    *type = str_sub(head, begin.len, head.len - begin.len - end.len);
    *base64 = str_sub(uri, comma + 1, uri.len);
    return true;
}

static bool fn_data_uri_to_string(struct expr_call *call)
{
    struct str type;
    struct str base64;

    return cut_data_uri(call, &type, &base64) && give_decoded(call, base64);
}

static bool fn_data_uri_to_binary(struct expr_call *call)
{
    struct str type;
    struct str base64;
    struct buf bytes;
    bool ok;

    if (!cut_data_uri(call, &type, &base64))
        return false;
    buf_init(&bytes);
    ok = digest_unbase64(str_trim(base64), &bytes);
    buf_done(&bytes);
    return ok ? give_binary(call, str_empty(type) ? STR(BYTES) : type, base64)
              : fail_reading(call, "base64");
}

const struct expr_fn expr_fn_convert[] = {
    {{"int", 1, 1, "v", "int(text)", N_("The integer that the text is."),
      "int('10')", "10"},
     .call = fn_int},
    {{"float", 1, 2, "vt", "float(text, language?)",
      N_("The number that the text is."), "float('10,000.333')", "10000.333"},
     .call = fn_float},
    {{"decimal", 1, 1, "v", "decimal(text)", N_("The number that the text is."),
      "decimal('10.25')", "10.25"},
     .call = fn_float},
    {{"isInt", 1, 1, "t", "isInt(text)", N_("Is the text an integer?"),
      "isInt('10')", "true"},
     .call = fn_is_int},
    {{"isFloat", 1, 2, "t", "isFloat(text, language?)",
      N_("Is the text a number?"), "isFloat('10.000,00', 'de-DE')", "true"},
     .call = fn_is_float},
    {{"formatNumber", 2, 3, "nt", "formatNumber(number, format, language?)",
      N_("The number as a text, in a format of .NET."),
      "formatNumber(1234567890, '#,##0.00', 'en-US')", "1,234,567,890.00"},
     .call = fn_format_number},
    {{"bool", 1, 1, "x", "bool(value)",
      N_("Of a number whether it is not 0; of a text whether it is true."),
      "bool('true')", "true"},
     .call = fn_bool},
    {{"string", 1, 1, "x", "string(value)",
      N_("The value as a text: nothing of null, JSON of arrays and objects."),
      "string(10)", "10"},
     .call = fn_string},
    {{"json", 1, 1, "x", "json(text)", N_("The value that the JSON text is."),
      "json('[1, 2, 3]')", "[1,2,3]"},
     .call = fn_json},
    {{"base64", 1, 1, "t", "base64(text)", N_("The text in base64."),
      "base64('hello')", "aGVsbG8="},
     .call = fn_base64},
    {{"base64ToString", 1, 1, "t", "base64ToString(text)",
      N_("The text that is written in base64."), "base64ToString('aGVsbG8=')",
      "hello"},
     .call = fn_unbase64},
    {{"decodeBase64", 1, 1, "t", "decodeBase64(text)",
      N_("The older name of base64ToString."), "decodeBase64('aGVsbG8=')",
      "hello"},
     .call = fn_unbase64},
    {{"base64ToBinary", 1, 1, "t", "base64ToBinary(text)",
      N_("Binary content of what is written in base64."),
      "base64ToBinary('aGVsbG8=')",
      "{\"$content-type\":\"application/octet-stream\","
      "\"$content\":\"aGVsbG8=\"}"},
     .call = fn_base64_to_binary},
    {{"binary", 1, 1, "t", "binary(text)", N_("Binary content of the text."),
      "binary('hello')",
      "{\"$content-type\":\"application/octet-stream\","
      "\"$content\":\"aGVsbG8=\"}"},
     .call = fn_binary},
    {{"dataUri", 1, 1, "t", "dataUri(text)", N_("A data URI of the text."),
      "dataUri('hello')", "data:text/plain;charset=utf-8;base64,aGVsbG8="},
     .call = fn_data_uri},
    {{"dataUriToString", 1, 1, "t", "dataUriToString(text)",
      N_("The text that a data URI holds."),
      "dataUriToString('data:text/plain;charset=utf-8;base64,aGVsbG8=')",
      "hello"},
     .call = fn_data_uri_to_string},
    {{"dataUriToBinary", 1, 1, "t", "dataUriToBinary(text)",
      N_("Binary content: what a data URI holds."),
      "dataUriToBinary('data:text/plain;charset=utf-8;base64,aGVsbG8=')",
      "{\"$content-type\":\"text/plain;charset=utf-8\",\"$content\":"
      "\"aGVsbG8=\"}"},
     .call = fn_data_uri_to_binary},
    {{"decodeDataUri", 1, 1, "t", "decodeDataUri(text)",
      N_("The older name of dataUriToBinary."),
      "decodeDataUri('data:text/plain;base64,aGVsbG8=')",
      "{\"$content-type\":\"text/plain\",\"$content\":\"aGVsbG8=\"}"},
     .call = fn_data_uri_to_binary},
    {.doc.name = NULL},
};
