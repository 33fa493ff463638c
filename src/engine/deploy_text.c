/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deploy_text.c - functions on text.
 */

#include "engine/deploy_part.h"
#include "engine/expr.h"
#include "engine/wdl_part.h"
#include "model/limits.h"
#include "util/ascii.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/url.h"
#include "util/when.h"

#define ANY 64
/* The longest "{63}" of a format. */
#define PLACE 8

bool deploy_arg_text(const struct deploy_call *call, size_t i, struct str *out)
{
    if (json_type(call->args[i]) == JSON_TEXT) {
        *out = json_text(call->args[i]);
        return true;
    }
    return deploy_fail(call->deploy, _("argument %zu of %.*s() must be text."),
                       i + 1, STR_ARG(call->name));
}

/* What goes on beyond that is not made: it may be longer than any machine. */
static bool is_moderate(const struct buf *text)
{
    return text->len <= LIMIT_IMPORT_FILE;
}

/* What was written becomes the answer, unless it is too long. */
static bool give_text(const struct deploy_call *call, struct buf *text,
                      struct json **out)
{
    bool ok = is_moderate(text);

    if (ok)
        *out = json_new_text(buf_view(text));
    buf_done(text);
    return ok || deploy_fail(call->deploy, _("%.*s() gives too long a text."),
                             STR_ARG(call->name));
}

static bool concat_arrays(const struct deploy_call *call, struct json **out)
{
    struct json *all = json_new_array();

    for (size_t i = 0; i < call->n; i++) {
        for (struct json_each e = json_each(call->args[i]); json_next(&e);)
            json_add_take(all, json_copy(e.value));
    }
    *out = all;
    return true;
}

static bool fn_concat(const struct deploy_call *call, struct json **out)
{
    struct buf text;

    if (json_type(call->args[0]) == JSON_ARRAY)
        return concat_arrays(call, out);
    buf_init(&text);
    for (size_t i = 0; i < call->n; i++)
        expr_put_text(call->args[i], &text);
    return give_text(call, &text, out);
}

static bool fn_replace(const struct deploy_call *call, struct json **out)
{
    struct str rest = STR_NONE;
    struct str what = STR_NONE;
    struct str with = STR_NONE;
    struct buf text;
    size_t at;

    if (!deploy_arg_text(call, 0, &rest) || !deploy_arg_text(call, 1, &what) ||
        !deploy_arg_text(call, 2, &with))
        return false;
    buf_init(&text);
    while (!str_empty(what) && is_moderate(&text) &&
           (at = str_find(rest, what)) != STR_NOWHERE) {
        buf_str(&text, str_sub(rest, 0, at));
        buf_str(&text, with);
        rest = str_sub(rest, at + what.len, STR_NOWHERE);
    }
    buf_str(&text, rest);
    return give_text(call, &text, out);
}

static bool fn_split(const struct deploy_call *call, struct json **out)
{
    struct str rest = STR_NONE;
    struct str by = STR_NONE;
    struct json *all;
    size_t at;

    if (!deploy_arg_text(call, 0, &rest) || !deploy_arg_text(call, 1, &by))
        return false;
    all = json_new_array();
    while (!str_empty(by) && (at = str_find(rest, by)) != STR_NOWHERE) {
        if (!deploy_step(call->deploy)) {
            json_free(all);
            return false;
        }
        json_add_take(all, json_new_text(str_sub(rest, 0, at)));
        rest = str_sub(rest, at + by.len, STR_NOWHERE);
    }
    json_add_take(all, json_new_text(rest));
    *out = all;
    return true;
}

static bool fn_join(const struct deploy_call *call, struct json **out)
{
    struct str by = STR_NONE;
    struct buf text;

    if (!deploy_arg_text(call, 1, &by))
        return false;
    buf_init(&text);
    for (struct json_each e = json_each(call->args[0]);
         is_moderate(&text) && json_next(&e);) {
        if (e.index > 0)
            buf_str(&text, by);
        expr_put_text(e.value, &text);
    }
    return give_text(call, &text, out);
}

