/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/governed.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/codec.h"
#include "service/desk_part.h"
#include "util/json.h"
#include "util/secret.h"
#include "util/text.h"

#define STATE "governed"

static bool is_owner(const struct desk *desk)
{
    struct stat st;

    return stat(store_path(desk->store), &st) != 0 || st.st_uid == getuid();
}

/* What approvals take is asked by the settings of whoever asks. */
static void add_demands(const struct config *config, struct json *out)
{
    struct json *classes = json_new_object();

    for (int class = 0; class < CLASS_N; class ++)
        json_set_take(classes, class_name((enum action_class) class),
                      demand_to_json(&config->demands[class]));
    json_set_take(out, "approvals", demand_to_json(&config->demand));
    json_set_take(out, "classes", classes);
    json_set_int(out, "confirm", config->confirm_within);
}

/* In the order of the settings, in which two files that mean the same may
 * differ: then they are made alike. */
static struct json *ours(const struct config *config)
{
    struct json *out = json_new_object();
    struct json *protected = json_new_array();

    json_set_text(out, "fourEyes", four_eyes_name(config->four_eyes));
    for (int role = 0; role < ROLE_N; role++) {
        const struct role_members *members = &config->roles[role];
        struct json *names = json_new_array();

        for (size_t i = 0; i < members->n; i++)
            json_add_take(names, json_new_text(members->names[i]));
        json_set_take(out, role_name((enum role)role), names);
    }
    for (size_t i = 0; i < config->n_protect; i++)
        json_add_take(protected, json_new_text(str_of(config->protect[i])));
    json_set_take(out, "protected", protected);
    add_demands(config, out);
    return out;
}

/* {"settings": path, "say": as above}; NULL when nothing was told yet. */
static bool read_kept(const struct desk *desk, struct json **out,
                      struct err *err)
{
    struct arena *arena = arena_new();
    struct str text;
    bool ok = state_get(desk->store, STATE, arena, &text, err);

    *out = NULL;
    ok = ok && (str_empty(text) || json_parse(text, out, err));
    arena_free(arena);
    return ok;
}

static bool same(const struct json *a, const struct json *b)
{
    struct buf one;
    struct buf two;
    bool yes;

    buf_init(&one);
    buf_init(&two);
    json_write(a, JSON_COMPACT, &one);
    json_write(b, JSON_COMPACT, &two);
    yes = str_eq(buf_view(&one), buf_view(&two));
    buf_done(&one);
    buf_done(&two);
    return yes;
}

static bool write_told(struct desk *desk, void *with, struct err *err)
{
    struct json *kept = json_new_object();
    struct buf text;
    bool ok;

    json_set_text(kept, "settings", desk->config->path);
    json_set_copy(kept, "say", with);
    buf_init(&text);
    json_write(kept, JSON_COMPACT, &text);
    ok = state_set(desk->store, STATE, buf_view(&text), err);
    buf_done(&text);
    json_free(kept);
    return ok;
}

bool governed_tell(struct desk *desk, struct err *err)
{
    struct json *kept;
    struct json *now;
    bool ok;

    if (!is_owner(desk))
        return true;
    if (!read_kept(desk, &kept, err))
        return false;
    now = ours(desk->config);
    ok = (same(json_get(kept, "say"), now) &&
          str_eq(json_text(json_get(kept, "settings")),
                 str_of(desk->config->path))) ||
         desk_transact(desk, write_told, now, err);
    json_free(kept);
    json_free(now);
    return ok;
}

bool governed_able(const struct desk *desk, struct err *err)
{
    struct str reference = str_of(desk->config->client_secret);
    struct secret secret;
    struct err why = {0};
    bool ok;

    if (is_owner(desk) || strcmp(desk->config->identity, "secret") != 0)
        return true;
    if (str_empty(reference))
        reference = STR("env:AZURE_CLIENT_SECRET");
    /* A program may ask somebody for it. */
    if (str_starts(reference, STR("cmd:")))
        return true;
    secret_init(&secret);
    ok = secret_fetch(reference, &secret, &why);
    secret_done(&secret);
    return ok || err_set(err, ERR_DENIED,
                         _("The store %s is somebody else's, and what riposte "
                           "signs in with is out of your reach, so that no "
                           "engine of yours works on it: %s"),
                         store_path(desk->store), why.text);
}

bool governed_alike(const struct desk *desk, struct err *err)
{
    struct json *kept;
    struct json *now;
    struct str path;
    bool ok;

    if (is_owner(desk))
        return true;
    if (!read_kept(desk, &kept, err))
        return false;
    now = ours(desk->config);
    path = json_text(json_get(kept, "settings"));
    ok = kept == NULL || same(json_get(kept, "say"), now) ||
         err_set(err, ERR_DENIED,
                 _("The store %s is governed by the settings of its owner "
                   "(%.*s), and yours say something else of roles, four "
                   "eyes, approvals or what is protected: use those, with "
                   "--config %.*s and no "
                   "--set of these."),
                 store_path(desk->store), STR_ARG(path), STR_ARG(path));
    json_free(kept);
    json_free(now);
    return ok;
}
