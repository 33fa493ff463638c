/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "connect/gate.h"
#include "serve.h"
#include "util/file.h"

#define DEADLINE (30 * WHEN_SECOND)

static struct place place;

/* A gate and the server that all its hosts are. */
struct world {
    struct serve serve;
    char base[64];
    struct gate_config config;
    struct gate *gate;
};

static void world_open(struct world *w, const char *identity,
                       const char *tenant)
{
    struct err err = {0};

    memset(w, 0, sizeof(*w));
    assert_true(serve_start(&w->serve, "http", NULL));
    snprintf(w->base, sizeof(w->base), "http://127.0.0.1:%s", w->serve.port);
    hosts_init(&w->config.hosts, CLOUD_PUBLIC);
    assert_true(hosts_set(&w->config.hosts, "login", w->base, &err));
    assert_true(hosts_set(&w->config.hosts, "arm", w->base, &err));
    assert_true(hosts_set(&w->config.hosts, "imds", w->base, &err));
    w->config.identity = (struct token_config){
        .identity = identity,
        .tenant = tenant,
        .client_id = "c",
        .client_secret = "env:RIPOSTE_SECRET",
    };
    w->config.mail = (struct mail_server){
        .url = "smtp://127.0.0.1:1",
        .from = "r@e.org",
        .user = "u",
        .password = "env:RIPOSTE_SECRET",
    };
    setenv("RIPOSTE_SECRET", "hush hush", 1);
    assert_true(gate_new(&w->config, &w->gate, &err));
}

static void world_close(struct world *w)
{
    gate_free(w->gate);
    serve_stop(&w->serve);
}

static uint64_t post(struct world *w, const struct request *like, uint64_t tag)
{
    struct arena *arena = arena_new();
    struct request *request = arena_alloc(arena, sizeof(*request));

    *request = *like;
    if (*like->url == '+')
        request->url = arena_printf(arena, "%s%s", w->base, like->url + 1);
    return gate_send(w->gate, arena, request, tag);
}

static void await(struct world *w, struct gate_done *out)
{
    int64_t deadline = when_monotonic() + DEADLINE;

    while (!gate_take(w->gate, out)) {
        assert_true(when_monotonic() < deadline);
        gate_poll(w->gate, 1000, NULL, 0);
    }
}

static bool body_has(const struct gate_done *done, const char *text)
{
    return str_find(buf_view(&done->response.body), str_of(text)) !=
           STR_NOWHERE;
}

static const struct request arm_echo = {
    .method = "GET", .url = "/echo", .audience = AUDIENCE_ARM};

static void test_token(void **state)
{
    struct gate_done done;
    struct world w;

    (void)state;
    world_open(&w, "secret", "t");
    for (uint64_t i = 1; i <= 10; i++)
        post(&w, &arm_echo, i);
    assert_int_equal(gate_busy(w.gate), 10);
    for (int i = 0; i < 10; i++) {
        await(&w, &done);
        assert_int_equal(done.response.status, 200);
        assert_in_range(done.tag, 1, 10);
        assert_string_equal(done.request->url, "/echo");
        /* All of them with the one token that was asked for. */
        assert_true(body_has(&done, "\"authorization\": \"Bearer token-1\""));
        gate_done_free(&done);
    }
    assert_int_equal(gate_busy(w.gate), 0);
    world_close(&w);
}

/* A 401 drops the token and asks once more, and once only. */
static void test_again(void **state)
{
    static const struct request guarded = {
        .method = "POST",
        .url = "/guarded",
        .audience = AUDIENCE_ARM,
        .body = {"{}", 2},
        .headers = {"X-Key: env:RIPOSTE_SECRET"}};
    static const struct request never = {
        .method = "POST", .url = "/never", .audience = AUDIENCE_ARM};
    struct gate_done done;
    struct world w;

    (void)state;
    world_open(&w, "secret", "t");
    post(&w, &guarded, 1);
    await(&w, &done);
    assert_int_equal(done.response.status, 200);
    assert_true(body_has(&done, "Bearer token-2"));
    assert_true(body_has(&done, "\"x-key\": \"hush hush\""));
    gate_done_free(&done);
    post(&w, &never, 2);
    await(&w, &done);
    assert_int_equal(done.response.status, 401);
    gate_done_free(&done);
    post(&w, &arm_echo, 3);
    await(&w, &done);
    assert_true(body_has(&done, "Bearer token-3"));
    gate_done_free(&done);
    world_close(&w);
}

