/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A condition on the body answers the same whether it may look at the bytes
 * first or not; and where the text is not in them the body stays closed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/query.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

struct lazy {
    struct str bytes;
    struct json *body;
    unsigned fetched;
};

static const struct json *fetch(void *of, const struct event *event)
{
    struct lazy *lazy = of;
    struct err err;

    lazy->fetched++;
    if (!lazy->body)
        canon_body(event->kind, lazy->bytes, &lazy->body, &err);
    return lazy->body;
}

static struct str bytes(void *of, const struct event *event)
{
    struct lazy *lazy = of;

    (void)event;
    return lazy->bytes;
}

static bool ask(const struct query *query, struct lazy *lazy, bool may_look)
{
    struct event event = {.kind = EVENT_ALERT};
    struct query_subject subject;
    bool yes;

    for (int i = 0; i < EVENT_COLUMN_N; i++)
        event.column[i] = STR_NONE;
    query_subject_init(&subject, &event, NULL);
    subject.fetch = fetch;
    subject.bytes = may_look ? bytes : NULL;
    subject.of = lazy;
    yes = query_ask(query, &subject);
    query_subject_done(&subject);
    return yes;
}

static const char *const queries[] = {
    "ExtendedProperties.user == 'mara'",
    "ExtendedProperties.user =~ 'MARA'",
    "ExtendedProperties.user contains 'ara'",
    "ExtendedProperties.user !contains 'ara'",
    "not(ExtendedProperties.user contains 'ara')",
    "ExtendedProperties.user startswith 'ma'",
    "ExtendedProperties.user in ('jo', 'mara')",
    "ExtendedProperties.user in~ ('jo', 'zoe')",
    "ExtendedProperties.user has_any ('mara', 'zoe')",
    "ExtendedProperties.user matches regex 'ma?ra'",
    "isempty(ExtendedProperties.user)",
    "isnotempty(ExtendedProperties.user)",
    "ExtendedProperties.path contains 'C:\\\\Windows\\\\cmd'",
    "ExtendedProperties.path contains 'cmd.exe'",
    "ExtendedProperties.n == '5'",
    "ExtendedProperties.n == 5",
    "ExtendedProperties.n contains '1e5'",
    "ExtendedProperties.n contains '100000'",
    "ExtendedProperties.n > 4",
    "ExtendedProperties contains 'mara'",
    "ExtendedProperties has 'user'",
    "ExtendedProperties.ip == '10.0.0.1'",
    "ExtendedProperties.on == 'true'",
    "entity.host =~ 'vm-1.corp.example'",
    "RemediationSteps contains 'ask the owner'",
    "AlertUri contains 'portal'",
    "StartTime contains '2026'",
    "nowhere.at.all contains 'mara'",
};

static const char *const bodies[] = {
    "{}",
    "{\"extendedProperties\":{\"user\":\"mara\",\"n\":5,\"on\":true}}",
    "{\"properties\":{\"extendedProperties\":{\"user\":\"Mara\"}}}",
    "{\"ExtendedProperties\":\"{\\\"user\\\":\\\"m\\\\u0061ra\\\"}\"}",
    "{\"ExtendedProperties\":{\"user\":\"m\\u0061ra\",\"n\":1e5}}",
    "{\"ExtendedProperties\":{\"path\":\"C:\\\\Windows\\\\cmd.exe\"}}",
    "{\"ExtendedProperties\":{\"user\":[\"jo\",\"mara\"],\"n\":\"5\"}}",
    "{\"ExtendedProperties\":{\"ip\":\"10.0.0.1\",\"n\":100000.0}}",
    "{\"Entities\":[{\"Type\":\"host\",\"HostName\":\"vm-1\",\"DnsDomain\":"
    "\"corp.example\"}],\"remediationSteps\":[\"Ask the owner.\"]}",
    "{\"alertUri\":\"https://portal.azure.com\",\"note\":\"mara\","
    "\"startTimeUtc\":\"2026-03-05T12:00:00Z\"}",
};

static void test_same(void **state)
{
    struct query_env env = {.now = 1};
    struct err err;

    (void)state;
    for (size_t q = 0; q < N(queries); q++) {
        struct query *query;

        if (!query_compile(str_of(queries[q]), &env, &query, &err))
            fail_msg("%s: %s", queries[q], err.text);
        for (size_t b = 0; b < N(bodies); b++) {
            struct lazy lazy = {.bytes = str_of(bodies[b])};
            bool want = ask(query, &lazy, false);

            if (ask(query, &lazy, true) != want)
                fail_msg("%s of %s is not %d", queries[q], bodies[b], want);
            json_free(lazy.body);
        }
        query_free(query);
    }
}

/* Which of them need the whole body after a look at the bytes. */
static void test_closed(void **state)
{
    static const struct {
        const char *query;
        const char *bytes;
        unsigned fetched;
    } rows[] = {
        {"ExtendedProperties.user == 'mara'", "{\"a\":\"zoe\"}", 0},
        {"ExtendedProperties.user == 'mara'", "{\"a\":\"mara\"}", 0},
        {"ExtendedProperties.user == 'mara'", "{\"a\":\"\\u006d\"}", 0},
        {"ExtendedProperties.user == 'mara'", "{\"properties\":\"mara\"}", 1},
        {"entity.ip == '10.0.0.1'", "{\"a\":\"zoe\"}", 1},
    };
    struct query_env env = {.now = 1};
    struct err err;

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct lazy lazy = {.bytes = str_of(rows[i].bytes)};
        struct query *query;

        assert_true(query_compile(str_of(rows[i].query), &env, &query, &err));
        ask(query, &lazy, true);
        if (lazy.fetched != rows[i].fetched)
            fail_msg("%s of %s: %u", rows[i].query, rows[i].bytes,
                     lazy.fetched);
        json_free(lazy.body);
        query_free(query);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_closed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
