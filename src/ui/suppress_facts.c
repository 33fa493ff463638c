/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suppress_facts.c - what an event offers to be suppressed by, and the wish
 * that the form says.
 */
#include "model/condition.h"
#include "ui/suppress_edit.h"
#include "ui/words.h"
#include "util/text.h"

static struct str short_of(struct str value)
{
    return str_starts_fold(value, STR("/subscriptions/"))
               ? words_short(value.at)
               : value;
}

static void add(struct suppress_edit *edit, const char *what,
                const char *property, const char *field, struct str value,
                bool on)
{
    struct suppress_fact *fact = &edit->facts[edit->n_facts];
    struct str have = arena_str(edit->arena, value);

    if (value.len == 0 || value.len > LIMIT_NAME * 4 ||
        edit->n_facts == FACTS_MOST)
        return;
    *fact = (struct suppress_fact){
        .name = arena_printf(edit->arena, "fact.%zu", edit->n_facts),
        .label =
            arena_printf(edit->arena, "%s %.*s", what, STR_ARG(short_of(have))),
        .property = property,
        .field = field,
        .value = have,
        .on = on,
    };
    edit->n_facts++;
}

static bool is_known(const struct suppress_edit *edit,
                     const struct entity *entity)
{
    for (size_t i = 0; i < edit->n_facts; i++) {
        if (str_eq_fold(edit->facts[i].value, entity->name))
            return true;
    }
    return false;
}

/* The member by which Defender's scope knows an entity, as it stands in it. */
static struct str member_of(const struct entity *entity, const char *field)
{
    size_t dot = str_find_last_char(str_of(field), '.');

    return json_text(json_find(entity->object, str_of(field + dot + 1)));
}

static void add_entity(struct suppress_edit *edit, const struct entity *entity)
{
    const char *field = suppression_field(entity->type);
    struct buf property;
    struct str value = entity->name;

    if (is_known(edit, entity))
        return;
    if (field && member_of(entity, field).len)
        value = member_of(entity, field);
    buf_init(&property);
    buf_text(&property, "entity[");
    literal_write(entity->type, &property);
    buf_char(&property, ']');
    if (field && member_of(entity, field).len) {
        buf_char(&property, '[');
        literal_write(
            str_of(field + str_find_last_char(str_of(field), '.') + 1),
            &property);
        buf_char(&property, ']');
    }
    add(edit, arena_str(edit->arena, entity->type).at,
        arena_str(edit->arena, buf_view(&property)).at, field, value, false);
    buf_done(&property);
}

void suppress_facts(struct suppress_edit *edit, const struct event_page *page)
{
    const struct str *column = page->event.column;

    suppress_wish_event(edit->base, &page->event);
    add(edit, _("type"), "AlertType", NULL, column[COLUMN_TYPE], true);
    add(edit, _("title"), "AlertDisplayName", NULL, column[COLUMN_TITLE],
        column[COLUMN_TYPE].len == 0);
    add(edit, _("resource"), "ResourceId",
        suppression_field(STR("azure-resource")), column[COLUMN_RESOURCE],
        true);
    for (size_t i = 0; i < page->n_entities; i++)
        add_entity(edit, &page->entities[i]);
}

bool suppress_in_defender(const struct suppress_edit *edit)
{
    return str_eq(form_value(edit->form, "place"), STR("defender"));
}

static bool is_on(const struct suppress_edit *edit,
                  const struct suppress_fact *fact)
{
    struct str value = form_value(edit->form, fact->name);

    /* Before it has a row it is as it was meant at first. */
    return value.len ? str_eq(value, STR("true")) : fact->on;
}

void suppress_facts_query(struct suppress_edit *edit, struct buf *out)
{
    for (size_t i = 0; i < edit->n_facts; i++) {
        const struct suppress_fact *fact = &edit->facts[i];

        if (!fact->property || !is_on(edit, fact))
            continue;
        if (out->len)
            buf_text(out, " and ");
        buf_printf(out, "%s =~ ", fact->property);
        literal_write(fact->value, out);
    }
}

static const char *value_of(const struct suppress_edit *edit,
                            struct suppress_wish *wish, const char *name)
{
    return arena_str(wish->arena, str_trim(form_value(edit->form, name))).at;
}

struct suppress_wish *suppress_edit_wish(struct suppress_edit *edit)
{
    struct suppress_wish *wish = suppress_wish_new();
    struct err ignored = {0};

    wish->reason = value_of(edit, wish, "reason");
    suppress_until(form_value(edit->form, "until"), edit->shell->now,
                   &wish->until, &ignored);
    if (!suppress_in_defender(edit)) {
        wish->query = value_of(edit, wish, edit->query);
        return wish;
    }
    wish->place = SUPPRESSION_DEFENDER;
    wish->type = value_of(edit, wish, "type");
    wish->subscription = value_of(edit, wish, "subscription");
    for (size_t i = 0; i < edit->n_facts; i++) {
        const struct suppress_fact *fact = &edit->facts[i];

        if (fact->field && is_on(edit, fact))
            suppress_wish_add(wish, fact->field, fact->value);
    }
    return wish;
}
