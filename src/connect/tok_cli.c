/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tok_cli.c - the token of whoever is signed in with az.
 */
#include <string.h>
#include <time.h>

#include "connect/tokens.h"
#include "util/json.h"
#include "util/text.h"
#include "util/when.h"

#define CLI_ARGUMENTS 9

static bool cli_ask(const struct token_want *want, struct arena *arena,
                    struct token_ask *out, struct err *err)
{
    const char *resource = want->hosts->resource[want->audience];
    const char *tenant = want->config->tenant;
    const char **argv = arena_array(arena, CLI_ARGUMENTS, sizeof(*argv));
    size_t n = 0;

    if (!resource)
        return err_set(err, ERR_INPUT,
                       _("This cloud has no service of the kind \"%s\"."),
                       audience_name(want->audience));
    argv[n++] = "az";
    argv[n++] = "account";
    argv[n++] = "get-access-token";
    argv[n++] = "--resource";
    argv[n++] = resource;
    argv[n++] = "--output=json";
    if (tenant && *tenant) {
        argv[n++] = "--tenant";
        argv[n++] = tenant;
    }
    out->argv = argv;
    return true;
}

/* expiresOn, from before expires_on was there, is local time (FACTS 2.5). */
static bool local_life(struct str text, int64_t now, int64_t *out)
{
    int64_t moment;
    struct tm tm;
    time_t seconds;

    if (!when_parse(text, &moment))
        return false;
    seconds = (time_t)(moment / WHEN_SECOND);
    gmtime_r(&seconds, &tm);
    tm.tm_isdst = -1;
    seconds = mktime(&tm);
    *out = (int64_t)seconds * WHEN_SECOND - now;
    return seconds != (time_t)-1;
}

static bool cli_read(const struct json *body, int64_t now,
                     struct token_answer *out)
{
    struct str token = json_text(json_get(body, "accessToken"));
    int64_t seconds;

    if (json_int(json_get(body, "expires_on"), &seconds) && seconds > 0 &&
        seconds < INT64_MAX / WHEN_SECOND)
        out->lives = seconds * WHEN_SECOND - now;
    else if (!local_life(json_text(json_get(body, "expiresOn")), now,
                         &out->lives))
        return false;
    if (!token_valid(token) || out->lives <= 0)
        return false;
    secret_set(&out->token, token);
    out->verdict = TOKEN_GOT;
    return true;
}

static void cli_judge(const struct token_want *want,
                      const struct response *response, struct token_answer *out)
{
    struct json *body = NULL;
    struct err ignored;

    out->verdict = TOKEN_REFUSED;
    if (response->status == 0) {
        out->err = response->failure;
        err_prefix(&out->err, _("There is no token from az; try `az login'"));
        return;
    }
    json_parse(buf_view(&response->body), &body, &ignored);
    if (!cli_read(body, want->now, out))
        err_set(&out->err, ERR_REMOTE,
                _("az answered without a token that can be used; run `az "
                  "account get-access-token' to see what it says."));
    json_free(body);
}

const struct token_kind token_kind_cli = {
    .name = "cli",
    .title = N_("Whoever is signed in with the Azure CLI"),
    .ask = cli_ask,
    .judge = cli_judge,
};
