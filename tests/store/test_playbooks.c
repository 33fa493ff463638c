/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Playbooks that are kept: found by name, replaced, removed.
 */
#include "stage.h"

#include <string.h>

#include "store/playbooks.h"

static bool put(struct stage *stage, const char *name, const char *json,
                enum rule_mode mode)
{
    struct json *value = NULL;
    struct stored_playbook playbook = {
        .name = name,
        .mode = mode,
        .saved = 7,
        .editor = "mara",
    };
    bool fresh = false;

    stage_must(stage, json_parse(str_of(json), &value, &stage->err));
    playbook.json = value;
    stage_must(stage,
               playbooks_put(stage->store, &playbook, &fresh, &stage->err));
    json_free(value);
    return fresh;
}

static void test_put(void **state)
{
    struct stage *stage = *state;
    struct stored_playbook *all;
    struct stored_playbook one;
    size_t n;

    assert_true(put(stage, "Isolate", "{\"a\":1}", RULE_SHADOW));
    assert_true(put(stage, "Block", "{\"a\":2}", RULE_SHADOW));
    /* The name minds no case, and the mode stays. */
    assert_false(put(stage, "isolate", "{\"a\":3}", RULE_AUTO));
    stage_must(stage, playbooks_list(stage->store, stage->arena, &all, &n,
                                     &stage->err));
    assert_int_equal(n, 2);
    assert_string_equal(all[0].name, "Block");
    stage_must(stage, playbooks_find(stage->store, STR("ISOLATE"), stage->arena,
                                     &one, &stage->err));
    assert_int_equal(one.mode, RULE_SHADOW);
    assert_string_equal(one.editor, "mara");
    assert_int_equal(one.saved, 7);
    stage_must(stage, playbooks_remove(stage->store, one.row, &stage->err));
    assert_false(playbooks_remove(stage->store, one.row, &stage->err));
    assert_false(playbooks_find(stage->store, STR("Blok"), stage->arena, &one,
                                &stage->err));
    assert_int_equal(stage->err.code, ERR_ABSENT);
    assert_non_null(strstr(stage->err.text, "Did you mean Block?"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_put, stage_setup, stage_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
