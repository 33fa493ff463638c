/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/fill.h"

#include "model/bloburl.h"
#include "model/event.h"
#include "util/ascii.h"
#include "util/text.h"
#include "util/url.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

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

/* "item.id:last" */
struct name {
    struct str whole;
    struct str base; /* "item" */
    struct str path; /* "id" */
    struct str part; /* "last" */
};

static struct name name_split(struct str whole)
{
    struct name name = {.whole = whole, .base = whole};
    size_t at = str_find_char(whole, ':');

    if (at != STR_NOWHERE) {
        name.part = str_sub(whole, at + 1, whole.len);
        name.base = str_sub(whole, 0, at);
    }
    at = str_find_char(name.base, '.');
    if (at != STR_NOWHERE) {
        name.path = str_sub(name.base, at + 1, name.base.len);
        name.base = str_sub(name.base, 0, at);
    }
    return name;
}

/* What the target itself is called by. */
static const char *const target_names[] = {"id", "name"};
static const char *const blob_names[] = {"origin", "account", "container",
                                         "blob"};

static bool target_value(const struct fill_values *values, struct str name,
                         struct str *out)
{
    struct blob_url blob;

    if (str_eq(name, STR("id"))) {
        *out = values->target;
        return true;
    }
    if (str_eq(name, STR("name"))) {
        *out = str_behind_last(values->target, '/');
        return true;
    }
    if (!blob_url_parse(values->target, &blob))
        return false;
    for (size_t i = 0; i < N(blob_names); i++) {
        const struct str parts[] = {blob.origin, blob.account, blob.container,
                                    blob.blob};

        if (!str_eq(name, str_of(blob_names[i])))
            continue;
        *out = parts[i];
        return true;
    }
    return false;
}

/* A null has no pointer: whether it is there only its name tells. */
static bool find_member(const struct json *object, struct str name,
                        const struct json **out)
{
    struct json_each each = json_each(object);

    while (json_next(&each)) {
        if (!each.name || !str_eq_fold(str_of(each.name), name))
            continue;
        *out = each.value;
        return true;
    }
    return false;
}

static bool kept_value(const struct json *kept, const struct name *name,
                       const struct json **out)
{
    struct str rest = name->path;
    struct str part;

    if (!find_member(kept, name->base, out))
        return false;
    while (str_cut(&rest, '.', &part)) {
        if (!find_member(*out, part, out))
            return false;
    }
    return true;
}

/* The first or last segment, or that behind the one that is called @part. */
static bool take_part(struct str value, struct str part, struct buf *out,
                      struct err *err)
{
    struct str rest = value, segment;

    if (str_eq(part, STR("last"))) {
        buf_str(out, str_behind_last(value, '/'));
        return true;
    }
    if (str_eq(part, STR("first"))) {
        buf_str(out, str_cut(&rest, '/', &segment) ? segment : value);
        return true;
    }
    while (str_cut(&rest, '/', &segment)) {
        if (!str_eq_fold(segment, part) || !str_cut(&rest, '/', &segment))
            continue;
        buf_str(out, segment);
        return true;
    }
    return err_set(err, ERR_INPUT, _("\"%.*s\" has no part \"%.*s\"."),
                   STR_ARG(str_sub(value, 0, 200)), STR_ARG(part));
}

static bool put_value(const struct name *name, struct str value,
                      struct buf *out, struct err *err)
{
    if (!str_empty(name->part))
        return take_part(value, name->part, out, err);
    buf_str(out, value);
    return true;
}

static bool named_value(const struct fill_values *values, struct str text,
                        struct buf *out, struct err *err)
{
    struct name name = name_split(text);
    const struct json *kept;
    struct str value;
    struct buf plain;
    bool ok;

    if (target_value(values, name.base, &value))
        return put_value(&name, value, out, err);
    if (!kept_value(values->kept, &name, &kept)) {
        if (!values->show)
            return err_set(err, ERR_INPUT,
                           _("The template needs a value for {%.*s}, and none "
                             "is known."),
                           STR_ARG(text));
        buf_printf(out, "«%.*s»", STR_ARG(text));
        return true;
    }
    buf_init(&plain);
    json_put_text(kept, &plain);
    ok = put_value(&name, buf_view(&plain), out, err);
    buf_done(&plain);
    return ok;
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

/* What is a path already, and has been found safe as one: the target, what
 * belongs to it, and an ARM id with which the URL begins. */
static bool raw_value(const struct fill_values *values, struct str name,
                      bool query, struct str value, const struct buf *out)
{
    if (query)
        return false;
    if (!arm_target(values))
        for (size_t i = 0; i < N(blob_names); i++) {
            if (str_eq(name, str_of(blob_names[i])))
                return true;
        }
    return (arm_target(values) && str_eq(name, STR("id"))) ||
           (out->len == 0 && resource_id_safe(value)) ||
           (values->show && str_starts(value, STR("«")));
}

static bool url_value(const struct fill_values *values, struct str name,
                      bool query, struct buf *out, struct err *err)
{
    struct buf plain;
    bool ok;

    buf_init(&plain);
    ok = named_value(values, name, &plain, err);
    if (ok && raw_value(values, name, query, buf_view(&plain), out))
        buf_str(out, buf_view(&plain));
    else if (ok)
        url_encode(buf_view(&plain), out);
    buf_done(&plain);
    return ok;
}

static bool target_safe(struct str target)
{
    struct blob_url blob;

    return str_starts(target, STR("/"))
               ? resource_id_safe(target)
               : user_id_safe(target) || machine_id_safe(target) ||
                     blob_url_parse(target, &blob);
}

bool fill_url(const struct fill_values *values, struct str text,
              struct buf *out, struct err *err)
{
    struct piece piece;
    bool query = false;

