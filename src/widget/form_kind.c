/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each kind of row does with a key, and what its field shows.
 */

#include "util/ascii.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/utf8.h"
#include "widget/form_own.h"

#define POPUP_ROWS 16
/* The library moves all that is behind for each character typed: longer texts
 * are for FORM_MULTILINE. */
#define TYPED_MAX 8192

/* ---- texts on one line ---- */

static const struct {
    uint32_t code;
    int request;
} requests[] = {
    {KEYS_LEFT, REQ_PREV_CHAR},
    {KEYS_RIGHT, REQ_NEXT_CHAR},
    {KEYS_CTRL | 'b', REQ_PREV_CHAR},
    {KEYS_CTRL | 'f', REQ_NEXT_CHAR},
    {KEYS_CTRL | KEYS_LEFT, REQ_PREV_WORD},
    {KEYS_CTRL | KEYS_RIGHT, REQ_NEXT_WORD},
    {KEYS_HOME, REQ_BEG_FIELD},
    {KEYS_CTRL | 'a', REQ_BEG_FIELD},
    {KEYS_END, REQ_END_FIELD},
    {KEYS_CTRL | 'e', REQ_END_FIELD},
    {KEYS_BACKSPACE, REQ_DEL_PREV},
    {KEYS_DELETE, REQ_DEL_CHAR},
    {KEYS_CTRL | 'd', REQ_DEL_CHAR},
    {KEYS_CTRL | 'w', REQ_DEL_WORD},
    {KEYS_CTRL | 'k', REQ_CLR_EOF},
    {KEYS_CTRL | 'u', REQ_CLR_FIELD},
};

static bool fits_kind(enum form_kind kind, uint32_t c)
{
    if (utf8_hostile(c))
        return false;
    if (kind == FORM_NUMBER)
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
    return true;
}

static void type(struct form *form, const struct item *item, uint32_t c)
{
    if (fits_kind(item->row.kind, c) && item->value.len < TYPED_MAX)
        form_driver_w(form->curses, OK, (wchar_t)c);
}

/* A paste is text: its line ends become blanks. */
static void type_all(struct form *form, const struct item *item,
                     struct str text)
{
    uint32_t c;
    size_t n = 0;

    while (n++ + item->value.len < TYPED_MAX && utf8_next(&text, &c))
        type(form, item, c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
}

static bool request(struct form *form, uint32_t code)
{
    for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
        if (requests[i].code == code) {
            form_driver(form->curses, requests[i].request);
            return true;
        }
    }
    return false;
}

static enum form_answer text_key(struct form *form, struct item *item,
                                 const struct key *key)
{
    if (item->row.kind == FORM_PASSWORD && !key_printable(key->code) &&
        key->code != KEYS_PASTE && key->code != KEYS_BACKSPACE &&
        key->code != (KEYS_CTRL | 'u'))
        return FORM_OTHER; /* nobody can see where the cursor would go */
    if (key->code == KEYS_PASTE)
        type_all(form, item, key->text);
    else if (key_printable(key->code))
        type(form, item, key->code);
    else if (!request(form, key->code))
        return FORM_OTHER;
    if (!form_read(form, item))
        return FORM_KEPT;
    form_value_changed(form, item);
    return FORM_CHANGED;
}

enum form_answer form_type(struct form *form, struct item *item, size_t instead,
                           struct str text)
{
    while (instead-- > 0)
        form_driver(form->curses, REQ_DEL_PREV);
    type_all(form, item, text);
    if (!form_read(form, item))
        return FORM_KEPT;
    form_value_changed(form, item);
    return FORM_CHANGED;
}

static void show_text(const struct item *item, struct buf *out)
{
    buf_str(out, buf_view(&item->value));
}

/* ---- choices ---- */

static size_t chosen(const struct item *item)
{
    for (size_t i = 0; i < item->row.n_choices; i++) {
        if (str_eq(buf_view(&item->value), str_of(item->row.choices[i].value)))
            return i;
    }
    return item->row.n_choices;
}

static const char *label_of(const struct form_choice *choice)
{
    return choice->label ? choice->label : choice->value;
}

