/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_fault.c - which row of the form is to blame?
 *
 * What checks a rule says in words what is wrong with it, and knows no form. So
 * the rule is tried once more for each of its parts, without that part: where
 * the complaint is gone, or is another one, the part was it.
 */
#include <string.h>

#include "ui/rule_edit.h"
#include "util/json.h"

/* Parts that may be left out, and the rows that they are in. */
static const struct {
    const char *row;
    const char *inside; /* member of the rule that has it; NULL: itself */
    const char *name;
} parts[] = {
    {"note", NULL, "note"},
    {"expires", NULL, "expires"},
    {"changes", "trigger", "changes"},
    {"scope.subscriptions", "scope", "subscriptions"},
    {"scope.groups", "scope", "groups"},
    {"scope.resources", "scope", "resources"},
    {"scope.tags", "scope", "tags"},
    {"guard.key", "guards", "key"},
    {"guard.dedupe", "guards", "dedupe"},
    {"guard.settle", "guards", "settle"},
    {"guard.cooldown", "guards", "cooldown"},
    {"guard.max_age", "guards", "maxAge"},
    {"guard.quotas", "guards", "quotas"},
    {"guard.schedule", "guards", "schedule"},
    {"approval.quorum", "approval", "quorum"},
    {"approval.roles", "approval", "roles"},
    {"approval.life", "approval", "life"},
    {"approval.warn", "approval", "warn"},
    {"approval.escalate", "approval", "escalate"},
    {"approval.group", "approval", "group"},
};

struct search {
    struct rule_edit *edit;
    const struct json *json; /* the rule */
    const char *complaint;
};

/* Is that still what is wrong with it? */
static bool complains(const struct search *search, const struct json *json)
{
    struct err err = {0};
    struct rule *rule;
    bool ok;

    if (!rule_from_json(json, &rule, &err))
        return strcmp(err.text, search->complaint) == 0;
    ok = rulebook_check(rule, search->edit->shell->catalogue, &err);
    rule_free(rule);
    return !ok && strcmp(err.text, search->complaint) == 0;
}

static const char *blamed_part(const struct search *search)
{
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        struct json *json = json_copy(search->json);
        struct json *inside =
            parts[i].inside ? json_member(json, parts[i].inside) : json;
        bool same;

        if (inside)
            json_remove(inside, parts[i].name);
        same = complains(search, json);
        json_free(json);
        if (!same)
            return parts[i].row;
    }
    return NULL;
}

/* With one that is right in its place, so that the others keep their numbers.
 */
static bool blames(const struct search *search, const char *sets, size_t set,
                   size_t condition)
{
    struct json *json = json_copy(search->json);
    struct json *all = json_new_array();
    const struct json *was = json_get(json, sets);
    bool same;

    for (size_t i = 0; i < json_length(was); i++) {
        const struct json *rows = json_get(json_item(was, i), "all");
        struct json *copy = json_new_object();
        struct json *list = json_new_array();

        for (size_t k = 0; k < json_length(rows); k++) {
            struct json *row = json_copy(json_item(rows, k));

            if (i == set && k == condition) {
                json_free(row);
                row = json_new_object();
                json_set_text(row, "query", "isnotempty(Title)");
            }
            json_add_take(list, row);
        }
        json_set_take(copy, "all", list);
        json_add_take(all, copy);
    }
    json_set_take(json, sets, all);
    same = complains(search, json);
    json_free(json);
    return !same;
}

static const char *blamed_condition(const struct search *search)
{
    static const char *const names[GROUP_N] = {
        [GROUP_CONDITIONS] = "conditions", [GROUP_UNLESS] = "unless"};
    struct rule_edit *edit = search->edit;

    for (int g = 0; g < GROUP_N; g++) {
        for (size_t i = 0; i < edit->group[g]->n; i++) {
            const struct edit_set *set = &edit->group[g]->set[i];

            for (size_t k = 0; k < set->n; k++) {
                if (blames(search, names[g], i, k))
                    return arena_printf(edit->arena, "%s.%d",
                                        set->all[k].query ? "query" : "value",
                                        set->all[k].id);
            }
        }
    }
    return NULL;
}

const char *rule_fault_row(struct rule_edit *edit, const struct rule *rule,
                           const struct err *err)
{
    struct json *json = rule_to_json(rule);
    const struct search search = {
        .edit = edit, .json = json, .complaint = err->text};
    const char *row = NULL;

    if (complains(&search, json)) {
        row = blamed_part(&search);
        if (row == NULL)
            row = blamed_condition(&search);
        if (row == NULL && rule->n_actions == 0)
            row = "action.0";
    }
    json_free(json);
    return row;
}
