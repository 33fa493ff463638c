/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * target_event.c - events in every shape, and what asks them: queries and
 * templates.
 */
#include <string.h>

#include "engine/expr_complete.h"
#include "engine/query.h"
#include "engine/template.h"
#include "fuzz.h"
#include "model/canon.h"
#include "model/envelope.h"
#include "util/when.h"

static const char *const files[] = {"tests/data/events", NULL};

static void look_inside(const struct event *event)
{
    struct arena *arena = arena_new();
    struct json *body = NULL;
    struct entity *entities;
    struct str *targets;
    struct json *line;
    struct err err;
    size_t n;

    if (canon_body(event->kind, event->raw, &body, &err)) {
        entity_list(body, arena, &entities);
        n = event_targets(body, arena, &targets);
        for (size_t i = 0; i < n; i++)
            FUZZ_MUST(resource_id_safe(targets[i]) || user_id_safe(targets[i]));
    }
    json_free(body);
    line = event_to_json(event);
    FUZZ_MUST(json_has_text(line, "kind", &(struct str){0}));
    json_free(line);
    arena_free(arena);
}

static void run_event(struct str input)
{
    struct arena *arena = arena_new();
    enum envelope_answer answer;
    struct envelope envelope;
    struct skim_value value;
    struct event event;
    struct err err;

    envelope_init(&envelope, input);
    while ((answer = envelope_next(&envelope, &value, &err)) != ENVELOPE_END) {
        if (answer == ENVELOPE_ITEM &&
            event_read(&value, STR("fuzz"), 1, arena, &event, &err))
            look_inside(&event);
    }
    envelope_next_link(input, arena);
    arena_free(arena);
}

const struct fuzz_target fuzz_event = {
    .name = "event", .corpus = files, .run = run_event};

/* ---- one event that is asked ----------------------------------------------*/

#define VM                                                                     \
    "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/rg/"   \
    "providers/Microsoft.Compute/virtualMachines/vm-web-01"
static const char alert[] =
    "{\"id\":\"/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/providers/"
    "Microsoft.Security/locations/westeurope/alerts/2518\",\"name\":\"2518\","
    "\"type\":\"Microsoft.Security/Locations/alerts\",\"properties\":{"
    "\"alertType\":\"VM_X\",\"severity\":\"High\",\"status\":\"Active\","
    "\"alertDisplayName\":\"Crypto \\u00e4 mining\",\"timeGeneratedUtc\":"
    "\"2026-11-22T20:17:32.1234567Z\",\"systemAlertId\":\"2518_a\","
    "\"compromisedEntity\":\"vm-web-01\",\"resourceIdentifiers\":[{\"type\":"
    "\"AzureResource\",\"azureResourceId\":\"" VM "\"}],"
    "\"extendedProperties\":{\"Attacker IP\":\"10.1.2.3\",\"count\":\"12\"},"
    "\"entities\":[{\"type\":\"ip\",\"address\":\"10.1.2.3\"}]}}";

struct asked {
    struct arena *arena;
    struct event event;
    struct json *body;
    struct query_subject subject;
};

static void asked_init(struct asked *asked)
{
    struct skim_value value;
    struct skim skim;
    struct err err;

    *asked = (struct asked){.arena = arena_new()};
    skim_init(&skim, str_of(alert));
    FUZZ_MUST(
        skim_whole(&skim, &value, &err) &&
        event_read(&value, STR("fuzz"), 1, asked->arena, &asked->event, &err) &&
        canon_body(asked->event.kind, asked->event.raw, &asked->body, &err));
    query_subject_init(&asked->subject, &asked->event, asked->body);
}

static void asked_done(struct asked *asked)
{
    query_subject_done(&asked->subject);
    json_free(asked->body);
    arena_free(asked->arena);
}

static void run_query(struct str input)
{
    struct query_env env = {.now = 1795378652000};
    struct query *query = NULL;
    struct query_row *rows;
    const char **offers;
    struct asked asked;
    struct err err;
    size_t from;

    asked_init(&asked);
    if (query_compile(input, &env, &query, &err)) {
        bool yes = query_ask(query, &asked.subject);

        FUZZ_MUST(str_eq(query_text(query), input));
        query_trace(query, &asked.subject, asked.arena, &rows);
        query_at(query, env.now + WHEN_HOUR);
        FUZZ_MUST(query_moves(query) ||
                  query_ask(query, &asked.subject) == yes);
    } else {
        FUZZ_MUST(*err.text != '\0');
    }
    query_free(query);
    for (size_t at = 0; at <= input.len && at < 40; at += 3) {
        query_complete(input, at, asked.arena, &offers, &from);
        FUZZ_MUST(from <= input.len);
    }
    asked_done(&asked);
}

static const char *const queries[] = {
    "Severity =~ 'High' and Status !~ 'Resolved'",
    "AlertType has_any ('brute', \"force\") or ExtendedProperties[\"Attacker "
    "IP\"] startswith '10.'",
    "SecurityAlert | where TimeGenerated > ago(1d) | where "
    "not(isempty(Entity))",
    "ipv4_is_in_range(entity.ip, '10.0.0.0/8') and Severity >= 'Medium'",
    "DisplayName matches regex @'(?i)crypto.*mining'",
    "properties.status.code in~ ('Unhealthy', 'x') and Age between (1h .. 2d)",
    "mining vm-web",
    NULL};
const struct fuzz_target fuzz_query = {
    .name = "query", .beginnings = queries, .run = run_query};

static void run_template(struct str input)
{
    struct expr_candidate *offers;
    struct asked asked;
    struct str text;
    struct err err;
    size_t from;

    asked_init(&asked);
    if (template_check(input, &err))
        template_render(input, &asked.subject, asked.arena, &text, &err);
    for (size_t at = 0; at <= input.len && at < 40; at += 3) {
        expr_complete(input, at, &template_world, &asked.subject, asked.arena,
                      &offers, &from);
        FUZZ_MUST(from <= at);
    }
    asked_done(&asked);
}

static const char *const templates[] = {
    "Alert @{triggerBody()?['AlertDisplayName']} on @{CompromisedEntity}",
    "@{concat('a', toUpper(triggerBody()?['Severity']), string(add(1, 2)))}",
    "@{coalesce(triggerBody()?['x']?['y'], formatDateTime('2026-01-02', "
    "'yyyy-MM-ddTHH:mm:ss'))}",
    "@{join(split('a,b', ','), '; ')} @@{no}",
    "@{json('{\"a\":[1,2,3]}')?['a'][1]} @{range(0, 9)}",
    "@{replace(base64ToString(base64('x')), 'x', uriComponent('a b'))}",
    NULL};
const struct fuzz_target fuzz_template = {
    .name = "template", .beginnings = templates, .run = run_template};
