/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hands: what the workflow is answered; and whether all that published
 * playbooks ask for has one.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/rehearse.h"
#include "hands.h"
#include "util/file.h"
#include "util/json_loose.h"

#define NOW INT64_C(1795378652000)

/* ---- answers --------------------------------------------------------------*/

static const struct {
    const char *type, *key, *inputs;
    struct api_came came;
    const char *response; /* NULL: none */
    enum run_state state;
    const char *code, *path, *value;
} answers[] = {
    {"Http",
     "",
     "{`method`:`GET`,`uri`:`https://x.example`}",
     {.state = RUN_SUCCEEDED},
     "{`statusCode`:200,`body`:{`a`:1}}",
     RUN_SUCCEEDED,
     NULL,
     "body.a",
     "1"},
    {"Http",
     "",
     "{`method`:`GET`,`uri`:`https://x.example`}",
     {.state = RUN_FAILED, .note = "no"},
     "{`statusCode`:404,`body`:`none`}",
     RUN_FAILED,
     "NotFound",
     "body",
     "none"},
    {"Http",
     "",
     "{`method`:`GET`,`uri`:`https://x.example`}",
     {.state = RUN_TIMED_OUT},
     NULL,
     RUN_TIMED_OUT,
     NULL,
     "statusCode",
     ""},
    {"ApiConnection",
     "azureautomation",
     "{`method`:`put`,`path`:`/subscriptions/s/resourceGroups/g/providers/"
     "Microsoft.Automation/automationAccounts/a/jobs`}",
     {.state = RUN_SUCCEEDED, .key = "k"},
     "{`statusCode`:200,`body`:`said`}",
     RUN_SUCCEEDED,
     NULL,
     "body.properties.jobId",
     "k"},
    {"ApiConnectionWebhook",
     "office365",
     "{`path`:`/approvalmail/$subscriptions`,`body`:{`Message`:{`Subject`:`s`,"
     "`Options`:`Delete, Ignore`}}}",
     {.state = RUN_SUCCEEDED, .approved = true, .by = "anna"},
     NULL,
     RUN_SUCCEEDED,
     NULL,
     "body.SelectedOption",
     "Delete"},
    {"ApiConnectionWebhook",
     "office365",
     "{`path`:`/approvalmail/$subscriptions`,`body`:{`Message`:{`Subject`:`s`,"
     "`Options`:`Delete, Ignore`}}}",
     {.state = RUN_SUCCEEDED},
     NULL,
     RUN_SUCCEEDED,
     NULL,
     "body.SelectedOption",
     "Ignore"},
    {"ApiConnectionWebhook",
     "approvals",
     "{`path`:`/types/Basic/subscriptions`,`body`:{`title`:`T`}}",
     {.state = RUN_SUCCEEDED, .approved = true, .reason = "well"},
     NULL,
     RUN_SUCCEEDED,
     NULL,
     "body.responses",
     "[{`responder`"},
    {"ApiConnection",
     "azuremonitorlogs",
     "{`method`:`post`,`path`:`/queryData`}",
     {.state = RUN_SUCCEEDED},
     "{`statusCode`:200,`body`:{`tables`:[{`columns`:[{`name`:`a`},"
     "{`name`:`b`}],`rows`:[[1,`x`]]}]}}",
     RUN_SUCCEEDED,
     NULL,
     "body.value",
     "[{`a`:1,`b`:`x`}]"},
    {"ApiConnection",
     "azuremonitorlogs",
     "{`method`:`post`,`path`:`/visualizeQuery`}",
     {.state = RUN_SUCCEEDED},
     "{`statusCode`:200,`body`:{`tables`:[{`columns`:[{`name`:`a<`}],"
     "`rows`:[[1]]}]}}",
     RUN_SUCCEEDED,
     NULL,
     "body.attachmentContent",
     /* <table border="1"><tr><th>a&#60;</th></tr><tr><td>1</td></tr></table> */
     "PHRhYmxlIGJvcmRlcj0iMSI+PHRyPjx0aD5hJiM2MDs8L3RoPjwvdHI+PHRyPjx0ZD4xPC90"
     "ZD48L3RyPjwvdGFibGU+"},
    {"ApiConnection",
     "sharepointonline",
     "{`method`:`patch`,`path`:`/datasets/d/tables/t/items/7`}",
     {.state = RUN_SUCCEEDED},
     "{`statusCode`:200,`body`:{`id`:`7`,`Title`:`x`}}",
     RUN_SUCCEEDED,
     NULL,
     "body",
     "{`id`:`7`,`Title`:`x`,`ID`:7}"},
    {"ApiConnection",
     "keyvault",
     "{`method`:`get`,`path`:`/secrets/s/value`}",
     {.state = RUN_SUCCEEDED},
     "{`statusCode`:200,`body`:{`value`:`v`,`id`:"
     "`https://kv.vault.azure.net/secrets/s/1`}}",
     RUN_SUCCEEDED,
     NULL,
     "body.value",
     "v"},
    {"ApiConnection",
     "keyvault",
     "{`method`:`get`,`path`:`/secrets/s`}",
     {.state = RUN_SUCCEEDED},
     "{`statusCode`:200,`body`:{`value`:`v`,`id`:"
     "`https://kv.vault.azure.net/secrets/s/1`}}",
     RUN_SUCCEEDED,
     NULL,
     "body.value",
     ""},
    {"ApiConnection",
     "keyvault",
     "{`method`:`get`,`path`:`/secrets/s/value`}",
     {.state = RUN_SUCCEEDED},
     "{`statusCode`:200,`body`:{`value`:`v`,`id`:"
     "`http://127.0.0.1:1/vault/kv/secrets/s/1`}}",
     RUN_SUCCEEDED,
     NULL,
     "body.name",
     "s"},
    {"ApiConnection",
     "azureblob",
     "{`method`:`get`,`path`:`/v2/datasets/stshop/files/%252Fc%252Fb`}",
     {.state = RUN_SUCCEEDED},
     "{`statusCode`:200,`headers`:{`content-length`:`12`}}",
     RUN_SUCCEEDED,
     NULL,
     "body.Size",
     "12"},
    {"ApiConnection",
     "slack",
     "{`method`:`post`,`path`:`/chat.postMessage`}",
     {.state = RUN_SUCCEEDED},
     "{`statusCode`:200,`body`:`ok`}",
     RUN_SUCCEEDED,
     NULL,
     "body.ok",
     "true"},
    {"ApiConnection",
     "office365",
     "{`method`:`post`,`path`:`/v2/Mail`}",
     {.state = RUN_SUCCEEDED},
     NULL,
     RUN_SUCCEEDED,
     NULL,
     "statusCode",
     "200"},
};

