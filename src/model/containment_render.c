/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * containment_render.c - requests made of the catalogue's templates; see
 * containment.h.
 */
#include <string.h>

#include "model/fill.h"
#include "util/text.h"

/* "Name: value"; what came from outside must not make another header. */
static bool render_header(const struct fill_values *values, const char *name,
                          struct str text, struct arena *arena,
                          const char **out, struct err *err)
{
    struct buf line;
    bool ok;

    buf_init(&line);
    buf_printf(&line, "%s: ", name);
    ok = fill_text(values, text, &line, err);
    for (size_t i = 0; ok && i < line.len; i++) {
        if ((unsigned char)line.at[i] < ' ' || line.at[i] == 0x7f)
            ok = err_set(err, ERR_INPUT,
                         _("The value for the header %s has a control "
                           "character in it."),
                         name);
    }
    if (ok)
        *out = arena_str(arena, buf_view(&line)).at;
    buf_done(&line);
    return ok;
}

static bool render_headers(const struct call_template *call,
                           const struct fill_values *values,
                           struct arena *arena, struct request *out,
                           struct err *err)
{
    struct json_each each = json_each(call->headers);

    while (json_next(&each)) {
        if (!render_header(values, each.name, json_text(each.value), arena,
                           &out->headers[each.index], err))
            return false;
    }
    return true;
}

static bool render_body(const struct fill_values *values,
                        const struct json *from, struct arena *arena,
                        struct str *out, struct err *err)
{
    struct json *body = NULL;
    struct buf text;

    if (!from)
        return true;
    if (!fill_json(values, from, &body, err))
        return false;
    buf_init(&text);
    if (body)
        json_write(body, JSON_COMPACT, &text);
    *out = arena_str(arena, buf_view(&text));
    buf_done(&text);
    json_free(body);
    return true;
}

static bool render(const struct call_template *call,
                   const struct fill_values *values, struct arena *arena,
                   struct request *out, struct err *err)
{
    struct request request = {
        .method = call->method,
        .audience = call->audience,
        .idempotent = call->idempotent,
        .hides = call->hides,
        .body = STR_NONE,
    };
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = fill_url(values, str_of(call->url), &text, err) &&
         render_headers(call, values, arena, &request, err) &&
         render_body(values, call->replace ? call->replace : call->body, arena,
                     &request.body, err);
    if (ok) {
        request.url = arena_str(arena, buf_view(&text)).at;
        *out = request;
    }
    buf_done(&text);
    return ok;
}

bool call_render(const struct call_template *call, struct str target,
                 const struct json *kept, struct arena *arena,
                 struct request *out, struct err *err)
{
    struct fill_values values = {.target = target, .kept = kept};

    return render(call, &values, arena, out, err);
}

bool call_show(const struct call_template *call, struct str target,
               const struct json *kept, struct arena *arena,
               struct request *out, struct err *err)
{
    struct fill_values values = {.target = target, .kept = kept, .show = true};

    return render(call, &values, arena, out, err);
}

/* ---- whole objects --------------------------------------------------------*/

/* The member as the object spells it. */
static const char *spelled(const struct json *object, struct str name,
                           struct arena *arena)
{
    struct json_each each = json_each(object);

    while (json_next(&each)) {
        if (each.name && str_eq_fold(str_of(each.name), name))
            return arena_text(arena, each.name);
    }
    return arena_str(arena, name).at;
}

/* Puts @value (taken; NULL: takes the member away) where @path leads. */
static void put_at(struct json *object, struct str path, struct json *value,
                   struct arena *arena)
{
    const char *name = "";
    struct str part;

    while (str_cut(&path, '.', &part)) {
        name = spelled(object, part, arena);
        if (str_empty(path))
            break;
        if (json_type(json_get(object, name)) != JSON_OBJECT)
            json_set_take(object, name, json_new_object());
        object = json_member(object, name);
    }
    if (value)
        json_set_take(object, name, value);
    else
        json_remove(object, name);
}

bool call_replaced(const struct call_template *call, struct str target,
                   const struct json *kept, const struct json *object,
                   struct arena *arena, struct str *out, struct err *err)
{
    struct fill_values values = {.target = target, .kept = kept};
    struct json_each each = json_each(call->replace);
    struct json *whole, *value;
    struct buf text;

    if (json_type(object) != JSON_OBJECT)
        return err_set(err, ERR_INPUT,
                       _("What the service has there is no object, so that "
                         "nothing in it can be changed."));
    whole = json_copy(object);
    json_keep(arena, whole);
    while (json_next(&each)) {
        if (!fill_json(&values, each.value, &value, err))
            return false;
        put_at(whole, str_of(each.name), value, arena);
    }
    buf_init(&text);
    json_write(whole, JSON_COMPACT, &text);
    *out = arena_str(arena, buf_view(&text));
    buf_done(&text);
    return true;
}
