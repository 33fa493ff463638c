/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * connectors.h - connectors of each kind, and what an action knows of an event,
 * for the tests of tickets and messages.
 */
#ifndef RIPOSTE_TESTS_CONNECT_CONNECTORS_H
#define RIPOSTE_TESTS_CONNECT_CONNECTORS_H

#include <cmocka.h>

#include "connect/action.h"
#include "connect/connector.h"

/* That of the event "alert:2517". */
#define CORRELATION "riposte-2131f59ed0b619afd91bf27a222286f9"

struct desk_of_connectors {
    struct hosts hosts;
    struct connector items[8];
    struct connectors all;
    struct arena *arena;
    struct json *event;
    struct action_context context;
};

static inline void connectors_open(struct desk_of_connectors *d)
{
    static const struct {
        const char *name;
        const char *kind;
        const char *with;
    } rows[] = {
        {"snow", "servicenow",
         "{\"url\":\"https://x.service-now.com/\",\"user\":\"ann\","
         "\"secret\":\"env:S\"}"},
        {"cloud", "jira",
         "{\"url\":\"https://x.atlassian.net\",\"user\":\"ann@x\","
         "\"secret\":\"env:S\"}"},
        {"own", "jira",
         "{\"url\":\"https://jira.x.example/base\",\"flavour\":\"server\","
         "\"secret\":\"env:S\"}"},
        {"room", "teams", "{\"secret\":\"env:HOOK\"}"},
        {"channel", "slack", "{\"secret\":\"env:HOOK\"}"},
        {"duty", "pagerduty", "{\"secret\":\"env:KEY\"}"},
    };
    struct err err = {0};

    *d = (struct desk_of_connectors){.arena = arena_new()};
    hosts_init(&d->hosts, CLOUD_PUBLIC);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct json *with = NULL;

        assert_true(json_parse(str_of(rows[i].with), &with, &err));
        json_keep(d->arena, with);
        d->items[i] = (struct connector){
            .name = rows[i].name,
            .kind = connector_kind_find(str_of(rows[i].kind)),
            .with = with,
        };
        assert_non_null(d->items[i].kind);
        if (!connector_check(&d->items[i], &err))
            fail_msg("%s: %s", rows[i].name, err.text);
    }
    d->all = (struct connectors){d->items, sizeof(rows) / sizeof(rows[0])};
    assert_true(json_parse(STR("{\"Severity\":\"High\"}"), &d->event, &err));
    json_keep(d->arena, d->event);
    d->context = (struct action_context){
        .hosts = &d->hosts,
        .key = "1b4e28ba-2fa1-4d3b-8f00-0123456789ab",
        .now = INT64_C(1772713445000),
        .event = d->event,
        .event_key = "alert:2517",
        .connectors = &d->all,
    };
}

static inline void connectors_close(struct desk_of_connectors *d)
{
    arena_free(d->arena);
}

#endif
