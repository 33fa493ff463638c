/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "engine/plan_part.h"
#include "tests/engine/stage.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static const char *const levels[] = {"CanNotDelete", "ReadOnly", NULL};
static const struct field fields[] = {
    {.name = "case",
     .label = "Case",
     .help = "Its number.",
     .required = true,
     .fallback = "",
     .type = FIELD_TEXT},
    {.name = "level",
     .label = "Level",
     .help = "",
     .type = FIELD_CHOICE,
     .choices = levels,
     .fallback = "CanNotDelete",
     .required = true},
    {.name = "by",
     .label = "By",
     .help = "",
     .type = FIELD_TEXT,
     .fallback = ""},
};
static const struct containment entry = {
    .name = "lock",
    .title = "Lock",
    .target = "resource",
    .params = fields,
    .n_params = N(fields),
};
static const struct containment bare = {
    .name = "stop", .title = "Stop", .target = "resource"};

static struct json *with_lines(const char *lines)
{
    struct json *with = json_new_object();

    if (lines)
        json_set_text(with, "parameters", lines);
    return with;
}

/* What can be said without an event. */
static void test_check(void **state)
{
    static const struct {
        const struct containment *entry;
        const char *lines;
        const char *fault; /* part of it; NULL: it is well */
    } rows[] = {
        {&bare, NULL, NULL},
        {&bare, "", NULL},
        {&bare, "case=1", "has no parameter \"case\""},
        {&entry, NULL, "needs the parameter \"case\": Its number."},
        {&entry, "level=ReadOnly", "needs the parameter \"case\""},
        {&entry, "case=", "needs the parameter \"case\""},
        {&entry, "case=1", NULL},
        {&entry, "\n  case = 1 \n\n level=ReadOnly\n", NULL},
        {&entry, "case", "given as name=value"},
        {&entry, "=1", "given as name=value"},
        {&entry, "case=1\nlevel=Whole", "\"level\" must be"},
        {&entry, "case=1\nCase=2", "has no parameter \"Case\""},
        /* An expression is only read now. */
        {&entry, "case=@{Title}\nlevel=@{Title}", NULL},
        {&entry, "case=@{Title", "The parameter \"case\""},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct json *with = with_lines(rows[i].lines);
        struct err err = {0};
        bool ok = plan_check_parameters(rows[i].entry, with, &err);

        if (ok != !rows[i].fault)
            fail_msg("row %zu: %s", i, err.text);
        if (!ok && !strstr(err.text, rows[i].fault))
            fail_msg("row %zu: %s is not %s", i, err.text, rows[i].fault);
        assert_true(ok || err.code == ERR_INPUT);
        json_free(with);
    }
}

/* Filled in with an event: all of them in full, in the order of the entry. */
static void test_find(void **state)
{
    static const struct {
        const char *lines;
        const char *want; /* "name=value;" of each, or part of the fault */
        bool fault;
    } rows[] = {
        {"case=1", "case=1;level=CanNotDelete;by=;", false},
        {"level=READONLY\ncase=1", "case=1;level=ReadOnly;by=;", false},
        {"case=@{Severity}/@{Status}",
         "case=High/Active;level=CanNotDelete;by=;", false},
        {"case=1\nby=@{Title}", NULL, false},
        {"case=1\nlevel=@{Severity}", "\"level\" must be", true},
        {"by=me", "needs the parameter \"case\"", true},
        {"nothing", "Field \"parameters\"", true},
        {"case=1\nother=2", "other", true},
    };
    struct stage stage;

    (void)state;
    stage_init(&stage);
    for (size_t i = 0; i < N(rows); i++) {
        struct arena *arena = arena_new();
        struct json *with = with_lines(rows[i].lines);
        const struct json *out = NULL;
        struct err err = {0};
        const char *text = arena_text(arena, "");
        bool ok =
            plan_find_parameters(&entry, with, STR(VM_ID),
                                 &stage.subjects[ALERT], arena, &out, &err);

        if (ok == rows[i].fault)
            fail_msg("row %zu: %s", i, err.text);
        for (size_t k = 0; ok && k < entry.n_params; k++)
            text =
                arena_printf(arena, "%s%s=%.*s;", text, fields[k].name,
                             STR_ARG(json_text(json_get(out, fields[k].name))));
        if (!ok)
            text = err.text;
        if (rows[i].want && !strstr(text, rows[i].want))
            fail_msg("row %zu: %s is not %s", i, text, rows[i].want);
        assert_true(ok || (err.code == ERR_INPUT && !out));
        json_free(with);
        arena_free(arena);
    }
    stage_done(&stage);
}

/* What an event says is a value, never a line of its own: where one line is
 * wanted, several are refused. */
static void test_lines(void **state)
{
    struct stage stage;
    struct arena *arena = arena_new();
    struct json *with = with_lines("case=1\nby=@{Title}");
    const struct json *out = NULL;
    struct err err = {0};

    (void)state;
    stage_init(&stage);
    stage.events[ALERT].column[COLUMN_TITLE] = STR("x\nlevel=ReadOnly");
    assert_false(plan_find_parameters(
        &entry, with, STR(VM_ID), &stage.subjects[ALERT], arena, &out, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "\"by\" must be one line"));
    stage.events[ALERT].column[COLUMN_TITLE] = STR("x level=ReadOnly");
    assert_true(plan_find_parameters(
        &entry, with, STR(VM_ID), &stage.subjects[ALERT], arena, &out, &err));
    assert_true(str_eq(json_text(json_get(out, "level")), STR("CanNotDelete")));
    assert_true(
        str_eq(json_text(json_get(out, "by")), STR("x level=ReadOnly")));
    stage_done(&stage);
    json_free(with);
    arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
