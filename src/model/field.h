/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * field.h - one description of an input, used by forms, command line and JSON
 * alike.
 *
 * An action kind, a containment and a setting each describe their inputs with
 * a table of these; the form, the validation, the help and the man page check
 * are made from it.
 */
#ifndef RIPOSTE_MODEL_FIELD_H
#define RIPOSTE_MODEL_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

enum field_type {
    FIELD_TEXT,
    FIELD_TEMPLATE, /* text with @{…} expressions on the event */
    FIELD_LONG,     /* several lines, template */
    FIELD_NUMBER,
    FIELD_BOOL,
    FIELD_SPAN, /* 5m, 2h, 1d */
    FIELD_CHOICE,
    FIELD_SECRET, /* a reference: env:NAME, file:PATH … never a literal */
    FIELD_TYPE_N
};

struct field {
    const char *name;  /* key in JSON and files */
    const char *label; /* N_() */
    const char *help;  /* N_(), one sentence */
    enum field_type type;
    bool required;
    const char *fallback;       /* value when it is left empty; may be NULL */
    const char *const *choices; /* FIELD_CHOICE: NULL-terminated */
    const char *pattern; /* regular expression that the whole text must fit;
                            NULL: any */
};

/* Is @value (as text) acceptable?  ERR_INPUT names the field and says what is
 * expected. */
bool field_check(const struct field *field, struct str value, struct err *err);
/* Checks a whole object: unknown names (with the nearest), missing ones, each
 * value. */
bool field_check_all(const struct field *fields, size_t n,
                     const struct json *object, struct err *err);

#endif
