/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One of several: menus with keys, and lists that typing narrows down.
 */
#include <stdlib.h>

#include "util/mem.h"
#include "widget/dialog_own.h"
#include "widget/fuzzy.h"

#define ROWS_MAX 16

struct menu {
    struct dialog_item *item;
    size_t count;
    struct match {
        size_t item;
        int score;
    } * shown;
    struct list list; /* over `shown` */
    bool typed;       /* it has a line that narrows it down */
    size_t choice;
    struct view *note; /* why something cannot be chosen */
};

static uint64_t item_id(void *with, size_t index)
{
    const struct menu *menu = with;

    return menu->shown[index].item + 1;
}

static void item_draw(void *with, const struct list_line *line)
{
    const struct menu *menu = with;
    const struct dialog_item *item = &menu->item[menu->shown[line->index].item];
    bool off = !str_empty(item->why_not);
    enum style style = off             ? STYLE_KEY_OFF
                       : line->current ? STYLE_STRONG
                                       : STYLE_TEXT;
    struct canvas cell;
    struct buf key;
    int x = 0;
    int note = canvas_width(item->note);

    if (!list_cell_at(line, 0, &cell))
        return;
    if (item->key) {
        buf_init(&key);
        key_format(item->key, &key);
        canvas_put(&cell, 0, 0, 6, off ? STYLE_KEY_OFF : STYLE_KEY,
                   buf_view(&key));
        buf_done(&key);
        x = 7;
    }
    note = note < cell.cols / 2 ? note : cell.cols / 2;
    canvas_fit(&cell, 0, x, cell.cols - x - note - 1, style, item->label);
    canvas_fit(&cell, 0, cell.cols - note, note, STYLE_DIM, item->note);
}

static struct list_owner owner_of(struct menu *menu)
{
    return (struct list_owner){
        .id = item_id,
        .draw = item_draw,
        .with = menu,
    };
}

/* The best first; equals in the order they were given. */
static int compare(const void *a, const void *b)
{
    const struct match *left = a;
    const struct match *right = b;

    if (left->score != right->score)
        return left->score > right->score ? -1 : 1;
    return left->item < right->item ? -1 : 1;
}

static void narrow(struct dialog *dialog)
{
    struct menu *menu = dialog->own;
    struct list_owner owner = owner_of(menu);
    struct str pattern = str_trim(input_text(&dialog->input));
    bool all = str_empty(pattern);
    size_t n = 0;

    for (size_t i = 0; i < menu->count; i++) {
        const struct dialog_item *item = &menu->item[i];
        int score = all            ? 0
                    : item->always ? -1
                                   : fuzzy_score(pattern, item->label);

        if (score >= 0 || item->always)
            menu->shown[n++] = (struct match){.item = i, .score = score};
    }
    if (n > 1)
        qsort(menu->shown, n, sizeof(*menu->shown), compare);
    list_sync(&menu->list, n, 0, &owner);
}

static enum dialog_answer take(struct dialog *dialog, size_t index)
{
    struct menu *menu = dialog->own;

    if (!str_empty(menu->item[index].why_not)) {
        dialog->note = menu->item[index].why_not.at;
        return DIALOG_OPEN;
    }
    menu->choice = index;
    return DIALOG_YES;
}

static enum dialog_answer take_current(struct dialog *dialog)
{
    const struct menu *menu = dialog->own;

    if (!menu->list.count)
        return DIALOG_OPEN;
    return take(dialog, menu->shown[menu->list.cursor].item);
}

static bool move_key(struct menu *menu, uint32_t code)
{
    struct list_owner owner = owner_of(menu);
    enum list_move move;

    if (code == (KEYS_CTRL | 'n'))
        code = KEYS_DOWN;
    if (code == (KEYS_CTRL | 'p'))
        code = KEYS_UP;
    /* Home and End are the input's where there is one. */
    if (!list_move_of(code, &move) ||
        (menu->typed && (code == KEYS_HOME || code == KEYS_END)))
        return false;
    list_move(&menu->list, move, &owner);
    return true;
}

static enum dialog_answer pick_key(struct dialog *dialog, const struct key *key)
{
    if (move_key(dialog->own, key->code))
        return DIALOG_OPEN;
    switch (input_key(&dialog->input, key)) {
    case INPUT_ACCEPT:
        return take_current(dialog);
    case INPUT_CANCEL:
        return DIALOG_NO;
    case INPUT_CHANGED:
        narrow(dialog);
        return DIALOG_OPEN;
    default:
        return DIALOG_OPEN;
    }
}

static enum dialog_answer menu_key(struct dialog *dialog, const struct key *key)
{
    struct menu *menu = dialog->own;

