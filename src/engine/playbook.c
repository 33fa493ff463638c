/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook.c - finds the workflows in whatever shape they come.
 */
#include "engine/playbook.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/playbook_part.h"
#include "model/limits.h"
#include "util/mem.h"
#include "util/text.h"

const char *playbook_start_name(enum playbook_start start)
{
    static const char *const names[START_N] = {
        [START_ALERT] = "alert",
        [START_RECOMMENDATION] = "recommendation",
        [START_COMPLIANCE] = "compliance",
        [START_RECURRENCE] = "recurrence",
        [START_REQUEST] = "request",
        [START_OTHER] = "other",
    };

    return names[start];
}

const char *playbook_verdict_name(enum playbook_verdict verdict)
{
    static const char *const names[PLAYBOOK_VERDICT_N] = {
        [PLAYBOOK_RUNS] = "runs",
        [PLAYBOOK_REHEARSAL] = "rehearsal",
        [PLAYBOOK_REFUSED] = "refused",
    };

    return names[verdict];
}

/* ---- notes ----------------------------------------------------------------*/

void playbook_note(struct arena *arena, struct playbook_note **notes, size_t *n,
                   const char *path, const char *fmt, ...)
{
    char text[ERR_TEXT_SIZE];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    *notes = arena_grown(arena, *notes, *n, sizeof(**notes));
    (*notes)[(*n)++] = (struct playbook_note){
        .path = arena_text(arena, path),
        .text = arena_text(arena, text),
    };
}

/* "PATH: sentence", as errors of definitions and templates are.  A path has no
 * space in it, but for those in the names of actions. */
static void note_err(struct arena *arena, struct playbook_note **notes,
                     size_t *n, const struct err *err)
{
    struct str text = str_of(err->text);
    size_t cut = str_find(text, STR(": "));
    struct str head = str_sub(text, 0, cut);
    const char *path = "";

    if (cut != STR_NOWHERE && (str_starts(head, STR("actions")) ||
                               str_starts(head, STR("resources")) ||
                               str_starts(head, STR("parameters")) ||
                               str_starts(head, STR("variables")) ||
                               str_starts(head, STR("triggers")))) {
        path = arena_str(arena, head).at;
        text = str_sub(text, cut + 2, STR_NOWHERE);
    }
    playbook_note(arena, notes, n, path, "%.*s", STR_ARG(text));
}

/* ---- readings -------------------------------------------------------------*/

void playbook_reading_init(struct playbook_reading *reading)
{
    *reading = (struct playbook_reading){.arena = arena_new()};
}

void playbook_reading_done(struct playbook_reading *reading)
{
    arena_free(reading->arena);
    *reading = (struct playbook_reading){.arena = NULL};
}

struct playbook_reading *playbook_reading_new(void)
{
    struct playbook_reading *reading = mem_new(sizeof(*reading));

    playbook_reading_init(reading);
    return reading;
}

void playbook_reading_free(struct playbook_reading *reading)
{
    if (!reading)
        return;
    playbook_reading_done(reading);
    mem_free(reading);
}

static struct playbook *add_playbook(struct playbook_reading *out,
                                     const struct playbook *playbook)
{
    out->playbooks = arena_grown(out->arena, out->playbooks, out->n,
                                 sizeof(*out->playbooks));
    out->playbooks[out->n] = *playbook;
    return &out->playbooks[out->n++];
}

void playbook_add_refused(struct playbook_reading *out, const char *name,
                          const struct err *why)
{
    struct playbook playbook = {
        .name = arena_text(out->arena, name),
        .start = START_OTHER,
        .verdict = PLAYBOOK_REFUSED,
    };

    note_err(out->arena, &playbook.why, &playbook.n_why, why);
    add_playbook(out, &playbook);
}

/* ---- one workflow ---------------------------------------------------------*/

