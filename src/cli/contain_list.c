/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * contain_list.c - what the catalogue has, and whether a file of it is right.
 *
 * Status of lint: 0 the file is right, 2 it is not.
 */
#include "cli/verbs.h"
#include "service/desk.h"
#include "util/text.h"

static struct json *field_json(const struct containment *entry, size_t i)
{
    const struct field *field = &entry->params[i];
    struct json *json = json_new_object();

    json_set_text(json, "name", field->name);
    json_set_text(json, "label", field->label);
    json_set_text(json, "help", field->help);
    json_set_bool(json, "required", field->required);
    json_set_text(json, "default", field->fallback);
    if (field->type == FIELD_CHOICE) {
        struct json *choices = json_new_array();

        for (size_t c = 0; field->choices[c]; c++)
            json_add_take(choices, json_new_text(str_of(field->choices[c])));
        json_set_take(json, "choices", choices);
    }
    if (field->pattern)
        json_set_text(json, "pattern", field->pattern);
    return json;
}

static struct json *entry_json(const struct containment *entry)
{
    struct json *json = json_new_object();
    struct json *parameters = json_new_array();

    for (size_t i = 0; i < entry->n_params; i++)
        json_add_take(parameters, field_json(entry, i));
    json_set_text(json, "name", entry->name);
    json_set_text(json, "title", entry->title);
    json_set_text(json, "target", entry->target);
    json_set_text(json, "class", class_name(entry->class));
    json_set_text(json, "permission", entry->permission);
    json_set_take(json, "parameters", parameters);
    json_set_text(json, "note", entry->note);
    json_set_bool(json, "undo", entry->n_undos > 0);
    return json;
}

/* "level=CanNotDelete|ReadOnly" */
static void show_parameter(struct out *out, const struct field *field)
{
    struct buf text;

    buf_init(&text);
    buf_printf(&text, "--param %s=", field->name);
    for (size_t c = 0; field->type == FIELD_CHOICE && field->choices[c]; c++)
        buf_printf(&text, "%s%s", c > 0 ? "|" : "", field->choices[c]);
    if (field->type != FIELD_CHOICE)
        buf_text(&text, "…");
    if (*field->fallback)
        buf_printf(&text, _(" (default: %s)"), field->fallback);
    else if (field->required)
        buf_text(&text, _(" (needed)"));
    out_text(out, 4, buf_view(&text));
    if (*field->help)
        out_text(out, 8, str_of(field->help));
    buf_done(&text);
}

static void show_entry(struct out *out, const struct containment *entry)
{
    out_text(out, 0, str_of(entry->name));
    out_text(out, 4, str_of(entry->title));
    out_text(out, 4, str_of(entry->target));
    out_text(out, 4,
             str_of(entry->n_undos > 0 ? class_name(entry->class)
                                       : _("cannot be undone")));
    out_text(out, 4, str_of(entry->permission));
    for (size_t i = 0; i < entry->n_params; i++)
        show_parameter(out, &entry->params[i]);
    out_text(out, 4, str_of(entry->note));
}

bool contain_list(struct call *call, struct err *err)
{
    const char *target = call->opts->target;
    struct catalogue *catalogue;
    size_t n = 0;

    if (!catalogue_load_for(call->config, &catalogue, err))
        return false;
    for (size_t i = 0; i < catalogue->n; i++) {
        const struct containment *entry = &catalogue->entries[i];

        if (target && !containment_fits(entry, str_of(target)))
            continue;
        n++;
        if (call->out->json)
            out_json_take(call->out, entry_json(entry));
        else
            show_entry(call->out, entry);
    }
    for (size_t i = 0; i < catalogue->n_faults; i++)
        report(catalogue->faults[i]);
    catalogue_free(catalogue);
    if (n == 0)
        call->status = STATUS_NO;
    return true;
}

/* ---- lint -----------------------------------------------------------------*/

struct linting {
    struct call *call;
    const struct containment *entry;
    struct arena *arena;
    const struct json *parameters;
};

static bool show_call(struct linting *l, const char *part,
                      const struct call_template *call, struct err *err)
{
    struct request request;
    struct json *json;

    if (!call->url)
        return true;
    if (!call_show(call, str_of(l->entry->sample), l->parameters, l->arena,
                   &request, err))
        return err_prefix(err, "%s", part);
    json = request_to_json(&request);
    if (l->call->out->json) {
        json_set_text(json, "part", part);
        out_json_take(l->call->out, json);
        return true;
    }
    out_printf(l->call->out, "%s: %s %s", part, request.method, request.url);
    for (size_t i = 0; request.headers[i]; i++)
        out_text(l->call->out, 4, str_of(request.headers[i]));
    if (!str_empty(request.body))
        out_text(l->call->out, 4, request.body);
    json_free(json);
    return true;
}

static bool show_calls(struct linting *l, const char *part,
                       const struct call_template *calls, size_t n,
                       struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!show_call(l, arena_printf(l->arena, "%s[%zu]", part, i), &calls[i],
                       err))
            return false;
    }
    return true;
}

static bool show_all(struct linting *l, struct err *err)
{
    const struct containment *entry = l->entry;

    if (!containment_parameters(entry, entry->sample_params,
                                str_of(entry->sample), l->arena, &l->parameters,
                                err))
        return err_prefix(err, "target.parameters");
    for (size_t i = 0; i < entry->n_before; i++) {
        if (!show_call(l, arena_printf(l->arena, "before[%zu]", i),
                       &entry->before[i].call, err))
            return false;
    }
    return show_calls(l, "do", entry->acts, entry->n_acts, err) &&
           show_call(l, "verify", &entry->verify.call, err) &&
           show_calls(l, "undo", entry->undos, entry->n_undos, err) &&
           show_call(l, "undone", &entry->undone.call, err);
}

bool contain_lint(struct call *call, struct err *err)
{
    struct linting l = {.call = call, .arena = arena_new()};
    struct containment entry;
    bool ok;

    l.entry = &entry;
    ok = containment_load(call->words[0], l.arena, &entry, err) &&
         show_all(&l, err);
    arena_free(l.arena);
    return ok;
}
