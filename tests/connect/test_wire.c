/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <string.h>
#include <cmocka.h>

#include "connect/wire.h"
#include "serve.h"
#include "util/file.h"

#define DEADLINE (30 * WHEN_SECOND)

static struct serve plain;
static struct place place;

static struct wire *wire_make(const char *ca_file)
{
    const struct wire_config config = {.ca_file = ca_file};
    struct wire *wire = NULL;
    struct err err = {0};

    assert_true(wire_new(&config, &wire, &err));
    return wire;
}

/* A call for the request, with the URL made of scheme, port and path. */
static void call_make(struct wire_call *call, const struct request *like,
                      const char *scheme, const char *port)
{
    struct request *request;

    wire_call_init(call);
    call->arena = arena_new();
    request = arena_alloc(call->arena, sizeof(*request));
    *request = *like;
    call->request = request;
    call->url = arena_printf(call->arena, "%s://127.0.0.1:%s%s", scheme, port,
                             like->url);
}

/* Until it has come out. */
static void await(struct wire *wire, struct wire_done *out)
{
    int64_t deadline = when_monotonic() + DEADLINE;

    wire_work(wire);
    while (!wire_take(wire, out)) {
        assert_true(when_monotonic() < deadline);
        wire_poll(wire, 1000, NULL, 0);
        wire_work(wire);
    }
}

static void done_free(struct wire_done *done)
{
    response_done(&done->response);
    wire_call_done(&done->call);
}

static void ask(struct wire *wire, const struct request *like,
                const char *scheme, const char *port, struct wire_done *out)
{
    struct wire_call call;

    call_make(&call, like, scheme, port);
    wire_send(wire, &call);
    await(wire, out);
}

/* Well or badly, as the path says. */
static const struct {
    struct request request;
    int status; /* 0: none */
    enum err_code code;
    bool sent;
    const char *text; /* in the body, or in the error */
} answers[] = {
    {{.method = "GET", .url = "/echo?a=%20b"},
     200,
     ERR_NONE,
     true,
     "\"path\": \"/echo?a=%20b\""},
    {{.method = "GET", .url = "/echo"},
     200,
     ERR_NONE,
     true,
     "\"accept\": \"application/json\""},
    {{.method = "POST", .url = "/echo"},
     200,
     ERR_NONE,
     true,
     "\"content-length\": \"0\""},
    {{.method = "PATCH", .url = "/echo", .body = {"{\"a\":1}", 7}},
     200,
     ERR_NONE,
     true,
     "\"body\": \"{\\\"a\\\":1}\""},
    {{.method = "PUT", .url = "/echo", .body = {"x", 1}},
     200,
     ERR_NONE,
     true,
     "\"content-type\": \"application/json\""},
    {{.method = "PUT",
      .url = "/echo",
      .headers = {"Content-Type: text/plain", "X-A: b"},
      .body = {"x", 1}},
     200,
     ERR_NONE,
     true,
     "\"content-type\": \"text/plain\", \"x-a\": \"b\""},
    {{.method = "DELETE", .url = "/echo"},
     200,
     ERR_NONE,
     true,
     "\"method\": \"DELETE\""},
    {{.method = "HEAD", .url = "/echo"}, 204, ERR_NONE, true, ""},
    {{.method = "GET",
      .url = "/echo",
      .audience = AUDIENCE_ARM,
      .key = "the-key"},
     200,
     ERR_NONE,
     true,
     "\"x-ms-client-request-id\": \"the-key\", "
     "\"x-ms-return-client-request-id\": \"true\", "
     "\"x-ms-correlation-request-id\": \"the-key\""},
    {{.method = "GET",
      .url = "/echo",
      .audience = AUDIENCE_GRAPH,
      .key = "the-key"},
     200,
     ERR_NONE,
     true,
     "\"client-request-id\": \"the-key\""},
    {{.method = "GET", .url = "/elsewhere"}, 302, ERR_NONE, true, ""},
    {{.method = "GET", .url = "/large", .limit = 100000},
     200,
     ERR_NONE,
     true,
     "xxxx"},
    {{.method = "GET", .url = "/large", .limit = 99999},
     0,
     ERR_REMOTE,
     true,
     "99999 bytes"},
    {{.method = "GET", .url = "/chunked", .limit = 5000},
     0,
     ERR_REMOTE,
     true,
     "5000 bytes"},
    {{.method = "GET", .url = "/many-headers"},
     0,
     ERR_REMOTE,
     true,
     "larger than"},
    {{.method = "GET", .url = "/short"}, 0, ERR_AGAIN, true, "cut short"},
    {{.method = "POST", .url = "/nothing"},
     0,
     ERR_AGAIN,
     true,
     "without an answer"},
    {{.method = "GET", .url = "/garbage"}, 0, ERR_REMOTE, true, "not HTTP"},
    {{.method = "POST", .url = "/silent", .timeout = 300},
     0,
     ERR_AGAIN,
     true,
     "in time"},
    {{.method = "GET", .url = "/drip", .timeout = 300},
     0,
     ERR_AGAIN,
     true,
     "in time"},
    {{.method = "get it", .url = "/echo"}, 0, ERR_INPUT, false, "method"},
    {{.method = "GET", .url = "/echo", .headers = {"X: a\r\nY: b"}},
     0,
     ERR_INPUT,
     false,
     "line end"},
};