/* A 429 holds back everything to its host, and nobody hears of it. */
static void test_throttled(void **state)
{
    static const struct request throttled = {
        .method = "POST",
        .url = "/throttled",
        .audience = AUDIENCE_ARM,
        .body = {"{}", 2},
        .headers = {"X-Key: env:RIPOSTE_SECRET"}};
    static const struct request hidden = {
        .method = "POST", .url = "env:RIPOSTE_URL", .hidden_url = true};
    static const struct request closed = {
        .method = "GET", .url = "/closed", .audience = AUDIENCE_ARM};
    struct gate_done done;
    char url[96];
    struct world w;

    (void)state;
    world_open(&w, "secret", "t");
    snprintf(url, sizeof(url), "%s/throttled", w.base);
    setenv("RIPOSTE_URL", url, 1);
    post(&w, &hidden, 7);
    for (uint64_t i = 1; i <= 4; i++)
        post(&w, &throttled, i);
    for (int i = 0; i < 5; i++) {
        await(&w, &done);
        assert_int_equal(done.response.status, 200);
        gate_done_free(&done);
    }
    unsetenv("RIPOSTE_URL");
    /* Nobody waits that long: it is said, and what follows waits. */
    post(&w, &closed, 5);
    await(&w, &done);
    assert_int_equal(done.response.status, 429);
    assert_int_equal(done.response.retry_after, 600000);
    gate_done_free(&done);
    post(&w, &arm_echo, 6);
    gate_poll(w.gate, 0, NULL, 0);
    assert_false(gate_take(w.gate, &done));
    gate_release(w.gate);
    await(&w, &done);
    assert_int_equal(done.response.failure.code, ERR_STOPPED);
    assert_false(done.response.sent);
    gate_done_free(&done);
    world_close(&w);
}

/* Who answers somebody is alive; a pause asked for says nothing of that. */
static void test_lively(void **state)
{
    static const struct {
        const char *url;
        bool lively;
    } rows[] = {{"+/echo", true}, {"+/closed", false}};

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct request request = {.method = "GET", .url = rows[i].url};
        struct gate_done done;
        struct world w;

        world_open(&w, "", "");
        post(&w, &request, 1);
        await(&w, &done);
        assert_int_equal(done.lively, rows[i].lively);
        gate_done_free(&done);
        world_close(&w);
    }
}

static void test_refused(void **state)
{
    struct gate_done done;
    struct world w;

    (void)state;
    world_open(&w, "secret", "wrong");
    for (int i = 0; i < 3; i++) {
        post(&w, &arm_echo, 1);
        await(&w, &done);
        assert_int_equal(done.response.status, 0);
        assert_int_equal(done.response.failure.code, ERR_DENIED);
        assert_false(done.response.sent);
        assert_non_null(strstr(done.response.failure.text,
                               "AADSTS7000215: Invalid client secret."));
        gate_done_free(&done);
    }
    world_close(&w);
}

/* A request whose token its own system hands out. */
static void post_oauth(struct world *w, const char *url, const char *secret,
                       uint64_t tag)
{
    struct arena *arena = arena_new();
    struct request *request = arena_alloc(arena, sizeof(*request));
    struct oauth *terms = arena_alloc(arena, sizeof(*terms));

    *terms = (struct oauth){
        .url = arena_printf(arena, "%s/oauth_token.do", w->base),
        .grant = "password",
        .client_id = "c",
        .client_secret = "env:RIPOSTE_SECRET",
        .user = "ann",
        .secret = arena_text(arena, secret),
    };
    *request = (struct request){
        .method = "POST",
        .url = arena_printf(arena, "%s%s", w->base, url),
        .oauth = terms,
    };
    gate_send(w->gate, arena, request, tag);
}

/* One token for all; a 401 drops it, once; what is refused is not asked for
 * again and again. */
static void test_grant(void **state)
{
    static const struct request count = {.method = "GET",
                                         .url = "+/oauth-count"};
    static const struct {
        const char *url;
        const char *secret;
        int status;
        const char *text; /* of the body, or of the failure */
    } rows[] = {
        {"/echo", "env:RIPOSTE_PW", 200, "Bearer token-1"},
        {"/echo", "env:RIPOSTE_PW", 200, "Bearer token-1"},
        {"/guarded", "env:RIPOSTE_PW", 200, "Bearer token-2"},
        {"/never", "env:RIPOSTE_PW", 401, "ExpiredToken"},
        {"/echo", "env:RIPOSTE_SECRET", 0, "access_denied (HTTP 401"},
        {"/echo", "env:RIPOSTE_SECRET", 0, "check grant, client_id"},
        {"/echo", "env:RIPOSTE_NOT_SET", 0, "RIPOSTE_NOT_SET"},
    };
    struct gate_done done;
    struct world w;

    (void)state;
    world_open(&w, "", "");
    setenv("RIPOSTE_PW", "p+w%", 1);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        post_oauth(&w, rows[i].url, rows[i].secret, i);
        await(&w, &done);
        assert_int_equal(done.response.status, rows[i].status);
        assert_true(body_has(&done, rows[i].text) ||
                    strstr(done.response.failure.text, rows[i].text));
        assert_null(strstr(done.response.failure.text, "hush"));
        gate_done_free(&done);
    }
    post(&w, &count, 1);
    await(&w, &done);
    assert_true(body_has(&done, "asked 4"));
    gate_done_free(&done);
    world_close(&w);
}

