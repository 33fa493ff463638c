/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <string.h>

#include "store/internal.h"
#include "store/rules.h"

static struct rule *make(const char *name, int64_t order)
{
    struct rule *rule = rule_new();

    rule->name = arena_text(rule->arena, name);
    rule->author = arena_text(rule->arena, "mara");
    rule->editor = arena_text(rule->arena, "omar");
    rule->order = order;
    rule->saved = STAGE_NOW;
    return rule;
}

static bool save(struct stage *stage, struct rule *rule)
{
    bool ok;

    stage_must(stage, store_begin(stage->store, &stage->err));
    ok = rules_save(stage->store, rule, &stage->err);
    if (ok)
        stage_must(stage, store_commit(stage->store, &stage->err));
    else
        store_rollback(stage->store);
    return ok;
}

static bool drop(struct stage *stage, int64_t row)
{
    bool ok;

    stage_must(stage, store_begin(stage->store, &stage->err));
    ok = rules_remove(stage->store, row, &stage->err);
    if (ok)
        stage_must(stage, store_commit(stage->store, &stage->err));
    else
        store_rollback(stage->store);
    return ok;
}

static int64_t version(struct stage *stage)
{
    int64_t out;

    stage_must(stage, rules_version(stage->store, &out, &stage->err));
    return out;
}

static void add(struct stage *stage, const char *name, int64_t order)
{
    struct rule *rule = make(name, order);

    /* A copy of another rule, which had revisions of its own. */
    rule->revision = 17;
    stage_must(stage, save(stage, rule));
    assert_int_equal(rule->revision, 1);
    assert_true(rule->row > 0);
    rule_free(rule);
}

static void test_load(void **state)
{
    struct stage *stage = *state;
    struct rule **rules;
    size_t n;

    stage_must(stage, rules_load(stage->store, &rules, &n, &stage->err));
    assert_int_equal(n, 0);
    rules_free(rules, n);
    assert_int_equal(version(stage), 0);
    add(stage, "third", 30);
    add(stage, "first", 10);
    add(stage, "second", 10);
    stage_must(stage, rules_load(stage->store, &rules, &n, &stage->err));
    assert_int_equal(n, 3);
    assert_string_equal(rules[0]->name, "first");
    assert_string_equal(rules[1]->name, "second");
    assert_string_equal(rules[2]->name, "third");
    assert_string_equal(rules[0]->author, "mara");
    assert_int_equal(rules[0]->revision, 1);
    assert_int_equal(rules[0]->saved, STAGE_NOW);
    rules_free(rules, n);
    assert_int_equal(version(stage), 3);
}

static void test_find(void **state)
{
    static const struct {
        const char *name;
        int64_t row; /* 0: refused */
        const char *says;
    } rows[] = {
        {"contain-web", 1, NULL},
        {"Contain-WEB", 1, NULL},
        {"2", 2, NULL},
        /* A name that is a number goes before the number. */
        {"1", 3, NULL},
        {"contain-wbe", 0, "The nearest name is contain-web"},
        {"zzzzzzzzzzzzzz", 0, "There is no rule zzzzzzzzzzzzzz."},
        {"4", 0, "There is no rule 4"},
    };
    struct stage *stage = *state;
    struct rule *rule;

    add(stage, "contain-web", 1);
    add(stage, "mail-high", 2);
    add(stage, "1", 3);
    add(stage, "removed", 4);
    stage_must(stage, drop(stage, 4));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        bool ok =
            rules_find(stage->store, str_of(rows[i].name), &rule, &stage->err);

        if (rows[i].row == 0) {
            stage_refused(stage, ok, ERR_ABSENT, rows[i].says);
            continue;
        }
        stage_must(stage, ok);
        assert_int_equal(rule->row, rows[i].row);
        rule_free(rule);
    }
    /* Its runs may still go on. */
    stage_must(stage, rules_get(stage->store, 4, &rule, &stage->err));
    assert_string_equal(rule->name, "removed");
    rule_free(rule);
    stage_refused(stage, rules_get(stage->store, 5, &rule, &stage->err),
                  ERR_ABSENT, "There is no rule 5");
}

static void test_save(void **state)
{
    struct stage *stage = *state;
    struct rule *mine, *theirs, *other = make("B", 1);
    int64_t before;

    add(stage, "a", 1);
    add(stage, "b", 2);
    before = version(stage);
    stage_must(stage, rules_get(stage->store, 1, &mine, &stage->err));
    stage_must(stage, rules_get(stage->store, 1, &theirs, &stage->err));

    stage_refused(stage, save(stage, other), ERR_INPUT,
                  "already a rule named B");
    theirs->name = arena_text(theirs->arena, "b");
    stage_refused(stage, save(stage, theirs), ERR_INPUT, "already a rule");
    assert_int_equal(version(stage), before);

    /* Its own name in other letters is free. */
    theirs->name = arena_text(theirs->arena, "A");
    stage_must(stage, save(stage, theirs));
    assert_int_equal(theirs->revision, 2);
    assert_int_equal(version(stage), before + 1);

    stage_refused(stage, save(stage, mine), ERR_AGAIN, "Somebody else");
    assert_int_equal(mine->revision, 1);
    stage_must(stage, save(stage, theirs));
    assert_int_equal(theirs->revision, 3);

    stage_must(stage, drop(stage, 1));
    stage_refused(stage, save(stage, theirs), ERR_AGAIN, "Somebody else");
    stage_refused(stage, drop(stage, 1), ERR_ABSENT, "There is no rule 1");
    /* The name of a removed one is free. */
    mine->row = 0;
    stage_must(stage, save(stage, mine));
    rule_free(mine);
    rule_free(theirs);
    rule_free(other);
}

static void test_damaged(void **state)
{
    struct stage *stage = *state;
    struct rule **rules;
    size_t n;

    add(stage, "a", 1);
    add(stage, "b", 2);
    stage_must(stage, db_script(stage->store->db,
                                "UPDATE rule_revision SET json = '{\"name\":1}'"
                                " WHERE rule = 2",
                                &stage->err));
    stage_refused(stage, rules_load(stage->store, &rules, &n, &stage->err),
                  ERR_INPUT, "Stored rule 2");
    stage_must(stage,
               db_script(stage->store->db,
                         "UPDATE rule_revision SET json = '{'", &stage->err));
    stage_refused(stage, rules_load(stage->store, &rules, &n, &stage->err),
                  ERR_INPUT, "Stored rule 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_load),
        STAGE_TEST(test_find),
        STAGE_TEST(test_save),
        STAGE_TEST(test_damaged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
