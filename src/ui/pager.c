/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pager.h"

#include "util/mem.h"
#include "util/text.h"
#include "widget/key.h"

struct pager *pager_new(const char *title)
{
    struct pager *pager = mem_new(sizeof(*pager));

    pager->title = mem_text(title);
    pager->view = view_new();
    input_init(&pager->search);
    return pager;
}

void pager_free(struct pager *pager)
{
    if (!pager)
        return;
    mem_free(pager->title);
    view_free(pager->view);
    input_done(&pager->search);
    mem_free(pager);
}

static void search(struct pager *pager, bool forward)
{
    struct str what = input_text(&pager->search);

    pager->sought = what.len > 0;
    pager->missed = pager->sought && !view_search(pager->view, what, forward);
}

static void type(struct pager *pager, const struct key *key)
{
    switch (input_key(&pager->search, key)) {
    case INPUT_ACCEPT:
        pager->typing = false;
        search(pager, true);
        break;
    case INPUT_CANCEL:
        pager->typing = false;
        break;
    default:
        break;
    }
}

/* The keys are fixed, as those of a dialog are: help must not be closed to
 * somebody who has rebound them. */
bool pager_key(struct pager *pager, const struct key *key)
{
    static const struct {
        uint32_t code;
        enum list_move move;
    } letters[] = {
        {'j', LIST_DOWN},        {'k', LIST_UP},   {KEYS_SPACE, LIST_PAGE_DOWN},
        {'b', LIST_PAGE_UP},     {'g', LIST_HOME}, {'G', LIST_END},
        {KEYS_ENTER, LIST_DOWN},
    };
    enum list_move move;

    if (pager->typing) {
        type(pager, key);
        return true;
    }
    if (pager->open && key->code == KEYS_ENTER && view_tag(pager->view))
        return false;
    if (pager->open && (key->code & ~KEYS_SHIFT) == KEYS_TAB)
        view_step(pager->view, key->code == KEYS_TAB ? 1 : -1);
    if (list_move_of(key->code, &move))
        view_move(pager->view, move);
    for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
        if (letters[i].code == key->code)
            view_move(pager->view, letters[i].move);
    }
    if (key->code == '/') {
        pager->typing = true;
        input_set(&pager->search, STR_NONE);
    }
    if (pager->sought && (key->code == 'n' || key->code == 'N'))
        search(pager, key->code == 'n');
    return key->code != 'q' && key->code != KEYS_ESC && key->code != '?';
}

void pager_draw(struct pager *pager, const struct canvas *canvas)
{
    struct canvas text =
        canvas_sub(canvas, 1, 0, canvas->rows - 2, canvas->cols);
    int foot = canvas->rows - 1;

    canvas_rule(canvas, 0, str_of(pager->title));
    view_draw(pager->view, &text);
    canvas_rest(canvas, foot, 0);
    if (pager->typing) {
        canvas_add(canvas, foot, 0, STYLE_KEY, STR("/"));
        input_draw(&pager->search, canvas, foot, 1, canvas->cols - 1,
                   STYLE_FIELD_ON);
    } else if (pager->missed) {
        canvas_printf(canvas, foot, 0, STYLE_WARN,
                      _("“%.*s” is not in this text."),
                      STR_ARG(input_text(&pager->search)));
    } else {
        canvas_add(
            canvas, foot, 0, STYLE_DIM,
            str_of(pager->open
                       ? _("j k   Tab next   Enter go there   / search   "
                           "q close")
                       : _("j k move   / search   n N next   q close")));
    }
}
