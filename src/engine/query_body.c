/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_body.c - finds the values at a path or an entity of the body.
 */
#include "engine/query_part.h"

/* An array on the way stands for each of its elements. */
static void walk(struct tally *tally, const struct json *json,
                 const struct path_step *steps, size_t n)
{
    struct json_each each = json_each(json);

    if (n == 0) {
        tally_json(tally, json);
        return;
    }
    if (json_type(json) == JSON_ARRAY) {
        if (!steps->any && str_empty(steps->name)) {
            walk(tally, json_item(json, steps->index), steps + 1, n - 1);
            return;
        }
        while (json_next(&each))
            walk(tally, each.value, steps + steps->any, n - steps->any);
        return;
    }
    if (json_type(json) == JSON_OBJECT && !str_empty(steps->name))
        walk(tally, json_find(json, steps->name), steps + 1, n - 1);
}

static void tally_path(struct tally *tally, const struct property *property,
                       struct query_subject *subject)
{
    bool two = !str_empty(property->other);
    const struct json *body;

    /* Without steps it is the whole body. */
    if (property->n_steps == 0)
        body = query_subject_body(subject);
    else
        body = query_subject_part(
            subject,
            (const struct str[]){property->steps[0].name, property->other},
            two ? 2 : 1);
    walk(tally, body, property->steps, property->n_steps);
    if (!tally->any && !str_empty(property->other))
        walk(tally, json_find(body, property->other), property->steps + 1,
             property->n_steps - 1);
}

static void tally_entities(struct tally *tally, const struct property *property,
                           struct query_subject *subject)
{
    const struct entity *entities;
    size_t n = query_subject_entities(subject, &entities);

    for (size_t i = 0; i < n; i++) {
        const struct entity *entity = &entities[i];

        if (!str_empty(property->entity) &&
            !str_eq_fold(entity->type, property->entity))
            continue;
        if (property->n_steps > 0)
            walk(tally, entity->object, property->steps, property->n_steps);
        else if (!str_empty(entity->name))
            tally_text(tally, entity->name);
    }
}

void tally_body(struct tally *tally, struct query_subject *subject)
{
    const struct property *property = &tally->probe->property;

    if (property->place == PLACE_ENTITY)
        tally_entities(tally, property, subject);
    else
        tally_path(tally, property, subject);
}
