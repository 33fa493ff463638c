/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_fn_text.c - functions on texts.
 */
#include "engine/expr_part.h"
#include "util/text.h"

static bool fn_concat(struct expr_call *call)
{
    struct buf text;

    buf_init(&text);
    for (size_t i = 0; i < call->n; i++) {
        size_t before = text.len;

        expr_put_text(call->args[i], &text);
        if (!expr_spend(call, text.len - before)) {
            buf_done(&text);
            return false;
        }
    }
    return expr_give_buf(call, &text);
}

/* The tag says whether upper. */
static bool fn_case(struct expr_call *call)
{
    struct buf text;

    buf_init(&text);
    expr_put_case(expr_text(call, 0), expr_tag(call) != 0, &text);
    return expr_give_buf(call, &text);
}

static bool fn_trim(struct expr_call *call)
{
    return expr_give_text(call, expr_trim(expr_text(call, 0)));
}

static struct str units_sub(struct str text, int64_t from, int64_t to)
{
    size_t begin = expr_unit_at(text, (size_t)from);
    size_t end = expr_unit_at(text, (size_t)to);

    return end > begin ? str_sub(text, begin, end - begin) : STR_NONE;
}

static bool fn_substring(struct expr_call *call)
{
    struct str text = expr_text(call, 0);
    int64_t have = (int64_t)expr_units(text);
    int64_t from = expr_int(call, 1);
    int64_t n = call->n > 2 ? expr_int(call, 2) : have - from;

    if (from < 0 || from > have || n < 0 || n > have - from)
        return expr_fail(
            call, _("the text has %lld characters, which the part exceeds."),
            (long long)have);
    return expr_give_text(call, units_sub(text, from, from + n));
}

/* Counted from the end when it is negative. */
static int64_t slice_at(int64_t at, int64_t have)
{
    if (at < 0)
        at = at < -have ? 0 : at + have;
    return at > have ? have : at;
}

static bool fn_slice(struct expr_call *call)
{
    struct str text = expr_text(call, 0);
    int64_t have = (int64_t)expr_units(text);
    int64_t from = slice_at(expr_int(call, 1), have);
    int64_t to = call->n > 2 ? slice_at(expr_int(call, 2), have) : have;

    return expr_give_text(call, units_sub(text, from, to));
}

/* ---- places of a text in another ------------------------------------------*/

/* The longest character less one byte: so much more of a text holds all of the
 * character that a cut goes through. */
#define CUT 3

/* Both texts without case. */
struct folded {
    struct buf text;
    struct buf what;
};

/* What is made of them counts, and takes longer than a copy. */
static bool fold(struct expr_call *call, struct str text, struct str what,
                 struct folded *out)
{
    if (!expr_pass(call, 2 * (text.len + what.len)))
        return false;
    buf_init(&out->text);
    buf_init(&out->what);
    expr_put_case(text, false, &out->text);
    expr_put_case(what, false, &out->what);
    return true;
}

static void fold_done(struct folded *folded)
{
    buf_done(&folded->text);
    buf_done(&folded->what);
}

/* The place of occurrence @n, counted from 1 on; -1: there are fewer.  With
 * @n 0 the last; *found says how many there are up to it.  Looking is counted
 * too: a long text may lie in a longer one at each of its places. */
static bool find_nth(struct expr_call *call, const struct folded *folded,
                     int64_t n, int64_t *found, int64_t *out)
{
    struct str text = buf_view(&folded->text);
    struct str what = buf_view(&folded->what);
    size_t from = 0;
    size_t last = STR_NOWHERE;

    *found = 0;
    while (what.len > 0 && (n == 0 || *found < n)) {
        size_t at = str_find(str_sub(text, from, text.len), what);

        if (at == STR_NOWHERE)
            break;
        if (!expr_spend(call, what.len))
            return false;
        last = from + at;
        from = last + 1;
        ++*found;
    }
    *out = -1;
    if (last != STR_NOWHERE && *found >= n)
        *out = (int64_t)expr_units(str_sub(text, 0, last));
    return true;
}

static bool fn_index_of(struct expr_call *call)
{
    struct folded folded;
    int64_t found;
    int64_t at = 0;
    bool ok;

    if (!fold(call, expr_text(call, 0), expr_text(call, 1), &folded))
        return false;
    ok = folded.what.len == 0 || find_nth(call, &folded, 1, &found, &at);
    fold_done(&folded);
    return ok && expr_give_int(call, at);
}

