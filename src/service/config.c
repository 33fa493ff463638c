/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config.c - the table of settings, and how each is read.
 */
#include "service/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "connect/hosts.h"
#include "connect/tokens.h"
#include "model/limits.h"
#include "service/config_file.h"
#include "service/outside.h"
#include "util/digest.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/when.h"

static bool take_text(const struct setting *setting, struct str value,
                      struct config *config, struct err *err)
{
    const char **at = (const char **)((char *)config + setting->at);

    if (setting->choices != NULL) {
        size_t n = 0;

        while (setting->choices[n] != NULL &&
               !str_eq(value, str_of(setting->choices[n])))
            n++;
        if (setting->choices[n] == NULL)
            return err_set(err, ERR_INPUT, _("%s must be one of: %s."),
                           setting->name, setting->expected);
    }
    *at = arena_str(config->arena, value).at;
    return true;
}

static bool take_secret(const struct setting *setting, struct str value,
                        struct config *config, struct err *err)
{
    if (value.len > 0 && !secret_reference(value))
        return err_set(err, ERR_INPUT,
                       _("%s holds a secret itself. Write where it is to be "
                         "found: env:NAME, file:PATH, cmd:PROGRAM or "
                         "cred:NAME."),
                       setting->name);
    return take_text(setting, value, config, err);
}

static bool take_bool(const struct setting *setting, struct str value,
                      struct config *config, struct err *err)
{
    bool *at = (bool *)((char *)config + setting->at);
    bool yes = str_eq_fold(value, STR("true")) ||
               str_eq_fold(value, STR("on")) || str_eq_fold(value, STR("yes"));

    if (!yes && !str_eq_fold(value, STR("false")) &&
        !str_eq_fold(value, STR("off")) && !str_eq_fold(value, STR("no")))
        return err_set(err, ERR_INPUT, _("%s must be true or false."),
                       setting->name);
    *at = yes;
    return true;
}

static bool take_span(const struct setting *setting, struct str value,
                      struct config *config, struct err *err)
{
    int64_t *at = (int64_t *)((char *)config + setting->at);
    int64_t span;

    if (!when_span_parse(value, &span) || span <= 0)
        return err_set(err, ERR_INPUT,
                       _("%s must be a span of time such as 30m, 4h or 90d."),
                       setting->name);
    *at = span;
    return true;
}

/* Requests at once to one host: a service does not take any number. */
static bool take_hands(const struct setting *setting, struct str value,
                       struct config *config, struct err *err)
{
    int64_t number;

    if (!str_int(value, &number) || number < 1 || number > LIMIT_IN_FLIGHT)
        return err_set(err, ERR_INPUT, _("%s must be a number from 1 to %d."),
                       setting->name, LIMIT_IN_FLIGHT);
    config->per_host = (int)number;
    return true;
}

static const char *const clouds[] = {"public", "usgov", "china", NULL};
static const char *const themes[] = {"dark", "light", "contrast", "mono", NULL};
static const char *const levels[] = {"debug", "info", "warn", "error", NULL};

#define AT(member) offsetof(struct config, member)

/* What approvals take, of all classes of action or of one. */
#define DEMAND(prefix, member)                                                 \
    {.name = prefix ".quorum",                                                 \
     .take = take_quorum,                                                      \
     .at = AT(member.quorum),                                                  \
     .help = N_("How many people must approve.")},                             \
        {.name = prefix ".roles",                                              \
         .take = take_role,                                                    \
         .clear = clear_roles,                                                 \
         .at = AT(member),                                                     \
         .help = N_("Roles of each of which one must approve.")},              \
        {.name = prefix ".warn",                                               \
         .take = take_unsaid_span,                                             \
         .at = AT(member.warn),                                                \
         .help = N_("So long before its end a warning goes out.")},            \
        {.name = prefix ".escalate",                                           \
         .take = take_unsaid_span,                                             \
         .at = AT(member.escalate),                                            \
         .help = N_("When nobody has answered for so long, the group of "      \
                    "escalate_to is asked.")},                                 \
        {.name = prefix ".escalate_to",                                        \
         .take = take_group,                                                   \
         .at = AT(member.group),                                               \
         .help = N_("A role that may answer then, for any other.")},           \
    {                                                                          \
        .name = prefix ".justify", .take = take_justify,                       \
        .at = AT(member.justify),                                              \
        .help = N_("Whether an approval needs a reason."),                     \
    }
