/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_remote.c - Logic Apps that stay in Azure: listed, their runs told,
 * started, done again, cancelled, switched.
 */
#include "cli/follow.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "service/remote.h"
#include "util/text.h"

static const struct out_column columns[] = {
    {N_("State"), 10},
    {N_("Name"), 28},
    {N_("Started by"), 0},
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static struct json *row_json(const struct remote_row *row)
{
    struct json *json = json_new_object();

    json_set_text(json, "id", row->id);
    json_set_text(json, "name", row->name);
    json_set_text(json, "state", row->state);
    json_set_text(json, "triggers", row->triggers);
    json_set_text(json, "changed", row->changed);
    return json;
}

static bool list(struct call *call, struct err *err)
{
    struct arena *arena = arena_new();
    struct remote_row *rows;
    struct err none = {0};
    size_t n = 0;
    bool ok = remote_rows(call->desk, arena, &rows, &n, err) &&
              page_list(call, &none, n, columns, COLUMNS, err);

    for (size_t i = 0; ok && i < n; i++) {
        if (call->out->json)
            out_json_take(call->out, row_json(&rows[i]));
        else
            out_row(call->out, columns, COLUMNS,
                    (const struct str[]){str_of(rows[i].state),
                                         str_of(rows[i].name),
                                         str_of(rows[i].triggers)});
    }
    arena_free(arena);
    return ok;
}

static bool show(struct call *call, struct err *err)
{
    struct json *resource;

    if (!remote_get(call->desk, str_of(call->words[1]), &resource, err))
        return false;
    out_whole_take(call->out, resource);
    return true;
}

/* ---- what the service told ------------------------------------------------*/

static struct str member(const struct json *row, const char *name)
{
    return json_text(json_get(row, name));
}

static void tell_row(struct call *call, const struct json *row)
{
    struct str error = member(row, "error");

    if (call->out->json)
        out_json_take(call->out, json_copy(row));
    else
        out_printf(call->out, "%-10.*s %-24.*s %.*s%s%.*s",
                   STR_ARG(member(row, "status")),
                   STR_ARG(member(row, "began")), STR_ARG(member(row, "name")),
                   str_empty(error) ? "" : ": ", STR_ARG(error));
}

static bool tell(struct call *call, int64_t run, const char *what)
{
    struct json *told = remote_told(call->desk, run);

    for (struct json_each e = json_each(json_get(told, what)); json_next(&e);)
        tell_row(call, e.value);
    json_free(told);
    return true;
}

static const char *reason(const struct call *call)
{
    return call->opts->reason ? call->opts->reason : "";
}

static bool runs(struct call *call, struct err *err)
{
    bool one = call->n_words > 2;
    int64_t run;

    return remote_ask(call->desk, str_of(call->words[1]),
                      one ? REMOTE_ACTIONS : REMOTE_RUNS,
                      one ? call->words[2] : "", reason(call), &run, err) &&
           follow_run(call, run, err) &&
           tell(call, run, one ? "actions" : "runs");
}

/* ---- acts -----------------------------------------------------------------*/

static bool ask(struct call *call, enum remote_act act, const char *of,
                struct err *err)
{
    int64_t run;

    return remote_ask(call->desk, str_of(call->words[1]), act, of, reason(call),
                      &run, err) &&
           follow_run(call, run, err);
}

static bool start(struct call *call, struct err *err)
{
    int64_t event = 0;
    int64_t run;

    if (!call->opts->event)
        return err_set(err, ERR_INPUT,
                       _("Name the event that it is started on: --event ID."));
    return option_event(call, &event, err) &&
           remote_start(call->desk, str_of(call->words[1]), event, NULL,
                        reason(call), &run, err) &&
           follow_run(call, run, err);
}

static bool resubmit(struct call *call, struct err *err)
{
    return ask(call, REMOTE_RESUBMIT, call->words[2], err);
}

static bool cancel(struct call *call, struct err *err)
{
    return ask(call, REMOTE_CANCEL, call->words[2], err);
}

static bool enable(struct call *call, struct err *err)
{
    return ask(call, REMOTE_ENABLE, "", err);
}

static bool disable(struct call *call, struct err *err)
{
    return ask(call, REMOTE_DISABLE, "", err);
}

static const struct {
    const char *name;
    size_t least; /* words, this one with them */
    size_t most;
    bool (*run)(struct call *call, struct err *err);
} parts[] = {
    {"list", 1, 1, list},         {"show", 2, 2, show},
    {"runs", 2, 3, runs},         {"start", 2, 2, start},
    {"resubmit", 3, 3, resubmit}, {"cancel", 3, 3, cancel},
    {"enable", 2, 2, enable},     {"disable", 2, 2, disable},
};

bool playbook_remote_verb(struct call *call, struct err *err)
{
    struct str word = str_of(call->words[0]);

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (!str_eq(word, str_of(parts[i].name)))
            continue;
        if (call->n_words >= parts[i].least && call->n_words <= parts[i].most)
            return parts[i].run(call, err);
        return err_set(
            err, ERR_INPUT,
            parts[i].least > 2
                ? _("\"playbook remote %s\" takes a Logic App and the name of "
                    "a run.")
                : _("\"playbook remote %s\" takes a Logic App, and nothing "
                    "else."),
            parts[i].name);
    }
    return err_set(err, ERR_INPUT,
                   _("It is one of list, show, runs, start, resubmit, cancel, "
                     "enable, disable."));
}
