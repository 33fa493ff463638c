/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resource Graph, Log Analytics, tables of storage, work items of DevOps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"
#include "util/digest.h"

#define GRAPH                                                                  \
    "/providers/Microsoft.ResourceGraph/resources?api-version=2021-03-01"
#define OLD                                                                    \
    "/providers/Microsoft.ResourceGraph/resources?api-version=2019-04-01"
#define WORKSPACE "/logs/v1/workspaces/" SANDBOX_WORKSPACE "/query"
#define T         "/blob/stcontososhop.table"
#define Q(text)   "{\"query\":\"" text "\"}"
#define ONE       T "/seen(PartitionKey='p',RowKey='it''s')"

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--scenario", "none", "--rate",
                                         "1000000", NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

static void graph(void **state)
{
    static const struct ask_row rows[] = {
        {"POST", GRAPH, Q("resources | where name == 'vm-web-01'"), 200,
         "data.0.type", "microsoft.compute/virtualmachines"},
        {"POST", GRAPH, Q("where name =~ 'VM-WEB-01' | project n=name, id"),
         200, "data.0.n", "vm-web-01"},
        {"POST", GRAPH, Q("Resources | where name startswith 'vm-web' | count"),
         200, "data.0.Count", "2"},
        {"POST", GRAPH,
         Q("resources | where name in~ ('VM-WEB-01', 'none') or "
           "not(isnotempty(name)) | project-away id, tags"),
         200, "totalRecords", "1"},
        {"POST", GRAPH,
         Q("resources | where name in ('vm-web-01', 'vm-web-02') | order by "
           "name desc | take 1 | project name"),
         200, "data.0.name", "vm-web-02"},
        {"POST", GRAPH,
         Q("resources | where name startswith 'vm-web' and name !endswith "
           "'01' | extend up = toupper(name) | project up"),
         200, "data.0.up", "VM-WEB-02"},
        {"POST", GRAPH,
         Q("resources | where ['name'] == 'vm-web-01' | project "
           "properties.hardwareProfile.vmSize, "
           "s = properties['hardwareProfile'].none"),
         200, "data.0.s", ""},
        {"POST", GRAPH,
         Q("securityresources | where type =~ 'microsoft.security/assessments' "
           "and properties.status.code == 'Unhealthy' | summarize n = count() "
           "by Severity = tostring(properties.metadata.severity) | where "
           "Severity == 'High' | project n"),
         200, "data.0.n", "7"},
        {"POST", GRAPH,
         Q("resources | where name startswith 'vm-web' | distinct type"), 200,
         "totalRecords", "1"},
        {"POST", GRAPH,
         "{\"subscriptions\":[\"c41e9a72-58b3-4d0f-8c27-91f0a3b5d6e8\"],"
         "\"query\":\"where name == 'vm-web-01'\"}",
         200, "totalRecords", "0"},
        {"POST", GRAPH,
         Q("extensibilityresources | union securityresources | where type == "
           "'microsoft.security/attackpaths' and x > 3 and y < ago(3d)"),
         200, "totalRecords", "0"},
        /* The older API answers with a table. */
        {"POST", OLD, Q("where name == 'vm-web-01' | project name"), 200,
         "data.rows.0.0", "vm-web-01"},
        /* What is not understood. */
        {"POST", GRAPH, Q(""), 400, "error.code", "BadRequest"},
        {"POST", GRAPH, Q("nothing"), 400, NULL, NULL},
        {"POST", GRAPH, Q("resources | mv-expand x"), 400, NULL, NULL},
        {"POST", GRAPH, Q("resources | where name ~ 'a'"), 400, NULL, NULL},
        {"POST", GRAPH, Q("resources | where name == 'a"), 400, NULL, NULL},
        {"POST", GRAPH, Q("resources | where (name == 'a'"), 400, NULL, NULL},
        {"POST", GRAPH, Q("resources | where f(name) == 'a'"), 400, NULL, NULL},
        {"POST", GRAPH, Q("resources | take x"), 400, NULL, NULL},
        {"POST", GRAPH, Q("resources | summarize max(x)"), 400, NULL, NULL},
        {"POST", GRAPH, Q("resources ; drop"), 400, NULL, NULL},
        {"POST", GRAPH, "[]", 400, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

/* Parentheses without end are refused, whatever their number. */
static void deep(void **state)
{
    char body[4096] = "{\"query\":\"resources | where ";
    size_t n = strlen(body);

    (void)state;
    memset(body + n, '(', 4000);
    memcpy(body + n + 4000, "\"}", 3);
    assert_int_equal(ask_do(&ask, "POST", GRAPH, body), 400);
}

/* Headers are borrowed until the call has been made. */
static char authorization[200];

static void authorize(struct buf *text)
{
    assert_true(text->len < sizeof(authorization));
    memcpy(authorization, text->at, text->len + 1);
    ask_header(&ask, "Authorization", authorization);
    ask.token = "";
    buf_done(text);
}

static void sign(const char *body, const char *key)
{
    char text[200];
    unsigned char digest[DIGEST_SIZE];
    struct buf bytes, out;

    buf_init(&bytes);
    buf_init(&out);
    assert_true(digest_unbase64(str_of(key), &bytes));
    snprintf(text, sizeof(text),
             "POST\n%zu\napplication/json\nx-ms-date:today\n/api/logs",
             strlen(body));
    digest_hmac(buf_view(&bytes), str_of(text), digest);
    buf_text(&out, "SharedKey " SANDBOX_WORKSPACE ":");
    digest_base64((struct str){.at = (char *)digest, .len = sizeof(digest)},
                  &out);
    ask_header(&ask, "x-ms-date", "today");
    authorize(&out);
    buf_done(&bytes);
}

static void logs(void **state)
{
    static const char body[] =
        "[{\"Name\":\"a\",\"Count\":2,\"Inner\":{\"x\":1}},{\"Name\":\"b\"}]";
    static const struct ask_row rows[] = {
        {"POST", WORKSPACE,
         Q("Seen_CL | where Name_s == 'a' | project Count_d"), 200,
         "tables.0.rows.0.0", "2"},
        {"POST", WORKSPACE, Q("Seen_CL | count"), 200, "tables.0.rows.0.0",
         "2"},
        {"POST", WORKSPACE, Q("SecureScores | where x == 1"), 200,
         "tables.0.rows.0", ""},
        {"POST",
         "/logs/v1/subscriptions/s/resourceGroups/g/providers/"
         "Microsoft.OperationalInsights/workspaces/w/query",
         Q("Seen_CL | where TimeGenerated > ago(1h) | project Inner_s"), 200,
         "tables.0.rows.0.0", "{\"x\":1}"},
        {"POST", WORKSPACE, Q("Other_CL"), 400, "error.code",
         "BadArgumentError"},
        {"POST", WORKSPACE, "{}", 400, NULL, NULL},
    };

    (void)state;
    sign(body, SANDBOX_LOGS_KEY);
    assert_int_equal(ask_do(&ask, "POST", "/logs/api/logs", body), 400);
    sign(body, SANDBOX_LOGS_KEY);
    ask_header(&ask, "Log-Type", "Seen");
    assert_int_equal(ask_do(&ask, "POST", "/logs/api/logs", body), 200);
    sign(body, "d3Jvbmc=");
    ask_header(&ask, "Log-Type", "Seen");
    assert_int_equal(ask_do(&ask, "POST", "/logs/api/logs", body), 403);
    sign("1", SANDBOX_LOGS_KEY);
    ask_header(&ask, "Log-Type", "Seen");
    assert_int_equal(ask_do(&ask, "POST", "/logs/api/logs", "1"), 400);
    ask.token = NULL;
    ASK_ROWS(&ask, rows);
}

static unsigned table(const char *method, const char *target, const char *body,
                      const char *match)
{
    ask_header(&ask, "x-ms-version", "2021-12-02");
    if (match)
        ask_header(&ask, "If-Match", match);
    return ask_do(&ask, method, target, body);
}

static void tables(void **state)
{
    static const struct {
        const char *method, *target, *body, *match;
        unsigned status;
        const char *at, *is;
    } rows[] = {
        {"GET", T "/seen()", NULL, NULL, 404, NULL, NULL},
        {"POST", T "/Tables", "{\"TableName\":\"seen\"}", NULL, 201,
         "TableName", "seen"},
        {"POST", T "/Tables", "{\"TableName\":\"seen\"}", NULL, 409, NULL,
         NULL},
        {"POST", T "/Tables", "{\"TableName\":\"a/b\"}", NULL, 400, NULL, NULL},
        {"GET", T "/Tables", NULL, NULL, 200, "value.0.TableName", "seen"},
        {"POST", T "/seen",
         "{\"PartitionKey\":\"p\",\"RowKey\":\"it's\",\"n\":1}", NULL, 201, "n",
         "1"},
        {"POST", T "/seen", "{\"PartitionKey\":\"p\",\"RowKey\":\"it's\"}",
         NULL, 409, NULL, NULL},
        {"POST", T "/seen", "{\"PartitionKey\":\"p\"}", NULL, 400, NULL, NULL},
        {"POST", T "/none", "{}", NULL, 404, NULL, NULL},
        {"GET", ONE, NULL, NULL, 200, "n", "1"},
        {"PATCH", ONE, "{\"m\":2}", "*", 204, NULL, NULL},
        {"GET", T "/seen()?$filter=m eq 2", NULL, NULL, 200, "value.0.n", "1"},
        {"GET", T "/seen()?$filter=m eq 3", NULL, NULL, 200, "value.0.n", ""},
        {"GET", T "/seen()?$filter=nonsense", NULL, NULL, 400, NULL, NULL},
        {"PUT", ONE, "{\"o\":3}", NULL, 204, NULL, NULL},
        {"GET", ONE, NULL, NULL, 200, "n", ""},
        {"GET", ONE, NULL, NULL, 200, "RowKey", "it's"},
        {"PATCH", T "/seen(PartitionKey='p',RowKey='x')", "{}", "*", 404, NULL,
         NULL},
        {"DELETE", ONE, NULL, NULL, 400, NULL, NULL},
        {"DELETE", ONE, NULL, "*", 204, NULL, NULL},
        {"GET", ONE, NULL, NULL, 404, NULL, NULL},
        {"GET", "/blob/none.table/seen()", NULL, NULL, 404, NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        unsigned status =
            table(rows[i].method, rows[i].target, rows[i].body, rows[i].match);

        if (status != rows[i].status)
            fail_msg("%s %s: %u", rows[i].method, rows[i].target, status);
        if (rows[i].at)
            assert_string_equal(ask_text(&ask, rows[i].at), rows[i].is);
    }
}

static unsigned item(const char *method, const char *target, const char *body)
{
    struct buf text;

    buf_init(&text);
    buf_text(&text, "Basic ");
    digest_base64(STR(SANDBOX_TICKET_USER ":" SANDBOX_TICKET_PASSWORD), &text);
    authorize(&text);
    ask_header(&ask, "Content-Type", "application/json-patch+json");
    return ask_do(&ask, method, target, body);
}

#define PATCH(value)                                                           \
    "[{\"op\":\"add\",\"path\":\"/fields/System.Title\",\"value\":\"" value    \
    "\"}]"

static void devops(void **state)
{
    (void)state;
    assert_int_equal(
        item("POST", "/devops/soc/_apis/wit/workitems/$Bug", PATCH("a")), 200);
    assert_string_equal(ask_text(&ask, "id"), "1");
    assert_int_equal(item("PATCH", "/devops/_apis/wit/workitems/1", PATCH("b")),
                     200);
    assert_int_equal(item("GET", "/devops/soc/_apis/wit/workitems/1", NULL),
                     200);
    assert_int_equal(item("GET", "/devops/soc/_apis/wit/workitems/2", NULL),
                     404);
    assert_int_equal(
        item("POST", "/devops/soc/_apis/wit/workitems/Bug", PATCH("a")), 404);
    assert_int_equal(item("POST", "/devops/soc/_apis/wit/workitems/$Bug", "{}"),
                     400);
    ask_header(&ask, "Authorization", "Basic wrong");
    assert_int_equal(
        ask_do(&ask, "GET", "/devops/soc/_apis/wit/workitems/1", NULL), 401);
    ask.token = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(graph),  cmocka_unit_test(deep),
        cmocka_unit_test(logs),   cmocka_unit_test(tables),
        cmocka_unit_test(devops),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
