/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * health_keep.c - tokens and pauses of the engine's gate, in the store.
 */
#include "service/health.h"

#include <string.h>

#include "model/codec.h"
#include "service/desk_part.h"
#include "service/health_part.h"
#include "util/mem.h"
#include "util/when.h"

/* Written no more often than that. */
#define KEEP_EVERY (2 * WHEN_SECOND)

void health_keep_done(struct health_keep *keep)
{
    mem_free(keep->text);
    *keep = (struct health_keep){.next = 0};
}

static struct json *tokens_json(const struct gate *gate, struct arena *arena)
{
    struct json *list = json_new_array();

    for (int i = AUDIENCE_NONE + 1; i < AUDIENCE_N; i++) {
        enum audience audience = (enum audience)i;
        struct token_facts facts;
        struct json *json;

        if (!gate_token(gate, audience, arena, &facts) ||
            (facts.got == 0 && *facts.failure == '\0'))
            continue;
        json = json_new_object();
        json_set_text(json, "audience", audience_name(audience));
        json_set_text(json, "identity", facts.identity);
        json_set_int(json, "got", facts.got);
        json_set_int(json, "ends", facts.ends);
        json_set_text(json, "failure", facts.failure);
        json_set_take(json, "claims", json_copy(facts.claims));
        json_add_take(list, json);
    }
    return list;
}

static struct json *pauses_json(const struct gate *gate)
{
    struct json *list = json_new_array();
    const char *origin;
    int64_t until;
    size_t place = 0;

    while (gate_pause(gate, &place, &origin, &until)) {
        struct json *json = json_new_object();

        json_set_text(json, "origin", origin);
        json_set_int(json, "until", until);
        json_add_take(list, json);
    }
    return list;
}

bool health_keep(struct health_keep *keep, struct desk *desk,
                 const struct gate *gate, int64_t now, struct err *err)
{
    struct arena *arena;
    struct json *json;
    struct buf text;
    bool ok = true;

    keep->pending = now < keep->next && keep->next <= now + KEEP_EVERY;
    if (keep->pending)
        return true;
    keep->next = now + KEEP_EVERY;
    arena = arena_new();
    json = json_new_object();
    json_set_take(json, "tokens", tokens_json(gate, arena));
    json_set_take(json, "pauses", pauses_json(gate));
    buf_init(&text);
    json_write(json, JSON_COMPACT, &text);
    if (keep->text == NULL || strcmp(keep->text, text.at) != 0) {
        ok = state_set(desk->store, HEALTH_STATE, buf_view(&text), err);
        mem_free(keep->text);
        keep->text = ok ? mem_text(text.at) : NULL;
    }
    buf_done(&text);
    json_free(json);
    arena_free(arena);
    return ok;
}