static const char *choice_label(const struct item *item)
{
    size_t index = chosen(item);

    if (index < item->row.n_choices)
        return label_of(&item->row.choices[index]);
    return item->value.at ? item->value.at : "";
}

static enum form_answer set_to(struct form *form, struct item *item,
                               const char *value)
{
    if (str_eq(buf_view(&item->value), str_of(value)))
        return FORM_KEPT;
    buf_clear(&item->value);
    buf_text(&item->value, value);
    form_show(form, item);
    form_value_changed(form, item);
    return FORM_CHANGED;
}

static enum form_answer choose(struct form *form, struct item *item,
                               size_t index)
{
    return set_to(form, item, item->row.choices[index].value);
}

static void open_list(struct form *form, struct item *item)
{
    size_t n = item->row.n_choices;
    struct dialog_item *items = mem_array(n + 1, sizeof(*items));

    for (size_t i = 0; i < n; i++)
        items[i].label = str_of(label_of(&item->row.choices[i]));
    form->popup = dialog_pick(form->term, str_of(item->row.label), items, n);
    mem_free(items);
}

/* The next choice, after the one that is set, that starts with a character. */
static enum form_answer choose_by(struct form *form, struct item *item,
                                  uint32_t c)
{
    size_t n = item->row.n_choices;
    size_t at = chosen(item);

    for (size_t i = 1; i <= n; i++) {
        size_t index = (at + i) % n;
        struct str label = str_of(label_of(&item->row.choices[index]));
        uint32_t first = 0;

        utf8_next(&label, &first);
        if (first == c || (c < 0x80 && first < 0x80 &&
                           ascii_lower((char)first) == ascii_lower((char)c)))
            return choose(form, item, index);
    }
    return FORM_KEPT;
}

static enum form_answer choice_key(struct form *form, struct item *item,
                                   const struct key *key)
{
    size_t n = item->row.n_choices;
    size_t at = chosen(item);

    if (!n)
        return FORM_OTHER;
    if (key->code == KEYS_SPACE) {
        open_list(form, item);
        return FORM_KEPT;
    }
    if (key->code == KEYS_RIGHT)
        return choose(form, item, at + 1 < n ? at + 1 : 0);
    if (key->code == KEYS_LEFT)
        return choose(form, item, at > 0 && at < n ? at - 1 : n - 1);
    if (key_printable(key->code))
        return choose_by(form, item, key->code);
    return FORM_OTHER;
}

static void show_choice(const struct item *item, struct buf *out)
{
    struct str label = str_of(choice_label(item));
    size_t width = item->width > 4 ? (size_t)item->width - 4 : 1;

    /* Signs that there is more to choose from, in what all terminals have. */
    buf_text(out, "< ");
    utf8_visible(out, utf8_cut(label, width, &width));
    buf_text(out, " >");
}

/* ---- switches and buttons ---- */

static enum form_answer bool_key(struct form *form, struct item *item,
                                 const struct key *key)
{
    bool on = str_eq(buf_view(&item->value), STR("true"));

    if (key->code == KEYS_SPACE || key->code == KEYS_LEFT ||
        key->code == KEYS_RIGHT)
        return set_to(form, item, on ? "false" : "true");
    return key_printable(key->code) ? FORM_KEPT : FORM_OTHER;
}

static void show_bool(const struct item *item, struct buf *out)
{
    bool on = str_eq(buf_view(&item->value), STR("true"));

    buf_text(out, on ? "[x]" : "[ ]");
}

static enum form_answer button_key(struct form *form, struct item *item,
                                   const struct key *key)
{
    (void)form;
    (void)item;
    if (key->code == KEYS_SPACE || key->code == KEYS_ENTER)
        return FORM_PRESSED;
    return key_printable(key->code) ? FORM_KEPT : FORM_OTHER;
}

static void show_button(const struct item *item, struct buf *out)
{
    buf_text(out, "[ ");
    utf8_visible(out, str_of(item->row.label));
    buf_text(out, " ]");
}

/* ---- several lines ---- */

static void open_area(struct form *form, const struct item *item)
{
    form->area = mem_new(sizeof(*form->area));
    area_init(form->area, buf_view(&item->value));
    form->layer = layer_new(form->term);
}

