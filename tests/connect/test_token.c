/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"
#include "connect/tokens.h"
#include "util/file.h"
#include "util/when.h"

#define NOW INT64_C(1772713445000)

static const char *const *world; /* name, value … NULL: the environment */

static const char *env(const char *name)
{
    for (size_t i = 0; world && world[i]; i += 2) {
        if (strcmp(world[i], name) == 0)
            return world[i + 1];
    }
    return NULL;
}

static void test_read(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum token_verdict verdict;
        int64_t lives;
        enum err_code code;
        const char *text;
    } rows[] = {
        {200, "{\"access_token\":\"t\",\"expires_in\":3599}", TOKEN_GOT,
         3599000, ERR_NONE, ""},
        {200, "{\"access_token\":\"t\",\"expires_in\":\"3599\"}", TOKEN_GOT,
         3599000, ERR_NONE, ""},
        {200, "{\"access_token\":\"t\",\"expires_on\":\"1772717045\"}",
         TOKEN_GOT, 3600000, ERR_NONE, ""},
        {200, "{\"access_token\":\"t\",\"expires_on\":1}", TOKEN_REFUSED, 0,
         ERR_AGAIN, "without a token"},
        {200, "{\"access_token\":\"t\"}", TOKEN_REFUSED, 0, ERR_AGAIN, ""},
        {200, "{\"access_token\":\"a\\r\\nb\",\"expires_in\":1}", TOKEN_REFUSED,
         0, ERR_AGAIN, ""},
        {200, "<html>", TOKEN_REFUSED, 0, ERR_AGAIN, ""},
        {401,
         "{\"error\":\"invalid_client\",\"error_description\":"
         "\"AADSTS7000215: Invalid client secret.\\r\\nTrace ID: x\","
         "\"correlation_id\":\"c-1\"}",
         TOKEN_REFUSED, 0, ERR_DENIED,
         "AADSTS7000215: Invalid client secret. (HTTP 401, invalid_client, "
         "correlation id c-1)"},
        {400, "{\"error\":\"invalid_scope\"}", TOKEN_REFUSED, 0, ERR_DENIED,
         "invalid_scope"},
        {403, "<html>proxy</html>", TOKEN_REFUSED, 0, ERR_AGAIN, "403"},
        {503, "{\"error\":\"temporarily_unavailable\"}", TOKEN_REFUSED, 0,
         ERR_AGAIN, "503"},
        {429, "", TOKEN_REFUSED, 0, ERR_AGAIN, "429"},
        {500, "{\"statusCode\":500,\"message\":\"no identity\"}", TOKEN_REFUSED,
         0, ERR_AGAIN, "no identity"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct token_answer out;
        struct response response;

        token_answer_init(&out);
        answer_make(&response, rows[i].status, rows[i].body);
        token_read(&response, NOW, &out);
        assert_int_equal(out.verdict, rows[i].verdict);
        assert_int_equal(out.err.code, rows[i].code);
        assert_non_null(strstr(out.err.text, rows[i].text));
        if (out.verdict == TOKEN_GOT) {
            assert_int_equal(out.lives, rows[i].lives);
            assert_true(str_eq(secret_view(&out.token), STR("t")));
        }
        token_answer_done(&out);
        response_done(&response);
    }
}

/* One kind, asked. */
struct asked {
    struct arena *arena;
    struct hosts hosts;
    struct token_memory memory;
    struct secret secret;
    struct token_want want;
    const struct token_kind *kind;
    struct token_ask ask;
    struct err err;
};

static void asked_init(struct asked *a, const struct token_config *config)
{
    memset(a, 0, sizeof(*a));
    a->arena = arena_new();
    hosts_init(&a->hosts, CLOUD_PUBLIC);
    token_memory_init(&a->memory);
    secret_init(&a->secret);
    secret_set(&a->secret, STR("s~+/= x"));
    token_ask_init(&a->ask);
    a->kind = token_kind_find(str_of(config->identity));
    assert_non_null(a->kind);
    a->want = (struct token_want){
        .config = config,
        .hosts = &a->hosts,
        .audience = AUDIENCE_ARM,
        .secret = &a->secret,
        .memory = &a->memory,
        .now = NOW,
    };
}

static void asked_done(struct asked *a)
{
    token_ask_done(&a->ask);
    secret_done(&a->secret);
    token_memory_done(&a->memory);
    arena_free(a->arena);
}

static bool asked_ask(struct asked *a)
{
    token_ask_done(&a->ask);
    token_ask_init(&a->ask);
    return a->kind->ask(&a->want, a->arena, &a->ask, &a->err);
}

