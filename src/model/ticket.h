/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ticket.h - a ticket that riposte made in somebody else's system, and how it
 * stood there when it was last looked at.
 *
 * Memory: texts live in the arena of whoever loaded it.
 */
#ifndef RIPOSTE_MODEL_TICKET_H
#define RIPOSTE_MODEL_TICKET_H

#include <stdint.h>

#include "util/json.h"

struct ticket {
    int64_t row;
    int64_t run; /* that made it */
    int64_t step;
    int64_t event;         /* 0: none */
    const char *connector; /* its name in the settings */
    const char *kind;      /* "servicenow", "jira" */
    const char *ref;       /* by which it is asked for */
    const char *label;     /* by which people call it: INC0010002 */
    const char *url;       /* for people */
    const char *state;     /* as the system names it; "" not known yet */
    int64_t made;
    int64_t checked;     /* when it was last looked at; 0 never */
    int64_t due;         /* when it is looked at next */
    int64_t closed;      /* when that was seen; 0: it is open */
    int failures;        /* in a row */
    const char *trouble; /* why it could not be looked at; "" */
};
struct json *ticket_to_json(const struct ticket *ticket);

#endif
