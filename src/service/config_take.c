/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config_take.c - how settings are read that are about people: who has which
 * role, what approvals take, and who is told of them.
 */
#include <string.h>

#include "connect/mail.h"
#include "engine/protect.h"
#include "model/limits.h"
#include "model/person.h"
#include "service/config_file.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/when.h"

static void *at(const struct setting *setting, struct config *config)
{
    return (char *)config + setting->at;
}

bool take_four_eyes(const struct setting *setting, struct str value,
                    struct config *config, struct err *err)
{
    for (int i = 0; i < FOUR_EYES_N; i++) {
        if (str_eq_fold(value, str_of(four_eyes_name((enum four_eyes)i)))) {
            config->four_eyes = (enum four_eyes)i;
            return true;
        }
    }
    return err_set(err, ERR_INPUT, _("%s must be one of: %s."), setting->name,
                   "full, requester, off");
}

/* A login as riposte records it, or a group. */
static bool member_fit(struct str name)
{
    if (str_starts(name, STR("@")))
        return name.len > 1 && name.len < PERSON_NAME_SIZE &&
               str_find_char(name, '\n') == STR_NOWHERE;
    if (str_starts(name, STR("uid "))) {
        int64_t uid;

        return str_int(str_sub(name, 4, STR_NOWHERE), &uid) && uid >= 0;
    }
    return person_name_fit(name);
}

bool take_member(const struct setting *setting, struct str value,
                 struct config *config, struct err *err)
{
    struct role_members *members = at(setting, config);
    struct str *more;

    if (!member_fit(value))
        return err_set(err, ERR_INPUT,
                       _("%s: \"%.*s\" is no login and no group. Write mara, "
                         "uid 1004 or @soc."),
                       setting->name, STR_ARG(str_sub(value, 0, LIMIT_NAME)));
    if (members->n == LIMIT_SCOPES)
        return err_set(err, ERR_INPUT, _("%s has more than %d entries."),
                       setting->name, LIMIT_SCOPES);
    more = arena_array(config->arena, members->n + 1, sizeof(*more));
    for (size_t i = 0; i < members->n; i++)
        more[i] = members->names[i];
    more[members->n++] = arena_str(config->arena, value);
    members->names = more;
    return true;
}

void clear_members(const struct setting *setting, struct config *config)
{
    struct role_members *members = at(setting, config);

    members->n = 0;
}

bool take_quorum(const struct setting *setting, struct str value,
                 struct config *config, struct err *err)
{
    int64_t *quorum = at(setting, config);
    int64_t number = 0;

    if (!str_empty(value) &&
        (!str_int(value, &number) || number < 1 || number > LIMIT_QUORUM))
        return err_set(err, ERR_INPUT, _("%s must be a number from 1 to %d."),
                       setting->name, LIMIT_QUORUM);
    *quorum = number;
    return true;
}

bool take_unsaid_span(const struct setting *setting, struct str value,
                      struct config *config, struct err *err)
{
    int64_t *span = at(setting, config);
    int64_t length = 0;

    if (!str_empty(value) &&
        (!when_span_parse(value, &length) || length < WHEN_SECOND))
        return err_set(err, ERR_INPUT,
                       _("%s must be a span of time such as 30m, 4h or 90d."),
                       setting->name);
    *span = length;
    return true;
}

bool take_justify(const struct setting *setting, struct str value,
                  struct config *config, struct err *err)
{
    enum justify *justify = at(setting, config);

    if (str_empty(value))
        *justify = JUSTIFY_UNSAID;
    else if (str_eq_fold(value, STR("true")))
        *justify = JUSTIFY_YES;
    else if (str_eq_fold(value, STR("false")))
        *justify = JUSTIFY_NO;
    else
        return err_set(err, ERR_INPUT, _("%s must be true or false."),
                       setting->name);
    return true;
}

bool take_group(const struct setting *setting, struct str value,
                struct config *config, struct err *err)
{
    const char **group = at(setting, config);

    if (!str_empty(value) && !demand_role_fit(value, err))
        return err_prefix(err, "%s", setting->name);
    *group = str_empty(value) ? NULL : arena_str(config->arena, value).at;
    return true;
}

bool take_role(const struct setting *setting, struct str value,
               struct config *config, struct err *err)
{
    struct demand *demand = at(setting, config);
    struct demand one = {0};

    if (!demand_roles_parse(value, config->arena, &one, err))
        return err_prefix(err, "%s", setting->name);
    if (demand->n_roles + one.n_roles > LIMIT_DEMAND_ROLES)
        return err_set(err, ERR_INPUT, _("%s has more than %d entries."),
                       setting->name, LIMIT_DEMAND_ROLES);
    one.quorum = 0;
    demand_raise(demand, &one, config->arena);
    return true;
}

