/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * relay.h - stands between riposte and the sandbox, and can hold one request,
 * or the answer to it: what a network does when it loses something, at a point
 * that the test chooses.
 *
 * It hands bytes on unread but for the first line of each request, and works
 * only while relay_turn() is called.
 *
 * Thread: one.
 */
#ifndef RIPOSTE_TESTS_ENDTOEND_RELAY_H
#define RIPOSTE_TESTS_ENDTOEND_RELAY_H

#include <stdbool.h>
#include <stddef.h>

#define RELAY_PAIRS 64

struct relay_pair {
    int client; /* -1: free */
    int server;
    bool held; /* nothing more goes from the client to the server */
    bool mute; /* nothing more goes back */
};

struct relay {
    int listener;
    int port;
    int target; /* port of the sandbox */
    char url[64];
    struct relay_pair pair[RELAY_PAIRS];

    /* What is to be held: NULL nothing. */
    const char *method; /* "": any */
    const char *path;   /* part of the path; several are parted by '|' */
    size_t skip;        /* let that many pass first */
    bool answer;        /* the answer instead of the request */
    bool caught;
    bool acts; /* what was caught, or passed last, does more than ask */
};

/* Listens; relay->target is set by the caller before bytes come. */
void relay_open(struct relay *relay);
void relay_close(struct relay *relay);
/* Holds the next request, or answer, of that kind. */
void relay_hold(struct relay *relay, const char *method, const char *path,
                size_t skip, bool answer);
/* Cuts all connections and holds nothing any more. */
void relay_reset(struct relay *relay);
/* Moves bytes for up to @milliseconds. */
void relay_turn(struct relay *relay, int milliseconds);

#endif
