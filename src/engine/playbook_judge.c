/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_judge.c - is there anybody here who carries it out?
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/api_hand.h"
#include "engine/playbook_part.h"
#include "util/ascii.h"
#include "util/text.h"

/* What is being judged. */
struct judge {
    struct playbook *playbook;
    const struct catalogue *catalogue;
    struct arena *arena;
};

__attribute__((format(printf, 4, 5))) static void
say(struct judge *judge, enum playbook_verdict verdict, const char *path,
    const char *fmt, ...)
{
    struct playbook *playbook = judge->playbook;
    char text[ERR_TEXT_SIZE];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    playbook_note(judge->arena, &playbook->why, &playbook->n_why, path, "%s",
                  text);
    if (verdict > playbook->verdict)
        playbook->verdict = verdict;
}

static struct str text_at(const struct json *json, const char *path)
{
    return json_text(json_at(json, str_of(path)));
}

/* ---- connections ----------------------------------------------------------*/

/* The connection that an action or trigger goes through; "": none. */
static const char *connection_key(const struct json *inputs,
                                  struct arena *arena)
{
    static const char mark[] = "parameters('$connections')";
    struct str name = text_at(inputs, "host.connection.name");
    struct str reference = text_at(inputs, "host.connection.referenceName");
    size_t at = str_find_fold(name, str_of(mark));
    size_t end;

    if (at == STR_NOWHERE)
        return arena_str(arena, reference).at;
    name = str_sub(name, at + sizeof(mark) - 1, STR_NOWHERE);
    at = str_find_char(name, '\'');
    if (at == STR_NOWHERE)
        return "";
    name = str_sub(name, at + 1, STR_NOWHERE);
    end = str_find_char(name, '\'');
    return arena_str(arena, str_sub(name, 0, end)).at;
}

/* "office365_1" was made after "office365". */
static struct str without_number(struct str key)
{
    size_t cut = str_find_last_char(key, '_');

    if (cut == STR_NOWHERE || cut + 1 == key.len)
        return key;
    for (size_t i = cut + 1; i < key.len; i++) {
        if (!ascii_is_digit(key.at[i]))
            return key;
    }
    return str_sub(key, 0, cut);
}

static const struct json *connection_value(const struct json *values,
                                           struct str key)
{
    return json_find(json_get(values, "$connections"), key);
}

static const char *api_of(const struct json *values, struct str key,
                          struct arena *arena)
{
    static const char mark[] = "/managedApis/";
    const struct json *value = connection_value(values, key);
    struct str id = text_at(value, "id");
    size_t at;

    if (str_empty(id))
        id = text_at(value, "api.id");
    at = str_find_fold(id, str_of(mark));
    if (at == STR_NOWHERE)
        return arena_str(arena, without_number(key)).at;
    id = str_sub(id, at + sizeof(mark) - 1, STR_NOWHERE);
    return arena_str(arena, str_sub(id, 0, str_find_char(id, '/'))).at;
}

static void add_connection(struct playbook *playbook, struct json *values,
                           const char *key, struct arena *arena)
{
    struct json *all = json_member(values, "$connections");

    for (size_t i = 0; i < playbook->n_connections; i++) {
        if (str_eq_fold(str_of(playbook->connections[i].key), str_of(key)))
            return;
    }
    playbook->connections =
        arena_grown(arena, playbook->connections, playbook->n_connections,
                    sizeof(*playbook->connections));
    playbook->connections[playbook->n_connections++] =
        (struct playbook_connection){
            .key = key,
            .api = api_of(values, str_of(key), arena),
        };
    if (json_type(all) != JSON_OBJECT) {
        all = json_new_object();
        json_set_take(values, "$connections", all);
    }
    if (!json_find(all, str_of(key))) {
        struct json *made = json_new_object();

        json_set_text(made, "connectionId", key);
        json_set_text(made, "connectionName", key);
        json_set_text(made, "id", "");
        json_set_take(all, key, made);
    }
}

void playbook_connect(struct playbook *playbook, struct json *values,
                      struct arena *arena)
{
    const char *name;
    const struct json *trigger = wdl_trigger(playbook->wdl, &name);
    const char *key = connection_key(json_find(trigger, STR("inputs")), arena);

    if (*key)
        add_connection(playbook, values, key, arena);
    for (size_t i = 0; i < wdl_count(playbook->wdl); i++) {
        struct wdl_facts facts = wdl_facts(wdl_at(playbook->wdl, i));

        key = connection_key(json_find(facts.raw, STR("inputs")), arena);
        if (*key)
            add_connection(playbook, values, key, arena);
    }
}

/* ---- what starts it -------------------------------------------------------*/

