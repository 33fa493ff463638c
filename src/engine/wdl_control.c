/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_control.c - actions that hold others: conditions, switches, loops,
 * scopes; and the one that ends it all.
 */
#include "engine/expr_part.h"
#include "engine/wdl_part.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/when.h"

/* As Logic Apps have it when nothing is said. */
#define ROUNDS  60
#define TIMEOUT WHEN_HOUR
#define DEGREE  20

static const struct json *member(const struct wdl_action *action,
                                 const char *name)
{
    return json_find(action->raw, str_of(name));
}

static bool read_actions(struct wdl_reader *reader, struct wdl_action *action,
                         struct err *err)
{
    return wdl_add_block(reader, action, "actions", "actions",
                         member(action, "actions"), err);
}

static bool read_test(struct wdl_reader *reader, struct wdl_action *action,
                      const char *name, struct err *err)
{
    const struct json *test = member(action, name);

    if (!test)
        return wdl_fail(action->path, err, _("\"%s\" is missing."), name);
    return wdl_condition_read(test, wdl_member_path(reader, action, name),
                              reader->wdl->arena, &action->test, err);
}

/* An empty block has done all it has to do. */
static bool enter(struct wdl_run *run, struct wdl_node *node,
                  const struct wdl_block *block, struct err *err)
{
    node->taken = block;
    if (block && block->n > 0)
        return wdl_begin(run, node, block, NULL, err);
    wdl_end(run, node, RUN_SUCCEEDED, "OK", NULL);
    return true;
}

static void end_inside(struct wdl_run *run, struct wdl_node *node)
{
    if (node->failed)
        wdl_end(run, node, RUN_FAILED, "ActionFailed",
                _("An action in it failed, and nothing in it runs after that "
                  "failure."));
    else
        wdl_end(run, node, RUN_SUCCEEDED, "OK", NULL);
}

static bool branch_ended(struct wdl_run *run, struct wdl_node *node,
                         struct err *err)
{
    (void)err;
    end_inside(run, node);
    return true;
}

static bool ask(struct wdl_run *run, struct wdl_node *node,
                const struct json **out, struct err *err)
{
    struct wdl_place place = wdl_place_of(run, node);

    return wdl_value_fill(node->action->test, &place, out, err);
}

static bool ask_bool(struct wdl_run *run, struct wdl_node *node, bool *out,
                     struct err *err)
{
    const struct json *answer;

    if (!ask(run, node, &answer, err))
        return false;
    if (json_type(answer) == JSON_BOOL && json_bool(answer, out))
        return true;
    return err_set(err, ERR_INPUT,
                   _("The condition must be true or false, but it is of the "
                     "type %s."),
                   json_type_name(json_type(answer)));
}

/* The branch that somebody wants to be taken; NULL: nobody does. */
static const struct wdl_block *wanted_branch(struct wdl_run *run,
                                             const struct wdl_node *node)
{
    const struct wdl_action *action = node->action;
    const struct json *name;

    if (!run->branches)
        return NULL;
    name = json_get(run->branches, wdl_path(node, run->scratch));
    if (!name)
        name = json_get(run->branches, action->name);
    for (size_t i = 0; name && i < action->n_blocks; i++) {
        if (str_eq(json_text(name), str_of(action->blocks[i]->branch)))
            return action->blocks[i];
    }
    return NULL;
}

/* ---- If, Scope ------------------------------------------------------------*/

static bool read_if(struct wdl_reader *reader, struct wdl_action *action,
                    struct err *err)
{
    return read_test(reader, action, "expression", err) &&
           read_actions(reader, action, err) &&
           wdl_add_block(reader, action, "else", "else.actions",
                         json_at(action->raw, STR("else.actions")), err);
}

static bool start_if(struct wdl_run *run, struct wdl_node *node,
                     struct err *err)
{
    const struct wdl_block *wanted = wanted_branch(run, node);
    bool yes;

    if (wanted)
        return enter(run, node, wanted, err);
    return ask_bool(run, node, &yes, err) &&
           enter(run, node, node->action->blocks[yes ? 0 : 1], err);
}

static bool start_scope(struct wdl_run *run, struct wdl_node *node,
                        struct err *err)
{
    return enter(run, node, node->action->blocks[0], err);
}

/* ---- Switch ---------------------------------------------------------------*/

/* Is the last case for what another is for? */
static bool is_repeated(const struct wdl_action *action)
{
    const struct json *last = wdl_value_plain(action->cases[action->n_blocks]);

    for (size_t i = 0; last && i < action->n_blocks; i++) {
        if (expr_same(wdl_value_plain(action->cases[i]), last))
            return true;
    }
    return false;
}

static bool read_case(struct wdl_reader *reader, struct wdl_action *action,
                      const char *name, const struct json *json,
                      struct err *err)
{
    struct arena *arena = reader->wdl->arena;
    const struct json *value = json_find(json, STR("case"));
    const char *path = arena_printf(arena, "%s.cases.%s", action->path, name);

