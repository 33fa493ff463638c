/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire_mail.c - how a mail is handed to an SMTP server.
 */
#include <string.h>

#include "connect/wire_job.h"
#include "model/limits.h"
#include "util/text.h"

/* Lines of the conversation that are kept: the last answer is what counts. */
#define REPLY_SIZE 512

static size_t on_reply(char *at, size_t size, size_t n, void *with)
{
    struct wire_job *job = with;
    size_t len = size * n;

    job->header_bytes += len;
    if (job->header_bytes > LIMIT_HEADERS) {
        job->too_large = true;
        return 0;
    }
    /* The goodbye comes after the answer that counts. */
    if (len >= 3 && memcmp(at, "221", 3) == 0)
        return len;
    buf_clear(&job->response.body);
    buf_bytes(&job->response.body, at, len < REPLY_SIZE ? len : REPLY_SIZE);
    return len;
}

static size_t on_feed(char *at, size_t size, size_t n, void *with)
{
    struct wire_job *job = with;
    struct str part = str_sub(job->body, job->fed, size * n);

    if (part.len)
        memcpy(at, part.at, part.len);
    job->fed += part.len;
    return part.len;
}

static size_t on_nothing(char *at, size_t size, size_t n, void *with)
{
    (void)at;
    (void)with;
    return size * n;
}

static bool add_recipients(struct wire_job *job, struct err *err)
{
    const char *const *to = job->call.request->mail_to;

    for (size_t i = 0; to[i]; i++) {
        if (!wire_add_line(&job->recipients, str_of(to[i]), err))
            return false;
    }
    return true;
}

bool wire_mail_prepare(struct wire_job *job, struct err *err)
{
    const struct wire_call *call = &job->call;
    CURL *easy = job->easy;

    if (!add_recipients(job, err))
        return false;
    /* ALL, since TRY would go on in clear text. */
    curl_easy_setopt(easy, CURLOPT_USE_SSL,
                     (long)(call->starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (call->user && *call->user) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, call->user);
        curl_easy_setopt(easy, CURLOPT_PASSWORD,
                         secret_empty(&call->password) ? ""
                                                       : call->password.bytes);
    }
    if (job->recipients) {
        curl_easy_setopt(easy, CURLOPT_MAIL_FROM, call->request->mail_from);
        curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, job->recipients);
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE,
                         (curl_off_t)job->body.len);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_feed);
        curl_easy_setopt(easy, CURLOPT_READDATA, job);
    } else {
        /* Mail to nobody: does the server take our TLS and sign-in? */
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "NOOP");
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    }
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_reply);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, job);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_nothing);
    return true;
}

void wire_mail_end(struct wire_job *job, CURLcode code)
{
    long status = 0;

    curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
    job->response.sent = job->fed > 0;
    /* A no of the server is an answer; a cut line is not. */
    if (code == CURLE_OK || (status >= 400 && status < 600))
        job->response.status = (int)status;
    else
        wire_fail(job, code, &job->response.failure);
}
