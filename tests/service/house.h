/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * house.h - settings, store, desk and conductor on a sandbox of their own, for
 * one test.
 *
 * Every wait is for a state and has a deadline; while it waits the conductor
 * turns.  What fails ends the test.
 *
 * Thread: one.
 */
#ifndef RIPOSTE_TESTS_SERVICE_HOUSE_H
#define RIPOSTE_TESTS_SERVICE_HOUSE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/sand.h"
#include "service/conductor.h"
#include "service/config.h"
#include "service/desk_part.h"
#include "service/govern.h"
#include "service/ingest.h"
#include "util/arena.h"

#define HOUSE_WAIT 60000

struct house {
    struct sand sand;
    struct config *config;
    struct desk *desk;   /* acts, as "ann" */
    struct desk *second; /* the same store, as "bob" */
    struct conductor *conductor;
    struct arena *arena; /* for what a test reads */
    struct err err;
};

/* cmocka fixtures: an empty sandbox, desks, no conductor yet. */
int house_setup(void **state);
int house_teardown(void **state);
/* The same by hand.  @options: of the sandbox; @sets: settings beside those of
 * the house; either may be NULL. */
void house_open(struct house *house, const char *const *options,
                const char *const *sets);
void house_close(struct house *house);

/* @poll: sources too. */
void house_engine(struct house *house, bool poll);
void house_engine_end(struct house *house);
/* Another desk on the same store. */
struct desk *house_desk(struct house *house, const char *person);

/* Turns until it holds; false after @milliseconds. */
bool house_until(struct house *house,
                 bool (*holds)(struct house *house, const void *with),
                 const void *with, int64_t milliseconds);
/* Contains without an end and without parameters. */
bool house_contain(struct desk *desk, const char *action, const char *target,
                   int64_t event, const char *why, int64_t *run,
                   struct err *err);
/* Answers an approval as it is now. */
bool house_answer(struct desk *desk, int64_t approval, bool approve,
                  const char *reason, struct err *err);
/* May the desk's person say yes to it? */
bool house_may_answer(const struct desk *desk, const struct approval *approval,
                      struct err *err);
/* Turns until the run is final, or waits for an approval. */
enum run_state house_run(struct house *house, int64_t run);
/* Prints how its steps stand, for a test that fails. */
void house_tell(struct house *house, int64_t run);
/* Turns until nothing is in flight and nothing due. */
void house_rest(struct house *house);
/* The run as it is, with its steps. */
const struct run *house_read(struct house *house, int64_t run);
/* The n-th newest run of all; 0: the newest. */
int64_t house_newest(struct house *house, size_t n);
const struct effect *house_effect(struct house *house, int64_t effect);
/* The newest effect of all. */
const struct effect *house_last_effect(struct house *house);
const struct event *house_event(struct house *house, int64_t event);
/* The one approval that waits. */
const struct approval *house_waiting(struct house *house);

/* One alert in REST shape; the sandbox knows it too when @there. */
struct house_alert {
    const char *name;
    const char *title;    /* NULL: "Brute force" */
    const char *severity; /* NULL: "High" */
    const char *status;   /* NULL: "Active" */
    const char *resource; /* NULL: SAND_VM */
    const char *type;     /* NULL: "VM_BruteForce" */
    const char *time;     /* NULL: a fixed one */
    bool there;
};
/* As text, in the house's arena. */
struct str house_alert(struct house *house, const struct house_alert *alert);
/* Ingests it; its number. */
int64_t house_take(struct house *house, const struct house_alert *alert);
struct ingest_count house_ingest(struct house *house, struct str text,
                                 bool standing);
/* Saves a rule from riposte's JSON, as @desk's person; its number. */
int64_t house_rule(struct house *house, struct desk *desk, const char *json);

/* One more entry in the catalogue; the first desk is opened anew. */
void house_entry(struct house *house, const char *file, const char *json);

#define assert_good(house, call)                                               \
    do {                                                                       \
        if (!(call))                                                           \
            fail_msg("%s: %s", #call, (house)->err.text);                      \
    } while (0)

#endif