#define DEMAND_OF(class, text)                                                 \
    {.name = "approvals." text ".life",                                        \
     .take = take_unsaid_span,                                                 \
     .at = AT(demands[class].life),                                            \
     .help = N_("The same for one class of action.")},                         \
        DEMAND("approvals." text, demands[class])

/* The one list of settings that have one value each.  To add one: its row
 * here, its member in config.h, its paragraph in riposte.conf(5). */
static const struct setting settings[] = {
    {.name = "store",
     .take = take_text,
     .at = AT(store),
     .help = N_("Where the store is: a path, or sqlite:PATH.")},
    {.name = "log.file",
     .take = take_text,
     .at = AT(log_file),
     .help = N_("Diagnostic log; empty for none, - for standard error.")},
    {.name = "log.level",
     .take = take_text,
     .at = AT(log_level),
     .fallback = "info",
     .choices = levels,
     .expected = "debug, info, warn, error",
     .help = N_("The least that is logged.")},
    {.name = "ui.utc",
     .take = take_bool,
     .at = AT(utc),
     .fallback = "false",
     .help = N_("Show times in UTC instead of local time.")},
    {.name = "ui.theme",
     .take = take_text,
     .at = AT(theme),
     .fallback = "dark",
     .choices = themes,
     .expected = "dark, light, contrast, mono",
     .help = N_("Colours of the screen.")},
    {.name = "ui.mouse",
     .take = take_bool,
     .at = AT(mouse),
     .fallback = "false",
     .help = N_("Listen to the mouse from the start.")},
    {.name = "ui.bell",
     .take = take_bool,
     .at = AT(bell),
     .fallback = "true",
     .help = N_("Ring, and notify through the terminal, when something waits "
                "for you.")},
    {.name = "cloud.name",
     .take = take_text,
     .at = AT(cloud),
     .fallback = "public",
     .choices = clouds,
     .expected = "public, usgov, china",
     .help = N_("Which Azure cloud; gives every host its name.")},
    {.name = "network.ca_file",
     .take = take_text,
     .at = AT(ca_file),
     .help = N_("One more certificate authority, beside the system's (PEM).")},
    {.name = "network.proxy",
     .take = take_text,
     .at = AT(proxy),
     .help = N_("Proxy for all but local addresses; empty for what the "
                "environment says.")},
    {.name = "identity.kind",
     .take = take_text,
     .at = AT(identity),
     .fallback = "secret",
     .help = N_("How to sign in: secret, device, managed, federated or cli.")},
    {.name = "identity.tenant",
     .take = take_text,
     .at = AT(tenant),
     .help = N_("Tenant; empty for AZURE_TENANT_ID.")},
    {.name = "identity.client_id",
     .take = take_text,
     .at = AT(client_id),
     .help = N_("Application; empty for AZURE_CLIENT_ID.")},
    {.name = "identity.client_secret",
     .take = take_secret,
     .at = AT(client_secret),
     .help = N_("Where the application's secret is: env:, file:, cmd:, "
                "cred:; empty for env:AZURE_CLIENT_SECRET.")},
    {.name = "identity.token_file",
     .take = take_text,
     .at = AT(token_file),
     .help = N_("Federated token; empty for AZURE_FEDERATED_TOKEN_FILE.")},
    {.name = "mail.server",
     .take = take_text,
     .at = AT(mail_server),
     .help = N_("Server that takes mail: smtp://host:587 or "
                "smtps://host:465; empty for none.")},
    {.name = "mail.from",
     .take = take_text,
     .at = AT(mail_from),
     .help = N_("Sender of riposte's mail.")},
    {.name = "mail.user",
     .take = take_text,
     .at = AT(mail_user),
     .help = N_("User at the mail server; empty for no sign-in.")},
    {.name = "mail.password",
     .take = take_secret,
     .at = AT(mail_password),
     .help = N_("Where the password is: env:, file:, cmd:, cred:.")},
    {.name = "mail.starttls",
     .take = take_bool,
     .at = AT(mail_starttls),
     .fallback = "true",
     .help = N_("Insist on STARTTLS; off is refused but on loopback.")},
    {.name = "tickets.follow",
     .take = take_span,
     .at = AT(ticket_follow),
     .fallback = "5m",
     .help = N_("How often a ticket that is open is looked at.")},
    {.name = "permissions.every",
     .take = take_span,
     .at = AT(permits_every),
     .fallback = "1h",
     .help = N_("How often it is asked what riposte may do there.")},
    {.name = "approvals.life",
     .take = take_span,
     .at = AT(demand.life),
     .fallback = "4h",
     .help = N_("A request that nobody answers is rejected after this.")},
    DEMAND("approvals", demand),
    DEMAND_OF(CLASS_NOTIFY, "notify"),
    DEMAND_OF(CLASS_REVERSIBLE, "reversible"),
    DEMAND_OF(CLASS_TIMED, "timed"),
    DEMAND_OF(CLASS_IRREVERSIBLE, "irreversible"),
    {.name = "approvals.confirm",
     .take = take_span,
     .at = AT(confirm_within),
     .fallback = "1h",
     .help = N_("Break-glass: a second person must confirm within this.")},
    {.name = "notify.approvals.mail",
     .take = take_address,
     .clear = clear_texts,
     .at = AT(approval_mail),
     .help = N_("Who gets a mail when an approval is asked for.")},
    {.name = "notify.approvals.connectors",
     .take = take_name,
     .clear = clear_texts,
     .at = AT(approval_connectors),
     .help = N_("Connectors of the kinds teams and slack that are told.")},
    {.name = "notify.approvals.window",
     .take = take_span,
     .at = AT(notify_window),
     .fallback = "1m",
     .help = N_("At most one notice in this time; more are one together.")},
    {.name = "notify.escalations.mail",
     .take = take_address,
     .clear = clear_texts,
     .at = AT(escalation_mail),
     .help = N_("Who gets a mail when others are to answer; empty: those "
                "above.")},
    {.name = "notify.escalations.connectors",
     .take = take_name,
     .clear = clear_texts,
     .at = AT(escalation_connectors),
     .help = N_("Connectors that are told then; empty: those above.")},
    {.name = "approvals.four_eyes",
     .take = take_four_eyes,
     .at = AT(four_eyes),
     .fallback = "full",
     .help = N_("Who may not approve: full: who asked, or wrote or changed the "
                "rule; requester: who asked; off: nobody.")},
    {.name = "roles.viewer",
     .take = take_member,
     .clear = clear_members,
     .at = AT(roles[ROLE_VIEWER]),
     .help = N_("Who may look: logins, and groups as @GROUP.")},
    {.name = "roles.analyst",
     .take = take_member,
     .clear = clear_members,
     .at = AT(roles[ROLE_ANALYST]),
     .help = N_("Who may triage, ask for containments, and steer runs.")},
    {.name = "roles.author",
     .take = take_member,
     .clear = clear_members,
     .at = AT(roles[ROLE_AUTHOR]),
     .help = N_("Who may change rules, suppressions and watchlists.")},
    {.name = "roles.approver",
     .take = take_member,
     .clear = clear_members,
     .at = AT(roles[ROLE_APPROVER]),
     .help = N_("Who may answer approvals.")},
    {.name = "roles.admin",
     .take = take_member,
     .clear = clear_members,
     .at = AT(roles[ROLE_ADMIN]),
     .help = N_("Who may hold and resume, and change what governs "
                "everybody.")},
    {.name = "containment.directory",
     .take = take_text,
     .at = AT(containment_dir),
     .help = N_("Catalogue files of your own; empty for containment/ beside "
                "the configuration.")},
    {.name = "containment.budget",
     .take = take_budget,
     .clear = clear_budget,
     .help = N_("How many containments all rules together may start by "
                "themselves: 10 per 1h. More wait for an approval.")},
    {.name = "containment.drift_check",
     .take = take_span,
     .at = AT(drift_check),
     .fallback = "15m",
     .help = N_("How often each containment is looked at: is it still so?")},
    {.name = "containment.warn",
     .take = take_span,
     .at = AT(containment_warn),
     .fallback = "15m",
     .help = N_("So long before its end a containment warns of it.")},
    {.name = "containment.protected",
     .take = take_protected,
     .clear = clear_protected,
     .help = N_("What is never contained without asking: resource ids, "
                "user:NAME, tag:NAME=VALUE, patterns.")},
    {.name = "scripts.directory",
     .take = take_text,
     .at = AT(scripts),
     .help = N_("Where the scripts are that rules may run: a whole path that "
                "only its owner can write to; empty: none.")},
    {.name = "watchlist_directory",
     .take = take_text,
     .at = AT(watchlist_dir),
     .help = N_("Files of watchlists; empty for watchlists/ beside the "
                "configuration.")},
    {.name = "view_directory",
     .take = take_text,
     .at = AT(view_dir),
     .fallback = SYSCONFDIR "/riposte/views",
     .help = N_("Saved views that several people share.")},
    {.name = "audit.key",
     .take = take_secret,
     .at = AT(audit_key),
     .help = N_("Where the key of the audit log is: env:, file:, cmd:, cred:; "
                "empty: records are not keyed.")},
    {.name = "audit.old_keys",
     .take = take_reference,
     .clear = clear_texts,
     .at = AT(audit_old),
     .help = N_("Keys that older records of the audit log were sealed with.")},
    {.name = "audit.checkpoint",
     .take = take_span,
     .at = AT(audit_checkpoint),
     .fallback = "15m",
     .help = N_("How often the engine tells the system's log where the audit "
                "log ends.")},
    {.name = "audit.syslog",
     .take = take_text,
     .at = AT(audit_syslog),
     .fallback = "/dev/log",
     .help = N_("Where checkpoints go: a socket of this machine, or "
                "udp:ADDRESS:PORT; empty for none.")},
    {.name = "audit.file",
     .take = take_text,
     .at = AT(audit_file),
     .help = N_("A file that checkpoints are added to as well; best on another "
                "machine.")},
    {.name = "runs.patience",
     .take = take_span,
     .at = AT(run_patience),
     .fallback = "10m",
     .help = N_("A run that has not moved for so long is named, where it is "
                "not known how long its rule usually takes.")},
    {.name = "runs.per_host",
     .take = take_hands,
     .fallback = "6",
     .help = N_("So many requests go to one host at a time, from 1 to 32.")},
    {.name = "retention",
     .take = take_span,
     .at = AT(retention),
     .fallback = "180d",
     .help = N_("How long decisions and finished runs are kept.")},
};

