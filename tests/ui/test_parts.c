/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The small pure parts of the screens: marks, places, words, results of
 * commands, the guide, queries for entities, when a list is asked for again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/board.h"
#include "ui/cmdlog.h"
#include "ui/detail.h"
#include "ui/guide.h"
#include "ui/marks.h"
#include "ui/places.h"
#include "ui/words.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static void test_marks(void **state)
{
    static const int64_t more[] = {9, 3, 7, 3, 5};
    struct marks marks;

    (void)state;
    marks_init(&marks);
    marks_set(&marks, 5, true);
    marks_set(&marks, 2, true);
    marks_set(&marks, 5, true);
    assert_int_equal(marks.n, 2);
    assert_true(marks_has(&marks, 2));
    assert_false(marks_has(&marks, 3));
    marks_add(&marks, more, N(more));
    assert_int_equal(marks.n, 5);
    for (size_t i = 1; i < marks.n; i++)
        assert_true(marks.row[i - 1] < marks.row[i]);
    marks_set(&marks, 7, false);
    marks_set(&marks, 8, false);
    assert_int_equal(marks.n, 4);
    assert_false(marks_has(&marks, 7));
    marks_clear(&marks);
    assert_int_equal(marks.n, 0);
    marks_done(&marks);
}

static void test_places(void **state)
{
    struct places *places = calloc(1, sizeof(*places));
    struct place here = {.row = 1};
    struct place to;

    (void)state;
    assert_false(places_step(places, true, &here, &to));
    places_leave(places, &here);
    here.row = 2;
    places_leave(places, &here);
    here.row = 3;
    assert_true(places_step(places, true, &here, &to));
    assert_int_equal(to.row, 2);
    assert_true(places_step(places, true, &to, &here));
    assert_int_equal(here.row, 1);
    assert_true(places_step(places, false, &here, &to));
    assert_int_equal(to.row, 2);
    places_leave(places, &to);
    assert_false(places_step(places, false, &to, &here));
    for (int64_t i = 0; i < 2 * PLACES_MAX; i++) {
        to.row = i;
        places_leave(places, &to);
    }
    assert_int_equal(places->n_past, PLACES_MAX);
    assert_int_equal(places->past[PLACES_MAX - 1].row, 2 * PLACES_MAX - 1);
    free(places);
}

static void test_words(void **state)
{
    static const struct {
        int64_t span;
        const char *age;
        const char *took;
        const char *left;
    } spans[] = {
        {-1, "now", "0.0 s", "over"},
        {1, "now", "0.0 s", "0:01"},
        {59999, "now", "59 s", "1:00"},
        {60000, "1m", "1m", "1:00"},
        {9950, "now", "9.9 s", "0:10"},
        {3 * WHEN_HOUR + 59 * WHEN_MINUTE, "3h", "3h", "3:59:00"},
    };
    char text[WHEN_TEXT_SIZE];
    const int64_t now = 1000 * WHEN_DAY;

    (void)state;
    for (size_t i = 0; i < N(spans); i++) {
        assert_string_equal(words_age(now, now - spans[i].span, text),
                            spans[i].age);
        assert_string_equal(words_took(spans[i].span, text), spans[i].took);
        assert_string_equal(words_left(now, now + spans[i].span, text),
                            spans[i].left);
    }
    assert_string_equal(words_age(now, 0, text), "–");
    assert_string_equal(words_count(0, text), "0");
    assert_string_equal(words_count(999, text), "999");
    assert_string_equal(words_count(1204, text), "1,204");
    assert_string_equal(words_count(1000000, text), "1,000,000");
}

/* Cut at a character, never within one. */
static void test_copy(void **state)
{
    char small[6];

    (void)state;
    words_copy(small, sizeof(small), STR("abc"));
    assert_string_equal(small, "abc");
    words_copy(small, sizeof(small), STR("abcdefgh"));
    assert_string_equal(small, "abcde");
    words_copy(small, sizeof(small), STR("äöü"));
    assert_string_equal(small, "äö");
}

static void test_done(void **state)
{
    struct done done = {.command = COMMAND_CLOSE, .done = 3};
    struct buf text;

    (void)state;
    buf_init(&text);
    done_text(&done, &text);
    assert_string_equal(text.at, "3 closed; statuses are on their way.");
    buf_clear(&text);
    done.done = 1;
    done_text(&done, &text);
    assert_string_equal(text.at,
                        "Closed; the status is on its way to the service.");
    buf_clear(&text);
    done.command = COMMAND_HOLD;
    done_text(&done, &text);
    assert_string_equal(text.at, "Hold is off: what waited goes on.");
    buf_clear(&text);
    done.flag = true;
    done_text(&done, &text);
    assert_string_equal(text.at, "Hold is on: no automatic action goes.");
    buf_clear(&text);
    done.failed = 2;
    err_set(&done.error, ERR_REMOTE, "No.");
    done_text(&done, &text);
    assert_string_equal(text.at, "1 done, 2 failed; the first: No.");
    buf_done(&text);
}

