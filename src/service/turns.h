/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * turns.h - actions that take several requests: which one is due, and what
 * becomes of a step that was interrupted between or within them.
 *
 * Each request is intended on disk before it is sent.  What may have been done
 * is never done again: the kind finds out (its turn `recover`), or the step is
 * unknown.  What has only read begins again.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_TURNS_H
#define RIPOSTE_SERVICE_TURNS_H

#include "service/dispatch_part.h"
#include "util/when.h"

/* How long a service may take to show what was started. */
#define TURNS_RECOVER_WAIT (5 * WHEN_SECOND)

/* Was it intended by a process that died, so that it may have been sent? */
bool turns_interrupted(const struct job *job);
/* Does it change nothing, whatever becomes of it? */
bool turns_only_asks(const struct request *request);
/* Renders the turn that is due, which may become another one.  False: nothing
 * is to be sent; *state is how the step ends, *why in one sentence. */
bool turns_render(struct job *job, struct request *out, enum run_state *state,
                  const char **why);
/* @request may have been done already, and is sent again. */
void turns_repeat(struct job *job, const struct request *request);
/* How the step ends, and whether it may have been done twice. */
const char *turns_note(const struct job *job, const char *note);
/* Goes on with the turn that finds out what was done.  False: the kind has
 * none, or has tried too often. */
bool turns_recover(struct job *job);
/* Remembers what an answer taught. */
void turns_learn(struct job *job, const struct json *learnt);
/* Goes on with the turn that the judgement of @answer names; how long to
 * wait before it. */
int64_t turns_next(struct job *job, const struct judgement *judgement,
                   const struct gate_done *answer);

#endif