/* json('null') above all. */
static bool fn_json(const struct deploy_call *call, struct json **out)
{
    struct str text = STR_NONE;
    struct err err;

    if (!deploy_arg_text(call, 0, &text))
        return false;
    if (json_parse(text, out, &err))
        return true;
    return deploy_fail(call->deploy, _("json(): %s"), err.text);
}

static bool fn_string(const struct deploy_call *call, struct json **out)
{
    struct buf text;

    buf_init(&text);
    expr_put_text(call->args[0], &text);
    return give_text(call, &text, out);
}

static bool change_case(const struct deploy_call *call, char (*to)(char),
                        struct json **out)
{
    struct str s = STR_NONE;
    struct buf text;

    if (!deploy_arg_text(call, 0, &s))
        return false;
    buf_init(&text);
    for (size_t i = 0; i < s.len; i++)
        buf_char(&text, to(s.at[i]));
    return give_text(call, &text, out);
}

static bool fn_lower(const struct deploy_call *call, struct json **out)
{
    return change_case(call, ascii_lower, out);
}

static bool fn_upper(const struct deploy_call *call, struct json **out)
{
    return change_case(call, ascii_upper, out);
}

static bool fn_trim(const struct deploy_call *call, struct json **out)
{
    struct str text = STR_NONE;

    if (!deploy_arg_text(call, 0, &text))
        return false;
    *out = json_new_text(str_trim(text));
    return true;
}

static bool fn_starts(const struct deploy_call *call, struct json **out)
{
    struct str text = STR_NONE;
    struct str part = STR_NONE;

    if (!deploy_arg_text(call, 0, &text) || !deploy_arg_text(call, 1, &part))
        return false;
    *out = json_new_bool(str_starts_fold(text, part));
    return true;
}

static bool fn_ends(const struct deploy_call *call, struct json **out)
{
    struct str text = STR_NONE;
    struct str part = STR_NONE;

    if (!deploy_arg_text(call, 0, &text) || !deploy_arg_text(call, 1, &part))
        return false;
    *out = json_new_bool(str_ends_fold(text, part));
    return true;
}

static bool fn_substring(const struct deploy_call *call, struct json **out)
{
    struct str text = STR_NONE;
    int64_t from;
    int64_t count;

    if (!deploy_arg_text(call, 0, &text) || !deploy_arg_int(call, 1, &from))
        return false;
    count = (int64_t)text.len - from;
    if (call->n == 3 && !deploy_arg_int(call, 2, &count))
        return false;
    if (from < 0 || count < 0 || from > (int64_t)text.len ||
        count > (int64_t)text.len - from)
        return deploy_fail(call->deploy,
                           _("substring() reaches beyond the text."));
    *out = json_new_text(str_sub(text, (size_t)from, (size_t)count));
    return true;
}

/* format('{0}-{1}', a, b); "{{" is one of them, as .NET has it. */
static bool fn_format(const struct deploy_call *call, struct json **out)
{
    struct str rest = STR_NONE;
    struct buf text;

    if (!deploy_arg_text(call, 0, &rest))
        return false;
    buf_init(&text);
    while (!str_empty(rest) && is_moderate(&text)) {
        size_t close = str_find_char(str_sub(rest, 0, PLACE), '}');
        int64_t number;

        if (rest.at[0] == '{' && close != STR_NOWHERE &&
            str_int(str_sub(rest, 1, close - 1), &number) && number >= 0 &&
            (size_t)number + 1 < call->n) {
            expr_put_text(call->args[number + 1], &text);
            rest = str_sub(rest, close + 1, STR_NOWHERE);
        } else if (str_starts(rest, STR("{{")) || str_starts(rest, STR("}}"))) {
            buf_char(&text, rest.at[0]);
            rest = str_sub(rest, 2, STR_NOWHERE);
        } else {
            buf_char(&text, rest.at[0]);
            rest = str_sub(rest, 1, STR_NOWHERE);
        }
    }
    return give_text(call, &text, out);
}

