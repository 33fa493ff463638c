/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * actions.c - the one list of kinds of action.
 */
#include "connect/action.h"

/* The one list of kinds of action.  To add one: write connect/act_NAME.c, add
 * it here. */
#define ACTIONS(X)                                                             \
    X(status)                                                                  \
    X(http)                                                                    \
    X(call)                                                                    \
    X(mail)                                                                    \
    X(note)                                                                    \
    X(owner)                                                                   \
    X(tag)                                                                     \
    X(approval)                                                                \
    X(script)                                                                  \
    X(servicenow)                                                              \
    X(jira)                                                                    \
    X(teams)                                                                   \
    X(slack)                                                                   \
    X(pagerduty)                                                               \
    X(logicapp)                                                                \
    X(flow)                                                                    \
    X(function)                                                                \
    X(runbook)                                                                 \
    X(playbook)                                                                \
    X(wait)                                                                    \
    X(contain)                                                                 \
    X(simulate)                                                                \
    X(suppress)                                                                \
    X(automation)                                                              \
    X(remote)

#define ACTION_DECLARE(name) extern const struct action_kind action_##name;
ACTIONS(ACTION_DECLARE)
#define ACTION_ROW(name) &action_##name,
static const struct action_kind *const kinds[] = {ACTIONS(ACTION_ROW)};

const struct action_kind *action_at(size_t index)
{
    return index < sizeof(kinds) / sizeof(kinds[0]) ? kinds[index] : NULL;
}

const struct action_kind *action_find(struct str name)
{
    for (size_t i = 0; action_at(i); i++) {
        if (str_eq(name, str_of(kinds[i]->name)))
            return kinds[i];
    }
    return NULL;
}

enum action_class class_notify(const struct json *with,
                               const struct action_context *context)
{
    (void)with;
    (void)context;
    return CLASS_NOTIFY;
}

enum action_class action_class(const struct action_kind *kind,
                               const struct json *with,
                               const struct action_context *context)
{
    return kind->class(with, context);
}

bool action_check(const struct action_kind *kind, const struct json *with,
                  struct err *err)
{
    return field_check_all(kind->fields, kind->n_fields, with, err) &&
           (!kind->check || kind->check(with, err));
}

bool action_render(const struct action_kind *kind, const struct json *with,
                   const struct action_context *context, struct arena *arena,
                   struct request *out, struct err *err)
{
    struct request request = {.body = STR_NONE, .key = context->key};

    if (!kind->render(with, context, arena, &request, err))
        return false;
    *out = request;
    return true;
}

void action_judge(const struct action_kind *kind,
                  const struct action_context *context,
                  const struct request *request,
                  const struct response *response, struct judgement *out)
{
    kind->judge(context, request, response, out);
}

struct str action_text(const struct action_kind *kind, const struct json *with,
                       const char *name)
{
    struct str text = json_text(json_get(with, name));

    for (size_t i = 0; str_empty(text) && i < kind->n_fields; i++) {
        if (str_eq(str_of(kind->fields[i].name), str_of(name)))
            text = str_of(kind->fields[i].fallback);
    }
    return text;
}
