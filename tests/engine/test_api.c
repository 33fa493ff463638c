/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Connectors: which operation a path is, and what a plain request does to the
 * world.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/api.h"

static struct str pattern(const char *text, struct buf *out)
{
    buf_clear(out);
    api_path_put(str_of(text), out);
    return buf_view(out);
}

static void test_paths(void **state)
{
    static const struct {
        const char *text, *shown;
    } rows[] = {
        {"/v2/Mail", "/v2/Mail"},
        {"/a/@{encodeURIComponent(variables('x'))}/b", "/a/*/b"},
        {"/a/@{encodeURIComponent('plain')}/b", "/a/plain/b"},
        {"/a/@{encodeURIComponent(encodeURIComponent('twice'))}", "/a/twice"},
        {"/a/@{encodeURIComponent('with/slash')}", "/a/*"},
        {"/a/@{concat('}', 'x')}/b", "/a/*/b"},
        {"/mail@@example", "/mail@example"},
        {"@concat('a', 'b')", "*"},
        {"/open/@{never", "/open/*"},
    };
    struct arena *arena = arena_new();
    struct buf text;

    (void)state;
    buf_init(&text);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_string_equal(api_path_shown(pattern(rows[i].text, &text), arena),
                            rows[i].shown);
    buf_done(&text);
    arena_free(arena);
}

static void test_operations(void **state)
{
    static const struct {
        const char *api, *method, *path;
        const char *kind; /* NULL: none */
        enum action_class class;
    } rows[] = {
        {"office365", "post", "/v2/Mail", "mail", CLASS_NOTIFY},
        {"shared_Office365", "POST", "/v2/mail", "mail", CLASS_NOTIFY},
        {"office365", "", "/approvalmail/$subscriptions", "approval",
         CLASS_NOTIFY},
        {"office365", "get", "/v2/Mail", NULL, CLASS_READ},
        {"sendgrid", "post", "/v4/mail/send", "mail", CLASS_NOTIFY},
        {"approvals", "", "/types/@{variables('t')}/subscriptions", "approval",
         CLASS_NOTIFY},
        {"wdatp", "post", "/api/machines/@{item()?['id']}/isolate", "contain",
         CLASS_REVERSIBLE},
        {"wdatp", "post", "/api/machines//isolate", NULL, CLASS_READ},
        {"wdatp", "post", "/api/machines/a/b/isolate", NULL, CLASS_READ},
        {"azurevm", "post",
         "/subscriptions/@{1}/resourcegroups/@{2}/providers/"
         "Microsoft.Compute/virtualMachines/@{3}/deallocate",
         "contain", CLASS_REVERSIBLE},
        {"keyvault", "get", "/secrets/@{encodeURIComponent('a')}/value", "call",
         CLASS_READ},
        {"azuread", "get", "/v1.0/users/@{variables('u')}", "call", CLASS_READ},
        {"teams", "post", "/v3/beta/teams/@{1}/channels/@{2}/messages", "teams",
         CLASS_NOTIFY},
        {"slack", "post", "/chat.postMessage?channel=x", "slack", CLASS_NOTIFY},
        {"service-now", "post", "/api/now/v2/table/incident", "call",
         CLASS_NOTIFY},
        {"jira", "post", "/v2/issue", "call", CLASS_NOTIFY},
        {"visualstudioteamservices", "patch",
         "/@{1}/_apis/wit/workitems/$@{encodeURIComponent('Bug')}", "call",
         CLASS_NOTIFY},
        {"azureloganalyticsdatacollector", "post", "/api/logs", "call",
         CLASS_NOTIFY},
        {"azuremonitorlogs", "post", "/queryData", "call", CLASS_READ},
        {"azuretables", "get",
         "/v2/storageAccounts/@{1}/tables/@{2}/"
         "entities(PartitionKey='@{3}',RowKey='@{4}')",
         "call", CLASS_READ},
        {"azureblob", "delete", "/v2/datasets/@{1}/files/@{2}", "call",
         CLASS_IRREVERSIBLE},
        {"arm", "get", "/subscriptions", "call", CLASS_READ},
        {"office365", "post", "/SharedMailbox/Mail", "mail", CLASS_NOTIFY},
        {"office365users", "get", "/users/@{1}/manager", "call", CLASS_READ},
        {"office365users", "get", "/codeless/v1.0/users/@{1}", "call",
         CLASS_READ},
        {"teams", "post", "/v2/beta/teams/@{1}/channels/@{2}/messages", "teams",
         CLASS_NOTIFY},
        {"teams", "post",
         "/beta/teams/@{1}/channels/@{2}/messages/@{3}/replies", "teams",
         CLASS_NOTIFY},
        {"jira", "post", "/v3/@{1}/@{2}/issue", "call", CLASS_NOTIFY},
        {"visualstudioteamservices", "patch", "/_apis/wit/workitems/@{1}",
         "call", CLASS_NOTIFY},
        {"azuretables", "post", "/Tables/@{1}/entities", "call", CLASS_NOTIFY},
        {"azureblob", "post", "/datasets/default/files", "call",
         CLASS_IRREVERSIBLE},
        {"wdatp", "post", "/api/indicators", "call", CLASS_IRREVERSIBLE},
        {"sharepointonline", "post", "/datasets/@{1}/files", "call",
         CLASS_IRREVERSIBLE},
        {"sharepointonline", "get", "/datasets/@{1}/tables/@{2}/items", "call",
         CLASS_READ},
        {"sharepointonline", "get", "/datasets/@{1}/files/@{2}", NULL,
         CLASS_READ},
        {"teams", "post",
         "/v1.0/teams/conversation/replyWithMessage/poster/@{1}/location/@{2}",
         "teams", CLASS_NOTIFY},
        {"arm", "post",
         "/subscriptions/@{1}/resourcegroups/@{2}/providers/"
         "Microsoft.Resources/deployments/@{3}/validate",
         "call", CLASS_READ},
        {"azuread", "post", "/v1.0/users/@{1}/assignLicense", "call",
         CLASS_IRREVERSIBLE},
        {"wdatp", "get", "/api/ips/@{1}/stats", "call", CLASS_READ},
        {"wdatp", "post", "/api/machines/@{1}/startInvestigation", "call",
         CLASS_IRREVERSIBLE},
        {"office365users", "get", "/v2/users/@{1}", "call", CLASS_READ},
        {"smtp", "post", "/SendEmailV3", "mail", CLASS_NOTIFY},
        {"gmail", "post", "/v2/Mail", "mail", CLASS_NOTIFY},
        {"azureautomation", "put",
         "/subscriptions/@{1}/resourceGroups/@{2}/providers/"
         "Microsoft.Automation/automationAccounts/@{3}/jobs",
         "runbook", CLASS_IRREVERSIBLE},
        {"azureautomation", "get",
         "/subscriptions/@{1}/resourceGroups/@{2}/providers/"
         "Microsoft.Automation/automationAccounts/@{3}/jobs/@{4}/output",
         "call", CLASS_READ},
        {"keyvault", "post", "/keys/@{1}/encrypt", NULL, CLASS_READ},
        {"azureblob", "get", "/v2/datasets/@{1}/foldersV2/@{2}", NULL,
         CLASS_READ},
    };
    struct buf text;

    (void)state;
    buf_init(&text);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct api *api = api_find(str_of(rows[i].api));
        const struct api_op *op;

        assert_non_null(api);
        op = api_op_find(api, str_of(rows[i].method),
                         pattern(rows[i].path, &text));
        if (!op != !rows[i].kind)
            fail_msg("%s %s", rows[i].api, rows[i].path);
        if (!op)
            continue;
        assert_string_equal(op->kind, rows[i].kind);
        assert_int_equal(op->class, rows[i].class);
    }
    assert_null(api_find(STR("sql")));
    assert_non_null(api_elsewhere(STR("SQL")));
    assert_non_null(api_elsewhere(STR("shared_sql")));
    assert_null(api_elsewhere(STR("office365")));
    buf_done(&text);
}

