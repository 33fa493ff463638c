/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stage.h - a store of its own in a directory of its own for each test, and
 * events to put into it.
 */
#ifndef RIPOSTE_TESTS_STORE_STAGE_H
#define RIPOSTE_TESTS_STORE_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/events.h"
#include "store/store.h"

#define STAGE_NOW INT64_C(1772712000000) /* 2026-03-05T12:00:00Z */
#define STAGE_SUB "11111111-1111-1111-1111-111111111111"

struct stage {
    char dir[64];
    char path[96]; /* of the store, in dir */
    struct store *store;
    struct arena *arena;
    struct err err;
};

/* cmocka's set-up and tear-down: a store that is open for writing. */
int stage_setup(void **state);
int stage_teardown(void **state);
#define STAGE_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, stage_setup, stage_teardown)

/* Fails the test with the error's text when @ok is false. */
void stage_must(struct stage *stage, bool ok);
/* Fails it unless it was refused with this code; @says must be in the text. */
void stage_refused(struct stage *stage, bool ok, enum err_code code,
                   const char *says);
/* Closes the store and opens it again. */
void stage_reopen(struct stage *stage);

/* The n-th alert, recommendation or compliance state, as its source sends it.
 * @status: "Active", "Healthy", "Failed" … */
struct event stage_event(struct stage *stage, enum event_kind kind, int n,
                         const char *status);
/* Stores it in a transaction of its own; its row. */
int64_t stage_put(struct stage *stage, enum event_kind kind, int n,
                  const char *status);

/* Runs @child in a process of its own and answers with its exit status; -1 when
 * a signal ended it.  A child that hangs is ended after a minute. */
int stage_fork(int (*child)(struct stage *stage, int number),
               struct stage *stage, int number);
/* @n of them side by side, numbered from 0; adds up their exit statuses, which
 * must be below 90. */
void stage_fork_all(int (*child)(struct stage *stage, int number),
                    struct stage *stage, int n, int *sum);
/* Leaves root's rights behind, which see no permissions; for children. */
void stage_unprivileged(void);

#endif
