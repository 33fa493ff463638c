/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * command_line.c - acts as command lines.
 */
#include "service/command_line.h"

#include <stdio.h>

#include "service/remote.h"
#include "service/sample.h"
#include "util/when.h"

/* In a template: %r the number, %t text, %g target, %w reason, quoted;
 * %d for how long, %u its new end, %e how it is;
 * %o from which step, %n a revision or a step, %f of what samples are made;
 * %s a suppression, %x what is asked of a Logic App. */
static const struct line {
    const char *on;
    const char *off; /* with flag unset; NULL: the same */
} lines[COMMAND_KIND_N] = {
    [COMMAND_ACKNOWLEDGE] = {.on = "event ack %r", .off = "event ack %r --off"},
    [COMMAND_STATUS] = {.on = "event status %r %t --reason %w"},
    [COMMAND_CLOSE] = {.on = "event close %r --as %t --reason %w"},
    [COMMAND_OWNER] = {.on = "event owner %r %t"},
    [COMMAND_TAG] = {.on = "event tag %r %t"},
    [COMMAND_NOTE] = {.on = "event note %r %t"},
    [COMMAND_CONTAIN] =
        {.on = "contain do %t --target %g --event %r%d%p --break-glass "
               "--reason %w",
         .off = "contain do %t --target %g --event %r%d%p --reason %w"},
    [COMMAND_UNDO] = {.on = "contain undo %r --anyway --reason %w",
                      .off = "contain release %r --reason %w"},
    [COMMAND_EXTEND] = {.on = "contain extend %r%u --reason %w"},
    [COMMAND_CHECK] = {.on = "contain check %r"},
    [COMMAND_SETTLE_EFFECT] = {.on = "contain settle %r --as %e --reason %w"},
    [COMMAND_ANSWER] = {.on = "approval approve %r --reason %w",
                        .off = "approval deny %r --reason %w"},
    [COMMAND_CANCEL] = {.on = "run cancel %r --remote --reason %w",
                        .off = "run cancel %r --reason %w"},
    [COMMAND_RESUBMIT] = {.on = "run resubmit %r%o --reason %w"},
    [COMMAND_SETTLE] =
        {.on = "run settle %r --step %n --as done --reason %w",
         .off = "run settle %r --step %n --as not-done --reason %w"},
    [COMMAND_RULE_SAVE] = {.on = "rule import -"},
    [COMMAND_RULE_MODE] = {.on = "rule mode %r %m"},
    [COMMAND_RULE_REMOVE] = {.on = "rule remove %r"},
    [COMMAND_HOLD] = {.on = "engine hold --reason %w",
                      .off = "engine resume%a --reason %w"},
    [COMMAND_REFRESH] = {.on = "serve --once"},
    [COMMAND_RULE_ROLLBACK] = {.on = "rule rollback %r %n"},
    [COMMAND_DRILL] = {.on = "rule drill %r"},
    [COMMAND_PERMITS] = {.on = "doctor"},
    [COMMAND_SAMPLE] = {.on = "event simulate --%f %t"},
    [COMMAND_SIMULATE] = {.on = "event simulate %t"},
    [COMMAND_SUPPRESS] = {.on = "%s"},
    [COMMAND_VIEW_SAVE] = {.on = "view save %t %g"},
    [COMMAND_VIEW_REMOVE] = {.on = "view remove %t"},
    [COMMAND_UNSUPPRESS] = {.on = "suppression remove %r --reason %w"},
    [COMMAND_LOOK] = {.on = "approval look %r"},
    [COMMAND_DELEGATE] =
        {.on = "approval delegate --to %t --until %g --reason %w"},
    [COMMAND_PLAYBOOK_KEEP] = {.on = "playbook import -"},
    [COMMAND_PLAYBOOK_MODE] = {.on = "playbook mode %t %m"},
    [COMMAND_PLAYBOOK_REMOVE] = {.on = "playbook remove %t"},
    [COMMAND_PLAYBOOK_RUN] = {.on = "playbook run %t --event %r --reason %w",
                              .off = "playbook run %t --reason %w"},
    [COMMAND_REMOTE] = {.on = "playbook remote %x --reason %w",
                        .off = "playbook remote %x"},
    [COMMAND_REMOTE_START] =
        {.on = "playbook remote start %g --event %r --reason %w"},
    [COMMAND_AZURE] = {.on = "rule enable %g --reason %w",
                       .off = "rule disable %g --reason %w"},
};

void command_quote(const char *text, struct buf *out)
{
    buf_char(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            buf_text(out, "'\\''");
        else
            buf_char(out, *text);
    }
    buf_char(out, '\'');
}

/* All of a marked set, since the commands take several events. */
static void put_rows(const struct command *c, struct buf *out)
{
    if (c->n_rows == 0)
        buf_printf(out, "%lld", (long long)c->row);
    for (size_t i = 0; i < c->n_rows; i++)
        buf_printf(out, "%s%lld", i > 0 ? " " : "", (long long)c->rows[i]);
}

static void put_parameters(const char *lines_of, struct buf *out)
{
    struct str rest = str_of(lines_of), one;
    struct arena *arena = arena_new();

    while (str_cut(&rest, '\n', &one)) {
        buf_text(out, " --param ");
        command_quote(arena_str(arena, one).at, out);
    }
    arena_free(arena);
}

static void put_remote(const struct command *c, struct buf *out)
{
    buf_printf(out, "%s ", remote_act_name((enum remote_act)c->number));
    command_quote(c->target, out);
    if (*c->text) {
        buf_char(out, ' ');
        command_quote(c->text, out);
    }
}

static void put_part(const struct command *c, char what, struct buf *out)
{
    char span[WHEN_TEXT_SIZE];
    int64_t lasts;

    switch (what) {
    case 'r':
        put_rows(c, out);
        break;
    case 't':
        command_quote(c->text, out);
        break;
    case 'g':
        command_quote(c->target, out);
        break;
    case 'w':
        command_quote(c->why, out);
        break;
    case 'n':
        buf_printf(out, "%lld", (long long)c->number);
        break;
    case 'o':
        if (c->number > 0)
            buf_printf(out, " --from %lld", (long long)c->number);
        break;
    case 'a':
        if (c->number > 0)
            buf_printf(out, " --rate %lld", (long long)c->number);
        break;
    case 'd':
        if (c->number > 0)
            buf_printf(out, " --for %s", when_span(c->number, span));
        break;
    case 'p':
        put_parameters(c->more, out);
        break;
    case 'u':
        buf_text(out, when_span_parse(str_of(c->text), &lasts) ? " --for "
                                                               : " --until ");
        command_quote(c->text, out);
        break;
    case 'e':
        buf_text(out, effect_state_name((enum effect_state)c->number));
        break;
    case 'f':
        buf_text(out, sample_from_name((enum sample_from)c->number));
        break;
    case 'x':
        put_remote(c, out);
        break;
    case 's':
        suppress_line(c->wish, out);
        break;
    default:
        buf_text(out, rule_mode_name((enum rule_mode)c->number));
        break;
    }
}

void command_line(const struct command *command, char *out, size_t room)
{
    const struct line *line = &lines[command->kind];
    const char *text =
        !command->flag && line->off != NULL ? line->off : line->on;
    struct buf buf;

    buf_init(&buf);
    buf_text(&buf, "riposte ");
    for (; *text != '\0'; text++) {
        if (*text == '%')
            put_part(command, *++text, &buf);
        else
            buf_char(&buf, *text);
    }
    snprintf(out, room, "%s", buf.at);
    buf_done(&buf);
}
