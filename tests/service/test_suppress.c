/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suppressions: of riposte's own and of Defender, from the wish to the end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "screen.h"
#include "service/decide.h"
#include "service/preview.h"
#include "service/queue.h"
#include "service/suppress.h"
#include "service/triage.h"
#include "util/when.h"

static struct suppress_wish *here(const char *query)
{
    struct suppress_wish *wish = suppress_wish_new();

    wish->query = query;
    wish->reason = "noise of the \033[2J scanner";
    wish->until = when_now() + WHEN_DAY;
    return wish;
}

static struct suppress_wish *there(const char *type)
{
    struct suppress_wish *wish = here("");

    wish->place = SUPPRESSION_DEFENDER;
    wish->subscription = SAND_SUB;
    wish->type = type;
    return wish;
}

/* Makes it and forgets the wish; its number or its run. */
static int64_t add(struct house *house, struct suppress_wish *wish)
{
    int64_t row;
    int64_t run;

    assert_good(house,
                suppress_add(house->desk, wish, &row, &run, &house->err));
    suppress_wish_free(wish);
    return row != 0 ? row : run;
}

static void test_refused(void **state)
{
    int64_t now = when_now();
    static const struct {
        enum suppression_place place;
        const char *query;
        const char *type;
        const char *subscription;
        const char *reason;
        int64_t from_now;
        const char *says;
    } rows[] = {
        {SUPPRESSION_HERE, "Severity == 'Low'", "", "", "x", -1, "an end"},
        {SUPPRESSION_HERE, "Severity == 'Low'", "", "", "x", 0, "an end"},
        {SUPPRESSION_HERE, "Severity == 'Low'", "", "", "x", 400 * 86400000LL,
         "an end"},
        {SUPPRESSION_HERE, "Severity == 'Low'", "", "", " ", 1000, "a reason"},
        {SUPPRESSION_HERE, " ", "", "", "x", 1000, "would hide everything"},
        {SUPPRESSION_HERE, "Severty == 'Low'", "", "", "x", 1000, "Severity"},
        {SUPPRESSION_HERE, "TimeGenerated > ago(1d)", "", "", "x", 1000,
         "an end of its own"},
        {SUPPRESSION_DEFENDER, "", "T", "", "x", 1000, "subscription"},
        {SUPPRESSION_DEFENDER, "", "T", "a/b", "x", 1000, "subscription"},
        {SUPPRESSION_DEFENDER, "", "", SAND_SUB, "x", 1000, "type"},
        {SUPPRESSION_DEFENDER, "", "*", SAND_SUB, "x", 1000, "every alert"},
    };
    struct house *house = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct suppress_wish *wish = here(rows[i].query);
        int64_t row;
        int64_t run;

        wish->place = rows[i].place;
        wish->type = rows[i].type;
        wish->subscription = rows[i].subscription;
        wish->reason = rows[i].reason;
        wish->until = now + rows[i].from_now;
        err_clear(&house->err);
        assert_false(suppress_add(house->desk, wish, &row, &run, &house->err));
        assert_int_equal(house->err.code, ERR_INPUT);
        if (strstr(house->err.text, rows[i].says) == NULL)
            fail_msg("row %zu: %s", i, house->err.text);
        suppress_wish_free(wish);
    }
}

