/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tests/engine/expr_stage.h"

#define BEHIND (8 * INT64_C(3600000))

static bool answer(void *of, const struct json *const *args, size_t n,
                   struct arena *arena, const struct json **out,
                   struct err *err)
{
    struct str text = json_text(args[0]);
    struct json *value;

    (void)of;
    assert_int_equal(n, 1);
    if (str_eq(text, STR("fail")))
        return err_set(err, ERR_INPUT, "that fails.");
    value = json_new_text(str_of(arena_printf(arena, "given %s", text.at)));
    json_keep(arena, value);
    *out = value;
    return true;
}

static const struct expr_root roots[] = {
    {{"given", 1, 1, "t", "given(text)", "A root.", "given('x')", NULL},
     .answer = answer},
};

const struct expr_world expr_stage_world = {.roots = roots, .n_roots = 1};

static const char *make_guid(void *of, char out[GUID_SIZE])
{
    (void)of;
    return memcpy(out, "c2ecc88d-88c8-4096-912c-d6f2e2b138ce", GUID_SIZE);
}

static bool find_zone(const char *zone, bool back, int64_t moment, int64_t *out,
                      struct err *err)
{
    if (strcmp(zone, "America/Los_Angeles") != 0)
        return err_set(err, ERR_INPUT, "no zone %s.", zone);
    *out = back ? moment + BEHIND : moment - BEHIND;
    return true;
}

const struct expr_outside expr_stage_outside = {
    .now = INT64_C(1519862400000),
    .guid = make_guid,
    .zone = find_zone,
};

static bool ask(const char *text, struct arena *arena, struct buf *out,
                struct err *err)
{
    const struct json *value;
    struct expr *expr;

    if (!expr_compile(str_of(text), &expr_stage_world, arena, &expr, err) ||
        !expr_eval(expr, &expr_stage_outside, NULL, arena, &value, err))
        return false;
    json_put_text(value, out);
    return true;
}

void expr_stage_ask(const struct expr_row *row)
{
    struct arena *arena = arena_new();
    struct buf got;
    struct err err;

    buf_init(&got);
    if (strncmp(row->want, "fault: ", 7) == 0)
        expr_stage_refuse(&(struct expr_row){row->text, row->want + 7});
    else if (!ask(row->text, arena, &got, &err))
        fail_msg("%s: %s", row->text, err.text);
    else if (!str_eq(buf_view(&got), str_of(row->want)))
        fail_msg("%s: %s", row->text, got.len ? got.at : "(nothing)");
    buf_done(&got);
    arena_free(arena);
}

void expr_stage_refuse(const struct expr_row *row)
{
    struct arena *arena = arena_new();
    struct err err = {.code = ERR_NONE};
    struct buf got;

    buf_init(&got);
    if (ask(row->text, arena, &got, &err))
        fail_msg("%s: %s", row->text, got.len ? got.at : "(nothing)");
    assert_int_equal(err.code, ERR_INPUT);
    if (!strstr(err.text, row->want))
        fail_msg("%s: %s", row->text, err.text);
    buf_done(&got);
    arena_free(arena);
}

void expr_stage_rows(const struct expr_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        expr_stage_ask(&rows[i]);
}
