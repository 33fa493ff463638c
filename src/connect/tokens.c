/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/tokens.h"

#include "connect/token_slot.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

#define TOKEN_ROW(name)  &token_kind_##name,
#define TOKEN_NAME(name) #name,
static const struct token_kind *const kinds[] = {TOKEN_KINDS(TOKEN_ROW)};

struct tokens {
    const struct token_config *config;
    const struct hosts *hosts;
    const struct token_kind *kind;
    struct token_slot
        slots[AUDIENCE_N]; /* that of NONE holds a shared sign-in */
    enum audience leader;  /* of a shared sign-in under way; NONE: nobody */
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
    for (int i = 0; i < AUDIENCE_N; i++)
        token_slot_init(&tokens->slots[i]);
    *out = tokens;
    return true;
}

void tokens_free(struct tokens *tokens)
{
    if (!tokens)
        return;
    for (int i = 0; i < AUDIENCE_N; i++)
        token_slot_done(&tokens->slots[i]);
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
    return token_slot_get(&tokens->slots[audience], now, out, err);
}

void tokens_drop(struct tokens *tokens, enum audience audience, int64_t sent)
{
    if (tokens->slots[audience].got <= sent)
        token_slot_drop(&tokens->slots[audience]);
}

void tokens_look(const struct tokens *tokens, enum audience audience,
                 int64_t now, struct arena *arena, struct token_facts *out)
{
    const struct token_slot *slot = &tokens->slots[audience];

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
        token_slot_drop(&tokens->slots[i]);
        tokens->slots[i].hold = 0;
    }
}

static bool slot_may(const struct tokens *tokens, int audience)
{
    const struct token_slot *slot = &tokens->slots[audience];

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

/* Nobody leads any more; the others may ask. */
static void slot_landed(struct tokens *tokens, struct token_slot *slot,
                        bool done)
{
    slot->flying = false;
    if (done)
        tokens->leader = AUDIENCE_NONE;
}

void tokens_answer(struct tokens *tokens, enum audience audience,
                   const struct response *response, int64_t now)
{
    struct token_want want = want_of(tokens, audience, NULL, now);
    struct token_slot *slot = &tokens->slots[audience];
    struct token_answer answer;

    token_answer_init(&answer);
    tokens->kind->judge(&want, response, &answer);
    if (answer.verdict == TOKEN_GOT)
        token_slot_got(slot, &answer, now);
    else if (answer.verdict == TOKEN_REFUSED)
        token_slot_failed(slot, &answer.err, now);
    else
        slot->due = now + answer.wait;
    slot_landed(tokens, slot, answer.verdict != TOKEN_WAIT);
    token_answer_done(&answer);
}

void tokens_fail(struct tokens *tokens, enum audience audience,
                 const struct err *err, int64_t now)
{
    struct token_slot *slot = &tokens->slots[audience];

    slot->memory.step = 0;
    token_slot_failed(slot, err, now);
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
