/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * exchange.h - rules and Azure's automations, as the faces see them: import of
 * any shape, export, and the service's own opinion.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_EXCHANGE_H
#define RIPOSTE_SERVICE_EXCHANGE_H

#include "model/rule.h"
#include "service/desk.h"
#include "util/json.h"
#include "util/str.h"

/* What a template does not say itself. */
struct exchange_given {
    struct str parameters; /* JSON, or a file of parameters; "": none */
    const char *scope;     /* /subscriptions/S[/resourceGroups/G]; NULL: the
                              one subscription of the settings */
};

/* What is said of an automation: "held", "warning" or "note". */
struct exchange_note {
    const char *rule;
    const char *says;
    const char *path;
    const char *text;
};

/* Reads riposte's own JSON, an automation, a list of them, a template or a
 * policy, behind the @n rules that are in @out, as rulebook_read() does.
 * ERR_INPUT says place and mend. */
bool exchange_read(struct desk *desk, struct str text,
                   const struct exchange_given *given,
                   void (*tell)(void *with, const struct exchange_note *note),
                   void *with, struct rule ***out, size_t *n, struct err *err);

/* A template that deploys these rules, or, bare, the resource as Azure keeps
 * it (a list when there are several).  ERR_INPUT names what has no
 * equivalent. */
bool exchange_export(struct desk *desk, const char *const *names, size_t n,
                     bool bare, struct json **out, struct err *err);

/* What the service is to be asked about. */
struct exchange_body {
    char *id; /* where it lies, or would lie */
    char *body;
};
/* Of a rule, or of all automations in a text; at least one, in @arena. */
bool exchange_rule(struct desk *desk, struct str name,
                   const struct exchange_given *given, struct arena *arena,
                   struct exchange_body **out, size_t *n, struct err *err);
bool exchange_text(struct desk *desk, struct str text,
                   const struct exchange_given *given, struct arena *arena,
                   struct exchange_body **out, size_t *n, struct err *err);

#endif