static enum token_verdict asked_judge(struct asked *a, int status,
                                      const char *body, int64_t *wait)
{
    struct token_answer out;
    struct response response;
    enum token_verdict verdict;

    token_answer_init(&out);
    answer_make(&response, status, body);
    a->kind->judge(&a->want, &response, &out);
    verdict = out.verdict;
    *wait = out.wait;
    a->err = out.err;
    token_answer_done(&out);
    response_done(&response);
    return verdict;
}

static void test_secret(void **state)
{
    static const char *const names[] = {"AZURE_TENANT_ID", "t/x",
                                        "AZURE_CLIENT_ID", "c", NULL};
    struct token_config config = {.identity = "secret", .env = env};
    struct asked a;

    (void)state;
    world = NULL;
    asked_init(&a, &config);
    assert_string_equal(a.kind->reference(&config), "env:AZURE_CLIENT_SECRET");
    assert_false(asked_ask(&a));
    assert_non_null(strstr(a.err.text, "client id"));
    config.client_id = "c";
    assert_false(asked_ask(&a));
    assert_non_null(strstr(a.err.text, "tenant"));
    world = names;
    config.client_id = "";
    assert_true(asked_ask(&a));
    assert_string_equal(
        a.ask.request.url,
        "https://login.microsoftonline.com/t%2Fx/oauth2/v2.0/token");
    assert_string_equal(a.ask.form.bytes,
                        "grant_type=client_credentials&client_id=c&"
                        "client_secret=s~%2B%2F%3D%20x&scope="
                        "https%3A%2F%2Fmanagement.azure.com%2F.default");
    assert_true(a.ask.request.idempotent);
    asked_done(&a);
}

static void test_federated(void **state)
{
    struct token_config config = {
        .identity = "federated", .tenant = "t", .client_id = "c", .env = env};
    char path[] = "/tmp/riposte-test-federated-XXXXXX";
    struct asked a;

    (void)state;
    world = NULL;
    asked_init(&a, &config);
    assert_false(asked_ask(&a));
    assert_non_null(strstr(a.err.text, "AZURE_FEDERATED_TOKEN_FILE"));
    assert_true(mkstemp(path) >= 0);
    config.token_file = path;
    assert_true(file_write(path, STR("one\n"), &a.err));
    assert_true(asked_ask(&a));
    assert_non_null(strstr(a.ask.form.bytes, "client_assertion=one&"));
    assert_true(file_write(path, STR("two\n"), &a.err));
    assert_true(asked_ask(&a));
    assert_non_null(strstr(a.ask.form.bytes, "client_assertion=two&"));
    remove(path);
    assert_false(asked_ask(&a));
    asked_done(&a);
}

static void test_cli(void **state)
{
    struct token_config config = {.identity = "cli", .tenant = "t", .env = env};
    struct asked a;
    int64_t wait;

    (void)state;
    world = NULL;
    asked_init(&a, &config);
    assert_true(asked_ask(&a));
    assert_null(a.ask.request.method);
    assert_string_equal(a.ask.argv[0], "az");
    assert_string_equal(a.ask.argv[4], "https://management.azure.com/");
    assert_string_equal(a.ask.argv[7], "t");
    assert_null(a.ask.argv[8]);
    assert_int_equal(asked_judge(&a, 200,
                                 "{\"accessToken\":\"t\",\"expires_on\":"
                                 "1772717045}",
                                 &wait),
                     TOKEN_GOT);
    assert_int_equal(asked_judge(&a, 200,
                                 "{\"accessToken\":\"t\",\"expiresOn\":"
                                 "\"2036-03-05 12:34:56.000000\"}",
                                 &wait),
                     TOKEN_GOT);
    assert_int_equal(asked_judge(&a, 200, "{}", &wait), TOKEN_REFUSED);
    assert_int_equal(asked_judge(&a, 0, "", &wait), TOKEN_REFUSED);
    assert_non_null(strstr(a.err.text, "az login"));
    asked_done(&a);
}

#define CODE                                                                   \
    "{\"device_code\":\"d\",\"user_code\":\"AB-CD\",\"verification_uri\":"     \
    "\"https://microsoft.com/devicelogin\",\"expires_in\":900,\"interval\":5}"
#define GRANT                                                                  \
    "{\"access_token\":\"t\",\"expires_in\":3600,\"refresh_token\":\"r1\"}"

