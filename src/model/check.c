/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check.c - what an answer must show, and what is kept of it; see
 * containment.h.
 */
#include "model/codec.h"
#include "model/fill.h"

#include "util/text.h"

/* Enough of what was found to be read. */
#define FOUND_SIZE 200

struct search {
    enum check_op op;
    struct str want;
    bool met;         /* some value does */
    bool any;         /* there is a value */
    struct buf found; /* all values, as text */
};

typedef void visit_fn(const struct json *value, void *with);

/* Calls @visit with each value that @path leads to: "a.b", "a[].b". */
static void follow(const struct json *json, struct str path, visit_fn *visit,
                   void *with)
{
    struct str rest = path;
    struct str part;
    bool each_item;

    if (!str_cut(&rest, '.', &part)) {
        if (json)
            visit(json, with);
        return;
    }
    each_item = str_ends(part, STR("[]"));
    if (each_item)
        part.len -= 2;
    json = str_empty(part) ? json : json_find(json, part);
    if (!each_item) {
        follow(json, rest, visit, with);
        return;
    }
    for (size_t i = 0; i < json_length(json); i++)
        follow(json_item(json, i), rest, visit, with);
}

static bool value_meets(enum check_op op, struct str have, struct str want)
{
    return op == CHECK_STARTS ? str_starts_fold(have, want)
                              : str_eq_fold(have, want);
}

static void look(const struct json *value, void *with)
{
    struct search *search = with;
    struct buf text;

    buf_init(&text);
    json_put_text(value, &text);
    search->any = true;
    if (value_meets(search->op, buf_view(&text), search->want))
        search->met = true;
    if (search->found.len < FOUND_SIZE) {
        buf_text(&search->found, search->found.len > 0 ? ", " : "");
        buf_str(&search->found, str_sub(buf_view(&text), 0, FOUND_SIZE));
    }
    buf_done(&text);
}

static bool answered(const struct search *search)
{
    switch (search->op) {
    case CHECK_NOT:
        return !search->met;
    case CHECK_PRESENT:
        return search->any == str_eq_fold(search->want, STR("true"));
    default:
        return search->met;
    }
}

static const char *explain(const struct check *check,
                           const struct search *search, struct arena *arena)
{
    struct str found = buf_view(&search->found);

    if (check->op == CHECK_PRESENT)
        return search->any
                   ? arena_printf(arena, _("%s is still there."), check->at)
                   : arena_printf(arena, _("%s is not there."), check->at);
    if (!search->any)
        return arena_printf(arena, _("%s is not there; it should be %.*s."),
                            check->at, STR_ARG(search->want));
    if (check->op == CHECK_NOT)
        return arena_printf(arena, _("%s is still %.*s."), check->at,
                            STR_ARG(found));
    return arena_printf(arena, _("%s is %.*s; it should be %.*s."), check->at,
                        STR_ARG(found), STR_ARG(search->want));
}

static bool check_holds(const struct check *check,
                        const struct fill_values *values,
                        const struct json *answer, struct arena *arena,
                        const char **why)
{
    struct search search = {.op = check->op};
    struct buf want;
    struct err err = {.code = ERR_NONE};
    bool holds;

    buf_init(&want);
    buf_init(&search.found);
    if (fill_text(values, str_of(check->value), &want, &err)) {
        search.want = buf_view(&want);
        follow(answer, str_of(check->at), look, &search);
        holds = answered(&search);
        if (!holds)
            *why = explain(check, &search, arena);
    } else {
        holds = false;
        *why = arena_text(arena, err.text);
    }
    buf_done(&want);
    buf_done(&search.found);
    return holds;
}

bool checks_hold(const struct check *checks, size_t n, struct str target,
                 const struct json *kept, const struct json *answer,
                 struct arena *arena, const char **why)
{
    struct fill_values values = {.target = target, .kept = kept};

    for (size_t i = 0; i < n; i++) {
        if (!check_holds(&checks[i], &values, answer, arena, why))
            return false;
    }
    return true;
}

struct taking {
    struct str starts;
    const struct json *value;
};

static void take_first(const struct json *value, void *with)
{
    struct taking *taking = with;

    if (!taking->value && str_starts_fold(json_text(value), taking->starts))
        taking->value = value;
}

bool keeps_take(const struct containment *entry, const struct json *answer,
                struct json **out, struct err *err)
{
    struct json *kept = json_new_object();

    for (size_t i = 0; i < entry->n_keeps; i++) {
        const struct keep *keep = &entry->keeps[i];
        struct taking taking = {.starts = str_of(keep->starts)};

        follow(answer, str_of(keep->at), take_first, &taking);
        if (!taking.value)
            taking.value = keep->fallback;
        if (!taking.value) {
            json_free(kept);
            return err_set(err, ERR_INPUT,
                           _("The answer has no %s, which the way back "
                             "needs; nothing was changed."),
                           keep->at);
        }
        json_set_copy(kept, keep->name, taking.value);
    }
    *out = kept;
    return true;
}
