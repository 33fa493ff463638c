/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/http.h"

#include <microhttpd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/call.h"
#include "sandbox/net.h"
#include "sandbox/sandbox.h"
#include "sandbox/serve.h"
#include "util/digest.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

#define DRIPS             16  /* pieces of a slow answer … */
#define DRIP_DELAY        100 /* … and milliseconds between two of them */
#define GARBAGE           300
#define CONNECTION_MEMORY (128 * 1024)
#define CONNECTIONS       256
#define CONNECTION_IDLE   60 /* seconds */

/* One request on its way. */
struct exchange {
    struct http *http;
    struct MHD_Connection *connection;
    struct call call;
    struct buf body;
    char *query; /* as it came */
    bool is_begun;
    size_t sent; /* of the answer, when we hand it out in pieces */
    int64_t due; /* when the next piece may go; monotonic */
    bool is_waiting;
    struct exchange *next; /* that waits */
};

struct http {
    struct sandbox *sandbox;
    struct MHD_Daemon *daemon;
    struct exchange *waiting;
    int descriptor;
};

/* Called with the raw URI; what it answers is the exchange from then on. */
static void *exchange_new(void *cls, const char *uri,
                          struct MHD_Connection *connection)
{
    struct exchange *exchange = mem_new(sizeof(*exchange));
    const char *mark = strchr(uri, '?');

    exchange->http = cls;
    exchange->connection = connection;
    exchange->query = mem_text(mark ? mark + 1 : "");
    buf_init(&exchange->body);
    call_init(&exchange->call);
    return exchange;
}

static void unlink_waiting(struct exchange *exchange)
{
    struct exchange **link = &exchange->http->waiting;

    while (*link && *link != exchange)
        link = &(*link)->next;
    if (*link)
        *link = exchange->next;
    exchange->is_waiting = false;
}

static void exchange_done(void *cls, struct MHD_Connection *connection,
                          void **with, enum MHD_RequestTerminationCode why)
{
    struct exchange *exchange = *with;

    (void)cls;
    (void)connection;
    (void)why;
    if (!exchange)
        return;
    unlink_waiting(exchange);
    call_done(&exchange->call);
    buf_done(&exchange->body);
    mem_free(exchange->query);
    mem_free(exchange);
    *with = NULL;
}

static enum MHD_Result take_header(void *cls, enum MHD_ValueKind kind,
                                   const char *name, const char *value)
{
    struct call *call = cls;

    (void)kind;
    if (call->headers < CALL_PAIRS)
        call->header[call->headers++] =
            (struct call_pair){.name = str_of(name), .value = str_of(value)};
    return MHD_YES;
}

static enum MHD_Result take_argument(void *cls, enum MHD_ValueKind kind,
                                     const char *name, const char *value)
{
    struct call *call = cls;

    (void)kind;
    if (call->arguments < CALL_PAIRS)
        call->argument[call->arguments++] =
            (struct call_pair){.name = str_of(name), .value = str_of(value)};
    return MHD_YES;
}

/* Half of the body, then an error: the connection is closed short of what
 * Content-Length has promised. */
static ssize_t read_cut(void *cls, uint64_t at, char *out, size_t max)
{
    struct exchange *exchange = cls;
    const struct buf *answer = &exchange->call.answer;
    size_t end = answer->len / 2, n;

    if (at >= end)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    n = end - (size_t)at < max ? end - (size_t)at : max;
    memcpy(out, answer->at + at, n);
    return (ssize_t)n;
}

/* A piece now and then: between two the connection is suspended. */
static ssize_t read_slow(void *cls, uint64_t at, char *out, size_t max)
{
    struct exchange *exchange = cls;
    const struct buf *answer = &exchange->call.answer;
    size_t piece = answer->len / DRIPS + 1, n = answer->len - (size_t)at;

    if (when_monotonic() < exchange->due) {
        exchange->is_waiting = true;
        exchange->next = exchange->http->waiting;
        exchange->http->waiting = exchange;
        MHD_suspend_connection(exchange->connection);
        return 0;
    }
    n = n < piece ? n : piece;
    n = n < max ? n : max;
    memcpy(out, answer->at + at, n);
    exchange->due = when_monotonic() + DRIP_DELAY;
    return (ssize_t)n;
}

static void fill_garbage(struct call *call)
{
    unsigned char bytes[GARBAGE];

    digest_random(bytes, sizeof(bytes));
    call_answer_text(call, 200, STR_NONE);
    buf_bytes(&call->answer, bytes, sizeof(bytes));
}

static struct MHD_Response *response_of(struct exchange *exchange)
{
    struct call *call = &exchange->call;