/* Stable, but not the GUID that Azure would make: names of assignments are
 * made so, which are not read here. */
static bool fn_guid(const struct deploy_call *call, struct json **out)
{
    char guid[GUID_SIZE];
    struct buf text;

    buf_init(&text);
    for (size_t i = 0; i < call->n; i++) {
        json_put_text(call->args[i], &text);
        buf_char(&text, '|');
    }
    digest_guid_of(buf_view(&text), guid);
    buf_done(&text);
    *out = json_new_text(str_of(guid));
    return true;
}

static bool place_in(const struct deploy_call *call, bool last,
                     struct json **out)
{
    struct str text = STR_NONE;
    struct str part = STR_NONE;
    int64_t at = -1;

    if (!deploy_arg_text(call, 0, &text) || !deploy_arg_text(call, 1, &part))
        return false;
    for (size_t i = 0; i + part.len <= text.len && (at < 0 || last); i++) {
        if (str_eq_fold(str_sub(text, i, part.len), part))
            at = (int64_t)i;
    }
    *out = json_new_int(at);
    return true;
}

static bool fn_index(const struct deploy_call *call, struct json **out)
{
    return place_in(call, false, out);
}

static bool fn_last_index(const struct deploy_call *call, struct json **out)
{
    return place_in(call, true, out);
}

/* Of a text or a list the first so many, or what is behind them. */
static bool cut(const struct deploy_call *call, bool head, struct json **out)
{
    const struct json *from = call->args[0];
    bool list = json_type(from) == JSON_ARRAY;
    struct str text = STR_NONE;
    int64_t count;

    if ((!list && !deploy_arg_text(call, 0, &text)) ||
        !deploy_arg_int(call, 1, &count))
        return false;
    if (count < 0)
        count = 0;
    if (!list) {
        *out = json_new_text(head ? str_sub(text, 0, (size_t)count)
                                  : str_sub(text, (size_t)count, STR_NOWHERE));
        return true;
    }
    *out = json_new_array();
    for (struct json_each e = json_each(from); json_next(&e);) {
        if (((int64_t)e.index < count) == head)
            json_add_take(*out, json_copy(e.value));
    }
    return true;
}

static bool fn_take(const struct deploy_call *call, struct json **out)
{
    return cut(call, true, out);
}

static bool fn_skip(const struct deploy_call *call, struct json **out)
{
    return cut(call, false, out);
}

static bool fn_base64(const struct deploy_call *call, struct json **out)
{
    struct str given = STR_NONE;
    struct buf text;

    if (!deploy_arg_text(call, 0, &given))
        return false;
    buf_init(&text);
    digest_base64(given, &text);
    return give_text(call, &text, out);
}

static bool fn_base64_to(const struct deploy_call *call, struct json **out)
{
    struct str given = STR_NONE;
    struct buf text;

    if (!deploy_arg_text(call, 0, &given))
        return false;
    buf_init(&text);
    if (digest_unbase64(given, &text))
        return give_text(call, &text, out);
    buf_done(&text);
    return deploy_fail(call->deploy, _("%.*s() is given no base64."),
                       STR_ARG(call->name));
}

static bool fn_base64_to_json(const struct deploy_call *call, struct json **out)
{
    struct str given = STR_NONE;
    struct err err;
    struct buf text;
    bool ok;

    if (!deploy_arg_text(call, 0, &given))
        return false;
    buf_init(&text);
    ok =
        digest_unbase64(given, &text) && json_parse(buf_view(&text), out, &err);
    buf_done(&text);
    return ok ||
           deploy_fail(call->deploy, _("%.*s() is given no base64 of JSON."),
                       STR_ARG(call->name));
}