/* One that is being read. */
struct work {
    const struct playbook_given *given;
    struct playbook_reading *out;
    struct playbook_parameter *parameters; /* of the template */
    size_t n_parameters;
    struct err fault; /* of the template: it is deployable only in part */
    bool template;    /* what it deploys is told by its parameters */
};

static void free_wdl(void *wdl)
{
    wdl_free(wdl);
}

static const struct json *kept(struct arena *arena, const struct json *json)
{
    struct json *copy = json_copy(json);

    json_keep(arena, copy);
    return copy;
}

/* A name that only stands for one says less than that of the file. */
static const char *name_of(const struct work *work, struct str name)
{
    struct str file = str_of(work->given->file);
    size_t slash = str_find_last_char(file, '/');

    for (size_t i = 0; i < work->n_parameters; i++) {
        const struct playbook_parameter *one = &work->parameters[i];

        if (one->needed && str_eq(json_text(one->value), name))
            name = STR_NONE;
    }
    if (slash != STR_NOWHERE)
        file = str_sub(file, slash + 1, STR_NOWHERE);
    if (str_ends_fold(file, STR(".json")))
        file.len -= 5;
    if (str_empty(name))
        name = file;
    if (str_empty(name))
        name = STR("playbook");
    return arena_str(work->out->arena, str_sub(name, 0, LIMIT_NAME)).at;
}

static void take_template(const struct work *work, struct playbook *playbook)
{
    struct arena *arena = work->out->arena;

    for (size_t i = 0; i < work->n_parameters; i++) {
        playbook->parameters =
            arena_grown(arena, playbook->parameters, playbook->n_parameters,
                        sizeof(*playbook->parameters));
        playbook->parameters[playbook->n_parameters++] = work->parameters[i];
    }
    if (work->fault.code != ERR_NONE)
        note_err(arena, &playbook->lint, &playbook->n_lint, &work->fault);
}

/* Stored ones say what they still need. */
static void take_needs(struct playbook *playbook, const struct json *resource)
{
    const struct json *needs = json_at(resource, STR("riposte.needs"));

    for (struct json_each e = json_each(needs); json_next(&e);) {
        for (size_t i = 0; i < playbook->n_parameters; i++) {
            if (str_eq_fold(str_of(playbook->parameters[i].name),
                            json_text(e.value)))
                playbook->parameters[i].needed = true;
        }
    }
}

static bool add_workflow(struct work *work, const struct json *resource,
                         const struct json *definition,
                         const struct json *parameters, struct str name,
                         struct err *err)
{
    struct arena *arena = work->out->arena;
    struct playbook playbook = {.start = START_OTHER};
    struct json *values = json_new_object();
    struct err fault = {0};

    json_keep(arena, values);
    playbook.name = name_of(work, name);
    playbook.definition = kept(arena, definition);
    playbook.values = values;
    for (struct json_each e = json_each(parameters); json_next(&e);) {
        if (e.name)
            json_set_take(values, e.name,
                          json_copy(json_find(e.value, STR("value"))));
    }
    take_template(work, &playbook);
    if (!playbook_parameters(
            &playbook, json_find(playbook.definition, STR("parameters")),
            work->given->parameters, work->template, values, arena, err))
        return false;
    take_needs(&playbook, resource);
    if (wdl_read(playbook.definition, &playbook.wdl, &fault)) {
        arena_defer(arena, free_wdl, playbook.wdl);
        playbook_connect(&playbook, values, arena);
        playbook_judge(&playbook, work->given->catalogue, arena);
        playbook_lint(&playbook, arena);
    } else {
        playbook.verdict = PLAYBOOK_REFUSED;
        note_err(arena, &playbook.why, &playbook.n_why, &fault);
    }
    add_playbook(work->out, &playbook);
    return true;
}

static bool add_resource(struct work *work, const struct json *resource,
                         struct err *err)
{
    return add_workflow(work, resource,
                        json_at(resource, STR("properties.definition")),
                        json_at(resource, STR("properties.parameters")),
                        json_text(json_find(resource, STR("name"))), err);
}

