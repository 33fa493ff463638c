/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"
#include "connect/action.h"

#define VM                                                                     \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/"           \
    "virtualMachines/web"
#define RULE                                                                   \
    "/subscriptions/s/providers/Microsoft.Security/alertsSuppressionRules/"
#define ALERT                                                                  \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Security/"          \
    "locations/westeurope/alerts/1_a"

static const struct call_template start = {
    .method = "POST",
    .url = "{id}/start?api-version=1",
    .audience = AUDIENCE_ARM,
    .idempotent = true,
};
static const struct precheck looks[] = {
    {.call = {.method = "GET", .url = "{id}?v=1", .audience = AUDIENCE_ARM}}};
static struct containment entries[] = {{
    .name = "vm-off",
    .title = "Switch it off",
    .target = "Microsoft.Compute/virtualMachines",
    .class = CLASS_REVERSIBLE,
    .before = looks,
    .n_before = 1,
    .acts = &start,
    .n_acts = 1,
    .verify = {.call = {.method = "GET",
                        .url = "{id}/instanceView?v=1",
                        .audience = AUDIENCE_ARM}},
}};
static struct catalogue catalogue = {.entries = entries, .n = 1};
static struct hosts hosts;
static const struct mail_server mail = {.url = "smtp://127.0.0.1:25",
                                        .from = "riposte <r@e.org>"};

static struct action_context context_make(void)
{
    hosts_init(&hosts, CLOUD_PUBLIC);
    return (struct action_context){
        .hosts = &hosts,
        .catalogue = &catalogue,
        .mail = &mail,
        .arm_id = ALERT,
        .key = "1b4e28ba-2fa1-4d3b-8f00-0123456789ab",
        .now = INT64_C(1772713445000),
        .phase = PHASE_CONTAIN,
    };
}