static const struct {
    const char *path;
    enum playbook_start start;
} subscriptions[] = {
    {"/Microsoft.Security/Alert/subscribe", START_ALERT},
    {"/Microsoft.Security/Assessment/subscribe", START_RECOMMENDATION},
    {"/Microsoft.Security/RegulatoryComplianceAssessment/subscribe",
     START_COMPLIANCE},
    {"/Microsoft.Security/regulatoryComplianceAssessments/subscribe",
     START_COMPLIANCE},
};

static bool find_start(const struct json *trigger, enum playbook_start *out)
{
    struct str type = text_at(trigger, "type");
    struct str path = text_at(trigger, "inputs.path");

    *out = START_OTHER;
    if (str_eq_fold(type, STR("Recurrence")))
        *out = START_RECURRENCE;
    if (str_eq_fold(type, STR("Request")))
        *out = START_REQUEST;
    for (size_t i = 0; i < sizeof(subscriptions) / sizeof(subscriptions[0]);
         i++) {
        if (str_eq_fold(path, str_of(subscriptions[i].path)))
            *out = subscriptions[i].start;
    }
    return *out != START_OTHER;
}

/* When it is due is worked out each time; what can never be is said now. */
static void judge_recurrence(struct judge *judge, const char *name,
                             const struct json *trigger)
{
    static const char *const units[] = {"Second", "Minute", "Hour", "Day",
                                        "Week",   "Month",  "Year"};
    struct str unit = text_at(trigger, "recurrence.frequency");
    const struct json *interval = json_at(trigger, STR("recurrence.interval"));
    int64_t every = 1;
    size_t i = 0;

    while (i < sizeof(units) / sizeof(units[0]) &&
           !str_eq_fold(unit, str_of(units[i])))
        i++;
    if (!str_empty(unit) && i == sizeof(units) / sizeof(units[0]) &&
        str_find_char(unit, '@') == STR_NOWHERE)
        say(judge, PLAYBOOK_REFUSED,
            arena_printf(judge->arena, "triggers.%s.recurrence.frequency",
                         name),
            _("A frequency is Second, Minute, Hour, Day, Week, Month or Year, "
              "but not \"%.*s\"."),
            STR_ARG(unit));
    if (interval && json_type(interval) != JSON_TEXT &&
        (!json_int(interval, &every) || every < 1))
        say(judge, PLAYBOOK_REFUSED,
            arena_printf(judge->arena, "triggers.%s.recurrence.interval", name),
            _("An interval is a whole number from 1 on."));
}

static void judge_start(struct judge *judge)
{
    const char *name;
    const struct json *trigger = wdl_trigger(judge->playbook->wdl, &name);
    struct str path = text_at(trigger, "inputs.path");
    struct str type = text_at(trigger, "type");

    if (!trigger)
        say(judge, PLAYBOOK_REHEARSAL, "triggers",
            _("Nothing starts it: it has no trigger."));
    else if (!find_start(trigger, &judge->playbook->start))
        say(judge, PLAYBOOK_REHEARSAL,
            arena_printf(judge->arena, "triggers.%s", name),
            _("riposte has no trigger of this kind: %.*s %.*s."), STR_ARG(type),
            STR_ARG(path));
    else if (judge->playbook->start == START_RECURRENCE)
        judge_recurrence(judge, name, trigger);
}

/* ---- actions --------------------------------------------------------------*/

static struct playbook_step *add_step(struct judge *judge,
                                      const struct wdl_action *action)
{
    struct playbook *playbook = judge->playbook;

    playbook->steps = arena_grown(judge->arena, playbook->steps,
                                  playbook->n_steps, sizeof(*playbook->steps));
    playbook->steps[playbook->n_steps] = (struct playbook_step){
        .action = action,
        .api = "",
        .what = "",
        .key = "",
        .kind = "",
        .contain = "",
        .class = CLASS_IRREVERSIBLE,
    };
    return &playbook->steps[playbook->n_steps++];
}

static struct str pattern_of(struct judge *judge, struct str text)
{
    struct buf pattern;
    struct str out;

    buf_init(&pattern);
    api_path_put(text, &pattern);
    out = arena_str(judge->arena, buf_view(&pattern));
    buf_done(&pattern);
    return out;
}

static bool is_secret(const struct playbook *playbook, struct str name)
{
    for (size_t i = 0; i < playbook->n_parameters; i++) {
        const struct playbook_parameter *one = &playbook->parameters[i];

        if (str_eq_fold(str_of(one->name), name))
            return one->secret;
    }
    return false;
}

/* "@{parameters('link')}/path": a secret is told where it is, never what it is,
 * so that nothing can be added to it. */
