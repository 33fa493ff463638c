/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_part.h - between the files of playbook.h only.
 */
#ifndef RIPOSTE_ENGINE_PLAYBOOK_PART_H
#define RIPOSTE_ENGINE_PLAYBOOK_PART_H

#include "engine/playbook.h"

#define PLAYBOOK_WORKFLOWS "Microsoft.Logic/workflows"
/* What stands for a text that nobody has given. */
#define PLAYBOOK_SAMPLE "sample"
/* Where it lies in Azure when nobody says: for what a definition makes of it.
 */
#define PLAYBOOK_SUBSCRIPTION "00000000-0000-4000-8000-000000000001"
#define PLAYBOOK_GROUP        "sample"
#define PLAYBOOK_LOCATION     "westeurope"

/* Adds to a list of notes. */
void playbook_note(struct arena *arena, struct playbook_note **notes, size_t *n,
                   const char *path, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Declared parameters: what was given, else what @values has, else the default,
 * else one that stands for it.  Those that @values has are left out when they
 * are @listed elsewhere.  ERR_INPUT: what was given is not of
 * its type. */
bool playbook_parameters(struct playbook *playbook, const struct json *declared,
                         const struct json *given, bool listed,
                         struct json *values, struct arena *arena,
                         struct err *err);

/* Needs wdl.  All connections that are named, those without a value too. */
void playbook_connect(struct playbook *playbook, struct json *values,
                      struct arena *arena);
/* Its start, its steps, the verdict and why. */
void playbook_judge(struct playbook *playbook,
                    const struct catalogue *catalogue, struct arena *arena);
/* What is probably wrong with it. */
void playbook_lint(struct playbook *playbook, struct arena *arena);

/* Those of one action. */
void playbook_lint_secrets(struct playbook *playbook, const char *path,
                           const struct json *action, struct arena *arena);

/* Takes out of a template what only Azure can work out and nobody needs here,
 * and what is to be asked for instead. */
void playbook_forget_remote(struct json *json);

#endif
