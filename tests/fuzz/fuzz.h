/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz.h - whatever comes from outside, bent in every way, must be read or
 * refused: no crash, no hang, and what each target promises besides.
 *
 * A target takes any bytes.  What it promises it asserts with FUZZ_MUST(); the
 * sanitizers find the rest.
 *
 * Thread: one.
 */
#ifndef RIPOSTE_TESTS_FUZZ_FUZZ_H
#define RIPOSTE_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "util/str.h"

#define FUZZ_INPUT (64 * 1024) /* longest input, in bytes */

struct fuzz_target {
    const char *name;
    /* Below $srcdir; each file found there is one beginning. */
    const char *const *corpus;     /* NULL ends */
    const char *const *beginnings; /* more of them; NULL ends; may be NULL */
    void (*run)(struct str input);
};
extern const struct fuzz_target fuzz_json, fuzz_keys, fuzz_visible, fuzz_url;
extern const struct fuzz_target fuzz_event, fuzz_query, fuzz_template;
extern const struct fuzz_target fuzz_rule, fuzz_automation, fuzz_catalogue;
extern const struct fuzz_target fuzz_config, fuzz_answer;
extern const struct fuzz_target fuzz_playbook, fuzz_expression;

#define FUZZ_MUST(holds)                                                       \
    do {                                                                       \
        if (!(holds)) {                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__,         \
                    #holds);                                                   \
            abort();                                                           \
        }                                                                      \
    } while (0)

/* Beginnings, and what becomes of them. */
struct corpus;
struct corpus *corpus_load(const struct fuzz_target *target);
void corpus_free(struct corpus *corpus);
/* One of them, bent in up to eight places; at most FUZZ_INPUT bytes. */
size_t corpus_bend(const struct corpus *corpus, uint64_t *random, char *out);

#endif