static void test_answers(void **state)
{
    struct wire *wire = wire_make(NULL);

    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        struct wire_done done;
        struct str body;

        ask(wire, &answers[i].request, "http", plain.port, &done);
        body = buf_view(&done.response.body);
        assert_int_equal(done.response.status, answers[i].status);
        assert_int_equal(done.response.failure.code, answers[i].code);
        assert_int_equal(done.response.sent, answers[i].sent);
        if (answers[i].status)
            assert_int_not_equal(str_find(body, str_of(answers[i].text)),
                                 STR_NOWHERE);
        else
            assert_non_null(
                strstr(done.response.failure.text, answers[i].text));
        assert_true(done.response.ended >= done.response.began);
        done_free(&done);
    }
    wire_free(wire);
}

/* On a connection that was open already too: nothing is sent a second time
 * behind the back of whoever asked. */
static void test_once(void **state)
{
    static const struct request open = {.method = "GET", .url = "/echo"};
    static const struct request change = {
        .method = "POST", .url = "/gone", .idempotent = true};
    static const struct request count = {.method = "GET", .url = "/gone-count"};
    struct wire *wire = wire_make(NULL);
    struct wire_done done;

    (void)state;
    for (int i = 0; i < 3; i++) {
        ask(wire, &open, "http", plain.port, &done);
        assert_int_equal(done.response.status, 200);
        done_free(&done);
        ask(wire, &change, "http", plain.port, &done);
        assert_int_equal(done.response.failure.code, ERR_AGAIN);
        assert_true(done.response.sent);
        done_free(&done);
    }
    ask(wire, &count, "http", plain.port, &done);
    assert_true(str_eq(buf_view(&done.response.body), STR("done 3")));
    done_free(&done);
    wire_free(wire);
}

static void test_headers(void **state)
{
    static const struct request request = {.method = "POST",
                                           .url = "/headers-back"};
    struct wire *wire = wire_make(NULL);
    struct wire_done done;

    (void)state;
    ask(wire, &request, "http", plain.port, &done);
    assert_int_equal(done.response.status, 202);
    assert_string_equal(done.response.operation, "https://arm/operations/1");
    assert_string_equal(done.response.location, "https://arm/results/1");
    assert_string_equal(done.response.request_id, "req-1");
    assert_string_equal(done.response.etag, "\"e1\"");
    assert_string_equal(done.response.challenge, "Bearer error=x");
    assert_int_equal(done.response.retry_after, 17000);
    done_free(&done);
    wire_free(wire);
}

/* Secrets go out, and nothing is left of them in what comes back. */
static void test_secrets(void **state)
{
    static const struct request request = {
        .method = "POST",
        .url = "/echo",
        .headers = {"X-Key: env:RIPOSTE_KEY", "X-B: plain"}};
    struct wire *wire = wire_make(NULL);
    struct wire_call call;
    struct wire_done done;
    struct str body;

    (void)state;
    call_make(&call, &request, "http", plain.port);
    secret_set(&call.authorization, STR("Bearer abc"));
    secret_set(&call.header[0], STR("the key"));
    secret_set(&call.form, STR("a=b"));
    wire_send(wire, &call);
    assert_null(call.arena);
    await(wire, &done);
    body = buf_view(&done.response.body);
    assert_int_not_equal(
        str_find(body, STR("\"authorization\": \"Bearer abc\"")), STR_NOWHERE);
    assert_int_not_equal(str_find(body, STR("\"x-key\": \"the key\"")),
                         STR_NOWHERE);
    assert_int_not_equal(str_find(body, STR("\"body\": \"a=b\"")), STR_NOWHERE);
    assert_true(secret_empty(&done.call.authorization));
    assert_true(secret_empty(&done.call.header[0]));
    assert_true(secret_empty(&done.call.form));
    done_free(&done);
    /* One that would be two headers is not sent. */
    call_make(&call, &request, "http", plain.port);
    secret_set(&call.header[0], STR("a\r\nb: c"));
    wire_send(wire, &call);
    await(wire, &done);
    assert_int_equal(done.response.failure.code, ERR_INPUT);
    done_free(&done);
    wire_free(wire);
}

