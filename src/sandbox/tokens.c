/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/token.h"

#include <string.h>

#include "sandbox/sandbox.h"
#include "util/buf.h"
#include "util/digest.h"
#include "util/mem.h"

struct token {
    char *text; /* NULL before its first use */
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
    {"https://api.loganalytics.io", "logs"},
    {"https://api.loganalytics.us", "logs"},
    {"https://api.loganalytics.azure.cn", "logs"},
    {"https://service.flow.microsoft.com", "flow"},
};

struct tokens *tokens_new(void)
{
    return mem_new(sizeof(struct tokens));
}

void tokens_free(struct tokens *tokens)
{
    if (!tokens)
        return;
    for (size_t i = 0; i < TOKENS_MAX; i++)
        mem_free(tokens->token[i].text);
    mem_free(tokens);
}

/* For whom a token is, as it says itself. */
static const char *receiver_of(const char *audience)
{
    for (size_t i = 0; i < sizeof(audiences) / sizeof(audiences[0]); i++) {
        if (strcmp(audiences[i].audience, audience) == 0)
            return audiences[i].prefix;
    }
    return audience;
}

static struct json *claims_of(const char *audience, const struct json *grants,
                              int64_t now, int64_t life)
{
    struct json *claims = json_new_object();

    json_set_text(claims, "aud", receiver_of(audience));
    json_set_text(claims, "iss", "https://sts.windows.net/" SANDBOX_TENANT "/");
    json_set_int(claims, "iat", now / 1000);
    json_set_int(claims, "nbf", now / 1000);
    json_set_int(claims, "exp", now / 1000 + life);
    json_set_text(claims, "appid", SANDBOX_CLIENT);
    json_set_text(claims, "oid", SANDBOX_PRINCIPAL);
    json_set_text(claims, "sub", SANDBOX_PRINCIPAL);
    json_set_text(claims, "tid", SANDBOX_TENANT);
    json_set_text(claims, "ver", "1.0");
    for (struct json_each e = json_each(grants); json_next(&e);)
        json_set_take(claims, e.name, json_copy(e.value));
    return claims;
}

/* The URL-safe alphabet without padding (RFC 7515). */
static void put_part(struct buf *out, const struct json *json)
{
    struct buf plain, coded;

    buf_init(&plain);
    buf_init(&coded);
    json_write(json, JSON_COMPACT, &plain);
    digest_base64(buf_view(&plain), &coded);
    for (size_t i = 0; i < coded.len && coded.at[i] != '='; i++)
        buf_char(out, coded.at[i] == '+'   ? '-'
                      : coded.at[i] == '/' ? '_'
                                           : coded.at[i]);
    buf_char(out, '.');
    buf_done(&coded);
    buf_done(&plain);
}

/* Header and claims. */
static void put_claims(struct buf *out, const char *audience,
                       const struct json *grants, int64_t now, int64_t life)
{
    struct json *header = json_new_object();
    struct json *claims = claims_of(audience, grants, now, life);

    json_set_text(header, "typ", "JWT");
    json_set_text(header, "alg", "RS256");
    put_part(out, header);
    put_part(out, claims);
    json_free(header);
    json_free(claims);
}

/* Where the signature would stand is what finds the token again; a refresh
 * token is nothing else. */
const char *tokens_issue(struct tokens *tokens, const char *audience,
                         const struct json *grants, int64_t now, int64_t life)
{
    size_t at = tokens->next++ % TOKENS_MAX;
    struct token *token = &tokens->token[at];
    char a[GUID_SIZE], b[GUID_SIZE];
    struct buf text;

    buf_init(&text);
    if (strcmp(audience, "refresh") != 0)
        put_claims(&text, audience, grants, now, life);
    buf_printf(&text, "sbx%04zu-%s%s", at, digest_guid(a), digest_guid(b));
    mem_free(token->text);
    token->text = buf_take(&text);
    token->audience = audience;
    token->expires = now + life * 1000;
    return token->text;
}

struct token_claim tokens_check(const struct tokens *tokens, struct str text,
                                int64_t now)
{
    struct token_claim claim = {0};
    size_t dot = str_find_last_char(text, '.');
    struct str tail =
        dot == STR_NOWHERE ? text : str_sub(text, dot + 1, text.len);
    int64_t at;
    const struct token *token;

    if (!str_starts(tail, STR("sbx")) || !str_int(str_sub(tail, 3, 4), &at) ||
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
