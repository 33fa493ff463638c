/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_hand.c - finds the hand of an effect, and makes its answer one that a
 * workflow understands.
 */
#include "engine/api_hand_part.h"
#include "util/text.h"
#include "util/when.h"

const struct playbook_step *api_step(const struct playbook *playbook,
                                     const struct wdl_action *action)
{
    for (size_t i = 0; i < playbook->n_steps; i++) {
        if (playbook->steps[i].action == action)
            return &playbook->steps[i];
    }
    return NULL;
}

const char *api_needs(struct str name)
{
    const struct api *api = api_find(name);

    return api && api->needs ? api->needs : "";
}

/* ---- asking ---------------------------------------------------------------*/

static const struct {
    const char *type;
    const struct api_hand *hand;
} plain[] = {
    {"Http", &api_hand_http},
    {"Function", &api_hand_function},
    {"Workflow", &api_hand_workflow},
};

static const struct api_hand *hand_of(const struct playbook_step *step)
{
    const char *type = wdl_facts(step->action).type;

    if (step->op)
        return step->op->hand ? step->op->hand
                              : api_find(str_of(step->api))->hand;
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
        if (str_eq(str_of(type), str_of(plain[i].type)))
            return plain[i].hand;
    }
    return NULL;
}

/* A path is made of what an alert says: it must not have become that of
 * another operation. */
static bool check_op(struct api_making *making, struct err *err)
{
    const struct playbook_step *step = making->ask->step;
    struct str path = json_text(json_find(making->ask->inputs, STR("path")));
    struct buf address;
    bool good;

    if (!step->op)
        return true;
    making->api = api_find(str_of(step->api));
    making->path = str_sub(path, 0, str_find_char(path, '?'));
    if (api_op_find(making->api, str_of(step->op->method), path) != step->op)
        return err_set(err, ERR_INPUT,
                       _("The path %.*s is not that of the operation \"%s\"."),
                       STR_ARG(str_sub(path, 0, 200)), step->what);
    buf_init(&address);
    good = api_address_put(path, &address, err);
    buf_done(&address);
    return good;
}

bool api_hand_ask(const struct api_ask *ask, struct arena *arena,
                  struct api_act *out, struct err *err)
{
    struct api_act act = {
        .kind = "call",
        .class = ask->step->class,
        .connection = ask->step->key,
    };
    struct api_making making = {
        .ask = ask,
        .arena = arena,
        .with = json_new_object(),
        .act = &act,
    };
    const struct api_hand *hand = hand_of(ask->step);

    json_keep(arena, making.with);
    if (!hand)
        return err_set(err, ERR_INPUT,
                       _("riposte does not carry out what \"%s\" asks for."),
                       wdl_facts(ask->step->action).name);
    if (!check_op(&making, err) || !hand->ask(&making, err))
        return false;
    act.with = making.with;
    *out = act;
    return true;
}

/* ---- answers --------------------------------------------------------------*/

/* As Azure calls them. */
static const struct {
    int status;
    const char *code;
} codes[] = {
    {400, "BadRequest"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "NotFound"},
    {405, "MethodNotAllowed"},
    {408, "RequestTimeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "PreconditionFailed"},
    {429, "TooManyRequests"},
    {500, "InternalServerError"},
    {501, "NotImplemented"},
    {502, "BadGateway"},
    {503, "ServiceUnavailable"},
    {504, "GatewayTimeout"},
};

static const char *code_of(int64_t status, struct arena *arena)
{
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (codes[i].status == status)
            return codes[i].code;
    }
    return arena_printf(arena, "%lld", (long long)status);
}

static bool may_go_again(int64_t status)
{
    return status == 408 || status == 429 || status >= 500;
}

static int64_t wait_of(const struct json *outputs)
{
    int64_t seconds = 0;

    return json_int(json_at(outputs, STR("headers.Retry-After")), &seconds) &&
                   seconds >= 0
               ? seconds * WHEN_SECOND
               : -1;
}

static const char *text_or(const char *text, const char *otherwise)
{
    return text && *text ? text : otherwise;
}

static void judge_failed(struct api_answering *answering, int64_t status)
{
    const struct api_came *came = answering->came;
    struct wdl_answer *out = answering->out;
    struct arena *arena = answering->arena;

    out->state = came->state == RUN_TIMED_OUT || came->state == RUN_CANCELLED
                     ? came->state
                     : RUN_FAILED;
    if (status >= 400) {
        out->code = code_of(status, arena);
        out->again = may_go_again(status);
        out->retry_after = wait_of(answering->outputs);
    }
    out->error = arena_text(
        arena,
        text_or(came->note, status >= 400
                                ? arena_printf(arena,
                                               _("The answer has the status "
                                                 "%lld."),
                                               (long long)status)
                                : _("It was not carried out.")));
}

static struct json *outputs_of(const struct api_came *came)
{
    struct json *outputs =
        came->response ? json_copy(came->response) : json_new_object();
    struct json *headers;

    if (json_get(outputs, "headers"))
        return outputs;
    headers = json_new_object();
    json_set_take(outputs, "headers", headers);
    return outputs;
}

void api_hand_answer(const struct api_ask *ask, const struct api_came *came,
                     struct arena *arena, struct wdl_answer *out)
{
    const struct api_hand *hand = hand_of(ask->step);
    struct api_answering answering = {
        .ask = ask,
        .came = came,
        .arena = arena,
        .outputs = outputs_of(came),
        .out = out,
    };
    int64_t status = 0;

    *out = (struct wdl_answer){.state = RUN_SUCCEEDED, .retry_after = -1};
    json_int(json_get(answering.outputs, "statusCode"), &status);
    if (came->state != RUN_SUCCEEDED || status >= 400) {
        judge_failed(&answering, status);
    } else {
        if (status == 0)
            json_set_int(answering.outputs, "statusCode", 200);
        if (hand && hand->answer)
            hand->answer(&answering);
    }
    out->outputs = answering.outputs;
}
