/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/gate_job.h"

#include <string.h>

#include "connect/shared_key.h"
#include "model/limits.h"
#include "util/digest.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* Places of an errand's secrets behind those of the headers. */
#define PLACE_PASSWORD REQUEST_HEADERS
#define PLACE_KEY      (REQUEST_HEADERS + 1)
#define PLACE_URL      (REQUEST_HEADERS + 2)
#define PLACE_SIGN_IN  (REQUEST_HEADERS + 3)
#define PLACE_BODY     (REQUEST_HEADERS + 4)

struct gate_job *gate_job_new(struct gate *gate, struct arena *take_arena,
                              const struct request *request)
{
    struct gate_job *job = mem_new(sizeof(*job));
    struct gate_job **last = &gate->jobs;

    while (*last)
        last = &(*last)->next;
    *last = job;
    job->id = ++gate->ids;
    job->arena = take_arena;
    job->request = request;
    response_init(&job->response);
    wire_call_init(&job->call);
    return job;
}

void gate_job_free(struct gate_job *job)
{
    wire_call_done(&job->call);
    arena_free(job->arena);
    response_done(&job->response);
    mem_free(job);
}

bool gate_job_ordered(const struct gate_job *job)
{
    return job->order != AUDIENCE_NONE || job->grant;
}

/* It has come to its end; a token ordered is handed to tokens.c. */
static void gate_job_end(struct gate *gate, struct gate_job *job)
{
    job->stage = STAGE_DONE;
    if (job->grant)
        grant_answer(job->grant, &job->response, when_now());
    if (job->order != AUDIENCE_NONE)
        tokens_answer(gate->tokens, job->order, &job->response, when_now());
}

void gate_job_fail(struct gate *gate, struct gate_job *job)
{
    job->stage = STAGE_DONE;
    job->response.status = 0;
    job->response.ended = when_now();
    if (job->grant)
        grant_fail(job->grant, &job->response.failure, when_now());
    if (job->order != AUDIENCE_NONE)
        tokens_fail(gate->tokens, job->order, &job->response.failure,
                    when_now());
}

static bool is_mail(const struct gate_job *job)
{
    return strcmp(job->request->method, "MAIL") == 0;
}

static bool script_send(struct gate *gate, struct gate_job *job)
{
    struct errand *errand = errand_new(job->id);
    size_t runner = gate->next_runner++ % GATE_RUNNERS;

    errand->script = job->request;
    job->stage = STAGE_SCRIPT;
    job->response.began = when_now();
    return errands_ask(gate->runners[runner], errand, &job->response.failure);
}

static bool errand_send(struct gate *gate, struct gate_job *job,
                        struct errand *errand, enum stage stage)
{
    job->stage = stage;
    return errands_ask(gate->errands, errand, &job->response.failure);
}

/* The value of a header line, when it is a reference. */
static bool header_reference(const char *line, struct str *out)
{
    struct str text = str_of(line);
    size_t colon = str_find_char(text, ':');

    if (colon == STR_NOWHERE)
        return false;
    *out = str_trim(str_sub(text, colon + 1, text.len));
    return secret_reference(*out);
}

/* What of a request is a secret beside its headers. */
static bool fetch_parts(const struct request *request, struct errand *errand)
{
    if (request->hidden_url)
        errand_fetch(errand, PLACE_URL, str_of(request->url));
    if (request->secret)
        errand_fetch(errand, PLACE_SIGN_IN, str_of(request->secret));
    if (request->in_body)
        errand_fetch(errand, PLACE_BODY, str_of(request->in_body));
    return request->hidden_url || request->secret || request->in_body;
}

static bool fetch_secrets(struct gate *gate, struct gate_job *job)
{
    struct errand *errand = errand_new(job->id);
    const struct mail_server *mail = &gate->config.mail;
    struct str reference;
    bool any = fetch_parts(job->request, errand);

    for (size_t i = 0; i < REQUEST_HEADERS && job->request->headers[i]; i++) {
        if (header_reference(job->request->headers[i], &reference)) {
            errand_fetch(errand, i, reference);
            any = true;
        }
    }
    if (is_mail(job) && mail->user && *mail->user) {
        errand_fetch(errand, PLACE_PASSWORD, str_of(mail->password));
        any = true;
    }
    if (any)
        return errand_send(gate, job, errand, STAGE_SECRETS);
    errand_free(errand);
    job->stage = STAGE_TOKEN;
    return true;
}