/* dateTimeAdd('2026-01-01T00:00:00Z', '-P1D') */
static bool fn_time_add(const struct deploy_call *call, struct json **out)
{
    struct str given = STR_NONE;
    struct str span = STR_NONE;
    char iso[WHEN_TEXT_SIZE];
    int64_t moment;
    int64_t add;
    bool back;

    if (!deploy_arg_text(call, 0, &given) || !deploy_arg_text(call, 1, &span))
        return false;
    back = str_starts(span, STR("-"));
    if (!when_parse(given, &moment) ||
        !wdl_span_parse(str_sub(span, back ? 1 : 0, STR_NOWHERE), &add))
        return deploy_fail(call->deploy,
                           _("%.*s() takes a time and a span, such as PT1H."),
                           STR_ARG(call->name));
    *out = json_new_text(str_of(when_iso(moment + (back ? -add : add), iso)));
    return true;
}

static bool fn_encode(const struct deploy_call *call, struct json **out)
{
    struct str given = STR_NONE;
    struct buf text;

    if (!deploy_arg_text(call, 0, &given))
        return false;
    buf_init(&text);
    url_encode(given, &text);
    return give_text(call, &text, out);
}

/* uri('https://contoso.com/a/b', 'c'): from the last slash of the first on. */
static bool fn_uri(const struct deploy_call *call, struct json **out)
{
    struct str base = STR_NONE;
    struct str rest = STR_NONE;
    struct buf text;
    size_t at;

    if (!deploy_arg_text(call, 0, &base) || !deploy_arg_text(call, 1, &rest))
        return false;
    at = str_find_last_char(base, '/');
    if (at != STR_NOWHERE && at > 0 && base.at[at - 1] == '/')
        at = base.len;
    while (str_starts(rest, STR("/")))
        rest = str_sub(rest, 1, STR_NOWHERE);
    buf_init(&text);
    buf_str(&text, str_sub(base, 0, at));
    buf_char(&text, '/');
    buf_str(&text, rest);
    return give_text(call, &text, out);
}

/* padLeft(text, length, '0') */
static bool fn_pad(const struct deploy_call *call, struct json **out)
{
    struct str with = STR(" ");
    struct buf given;
    struct buf text;
    int64_t length;

    if (!deploy_arg_int(call, 1, &length) ||
        (call->n == 3 && !deploy_arg_text(call, 2, &with)))
        return false;
    if (with.len != 1 || length < 0 || length > DEPLOY_LOOP)
        return deploy_fail(call->deploy,
                           _("padLeft() takes a length of at most %d and one "
                             "character."),
                           DEPLOY_LOOP);
    buf_init(&given);
    buf_init(&text);
    json_put_text(call->args[0], &given);
    for (size_t n = given.len; n < (size_t)length; n++)
        buf_str(&text, with);
    buf_str(&text, buf_view(&given));
    buf_done(&given);
    return give_text(call, &text, out);
}

const struct deploy_fn deploy_texts[] = {
    {"concat", 1, ANY, fn_concat},
    {"replace", 3, 3, fn_replace},
    {"split", 2, 2, fn_split},
    {"join", 2, 2, fn_join},
    {"json", 1, 1, fn_json},
    {"string", 1, 1, fn_string},
    {"toLower", 1, 1, fn_lower},
    {"toUpper", 1, 1, fn_upper},
    {"trim", 1, 1, fn_trim},
    {"startsWith", 2, 2, fn_starts},
    {"endsWith", 2, 2, fn_ends},
    {"substring", 2, 3, fn_substring},
    {"format", 1, ANY, fn_format},
    {"guid", 1, ANY, fn_guid},
    {"uniqueString", 1, ANY, fn_guid},
    {"indexOf", 2, 2, fn_index},
    {"lastIndexOf", 2, 2, fn_last_index},
    {"take", 2, 2, fn_take},
    {"skip", 2, 2, fn_skip},
    {"base64", 1, 1, fn_base64},
    {"base64ToString", 1, 1, fn_base64_to},
    {"base64ToJson", 1, 1, fn_base64_to_json},
    {"dateTimeAdd", 2, 2, fn_time_add},
    {"uri", 2, 2, fn_uri},
    {"uriComponent", 1, 1, fn_encode},
    {"padLeft", 2, 3, fn_pad},
    {.name = NULL},
};