static void test_answer(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        struct api_came came = answers[i].came;
        struct wdl_answer out;
        struct scene scene;
        struct buf text;
        struct json *response =
            answers[i].response ? read_json(answers[i].response) : NULL;

        scene_open(&scene, answers[i].type, answers[i].key, answers[i].inputs);
        came.response = response;
        api_hand_answer(&scene.ask, &came, scene.arena, &out);
        assert_int_equal(out.state, answers[i].state);
        if (answers[i].code)
            assert_string_equal(out.code, answers[i].code);
        buf_init(&text);
        json_put_text(json_at(out.outputs, str_of(answers[i].path)), &text);
        for (size_t k = 0; k < text.len; k++)
            text.at[k] = text.at[k] == '"' ? '`' : text.at[k];
        if (!str_starts(buf_view(&text), str_of(answers[i].value)) ||
            (!*answers[i].value && text.len))
            fail_msg("%s: %s is %s", answers[i].inputs, answers[i].path,
                     text.len ? text.at : "");
        buf_done(&text);
        json_free(out.outputs);
        json_free(response);
        scene_close(&scene);
    }
}

static void test_again(void **state)
{
    static const struct {
        int status;
        bool again;
        int64_t wait;
    } again[] = {{400, false, -1},
                 {404, false, -1},
                 {429, true, 7000},
                 {500, true, 7000},
                 {200, false, -1}};

    (void)state;
    for (size_t i = 0; i < sizeof(again) / sizeof(again[0]); i++) {
        struct json *response = read_json("{`headers`:{`Retry-After`:7}}");
        struct wdl_answer out;
        struct scene scene;
        struct api_came came = {.state = again[i].status < 400 ? RUN_SUCCEEDED
                                                               : RUN_FAILED,
                                .response = response};

        json_set_int(response, "statusCode", again[i].status);
        scene_open(&scene, "Http", "",
                   "{`method`:`GET`,`uri`:`https://x.example`}");
        api_hand_answer(&scene.ask, &came, scene.arena, &out);
        assert_int_equal(out.again, again[i].again);
        assert_int_equal(out.retry_after,
                         again[i].status == 404 || again[i].status == 400
                             ? 7000
                             : again[i].wait);
        json_free(out.outputs);
        json_free(response);
        scene_close(&scene);
    }
}

