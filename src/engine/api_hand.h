/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_hand.h - whose hands carry out what a playbook asks of outside: from an
 * effect of the interpreter to an action of riposte, and from what came of
 * that to the outputs that the connector would have given.
 *
 * Each operation of a connector (api.h) names its hand.  Where riposte has an
 * action that does the same, a mail, a message, an approval, a containment of
 * the catalogue, that is it; everything else is a request to the service's own
 * API, which signs in as riposte ("arm", "graph" …) or as the settings say of
 * the connector that stands for the connection.
 *
 * What is asked is judged again as it is now, filled in: a playbook that reads
 * its address out of an event cannot make it a lesser thing than it is.
 *
 * Thread: any; pure.
 * Memory: all that comes out lives in the arena handed in.
 */
#ifndef RIPOSTE_ENGINE_API_HAND_H
#define RIPOSTE_ENGINE_API_HAND_H

#include "engine/playbook.h"
#include "model/http.h"

/* One effect as it is handed out. */
struct api_ask {
    const struct playbook *playbook;
    const struct playbook_step *step;  /* that its action is: api_step() */
    const struct json *inputs;         /* struct wdl_effect's, filled in */
    const struct catalogue *catalogue; /* may be NULL */
};

/* What is to be done for it. */
struct api_act {
    const char *kind; /* row of connect/actions.c; "contain": the catalogue */
    /* Its fields, filled in.  "contain": {"action", "target", "parameters"}, as
     * plan_contain() takes them. */
    const struct json *with;
    enum action_class class;
    bool asks;    /* an approval: its answer is the output, a "no" too */
    bool secret;  /* its answer is a secret: never stored, asked again */
    bool follows; /* a 202 is followed to its end before it is answered */
    const char *connection; /* "office365_1"; "": none */
};

/* Does a plain request with an authentication of this type sign in as
 * riposte?  An application of the playbook's own does: the request needs what
 * riposte is permitted, and not what that application is. */
bool api_signs_in(struct str type);

/* The step that an action is; NULL: it asks nothing of outside. */
const struct playbook_step *api_step(const struct playbook *playbook,
                                     const struct wdl_action *action);

/* ERR_INPUT: what it is filled in with makes no request, or another one than
 * was judged when the playbook was read. */
bool api_hand_ask(const struct api_ask *ask, struct arena *arena,
                  struct api_act *out, struct err *err);

/* What came of it. */
struct api_came {
    enum run_state state; /* of the step, or of the last of a containment's */
    /* As response_outputs() writes it; NULL: there was none. */
    const struct json *response;
    const char *note; /* why not; "" or NULL */
    const char *key;  /* that the step had; "" or NULL */
    /* Of an approval that was answered. */
    bool approved;
    const char *option; /* one of several; "" or NULL: by `approved` */
    const char *by;
    const char *reason;
    int64_t at;
};
/* To be handed to wdl_run_answer().  out->outputs is the caller's; the texts
 * live in @arena. */
void api_hand_answer(const struct api_ask *ask, const struct api_came *came,
                     struct arena *arena, struct wdl_answer *out);

/* {"statusCode", "headers", "body"} as a workflow sees an answer: JSON as it
 * is, other text as text, bytes as {"$content-type", "$content"}.  Nothing is
 * masked.  The caller's. */
struct json *response_outputs(const struct response *response);

/* ---- what this installation must have -------------------------------------*/

/* The kind of connector (connect/connector.c) that must stand in the settings
 * for what uses this API; "mail": a mail server; "": none. */
const char *api_needs(struct str api);

#endif
