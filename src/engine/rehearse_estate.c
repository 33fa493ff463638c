/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rehearse_estate.h"

#include "model/event.h"

/* "/subscriptions/…" of a request that reads from Resource Manager; its host is
 * another in each cloud. */
static struct str path_of(const struct json *request)
{
    struct str method = json_text(json_get(request, "method"));
    struct str uri = json_text(json_get(request, "uri"));
    size_t at = str_find(uri, STR("://"));

    if (at == STR_NOWHERE ||
        (!str_empty(method) && !str_eq_fold(method, STR("GET"))))
        return STR_NONE;
    uri = str_sub(uri, at + 3, STR_NOWHERE);
    at = str_find_char(uri, '/');
    if (at == STR_NOWHERE)
        return STR_NONE;
    uri = str_sub(uri, at, STR_NOWHERE);
    uri = str_sub(uri, 0, str_find_char(uri, '?'));
    return str_starts_fold(uri, STR("/subscriptions/")) ? uri : STR_NONE;
}

static struct str parent_of(struct str id)
{
    size_t slash = str_find_last_char(id, '/');

    return slash == STR_NOWHERE ? STR_NONE : str_sub(id, 0, slash);
}

/* "/subscriptions/S/providers/N/t" has all of that type that are in S. */
static bool is_below(struct str id, struct str path)
{
    struct str list = parent_of(id);
    size_t at = str_find_fold(path, STR("/providers/"));
    size_t in = str_find_fold(list, STR("/providers/"));

    if (str_eq_fold(list, path))
        return true;
    return at != STR_NOWHERE && in != STR_NOWHERE && at <= in &&
           str_eq_fold(str_sub(list, in, STR_NOWHERE),
                       str_sub(path, at, STR_NOWHERE)) &&
           str_starts_fold(list, str_sub(path, 0, at)) && list.at[at] == '/';
}

/* As Resource Manager shows it. */
static struct json *shown(const struct json *one)
{
    struct json *json = json_copy(one);
    struct str id = json_text(json_get(one, "id"));
    struct resource resource;

    resource_parse(id, &resource);
    json_set_str(json, "name", resource.name);
    json_set_str(json, "type", resource.type);
    return json;
}

struct json *estate_body(const struct json *estate, const struct json *request)
{
    struct str path = path_of(request);
    struct json *list;
    struct json *body;

    if (str_empty(path))
        return NULL;
    list = json_new_array();
    for (struct json_each e = json_each(json_get(estate, "resources"));
         json_next(&e);) {
        struct str id = json_text(json_get(e.value, "id"));

        if (str_eq_fold(id, path)) {
            json_free(list);
            return shown(e.value);
        }
        if (is_below(id, path))
            json_add_take(list, shown(e.value));
    }
    if (json_length(list) == 0) {
        json_free(list);
        return NULL;
    }
    body = json_new_object();
    json_set_take(body, "value", list);
    return body;
}
