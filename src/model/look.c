/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/look.h"

#include <string.h>

#include "model/codec.h"
#include "model/fill.h"
#include "model/limits.h"
#include "util/text.h"

/* Enough of one value to be read. */
#define WORDS_SIZE 300

static bool same_request(const struct call_template *a,
                         const struct call_template *b)
{
    return a->url && b->url && strcmp(a->url, b->url) == 0 &&
           strcmp(a->method, b->method) == 0;
}

/* What a look at @phase takes note of: the first look before, or what verify
 * looks at with what was kept from the same request. */
struct sight {
    const struct keep *keeps;
    size_t n_keeps;
    const struct checks *checks;
    struct str target;
    const struct json *kept;
    const struct json *answer;
};

/* A place of the answer as people read it: with what stands for {tag}. */
static void put_place(const struct sight *sight, const char *at,
                      struct buf *out)
{
    const struct fill_values values = {.target = sight->target,
                                       .kept = sight->kept};
    struct err ignored;

    buf_clear(out);
    if (fill_text(&values, str_of(at), out, &ignored))
        return;
    buf_clear(out);
    buf_text(out, at);
}

/* The value at one place of the answer; nothing where it has none. */
static void add_value(const struct sight *sight, const struct keep *keep,
                      struct json *values)
{
    struct call_template one = {.keeps = keep, .n_keeps = 1};
    struct json *taken;
    struct err ignored;
    struct buf place;

    buf_init(&place);
    put_place(sight, keep->at, &place);
    taken = json_new_object();
    if (!json_get(values, buf_view(&place).at) &&
        keeps_take(&one, sight->target, sight->kept, sight->answer, taken,
                   &ignored))
        json_set_copy(values, buf_view(&place).at, json_get(taken, keep->name));
    json_free(taken);
    buf_done(&place);
}

static struct json *values_of(const struct sight *sight)
{
    struct json *values = json_new_object();
    struct buf text;

    for (size_t i = 0; i < sight->n_keeps; i++)
        add_value(sight, &sight->keeps[i], values);
    for (size_t i = 0; i < sight->checks->n; i++)
        add_value(sight,
                  &(struct keep){.name = "at",
                                 .at = sight->checks->at[i].at,
                                 .starts = "",
                                 .missing = ""},
                  values);
    buf_init(&text);
    json_write(values, JSON_COMPACT, &text);
    if (text.len > LIMIT_LOOK) {
        json_free(values);
        values = json_new_object();
    }
    buf_done(&text);
    return values;
}

static struct json *check_row(const struct sight *sight,
                              const struct check *check, struct arena *arena,
                              bool *all)
{
    const struct checks one = {.at = check, .n = 1};
    struct json *row = json_new_object();
    const char *why = "";
    struct buf place;
    bool holds = checks_hold(&one, sight->target, sight->kept, sight->answer,
                             arena, &why);

    buf_init(&place);
    put_place(sight, check->at, &place);
    json_set_text(row, "at", buf_view(&place).at);
    buf_done(&place);
    json_set_bool(row, "holds", holds);
    json_set_text(row, "says", why);
    *all &= holds;
    return row;
}

/* What a refusal has in its body and headers tells of the refusal, not of the
 * target: the length of "not found" is not that of what was there. */
static bool shows_target(const struct json *answer)
{
    int64_t status = 0;

    return !json_int(json_get(answer, "$status"), &status) || status < 400;
}

struct json *look_found(const struct containment *entry, enum step_phase phase,
                        struct str target, const struct json *kept,
                        const struct json *answer, struct arena *arena)
{
    const struct precheck *first = &entry->before[0];
    bool before = phase == PHASE_BEFORE;
    bool keeps = (before || same_request(&first->call, &entry->verify.call)) &&
                 shows_target(answer);
    const struct sight sight = {
        .keeps = first->call.keeps,
        .n_keeps = keeps ? first->call.n_keeps : 0,
        .checks = before ? &first->already : &entry->verify.expect,
        .target = target,
        .kept = kept,
        .answer = answer,
    };
    struct json *out = json_new_object();
    struct json *list = json_new_array();
    bool all = sight.checks->n > 0;

    for (size_t i = 0; i < sight.checks->n; i++)
        json_add_take(list,
                      check_row(&sight, &sight.checks->at[i], arena, &all));
    json_set_bool(out, "holds", all);
    json_set_take(out, "checks", list);
    json_set_take(out, "values", values_of(&sight));
    return out;
}

bool look_holds(const struct json *found)
{
    bool holds = false;

    json_bool(json_get(found, "holds"), &holds);
    return holds;
}

/* Services write one name in several cases. */
static bool same_value(const struct json *a, const struct json *b)
{
    struct buf left, right;
    bool same;

    if (json_equal(a, b))
        return true;
    buf_init(&left);
    buf_init(&right);
    json_put_text(a, &left);
    json_put_text(b, &right);
    same = str_eq_fold(buf_view(&left), buf_view(&right));
    buf_done(&left);
    buf_done(&right);
    return same;
}

bool look_same(const struct json *left, const struct json *found)
{
    const struct json *then = json_get(left, "values");
    const struct json *now = json_get(found, "values");
    struct json_each each = json_each(then);

    if (!now)
        return true;
    while (json_next(&each)) {
        if (!same_value(json_get(now, each.name), each.value))
            return false;
    }
    return true;
}

static void put_words(struct buf *out, const char *name,
                      const struct json *value)
{
    struct buf text;

    buf_init(&text);
    json_put_text(value, &text);
    buf_printf(out, _("%s%s is %.*s"), out->len > 0 ? ", " : "", name,
               STR_ARG(str_sub(buf_view(&text), 0, WORDS_SIZE)));
    buf_done(&text);
}

const char *look_words(const struct json *found, struct arena *arena)
{
    struct json_each each = json_each(json_get(found, "values"));
    const struct json *checks = json_get(found, "checks");
    const char *words;
    struct buf out;

    buf_init(&out);
    while (json_next(&each))
        put_words(&out, each.name, each.value);
    for (size_t i = 0; out.len == 0 && i < json_length(checks); i++)
        buf_str(&out, json_text(json_get(json_item(checks, i), "says")));
    words = arena_str(arena, buf_view(&out)).at;
    buf_done(&out);
    return words;
}
