/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages to Teams, Slack and PagerDuty: what is said, and whether it was
 * heard. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"
#include "connectors.h"
#include "util/utf8.h"

static const struct {
    const char *kind;
    const char *with;
    const char *request;
    const char *body; /* the whole of it, or "…" and a part */
} renders[] = {
    {"teams", "{\"title\":\"a\\nb\"}", "POST env:HOOK",
     "{\"type\":\"message\",\"attachments\":[{\"contentType\":"
     "\"application/vnd.microsoft.card.adaptive\",\"contentUrl\":null,"
     "\"content\":{\"$schema\":"
     "\"http://adaptivecards.io/schemas/adaptive-card.json\",\"type\":"
     "\"AdaptiveCard\",\"version\":\"1.2\",\"body\":[{\"type\":\"TextBlock\","
     "\"text\":\"a b\",\"wrap\":true,\"size\":\"Medium\",\"weight\":\"Bolder\""
     "}]}}]}"},
    {"teams",
     "{\"title\":\"t\",\"text\":\"[pay](https://evil)\\n![x](https://evil)\"}",
     "POST env:HOOK",
     "…\"text\":\"\\\\[pay\\\\](https://evil)\\n!\\\\[x\\\\](https://evil)\""},
    {"teams",
     "{\"title\":\"t\",\"facts\":\"Host: vm\\n\\nalone\\nUrl: http://x:1\","
     "\"link\":\"https://portal.azure.com/x\"}",
     "POST env:HOOK",
     "…{\"type\":\"FactSet\",\"facts\":[{\"title\":\"Host\",\"value\":\"vm\"},"
     "{\"title\":\"alone\",\"value\":\"\"},{\"title\":\"Url\",\"value\":"
     "\"http://x:1\"}]}],\"actions\":[{\"type\":\"Action.OpenUrl\",\"title\":"
     "\"Open\",\"url\":\"https://portal.azure.com/x\"}]"},
    {"teams", "{\"title\":\"t\",\"link\":\"javascript:x\"}", "POST env:HOOK",
     "…\"weight\":\"Bolder\"}]}}]}"},
    {"slack", "{\"text\":\"a & <!channel> <https://evil|pay>\\nb\"}",
     "POST env:HOOK",
     "{\"text\":\"a &amp; &lt;!channel&gt; &lt;https://evil|pay&gt;\\nb\","
     "\"blocks\":[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":"
     "\"a &amp; &lt;!channel&gt; &lt;https://evil|pay&gt;\\nb\"}}]}"},
    {"slack", "{\"text\":\"\\u001b[31m\\u0000\"}", "POST env:HOOK",
     "…\"text\":\"^[[31m^@\""},
    {"pagerduty", "{\"summary\":\"s\\u0007\\nt\"}",
     "POST https://events.pagerduty.com/v2/enqueue",
     "{\"routing_key\":\"env:KEY\",\"event_action\":\"trigger\",\"dedup_key\":"
     "\"2517\",\"client\":\"riposte\",\"payload\":{\"summary\":\"s^G t\","
     "\"source\":\"riposte\",\"severity\":\"critical\"}}"},
    {"pagerduty",
     "{\"summary\":\"env:KEY\",\"severity\":\"info\",\"details\":\"a\\nb\","
     "\"source\":\"vm\"}",
     "POST https://events.pagerduty.com/v2/enqueue",
     "…\"payload\":{\"summary\":\"env:KEY\",\"source\":\"vm\",\"severity\":"
     "\"info\",\"custom_details\":{\"text\":\"a\\nb\"}}}"},
    {"pagerduty", "{\"summary\":\"s\",\"verb\":\"resolve\"}",
     "POST https://events.pagerduty.com/v2/enqueue",
     "{\"routing_key\":\"env:KEY\",\"event_action\":\"resolve\","
     "\"dedup_key\":\"2517\"}"},
};

static struct request render(struct desk_of_connectors *d, const char *kind,
                             const char *text)
{
    const struct action_kind *action = action_find(str_of(kind));
    struct request out = {0};
    struct json *with = NULL;
    struct err err = {0};

    assert_non_null(action);
    assert_true(json_parse(str_of(text), &with, &err));
    json_keep(d->arena, with);
    assert_int_equal(action_class(action, with, &d->context), CLASS_NOTIFY);
    if (!action_render(action, with, &d->context, d->arena, &out, &err))
        fail_msg("%s: %s", kind, err.text);
    return out;
}

static void test_render(void **state)
{
    struct desk_of_connectors d;

    (void)state;
    connectors_open(&d);
    for (size_t i = 0; i < sizeof(renders) / sizeof(renders[0]); i++) {
        struct request out = render(&d, renders[i].kind, renders[i].with);
        const char *body = renders[i].body;

        assert_string_equal(arena_printf(d.arena, "%s %s", out.method, out.url),
                            renders[i].request);
        assert_true(out.idempotent);
        assert_int_equal(out.hidden_url,
                         strcmp(renders[i].kind, "pagerduty") != 0);
        if (strncmp(body, "…", 3) != 0)
            assert_string_equal(out.body.at, body);
        else if (!strstr(out.body.at, body + 3))
            fail_msg("%zu: %s", i, out.body.at);
    }
    connectors_close(&d);
}

