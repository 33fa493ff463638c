/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gen_write.h - spells out an alert that has been decided upon.
 *
 * gen.c draws, gen_write.c writes: what is in a plan is all that differs from
 * one alert to the next.
 *
 * Thread: any.
 * Memory: a plan borrows everything.
 */
#ifndef RIPOSTE_SANDBOX_GEN_WRITE_H
#define RIPOSTE_SANDBOX_GEN_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/gen.h"

#define GEN_TICKS_SECOND INT64_C(10000000)
#define GEN_NAME_SIZE    64
#define GEN_KEY_SIZE     48
#define GEN_TAIL_SIZE    64
#define GEN_MANY         60

struct gen_plan {
    uint64_t number; /* of the alert in its stream */
    const struct gen_type *type;
    const struct gen_target *target;
    const char *name; /* systemAlertId */
    const char *severity, *status, *title, *text;
    int64_t start, end, generated, processed; /* ticks since 1970 */
    const char *user, *user_tail;             /* joined */
    const struct gen_process *process;
    const char *arguments, *arguments_tail, *noise; /* joined */
    const char *command; /* whole, instead of those three; or NULL */
    const char *key;
    const struct gen_place *place;
    char address[16];
    char more[GEN_MANY][16]; /* further addresses */
    unsigned more_n;
    char sid[40];
    unsigned pid;
    unsigned attempts;
    double score;
    const char *workspace; /* GUID, or NULL for none */
    unsigned steps;
    bool has_account, has_process, has_link, has_evidence;
    bool is_sample;
};

/* 3155378975999999999 less the start in .NET ticks, then the GUID: in plain
 * text order the newest alert comes first (FACTS 4). */
void gen_name(int64_t start, const char *guid, char out[GEN_NAME_SIZE]);
void gen_write(const struct gen_plan *plan, struct buf *out);

#endif
