/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What playbooks ask of services: where it goes, as whom, and what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"
#include "connect/shared_key.h"
#include "connectors.h"

/* Beside those of connectors.h. */
static const struct {
    const char *name;
    const char *kind;
    const char *with;
} more[] = {
    {"board", "devops",
     "{\"url\":\"https://dev.azure.com/shop/\",\"secret\":\"env:PAT\"}"},
    {"logs", "loganalytics",
     "{\"workspace\":\"7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f\","
     "\"secret\":\"env:KEY\"}"},
    {"vault", "keyvault", "{\"vault\":\"kv-shop\"}"},
    {"store", "storage", "{\"account\":\"stshop\"}"},
    {"app", "functionapp",
     "{\"url\":\"https://app.azurewebsites.net\",\"secret\":\"env:FN\"}"},
};
#define MORE (sizeof(more) / sizeof(more[0]))

static void open_all(struct desk_of_connectors *d, struct connector *items)
{
    struct err err = {0};

    connectors_open(d);
    memcpy(items, d->all.items, d->all.n * sizeof(*items));
    for (size_t i = 0; i < MORE; i++) {
        struct json *with = NULL;

        assert_true(json_parse(str_of(more[i].with), &with, &err));
        json_keep(d->arena, with);
        items[d->all.n + i] = (struct connector){
            .name = more[i].name,
            .kind = connector_kind_find(str_of(more[i].kind)),
            .with = with,
        };
        if (!connector_check(&items[d->all.n + i], &err))
            fail_msg("%s", err.text);
    }
    d->all = (struct connectors){.items = items, .n = d->all.n + MORE};
}

static const struct {
    const char *with;
    const char *request; /* method, URL, user and secret; or what is wrong */
    const char *header;  /* one of them; NULL: none is looked for */
    enum audience audience;
} rows[] = {
    {"{\"service\":\"servicenow\",\"connection\":\"any\",\"url\":"
     "\"/api/now/v2/table/incident\"}",
     "POST https://x.service-now.com/api/now/v2/table/incident ann env:S", NULL,
     AUDIENCE_NONE},
    /* Of two it must be known which. */
    {"{\"service\":\"jira\",\"connection\":\"own\",\"url\":\"/rest/api/2/x\"}",
     "POST https://jira.x.example/base/rest/api/2/x  env:S", NULL,
     AUDIENCE_NONE},
    {"{\"service\":\"jira\",\"connection\":\"jira\",\"url\":\"/rest/api/2/x\"}",
     "There are several connectors of the kind jira", NULL, AUDIENCE_NONE},
    {"{\"service\":\"devops\",\"url\":\"/P/_apis/x\",\"method\":\"patch\","
     "\"headers\":\"Content-Type: application/json-patch+json\\n\"}",
     "PATCH https://dev.azure.com/shop/P/_apis/x riposte env:PAT",
     "Content-Type: application/json-patch+json", AUDIENCE_NONE},
    {"{\"service\":\"loganalytics\",\"url\":\"/api/logs\",\"headers\":"
     "\"Log-Type: T\\n\"}",
     "POST https://7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f.ods.opinsights."
     "azure.com/api/logs 7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f env:KEY",
     "Log-Type: T", AUDIENCE_NONE},
    {"{\"service\":\"keyvault\",\"url\":\"/secrets/s\",\"method\":\"GET\"}",
     "GET https://kv-shop.vault.azure.net/secrets/s  ", NULL, AUDIENCE_VAULT},
    {"{\"service\":\"storage\",\"url\":\".table/t()\",\"method\":\"GET\"}",
     "GET https://stshop.table.core.windows.net/t()  ", NULL, AUDIENCE_STORAGE},
    {"{\"service\":\"storage\",\"url\":\"/c/b\",\"method\":\"DELETE\"}",
     "DELETE https://stshop.blob.core.windows.net/c/b  ", NULL,
     AUDIENCE_STORAGE},
    {"{\"service\":\"functionapp\",\"connection\":\"app\",\"url\":\"/api/f\"}",
     "POST https://app.azurewebsites.net/api/f  ", "x-functions-key: env:FN",
     AUDIENCE_NONE},
    {"{\"token\":\"logs\",\"url\":\"/v1/x/query\"}",
     "POST https://api.loganalytics.io/v1/x/query  ", NULL, AUDIENCE_LOGS},
    {"{\"token\":\"arm\",\"url\":\"/subscriptions\",\"method\":\"GET\"}",
     "GET https://management.azure.com/subscriptions  ", NULL, AUDIENCE_ARM},
    {"{\"url\":\"https://x.example/\",\"secret\":\"env:A\",\"secret_header\":"
     "\"X-Key\"}",
     "POST https://x.example/  ", "X-Key: env:A", AUDIENCE_NONE},
    {"{\"url\":\"https://x.example/\",\"secret\":\"env:A\",\"user\":\"u\"}",
     "POST https://x.example/ u env:A", NULL, AUDIENCE_NONE},
    {"{\"token\":\"arm\",\"url\":\"https://evil.example/\"}",
     "The token for arm is not sent to evil.example", NULL, AUDIENCE_NONE},
    {"{\"url\":\"http://x.example/\"}", "http://x.example is not asked", NULL,
     AUDIENCE_NONE},
    {"{\"url\":\"https://x.example/\",\"headers\":\"A: env:B\\n\"}",
     "reads like a reference", NULL, AUDIENCE_NONE},
    {"{\"url\":\"https://x.example/\",\"secret\":\"plain\"}",
     "never the secret itself", NULL, AUDIENCE_NONE},
    {"{\"secret_url\":\"env:HOOK\"}", "POST env:HOOK  ", NULL, AUDIENCE_NONE},
    {"{\"secret_url\":\"https://x.example/\"}", "never the secret itself", NULL,
     AUDIENCE_NONE},
    {"{}", "does not begin with a scheme", NULL, AUDIENCE_NONE},
    {"{\"service\":\"teams\",\"url\":\"/x\"}", "whose API could be asked", NULL,
     AUDIENCE_NONE},
    {"{\"service\":\"none\",\"url\":\"/x\"}", "whose API could be asked", NULL,
     AUDIENCE_NONE},
    {"{\"url\":\"https://x.example/\",\"method\":\"CONNECT\"}", "does not know",
     NULL, AUDIENCE_NONE},
};

