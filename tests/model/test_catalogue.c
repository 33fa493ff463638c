/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/containment.h"
#include "util/file.h"

static struct catalogue *shipped(void)
{
    struct catalogue *catalogue = NULL;
    const char *top = getenv("srcdir");
    char dir[4096];
    struct err err;

    snprintf(dir, sizeof(dir), "%s/data/containment", top ? top : ".");
    if (!catalogue_load(dir, NULL, &catalogue, &err))
        fail_msg("%s", err.text);
    return catalogue;
}

#define SHIPPED 26
#define VM                                                                     \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/"           \
    "virtualMachines/v"
#define SA                                                                     \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/"           \
    "storageAccounts/a"
#define USER "jan@contoso.example"

/* What comes of each request of the shipped actions (FACTS 14). */
static void test_requests(void **state)
{
    static const struct {
        const char *action, *target, *kept;
        const char *requests; /* before, do, verify, undo, undone */
    } rows[] = {
        {"vm-deallocate", VM, "{\"power\":\"PowerState/running\"}",
         "GET " VM "/instanceView?api-version=2024-03-01 idempotent\n"
         "POST " VM "/deallocate?api-version=2024-03-01 idempotent\n"
         "GET " VM "/instanceView?api-version=2024-03-01 idempotent\n"
         "POST " VM "/start?api-version=2024-03-01 idempotent\n"
         "GET " VM "/instanceView?api-version=2024-03-01 idempotent\n"},
        {"storage-public-off", SA, "{\"was\":\"SecuredByPerimeter\"}",
         "GET " SA "?api-version=2023-05-01 idempotent\n"
         "PATCH " SA "?api-version=2023-05-01 idempotent {\"properties\":{"
         "\"publicNetworkAccess\":\"Disabled\"}}\n"
         "GET " SA "?api-version=2023-05-01 idempotent\n"
         "PATCH " SA "?api-version=2023-05-01 idempotent {\"properties\":{"
         "\"publicNetworkAccess\":\"SecuredByPerimeter\"}}\n"
         "GET " SA "?api-version=2023-05-01 idempotent\n"},
        {"user-disable", USER, "{\"was\":true}",
         "GET /v1.0/users/jan%40contoso.example?$select=id,userPrincipalName,"
         "accountEnabled idempotent\n"
         "PATCH /v1.0/users/jan%40contoso.example idempotent {"
         "\"accountEnabled\":false}\n"
         "GET /v1.0/users/jan%40contoso.example?$select=id,userPrincipalName,"
         "accountEnabled idempotent\n"
         "PATCH /v1.0/users/jan%40contoso.example idempotent {"
         "\"accountEnabled\":true}\n"
         "GET /v1.0/users/jan%40contoso.example?$select=id,userPrincipalName,"
         "accountEnabled idempotent\n"},
    };
    struct catalogue *catalogue = shipped();
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const struct containment *entry =
            catalogue_find(catalogue, str_of(rows[i].action));
        struct json *kept = parsed(rows[i].kept);
        struct buf out;

        assert_non_null(entry);
        const struct call_template *calls[] = {
            &entry->before[0].call, entry->acts, &entry->verify.call,
            entry->undos, &entry->undone.call};

        buf_init(&out);
        for (size_t k = 0; k < N(calls); k++) {
            struct request request;
            struct err err;

            if (!call_render(calls[k], str_of(rows[i].target), kept, arena,
                             &request, &err))
                fail_msg("%s", err.text);
            buf_printf(&out, "%s %s%s%s%.*s\n", request.method, request.url,
                       request.idempotent ? " idempotent" : "",
                       request.body.len ? " " : "", STR_ARG(request.body));
        }
        assert_str(buf_view(&out), rows[i].requests);
        buf_done(&out);
        json_free(kept);
    }
    arena_free(arena);
    catalogue_free(catalogue);
}

