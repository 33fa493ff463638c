/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tok_device.c - a person signs in with a code, in a browser elsewhere.
 */
#include <stdio.h>
#include <string.h>

#include "connect/tokens.h"
#include "model/limits.h"
#include "util/json.h"
#include "util/text.h"
#include "util/utf8.h"
#include "util/when.h"

/* RFC 8628, as far as Entra ID has it (FACTS 2.2). */
#define INTERVAL     (5 * WHEN_SECOND)
#define INTERVAL_MAX (60 * WHEN_SECOND)
#define CODE_LIFE    (15 * WHEN_MINUTE)

enum step { STEP_CODE, STEP_POLL, STEP_REFRESH };

static void forget_code(struct token_memory *memory)
{
    memory->step = STEP_CODE;
    memory->prompt = (struct token_prompt){0};
    secret_done(&memory->held);
    secret_init(&memory->held);
}

static const struct token_pair *device_pairs(const struct token_want *want,
                                             const char *client,
                                             struct arena *arena)
{
    const char *aim = want->hosts->scope[want->audience];
    struct str scope = str_of(arena_printf(arena, "%s offline_access", aim));
    struct token_memory *memory = want->memory;
    const struct token_pair pairs[][5] = {
        [STEP_CODE] = {{"client_id", str_of(client)}, {"scope", scope}},
        [STEP_POLL] = {{"grant_type",
                        STR("urn:ietf:params:oauth:grant-type:device_code")},
                       {"client_id", str_of(client)},
                       {"device_code", secret_view(&memory->held)}},
        [STEP_REFRESH] = {{"grant_type", STR("refresh_token")},
                          {"client_id", str_of(client)},
                          {"refresh_token", secret_view(&memory->refresh)},
                          {"scope", scope}},
    };
    struct token_pair *out = arena_alloc(arena, sizeof(pairs[0]));

    memcpy(out, pairs[memory->step], sizeof(pairs[0]));
    return out;
}

static bool device_ask(const struct token_want *want, struct arena *arena,
                       struct token_ask *out, struct err *err)
{
    const struct token_config *config = want->config;
    struct token_memory *memory = want->memory;
    const char *client =
        token_setting(config, config->client_id, "AZURE_CLIENT_ID");
    const char *tenant =
        token_setting(config, config->tenant, "AZURE_TENANT_ID");
    const char *url;

    if (!*client)
        return err_set(err, ERR_INPUT,
                       _("No client id is configured: set identity.client_id "
                         "to an application that allows public client "
                         "flows."));
    if (memory->step != STEP_POLL)
        memory->step =
            secret_empty(&memory->refresh) ? STEP_CODE : STEP_REFRESH;
    if (!token_url(want, *tenant ? tenant : "organizations",
                   memory->step == STEP_CODE ? "devicecode" : "token", arena,
                   &url, err))
        return false;
    token_post(url, device_pairs(want, client, arena), out);
    return true;
}

static void set_shown(char *out, size_t size, struct str text)
{
    struct buf visible;

    buf_init(&visible);
    utf8_visible(&visible, str_sub(text, 0, size / 4));
    snprintf(out, size, "%s", visible.len ? visible.at : "");
    buf_done(&visible);
}

static bool read_code(const struct json *body, int64_t now,
                      struct token_memory *memory)
{
    struct str device = json_text(json_get(body, "device_code"));
    struct str user = json_text(json_get(body, "user_code"));
    struct str where = json_text(json_get(body, "verification_uri"));
    int64_t seconds;

    if (str_empty(device) || device.len > LIMIT_TOKEN || str_empty(user) ||
        !str_starts_fold(where, STR("http")))
        return false;
    secret_set(&memory->held, device);
    set_shown(memory->prompt.code, sizeof(memory->prompt.code), user);
    set_shown(memory->prompt.url, sizeof(memory->prompt.url), where);
    memory->prompt.expires = now + CODE_LIFE;
    if (json_int(json_get(body, "expires_in"), &seconds) && seconds > 0 &&
        seconds < WHEN_DAY / WHEN_SECOND)
        memory->prompt.expires = now + seconds * WHEN_SECOND;
    memory->interval = INTERVAL;
    if (json_int(json_get(body, "interval"), &seconds) && seconds > 0 &&
        seconds <= INTERVAL_MAX / WHEN_SECOND)
        memory->interval = seconds * WHEN_SECOND;
    memory->step = STEP_POLL;
    return true;
}

