/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * judge.h - what an answer means where no service has rules of its own: lost
 * answers, throttling, busy gateways, errors of the usual JSON shape.
 *
 * arm.h adds long-running operations; actions add what they alone know.
 *
 * Thread: any; pure.
 */
#ifndef RIPOSTE_CONNECT_JUDGE_H
#define RIPOSTE_CONNECT_JUDGE_H

#include "model/http.h"

/* Sets verdict and sentence, made harmless and cut at a character. */
void judge_say(struct judgement *out, enum verdict verdict, const char *fmt,
               ...) __attribute__((format(printf, 3, 4)));
/* Appends what an error body of the usual shape says, "CODE: message", one
 * line, harmless: {"error":{"code","message"}} in any case, also flat.  False
 * when it says nothing: HTML, or empty (FACTS 3). */
bool judge_reason(const struct response *response, struct buf *out);

/* Graph, Defender for Endpoint, vaults, storage, token endpoints: 2xx is done;
 * 408, 425, 429 and 5xx retry; everything else is a final no.  A lost answer
 * is retried when nothing had been sent or the request may be repeated, and
 * is UNKNOWN otherwise; so are 502 and 504, where a gateway cannot tell. */
void judge_rest(const struct request *request, const struct response *response,
                struct judgement *out);
/* The same for a webhook (FACTS 15), whose error body is nobody's business:
 * the first words of it are quoted. */
void judge_webhook(const struct request *request,
                   const struct response *response, struct judgement *out);
/* The same for a service whose errors have a shape of their own: @reason
 * appends what the body says, harmless, and is false when it says nothing. */
void judge_with(const struct request *request, const struct response *response,
                bool (*reason)(const struct response *response,
                               struct buf *out),
                struct judgement *out);
/* Appends the beginning of hostile text, made harmless, on one line. */
void judge_quote(struct str text, struct buf *out);
/* SMTP: 2xx done, 4xx retry, 5xx refused. */
void judge_mail(const struct request *request, const struct response *response,
                struct judgement *out);

#endif
