/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/write_config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/estate.h"
#include "sandbox/sandbox.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/text.h"

#define FLOW_PLACE(name_)                                                      \
    "/powerautomate/automations/direct/workflows/" name_                       \
    "/triggers/manual/paths/invoke?api-version=1"

/* A string of libconfig. */
static void put_string(struct buf *out, const char *text)
{
    buf_char(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buf_char(out, '\\');
        buf_char(out, *text);
    }
    buf_char(out, '"');
}

/* Writes a secret and puts the reference to it: an absolute path, since
 * nobody knows from where riposte will be started. */
static bool put_secret(struct buf *out, const char *path, const char *suffix,
                       struct str value, struct err *err)
{
    struct arena *arena = arena_new();
    const char *file = arena_printf(arena, "%s.%s", path, suffix);
    char *whole = NULL;
    bool good = file_write(file, value, err);

    if (good) {
        whole = realpath(file, NULL);
        good = whole || err_errno(err, errno, _("%s cannot be found"), file);
    }
    if (good)
        put_string(out, arena_printf(arena, "file:%s", whole));
    free(whole);
    arena_free(arena);
    return good;
}

static void put_cloud(struct buf *out, const struct sandbox *sandbox)
{
    static const struct {
        const char *host, *path;
    } hosts[] = {
        {"login", ""},       {"arm", ""},          {"graph", ""},
        {"vault", "/vault"}, {"storage", "/blob"}, {"endpoint", "/endpoint"},
        {"flow", ""},        {"logs", "/logs"},    {"imds", ""},
    };

    buf_text(out, "cloud : {\n");
    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
        buf_printf(out, "    %s = \"%s%s\";\n", hosts[i].host,
                   strcmp(hosts[i].host, "arm") == 0 ? sandbox->arm
                                                     : sandbox->base,
                   hosts[i].path);
    buf_text(out, "};\n\n");
}

static void put_sources(const struct sandbox *sandbox, struct buf *out)
{
    size_t n = estate_subscriptions(sandbox->estate);

    buf_text(out, "subscriptions = (");
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%s\n    \"%s\"", i ? "," : "",
                   estate_subscription(sandbox->estate, i));
    buf_text(out, "\n);\n\n"
                  "sources = (\n"
                  "    { kind = \"defender-alerts\"; every = \"3s\"; },\n"
                  "    { kind = \"defender-assessments\"; every = \"10s\"; },\n"
                  "    { kind = \"defender-compliance\"; every = \"15s\"; },\n"
                  "    { kind = \"defender-automations\"; every = \"15s\"; },\n"
                  "    { kind = \"logic-apps\"; every = \"15s\"; }\n"
                  ");\n\n");
}

static bool put_mail(const struct sandbox *sandbox, const char *path, int port,
                     struct buf *out, struct err *err)
{
    buf_printf(out,
               "mail : {\n"
               "    server = \"smtp://127.0.0.1:%d\";\n"
               "    from = \"riposte@contoso.example\";\n"
               "    starttls = \"off\";\n",
               port);
    if (sandbox->options->smtp_auth) {
        buf_text(out, "    user = \"" SANDBOX_MAIL_USER "\";\n"
                      "    password = ");
        if (!put_secret(out, path, "mail", STR(SANDBOX_MAIL_PASSWORD), err))
            return false;
        buf_text(out, ";\n");
    }
    buf_text(out, "};\n");
    return true;
}

static void put_connector(struct buf *out, const struct sandbox *sandbox,
                          const char *head, const char *path)
{
    buf_printf(out, "    { %s; ", head);
    if (path)
        buf_printf(out, "url = \"%s%s\"; ", sandbox->base, path);
}

