/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secrets of playbooks: on no disk, in what is sent all the same, and taken out
 * of what comes back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "service/govern.h"
#include "service/plays.h"
#include "stagehand.h"
#include "store/plays.h"
#include "util/digest.h"
#include "util/file.h"

#define WORD "only-of-the-sandbox"

#define VAULT "https://vault.azure.net"
#define GET_SECRET                                                             \
    "\"Get\":{\"type\":\"Http\",\"inputs\":{\"method\":\"GET\",\"uri\":"       \
    "\"https://kv-shop.vault.azure.net/secrets/db-password?api-version=7.4\"," \
    "\"authentication\":{\"type\":\"ManagedServiceIdentity\",\"audience\":"    \
    "\"" VAULT "\"}}," FIRST "}"
#define VALUE        "body('Get')?['value']"
#define BODY(member) ",\"body\":{" member "}"

/* What is a secret is on no disk; another process reads it again. */
#define REST                                                                   \
    "\"Rest\":{\"type\":\"Wait\",\"inputs\":{\"interval\":{\"count\":1,"       \
    "\"unit\":\"Second\"}}," AFTER("Get") "}"
#define LONG                                                                   \
    "\"Long\":{\"type\":\"If\",\"expression\":{\"greater\":[\"@length(" VALUE  \
    ")\",3]},\"actions\":{" LOOK                                               \
    "},\"else\":{\"actions\":{}}," AFTER("Rest") "}"
#define LOOK "\"Look\":" GET(VM("vm-web-01"), FIRST)
#define REDEPLOY                                                               \
    ASK("POST", VM("vm-web-01") "/redeploy",                                   \
        BODY("\"code\":\"<@{" VALUE "}>\""))
#define SECRET                                                                 \
    GET_SECRET "," REST "," LONG ",\"Tell\":" REDEPLOY "," AFTER("Long") "}"

static bool in_file(const char *path, const char *text)
{
    struct buf bytes;
    struct err err;
    bool yes;

    buf_init(&bytes);
    yes = file_read(path, 100000000, &bytes, &err) &&
          str_find(buf_view(&bytes), str_of(text)) != STR_NOWHERE;
    buf_done(&bytes);
    return yes;
}

static bool has_stepped(struct house *house, const void *with)
{
    const struct run *run = house_read(house, *(const int64_t *)with);

    return run->n_steps > 0 && run_state_final(run->steps[0].state);
}

/* Did a body with this text arrive? */
static bool was_told(struct house *house, const char *text)
{
    struct json *log = sand_get(&house->sand, "/_sandbox/log?all=1");
    struct buf all;
    bool yes;

    buf_init(&all);
    json_write(log, JSON_COMPACT, &all);
    yes = str_find(buf_view(&all), str_of(text)) != STR_NOWHERE;
    buf_done(&all);
    json_free(log);
    return yes;
}

/* Is the secret in the store? */
static bool is_kept(struct house *house, const char *text)
{
    const char *store = store_path(house->desk->store);

    return in_file(store, text) ||
           in_file(arena_printf(house->arena, "%s-wal", store), text);
}

static void test_secret(void **state)
{
    struct house *house = *state;
    int64_t run;

    may_read_secrets(house);
    keep(house, "secret", REQUEST, SECRET, RULE_AUTO);
    run = start(house, "secret");
    house_engine(house, false);
    assert_true(house_until(house, has_stepped, &run, HOUSE_WAIT));
    house_engine_end(house);
    passes_done(&house->desk->secrets);
    house_engine(house, false);
    comes_to(house, run, RUN_WAITING);
    assert_int_equal(sent(house, "GET", "db-password"), 2);
    assert_int_equal(sent(house, "GET", "/vm-web-01"), 1);
    /* It belongs into what is approved, and is not known when it is sent. */
    house_engine_end(house);
    passes_done(&house->desk->secrets);
    house_engine(house, false);
    answer(house, waiting(house, 1), true);
    assert_true(house_until(house, has_ended, &run, HOUSE_WAIT));
    assert_int_equal(sent(house, "GET", "db-password"), 3);
    assert_true(was_told(house, "<" WORD));
    assert_false(is_kept(house, WORD));
}

