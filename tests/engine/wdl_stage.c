/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/engine/wdl_stage.h"

static struct json *read_json(struct str text)
{
    struct json *json = NULL;
    struct err err = {0};

    if (!json_parse(text, &json, &err))
        fail_msg("%s in %.*s", err.text, STR_ARG(text));
    return json;
}

struct json *wdl_stage_definition(const char *actions)
{
    struct buf text;
    struct json *json;

    buf_init(&text);
    buf_text(&text, "{\"parameters\":{\"p\":{\"type\":\"String\","
                    "\"defaultValue\":\"v\"}},\"triggers\":{\"manual\":{"
                    "\"type\":\"Request\"}},\"actions\":");
    for (const char *c = actions; *c; c++)
        buf_char(&text, *c == '`' ? '"' : *c);
    buf_char(&text, '}');
    json = read_json(buf_view(&text));
    buf_done(&text);
    return json;
}

struct wdl *wdl_stage_read(const char *actions)
{
    struct json *json = wdl_stage_definition(actions);
    struct err err = {0};
    struct wdl *wdl = NULL;

    if (!wdl_read(json, &wdl, &err))
        fail_msg("%s", err.text);
    json_free(json);
    return wdl;
}

static bool put_seen(void *with, const struct wdl_seen *seen)
{
    struct buf *out = with;
    struct buf value;

    if (out->len)
        buf_char(out, ' ');
    buf_printf(out, "%s:%c", seen->path, *run_state_name(seen->state));
    if (seen->outputs && seen->state == RUN_SUCCEEDED) {
        buf_init(&value);
        json_write(seen->outputs, JSON_COMPACT, &value);
        buf_printf(out, "=%s", buf_view(&value).at);
        buf_done(&value);
    }
    return true;
}

/* Each effect is answered with the next of @answers, separated by '|': a
 * number is a status, "T" a timeout, anything else the outputs. */
static void answer_all(struct wdl_run *run, const char *answers)
{
    struct str rest = str_of(answers ? answers : "");
    const struct wdl_effect *effect;
    int64_t now = WDL_NOW;

    wdl_run_go(run, now);
    while ((effect = wdl_run_next(run))) {
        struct wdl_answer answer = {.state = RUN_SUCCEEDED, .retry_after = -1};
        struct str one = STR_NONE;
        struct err err;

        str_cut(&rest, '|', &one);
        if (str_eq(one, STR("T")))
            answer.state = RUN_TIMED_OUT;
        else if (str_eq(one, STR("F")))
            answer.state = RUN_FAILED;
        else if (str_eq(one, STR("429")))
            answer.state = RUN_FAILED, answer.again = true;
        else if (one.len)
            answer.outputs = read_json(one);
        if (effect->due > now)
            now = effect->due;
        assert_true(wdl_run_answer(run, effect->number, &answer, now, &err));
    }
}

void wdl_stage_run(const char *actions, const char *trigger,
                   const char *answers, struct buf *out)
{
    struct wdl *wdl = wdl_stage_read(actions);
    struct json *outputs = trigger ? read_json(str_of(trigger)) : NULL;
    struct wdl_given given = {.trigger = outputs, .seed = "test"};
    struct wdl_run *run = NULL;
    struct err err = {0};

    assert_true(wdl_run_new(wdl, &given, &run, &err));
    answer_all(run, answers);
    buf_printf(out, "%s", run_state_name(wdl_run_state(run)));
    wdl_run_walk(run, put_seen, out);
    wdl_run_free(run);
    wdl_free(wdl);
    json_free(outputs);
}

void wdl_stage_rows(const struct wdl_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct buf out;

        buf_init(&out);
        wdl_stage_run(rows[i].actions, rows[i].trigger, rows[i].answers, &out);
        assert_string_equal(buf_view(&out).at, rows[i].want);
        buf_done(&out);
    }
}

void wdl_stage_refused(const struct wdl_refusal *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct json *json = wdl_stage_definition(rows[i].actions);
        struct wdl *wdl = NULL;
        struct err err = {0};

        if (wdl_read(json, &wdl, &err))
            fail_msg("%s is taken", rows[i].actions);
        assert_int_equal(err.code, ERR_INPUT);
        assert_string_equal(err.text, rows[i].why);
        json_free(json);
    }
}
