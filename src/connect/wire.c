/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/wire.h"

#include <sys/stat.h>

#include "connect/wire_job.h"
#include "model/limits.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

#define CONNECT_TIMEOUT (10 * WHEN_SECOND)
#define SLEEPERS        8 /* descriptors that a caller may add to a sleep */

struct line {
    struct wire_job *first;
    struct wire_job **last;
};

struct wire {
    CURLM *multi;
    struct wire_config config;
    const char *ca_path; /* where the system keeps its authorities */
    uint64_t ids;
    struct line waiting;
    struct line flying;
    struct line done;
    size_t n_flying;
};

static void line_init(struct line *line)
{
    line->first = NULL;
    line->last = &line->first;
}

static void line_put(struct line *line, struct wire_job *job)
{
    job->next = NULL;
    *line->last = job;
    line->last = &job->next;
}

/* Takes the job that *at points to out of the line. */
static struct wire_job *line_pull(struct line *line, struct wire_job **at)
{
    struct wire_job *job = *at;

    *at = job->next;
    if (!job->next)
        line->last = at;
    job->next = NULL;
    return job;
}

static void job_free(struct wire *wire, struct wire_job *job)
{
    wire_job_land(wire->multi, job);
    wire_call_done(&job->call);
    response_done(&job->response);
    mem_free(job);
}

static void line_free(struct wire *wire, struct line *line)
{
    while (line->first)
        job_free(wire, line_pull(line, &line->first));
}

/* A file given takes the place of curl's own bundle, so that the system's
 * authorities are taken from their directory. */
static const char *system_ca_path(void)
{
    static const char *const places[] = {"/etc/ssl/certs",
                                         "/etc/pki/tls/certs"};
    struct stat found;

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (stat(places[i], &found) == 0 && S_ISDIR(found.st_mode))
            return places[i];
    }
    return NULL;
}

bool wire_new(const struct wire_config *config, struct wire **out,
              struct err *err)
{
    struct wire *wire;
    CURLM *multi = NULL;

    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        multi = curl_multi_init();
    if (!multi)
        return err_set(err, ERR_LOCAL,
                       _("The network library does not start on this "
                         "machine."));
    wire = mem_new(sizeof(*wire));
    wire->multi = multi;
    wire->config = *config;
    wire->ca_path = system_ca_path();
    if (wire->config.connect_timeout <= 0)
        wire->config.connect_timeout = CONNECT_TIMEOUT;
    if (wire->config.per_host <= 0)
        wire->config.per_host = LIMIT_IN_FLIGHT_HOST;
    line_init(&wire->waiting);
    line_init(&wire->flying);
    line_init(&wire->done);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)LIMIT_IN_FLIGHT);
    *out = wire;
    return true;
}

void wire_free(struct wire *wire)
{
    if (!wire)
        return;
    line_free(wire, &wire->waiting);
    line_free(wire, &wire->flying);
    line_free(wire, &wire->done);
    curl_multi_cleanup(wire->multi);
    curl_global_cleanup();
    mem_free(wire);
}

uint64_t wire_send(struct wire *wire, struct wire_call *take_call)
{
    struct wire_job *job = mem_new(sizeof(*job));

    job->id = ++wire->ids;
    job->call = *take_call;
    wire_call_init(take_call);
    response_init(&job->response);
    line_put(&wire->waiting, job);
    return job->id;
}

static void job_end(struct wire *wire, struct wire_job *job)
{
    job->response.ended = when_now();
    wire_job_land(wire->multi, job);
    wire_call_forget(&job->call);
    line_put(&wire->done, job);
}

static void job_start(struct wire *wire, struct wire_job *job)
{
    job->response.began = when_now();
    if (!wire_job_prepare(&wire->config, wire->ca_path, job,
                          &job->response.failure)) {
        job_end(wire, job);
        return;
    }
    if (curl_multi_add_handle(wire->multi, job->easy) != CURLM_OK)
        die("libcurl refuses a request");
    line_put(&wire->flying, job);
    wire->n_flying++;
}

/* How many are under way to the same place? */
static int busy_with(const struct wire *wire, const struct wire_job *job)
{
    struct str url = str_of(job->call.url);
    int n = 0;

    for (const struct wire_job *at = wire->flying.first; at; at = at->next) {
        if (url_same_origin(str_of(at->call.url), url))
            n++;
    }
    return n;
}

static void start_waiting(struct wire *wire)
{
    struct wire_job **at = &wire->waiting.first;

    while (*at && wire->n_flying < LIMIT_IN_FLIGHT) {
        if (busy_with(wire, *at) < wire->config.per_host)
            job_start(wire, line_pull(&wire->waiting, at));
        else
            at = &(*at)->next;
    }
}

static void take_flying(struct wire *wire, const struct wire_job *job)
{
    struct wire_job **at = &wire->flying.first;

    while (*at != job)
        at = &(*at)->next;
    line_pull(&wire->flying, at);
    wire->n_flying--;
}

static void job_landed(struct wire *wire, struct wire_job *job, CURLcode code)
{
    take_flying(wire, job);
    if (wire_is_mail(job))
        wire_mail_end(job, code);
    else
        wire_http_end(job, code);
    job_end(wire, job);
}

void wire_work(struct wire *wire)
{
    int running, left;
    CURLMsg *message;

    start_waiting(wire);
    curl_multi_perform(wire->multi, &running);
    while ((message = curl_multi_info_read(wire->multi, &left)) != NULL) {
        struct wire_job *job = NULL;

        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &job);
        job_landed(wire, job, message->data.result);
    }
    start_waiting(wire);
}

void wire_poll(struct wire *wire, int milliseconds, struct pollfd *extra,
               size_t n)
{
    struct curl_waitfd more[SLEEPERS] = {{0}};

    n = n < SLEEPERS ? n : SLEEPERS;
    for (size_t i = 0; i < n; i++)
        more[i] =
            (struct curl_waitfd){.fd = extra[i].fd, .events = CURL_WAIT_POLLIN};
    curl_multi_poll(wire->multi, more, (unsigned)n, milliseconds, NULL);
    for (size_t i = 0; i < n; i++)
        extra[i].revents = more[i].revents ? POLLIN : 0;
}

static void job_give(struct wire *wire, struct wire_job *job,
                     struct wire_done *out)
{
    out->call = job->call;
    out->response = job->response;
    wire_job_land(wire->multi, job);
    mem_free(job);
}

bool wire_take(struct wire *wire, struct wire_done *out)
{
    if (!wire->done.first)
        return false;
    job_give(wire, line_pull(&wire->done, &wire->done.first), out);
    return true;
}
