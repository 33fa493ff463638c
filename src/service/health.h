/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * health.h - how everything that riposte stands on is: the engine, sources,
 * tokens, connectors, permissions, the store.
 *
 * It is read from the store, so that every process tells the same, whichever
 * of them has the lease: what only the engine knows (tokens, hosts that asked
 * for a pause) it keeps there, never a token itself.
 *
 * Thread: the desk's.
 * Memory: a page is yours until health_page_free().
 */
#ifndef RIPOSTE_SERVICE_HEALTH_H
#define RIPOSTE_SERVICE_HEALTH_H

#include "connect/gate.h"
#include "service/desk.h"

enum health_part {
    HEALTH_ENGINE,
    HEALTH_SOURCES,
    HEALTH_TOKENS,
    HEALTH_CONNECTORS,
    HEALTH_PERMISSIONS,
    HEALTH_STORE,
    HEALTH_PART_N
};
const char *health_part_name(enum health_part part); /* "engine" … */
const char *health_part_title(enum health_part part);

enum health_grade {
    HEALTH_GOOD,
    HEALTH_NONE, /* not used, or not known */
    HEALTH_WARN,
    HEALTH_BAD,
    HEALTH_GRADE_N
};
const char *health_grade_name(enum health_grade grade);

struct health_fact {
    const char *label; /* translated */
    const char *text;  /* "" when @when says it */
    int64_t when;      /* a moment; 0: none */
};

struct health_row {
    enum health_part part;
    enum health_grade grade;
    const char *name;
    const char *text; /* one sentence */
    struct health_fact *facts;
    size_t n_facts;
};

struct health_page {
    struct arena *arena;
    struct health_row *rows; /* by part */
    size_t n;
    struct err error;
};
struct health_page *health_page_read(struct desk *desk, int64_t now);
void health_page_free(struct health_page *page);

/* What the engine knows and others cannot see, kept when it changes. */
struct health_keep {
    char *text;   /* as last written */
    int64_t next; /* not before */
    bool pending; /* it is to be looked at then */
};
void health_keep_done(struct health_keep *keep);
bool health_keep(struct health_keep *keep, struct desk *desk,
                 const struct gate *gate, int64_t now, struct err *err);

#endif
