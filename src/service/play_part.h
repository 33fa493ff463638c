/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_part.h - a run of a playbook with its interpreter, for the files of
 * service/ that start it, move it on and tell of it.
 *
 * Nothing of it is kept between two moves.  The interpreter is made anew from
 * the definition, the start and the answers that the store has, in their order
 * and at their moments, and is then where it was: so it does not matter whether
 * the process was killed in between.  Each effect that it asks for is a lane of
 * steps, which the dispatcher carries out like those of any run.
 *
 * Thread: the desk's, inside its transaction but for play_open() and
 * play_replay().
 */
#ifndef RIPOSTE_SERVICE_PLAY_PART_H
#define RIPOSTE_SERVICE_PLAY_PART_H

#include "engine/api_hand.h"
#include "service/desk_part.h"
#include "store/plays.h"

#define KIND_PLAYBOOK "playbook" /* starts one, and waits for its end */
#define KIND_WAIT     "wait"

struct job;

/* A text that is a secret: as it is, as it stands in JSON, and in JSON within
 * that. */
struct play_hidden {
    int64_t lane;
    size_t leaf; /* the how many-th text of the answer's body */
    struct str text;
    struct str escaped[2];
};

struct play {
    struct desk *desk;
    struct arena *arena;
    struct arena *lasting; /* what the interpreter is handed */
    int64_t place;         /* of the last answer that it has */
    bool spoilt;           /* it was left half way */
    int64_t at;            /* it is now that */
    int64_t now; /* as the interpreter is told: never before its last answer */
    struct run run; /* without steps */
    struct stored_play stored;
    struct playbook_reading reading;
    const struct playbook *playbook;
    struct expr_outside outside;
    struct lane *lanes; /* that have not been answered */
    size_t n_lanes;
    struct step *steps; /* of those that were not answered */
    size_t n_steps;
    struct wdl_run *wdl;               /* NULL before play_replay() */
    const struct wdl_effect **effects; /* not answered, by number; else NULL */
    size_t n_effects;
    bool shown;                 /* only to be looked at: before play_replay() */
    struct play_hidden *hidden; /* secrets that it was answered, longest first,
                                   each once */
    size_t n_hidden;
    const struct lane *missing; /* its secret is not known any more */
    struct wdl_shapes *shapes;  /* NULL: nothing was made up yet */
    struct event *event;        /* NULL: none, or not read yet */
    int64_t number;             /* of the last step; -1: not asked */
};
bool play_open(struct desk *desk, int64_t run, int64_t now, struct play *out,
               struct err *err);
/* The interpreter, as far as it has been answered. */
bool play_replay(struct play *play, struct err *err);
void play_close(struct play *play);

/* The one that was kept is used again, if it is where this run is. */
bool play_take(struct play *play);
void play_put_away(struct play *play);
/* NULL: it was not there, or answered, when this was opened. */
struct lane *play_lane(const struct play *play, int64_t number);
/* Makes steps of an effect, or answers it at once. */
bool play_ask(struct play *play, const struct wdl_effect *effect,
              struct err *err);
/* Answers it: @answer's outputs are taken. */
bool play_answer(struct play *play, const struct wdl_effect *effect,
                 struct wdl_answer *answer, struct err *err);
/* Has the lane come to an end that can be answered with? */
bool play_lane_done(const struct play *play, int64_t lane);
/* Answers an effect by what came of its steps. */
bool play_answer_lane(struct play *play, const struct wdl_effect *effect,
                      struct lane *lane, struct err *err);

/* ---- what is kept in memory only ---- */

/* The service's answer to a lane that is a secret. */
void play_remember(struct desk *desk, int64_t run, int64_t lane,
                   const struct json *outputs);
/* The answer as it was made of it; where it is only shown, something in its
 * place.  False: it is not known any more. */
bool play_recall(struct play *play, const struct wdl_effect *effect,
                 const struct lane *lane, struct wdl_answer *out);
/* The run has ended. */
void play_forget_secrets(struct desk *desk, int64_t run);
int64_t play_secret_key(int64_t run, int64_t lane);
/* The answer to that lane is known here: from now on its texts are hidden. */
void play_note_secrets(struct play *play, int64_t lane,
                       const struct json *response);
/* What is asked, with a place for each secret in it. */
const struct json *play_hide(struct play *play, const struct json *with);
/* The same for people: what is secret reads ***. */
const struct json *play_stars(struct play *play, const struct json *json);
const char *play_stars_text(struct play *play, const char *text);
/* Cuts off what was asked up to the end of a place; false: there is none. */
bool play_next_place(struct str *asked, int64_t *lane, size_t *leaf);
/* The texts in it, by number. */
void play_each_text(const struct json *json,
                    void (*each)(void *with, size_t leaf, struct str text),
                    void *with);
/* As it stands in JSON, without its quotes. */
struct str play_escaped(struct str text, struct arena *arena);
/* Writes @text with @by wherever @what stands; was it there? */
bool play_replace(struct str text, struct str what, const char *by,
                  struct buf *out);
/* A text of what that lane was answered; false: it is not known any more. */
bool play_known(struct job *job, int64_t lane, size_t leaf, struct str *out);

/* ---- secrets in base64 ----------------------------------------------------*/

/* Writes @text, a JSON text, with a place, or stars, for each word in base64
 * that has a secret in it; was there one? */
bool play_code_hide(const struct play *play, struct str text, bool stars,
                    struct buf *out);
/* The same for what only looks like such a place. */
bool play_code_spoil(struct str text, struct buf *out);
/* Cuts off *rest what is before a place, and the place; false: there is none.
 */
bool play_code_next(struct str *rest, struct str *before, struct str *parts);
/* What stands there when it is sent; false: it is not known, *missing is the
 * lane that was answered it, or 0. */
bool play_code_known(struct job *job, struct str parts, struct str *out,
                     int64_t *missing);
/* Puts them back into @text, if all are known; were there some? */
bool play_code_reveal(struct job *job, struct buf *text, int64_t *missing);

/* Reads again what is missing, or ends the run. */
bool play_reread(struct play *play, struct err *err);

#endif
