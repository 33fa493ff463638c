/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/wire_job.h"

#include <string.h>

#include "connect/hosts.h"
#include "model/limits.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

#define TIMEOUT (30 * WHEN_SECOND)
/* Slower than this for so long is a drip, not an answer. */
#define DRIP_BYTES   50L
#define DRIP_SECONDS 60L

void wire_call_init(struct wire_call *call)
{
    *call = (struct wire_call){0};
    secret_init(&call->address);
    secret_init(&call->authorization);
    secret_init(&call->form);
    secret_init(&call->password);
    for (size_t i = 0; i < REQUEST_HEADERS; i++)
        secret_init(&call->header[i]);
}

void wire_call_forget(struct wire_call *call)
{
    secret_done(&call->address);
    secret_done(&call->authorization);
    secret_done(&call->form);
    secret_done(&call->password);
    for (size_t i = 0; i < REQUEST_HEADERS; i++)
        secret_done(&call->header[i]);
}

void wire_call_done(struct wire_call *call)
{
    wire_call_forget(call);
    arena_free(call->arena);
    call->arena = NULL;
}

static void list_free(struct curl_slist **list)
{
    for (struct curl_slist *at = *list; at; at = at->next)
        secret_wipe(at->data, strlen(at->data));
    curl_slist_free_all(*list);
    *list = NULL;
}

/* Lets go of all that is curl's. */
void wire_job_land(CURLM *multi, struct wire_job *job)
{
    if (job->easy) {
        curl_multi_remove_handle(multi, job->easy);
        curl_easy_cleanup(job->easy);
        job->easy = NULL;
    }
    list_free(&job->headers);
    list_free(&job->recipients);
}

bool wire_is_mail(const struct wire_job *job)
{
    return strcmp(job->call.request->method, "MAIL") == 0;
}

bool wire_add_line(struct curl_slist **list, struct str line, struct err *err)
{
    struct curl_slist *longer;
    char *text;

    for (size_t i = 0; i < line.len; i++) {
        if ((unsigned char)line.at[i] < ' ' || line.at[i] == 0x7f)
            return err_set(err, ERR_INPUT,
                           _("A header of the request holds a line end or "
                             "another control character; it was not sent."));
    }
    text = mem_textn(line.at, line.len);
    longer = curl_slist_append(*list, text);
    secret_wipe(text, line.len);
    mem_free(text);
    if (!longer)
        die("out of memory");
    *list = longer;
    return true;
}

size_t wire_keep(struct wire_job *job, const char *at, size_t len)
{
    if (len > job->limit - job->response.body.len) {
        job->too_large = true;
        return 0;
    }
    buf_bytes(&job->response.body, at, len);
    return len;
}

/* Which schemes a job may speak; the wire has no way round this. */
static bool check_scheme(const struct wire_job *job, struct err *err)
{
    struct str scheme = job->url.scheme;
    const char *secure = wire_is_mail(job) ? "smtps" : "https";
    const char *clear = wire_is_mail(job) ? "smtp" : "http";

    if (str_eq_fold(scheme, str_of(secure)))
        return true;
    if (str_eq_fold(scheme, str_of(clear)) &&
        (job->call.starttls || hosts_near(&job->url)))
        return true;
    return err_set(err, ERR_DENIED,
                   _("Nothing is sent to %.*s://%.*s: without TLS riposte "
                     "speaks to this machine only."),
                   STR_ARG(scheme), STR_ARG(job->url.host));
}

static void set_tls(const struct wire_config *config, const char *ca_path,
                    CURL *easy)
{
    const char *ca_file = config->ca_file;

    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (ca_file && *ca_file) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
        if (ca_path)
            curl_easy_setopt(easy, CURLOPT_CAPATH, ca_path);
    }
}

static void set_route(const struct wire_config *config,
                      const struct wire_job *job)
{
    CURL *easy = job->easy;

#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https,smtp,smtps");
#else
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS,
                     CURLPROTO_HTTP | CURLPROTO_HTTPS | CURLPROTO_SMTP |
                         CURLPROTO_SMTPS);
#endif
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    if (hosts_near(&job->url) || wire_is_mail(job))
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    else if (config->proxy && *config->proxy)
        curl_easy_setopt(easy, CURLOPT_PROXY, config->proxy);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

/* A kept connection that has died makes curl send the request again by itself:
 * fine where that is the same as once.  A message that may be sent again is
 * there twice then, and whoever sends it must know. */
static bool may_come_twice(const struct request *request)
{
    const char *method = request->method;

    return request->reads ||
           (request->idempotent && strcmp(method, "POST") != 0 &&
            strcmp(method, "PATCH") != 0);
}

static void set_patience(const struct wire_config *config,
                         const struct wire_job *job)
{
    int64_t timeout = job->call.request->timeout;

    curl_easy_setopt(job->easy, CURLOPT_TIMEOUT_MS,
                     (long)(timeout > 0 ? timeout : TIMEOUT));
    curl_easy_setopt(job->easy, CURLOPT_CONNECTTIMEOUT_MS,
                     (long)config->connect_timeout);
    curl_easy_setopt(job->easy, CURLOPT_LOW_SPEED_LIMIT, DRIP_BYTES);
    curl_easy_setopt(job->easy, CURLOPT_LOW_SPEED_TIME, DRIP_SECONDS);
    curl_easy_setopt(job->easy, CURLOPT_FRESH_CONNECT,
                     may_come_twice(job->call.request) ? 0L : 1L);
}

bool wire_job_prepare(const struct wire_config *config, const char *ca_path,
                      struct wire_job *job, struct err *err)
{
    const struct request *request = job->call.request;
    const char *agent = config->agent;

    if (!url_parse(str_of(job->call.url), &job->url, err) ||
        !check_scheme(job, err))
        return false;
    job->limit = request->limit ? request->limit : LIMIT_RESPONSE;
    job->body = secret_empty(&job->call.form) ? request->body
                                              : secret_view(&job->call.form);
    if (job->body.len > LIMIT_REQUEST)
        return err_set(err, ERR_INPUT,
                       _("The request is larger than %d bytes and was not "
                         "sent."),
                       LIMIT_REQUEST);
    job->easy = curl_easy_init();
    if (!job->easy)
        die("out of memory");
    curl_easy_setopt(job->easy, CURLOPT_URL, job->call.url);
    curl_easy_setopt(job->easy, CURLOPT_PRIVATE, job);
    curl_easy_setopt(job->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(job->easy, CURLOPT_ERRORBUFFER, job->reason);
    curl_easy_setopt(job->easy, CURLOPT_USERAGENT,
                     agent && *agent ? agent : "riposte");
    set_tls(config, ca_path, job->easy);
    set_route(config, job);
    set_patience(config, job);
    return wire_is_mail(job) ? wire_mail_prepare(job, err)
                             : wire_http_prepare(job, err);
}
