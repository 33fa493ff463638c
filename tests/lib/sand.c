/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sand.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/when.h"

#define DEADLINE (30 * WHEN_SECOND)
#define TENANT   "0b5d9f4e-6a1c-4f0e-9a53-7c1d2e8f4a60"
#define CLIENT   "6f3b2a90-1c4d-4e5f-8a7b-9c0d1e2f3a4b"
#define OPTIONS  24

const char *sand_program(const char *name, char out[512])
{
    const char *dir = getenv("builddir");

    snprintf(out, 512, "%s/src/%s", dir ? dir : ".", name);
    return out;
}

static int port_of(struct sand *sand, char *line, size_t room)
{
    struct buf text;
    struct err err;
    int port;

    buf_init(&text);
    if (!proc_line(&sand->proc, DEADLINE, &text, &err))
        fail_msg("The sandbox does not start: %s", err.text);
    snprintf(line, room, "%s", text.at);
    port = atoi(strrchr(line, ':') + 1);
    buf_done(&text);
    return port;
}

static void make_dir(struct sand *sand)
{
    const char *tmp = getenv("TMPDIR");

    snprintf(sand->dir, sizeof(sand->dir), "%.200s/riposte-test-XXXXXX",
             tmp ? tmp : "/tmp");
    if (!mkdtemp(sand->dir))
        fail_msg("%s cannot be made", sand->dir);
    snprintf(sand->config, sizeof(sand->config), "%s/riposte.conf", sand->dir);
}

void sand_start(struct sand *sand, const char *const *options)
{
    const char *argv[OPTIONS] = {NULL};
    char program[512];
    char line[128];
    struct err err;
    size_t n = 0;

    *sand = (struct sand){.port = 0};
    make_dir(sand);
    argv[n++] = sand_program("riposte-sandbox", program);
    argv[n++] = "--die-with-parent";
    argv[n++] = "--write-config";
    argv[n++] = sand->config;
    for (; options && *options; options++) {
        assert_true(n < OPTIONS - 1);
        argv[n++] = *options;
    }
    if (!proc_start(&sand->proc, argv, &err))
        fail_msg("%s", err.text);
    sand->port = port_of(sand, sand->url, sizeof(sand->url));
    sand->smtp = port_of(sand, line, sizeof(line));
}

static void remove_dir(const char *path, int depth)
{
    DIR *dir = opendir(path);
    struct dirent *entry;

    while (dir && (entry = readdir(dir))) {
        char name[1024];
        struct stat facts;

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
        if (depth < 8 && lstat(name, &facts) == 0 && S_ISDIR(facts.st_mode))
            remove_dir(name, depth + 1);
        else
            unlink(name);
    }
    if (dir)
        closedir(dir);
    rmdir(path);
}

void sand_stop(struct sand *sand)
{
    if (sand->proc.pid > 0)
        proc_stop(&sand->proc);
    if (*sand->dir)
        remove_dir(sand->dir, 0);
    *sand = (struct sand){.port = 0};
}

/* ---- asking --------------------------------------------------------------*/

static int dial(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof(at)) != 0)
        fail_msg("The sandbox does not answer any more");
    return fd;
}

static void send_all(int fd, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t n = send(fd, bytes.at, bytes.len, MSG_NOSIGNAL);

        if (n <= 0)
            fail_msg("The sandbox does not take what is sent");
        bytes = str_sub(bytes, (size_t)n, bytes.len);
    }
}

static void read_all(int fd, struct buf *in)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    char bytes[16384];
    ssize_t n;

    for (;;) {
        if (poll(&wait, 1, (int)DEADLINE) != 1)
            fail_msg("The sandbox does not answer in time");
        n = recv(fd, bytes, sizeof(bytes), 0);
        if (n <= 0)
            return;
        buf_bytes(in, bytes, (size_t)n);
    }
}

int sand_ask(struct sand *sand, const char *method, const char *target,
             const char *body, struct json **out)
{
    bool form = str_ends(str_of(target), STR("/token"));
    int fd = dial(sand->port);
    struct json *json = NULL;
    struct err ignored;
    struct str text = STR_NONE;
    struct buf bytes;
    size_t head;
    int status = 0;

    buf_init(&bytes);
    buf_printf(&bytes,
               "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
               "Authorization: Bearer %s\r\nContent-Type: %s\r\n"
               "Content-Length: %zu\r\n\r\n%s",
               method, target, sand->token,
               form ? "application/x-www-form-urlencoded" : "application/json",
               body ? strlen(body) : 0, body ? body : "");
    send_all(fd, buf_view(&bytes));
    buf_clear(&bytes);
    read_all(fd, &bytes);
    close(fd);
    head = str_find(buf_view(&bytes), STR("\r\n\r\n"));
    if (head != STR_NOWHERE) {
        status = atoi(bytes.at + strlen("HTTP/1.1 "));
        text = str_sub(buf_view(&bytes), head + 4, bytes.len);
    }
    if (out) {
        json_parse(text, &json, &ignored);
        *out = json;
    }
    buf_done(&bytes);
    return status;
}

struct json *sand_get(struct sand *sand, const char *target)
{
    struct json *json;
    int status = sand_ask(sand, "GET", target, NULL, &json);

    if (status != 200 || !json)
        fail_msg("GET %s: %d", target, status);
    return json;
}

