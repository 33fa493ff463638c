/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire_job.h - one request on its way: what the files of the wire share.
 *
 * Only wire*.c include it, since it speaks libcurl.
 */
#ifndef RIPOSTE_CONNECT_WIRE_JOB_H
#define RIPOSTE_CONNECT_WIRE_JOB_H

#include <curl/curl.h>

#include "connect/wire.h"
#include "util/url.h"

struct wire_job {
    uint64_t id;
    struct wire_call call;
    struct response response;
    struct wire_job *next;
    struct url url; /* parts of call.url */
    CURL *easy;     /* NULL until it is started */
    struct curl_slist *headers;
    struct curl_slist *recipients;
    struct str body; /* what is sent; borrowed from the call */
    size_t fed;      /* bytes of it that went out (mail) */
    size_t limit;    /* of the answer */
    size_t header_bytes;
    bool too_large; /* the answer is */
    char reason[CURL_ERROR_SIZE];
};

/* Fills job->easy.  What may not be sent is ERR_INPUT or ERR_DENIED. */
bool wire_job_prepare(const struct wire_config *config, const char *ca_path,
                      struct wire_job *job, struct err *err);
/* Lets go of all that is curl's. */
void wire_job_land(CURLM *multi, struct wire_job *job);
void wire_call_forget(struct wire_call *call); /* its secrets */

/* The options that differ: how to say it, what to keep of the answer. */
bool wire_http_prepare(struct wire_job *job, struct err *err);
bool wire_mail_prepare(struct wire_job *job, struct err *err);
bool wire_is_mail(const struct wire_job *job);
/* What curl's code means to a person; the host is named, no URL. */
void wire_fail(const struct wire_job *job, CURLcode code, struct err *err);
/* Status and `sent` of what has ended, well or not. */
void wire_http_end(struct wire_job *job, CURLcode code);
void wire_mail_end(struct wire_job *job, CURLcode code);

/* Adds a line, refusing one that would be two. */
bool wire_add_line(struct curl_slist **list, struct str line, struct err *err);
/* Collects the answer; more than job->limit ends the transfer. */
size_t wire_keep(struct wire_job *job, const char *at, size_t len);

#endif
