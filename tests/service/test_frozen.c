/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was approved is what is done: whatever has changed between the yes and
 * the act keeps it from being sent.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/rulebook.h"
#include "store/internal.h"
#include "util/file.h"

#define ASK                                                                    \
    "{\"name\":\"ask\",\"order\":1,\"mode\":\"approve\",\"actions\":[{"        \
    "\"kind\":\"contain\",\"with\":{\"action\":\"storage-public-off\"}}]}"
/* Waits for a mail before it asks. */
#define TELL                                                                   \
    "{\"name\":\"ask\",\"order\":1,\"mode\":\"approve\",\"actions\":[{"        \
    "\"kind\":\"mail\",\"with\":{\"to\":\"soc@contoso.example\",\"subject\":"  \
    "\"x\",\"body\":\"y\"}},{\"kind\":\"contain\",\"with\":{\"action\":"       \
    "\"storage-public-off\"}}]}"

#define HOOK                                                                   \
    "{\"name\":\"hook\",\"order\":1,\"mode\":\"approve\",\"actions\":[{"       \
    "\"kind\":\"http\",\"with\":{\"url\":\"https://hook.example/"              \
    "webhook/s3cret?sig=s3cret\",\"body\":\"x\"}}]}"

static int64_t ask(struct house *house)
{
    house_rule(house, house->desk, ASK);
    house_take(house, &(struct house_alert){
                          .name = "a-1",
                          .title = "\\\"\u00e9\\u2028\\u0007/\\\"<&>",
                          .resource = SAND_STORE});
    return house_newest(house, 0);
}

static void approve(struct house *house)
{
    assert_good(house, house_answer(house->second, house_waiting(house)->row,
                                    true, "looked at it", &house->err));
}

/* The same entry, but for what it sends. */
static void change_entry(struct house *house)
{
    static const char was[] = "\"publicNetworkAccess\": \"Disabled\"";
    char path[600];
    struct buf text;
    struct str all;
    struct buf changed;
    size_t at;

    snprintf(path, sizeof(path), "%s/containment/storage-public-off.json",
             house->sand.dir);
    buf_init(&text);
    buf_init(&changed);
    assert_good(house, file_read(path, 65536, &text, &house->err));
    all = buf_view(&text);
    at = str_find(all, str_of(was));
    assert_true(at != STR_NOWHERE);
    buf_str(&changed, str_sub(all, 0, at));
    buf_text(&changed, "\"allowBlobPublicAccess\": false");
    buf_str(&changed, str_sub(all, at + sizeof(was) - 1, all.len));
    house_entry(house, "storage-public-off.json", changed.at);
    buf_done(&text);
    buf_done(&changed);
}

static void change_row(struct house *house, const char *sql)
{
    assert_good(house, db_run(house->desk->store->db, &house->err, sql, ""));
}

static void change_target(struct house *house)
{
    change_row(house, "UPDATE step SET fields = replace(fields,"
                      " 'stcontososhop', 'stother') WHERE phase <> 1");
}

static void change_frozen(struct house *house)
{
    change_row(house, "UPDATE approval SET frozen = replace(frozen,"
                      " 'Disabled', 'Enabled')");
}

static void change_answer(struct house *house)
{
    change_row(house, "UPDATE approval SET state = 0");
}

static void test_changed(void **state)
{
    static void (*const changes[])(struct house *) = {
        change_entry, change_target, change_frozen, change_answer};

    (void)state;
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        static const char *const options[] = {"--scenario", "none", NULL};
        const struct run *run;
        struct house house;
        int64_t row;

        print_message("row %zu\n", i);
        house_open(&house, options, NULL);
        row = ask(&house);
        approve(&house);
        changes[i](&house);
        house_engine(&house, false);
        if (changes[i] == change_entry) {
            /* Another request is asked for anew. */
            assert_int_equal(house_run(&house, row), RUN_WAITING);
            assert_int_equal(house_waiting(&house)->row, 2);
            assert_int_equal(sand_count(&house.sand, 0, "PATCH", ""), 0);
            house_close(&house);
            continue;
        }
        assert_int_equal(house_run(&house, row), RUN_FAILED);
        run = house_read(&house, row);
        if (changes[i] != change_target)
            assert_non_null(strstr(run->steps[2].note, "nothing was sent"));
        assert_int_equal(run->steps[2].attempts, 0);
        assert_int_equal(sand_count(&house.sand, 0, "PATCH", ""), 0);
        if (changes[i] != change_target)
            assert_int_equal(house_last_effect(&house)->state, EFFECT_FAILED);
        house_close(&house);
    }
}

