/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "tests/engine/exchange.h"

#include "model/limits.h"
#include "util/file.h"
#include "util/json_loose.h"

struct json *exchange_parse(const char *text)
{
    struct json *json = NULL;
    struct err err = {0};
    struct buf buf;

    buf_init(&buf);
    for (; *text; text++)
        buf_char(&buf, *text == '\'' ? '"' : *text);
    if (!json_parse(buf_view(&buf), &json, &err))
        fail_msg("%s: %s", buf.at, err.text);
    buf_done(&buf);
    return json;
}

struct json *exchange_load(const char *file, const char *part)
{
    const char *top = getenv("srcdir");
    struct json *json = NULL;
    struct err err = {0};
    struct json *copy;
    struct buf text;
    char path[1024];

    snprintf(path, sizeof(path), "%s/tests/data/automations/%s",
             top ? top : ".", file);
    buf_init(&text);
    if (!file_read(path, LIMIT_IMPORT_FILE, &text, &err) ||
        !json_parse_loose(buf_view(&text), &json, &err))
        fail_msg("%s: %s", file, err.text);
    buf_done(&text);
    copy = json_copy(json_at(json, str_of(part)));
    json_free(json);
    assert_non_null(copy);
    if (!json_get(copy, "name") &&
        str_eq(str_of(part), STR("parameters.Automation")))
        json_set_text(copy, "name", "exampleAutomation");
    return copy;
}

void exchange_read(const struct json *json, const char *given,
                   struct automation_reading *out)
{
    struct deploy_given place = {.subscription = STR(SUB), .group = STR("rg")};
    struct json *parameters;
    struct err err = {0};
    char text[4000];

    snprintf(text, sizeof(text), "{%s}", given);
    parameters = exchange_parse(text);
    place.parameters = parameters;
    automation_reading_init(out);
    if (!automation_read_all(json, &place, out, &err))
        fail_msg("%s", err.text);
    json_free(parameters);
}

void assert_same(const struct json *got, const struct json *want,
                 const char *what)
{
    struct buf a;
    struct buf b;

    if (json_equal(got, want))
        return;
    buf_init(&a);
    buf_init(&b);
    json_write(got, JSON_PRETTY, &a);
    json_write(want, JSON_PRETTY, &b);
    fail_msg("%s\n--- got\n%s\n--- want\n%s", what, a.at, b.at);
}

struct json *write_back(const struct rule *const *rules, size_t n)
{
    struct json *out = NULL;
    struct err err = {0};

    if (!automation_write(rules, n, &out, &err))
        fail_msg("%s", err.text);
    return out;
}
