/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tok_managed.c - the identity that Azure gave the machine.
 */
#include <string.h>

#include "connect/tokens.h"
#include "model/limits.h"
#include "util/file.h"
#include "util/text.h"
#include "util/url.h"
#include "util/when.h"

#define ARC_PROGRAM  "/var/opt/azcmagent/bin/himds"
#define ARC_KEYS     "/var/opt/azcmagent/tokens/"
#define ARC_KEY_SIZE 4096
#define ARC_DEFAULT  "http://localhost:40342/metadata/identity/oauth2/token"
#define IMDS_PATH    "/metadata/identity/oauth2/token"

/* Where a managed identity is found, in MSAL's order (FACTS 2.3): the first
 * place whose variables are all set. */
static const struct place {
    const char *needs[3];
    const char *program;   /* or this program is there */
    const char *endpoint;  /* the variable that has the URL */
    const char *otherwise; /* the URL without it; NULL: the IMDS host */
    const char *version;
    const char *header;   /* "Name: value", a reference where secret */
    const char *client;   /* parameter for a client id; NULL: none taken */
    const char *resource; /* parameter for an ARM id */
    bool arc;
} places[] = {
    {
        /* Service Fabric: its certificate must be in ca_file. */
        .needs = {"IDENTITY_ENDPOINT", "IDENTITY_HEADER",
                  "IDENTITY_SERVER_THUMBPRINT"},
        .endpoint = "IDENTITY_ENDPOINT",
        .version = "2019-07-01-preview",
        .header = "Secret: env:IDENTITY_HEADER",
    },
    {
        /* App Service, Functions, Automation, Container Apps. */
        .needs = {"IDENTITY_ENDPOINT", "IDENTITY_HEADER"},
        .endpoint = "IDENTITY_ENDPOINT",
        .version = "2019-08-01",
        .header = "X-IDENTITY-HEADER: env:IDENTITY_HEADER",
        .client = "client_id",
        .resource = "mi_res_id",
    },
    {
        /* Machine Learning. */
        .needs = {"MSI_ENDPOINT", "MSI_SECRET"},
        .endpoint = "MSI_ENDPOINT",
        .version = "2017-09-01",
        .header = "secret: env:MSI_SECRET",
        .client = "clientid",
    },
    {
        .needs = {"IDENTITY_ENDPOINT", "IMDS_ENDPOINT"},
        .program = ARC_PROGRAM,
        .endpoint = "IDENTITY_ENDPOINT",
        .otherwise = ARC_DEFAULT,
        .version = "2020-06-01",
        .header = "Metadata: true",
        .arc = true,
    },
    {
        .version = "2018-02-01",
        .header = "Metadata: true",
        .client = "client_id",
        .resource = "msi_res_id",
    },
};

/* Milliseconds between the tries of IMDS. */
static const int64_t waits[] = {
    0, 2 * WHEN_SECOND, 6 * WHEN_SECOND, 14 * WHEN_SECOND, 30 * WHEN_SECOND,
};

static bool place_fits(const struct place *place,
                       const struct token_config *config)
{
    if (place->program && file_exists(place->program))
        return true;
    for (size_t i = 0; i < 3 && place->needs[i]; i++) {
        if (!*token_setting(config, NULL, place->needs[i]))
            return false;
    }
    return true;
}

static const struct place *place_find(const struct token_config *config)
{
    const struct place *place = places;

    while (!place_fits(place, config))
        place++; /* the last one needs nothing */
    return place;
}

static const char *place_url(const struct place *place,
                             const struct token_want *want, struct arena *arena)
{
    const char *found = place->endpoint
                            ? token_setting(want->config, NULL, place->endpoint)
                            : "";

    if (*found)
        return found;
    if (place->otherwise)
        return place->otherwise;
    return arena_printf(arena, "%s" IMDS_PATH, want->hosts->base[HOST_IMDS]);
}

static void put_parameter(struct buf *url, const char *name, const char *value)
{
    buf_printf(url, "&%s=", name);
    url_encode(str_of(value), url);
}