    if (action->n_blocks == LIMIT_WDL_ACTIONS)
        return wdl_fail(action->path, err, _("A Switch has at most %d cases."),
                        LIMIT_WDL_ACTIONS);
    action->cases = arena_grown(arena, action->cases, action->n_blocks,
                                sizeof(*action->cases));
    if (!value)
        return wdl_fail(path, err, _("\"%s\" is missing."), "case");
    if (!wdl_value_read(value, arena_printf(arena, "%s.case", path), arena,
                        &action->cases[action->n_blocks], err))
        return false;
    if (is_repeated(action))
        return wdl_fail(path, err, _("Another case is for the same value."));
    return wdl_add_block(reader, action, name,
                         arena_printf(arena, "cases.%s.actions", name),
                         json_find(json, STR("actions")), err);
}

static bool read_switch(struct wdl_reader *reader, struct wdl_action *action,
                        struct err *err)
{
    const struct json *cases = member(action, "cases");

    if (!read_test(reader, action, "expression", err))
        return false;
    if (cases && json_type(cases) != JSON_OBJECT)
        return wdl_fail(action->path, err, _("\"%s\" must be an object."),
                        "cases");
    for (struct json_each e = json_each(cases); json_next(&e);) {
        if (!read_case(reader, action, e.name, e.value, err))
            return false;
    }
    action->has_default = member(action, "default") != NULL;
    return !action->has_default ||
           wdl_add_block(reader, action, "default", "default.actions",
                         json_at(action->raw, STR("default.actions")), err);
}

static bool start_switch(struct wdl_run *run, struct wdl_node *node,
                         struct err *err)
{
    const struct wdl_action *action = node->action;
    size_t n = action->n_blocks - (action->has_default ? 1 : 0);
    struct wdl_place place = wdl_place_of(run, node);
    const struct json *value;
    const struct json *wanted;

    if (wanted_branch(run, node))
        return enter(run, node, wanted_branch(run, node), err);
    if (!ask(run, node, &value, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!wdl_value_fill(action->cases[i], &place, &wanted, err))
            return false;
        if (expr_same(value, wanted))
            return enter(run, node, action->blocks[i], err);
    }
    return enter(run, node, action->has_default ? action->blocks[n] : NULL,
                 err);
}

/* ---- Foreach --------------------------------------------------------------*/

static bool sets_variable(const struct json *actions)
{
    const struct wdl_type *type =
        wdl_type_find(json_text(json_find(actions, STR("type"))));

    if (type && type->sets)
        return true;
    if (json_type(actions) != JSON_OBJECT)
        return false;
    for (struct json_each e = json_each(actions); json_next(&e);) {
        if (sets_variable(e.value))
            return true;
    }
    return false;
}

static bool read_foreach(struct wdl_reader *reader, struct wdl_action *action,
                         struct err *err)
{
    const struct json *degree = json_at(
        action->raw, STR("runtimeConfiguration.concurrency.repetitions"));
    struct str options = json_text(member(action, "operationOptions"));
    const struct json *items = member(action, "foreach");
    int64_t number = DEGREE;

    if (!items)
        return wdl_fail(action->path, err, _("\"%s\" is missing."), "foreach");
    if (degree && (!json_int(degree, &number) || number < 1 || number > 50))
        return wdl_fail(action->path, err,
                        _("\"repetitions\" must be a number from 1 to 50."));
    if (str_find_fold(options, STR("Sequential")) != STR_NOWHERE ||
        sets_variable(member(action, "actions")))
        number = 1;
    action->degree = (int)number;
    return wdl_value_read(items, wdl_member_path(reader, action, "foreach"),
                          reader->wdl->arena, &action->test, err) &&
           read_actions(reader, action, err);
}

/* One round; when it has gone as far as it can, the next. */
static bool next_round(struct wdl_run *run, struct wdl_node *node,
                       struct err *err)
{
    const struct json *item = json_item(node->items, node->next_item);

    if (node->next_item == json_length(node->items) ||
        node->open == (size_t)node->action->degree)
        return true;
    node->next_item++;
    wdl_later(run, node);
    return wdl_begin(run, node, node->action->blocks[0], item, err);
}

static bool start_foreach(struct wdl_run *run, struct wdl_node *node,
                          struct err *err)
{
    const struct json *items;
    size_t n;

    if (!ask(run, node, &items, err))
        return false;
    n = json_length(items);
    if (json_type(items) != JSON_ARRAY)
        return err_set(err, ERR_INPUT,
                       _("\"foreach\" must be an array, but it is of the type "
                         "%s."),
                       json_type_name(json_type(items)));
    if (n > LIMIT_WDL_ITEMS)
        return err_set(err, ERR_INPUT,
                       _("The loop has %zu items; %d is the most."), n,
                       LIMIT_WDL_ITEMS);
    if (n == 0 || node->action->blocks[0]->n == 0)
        return enter(run, node, NULL, err);
    return wdl_copy(run, items, &node->items, err) &&
           next_round(run, node, err);
}

