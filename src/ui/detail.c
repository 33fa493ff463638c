/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/detail.h"

#include <inttypes.h>

#include "ui/words.h"
#include "util/text.h"

#define REST 150 /* milliseconds that the finger has to rest */
#define OPEN 3   /* levels of the JSON tree that are open at first */

void detail_init(struct detail *detail, struct shell *shell)
{
    *detail = (struct detail){
        .shell = shell,
        .view = view_new(),
        .brief = view_new(),
        .tree = tree_new(),
    };
}

void detail_done(struct detail *detail)
{
    event_page_free(detail->page);
    decision_page_free(detail->why);
    view_free(detail->view);
    view_free(detail->brief);
    tree_free(detail->tree);
}

void detail_want(struct detail *detail, int64_t row, bool now)
{
    bool other = row != detail->row;

    if (other) {
        detail->row = row;
        detail->rest = detail->shell->turn + REST;
        detail->ticket = 0;
        detail->why_ticket = 0;
        detail->again = false;
    }
    if (now && detail->rest)
        detail->rest = detail->shell->turn;
}

const struct event_page *detail_page(const struct detail *detail)
{
    if (!detail->row || !detail->page || detail->page->event.row != detail->row)
        return NULL;
    return detail->page;
}

int64_t detail_due(const struct detail *detail)
{
    return detail->row ? detail->rest : 0;
}

static void ask_why(struct detail *detail)
{
    struct ask ask = {.kind = ASK_DECISIONS, .row = detail->row};

    if (!detail->why && !detail->why_ticket && detail_page(detail))
        detail->why_ticket = shell_ask(detail->shell, &ask);
}

void detail_sync(struct detail *detail)
{
    struct ask ask = {.kind = ASK_EVENT, .row = detail->row};

    if (!detail->row)
        return;
    if (detail->rest && detail->rest <= detail->shell->turn) {
        detail->ticket = shell_ask(detail->shell, &ask);
        if (detail->ticket)
            detail->rest = 0;
    } else if (!detail->rest && !detail->ticket && detail->again) {
        detail->ticket = shell_ask(detail->shell, &ask);
        detail->again = detail->ticket == 0;
    }
    if (detail->tab == DETAIL_WHY)
        ask_why(detail);
}

/* The same event anew keeps its place; another one starts at the top. */
static void take_page(struct detail *detail, struct event_page *page)
{
    bool other = !detail->page || detail->page->event.row != page->event.row;

    event_page_free(detail->page);
    detail->page = page;
    detail->ticket = 0;
    decision_page_free(detail->why);
    detail->why = NULL;
    detail->why_ticket = 0;
    if (other) {
        view_home(detail->view);
        view_home(detail->brief);
    }
    /* Nobody's branches are shut while they are looked at. */
    if (other || detail->tab != DETAIL_JSON) {
        tree_clear(detail->tree);
        tree_add_json(detail->tree, 0, STR("body"), page->body, OPEN);
    }
    view_clear(detail->brief);
    detail_write_brief(detail, detail->brief);
    detail->stale = true;
}

/* Only the newest answer of a kind is kept on its way here: a later one for
 * somebody else means that ours is lost. */
static bool is_ours(uint64_t *ticket, uint64_t came, bool *lost)
{
    bool ours = *ticket && came == *ticket;

    *lost = *ticket && came > *ticket;
    if (ours || *lost)
        *ticket = 0;
    return ours;
}

static void take_why(struct detail *detail, struct note *note)
{
    bool lost;

    if (!is_ours(&detail->why_ticket, note->ticket, &lost))
        return;
    decision_page_free(detail->why);
    detail->why = note->is.decisions;
    note->is.decisions = NULL;
    detail->stale = true;
}

void detail_note(struct detail *detail, struct note *note)
{
    bool lost = false;

    if (note->kind == NOTE_EVENT && note->is.event &&
        is_ours(&detail->ticket, note->ticket, &lost)) {
        take_page(detail, note->is.event);
        note->is.event = NULL;
    }
    if (note->kind == NOTE_DECISIONS && note->is.decisions)
        take_why(detail, note);
    if (lost || note->kind == NOTE_CHANGED || note->kind == NOTE_DONE)
        detail->again = true;
}

/* Text of the tab that is open, as it is now. */
static void refresh(struct detail *detail)
{
    if (!detail->stale || !detail->page)
        return;
    detail->stale = false;
    view_clear(detail->view);
    if (detail->tab != DETAIL_JSON)
        detail_write(detail, detail->tab, detail->view);
}

void detail_go_tab(struct detail *detail, enum detail_tab tab)
{
    if (detail->tab != tab)
        view_home(detail->view);
    detail->tab = tab;
    detail->stale = true;
}

static void draw_tabs(const struct detail *detail, const struct canvas *canvas)
{
    int x = 0;

    for (int i = 0; i < DETAIL_TAB_N; i++) {
        bool on = i == (int)detail->tab;

        x = canvas_add(canvas, 0, x, on ? STYLE_TAB_ON : STYLE_TAB_OFF,
                       str_of(detail_title((enum detail_tab)i)));
        x = canvas_add(canvas, 0, x, STYLE_TEXT, STR("  "));
    }
    canvas_rest(canvas, 0, x);
}