/* Its paths are the names of its actions. */
static void test_own(void **state)
{
    (void)state;
    for (const struct api_op *op = api_riposte.ops; op->path; op++) {
        assert_string_equal(op->path + 1, op->kind);
        assert_non_null(
            api_op_find(&api_riposte, str_of(op->method), str_of(op->path)));
    }
}

/* Each row of each table is sound, and is found by its own path. */
static void test_tables(void **state)
{
    static const char *const kinds[] = {"approval", "call",  "contain", "mail",
                                        "runbook",  "slack", "teams",   NULL};

    (void)state;
    for (size_t i = 0; api_at(i); i++) {
        assert_ptr_equal(api_find(str_of(api_at(i)->name)), api_at(i));
        /* Its operations are the kinds of actions. */
        if (api_at(i) == &api_riposte)
            continue;
        for (const struct api_op *op = api_at(i)->ops; op->path; op++) {
            size_t k = 0;

            while (kinds[k] && strcmp(kinds[k], op->kind) != 0)
                k++;
            if (!kinds[k] ||
                (strcmp(op->kind, "contain") == 0) != (op->contain != NULL))
                fail_msg("%s %s: %s", api_at(i)->name, op->path, op->kind);
            assert_non_null(
                api_op_find(api_at(i), str_of(op->method), str_of(op->path)));
        }
    }
}