static bool round_ended(struct wdl_run *run, struct wdl_node *node,
                        struct err *err)
{
    if (node->open == 0 && node->next_item == json_length(node->items)) {
        end_inside(run, node);
        return true;
    }
    return next_round(run, node, err);
}

/* ---- Until ----------------------------------------------------------------*/

static bool read_until(struct wdl_reader *reader, struct wdl_action *action,
                       struct err *err)
{
    const struct json *count = json_at(action->raw, STR("limit.count"));
    struct str options = json_text(member(action, "operationOptions"));

    action->rounds = ROUNDS;
    if (count && (!json_int(count, &action->rounds) || action->rounds < 1 ||
                  action->rounds > LIMIT_WDL_ROUNDS))
        return wdl_fail(action->path, err,
                        _("\"limit.count\" must be a number from 1 to %d."),
                        LIMIT_WDL_ROUNDS);
    if (action->timeout == 0)
        action->timeout = TIMEOUT;
    action->fail_at_limit =
        str_find_fold(options, STR("FailWhenLimitsReached")) != STR_NOWHERE;
    return read_test(reader, action, "expression", err) &&
           read_actions(reader, action, err);
}

static void reach_limit(struct wdl_run *run, struct wdl_node *node)
{
    if (node->action->fail_at_limit)
        wdl_end(run, node, RUN_FAILED, "UntilLimitReached",
                _("The loop reached its limit before its condition was "
                  "met."));
    else
        wdl_end(run, node, RUN_SUCCEEDED, "OK", NULL);
}

static bool until_ended(struct wdl_run *run, struct wdl_node *node,
                        struct err *err)
{
    const struct wdl_action *action = node->action;
    bool met;

    if (node->failed) {
        end_inside(run, node);
        return true;
    }
    if (!ask_bool(run, node, &met, err))
        return false;
    if (met) {
        end_inside(run, node);
        return true;
    }
    if ((int64_t)node->n_frames >= action->rounds ||
        run->now >= node->began + action->timeout ||
        action->blocks[0]->n == 0) {
        reach_limit(run, node);
        return true;
    }
    return wdl_begin(run, node, action->blocks[0], NULL, err);
}

static bool start_until(struct wdl_run *run, struct wdl_node *node,
                        struct err *err)
{
    if (node->action->blocks[0]->n == 0)
        return until_ended(run, node, err);
    return wdl_begin(run, node, node->action->blocks[0], NULL, err);
}

/* ---- Terminate ------------------------------------------------------------*/

static bool read_terminate(struct wdl_reader *reader, struct wdl_action *action,
                           struct err *err)
{
    const struct wdl_action *owner = action->block->owner;

    (void)reader;
    for (; owner; owner = owner->block->owner) {
        if (owner->type->rounds)
            return wdl_fail(action->path, err,
                            _("Terminate cannot stand in a loop (\"%s\")."),
                            owner->name);
    }
    return true;
}

static bool start_terminate(struct wdl_run *run, struct wdl_node *node,
                            struct err *err)
{
    static const struct {
        const char *name;
        enum run_state state;
    } ends[] = {{"Succeeded", RUN_SUCCEEDED},
                {"Failed", RUN_FAILED},
                {"Cancelled", RUN_CANCELLED}};
    struct str status = json_text(json_find(node->inputs, STR("runStatus")));
    struct str code = json_text(json_at(node->inputs, STR("runError.code")));
    struct str text = json_text(json_at(node->inputs, STR("runError.message")));

    for (size_t i = 0; i < 3; i++) {
        if (!str_eq_fold(status, str_of(ends[i].name)))
            continue;
        node->state = RUN_SUCCEEDED;
        node->code = "OK";
        node->ended = run->now;
        wdl_stop(run, ends[i].state, str_empty(code) ? "Terminated" : code.at,
                 text.at);
        return true;
    }
    return err_set(err, ERR_INPUT,
                   _("\"runStatus\" must be Succeeded, Failed or Cancelled, "
                     "but it is \"%.*s\"."),
                   STR_ARG(status));
}

const struct wdl_type wdl_types_control[] = {
    {.name = "If", .read = read_if, .start = start_if, .ended = branch_ended},
    {.name = "Switch",
     .read = read_switch,
     .start = start_switch,
     .ended = branch_ended},
    {.name = "Scope",
     .read = read_actions,
     .start = start_scope,
     .ended = branch_ended},
    {.name = "Foreach",
     .rounds = true,
     .read = read_foreach,
     .start = start_foreach,
     .more = next_round,
     .ended = round_ended},
    {.name = "Until",
     .rounds = true,
     .read = read_until,
     .start = start_until,
     .ended = until_ended},
    {.name = "Terminate", .read = read_terminate, .start = start_terminate},
    {.name = NULL},
};
