/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tok_federated.c - an application, by a token that its platform issues.
 */
#include "connect/tokens.h"
#include "model/limits.h"
#include "util/file.h"
#include "util/text.h"

/* The file rotates, so it is read anew each time (FACTS 2.4).  It is mounted
 * readable by its group, as Kubernetes does, which secret_fetch() refuses. */
static bool read_assertion(const struct token_config *config,
                           struct secret *out, struct err *err)
{
    const char *path =
        token_setting(config, config->token_file, "AZURE_FEDERATED_TOKEN_FILE");
    struct buf text;
    bool good;

    if (!*path)
        return err_set(err, ERR_INPUT,
                       _("No federated token is configured: set "
                         "identity.token_file, or AZURE_FEDERATED_TOKEN_FILE "
                         "in the environment."));
    buf_init(&text);
    buf_reserve(&text, 2 * LIMIT_TOKEN + 1);
    good = file_read(path, LIMIT_TOKEN, &text, err);
    if (good)
        secret_set(out, str_trim(buf_view(&text)));
    secret_wipe(text.at, text.room);
    buf_done(&text);
    return good;
}

static bool federated_ask(const struct token_want *want, struct arena *arena,
                          struct token_ask *out, struct err *err)
{
    const struct token_config *config = want->config;
    const char *client =
        token_setting(config, config->client_id, "AZURE_CLIENT_ID");
    struct secret assertion;
    const char *url;
    bool good;

    secret_init(&assertion);
    good = token_url(want,
                     token_setting(config, config->tenant, "AZURE_TENANT_ID"),
                     "token", arena, &url, err) &&
           read_assertion(config, &assertion, err);
    if (good) {
        const struct token_pair pairs[] = {
            {"grant_type", STR("client_credentials")},
            {"client_id", str_of(client)},
            {"client_assertion_type",
             STR("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")},
            {"client_assertion", secret_view(&assertion)},
            {"scope", str_of(want->hosts->scope[want->audience])},
            {NULL, STR_NONE},
        };

        token_post(url, pairs, out);
    }
    secret_done(&assertion);
    return good;
}

static void federated_judge(const struct token_want *want,
                            const struct response *response,
                            struct token_answer *out)
{
    token_read(response, want->now, out);
}

const struct token_kind token_kind_federated = {
    .name = "federated",
    .title = N_("Workload identity with a federated token"),
    .ask = federated_ask,
    .judge = federated_judge,
};