static void tell(struct sand *sand, const char *method, const char *target,
                 const char *body)
{
    int status = sand_ask(sand, method, target, body, NULL);

    if (status != 200)
        fail_msg("%s %s: %d: %s", method, target, status, body);
}

void sand_fault(struct sand *sand, const char *spec)
{
    tell(sand, "PUT", "/_sandbox/fault", spec);
}

void sand_state(struct sand *sand, const char *id, const char *merge)
{
    struct buf body;

    buf_init(&body);
    buf_printf(&body, "{\"id\":\"%s\",\"merge\":%s}", id, merge);
    tell(sand, "POST", "/_sandbox/state", body.at);
    buf_done(&body);
}

void sand_alert(struct sand *sand, const char *json)
{
    tell(sand, "POST", "/_sandbox/alerts", json);
}

/* ---- the log --------------------------------------------------------------*/

static struct json *log_since(struct sand *sand, int64_t since)
{
    char target[64];

    snprintf(target, sizeof(target), "/_sandbox/log?since=%lld",
             (long long)since);
    return sand_get(sand, target);
}

static bool is_it(const struct json *entry, const char *method,
                  const char *path)
{
    return (!method ||
            str_eq(json_text(json_get(entry, "method")), str_of(method))) &&
           str_ends_fold(json_text(json_get(entry, "path")), str_of(path));
}

size_t sand_count(struct sand *sand, int64_t since, const char *method,
                  const char *path)
{
    struct json *log = log_since(sand, since);
    size_t n = 0;

    for (struct json_each e = json_each(log); json_next(&e);)
        n += is_it(e.value, method, path);
    json_free(log);
    return n;
}

size_t sand_keys(struct sand *sand, int64_t since, const char *method,
                 const char *path)
{
    struct json *log = log_since(sand, since);
    struct json *seen = json_new_object();
    size_t n;

    for (struct json_each e = json_each(log); json_next(&e);) {
        if (is_it(e.value, method, path))
            json_set_bool(
                seen, json_text(json_get(e.value, "clientRequestId")).at, true);
    }
    n = json_length(seen);
    json_free(seen);
    json_free(log);
    return n;
}

int64_t sand_mark(struct sand *sand)
{
    struct json *log = log_since(sand, 0);
    int64_t n = 0;

    if (json_length(log) > 0)
        json_int(json_get(json_item(log, json_length(log) - 1), "n"), &n);
    json_free(log);
    return n;
}

/* ---- what is there --------------------------------------------------------*/

/* Asks again when a fault hit the question itself. */
static void sign_in(struct sand *sand, const char *scope)
{
    int64_t until = when_monotonic() + DEADLINE;
    char body[512];

    snprintf(body, sizeof(body),
             "grant_type=client_credentials&client_id=" CLIENT
             "&client_assertion=x&scope=%s/.default",
             scope);
    sand->token[0] = '\0';
    while (sand->token[0] == '\0') {
        struct json *json = NULL;

        if (when_monotonic() > until)
            fail_msg("No token for %s", scope);
        sand_ask(sand, "POST", "/" TENANT "/oauth2/v2.0/token", body, &json);
        snprintf(sand->token, sizeof(sand->token), "%s",
                 json_text(json_get(json, "access_token")).at);
        json_free(json);
    }
}

int sand_arm(struct sand *sand, const char *method, const char *target,
             const char *body)
{
    sign_in(sand, "https://management.azure.com");
    return sand_ask(sand, method, target, body, NULL);
}

static struct json *look(struct sand *sand, const char *scope,
                         const char *target)
{
    int64_t until = when_monotonic() + DEADLINE;
    struct json *json = NULL;

    while (when_monotonic() < until) {
        sign_in(sand, scope);
        if (sand_ask(sand, "GET", target, NULL, &json) == 200 && json)
            return json;
        json_free(json);
    }
    fail_msg("%s cannot be read", target);
    return NULL;
}

struct json *sand_see(struct sand *sand, const char *target)
{
    return look(sand, "https://management.azure.com", target);
}

const char *sand_power(struct sand *sand, const char *vm, char out[64])
{
    struct json *json;
    char target[1024];

    snprintf(target, sizeof(target), "%s/instanceView?api-version=2024-03-01",
             vm);
    json = look(sand, "https://management.azure.com", target);
    snprintf(out, 64, "none");
    for (struct json_each e = json_each(json_get(json, "statuses"));
         json_next(&e);) {
        struct str code = json_text(json_get(e.value, "code"));

        if (str_starts(code, STR("PowerState/")))
            snprintf(out, 64, "%s", code.at);
    }
    json_free(json);
    return out;
}

const char *sand_public(struct sand *sand, const char *account, char out[64])
{
    struct json *json;
    char target[1024];

    snprintf(target, sizeof(target), "%s?api-version=2023-05-01", account);
    json = look(sand, "https://management.azure.com", target);
    snprintf(
        out, 64, "%s",
        json_text(json_at(json, STR("properties.publicNetworkAccess"))).at);
    json_free(json);
    return out;
}

const char *sand_enabled(struct sand *sand, const char *user, char out[64])
{
    struct json *json;
    char target[1024];
    bool on = false;

    snprintf(target, sizeof(target), "/v1.0/users/%s?$select=accountEnabled",
             user);
    json = look(sand, "https://graph.microsoft.com", target);
    json_bool(json_get(json, "accountEnabled"), &on);
    snprintf(out, 64, "%s", on ? "true" : "false");
    json_free(json);
    return out;
}