void clear_roles(const struct setting *setting, struct config *config)
{
    struct demand *demand = at(setting, config);

    demand->n_roles = 0;
}

bool take_name(const struct setting *setting, struct str value,
               struct config *config, struct err *err)
{
    struct config_texts *texts = at(setting, config);
    const char **more;

    if (texts->n == LIMIT_RECIPIENTS)
        return err_set(err, ERR_INPUT, _("%s has more than %d entries."),
                       setting->name, LIMIT_RECIPIENTS);
    more = arena_array(config->arena, texts->n + 1, sizeof(*more));
    for (size_t i = 0; i < texts->n; i++)
        more[i] = texts->items[i];
    more[texts->n++] = arena_str(config->arena, value).at;
    texts->items = more;
    return true;
}

bool take_address(const struct setting *setting, struct str value,
                  struct config *config, struct err *err)
{
    const char *address;

    if (!mail_address(value, config->arena, &address, err))
        return err_prefix(err, "%s", setting->name);
    return take_name(setting, str_of(address), config, err);
}

bool take_budget(const struct setting *setting, struct str value,
                 struct config *config, struct err *err)
{
    const struct quota *old = config->budget;
    struct quota *more;
    struct quota quota;

    if (!quota_parse(value, &quota))
        return err_set(err, ERR_INPUT,
                       _("%s: \"%.*s\" is no budget. Write it as 10 per 1h, "
                         "or 1 per 1d per target."),
                       setting->name, STR_ARG(str_sub(value, 0, LIMIT_NAME)));
    more = arena_array(config->arena, config->n_budget + 1, sizeof(*more));
    for (size_t i = 0; i < config->n_budget; i++)
        more[i] = old[i];
    more[config->n_budget++] = quota;
    config->budget = more;
    return true;
}

bool take_protected(const struct setting *setting, struct str value,
                    struct config *config, struct err *err)
{
    const char *entry = arena_str(config->arena, value).at;
    const char **more;

    if (!protect_check(entry, err))
        return err_prefix(err, "%s", setting->name);
    if (config->n_protect == LIMIT_SCOPES)
        return err_set(err, ERR_INPUT, _("%s has more than %d entries."),
                       setting->name, LIMIT_SCOPES);
    more = arena_array(config->arena, config->n_protect + 1, sizeof(*more));
    for (size_t i = 0; i < config->n_protect; i++)
        more[i] = config->protect[i];
    more[config->n_protect++] = entry;
    config->protect = more;
    return true;
}

void clear_budget(const struct setting *setting, struct config *config)
{
    (void)setting;
    config->n_budget = 0;
}

void clear_protected(const struct setting *setting, struct config *config)
{
    (void)setting;
    config->n_protect = 0;
}

bool take_reference(const struct setting *setting, struct str value,
                    struct config *config, struct err *err)
{
    if (!secret_reference(value))
        return err_set(err, ERR_INPUT,
                       _("%s: each is where a secret is to be found: env:NAME, "
                         "file:PATH, cmd:PROGRAM or cred:NAME."),
                       setting->name);
    return take_name(setting, value, config, err);
}

void clear_texts(const struct setting *setting, struct config *config)
{
    struct config_texts *texts = at(setting, config);

    texts->n = 0;
}

static bool check_connectors(const struct config *config, const char *setting,
                             const struct config_texts *names, struct err *err)
{
    for (size_t i = 0; i < names->n; i++) {
        const struct connector *found = NULL;

        for (size_t k = 0; k < config->connectors.n && !found; k++) {
            if (strcmp(config->connectors.items[k].name, names->items[i]) == 0)
                found = &config->connectors.items[k];
        }
        if (found == NULL || (strcmp(found->kind->name, "teams") != 0 &&
                              strcmp(found->kind->name, "slack") != 0))
            return err_set(err, ERR_INPUT,
                           _("%s: there is no connector \"%s\" of the kind "
                             "teams or slack."),
                           setting, names->items[i]);
    }
    return true;
}

bool notices_check(const struct config *config, struct err *err)
{
    if (config->approval_mail.n + config->escalation_mail.n > 0 &&
        *config->mail_server == '\0')
        return err_set(err, ERR_INPUT,
                       _("notify names mail addresses, but mail.server is not "
                         "set."));
    return check_connectors(config, "notify.approvals.connectors",
                            &config->approval_connectors, err) &&
           check_connectors(config, "notify.escalations.connectors",
                            &config->escalation_connectors, err);
}