static void test_until(void **state)
{
    static const struct {
        const char *text;
        int64_t until; /* 0: refused */
    } rows[] = {
        {"2d", 2 * 86400000LL + 1000},
        {"1970-01-03", 2 * 86400000LL},
        {"1970-01-01", 0},
        {"0d", 0},
        {"-1d", 0},
        {"500d", 0},
        {"soon", 0},
        {"", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct err err = {0};
        int64_t until = 0;
        bool ok = suppress_until(str_of(rows[i].text), 1000, &until, &err);

        assert_int_equal(ok, rows[i].until != 0);
        assert_int_equal(until, rows[i].until);
    }
}

static bool count_one(void *with, const struct event *event)
{
    size_t *n = with;

    (void)event;
    (*n)++;
    return true;
}

static size_t listed(struct house *house, const char *query)
{
    size_t n = 0;

    assert_good(house, queue_list(house->desk, str_of(query), 0, false,
                                  count_one, &n, &house->err));
    return n;
}

static const struct suppression *only(struct house *house,
                                      struct suppression_page **page)
{
    *page = suppression_page_list(house->desk, false);
    assert_int_equal((*page)->error.code, ERR_NONE);
    assert_int_equal((*page)->n, 1);
    return (*page)->rows;
}

static void test_here(void **state)
{
    struct house *house = *state;
    struct suppression_page *page;
    struct arena *arena = arena_new();
    struct decision *decisions;
    const char **names;
    int64_t event;
    int64_t row;
    int64_t run;
    size_t n;

    house_rule(house, house->desk,
               "{\"name\":\"all\",\"mode\":\"auto\",\"actions\":[{\"kind\":"
               "\"status\",\"with\":{\"to\":\"dismiss\"}}]}");
    house_take(house, &(struct house_alert){.name = "a1", .type = "Noise"});
    row = add(house, here("AlertType == 'Noise' and "
                          "ExtendedProperties['Attacker IP'] == "
                          "'203.0.113.9'"));
    event =
        house_take(house, &(struct house_alert){.name = "a2", .type = "Noise"});
    house_take(house, &(struct house_alert){.name = "a3", .type = "Other"});

    assert_int_equal(listed(house, ""), 1);
    assert_int_equal(listed(house, "Ignored == true"), 2);
    assert_int_equal(listed(house, "Ignored == true or Ignored == false"), 3);
    assert_int_equal(only(house, &page)->hits, 1);
    suppression_page_free(page);

    assert_good(house, decide_why(house->desk, event, arena, &decisions, &names,
                                  &n, &house->err));
    assert_int_equal(n, 1);
    assert_int_equal(decisions[0].reason, DECISION_IGNORED);
    assert_int_equal(decisions[0].run, 0);
    assert_non_null(strstr(decisions[0].text, "scanner"));

    assert_good(house, suppress_remove(house->second, row, "not so", &run,
                                       &house->err));
    assert_int_equal(run, 0);
    assert_int_equal(listed(house, ""), 3);
    assert_string_equal(only(house, &page)->ended_by, "bob");
    suppression_page_free(page);
    assert_false(suppress_remove(house->desk, row, "again", &run, &house->err));
    arena_free(arena);
}

static void test_preview(void **state)
{
    struct house *house = *state;
    struct preview_page *page;
    char names[8][4];
    char old[WHEN_TEXT_SIZE];
    char recent[WHEN_TEXT_SIZE];
    int64_t event = 0;

    when_iso(when_now() - 40 * WHEN_DAY, old);
    when_iso(when_now() - 20 * WHEN_DAY, recent);
    for (int i = 0; i < 8; i++) {
        snprintf(names[i], sizeof(names[i]), "p%d", i);
        event = house_take(
            house, &(struct house_alert){.name = names[i],
                                         .type = i < 7 ? "Noise" : "Other",
                                         .status = i == 1 ? "Resolved" : NULL,
                                         .time = i == 0 ? old : recent});
        if (i == 2)
            assert_good(house, triage_close(house->desk, event, "TruePositive",
                                            "bad", &house->err));
    }
    page = preview_read(house->desk, STR("AlertType == 'Noise'"));
    assert_int_equal(page->error.code, ERR_NONE);
    assert_int_equal(page->total, 6);
    assert_int_equal(page->really, 1);
    assert_int_equal(page->open, 4);
    assert_int_equal(page->n, PREVIEW_SAMPLES);
    preview_page_free(page);

    page = preview_read(house->desk, STR("ExtendedProperties['Attacker IP'] == "
                                         "'203.0.113.9'"));
    assert_int_equal(page->total, 7);
    preview_page_free(page);
    page = preview_read(house->desk, STR("Titel == 'x'"));
    assert_int_equal(page->error.code, ERR_INPUT);
    assert_int_equal(page->total, 0);
    preview_page_free(page);
}

static bool is_listed(struct house *house, const void *with)
{
    struct suppression_page *page = suppression_page_list(house->desk, false);
    const char *state = with;
    bool found = page->n == 1 &&
                 strcmp(suppression_word(page->rows, when_now()), state) == 0;

    suppression_page_free(page);
    return found;
}

#define LIST                                                                   \
    "/subscriptions/" SAND_SUB                                                 \
    "/providers/Microsoft.Security/alertsSuppressionRules"
#define V "?api-version=2019-01-01-preview"

static void test_defender(void **state)
{
    struct house *house = *state;
    struct suppress_wish *wish = there("VM_BruteForce");
    struct suppression_page *page;
    const struct suppression *made;
    struct json *json;
    int64_t run;

    house_engine(house, true);
    suppress_wish_add(wish, "entities.ip.address", STR("203.0.113.9'"));
    run = add(house, wish);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    made = only(house, &page);
    assert_int_equal(made->place, SUPPRESSION_DEFENDER);
    assert_string_equal(made->by, "ann");
    assert_string_equal(made->query,
                        "Kind == 'alert' and AlertType =~ 'VM_BruteForce' and "
                        "entity['ip']['address'] in~ ('203.0.113.9\\'')");
    assert_string_equal(made->fault, "");
    assert_int_equal(sand_arm(&house->sand, "GET", LIST V, NULL), 200);
    sand_ask(&house->sand, "GET", LIST V, NULL, &json);
    assert_string_equal(
        json_text(json_at(json, STR("value.0.properties.state"))).at,
        "Enabled");
    json_free(json);

    assert_good(house, suppress_remove(house->desk, made->row, "over", &run,
                                       &house->err));
    suppression_page_free(page);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    made = only(house, &page);
    assert_string_equal(suppression_word(made, when_now()), "taken away");
    assert_string_equal(made->ended_by, "ann");
    suppression_page_free(page);
}

/* Somebody makes one in the portal, and removes it again. */
static void test_polled(void **state)
{
    struct house *house = *state;
    struct suppression_page *page;

    assert_int_equal(
        sand_arm(&house->sand, "PUT", LIST "/byhand" V,
                 "{\"properties\":{\"alertType\":\"VM_BruteForce\","
                 "\"reason\":\"r\",\"state\":\"Enabled\"}}"),
        200);
    house_engine(house, true);
    assert_true(house_until(house, is_listed, "in force", HOUSE_WAIT));
    house_take(house, &(struct house_alert){.name = "d1",
                                            .status = "Dismissed",
                                            .time = "2036-03-05T12:00:00Z"});
    house_take(house, &(struct house_alert){.name = "d2",
                                            .time = "2036-03-05T12:00:00Z"});
    assert_int_equal(only(house, &page)->hits, 1);
    assert_string_equal(page->rows[0].by, "");
    suppression_page_free(page);
    assert_int_equal(sand_arm(&house->sand, "DELETE", LIST "/byhand" V, NULL),
                     204);
    /* A walk that is under way would not see it. */
    house_rest(house);
    conductor_refresh(house->conductor);
    assert_true(house_until(house, is_listed, "taken away", HOUSE_WAIT));
}

static int64_t queued(struct screen *screen, int64_t *ignored)
{
    struct ask ask = {.kind = ASK_QUEUE, .count = 10};
    struct note *note;
    int64_t total;

    /* The sandbox has recommendations of its own. */
    snprintf(ask.text, sizeof(ask.text), "Kind == 'alert'");
    note = screen_get(screen, &ask, NOTE_QUEUE);
    total = note->is.queue->complete ? note->is.queue->total : -1;

    *ignored = note->is.queue->ignored;
    note_free(note);
    return total;
}

static void wait_queued(struct screen *screen, int64_t total, int64_t ignored)
{
    int64_t until = when_monotonic() + HOUSE_WAIT;
    int64_t have = -1;

    while (queued(screen, &have) != total || have != ignored) {
        if (when_monotonic() > until)
            fail_msg("ignored: %lld", (long long)have);
    }
}

static void test_screen(void **state)
{
    struct house *house = *state;
    struct command command = {.kind = COMMAND_SUPPRESS};
    struct ask ask = {.kind = ASK_PREVIEW};
    struct screen screen;
    struct note *note;
    int64_t row;

    house_take(house, &(struct house_alert){.name = "a1", .type = "Noise"});
    house_take(house, &(struct house_alert){.name = "a2", .type = "Other"});
    /* What the queue does not show is not hidden from it. */
    house_ingest(house,
                 STR("{\"id\":\"" SAND_VM
                     "/providers/Microsoft.Security/assessments/"
                     "Noise\",\"name\":"
                     "\"Noise\",\"type\":\"Microsoft.Security/assessments\","
                     "\"properties\":{\"displayName\":\"Disks\","
                     "\"status\":{\"code\":\"Healthy\"}}}"),
                 true);
    screen_open(&screen, house->config);
    wait_queued(&screen, 2, 0);
    snprintf(ask.text, sizeof(ask.text), "AlertType == 'Noise'");
    note = screen_get(&screen, &ask, NOTE_PREVIEW);
    assert_int_equal(note->is.preview->error.code, ERR_NONE);
    note_free(note);

    command.wish = here("AlertType == 'Noise'");
    row = screen_do(&screen, &command);
    assert_true(row > 0);
    wait_queued(&screen, 1, 1);
    house_take(house, &(struct house_alert){.name = "a3", .type = "Noise"});
    house_take(house, &(struct house_alert){.name = "a4", .type = "Other"});
    wait_queued(&screen, 2, 2);

    ask = (struct ask){.kind = ASK_SUPPRESSIONS};
    note = screen_get(&screen, &ask, NOTE_SUPPRESSIONS);
    assert_int_equal(note->is.suppressions->n, 1);
    note_free(note);
    command =
        (struct command){.kind = COMMAND_UNSUPPRESS, .row = row, .why = "over"};
    screen_do(&screen, &command);
    wait_queued(&screen, 4, 0);
    screen_close(&screen);
}

/* It ends by itself, also while nobody does anything. */
static void test_ends(void **state)
{
    struct house *house = *state;
    struct suppress_wish *wish = here("AlertType == 'Noise'");
    struct screen screen;

    house_take(house, &(struct house_alert){.name = "a1", .type = "Noise"});
    wish->until = when_now() + 3000;
    add(house, wish);
    screen_open(&screen, house->config);
    wait_queued(&screen, 1, 0);
    screen_close(&screen);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_refused), ROW(test_until),    ROW(test_here),
        ROW(test_preview), ROW(test_defender), ROW(test_polled),
        ROW(test_screen),  ROW(test_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