static void test_requests(void **state)
{
    static const struct {
        const char *method, *uri, *audience, *body;
        enum action_class class;
        const char *contain; /* NULL: none */
        bool known;
    } rows[] = {
        {"GET", "https://management.azure.com/subscriptions", "", "{}",
         CLASS_READ, NULL, true},
        {"POST",
         "https://management.azure.com/providers/"
         "Microsoft.ResourceGraph/resources?api-version=1",
         "", "{}", CLASS_READ, NULL, true},
        {"POST",
         "https://management.azure.com/subscriptions/s/resourceGroups/g/"
         "providers/Microsoft.Compute/virtualMachines/@{variables('v')}/"
         "deallocate?api-version=1",
         "https://management.azure.com/", "null", CLASS_REVERSIBLE,
         "vm-deallocate", true},
        {"POST",
         "https://management.azure.com@{variables('id')}/deallocate"
         "?api-version=1",
         "", "null", CLASS_IRREVERSIBLE, NULL, true},
        {"PATCH",
         "https://management.azure.com/subscriptions/s/resourceGroups/g/"
         "providers/Microsoft.Storage/storageAccounts/a?api-version=1",
         "", "{\"properties\":{\"publicNetworkAccess\":\"Disabled\"}}",
         CLASS_REVERSIBLE, "storage-public-off", true},
        {"PATCH",
         "https://management.azure.com/subscriptions/s/resourceGroups/g/"
         "providers/Microsoft.Storage/storageAccounts/a?api-version=1",
         "", "{\"properties\":{\"publicNetworkAccess\":\"Disabled\",\"x\":1}}",
         CLASS_IRREVERSIBLE, NULL, true},
        {"PATCH",
         "https://management.azure.com@{variables('id')}/providers/"
         "Microsoft.Resources/tags/default?api-version=1",
         "",
         "{\"operation\":\"Merge\",\"properties\":{\"tags\":{\"a\":\"b\"}}}",
         CLASS_REVERSIBLE, "tag", true},
        {"DELETE", "@variables('uri')",
         "https://@{triggerBody()?['a']}.blob.core.windows.net/", "null",
         CLASS_IRREVERSIBLE, NULL, true},
        {"POST", "https://hooks.slack.com/services/x", "", "{}", CLASS_NOTIFY,
         NULL, true},
        {"POST", "https://example.com/hook", "", "{}", CLASS_IRREVERSIBLE, NULL,
         true},
        {"GET", "https://example.com/x", "https://example.com", "null",
         CLASS_READ, NULL, false},
        {"GET", "https://management.usgovcloudapi.net/subscriptions",
         "https://management.core.usgovcloudapi.net/", "null", CLASS_READ, NULL,
         true},
        {"GET", "https://api-gov.securitycenter.microsoft.us/api/machines",
         "https://api-gov.securitycenter.microsoft.us", "null", CLASS_READ,
         NULL, true},
    };
    struct catalogue *catalogue = NULL;
    struct err err = {0};
    struct buf uri;
    struct buf audience;
    char path[4096];

    (void)state;
    snprintf(path, sizeof(path), "%s/data/containment", getenv("srcdir"));
    if (!catalogue_load(path, NULL, &catalogue, &err))
        fail_msg("%s", err.text);
    buf_init(&uri);
    buf_init(&audience);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct api_request request = {
            .method = str_of(rows[i].method),
            .uri = pattern(rows[i].uri, &uri),
            .audience = pattern(rows[i].audience, &audience),
        };
        struct json *body = NULL;
        struct api_judgement got;

        assert_true(json_parse(str_of(rows[i].body), &body, &err));
        request.body = body;
        got = api_request_judge(&request, true, catalogue);
        json_free(body);
        if (got.class != rows[i].class || got.known != rows[i].known ||
            strcmp(got.contain ? got.contain : "",
                   rows[i].contain ? rows[i].contain : "") != 0)
            fail_msg("%s %s: %s %s %d", rows[i].method, rows[i].uri,
                     class_name(got.class), got.contain, got.known);
    }
    buf_done(&uri);
    buf_done(&audience);
    catalogue_free(catalogue);
}

/* "core.usgovcloudapi.net" alone is storage. */
static void test_hosts(void **state)
{
    enum audience audience;

    (void)state;
    assert_true(
        api_host_audience(STR("management.core.usgovcloudapi.net"), &audience));
    assert_int_equal(audience, AUDIENCE_ARM);
    assert_true(
        api_host_audience(STR("a.blob.core.usgovcloudapi.net"), &audience));
    assert_int_equal(audience, AUDIENCE_STORAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),    cmocka_unit_test(test_operations),
        cmocka_unit_test(test_own),      cmocka_unit_test(test_tables),
        cmocka_unit_test(test_requests), cmocka_unit_test(test_hosts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
