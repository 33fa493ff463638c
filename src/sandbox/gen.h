/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gen.h - invents alerts as Defender for Cloud writes them (FACTS 4).
 *
 * Detections and resources follow a Zipf distribution, times come in bursts,
 * and sizes have a heavy tail: mean 3.5 KB, one in a hundred above 6 KB, a few
 * of 20 KB and more.  The same setup gives the same bytes.
 *
 * All texts handed in (targets, users, wishes) are written between quotation
 * marks as they are, so they must be escaped for JSON already.
 *
 * Thread: one at a time.
 * Memory: a gen copies the targets and users that it is given.
 */
#ifndef RIPOSTE_SANDBOX_GEN_H
#define RIPOSTE_SANDBOX_GEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/gen_text.h"
#include "sandbox/rng.h"
#include "util/buf.h"

/* What an alert is about, and where Defender keeps the alert. */
struct gen_target {
    const char *subscription; /* GUID */
    const char *group;
    const char *location;
    const char *name;
    const char *id; /* ARM id */
};

struct gen_setup {
    uint64_t seed;
    uint64_t count;     /* alerts that share the 90 days of the stream */
    double repeated;    /* share that sends an earlier id again */
    double hostile;     /* share with text meant to harm a terminal */
    unsigned resources; /* invented; 0 for none */
};

/* What is not to be left to chance; NULL and 0 leave it to chance. */
struct gen_wish {
    const struct gen_type *type;
    const struct gen_target *target;
    int64_t moment; /* milliseconds; the stream's own clock when 0 */
    const char *severity;
    const char *status;
    const char *user; /* name before the @ */
    const char *address;
    const char *command; /* whole command line */
    const char *title;
    const char *text;
    const char *key; /* correlationKey */
    bool is_sample;  /* "[SAMPLE ALERT]" before the title */
};

struct gen;

struct gen *gen_new(const struct gen_setup *setup);
void gen_free(struct gen *gen);
/* One more thing that alerts can be about; commonest first. */
void gen_add_target(struct gen *gen, enum gen_kind kind,
                    const struct gen_target *target);
/* Takes the place of the invented users from the first call on. */
void gen_add_user(struct gen *gen, const char *name);

/* Appends the next alert of the stream, without a line end. */
void gen_alert(struct gen *gen, struct buf *out);
/* Appends an alert as wished. */
void gen_alert_as(struct gen *gen, const struct gen_wish *wish,
                  struct buf *out);
/* The first subscription of the invented estate. */
const char *gen_subscription(const struct gen *gen);

#endif
