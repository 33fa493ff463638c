/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_world.c - the functions of expressions that answer from the run: its
 * trigger, parameters, variables, and what its actions gave.
 */
#include "engine/wdl_part.h"
#include "util/text.h"

#define ARGS                                                                   \
    void *of, const struct json *const *args, size_t n, struct arena *arena,   \
        const struct json **out, struct err *err

static const char *status_name(const struct wdl_node *node)
{
    return node->begun || run_state_final(node->state)
               ? run_state_name(node->state)
               : "Waiting";
}

static struct json *made(struct arena *arena, struct json *json)
{
    json_keep(arena, json);
    return json;
}

/* ---- the trigger ----------------------------------------------------------*/

static bool answer_trigger_outputs(ARGS)
{
    const struct wdl_place *place = of;

    (void)args, (void)n, (void)arena, (void)err;
    *out = place->run->trigger;
    return true;
}

static bool answer_trigger_body(ARGS)
{
    const struct wdl_place *place = of;

    (void)args, (void)n, (void)arena, (void)err;
    *out = json_find(place->run->trigger, STR("body"));
    return true;
}

static bool answer_trigger(ARGS)
{
    const struct wdl_place *place = of;
    const struct wdl *wdl = place->run->wdl;
    struct json *trigger = json_new_object();

    (void)args, (void)n, (void)err;
    json_set_text(trigger, "name", wdl->trigger_name ? wdl->trigger_name : "");
    json_set_text(trigger, "status", "Succeeded");
    json_set_take(trigger, "outputs", json_copy(place->run->trigger));
    *out = made(arena, trigger);
    return true;
}

/* ---- parameters, variables, the workflow ----------------------------------*/

static bool answer_parameters(ARGS)
{
    const struct wdl_place *place = of;
    struct str name = json_text(args[0]);

    (void)n, (void)arena;
    *out = json_find(place->run->parameters, name);
    if (*out || json_find(wdl_parameters(place->run->wdl), name))
        return true;
    return err_set(err, ERR_INPUT, _("there is no parameter \"%.*s\"."),
                   STR_ARG(name));
}

static bool answer_variables(ARGS)
{
    const struct wdl_place *place = of;
    const struct wdl *wdl = place->run->wdl;
    struct str name = json_text(args[0]);
    size_t number = wdl_variable_find(wdl, name);

    (void)n, (void)arena;
    if (number == wdl->n_variables)
        return err_set(err, ERR_INPUT, _("there is no variable \"%.*s\"."),
                       STR_ARG(name));
    *out = wdl_variable_get(place->run, number);
    return true;
}

static bool answer_workflow(ARGS)
{
    const struct wdl_place *place = of;

    (void)args, (void)n, (void)arena, (void)err;
    *out = place->run->workflow;
    return true;
}

/* Nobody calls back: whoever carries out the action waits for its answer. */
static bool answer_callback(ARGS)
{
    (void)of, (void)args, (void)n, (void)err;
    *out = made(arena, json_new_text(STR("riposte:callback")));
    return true;
}

/* ---- actions --------------------------------------------------------------*/

static bool find_action(const struct wdl_place *place, struct str name,
                        const struct wdl_action **out, struct err *err)
{
    *out = wdl_find(place->run->wdl, name);
    if (*out)
        return true;
    return err_set(err, ERR_INPUT, _("there is no action \"%.*s\"."),
                   STR_ARG(name));
}

static bool find_node(const struct wdl_place *place, struct str name,
                      const struct wdl_node **out, struct err *err)
{
    const struct wdl_action *action;

    if (!find_action(place, name, &action, err))
        return false;
    *out = wdl_look_up(place->frame, action);
    return true;
}

static bool answer_outputs(ARGS)
{
    const struct wdl_node *node;

    (void)n, (void)arena;
    if (!find_node(of, json_text(args[0]), &node, err))
        return false;
    *out = node ? node->outputs : NULL;
    return true;
}