static enum form_answer lines_key(struct form *form, struct item *item,
                                  const struct key *key)
{
    bool opens = key->code == KEYS_ENTER || key->code == KEYS_SPACE;
    bool writes = key->code == KEYS_PASTE || key_printable(key->code);

    if (!opens && !writes)
        return FORM_OTHER;
    open_area(form, item);
    if (!opens) {
        form->area->cursor = form->area->text.len;
        area_key(form->area, key, 1);
    }
    return FORM_KEPT;
}

static void show_lines(const struct item *item, struct buf *out)
{
    struct str rest = buf_view(&item->value);
    struct str line = STR_NONE;
    size_t more = 0;

    str_cut(&rest, '\n', &line);
    utf8_visible(out, utf8_cut(line, (size_t)item->width, &more));
    more = 0;
    while (str_cut(&rest, '\n', &line))
        more++;
    if (more)
        buf_printf(out, _n(" (+ %zu line)", " (+ %zu lines)", more), more);
}

/* ---- the table ---- */

static const struct form_kind_ops kinds[FORM_KIND_N] = {
    [FORM_TEXT] = {.typed = true, .key = text_key, .show = show_text},
    [FORM_NUMBER] = {.typed = true, .key = text_key, .show = show_text},
    [FORM_PASSWORD] = {.typed = true, .key = text_key, .show = show_text},
    [FORM_CHOICE] = {.key = choice_key, .show = show_choice},
    [FORM_BOOL] = {.key = bool_key, .show = show_bool},
    [FORM_MULTILINE] = {.key = lines_key, .show = show_lines},
    [FORM_BUTTON] = {.key = button_key, .show = show_button},
    [FORM_HEADING] = {.no_stop = true},
};

const struct form_kind_ops *form_kind_ops(enum form_kind kind)
{
    return &kinds[kind];
}

/* ---- what opens above the form ---- */

bool form_popup_open(const struct form *form)
{
    return form->popup || form->area;
}

void form_popup_close(struct form *form)
{
    form_offer_close(form);
    dialog_free(form->popup);
    form->popup = NULL;
    if (!form->area)
        return;
    area_done(form->area);
    mem_free(form->area);
    form->area = NULL;
    layer_free(form->layer);
    form->layer = NULL;
}

static enum form_answer list_key(struct form *form, struct item *item,
                                 const struct key *key)
{
    enum dialog_answer answer = dialog_key(form->popup, key);
    size_t index = dialog_choice(form->popup);

    if (answer == DIALOG_OPEN)
        return FORM_KEPT;
    form_popup_close(form);
    if (answer == DIALOG_NO || index >= item->row.n_choices)
        return FORM_KEPT;
    return choose(form, item, index);
}

static enum form_answer area_key_all(struct form *form, struct item *item,
                                     const struct key *key)
{
    bool same;

    if (key->code != KEYS_ESC) {
        area_key(form->area, key, POPUP_ROWS);
        return FORM_KEPT;
    }
    same = str_eq(buf_view(&form->area->text), buf_view(&item->value));
    if (!same) {
        buf_clear(&item->value);
        buf_str(&item->value, buf_view(&form->area->text));
    }
    form_popup_close(form);
    if (same)
        return FORM_KEPT;
    form_show(form, item);
    form_value_changed(form, item);
    return FORM_CHANGED;
}

enum form_answer form_popup_key(struct form *form, const struct key *key)
{
    struct item *item = &form->item[form->current];

    return form->popup ? list_key(form, item, key)
                       : area_key_all(form, item, key);
}

void form_popup_draw(struct form *form)
{
    struct canvas canvas;
    struct canvas body;

    if (form->popup)
        dialog_draw(form->popup);
    if (!form->area)
        return;
    canvas =
        layer_centre(form->layer, POPUP_ROWS + 3, term_cols(form->term) - 4);
    canvas_box(&canvas, str_of(form->item[form->current].row.label));
    body = canvas_sub(&canvas, 1, 1, canvas.rows - 3, canvas.cols - 2);
    canvas_put(&canvas, canvas.rows - 2, 1, canvas.cols - 2, STYLE_DIM,
               str_of(form->owner.complete
                          ? _("Esc: done   Ctrl-Space: what may come next")
                          : _("Esc: done")));
    area_draw(form->area, &body);
}
