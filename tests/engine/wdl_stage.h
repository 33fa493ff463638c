/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_stage.h - definitions played by rows: what is in them, with ` for double
 * quotes, what is answered, and what must come of it.
 */
#ifndef RIPOSTE_TESTS_ENGINE_WDL_STAGE_H
#define RIPOSTE_TESTS_ENGINE_WDL_STAGE_H

#include "engine/wdl.h"
#include "util/buf.h"

#define WDL_NOW      INT64_C(1795378652000)
#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

#define COMPOSE(name, value) "`" name "`:{`type`:`Compose`,`inputs`:" value "}"
#define AFTER(name, after, states, value)                                      \
    "`" name "`:{`type`:`Compose`,`inputs`:" value ",`runAfter`:{`" after      \
    "`:[" states "]}}"
#define FAILING(name) COMPOSE(name, "`@int('x')`")
#define VARIABLE(name, type, value)                                            \
    "`Init_" name "`:{`type`:`InitializeVariable`,`inputs`:{`variables`:[{"    \
    "`name`:`" name "`,`type`:`" type "`,`value`:" value "}]}}"

struct wdl_row {
    const char *actions;
    const char *trigger; /* its outputs, or NULL */
    const char *answers; /* separated by '|', or NULL */
    const char *want;    /* the state of the run, then of each action */
};

struct wdl_refusal {
    const char *actions;
    const char *why; /* the whole sentence, with the path */
};

/* A definition with the parameter p, "v", and the trigger manual. */
struct json *wdl_stage_definition(const char *actions);
struct wdl *wdl_stage_read(const char *actions);
/* "Failed A:F B:S=1": the first letter of each state. */
void wdl_stage_run(const char *actions, const char *trigger,
                   const char *answers, struct buf *out);
void wdl_stage_rows(const struct wdl_row *rows, size_t n);
/* None of them can be read. */
void wdl_stage_refused(const struct wdl_refusal *rows, size_t n);

#endif
