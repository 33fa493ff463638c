/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/rule_diff.h"

struct diff {
    struct arena *arena;
    struct rule_diff_row *rows;
    size_t n;
};

static void compare(struct diff *diff, const char *path, const struct json *was,
                    const struct json *is);

static bool nested(const struct json *json)
{
    return json_type(json) == JSON_OBJECT || json_type(json) == JSON_ARRAY;
}

/* Nothing, an empty text, an empty list and an object of such say the same of a
 * rule. */
static bool nothing(const struct json *json)
{
    struct json_each each = json_each(json);

    if (json_type(json) == JSON_TEXT)
        return str_empty(json_text(json));
    if (!nested(json))
        return json == NULL || json_type(json) == JSON_NULL;
    while (json_next(&each)) {
        if (!nothing(each.value))
            return false;
    }
    return true;
}

static bool list_of_texts(const struct json *json)
{
    struct json_each each = json_each(json);

    if (json_type(json) != JSON_ARRAY)
        return false;
    while (json_next(&each)) {
        if (nested(each.value))
            return false;
    }
    return true;
}

static void put_list(const struct json *json, struct buf *out)
{
    struct json_each each = json_each(json);

    while (json_next(&each)) {
        buf_text(out, each.index > 0 ? ", " : "");
        json_put_text(each.value, out);
    }
}

static const char *shown(struct diff *diff, const struct json *json)
{
    const char *text;
    struct buf out;

    if (nothing(json))
        return NULL;
    buf_init(&out);
    if (list_of_texts(json))
        put_list(json, &out);
    else
        json_put_text(json, &out);
    text = arena_textn(diff->arena, buf_view(&out).at, out.len);
    buf_done(&out);
    return text;
}

static void add(struct diff *diff, const char *path, const struct json *was,
                const struct json *is)
{
    diff->rows =
        arena_grown(diff->arena, diff->rows, diff->n, sizeof(*diff->rows));
    diff->rows[diff->n++] = (struct rule_diff_row){
        .path = path,
        .was = shown(diff, was),
        .is = shown(diff, is),
    };
}

static const char *inside(struct diff *diff, const char *path, const char *name)
{
    return *path ? arena_printf(diff->arena, "%s/%s", path, name) : name;
}

static void compare_objects(struct diff *diff, const char *path,
                            const struct json *was, const struct json *is)
{
    struct json_each each = json_each(was);

    while (json_next(&each))
        compare(diff, inside(diff, path, arena_text(diff->arena, each.name)),
                each.value, json_get(is, each.name));
    each = json_each(is);
    while (json_next(&each)) {
        if (!json_get(was, each.name))
            compare(diff,
                    inside(diff, path, arena_text(diff->arena, each.name)),
                    NULL, each.value);
    }
}

/* What is the same at both ends is left out, so that one more in the middle is
 * one more, and not a change of all that follow. */
static void compare_arrays(struct diff *diff, const char *path,
                           const struct json *was, const struct json *is)
{
    size_t n_was = json_length(was);
    size_t n_is = json_length(is);
    size_t from = 0;

    while (from < n_was && from < n_is &&
           json_equal(json_item(was, from), json_item(is, from)))
        from++;
    while (n_was > from && n_is > from &&
           json_equal(json_item(was, n_was - 1), json_item(is, n_is - 1))) {
        n_was--;
        n_is--;
    }
    for (size_t i = from; i < n_was || i < n_is; i++)
        compare(diff, arena_printf(diff->arena, "%s %zu", path, i + 1),
                i < n_was ? json_item(was, i) : NULL,
                i < n_is ? json_item(is, i) : NULL);
}

static void compare(struct diff *diff, const char *path, const struct json *was,
                    const struct json *is)
{
    bool lists = list_of_texts(was) || list_of_texts(is);

    if (json_equal(was, is) || (nothing(was) && nothing(is)))
        return;
    if (json_type(was) == JSON_OBJECT && json_type(is) == JSON_OBJECT)
        compare_objects(diff, path, was, is);
    else if (json_type(was) == JSON_ARRAY && json_type(is) == JSON_ARRAY &&
             !lists)
        compare_arrays(diff, path, was, is);
    else
        add(diff, path, was, is);
}

static struct json *plain(const struct rule *rule)
{
    static const char *const added[] = {"revision", "editor", "author",
                                        "saved"};
    struct json *json = rule ? rule_to_json(rule) : json_new_object();

    for (size_t i = 0; i < sizeof(added) / sizeof(added[0]); i++)
        json_remove(json, added[i]);
    return json;
}

size_t rule_diff(const struct rule *was, const struct rule *is,
                 struct arena *arena, struct rule_diff_row **out)
{
    struct diff diff = {.arena = arena};
    struct json *left = plain(was);
    struct json *right = plain(is);

    compare(&diff, "", left, right);
    json_free(left);
    json_free(right);
    *out = diff.rows;
    return diff.n;
}
