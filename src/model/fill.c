/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/fill.h"

#include "model/event.h"
#include "util/text.h"
#include "util/url.h"

/* A piece of a template: plain text, or a name in braces. */
struct piece {
    struct str text;
    bool name;
};

/* Takes the next piece; ERR_INPUT for a brace that has no partner. */
static bool next_piece(struct str *rest, struct piece *out, struct err *err)
{
    char c = rest->at[0];
    size_t at = 0;

    if (c == '{' || c == '}') {
        if (rest->len > 1 && rest->at[1] == c) {
            *out = (struct piece){.text = str_sub(*rest, 0, 1)};
            *rest = str_sub(*rest, 2, rest->len);
            return true;
        }
        at = str_find_char(*rest, '}');
        if (c == '}' || at == STR_NOWHERE)
            return err_set(err, ERR_INPUT,
                           _("A brace in \"%.*s\" has no partner; write {{ or "
                             "}} for a brace."),
                           STR_ARG(*rest));
        *out = (struct piece){.text = str_sub(*rest, 1, at - 1), .name = true};
        *rest = str_sub(*rest, at + 1, rest->len);
        return true;
    }
    while (at < rest->len && rest->at[at] != '{' && rest->at[at] != '}')
        at++;
    *out = (struct piece){.text = str_sub(*rest, 0, at)};
    *rest = str_sub(*rest, at, rest->len);
    return true;
}

static bool arm_target(const struct fill_values *values)
{
    return str_starts(values->target, STR("/"));
}

static struct str last_part(struct str target)
{
    size_t at = str_find_last_char(target, '/');

    return at == STR_NOWHERE ? target : str_sub(target, at + 1, target.len);
}

static bool named_value(const struct fill_values *values, struct str name,
                        struct buf *out, struct err *err)
{
    const struct json *kept = json_find(values->kept, name);

    if (str_eq(name, STR("id"))) {
        buf_str(out, values->target);
        return true;
    }
    if (str_eq(name, STR("name"))) {
        buf_str(out, last_part(values->target));
        return true;
    }
    if (!kept)
        return err_set(err, ERR_INPUT,
                       _("The template needs a value for {%.*s}, and none is "
                         "known."),
                       STR_ARG(name));
    json_put_text(kept, out);
    return true;
}

bool fill_text(const struct fill_values *values, struct str text,
               struct buf *out, struct err *err)
{
    struct piece piece;

    while (text.len > 0) {
        if (!next_piece(&text, &piece, err))
            return false;
        if (!piece.name)
            buf_str(out, piece.text);
        else if (!named_value(values, piece.text, out, err))
            return false;
    }
    return true;
}

/* An ARM id is a path already, and has been found safe as one. */
static bool url_value(const struct fill_values *values, struct str name,
                      bool query, struct buf *out, struct err *err)
{
    struct buf plain;
    bool ok;

    if (!query && arm_target(values) && str_eq(name, STR("id"))) {
        buf_str(out, values->target);
        return true;
    }
    buf_init(&plain);
    ok = named_value(values, name, &plain, err);
    if (ok)
        url_encode(buf_view(&plain), out);
    buf_done(&plain);
    return ok;
}

bool fill_url(const struct fill_values *values, struct str text,
              struct buf *out, struct err *err)
{
    struct piece piece;
    bool query = false;

    if (arm_target(values) ? !resource_id_safe(values->target)
                           : !user_id_safe(values->target))
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" is neither the id of a resource nor a user "
                         "name that can go into a URL."),
                       STR_ARG(str_sub(values->target, 0, 200)));
    while (text.len > 0) {
        if (!next_piece(&text, &piece, err))
            return false;
        if (!piece.name) {
            query = query || str_find_char(piece.text, '?') != STR_NOWHERE;
            buf_str(out, piece.text);
        } else if (!url_value(values, piece.text, query, out, err)) {
            return false;
        }
    }
    return true;
}

/* {was} and nothing else: the kept value itself, or NULL. */
static const struct json *whole_value(const struct fill_values *values,
                                      struct str text)
{
    if (text.len < 3 || text.at[0] != '{' || text.at[1] == '{' ||
        str_find_char(text, '}') != text.len - 1)
        return NULL;
    return json_find(values->kept, str_sub(text, 1, text.len - 2));
}

static bool fill_in(const struct fill_values *values, struct str text,
                    struct json **out, struct err *err)
{
    const struct json *whole = whole_value(values, text);
    struct buf filled;
    bool ok;

    if (whole) {
        *out = json_copy(whole);
        return true;
    }
    buf_init(&filled);
    ok = fill_text(values, text, &filled, err);
    if (ok)
        *out = json_new_text(buf_view(&filled));
    buf_done(&filled);
    return ok;
}

bool fill_json(const struct fill_values *values, const struct json *from,
               struct json **out, struct err *err)
{
    enum json_type type = json_type(from);
    struct json_each each = json_each(from);
    struct json *filled, *inner;

    if (type == JSON_TEXT)
        return fill_in(values, json_text(from), out, err);
    if (type != JSON_OBJECT && type != JSON_ARRAY) {
        *out = from ? json_copy(from) : NULL;
        return true;
    }
    filled = type == JSON_OBJECT ? json_new_object() : json_new_array();
    while (json_next(&each)) {
        if (!fill_json(values, each.value, &inner, err)) {
            json_free(filled);
            return false;
        }
        if (type == JSON_OBJECT)
            json_set_take(filled, each.name, inner);
        else
            json_add_take(filled, inner);
    }
    *out = filled;
    return true;
}

static bool known(struct str name, const struct keep *keeps, size_t n)
{
    if (str_eq(name, STR("id")) || str_eq(name, STR("name")))
        return true;
    for (size_t i = 0; i < n; i++) {
        if (str_eq_fold(name, str_of(keeps[i].name)))
            return true;
    }
    return false;
}

bool fill_check(struct str text, const struct keep *keeps, size_t n,
                struct err *err)
{
    struct piece piece;

    while (text.len > 0) {
        if (!next_piece(&text, &piece, err))
            return false;
        if (piece.name && !known(piece.text, keeps, n))
            return err_set(err, ERR_INPUT,
                           _("{%.*s} is neither id, name nor a kept value."),
                           STR_ARG(piece.text));
    }
    return true;
}

bool fill_check_json(const struct json *json, const struct keep *keeps,
                     size_t n, struct err *err)
{
    struct json_each each = json_each(json);

    if (json_type(json) == JSON_TEXT)
        return fill_check(json_text(json), keeps, n, err);
    while (json_next(&each)) {
        if (!fill_check_json(each.value, keeps, n, err))
            return false;
    }
    return true;
}