static bool answer_body(ARGS)
{
    if (!answer_outputs(of, args, n, arena, out, err))
        return false;
    *out = json_find(*out, STR("body"));
    return true;
}

static struct json *describe(const struct wdl_node *node)
{
    struct json *json = json_new_object();

    json_set_text(json, "name", node->action->name);
    json_set_take(json, "inputs", json_copy(node->inputs));
    json_set_take(json, "outputs", json_copy(node->outputs));
    json_set_text(json, "status", status_name(node));
    json_set_text(json, "code", node->code);
    if (*node->error) {
        struct json *error = json_new_object();

        json_set_text(error, "code", node->code);
        json_set_text(error, "message", node->error);
        json_set_take(json, "error", error);
    }
    return json;
}

static bool answer_actions(ARGS)
{
    const struct wdl_node *node;

    (void)n;
    if (!find_node(of, json_text(args[0]), &node, err))
        return false;
    *out = node ? made(arena, describe(node)) : NULL;
    return true;
}

static bool answer_action(ARGS)
{
    const struct wdl_place *place = of;

    (void)args, (void)n, (void)err;
    *out = made(arena, describe(place->node));
    return true;
}

/* What all the actions in a scope or loop gave. */
static bool answer_result(ARGS)
{
    struct json *list = json_new_array();
    const struct wdl_node *node;

    (void)n;
    json_keep(arena, list);
    *out = list;
    if (!find_node(of, json_text(args[0]), &node, err))
        return false;
    for (size_t i = 0; node && i < node->n_frames; i++) {
        const struct wdl_frame *frame = node->frames[i];

        for (size_t j = 0; j < frame->block->n; j++)
            json_add_take(list, describe(&frame->nodes[j]));
    }
    return true;
}

/* ---- loops ----------------------------------------------------------------*/

static const struct wdl_frame *round_of(const struct wdl_frame *frame,
                                        const struct wdl_action *loop)
{
    for (; frame->owner; frame = frame->owner->frame) {
        if (loop ? frame->owner->action == loop
                 : frame->owner->action->type->rounds && frame->owner->items)
            return frame;
    }
    return NULL;
}

static bool fail_outside(const struct wdl_action *loop, struct err *err)
{
    return err_set(err, ERR_INPUT, _("it does not stand in the loop \"%s\"."),
                   loop->name);
}

static bool answer_item(ARGS)
{
    const struct wdl_place *place = of;
    const struct wdl_frame *frame = round_of(place->frame, NULL);

    (void)args, (void)n, (void)arena;
    if (!place->has_item && !frame)
        return err_set(err, ERR_INPUT, _("there is no loop round it."));
    *out = place->has_item ? place->item : frame->item;
    return true;
}

static bool answer_items(ARGS)
{
    const struct wdl_place *place = of;
    const struct wdl_action *loop;
    const struct wdl_frame *frame;

    (void)n, (void)arena;
    if (!find_action(place, json_text(args[0]), &loop, err))
        return false;
    frame = round_of(place->frame, loop);
    if (!frame)
        return fail_outside(loop, err);
    *out = frame->item;
    return true;
}

/* The condition of a loop stands outside its rounds, and asks after the last
 * of them. */
static bool answer_indexes(ARGS)
{
    const struct wdl_place *place = of;
    const struct wdl_action *loop;
    const struct wdl_frame *frame;
    bool own;

    (void)n;
    if (!find_action(place, json_text(args[0]), &loop, err))
        return false;
    frame = round_of(place->frame, loop);
    own = place->node && place->node->action == loop;
    if (!frame && own && place->node->n_frames > 0)
        frame = place->node->frames[place->node->n_frames - 1];
    if (!frame && !own)
        return fail_outside(loop, err);
    *out = made(arena, json_new_int(frame ? (int64_t)frame->round : 0));
    return true;
}

/* What a condition or a function of time was written with. */
static bool answer_argument(ARGS)
{
    struct wdl_place inner = *(const struct wdl_place *)of;
    int64_t number = 0;

    (void)n, (void)arena;
    json_int(args[0], &number);
    if (!inner.arguments)
        return err_set(err, ERR_INPUT, _("there is no function \"$\"."));
    inner.arguments = NULL;
    return wdl_value_fill(((const struct wdl_place *)of)->arguments[number],
                          &inner, out, err);
}

