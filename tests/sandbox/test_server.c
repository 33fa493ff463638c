/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program itself: sockets, spoilt answers, mail, signals, the files that
 * it writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "sandbox/sandbox.h"
#include "util/arena.h"
#include "util/file.h"
#include "util/json.h"
#include "util/proc.h"
#include "util/when.h"

#define DEADLINE (30 * WHEN_SECOND)
#define SUB      "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f"
#define V        "?api-version=2020-01-01"

struct server {
    struct arena *arena;
    struct proc proc;
    int port, smtp;
    char *config;
    char *token;
};

/* What came back: whole, or as much as there was before the end. */
struct reply {
    int status; /* 0: none */
    char *head, *body;
    size_t promised, got; /* bytes of the body */
    bool is_reset;
};

static const char *program(struct arena *arena)
{
    const char *dir = getenv("builddir");

    return arena_printf(arena, "%s/src/riposte-sandbox", dir ? dir : ".");
}

static int port_of(struct server *server)
{
    struct buf line;
    struct err err;
    int port;

    buf_init(&line);
    if (!proc_line(&server->proc, DEADLINE, &line, &err))
        fail_msg("%s", err.text);
    port = atoi(strrchr(line.at, ':') + 1);
    buf_done(&line);
    return port;
}

static int dial(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    return fd;
}

/* Waits for bytes; 0 at the end, -1 when the connection was reset. */
static ssize_t read_some(int fd, char *out, size_t room)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};

    if (poll(&wait, 1, (int)DEADLINE) != 1)
        fail_msg("nothing came in time");
    return recv(fd, out, room, 0);
}

static struct reply ask(struct server *server, const char *method,
                        const char *target, const char *type, const char *body)
{
    struct reply reply = {0};
    int fd = dial(server->port);
    const char *mark;
    struct buf in;
    char bytes[4096];
    ssize_t n;
    char *request = arena_printf(
        server->arena,
        "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        "Authorization: Bearer %s\r\nContent-Type: %s\r\n"
        "Content-Length: %zu\r\n\r\n%s",
        method, target, server->token, type, strlen(body), body);

    assert_int_equal(send(fd, request, strlen(request), MSG_NOSIGNAL),
                     (ssize_t)strlen(request));
    buf_init(&in);
    while ((n = read_some(fd, bytes, sizeof(bytes))) > 0)
        buf_bytes(&in, bytes, (size_t)n);
    reply.is_reset = n < 0;
    close(fd);
    reply.head = arena_textn(server->arena, in.len ? in.at : "", in.len);
    reply.body = reply.head + in.len;
    mark = strstr(reply.head, "\r\n\r\n");
    if (mark) {
        reply.status = atoi(reply.head + strlen("HTTP/1.1 "));
        reply.body = reply.head + (mark - reply.head) + 4;
        reply.got = in.len - (size_t)(mark - reply.head) - 4;
        mark = strcasestr(reply.head, "Content-Length: ");
        reply.promised = mark ? (size_t)atol(mark + 16) : 0;
    }
    buf_done(&in);
    return reply;
}

static struct reply get(struct server *server, const char *target)
{
    return ask(server, "GET", target, "text/plain", "");
}

static struct json *parsed(struct reply *reply)
{
    struct json *json = NULL;
    struct err err;

    if (!json_parse((struct str){.at = reply->body, .len = reply->got}, &json,
                    &err))
        fail_msg("%s: %s", err.text, reply->body);
    return json;
}

static char *token_of(struct server *server)
{
    struct reply reply =
        ask(server, "POST", "/" SANDBOX_TENANT "/oauth2/v2.0/token",
            "application/x-www-form-urlencoded",
            "grant_type=client_credentials&client_id=" SANDBOX_CLIENT
            "&client_assertion=x&scope=https://management.azure.com/.default");
    struct json *json = parsed(&reply);
    char *token =
        arena_text(server->arena, json_text(json_get(json, "access_token")).at);

    json_free(json);
    return token;
}