/* What was not changed is done, whatever the evidence is made of. */
static void test_unchanged(void **state)
{
    struct house *house = *state;
    int64_t run = ask(house);

    approve(house);
    house_engine(house, false);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 1);
}

static bool waits(struct house *house, const void *with)
{
    return house_read(house, *(const int64_t *)with)->state == RUN_WAITING;
}

/* The address of a webhook is its key: it is sent to, and shown to nobody. */
static void test_webhook(void **state)
{
    struct house *house = *state;
    const struct approval *approval;
    struct run_page *page;
    struct buf text;
    int64_t run;

    house_rule(house, house->desk, HOOK);
    house_take(house, &(struct house_alert){.name = "a-1"});
    run = house_newest(house, 0);
    approval = house_waiting(house);
    page = run_page_one(house->desk, run);
    buf_init(&text);
    json_write(approval->frozen, JSON_COMPACT, &text);
    json_write(page->rows->steps[1].with, JSON_COMPACT, &text);
    assert_null(strstr(text.at, "s3cret"));
    assert_non_null(strstr(text.at, "hook.example"));
    buf_done(&text);
    run_page_free(page);
    approve(house);
    change_row(house, "UPDATE step SET fields = replace(fields, 's3cret',"
                      " 'other') WHERE phase = 0");
    house_engine(house, false);
    assert_int_equal(house_run(house, run), RUN_FAILED);
    assert_non_null(
        strstr(house_read(house, run)->steps[1].note, "nothing was sent"));
}

/* Who saved the revision that fired may not approve it, whoever has saved
 * another one since. */
static void test_revision(void **state)
{
    struct house *house = *state;
    struct desk *eve = house_desk(house, "eve");
    int64_t run;

    house_rule(house, house->desk, TELL);
    assert_good(house,
                rulebook_mode(eve, STR("ask"), RULE_APPROVE, &house->err));
    house_take(house,
               &(struct house_alert){.name = "a-1", .resource = SAND_STORE});
    assert_good(house, rulebook_mode(house->second, STR("ask"), RULE_AUTO,
                                     &house->err));
    house_engine(house, false);
    run = house_newest(house, 0);
    assert_true(house_until(house, waits, &run, HOUSE_WAIT));
    assert_string_equal(house_waiting(house)->author, "ann");
    assert_string_equal(house_waiting(house)->editor, "eve");
    assert_false(house_answer(eve, house_waiting(house)->row, true, "mine",
                              &house->err));
    assert_int_equal(house->err.code, ERR_DENIED);
    desk_close(eve);
}

/* A draft may say what it will of who made the rule. */
static void test_author(void **state)
{
    struct house *house = *state;
    struct rule *rule;

    house_rule(house, house->desk, ASK);
    assert_good(house,
                rulebook_get(house->second, STR("ask"), &rule, &house->err));
    rule->author = arena_text(rule->arena, "nobody");
    assert_good(house, rulebook_save(house->second, rule, &house->err));
    rule_free(rule);
    assert_good(house,
                rulebook_get(house->second, STR("ask"), &rule, &house->err));
    assert_string_equal(rule->author, "ann");
    assert_string_equal(rule->editor, "bob");
    rule_free(rule);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changed),
        ROW(test_unchanged),
        ROW(test_webhook),
        ROW(test_revision),
        ROW(test_author),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
