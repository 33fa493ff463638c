/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/frame.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ui/words.h"
#include "util/text.h"
#include "util/utf8.h"

/* ---- tabs ---- */

/* Names make room when the line is narrow: letter by letter down to three, then
 * the counts that call nobody, then names whole; the current screen keeps its
 * own. */
#define LETTERS_ALL   80
#define LETTERS_SHORT 9
#define LETTERS_LEAST 3

struct room {
    int letters; /* of a name; 0: none */
    bool counts;
};

static void tab_text(const struct shell *shell, size_t number, struct room room,
                     struct buf *out, bool *call)
{
    const struct screen *screen = screens[number];
    struct tab tab = {.count = -1};
    char count[WHEN_TEXT_SIZE];

    if (number == shell->current)
        room = (struct room){LETTERS_ALL, true};
    if (screen->tab)
        screen->tab(shell->state[number], &tab);
    *call = tab.call;
    if (screen->digit)
        buf_char(out, screen->digit);
    if (room.letters > 0) {
        struct str title = str_of(_(screen->title));
        size_t width;

        if (screen->digit)
            buf_char(out, ' ');
        buf_str(out, utf8_cut(title, (size_t)room.letters, &width));
    }
    if (tab.count >= 0 && (room.counts || tab.call)) {
        buf_char(out, ' ');
        buf_text(out, words_count(tab.count, count));
    }
    if (tab.call)
        buf_char(out, '!');
}

/* A screen without a digit has a tab while one is there. */
static bool has_tab(const struct shell *shell, size_t number)
{
    return screens[number]->digit || number == shell->current;
}

static int tabs_width(const struct shell *shell, struct room room)
{
    struct buf text;
    int width = 0;
    bool call;

    buf_init(&text);
    for (size_t i = 0; i < n_screens; i++) {
        if (!has_tab(shell, i))
            continue;
        buf_clear(&text);
        tab_text(shell, i, room, &text, &call);
        width += canvas_width(buf_view(&text)) + 2;
    }
    buf_done(&text);
    return width - 2;
}

static struct room tabs_room(const struct shell *shell, int cols)
{
    struct room room = {LETTERS_ALL, true};

    if (tabs_width(shell, room) <= cols)
        return room;
    for (int bare = 0; bare < 2; bare++) {
        room.counts = !bare;
        for (room.letters = LETTERS_SHORT; room.letters >= LETTERS_LEAST;
             room.letters--) {
            if (tabs_width(shell, room) <= cols)
                return room;
        }
    }
    return (struct room){0};
}

static void draw_tabs(struct shell *shell, const struct canvas *canvas)
{
    struct str name = STR("riposte");
    struct room room = tabs_room(shell, canvas->cols);
    bool title = tabs_width(shell, room) + (int)name.len + 2 <= canvas->cols;
    struct buf text;
    int x = 0;

    buf_init(&text);
    if (title)
        x = canvas_add(canvas, 0, 0, STYLE_TITLE, name);
    for (size_t i = 0; i < n_screens; i++) {
        bool on = i == shell->current;
        bool call;

        shell->tab_from[i] = shell->tab_to[i] = 0;
        if (!has_tab(shell, i))
            continue;
        buf_clear(&text);
        tab_text(shell, i, room, &text, &call);
        if (x)
            x = canvas_add(canvas, 0, x, STYLE_TEXT, STR("  "));
        shell->tab_from[i] = x;
        x = canvas_add(canvas, 0, x,
                       on     ? STYLE_TAB_ON
                       : call ? STYLE_TAB_CALL
                              : STYLE_TAB_OFF,
                       buf_view(&text));
        shell->tab_to[i] = x;
    }
    canvas_rest(canvas, 0, x);
    buf_done(&text);
}

/* ---- the bottom line ---- */

/* When data last came, and how many sources are in trouble. */
static int64_t last_data(const struct engine_status *status, size_t *bad)
{
    int64_t last = 0;

    *bad = 0;
    for (size_t i = 0; i < status->n_sources; i++) {
        const struct source_status *source = &status->sources[i];

        if (source->succeeded > last)
            last = source->succeeded;
        if (source->code != ERR_NONE)
            (*bad)++;
    }
    return last;
}

static int draw_connection(const struct shell *shell,
                           const struct canvas *canvas, int y)
{
    const struct engine_status *status = &shell->status;
    char age[WHEN_TEXT_SIZE];
    size_t bad;
    int64_t last = last_data(status, &bad);
    int x = canvas_add(canvas, y, 0, STYLE_BAR,
                       shell->guide.on ? str_of(_("sandbox"))
                                       : str_of(shell->config->cloud));

    x = canvas_add(canvas, y, x, STYLE_BAR, STR(" "));
    if (!shell->status_known)
        return canvas_add(canvas, y, x, STYLE_DIM, str_of(_("○ starting")));
    if (!status->n_sources)
        return canvas_add(canvas, y, x, STYLE_DIM, str_of(_("○ no source")));
    if (bad)
        x = canvas_printf(canvas, y, x, STYLE_ERROR, _("✗ %zu of %zu fail"),
                          bad, status->n_sources);
    else
        x = canvas_add(canvas, y, x, last ? STYLE_OK : STYLE_INFO,
                       last ? str_of(_("● live")) : str_of(_("○ asking")));
    if (last)
        x = canvas_printf(canvas, y, x, STYLE_BAR, " %s",
                          when_age(shell->now - last, age));
    return x;
}

