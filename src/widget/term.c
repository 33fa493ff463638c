/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/term.h"

#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <panel.h>

#include "util/mem.h"
#include "util/text.h"
#include "widget/canvas.h"
#include "widget/rescue.h"
#include "widget/term_own.h"

#define ESCAPE_DELAY     25
#define ESCAPE_DELAY_MAX 1000

/* The title of before is put on the terminal's stack; pastes are marked. */
static const char modes_on[] = "\033[22;2t\033[?2004h";
static const char modes_off[] = "\033[?2004l\033[23;2t";
/* Clicks and wheel, in the encoding that knows columns beyond 223. */
static const char mouse_on[] = "\033[?1000h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1000l";

static const int blocked[] = {SIGTERM, SIGHUP,  SIGINT,
                              SIGTSTP, SIGCONT, SIGWINCH};
/* curses sets handlers of its own for these, which would write. */
static const int handled[] = {SIGTERM, SIGINT, SIGTSTP, SIGWINCH};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void term_write(struct term *term, const char *at, size_t len)
{
    while (len && !term->gone) {
        ssize_t n = write(term->out, at, len);

        if (n > 0) {
            at += n;
            len -= (size_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            struct pollfd wait = {.fd = term->out, .events = POLLOUT};

            poll(&wait, 1, -1);
        } else if (n < 0 && errno != EINTR) {
            term->gone = true;
        }
    }
}

void term_modes(struct term *term, bool on)
{
    if (!term->modern)
        return;
    if (on)
        term_write(term, modes_on, sizeof(modes_on) - 1);
    if (term->mouse && on)
        term_write(term, mouse_on, sizeof(mouse_on) - 1);
    if (term->mouse && !on)
        term_write(term, mouse_off, sizeof(mouse_off) - 1);
    if (!on)
        term_write(term, modes_off, sizeof(modes_off) - 1);
}

/* Appends a capability without its padding, which only a real vt100 needs. */
static void add_capability(struct buf *out, const char *text)
{
    if (!text || text == (const char *)-1)
        return;
    while (*text) {
        const char *end = NULL;

        if (text[0] == '$' && text[1] == '<')
            end = strchr(text, '>');
        if (end) {
            text = end + 1;
            continue;
        }
        buf_char(out, *text++);
    }
}

static const char *capability(const char *name)
{
    char copy[16];

    snprintf(copy, sizeof(copy), "%s", name);
    return tigetstr(copy);
}

static const char *capability2(const char *name, int a, int b)
{
    const char *text = capability(name);

    return text && text != (const char *)-1 ? tparm(text, a, b) : NULL;
}

/* What gives the terminal back, whatever was being written when it broke off:
 * a sequence cut short, a scroll region, colours, modes. */
static void arm_rescue(struct term *term, const struct termios *before)
{
    struct buf out;

    buf_init(&out);
    if (term->modern) {
        buf_char(&out, '\030'); /* CAN ends a sequence that was cut */
        buf_text(&out, mouse_off);
        buf_text(&out, modes_off);
    }
    add_capability(&out, capability2("csr", 0, term_rows(term) - 1));
    add_capability(&out, capability("sgr0"));
    add_capability(&out, capability("op"));
    add_capability(&out, capability("rmacs"));
    add_capability(&out, capability("rmkx"));
    add_capability(&out, capability("cnorm"));
    add_capability(&out, capability2("cup", term_rows(term) - 1, 0));
    add_capability(&out, capability("rmcup"));
    buf_text(&out, "\r\n");
    rescue_arm(term->out, before, buf_view(&out));
    buf_done(&out);
}

static bool open_signals(struct term *term, struct err *err)
{
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < COUNT(blocked); i++)
        sigaddset(&set, blocked[i]);
    term->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (term->signals < 0)
        return err_errno(err, errno, _("Signals cannot be received"));
    sigprocmask(SIG_BLOCK, &set, &term->old_mask);
    return true;
}

static void close_signals(struct term *term)
{
    /* A second SIGHUP must not cut short what the first one began. */
    if (!term->leaving)
        sigprocmask(SIG_SETMASK, &term->old_mask, NULL);
    close(term->signals);
}

