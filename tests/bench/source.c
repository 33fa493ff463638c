/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "machine.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"

#define REQUEST 16384
#define TENANT  "11111111-2222-3333-4444-555555555555"
#define SUB     "7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f"
#define TOKEN                                                                  \
    "{\"token_type\":\"Bearer\",\"expires_in\":3599,"                          \
    "\"access_token\":\"bench\"}"

/* Between the two processes. */
struct source_shared {
    char alert[ALERT_SIZE];
    atomic_int offered; /* counts */
    atomic_int answered;
    atomic_llong when; /* of the last byte */
};

/* Reads one request; false when there is none. */
static bool read_request(int fd, char request[REQUEST])
{
    size_t len = 0;
    size_t want = 0;

    while (len < REQUEST - 1 && (want == 0 || len < want)) {
        ssize_t n = read(fd, request + len, REQUEST - 1 - len);
        const char *end;
        const char *length;

        if (n <= 0)
            return false;
        len += (size_t)n;
        request[len] = '\0';
        end = strstr(request, "\r\n\r\n");
        length = strcasestr(request, "\r\ncontent-length:");
        if (end != NULL && want == 0)
            want =
                (size_t)(end - request) + 4 +
                (length != NULL && length < end ? strtoul(length + 17, NULL, 10)
                                                : 0);
    }
    return true;
}

static void send_all(int fd, const char *at, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, at, len);

        if (n <= 0)
            return;
        at += n;
        len -= (size_t)n;
    }
}

static void answer(int fd, const char *body)
{
    char text[ALERT_SIZE + 512];
    int len = snprintf(text, sizeof(text),
                       "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                       "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
                       strlen(body), body);

    send_all(fd, text, (size_t)len);
}

static void serve(struct source_shared *shared, int fd)
{
    char request[REQUEST];
    char body[ALERT_SIZE + 64];
    int offered = atomic_load(&shared->offered);

    if (!read_request(fd, request))
        return;
    if (strncmp(request, "POST", 4) == 0) {
        answer(fd, TOKEN);
        return;
    }
    if (strstr(request, "/alerts?") == NULL || offered == 0) {
        answer(fd, "{\"value\":[]}");
        return;
    }
    snprintf(body, sizeof(body), "{\"value\":[%s]}", shared->alert);
    answer(fd, body);
    if (atomic_load(&shared->answered) != offered) {
        atomic_store(&shared->when, machine_now());
        atomic_store(&shared->answered, offered);
    }
}

static _Noreturn void run(struct source_shared *shared, int listener)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int one = 1;
        int fd = accept(listener, NULL, NULL);

        if (fd < 0)
            continue;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
        serve(shared, fd);
        close(fd);
    }
}

void source_start(struct source *source)
{
    struct sockaddr_in at = {
        .sin_family = AF_INET,
        .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)},
    };
    socklen_t size = sizeof(at);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (listener < 0 || bind(listener, (struct sockaddr *)&at, size) != 0 ||
        listen(listener, 16) != 0 ||
        getsockname(listener, (struct sockaddr *)&at, &size) != 0)
        die("no port to listen on");
    source->port = ntohs(at.sin_port);
    source->shared = mmap(NULL, sizeof(*source->shared), PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (source->shared == MAP_FAILED)
        die("no memory to share");
    source->pid = fork();
    if (source->pid < 0)
        die("fork failed");
    if (source->pid == 0)
        run(source->shared, listener);
    close(listener);
}

void source_stop(struct source *source)
{
    kill(source->pid, SIGKILL);
    waitpid(source->pid, NULL, 0);
    munmap(source->shared, sizeof(*source->shared));
}

void source_configure(const struct source *source, const char *every,
                      const char *path)
{
    struct err err = {0};
    struct buf text;

    buf_init(&text);
    buf_text(&text, "cloud : {\n");
    for (size_t i = 0; i < 4; i++) {
        static const char *const hosts[] = {"login", "arm", "graph",
                                            "endpoint"};

        buf_printf(&text, "    %s = \"http://127.0.0.1:%d\";\n", hosts[i],
                   source->port);
    }
    buf_printf(&text,
               "};\nidentity : {\n    kind = \"secret\";\n"
               "    tenant = \"" TENANT "\";\n    client_id = \"" SUB "\";\n"
               "    client_secret = \"cmd:echo bench\";\n};\n"
               "subscriptions = (\"" SUB "\");\n"
               "sources = ({ kind = \"defender-alerts\";%s%s%s });\n",
               *every ? " every = \"" : "", every, *every ? "\";" : "");
    if (!file_write(path, buf_view(&text), &err))
        die("%s", err.text);
    buf_done(&text);
}

void source_offer(struct source *source, const char *alert)
{
    snprintf(source->shared->alert, ALERT_SIZE, "%s", alert);
    atomic_fetch_add(&source->shared->offered, 1);
}

int64_t source_answered(const struct source *source)
{
    if (atomic_load(&source->shared->answered) !=
        atomic_load(&source->shared->offered))
        return 0;
    return atomic_load(&source->shared->when);
}