static int start(void **state)
{
    struct arena *arena = arena_new();
    struct server *server = arena_alloc(arena, sizeof(*server));
    const char *home = getenv("HOME");
    char *config = arena_printf(arena, "%s/sandbox-%d.conf",
                                home ? home : "/tmp", (int)getpid());
    const char *const argv[] = {program(arena), "--write-config",    config,
                                "--smtp-auth",  "--die-with-parent", NULL};
    struct err err;

    server->arena = arena;
    server->config = config;
    server->token = arena_text(arena, "none");
    if (!proc_start(&server->proc, argv, &err))
        fail_msg("%s", err.text);
    server->port = port_of(server);
    server->smtp = port_of(server);
    server->token = token_of(server);
    *state = server;
    return 0;
}

static int stop(void **state)
{
    struct server *server = *state;

    proc_stop(&server->proc);
    unlink(server->config);
    unlink(arena_printf(server->arena, "%s.secret", server->config));
    unlink(arena_printf(server->arena, "%s.mail", server->config));
    arena_free(server->arena);
    return 0;
}

static void answers(void **state)
{
    struct server *server = *state;
    struct reply reply = get(server, "/subscriptions" V);
    struct json *json = parsed(&reply);

    assert_int_equal(reply.status, 200);
    assert_int_equal(reply.got, reply.promised);
    assert_int_equal(json_length(json_get(json, "value")), 2);
    json_free(json);
    reply = get(server, SUB "/providers/Microsoft.Security/alerts"
                            "?api-version=2022-01-01");
    json = parsed(&reply);
    assert_true(json_length(json_get(json, "value")) > 20);
    json_free(json);
    assert_int_equal(get(server, "/subscriptions/%2f" V).status, 404);
    assert_int_equal(get(server, "/").status, 404);
    assert_int_equal(ask(server, "HEAD", "/subscriptions" V, "x", "").got, 0);
}

static void spoilt(void **state)
{
    struct server *server = *state;
    static const struct {
        const char *spec;
        int status;
        bool is_reset, is_short, is_json;
    } rows[] = {
        {"cut:1", 200, false, true, false},
        {"garbage:1", 200, false, false, false},
        {"slow:1", 200, false, false, true},
        {"reset:1", 0, true, false, false},
        {"", 200, false, false, true},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct json *json = NULL;
        struct reply reply;
        struct err err;

        assert_int_equal(
            ask(server, "PUT", "/_sandbox/fault", "x", rows[i].spec).status,
            200);
        reply = get(server, "/subscriptions" V);
        assert_int_equal(reply.status, rows[i].status);
        assert_int_equal(reply.is_reset, rows[i].is_reset);
        assert_int_equal(reply.got < reply.promised, rows[i].is_short);
        assert_int_equal(
            json_parse((struct str){.at = reply.body, .len = reply.got}, &json,
                       &err),
            rows[i].is_json);
        json_free(json);
    }
}

/* Says each line, and takes one answer whose last line has that code. */
static void talk(int fd, const char *line, const char *code)
{
    char bytes[1024];
    size_t len = 0;

    if (line)
        assert_int_equal(send(fd, line, strlen(line), MSG_NOSIGNAL),
                         (ssize_t)strlen(line));
    for (;;) {
        char *last;
        ssize_t n = read_some(fd, bytes + len, sizeof(bytes) - len - 1);

        assert_true(n > 0);
        len += (size_t)n;
        bytes[len] = '\0';
        if (bytes[len - 1] != '\n')
            continue;
        bytes[len - 1] = '\0';
        last = strrchr(bytes, '\n');
        last = last ? last + 1 : bytes;
        if (strlen(last) > 3 && last[3] == '-') {
            bytes[len - 1] = '\n';
            continue;
        }
        if (strncmp(last, code, 3) != 0)
            fail_msg("%s: %s, not %s", line ? line : "greeting", last, code);
        return;
    }
}

