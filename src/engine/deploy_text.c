/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deploy_text.c - functions on text.
 */

#include "engine/deploy_part.h"
#include "model/limits.h"
#include "util/ascii.h"
#include "util/digest.h"
#include "util/text.h"

#define ANY 64

bool deploy_arg_text(const struct deploy_call *call, size_t i, struct str *out)
{
    if (json_type(call->args[i]) == JSON_TEXT) {
        *out = json_text(call->args[i]);
        return true;
    }
    return deploy_fail(call->deploy, _("argument %zu of %.*s() must be text."),
                       i + 1, STR_ARG(call->name));
}

/* What was written becomes the answer, unless it is too long. */
static bool give_text(const struct deploy_call *call, struct buf *text,
                      struct json **out)
{
    bool ok = text->len <= LIMIT_IMPORT_FILE;

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
        json_put_text(call->args[i], &text);
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
    while (!str_empty(what) && text.len <= LIMIT_IMPORT_FILE &&
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
    size_t at;

    if (!deploy_arg_text(call, 0, &rest) || !deploy_arg_text(call, 1, &by))
        return false;
    *out = json_new_array();
    while (!str_empty(by) && (at = str_find(rest, by)) != STR_NOWHERE) {
        json_add_take(*out, json_new_text(str_sub(rest, 0, at)));
        rest = str_sub(rest, at + by.len, STR_NOWHERE);
    }
    json_add_take(*out, json_new_text(rest));
    return true;
}

static bool fn_join(const struct deploy_call *call, struct json **out)
{
    struct str by = STR_NONE;
    struct buf text;

    if (!deploy_arg_text(call, 1, &by))
        return false;
    buf_init(&text);
    for (struct json_each e = json_each(call->args[0]); json_next(&e);) {
        if (e.index > 0)
            buf_str(&text, by);
        json_put_text(e.value, &text);
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
    json_put_text(call->args[0], &text);
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

/* format('{0}-{1}', a, b) */
static bool fn_format(const struct deploy_call *call, struct json **out)
{
    struct str rest = STR_NONE;
    struct buf text;

    if (!deploy_arg_text(call, 0, &rest))
        return false;
    buf_init(&text);
    while (!str_empty(rest)) {
        size_t close = str_find_char(rest, '}');
        int64_t number;

        if (rest.at[0] == '{' && close != STR_NOWHERE &&
            str_int(str_sub(rest, 1, close - 1), &number) && number >= 0 &&
            (size_t)number + 1 < call->n) {
            json_put_text(call->args[number + 1], &text);
            rest = str_sub(rest, close + 1, STR_NOWHERE);
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

const struct deploy_fn deploy_texts[] = {
    {"concat", 1, ANY, fn_concat},     {"replace", 3, 3, fn_replace},
    {"split", 2, 2, fn_split},         {"join", 2, 2, fn_join},
    {"json", 1, 1, fn_json},           {"string", 1, 1, fn_string},
    {"toLower", 1, 1, fn_lower},       {"toUpper", 1, 1, fn_upper},
    {"trim", 1, 1, fn_trim},           {"startsWith", 2, 2, fn_starts},
    {"endsWith", 2, 2, fn_ends},       {"substring", 2, 3, fn_substring},
    {"format", 1, ANY, fn_format},     {"guid", 1, ANY, fn_guid},
    {"uniqueString", 1, ANY, fn_guid}, {.name = NULL},
};