/* Which of several identities: a client id, or an ARM id. */
static bool put_identity(const struct place *place, const char *id,
                         struct buf *url, struct err *err)
{
    const char *name = *id == '/' ? place->resource : place->client;

    if (!name)
        return err_set(err, ERR_INPUT,
                       _("A managed identity cannot be chosen by \"%s\" where "
                         "riposte runs; leave identity.client_id empty."),
                       id);
    put_parameter(url, name, id);
    return true;
}

/* The key that the agent of Azure Arc has written for us. */
static bool read_key(struct token_memory *memory, struct token_ask *out,
                     struct err *err)
{
    struct buf text;
    bool good;

    buf_init(&text);
    buf_reserve(&text, 2 * ARC_KEY_SIZE);
    buf_text(&text, "Basic ");
    good = file_read(memory->held.bytes, ARC_KEY_SIZE, &text, err);
    if (good)
        secret_set(&out->authorization, buf_view(&text));
    secret_wipe(text.at, text.room);
    buf_done(&text);
    return good;
}

static bool managed_ask(const struct token_want *want, struct arena *arena,
                        struct token_ask *out, struct err *err)
{
    const struct token_config *config = want->config;
    const struct place *place = place_find(config);
    const char *id = config->client_id ? config->client_id : "";
    struct buf url;
    bool good = true;

    if (!want->hosts->resource[want->audience])
        return err_set(err, ERR_INPUT,
                       _("This cloud has no service of the kind \"%s\"."),
                       audience_name(want->audience));
    buf_init(&url);
    buf_printf(&url, "%s?api-version=%s", place_url(place, want, arena),
               place->version);
    put_parameter(&url, "resource", want->hosts->resource[want->audience]);
    if (*id)
        good = put_identity(place, id, &url, err);
    if (good && want->memory->step == 1)
        good = read_key(want->memory, out, err);
    if (good)
        out->request = (struct request){
            .method = "GET",
            .url = arena_text(arena, url.at),
            .headers = {place->header},
            .body = STR_NONE,
            .idempotent = true,
            .timeout = 5 * WHEN_SECOND,
            .limit = LIMIT_TOKEN * 4,
        };
    buf_done(&url);
    return good;
}

/* "Basic realm=/var/opt/azcmagent/tokens/NAME.key", and nothing else: what
 * listens there must not make us read other files to it. */
static bool arc_path(const char *challenge, struct secret *out)
{
    struct str path = str_of(challenge);

    if (!str_starts_fold(path, STR("Basic realm=")))
        return false;
    path = str_trim(str_sub(path, strlen("Basic realm="), path.len));
    if (!str_starts(path, STR(ARC_KEYS)) || !str_ends(path, STR(".key")) ||
        str_find_last_char(path, '/') != strlen(ARC_KEYS) - 1)
        return false;
    secret_set(out, path);
    return true;
}

static bool worth_another(const struct response *response)
{
    int status = response->status;

    return status == 404 || status == 429 || status >= 500 ||
           (status == 0 && response->failure.code == ERR_AGAIN);
}

static void managed_judge(const struct token_want *want,
                          const struct response *response,
                          struct token_answer *out)
{
    const struct place *place = place_find(want->config);
    struct token_memory *memory = want->memory;
    size_t tries = sizeof(waits) / sizeof(waits[0]);

    if (place->arc && memory->step == 0 && response->status == 401 &&
        arc_path(response->challenge, &memory->held)) {
        memory->step = 1;
        out->verdict = TOKEN_WAIT;
        out->wait = 0;
        return;
    }
    memory->step = 0;
    if (worth_another(response) && (size_t)memory->attempts < tries) {
        out->verdict = TOKEN_WAIT;
        out->wait = waits[memory->attempts++];
        return;
    }
    memory->attempts = 0;
    token_read(response, want->now, out);
}

const struct token_kind token_kind_managed = {
    .name = "managed",
    .title = N_("Managed identity of the machine"),
    .ask = managed_ask,
    .judge = managed_judge,
};
