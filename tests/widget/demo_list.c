/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list as the queue has it, with a frame round it; "+" adds rows above.
 */
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"
#include "util/mem.h"
#include "widget/keymap.h"
#include "widget/list.h"

enum need { NEED_ROW = 1, NEED_ENGINE = 2 };

static const char *const whys[] = {"No row is selected.",
                                   "The engine is not running."};

static const struct binding bindings[] = {
    {.key = "j Down", .verb = "down", .label = "down", .act = LIST_DOWN},
    {.key = "k Up", .verb = "up", .label = "up", .act = LIST_UP},
    {.key = "G End", .verb = "end", .label = "end", .act = LIST_END},
    {.key = "g Home", .verb = "home", .label = "home", .act = LIST_HOME},
    {.key = "PgDn", .verb = "page", .label = "page", .act = LIST_PAGE_DOWN},
    {.key = "PgUp", .verb = "back", .label = "back", .act = LIST_PAGE_UP},
    {.key = "e",
     .verb = "close",
     .label = "close",
     .bar = true,
     .needs = NEED_ROW,
     .act = -1},
    {.key = "c",
     .verb = "contain",
     .label = "contain",
     .bar = true,
     .needs = NEED_ROW | NEED_ENGINE,
     .act = -1},
    {.key = "+", .verb = "more", .label = "more", .bar = true, .act = -2},
};

static const struct list_column columns[] = {
    {.title = "S", .min = 1},
    {.title = "Age", .min = 4, .right = true},
    {.title = "Title", .min = 14, .weight = 3},
    {.title = "Resource", .min = 10, .max = 24, .weight = 1, .priority = 1},
    {.title = "Tactic", .min = 12, .priority = 2},
    {.title = "Status", .min = 6, .priority = 3},
    {.title = "Owner", .min = 8, .priority = 4},
    {.title = "Auto", .min = 4, .priority = 5},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct rows {
    struct list list;
    struct keymap *keymap;
    size_t count;
    size_t added;
    const char *note;
    int status;
};

/* The newest row has the greatest id. */
static uint64_t row_id(void *with, size_t index)
{
    const struct rows *rows = with;

    return rows->count - index;
}

static void row_draw(void *with, const struct list_line *line)
{
    const struct rows *rows = with;
    char text[80];
    uint64_t id = rows->count - line->index;

    list_sign(line, STYLE_MARKED, id % 7 == 0 ? STR("*") : STR(" "));
    list_cell(line, 0, STYLE_SEVERITY_HIGH, id % 3 ? STR("M") : STR("H"));
    snprintf(text, sizeof(text), "%zum", line->index % 1000);
    list_cell(line, 1, STYLE_DIM, str_of(text));
    snprintf(text, sizeof(text), "Suspicious process executed %llu",
             (unsigned long long)id);
    list_cell(line, 2, STYLE_TEXT, str_of(text));
    snprintf(text, sizeof(text), "vm-web-%llu", (unsigned long long)id % 100);
    list_cell(line, 3, STYLE_TEXT, str_of(text));
    list_cell(line, 4, STYLE_TEXT, id % 2 ? STR("Execution") : STR("Impact"));
    list_cell(line, 5, STYLE_TEXT, id % 5 ? STR("New") : STR("Active"));
    list_cell(line, 6, STYLE_TEXT, id % 4 ? STR("–") : STR("mara"));
    list_cell(line, 7, STYLE_OK, id % 6 ? STR("") : STR("✓ 3"));
}

static void start(struct demo *demo)
{
    struct rows *rows = mem_new(sizeof(*rows));
    struct list_owner owner = {.id = row_id, .draw = row_draw, .with = rows};
    struct err err;

    rows->count = (size_t)atol(demo->argument);
    rows->keymap = keymap_new(whys, COUNT(whys));
    if (!keymap_add(rows->keymap, "list", bindings, COUNT(bindings), &err))
        die("%s", err.text);
    rows->note = "";
    list_init(&rows->list);
    list_sync(&rows->list, rows->count, 0, &owner);
    demo->state = rows;
}

static struct keymap_scope scope_of(const struct rows *rows)
{
    static const char *const contexts[] = {"list"};

    return (struct keymap_scope){
        .keymap = rows->keymap,
        .contexts = contexts,
        .count = 1,
        .met = rows->count ? NEED_ROW : 0,
    };
}

static void key(struct demo *demo, const struct key *key)
{
    struct rows *rows = demo->state;
    struct list_owner owner = {.id = row_id, .draw = row_draw, .with = rows};
    struct keymap_scope scope = scope_of(rows);
    const struct binding *binding;

    rows->note = "";
    switch (keymap_look(&scope, key->code, &binding)) {
    case KEYMAP_NONE:
        break;
    case KEYMAP_BLOCKED:
        rows->note = keymap_why(&scope, binding);
        break;
    case KEYMAP_ACT:
        if (binding->act >= 0) {
            list_move(&rows->list, (enum list_move)binding->act, &owner);
        } else if (binding->act == -2) {
            rows->count += 3;
            list_sync(&rows->list, rows->count,
                      rows->count - (size_t)rows->list.id, &owner);
        } else {
            rows->note = "done";
        }
        break;
    }
}

static void draw(struct demo *demo, const struct canvas *canvas)
{
    struct rows *rows = demo->state;
    struct list_owner owner = {.id = row_id, .draw = row_draw, .with = rows};
    struct keymap_scope scope = scope_of(rows);
    struct canvas body =
        canvas_sub(canvas, 1, 0, canvas->rows - 2, canvas->cols);
    int bottom = canvas->rows - 1;
    int x;

    canvas_put(canvas, 0, 0, canvas->cols, STYLE_TITLE, STR("riposte"));
    canvas_printf(canvas, 0, 20, STYLE_DIM, "id %llu of %zu",
                  (unsigned long long)rows->list.id, rows->count);
    list_draw(&rows->list, &body, columns, COUNT(columns), &owner);
    canvas_put(canvas, bottom, 0, canvas->cols / 2, STYLE_BAR,
               str_of(rows->note));
    x = keybar_draw(canvas, bottom, canvas->cols / 2, canvas->cols, &scope);
    canvas_rest(canvas, bottom, x);
}

static void end(struct demo *demo)
{
    struct rows *rows = demo->state;

    keymap_free(rows->keymap);
    mem_free(rows);
}

const struct demo_part demo_list = {
    .name = "list",
    .start = start,
    .key = key,
    .draw = draw,
    .end = end,
};
