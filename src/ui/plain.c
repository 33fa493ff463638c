/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plain.h"

#include <errno.h>
#include <unistd.h>

#include "util/buf.h"
#include "util/text.h"
#include "util/utf8.h"

static void write_all(struct str text)
{
    while (text.len) {
        ssize_t n = write(STDOUT_FILENO, text.at, text.len);

        if (n < 0 && errno != EINTR)
            return;
        if (n > 0)
            text = str_sub(text, (size_t)n, text.len);
    }
}

/* Until Enter, or the end of the line: then term_poll() will say so. */
static void await_enter(void)
{
    char c = 0;
    ssize_t n;

    do
        n = read(STDIN_FILENO, &c, 1);
    while ((n < 0 && errno == EINTR) || (n == 1 && c != '\n'));
}

void plain_show(struct term *term, struct str text)
{
    struct str line;
    struct buf out;

    buf_init(&out);
    while (str_cut(&text, '\n', &line)) {
        utf8_visible(&out, line);
        buf_char(&out, '\n');
    }
    buf_text(&out, _("-- Enter goes back to riposte --"));
    term_pause(term);
    write_all(buf_view(&out));
    await_enter();
    term_resume(term);
    term_redraw(term);
    buf_done(&out);
}
