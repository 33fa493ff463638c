/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * drill.h - a fire drill: a rule carried out from end to end on a sample alert.
 *
 * Whatever its mode, what only tells somebody is really sent, marked as a
 * drill; what would change something is recorded and not sent, as for every
 * sample.  Guards are not asked, and do not count it.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_DRILL_H
#define RIPOSTE_SERVICE_DRILL_H

#include "service/desk.h"

#define DRILL_MARK "[DRILL] "

struct drill_wish {
    const char *rule;
    const char *type; /* of a stored alert to be like; NULL: any that fits */
    int64_t event;    /* or this one; 0 */
};
struct drill {
    int64_t event; /* the sample */
    int64_t run;
};
/* ERR_INPUT: no alert that fits can be made, or an action cannot be planned. */
bool drill_start(struct desk *desk, const struct drill_wish *wish,
                 struct drill *out, struct err *err);

#endif
