/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * answers.h - responses made of a row of a test's table.
 */
#ifndef RIPOSTE_TESTS_CONNECT_ANSWERS_H
#define RIPOSTE_TESTS_CONNECT_ANSWERS_H

#include "model/http.h"

/* An answer with a status and a body; done with response_done(). */
static inline void answer_make(struct response *out, int status,
                               const char *body)
{
    response_init(out);
    out->status = status;
    out->sent = true;
    buf_text(&out->body, body ? body : "");
}

/* No answer: why, and whether bytes had gone out. */
static inline void answer_lost(struct response *out, enum err_code code,
                               bool sent)
{
    response_init(out);
    out->sent = sent;
    err_set(&out->failure, code, "the line was cut");
}

#endif