static void nothing(int number)
{
    (void)number;
}

/* newterm(3), without the handlers that it sets.  Where curses finds one for
 * SIGTSTP it leaves that signal alone for good; else it would ignore it during
 * each update, which loses one that waits to be read. */
static SCREEN *open_screen(void)
{
    const struct sigaction own = {.sa_handler = nothing};
    struct sigaction old[COUNT(handled)];
    struct winsize size;
    SCREEN *screen;

    /* $LINES and $COLUMNS would hide every change of size; they count only
     * where the terminal does not tell, as on a serial line. */
    use_env(ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row ||
            !size.ws_col);
    use_tioctl(TRUE);
    for (size_t i = 0; i < COUNT(handled); i++)
        sigaction(handled[i], NULL, &old[i]);
    sigaction(SIGTSTP, &own, NULL);
    screen = newterm(NULL, stdout, stdin);
    for (size_t i = 0; i < COUNT(handled); i++)
        sigaction(handled[i], &old[i], NULL);
    return screen;
}

bool term_possible(struct err *err)
{
    const char *name = getenv("TERM");

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return err_set(err, ERR_LOCAL,
                       _("Standard input and output are not a terminal: start "
                         "this in a terminal, without redirection."));
    if (!name || !*name)
        return err_set(err, ERR_LOCAL,
                       _("TERM is not set: set it to the name of your "
                         "terminal, for example TERM=xterm-256color."));
    return true;
}

static bool check_screen(const SCREEN *screen, struct err *err)
{
    const char *name = getenv("TERM");

    if (!screen)
        return err_set(err, ERR_LOCAL,
                       _("The terminal “%s” is not known here: set TERM to a "
                         "known name, for example TERM=xterm-256color or "
                         "TERM=vt100."),
                       name);
    return true;
}

static bool can_move(void)
{
    const char *move_to = capability("cup");

    return move_to && move_to != (const char *)-1;
}

static void set_up(struct term *term)
{
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    typeahead(-1);
    keypad(stdscr, TRUE);
    idlok(stdscr, TRUE);
    idcok(stdscr, TRUE);
    term_paint(term);
    curs_set(0);
}

static int escape_delay(void)
{
    const char *text = getenv("ESCDELAY");
    int64_t value;

    if (text && str_int(str_of(text), &value) && value >= 0 &&
        value <= ESCAPE_DELAY_MAX)
        return (int)value;
    return ESCAPE_DELAY;
}

static struct term *make(const struct term_options *options)
{
    struct term *term = mem_new(sizeof(*term));
    const char *no_color = getenv("NO_COLOR");

    term->in = STDIN_FILENO;
    term->out = STDOUT_FILENO;
    term->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    term->theme = options->theme;
    term->no_color = no_color && *no_color;
    term->mouse = options->mouse;
    term->bell = options->bell;
    term->notify = options->notify;
    term->escape_delay = escape_delay();
    keyread_init(&term->keys, term->utf8);
    buf_init(&term->visible);
    return term;
}

static void unmake(struct term *term)
{
    keyread_done(&term->keys);
    buf_done(&term->visible);
    mem_free(term->cells);
    mem_free(term);
}

static bool open_terminal(struct term *term, const struct term_options *options,
                          struct err *err)
{
    struct termios before;

    if (tcgetattr(term->out, &before) < 0)
        return err_errno(err, errno, _("The terminal cannot be set up"));
    term->screen = open_screen();
    if (!check_screen(term->screen, err))
        return false;
    if (!can_move()) {
        endwin();
        delscreen(term->screen);
        return err_set(err, ERR_LOCAL,
                       _("The terminal “%s” cannot move its cursor: use "
                         "another terminal, or the commands for scripts."),
                       getenv("TERM"));
    }
    term_learn(term, options->ascii);
    arm_rescue(term, &before);
    set_up(term);
    term_modes(term, true);
    return true;
}

bool term_new(const struct term_options *options, struct term **out,
              struct err *err)
{
    struct term *term;

