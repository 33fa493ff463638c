/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/token.h"

#include <stdio.h>
#include <string.h>

#include "util/digest.h"
#include "util/mem.h"

struct token {
    char text[TOKENS_SIZE];
    const char *audience;
    int64_t expires;
};

struct tokens {
    struct token token[TOKENS_MAX];
    size_t next;
};

static const struct {
    const char *prefix;
    const char *audience;
} audiences[] = {
    {"https://management.azure.com", "arm"},
    {"https://management.core.windows.net", "arm"},
    {"https://management.usgovcloudapi.net", "arm"},
    {"https://management.chinacloudapi.cn", "arm"},
    {"https://graph.microsoft.com", "graph"},
    {"https://graph.microsoft.us", "graph"},
    {"https://microsoftgraph.chinacloudapi.cn", "graph"},
    {"05a65629-4c1b-48c1-a78b-804c4abdd4af", "cloud-apps"},
    {"https://api.securitycenter.microsoft.com", "endpoint"},
    {"https://api.securitycenter.windows.com", "endpoint"},
    {"https://api.security.microsoft.com", "endpoint"},
    {"https://vault.azure.net", "vault"},
    {"https://storage.azure.com", "storage"},
    {"https://service.flow.microsoft.com", "flow"},
};

struct tokens *tokens_new(void)
{
    return mem_new(sizeof(struct tokens));
}

void tokens_free(struct tokens *tokens)
{
    mem_free(tokens);
}

const char *tokens_issue(struct tokens *tokens, const char *audience,
                         int64_t now, int64_t life)
{
    size_t at = tokens->next++ % TOKENS_MAX;
    struct token *token = &tokens->token[at];
    char a[GUID_SIZE], b[GUID_SIZE];

    snprintf(token->text, sizeof(token->text), "sbx.%04zu.%s%s", at,
             digest_guid(a), digest_guid(b));
    token->audience = audience;
    token->expires = now + life * 1000;
    return token->text;
}

struct token_claim tokens_check(const struct tokens *tokens, struct str text,
                                int64_t now)
{
    struct token_claim claim = {0};
    int64_t at;
    const struct token *token;

    if (!str_starts(text, STR("sbx.")) || !str_int(str_sub(text, 4, 4), &at) ||
        at < 0 || at >= TOKENS_MAX)
        return claim;
    token = &tokens->token[at];
    if (!str_eq(text, str_of(token->text)))
        return claim;
    claim.audience = token->audience;
    claim.is_expired = now >= token->expires;
    return claim;
}

static bool names(struct str scope, const char *prefix)
{
    size_t len = strlen(prefix);

    return str_starts_fold(scope, str_of(prefix)) &&
           (scope.len == len || scope.at[len] == '/');
}

const char *audience_of(struct str scope, const char *base)
{
    struct str part;

    while (str_cut(&scope, ' ', &part)) {
        if (names(part, base))
            return "any";
        for (size_t i = 0; i < sizeof(audiences) / sizeof(audiences[0]); i++) {
            if (names(part, audiences[i].prefix))
                return audiences[i].audience;
        }
    }
    return NULL;
}

bool audience_covers(const char *have, const char *want)
{
    return strcmp(have, "any") == 0 || strcmp(have, want) == 0;
}