/* The service says what it was told: it is told, and not kept. */
#define TAG(code)                                                              \
    ASK("PATCH", VM("vm-web-01"), BODY("\"tags\":{\"code\":\"" code "\"}"))
#define TAGGED "body('Tell')?['tags']?['code']"
#define SAID                                                                   \
    "\"Said\":{\"type\":\"Compose\",\"inputs\":\"@" TAGGED                     \
    "\"," AFTER("Tell") "}"
#define TELL(code) GET_SECRET ",\"Tell\":" TAG(code) "," AFTER("Get") "}," SAID

static void test_echo(void **state)
{
    struct house *house = *state;
    const char *said;
    int64_t run;

    may_read_secrets(house);
    keep(house, "echo", REQUEST, TELL("<@{" VALUE "}>"), RULE_AUTO);
    run = start(house, "echo");
    house_engine(house, false);
    comes_to(house, run, RUN_WAITING);
    answer(house, waiting(house, 1), true);
    comes_to(house, run, RUN_SUCCEEDED);
    assert_true(was_told(house, "<" WORD));
    said = output_of(house, run, "Said");
    assert_non_null(said);
    assert_string_equal(said, "<***>");
    assert_false(is_kept(house, WORD));
}

/* One secret is the beginning of another, or a word of a place. */
#define SECURE                                                                 \
    FIRST ",\"runtimeConfiguration\":{\"secureData\":{\"properties\":"         \
          "[\"outputs\"]}}"
#define TAGS    "\"Get\":" GET(VM("vm-web-01"), SECURE)
#define OF(tag) "@{body('Get')?['tags']?['" tag "']}"

static void test_parts(void **state)
{
    struct house *house = *state;
    const char *said;
    int64_t run;

    sand_state(&house->sand, VM("vm-web-01"),
               "{\"tags\":{\"a\":\"half-of\",\"b\":\"half-of-the-rest\","
               "\"c\":\"secret\"}}");
    keep(house, "parts", REQUEST,
         TAGS ",\"Tell\":" TAG(
             OF("b") " " OF("c") " @{base64(body('Get')?['"
                                 "tags']?['b'])}") "," AFTER("Get") "}," SAID,
         RULE_AUTO);
    run = start(house, "parts");
    house_engine(house, false);
    comes_to(house, run, RUN_WAITING);
    assert_false(is_kept(house, "-the-rest"));
    answer(house, waiting(house, 1), true);
    comes_to(house, run, RUN_SUCCEEDED);
    assert_true(
        was_told(house, "half-of-the-rest secret aGFsZi1vZi10aGUtcmVz"));
    said = output_of(house, run, "Said");
    assert_non_null(said);
    assert_string_equal(said, "*** *** ***");
    /* With the end of the run they are gone. */
    assert_int_equal(house->desk->secrets.n, 0);
    assert_false(is_kept(house, "-the-rest"));
}

#define RESTART(name, after) POST(VM(name) "/restart", after)
#define DO                   "\"Do\":" RESTART("vm-web-01", SECURE)
#define NEXT                 "\"Next\":" RESTART("vm-web-02", AFTER("Do"))

/* What changes something is not done twice for what it was answered. */
static void test_not_twice(void **state)
{
    struct house *house = *state;
    int64_t run;

    keep(house, "once", REQUEST, DO "," NEXT, RULE_AUTO);
    run = start(house, "once");
    house_engine(house, false);
    comes_to(house, run, RUN_WAITING);
    answer(house, waiting(house, 1), true);
    comes_to(house, run, RUN_WAITING);
    house_engine_end(house);
    passes_done(&house->desk->secrets);
    house_engine(house, false);
    answer(house, waiting(house, 1), true);
    comes_to(house, run, RUN_FAILED);
    assert_int_equal(sent(house, "POST", "vm-web-01/restart"), 1);
    assert_int_equal(sent(house, "POST", "vm-web-02/restart"), 1);
}