static const struct {
    const char *kind;
    const char *with;
    enum action_class class;
    const char *request; /* "METHOD URL" or part of the error */
    bool good;
    bool idempotent;
    const char *header; /* NULL: none with that place 0 */
} renders[] = {
    {"suppress",
     "{\"change\":\"make\",\"id\":\"" RULE "n\",\"alert_type\":\"T\","
     "\"reason\":\"r\",\"until\":\"2026-04-01T00:00:00Z\"}",
     CLASS_REVERSIBLE, "PUT " RULE "n?api-version=2019-01-01-preview", true,
     true, "Content-Type: application/json"},
    {"suppress", "{\"change\":\"remove\",\"id\":\"" RULE "n\"}",
     CLASS_REVERSIBLE, "DELETE " RULE "n?api-version=2019-01-01-preview", true,
     true, NULL},
    {"suppress",
     "{\"change\":\"make\",\"id\":\"" RULE "n\",\"alert_type\":\"T\","
     "\"reason\":\"r\",\"until\":\"2026-03-01T00:00:00Z\"}",
     CLASS_REVERSIBLE, "moment to come", false, false, NULL},
    {"suppress",
     "{\"change\":\"make\",\"id\":\"" RULE "n\",\"alert_type\":\"T\","
     "\"until\":\"2026-04-01T00:00:00Z\"}",
     CLASS_REVERSIBLE, "a reason", false, false, NULL},
    {"suppress",
     "{\"change\":\"make\",\"id\":\"" RULE "n\",\"alert_type\":\"T\","
     "\"reason\":\"r\",\"until\":\"2026-04-01T00:00:00Z\","
     "\"scope\":\"{\"}",
     CLASS_REVERSIBLE, "The scope cannot be read", false, false, NULL},
    {"suppress", "{\"change\":\"remove\",\"id\":\"" RULE "n/x\"}",
     CLASS_REVERSIBLE, "not the id", false, false, NULL},
    {"suppress", "{\"change\":\"remove\",\"id\":\"" VM "\"}", CLASS_REVERSIBLE,
     "not the id", false, false, NULL},
    {"status", "{\"to\":\"dismiss\"}", CLASS_REVERSIBLE,
     "POST " ALERT "/dismiss?api-version=2022-01-01", true, true, NULL},
    {"status", "{\"to\":\"INPROGRESS\",\"api_version\":\"x&y\"}",
     CLASS_REVERSIBLE, "POST " ALERT "/inProgress?api-version=x%26y", true,
     true, NULL},
    {"status", "{\"to\":\"delete\"}", CLASS_REVERSIBLE, "dismiss", false, false,
     NULL},
    {"http", "{\"url\":\"https://x/y\"}", CLASS_IRREVERSIBLE,
     "POST https://x/y", true, false,
     "Idempotency-Key: 1b4e28ba-2fa1-4d3b-8f00-0123456789ab"},
    {"http", "{\"url\":\"https://x/y\",\"class\":\"notify\"}", CLASS_NOTIFY,
     "POST https://x/y", true, true,
     "Idempotency-Key: 1b4e28ba-2fa1-4d3b-8f00-0123456789ab"},
    {"http", "{\"url\":\"https://x/y\",\"method\":\"get\"}", CLASS_READ,
     "GET https://x/y", true, true, NULL},
    {"http", "{\"url\":\"https://x/y\",\"method\":\"PUT\",\"class\":\"read\"}",
     CLASS_IRREVERSIBLE, "PUT https://x/y", true, true,
     "Idempotency-Key: 1b4e28ba-2fa1-4d3b-8f00-0123456789ab"},
    {"http", "{\"url\":\"/users/1\",\"method\":\"PATCH\",\"token\":\"graph\"}",
     CLASS_IRREVERSIBLE, "PATCH https://graph.microsoft.com/users/1", true,
     false, NULL},
    {"http",
     "{\"url\":\"/users/1\",\"method\":\"DELETE\",\"token\":\"graph\","
     "\"class\":\"notify\"}",
     CLASS_IRREVERSIBLE, "DELETE https://graph.microsoft.com/users/1", true,
     true, NULL},
    {"http", "{\"url\":\"https://x/\",\"headers\":\"X-A: b\\r\\n\\nX-B:c: d\"}",
     CLASS_IRREVERSIBLE, "POST https://x/", true, false, "X-A: b"},
    {"http",
     "{\"url\":\"https://x/\",\"secret\":\"env:KEY\",\"method\":\"GET\"}",
     CLASS_READ, "GET https://x/", true, true, "Authorization: env:KEY"},
    {"http",
     "{\"url\":\"https://x/\",\"secret\":\"env:KEY\",\"secret_header\":"
     "\"X-Key\",\"method\":\"GET\"}",
     CLASS_READ, "GET https://x/", true, true, "X-Key: env:KEY"},
    /* What an alert could say if a rule put it into a header. */
    {"http", "{\"url\":\"https://x/\",\"headers\":\"X: cmd:reboot\"}",
     CLASS_IRREVERSIBLE, "\"secret\"", false, false, NULL},
    {"http", "{\"url\":\"https://x/\",\"headers\":\"X:  env:AZURE_CLIENT\"}",
     CLASS_IRREVERSIBLE, "\"secret\"", false, false, NULL},
    {"http", "{\"url\":\"https://x/\",\"headers\":\"Host: y\"}",
     CLASS_IRREVERSIBLE, "Host", false, false, NULL},
    {"http", "{\"url\":\"https://x/\",\"headers\":\"no colon\"}",
     CLASS_IRREVERSIBLE, "no colon", false, false, NULL},
    {"http", "{\"url\":\"https://x/\",\"headers\":\"a b: c\"}",
     CLASS_IRREVERSIBLE, "a b", false, false, NULL},
    {"http", "{\"url\":\"https://x/\",\"secret\":\"hunter2\"}",
     CLASS_IRREVERSIBLE, "env:NAME", false, false, NULL},
    {"http", "{\"url\":\"http://example.org/\"}", CLASS_IRREVERSIBLE, "https",
     false, false, NULL},
    {"http", "{\"url\":\"https://evil.org/\",\"token\":\"arm\"}",
     CLASS_IRREVERSIBLE, "evil.org", false, false, NULL},
    {"http", "{\"url\":\"https://x/\",\"method\":\"TRACE\"}",
     CLASS_IRREVERSIBLE, "method", false, false, NULL},
    {"mail", "{\"to\":\"a@b, c@d\",\"subject\":\"s\",\"body\":\"hello\"}",
     CLASS_NOTIFY, "MAIL smtp://127.0.0.1:25", true, true, NULL},
    {"mail", "{\"to\":\"nobody\",\"subject\":\"s\",\"body\":\"b\"}",
     CLASS_NOTIFY, "nobody", false, false, NULL},
    {"contain", "{\"action\":\"vm-off\",\"target\":\"" VM "\"}",
     CLASS_REVERSIBLE, "POST " VM "/start?api-version=1", true, true, NULL},
    {"contain", "{\"action\":\"vm-off\",\"target\":\"" VM "\",\"index\":1}",
     CLASS_REVERSIBLE, "no such request", false, false, NULL},
    {"contain", "{\"action\":\"vm-off\",\"target\":\"mara@example.org\"}",
     CLASS_REVERSIBLE, "does not act", false, false, NULL},
    {"contain", "{\"action\":\"vm-of\",\"target\":\"" VM "\"}",
     CLASS_IRREVERSIBLE, "vm-of", false, false, NULL},
};