    if (call->fault == FAULT_GARBAGE)
        fill_garbage(call);
    if (call->fault == FAULT_CUT && call->answer.len)
        return MHD_create_response_from_callback(call->answer.len, 4096,
                                                 read_cut, exchange, NULL);
    if (call->fault == FAULT_SLOW && call->answer.len)
        return MHD_create_response_from_callback(call->answer.len, 4096,
                                                 read_slow, exchange, NULL);
    return MHD_create_response_from_buffer(call->answer.len, call->answer.at,
                                           MHD_RESPMEM_PERSISTENT);
}

/* RST instead of FIN, which a connect(2) to nowhere brings about: what a peer
 * sees when something between has lost its memory. */
static enum MHD_Result reset(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct sockaddr nowhere = {.sa_family = AF_UNSPEC};

    if (info)
        (void)connect(info->connect_fd, &nowhere, sizeof(nowhere));
    return MHD_NO;
}

static enum MHD_Result answer(struct exchange *exchange)
{
    struct call *call = &exchange->call;
    struct MHD_Response *response;
    enum MHD_Result result;

    call->body = buf_view(&exchange->body);
    serve(exchange->http->sandbox, call);
    /* An answer without a body cannot be cut. */
    if (call->fault == FAULT_RESET ||
        (call->fault == FAULT_CUT && !call->answer.len))
        return reset(exchange->connection);
    response = response_of(exchange);
    if (call->type && call->answer.len)
        MHD_add_response_header(response, "Content-Type", call->type);
    for (size_t i = 0; i < call->replies; i++)
        MHD_add_response_header(response, call->reply[i].name.at,
                                call->reply[i].value.at);
    result = MHD_queue_response(exchange->connection, call->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection,
                              const char *url, const char *method,
                              const char *version, const char *data,
                              size_t *size, void **with)
{
    struct exchange *exchange = *with;
    struct call *call = &exchange->call;

    (void)cls;
    (void)version;
    if (!exchange->is_begun) {
        exchange->is_begun = true;
        call->path = str_of(url);
        call->query = str_of(exchange->query);
        call->method =
            strcmp(method, "HEAD") == 0 ? STR("GET") : str_of(method);
        MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header,
                                  call);
        MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND,
                                  take_argument, call);
        return MHD_YES;
    }
    if (*size == 0)
        return answer(exchange);
    if (exchange->body.len + *size > serve_body_limit(call->path))
        call->too_large = true;
    else if (!call->too_large)
        buf_bytes(&exchange->body, data, *size);
    *size = 0;
    return MHD_YES;
}

bool http_new(struct sandbox *sandbox, int port, struct http **out,
              struct err *err)
{
    struct http *http;
    int fd, got;

    if (!net_listen(port, &fd, &got, err))
        return false;
    http = mem_new(sizeof(*http));
    http->sandbox = sandbox;
    http->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, NULL,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, exchange_new,
        http, MHD_OPTION_NOTIFY_COMPLETED, exchange_done, NULL,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_IDLE,
        MHD_OPTION_END);
    if (!http->daemon) {
        close(fd);
        mem_free(http);
        return err_set(err, ERR_LOCAL, _("The server does not start."));
    }
    http->descriptor =
        MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    snprintf(sandbox->base, sizeof(sandbox->base), "http://127.0.0.1:%d", got);
    sandbox->arm =
        sandbox->options->arm ? sandbox->options->arm : sandbox->base;
    *out = http;
    return true;
}

static void wake(struct http *http, int64_t now)
{
    struct exchange **link = &http->waiting;

    while (*link) {
        struct exchange *exchange = *link;

        if (exchange->due > now) {
            link = &exchange->next;
            continue;
        }
        *link = exchange->next;
        exchange->is_waiting = false;
        MHD_resume_connection(exchange->connection);
    }
}

void http_free(struct http *http)
{
    if (!http)
        return;
    /* The daemon does not end while a connection is suspended. */
    wake(http, INT64_MAX);
    MHD_stop_daemon(http->daemon);
    mem_free(http);
}

int http_descriptor(const struct http *http)
{
    return http->descriptor;
}

int http_timeout(struct http *http)
{
    int64_t now = when_monotonic(), least = INT64_MAX;
    MHD_UNSIGNED_LONG_LONG timeout;

    if (MHD_get_timeout(http->daemon, &timeout) == MHD_YES)
        least = (int64_t)timeout;
    for (const struct exchange *e = http->waiting; e; e = e->next) {
        int64_t left = e->due > now ? e->due - now : 0;

        least = left < least ? left : least;
    }
    return least == INT64_MAX ? -1 : (int)(least < 60000 ? least : 60000);
}

void http_run(struct http *http)
{
    wake(http, when_monotonic());
    MHD_run(http->daemon);
}
