/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suppress.c - wishes: read, checked, carried out.
 */
#include "service/suppress.h"

#include <string.h>

#include "connect/suppressions.h"
#include "model/limits.h"
#include "service/access.h"
#include "service/hand.h"
#include "service/watchlist.h"
#include "store/suppressions.h"
#include "util/digest.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

struct suppress_wish *suppress_wish_new(void)
{
    struct suppress_wish *wish = mem_new(sizeof(*wish));

    wish->arena = arena_new();
    wish->query = wish->subscription = wish->type = wish->reason = "";
    return wish;
}

void suppress_wish_free(struct suppress_wish *wish)
{
    if (wish == NULL)
        return;
    arena_free(wish->arena);
    mem_free(wish);
}

void suppress_wish_add(struct suppress_wish *wish, const char *field,
                       struct str value)
{
    struct json *element = json_new_object();
    struct json *list = json_new_array();

    if (wish->scope == NULL) {
        wish->scope = json_new_object();
        json_keep(wish->arena, wish->scope);
        json_set_take(wish->scope, "allOf", json_new_array());
    }
    json_set_text(element, "field", field);
    json_add_take(list, json_new_text(value));
    json_set_take(element, "in", list);
    json_add_take(json_member(wish->scope, "allOf"), element);
}

/* ---- checks ---------------------------------------------------------------*/

bool suppress_until(struct str text, int64_t now, int64_t *out, struct err *err)
{
    int64_t until;

    if (!when_end_parse(text, now, &until))
        return err_set(err, ERR_INPUT,
                       _("A suppression needs an end: a span such as 7d, or a "
                         "date such as 2026-12-31."));
    if (until <= now)
        return err_set(err, ERR_INPUT,
                       _("This end is past: nothing would be hidden."));
    if (until > now + SUPPRESS_DAYS * WHEN_DAY)
        return err_set(err, ERR_INPUT,
                       _("A suppression ends after %d days at the latest; then "
                         "look again, and make another one."),
                       SUPPRESS_DAYS);
    *out = until;
    return true;
}

static bool check_query(const char *text, const struct query_env *env,
                        struct err *err)
{
    struct query *query;
    bool moves;

    if (str_trim(str_of(text)).len == 0)
        return err_set(err, ERR_INPUT,
                       _("Say what is to be hidden: an empty query would hide "
                         "everything."));
    if (!query_compile(str_of(text), env, &query, err))
        return false;
    moves = query_moves(query);
    query_free(query);
    if (moves)
        return err_set(err, ERR_INPUT,
                       _("ago() and now() cannot be part of a suppression: it "
                         "has an end of its own."));
    return true;
}

static bool check_fields(const struct json *scope, struct err *err)
{
    for (struct json_each e = json_each(json_find(scope, STR("allOf")));
         json_next(&e);) {
        if (!suppression_field_check(
                json_text(json_find(e.value, STR("field"))), err))
            return false;
    }
    return true;
}

static bool check_defender(const struct suppress_wish *wish, struct err *err)
{
    struct buf query;
    bool ok;

    if (!suppression_name_valid(str_of(wish->subscription)))
        return err_set(err, ERR_INPUT,
                       _("Defender's suppressions belong to a subscription: "
                         "name one."));
    if (*wish->type == '\0' || strlen(wish->type) > LIMIT_NAME)
        return err_set(err, ERR_INPUT,
                       _("Name the type of the alerts that are to be "
                         "dismissed."));
    if (strcmp(wish->type, "*") == 0 && wish->scope == NULL)
        return err_set(err, ERR_INPUT,
                       _("This would dismiss every alert: say for which "
                         "resource, address or account."));
    if (!check_fields(wish->scope, err))
        return false;
    buf_init(&query);
    ok = suppress_query(wish, &query, err);
    buf_done(&query);
    return ok;
}

static bool check(const struct suppress_wish *wish, const struct query_env *env,
                  struct err *err)
{
    if (str_trim(str_of(wish->reason)).len == 0)
        return err_set(err, ERR_INPUT,
                       _("A suppression needs a reason, for those who come "
                         "after you."));
    if (!desk_reason(wish->reason, err))
        return false;
    if (wish->until <= env->now ||
        wish->until > env->now + SUPPRESS_DAYS * WHEN_DAY)
        return err_set(err, ERR_INPUT,
                       _("A suppression needs an end that is to come, within "
                         "%d days."),
                       SUPPRESS_DAYS);
    return wish->place == SUPPRESSION_HERE ? check_query(wish->query, env, err)
                                           : check_defender(wish, err);
}

bool suppress_check(const struct suppress_wish *wish, int64_t now,
                    struct err *err)
{
    struct query_env env = watchlist_any(now);

    return check(wish, &env, err);
}

bool suppress_query(const struct suppress_wish *wish, struct buf *out,
                    struct err *err)
{
    if (wish->place == SUPPRESSION_DEFENDER)
        return suppression_query(str_of(wish->type), wish->scope, out, err);
    buf_text(out, wish->query);
    return true;
}

/* ---- making ---------------------------------------------------------------*/

struct adding {
    struct suppression made;
    const char *object;
};

