/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/tokens.h"

#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* FACTS 2.3. */
#define MARGIN    (5 * WHEN_MINUTE)
#define LONG_LIFE (2 * WHEN_HOUR)
/* How long a refusal is remembered: a final one so that it is not repeated
 * with every request, a passing one so that a failing host has peace. */
#define HOLD_FINAL   (15 * WHEN_MINUTE)
#define HOLD_PASSING (5 * WHEN_SECOND)
#define RENEW_LATER  WHEN_MINUTE

#define TOKEN_ROW(name)  &token_kind_##name,
#define TOKEN_NAME(name) #name,
static const struct token_kind *const kinds[] = {TOKEN_KINDS(TOKEN_ROW)};

struct slot {
    struct secret token;
    int64_t ends;  /* minus the margin; 0: there is none */
    int64_t got;
    int64_t expires;
    int64_t renew; /* ask for the next one from then on; 0: at the end */
    bool wanted;
    bool flying;
    int64_t due;
    struct err failure;
    int64_t hold; /* the failure counts until then */
    struct token_memory memory;
};

struct tokens {
    const struct token_config *config;
    const struct hosts *hosts;
    const struct token_kind *kind;
    struct slot slots[AUDIENCE_N]; /* that of NONE holds a shared sign-in */
    enum audience leader; /* of a shared sign-in under way; NONE: nobody */
};

const struct token_kind *token_kind_find(struct str name)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (str_eq(name, str_of(kinds[i]->name)))
            return kinds[i];
    }
    return NULL;
}

static bool unknown_kind(const char *name, struct err *err)
{
    static const char *const names[] = {TOKEN_KINDS(TOKEN_NAME)};
    const char *nearest =
        str_nearest(str_of(name), names, sizeof(names) / sizeof(names[0]));

    return err_set(err, ERR_INPUT,
                   _("There is no identity \"%s\"; did you mean \"%s\"?"), name,
                   nearest ? nearest : names[0]);
}

bool tokens_new(const struct token_config *config, const struct hosts *hosts,
                struct tokens **out, struct err *err)
{
    const struct token_kind *kind = token_kind_find(str_of(config->identity));
    struct tokens *tokens;

    if (!kind)
        return unknown_kind(config->identity, err);
    tokens = mem_new(sizeof(*tokens));
    tokens->config = config;
    tokens->hosts = hosts;
    tokens->kind = kind;
    for (int i = 0; i < AUDIENCE_N; i++) {
        secret_init(&tokens->slots[i].token);
        token_memory_init(&tokens->slots[i].memory);
    }
    *out = tokens;
    return true;
}

void tokens_free(struct tokens *tokens)
{
    if (!tokens)
        return;
    for (int i = 0; i < AUDIENCE_N; i++) {
        secret_done(&tokens->slots[i].token);
        token_memory_done(&tokens->slots[i].memory);
    }
    mem_free(tokens);
}

const char *tokens_reference(const struct tokens *tokens)
{
    return tokens->kind->reference ? tokens->kind->reference(tokens->config)
                                   : "";
}

enum token_state tokens_get(struct tokens *tokens, enum audience audience,
                            int64_t now, const struct secret **out,
                            struct err *err)
{
    struct slot *slot = &tokens->slots[audience];

    if (slot->ends > now) {
        if (slot->renew && slot->renew <= now)
            slot->wanted = true;
        *out = &slot->token;
        return TOKEN_READY;
    }
    if (slot->hold > now) {
        *err = slot->failure;
        return TOKEN_NEVER;
    }
    slot->wanted = true;
    return TOKEN_ASKED;
}

void tokens_drop(struct tokens *tokens, enum audience audience)
{
    struct slot *slot = &tokens->slots[audience];

    secret_done(&slot->token);
    secret_init(&slot->token);
    slot->ends = 0;
    slot->renew = 0;
}

void tokens_look(const struct tokens *tokens, enum audience audience,
                 int64_t now, struct arena *arena, struct token_facts *out)
{
    const struct slot *slot = &tokens->slots[audience];

    *out = (struct token_facts){.identity = tokens->kind->name, .failure = ""};
    if (slot->ends > now) {
        out->got = slot->got;
        out->ends = slot->expires;
        out->claims = claims_read(secret_view(&slot->token), arena);
    } else if (slot->hold > now) {
        out->failure = arena_text(arena, slot->failure.text);
    }
}

void tokens_forget(struct tokens *tokens)
{
    for (int i = 0; i < AUDIENCE_N; i++) {
        tokens_drop(tokens, (enum audience)i);
        tokens->slots[i].hold = 0;
    }
}

