/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tok_secret.c - an application with a client secret.
 */
#include "connect/tokens.h"
#include "util/text.h"

static const char *secret_name(const struct token_config *config)
{
    return config->client_secret && *config->client_secret
               ? config->client_secret
               : "env:AZURE_CLIENT_SECRET";
}

static bool secret_ask(const struct token_want *want, struct arena *arena,
                       struct token_ask *out, struct err *err)
{
    const struct token_config *config = want->config;
    const char *client =
        token_setting(config, config->client_id, "AZURE_CLIENT_ID");
    const struct token_pair pairs[] = {
        {"grant_type", STR("client_credentials")},
        {"client_id", str_of(client)},
        {"client_secret", secret_view(want->secret)},
        {"scope", str_of(want->hosts->scope[want->audience])},
        {NULL, STR_NONE},
    };
    const char *url;

    if (!*client)
        return err_set(err, ERR_INPUT,
                       _("No client id is configured: set identity.client_id, "
                         "or AZURE_CLIENT_ID in the environment."));
    if (!token_url(want,
                   token_setting(config, config->tenant, "AZURE_TENANT_ID"),
                   "token", arena, &url, err))
        return false;
    token_post(url, pairs, out);
    return true;
}

static void secret_judge(const struct token_want *want,
                         const struct response *response,
                         struct token_answer *out)
{
    token_read(response, want->now, out);
}

const struct token_kind token_kind_secret = {
    .name = "secret",
    .title = N_("Application with a client secret"),
    .reference = secret_name,
    .ask = secret_ask,
    .judge = secret_judge,
};
