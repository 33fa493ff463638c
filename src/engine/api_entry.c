/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/api_entry.h"

/* What is being compared, and what the holes of the entry stand for. */
struct fit {
    const struct containment *entry;
    struct json *holes; /* NULL: nobody asks */
};

/* "{name}" as a whole. */
static bool is_hole(struct str text)
{
    return text.len > 2 && text.at[0] == '{' && text.at[1] != '{' &&
           str_find_char(text, '}') == text.len - 1;
}

/* Only what the entry asks for can be said by a request; what it finds out
 * itself cannot. */
static bool fill_hole(struct fit *fit, struct str hole, struct str value)
{
    struct str name = str_sub(hole, 1, hole.len - 2);

    for (size_t i = 0; i < fit->entry->n_params; i++) {
        if (!str_eq(name, str_of(fit->entry->params[i].name)))
            continue;
        if (fit->holes)
            json_set_str(fit->holes, fit->entry->params[i].name, value);
        return true;
    }
    return false;
}

/* ---- bodies ---------------------------------------------------------------*/

/* The member that a template's member is about: the name of a tag is the
 * person's. */
static const struct json *member_of(struct fit *fit, const struct json *body,
                                    struct str name)
{
    struct json_each only = json_each(body);

    if (!is_hole(name))
        return json_find(body, name);
    if (json_type(body) != JSON_OBJECT || !json_next(&only) ||
        !fill_hole(fit, name, str_of(only.name)))
        return NULL;
    return only.value;
}

static bool text_fits(struct fit *fit, struct str template,
                      const struct json *body)
{
    if (json_type(body) != JSON_TEXT)
        return false;
    if (is_hole(template))
        return fill_hole(fit, template, json_text(body));
    return str_eq_fold(template, json_text(body));
}

/* Does @body set what the template sets, and nothing else? */
static bool body_fits(struct fit *fit, const struct json *template,
                      const struct json *body)
{
    if (json_type(template) == JSON_TEXT)
        return text_fits(fit, json_text(template), body);
    if (json_type(template) != json_type(body))
        return false;
    if (json_type(template) != JSON_OBJECT)
        return json_equal(template, body);
    if (json_length(body) != json_length(template))
        return false;
    for (struct json_each e = json_each(template); json_next(&e);) {
        if (!body_fits(fit, e.value, member_of(fit, body, str_of(e.name))))
            return false;
    }
    return true;
}

/* ---- addresses ------------------------------------------------------------*/

/* Is the ARM id, as far as it is known, one of "Microsoft.Compute/disks"? */
static bool is_of_type(struct str id, struct str type)
{
    struct str providers = STR("/providers/");
    struct str rest = id;
    struct str part;
    struct str have;
    size_t at;

    while ((at = str_find_fold(rest, providers)) != STR_NOWHERE)
        rest = str_sub(rest, at + providers.len, STR_NOWHERE);
    if (rest.at == id.at || !str_cut(&type, '/', &part) ||
        !str_cut(&rest, '/', &have) || !str_eq_fold(have, part))
        return false;
    while (str_cut(&type, '/', &part)) {
        if (!str_cut(&rest, '/', &have) || !str_eq_fold(have, part) ||
            !str_cut(&rest, '/', &have))
            return false;
    }
    return str_empty(rest);
}

/* "user" and "machine" are one part of a path, everything else an ARM id. */
static bool target_fits(const struct containment *entry, struct str head)
{
    struct str type = str_of(entry->target);

    if (str_empty(head))
        return false;
    if (str_eq(type, STR("user")) || str_eq(type, STR("machine")))
        return str_find_char(head, '/') == STR_NOWHERE;
    return str_eq(type, STR("resource")) || is_of_type(head, type);
}

/* Takes the last part off; with the slash before it. */
static bool cut_last(struct str *path, struct str *part)
{
    size_t slash = str_find_last_char(*path, '/');

    if (slash == STR_NOWHERE)
        return false;
    *part = str_sub(*path, slash + 1, STR_NOWHERE);
    path->len = slash;
    return true;
}

/* From the end, since how long the target is, is not known. */
static bool tail_fits(struct fit *fit, struct str template, struct str *path)
{
    struct str want;
    struct str have;

    while (cut_last(&template, &want)) {
        if (!cut_last(path, &have) || str_empty(have))
            return false;
        if (is_hole(want) ? !fill_hole(fit, want, have)
                          : !str_eq_fold(want, have))
            return false;
    }
    return str_empty(template);
}

static bool path_fits(struct fit *fit, struct str template, struct str path,
                      struct str *target)
{
    struct str id = STR("{id}");
    struct str bare = str_sub(template, 0, str_find_char(template, '?'));
    size_t at = str_find(bare, id);

    if (at == STR_NOWHERE || !str_starts_fold(path, str_sub(bare, 0, at)))
        return false;
    path = str_sub(path, at, STR_NOWHERE);
    if (!tail_fits(fit, str_sub(bare, at + id.len, STR_NOWHERE), &path) ||
        !target_fits(fit->entry, path))
        return false;
    *target = path;
    return true;
}

static bool call_fits(struct fit *fit, struct str method, struct str path,
                      const struct json *body, struct str *target)
{
    const struct call_template *call = &fit->entry->acts[0];

    return fit->entry->n_acts == 1 && call->url && !call->replace &&
           str_eq_fold(str_of(call->method), method) &&
           path_fits(fit, str_of(call->url), path, target) &&
           (!call->body || body_fits(fit, call->body, body));
}

bool api_entry_find(const struct catalogue *catalogue, struct str method,
                    struct str path, const struct json *body,
                    struct arena *arena, struct api_entry *out)
{
    for (size_t i = 0; catalogue && i < catalogue->n; i++) {
        struct fit fit = {
            .entry = &catalogue->entries[i],
            .holes = arena ? json_new_object() : NULL,
        };
        struct str target = STR_NONE;

        if (fit.holes)
            json_keep(arena, fit.holes);
        if (!call_fits(&fit, method, path, body, &target))
            continue;
        *out = (struct api_entry){.entry = fit.entry};
        if (arena) {
            out->target = arena_str(arena, target);
            out->parameters = fit.holes;
        }
        return true;
    }
    return false;
}