/* ---- templates ------------------------------------------------------------*/

/* "[concat(…, '/managedApis/teams')]" and "[subscriptionResourceId('…/
 * managedApis', …, 'teams')]" say which connector it is, wherever it lies. */
static void keep_api(struct json *connection)
{
    static const char mark[] = "managedApis";
    struct str id = json_text(json_get(connection, "id"));
    size_t at = str_find_fold(id, str_of(mark));
    size_t end;
    char plain[LIMIT_NAME + 16];

    if (at == STR_NOWHERE || !str_starts(id, STR("[")))
        return;
    id = str_sub(id, at + sizeof(mark) - 1, STR_NOWHERE);
    end = str_find_last_char(id, '\'');
    id = str_sub(id, 0, end == STR_NOWHERE ? id.len : end);
    at = str_find_last_char(id, '\'');
    if (at == STR_NOWHERE)
        at = str_find_last_char(id, '/');
    id = str_sub(id, at == STR_NOWHERE ? 0 : at + 1, STR_NOWHERE);
    snprintf(plain, sizeof(plain), "/%s/%.*s", mark,
             STR_ARG(str_sub(id, 0, LIMIT_NAME)));
    json_set_text(connection, "id", plain);
}

/* What a connection is called in Azure is never needed here: a template whose
 * connections cannot be worked out is read without their ids. */
static void cut_connections(struct json *json)
{
    for (struct json_each e = json_each(json); json_next(&e);) {
        struct json *member =
            e.name ? json_member(json, e.name) : json_element(json, e.index);

        if (e.name && str_eq(str_of(e.name), STR("$connections"))) {
            struct json *all = json_member(member, "value");

            for (struct json_each c = json_each(all); json_next(&c);) {
                struct json *one = c.name ? json_member(all, c.name) : NULL;

                if (json_type(one) != JSON_OBJECT ||
                    !json_get(one, "connectionId"))
                    continue;
                json_set_text(one, "connectionId", "unknown");
                json_remove(one, "connectionName");
                keep_api(one);
            }
        } else if (json_type(member) == JSON_OBJECT ||
                   json_type(member) == JSON_ARRAY) {
            cut_connections(member);
        }
    }
}

static bool deploy(struct work *work, const struct json *json,
                   const struct json *values, struct deploy_resource **out,
                   size_t *n, struct err *err)
{
    const struct playbook_given *given = work->given;
    struct deploy_given place = {
        .parameters = values,
        .subscription = str_empty(given->subscription)
                            ? STR(PLAYBOOK_SUBSCRIPTION)
                            : given->subscription,
        .group = str_empty(given->group) ? STR(PLAYBOOK_GROUP) : given->group,
        .location = str_empty(given->location) ? STR(PLAYBOOK_LOCATION)
                                               : given->location,
        .tenant = str_empty(given->tenant) ? STR(PLAYBOOK_SUBSCRIPTION)
                                           : given->tenant,
    };
    struct json *copy;

    copy = json_copy(json);
    json_keep(work->out->arena, copy);
    playbook_forget_remote(copy);
    if (deploy_find(copy, PLAYBOOK_WORKFLOWS, &place, work->out->arena, out, n,
                    err))
        return true;
    if (str_find(str_of(err->text), STR("$connections.value.")) == STR_NOWHERE)
        return false;
    work->fault = *err;
    cut_connections(copy);
    return deploy_find(copy, PLAYBOOK_WORKFLOWS, &place, work->out->arena, out,
                       n, err);
}

/* A text that only stands for one may be reckoned with: then it is a number's.
 * False: there is none. */