static void test_log(void **state)
{
    struct cmdlog *log = calloc(1, sizeof(*log));
    struct done done = {.command = COMMAND_OWNER, .done = 1};

    (void)state;
    cmdlog_add(log, 1, &done);
    assert_int_equal(log->n, 0);
    for (int i = 0; i < CMDLOG_MAX + 5; i++) {
        snprintf(done.line, sizeof(done.line), "riposte %d", i);
        cmdlog_add(log, i, &done);
    }
    assert_int_equal(log->n, CMDLOG_MAX);
    assert_string_equal(log->line[0].text, "riposte 5");
    cmdlog_done(log);
    free(log);
}

static void test_pivot(void **state)
{
    static const struct {
        const char *type;
        const char *name;
        const char *query;
    } rows[] = {
        {"ip", "10.0.0.1", "entity.ip == '10.0.0.1'"},
        {"account", "o'brien", "entity.account == 'o\\'brien'"},
        {"file", "C:\\x", "entity.file == 'C:\\\\x'"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct entity entity = {
            .type = str_of(rows[i].type),
            .name = str_of(rows[i].name),
        };
        struct buf text;

        buf_init(&text);
        detail_pivot(&entity, &text);
        assert_string_equal(text.at, rows[i].query);
        buf_done(&text);
    }
}

/* ---- the guide ---- */

static void note_effects(struct guide *guide, enum effect_state state, size_t n)
{
    struct effect row = {.state = state};
    struct effect_page page = {.rows = &row, .n = n};
    struct note note = {.kind = NOTE_EFFECTS, .is.effects = &page};

    guide_note(guide, &note);
}

static enum guide_step step_of(struct guide *guide, const char *screen,
                               bool open, bool selected, int64_t approvals)
{
    struct guide_facts facts = {
        .screen = screen,
        .event_open = open,
        .selected = selected,
        .waiting = approvals > 0,
        .approvals = approvals,
    };

    guide_look(guide, &facts);
    return guide->step;
}

static void test_guide(void **state)
{
    struct done answer = {.command = COMMAND_ANSWER};
    struct note answered = {.kind = NOTE_DONE, .is.done = &answer};
    struct guide guide;

    (void)state;
    guide_init(&guide, true);
    assert_int_equal(step_of(&guide, "queue", false, false, 0), GUIDE_WAIT);
    assert_int_equal(step_of(&guide, "queue", false, true, 1), GUIDE_FIND);
    assert_int_equal(step_of(&guide, "queue", true, true, 0), GUIDE_READ);
    assert_int_equal(step_of(&guide, "queue", false, true, 0), GUIDE_CONTAIN);
    assert_int_equal(step_of(&guide, "queue", false, true, 1), GUIDE_APPROVE);
    assert_int_equal(step_of(&guide, "approvals", false, true, 1),
                     GUIDE_ANSWER);
    guide_note(&guide, &answered);
    assert_int_equal(step_of(&guide, "runs", false, true, 0), GUIDE_RUNNING);
    note_effects(&guide, EFFECT_ACCEPTED, 1);
    assert_int_equal(step_of(&guide, "runs", false, true, 0), GUIDE_RUNNING);
    note_effects(&guide, EFFECT_OBSERVED, 1);
    assert_int_equal(step_of(&guide, "runs", false, true, 0), GUIDE_OBSERVED);
    assert_int_equal(step_of(&guide, "contained", false, true, 0), GUIDE_UNDO);
    note_effects(&guide, EFFECT_UNDOING, 1);
    assert_int_equal(step_of(&guide, "contained", false, true, 0),
                     GUIDE_UNDOING);
    note_effects(&guide, EFFECT_UNDONE, 1);
    assert_int_equal(step_of(&guide, "contained", false, true, 0), GUIDE_DONE);
    note_effects(&guide, EFFECT_UNDONE, 0);
    assert_int_equal(step_of(&guide, "queue", false, true, 2), GUIDE_DONE);
}

/* What a rule has contained by itself does not lead past the question. */
static void test_guide_asked(void **state)
{
    struct guide guide;

    (void)state;
    guide_init(&guide, true);
    assert_int_equal(step_of(&guide, "queue", true, true, 1), GUIDE_APPROVE);
    for (int i = EFFECT_REQUESTED; i <= EFFECT_OBSERVED; i++) {
        note_effects(&guide, (enum effect_state)i, 1);
        assert_int_equal(step_of(&guide, "contained", false, true, 1),
                         GUIDE_APPROVE);
        assert_int_equal(step_of(&guide, "approvals", false, true, 1),
                         GUIDE_ANSWER);
        assert_int_equal(step_of(&guide, "queue", false, true, 0),
                         i == EFFECT_OBSERVED ? GUIDE_OBSERVED : GUIDE_RUNNING);
    }
}

/* Whatever was done is told. */
static void test_done_all(void **state)
{
    (void)state;
    for (int i = 0; i < COMMAND_KIND_N; i++) {
        struct done done = {.command = (enum command_kind)i, .done = 1};
        struct buf text;

        buf_init(&text);
        done_text(&done, &text);
        assert_true(text.len > 0);
        done.done = 2;
        buf_clear(&text);
        done_text(&done, &text);
        assert_true(text.len > 0);
        buf_done(&text);
    }
}

/* ---- the tables of keys ---- */

static bool names(const struct binding *row, struct str key)
{
    struct str rest = str_of(row->key);
    struct str name;

    while (str_cut(&rest, ' ', &name)) {
        if (name.len && str_eq(name, key))
            return true;
    }
    return false;
}

static void check_row(const struct binding *row)
{
    static const struct screen_keys *const shared[] = {
        &common_keys, &move_keys, &pane_keys, &search_keys};
    struct str rest = str_of(row->key);
    struct str name;

    assert_non_null(row->help);
    assert_true(row->label[0]);
    assert_int_equal(row->help[strlen(row->help) - 1], '.');
    assert_true(row->act >= ACT_MARK);
    while (str_cut(&rest, ' ', &name)) {
        for (size_t i = 0; i < N(shared); i++) {
            for (size_t k = 0; k < shared[i]->n; k++)
                assert_false(names(&shared[i]->rows[k], name));
        }
    }
}

/* No table takes a key that means something everywhere, none changes a state
 * on a key that is pressed by mistake, and each says what it does. */
static void test_tables(void **state)
{
    static const char *const never[] = {"d",      "x",      "k",
                                        "Ctrl-D", "Ctrl-K", "Enter"};

    (void)state;
    for (size_t i = 0; i < n_screens; i++) {
        assert_ptr_equal(screen_find(screens[i]->name), screens[i]);
        for (size_t k = 0; k < screens[i]->n_keys; k++) {
            const struct screen_keys *keys = &screens[i]->keys[k];

            for (size_t r = 0; r < keys->n; r++) {
                check_row(&keys->rows[r]);
                for (size_t n = 0; n < N(never); n++)
                    assert_false(names(&keys->rows[r], str_of(never[n])));
            }
        }
    }
    assert_null(screen_find("nowhere"));
}

/* ---- when a list is asked for again ---- */

static bool count_ask(void *with, const struct ask *ask)
{
    (void)ask;
    ++*(int *)with;
    return true;
}

static void take_nothing(void *with, struct note *note)
{
    (void)with;
    (void)note;
}

static void tell(struct board *board, enum note_kind kind)
{
    struct note note = {.kind = kind, .ticket = board->ticket};

    board_note(board, &note);
}

static void turn(struct board *board, int64_t now)
{
    board->shell->turn = now;
    board->shell->wake = 0;
    board_sync(board);
}

/* It took 100 ms to read: what others change is asked for 400 ms later, what
 * the person did at once. */
static void test_rest(void **state)
{
    static const struct board_kind kind = {
        .background = true,
        .answer = NOTE_PLAYBOOKS,
        .take = take_nothing,
    };
    int asks = 0;
    struct shell shell = {.talk = {.ask = count_ask, .with = &asks}};
    struct board board;

    (void)state;
    board_init(&board, &shell, &kind);
    turn(&board, 1000);
    assert_int_equal(asks, 1);
    shell.turn = 1100;
    tell(&board, NOTE_PLAYBOOKS);
    turn(&board, 1110);
    assert_int_equal(asks, 1);
    tell(&board, NOTE_CHANGED);
    turn(&board, 1200);
    assert_int_equal(asks, 1);
    assert_int_equal(shell.wake, 1500);
    turn(&board, 1500);
    assert_int_equal(asks, 2);
    assert_int_equal(shell.wake, 0);
    shell.turn = 1600;
    tell(&board, NOTE_PLAYBOOKS);
    tell(&board, NOTE_DONE);
    turn(&board, 1601);
    assert_int_equal(asks, 3);
    board_done(&board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks),       cmocka_unit_test(test_places),
        cmocka_unit_test(test_words),       cmocka_unit_test(test_copy),
        cmocka_unit_test(test_done),        cmocka_unit_test(test_log),
        cmocka_unit_test(test_pivot),       cmocka_unit_test(test_guide),
        cmocka_unit_test(test_guide_asked), cmocka_unit_test(test_tables),
        cmocka_unit_test(test_done_all),    cmocka_unit_test(test_rest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
