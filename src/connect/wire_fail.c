/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire_fail.c - what libcurl's failures mean to a person.
 */
#include "connect/wire_job.h"
#include "util/text.h"
#include "util/utf8.h"

/* What curl says, for the person who can mend it. */
static const struct failure {
    CURLcode code;
    enum err_code means;
    const char *text; /* half a sentence on the host */
} failures[] = {
    {
        .code = CURLE_COULDNT_RESOLVE_HOST,
        .means = ERR_AGAIN,
        .text = N_("the host is not known; check its name and the "
                   "network"),
    },
    {
        .code = CURLE_COULDNT_RESOLVE_PROXY,
        .means = ERR_AGAIN,
        .text = N_("the proxy on the way is not known; check its name"),
    },
    {
        .code = CURLE_COULDNT_CONNECT,
        .means = ERR_AGAIN,
        .text = N_("nothing takes connections there; check host, port "
                   "and firewall"),
    },
    {
        .code = CURLE_OPERATION_TIMEDOUT,
        .means = ERR_AGAIN,
        .text = N_("there was no answer in time"),
    },
    {
        .code = CURLE_PEER_FAILED_VERIFICATION,
        .means = ERR_REMOTE,
        .text = N_("its TLS certificate is not trusted, so nothing was "
                   "sent; if it is right, add its authority to ca_file"),
    },
    {
        .code = CURLE_SSL_CACERT_BADFILE,
        .means = ERR_LOCAL,
        .text = N_("the authorities it is checked against cannot be "
                   "read; mend ca_file"),
    },
    {
        .code = CURLE_SSL_CONNECT_ERROR,
        .means = ERR_AGAIN,
        .text = N_("TLS could not be set up"),
    },
    {
        .code = CURLE_USE_SSL_FAILED,
        .means = ERR_REMOTE,
        .text = N_("it offers no STARTTLS, so nothing was sent"),
    },
    {
        .code = CURLE_LOGIN_DENIED,
        .means = ERR_DENIED,
        .text = N_("it does not accept user and password"),
    },
    {
        .code = CURLE_GOT_NOTHING,
        .means = ERR_AGAIN,
        .text = N_("it closed the connection without an answer"),
    },
    {
        .code = CURLE_PARTIAL_FILE,
        .means = ERR_AGAIN,
        .text = N_("its answer was cut short"),
    },
    {
        .code = CURLE_RECV_ERROR,
        .means = ERR_AGAIN,
        .text = N_("its answer was cut short"),
    },
    {
        .code = CURLE_SEND_ERROR,
        .means = ERR_AGAIN,
        .text = N_("the connection broke while the request was being "
                   "sent"),
    },
    {
        .code = CURLE_UNSUPPORTED_PROTOCOL,
        .means = ERR_REMOTE,
        .text = N_("it answers in a protocol that is not HTTP"),
    },
    {
        .code = CURLE_WEIRD_SERVER_REPLY,
        .means = ERR_REMOTE,
        .text = N_("it answers in a protocol that is not the expected "
                   "one"),
    },
};

static struct failure failure_find(CURLcode code)
{
    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        if (failures[i].code == code)
            return failures[i];
    }
    return (struct failure){.means = ERR_AGAIN,
                            .text = N_("the network library gave up")};
}

void wire_fail(const struct wire_job *job, CURLcode code, struct err *err)
{
    const struct failure failure = failure_find(code);
    struct buf host, reason;

    buf_init(&host);
    buf_init(&reason);
    utf8_visible(&host, job->url.host);
    utf8_visible(&reason,
                 str_of(*job->reason ? job->reason : curl_easy_strerror(code)));
    if (job->too_large || code == CURLE_FILESIZE_EXCEEDED)
        err_set(err, ERR_REMOTE,
                _("The answer of %s is larger than %zu bytes and was not "
                  "taken."),
                host.at, job->limit);
    else
        err_set(err, failure.means, _("The request to %s failed: %s (%s)."),
                host.at, _(failure.text), reason.at);
    buf_done(&host);
    buf_done(&reason);
}