#define SETTINGS (sizeof(settings) / sizeof(settings[0]))

const struct setting *setting_at(size_t index)
{
    return index < SETTINGS ? &settings[index] : NULL;
}

size_t config_settings(const struct setting_help **out)
{
    static struct setting_help rows[SETTINGS];

    for (size_t i = 0; i < SETTINGS; i++)
        rows[i] = (struct setting_help){
            .name = settings[i].name,
            .help = settings[i].help,
            .fallback = settings[i].fallback,
        };
    *out = rows;
    return SETTINGS;
}

/* What is no single value is told by the digest of the file. */
static void put_digest(const struct config *config, struct json *out)
{
    char hex[DIGEST_HEX_SIZE];
    struct err ignored;
    struct buf text;

    buf_init(&text);
    if (*config->path != '\0' &&
        file_read(config->path, LIMIT_CONFIG_FILE, &text, &ignored))
        json_set_text(out, "file", digest_hex(buf_view(&text), hex));
    buf_done(&text);
}

static void put_members(const struct role_members *members, const char *name,
                        struct json *out)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < members->n; i++)
        json_add_take(list, json_new_text(members->names[i]));
    json_set_take(out, name, list);
}

struct json *config_facts(const struct config *config)
{
    struct json *out = json_new_object();

    for (size_t i = 0; i < SETTINGS; i++) {
        const struct setting *setting = &settings[i];
        const void *at = (const char *)config + setting->at;

        if (setting->take == take_text || setting->take == take_secret)
            json_set_text(out, setting->name, *(const char *const *)at);
        else if (setting->take == take_bool)
            json_set_bool(out, setting->name, *(const bool *)at);
        else if (setting->take == take_span)
            json_set_int(out, setting->name, *(const int64_t *)at);
        else if (setting->take == take_member)
            put_members(at, setting->name, out);
        else if (setting->take == take_four_eyes)
            json_set_text(out, setting->name,
                          four_eyes_name(config->four_eyes));
    }
    put_digest(config, out);
    return out;
}

