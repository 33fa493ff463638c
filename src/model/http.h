/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * http.h - a request to send and the response that came, as plain values.
 *
 * A source or an action builds a request and judges a response; connect/wire.h
 * carries them.  Secrets are never in a request: it names the audience whose
 * token is put in when it is sent, and secret header values are references.
 *
 * Memory: a request lives in its arena; a response owns its bytes.
 */
#ifndef RIPOSTE_MODEL_HTTP_H
#define RIPOSTE_MODEL_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/json.h"

/* Whose token a request carries (FACTS 2); hosts come from configuration. */
enum audience {
    AUDIENCE_NONE, /* no token: webhooks, links with their own signature */
    AUDIENCE_ARM,
    AUDIENCE_GRAPH,
    AUDIENCE_ENDPOINT,
    AUDIENCE_VAULT,
    AUDIENCE_STORAGE,
    AUDIENCE_FLOW, /* triggers of Power Automate */
    AUDIENCE_LOGS, /* queries of Log Analytics */
    AUDIENCE_N
};
const char *audience_name(enum audience audience);
bool audience_parse(struct str text, enum audience *out);

#define REQUEST_HEADERS 16

/* How the token of a connector is got from the system itself (OAuth 2.0). */
struct oauth {
    const char *url;   /* where */
    const char *grant; /* "password" or "refresh_token" */
    const char *client_id;
    const char *client_secret; /* reference */
    const char *user;          /* "" none */
    const char *secret;        /* reference: to the password or the token */
};

struct request {
    const char *method; /* "GET" …; "MAIL" for a message to send by SMTP,
                           "RUN" for a program, "LOCAL": done here */
    const char *url; /* absolute, or a path ("/subscriptions/…") on the host
                        of its audience */
    const char *headers[REQUEST_HEADERS]; /* "Name: value", NULL ends; a value
                                             may be a secret reference */
    struct str body;
    /* References to secrets, NULL: none.  They are fetched when it is sent. */
    bool hidden_url;    /* `url` is one: a webhook's address is its key */
    const char *secret; /* signs in: Basic with `user`, Bearer without */
    const char *user;   /* NULL or "": none */
    const struct oauth *oauth; /* signs in with a token got by it */
    bool shared_key;     /* `secret` is the key of a workspace of Log Analytics,
                            `user` its id: signs instead of signing in */
    const char *in_body; /* stands in the body as a JSON text: the first such
                            text becomes the secret */
    enum audience audience;
    bool idempotent; /* may be repeated after a lost answer */
    bool reads;      /* changes nothing, though its method is not GET */
    bool hides;      /* what is answered holds secrets: it is not stored */
    const char *key; /* client request id / idempotency key, a GUID */
    int64_t timeout; /* milliseconds; 0 = default (30 s) */
    size_t limit;    /* bytes of answer; 0 = LIMIT_RESPONSE */
    /* "RUN" only: a program with its arguments, NULL ends; the body is its
     * input.  When it comes to its end: status 200 and what it printed. */
    const char *const *argv;
    const char *directory; /* where it runs */
    /* "MAIL" only */
    const char *mail_from;
    const char *const *mail_to; /* NULL ends */
};

struct response {
    int status;         /* HTTP or SMTP; 0 when there was no answer */
    bool sent;          /* bytes went out: it may have been done */
    struct err failure; /* why there was no answer; code ERR_NONE if there
                           was one */
    struct buf body;
    int64_t retry_after;  /* milliseconds from the answer; -1 when not said */
    char operation[8192]; /* Azure-AsyncOperation (FACTS 3) */
    char location[8192];
    char request_id[128]; /* x-ms-request-id, for support */
    char challenge[1024]; /* WWW-Authenticate */
    char run_id[128];     /* x-ms-workflow-run-id */
    char etag[128];
    struct json *headers; /* of HEAD: all, names in small letters; NULL */
    int64_t began;
    int64_t ended;
};
void response_init(struct response *response);
void response_done(struct response *response);

/* What an answer means; the one vocabulary for sources, actions, dispatch. */
enum verdict {
    VERDICT_DONE,   /* it is so */
    VERDICT_FOLLOW, /* accepted; ask `next` after `wait` */
    VERDICT_NEXT,  /* its part is done: the action's turn `turn` after `wait` */
    VERDICT_RETRY, /* not now: the same again after `wait` (0: backoff) */
    VERDICT_REFUSED, /* final no */
    VERDICT_UNKNOWN, /* it may have been done; nobody can tell from here */
    VERDICT_N
};
struct judgement {
    enum verdict verdict;
    int64_t wait;    /* milliseconds */
    char next[8192]; /* VERDICT_FOLLOW: the URL to ask */
    char text[512];  /* one sentence: what the service said */
    /* VERDICT_NEXT, and DONE for what was learnt last. */
    int turn;
    struct json *learnt; /* members to be remembered with the step, and shown;
                            owned; NULL: nothing */
    char pass[8192];     /* a secret for the next turn (a callback URL): kept in
                            memory only */
};

/* Method, URL and body as one text for journal, screen and digest: secret
 * values masked, members in order. */
struct json *request_to_json(const struct request *request);
struct json *response_to_json(const struct response *response);
/* A copy of any JSON with the same values masked. */
struct json *json_masked(const struct json *json);

#endif