static bool has_secret_part(const struct playbook *playbook,
                            const struct json *inputs)
{
    static const struct str call = {.at = "parameters('", .len = 12};
    struct str uri = text_at(inputs, "uri");
    size_t at = str_find_fold(uri, call);
    struct str rest, name;

    if (at == STR_NOWHERE)
        return false;
    rest = str_sub(uri, at + call.len, STR_NOWHERE);
    if (!str_cut(&rest, '\'', &name) || !is_secret(playbook, name))
        return false;
    if (json_find(inputs, STR("queries")))
        return true;
    return !(at == 1 && str_eq(rest, STR(")"))) &&
           !(str_starts(uri, STR("@{")) && at == 2 && str_eq(rest, STR(")}")));
}

static void judge_http(struct judge *judge, const struct wdl_facts *facts,
                       struct playbook_step *step)
{
    const struct json *inputs = json_find(facts->raw, STR("inputs"));
    struct str type = text_at(inputs, "authentication.type");
    bool signs_in = api_signs_in(type);
    const struct api_request request = {
        .method = text_at(inputs, "method"),
        .uri = pattern_of(judge, text_at(inputs, "uri")),
        .body = json_find(inputs, STR("body")),
        .audience =
            pattern_of(judge, text_at(inputs, "authentication.audience")),
    };
    struct api_judgement answer =
        api_request_judge(&request, signs_in, judge->catalogue);

    step->kind = answer.contain ? "contain" : "call";
    step->signs_in = signs_in;
    step->class = answer.class;
    step->contain = answer.contain ? answer.contain : "";
    if (!answer.known)
        say(judge, PLAYBOOK_REHEARSAL, facts->path,
            _("riposte has no identity for the audience %s."),
            api_path_shown(request.audience, judge->arena));
    if (has_secret_part(judge->playbook, inputs))
        say(judge, PLAYBOOK_REHEARSAL, facts->path,
            _("Its address has a secret in it, which riposte takes only as a "
              "whole address, as the value of a header or as a password."));
    if (str_eq_fold(type, STR("ActiveDirectoryOAuth")))
        playbook_note(judge->arena, &judge->playbook->lint,
                      &judge->playbook->n_lint, facts->path, "%s",
                      _("It is asked as riposte, and not as the application "
                        "that it names: riposte must be permitted what that "
                        "application is."));
    if (str_eq_fold(type, STR("ClientCertificate")))
        say(judge, PLAYBOOK_REHEARSAL, facts->path,
            _("It signs in with a certificate of its own (%.*s), which riposte "
              "does not do."),
            STR_ARG(type));
}

/* A template may name one connector and mean another. */
static const struct api_op *find_op(struct judge *judge, const char *key,
                                    struct str method, struct str path,
                                    const char **name)
{
    const struct api *api;
    const struct api_op *op;
    struct str other = without_number(str_of(key));

    *name = api_of(judge->playbook->values, str_of(key), judge->arena);
    api = api_find(str_of(*name));
    op = api ? api_op_find(api, method, path) : NULL;
    if (op || !api_find(other))
        return op;
    op = api_op_find(api_find(other), method, path);
    if (op)
        *name = api_find(other)->name;
    return op;
}

static void judge_asked(struct judge *judge, const struct api_op *op,
                        const struct json *inputs, struct str path,
                        struct playbook_step *step)
{
    const struct api_request request = {
        .method = str_of(op->method),
        .uri = path,
        .body = json_find(inputs, STR("body")),
        .audience = STR_NONE,
    };
    struct api_judgement answer =
        api_request_judge(&request, false, judge->catalogue);

    step->class = answer.class;
    if (answer.contain) {
        step->contain = answer.contain;
        step->kind = "contain";
    }
}

/* What the fields may say of themselves: that a program or a function only
 * reads or tells, and a request that does not sign in. */
static enum action_class own_class(const struct playbook_step *step,
                                   const struct json *body)
{
    bool http = str_eq(str_of(step->kind), STR("http"));
    bool reads = http && (str_eq_fold(text_at(body, "method"), STR("GET")) ||
                          str_eq_fold(text_at(body, "method"), STR("HEAD")));
    struct str said = text_at(body, "class");
    enum action_class class;

    if (reads && str_empty(said))
        return CLASS_READ;
    if (!class_parse(said, &class) || class > CLASS_NOTIFY ||
        (!http && !str_eq(str_of(step->kind), STR("script")) &&
         !str_eq(str_of(step->kind), STR("function"))))
        return step->class;
    if (http && ((class == CLASS_READ && !reads) ||
                 !str_eq_fold(text_at(body, "token"), STR("none"))))
        return step->class;
    return class;
}

/* Riposte's own actions are what their fields say; those of the riposte that
 * carries it out are asked again then. */
static void judge_own(struct judge *judge, const struct wdl_facts *facts,
                      struct playbook_step *step)
{
    const struct json *body = json_at(facts->raw, STR("inputs.body"));
    struct str action = text_at(body, "action");
    const struct containment *entry = NULL;