/* Somebody outside writes what a place for a secret looks like. */
static void test_false_place(void **state)
{
    struct house *house = *state;
    int64_t run;

    may_read_secrets(house);
    keep(house, "false", REQUEST, TELL("<secret:0:1:0:secret>"), RULE_AUTO);
    run = start(house, "false");
    house_engine(house, false);
    comes_to(house, run, RUN_WAITING);
    answer(house, waiting(house, 1), true);
    comes_to(house, run, RUN_SUCCEEDED);
    assert_true(was_told(house, ":0:1:0:secret>"));
    assert_false(was_told(house, WORD));
}

/* With a name before it, as signing in has it; riposte ends in between. */
static void test_coded(void **state)
{
    struct house *house = *state;
    const char *said;
    struct buf coded;
    int64_t run;

    may_read_secrets(house);
    keep(house, "coded", REQUEST,
         TELL("@{base64(concat('u:', " VALUE "))} @{base64(concat(" VALUE
              ", ':', " VALUE "))}"),
         RULE_AUTO);
    run = start(house, "coded");
    house_engine(house, false);
    comes_to(house, run, RUN_WAITING);
    house_engine_end(house);
    passes_done(&house->desk->secrets);
    house_engine(house, false);
    answer(house, waiting(house, 1), true);
    comes_to(house, run, RUN_SUCCEEDED);
    /* What follows it changes nothing in so many bytes. */
    buf_init(&coded);
    digest_base64(STR("u:" WORD), &coded);
    assert_true(was_told(house, arena_str(house->arena, buf_view(&coded)).at));
    assert_false(is_kept(house, arena_str(house->arena, buf_view(&coded)).at));
    buf_clear(&coded);
    digest_base64(str_sub(STR(WORD), 0, 18), &coded);
    assert_true(was_told(house, arena_str(house->arena, buf_view(&coded)).at));
    assert_false(is_kept(house, arena_str(house->arena, buf_view(&coded)).at));
    assert_false(is_kept(house, WORD));
    buf_done(&coded);
    said = output_of(house, run, "Said");
    assert_non_null(said);
    assert_string_equal(said, "*** ***");
}

/* What is called secure is sent, and shown nowhere with the run. */
static void test_inputs(void **state)
{
    struct house *house = *state;
    struct run_page *page;
    struct json *json;
    struct buf text;
    int64_t run;

    keep(house, "inputs", REQUEST,
         "\"Tag\":" ASK(
             "PATCH", VM("vm-web-01"),
             BODY("\"tags\":{\"code\":\"for nobody\"}")) ",\"runtimeConfigurati"
                                                         "on\":{\"secureData\":"
                                                         "{\"properties\":"
                                                         "[\"inputs\","
                                                         "\"outputs\"]}}," FIRST
                                                         "}",
         RULE_AUTO);
    run = start(house, "inputs");
    house_engine(house, false);
    comes_to(house, run, RUN_WAITING);
    answer(house, waiting(house, 1), true);
    comes_to(house, run, RUN_SUCCEEDED);
    assert_true(was_told(house, "for nobody"));
    page = run_page_one(house->desk, run);
    assert_int_equal(page->n, 1);
    buf_init(&text);
    for (size_t i = 0; i < page->rows->n_steps; i++) {
        json_write(page->rows->steps[i].with, JSON_COMPACT, &text);
        json_write(page->rows->steps[i].request, JSON_COMPACT, &text);
        json_write(page->rows->steps[i].response, JSON_COMPACT, &text);
    }
    json = run_to_json(house_read(house, run));
    json_write(json, JSON_COMPACT, &text);
    assert_int_equal(str_find(buf_view(&text), STR("for nobody")), STR_NOWHERE);
    json_free(json);
    buf_done(&text);
    run_page_free(page);
}

/* What a playbook says at its end, and why something of it cannot be sent. */
#define CODE "code @{" VALUE "}"

