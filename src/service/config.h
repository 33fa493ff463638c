/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config.h - the settings: read once, checked whole, immutable afterwards.
 *
 * libconfig syntax.  Every setting is one row of the table in
 * config.c; the file, --set and the manual page are checked against it.
 * Unknown names are errors that name the nearest known one.  Secrets stay
 * references until they are used.
 *
 * Thread: immutable once loaded; share it freely.
 */
#ifndef RIPOSTE_SERVICE_CONFIG_H
#define RIPOSTE_SERVICE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "connect/connector.h"
#include "model/containment.h"
#include "model/demand.h"
#include "model/role.h"
#include "model/rule.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/json.h"

/* One source: its row in connect/sources.c, and its settings by field name. */
struct config_source {
    const char *kind; /* "defender-alerts" … */
    const struct json *with;
};

/* One of connect/hosts.h: "arm", "graph_scope" … with its value. */
struct config_host {
    const char *name;
    const char *value;
};

/* A named list of texts, for watchlist('name') in queries. */
struct config_list {
    const char *name;
    const struct str *texts;
    size_t n;
};

/* A list of texts: addresses, names. */
struct config_texts {
    const char *const *items;
    size_t n;
};

/* "context.verb" with its keys. */
struct config_key {
    const char *context;
    const char *verb;
    const char *keys;
};

struct config {
    struct arena *arena;
    const char *path; /* "" when there is no file */

    const char *store; /* URL or path of the store */
    const char *log_file;
    const char *log_level; /* "debug", "info", "warn", "error" */
    bool utc;
    const char *theme;
    bool mouse;
    bool bell; /* and notifications of the terminal */

    const char *cloud;               /* "public", "usgov", "china" */
    const struct config_host *hosts; /* replace the cloud's own */
    size_t n_hosts;
    const char *ca_file; /* one more authority, beside the system's */
    const char *proxy;

    const char
        *identity; /* "secret", "device", "managed", "federated", "cli" */
    const char *tenant;
    const char *client_id;
    const char *client_secret; /* reference */
    const char *token_file;    /* federated; "" = AZURE_FEDERATED_TOKEN_FILE */
    const char *const *subscriptions;
    size_t n_subscriptions;

    struct config_source *sources;
    size_t n_sources;

    const char *mail_server; /* "smtp://host:587"; "" = no mail */
    const char *mail_from;
    const char *mail_user;
    const char *mail_password; /* reference */
    bool mail_starttls;        /* false is refused but on loopback */

    struct connectors connectors; /* for tickets and messages */
    int64_t ticket_follow;        /* open tickets are looked at so often */
    int64_t permits_every;        /* permissions are asked for so often */

    struct demand demand;           /* of all approvals, */
    struct demand demands[CLASS_N]; /* and of those of one class */
    int64_t confirm_within;         /* break-glass */
    struct config_texts approval_mail;
    struct config_texts approval_connectors; /* Teams, Slack */
    struct config_texts escalation_mail;     /* none: those above */
    struct config_texts escalation_connectors;
    int64_t notify_window; /* at most one notice in it */
    enum four_eyes four_eyes;
    struct role_members roles[ROLE_N]; /* nobody in any: no roles are set */
    const char *containment_dir; /* the user's own catalogue files; "" none */
    int64_t drift_check;      /* containments are looked at so often; 0 never */
    int64_t containment_warn; /* so long before the end of one */
    const struct quota *budget; /* containments over all rules */
    size_t n_budget;
    const char *const *protect; /* entries of engine/protect.h */
    size_t n_protect;
    const char *scripts; /* directory of scripts; "" none */
    int64_t retention;
    int64_t run_patience; /* until a run that does not move is named */
    int per_host;         /* requests at once */

    const char *audit_key;         /* reference; "" none */
    struct config_texts audit_old; /* keys that older records have */
    int64_t audit_checkpoint;      /* how often */
    const char *audit_syslog;      /* "/dev/log", "udp:ADDRESS:PORT"; "" none */
    const char *audit_file;        /* checkpoints go there too; "" none */

    const struct config_key *keys;
    size_t n_keys;

    const struct config_list **watchlists; /* NULL ends */
    const char *watchlist_dir; /* files of lists; "": beside the settings */
    const char *view_dir;      /* saved views that are shared */
};

/* Defaults, then the file: @path, else the places of riposte.conf(5); then
 * each "name=value" of @sets (NULL-terminated, may be NULL).  No file at all is
 * fine unless @path or $RIPOSTE_CONFIG names it.  ERR_INPUT with file, line
 * and the nearest name. */
bool config_load(const char *path, const char *const *sets, struct config **out,
                 struct err *err);
void config_free(struct config *config);

/* Every setting that has one value, and the digest of the file, for the audit
 * log; secrets are references.  Yours. */
struct json *config_facts(const struct config *config);

/* The table of settings, for help and the check of riposte.conf(5). */
struct setting_help {
    const char *name; /* "cloud.arm" */
    const char *help;
    const char *fallback;
};
size_t config_settings(const struct setting_help **out);

#endif
