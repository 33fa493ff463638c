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
    const struct str *want; /* any of these */
    size_t n_want;
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

static bool value_meets(const struct search *search, struct str have)
{
    for (size_t i = 0; i < search->n_want; i++) {
        struct str want = search->want[i];

        if (search->op == CHECK_STARTS ? str_starts_fold(have, want)
                                       : str_eq_fold(have, want))
            return true;
    }
    return false;
}

static void look(const struct json *value, void *with)
{
    struct search *search = with;
    struct buf text;

    buf_init(&text);
    json_put_text(value, &text);
    search->any = true;
    if (value_meets(search, buf_view(&text)))
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
        return search->any == str_eq_fold(search->want[0], STR("true"));
    default:
        return search->met;
    }
}

/* "a, b or c" of what it should be. */
static const char *wanted(const struct search *search, struct arena *arena)
{
    struct buf out;
    const char *text;

    buf_init(&out);
    for (size_t i = 0; i < search->n_want; i++) {
        if (i > 0)
            buf_text(&out, i + 1 < search->n_want ? ", " : _(" or "));
        buf_str(&out, search->want[i]);
    }
    text = arena_str(arena, buf_view(&out)).at;
    buf_done(&out);
    return text;
}

static const char *explain(const char *at, const struct search *search,
                           struct arena *arena)
{
    struct str found = buf_view(&search->found);

    if (search->op == CHECK_PRESENT)
        return search->any ? arena_printf(arena, _("%s is still there."), at)
                           : arena_printf(arena, _("%s is not there."), at);
    if (!search->any)
        return arena_printf(arena, _("%s is not there; it should be %s."), at,
                            wanted(search, arena));
    if (search->op == CHECK_NOT)
        return arena_printf(arena, _("%s is still %.*s."), at, STR_ARG(found));
    return arena_printf(arena, _("%s is %.*s; it should be %s."), at,
                        STR_ARG(found), wanted(search, arena));
}

/* A text of the check filled in, in @arena. */
static bool fill(const struct fill_values *values, const char *text,
                 struct arena *arena, struct str *out, struct err *err)
{
    struct buf filled;
    bool ok;

    buf_init(&filled);
    ok = fill_text(values, str_of(text), &filled, err);
    if (ok)
        *out = arena_str(arena, buf_view(&filled));
    buf_done(&filled);
    return ok;
}

static bool check_fill(const struct check *check,
                       const struct fill_values *values, struct arena *arena,
                       struct str *at, struct search *search, struct err *err)
{
    struct str *want;
    size_t n = 0;

    while (check->values[n])
        n++;
    want = arena_array(arena, n, sizeof(*want));
    for (size_t i = 0; i < n; i++) {
        if (!fill(values, check->values[i], arena, &want[i], err))
            return false;
    }
    *search = (struct search){.op = check->op, .want = want, .n_want = n};
    buf_init(&search->found);
    return fill(values, check->at, arena, at, err);
}

static bool check_holds(const struct check *check,
                        const struct fill_values *values,
                        const struct json *answer, struct arena *arena,
                        const char **why)
{
    struct search search;
    struct err err = {.code = ERR_NONE};
    struct str at;
    bool holds;

    if (!check_fill(check, values, arena, &at, &search, &err)) {
        *why = arena_text(arena, err.text);
        return false;
    }
    follow(answer, at, look, &search);
    holds = answered(&search);
    if (!holds)
        *why = explain(at.at, &search, arena);
    buf_done(&search.found);
    return holds;
}

bool checks_hold(const struct checks *checks, struct str target,
                 const struct json *kept, const struct json *answer,
                 struct arena *arena, const char **why)
{
    struct fill_values values = {.target = target, .kept = kept};

    for (size_t i = 0; i < checks->n; i++) {
        if (!check_holds(&checks->at[i], &values, answer, arena, why))
            return false;
    }
    return true;
}

/* ---- what is kept ---------------------------------------------------------*/

struct taking {
    const struct keep *keep;
    struct str target;
    const struct json *known;
    struct arena *arena;
    const struct json *value; /* the one that is taken */
    struct str newest;        /* when it was */
    struct json *all;         /* or all of them */
};

static void take(const struct json *value, void *with)
{
    struct taking *taking = with;
    const struct keep *keep = taking->keep;
    struct str when = STR_NONE;
    const char *why;

    if (!value || !str_starts_fold(json_text(value), str_of(keep->starts)) ||
        !checks_hold(&keep->where, taking->target, taking->known, value,
                     taking->arena, &why))
        return;
    if (keep->all) {
        json_add_take(taking->all, json_copy(value));
        return;
    }
    if (keep->newest)
        when = json_text(json_at(value, str_of(keep->newest)));
    /* ISO 8601 of one service: later ones compare as greater. */
    if (taking->value && str_cmp(when, taking->newest) <= 0)
        return;
    taking->value = value;
    taking->newest = when;
}

static bool no_value(const struct keep *keep, struct str at, struct err *err)
{
    if (*keep->missing)
        return err_set(err, ERR_INPUT, "%s", _(keep->missing));
    return err_set(err, ERR_INPUT,
                   _("The answer has no %.*s, which the way back needs; "
                     "nothing was changed."),
                   STR_ARG(at));
}

static bool keep_take(const struct keep *keep, const struct fill_values *values,
                      const struct json *answer, struct arena *arena,
                      struct json *into, struct err *err)
{
    struct taking taking = {.keep = keep,
                            .target = values->target,
                            .known = values->kept,
                            .arena = arena,
                            .all = json_new_array()};
    struct json *value = NULL;
    struct str at;
    bool ok;

    ok = fill(values, keep->at, arena, &at, err);
    if (ok)
        follow(answer, at, take, &taking);
    if (ok && keep->all && (json_length(taking.all) > 0 || keep->optional)) {
        json_set_take(into, keep->name, taking.all);
        return true;
    }
    json_free(taking.all);
    if (!ok)
        return false;
    if (taking.value)
        value = json_copy(taking.value);
    else if (!keep->optional)
        return no_value(keep, at, err);
    else if (!fill_json(values, keep->fallback, &value, err))
        return false;
    json_set_take(into, keep->name, value);
    return true;
}

bool keeps_take(const struct call_template *call, struct str target,
                const struct json *known, const struct json *answer,
                struct json *into, struct err *err)
{
    struct fill_values values = {.target = target, .kept = known};
    struct arena *arena = arena_new();
    bool ok = true;

    for (size_t i = 0; ok && i < call->n_keeps; i++)
        ok = keep_take(&call->keeps[i], &values, answer, arena, into, err);
    arena_free(arena);
    return ok;
}

/* ---- answers --------------------------------------------------------------*/

static struct json *headers_of(const struct response *response)
{
    struct json *out =
        response->headers ? json_copy(response->headers) : json_new_object();

    if (*response->etag)
        json_set_text(out, "etag", response->etag);
    return out;
}

struct json *answer_document(const struct response *response)
{
    struct json *out = NULL;
    struct err ignored;

    if (response->body.len == 0 ||
        !json_parse(buf_view(&response->body), &out, &ignored))
        out = NULL;
    if (json_type(out) != JSON_OBJECT) {
        json_free(out);
        out = json_new_object();
    }
    json_set_int(out, "$status", response->status);
    json_set_take(out, "$header", headers_of(response));
    return out;
}
