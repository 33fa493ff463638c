/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * person.h - who acts: on SQLite the login name of the real uid, never $USER.
 */
#ifndef RIPOSTE_MODEL_PERSON_H
#define RIPOSTE_MODEL_PERSON_H

#define PERSON_NAME_SIZE 256

/* "mara", or "uid 1004" when the uid has no name. */
const char *person_self(char out[PERSON_NAME_SIZE]);

#endif
