/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/ops.h"

#include "sandbox/armid.h"
#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/digest.h"
#include "util/mem.h"
#include "util/when.h"

#define OPS      1024
#define DURATION (2 * WHEN_SECOND)

struct op {
    char id[GUID_SIZE];
    char *target;
    struct json *patch;
    struct json *result; /* of Location */
    const char *failure; /* code; NULL: it succeeds */
    int64_t due;         /* monotonic */
    int64_t started, ended;
    bool is_done, is_canceled;
    bool is_plan; /* of which nobody can ask */
};

struct ops {
    struct op op[OPS];
    size_t next;
};

static void op_clear(struct op *op)
{
    mem_free(op->target);
    json_free(op->patch);
    json_free(op->result);
    *op = (struct op){0};
}

struct ops *ops_new(void)
{
    return mem_new(sizeof(struct ops));
}

void ops_free(struct ops *ops)
{
    if (!ops)
        return;
    for (size_t i = 0; i < OPS; i++)
        op_clear(&ops->op[i]);
    mem_free(ops);
}

static void op_finish(struct sandbox *sandbox, struct op *op)
{
    op->is_done = true;
    op->ended = when_now();
    if (!op->is_canceled && op->patch)
        shelf_merge(sandbox->shelf, str_of(op->target), op->patch);
}

void ops_catch_up(struct sandbox *sandbox)
{
    int64_t now = when_monotonic();

    for (size_t i = 0; i < OPS; i++) {
        struct op *op = &sandbox->ops->op[i];

        if (op->target && !op->is_done && op->due <= now)
            op_finish(sandbox, op);
    }
}

/* A newer operation on the same target takes the place of an older one. */
static void cancel_older(struct sandbox *sandbox, struct str target)
{
    for (size_t i = 0; i < OPS; i++) {
        struct op *op = &sandbox->ops->op[i];

        if (op->target && !op->is_done && !op->is_plan &&
            str_eq_fold(str_of(op->target), target)) {
            op->is_canceled = true;
            op_finish(sandbox, op);
        }
    }
}

static struct op *op_new(struct sandbox *sandbox, struct str target,
                         int64_t span)
{
    struct ops *ops = sandbox->ops;
    struct op *op = &ops->op[ops->next++ % OPS];

    /* The ring is full: what the oldest was to do is done now. */
    if (op->target && !op->is_done)
        op_finish(sandbox, op);
    op_clear(op);
    digest_guid(op->id);
    op->target = mem_textn(target.at, target.len);
    op->started = when_now();
    op->due = when_monotonic() + sandbox_span(sandbox, span);
    return op;
}

void ops_plan_take(struct sandbox *sandbox, struct str target, int64_t span,
                   struct json *patch)
{
    struct op *op = op_new(sandbox, target, span);

    op->patch = patch;
    op->is_plan = true;
}

int64_t ops_end(const struct sandbox *sandbox, int64_t now)
{
    return now + sandbox_span(sandbox, DURATION);
}

static void retry_later(struct sandbox *sandbox, struct call *call)
{
    call_reply(
        call, "Retry-After", "%lld",
        (long long)(sandbox_span(sandbox, DURATION) / (2 * WHEN_SECOND)));
}

void ops_follow(struct sandbox *sandbox, struct call *call, struct str target,
                const struct op_plan *plan)
{
    static const char *const headers[][2] = {
        {"Azure-AsyncOperation", "operations"},
        {"Location", "operationResults"},
    };
    struct str subscription = armid_part(target, STR("subscriptions"));
    struct str name_space = armid_part(target, STR("providers"));
    struct op *op;

    cancel_older(sandbox, target);
    op = op_new(sandbox, target, DURATION);
    op->patch = plan->patch;
    op->result = plan->result;
    op->failure = plan->failure;
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
        call_reply(call, headers[i][0],
                   "%s/subscriptions/%.*s/providers/%.*s/locations/westeurope"
                   "/%s/%s?api-version=%.*s",
                   sandbox->arm, STR_ARG(subscription), STR_ARG(name_space),
                   headers[i][1], op->id,
                   STR_ARG(call_argument(call, "api-version")));
    retry_later(sandbox, call);
}

void ops_start_take(struct sandbox *sandbox, struct call *call,
                    struct str target, struct json *patch)
{
    call_answer(call, 202);
    ops_follow(sandbox, call, target, &(struct op_plan){.patch = patch});
}

static const struct op *op_find(struct sandbox *sandbox, struct call *call)
{
    for (size_t i = 0; i < OPS; i++) {
        const struct op *op = &sandbox->ops->op[i];

        if (op->target && !op->is_plan &&
            str_eq_fold(call->arg[3], str_of(op->id)))
            return op;
    }
    call_fail(call, 404, "OperationNotFound",
              "The operation '%.*s' was not found.", STR_ARG(call->arg[3]));
    return NULL;
}

/* Why it did not succeed. */
static struct json *error_of(const struct op *op)
{
    struct json *error = json_new_object();

    json_set_text(error, "code",
                  op->is_canceled ? "OperationPreempted" : op->failure);
    json_set_text(error, "message",
                  op->is_canceled
                      ? "Operation execution has been preempted by a more "
                        "recent operation."
                      : "An internal execution error occurred. Please retry "
                        "later.");
    return error;
}

static void status_get(struct sandbox *sandbox, struct call *call)
{
    const struct op *op = op_find(sandbox, call);
    char time[WHEN_TEXT_SIZE];
    struct json *body;

    if (!op)
        return;
    body = json_new_object();
    json_set_text(body, "name", op->id);
    json_set_text(body, "startTime", when_iso(op->started, time));
    json_set_text(body, "status",
                  !op->is_done      ? "InProgress"
                  : op->is_canceled ? "Canceled"
                  : op->failure     ? "Failed"
                                    : "Succeeded");
    if (op->is_done)
        json_set_text(body, "endTime", when_iso(op->ended, time));
    else
        retry_later(sandbox, call);
    if (op->is_done && (op->is_canceled || op->failure))
        json_set_take(body, "error", error_of(op));
    call_answer_take(call, 200, body);
}

static void result_get(struct sandbox *sandbox, struct call *call)
{
    const struct op *op = op_find(sandbox, call);

    if (!op)
        return;
    call_answer(call, op->is_done ? 200 : 202);
    if (op->is_done && op->result)
        call_answer_take(call, 200, json_copy(op->result));
    if (!op->is_done) {
        call_reply(call, "Location", "%s%.*s?%.*s", sandbox->arm,
                   STR_ARG(call->path), STR_ARG(call->query));
        retry_later(sandbox, call);
    }
}

static const struct route rows[] = {
    {"GET", "/subscriptions/{}/providers/{}/locations/{}/operations/{}",
     SERVICE_ARM, status_get},
    {"GET", "/subscriptions/{}/providers/{}/locations/{}/operationResults/{}",
     SERVICE_ARM, result_get},
};

const struct route_table ops_routes = ROUTE_TABLE(rows);
