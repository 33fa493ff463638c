/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit.c - who writes the audit log, and with which keys.
 */
#include "service/audit.h"

#include <stdio.h>
#include <unistd.h>

#include "service/access.h"
#include "service/desk_part.h"
#include "util/secret.h"
#include "util/text.h"

static bool add_key(struct audit_seals *seals, const char *reference,
                    struct err *err)
{
    struct secret key;
    bool ok;

    secret_init(&key);
    ok = secret_fetch(str_of(reference), &key, err) &&
         (audit_seals_add(seals, secret_view(&key)) ||
          err_set(err, ERR_INPUT,
                  _("The key of the audit log is shorter than 32 bytes. Make "
                    "one with `riposte audit key --new FILE'.")));
    secret_done(&key);
    return ok;
}

bool audit_keys(const struct config *config, struct audit_seals *seals,
                struct err *err)
{
    struct err ignored;

    if (*config->audit_key == '\0')
        return err_set(err, ERR_ABSENT,
                       _("The setting audit.key names no key."));
    if (!add_key(seals, config->audit_key, err))
        return false;
    for (size_t i = 0; i < config->audit_old.n; i++)
        add_key(seals, config->audit_old.items[i], &ignored);
    return true;
}

/* Who may not read the key writes without one: analysts do not hold it.  The
 * engine that does seals what they wrote with its next record. */
void desk_keys(struct desk *desk)
{
    audit_keys(desk->config, store_seals(desk->store), &desk->unkeyed);
}

/* "analyst, approver"; "all" where nobody is kept from anything. */
static const char *roles_of(const struct desk *desk, char out[96])
{
    struct access access;
    size_t at = 0;

    if (access_relaxed(desk->config))
        return "all";
    access_of_desk(desk, &access);
    out[0] = '\0';
    for (int i = 0; i < ROLE_N && at < 80; i++) {
        if (access.roles & ROLE_BIT(i))
            at += (size_t)snprintf(out + at, 96 - at, "%s%s",
                                   at > 0 ? ", " : "", role_name((enum role)i));
    }
    return out;
}

void desk_begins(struct desk *desk, int64_t epoch)
{
    char roles[96];
    const struct audit_author author = {
        .who = epoch != 0 ? "riposte" : desk->person,
        .role = epoch != 0 ? "engine" : roles_of(desk, roles),
        .uid = (int64_t)getuid(),
        .request = digest_guid(desk->request),
        .host = desk->host,
        .pid = (int64_t)getpid(),
        .epoch = epoch > 0 ? epoch : 0,
    };

    desk->epoch = epoch;
    store_author(desk->store, &author);
}

/* What rules and the program do is by no person's role. */
bool desk_record(struct desk *desk, const struct audit_entry *entry,
                 struct err *err)
{
    struct audit_entry whole = *entry;

    if (whole.role == NULL && whole.who != NULL &&
        !str_eq(str_of(whole.who), str_of(desk->person)))
        whole.role = "engine";
    return audit_add(desk->store, &whole, err);
}

bool desk_deed(struct desk *desk, const char *who, const char *verb,
               const char *object, int64_t event, const char *text,
               struct err *err)
{
    const struct audit_entry entry = {
        .who = who,
        .verb = verb,
        .object = object,
        .event = event,
        .why = text,
    };

    return desk_record(desk, &entry, err);
}

#define STATE "settings"

struct settings_work {
    struct json *before;
    struct json *now;
    struct json *from;
    struct json *to;
};

static bool write_settings(struct desk *desk, void *with, struct err *err)
{
    const struct settings_work *work = with;
    const char *path = desk->config->path;
    const struct audit_entry entry = {
        .verb = "settings",
        .object = *path != '\0' ? path : "without a file",
        .before = work->from,
        .after = work->to,
    };
    struct buf text;
    bool ok;

    buf_init(&text);
    json_write(work->now, JSON_COMPACT, &text);
    ok = state_set(desk->store, STATE, buf_view(&text), err) &&
         desk_record(desk, &entry, err);
    buf_done(&text);
    return ok;
}

bool settings_note(struct desk *desk, struct err *err)
{
    struct arena *arena = arena_new();
    struct settings_work work = {.now = config_facts(desk->config)};
    struct err ignored;
    struct str text;
    bool ok = state_get(desk->store, STATE, arena, &text, err);

    if (ok && text.len > 0)
        json_parse(text, &work.before, &ignored);
    work.from = audit_difference(work.before, work.now);
    work.to = audit_difference(work.now, work.before);
    if (ok && (work.from != NULL || work.to != NULL))
        ok = desk_transact(desk, write_settings, &work, err);
    json_free(work.before);
    json_free(work.now);
    json_free(work.from);
    json_free(work.to);
    arena_free(arena);
    return ok;
}