/* What mail is sent through must be what the request was made for: the
 * password goes there. */
static bool mail_route(const struct gate *gate, struct gate_job *job,
                       struct err *err)
{
    const struct mail_server *mail = &gate->config.mail;

    if (!mail->url || strcmp(job->request->url, mail->url) != 0)
        return err_set(err, ERR_LOCAL,
                       _("The mail was made for another mail server than the "
                         "one that is configured now; send it anew."));
    if (!mail_server_check(mail, err))
        return false;
    job->call.url = job->request->url;
    job->call.user = mail->user;
    job->call.starttls =
        mail->starttls && str_starts_fold(str_of(mail->url), STR("smtp:"));
    return true;
}

/* What an order sends; what its own secrets led to is in @ask. */
static bool order_send(struct gate *gate, struct gate_job *job,
                       const struct token_ask *ask)
{
    struct request *request = arena_alloc(job->arena, sizeof(*request));

    *request = ask->request;
    job->request = request;
    secret_set(&job->call.form, secret_view(&ask->form));
    secret_set(&job->call.authorization, secret_view(&ask->authorization));
    return hosts_url(&gate->config.hosts, request, job->arena, &job->call.url,
                     &job->response.failure) &&
           fetch_secrets(gate, job);
}

static bool order_plan(struct gate *gate, struct gate_job *job,
                       const struct secret *key)
{
    struct token_ask ask;
    struct err *err = &job->response.failure;
    bool good;

    token_ask_init(&ask);
    good = tokens_ask(gate->tokens, job->order, key, when_now(), job->arena,
                      &ask, err);
    if (good && ask.argv) {
        struct errand *errand = errand_new(job->id);

        errand_run(errand, ask.argv);
        good = errand_send(gate, job, errand, STAGE_PROGRAM);
    } else if (good) {
        good = order_send(gate, job, &ask);
    }
    token_ask_done(&ask);
    return good;
}

static bool order_begin(struct gate *gate, struct gate_job *job)
{
    const char *reference = tokens_reference(gate->tokens);
    struct secret none;
    struct errand *errand;
    bool good;

    if (*reference) {
        errand = errand_new(job->id);
        errand_fetch(errand, PLACE_KEY, str_of(reference));
        return errand_send(gate, job, errand, STAGE_KEY);
    }
    secret_init(&none);
    good = order_plan(gate, job, &none);
    secret_done(&none);
    return good;
}

static bool grant_begin(struct gate *gate, struct gate_job *job)
{
    const struct oauth *terms = grant_terms(job->grant);
    struct errand *errand = errand_new(job->id);

    errand_fetch(errand, PLACE_KEY, str_of(terms->client_secret));
    errand_fetch(errand, PLACE_SIGN_IN, str_of(terms->secret));
    return errand_send(gate, job, errand, STAGE_KEY);
}

static bool grant_plan(struct gate *gate, struct gate_job *job,
                       const struct errand *errand)
{
    struct token_ask ask;
    bool good;

    token_ask_init(&ask);
    grant_ask(job->grant, &errand->secret[PLACE_KEY],
              &errand->secret[PLACE_SIGN_IN], &ask);
    good = order_send(gate, job, &ask);
    token_ask_done(&ask);
    return good;
}

static bool job_begin(struct gate *gate, struct gate_job *job)
{
    struct err *err = &job->response.failure;

    if (job->grant)
        return grant_begin(gate, job);
    if (job->order != AUDIENCE_NONE)
        return order_begin(gate, job);
    if (job->request->audience != AUDIENCE_NONE && !gate->tokens)
        return err_set(err, ERR_INPUT,
                       _("No identity is configured; set identity.kind to say "
                         "as whom riposte signs in."));
    if (job->probe) {
        job->stage = STAGE_TOKEN;
        return true;
    }
    if (strcmp(job->request->method, "RUN") == 0)
        return script_send(gate, job);
    if (job->request->hidden_url)
        return fetch_secrets(gate, job);
    if (is_mail(job) ? !mail_route(gate, job, err)
                     : !hosts_url(&gate->config.hosts, job->request, job->arena,
                                  &job->call.url, err))
        return false;
    return fetch_secrets(gate, job);
}

