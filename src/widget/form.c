/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/form.h"

#include <stdlib.h>

#include "util/mem.h"
#include "util/secret.h"
#include "util/utf8.h"
#include "widget/form_own.h"

struct form *form_new(struct term *term, const struct form_owner *owner)
{
    struct form *form = mem_new(sizeof(*form));

    form->term = term;
    form->arena = arena_new();
    if (owner)
        form->owner = *owner;
    return form;
}

static void drop_items(struct item *item, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (item[i].row.kind == FORM_PASSWORD && item[i].value.at)
            secret_wipe(item[i].value.at, item[i].value.room);
        buf_done(&item[i].value);
        mem_free(item[i].error);
    }
    mem_free(item);
}

void form_free(struct form *form)
{
    if (!form)
        return;
    form_popup_close(form);
    form_unlay(form);
    drop_items(form->item, form->count);
    arena_free(form->arena);
    mem_free(form);
}

static struct item *find_item(const struct form *form, struct str name)
{
    for (size_t i = 0; i < form->count; i++) {
        if (str_eq(name, str_of(form->item[i].row.name)))
            return &form->item[i];
    }
    return NULL;
}

/* ---- rows ---- */

/* Line ends stay in texts of several lines; all else is made visible, for the
 * form library prints what it is given. */
static void set_value(struct item *item, struct str value)
{
    struct str line;
    bool first = true;

    buf_clear(&item->value);
    if (item->row.kind != FORM_MULTILINE) {
        utf8_visible(&item->value, str_sub(value, 0, FORM_VALUE_MAX));
        return;
    }
    value = str_sub(value, 0, AREA_MAX);
    while (str_cut(&value, '\n', &line)) {
        if (!first)
            buf_char(&item->value, '\n');
        first = false;
        if (str_ends(line, STR("\r")))
            line.len--;
        utf8_visible(&item->value, line);
    }
}

static void copy_row(struct arena *arena, const struct form_row *row,
                     struct item *item)
{
    item->row = *row;
    item->row.name = arena_text(arena, row->name);
    item->row.label = arena_text(arena, row->label ? row->label : "");
    item->row.help = arena_text(arena, row->help);
    item->row.value = STR_NONE;
    buf_init(&item->value);
}

/* Carries value and error over from the item of that name that was there. */
static void carry_over(const struct form *form, const struct form_row *row,
                       struct item *item)
{
    struct item *old = find_item(form, str_of(row->name));

    if (!old || old->row.kind != row->kind) {
        set_value(item, row->value);
        return;
    }
    set_value(item, buf_view(&old->value));
    item->error = old->error;
    old->error = NULL;
}

static bool check_names(const struct form_row *rows, size_t count,
                        struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (str_eq(str_of(rows[i].name), str_of(rows[k].name)))
                return err_set(err, ERR_BUG, "Two rows are called “%s”.",
                               rows[i].name);
        }
    }
    return true;
}

static size_t place_of(const struct item *item, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(str_of(item[i].row.name), str_of(name)))
            return i;
    }
    return count;
}

bool form_set_rows(struct form *form, const struct form_row *rows, size_t count,
                   struct err *err)
{
    struct arena *arena;
    struct item *item;
    size_t current;

    if (!check_names(rows, count, err))
        return false;
    arena = arena_new();
    item = mem_array(count + 1, sizeof(*item));
    for (size_t i = 0; i < count; i++) {
        copy_row(arena, &rows[i], &item[i]);
        carry_over(form, &rows[i], &item[i]);
    }
    form_popup_close(form);
    form_unlay(form);
    current = form->current;
    if (current < form->count)
        current = place_of(item, count, form->item[current].row.name);
    if (current == count) /* gone: the one that has its place now */
        current = form->current;
    drop_items(form->item, form->count);
    arena_free(form->arena);
    form->arena = arena;
    form->item = item;
    form->count = count;
    form->current = current < count ? current : count ? count - 1 : 0;
    if (count && !form_can_stop(&item[form->current]) && !form_step(form, 1))
        form_step(form, -1);
    form->stale = true;
    return true;
}

/* ---- values ---- */

struct str form_value(struct form *form, const char *name)
{
    struct item *item = find_item(form, str_of(name));

    return item ? buf_view(&item->value) : STR_NONE;
}

