/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/limits.h"
#include "util/json.h"
#include "util/text.h"
#include "util/url.h"
#include "util/utf8.h"
#include "util/when.h"

void token_memory_init(struct token_memory *memory)
{
    *memory = (struct token_memory){0};
    secret_init(&memory->held);
    secret_init(&memory->refresh);
}

void token_memory_done(struct token_memory *memory)
{
    secret_done(&memory->held);
    secret_done(&memory->refresh);
}

void token_ask_init(struct token_ask *ask)
{
    *ask = (struct token_ask){.request = {.url = "", .body = STR_NONE}};
    secret_init(&ask->form);
    secret_init(&ask->authorization);
}

void token_ask_done(struct token_ask *ask)
{
    secret_done(&ask->form);
    secret_done(&ask->authorization);
}

void token_answer_init(struct token_answer *answer)
{
    *answer = (struct token_answer){.verdict = TOKEN_REFUSED};
    secret_init(&answer->token);
}

void token_answer_done(struct token_answer *answer)
{
    secret_done(&answer->token);
}

const char *token_setting(const struct token_config *config, const char *value,
                          const char *variable)
{
    const char *found;

    if (value && *value)
        return value;
    found = config->env ? config->env(variable) : getenv(variable);
    return found ? found : "";
}

bool token_url(const struct token_want *want, const char *tenant,
               const char *leaf, struct arena *arena, const char **out,
               struct err *err)
{
    const char *login = want->hosts->base[HOST_LOGIN];
    struct buf encoded;

    if (!*tenant)
        return err_set(err, ERR_INPUT,
                       _("No tenant is configured: set identity.tenant, or "
                         "AZURE_TENANT_ID in the environment."));
    buf_init(&encoded);
    url_encode(str_of(tenant), &encoded);
    *out = arena_printf(arena, "%s%s%s/oauth2/v2.0/%s", login,
                        str_ends(str_of(login), STR("/")) ? "" : "/",
                        encoded.at, leaf);
    buf_done(&encoded);
    return true;
}

void token_post(const char *url, const struct token_pair *pairs,
                struct token_ask *out)
{
    struct buf form;
    size_t room = 1;

    /* All of it at once, so that growing leaves no copies behind. */
    for (const struct token_pair *pair = pairs; pair->name; pair++)
        room += strlen(pair->name) + 3 * pair->value.len + 2;
    buf_init(&form);
    buf_reserve(&form, room);
    for (const struct token_pair *pair = pairs; pair->name; pair++) {
        buf_printf(&form, "%s%s=", form.len ? "&" : "", pair->name);
        url_encode(pair->value, &form);
    }
    secret_set(&out->form, buf_view(&form));
    secret_wipe(form.at, form.room);
    buf_done(&form);
    out->request = (struct request){
        .method = "POST",
        .url = url,
        .headers = {"Content-Type: application/x-www-form-urlencoded"},
        .body = STR_NONE,
        .idempotent = true,
        .limit = LIMIT_TOKEN * 4,
    };
}

static bool read_life(const struct json *body, int64_t now, int64_t *out)
{
    int64_t seconds;

    if (json_int(json_find(body, STR("expires_in")), &seconds) && seconds > 0 &&
        seconds < WHEN_DAY) {
        *out = seconds * WHEN_SECOND;
        return true;
    }
    if (json_int(json_find(body, STR("expires_on")), &seconds) && seconds > 0 &&
        seconds < INT64_MAX / WHEN_SECOND) {
        *out = seconds * WHEN_SECOND - now;
        return *out > 0;
    }
    return false;
}

/* A token goes into a header: one of anything but visible ASCII is none. */
bool token_valid(struct str token)
{
    for (size_t i = 0; i < token.len; i++) {
        if (token.at[i] <= ' ' || token.at[i] >= 0x7f)
            return false;
    }
    return token.len > 0 && token.len <= LIMIT_TOKEN;
}

static void read_good(const struct json *body, int64_t now,
                      struct token_answer *out)
{
    struct str token = json_text(json_find(body, STR("access_token")));

    if (!token_valid(token) || !read_life(body, now, &out->lives)) {
        out->verdict = TOKEN_REFUSED;
        /* Something between us and the service: it may pass. */
        err_set(&out->err, ERR_AGAIN,
                _("The sign-in service answered without a token that can be "
                  "used; check the host of the identity."));
        return;
    }
    secret_set(&out->token, token);
    out->verdict = TOKEN_GOT;
}

/* Errors that another try may overcome (FACTS 2.1, RFC 6749); an answer that
 * names no error is not the service's own. */
static enum err_code code_of(int status, struct str error)
{
    if (status == 408 || status == 429 || status >= 500 || str_empty(error) ||
        str_eq_fold(error, STR("temporarily_unavailable")) ||
        str_eq_fold(error, STR("server_error")))
        return ERR_AGAIN;
    return ERR_DENIED;
}

static void said(int status, const struct json *body, struct buf *out)
{
    struct str error = json_text(json_find(body, STR("error")));
    struct str rest = json_text(json_find(body, STR("error_description")));
    struct str correlation = json_text(json_find(body, STR("correlation_id")));
    struct str line = STR_NONE;

    str_cut(&rest, '\n', &line);
    if (str_empty(line))
        line = json_text(json_find(body, STR("message")));
    utf8_visible(out, str_sub(str_trim(line), 0, 400));
    buf_printf(out, "%sHTTP %d", out->len ? " (" : "(", status);
    if (!str_empty(error)) {
        buf_text(out, ", ");
        utf8_visible(out, str_sub(error, 0, 60));
    }
    if (!str_empty(correlation)) {
        buf_text(out, ", correlation id ");
        utf8_visible(out, str_sub(correlation, 0, 60));
    }
    buf_char(out, ')');
}

void token_said(const struct response *response, struct buf *out)
{
    struct json *body = NULL;
    struct err ignored;

    json_parse(buf_view(&response->body), &body, &ignored);
    said(response->status, body, out);
    json_free(body);
}

static void read_bad(const struct response *response, const struct json *body,
                     struct token_answer *out)
{
    struct str error = json_text(json_find(body, STR("error")));
    struct buf text;

    buf_init(&text);
    said(response->status, body, &text);
    out->verdict = TOKEN_REFUSED;
    if (code_of(response->status, error) == ERR_AGAIN)
        err_set(&out->err, ERR_AGAIN,
                _("The sign-in service cannot give a token now: %s"), text.at);
    else
        err_set(&out->err, ERR_DENIED,
                _("The sign-in was refused, check the identity in the "
                  "configuration: %s"),
                text.at);
    buf_done(&text);
}

void token_read(const struct response *response, int64_t now,
                struct token_answer *out)
{
    struct json *body = NULL;
    struct err ignored;

    if (response->status == 0) {
        out->verdict = TOKEN_REFUSED;
        out->err = response->failure;
        err_prefix(&out->err, _("There is no token"));
        return;
    }
    json_parse(buf_view(&response->body), &body, &ignored);
    if (response->status == 200)
        read_good(body, now, out);
    else
        read_bad(response, body, out);
    json_free(body);
}

void token_error(const struct response *response, char *out, size_t size)
{
    struct json *body = NULL;
    struct err ignored;
    struct str error;

    json_parse(buf_view(&response->body), &body, &ignored);
    error = str_sub(json_text(json_find(body, STR("error"))), 0, size - 1);
    snprintf(out, size, "%.*s", STR_ARG(error));
    json_free(body);
}