static bool has_header(const struct request *request, const char *line)
{
    for (size_t i = 0; i < REQUEST_HEADERS && request->headers[i]; i++) {
        if (strcmp(request->headers[i], line) == 0)
            return true;
    }
    return false;
}

static void test_render(void **state)
{
    const struct action_kind *kind = action_find(STR("call"));
    struct connector items[16];
    struct desk_of_connectors d;

    (void)state;
    open_all(&d, items);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct request out = {0};
        struct json *with = NULL;
        struct err err = {0};

        assert_true(json_parse(str_of(rows[i].with), &with, &err));
        json_keep(d.arena, with);
        if (!action_render(kind, with, &d.context, d.arena, &out, &err)) {
            if (!strstr(err.text, rows[i].request))
                fail_msg("%s: %s", rows[i].with, err.text);
            continue;
        }
        assert_string_equal(arena_printf(d.arena, "%s %s %s %s", out.method,
                                         out.url, out.user ? out.user : "",
                                         out.secret ? out.secret : ""),
                            rows[i].request);
        assert_int_equal(out.audience, rows[i].audience);
        if (rows[i].header && !has_header(&out, rows[i].header))
            fail_msg("%s: no header %s", rows[i].with, rows[i].header);
    }
    connectors_close(&d);
}

static void test_class(void **state)
{
    static const struct {
        const char *with;
        enum action_class class;
        bool idempotent;
        bool reads;
    } classes[] = {
        {"{\"class\":\"read\"}", CLASS_READ, true, true},
        {"{\"class\":\"notify\"}", CLASS_NOTIFY, true, false},
        {"{\"class\":\"irreversible\"}", CLASS_IRREVERSIBLE, false, false},
        {"{\"class\":\"?\"}", CLASS_IRREVERSIBLE, false, false},
        {"{\"class\":\"irreversible\",\"method\":\"PUT\"}", CLASS_IRREVERSIBLE,
         true, false},
    };
    const struct action_kind *kind = action_find(STR("call"));
    struct desk_of_connectors d;

    (void)state;
    connectors_open(&d);
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
        struct request out = {0};
        struct json *with = NULL;
        struct err err = {0};

        assert_true(json_parse(str_of(classes[i].with), &with, &err));
        json_keep(d.arena, with);
        json_set_text(with, "url", "https://x.example/");
        assert_int_equal(action_class(kind, with, &d.context),
                         classes[i].class);
        assert_true(action_render(kind, with, &d.context, d.arena, &out, &err));
        assert_int_equal(out.idempotent, classes[i].idempotent);
        assert_int_equal(out.reads, classes[i].reads);
    }
    assert_true(kind->by_hand);
    connectors_close(&d);
}

/* Worked out with openssl for the key "key" and this moment. */
static void test_shared_key(void **state)
{
    struct request request = {
        .method = "POST",
        .url = "https://w.ods.opinsights.azure.com/api/logs?api-version=1",
        .body = STR("[{\"a\":1}]"),
        .user = "w",
        .secret = "env:KEY",
    };
    struct secret key, date, authorization;
    struct err err = {0};

    (void)state;
    secret_init(&key);
    secret_init(&date);
    secret_init(&authorization);
    secret_set(&key, STR("a2V5"));
    assert_true(shared_key_sign(&request, &key, INT64_C(1795378652000), &date,
                                &authorization, &err));
    assert_string_equal(date.bytes, "Sun, 22 Nov 2026 20:17:32 GMT");
    assert_string_equal(
        authorization.bytes,
        "SharedKey w:L8vdJxXI1ea9CEfxwVgUkUlEuLVKpo3XlifJz8hvktY=");
    secret_set(&key, STR("no key!"));
    assert_false(shared_key_sign(&request, &key, INT64_C(1795378652000), &date,
                                 &authorization, &err));
    assert_int_equal(err.code, ERR_INPUT);
    secret_done(&authorization);
    secret_done(&date);
    secret_done(&key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_render),
        cmocka_unit_test(test_class),
        cmocka_unit_test(test_shared_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
