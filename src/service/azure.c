/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * azure.c - the automations that live in Azure, and acts on them.
 */
#include "service/azure.h"

#include "service/access.h"
#include "service/azure_keep.h"
#include "service/hand.h"
#include "util/text.h"

static const struct json *at(const struct json *json, const char *path)
{
    return json_at(json, str_of(path));
}

/* The texts of one member of each item, once each. */
static const char *join(const struct json *list, const char *member,
                        struct arena *arena)
{
    struct buf text;
    const char *out;

    buf_init(&text);
    for (struct json_each e = json_each(list); json_next(&e);) {
        struct str part = json_text(json_find(e.value, str_of(member)));

        if (str_find(buf_view(&text), part) == STR_NOWHERE)
            buf_printf(&text, "%s%.*s", text.len ? ", " : "", STR_ARG(part));
    }
    out = arena_str(arena, buf_view(&text)).at;
    buf_done(&text);
    return out;
}

/* "LogicApp block-ip": what it starts, by its name alone. */
static const char *actions_of(const struct json *list, struct arena *arena)
{
    struct buf text;
    const char *out;

    buf_init(&text);
    for (struct json_each e = json_each(list); json_next(&e);) {
        struct str id =
            json_text(json_find(e.value, STR("logicAppResourceId")));
        size_t slash = str_find_last_char(id, '/');

        buf_printf(&text, "%s%.*s", text.len ? ", " : "",
                   STR_ARG(json_text(json_find(e.value, STR("actionType")))));
        if (slash != STR_NOWHERE)
            buf_printf(&text, " %.*s",
                       STR_ARG(str_sub(id, slash + 1, STR_NOWHERE)));
    }
    out = arena_str(arena, buf_view(&text)).at;
    buf_done(&text);
    return out;
}

static void fill_row(const struct json *resource, struct arena *arena,
                     struct azure_row *out)
{
    bool on = true;

    json_bool(at(resource, "properties.isEnabled"), &on);
    *out = (struct azure_row){
        .id = arena_str(arena, json_text(json_find(resource, STR("id")))).at,
        .name =
            arena_str(arena, json_text(json_find(resource, STR("name")))).at,
        .sources =
            join(at(resource, "properties.sources"), "eventSource", arena),
        .actions = actions_of(at(resource, "properties.actions"), arena),
        .enabled = on,
    };
}

bool azure_rows(struct desk *desk, struct arena *arena, struct azure_row **out,
                size_t *n, struct err *err)
{
    struct azure_row *rows;
    struct json *list;
    size_t count = 0;

    if (!azure_load(desk, AZURE_AUTOMATIONS, &list, err))
        return false;
    rows = arena_array(arena, json_length(list) + 1, sizeof(*rows));
    for (struct json_each e = json_each(list); json_next(&e);)
        fill_row(json_get(e.value, "resource"), arena, &rows[count++]);
    json_free(list);
    *out = rows;
    *n = count;
    return true;
}

#define PREFIX STR("azure:")

bool azure_means(struct str word)
{
    return str_starts_fold(word, STR("/subscriptions/")) ||
           str_starts_fold(word, PREFIX);
}

static bool named(const struct json *resource, struct str word)
{
    if (!str_starts_fold(word, PREFIX))
        return str_eq_fold(json_text(json_find(resource, STR("id"))), word);
    return str_eq_fold(json_text(json_find(resource, STR("name"))),
                       str_sub(word, PREFIX.len, STR_NOWHERE));
}

bool azure_get(struct desk *desk, struct str word, struct json **out,
               struct err *err)
{
    const struct json *found = NULL;
    struct json *list;
    size_t n = 0;

    if (!azure_load(desk, AZURE_AUTOMATIONS, &list, err))
        return false;
    for (struct json_each e = json_each(list); json_next(&e);) {
        const struct json *resource = json_get(e.value, "resource");

        if (named(resource, word)) {
            found = resource;
            n++;
        }
    }
    if (n == 1)
        *out = json_copy(found);
    json_free(list);
    if (n == 0)
        return err_set(err, ERR_INPUT,
                       _("No automation %.*s is known in Azure. `riposte rule "
                         "list --azure' lists those that are."),
                       STR_ARG(str_sub(word, 0, 300)));
    return n == 1 ||
           err_set(err, ERR_INPUT,
                   _("There are %zu automations %.*s; name one by its id."), n,
                   STR_ARG(str_sub(word, 0, 300)));
}

/* The version that the list is read with is the one that is acted with. */
static void put_version(const struct config *config, struct json *with)
{
    for (size_t i = 0; i < config->n_sources; i++) {
        struct str version =
            json_text(json_get(config->sources[i].with, "api_version"));

        if (str_eq(str_of(config->sources[i].kind),
                   STR("defender-automations")) &&
            !str_empty(version))
            json_set_str(with, "api_version", version);
    }
}

static bool start(struct desk *desk, const char *id, const char *change,
                  const char *body, const char *why, int64_t *run,
                  struct err *err)
{
    static const struct {
        const char *change;
        const char *title;
        enum action_class class;
    } acts[] = {
        {"enable", N_("Switch the automation on"), CLASS_REVERSIBLE},
        {"disable", N_("Switch the automation off"), CLASS_REVERSIBLE},
        {"remove", N_("Remove the automation"), CLASS_IRREVERSIBLE},
        {"validate", N_("Ask the service about the automation"), CLASS_READ},
    };
    struct arena *arena = arena_new();
    struct json *with = json_new_object();
    struct step step = {
        .number = 1, .kind = "automation", .phase = PHASE_ACT, .with = with};
    struct hand_run hand = {
        .verb = arena_printf(arena, "automation %s", change),
        .object = id,
        .why = why,
        .steps = &step,
        .n_steps = 1,
    };
    bool ok;

    json_keep(arena, with);
    put_version(desk->config, with);
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (str_eq(str_of(change), str_of(acts[i].change))) {
            step.name = _(acts[i].title);
            step.class = acts[i].class;
        }
    }
    hand.name = step.name;
    json_set_text(with, "change", change);
    json_set_text(with, "id", id);
    if (body)
        json_set_text(with, "body", body);
    ok = hand_start(desk, &hand, run, err);
    arena_free(arena);
    return ok;
}

static bool start_known(struct desk *desk, struct str word, const char *change,
                        const char *why, int64_t *run, struct err *err)
{
    struct json *resource;
    bool ok;

    if (!azure_get(desk, word, &resource, err))
        return false;
    ok = start(desk, json_text(json_find(resource, STR("id"))).at, change, NULL,
               why, run, err);
    json_free(resource);
    return ok;
}

bool azure_switch(struct desk *desk, struct str word, bool on, const char *why,
                  int64_t *run, struct err *err)
{
    if (!access_may(desk, RIGHT_RULES, err))
        return false;
    return start_known(desk, word, on ? "enable" : "disable", why, run, err);
}

bool azure_remove(struct desk *desk, struct str word, const char *why,
                  int64_t *run, struct err *err)
{
    if (!access_may(desk, RIGHT_RULES, err))
        return false;
    return start_known(desk, word, "remove", why, run, err);
}

bool azure_validate(struct desk *desk, const char *id, const char *body,
                    int64_t *run, struct err *err)
{
    if (!access_may(desk, RIGHT_RULES, err))
        return false;
    return start(desk, id, "validate", body, "", run, err);
}