/* What is too large is shortened, and no character is cut. */
static void test_large(void **state)
{
    static const struct {
        const char *kind;
        const char *with; /* with the text put in */
        size_t most;
    } rows[] = {
        {"teams", "{\"title\":\"t\",\"text\":\"%s\"}", 28 * 1024},
        {"slack", "{\"text\":\"%s\"}", 80 * 1024},
        {"pagerduty", "{\"summary\":\"%s\"}", 8 * 1024},
    };
    struct desk_of_connectors d;
    struct buf text;

    (void)state;
    connectors_open(&d);
    buf_init(&text);
    while (text.len < 60000)
        buf_text(&text, "&<\\\"]\xf0\x9f\x98\x80\xc3\xa4\\n");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buf with;
        struct request out;
        struct json *body = NULL;
        struct err err = {0};
        const char *mark = strstr(rows[i].with, "%s");

        buf_init(&with);
        buf_str(&with, str_sub(str_of(rows[i].with), 0,
                               (size_t)(mark - rows[i].with)));
        buf_str(&with, buf_view(&text));
        buf_text(&with, mark + 2);
        out = render(&d, rows[i].kind, with.at);
        assert_true(out.body.len <= rows[i].most);
        assert_true(out.body.len > 1000);
        assert_true(json_parse(out.body, &body, &err));
        for (struct json_each e = json_each(json_get(body, "blocks"));
             json_next(&e);)
            assert_true(json_text(json_at(e.value, STR("text.text"))).len <=
                        3000);
        assert_true(utf8_length(json_text(
                        json_at(body, STR("payload.summary")))) <= 1024);
        json_free(body);
        buf_done(&with);
    }
    buf_done(&text);
    connectors_close(&d);
}

static const struct {
    const char *kind;
    int status;
    const char *body;
    enum verdict verdict;
    const char *text;
} judges[] = {
    {"teams", 202, "", VERDICT_DONE, "took"},
    {"teams", 200, "1", VERDICT_DONE, "took"},
    {"teams", 200,
     "Webhook message delivery failed with error: Microsoft Teams endpoint "
     "returned HTTP error 429 with ContextId x",
     VERDICT_RETRY, "not now"},
    {"teams", 200,
     "Webhook message delivery failed with error: Microsoft Teams endpoint "
     "returned HTTP error 503",
     VERDICT_RETRY, "not now"},
    {"teams", 200, "Summary or Text is required.\x1b[2J", VERDICT_REFUSED,
     "Summary or Text is required.^[[2J"},
    {"teams", 404, "gone", VERDICT_REFUSED, "gone"},
    {"teams", 429, "", VERDICT_RETRY, "429"},
    {"slack", 200, "ok", VERDICT_DONE, "took"},
    {"slack", 200, "", VERDICT_REFUSED, "no"},
    {"slack", 200, "<html>", VERDICT_REFUSED, "<html>"},
    {"slack", 403, "invalid_token", VERDICT_REFUSED, "invalid_token"},
    {"slack", 429, "", VERDICT_RETRY, "429"},
    {"pagerduty", 202,
     "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":"
     "\"2517\"}",
     VERDICT_DONE, "took"},
    {"pagerduty", 400,
     "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\","
     "\"errors\":[\"Length of 'routing_key' is incorrect\"]}",
     VERDICT_REFUSED,
     "Event object is invalid; Length of 'routing_key' is incorrect"},
    {"pagerduty", 429, "", VERDICT_RETRY, "429"},
    {"pagerduty", 500, "", VERDICT_RETRY, "500"},
};

static void test_judge(void **state)
{
    static const struct request request = {.method = "POST",
                                           .idempotent = true};
    struct desk_of_connectors d;

    (void)state;
    connectors_open(&d);
    for (size_t i = 0; i < sizeof(judges) / sizeof(judges[0]); i++) {
        struct judgement out = {0};
        struct response response;

        answer_make(&response, judges[i].status, judges[i].body);
        action_judge(action_find(str_of(judges[i].kind)), &d.context, &request,
                     &response, &out);
        if (out.verdict != judges[i].verdict ||
            !strstr(out.text, judges[i].text))
            fail_msg("%zu: %d %s", i, (int)out.verdict, out.text);
        json_free(out.learnt);
        response_done(&response);
    }
    connectors_close(&d);
}

static void test_connectors(void **state)
{
    static const struct {
        const char *kind;
        const char *with;
        const char *error; /* NULL: fine */
    } rows[] = {
        {"servicenow", "{\"url\":\"https://x\",\"secret\":\"env:S\"}", NULL},
        {"servicenow", "{\"url\":\"http://x\",\"secret\":\"env:S\"}", "https"},
        {"servicenow", "{\"url\":\"https://x\",\"secret\":\"hunter2\"}",
         "secret"},
        {"servicenow", "{\"secret\":\"env:S\"}", "url"},
        {"servicenow",
         "{\"url\":\"https://x\",\"secret\":\"env:S\",\"user\":\"a:b\"}",
         "colon"},
        {"jira",
         "{\"url\":\"https://x\",\"secret\":\"env:S\",\"flavour\":\"clod\"}",
         "flavour"},
        {"slack", "{\"secret\":\"https://hooks.slack.com/services/T/B/x\"}",
         "secret"},
        {"teams", "{}", "secret"},
        {"pagerduty", "{\"secret\":\"env:K\",\"uri\":\"x\"}", "url"},
    };

    (void)state;
    assert_null(connector_kind_find(STR("servicenou")));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct connector connector = {
            .name = "c", .kind = connector_kind_find(str_of(rows[i].kind))};
        struct json *with = NULL;
        struct err err = {0};

        assert_true(json_parse(str_of(rows[i].with), &with, &err));
        connector.with = with;
        assert_int_equal(connector_check(&connector, &err), !rows[i].error);
        if (rows[i].error && !strstr(err.text, rows[i].error))
            fail_msg("%zu: %s", i, err.text);
        json_free(with);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_render),
        cmocka_unit_test(test_large),
        cmocka_unit_test(test_judge),
        cmocka_unit_test(test_connectors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
