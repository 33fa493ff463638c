/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Four eyes: who has had a hand in what is asked, and may so not approve it,
 * however strictly that is wanted and whatever roles they have.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/contain.h"
#include "service/drill.h"
#include "service/revisions.h"
#include "service/rulebook.h"
#include "util/mem.h"

/* The file says that zoe wrote it: nobody believes that. */
#define ASK                                                                    \
    "{\"name\":\"ask\",\"order\":1,\"mode\":\"approve\",\"author\":\"zoe\","   \
    "\"editor\":\"zoe\",\"actions\":[{\"kind\":\"contain\",\"with\":{"         \
    "\"action\":\"storage-public-off\"}}]}"

static struct desk *of(struct house *house, const char *person)
{
    struct desk *desk = house_desk(house, person);

    assert_non_null(desk);
    return desk;
}

static void switch_mode(struct house *house, const char *person,
                        enum rule_mode mode)
{
    struct desk *desk = of(house, person);

    assert_good(house, rulebook_mode(desk, STR("ask"), mode, &house->err));
    desk_close(desk);
}

static void roll_back(struct house *house, const char *person, int64_t to)
{
    struct desk *desk = of(house, person);
    int64_t revision;

    assert_good(
        house, revision_rollback(desk, STR("ask"), to, &revision, &house->err));
    desk_close(desk);
}

static void drill(struct house *house, const char *person)
{
    struct desk *desk = of(house, person);
    struct drill_wish wish = {.rule = "ask"};
    struct drill out;

    assert_good(house, drill_start(desk, &wish, &out, &house->err));
    desk_close(desk);
}

static void import_again(struct house *house, const char *person)
{
    static const char text[] =
        "{\"name\":\"ask\",\"order\":1,\"mode\":\"approve\",\"note\":\"new\","
        "\"author\":\"zoe\",\"actions\":[{\"kind\":\"contain\",\"with\":{"
        "\"action\":\"storage-public-off\"}}]}";
    static const struct rule_import quietly;
    struct desk *desk = of(house, person);
    struct rule **rules = NULL;
    size_t n = 0;

    assert_good(house, rulebook_read(str_of(text), &rules, &n, &house->err));
    assert_good(house, rulebook_import(desk, rules, n, &quietly, &house->err));
    rulebook_free(rules, n);
    desk_close(desk);
}

/* ann writes the rule; then this happens to it, and an event comes.  What bob
 * did is under test. */
static void nothing(struct house *house)
{
    (void)house;
}

static void by_mode(struct house *house)
{
    switch_mode(house, "bob", RULE_SHADOW);
    switch_mode(house, "bob", RULE_APPROVE);
}

static void by_earlier_mode(struct house *house)
{
    by_mode(house);
    switch_mode(house, "cid", RULE_OFF);
    switch_mode(house, "cid", RULE_APPROVE);
}

static void by_rollback(struct house *house)
{
    switch_mode(house, "cid", RULE_OFF);
    roll_back(house, "bob", 1);
}

static void by_drill(struct house *house)
{
    drill(house, "bob");
}

static void by_import(struct house *house)
{
    import_again(house, "bob");
}

static void by_file(struct house *house)
{
    static const char text[] =
        "{\"SystemAlertId\":\"a-9\",\"AlertType\":\"VM_BruteForce\","
        "\"AlertDisplayName\":\"Brute force\",\"Severity\":\"High\","
        "\"Status\":\"Active\",\"TimeGenerated\":\"2026-01-01T00:00:00Z\","
        "\"ResourceIdentifiers\":[{\"Type\":\"AzureResource\","
        "\"AzureResourceId\":\"" SAND_STORE "\"}]}";
    struct desk *desk = of(house, "bob");
    struct ingest_count count = {0};

    assert_good(house, ingest_by_hand(desk, str_of(text), "file", NULL, NULL,
                                      &count, &house->err));
    assert_int_equal(count.fired, 1);
    desk_close(desk);
}

static const struct {
    void (*happens)(struct house *house);
    const char *eyes;
    bool bob;
    bool ann;
    bool cid;
} rows[] = {
    {nothing, "full", true, false, true},
    {nothing, "requester", true, true, true},
    {nothing, "off", true, true, true},
    {by_mode, "full", false, false, true},
    {by_mode, "requester", true, true, true},
    {by_earlier_mode, "full", true, false, false},
    {by_rollback, "full", false, false, true},
    {by_import, "full", false, false, true},
    {by_drill, "full", true, false, true},
    {by_file, "full", false, false, true},
    {by_file, "requester", false, true, true},
    {by_file, "off", true, true, true},
};

static bool may(struct house *house, const char *person)
{
    struct desk *desk = of(house, person);
    struct approval_page *page = approval_page_read(desk, true);
    bool ok = false;

    for (size_t i = 0; i < page->n; i++) {
        struct err err = {0};

        ok = house_may_answer(desk, &page->rows[i], &err);
        assert_int_equal(err.code, ok ? ERR_NONE : ERR_DENIED);
        assert_true(ok || strstr(err.text, "four eyes") != NULL);
        assert_true(ok || strstr(err.text, "approvals.four_eyes") != NULL);
    }
    assert_int_equal(page->n, 1);
    approval_page_free(page);
    desk_close(desk);
    return ok;
}

static void test_hands(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char eyes[64];
        /* All of them have both roles: what counts is who they are. */
        const char *const sets[] = {eyes, "roles.author=ann,bob,cid,dan",
                                    "roles.analyst=bob",
                                    "roles.approver=ann,bob,cid,dan,zoe", NULL};
        struct house *house = mem_new(sizeof(*house));

        snprintf(eyes, sizeof(eyes), "approvals.four_eyes=%s", rows[i].eyes);
        house_open(house, options, sets);
        house_rule(house, house->desk, ASK);
        rows[i].happens(house);
        if (rows[i].happens != by_file)
            house_take(house, &(struct house_alert){.name = "a-1",
                                                    .resource = SAND_STORE});
        /* Whoever changes it now has had no hand in what is asked. */
        switch_mode(house, "dan", RULE_OFF);
        house_engine(house, false);
        house_rest(house);
        if (may(house, "ann") != rows[i].ann ||
            may(house, "bob") != rows[i].bob ||
            may(house, "cid") != rows[i].cid)
            fail_msg("row %zu", i);
        assert_true(may(house, "dan"));
        assert_true(may(house, "zoe"));
        house_close(house);
        mem_free(house);
    }
}

/* What a person asks for is theirs, whatever they are besides. */
static void test_asker(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};
    static const char *const sets[] = {
        "roles.analyst=bob", "roles.approver=bob,eve",
        "containment.protected=" SAND_STORE, NULL};
    struct house *house = mem_new(sizeof(*house));
    int64_t run;

    (void)state;
    house_open(house, options, sets);
    house_engine(house, false);
    assert_good(house,
                house_contain(house->second, "storage-public-off", SAND_STORE,
                              0, "seen an open container", &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_WAITING);
    assert_false(may(house, "bob"));
    assert_true(may(house, "eve"));
    house_close(house);
    mem_free(house);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hands),
        cmocka_unit_test(test_asker),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
