/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/playbook_show.h"

#include "util/text.h"

/* ---- JSON -----------------------------------------------------------------*/

static struct json *notes_json(const struct playbook_note *notes, size_t n)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < n; i++) {
        struct json *one = json_new_object();

        json_set_text(one, "path", notes[i].path);
        json_set_text(one, "text", notes[i].text);
        json_add_take(list, one);
    }
    return list;
}

static struct json *parameters_json(const struct playbook *playbook)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < playbook->n_parameters; i++) {
        const struct playbook_parameter *one = &playbook->parameters[i];
        struct json *json = json_new_object();

        json_set_text(json, "name", one->name);
        json_set_text(json, "type", one->type);
        json_set_bool(json, "needed", one->needed);
        if (!one->secret)
            json_set_take(json, "value", json_copy(one->value));
        json_add_take(list, json);
    }
    return list;
}

static struct json *connections_json(const struct playbook *playbook)
{
    struct json *out = json_new_object();

    for (size_t i = 0; i < playbook->n_connections; i++)
        json_set_text(out, playbook->connections[i].key,
                      playbook->connections[i].api);
    return out;
}

static struct json *steps_json(const struct playbook *playbook)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < playbook->n_steps; i++) {
        const struct playbook_step *step = &playbook->steps[i];
        struct wdl_facts facts = wdl_facts(step->action);
        struct json *json = json_new_object();

        json_set_text(json, "action", facts.name);
        json_set_text(json, "type", facts.type);
        json_set_text(json, "path", facts.path);
        json_set_text(json, "connector", step->api);
        json_set_text(json, "operation", *step->what ? _(step->what) : "");
        json_set_text(json, "kind", step->kind);
        json_set_text(json, "class", class_name(step->class));
        json_set_text(json, "containment", step->contain);
        json_add_take(list, json);
    }
    return list;
}

static struct json *lacks_json(const struct config *config,
                               const struct playbook *playbook)
{
    struct arena *arena = arena_new();
    struct playbook_note *notes;
    size_t n = playbook_lacks(config, playbook, arena, &notes);
    struct json *list = json_new_array();

    for (size_t i = 0; i < n; i++) {
        struct json *one = json_new_object();

        json_set_text(one, "for", notes[i].path);
        json_set_text(one, "text", notes[i].text);
        json_add_take(list, one);
    }
    arena_free(arena);
    return list;
}

struct json *playbook_json(const struct config *config,
                           const struct playbook *playbook)
{
    struct json *json = json_new_object();

    json_set_text(json, "name", playbook->name);
    json_set_text(json, "trigger", playbook_start_name(playbook->start));
    json_set_text(json, "verdict", playbook_verdict_name(playbook->verdict));
    json_set_take(json, "why", notes_json(playbook->why, playbook->n_why));
    json_set_take(json, "lint", notes_json(playbook->lint, playbook->n_lint));
    json_set_take(json, "needs", playbook_needs(playbook));
    json_set_take(json, "lacks", lacks_json(config, playbook));
    json_set_take(json, "parameters", parameters_json(playbook));
    json_set_take(json, "connections", connections_json(playbook));
    json_set_take(json, "steps", steps_json(playbook));
    return json;
}

/* ---- for people -----------------------------------------------------------*/

static void print_notes(struct out *out, const char *head,
                        const struct playbook_note *notes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct buf text;

        buf_init(&text);
        buf_printf(&text, "%s%s%s", notes[i].path, *notes[i].path ? ": " : "",
                   notes[i].text);
        out_entry(out, 4, str_of(head), buf_view(&text));
        buf_done(&text);
    }
}

static void print_needs(struct out *out, const struct playbook *playbook)
{
    struct buf text;

    buf_init(&text);
    for (size_t i = 0; i < playbook->n_parameters; i++) {
        if (playbook->parameters[i].needed)
            buf_printf(&text, "%s%s", text.len > 0 ? ", " : "",
                       playbook->parameters[i].name);
    }
    if (text.len > 0)
        out_printf(out, _("    needs a value: %s"), buf_view(&text).at);
    buf_done(&text);
}

static void print_lacks(struct out *out, const struct config *config,
                        const struct playbook *playbook)
{
    struct arena *arena = arena_new();
    struct playbook_note *notes;
    size_t n = playbook_lacks(config, playbook, arena, &notes);

    for (size_t i = 0; i < n; i++)
        out_printf(out, _("    lacks a setting: %s: %s"), notes[i].path,
                   notes[i].text);
    arena_free(arena);
}

void playbook_print(struct out *out, const struct config *config,
                    const struct playbook *playbook)
{
    out_printf(out, "%s: %s", playbook->name,
               playbook_verdict_name(playbook->verdict));
    print_notes(out, "  -", playbook->why, playbook->n_why);
    print_notes(out, "  !", playbook->lint, playbook->n_lint);
    print_needs(out, playbook);
    print_lacks(out, config, playbook);
}

static void print_step(struct out *out, const struct playbook_step *step)
{
    struct wdl_facts facts = wdl_facts(step->action);
    struct buf text;

    buf_init(&text);
    buf_printf(&text, "%s (%s", facts.name, facts.type);
    if (*step->api)
        buf_printf(&text, ", %s", step->api);
    if (*step->what)
        buf_printf(&text, ": %s", _(step->what));
    buf_printf(&text, ") %s", class_name(step->class));
    if (*step->kind)
        buf_printf(&text, ", %s", step->kind);
    if (*step->contain)
        buf_printf(&text, " %s", step->contain);
    out_entry(out, 4, STR("  -"), buf_view(&text));
    buf_done(&text);
}

static void print_parameter(struct out *out,
                            const struct playbook_parameter *parameter)
{
    struct buf text;

    buf_init(&text);
    buf_printf(&text, "%s (%s)", parameter->name, parameter->type);
    if (parameter->secret)
        buf_printf(&text, ": %s", _("secret"));
    else
        buf_text(&text, " = ");
    if (!parameter->secret)
        json_write(parameter->value, JSON_COMPACT, &text);
    if (parameter->needed)
        buf_printf(&text, " (%s)", _("needs a value; this stands for one"));
    out_entry(out, 4, STR("  -"), buf_view(&text));
    buf_done(&text);
}

void playbook_print_whole(struct out *out, const struct config *config,
                          const struct playbook *playbook)
{
    playbook_print(out, config, playbook);
    out_fact(out, _("Started by"),
             str_of(playbook_start_name(playbook->start)));
    for (size_t i = 0; i < playbook->n_connections; i++)
        out_fact(out, i == 0 ? _("Connections") : "",
                 str_of(playbook->connections[i].api));
    if (playbook->n_parameters > 0)
        out_printf(out, "%s", _("Parameters:"));
    for (size_t i = 0; i < playbook->n_parameters; i++)
        print_parameter(out, &playbook->parameters[i]);
    if (playbook->n_steps > 0)
        out_printf(out, "%s", _("What it asks of others:"));
    for (size_t i = 0; i < playbook->n_steps; i++)
        print_step(out, &playbook->steps[i]);
}