    for (size_t i = 0; i < menu->count; i++) {
        if (menu->item[i].key && menu->item[i].key == key->code)
            return take(dialog, i);
    }
    if (move_key(menu, key->code == 'j'   ? (uint32_t)KEYS_DOWN
                       : key->code == 'k' ? (uint32_t)KEYS_UP
                                          : key->code))
        return DIALOG_OPEN;
    switch (key->code) {
    case KEYS_ENTER:
        return take_current(dialog);
    case KEYS_ESC:
    case 'q':
        return DIALOG_NO;
    default:
        return DIALOG_OPEN;
    }
}

/* There is a line for it before there is anything to say. */
static int note_rows(struct dialog *dialog, int cols)
{
    struct menu *menu = dialog->own;
    size_t rows;

    view_clear(menu->note);
    if (dialog->note)
        view_line(menu->note, STYLE_WARN, str_of(dialog->note));
    rows = view_height(menu->note, cols);
    return rows > 1 ? (int)rows : 1;
}

static int menu_rows(struct dialog *dialog, int cols)
{
    const struct menu *menu = dialog->own;
    size_t rows = menu->count < ROWS_MAX ? menu->count : ROWS_MAX;

    /* The line to type, and what says why not. */
    return (int)(rows ? rows : 1) + (menu->typed ? 1 : 0) +
           note_rows(dialog, cols);
}

static void menu_draw(struct dialog *dialog, const struct canvas *canvas)
{
    static const struct list_column columns[] = {{.min = 1, .weight = 1}};
    struct menu *menu = dialog->own;
    struct list_owner owner = owner_of(menu);
    int top = menu->typed ? 1 : 0;
    int note = note_rows(dialog, canvas->cols);
    struct canvas body =
        canvas_sub(canvas, top, 0, canvas->rows - top - note, canvas->cols);
    struct canvas below =
        canvas_sub(canvas, canvas->rows - note, 0, note, canvas->cols);

    list_draw(&menu->list, &body, columns, 1, &owner);
    view_draw(menu->note, &below);
    if (menu->typed)
        input_draw(&dialog->input, canvas, 0, 0, canvas->cols, STYLE_FIELD_ON);
}

static void menu_done(struct dialog *dialog)
{
    struct menu *menu = dialog->own;

    view_free(menu->note);
    mem_free(menu->item);
    mem_free(menu->shown);
    mem_free(menu);
}

static const struct dialog_kind menu_kind = {
    .key = menu_key,
    .rows = menu_rows,
    .draw = menu_draw,
    .done = menu_done,
    .cols = 60,
};

static const struct dialog_kind pick_kind = {
    .key = pick_key,
    .rows = menu_rows,
    .draw = menu_draw,
    .done = menu_done,
    .cols = 76,
};

static struct dialog *make(const struct dialog_kind *kind, struct term *term,
                           struct str title, const struct dialog_item *items,
                           size_t count)
{
    struct dialog *dialog = dialog_make(kind, term, title, STR_NONE);
    struct menu *menu = mem_new(sizeof(*menu));

    menu->item = mem_array(count + 1, sizeof(*menu->item));
    menu->shown = mem_array(count + 1, sizeof(*menu->shown));
    menu->count = count;
    menu->choice = SIZE_MAX;
    menu->note = view_new();
    menu->typed = kind == &pick_kind;
    for (size_t i = 0; i < count; i++) {
        menu->item[i] = items[i];
        menu->item[i].label = arena_str(dialog->arena, items[i].label);
        menu->item[i].note = arena_str(dialog->arena, items[i].note);
        menu->item[i].why_not = arena_str(dialog->arena, items[i].why_not);
    }
    list_init(&menu->list);
    dialog->own = menu;
    narrow(dialog);
    return dialog;
}

struct dialog *dialog_menu(struct term *term, struct str title,
                           const struct dialog_item *items, size_t count)
{
    return make(&menu_kind, term, title, items, count);
}

struct dialog *dialog_pick(struct term *term, struct str title,
                           const struct dialog_item *items, size_t count)
{
    return make(&pick_kind, term, title, items, count);
}

static const struct menu *menu_of(const struct dialog *dialog)
{
    bool is_menu = dialog->kind == &menu_kind || dialog->kind == &pick_kind;

    return is_menu ? dialog->own : NULL;
}

size_t dialog_choice(const struct dialog *dialog)
{
    const struct menu *menu = menu_of(dialog);

    return menu ? menu->choice : SIZE_MAX;
}

int dialog_tag(const struct dialog *dialog)
{
    const struct menu *menu = menu_of(dialog);

    return menu && menu->choice < menu->count ? menu->item[menu->choice].tag
                                              : 0;
}