static bool fn_last_index_of(struct expr_call *call)
{
    int64_t have = (int64_t)expr_units(expr_text(call, 0));
    int64_t at = have > 0 ? have - 1 : 0;
    struct folded folded;
    int64_t found;
    bool ok;

    if (!fold(call, expr_text(call, 0), expr_text(call, 1), &folded))
        return false;
    ok = folded.what.len == 0 || find_nth(call, &folded, 0, &found, &at);
    fold_done(&folded);
    return ok && expr_give_int(call, at);
}

static bool fn_nth_index_of(struct expr_call *call)
{
    int64_t n = expr_int(call, 2);
    struct folded folded;
    int64_t found;
    int64_t at;
    bool ok;

    if (n == 0)
        return expr_fail(call, _("there is no occurrence 0; the first is 1, "
                                 "the last is -1."));
    if (!fold(call, expr_text(call, 0), expr_text(call, 1), &folded))
        return false;
    ok = find_nth(call, &folded, n > 0 ? n : 0, &found, &at);
    if (ok && n < 0 && n < -found)
        at = -1;
    else if (ok && n < 0 && found > 0)
        ok = find_nth(call, &folded, found + 1 + n, &found, &at);
    fold_done(&folded);
    return ok && expr_give_int(call, at);
}

/* The tag says whether at the end.  Only that end is looked at. */
static bool fn_begins(struct expr_call *call)
{
    struct folded folded;
    struct str text = expr_text(call, 0);
    struct str what = expr_text(call, 1);
    size_t near = what.len + CUT;
    bool yes;

    if (expr_tag(call) && text.len > near)
        text = str_sub(text, text.len - near, near);
    else
        text = str_sub(text, 0, near);
    if (!fold(call, text, what, &folded))
        return false;
    text = buf_view(&folded.text);
    what = buf_view(&folded.what);
    yes = expr_tag(call) ? str_ends(text, what) : str_starts(text, what);
    fold_done(&folded);
    return expr_give_bool(call, yes);
}

static bool fn_replace(struct expr_call *call)
{
    struct str rest = expr_text(call, 0);
    struct str old = expr_text(call, 1);
    struct buf text;
    size_t at;

    if (old.len == 0)
        return expr_fail(call, _("the text to be replaced is empty."));
    buf_init(&text);
    while ((at = str_find(rest, old)) != STR_NOWHERE) {
        if (!expr_spend(call, at + expr_text(call, 2).len)) {
            buf_done(&text);
            return false;
        }
        buf_str(&text, str_sub(rest, 0, at));
        buf_str(&text, expr_text(call, 2));
        rest = str_sub(rest, at + old.len, rest.len);
    }
    buf_str(&text, rest);
    return expr_give_buf(call, &text);
}

/* ---- to arrays and back ---------------------------------------------------*/

static bool fn_split(struct expr_call *call)
{
    struct str rest = expr_text(call, 0);
    struct str by = expr_text(call, 1);
    struct json *array = json_new_array();
    bool more = true;

    while (more) {
        size_t at = by.len ? str_find(rest, by) : STR_NOWHERE;
        struct str part = str_sub(rest, 0, at);

        if (!expr_spend(call, part.len + sizeof(struct node))) {
            json_free(array);
            return false;
        }
        json_add_take(array, json_new_text(part));
        more = at != STR_NOWHERE;
        if (more)
            rest = str_sub(rest, at + by.len, rest.len);
    }
    return expr_give_take(call, array);
}

static bool fn_join(struct expr_call *call)
{
    struct json_each each = json_each(call->args[0]);
    struct buf text;

    buf_init(&text);
    while (json_next(&each)) {
        size_t before = text.len;

        if (each.index > 0)
            buf_str(&text, expr_text(call, 1));
        expr_put_text(each.value, &text);
        if (!expr_spend(call, text.len - before)) {
            buf_done(&text);
            return false;
        }
    }
    return expr_give_buf(call, &text);
}

/* As Guid.ToString() of .NET writes it. */
static bool put_guid(struct str guid, char format, struct buf *out)
{
    static const size_t groups[] = {9, 14, 19, 21, 24, 26, 28, 30, 32, 34};

    switch (format) {
    case 'N':
        for (size_t i = 0; i < guid.len; i++) {
            if (guid.at[i] != '-')
                buf_char(out, guid.at[i]);
        }
        return true;
    case 'D':
        buf_str(out, guid);
        return true;
    case 'B':
        buf_printf(out, "{%.*s}", STR_ARG(guid));
        return true;
    case 'P':
        buf_printf(out, "(%.*s)", STR_ARG(guid));
        return true;
    case 'X':
        buf_printf(out, "{0x%.8s", guid.at);
        for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
            buf_printf(out, "%s0x%.*s", i == 2 ? ",{" : ",", i < 2 ? 4 : 2,
                       guid.at + groups[i]);
        buf_text(out, "}}");
        return true;
    default:
        return false;
    }
}

