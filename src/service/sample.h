/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sample.h - sample alerts that riposte makes by itself, out of alerts that
 * were seen, a file, or a story of data/scenarios.
 *
 * Each has an id of its own, the time of now, and says in title and description
 * that it is a sample: so the policy (engine/policy.h) lets nothing real be
 * contained for it.  It has no id in Azure, so that nothing can be asked of the
 * service about it either.  Then it goes the way of every event.
 *
 * Thread: the desk's.
 * Memory: samples_done() frees.
 */
#ifndef RIPOSTE_SERVICE_SAMPLE_H
#define RIPOSTE_SERVICE_SAMPLE_H

#include "service/desk.h"
#include "util/json.h"

struct samples {
    int64_t *rows; /* of what was made */
    size_t n;
    int64_t fired; /* rules */
};
void samples_done(struct samples *samples);

/* Makes a sample of a canonical body; @mark stands before the title, behind
 * SAMPLE_MARK; NULL: the title stays, and only the description says it. */
#define SAMPLE_MARK "[SAMPLE ALERT] "
struct json *sample_of(const struct json *body, const char *mark);
bool sample_add(struct desk *desk, const struct json *sample,
                struct samples *out, struct err *err);

/* The alerts of a story of data/scenarios; ERR_ABSENT names those that are
 * there. */
bool sample_scenario(struct desk *desk, const char *name, struct samples *out,
                     struct err *err);

/* One of these, as somebody chose it; of a file @text is its path. */
enum sample_from {
    SAMPLE_FROM_TYPE,
    SAMPLE_FROM_FILE,
    SAMPLE_FROM_SCENARIO,
    SAMPLE_FROM_N
};
const char *sample_from_name(enum sample_from from); /* "type", … */
bool sample_make(struct desk *desk, enum sample_from from, const char *text,
                 struct samples *out, struct err *err);

/* The canonical body of a stored alert; ERR_INPUT when it is none. */
bool sample_body(struct desk *desk, int64_t event, struct json **out,
                 struct err *err);
/* An alert that says nothing, on that resource (or user). */
struct json *sample_blank(const char *type, const char *target);

#endif