static void test_outputs(void **state)
{
    static const struct {
        const char *body, *path, *value;
    } bodies[] = {
        {"{\"a\":1}", "body.a", "1"},
        {"plain", "body", "plain"},
        {"\xff\xfe", "body.$content", "//4="},
        {"", "body", ""},
        {"x", "headers.Location", "https://l.example/"},
        {"x", "headers.Retry-After", "3"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        struct response response;
        struct json *out;
        struct buf text;

        response_init(&response);
        response.status = 200;
        response.retry_after = 3000;
        snprintf(response.location, sizeof(response.location),
                 "https://l.example/");
        buf_text(&response.body, bodies[i].body);
        out = response_outputs(&response);
        buf_init(&text);
        json_put_text(json_at(out, str_of(bodies[i].path)), &text);
        assert_string_equal(text.len ? text.at : "", bodies[i].value);
        buf_done(&text);
        json_free(out);
        response_done(&response);
    }
}

/* ---- published playbooks --------------------------------------------------*/

struct corpus {
    struct playbook *playbook;
    const struct catalogue *catalogue;
    struct arena *arena;
    const char *file;
    size_t asked;
    size_t refused;
};

/* Made answers are no workspaces and recipients: these are not what is looked
 * for here. */
static bool is_made(const char *why)
{
    static const char *const made[] = {
        "which workspace", "no recipient",      "no subject",         "no text",
        "names no blob",   "control character", "/users/ is not that"};

    for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
        if (strstr(why, made[i]))
            return true;
    }
    return false;
}

static bool see(void *with, const struct wdl_seen *seen)
{
    struct corpus *corpus = with;
    const struct playbook_step *step = api_step(corpus->playbook, seen->action);
    const struct api_ask ask = {
        .playbook = corpus->playbook,
        .step = step,
        .inputs = seen->inputs,
        .catalogue = corpus->catalogue,
    };
    struct api_act act;
    struct err err = {0};

    if (!step || !seen->inputs || seen->state == RUN_SKIPPED)
        return true;
    corpus->asked++;
    if (api_hand_ask(&ask, corpus->arena, &act, &err)) {
        assert_true(strcmp(act.kind, "contain") != 0 ||
                    act.class != CLASS_READ);
        return true;
    }
    corpus->refused++;
    if (corpus->playbook->verdict == PLAYBOOK_RUNS && !is_made(err.text))
        fail_msg("%s: %s: %s", corpus->file, seen->path, err.text);
    return true;
}

static void see_file(struct corpus *corpus, const char *path)
{
    const struct playbook_given how = {.file = path,
                                       .catalogue = corpus->catalogue};
    struct playbook_reading reading;
    struct json *json = NULL;
    struct err err = {0};
    struct buf text;

    buf_init(&text);
    if (!file_read(path, 16 << 20, &text, &err))
        fail_msg("%s", err.text);
    playbook_reading_init(&reading);
    if (json_parse_loose(buf_view(&text), &json, &err))
        playbook_read_all(json, &how, &reading, &err);
    corpus->file = path;
    for (size_t i = 0; i < reading.n; i++) {
        struct rehearsal *rehearsal;

        corpus->playbook = &reading.playbooks[i];
        if (!corpus->playbook->wdl ||
            !rehearse(corpus->playbook, &(struct rehearsal_given){.now = NOW},
                      &rehearsal, &err))
            continue;
        wdl_run_walk(rehearsal_run(rehearsal), see, corpus);
        rehearsal_free(rehearsal);
    }
    playbook_reading_done(&reading);
    json_free(json);
    buf_done(&text);
}

static void test_published(void **state)
{
    static const char *const folders[] = {"alert", "recommendation",
                                          "recurrence", "other"};
    struct catalogue *catalogue = load_catalogue();
    struct corpus corpus = {.catalogue = catalogue, .arena = arena_new()};

    (void)state;
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        char folder[4096];
        struct dirent *entry;
        DIR *dir;

        snprintf(folder, sizeof(folder), "%s/tests/data/playbooks/%s",
                 getenv("srcdir"), folders[i]);
        dir = opendir(folder);
        assert_non_null(dir);
        while ((entry = readdir(dir))) {
            char path[8192];

            snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
            if (str_ends(str_of(path), STR(".json")))
                see_file(&corpus, path);
        }
        closedir(dir);
    }
    print_message("%zu effects, %zu not carried out\n", corpus.asked,
                  corpus.refused);
    assert_true(corpus.asked > 200);
    assert_true(corpus.refused * 10 < corpus.asked);
    arena_free(corpus.arena);
    catalogue_free(catalogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answer),
        cmocka_unit_test(test_again),
        cmocka_unit_test(test_outputs),
        cmocka_unit_test(test_published),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
