/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "relay.h"
#include "util/str.h"

static struct sockaddr_in loopback(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port)};

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return at;
}

void relay_open(struct relay *relay)
{
    struct sockaddr_in at = loopback(0);
    socklen_t len = sizeof(at);

    *relay = (struct relay){.target = 0};
    for (size_t i = 0; i < RELAY_PAIRS; i++)
        relay->pair[i].client = relay->pair[i].server = -1;
    relay->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(relay->listener >= 0);
    assert_int_equal(bind(relay->listener, (struct sockaddr *)&at, sizeof(at)),
                     0);
    assert_int_equal(listen(relay->listener, 64), 0);
    assert_int_equal(getsockname(relay->listener, (struct sockaddr *)&at, &len),
                     0);
    relay->port = ntohs(at.sin_port);
    snprintf(relay->url, sizeof(relay->url), "http://127.0.0.1:%d",
             relay->port);
}

static void drop(struct relay_pair *pair)
{
    if (pair->client >= 0)
        close(pair->client);
    if (pair->server >= 0)
        close(pair->server);
    *pair = (struct relay_pair){.client = -1, .server = -1};
}

void relay_reset(struct relay *relay)
{
    for (size_t i = 0; i < RELAY_PAIRS; i++)
        drop(&relay->pair[i]);
    relay->method = NULL;
    relay->caught = false;
}

void relay_close(struct relay *relay)
{
    relay_reset(relay);
    close(relay->listener);
}

void relay_hold(struct relay *relay, const char *method, const char *path,
                size_t skip, bool answer)
{
    relay->method = method;
    relay->path = path;
    relay->skip = skip;
    relay->answer = answer;
    relay->caught = false;
}

static void take_client(struct relay *relay)
{
    struct sockaddr_in at = loopback(relay->target);
    struct relay_pair *pair = relay->pair;
    int client = accept4(relay->listener, NULL, NULL, SOCK_CLOEXEC);

    if (client < 0)
        return;
    while (pair->client >= 0)
        assert_true(++pair < relay->pair + RELAY_PAIRS);
    *pair = (struct relay_pair){.client = client};
    pair->server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(pair->server >= 0);
    if (connect(pair->server, (struct sockaddr *)&at, sizeof(at)) != 0)
        drop(pair);
}

static bool fits(struct str path, struct str parts)
{
    struct str part;

    while (str_cut(&parts, '|', &part)) {
        if (str_find_fold(path, part) != STR_NOWHERE)
            return true;
    }
    return false;
}

/* Is this the beginning of the request that is waited for? */
static bool wanted(struct relay *relay, struct str bytes)
{
    struct str line;
    struct str word;
    struct str method;

    if (!relay->method || relay->caught || !str_cut(&bytes, '\r', &line) ||
        !str_cut(&line, ' ', &method) || !str_cut(&line, ' ', &word) ||
        (*relay->method != '\0' && !str_eq(method, str_of(relay->method))))
        return false;
    str_cut(&word, '?', &line);
    if (!fits(line, str_of(relay->path)))
        return false;
    relay->acts = !str_eq(method, STR("GET")) && !str_eq(method, STR("HEAD"));
    if (relay->skip > 0) {
        relay->skip--;
        return false;
    }
    return true;
}

static void write_all(int fd, const char *at, ssize_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, at, (size_t)len, MSG_NOSIGNAL);

        if (n <= 0)
            return;
        at += n;
        len -= n;
    }
}

static void move(struct relay *relay, struct relay_pair *pair, bool from_client)
{
    int from = from_client ? pair->client : pair->server;
    char bytes[65536];
    ssize_t n = recv(from, bytes, sizeof(bytes), MSG_DONTWAIT);

    if (n <= 0) {
        drop(pair);
        return;
    }
    if (from_client &&
        wanted(relay, (struct str){.at = bytes, .len = (size_t)n})) {
        pair->held = !relay->answer;
        pair->mute = relay->answer;
        relay->caught = pair->held;
    }
    if (!from_client && pair->mute)
        relay->caught = true;
    else if (!from_client || !pair->held)
        write_all(from_client ? pair->server : pair->client, bytes, n);
}

void relay_turn(struct relay *relay, int milliseconds)
{
    struct pollfd fds[1 + 2 * RELAY_PAIRS];

    fds[0] = (struct pollfd){.fd = relay->listener, .events = POLLIN};
    for (size_t i = 0; i < RELAY_PAIRS; i++) {
        fds[1 + 2 * i] =
            (struct pollfd){.fd = relay->pair[i].client, .events = POLLIN};
        fds[2 + 2 * i] =
            (struct pollfd){.fd = relay->pair[i].server, .events = POLLIN};
    }
    if (poll(fds, 1 + 2 * RELAY_PAIRS, milliseconds) <= 0)
        return;
    for (size_t i = 0; i < RELAY_PAIRS; i++) {
        if (fds[1 + 2 * i].revents)
            move(relay, &relay->pair[i], true);
        if (fds[2 + 2 * i].revents && relay->pair[i].server >= 0)
            move(relay, &relay->pair[i], false);
    }
    if (fds[0].revents)
        take_client(relay);
}
