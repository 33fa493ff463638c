/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gen_text.h - the words that invented alerts are made of.
 *
 * Detections carry the identifiers and names that Microsoft publishes; what
 * they say of themselves is the sandbox's own.  Every text is already escaped
 * for JSON, so that a million alerts are written without looking at them.
 *
 * Addresses are of the documentation ranges (RFC 5737), names end in
 * contoso.example.
 */
#ifndef RIPOSTE_SANDBOX_GEN_TEXT_H
#define RIPOSTE_SANDBOX_GEN_TEXT_H

#include <stddef.h>

/* The kinds of thing that an alert can be about. */
enum gen_kind {
    GEN_VM,
    GEN_STORAGE,
    GEN_SUBSCRIPTION,
    GEN_SQL,
    GEN_AKS,
    GEN_VAULT,
    GEN_WEB,
    GEN_COSMOS,
    GEN_API,
    GEN_AI,
    GEN_ADDRESS,
    GEN_KIND_N
};

struct gen_kind_text {
    const char *provider; /* ARM type; "" for the subscription itself */
    const char *prefix;   /* of invented names */
    const char *bundle;   /* of sample alerts (FACTS 4), or NULL */
};
extern const struct gen_kind_text gen_kinds[GEN_KIND_N];

enum { GEN_INFORMATIONAL, GEN_LOW, GEN_MEDIUM, GEN_HIGH, GEN_SEVERITY_N };
extern const char *const gen_severities[GEN_SEVERITY_N];

struct gen_type {
    const char *id;    /* alertType */
    const char *title; /* alertDisplayName */
    const char *text;
    const char *intent;
    const char *plan;       /* productComponentName */
    const char *techniques; /* JSON texts, comma-separated */
    enum gen_kind kind;
    unsigned char weight[GEN_SEVERITY_N]; /* percent */
    unsigned char is_incident;
    const char *blob; /* container and name of the one that it is about */
};
extern const struct gen_type gen_types[];
extern const size_t gen_types_n;

struct gen_process {
    const char *dir;
    const char *separator;
    const char *file;
};
extern const struct gen_process gen_processes[];
extern const size_t gen_processes_n;

struct gen_place {
    const char *country, *state, *city;
    const char *longitude, *latitude;
    int asn;
};
extern const struct gen_place gen_places[];
extern const size_t gen_places_n;

extern const char *const gen_users[];
extern const size_t gen_users_n;
extern const char *const gen_commands[];
extern const size_t gen_commands_n;
extern const char *const gen_regions[];
extern const size_t gen_regions_n;
extern const char *const gen_steps[];
extern const size_t gen_steps_n;
/* What an attacker writes into fields that he controls. */
extern const char *const gen_hostile[];
extern const size_t gen_hostile_n;

/* The detection of that identifier, without case; NULL when unknown. */
const struct gen_type *gen_type_find(const char *id);

#endif