static void test_device(void **state)
{
    struct token_config config = {
        .identity = "device", .client_id = "c", .env = env};
    struct asked a;
    int64_t wait;

    (void)state;
    world = NULL;
    asked_init(&a, &config);
    assert_true(asked_ask(&a));
    assert_string_equal(a.ask.request.url,
                        "https://login.microsoftonline.com/organizations/"
                        "oauth2/v2.0/devicecode");
    assert_int_equal(asked_judge(&a, 200, CODE, &wait), TOKEN_WAIT);
    assert_int_equal(wait, 5000);
    assert_string_equal(a.memory.prompt.code, "AB-CD");
    assert_int_equal(a.memory.prompt.expires, NOW + 900000);
    assert_true(asked_ask(&a));
    assert_non_null(strstr(a.ask.form.bytes, "device_code=d"));
    assert_int_equal(
        asked_judge(&a, 400, "{\"error\":\"authorization_pending\"}", &wait),
        TOKEN_WAIT);
    assert_int_equal(wait, 5000);
    assert_int_equal(asked_judge(&a, 400, "{\"error\":\"slow_down\"}", &wait),
                     TOKEN_WAIT);
    assert_int_equal(wait, 10000);
    /* A gateway that fails does not end the sign-in. */
    assert_int_equal(asked_judge(&a, 503, "", &wait), TOKEN_WAIT);
    assert_int_equal(asked_judge(&a, 200, GRANT, &wait), TOKEN_GOT);
    assert_string_equal(a.memory.prompt.code, "");
    /* From now on with the refresh token, for other audiences too. */
    a.want.audience = AUDIENCE_GRAPH;
    assert_true(asked_ask(&a));
    assert_non_null(strstr(a.ask.form.bytes, "refresh_token=r1&"));
    assert_non_null(strstr(a.ask.form.bytes, "graph.microsoft.com"));
    assert_int_equal(asked_judge(&a, 503, "", &wait), TOKEN_REFUSED);
    assert_int_equal(a.err.code, ERR_AGAIN);
    assert_true(asked_ask(&a));
    assert_int_equal(
        asked_judge(&a, 400, "{\"error\":\"invalid_grant\"}", &wait),
        TOKEN_WAIT);
    assert_int_equal(wait, 0);
    assert_true(asked_ask(&a));
    assert_non_null(strstr(a.ask.request.url, "devicecode"));
    asked_done(&a);
}

static void test_device_ends(void **state)
{
    static const char *const errors[] = {"authorization_declined",
                                         "expired_token", "code_expired",
                                         "bad_verification_code"};
    struct token_config config = {
        .identity = "device", .client_id = "c", .env = env};

    (void)state;
    world = NULL;
    for (size_t i = 0; i < 4; i++) {
        struct asked a;
        char body[64];
        int64_t wait;

        asked_init(&a, &config);
        assert_true(asked_ask(&a));
        assert_int_equal(asked_judge(&a, 200, CODE, &wait), TOKEN_WAIT);
        assert_true(asked_ask(&a));
        snprintf(body, sizeof(body), "{\"error\":\"%s\"}", errors[i]);
        assert_int_equal(asked_judge(&a, 400, body, &wait), TOKEN_REFUSED);
        assert_int_equal(a.err.code, ERR_DENIED);
        assert_string_equal(a.memory.prompt.code, "");
        asked_done(&a);
    }
}

