/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ticket.h - what tickets and messages share: texts of alerts made fit for
 * other people's systems, the id by which a ticket is known again, and what is
 * remembered of one.
 *
 * Thread: any; pure.
 * Memory: texts live in the arena handed in.
 */
#ifndef RIPOSTE_CONNECT_TICKET_H
#define RIPOSTE_CONNECT_TICKET_H

#include <stdbool.h>
#include <stddef.h>

#include "connect/action.h"
#include "connect/connector.h"
#include "model/event.h"
#include "util/arena.h"

/* The turns of an action that makes tickets (connect/action.h). */
enum ticket_turn {
    TICKET_LOOK,   /* is there one for this event, still open? */
    TICKET_CREATE, /* there is none */
    TICKET_NOTE,   /* there is one: a note on it */
    TICKET_RECOVER /* was it made, although the answer was lost? */
};

/* One line without control characters, of at most @most characters: what is
 * longer ends in an ellipsis. */
struct str ticket_line(struct arena *arena, struct str text, size_t most);
/* The same for several lines, whose ends stay; @most bytes. */
struct str ticket_text(struct arena *arena, struct str text, size_t most);

/* "riposte-" and a digest of the event: the same for each rule and each
 * instance.  Without an event it is that of the step. */
const char *ticket_correlation(const struct action_context *context,
                               struct arena *arena);
/* SEVERITY_NONE: the event has none, or there is no event. */
enum severity ticket_severity(const struct action_context *context);

/* Where a message goes: to the connector that its field names, else to what
 * stands for the connection of the playbook that it comes from. */
const struct connector *ticket_connector(const struct action_context *context,
                                         const struct connector_kind *kind,
                                         const struct json *with,
                                         struct err *err);

/* A note's text: the field "note", else title and text, and whose it is. */
struct str ticket_note(const struct action_context *context, struct str note,
                       struct str title, struct str text, struct arena *arena);

/* What is remembered of a ticket; empty texts are left out. */
struct ticket_facts {
    struct str ref;   /* by which it is asked for: a sys_id, a key */
    struct str label; /* by which people call it: INC0010002, SEC-12 */
    struct str state; /* as the system names it */
    const char *url;
    bool closed;
};
struct json *ticket_learn(const struct ticket_facts *facts);
/* Of what an earlier turn learnt; "" when it did not. */
struct str ticket_ref(const struct action_context *context);
/* Letters, digits, '-' and '_' alone, so that it can stand in a path. */
bool ticket_ref_safe(struct str ref);

/* A ticket or a note that may have been made although the service failed is
 * looked for, not made again. */
void ticket_doubt(const struct action_context *context,
                  const struct response *response, struct judgement *out);

/* TICKET_RECOVER looks for a note, not for a ticket. */
bool ticket_note_lost(const struct action_context *context);
/* The answer to that look: what holds our key is there, else it is sent. */
void ticket_note_sought(const struct action_context *context,
                        const struct response *response, struct judgement *out);

/* The text of a request's body; @take_body is freed. */
struct str ticket_body(struct json *take_body, struct arena *arena);
/* The body of an answer as JSON, for judging; NULL when it is none. */
struct json *ticket_answer(const struct response *response);

#endif
