/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/function.h"

#include <stdint.h>
#include <string.h>

#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "util/digest.h"
#include "util/mem.h"
#include "util/when.h"

#define INSTANCES 256
#define DURATION  (4 * WHEN_SECOND)

static const struct function {
    const char *name;
    unsigned status;  /* of a plain one */
    const char *ends; /* a durable one: its last status */
    bool strays;      /* says to ask another host how it stands */
} functions[] = {
    {.name = "notify", .status = 200},
    {.name = "broken", .status = 500},
    {.name = "enrich", .ends = "Completed"},
    {.name = "doomed", .ends = "Failed"},
    {.name = "stray", .ends = "Completed", .strays = true},
};

struct instance {
    char id[40];
    const struct function *function; /* NULL: this place is free */
    int64_t started, due;            /* wall clock, monotonic */
};

struct functions {
    struct instance instance[INSTANCES];
    size_t next;
    char key[GUID_SIZE]; /* of the addresses of instances */
};

struct functions *functions_new(void)
{
    struct functions *all = mem_new(sizeof(*all));

    digest_guid(all->key);
    return all;
}

void functions_free(struct functions *all)
{
    mem_free(all);
}

static void set_address(struct json *body, const char *name,
                        const struct sandbox *sandbox, struct call *call,
                        const struct instance *instance, const char *verb)
{
    json_set_text(body, name,
                  arena_printf(call->arena,
                               "%s/runtime/webhooks/durabletask/instances/%s"
                               "%s?taskHub=Sandbox&connection=Storage&code=%s",
                               instance->function->strays
                                   ? "https://elsewhere.example"
                                   : sandbox->base,
                               instance->id, verb, sandbox->functions->key));
}

static void begin(struct sandbox *sandbox, struct call *call,
                  const struct function *function)
{
    struct functions *all = sandbox->functions;
    struct instance *instance = &all->instance[all->next++ % INSTANCES];
    struct json *body = json_new_object();
    char guid[GUID_SIZE];
    size_t n = 0;

    *instance = (struct instance){
        .function = function,
        .started = call->now,
        .due = when_monotonic() + sandbox_span(sandbox, DURATION),
    };
    digest_guid(guid);
    for (const char *c = guid; *c; c++) {
        if (*c != '-')
            instance->id[n++] = *c;
    }
    json_set_text(body, "id", instance->id);
    set_address(body, "statusQueryGetUri", sandbox, call, instance, "");
    set_address(body, "sendEventPostUri", sandbox, call, instance,
                "/raiseEvent/{eventName}");
    set_address(body, "terminatePostUri", sandbox, call, instance,
                "/terminate");
    set_address(body, "purgeHistoryDeleteUri", sandbox, call, instance, "");
    call_answer_take(call, 202, body);
}

static void call_any(struct sandbox *sandbox, struct call *call)
{
    struct str key = call_header(call, "x-functions-key");
    const struct function *function = NULL;

    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        if (str_eq_fold(call->arg[0], str_of(functions[i].name)))
            function = &functions[i];
    }
    if (str_empty(key))
        key = call_argument(call, "code");
    if (!function)
        call_answer(call, 404);
    else if (!str_eq(key, STR(SANDBOX_FUNCTION_KEY)) &&
             !str_eq(key, STR(SANDBOX_FUNCTION_MASTER)))
        call_answer(call, 401);
    else if (function->ends)
        begin(sandbox, call, function);
    else if (function->status == 200)
        call_answer_text(call, 200, STR("{\"taken\":true}"));
    else
        call_answer(call, function->status);
}

static const struct instance *instance_find(struct sandbox *sandbox,
                                            struct call *call)
{
    for (size_t i = 0; i < INSTANCES; i++) {
        const struct instance *instance = &sandbox->functions->instance[i];

        if (instance->function && str_eq(call->arg[0], str_of(instance->id)))
            return instance;
    }
    return NULL;
}

static void instance_get(struct sandbox *sandbox, struct call *call)
{
    const struct instance *instance = instance_find(sandbox, call);
    char time[WHEN_TEXT_SIZE];
    struct json *body;
    bool over;

    /* The key of a function is for that function. */
    if (!str_eq(call_argument(call, "code"), str_of(sandbox->functions->key)) &&
        !str_eq(call_header(call, "x-functions-key"),
                STR(SANDBOX_FUNCTION_MASTER))) {
        call_answer(call, 401);
        return;
    }
    if (!instance) {
        call_answer(call, 404);
        return;
    }
    over = when_monotonic() >= instance->due;
    body = json_new_object();
    json_set_text(body, "name", instance->function->name);
    json_set_text(body, "instanceId", instance->id);
    json_set_text(body, "runtimeStatus",
                  over ? instance->function->ends : "Running");
    json_set_text(body, "createdTime", when_iso(instance->started, time));
    json_set_text(body, "lastUpdatedTime", when_iso(call->now, time));
    json_set_take(body, "output",
                  over ? json_new_text(STR("looked up 3 addresses")) : NULL);
    call_answer_take(call, over ? 200 : 202, body);
}

static const struct route rows[] = {
    {"GET", "/runtime/webhooks/durabletask/instances/{}", SERVICE_APP,
     instance_get},
    {"POST", "/api/{}", SERVICE_APP, call_any},
    {"GET", "/api/{}", SERVICE_APP, call_any},
};

const struct route_table function_routes = ROUTE_TABLE(rows);