/* Jira twice. */
static bool put_connectors(const struct sandbox *sandbox, const char *path,
                           struct buf *out, struct err *err)
{
    struct arena *arena = arena_new();
    const struct {
        const char *head;
        const char *url; /* NULL: the secret is the URL */
        const char *file;
        const char *secret;
    } rows[] = {
        {"name = \"snow\"; kind = \"servicenow\"; user = "
         "\"" SANDBOX_TICKET_USER "\"",
         "/servicenow", "ticket", SANDBOX_TICKET_PASSWORD},
        {"name = \"jira\"; kind = \"jira\"; user = "
         "\"" SANDBOX_TICKET_USER "\"",
         "/jira", "ticket", SANDBOX_TICKET_PASSWORD},
        {"name = \"jira-server\"; kind = \"jira\"; flavour = \"server\"",
         "/jira-server", "token", SANDBOX_TICKET_TOKEN},
        {"name = \"teams\"; kind = \"teams\"", NULL, "teams",
         arena_printf(arena, "%s/teams/workflows/sandbox", sandbox->base)},
        {"name = \"slack\"; kind = \"slack\"", NULL, "slack",
         arena_printf(arena, "%s/slack/services/T0/B0/" SANDBOX_SLACK_TOKEN,
                      sandbox->base)},
        {"name = \"pagerduty\"; kind = \"pagerduty\"", "/pagerduty", "pager",
         SANDBOX_PAGER_KEY},
        {"name = \"devops\"; kind = \"devops\"", "/devops", "ticket",
         SANDBOX_TICKET_PASSWORD},
        {"name = \"workspace\"; kind = \"loganalytics\"; workspace = "
         "\"" SANDBOX_WORKSPACE "\"",
         "/logs", "logs", SANDBOX_LOGS_KEY},
        {"name = \"functions\"; kind = \"functionapp\"", "", "function",
         SANDBOX_FUNCTION_KEY},
        {"name = \"storage\"; kind = \"storage\"; account = "
         "\"stcontososhop\"",
         NULL, NULL, NULL},
        {"name = \"vault\"; kind = \"keyvault\"; vault = \"kv-shop\"", NULL,
         NULL, NULL},
    };
    size_t n = sizeof(rows) / sizeof(rows[0]);
    bool good = true;

    buf_text(out, "connectors = (\n");
    for (size_t i = 0; good && i < n; i++) {
        put_connector(out, sandbox, rows[i].head, rows[i].url);
        if (rows[i].file) {
            buf_text(out, "secret = ");
            good = put_secret(out, path, rows[i].file, str_of(rows[i].secret),
                              err);
            buf_text(out, "; ");
        }
        buf_printf(out, "}%s\n", i + 1 < n ? "," : "");
    }
    buf_text(out, ");\n\n");
    arena_free(arena);
    return good;
}

/* What opens flows, functions and the runbook's webhook, for actions to name:
 * PATH.flow and so on. */
static bool write_keys(const struct sandbox *sandbox, const char *path,
                       struct err *err)
{
    static const struct {
        const char *suffix;
        const char *address; /* behind the base; NULL: the key alone */
        const char *key;
    } keys[] = {
        {"flow", FLOW_PLACE("anyone") "&sig=", SANDBOX_FLOW_SIG},
        {"flow-tenant", FLOW_PLACE("tenant"), ""},
        {"function", NULL, SANDBOX_FUNCTION_KEY},
        {"function-master", NULL, SANDBOX_FUNCTION_MASTER},
        {"runbook", "/webhooks?token=", SANDBOX_RUNBOOK_TOKEN},
    };
    struct arena *arena = arena_new();
    bool good = true;

    for (size_t i = 0; good && i < sizeof(keys) / sizeof(keys[0]); i++)
        good = file_write(
            arena_printf(arena, "%s.%s", path, keys[i].suffix),
            str_of(arena_printf(
                arena, "%s%s%s", keys[i].address ? sandbox->base : "",
                keys[i].address ? keys[i].address : "", keys[i].key)),
            err);
    arena_free(arena);
    return good;
}

bool write_config(const struct sandbox *sandbox, const char *path,
                  int smtp_port, struct err *err)
{
    struct buf out;
    bool good;

    buf_init(&out);
    buf_text(&out, "# Written by riposte-sandbox: leads to nothing real.\n\n");
    put_cloud(&out, sandbox);
    buf_text(&out, "identity : {\n"
                   "    kind = \"secret\";\n"
                   "    tenant = \"" SANDBOX_TENANT "\";\n"
                   "    client_id = \"" SANDBOX_CLIENT "\";\n"
                   "    client_secret = ");
    good = put_secret(&out, path, "secret", STR(SANDBOX_SECRET), err);
    buf_text(&out, ";\n};\n\n");
    put_sources(sandbox, &out);
    good = good && put_connectors(sandbox, path, &out, err) &&
           put_mail(sandbox, path, smtp_port, &out, err) &&
           file_write(path, buf_view(&out), err) &&
           write_keys(sandbox, path, err);
    buf_done(&out);
    return good;
}