/* What never goes out, and why. */
static void test_kept_back(void **state)
{
    static const char *const to[] = {"a@b", NULL};
    static const struct {
        struct request request;
        enum err_code code;
        const char *text;
    } rows[] = {
        {{.method = "GET",
          .url = "https://evil.example.org/",
          .audience = AUDIENCE_ARM},
         ERR_DENIED,
         "evil.example.org"},
        {{.method = "GET", .url = "/x", .audience = AUDIENCE_VAULT},
         ERR_INPUT,
         "vault"},
        {{.method = "GET", .url = "http://example.org/"}, ERR_INPUT, "https"},
        {{.method = "GET",
          .url = "+/echo",
          .headers = {"X: env:RIPOSTE_NOT_SET"}},
         ERR_INPUT,
         "RIPOSTE_NOT_SET"},
        {{.method = "MAIL",
          .url = "smtp://other.example.org",
          .mail_from = "a@b",
          .mail_to = to},
         ERR_LOCAL,
         "another mail server"},
        {{.method = "MAIL",
          .url = "smtp://127.0.0.1:1",
          .mail_from = "a@b",
          .mail_to = to},
         ERR_AGAIN,
         "takes connections"},
    };
    struct world w;

    (void)state;
    world_open(&w, "secret", "t");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gate_done done;

        post(&w, &rows[i].request, 1);
        await(&w, &done);
        assert_int_equal(done.response.status, 0);
        assert_int_equal(done.response.failure.code, rows[i].code);
        assert_non_null(strstr(done.response.failure.text, rows[i].text));
        assert_false(done.response.sent);
        gate_done_free(&done);
    }
    world_close(&w);
}

static void test_no_identity(void **state)
{
    static const struct request hook = {.method = "GET", .url = "+/echo"};
    struct gate_done done;
    struct world w;
    struct token_prompt prompt;

    (void)state;
    world_open(&w, "", "");
    post(&w, &hook, 1);
    await(&w, &done);
    assert_int_equal(done.response.status, 200);
    assert_false(body_has(&done, "authorization"));
    gate_done_free(&done);
    post(&w, &arm_echo, 2);
    await(&w, &done);
    assert_int_equal(done.response.failure.code, ERR_INPUT);
    gate_done_free(&done);
    assert_false(gate_sign_in(w.gate, &prompt));
    world_close(&w);
}

#define BODY "{\"k\":\"env:RIPOSTE_SECRET\",\"x\":\"env:RIPOSTE_SECRET\"}"

/* Secrets in URL, sign-in and body: sent, and never seen in the request. */
static void test_hidden(void **state)
{
    static const struct {
        struct request request;
        const char *has; /* in what the server got; NULL: it is not sent */
    } rows[] = {
        {{.method = "GET", .url = "env:RIPOSTE_URL", .hidden_url = true},
         "/key/echo"},
        {{.method = "GET", .url = "env:RIPOSTE_SECRET", .hidden_url = true},
         NULL},
        {{.method = "GET",
          .url = "env:RIPOSTE_URL",
          .hidden_url = true,
          .audience = AUDIENCE_ARM},
         "Bearer token-"},
        {{.method = "GET",
          .url = "env:RIPOSTE_URL",
          .hidden_url = true,
          .audience = AUDIENCE_FLOW},
         NULL},
        {{.method = "GET",
          .url = "+/echo",
          .user = "ann",
          .secret = "env:RIPOSTE_SECRET"},
         "Basic YW5uOmh1c2ggaHVzaA=="},
        {{.method = "GET", .url = "+/echo", .secret = "env:RIPOSTE_SECRET"},
         "Bearer hush hush"},
        {{.method = "POST",
          .url = "+/echo",
          .in_body = "env:RIPOSTE_SECRET",
          .body = {BODY, sizeof(BODY) - 1}},
         "{\\\"k\\\":\\\"hush hush\\\",\\\"x\\\":"
         "\\\"env:RIPOSTE_SECRET\\\"}"},
    };
    struct gate_done done;
    char url[96];
    struct world w;

    (void)state;
    world_open(&w, "secret", "t");
    snprintf(url, sizeof(url), " %s/key/echo\n", w.base);
    setenv("RIPOSTE_URL", url, 1);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        post(&w, &rows[i].request, i);
        await(&w, &done);
        assert_int_equal(done.response.status, rows[i].has ? 200 : 0);
        if (rows[i].has)
            assert_true(body_has(&done, rows[i].has));
        assert_null(strstr(done.response.failure.text, "hush"));
        assert_null(strstr(done.request->url, "/key/"));
        gate_done_free(&done);
    }
    unsetenv("RIPOSTE_URL");
    world_close(&w);
}

