/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * desk.c - opening a desk, the rules in force, hold.
 */
#include "service/access.h"
#include "service/desk_part.h"

#include <string.h>
#include <unistd.h>

#include "connect/action.h"
#include "model/limits.h"
#include "service/audit.h"
#include "service/watchlist.h"
#include "service/watchlist_file.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

size_t plan_kinds_count(void)
{
    size_t n = 0;

    for (size_t i = 0; action_at(i) != NULL; i++)
        n += !action_at(i)->by_hand;
    return n;
}

void plan_kinds_fill(struct plan_kind *out)
{
    static const struct action_context nothing;

    for (size_t i = 0; action_at(i) != NULL; i++) {
        const struct action_kind *kind = action_at(i);

        if (!kind->by_hand)
            *out++ = (struct plan_kind){
                .kind = kind->name,
                .title = kind->title,
                .class = action_class(kind, NULL, &nothing),
                .asks = kind->asks,
                .fields = kind->fields,
                .n_fields = kind->n_fields,
            };
    }
}

bool catalogue_load_for(const struct config *config, struct catalogue **out,
                        struct err *err)
{
    struct arena *arena = arena_new();
    const char *dir = file_data(arena, "containment");
    const char *own = config->containment_dir;
    bool ok;

    if (*own == '\0') {
        own = file_xdg(arena, "CONFIG", "containment");
        if (!file_is_dir(own))
            own = NULL;
    }
    ok = catalogue_load(dir, own, out, err);
    arena_free(arena);
    return ok;
}

bool desk_open(const struct config *config, enum desk_mode mode,
               struct desk **out, struct err *err)
{
    struct desk *desk = mem_new(sizeof(*desk));

    desk->config = config;
    desk->rules_version = -1;
    desk->protect =
        (struct protect){.entries = config->protect, .n = config->n_protect};
    desk->zones = zone_shelf_new();
    passes_init(&desk->secrets);
    ignores_init(&desk->ignores);
    person_self(desk->person);
    person_groups_init(&desk->groups);
    gethostname(desk->host, sizeof(desk->host) - 1);
    desk->kinds = mem_array(plan_kinds_count(), sizeof(*desk->kinds));
    plan_kinds_fill(desk->kinds);
    if (!catalogue_load_for(config, &desk->catalogue, err) ||
        !store_open(config->store, mode == DESK_ACT ? STORE_WRITE : STORE_READ,
                    &desk->store, err)) {
        desk_close(desk);
        return false;
    }
    if (mode == DESK_ACT)
        desk_keys(desk);
    desk_begins(desk, 0);
    *out = desk;
    return true;
}

void desk_close(struct desk *desk)
{
    if (desk == NULL)
        return;
    ruleset_free(desk->ruleset);
    rules_free(desk->rules, desk->n_rules);
    ignores_done(&desk->ignores);
    store_close(desk->store);
    catalogue_free(desk->catalogue);
    zone_shelf_free(desk->zones);
    play_forget(desk);
    passes_done(&desk->secrets);
    person_groups_done(&desk->groups);
    mem_free(desk->kinds);
    mem_free(desk);
}

/* What an action does may depend on its fields: a GET only reads. */
static enum action_class class_of(const char *kind, const struct json *with)
{
    static const struct action_context nothing;

    return action_class(action_find(str_of(kind)), with, &nothing);
}

struct plan_env plan_env_of(const struct catalogue *catalogue,
                            const struct plan_kind *kinds)
{
    return (struct plan_env){
        .catalogue = catalogue,
        .kinds = kinds,
        .n_kinds = plan_kinds_count(),
        .class_of = class_of,
    };
}

struct plan_env desk_plan_env(const struct desk *desk)
{
    struct plan_env env = plan_env_of(desk->catalogue, desk->kinds);

    env.protect = &desk->protect;
    return env;
}