static int draw_engine(const struct shell *shell, const struct canvas *canvas,
                       int y, int x)
{
    const struct engine_status *status = &shell->status;

    if (!shell->status_known)
        return x;
    x = canvas_add(canvas, y, x, STYLE_BAR, STR("  "));
    if (status->here && canvas->cols < 60)
        x -= 2;
    else if (status->here)
        x = canvas_add(canvas, y, x, STYLE_BAR, str_of(_("engine here")));
    else if (status->holder[0])
        x = canvas_printf(canvas, y, x, STYLE_BAR, _("engine %.20s"),
                          status->holder);
    else
        x = canvas_add(canvas, y, x, STYLE_ERROR, str_of(_("no engine")));
    if (status->held)
        x = canvas_add(canvas, y, x, STYLE_WARN, str_of(_("  HOLD")));
    else if (canvas->cols >= 100)
        x = canvas_add(canvas, y, x, STYLE_BAR, str_of(_("  hold off")));
    if (status->glass_loud > 0)
        x = canvas_printf(canvas, y, x, STYLE_ERROR,
                          canvas->cols >= 100
                              ? _("  BREAK-GLASS %lld NOT CONFIRMED")
                              : _("  GLASS %lld"),
                          (long long)status->glass_loud);
    if (status->four_eyes != FOUR_EYES_FULL)
        x = canvas_add(canvas, y, x, STYLE_WARN,
                       canvas->cols >= 100 ? str_of(_("  four eyes relaxed"))
                                           : str_of(_("  2 eyes")));
    if (!status->roles)
        x = canvas_add(canvas, y, x, STYLE_WARN, str_of(_("  no roles")));
    return x;
}

static void draw_message(const struct shell *shell, const struct canvas *canvas,
                         int y)
{
    enum style style = shell->message_style;
    struct str sign = style == STYLE_ERROR  ? STR("✗ ")
                      : style == STYLE_WARN ? STR("! ")
                      : style == STYLE_OK   ? STR("✓ ")
                                            : STR_NONE;
    int x = canvas_add(canvas, y, 0, style, sign);

    canvas_fit(canvas, y, x, canvas->cols - x, style, str_of(shell->message));
}

#define HELP_WIDTH 10 /* that the way to all other keys is never dropped */

/* Keys of this place first, but not so many that those of the shell have no
 * room. */
static int draw_keys(struct shell *shell, const struct canvas *canvas, int y,
                     int x)
{
    struct screen_scope own;
    struct keymap_scope scope = shell_scope(shell, &own);
    struct keymap_scope common = scope;

    int end = canvas->cols - HELP_WIDTH;

    scope.count--;
    common.contexts += scope.count;
    common.count = 1;
    x = keybar_draw(canvas, y, x, end - x, &scope);
    /* The blanks behind the last key may have had no room. */
    if (x == end)
        x = canvas_add(canvas, y, x, STYLE_TEXT, STR("  "));
    return keybar_draw(canvas, y, x, canvas->cols - x, &common);
}

static void draw_bottom(struct shell *shell, const struct canvas *canvas, int y)
{
    int x;

    if (shell->message[0]) {
        draw_message(shell, canvas, y);
        return;
    }
    x = draw_connection(shell, canvas, y);
    x = draw_engine(shell, canvas, y, x);
    x = canvas_add(canvas, y, x, STYLE_TEXT, STR("   "));
    if (shell->busy)
        x = canvas_add(canvas, y, x, STYLE_WARN, str_of(_("busy")));
    else if (!shell->pager)
        x = draw_keys(shell, canvas, y, x);
    canvas_rest(canvas, y, x);
}

/* The line above the bottom one; "": none. */
static const char *notice(const struct shell *shell, enum style *style)
{
    *style = STYLE_WARN;
    if (shell->status.sign_in[0])
        return shell->status.sign_in;
    *style = STYLE_INFO;
    return shell->guide.on ? guide_text(&shell->guide) : "";
}

void frame_draw_bottom(struct shell *shell)
{
    struct canvas canvas = canvas_screen(shell->term);

    if (!term_too_small(shell->term))
        draw_bottom(shell, &canvas, canvas.rows - 1);
}

void frame_draw(struct shell *shell)
{
    struct canvas canvas = canvas_screen(shell->term);
    const struct screen *screen = screens[shell->current];
    enum style style;
    const char *text = notice(shell, &style);
    int rows = canvas.rows - 2 - (*text ? 1 : 0);
    struct canvas inside = canvas_sub(&canvas, 1, 0, rows, canvas.cols);

    if (term_too_small(shell->term))
        return;
    draw_tabs(shell, &canvas);
    if (shell->pager)
        pager_draw(shell->pager, &inside);
    else
        screen->draw(shell->state[shell->current], &inside);
    if (*text) {
        int x = canvas_add(&canvas, canvas.rows - 2, 0, style, STR("» "));

        canvas_fit(&canvas, canvas.rows - 2, x, canvas.cols - x, style,
                   str_of(text));
    }
    draw_bottom(shell, &canvas, canvas.rows - 1);
    if (shell->dialog)
        dialog_draw(shell->dialog);
}

int64_t frame_patience(const struct shell *shell)
{
    size_t bad;
    int64_t last = last_data(&shell->status, &bad);
    int64_t age = shell->now - last;
    int64_t unit = last && age < WHEN_MINUTE ? WHEN_SECOND : WHEN_MINUTE;
    int64_t least = WHEN_MINUTE - shell->now % WHEN_MINUTE;

    if (last && age >= 0 && unit - age % unit < least)
        least = unit - age % unit;
    return least < 100 ? 100 : least;
}
