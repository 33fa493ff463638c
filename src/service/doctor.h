/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doctor.h - does everything that riposte needs work: settings, data files,
 * store, tokens, sources, mail server, connectors?  Looks, and changes nothing.
 *
 * Thread: any; it blocks, so it is for the command line.
 */
#ifndef RIPOSTE_SERVICE_DOCTOR_H
#define RIPOSTE_SERVICE_DOCTOR_H

#include "service/config.h"

enum doctor_verdict {
    DOCTOR_GOOD,
    DOCTOR_BAD,
    DOCTOR_NONE,  /* not configured: nothing to be looked at */
    DOCTOR_LACKS, /* a permission that nothing in force needs, or what a
                   * playbook would need */
    DOCTOR_ASKS,  /* somebody has to sign in meanwhile */
    DOCTOR_VERDICT_N
};
const char *doctor_verdict_name(enum doctor_verdict verdict);

struct doctor_line {
    enum doctor_verdict verdict;
    const char *what; /* "store", "token for arm", "defender-alerts" … */
    const char *text; /* one sentence: what was found, or how to mend it */
};

/* Tells each as it is known.  @stop: a descriptor that is readable when
 * somebody wants it to end.  *bad says whether anything is to be mended;
 * ERR_STOPPED when it was ended. */
bool doctor_look(const struct config *config, int stop,
                 void (*tell)(void *with, const struct doctor_line *line),
                 void *with, bool *bad, struct err *err);

#endif