void detail_draw(struct detail *detail, const struct canvas *canvas)
{
    const struct event_page *page = detail_page(detail);
    struct canvas inside =
        canvas_sub(canvas, 2, 0, canvas->rows - 2, canvas->cols);

    draw_tabs(detail, canvas);
    canvas_rule(canvas, 1, page ? page->event.column[COLUMN_TITLE] : STR_NONE);
    if (!page) {
        canvas_put(&inside, 0, 0, inside.cols, STYLE_DIM,
                   str_of(_("This event is being read.")));
        canvas_blank(&inside, 1);
        return;
    }
    refresh(detail);
    if (detail->tab == DETAIL_JSON)
        tree_draw(detail->tree, &inside);
    else
        view_draw(detail->view, &inside);
}

void detail_draw_brief(struct detail *detail, const struct canvas *canvas,
                       bool focus)
{
    struct canvas inside =
        canvas_sub(canvas, 1, 1, canvas->rows - 1, canvas->cols - 1);
    struct str title = detail->page && detail->row
                           ? detail->page->event.column[COLUMN_TITLE]
                           : STR_NONE;

    canvas_rule(canvas, 0, title);
    if (focus)
        canvas_put(canvas, 0, 0, 1, STYLE_MARK, STR("▌"));
    for (int y = 1; y < canvas->rows; y++)
        canvas_put(canvas, y, 0, 1, STYLE_TEXT, STR(" "));
    if (detail->page && detail->row)
        view_draw(detail->brief, &inside);
    else
        canvas_blank(&inside, 0);
}

void detail_move(struct detail *detail, enum list_move move, bool whole)
{
    bool stops = detail->tab == DETAIL_STORY || detail->tab == DETAIL_ENTITIES;

    /* Several keys may come before anything is drawn. */
    refresh(detail);
    if (whole && detail->tab == DETAIL_JSON)
        tree_move(detail->tree, move);
    else if (whole && stops && (move == LIST_DOWN || move == LIST_UP))
        view_step(detail->view, move == LIST_DOWN ? 1 : -1);
    else
        view_move(whole ? detail->view : detail->brief, move);
}

/* From a line of the story to what it is about. */
static void jump(struct detail *detail, const struct story_line *line)
{
    static const char *const screen_of[STORY_KIND_N] = {
        [STORY_APPROVAL] = "approvals", [STORY_RUN] = "runs",
        [STORY_STEP] = "runs",          [STORY_EFFECT] = "contained",
        [STORY_TICKET] = "runs",
    };
    const struct screen *audit = screen_find("audit");

    if (line->kind == STORY_DECISION)
        detail_go_tab(detail, DETAIL_WHY);
    else if (line->kind == STORY_DEED && audit)
        shell_jump_row(detail->shell, audit->name, line->row);
    else if (screen_of[line->kind])
        shell_jump_row(detail->shell, screen_of[line->kind], line->row);
    else
        shell_say(detail->shell, STYLE_DIM,
                  _("There is nothing more to see about this line."));
}

bool detail_open(struct detail *detail, char *query, size_t size)
{
    const struct event_page *page = detail_page(detail);
    struct buf text;
    uint64_t tag;

    if (!page)
        return false;
    refresh(detail);
    tag = view_tag(detail->view);
    if (detail->tab == DETAIL_JSON)
        tree_toggle(detail->tree);
    if (detail->tab == DETAIL_STORY && tag && tag <= page->n_story)
        jump(detail, &page->story[tag - 1]);
    if (detail->tab != DETAIL_ENTITIES || !tag || tag > page->n_entities)
        return false;
    buf_init(&text);
    detail_pivot(&page->entities[tag - 1], &text);
    words_copy(query, size, buf_view(&text));
    buf_done(&text);
    return true;
}

void detail_search(struct detail *detail, struct str text, bool forward)
{
    bool found;

    refresh(detail);
    found = detail->tab == DETAIL_JSON
                ? tree_search(detail->tree, text, forward)
                : view_search(detail->view, text, forward);
    if (!found)
        shell_say(detail->shell, STYLE_WARN, _("“%.*s” is not in this text."),
                  STR_ARG(text));
}

static void click_tab(struct detail *detail, int x)
{
    int at = 0;

    for (int i = 0; i < DETAIL_TAB_N; i++) {
        int width = canvas_width(str_of(detail_title((enum detail_tab)i)));

        if (x >= at && x < at + width)
            detail_go_tab(detail, (enum detail_tab)i);
        at += width + 2;
    }
}

void detail_click(struct detail *detail, const struct canvas *canvas,
                  const struct key *key)
{
    int y;
    int x;

    if (!canvas_holds(canvas, key->y, key->x, &y, &x))
        return;
    if (y == 0) {
        click_tab(detail, x);
    } else if (detail->tab == DETAIL_JSON && y >= 2) {
        size_t node = tree_at(detail->tree, y - 2);

        if (node != TREE_NONE) {
            tree_go(detail->tree, node);
            tree_toggle(detail->tree);
        }
    }
}

void detail_put_text(struct detail *detail, enum screen_text what,
                     struct buf *out)
{
    const struct event_page *page = detail_page(detail);

    if (!page)
        return;
    if (what == TEXT_COPY && detail->tab != DETAIL_JSON) {
        buf_str(out, page->event.key);
        return;
    }
    json_write(page->body, JSON_PRETTY, out);
    buf_char(out, '\n');
}