bool desk_rules(struct desk *desk, int64_t now, struct err *err)
{
    uint64_t lists;
    struct query_env env = watchlist_env(desk->config, now);
    struct rule **rules;
    int64_t version;
    size_t n;

    if (!ignores_load(&desk->ignores, desk->store, desk->config, now, NULL,
                      err) ||
        !rules_version(desk->store, &version, err))
        return false;
    lists = watchlist_stamp(desk->config);
    if (version == desk->rules_version && lists == desk->lists &&
        now - desk->rules_at < WHEN_MINUTE && now >= desk->rules_at)
        return true;
    desk->lists = lists;
    if (version != desk->rules_version) {
        if (!rules_load(desk->store, &rules, &n, err))
            return false;
        ruleset_free(desk->ruleset);
        desk->ruleset = NULL;
        rules_free(desk->rules, desk->n_rules);
        desk->rules = rules;
        desk->n_rules = n;
        desk->rules_version = version;
        desk->awaits = false;
        for (size_t i = 0; i < n; i++)
            desk->awaits |= rules[i]->n_changes > 0;
    }
    ruleset_free(desk->ruleset);
    desk->ruleset = ruleset_new((const struct rule *const *)desk->rules,
                                desk->n_rules, &env);
    desk->rules_at = now;
    return true;
}

bool desk_transact(struct desk *desk,
                   bool (*work)(struct desk *desk, void *with, struct err *err),
                   void *with, struct err *err)
{
    if (!store_begin(desk->store, err))
        return false;
    if (work(desk, with, err) && store_commit(desk->store, err)) {
        desk->moved = true;
        return true;
    }
    store_rollback(desk->store);
    play_forget(desk);
    return false;
}

bool desk_reason(const char *why, struct err *err)
{
    if (why == NULL || strlen(why) <= LIMIT_REASON)
        return true;
    return err_set(err, ERR_INPUT,
                   _("The reason is longer than %d bytes. Shorten it."),
                   LIMIT_REASON);
}

struct hold_work {
    bool hold;
    int64_t apart;
    const char *why;
    bool held; /* before */
};

static bool note_hold(struct desk *desk, const struct hold_work *work,
                      struct err *err)
{
    struct json *before = json_new_object();
    struct json *after = json_new_object();
    const struct audit_entry entry = {
        .verb = work->hold ? "hold" : "resume",
        .object = "engine",
        .why = work->why,
        .before = before,
        .after = after,
    };
    bool ok;

    json_set_bool(before, "hold", work->held);
    json_set_bool(after, "hold", work->hold);
    ok = desk_record(desk, &entry, err);
    json_free(before);
    json_free(after);
    return ok;
}

static bool write_hold(struct desk *desk, void *with, struct err *err)
{
    struct hold_work *work = with;

    if (!desk_held(desk, &work->held, err))
        return false;

    return state_set(desk->store, "hold",
                     work->hold ? str_of(desk->person) : STR_NONE, err) &&
           (work->hold ||
            steps_space(desk->store, when_now(), work->apart, err)) &&
           note_hold(desk, work, err);
}

bool desk_hold(struct desk *desk, bool hold, const char *why, struct err *err)
{
    struct hold_work work = {.hold = hold, .why = why};

    if (!access_may(desk, RIGHT_HOLD, err))
        return false;
    return desk_reason(why, err) && desk_transact(desk, write_hold, &work, err);
}

bool desk_resume(struct desk *desk, int64_t apart, const char *why,
                 struct err *err)
{
    struct hold_work work = {.hold = false, .apart = apart, .why = why};

    return access_may(desk, RIGHT_HOLD, err) && desk_reason(why, err) &&
           desk_transact(desk, write_hold, &work, err);
}

bool desk_held(struct desk *desk, bool *out, struct err *err)
{
    struct arena *arena = arena_new();
    struct str by;
    bool ok = state_get(desk->store, "hold", arena, &by, err);

    if (ok)
        *out = by.len > 0;
    arena_free(arena);
    return ok;
}