static bool fn_guid(struct expr_call *call)
{
    struct str format = call->n ? expr_text(call, 0) : STR("D");
    char guid[GUID_SIZE];
    struct buf text;

    if (!call->run->outside->guid)
        return expr_fail(call, _("there is no chance here."));
    buf_init(&text);
    call->run->outside->guid(call->run->of, guid);
    if (format.len == 1 &&
        put_guid(str_of(guid), (char)(format.at[0] & ~0x20), &text))
        return expr_give_buf(call, &text);
    buf_done(&text);
    return expr_fail(call, _("the formats of a GUID are N, D, B, P and X."));
}

const struct expr_fn expr_fn_text[] = {
    {{"concat", 1, EXPR_MANY, "x", "concat(text, text, ...)",
      N_("All texts one behind the other."), "concat('a', 'b')", "ab"},
     .call = fn_concat},
    {{"toUpper", 1, 1, "t", "toUpper(text)", N_("The text in capitals."),
      "toUpper('Hello World')", "HELLO WORLD"},
     .tag = 1,
     .call = fn_case},
    {{"toLower", 1, 1, "t", "toLower(text)", N_("The text in small letters."),
      "toLower('Hello World')", "hello world"},
     .call = fn_case},
    {{"trim", 1, 1, "t", "trim(text)",
      N_("The text without white space at both ends."),
      "trim(' Hello World  ')", "Hello World"},
     .call = fn_trim},
    {{"substring", 2, 3, "tii", "substring(text, start, length?)",
      N_("A part of the text; it must lie within."),
      "substring('hello world', 6, 5)", "world"},
     .call = fn_substring},
    {{"slice", 2, 3, "tii", "slice(text, start, end?)",
      N_("A part of the text; negative places count from its end."),
      "slice('Hello World', 3, -1)", "lo Worl"},
     .call = fn_slice},
    {{"indexOf", 2, 2, "tt", "indexOf(text, search)",
      N_("Where the text is found, from 0 on and without case; or -1."),
      "indexOf('hello world', 'World')", "6"},
     .call = fn_index_of},
    {{"lastIndexOf", 2, 2, "tt", "lastIndexOf(text, search)",
      N_("Where the text is found last, without case; or -1."),
      "lastIndexOf('hello world hello world', 'world')", "18"},
     .call = fn_last_index_of},
    {{"nthIndexOf", 3, 3, "tti", "nthIndexOf(text, search, occurrence)",
      N_("Where the text is found for the nth time, negative from the end; or "
         "-1."),
      "nthIndexOf('123456789123465789', '12', 2)", "9"},
     .call = fn_nth_index_of},
    {{"startsWith", 2, 2, "tt", "startsWith(text, search)",
      N_("Does the text begin with the other?  Case does not count."),
      "startsWith('hello world', 'HELLO')", "true"},
     .call = fn_begins},
    {{"endsWith", 2, 2, "tt", "endsWith(text, search)",
      N_("Does the text end with the other?  Case does not count."),
      "endsWith('hello world', 'World')", "true"},
     .tag = 1,
     .call = fn_begins},
    {{"replace", 3, 3, "ttt", "replace(text, old, new)",
      N_("The text with all of the old replaced by the new; case counts."),
      "replace('the old string', 'old', 'new')", "the new string"},
     .call = fn_replace},
    {{"split", 2, 2, "tt", "split(text, delimiter)",
      N_("The parts of the text between the delimiters, as an array."),
      "split('a_b_c', '_')", "[\"a\",\"b\",\"c\"]"},
     .call = fn_split},
    {{"join", 2, 2, "at", "join(array, delimiter)",
      N_("The items of the array as one text."),
      "join(createArray('a', 'b', 'c'), '.')", "a.b.c"},
     .call = fn_join},
    {{"guid", 0, 1, "t", "guid(format?)",
      N_("A new GUID; the format is N, D, B, P or X."), "guid('P')", NULL},
     .call = fn_guid},
    {.doc.name = NULL},
};