static void test_nobody(void **state)
{
    static const struct {
        const char *url;
        enum err_code code;
        const char *text;
    } rows[] = {
        {"http://127.0.0.1:1/", ERR_AGAIN, "takes connections"},
        {"https://no-such-host.invalid/", ERR_AGAIN, "not known"},
        {"http://example.org/", ERR_DENIED, "without TLS"},
        {"ftp://127.0.0.1/", ERR_DENIED, "without TLS"},
        {"file:///etc/passwd", ERR_INPUT, "host"},
        {"smtp://127.0.0.1/", ERR_DENIED, "without TLS"},
    };
    struct wire *wire = wire_make(NULL);

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        static const struct request request = {.method = "GET", .url = "/"};
        struct wire_call call;
        struct wire_done done;

        call_make(&call, &request, "http", "1");
        call.url = rows[i].url;
        wire_send(wire, &call);
        await(wire, &done);
        assert_int_equal(done.response.status, 0);
        assert_int_equal(done.response.failure.code, rows[i].code);
        assert_non_null(strstr(done.response.failure.text, rows[i].text));
        assert_false(done.response.sent);
        done_free(&done);
    }
    wire_free(wire);
}

static void test_tls(void **state)
{
    static const struct request request = {.method = "POST", .url = "/echo"};
    struct wire *wire = wire_make(NULL);
    struct serve serve;
    struct wire_done done;

    (void)state;
    if (!serve_certify(&place))
        skip();
    assert_true(serve_start(&serve, "https", &place));
    ask(wire, &request, "https", serve.port, &done);
    assert_int_equal(done.response.status, 0);
    assert_int_equal(done.response.failure.code, ERR_REMOTE);
    assert_non_null(strstr(done.response.failure.text, "not trusted"));
    assert_false(done.response.sent);
    done_free(&done);
    /* Clear text where TLS is spoken, and the other way round. */
    ask(wire, &request, "https", plain.port, &done);
    assert_int_equal(done.response.failure.code, ERR_AGAIN);
    assert_false(done.response.sent);
    done_free(&done);
    wire_free(wire);

    wire = wire_make(place.certificate);
    ask(wire, &request, "https", serve.port, &done);
    assert_int_equal(done.response.status, 200);
    done_free(&done);
    wire_free(wire);

    wire = wire_make("/nonexistent/ca.pem");
    ask(wire, &request, "https", serve.port, &done);
    assert_int_equal(done.response.failure.code, ERR_LOCAL);
    done_free(&done);
    wire_free(wire);
    serve_stop(&serve);
}

/* The others wait for their turn; all come out. */
static void test_queue(void **state)
{
    static const struct request request = {.method = "GET", .url = "/echo"};
    const struct wire_config config = {.per_host = 2};
    struct wire *wire = NULL;
    struct err err = {0};

    (void)state;
    assert_true(wire_new(&config, &wire, &err));
    for (uint64_t i = 1; i <= 20; i++) {
        struct wire_call call;

        call_make(&call, &request, "http", plain.port);
        call.tag = i;
        assert_int_equal(wire_send(wire, &call), i);
    }
    for (int i = 0; i < 20; i++) {
        struct wire_done done;

        await(wire, &done);
        assert_in_range(done.call.tag, 1, 20);
        assert_int_equal(done.response.status, 200);
        done_free(&done);
    }
    wire_free(wire);
}

/* What is in flight or waits is cut without a leak. */
static void test_leave(void **state)
{
    static const struct request request = {.method = "POST", .url = "/silent"};
    const struct wire_config config = {.per_host = 1};
    struct wire *wire = NULL;
    struct wire_call call;
    struct err err = {0};

    (void)state;
    assert_true(wire_new(&config, &wire, &err));
    call_make(&call, &request, "http", plain.port);
    wire_send(wire, &call);
    call_make(&call, &request, "http", plain.port);
    wire_send(wire, &call);
    wire_work(wire);
    call_make(&call, &request, "http", plain.port);
    wire_send(wire, &call);
    wire_free(wire);
}

