/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "service/playbooks.h"
#include "service/plays.h"
#include "stagehand.h"

void keep(struct house *house, const char *name, const char *trigger,
          const char *actions, enum rule_mode mode)
{
    keep_told(house, name,
              "\"$connections\":{\"defaultValue\":{},\"type\":\"Object\"}",
              trigger, actions, mode);
}

void keep_told(struct house *house, const char *name, const char *parameters,
               const char *trigger, const char *actions, enum rule_mode mode)
{
    const char *text = arena_printf(
        house->arena,
        "{\"name\":\"%s\",\"type\":\"Microsoft.Logic/workflows\","
        "\"properties\":{\"definition\":{\"$schema\":\"https://"
        "schema.management.azure.com/providers/Microsoft.Logic/schemas/"
        "2016-06-01/workflowdefinition.json#\",\"contentVersion\":\"1.0.0.0\","
        "\"parameters\":{%s},\"triggers\":{%s},\"actions\":{%s},"
        "\"outputs\":{}},\"parameters\":{}}}",
        name, parameters, trigger, actions);
    const struct playbook_given given = {.catalogue = house->desk->catalogue};
    struct playbook_reading reading;
    struct json *json;

    playbook_reading_init(&reading);
    assert_good(house, json_parse(str_of(text), &json, &house->err));
    assert_good(house, playbook_read_all(json, &given, &reading, &house->err));
    if (reading.playbooks[0].verdict != PLAYBOOK_RUNS)
        fail_msg("%s: %s", reading.playbooks[0].why[0].path,
                 reading.playbooks[0].why[0].text);
    assert_good(house, playbook_store(house->desk, &reading, &house->err));
    assert_good(house,
                playbook_mode(house->desk, str_of(name), mode, &house->err));
    json_free(json);
    playbook_reading_done(&reading);
}

int64_t start(struct house *house, const char *name)
{
    const struct play_wish wish = {.name = name, .why = "a test"};
    int64_t run = 0;

    assert_good(house, playbook_run(house->desk, &wish, &run, &house->err));
    return run;
}

void may_read_secrets(struct house *house)
{
    sand_state(&house->sand,
               SAND_SHOP "/providers/Microsoft.KeyVault/vaults/kv-shop",
               "{\"properties\":{\"accessPolicies\":[{\"objectId\":"
               "\"b1f0c2d3-4e5a-4b6c-9d7e-8f9a0b1c2d3e\",\"permissions\":{"
               "\"secrets\":[\"get\"]}}]}}");
}

void answer(struct house *house, const struct approval *approval, bool yes)
{
    assert_good(house, approval_answer(house->second, approval->row, NULL, yes,
                                       "looked", &house->err));
}

size_t sent(struct house *house, const char *method, const char *path)
{
    return sand_count(&house->sand, 0, method, path);
}

struct approval *waiting(struct house *house, size_t n)
{
    struct approvals_filter filter = {.pending = true, .limit = 100};
    struct approval *approvals;
    size_t found;

    assert_good(house, approvals_list(house->desk->store, &filter, house->arena,
                                      &approvals, &found, &house->err));
    assert_int_equal(found, n);
    return approvals;
}

/* The state that the run comes to; when it is another, why. */
void comes_to(struct house *house, int64_t run, enum run_state state)
{
    enum run_state got = house_run(house, run);
    struct play_page *page;

    if (got == state)
        return;
    page = play_page_read(house->desk, run);
    for (size_t i = 0; i < page->n; i++)
        print_error("%s: %s: %s\n", page->nodes[i].path,
                    run_state_name(page->nodes[i].state), page->nodes[i].error);
    play_page_free(page);
    house_tell(house, run);
    assert_int_equal(got, state);
}

/* How an action stands in the tree, its text owned by the house. */
const char *state_in_tree(struct house *house, int64_t run, const char *path)
{
    struct play_page *page = play_page_read(house->desk, run);
    const char *state = "";

    if (page->error.code != ERR_NONE)
        fail_msg("%s", page->error.text);
    for (size_t i = 0; i < page->n; i++) {
        if (strcmp(page->nodes[i].path, path) == 0)
            state = run_state_name(page->nodes[i].state);
    }
    play_page_free(page);
    return state;
}

const char *output_of(struct house *house, int64_t run, const char *path)
{
    struct play_page *page = play_page_read(house->desk, run);
    const char *text = NULL;

    for (size_t i = 0; i < page->n; i++) {
        if (strcmp(page->nodes[i].path, path) == 0)
            text =
                arena_str(house->arena, json_text(page->nodes[i].outputs)).at;
    }
    play_page_free(page);
    return text;
}

bool has_ended(struct house *house, const void *with)
{
    return run_state_final(house_read(house, *(const int64_t *)with)->state);
}