static bool write_here(struct desk *desk, void *with, struct err *err)
{
    struct adding *adding = with;
    struct arena *arena = arena_new();
    char until[WHEN_TEXT_SIZE];
    bool ok = suppressions_add(desk->store, &adding->made, err);

    if (ok)
        ok = desk_deed(desk, desk->person, "suppress",
                       arena_printf(arena, "suppression %lld",
                                    (long long)adding->made.row),
                       0,
                       arena_printf(arena, _("%s, until %s: %s"),
                                    adding->made.query,
                                    when_iso(adding->made.until, until),
                                    adding->made.reason),
                       err);
    arena_free(arena);
    return ok;
}

static bool add_here(struct desk *desk, const struct suppress_wish *wish,
                     int64_t now, int64_t *row, struct err *err)
{
    struct adding adding = {
        .made =
            {
                .place = SUPPRESSION_HERE,
                .query = wish->query,
                .reason = wish->reason,
                .by = desk->person,
                .made = now,
                .until = wish->until,
            },
    };

    if (!desk_transact(desk, write_here, &adding, err))
        return false;
    *row = adding.made.row;
    return true;
}

static bool start(struct desk *desk, const char *name, struct json *with,
                  const char *why, int64_t *run, struct err *err)
{
    struct step step = {
        .number = 1,
        .name = name,
        .kind = "suppress",
        .phase = PHASE_ACT,
        .class = CLASS_REVERSIBLE,
        .with = with,
    };
    struct hand_run hand = {
        .name = name,
        .verb = "suppress",
        .object = json_text(json_get(with, "id")).at,
        .why = why,
        .steps = &step,
        .n_steps = 1,
    };

    return hand_start(desk, &hand, run, err);
}

static bool add_defender(struct desk *desk, const struct suppress_wish *wish,
                         int64_t *run, struct err *err)
{
    struct arena *arena = arena_new();
    struct json *with = json_new_object();
    char guid[GUID_SIZE];
    char until[WHEN_TEXT_SIZE];
    struct buf scope;
    bool ok;

    buf_init(&scope);
    json_keep(arena, with);
    json_set_text(with, "change", "make");
    json_set_text(with, "id",
                  arena_printf(arena,
                               "/subscriptions/%s" SUPPRESSIONS_PATH
                               "/riposte-%.8s",
                               wish->subscription, digest_guid(guid)));
    json_set_text(with, "alert_type", wish->type);
    json_set_text(with, "reason", wish->reason);
    json_set_text(with, "comment",
                  arena_printf(arena, "riposte: %s", desk->person));
    json_set_text(with, "until", when_iso(wish->until, until));
    if (wish->scope != NULL) {
        json_write(wish->scope, JSON_COMPACT, &scope);
        json_set_str(with, "scope", buf_view(&scope));
    }
    ok = start(desk,
               arena_printf(arena, _("Suppress %s in Defender"), wish->type),
               with, wish->reason, run, err);
    buf_done(&scope);
    arena_free(arena);
    return ok;
}

bool suppress_add(struct desk *desk, const struct suppress_wish *wish,
                  int64_t *row, int64_t *run, struct err *err)
{
    int64_t now = when_now();
    struct query_env env = watchlist_env(desk->config, now);

    if (!access_may(desk, RIGHT_SUPPRESS, err))
        return false;
    *row = *run = 0;
    if (!check(wish, &env, err))
        return false;
    return wish->place == SUPPRESSION_HERE ? add_here(desk, wish, now, row, err)
                                           : add_defender(desk, wish, run, err);
}

/* ---- taking away ----------------------------------------------------------*/

struct lifting {
    const struct suppression *what;
    const char *why;
};

static bool write_lift(struct desk *desk, void *with, struct err *err)
{
    const struct lifting *lifting = with;
    struct arena *arena = arena_new();
    bool ok = suppressions_end(desk->store, lifting->what->row, desk->person,
                               when_now(), err) &&
              desk_deed(desk, desk->person, "unsuppress",
                        arena_printf(arena, "suppression %lld",
                                     (long long)lifting->what->row),
                        0, lifting->why, err);

    arena_free(arena);
    return ok;
}

static bool remove_defender(struct desk *desk, const struct suppression *what,
                            const char *why, struct arena *arena, int64_t *run,
                            struct err *err)
{
    struct json *with = json_new_object();

    json_keep(arena, with);
    json_set_text(with, "change", "remove");
    json_set_text(with, "id", what->id);
    return start(desk,
                 arena_printf(arena, _("Remove suppression %s from Defender"),
                              what->name),
                 with, why, run, err);
}

bool suppress_remove(struct desk *desk, int64_t row, const char *why,
                     int64_t *run, struct err *err)
{
    struct arena *arena = arena_new();
    struct suppression what;
    struct lifting lifting = {.what = &what, .why = why};
    bool ok;

    *run = 0;
    ok = access_may(desk, RIGHT_SUPPRESS, err) && desk_reason(why, err) &&
         suppressions_get(desk->store, row, arena, &what, err);
    if (ok && what.ended != 0)
        ok = err_set(err, ERR_INPUT,
                     _("Suppression %lld has been taken away already."),
                     (long long)row);
    else if (ok && what.place == SUPPRESSION_HERE)
        ok = desk_transact(desk, write_lift, &lifting, err);
    else if (ok)
        ok = remove_defender(desk, &what, why, arena, run, err);
    arena_free(arena);
    return ok;
}
