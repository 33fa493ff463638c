/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a terminal takes beside text: title, clipboard, notification, bell.
 */
#include "widget/term.h"

#include <stdlib.h>

#include "util/digest.h"
#include "util/text.h"
#include "util/utf8.h"
#include "util/when.h"
#include "widget/term_own.h"

#define COPY_MAX     74994 /* 100,000 bytes of base64 with its frame */
#define TITLE_MAX    256
#define NOTICE_MAX   512
#define BELL_EVERY   (2 * WHEN_SECOND)
#define NOTIFY_EVERY (10 * WHEN_SECOND)
/* screen(1) takes no longer device control strings. */
#define SCREEN_CHUNK 250

/* Harmless, on one line, in what the locale can say. */
static void add_visible(const struct term *term, struct buf *out,
                        struct str text)
{
    struct buf visible;
    struct str rest;
    uint32_t c;

    buf_init(&visible);
    utf8_visible(&visible, text);
    rest = buf_view(&visible);
    while (utf8_next(&rest, &c)) {
        if (c < 0x80 || term->utf8)
            utf8_put(out, c);
        else
            buf_char(out, '?');
    }
    buf_done(&visible);
}

/* No more than @most columns of it. */
static void add_short(const struct term *term, struct buf *out, struct str text,
                      size_t most)
{
    size_t width;

    add_visible(term, out, utf8_cut(text, most, &width));
}

/* Through tmux: every ESC twice, in a string of its own. */
static void wrap_tmux(struct buf *out, struct str sequence)
{
    buf_text(out, "\033Ptmux;");
    for (size_t i = 0; i < sequence.len; i++) {
        if (sequence.at[i] == '\033')
            buf_char(out, '\033');
        buf_char(out, sequence.at[i]);
    }
    buf_text(out, "\033\\");
}

/* Through screen: in pieces, which it puts together again. */
static void wrap_screen(struct buf *out, struct str sequence)
{
    while (sequence.len) {
        struct str piece = str_sub(sequence, 0, SCREEN_CHUNK);

        buf_text(out, "\033P");
        buf_str(out, piece);
        buf_text(out, "\033\\");
        sequence = str_sub(sequence, piece.len, sequence.len);
    }
}

/* Writes an OSC sequence, through the multiplexer that stands between.
 * @inner: tmux knows it too, and is told in case it may not pass it on. */
static void write_osc(struct term *term, struct str sequence, bool inner)
{
    struct buf out;
    bool tmux = getenv("TMUX") != NULL;
    bool screen = !tmux && getenv("STY") != NULL;

    buf_init(&out);
    if (tmux)
        wrap_tmux(&out, sequence);
    if (screen)
        wrap_screen(&out, sequence);
    if (!tmux && !screen)
        buf_str(&out, sequence);
    if (tmux && inner)
        buf_str(&out, sequence);
    term_write(term, out.at, out.len);
    buf_done(&out);
}

void term_title(struct term *term, struct str title)
{
    struct buf out;

    if (!term->modern || term->paused)
        return;
    buf_init(&out);
    buf_text(&out, "\033]2;");
    add_short(term, &out, title, TITLE_MAX);
    buf_char(&out, '\a');
    term_write(term, out.at, out.len);
    buf_done(&out);
}

/* Line ends stay, as the one control that a paste may hold. */
static void add_lines(const struct term *term, struct buf *out, struct str text)
{
    struct str line;
    bool first = true;

    while (str_cut(&text, '\n', &line)) {
        if (!first)
            buf_char(out, '\n');
        first = false;
        add_visible(term, out, line);
    }
}

bool term_copy(struct term *term, struct str text, struct err *err)
{
    struct buf out;
    struct buf plain;

    if (text.len > COPY_MAX)
        return err_set(err, ERR_INPUT,
                       _("%zu bytes are more than the clipboard of a terminal "
                         "takes (%d): copy a part, or export to a file."),
                       text.len, COPY_MAX);
    if (!term->modern || term->paused)
        return err_set(err, ERR_LOCAL,
                       _("This terminal has no clipboard: show the plain page "
                         "and copy from there."));
    buf_init(&out);
    buf_init(&plain);
    add_lines(term, &plain, text);
    buf_text(&out, "\033]52;c;");
    digest_base64(buf_view(&plain), &out);
    buf_char(&out, '\a');
    write_osc(term, buf_view(&out), true);
    buf_done(&plain);
    buf_done(&out);
    return true;
}

static void put_for(struct buf *out, char what, char instead, size_t from)
{
    for (size_t i = from; i < out->len; i++) {
        if (out->at[i] == what)
            out->at[i] = instead;
    }
}

static void write_notice(struct term *term, struct str title, struct str body)
{
    struct buf out;
    size_t from;

    buf_init(&out);
    /* The blank keeps "9;4;…", a progress bar to some, from being one. */
    buf_text(&out, "\033]9; ");
    add_short(term, &out, title, TITLE_MAX);
    buf_text(&out, ": ");
    add_short(term, &out, body, NOTICE_MAX);
    buf_char(&out, '\a');
    write_osc(term, buf_view(&out), false);
    buf_clear(&out);
    buf_text(&out, "\033]777;notify;");
    from = out.len;
    add_short(term, &out, title, TITLE_MAX);
    put_for(&out, ';', ',', from);
    buf_char(&out, ';');
    add_short(term, &out, body, NOTICE_MAX);
    buf_char(&out, '\a');
    write_osc(term, buf_view(&out), false);
    buf_done(&out);
}

void term_notify(struct term *term, struct str title, struct str body)
{
    int64_t now = when_monotonic();

    if (!term->notify || term->paused ||
        (term->last_notify && now - term->last_notify < NOTIFY_EVERY))
        return;
    term->last_notify = now;
    if (term->modern)
        write_notice(term, title, body);
    term_bell(term);
}

void term_bell(struct term *term)
{
    int64_t now = when_monotonic();

    if (!term->bell || term->paused ||
        (term->last_bell && now - term->last_bell < BELL_EVERY))
        return;
    term->last_bell = now;
    term_write(term, "\a", 1);
}

void term_set_bell(struct term *term, bool on)
{
    term->bell = on;
    term->notify = on;
}

bool term_has_bell(const struct term *term)
{
    return term->bell;
}
