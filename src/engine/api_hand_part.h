/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_hand_part.h - between the hands of connectors only: how one is written.
 *
 * Most are requests: api_put_request() says what is asked, as whom, and where;
 * then come headers and body.
 */
#ifndef RIPOSTE_ENGINE_API_HAND_PART_H
#define RIPOSTE_ENGINE_API_HAND_PART_H

#include "engine/api_hand.h"
#include "util/buf.h"

/* What is being made. */
struct api_making {
    const struct api_ask *ask;
    const struct api *api; /* NULL: no connector */
    struct str path;       /* as it is filled in, without its query */
    struct arena *arena;
    struct json *with; /* in @arena */
    struct api_act *act;
};

/* What is being answered. */
struct api_answering {
    const struct api_ask *ask;
    const struct api_came *came;
    struct arena *arena;
    struct json *outputs; /* an object; to be changed */
    struct wdl_answer *out;
};

struct api_hand {
    bool (*ask)(struct api_making *making, struct err *err);
    /* What a success gives; NULL: what came, as it is. */
    void (*answer)(struct api_answering *answering);
};

/* Says in the fields what the class has turned out to be, for the kinds of
 * action that have such a field: whether it is sent again when its answer is
 * lost hangs on it.  The class must be known by then. */
void api_put_class(struct api_making *making);
/* A request signed with the token of @audience ("none": not at all), or as the
 * settings say of a connector of the kind @connector (NULL: none).  @method
 * NULL: as the playbook says.  @url is absolute or a path. */
void api_put_request(struct api_making *making, const char *method,
                     const char *audience, const char *connector,
                     struct str url);
void api_put_header(struct api_making *making, const char *name,
                    struct str value);
/* The same of a header that a playbook says; it may name one of its secrets. */
bool api_put_given_header(struct api_making *making, const char *name,
                          struct str value, struct err *err);
/* JSON as it is written, a text as it is; NULL: none. */
void api_put_body(struct api_making *making, const struct json *body);

/* A member of the inputs, "body.Message.To"; NULL: it is not there. */
const struct json *api_input(const struct api_making *making, const char *path);
/* The same as a text; numbers too. */
struct str api_input_text(const struct api_making *making, const char *path);

/* A part of the path, from 0, with @times percent-encodings taken off; empty
 * when there is none. */
struct str api_part(const struct api_making *making, size_t number,
                    unsigned times);
struct str api_decoded(struct str text, unsigned times, struct arena *arena);
/* Appends what may stand in an address: blanks and others are encoded, what
 * is encoded stays.  So is "#", behind which nothing would be sent: another
 * request than the one that was judged.  ERR_INPUT: it steps out of its place
 * (".."), or holds control characters. */
bool api_address_put(struct str text, struct buf *out, struct err *err);
/* Appends "?a=b&c=d"; those in @skip, which NULL ends, are left out. */
void api_queries_put(const struct json *queries, const char *const *skip,
                     struct buf *out);
/* What people read of HTML: its text, a line for each paragraph. */
struct str api_plain(struct str html, struct arena *arena);

extern const struct api_hand api_hand_approval;
extern const struct api_hand api_hand_arm;
extern const struct api_hand api_hand_blob;
extern const struct api_hand api_hand_collector;
extern const struct api_hand api_hand_devops;
extern const struct api_hand api_hand_devops_any;
extern const struct api_hand api_hand_endpoint;
extern const struct api_hand api_hand_function;
extern const struct api_hand api_hand_graph;
extern const struct api_hand api_hand_http;
extern const struct api_hand api_hand_jira;
extern const struct api_hand api_hand_logs;
extern const struct api_hand api_hand_chart;
extern const struct api_hand api_hand_mail;
extern const struct api_hand api_hand_sendgrid;
extern const struct api_hand api_hand_servicenow;
extern const struct api_hand api_hand_slack;
extern const struct api_hand api_hand_table;
extern const struct api_hand api_hand_teams;
extern const struct api_hand api_hand_vault;
extern const struct api_hand api_hand_workflow;

#endif