static void job_send(struct gate *gate, struct gate_job *job)
{
    job->call.tag = job->id;
    job->call.arena = job->arena;
    job->call.request = job->request;
    job->arena = NULL;
    job->stage = STAGE_WIRE;
    job->wire = wire_send(gate->wire, &job->call);
}

static void set_bearer(struct gate_job *job, const struct secret *token)
{
    struct buf value;

    buf_init(&value);
    buf_reserve(&value, token->len + 16);
    buf_text(&value, "Bearer ");
    buf_str(&value, secret_view(token));
    secret_set(&job->call.authorization, buf_view(&value));
    secret_wipe(value.at, value.room);
    buf_done(&value);
}

/* False when it still waits for its token. */
static bool job_route(struct gate *gate, struct gate_job *job)
{
    enum audience audience = job->request->audience;
    enum token_state state = TOKEN_READY;
    const struct secret *token = NULL;

    if (!job->probe && gate_held(gate, job, when_now()))
        return false;
    if (audience != AUDIENCE_NONE)
        state = tokens_get(gate->tokens, audience, when_now(), &token,
                           &job->response.failure);
    else if (job->request->oauth)
        state = grant_get(grants_find(gate->grants, job->request->oauth),
                          when_now(), &token, &job->response.failure);
    if (state == TOKEN_ASKED)
        return false;
    if (state == TOKEN_NEVER) {
        gate_job_fail(gate, job);
    } else if (job->probe) {
        job->response.status = 200;
        gate_job_end(gate, job);
    } else {
        if (token)
            set_bearer(job, token);
        job_send(gate, job);
    }
    return true;
}

bool gate_job_step(struct gate *gate, struct gate_job *job)
{
    if (job->stage == STAGE_NEW && !job_begin(gate, job))
        gate_job_fail(gate, job);
    else if (job->stage == STAGE_TOKEN)
        return job_route(gate, job);
    else
        return false;
    return true;
}

/* The reason names the reference, and nothing of what it led to. */
static bool take_address(struct gate *gate, struct gate_job *job,
                         const struct secret *address, struct err *err)
{
    struct err ignored;

    if (!job->request->hidden_url)
        return true;
    if (!hosts_check(str_trim(secret_view(address)), &ignored))
        return err_set(err, ERR_INPUT,
                       _("What %s names is no URL that can be asked; it must "
                         "begin with https://."),
                       job->request->url);
    if (!hosts_token(&gate->config.hosts, job->request->audience,
                     str_trim(secret_view(address))))
        return err_set(err, ERR_DENIED,
                       _("The token for %s is not sent to what %s names, which "
                         "is not on its host."),
                       audience_name(job->request->audience),
                       job->request->url);
    secret_set(&job->call.address, str_trim(secret_view(address)));
    job->call.url = job->call.address.bytes;
    return true;
}

static void take_sign_in(struct gate_job *job, const struct secret *secret)
{
    const char *user = job->request->user;
    struct buf pair, value;

    if (!job->request->secret)
        return;
    buf_init(&pair);
    buf_init(&value);
    buf_reserve(&pair, secret->len + LIMIT_FIELD_TEXT);
    buf_reserve(&value, 2 * secret->len + 2 * LIMIT_FIELD_TEXT);
    if (user && *user) {
        buf_printf(&pair, "%s:", user);
        buf_str(&pair, secret_view(secret));
        buf_text(&value, "Basic ");
        digest_base64(buf_view(&pair), &value);
    } else {
        buf_text(&value, "Bearer ");
        buf_str(&value, secret_view(secret));
    }
    secret_set(&job->call.authorization, buf_view(&value));
    secret_wipe(pair.at, pair.room);
    secret_wipe(value.at, value.room);
    buf_done(&pair);
    buf_done(&value);
}

/* In a body made by a library of JSON the reference stands in quotes; within a
 * text of the alert these would be escaped. */
static bool take_body(struct gate_job *job, const struct secret *secret,
                      struct err *err)
{
    struct str body = job->request->body;
    const char *mark;
    struct buf filled;
    size_t at;

