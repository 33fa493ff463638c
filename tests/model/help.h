/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * help.h - what the tests of model/ share: cmocka with what it needs, values
 * from literals, and comparison of JSON by its text.
 */
#ifndef RIPOSTE_TESTS_MODEL_HELP_H
#define RIPOSTE_TESTS_MODEL_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "model/event.h"
#include "util/json.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static inline struct json *parsed(const char *text)
{
    struct json *json = NULL;
    struct err err;

    if (!json_parse(str_of(text), &json, &err))
        fail_msg("%s: %s", text, err.text);
    return json;
}

static inline void assert_str(struct str have, const char *want)
{
    if (!str_eq(have, str_of(want)))
        fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(have), want);
}

/* Takes @have; the texts of errors and samples stand in the rows. */
static inline void assert_json_take(struct json *have, const char *want)
{
    struct json *json = parsed(want);
    struct buf text;

    buf_init(&text);
    json_write(have, JSON_COMPACT, &text);
    if (!json_equal(have, json))
        fail_msg("%s\nis not\n%s", text.at, want);
    buf_done(&text);
    json_free(json);
    json_free(have);
}

static inline void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" does not say \"%s\"", text, part);
}

/* One object, read at the moment 1000 from the source "test". */
static inline bool read_text(const char *text, struct arena *arena,
                             struct event *out, struct err *err)
{
    struct skim skim;
    struct skim_value value;

    skim_init(&skim, str_of(text));
    if (!skim_whole(&skim, &value, err))
        fail_msg("%s: %s", text, err->text);
    return event_read(&value, STR("test"), 1000, arena, out, err);
}

#endif