static void test_managed(void **state)
{
    static const char *const fabric[] = {"IDENTITY_ENDPOINT",
                                         "https://localhost:2377/m",
                                         "IDENTITY_HEADER",
                                         "h",
                                         "IDENTITY_SERVER_THUMBPRINT",
                                         "x",
                                         NULL};
    static const char *const app[] = {"IDENTITY_ENDPOINT",
                                      "http://169.254.129.2:8081/msi/token",
                                      "IDENTITY_HEADER", "h", NULL};
    static const char *const learning[] = {"MSI_ENDPOINT",
                                           "http://127.0.0.1:46808/MSI/auth",
                                           "MSI_SECRET", "h", NULL};
    static const char *const arc[] = {
        "IDENTITY_ENDPOINT",
        "http://localhost:40342/metadata/identity/oauth2/"
        "token",
        "IMDS_ENDPOINT", "http://localhost:40342", NULL};
    static const struct {
        const char *const *world;
        const char *client;
        const char *url; /* NULL: refused */
        const char *header;
    } rows[] = {
        {fabric, "",
         "https://localhost:2377/m?api-version=2019-07-01-preview&resource="
         "https%3A%2F%2Fmanagement.azure.com%2F",
         "Secret: env:IDENTITY_HEADER"},
        {fabric, "c", NULL, NULL},
        {app, "c",
         "http://169.254.129.2:8081/msi/token?api-version=2019-08-01&resource="
         "https%3A%2F%2Fmanagement.azure.com%2F&client_id=c",
         "X-IDENTITY-HEADER: env:IDENTITY_HEADER"},
        {app, "/subscriptions/s",
         "http://169.254.129.2:8081/msi/token?api-version=2019-08-01&resource="
         "https%3A%2F%2Fmanagement.azure.com%2F&mi_res_id=%2Fsubscriptions%2F"
         "s",
         "X-IDENTITY-HEADER: env:IDENTITY_HEADER"},
        {learning, "",
         "http://127.0.0.1:46808/MSI/auth?api-version=2017-09-01&resource="
         "https%3A%2F%2Fmanagement.azure.com%2F",
         "secret: env:MSI_SECRET"},
        {arc, "",
         "http://localhost:40342/metadata/identity/oauth2/token?api-version="
         "2020-06-01&resource=https%3A%2F%2Fmanagement.azure.com%2F",
         "Metadata: true"},
        {NULL, "",
         "http://169.254.169.254/metadata/identity/oauth2/token?api-version="
         "2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F",
         "Metadata: true"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct token_config config = {
            .identity = "managed", .client_id = rows[i].client, .env = env};
        struct asked a;

        world = rows[i].world;
        asked_init(&a, &config);
        assert_int_equal(asked_ask(&a), rows[i].url != NULL);
        if (rows[i].url) {
            assert_string_equal(a.ask.request.url, rows[i].url);
            assert_string_equal(a.ask.request.headers[0], rows[i].header);
        }
        asked_done(&a);
    }
}

/* IMDS: 404, 429, 5xx and time-outs are tried five times more, no others. */
static void test_managed_waits(void **state)
{
    static const int64_t waits[] = {0, 2000, 6000, 14000, 30000};
    struct token_config config = {.identity = "managed", .env = env};
    struct asked a;
    int64_t wait;

    (void)state;
    world = NULL;
    asked_init(&a, &config);
    assert_int_equal(asked_judge(&a, 400, "{}", &wait), TOKEN_REFUSED);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(asked_judge(&a, i % 2 ? 404 : 500, "", &wait),
                         TOKEN_WAIT);
        assert_int_equal(wait, waits[i]);
    }
    assert_int_equal(asked_judge(&a, 404, "", &wait), TOKEN_REFUSED);
    assert_int_equal(asked_judge(&a, 429, "", &wait), TOKEN_WAIT);
    assert_int_equal(wait, 0);
    asked_done(&a);
}

/* Azure Arc names a file; only its own are read. */
static void test_managed_arc(void **state)
{
    static const char *const arc[] = {"IDENTITY_ENDPOINT",
                                      "http://localhost:40342/x",
                                      "IMDS_ENDPOINT", "y", NULL};
    static const struct {
        const char *challenge;
        enum token_verdict verdict;
    } rows[] = {
        {"Basic realm=/var/opt/azcmagent/tokens/a.key", TOKEN_WAIT},
        {"Basic realm=/etc/shadow", TOKEN_REFUSED},
        {"Basic realm=/var/opt/azcmagent/tokens/../x.key", TOKEN_REFUSED},
        {"Basic realm=/var/opt/azcmagent/tokens/a.pem", TOKEN_REFUSED},
        {"Bearer", TOKEN_REFUSED},
        {"", TOKEN_REFUSED},
    };
    struct token_config config = {.identity = "managed", .env = env};

    (void)state;
    world = arc;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct token_answer out;
        struct response response;
        struct asked a;

        asked_init(&a, &config);
        token_answer_init(&out);
        answer_make(&response, 401, "");
        strcpy(response.challenge, rows[i].challenge);
        a.kind->judge(&a.want, &response, &out);
        assert_int_equal(out.verdict, rows[i].verdict);
        assert_int_equal(a.memory.step, rows[i].verdict == TOKEN_WAIT);
        if (rows[i].verdict == TOKEN_WAIT)
            assert_false(asked_ask(&a)); /* no such file here */
        token_answer_done(&out);
        response_done(&response);
        asked_done(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_secret),
        cmocka_unit_test(test_federated),
        cmocka_unit_test(test_cli),
        cmocka_unit_test(test_device),
        cmocka_unit_test(test_device_ends),
        cmocka_unit_test(test_managed),
        cmocka_unit_test(test_managed_waits),
        cmocka_unit_test(test_managed_arc),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
