/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * con_azure.c - services that only playbooks ask: whose account, vault or
 * workspace a connection of theirs means.
 */
#include "connect/connector.h"
#include "connect/shared_key.h"
#include "util/text.h"

static bool reach_url(const struct connector *connector, struct arena *arena,
                      struct request *out, struct err *err)
{
    (void)err;
    out->url = connector_url(connector, out->url, arena);
    return true;
}

static void add_line(struct request *out, const char *line)
{
    size_t n = 0;

    while (out->headers[n])
        n++;
    out->headers[n] = line;
}

/* ---- Azure DevOps ---------------------------------------------------------*/

static const struct field devops_fields[] = {
    {
        .name = "url",
        .label = N_("URL"),
        .help = N_("The organisation: https://dev.azure.com/NAME."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "user",
        .label = N_("User"),
        .help = N_("Any name: the token alone counts."),
        .type = FIELD_TEXT,
        .fallback = "riposte",
    },
    {
        .name = "secret",
        .label = N_("Secret"),
        .help = N_("Where the personal access token is, such as env:NAME."),
        .type = FIELD_SECRET,
        .required = true,
    },
};

static bool devops_reach(const struct connector *connector, struct arena *arena,
                         struct request *out, struct err *err)
{
    connector_sign_in(connector, arena, out);
    return reach_url(connector, arena, out, err);
}

const struct connector_kind connector_devops = {
    .name = "devops",
    .title = N_("Azure DevOps"),
    .fields = devops_fields,
    .n_fields = sizeof(devops_fields) / sizeof(devops_fields[0]),
    .reach = devops_reach,
};

/* ---- Log Analytics --------------------------------------------------------*/

static const struct field loganalytics_fields[] = {
    {
        .name = "workspace",
        .label = N_("Workspace"),
        .help = N_("Its id, a GUID."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "secret",
        .label = N_("Secret"),
        .help = N_("Where the primary or secondary key of the workspace is, "
                   "such as env:NAME."),
        .type = FIELD_SECRET,
        .required = true,
    },
    {
        .name = "url",
        .label = N_("URL"),
        .help = N_("Where data is sent; empty: to the workspace in the public "
                   "cloud."),
        .type = FIELD_TEXT,
    },
};

static bool loganalytics_reach(const struct connector *connector,
                               struct arena *arena, struct request *out,
                               struct err *err)
{
    struct str workspace = connector_text(connector, "workspace");

    if (str_empty(connector_text(connector, "url")))
        out->url =
            arena_printf(arena, "https://%.*s.ods.opinsights.azure.com%s",
                         STR_ARG(workspace), out->url);
    else
        reach_url(connector, arena, out, err);
    out->user = arena_str(arena, workspace).at;
    out->secret = arena_str(arena, connector_text(connector, "secret")).at;
    out->shared_key = true;
    add_line(out, SHARED_KEY_DATE ": now");
    return true;
}

const struct connector_kind connector_loganalytics = {
    .name = "loganalytics",
    .title = N_("Log Analytics"),
    .fields = loganalytics_fields,
    .n_fields = sizeof(loganalytics_fields) / sizeof(loganalytics_fields[0]),
    .reach = loganalytics_reach,
};

/* ---- vaults and accounts, as riposte itself -------------------------------*/

static const struct field keyvault_fields[] = {
    {
        .name = "vault",
        .label = N_("Vault"),
        .help = N_("Its name; riposte reads it with its own identity."),
        .type = FIELD_TEXT,
        .required = true,
    },
};

static bool keyvault_reach(const struct connector *connector,
                           struct arena *arena, struct request *out,
                           struct err *err)
{
    (void)err;
    out->audience = AUDIENCE_VAULT;
    out->url =
        arena_printf(arena, "/%.*s%s",
                     STR_ARG(connector_text(connector, "vault")), out->url);
    return true;
}

const struct connector_kind connector_keyvault = {
    .name = "keyvault",
    .title = N_("Key vault"),
    .fields = keyvault_fields,
    .n_fields = sizeof(keyvault_fields) / sizeof(keyvault_fields[0]),
    .reach = keyvault_reach,
};

static const struct field storage_fields[] = {
    {
        .name = "account",
        .label = N_("Account"),
        .help = N_("Its name; riposte signs in with its own identity."),
        .type = FIELD_TEXT,
        .required = true,
    },
};

/* ".table/…" becomes "/NAME.table/…". */
static bool storage_reach(const struct connector *connector,
                          struct arena *arena, struct request *out,
                          struct err *err)
{
    (void)err;
    out->audience = AUDIENCE_STORAGE;
    out->url =
        arena_printf(arena, "/%.*s%s",
                     STR_ARG(connector_text(connector, "account")), out->url);
    return true;
}

const struct connector_kind connector_storage = {
    .name = "storage",
    .title = N_("Storage account"),
    .fields = storage_fields,
    .n_fields = sizeof(storage_fields) / sizeof(storage_fields[0]),
    .reach = storage_reach,
};

/* ---- functions ------------------------------------------------------------*/

static const struct field functionapp_fields[] = {
    {
        .name = "url",
        .label = N_("URL"),
        .help = N_("The app: https://NAME.azurewebsites.net."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "secret",
        .label = N_("Secret"),
        .help = N_("Where a key of the app or the function is, such as "
                   "env:NAME."),
        .type = FIELD_SECRET,
        .required = true,
    },
};

static bool functionapp_reach(const struct connector *connector,
                              struct arena *arena, struct request *out,
                              struct err *err)
{
    add_line(out, arena_printf(arena, "x-functions-key: %.*s",
                               STR_ARG(connector_text(connector, "secret"))));
    return reach_url(connector, arena, out, err);
}

const struct connector_kind connector_functionapp = {
    .name = "functionapp",
    .title = N_("Function app"),
    .fields = functionapp_fields,
    .n_fields = sizeof(functionapp_fields) / sizeof(functionapp_fields[0]),
    .reach = functionapp_reach,
};