static void test_probe(void **state)
{
    struct gate_done done;
    struct world w;

    (void)state;
    world_open(&w, "secret", "t");
    assert_true(gate_probe(w.gate, AUDIENCE_ARM, 9) > 0);
    await(&w, &done);
    assert_int_equal(done.tag, 9);
    assert_int_equal(done.response.status, 200);
    gate_done_free(&done);
    world_close(&w);
}

/* The managed identity's header is a reference, resolved when it is sent. */
static void test_managed(void **state)
{
    struct gate_done done;
    struct world w;
    char endpoint[96];

    (void)state;
    world_open(&w, "managed", "");
    snprintf(endpoint, sizeof(endpoint), "%s/token", w.base);
    setenv("IDENTITY_ENDPOINT", endpoint, 1);
    setenv("IDENTITY_HEADER", "the header", 1);
    post(&w, &arm_echo, 1);
    await(&w, &done);
    assert_int_equal(done.response.status, 200);
    gate_done_free(&done);
    unsetenv("IDENTITY_ENDPOINT");
    unsetenv("IDENTITY_HEADER");
    world_close(&w);
}

static void az_write(const char *script)
{
    char path[128];
    struct err err = {0};

    snprintf(path, sizeof(path), "%s/az", place.dir);
    assert_true(file_write(path, str_of(script), &err));
    assert_int_equal(chmod(path, 0700), 0);
}

/* az by its argument vector, without blocking anybody. */
static void test_cli(void **state)
{
    const char *path = getenv("PATH");
    char before[4096], after[4300];
    struct gate_done done;
    struct world w;

    (void)state;
    snprintf(before, sizeof(before), "%s", path);
    snprintf(after, sizeof(after), "%s:%s", place.dir, before);
    setenv("PATH", after, 1);
    az_write(
        "#!/bin/sh\n"
        "test \"$1 $2 $3 $4\" = 'account get-access-token --resource "
        "https://management.azure.com/' || exit 2\n"
        "echo '{\"accessToken\":\"from-az\",\"expires_on\":4000000000}'\n");
    world_open(&w, "cli", "");
    post(&w, &arm_echo, 1);
    await(&w, &done);
    assert_int_equal(done.response.status, 200);
    assert_true(body_has(&done, "Bearer from-az"));
    gate_done_free(&done);
    az_write("#!/bin/sh\necho \"Please run 'az login'\" >&2\nexit 1\n");
    gate_forget(w.gate);
    post(&w, &arm_echo, 2);
    await(&w, &done);
    assert_int_equal(done.response.status, 0);
    assert_non_null(strstr(done.response.failure.text, "Please run"));
    gate_done_free(&done);
    world_close(&w);
    setenv("PATH", before, 1);
    snprintf(after, sizeof(after), "%s/az", place.dir);
    unlink(after);
}

/* Leaving with everything under way. */
static void test_leave(void **state)
{
    static const struct request silent = {.method = "POST", .url = "+/silent"};
    struct world w;

    (void)state;
    world_open(&w, "secret", "t");
    for (uint64_t i = 0; i < 12; i++) {
        post(&w, &silent, i);
        post(&w, &arm_echo, i);
    }
    gate_poll(w.gate, 10, NULL, 0);
    world_close(&w);
}

static int set_up(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    serve_place(&place);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    serve_clear(&place);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_token),     cmocka_unit_test(test_again),
        cmocka_unit_test(test_throttled), cmocka_unit_test(test_lively),
        cmocka_unit_test(test_refused),   cmocka_unit_test(test_grant),
        cmocka_unit_test(test_kept_back), cmocka_unit_test(test_no_identity),
        cmocka_unit_test(test_hidden),    cmocka_unit_test(test_probe),
        cmocka_unit_test(test_managed),   cmocka_unit_test(test_cli),
        cmocka_unit_test(test_leave),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