/* A descriptor of somebody else's ends the sleep. */
static void test_extra(void **state)
{
    struct wire *wire = wire_make(NULL);
    struct pollfd extra[2] = {{.fd = -1}, {.fd = -1}};
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    extra[1].fd = ends[0];
    wire_poll(wire, 0, extra, 2);
    assert_int_equal(extra[1].revents, 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    wire_poll(wire, 20000, extra, 2);
    assert_int_not_equal(extra[1].revents, 0);
    assert_int_equal(extra[0].revents, 0);
    close(ends[0]);
    close(ends[1]);
    wire_free(wire);
}

static const char *const to[] = {"soc@example.org", NULL};
static const char *const to_full[] = {"full@example.org", NULL};
static const char *const to_nobody[] = {"nobody@example.org", NULL};

static const struct request mail = {
    .method = "MAIL",
    .url = "",
    .body = {"Subject: x\r\n\r\n.dot\r\nlast\r\n", 27},
    .mail_from = "riposte@example.org",
    .mail_to = to,
};

static void send_mail(struct wire *wire, const struct request *request,
                      const char *scheme, const char *port,
                      const char *password, bool starttls,
                      struct wire_done *out)
{
    struct wire_call call;

    call_make(&call, request, scheme, port);
    if (password) {
        call.user = "riposte";
        secret_set(&call.password, str_of(password));
    }
    call.starttls = starttls;
    wire_send(wire, &call);
    await(wire, out);
}

static void test_mail(void **state)
{
    static const struct {
        const char *const *to;
        int status;
        const char *text;
    } rows[] = {
        {to, 250, "taken"},
        {to_full, 452, "mailbox full"},
        {to_nobody, 550, "no such user"},
    };
    struct wire *wire = wire_make(NULL);
    struct serve serve;
    struct wire_done done;
    struct buf box;
    struct err err = {0};

    (void)state;
    if (!serve_start(&serve, "smtp", NULL))
        skip();
    for (size_t i = 0; i < 3; i++) {
        struct request request = mail;

        request.mail_to = rows[i].to;
        send_mail(wire, &request, "smtp", serve.port, NULL, false, &done);
        assert_int_equal(done.response.status, rows[i].status);
        assert_int_not_equal(
            str_find(buf_view(&done.response.body), str_of(rows[i].text)),
            STR_NOWHERE);
        done_free(&done);
    }
    buf_init(&box);
    assert_true(file_read(place.mailbox, 10000, &box, &err));
    assert_string_equal(box.at, "riposte@example.org soc@example.org clear\n"
                                "Subject: x\r\n\r\n.dot\r\nlast\r\n");
    buf_done(&box);
    /* It offers no STARTTLS: then nothing is sent. */
    send_mail(wire, &mail, "smtp", serve.port, NULL, true, &done);
    assert_int_equal(done.response.status, 0);
    assert_int_equal(done.response.failure.code, ERR_REMOTE);
    assert_false(done.response.sent);
    done_free(&done);
    serve_stop(&serve);
    send_mail(wire, &mail, "smtp", serve.port, NULL, false, &done);
    assert_int_equal(done.response.failure.code, ERR_AGAIN);
    assert_false(done.response.sent);
    done_free(&done);
    wire_free(wire);
}

static void test_mail_tls(void **state)
{
    struct wire *wire;
    struct serve serve;
    struct wire_done done;
    struct buf box;
    struct err err = {0};

    (void)state;
    if (!serve_certify(&place) || !serve_start(&serve, "smtp", &place))
        skip();
    wire = wire_make(NULL);
    send_mail(wire, &mail, "smtp", serve.port, "p:w\xc3\xa9", true, &done);
    assert_int_equal(done.response.failure.code, ERR_REMOTE);
    assert_false(done.response.sent);
    done_free(&done);
    wire_free(wire);
    wire = wire_make(place.certificate);
    send_mail(wire, &mail, "smtp", serve.port, "wrong", true, &done);
    assert_int_equal(done.response.status, 535);
    done_free(&done);
    send_mail(wire, &mail, "smtp", serve.port, "p:w\xc3\xa9", true, &done);
    assert_int_equal(done.response.status, 250);
    done_free(&done);
    wire_free(wire);
    buf_init(&box);
    assert_true(file_read(place.mailbox, 10000, &box, &err));
    assert_non_null(strstr(box.at, "soc@example.org tls"));
    buf_done(&box);
    serve_stop(&serve);
}

static int set_up(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    serve_place(&place);
    return serve_start(&plain, "http", NULL) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    serve_stop(&plain);
    serve_clear(&place);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),  cmocka_unit_test(test_once),
        cmocka_unit_test(test_headers),  cmocka_unit_test(test_secrets),
        cmocka_unit_test(test_nobody),   cmocka_unit_test(test_tls),
        cmocka_unit_test(test_queue),    cmocka_unit_test(test_leave),
        cmocka_unit_test(test_extra),    cmocka_unit_test(test_mail),
        cmocka_unit_test(test_mail_tls),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
