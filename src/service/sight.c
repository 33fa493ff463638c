/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/sight.h"

#include <string.h>

#include "model/codec.h"
#include "service/look.h"
#include "util/text.h"

/* Targets of a batch that are looked at. */
#define SAMPLE 5

static bool add_wish(const struct desk *desk, const struct json *frozen,
                     struct arena *arena, struct look_wish *out, size_t *n)
{
    const char *action = json_text(json_get(frozen, "action")).at;
    const char *target = json_text(json_get(frozen, "target")).at;
    const struct json *parameters = json_get(frozen, "parameters");
    const struct containment *entry =
        catalogue_find(desk->catalogue, str_of(action));

    if (*target == '\0' || entry == NULL || entry->n_before == 0)
        return false;
    for (size_t i = 0; i < *n; i++) {
        if (strcmp(out[i].target, target) == 0 &&
            strcmp(out[i].action, action) == 0 &&
            json_equal(out[i].parameters, parameters))
            return false;
    }
    out[(*n)++] = (struct look_wish){
        .action = arena_text(arena, action),
        .target = arena_text(arena, target),
        .phase = PHASE_BEFORE,
        .parameters = parameters,
    };
    return true;
}

/* Those of all that the approval would contain, or of a sample. */
static bool wishes_of(struct desk *desk, const struct approval *approval,
                      struct arena *arena, struct look_wish out[SAMPLE],
                      size_t *n, struct err *err)
{
    struct batch_item *items;
    size_t n_items;

    *n = 0;
    if (approval->run != 0) {
        add_wish(desk, approval->frozen, arena, out, n);
        return true;
    }
    if (!batches_list(desk->store, approval->row, SAMPLE, arena, &items,
                      &n_items, err))
        return false;
    for (size_t i = 0; i < n_items; i++) {
        for (size_t k = 0; k < json_length(items[i].frozen) && *n < SAMPLE; k++)
            add_wish(desk, json_item(items[i].frozen, k), arena, out, n);
    }
    return true;
}

static bool is_known(struct desk *desk, const struct look_wish *wish,
                     int64_t since, struct arena *arena, bool *out,
                     struct err *err)
{
    struct look look;

    if (!look_newest(desk, wish, arena, &look, out, err))
        return false;
    *out = *out && look.seen >= since;
    return true;
}

bool sight_write(struct desk *desk, const struct approval *approval, bool again,
                 const char *by, int64_t now, struct arena *arena,
                 struct err *err)
{
    struct look_wish wishes[SAMPLE];
    int64_t row;
    size_t n;

    if (!wishes_of(desk, approval, arena, wishes, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct err fault;
        bool known = false;

        if (!again &&
            !is_known(desk, &wishes[i], approval->asked, arena, &known, err))
            return false;
        if (known)
            continue;
        /* What cannot be looked at is approved without that. */
        if (!look_write(desk, &wishes[i], by, now, &row, &fault) &&
            fault.code != ERR_INPUT) {
            *err = fault;
            return false;
        }
    }
    return true;
}

static struct json *sight_of(const struct look *look, struct arena *arena)
{
    struct json *out = json_new_object();

    json_set_text(out, "action", look->action);
    json_set_text(out, "target", look->target);
    json_set_time(out, "when", look->seen);
    if (look->state == LOOK_SEEN) {
        json_set_copy(out, "found", look->found);
        json_set_text(out, "words", look_words(look->found, arena));
    } else {
        json_set_text(out, "trouble", look->trouble);
    }
    return out;
}

bool sight_read(struct desk *desk, const struct approval *approval,
                struct arena *arena, const struct json **out, struct err *err)
{
    struct look_wish wishes[SAMPLE];
    struct json *list;
    size_t n;

    *out = NULL;
    if (!wishes_of(desk, approval, arena, wishes, &n, err))
        return false;
    list = json_new_array();
    json_keep(arena, list);
    for (size_t i = 0; i < n; i++) {
        struct look look;
        bool found;

        if (!look_newest(desk, &wishes[i], arena, &look, &found, err))
            return false;
        if (found && look.seen >= approval->asked)
            json_add_take(list, sight_of(&look, arena));
    }
    if (json_length(list) > 0)
        *out = list;
    return true;
}

const struct json *sight_find(const struct json *sight, const char *action,
                              const char *target)
{
    for (size_t i = 0; i < json_length(sight); i++) {
        const struct json *one = json_item(sight, i);

        if (str_eq(json_text(json_get(one, "action")), str_of(action)) &&
            str_eq_fold(json_text(json_get(one, "target")), str_of(target)))
            return one;
    }
    return NULL;
}