static void wait_on(struct token_memory *memory, struct token_answer *out)
{
    out->verdict = TOKEN_WAIT;
    out->wait = memory->interval;
}

static void judge_code(const struct token_want *want,
                       const struct response *response,
                       struct token_answer *out)
{
    struct json *body = NULL;
    struct err ignored;

    if (response->status == 200 &&
        json_parse(buf_view(&response->body), &body, &ignored) &&
        read_code(body, want->now, want->memory))
        wait_on(want->memory, out);
    else
        token_read(response, want->now, out);
    json_free(body);
}

static void keep_refresh(const struct response *response,
                         struct token_memory *memory)
{
    struct json *body = NULL;
    struct err ignored;
    struct str refresh;

    json_parse(buf_view(&response->body), &body, &ignored);
    refresh = json_text(json_get(body, "refresh_token"));
    if (!str_empty(refresh) && refresh.len <= LIMIT_TOKEN)
        secret_set(&memory->refresh, refresh);
    json_free(body);
}

/* What the person has done meanwhile. */
static const struct {
    const char *error;
    const char *text; /* NULL: wait on */
    int64_t slower;
} polls[] = {
    {.error = "authorization_pending"},
    {.error = "slow_down", .slower = INTERVAL},
    {.error = "authorization_declined",
     .text = N_("The sign-in was declined; the next request asks for a "
                "new code.")},
    {.error = "access_denied",
     .text = N_("The sign-in was declined; the next request asks for a "
                "new code.")},
    {.error = "expired_token",
     .text = N_("Nobody signed in while the code was valid; the next "
                "request asks for a new one.")},
    {.error = "code_expired",
     .text = N_("Nobody signed in while the code was valid; the next "
                "request asks for a new one.")},
};

static void judge_poll(const struct token_want *want,
                       const struct response *response,
                       struct token_answer *out)
{
    struct token_memory *memory = want->memory;
    char error[64];

    token_error(response, error, sizeof(error));
    token_read(response, want->now, out);
    for (size_t i = 0; i < sizeof(polls) / sizeof(polls[0]); i++) {
        if (out->verdict != TOKEN_REFUSED || strcmp(error, polls[i].error) != 0)
            continue;
        if (polls[i].text) {
            err_set(&out->err, ERR_DENIED, "%s", _(polls[i].text));
        } else {
            memory->interval += polls[i].slower;
            wait_on(memory, out);
        }
    }
    if (out->verdict == TOKEN_REFUSED && out->err.code == ERR_AGAIN &&
        want->now < memory->prompt.expires)
        wait_on(memory, out);
    if (out->verdict == TOKEN_GOT)
        keep_refresh(response, memory);
    if (out->verdict != TOKEN_WAIT)
        forget_code(memory);
}

static void judge_refresh(const struct token_want *want,
                          const struct response *response,
                          struct token_answer *out)
{
    struct token_memory *memory = want->memory;

    token_read(response, want->now, out);
    memory->step = STEP_CODE;
    if (out->verdict == TOKEN_GOT) {
        keep_refresh(response, memory);
    } else if (out->err.code == ERR_DENIED) {
        /* It has ended or was revoked: somebody has to sign in again. */
        secret_done(&memory->refresh);
        secret_init(&memory->refresh);
        out->verdict = TOKEN_WAIT;
        out->wait = 0;
    }
}

static void device_judge(const struct token_want *want,
                         const struct response *response,
                         struct token_answer *out)
{
    static void (*const judges[])(const struct token_want *,
                                  const struct response *,
                                  struct token_answer *) = {
        [STEP_CODE] = judge_code,
        [STEP_POLL] = judge_poll,
        [STEP_REFRESH] = judge_refresh,
    };

    judges[want->memory->step](want, response, out);
}

const struct token_kind token_kind_device = {
    .name = "device",
    .title = N_("A person who signs in with a code"),
    .shared = true,
    .ask = device_ask,
    .judge = device_judge,
};
