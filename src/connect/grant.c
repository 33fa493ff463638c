/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/grant.h"

#include <string.h>

#include "connect/token_slot.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

struct grant {
    struct grant *next;
    struct oauth terms;
    struct token_slot slot;
};

struct grants {
    struct arena *arena; /* of the terms */
    struct grant *first;
};

struct grants *grants_new(void)
{
    struct grants *grants = mem_new(sizeof(*grants));

    grants->arena = arena_new();
    return grants;
}

void grants_free(struct grants *grants)
{
    struct grant *next;

    if (!grants)
        return;
    for (struct grant *grant = grants->first; grant; grant = next) {
        next = grant->next;
        token_slot_done(&grant->slot);
        mem_free(grant);
    }
    arena_free(grants->arena);
    mem_free(grants);
}

static bool terms_eq(const struct oauth *a, const struct oauth *b)
{
    return strcmp(a->url, b->url) == 0 && strcmp(a->grant, b->grant) == 0 &&
           strcmp(a->client_id, b->client_id) == 0 &&
           strcmp(a->client_secret, b->client_secret) == 0 &&
           strcmp(a->user, b->user) == 0 && strcmp(a->secret, b->secret) == 0;
}

struct grant *grants_find(struct grants *grants, const struct oauth *terms)
{
    struct arena *arena = grants->arena;
    struct grant *grant = grants->first;

    while (grant && !terms_eq(&grant->terms, terms))
        grant = grant->next;
    if (grant)
        return grant;
    grant = mem_new(sizeof(*grant));
    grant->terms = (struct oauth){
        .url = arena_text(arena, terms->url),
        .grant = arena_text(arena, terms->grant),
        .client_id = arena_text(arena, terms->client_id),
        .client_secret = arena_text(arena, terms->client_secret),
        .user = arena_text(arena, terms->user),
        .secret = arena_text(arena, terms->secret),
    };
    token_slot_init(&grant->slot);
    grant->next = grants->first;
    grants->first = grant;
    return grant;
}

static void forget_refresh(struct grant *grant)
{
    secret_done(&grant->slot.memory.refresh);
    secret_init(&grant->slot.memory.refresh);
}

void grants_forget(struct grants *grants)
{
    for (struct grant *grant = grants->first; grant; grant = grant->next) {
        token_slot_drop(&grant->slot);
        forget_refresh(grant);
        grant->slot.hold = 0;
    }
}

struct grant *grants_due(struct grants *grants)
{
    struct grant *grant = grants->first;

    while (grant && (!grant->slot.wanted || grant->slot.flying))
        grant = grant->next;
    if (grant)
        grant->slot.flying = true;
    return grant;
}

const struct oauth *grant_terms(const struct grant *grant)
{
    return &grant->terms;
}

enum token_state grant_get(struct grant *grant, int64_t now,
                           const struct secret **out, struct err *err)
{
    return token_slot_get(&grant->slot, now, out, err);
}

void grant_drop(struct grant *grant)
{
    token_slot_drop(&grant->slot);
}

static bool is_refresh(const struct grant *grant)
{
    return strcmp(grant->terms.grant, "refresh_token") == 0;
}

void grant_ask(struct grant *grant, const struct secret *client_secret,
               const struct secret *secret, struct token_ask *out)
{
    const struct oauth *terms = &grant->terms;
    const struct secret *newer = &grant->slot.memory.refresh;
    struct token_pair pairs[] = {
        {"grant_type", str_of(terms->grant)},
        {"client_id", str_of(terms->client_id)},
        {"client_secret", secret_view(client_secret)},
        {"username", str_of(terms->user)},
        {"password", secret_view(secret)},
        {NULL, STR_NONE},
    };

    if (is_refresh(grant)) {
        pairs[3] = (struct token_pair){
            "refresh_token", secret_view(newer->len ? newer : secret)};
        pairs[4] = (struct token_pair){NULL, STR_NONE};
    }
    token_post(terms->url, pairs, out);
    out->request.headers[1] = "Accept: application/json";
}

static void keep_refresh(struct grant *grant, const struct response *response)
{
    struct json *body = NULL;
    struct err ignored;
    struct str token;

    json_parse(buf_view(&response->body), &body, &ignored);
    token = json_text(json_find(body, STR("refresh_token")));
    if (is_refresh(grant) && token_valid(token))
        secret_set(&grant->slot.memory.refresh, token);
    json_free(body);
}

/* ServiceNow calls a wrong password "server_error", with 401: asked again and
 * again it would lock the account. */
static void refused(struct grant *grant, const struct response *response,
                    struct err *err)
{
    bool passing = response->status == 408 || response->status == 429 ||
                   response->status < 400 || response->status >= 500;
    struct buf text;

    buf_init(&text);
    token_said(response, &text);
    if (passing)
        err_set(err, ERR_AGAIN, _("%s cannot give a token now: %s"),
                grant->terms.url, text.at);
    else
        err_set(err, ERR_DENIED,
                _("%s refused to give a token; check grant, client_id, "
                  "client_secret, user and secret of the connector: %s"),
                grant->terms.url, text.at);
    buf_done(&text);
}

/* One that the system had handed out ends sooner than the one that is
 * configured, or was revoked: that one is tried before anything is said. */
static bool falls_back(struct grant *grant, const struct err *err)
{
    if (err->code != ERR_DENIED || !grant->slot.memory.refresh.len)
        return false;
    forget_refresh(grant);
    return true;
}

void grant_answer(struct grant *grant, const struct response *response,
                  int64_t now)
{
    struct token_answer answer;

    token_answer_init(&answer);
    token_read(response, now, &answer);
    grant->slot.flying = false;
    if (answer.verdict == TOKEN_GOT) {
        keep_refresh(grant, response);
        token_slot_got(&grant->slot, &answer, now);
    } else {
        if (response->status != 0)
            refused(grant, response, &answer.err);
        if (!falls_back(grant, &answer.err))
            token_slot_failed(&grant->slot, &answer.err, now);
    }
    token_answer_done(&answer);
}

void grant_fail(struct grant *grant, const struct err *err, int64_t now)
{
    grant->slot.flying = false;
    token_slot_failed(&grant->slot, err, now);
}
