/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_health.c - how all that riposte stands on is: engine, sources, tokens,
 * connectors, permissions, store.
 */
#include "ui/board.h"
#include "ui/words.h"
#include "util/text.h"

/* A page that nobody asked for: what runs out does so by itself. */
#define ASK_EVERY (10 * WHEN_SECOND)

struct health_screen {
    struct board board;
    struct health_page *page;
    int64_t asked; /* of when_monotonic() */
};
BOARD_BEGINS(struct health_screen);

enum { CELL_GRADE, CELL_PART, CELL_NAME, CELL_TEXT, CELL_N };

static const struct list_column columns[CELL_N] = {
    [CELL_GRADE] = {.title = N_("State"), .min = 6, .max = 9},
    [CELL_PART] = {.title = N_("Part"), .min = 10, .max = 12, .priority = 2},
    [CELL_NAME] = {.title = N_("Name"), .min = 12, .max = 28, .weight = 1},
    [CELL_TEXT] = {.title = N_("How it is"), .min = 12, .weight = 4},
};

static struct sign sign_of(enum health_grade grade)
{
    static const struct {
        const char *sign;
        const char *word;
        enum style style;
    } rows[HEALTH_GRADE_N] = {
        [HEALTH_GOOD] = {"●", N_("good"), STYLE_OK},
        [HEALTH_NONE] = {"·", "–", STYLE_DIM},
        [HEALTH_WARN] = {"!", N_("warn"), STYLE_WARN},
        [HEALTH_BAD] = {"✗", N_("bad"), STYLE_ERROR},
    };

    return (struct sign){
        .sign = str_of(rows[grade].sign),
        .word = str_of(_(rows[grade].word)),
        .style = rows[grade].style,
    };
}

static const struct health_row *row_at(const struct health_screen *health,
                                       size_t index)
{
    const struct health_page *page = health->page;

    return page && index < page->n ? &page->rows[index] : NULL;
}

/* The same thing on the next page, wherever it stands there. */
static uint64_t row_id(void *with, size_t index)
{
    const struct health_row *row = row_at(with, index);
    uint64_t id;

    if (!row)
        return 0;
    id = str_hash(str_of(row->name)) + (uint64_t)row->part;
    for (size_t i = index; i > 0; i--) {
        const struct health_row *before = row_at(with, i - 1);

        if (before->part != row->part)
            break;
        id += str_eq(str_of(before->name), str_of(row->name));
    }
    return id ? id : 1;
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct health_row *row = row_at(with, line->index);
    enum style style = row->grade == HEALTH_NONE ? STYLE_DIM : STYLE_TEXT;

    words_draw(line, CELL_GRADE, sign_of(row->grade));
    list_cell(line, CELL_PART, STYLE_DIM, str_of(health_part_title(row->part)));
    list_cell(line, CELL_NAME, style, str_of(row->name));
    list_cell(line, CELL_TEXT, style, str_of(row->text));
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct health_row *row = row_at(with, index);

    buf_printf(out, "%s %s: %s", health_part_title(row->part), row->name,
               row->text);
}

static void write_row(void *with, size_t index, struct view *view)
{
    const struct health_screen *health = with;
    const struct health_row *row = row_at(health, index);

    view_line(view, sign_of(row->grade).style, str_of(row->text));
    for (size_t i = 0; i < row->n_facts; i++) {
        const struct health_fact *fact = &row->facts[i];

        if (fact->when)
            words_pair_time(view, fact->label, fact->when,
                            health->board.shell->utc);
        else
            words_pair(view, fact->label, str_of(fact->text));
    }
}

static const char *empty(void *with)
{
    (void)with;
    return _("How riposte stands could not be read.");
}

static void fill(void *with, struct ask *ask)
{
    struct health_screen *health = with;

    (void)ask;
    health->asked = health->board.shell->turn;
}

/* ---- the page ---- */

static void take(void *with, struct note *note)
{
    struct health_screen *health = with;

    health_page_free(health->page);
    health->page = note->is.health;
    note->is.health = NULL;
    board_taken(&health->board, health->page->n, &health->page->error);
}

static const struct board_kind kind = {
    .screen = &scr_health,
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .write = write_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_HEALTH},
    .fill = fill,
    .answer = NOTE_HEALTH,
    .take = take,
};

static void open_health(void *state, struct shell *shell)
{
    struct health_screen *health = state;

    board_init(&health->board, shell, &kind);
}

static void close_health(void *state)
{
    struct health_screen *health = state;

    board_done(&health->board);
    health_page_free(health->page);
}

static void sync(void *state)
{
    struct health_screen *health = state;

    if (health->page && health->board.shell->turn >= health->asked + ASK_EVERY)
        health->board.wanted = true;
    board_sync(&health->board);
}

static int64_t due(void *state)
{
    const struct health_screen *health = state;

    return shell_is_current(health->board.shell, &scr_health)
               ? health->asked + ASK_EVERY
               : 0;
}

static void act(void *state, int number)
{
    struct health_screen *health = state;

    board_act(&health->board, number);
}

const struct screen scr_health = {
    .name = "health",
    .title = N_("Health"),
    .digit = '9',
    .size = sizeof(struct health_screen),
    .open = open_health,
    .close = close_health,
    .scope = board_scope,
    .sync = sync,
    .note = board_note,
    .draw = board_draw,
    .act = act,
    .type = board_type,
    .click = board_click,
    .back = board_back,
    .text = board_text,
    .go = board_go,
    .where = board_where,
    .due = due,
};