static bool check_item(struct form *form, struct item *item)
{
    struct err err;

    mem_free(item->error);
    item->error = NULL;
    if (!form->owner.check || !form_can_stop(item) ||
        item->row.kind == FORM_BUTTON)
        return true;
    err_clear(&err);
    if (form->owner.check(form->owner.with, &item->row, buf_view(&item->value),
                          &err))
        return true;
    item->error = mem_text(err.text);
    return false;
}

/* changed() may describe the form anew, so nothing is touched after it. */
void form_value_changed(struct form *form, struct item *item)
{
    form->dirty = true;
    check_item(form, item);
    if (form->owner.changed)
        form->owner.changed(form->owner.with, &item->row,
                            buf_view(&item->value));
}

void form_set_error(struct form *form, const char *name, const char *text)
{
    struct item *item = find_item(form, str_of(name));

    if (!item)
        return;
    mem_free(item->error);
    item->error = mem_text(text);
}

bool form_check(struct form *form)
{
    size_t wrong = form->count;

    for (size_t i = form->count; i-- > 0;) {
        if (!check_item(form, &form->item[i]))
            wrong = i;
    }
    if (wrong == form->count)
        return true;
    form->current = wrong;
    form_enter(form);
    return false;
}

bool form_dirty(const struct form *form)
{
    return form->dirty;
}

void form_set_clean(struct form *form)
{
    form->dirty = false;
}

/* ---- the cursor ---- */

bool form_can_stop(const struct item *item)
{
    return !form_kind_ops(item->row.kind)->no_stop;
}

const struct form_row *form_current(const struct form *form)
{
    return form->count ? &form->item[form->current].row : NULL;
}

void form_go(struct form *form, const char *name)
{
    size_t place = place_of(form->item, form->count, name);

    if (place == form->count || !form_can_stop(&form->item[place]))
        return;
    form->current = place;
    form_enter(form);
}

bool form_step(struct form *form, int direction)
{
    size_t at = form->current;

    while (direction > 0 ? at + 1 < form->count : at > 0) {
        at = direction > 0 ? at + 1 : at - 1;
        if (form_can_stop(&form->item[at])) {
            form->current = at;
            form_enter(form);
            return true;
        }
    }
    return false;
}

/* ---- keys ---- */

static enum form_answer step_key(struct form *form, int direction)
{
    return form_step(form, direction) ? FORM_KEPT : FORM_OTHER;
}

/* As far as what is shown at once reaches, or to the end. */
static enum form_answer page_key(struct form *form, int direction)
{
    int page = form->shown.rows > 2 ? form->shown.rows - 2 : 1;
    int from = form->item[form->current].y;

    while (abs(form->item[form->current].y - from) < page &&
           form_step(form, direction))
        ;
    return FORM_KEPT;
}

static enum form_answer any_key(struct form *form, const struct key *key)
{
    struct item *item;

    if (form_popup_open(form))
        return form_popup_key(form, key);
    switch (key->code) {
    case KEYS_TAB:
    case KEYS_DOWN:
        return step_key(form, 1);
    case KEYS_BACK_TAB:
    case KEYS_UP:
        return step_key(form, -1);
    case KEYS_PAGE_DOWN:
        return page_key(form, 1);
    case KEYS_PAGE_UP:
        return page_key(form, -1);
    case KEYS_CLICK:
        return form_click(form, key->y, key->x) ? FORM_KEPT : FORM_OTHER;
    default:
        break;
    }
    item = &form->item[form->current];
    if (item->row.locked || !form_can_stop(item))
        return key_printable(key->code) ? FORM_KEPT : FORM_OTHER;
    if (form->stale || !form->curses)
        form_layout(form, form->cols);
    return form_kind_ops(item->row.kind)->key(form, item, key);
}

enum form_answer form_key(struct form *form, const struct key *key)
{
    enum form_answer answer;

    if (!form->count)
        return FORM_OTHER;
    answer = form_offer_key(form, key);
    if (answer != FORM_OTHER)
        return answer;
    answer = any_key(form, key);
    form_offer_follow(form, key);
    return answer;
}

bool form_click(struct form *form, int screen_y, int screen_x)
{
    int y;
    int x;

    if (!form->shown.term || form_popup_open(form) ||
        !canvas_holds(&form->shown, screen_y, screen_x, &y, &x))
        return false;
    y += form->top;
    for (size_t i = 0; i < form->count; i++) {
        const struct item *item = &form->item[i];

        if (item->y == y && x >= item->label_x && x < item->x + item->width &&
            form_can_stop(item)) {
            form->current = i;
            form_enter(form);
            return true;
        }
    }
    return false;
}