static void mail(void **state)
{
    struct server *server = *state;
    static const struct {
        const char *line, *code;
    } rows[] = {
        {"EHLO me\r\n", "250"},
        {"MAIL FROM:<a@contoso.example>\r\n", "530"},
        {"AUTH PLAIN AHJpcG9zdGUAd3Jvbmc=\r\n", "535"},
        {"AUTH LOGIN\r\n", "334"},
        {"cmlwb3N0ZQ==\r\n", "334"},
        {"TWFpbCtvbmx5PWhlcmU=\r\n", "235"},
        {"RCPT TO:<b@contoso.example>\r\n", "503"},
        {"MAIL FROM:<a@contoso.example> SIZE=10\r\n", "250"},
        {"DATA\r\n", "503"},
        {"RCPT TO:<bounce@contoso.example>\r\n", "550"},
        {"RCPT TO:<later@contoso.example>\r\n", "451"},
        {"RCPT TO:<b@contoso.example>\r\n", "250"},
        {"RCPT TO:<c@contoso.example>\r\n", "250"},
        {"NOOP\r\n", "250"},
        {"BDAT 3\r\n", "500"},
        {"DATA\r\n", "354"},
        {"Subject: one\r\n two\r\nFrom: a\r\n\r\n..dot\r\n.\r\n", "250"},
        {"RSET\r\n", "250"},
        {"AUTH PLAIN AHJpcG9zdGUATWFpbCtvbmx5PWhlcmU=\r\n", "235"},
        {"QUIT\r\n", "221"},
    };
    int fd = dial(server->smtp);
    struct reply reply;
    struct json *json;

    talk(fd, NULL, "220");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        talk(fd, rows[i].line, rows[i].code);
    close(fd);
    reply = get(server, "/_sandbox/mail");
    json = parsed(&reply);
    assert_int_equal(json_length(json), 1);
    assert_string_equal(json_text(json_at(json, STR("0.from"))).at,
                        "a@contoso.example");
    assert_string_equal(json_text(json_at(json, STR("0.to.1"))).at,
                        "c@contoso.example");
    assert_string_equal(json_text(json_at(json, STR("0.headers.Subject"))).at,
                        "one two");
    assert_non_null(
        strstr(json_text(json_at(json, STR("0.data"))).at, "\r\n.dot\r\n"));
    json_free(json);
}

static void configuration(void **state)
{
    struct server *server = *state;
    char *secret = arena_printf(server->arena, "%s.secret", server->config);
    struct stat stat_buf;
    struct buf text;
    struct err err;

    assert_int_equal(stat(secret, &stat_buf), 0);
    assert_int_equal(stat_buf.st_mode & 0777, 0600);
    buf_init(&text);
    assert_true(file_read(secret, 4096, &text, &err));
    assert_string_equal(text.at, SANDBOX_SECRET);
    buf_clear(&text);
    assert_true(file_read(server->config, 65536, &text, &err));
    assert_non_null(strstr(
        text.at, arena_printf(server->arena, "arm = \"http://127.0.0.1:%d\";",
                              server->port)));
    assert_non_null(
        strstr(text.at, arena_printf(server->arena, "file:%s", secret)));
    assert_null(strstr(text.at, SANDBOX_SECRET));
    buf_done(&text);
}

static void usage(void **state)
{
    static const struct {
        const char *argument;
        int status;
    } rows[] = {
        {"--help", 0},         {"--version", 0},
        {"--nonsense", 2},     {"--scenario=none-such", 2},
        {"--fault=fire:1", 2}, {"--write-config=/none/such/dir/file", 3},
    };
    struct server *server = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        pid_t pid = fork();
        int status;

        assert_true(pid >= 0);
        if (pid == 0) {
            int null = open("/dev/null", O_WRONLY);

            if (dup2(null, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0)
                _exit(126);
            execl(program(server->arena), "riposte-sandbox", rows[i].argument,
                  (char *)NULL);
            _exit(127);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), rows[i].status);
    }
}

static void ends(void **state)
{
    struct server *server = *state;
    struct arena *arena = arena_new();
    const char *const argv[] = {program(arena), "--scenario", "none", NULL};
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP};

    (void)server;
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        struct server one = {.arena = arena};
        struct buf line;
        struct err err;

        assert_true(proc_start(&one.proc, argv, &err));
        one.port = port_of(&one);
        one.smtp = port_of(&one);
        assert_int_equal(kill(one.proc.pid, signals[i]), 0);
        /* Its output ends when it does. */
        buf_init(&line);
        assert_false(proc_line(&one.proc, DEADLINE, &line, &err));
        assert_int_equal(err.code, ERR_REMOTE);
        buf_done(&line);
        proc_stop(&one.proc);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers), cmocka_unit_test(spoilt),
        cmocka_unit_test(mail),    cmocka_unit_test(configuration),
        cmocka_unit_test(usage),   cmocka_unit_test(ends),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