static void test_said(void **state)
{
    static const struct {
        const char *name;
        const char *action;
        enum run_state end;
    } rows[] = {
        {"answer",
         "\"A\":{\"type\":\"Response\",\"kind\":\"Http\",\"inputs\":{"
         "\"statusCode\":200,\"body\":\"" CODE "\"}," AFTER("Get") "}",
         RUN_SUCCEEDED},
        {"end",
         "\"A\":{\"type\":\"Terminate\",\"inputs\":{\"runStatus\":\"Failed\","
         "\"runError\":{\"code\":\"x\",\"message\":\"" CODE
         "\"}}," AFTER("Get") "}",
         RUN_FAILED},
        {"mail",
         "\"A\":{\"type\":\"ApiConnection\",\"inputs\":{\"host\":{"
         "\"connection\":{\"name\":\"@parameters('$connections')['office365']"
         "['connectionId']\"}},\"method\":\"post\",\"path\":\"/v2/Mail\","
         "\"body\":{\"To\":\"" CODE
         "\",\"Subject\":\"x\",\"Body\":\"y\"}}," AFTER("Get") "}",
         RUN_FAILED},
        {"header",
         "\"A\":" ASK("GET", VM("vm-web-01"),
                      ",\"headers\":{\"X\":\"" CODE
                      "\\n\"}") "," AFTER("Get") "}",
         RUN_FAILED},
        {"number",
         "\"A\":{\"type\":\"Compose\",\"inputs\":"
         "\"@int(body('Get')?['value'])\"," AFTER("Get") "}",
         RUN_FAILED},
    };
    struct house *house = *state;

    may_read_secrets(house);
    house_engine(house, false);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t run;

        keep(house, rows[i].name, REQUEST,
             arena_printf(house->arena, GET_SECRET ",%s", rows[i].action),
             RULE_AUTO);
        run = start(house, rows[i].name);
        comes_to(house, run, rows[i].end);
        if (is_kept(house, WORD))
            fail_msg("%s: the secret is in the store", rows[i].name);
    }
}

/* A parameter that says where the secret is: read when it is sent, and never
 * before. */
#define KEYED                                                                  \
    "\"Call\":{\"type\":\"Http\",\"inputs\":{\"method\":\"POST\",\"uri\":"     \
    "\"%s/api/enrich\",\"headers\":{\"x-functions-key\":"                      \
    "\"@parameters('Key')\"},\"body\":{\"a\":1}}," FIRST "}"

static void test_reference(void **state)
{
    struct house *house = *state;
    const char *file =
        arena_printf(house->arena, "%s.function", house->sand.config);
    const char *told = arena_printf(house->arena, "Key=file:%s", file);
    const char *const words[] = {told};
    struct play_wish wish = {.name = "keyed", .why = "a test"};
    struct buf key;
    int64_t run;

    keep_told(house, "keyed", "\"Key\":{\"type\":\"SecureString\"}", REQUEST,
              arena_printf(house->arena, KEYED, house->sand.url), RULE_AUTO);
    assert_false(playbook_run(house->desk, &wish, &run, &house->err));
    assert_non_null(strstr(house->err.text, "\"Key\""));
    wish.parameters = (const char *const[]){"Key=in plain sight"};
    wish.n_parameters = 1;
    assert_false(playbook_run(house->desk, &wish, &run, &house->err));
    assert_non_null(strstr(house->err.text, "env:NAME"));
    wish.parameters = words;
    assert_good(house, playbook_run(house->desk, &wish, &run, &house->err));
    house_engine(house, false);
    comes_to(house, run, RUN_WAITING);
    answer(house, waiting(house, 1), true);
    comes_to(house, run, RUN_SUCCEEDED);
    assert_int_equal(sent(house, "POST", "/api/enrich"), 1);
    buf_init(&key);
    assert_good(house, file_read(file, 4096, &key, &house->err));
    assert_false(
        is_kept(house, arena_str(house->arena, str_trim(buf_view(&key))).at));
    buf_done(&key);
}

int main(void)
{
#define HOUSE(name)                                                            \
    cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)
    const struct CMUnitTest tests[] = {
        HOUSE(test_secret),    HOUSE(test_echo),   HOUSE(test_false_place),
        HOUSE(test_coded),     HOUSE(test_inputs), HOUSE(test_said),
        HOUSE(test_reference), HOUSE(test_parts),  HOUSE(test_not_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