    if (!term_possible(err))
        return false;
    term = make(options);
    if (!open_signals(term, err)) {
        unmake(term);
        return false;
    }
    if (!open_terminal(term, options, err)) {
        close_signals(term);
        unmake(term);
        return false;
    }
    *out = term;
    return true;
}

void term_free(struct term *term)
{
    if (!term)
        return;
    if (!term->paused)
        term_pause(term);
    rescue_disarm();
    if (term->ground)
        del_panel(term->ground); /* delscreen(3) would lose it */
    delscreen(term->screen);
    close_signals(term);
    unmake(term);
}

int term_rows(const struct term *term)
{
    (void)term;
    return LINES;
}

int term_cols(const struct term *term)
{
    (void)term;
    return COLS;
}

void term_measure(struct term *term)
{
    struct winsize size;

    if (ioctl(term->out, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col)
        resize_term(size.ws_row, size.ws_col);
    /* Terminals wrap and cut what is there in ways of their own. */
    term_redraw(term);
}

bool term_too_small(struct term *term)
{
    struct canvas canvas = canvas_screen(term);
    int y = 0;

    if (canvas.rows >= TERM_ROWS_MIN && canvas.cols >= TERM_COLS_MIN)
        return false;
    canvas_put(&canvas, y++, 0, canvas.cols, STYLE_WARN,
               str_of(_("Too small.")));
    canvas_rest(&canvas, y, 0);
    canvas_printf(&canvas, y++, 0, STYLE_TEXT, _("Needs %d×%d."), TERM_COLS_MIN,
                  TERM_ROWS_MIN);
    canvas_blank(&canvas, y);
    return true;
}

void term_flush(struct term *term)
{
    if (term->paused || term->gone)
        return;
    update_panels();
    if (!panel_above(NULL)) /* without panels it does not know the screen */
        wnoutrefresh(stdscr);
    curs_set(term->cursor_seen);
    setsyx(term->cursor_y, term->cursor_x);
    doupdate();
    term->cursor_seen = false;
}

void term_cursor(struct term *term, int y, int x, bool seen)
{
    int rows = term_rows(term);
    int cols = term_cols(term);

    term->cursor_y = y < 0 ? 0 : y < rows ? y : rows - 1;
    term->cursor_x = x < 0 ? 0 : x < cols ? x : cols - 1;
    term->cursor_seen = seen;
}

void term_redraw(struct term *term)
{
    (void)term;
    clearok(curscr, TRUE);
}

void term_set_mouse(struct term *term, bool on)
{
    if (term->mouse == on)
        return;
    term->mouse = on;
    if (!term->modern || term->paused)
        return;
    if (on)
        term_write(term, mouse_on, sizeof(mouse_on) - 1);
    else
        term_write(term, mouse_off, sizeof(mouse_off) - 1);
}

bool term_mouse(const struct term *term)
{
    return term->mouse;
}

void term_pause(struct term *term)
{
    if (term->paused)
        return;
    term_modes(term, false);
    if (!term->gone)
        endwin();
    term->paused = true;
    rescue_pause();
}

void term_resume(struct term *term)
{
    if (!term->paused)
        return;
    rescue_resume();
    term->paused = false;
    term_measure(term);
    doupdate(); /* takes the line settings and the other screen back */
    term_modes(term, true);
}

void term_suspend(struct term *term)
{
    struct sigaction stop = {.sa_handler = SIG_DFL};
    struct sigaction old;
    struct timespec now = {0};
    sigset_t set;

    term_pause(term);
    sigemptyset(&stop.sa_mask);
    sigaction(SIGTSTP, &stop, &old);
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    raise(SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &set, NULL); /* stops here */
    sigprocmask(SIG_BLOCK, &set, NULL);
    sigaction(SIGTSTP, &old, NULL);
    /* The SIGCONT that woke the process needs no second repaint. */
    sigemptyset(&set);
    sigaddset(&set, SIGCONT);
    sigtimedwait(&set, NULL, &now);
    term_resume(term);
}
