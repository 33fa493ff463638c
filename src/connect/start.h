/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * start.h - what those actions share that start something elsewhere and follow
 * it to its end: workflows, functions, runbooks.
 *
 * Thread: any; pure.
 * Memory: texts live in the arena handed in.
 */
#ifndef RIPOSTE_CONNECT_START_H
#define RIPOSTE_CONNECT_START_H

#include "connect/action.h"

extern const char *const start_changes[]; /* signed as riposte */
extern const char *const start_classes[];

#define START_BODY                                                             \
    {                                                                          \
        .name = "body", .label = N_("Body"),                                   \
        .help = N_("JSON that is sent; empty: the event itself."),             \
        .type = FIELD_LONG,                                                    \
    }
#define START_CLASS(choices_)                                                  \
    {                                                                          \
        .name = "class", .label = N_("What it does"),                          \
        .help = N_("Decides whether approval is needed; empty: it cannot be "  \
                   "undone."),                                                 \
        .type = FIELD_CHOICE, .choices = (choices_),                           \
    }

/* What the field "class" says, when it is one of @choices; else the worst. */
enum action_class start_class(const struct json *with,
                              const char *const *choices);
/* The field "body", which must be JSON, or the event. */
bool start_body(const struct json *with, const struct action_context *context,
                struct arena *arena, struct str *out, struct err *err);
/* Is it the id of such a resource, fit to stand in a path? */
bool start_resource(struct str id, const char *type, struct err *err);
/* Letters, digits, '-' and '_' alone, so that it can stand in a path. */
bool start_id_safe(struct str id);
/* The last segment of a text with slashes, quoted for a sentence. */
const char *start_name(struct str id, char out[256]);

/* The body of an answer; NULL when it is no JSON. */
struct json *start_answer(const struct response *response);
struct str start_learnt(const struct action_context *context, const char *name);
int64_t start_learnt_int(const struct action_context *context,
                         const char *name);
/* Where @out has learnt nothing yet an object is made. */
struct json *start_learn(struct judgement *out);
/* "began" is when it was started: young ones are asked for often. */
void start_began(const struct action_context *context, struct judgement *out);
int64_t start_wait(const struct action_context *context,
                   const struct response *response);
/* The next turn, with one sentence. */
void start_next(struct judgement *out, int turn, int64_t wait, const char *fmt,
                ...) __attribute__((format(printf, 4, 5)));
/* It was started: that its state is not told says nothing of it. */
void start_unsure(struct judgement *out);

#endif