static void test_render(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(renders) / sizeof(renders[0]); i++) {
        const struct action_kind *kind = action_find(str_of(renders[i].kind));
        struct action_context context = context_make();
        struct arena *arena = arena_new();
        struct request out = {0};
        struct json *with = NULL;
        struct err err = {0};

        assert_non_null(kind);
        assert_true(json_parse(str_of(renders[i].with), &with, &err));
        assert_int_equal(action_class(kind, with, &context), renders[i].class);
        assert_int_equal(action_render(kind, with, &context, arena, &out, &err),
                         renders[i].good);
        if (renders[i].good) {
            assert_string_equal(
                arena_printf(arena, "%s %s", out.method, out.url),
                renders[i].request);
            assert_int_equal(out.idempotent, renders[i].idempotent);
            assert_string_equal(out.key, context.key);
            if (renders[i].header)
                assert_string_equal(out.headers[0], renders[i].header);
            else
                assert_null(out.headers[0]);
        } else {
            assert_non_null(strstr(err.text, renders[i].request));
            assert_null(out.method);
        }
        json_free(with);
        arena_free(arena);
    }
}

static void test_check(void **state)
{
    static const struct {
        const char *kind;
        const char *with;
        const char *error; /* NULL: fine */
    } rows[] = {
        {"http", "{\"url\":\"https://x/\"}", NULL},
        {"http", "{\"url\":\"https://x/@{triggerBody()?['a']}\"}", NULL},
        {"http", "{\"url\":\"@triggerBody()?['Url']\"}", NULL},
        {"http", "{\"url\":\"http://x/\"}", "https"},
        {"http", "{}", "url"},
        {"http", "{\"url\":\"https://x/\",\"class\":\"read\"}", "read"},
        {"http",
         "{\"url\":\"/users/1\",\"token\":\"graph\",\"class\":\"notify\"}",
         "signs in as riposte"},
        {"http", "{\"url\":\"https://x/\",\"secret\":\"plain\"}", "secret"},
        {"http", "{\"uri\":\"https://x/\"}", "url"},
        {"mail", "{\"to\":\"a@b\",\"subject\":\"s\",\"body\":\"b\"}", NULL},
        {"mail", "{\"to\":\"a@b\"}", "subject"},
        {"mail", "{\"to\":\"nobody\",\"subject\":\"s\",\"body\":\"b\"}",
         "Field \"to\": \"nobody\" is not a mail address"},
        {"mail", "{\"to\":\"@{Owner}\",\"subject\":\"s\",\"body\":\"b\"}",
         NULL},
        {"status", "{\"to\":\"explode\"}", "dismiss"},
        {"contain", "{\"action\":\"x\",\"target\":\"@{y}\"}", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct json *with = NULL;
        struct err err = {0};

        assert_true(json_parse(str_of(rows[i].with), &with, &err));
        assert_int_equal(
            action_check(action_find(str_of(rows[i].kind)), with, &err),
            rows[i].error == NULL);
        if (rows[i].error)
            assert_non_null(strstr(err.text, rows[i].error));
        json_free(with);
    }
}

/* Ids that are none, or would lead elsewhere. */
static void test_status_id(void **state)
{
    static const char *const bad[] = {
        "",
        "1_a",
        "https://evil.example.org/alerts/1",
        "/subscriptions/s/x",
        "/subscriptions/s/alerts/1?x=",
        "/subscriptions/s/alerts/1#",
        "/subscriptions/s/alerts/../../x",
        "/subscriptions/s/alerts/%2e%2e",
        "/subscriptions/s/alerts/1\r\nX: y",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct action_context context = context_make();
        struct arena *arena = arena_new();
        struct request out;
        struct json *with = NULL;
        struct err err = {0};

        context.arm_id = bad[i];
        assert_true(json_parse(STR("{\"to\":\"resolve\"}"), &with, &err));
        assert_false(action_render(action_find(STR("status")), with, &context,
                                   arena, &out, &err));
        json_free(with);
        arena_free(arena);
    }
}

static void test_phases(void **state)
{
    static const struct {
        enum step_phase phase;
        const char *url; /* NULL: none */
    } rows[] = {
        {PHASE_BEFORE, VM "?v=1"}, {PHASE_CONTAIN, VM "/start?api-version=1"},
        {PHASE_UNDO, NULL},        {PHASE_VERIFY, VM "/instanceView?v=1"},
        {PHASE_UNDONE, NULL},      {PHASE_ACT, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct action_context context = context_make();
        struct arena *arena = arena_new();
        struct request out;
        struct json *with = NULL;
        struct err err = {0};

        context.phase = rows[i].phase;
        assert_true(json_parse(
            STR("{\"action\":\"vm-off\",\"target\":\"" VM "\"}"), &with, &err));
        assert_int_equal(action_render(action_find(STR("contain")), with,
                                       &context, arena, &out, &err),
                         rows[i].url != NULL);
        if (rows[i].url)
            assert_string_equal(out.url, rows[i].url);
        json_free(with);
        arena_free(arena);
    }
}

static void test_judge(void **state)
{
    static const struct {
        const char *kind;
        enum audience audience;
        int status;
        enum verdict verdict;
    } rows[] = {
        {"status", AUDIENCE_ARM, 204, VERDICT_DONE},
        {"status", AUDIENCE_ARM, 429, VERDICT_RETRY},
        {"status", AUDIENCE_ARM, 404, VERDICT_REFUSED},
        {"http", AUDIENCE_NONE, 202, VERDICT_DONE},
        {"http", AUDIENCE_ARM, 202, VERDICT_FOLLOW},
        {"http", AUDIENCE_GRAPH, 204, VERDICT_DONE},
        {"mail", AUDIENCE_NONE, 250, VERDICT_DONE},
        {"mail", AUDIENCE_NONE, 451, VERDICT_RETRY},
        {"mail", AUDIENCE_NONE, 550, VERDICT_REFUSED},
        {"contain", AUDIENCE_ARM, 202, VERDICT_FOLLOW},
        {"contain", AUDIENCE_GRAPH, 403, VERDICT_REFUSED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct action_context context = context_make();
        struct request request = {
            .method = "POST", .url = "/x", .audience = rows[i].audience};
        struct response response;
        struct judgement out;

        answer_make(&response, rows[i].status, "");
        strcpy(response.location, "https://management.azure.com/op");
        action_judge(action_find(str_of(rows[i].kind)), &context, &request,
                     &response, &out);
        assert_int_equal(out.verdict, rows[i].verdict);
        response_done(&response);
    }
}

/* A look in which nothing can be seen says nothing of the target. */
static void test_look(void **state)
{
    static const struct {
        enum step_phase phase;
        const char *method;
        enum audience audience;
        const char *body;
        enum verdict verdict;
    } rows[] = {
        {PHASE_VERIFY, "GET", AUDIENCE_ARM, "{}", VERDICT_DONE},
        {PHASE_VERIFY, "GET", AUDIENCE_ARM, "<html>", VERDICT_RETRY},
        {PHASE_VERIFY, "GET", AUDIENCE_GRAPH, "\xff\x01", VERDICT_RETRY},
        {PHASE_BEFORE, "GET", AUDIENCE_ARM, "{\"statuses\":[", VERDICT_RETRY},
        {PHASE_BEFORE, "GET", AUDIENCE_VAULT, "", VERDICT_RETRY},
        {PHASE_BEFORE, "GET", AUDIENCE_VAULT, "[]", VERDICT_RETRY},
        {PHASE_BEFORE, "HEAD", AUDIENCE_ARM, "", VERDICT_DONE},
        {PHASE_BEFORE, "GET", AUDIENCE_STORAGE, "a blob", VERDICT_DONE},
        {PHASE_CONTAIN, "POST", AUDIENCE_ARM, "", VERDICT_DONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct action_context context = context_make();
        struct request request = {.method = rows[i].method,
                                  .url = "/x",
                                  .audience = rows[i].audience};
        struct response response;
        struct judgement out;

        context.phase = rows[i].phase;
        answer_make(&response, 200, rows[i].body);
        action_judge(action_find(STR("contain")), &context, &request, &response,
                     &out);
        assert_int_equal(out.verdict, rows[i].verdict);
        response_done(&response);
    }
}

static void test_mail_message(void **state)
{
    struct action_context context = context_make();
    struct arena *arena = arena_new();
    struct request out;
    struct json *with = NULL;
    struct err err = {0};

    (void)state;
    assert_true(json_parse(
        STR("{\"to\":\"a@b;c@d\",\"subject\":\"x\\r\\nBcc: e@f\",\"body\":"
            "\"hello\"}"),
        &with, &err));
    assert_true(action_render(action_find(STR("mail")), with, &context, arena,
                              &out, &err));
    assert_string_equal(out.mail_from, "r@e.org");
    assert_string_equal(out.mail_to[1], "c@d");
    assert_null(out.mail_to[2]);
    assert_non_null(strstr(out.body.at, "Subject: x Bcc: e@f\r\n"));
    assert_non_null(
        strstr(out.body.at,
               "Message-ID: <1b4e28ba-2fa1-4d3b-8f00-0123456789ab@e.org>\r\n"));
    context.mail = NULL;
    assert_false(action_render(action_find(STR("mail")), with, &context, arena,
                               &out, &err));
    assert_int_equal(err.code, ERR_LOCAL);
    json_free(with);
    arena_free(arena);
}

static void test_list(void **state)
{
    static const struct action_context nothing;

    (void)state;
    assert_null(action_find(STR("no")));
    for (size_t i = 0; action_at(i); i++) {
        const struct action_kind *kind = action_at(i);

        assert_ptr_equal(action_find(str_of(kind->name)), kind);
        assert_in_range(action_class(kind, NULL, &nothing), 0, CLASS_N - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_render),       cmocka_unit_test(test_check),
        cmocka_unit_test(test_status_id),    cmocka_unit_test(test_phases),
        cmocka_unit_test(test_judge),        cmocka_unit_test(test_look),
        cmocka_unit_test(test_mail_message), cmocka_unit_test(test_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