static bool slot_may(const struct tokens *tokens, int audience)
{
    const struct slot *slot = &tokens->slots[audience];

    return slot->wanted && !slot->flying &&
           (!tokens->kind->shared || tokens->leader == AUDIENCE_NONE ||
            tokens->leader == (enum audience)audience);
}

bool tokens_due(struct tokens *tokens, int64_t now, enum audience *out)
{
    for (int i = AUDIENCE_NONE + 1; i < AUDIENCE_N; i++) {
        if (!slot_may(tokens, i) || tokens->slots[i].due > now)
            continue;
        tokens->slots[i].flying = true;
        tokens->leader = (enum audience)i;
        *out = (enum audience)i;
        return true;
    }
    return false;
}

int64_t tokens_next(const struct tokens *tokens)
{
    int64_t next = 0;

    for (int i = AUDIENCE_NONE + 1; i < AUDIENCE_N; i++) {
        int64_t due = tokens->slots[i].due;

        if (slot_may(tokens, i) && (next == 0 || due < next))
            next = due > 0 ? due : 1;
    }
    return next;
}

static struct token_want want_of(struct tokens *tokens, enum audience audience,
                                 const struct secret *secret, int64_t now)
{
    enum audience keeper = tokens->kind->shared ? AUDIENCE_NONE : audience;

    return (struct token_want){
        .config = tokens->config,
        .hosts = tokens->hosts,
        .audience = audience,
        .secret = secret,
        .memory = &tokens->slots[keeper].memory,
        .now = now,
    };
}

bool tokens_ask(struct tokens *tokens, enum audience audience,
                const struct secret *secret, int64_t now, struct arena *arena,
                struct token_ask *out, struct err *err)
{
    struct token_want want = want_of(tokens, audience, secret, now);

    if (!tokens->hosts->scope[audience])
        return err_set(err, ERR_INPUT,
                       _("This cloud has no service of the kind \"%s\"; set "
                         "its scope in the configuration."),
                       audience_name(audience));
    return tokens->kind->ask(&want, arena, out, err);
}

static void slot_got(struct slot *slot, struct token_answer *answer,
                     int64_t now)
{
    /* Some live for minutes only: the margin must leave them a life. */
    int64_t margin = answer->lives / 4 < MARGIN ? answer->lives / 4 : MARGIN;

    secret_set(&slot->token, secret_view(&answer->token));
    slot->ends = now + answer->lives - margin;
    slot->got = now;
    slot->expires = now + answer->lives;
    slot->renew = answer->lives >= LONG_LIFE ? now + answer->lives / 2 : 0;
    slot->wanted = false;
    slot->due = 0;
    slot->hold = 0;
}

static void slot_failed(struct slot *slot, const struct err *err, int64_t now)
{
    slot->wanted = false;
    slot->due = 0;
    slot->failure = *err;
    slot->hold = now + (err->code == ERR_AGAIN ? HOLD_PASSING : HOLD_FINAL);
    if (slot->renew)
        slot->renew = now + RENEW_LATER;
}

/* Nobody leads any more; the others may ask. */
static void slot_landed(struct tokens *tokens, struct slot *slot, bool done)
{
    slot->flying = false;
    if (done)
        tokens->leader = AUDIENCE_NONE;
}

void tokens_answer(struct tokens *tokens, enum audience audience,
                   const struct response *response, int64_t now)
{
    struct token_want want = want_of(tokens, audience, NULL, now);
    struct slot *slot = &tokens->slots[audience];
    struct token_answer answer;

    token_answer_init(&answer);
    tokens->kind->judge(&want, response, &answer);
    if (answer.verdict == TOKEN_GOT)
        slot_got(slot, &answer, now);
    else if (answer.verdict == TOKEN_REFUSED)
        slot_failed(slot, &answer.err, now);
    else
        slot->due = now + answer.wait;
    slot_landed(tokens, slot, answer.verdict != TOKEN_WAIT);
    token_answer_done(&answer);
}

void tokens_fail(struct tokens *tokens, enum audience audience,
                 const struct err *err, int64_t now)
{
    struct slot *slot = &tokens->slots[audience];

    slot->memory.step = 0;
    slot_failed(slot, err, now);
    slot_landed(tokens, slot, true);
}

bool tokens_prompt(const struct tokens *tokens, int64_t now,
                   struct token_prompt *out)
{
    const struct token_prompt *prompt =
        &tokens->slots[AUDIENCE_NONE].memory.prompt;

    if (!*prompt->code || prompt->expires <= now)
        return false;
    *out = *prompt;
    return true;
}
