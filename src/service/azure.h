/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * azure.h - the automations that live in Azure: their list as it was last
 * read, and acts on them, which are runs with a journal like any other.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_AZURE_H
#define RIPOSTE_SERVICE_AZURE_H

#include "service/desk.h"
#include "util/arena.h"
#include "util/json.h"
#include "util/str.h"

struct azure_row {
    const char *id;
    const char *name;
    const char *sources; /* "Alerts, Assessments" */
    const char *actions; /* "LogicApp block-ip" */
    bool enabled;
};
/* In the order of their ids; in @arena. */
bool azure_rows(struct desk *desk, struct arena *arena, struct azure_row **out,
                size_t *n, struct err *err);

/* Does the word name one: an ARM id, or azure:NAME? */
bool azure_means(struct str word);
/* The resource; ERR_INPUT when there is none, or more than one of that name.
 * The caller frees it. */
bool azure_get(struct desk *desk, struct str word, struct json **out,
               struct err *err);

/* Starts the run. */
bool azure_switch(struct desk *desk, struct str word, bool on, const char *why,
                  int64_t *run, struct err *err);
bool azure_remove(struct desk *desk, struct str word, const char *why,
                  int64_t *run, struct err *err);
bool azure_validate(struct desk *desk, const char *id, const char *body,
                    int64_t *run, struct err *err);

#endif