bool settings_fall_back(struct config *config, struct err *err)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        const char *value = settings[i].fallback;

        if (settings[i].clear == NULL &&
            !settings[i].take(&settings[i], str_of(value), config, err))
            return false;
    }
    config->watchlists =
        arena_alloc(config->arena, sizeof(*config->watchlists));
    config->store = file_xdg(config->arena, "STATE", "riposte.db");
    return true;
}

bool setting_unknown(const char *name, struct err *err)
{
    const char *names[SETTINGS + HOST_N];
    const char *near;
    size_t n = 0;

    for (size_t i = 0; i < SETTINGS; i++)
        names[n++] = settings[i].name;
    near = str_nearest(str_of(name), names, n);
    if (near != NULL)
        return err_set(err, ERR_INPUT,
                       _("There is no setting %s. The nearest is %s."), name,
                       near);
    return err_set(err, ERR_INPUT,
                   _("There is no setting %s. riposte.conf(5) lists them."),
                   name);
}

static bool add_host(struct config *config, const char *name, struct str value,
                     struct err *err)
{
    struct hosts check;
    struct config_host *more;

    hosts_init(&check, CLOUD_PUBLIC);
    if (!hosts_set(&check, name, arena_str(config->arena, value).at, err))
        return err_prefix(err, "cloud.%s", name);
    more = arena_array(config->arena, config->n_hosts + 1, sizeof(*more));
    if (config->n_hosts > 0)
        memcpy(more, config->hosts, config->n_hosts * sizeof(*more));
    more[config->n_hosts] = (struct config_host){
        .name = arena_text(config->arena, name),
        .value = arena_str(config->arena, value).at,
    };
    config->hosts = more;
    config->n_hosts++;
    return true;
}

static bool take_entries(struct config *config, const struct setting *setting,
                         struct str value, struct err *err)
{
    struct str entry;

    setting->clear(setting, config);
    while (str_cut(&value, ',', &entry)) {
        if (!setting->take(setting, str_trim(entry), config, err))
            return false;
    }
    return true;
}

bool setting_take(struct config *config, const char *name, struct str value,
                  struct err *err)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        if (strcmp(settings[i].name, name) != 0)
            continue;
        if (settings[i].clear != NULL)
            return take_entries(config, &settings[i], value, err);
        return settings[i].take(&settings[i], value, config, err);
    }
    if (strncmp(name, "cloud.", 6) == 0)
        return add_host(config, name + 6, value, err);
    return setting_unknown(name, err);
}