    if (!job->request->in_body)
        return true;
    mark = arena_printf(job->arena, "\"%s\"", job->request->in_body);
    at = str_find(body, str_of(mark));
    if (at == STR_NOWHERE)
        return err_set(err, ERR_BUG, "a body without its secret");
    buf_init(&filled);
    buf_reserve(&filled, body.len + 6 * secret->len + 3);
    buf_str(&filled, str_sub(body, 0, at));
    json_write_text(secret_view(secret), &filled);
    buf_str(&filled, str_sub(body, at + strlen(mark), body.len));
    secret_set(&job->call.form, buf_view(&filled));
    secret_wipe(filled.at, filled.room);
    buf_done(&filled);
    return true;
}

static bool take_shared_key(struct gate_job *job, const struct secret *key,
                            struct err *err)
{
    size_t i = 0;

    while (job->request->headers[i] &&
           !str_starts(str_of(job->request->headers[i]), STR(SHARED_KEY_DATE)))
        i++;
    if (!job->request->headers[i])
        return err_set(err, ERR_BUG, "a request that is signed without a date");
    return shared_key_sign(job->request, key, when_now(), &job->call.header[i],
                           &job->call.authorization, err);
}

static bool take_secrets(struct gate *gate, struct gate_job *job,
                         struct errand *errand)
{
    struct err *err = &job->response.failure;

    for (size_t i = 0; i < REQUEST_HEADERS; i++)
        secret_set(&job->call.header[i], secret_view(&errand->secret[i]));
    secret_set(&job->call.password,
               secret_view(&errand->secret[PLACE_PASSWORD]));
    job->stage = STAGE_TOKEN;
    if (!job->request->shared_key)
        take_sign_in(job, &errand->secret[PLACE_SIGN_IN]);
    else if (!take_shared_key(job, &errand->secret[PLACE_SIGN_IN], err))
        return false;
    return take_address(gate, job, &errand->secret[PLACE_URL], err) &&
           take_body(job, &errand->secret[PLACE_BODY], err);
}

static void take_printed(struct gate *gate, struct gate_job *job,
                         struct errand *errand)
{
    job->response.status = errand->ok ? 200 : 0;
    job->response.sent = true;
    job->response.ended = when_now();
    buf_str(&job->response.body, buf_view(&errand->printed));
    gate_job_end(gate, job);
}

static void take_output(struct gate *gate, struct gate_job *job,
                        struct errand *errand)
{
    job->response.status = 200;
    buf_str(&job->response.body, secret_view(&errand->output));
    gate_job_end(gate, job);
}

void gate_job_errand(struct gate *gate, struct gate_job *job,
                     struct errand *errand)
{
    if (!errand->ok)
        job->response.failure = errand->err;
    if (job->stage == STAGE_SCRIPT) {
        take_printed(gate, job, errand);
    } else if (!errand->ok && job->stage == STAGE_PROGRAM) {
        /* az has its own words for it, which its kind explains. */
        job->response.status = 0;
        gate_job_end(gate, job);
    } else if (!errand->ok) {
        gate_job_fail(gate, job);
    } else if (job->stage == STAGE_PROGRAM) {
        take_output(gate, job, errand);
    } else if (job->stage == STAGE_SECRETS) {
        if (!take_secrets(gate, job, errand))
            gate_job_fail(gate, job);
    } else if (job->grant
                   ? !grant_plan(gate, job, errand)
                   : !order_plan(gate, job, &errand->secret[PLACE_KEY])) {
        gate_job_fail(gate, job);
    }
}

/* Forgets the token that was sent; false when none was. */
static bool drop_token(struct gate *gate, const struct request *request,
                       int64_t sent)
{
    if (request->audience != AUDIENCE_NONE)
        tokens_drop(gate->tokens, request->audience, sent);
    else if (request->oauth)
        grant_drop(grants_find(gate->grants, request->oauth));
    else
        return false;
    return true;
}

void gate_job_wire(struct gate *gate, struct gate_job *job,
                   struct wire_done *done)
{
    job->arena = done->call.arena;
    done->call.arena = NULL;
    if (done->response.status == 401 && !job->again &&
        drop_token(gate, job->request, done->response.began)) {
        /* Refused before anything was done, so the same may be sent again. */
        response_done(&done->response);
        job->again = true;
        job->stage = STAGE_NEW;
        return;
    }
    if (gate_throttled(gate, job, done, when_now())) {
        response_done(&done->response);
        job->stage = STAGE_NEW;
        return;
    }
    response_done(&job->response);
    job->response = done->response;
    gate_answered(gate, job, when_now());
    gate_job_end(gate, job);
}