/* ---- the table ------------------------------------------------------------*/

static const struct expr_root roots[] = {
    {{"triggerBody", 0, 0, "", "triggerBody()",
      N_("What started the run: the event."),
      "triggerBody()?['AlertDisplayName']", NULL},
     .answer = answer_trigger_body},
    {{"triggerOutputs", 0, 0, "", "triggerOutputs()",
      N_("What came with the trigger; its member body is the event."),
      "triggerOutputs()?['headers']", NULL},
     .answer = answer_trigger_outputs},
    {{"trigger", 0, 0, "", "trigger()",
      N_("The trigger: name, status and outputs."),
      "trigger()?['outputs']?['body']", NULL},
     .answer = answer_trigger,
     .makes = true},
    {{"parameters", 1, 1, "t", "parameters(name)",
      N_("A parameter of the workflow."), "parameters('Mail')", NULL},
     .answer = answer_parameters},
    {{"variables", 1, 1, "t", "variables(name)", N_("A variable as it is now."),
      "variables('count')", NULL},
     .answer = answer_variables},
    {{"body", 1, 1, "t", "body(action)", N_("The body that an action gave."),
      "body('HTTP')?['value']", NULL},
     .answer = answer_body},
    {{"actionBody", 1, 1, "t", "actionBody(action)", N_("The same as body()."),
      "actionBody('HTTP')", NULL},
     .answer = answer_body},
    {{"outputs", 1, 1, "t", "outputs(action)",
      N_("What an action gave: of a request statusCode, headers and body."),
      "outputs('HTTP')?['statusCode']", NULL},
     .answer = answer_outputs},
    {{"actionOutputs", 1, 1, "t", "actionOutputs(action)",
      N_("The same as outputs()."), "actionOutputs('HTTP')", NULL},
     .answer = answer_outputs},
    {{"actions", 1, 1, "t", "actions(action)",
      N_("An action: name, inputs, outputs, status, code and error."),
      "actions('HTTP')?['status']", NULL},
     .answer = answer_actions,
     .makes = true},
    {{"action", 0, 0, "", "action()", N_("The action that it stands in."),
      "action()?['name']", NULL},
     .answer = answer_action,
     .makes = true},
    {{"result", 1, 1, "t", "result(scope)",
      N_("What the actions in a scope or loop gave, as a list."),
      "result('Try')", NULL},
     .answer = answer_result,
     .makes = true},
    {{"item", 0, 0, "", "item()",
      N_("The item of the loop, or of the list that is gone through."),
      "item()?['name']", NULL},
     .answer = answer_item},
    {{"items", 1, 1, "t", "items(loop)",
      N_("The item of a certain loop round it."), "items('For_each')", NULL},
     .answer = answer_items},
    {{"iterationIndexes", 1, 1, "t", "iterationIndexes(loop)",
      N_("How many rounds the loop has had before this one."),
      "iterationIndexes('Until')", NULL},
     .answer = answer_indexes,
     .makes = true},
    {{"workflow", 0, 0, "", "workflow()",
      N_("The workflow: id, name, location, and its run."),
      "workflow()?['run']?['name']", NULL},
     .answer = answer_workflow},
    {{"listCallbackUrl", 0, 0, "", "listCallbackUrl()",
      N_("The address that an action is to call back."), "listCallbackUrl()",
      "riposte:callback"},
     .answer = answer_callback,
     .makes = true},
    {{"$", 1, 1, "i", "$(number)",
      N_("What stands at that place of a condition."), "$(0)", NULL},
     .answer = answer_argument},
};

const struct expr_world wdl_world = {
    .roots = roots,
    .n_roots = sizeof(roots) / sizeof(roots[0]),
    .constants = true,
    .example = "@{triggerBody()?['AlertDisplayName']}",
};
