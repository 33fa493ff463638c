/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan_param.c - the parameters of a containment that a rule asks for.
 */
#include "engine/plan_part.h"

#include "engine/template.h"
#include "util/text.h"

/* One "name=value" on each line, put into @out. */
static bool read_lines(const struct json *with, struct json *out,
                       struct err *err)
{
    struct str rest = json_text(json_get(with, "parameters"));
    struct str line;

    while (str_cut(&rest, '\n', &line)) {
        if (!str_empty(str_trim(line)) && !parameter_add(line, out, err))
            return err_prefix(err, _("Field \"%s\""), "parameters");
    }
    return true;
}

/* The lines are read before they are filled in: what an event says is a value,
 * never a parameter of its own. */
static bool fill_in(const struct json *given, struct query_subject *subject,
                    struct arena *arena, struct json *out, struct err *err)
{
    struct json_each each = json_each(given);

    while (json_next(&each)) {
        struct str text;

        if (!template_render(json_text(each.value), subject, arena, &text, err))
            return err_prefix(err, _("The parameter \"%s\""), each.name);
        json_set_str(out, each.name, text);
    }
    return true;
}

bool plan_find_parameters(const struct containment *entry,
                          const struct json *with, struct str target,
                          struct query_subject *subject, struct arena *arena,
                          const struct json **out, struct err *err)
{
    struct json *given = json_new_object();
    struct json *filled = json_new_object();

    json_keep(arena, given);
    json_keep(arena, filled);
    return read_lines(with, given, err) &&
           fill_in(given, subject, arena, filled, err) &&
           containment_parameters(entry, filled, target, arena, out, err);
}

static const struct field *find_field(const struct containment *entry,
                                      const char *name)
{
    for (size_t i = 0; i < entry->n_params; i++) {
        if (str_eq(str_of(entry->params[i].name), str_of(name)))
            return &entry->params[i];
    }
    return NULL;
}

/* A value with an expression is checked when it is filled in. */
static bool check_given(const struct containment *entry,
                        const struct json *given, struct err *err)
{
    struct json_each each = json_each(given);

    while (json_next(&each)) {
        const struct field *field = find_field(entry, each.name);
        struct str value = json_text(each.value);

        if (!field)
            return err_set(err, ERR_INPUT,
                           _("\"%s\" has no parameter \"%s\"; `riposte "
                             "contain list' shows what it has."),
                           entry->title, each.name);
        if (!template_check(value, err))
            return err_prefix(err, _("The parameter \"%s\""), each.name);
        if (str_find_char(value, '@') == STR_NOWHERE &&
            !field_check(field, value, err))
            return false;
    }
    return true;
}

bool plan_check_parameters(const struct containment *entry,
                           const struct json *with, struct err *err)
{
    struct json *given = json_new_object();
    bool ok = read_lines(with, given, err) && check_given(entry, given, err);

    for (size_t i = 0; ok && i < entry->n_params; i++) {
        const struct field *field = &entry->params[i];

        if (field->required && !*field->fallback &&
            str_empty(json_text(json_get(given, field->name))))
            ok = err_set(err, ERR_INPUT,
                         _("\"%s\" needs the parameter \"%s\": %s"),
                         entry->title, field->name, field->help);
    }
    json_free(given);
    return ok;
}