    if (!target_safe(values->target))
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" is neither the id of a resource or a "
                         "machine, a user name nor the URL of a blob that can "
                         "go into a URL."),
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

/* {was} and nothing else: the kept value itself, which may be null. */
static bool whole_value(const struct fill_values *values, struct str text,
                        const struct json **out)
{
    struct name name;

    if (text.len < 3 || text.at[0] != '{' || text.at[1] == '{' ||
        str_find_char(text, '}') != text.len - 1)
        return false;
    name = name_split(str_sub(text, 1, text.len - 2));
    return str_empty(name.part) && kept_value(values->kept, &name, out);
}

/* *out is NULL for a null. */
static bool fill_in(const struct fill_values *values, struct str text,
                    struct json **out, struct err *err)
{
    const struct json *whole;
    struct buf filled;
    bool ok;

    if (whole_value(values, text, &whole)) {
        *out = whole ? json_copy(whole) : NULL;
        return true;
    }
    buf_init(&filled);
    ok = fill_text(values, text, &filled, err);
    if (ok)
        *out = json_new_text(buf_view(&filled));
    buf_done(&filled);
    return ok;
}

/* A member whose name may be a template too, taken into @into. */
static bool put_member(const struct fill_values *values, const char *name,
                       struct json *value, struct json *into, struct err *err)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = fill_text(values, str_of(name), &text, err);
    if (ok)
        json_set_take(into, buf_view(&text).at, value);
    else
        json_free(value);
    buf_done(&text);
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
        if (!inner && each.value)
            continue;
        if (type == JSON_ARRAY)
            json_add_take(filled, inner);
        else if (!put_member(values, each.name, inner, filled, err)) {
            json_free(filled);
            return false;
        }
    }
    *out = filled;
    return true;
}

/* ---- names, while a file is read ------------------------------------------*/

static bool is_one_of(struct str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq_fold(name, str_of(names[i])))
            return true;
    }
    return false;
}

bool fill_scope_has(const struct fill_scope *scope, struct str name)
{
    return is_one_of(name, scope->name, scope->n);
}

static bool name_valid(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];

        if (!ascii_is_letter(c) && c != '-' && c != '_' &&
            (i == 0 || !ascii_is_digit(c)))
            return false;
    }
    return name.len > 0 && name.len <= 40;
}

bool fill_scope_add(struct fill_scope *scope, const char *name, struct err *err)
{
    struct str text = str_of(name);

    if (is_one_of(text, target_names, N(target_names)) ||
        is_one_of(text, blob_names, N(blob_names)) ||
        str_eq_fold(text, STR("item")))
        return err_set(err, ERR_INPUT,
                       _("A value cannot be called \"%s\": that is a part of "
                         "the target. Choose another name."),
                       name);
    if (!name_valid(text))
        return err_set(err, ERR_INPUT,
                       _("A value cannot be called \"%s\"; use letters, "
                         "digits, - and _."),
                       name);
    if (scope->n == FILL_NAMES)
        return err_set(err, ERR_INPUT,
                       _("There are more than %d parameters and kept values."),
                       FILL_NAMES);
    if (!fill_scope_has(scope, text))
        scope->name[scope->n++] = name;
    return true;
}

static bool known(struct str text, const struct fill_scope *scope)
{
    struct name name = name_split(text);

    return is_one_of(name.base, target_names, N(target_names)) ||
           (scope->blob && is_one_of(name.base, blob_names, N(blob_names))) ||
           (scope->item && str_eq(name.base, STR("item"))) ||
           fill_scope_has(scope, name.base);
}

bool fill_check(struct str text, const struct fill_scope *scope,
                struct err *err)
{
    struct piece piece;

    while (text.len > 0) {
        if (!next_piece(&text, &piece, err))
            return false;
        if (piece.name && !known(piece.text, scope))
            return err_set(err, ERR_INPUT,
                           _("{%.*s} is not known here: it is neither id, "
                             "name, a parameter nor a value that was kept "
                             "before."),
                           STR_ARG(piece.text));
    }
    return true;
}

bool fill_check_json(const struct json *json, const struct fill_scope *scope,
                     struct err *err)
{
    struct json_each each = json_each(json);

    if (json_type(json) == JSON_TEXT)
        return fill_check(json_text(json), scope, err);
    while (json_next(&each)) {
        if ((each.name && !fill_check(str_of(each.name), scope, err)) ||
            !fill_check_json(each.value, scope, err))
            return each.name ? err_prefix(err, "%s", each.name)
                             : err_prefix(err, "[%zu]", each.index);
    }
    return true;
}