static bool stand_as_numbers(const struct work *work, struct json *values)
{
    bool any = false;

    for (size_t i = 0; i < work->n_parameters; i++) {
        struct playbook_parameter *one = &work->parameters[i];

        if (!one->needed ||
            !str_eq(json_text(one->value), STR(PLAYBOOK_SAMPLE)))
            continue;
        json_set_text(values, one->name, "1");
        one->value = json_get(values, one->name);
        any = true;
    }
    return any;
}

static bool deploy_somehow(struct work *work, const struct json *json,
                           struct json *values, struct deploy_resource **out,
                           size_t *n, struct err *err)
{
    struct err ignored = {0};

    return deploy(work, json, values, out, n, err) ||
           (stand_as_numbers(work, values) &&
            deploy(work, json, values, out, n, &ignored));
}

static bool read_template(struct work *work, const struct json *json,
                          struct err *err)
{
    struct arena *arena = work->out->arena;
    struct playbook template = {.name = ""};
    struct json *values = json_new_object();
    struct deploy_resource *found = NULL;
    struct err fault = {0};
    size_t n = 0;

    json_keep(arena, values);
    for (struct json_each e = json_each(json_find(json, STR("parameters")));
         json_next(&e);) {
        if (json_type(e.value) != JSON_OBJECT || !e.name)
            return err_set(err, ERR_INPUT,
                           _("parameters: \"%s\" must be an object."),
                           e.name ? e.name : "[0]");
    }
    if (!playbook_parameters(&template, json_find(json, STR("parameters")),
                             work->given->parameters, false, values, arena,
                             err))
        return false;
    work->template = true;
    work->parameters = template.parameters;
    work->n_parameters = template.n_parameters;
    if (!deploy_somehow(work, json, values, &found, &n, &fault)) {
        playbook_add_refused(work->out, name_of(work, STR_NONE), &fault);
        return true;
    }
    if (n > LIMIT_PLAYBOOKS)
        return err_set(err, ERR_INPUT,
                       _("It deploys %zu workflows, but Azure deploys at most "
                         "%d resources at once."),
                       n, LIMIT_PLAYBOOKS);
    for (size_t i = 0; i < n; i++) {
        if (!add_resource(work, found[i].resource, err))
            return err_prefix(err, "%s", found[i].path);
    }
    return n > 0 || err_set(err, ERR_INPUT,
                            _("It deploys no workflow. Automations are taken "
                              "in with `riposte rule import'."));
}

/* ---- any shape ------------------------------------------------------------*/

static bool read_one(struct work *work, const struct json *json,
                     struct err *err)
{
    struct str name = json_text(json_find(json, STR("name")));

    if (json_type(json_at(json, STR("properties.definition"))) == JSON_OBJECT)
        return add_resource(work, json, err);
    if (json_type(json_find(json, STR("definition"))) == JSON_OBJECT)
        return add_workflow(work, json, json_find(json, STR("definition")),
                            json_find(json, STR("parameters")), name, err);
    if (json_find(json, STR("triggers")) || json_find(json, STR("actions")))
        return add_workflow(work, json, json, NULL, STR_NONE, err);
    return err_set(err, ERR_INPUT,
                   _("It is no playbook. A template that deploys workflows, "
                     "a workflow or its definition is expected."));
}

bool playbook_read_all(const struct json *json,
                       const struct playbook_given *given,
                       struct playbook_reading *out, struct err *err)
{
    struct work work = {.given = given, .out = out};
    const struct json *list =
        json_type(json) == JSON_ARRAY ? json : json_find(json, STR("value"));

    if (deploy_is(json))
        return read_template(&work, json, err);
    if (json_type(list) != JSON_ARRAY)
        return read_one(&work, json, err);
    if (json_length(list) == 0)
        return err_set(err, ERR_INPUT, _("The list has no workflow in it."));
    for (struct json_each e = json_each(list); json_next(&e);) {
        work = (struct work){.given = given, .out = out};
        if (!read_one(&work, e.value, err))
            return err_prefix(err, "[%zu]", e.index);
    }
    return true;
}