static void test_render_refused(void **state)
{
    struct catalogue *catalogue = shipped();
    const struct containment *entry =
        catalogue_find(catalogue, STR("storage-public-off"));
    struct arena *arena = arena_new();
    struct request request = {.method = "X"};
    struct err err;

    (void)state;
    assert_false(
        call_render(entry->undos, STR(SA), NULL, arena, &request, &err));
    assert_has(err.text, "{was}");
    assert_false(
        call_render(entry->acts, STR(SA "?x="), NULL, arena, &request, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_string_equal(request.method, "X");
    arena_free(arena);
    catalogue_free(catalogue);
}

static void test_fits(void **state)
{
    static const struct {
        const char *action, *target;
        bool fits;
    } rows[] = {
        {"vm-deallocate", VM, true},
        {"vm-deallocate", SA, false},
        {"vm-deallocate", VM "/extensions/e", false},
        {"vm-deallocate",
         "/SUBSCRIPTIONS/s/providers/microsoft.compute/"
         "VIRTUALMACHINES/v",
         true},
        {"vm-deallocate", VM "?", false},
        {"vm-deallocate", USER, false},
        {"user-disable", USER, true},
        {"user-disable", VM, false},
        {"user-disable", "4da84f70-3bf5-4537-ab16-01100fd5c378", true},
        {"user-disable", "root", false},
    };
    struct catalogue *catalogue = shipped();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const struct containment *entry =
            catalogue_find(catalogue, str_of(rows[i].action));

        if (containment_fits(entry, str_of(rows[i].target)) != rows[i].fits)
            fail_msg("row %zu", i);
    }
    assert_null(catalogue_find(catalogue, STR("vm")));
    for (size_t i = 1; i < catalogue->n; i++)
        assert_true(strcmp(catalogue->entries[i - 1].name,
                           catalogue->entries[i].name) < 0);
    catalogue_free(catalogue);
}

static void put(const char *dir, const char *name, const char *text)
{
    struct arena *arena = arena_new();
    struct err err;

    if (!file_write(file_join(arena, dir, name), str_of(text), &err))
        fail_msg("%s", err.text);
    arena_free(arena);
}

/* What is wrong in one's own directory is told, and stops nothing. */
static void faulty(const char *own, const char *dir, const char *says)
{
    struct catalogue *catalogue = NULL;
    struct err err;

    assert_true(catalogue_load(own, dir, &catalogue, &err));
    assert_int_equal(catalogue->n, SHIPPED);
    assert_int_equal(catalogue->n_faults, 1);
    assert_has(catalogue->faults[0], "other.json");
    assert_has(catalogue->faults[0], says);
    catalogue_free(catalogue);
}

/* One's own file replaces one of the same name, and errors name file and
 * member. */
static void test_load(void **state)
{
    char dir[] = "/tmp/riposte-catalogue-XXXXXX";
    const char *top = getenv("srcdir");
    struct arena *arena = arena_new();
    struct catalogue *catalogue = NULL;
    struct buf text;
    struct err err;
    char own[4096];
    char *title;

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(own, sizeof(own), "%s/data/containment", top ? top : ".");
    buf_init(&text);
    assert_true(file_read(file_join(arena, own, "vm-deallocate.json"), 65536,
                          &text, &err));
    title = strstr(text.at, "Stop and");
    memcpy(title, "My own!!", 8);
    put(dir, "vm-deallocate.json", text.at);
    assert_true(catalogue_load(own, dir, &catalogue, &err));
    assert_int_equal(catalogue->n, SHIPPED);
    assert_int_equal(catalogue->n_faults, 0);
    assert_has(catalogue_find(catalogue, STR("vm-deallocate"))->title,
               "My own!!");
    catalogue_free(catalogue);
    catalogue = NULL;
    put(dir, "other.json", text.at);
    faulty(own, dir, "\"name\"");
    put(dir, "other.json", "{");
    faulty(own, dir, "other.json");
    put(dir, "other.json", "{\"nme\":1}");
    faulty(own, dir, "did you mean \"name\"");
    assert_false(catalogue_load("/dev/null/none", NULL, &catalogue, &err));
    assert_null(catalogue);
    assert_true(catalogue_load(own, "/dev/null/none", &catalogue, &err));
    catalogue_free(catalogue);
    catalogue_free(NULL);
    unlink(file_join(arena, dir, "other.json"));
    unlink(file_join(arena, dir, "vm-deallocate.json"));
    rmdir(dir);
    buf_done(&text);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_requests),
        cmocka_unit_test(test_render_refused),
        cmocka_unit_test(test_fits),
        cmocka_unit_test(test_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
