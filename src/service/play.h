/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play.h - runs of playbooks, for those who move runs on: started, moved on
 * after a step, ended.
 *
 * Thread: the desk's, inside its transaction.
 */
#ifndef RIPOSTE_SERVICE_PLAY_H
#define RIPOSTE_SERVICE_PLAY_H

#include "engine/playbook.h"
#include "service/dispatch_part.h"

struct play_start {
    struct str name;
    int64_t event;
    const struct json *body;       /* what starts it; NULL: the event */
    const struct json *parameters; /* values by name; NULL */
    enum rule_mode mode;           /* at most that: the lesser of both counts */
    int64_t rule;
    int64_t revision;
    const char *by;
    const char *why;
    int64_t parent; /* step that waits for its end; 0 */
};
/* ERR_INPUT, ERR_ABSENT: it is not there, off, cannot be run, or needs to be
 * told something. */
bool play_start(struct desk *desk, const struct play_start *start, int64_t now,
                int64_t *run, struct err *err);
/* Could a step with these fields start one now?  ERR_INPUT, ERR_ABSENT as
 * above. */
bool play_check(struct store *store, const struct catalogue *catalogue,
                const struct json *with, struct err *err);

/* Does it again; @from: a step, with all that was answered before that; 0: the
 * start. */
bool play_resubmit(struct desk *desk, const struct run *old, int64_t from,
                   const char *why, int64_t now, int64_t *out, struct err *err);
/* After one of its steps has ended, or an approval was answered. */
bool play_progress(struct desk *desk, int64_t run, int64_t now,
                   struct err *err);
/* A rule in shadow has been recorded: the playbooks that it would have started
 * are gone through as well, and nothing is sent. */
bool play_shadow(struct desk *desk, const struct run *run, int64_t now,
                 struct err *err);
/* A step of a rule or a playbook that starts one. */
bool play_begin(struct job *job, struct err *err);
/* Puts the secrets in that belong into what is about to be sent.  *waits: one
 * is not known any more, and is read again first. */
bool play_reveal(struct job *job, bool *waits, struct err *err);
/* The secrets that were sent are taken out of what came back, and of what is
 * said of it. */
bool play_mask(struct job *job, struct response *response,
               struct judgement *said, struct err *err);
/* The same for what is said of a request that could not be made. */
const char *play_masked(struct job *job, const char *text);
/* An answer of the service to a step: kept for whoever asked. */
bool play_came(struct job *job, const struct gate_done *answer,
               struct err *err);
/* Is it for the playbook to say whether this is tried again?  Then that is
 * noted. */
bool play_retries(struct job *job, int64_t wait, bool *yes, struct err *err);
/* An approval that a playbook has asked for was denied, or nobody answered:
 * that is an answer.  *mine: it was one. */
bool play_refused(struct desk *desk, const struct approval *approval,
                  bool expired, const char *note, int64_t now,
                  struct arena *arena, bool *mine, struct err *err);
/* A run of a playbook has ended: a step may have waited for that. */
bool play_ended(struct desk *desk, const struct run *run, enum run_state state,
                int64_t now, struct err *err);
/* A run is being stopped: so are those that its steps wait for. */
bool play_stop_begun(struct desk *desk, const struct run *run, const char *note,
                     int64_t now, struct err *err);
/* A step of it is unknown no more: it goes on. */
bool play_settled(struct desk *desk, const struct run *run, int64_t now,
                  struct err *err);

/* When the clock starts it next, counted from @since; 0: it does not. */
bool play_due(const struct playbook *playbook, int64_t since, int64_t now,
              int64_t *out, struct err *err);
/* What the clock starts. */
bool play_clock(struct desk *desk, int64_t now, bool *worked, int64_t *next,
                struct err *err);

#endif
