/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/canon.h"

#define VM                                                                     \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/"           \
    "virtualMachines/v"
#define SA                                                                     \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/"           \
    "storageAccounts/a"

static void test_targets(void **state)
{
    static const struct {
        const char *body;
        const char *want;
    } rows[] = {
        {"{}", ""},
        {"{\"AzureResourceId\":\"" VM "\"}", VM ";"},
        {"{\"ResourceIdentifiers\":[{\"AzureResourceId\":\"" VM
         "\"},{\"WorkspaceId\":\"w\"}],\"Entities\":[{\"Type\":\"host\","
         "\"AzureID\":\"" VM "\"},{\"Type\":\"azure-resource\",\"ResourceId\":"
         "\"" SA "\"}]}",
         VM ";" SA ";"},
        /* Each once, without case. */
        {"{\"AzureResourceId\":\"" VM "\",\"ResourceIdentifiers\":[{"
         "\"AzureResourceId\":\"/SUBSCRIPTIONS/s/resourceGroups/g/providers/"
         "Microsoft.Compute/virtualMachines/v\"}]}",
         VM ";"},
        /* Users behind the resources. */
        {"{\"Entities\":[{\"Type\":\"account\",\"Name\":\"u\",\"UPNSuffix\":"
         "\"c.example\"},{\"Type\":\"account\",\"Name\":\"root\"},{\"Type\":"
         "\"account\",\"Name\":\"w\",\"AadUserId\":"
         "\"4da84f70-3bf5-4537-ab16-01100fd5c378\"}],\"AzureResourceId\":\"" VM
         "\"}",
         VM ";u@c.example;4da84f70-3bf5-4537-ab16-01100fd5c378;"},
        /* Blobs by their URLs, without what signs them. */
        {"{\"Entities\":[{\"Type\":\"blob\",\"Url\":\"https://st.blob.core."
         "windows.net/c/x.exe\"},{\"Type\":\"blob\",\"Url\":\"https://st.blob."
         "core.windows.net/c/y?sig=1\"}]}",
         "https://st.blob.core.windows.net/c/x.exe;"},
        /* No free text, no subscription, no alert, nothing unsafe. */
        {"{\"CompromisedEntity\":\"" VM "\"}", ""},
        {"{\"AzureResourceId\":\"/subscriptions/s\"}", ""},
        {"{\"AzureResourceId\":\"/subscriptions/s/resourceGroups/g\"}", ""},
        {"{\"AzureResourceId\":\"" VM "?x\"}", ""},
        {"{\"AzureResourceId\":\"" VM "/../../x\"}", ""},
        {"{\"AzureResourceId\":\"/subscriptions/s/providers/"
         "Microsoft.Security/locations/l/alerts/N\"}",
         ""},
        /* Recommendations. */
        {"{\"id\":\"" SA "/providers/Microsoft.Security/assessments/k\","
         "\"properties\":{\"resourceDetails\":{\"id\":\"" VM "\"}}}",
         VM ";"},
        {"{\"id\":\"" SA "/providers/Microsoft.Security/assessments/k\"}",
         SA ";"},
        {"{\"id\":\"/subscriptions/s/providers/Microsoft.Security/assessments/"
         "k\"}",
         ""},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct json *body = parsed(rows[i].body);
        struct str *targets;
        size_t n = event_targets(body, arena, &targets);
        struct buf text;

        buf_init(&text);
        for (size_t k = 0; k < n; k++) {
            buf_str(&text, targets[k]);
            buf_char(&text, ';');
        }
        if (!str_eq(buf_view(&text), str_of(rows[i].want)))
            fail_msg("row %zu: %s", i, text.at);
        buf_done(&text);
        json_free(body);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_targets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
