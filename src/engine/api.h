/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api.h - what the connectors of Logic Apps can do, and who would do it here.
 *
 * A connector is a table: method and path of each operation, what it does to
 * the world, and the kind of action that carries it out.  Adding one is one
 * file, api_NAME.c, and its line in api.c.  An operation that is in no table
 * is not carried out, which is said by name when a playbook is read; whoever
 * uses a connector of api_elsewhere.c can be gone through nevertheless.
 *
 * What is asked of Azure by a plain request has its class from the method, the
 * address and the catalogue of containments: one that the catalogue has is as
 * reversible as it is there, anything else that changes something counts as
 * irreversible.
 *
 * Thread: any; tables are constant.
 * Memory: none, but where an arena is handed in.
 */
#ifndef RIPOSTE_ENGINE_API_H
#define RIPOSTE_ENGINE_API_H

#include "model/containment.h"
#include "util/arena.h"
#include "util/buf.h"

struct api_hand;

/* One operation.  In a path * stands for what has no slash in it. */
struct api_op {
    const char *method; /* "post"; "": a webhook that is subscribed to */
    const char *path;
    const char *title; /* N_() */
    enum action_class class;
    const char *kind;            /* row of connect/actions.c */
    const char *contain;         /* entry of the catalogue; NULL: none */
    bool asks_azure;             /* its class is that of the request it makes */
    const struct api_hand *hand; /* NULL: that of its connector */
};

struct api {
    const char *name; /* that of the managed API: "office365" */
    const char *title;
    const struct api_op *ops; /* ends without path */
    const struct api_hand *hand;
    /* What must stand in the settings for it: a kind of connector, or "mail";
     * NULL: nothing but the identity. */
    const char *needs;
};

/* By name, without case, with or without "shared_"; NULL: there is none. */
const struct api *api_find(struct str name);
/* Without "shared_". */
struct str api_bare(struct str name);
/* Why a connector that is known does not carry out here what no table has of
 * it, translated; NULL: it is not known as such. */
const char *api_elsewhere(struct str name);
/* All of them; NULL behind the last. */
const struct api *api_at(size_t number);
/* @path as api_path_put() writes it. */
const struct api_op *api_op_find(const struct api *api, struct str method,
                                 struct str path);

/* A path or address as far as it is known before it runs: each expression
 * becomes API_UNKNOWN, but a plain text that is encoded becomes itself. */
#define API_UNKNOWN '\001'
void api_path_put(struct str text, struct buf *out);
/* The same for people: with * for what is not known. */
const char *api_path_shown(struct str path, struct arena *arena);

/* A plain request. */
struct api_request {
    struct str method;
    struct str uri;          /* as api_path_put() writes it */
    const struct json *body; /* with expressions */
    struct str audience;     /* that it signs in for; "" */
};
struct api_judgement {
    enum action_class class;
    const char *contain; /* the entry of the catalogue that it is; NULL */
    enum audience audience;
    bool known; /* riposte can sign in there, or need not */
};
/* @signs_in: with the identity of the workflow.  @catalogue may be NULL. */
/* The service that a host belongs to, by the end of its name. */
bool api_host_audience(struct str host, enum audience *out);
struct api_judgement api_request_judge(const struct api_request *request,
                                       bool signs_in,
                                       const struct catalogue *catalogue);

/* One table each. */
extern const struct api api_arm;
extern const struct api api_approvals;
extern const struct api api_azureautomation;
extern const struct api api_azuread;
extern const struct api api_azureadip;
extern const struct api api_azureblob;
extern const struct api api_azuretables;
extern const struct api api_azurevm;
extern const struct api api_devops;
extern const struct api api_gmail;
extern const struct api api_jira;
extern const struct api api_keyvault;
extern const struct api api_logcollector;
extern const struct api api_logs;
extern const struct api api_logs_old;
extern const struct api api_office365;
extern const struct api api_office365users;
extern const struct api api_outlook;
extern const struct api api_riposte;
extern const struct api api_sendgrid;
extern const struct api api_servicenow;
extern const struct api api_sharepoint;
extern const struct api api_slack;
extern const struct api api_smtp;
extern const struct api api_teams;
extern const struct api api_wdatp;

#endif