    step->class = own_class(step, body);
    if (!str_eq(str_of(step->kind), STR("contain")))
        return;
    if (judge->catalogue)
        entry = catalogue_find(judge->catalogue, action);
    if (entry) {
        step->contain = entry->name;
        step->class = entry->class;
    } else if (judge->catalogue && !str_starts(action, STR("@"))) {
        say(judge, PLAYBOOK_REFUSED, facts->path,
            _("There is no containment \"%.*s\"."), STR_ARG(action));
    }
}

static const char *upper(struct arena *arena, struct str text)
{
    char *out = arena_textn(arena, text.at, text.len);

    for (char *c = out; *c; c++)
        *c = ascii_upper(*c);
    return out;
}

static void judge_unknown(struct judge *judge, const char *at, const char *api,
                          const char *method, const char *path)
{
    const char *why = api_elsewhere(str_of(api));

    if (why)
        say(judge, PLAYBOOK_REHEARSAL, at,
            _("%s: %s %s is not carried out by riposte: %s."), api, method,
            path, why);
    else
        say(judge, PLAYBOOK_REFUSED, at,
            _("%s: %s %s is not carried out by riposte."), api, method, path);
}

static void judge_connector(struct judge *judge, const struct wdl_facts *facts,
                            bool webhook, struct playbook_step *step)
{
    const struct json *inputs = json_find(facts->raw, STR("inputs"));
    struct str path = pattern_of(judge, text_at(inputs, "path"));
    struct str method = webhook ? STR_NONE : text_at(inputs, "method");
    const char *key = connection_key(inputs, judge->arena);
    const struct api_op *op = find_op(judge, key, method, path, &step->api);

    step->key = key;
    step->op = op;
    if (!op) {
        judge_unknown(judge, facts->path, step->api,
                      webhook ? "SUBSCRIBE" : upper(judge->arena, method),
                      api_path_shown(path, judge->arena));
        return;
    }
    step->what = op->title;
    step->kind = op->kind;
    step->class = op->class;
    step->contain = op->contain ? op->contain : "";
    step->signs_in =
        !*api_needs(str_of(step->api)) && strcmp(op->kind, "approval") != 0;
    if (op->asks_azure)
        judge_asked(judge, op, inputs, path, step);
    if (api_find(str_of(step->api)) == &api_riposte)
        judge_own(judge, facts, step);
}

static void judge_api(struct judge *judge, const struct wdl_facts *facts,
                      struct playbook_step *step)
{
    judge_connector(judge, facts, false, step);
}

static void judge_webhook(struct judge *judge, const struct wdl_facts *facts,
                          struct playbook_step *step)
{
    judge_connector(judge, facts, true, step);
}

static void judge_callback(struct judge *judge, const struct wdl_facts *facts,
                           struct playbook_step *step)
{
    step->kind = "http";
    say(judge, PLAYBOOK_REHEARSAL, facts->path,
        _("It waits for a call from outside, which riposte cannot receive."));
}

/* What only Logic Apps carries out can be gone through. */
static void judge_elsewhere(struct judge *judge, const struct wdl_facts *facts,
                            struct playbook_step *step)
{
    step->kind = "http";
    say(judge, PLAYBOOK_REHEARSAL, facts->path,
        _("Actions of the type \"%s\" are carried out in Logic Apps alone."),
        facts->type);
}

static void judge_function(struct judge *judge, const struct wdl_facts *facts,
                           struct playbook_step *step)
{
    (void)judge, (void)facts;
    step->kind = "function";
}

static void judge_workflow(struct judge *judge, const struct wdl_facts *facts,
                           struct playbook_step *step)
{
    (void)judge, (void)facts;
    step->kind = "logicapp";
}

static const struct {
    const char *type;
    void (*judge)(struct judge *judge, const struct wdl_facts *facts,
                  struct playbook_step *step);
} judges[] = {
    {"Http", judge_http},
    {"ApiConnection", judge_api},
    {"ApiConnectionWebhook", judge_webhook},
    {"HttpWebhook", judge_callback},
    {"Function", judge_function},
    {"Workflow", judge_workflow},
};

void playbook_judge(struct playbook *playbook,
                    const struct catalogue *catalogue, struct arena *arena)
{
    struct judge judge = {
        .playbook = playbook,
        .catalogue = catalogue,
        .arena = arena,
    };

    judge_start(&judge);
    for (size_t i = 0; i < wdl_count(playbook->wdl); i++) {
        const struct wdl_action *action = wdl_at(playbook->wdl, i);
        struct wdl_facts facts = wdl_facts(action);

        for (size_t k = 0; k < sizeof(judges) / sizeof(judges[0]); k++) {
            if (str_eq(str_of(facts.type), str_of(judges[k].type)))
                judges[k].judge(&judge, &facts, add_step(&judge, action));
        }
        if (facts.elsewhere)
            judge_elsewhere(&judge, &facts, add_step(&judge, action));
    }
}
