/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doctor_part.h - what the files of the doctor share.
 */
#ifndef RIPOSTE_SERVICE_DOCTOR_PART_H
#define RIPOSTE_SERVICE_DOCTOR_PART_H

#include "connect/gate.h"
#include "connect/source.h"
#include "model/limits.h"
#include "service/desk.h"
#include "service/doctor.h"
#include "service/permits.h"

enum {
    TAG_MAIL,
    TAG_TOKENS,
    TAG_SOURCES = TAG_TOKENS + AUDIENCE_N,
    TAG_CONNECTORS = TAG_SOURCES + LIMIT_SOURCES,
    TAG_PERMITS = 1 << 20
};

struct doctor {
    const struct config *config;
    struct arena *arena;
    struct gate_config outside;
    struct gate *gate;
    struct source_settings settings[LIMIT_SOURCES];
    struct source_state states[LIMIT_SOURCES];
    void (*tell)(void *with, const struct doctor_line *line);
    void *with;
    bool bad;
    bool asked;
    struct catalogue *catalogue; /* NULL: it cannot be read */
    struct permits permits;      /* as they are answered now, */
    struct json **sets;          /* and what they are made of */
};

void doctor_tell(struct doctor *doctor, enum doctor_verdict verdict,
                 const char *what, const char *text);

/* doctor_people.c: roles, and who could change them. */
void doctor_look_at_people(struct doctor *doctor);

/* doctor_playbooks.c: what those in the store lack here. */
void doctor_look_at_playbooks(struct doctor *doctor);

/* doctor_permits.c: what the identity may do. */
void doctor_ask_permits(struct doctor *doctor);
void doctor_answer_permits(struct doctor *doctor, size_t at,
                           const struct gate_done *done);
void doctor_tell_permits(struct doctor *doctor);
void doctor_permits_done(struct doctor *doctor);

#endif
