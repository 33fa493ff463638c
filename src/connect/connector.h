/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * connector.h - a system that takes tickets or messages: where it is and as
 * whom riposte signs in there, given once in the settings and named by actions.
 *
 * Secrets, and URLs that are secrets, are references.
 *
 * Thread: immutable once loaded; share it freely.
 * Memory: texts are borrowed from the settings.
 */
#ifndef RIPOSTE_CONNECT_CONNECTOR_H
#define RIPOSTE_CONNECT_CONNECTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "model/field.h"
#include "model/http.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/json.h"

struct connector {
    const char *name; /* what actions call it */
    const struct connector_kind *kind;
    const struct json *with; /* settings by field name */
};

struct connectors {
    const struct connector *items;
    size_t n;
};

/* To add one: its row stands in the act_NAME.c of the action that uses it; add
 * it to the list in connector.c. */
struct connector_kind {
    const char *name;  /* that of the action too */
    const char *title; /* N_() */
    const struct field *fields;
    size_t n_fields;
    /* Beyond the table; NULL: nothing. */
    bool (*check)(const struct connector *connector, struct err *err);
    /* Makes a path (out->url) the address of a request to its own API, and
     * signs in; NULL: it takes messages only. */
    bool (*reach)(const struct connector *connector, struct arena *arena,
                  struct request *out, struct err *err);
    /* A read that changes nothing and disturbs nobody; NULL: there is none. */
    void (*probe)(const struct connector *connector, struct arena *arena,
                  struct request *out);
    /* How a ticket stands; NULL: it makes none.  What is learnt has the
     * members of ticket_learn() in connect/ticket.h. */
    bool (*look)(const struct connector *connector, const char *ref,
                 struct arena *arena, struct request *out);
    void (*seen)(const struct request *request, const struct response *response,
                 struct judgement *out);
};
const struct connector_kind *connector_kind_find(struct str name); /* or NULL */
/* For the check of riposte.conf(5); NULL ends. */
const struct connector_kind *connector_kind_at(size_t index);

/* Fields by the table, and whether the URL could be asked. */
bool connector_check(const struct connector *connector, struct err *err);
/* A setting: as it is there, else the field's default, else "". */
struct str connector_text(const struct connector *connector, const char *name);
/* Its URL without a slash at the end, then @path. */
const char *connector_url(const struct connector *connector, const char *path,
                          struct arena *arena);
/* Basic with the settings' user, Bearer without one. */
void connector_sign_in(const struct connector *connector, struct arena *arena,
                       struct request *out);

/* The one of that name; where @name is empty the only one of that kind.
 * ERR_LOCAL when there is none, ERR_INPUT when it must be named. */
const struct connector *connectors_find(const struct connectors *connectors,
                                        const struct connector_kind *kind,
                                        struct str name, struct err *err);

/* The same for a connection of a playbook, which is a name that its author
 * chose: the one of that name, else the only one. */
const struct connector *connectors_stand(const struct connectors *connectors,
                                         const struct connector_kind *kind,
                                         struct str name, struct err *err);

#endif
