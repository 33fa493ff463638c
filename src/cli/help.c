/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "config.h"
#include "util/buf.h"
#include "util/text.h"

/* Where the explanations begin. */
#define HELP_COLUMN 25

/* "  head      help, wrapped": a head that is too long has its own line. */
static void print_row(struct out *out, const char *head, const char *help)
{
    const struct out_column columns[] = {{"", 0}};
    struct buf line;

    buf_init(&line);
    buf_printf(&line, "  %s", head);
    if (line.len + 1 > HELP_COLUMN) {
        struct str cell = buf_view(&line);

        out_row(out, columns, 1, &cell);
        buf_clear(&line);
    }
    out_entry(out, HELP_COLUMN, buf_view(&line), str_of(help));
    buf_done(&line);
}

static void print_options(struct out *out, const struct option *table)
{
    for (; table && table->name; table++) {
        char head[80];

        snprintf(head, sizeof(head), "--%s%s%s", table->name,
                 table->argument ? " " : "",
                 table->argument ? table->argument : "");
        print_row(out, head, _(table->help));
    }
}

static const char *command_name(const struct noun *noun,
                                const struct verb *verb, char *out, size_t size)
{
    snprintf(out, size, "%s%s%s%s%s", noun->name, *verb->name ? " " : "",
             verb->name, verb->words ? " " : "",
             verb->words ? verb->words : "");
    return out;
}

static void print_verbs(struct out *out, const struct noun *noun)
{
    char head[160];

    for (const struct verb *verb = noun->verbs; verb->run; verb++)
        print_row(out, command_name(noun, verb, head, sizeof(head)),
                  _(verb->help));
}

static void print_verb(struct out *out, const struct noun *noun,
                       const struct verb *verb)
{
    char head[160];

    out_printf(out, _("Usage: riposte %s [OPTION]…"),
               command_name(noun, verb, head, sizeof(head)));
    out_line(out);
    out_printf(out, "%s.", _(verb->help));
    out_line(out);
    print_options(out, verb->options);
    print_options(out, opts_everywhere);
}

static void print_noun(struct out *out, const struct noun *noun)
{
    out_printf(out, _("Usage: riposte %s VERB [OPTION]…"), noun->name);
    out_line(out);
    out_printf(out, "%s.", _(noun->help));
    out_line(out);
    print_verbs(out, noun);
    out_line(out);
    out_printf(out, _("`riposte %s VERB --help' says more of one."),
               noun->name);
}

static void print_all(struct out *out)
{
    out_printf(out, "%s", _("Usage: riposte [OPTION]…"));
    out_printf(out, "%s", _("       riposte COMMAND [OPTION]…"));
    out_line(out);
    out_printf(out, "%s",
               _("A console for security operations on Microsoft Defender for "
                 "Cloud. Without a command it opens its screens."));
    out_line(out);
    for (size_t i = 0; nouns[i]; i++)
        print_verbs(out, nouns[i]);
    out_line(out);
    print_options(out, opts_alone);
    print_options(out, opts_everywhere);
    out_line(out);
    out_printf(out, "%s",
               _("Exit status: 0 yes or done, 1 no, 2 usage or bad input, "
                 "3 could not."));
}

void help_print(const struct cli *cli)
{
    struct out out;

    out_init(&out, false);
    if (cli->verb)
        print_verb(&out, cli->noun, cli->verb);
    else if (cli->noun)
        print_noun(&out, cli->noun);
    else
        print_all(&out);
    out_flush(&out);
    out_done(&out);
}

static void list_options(struct buf *line, const struct option *table)
{
    for (; table && table->name; table++)
        buf_printf(line, " --%s%s%s", table->name, table->argument ? "=" : "",
                   table->argument ? table->argument : "");
}

static void list_command(struct out *out, const struct noun *noun,
                         const struct verb *verb)
{
    buf_printf(&out->text, "%s%s%s\t%s\t", noun->name, *verb->name ? " " : "",
               verb->name, verb->words ? verb->words : "");
    list_options(&out->text, verb->options);
    buf_char(&out->text, '\n');
}

void help_commands(void)
{
    struct out out;

    out_init(&out, false);
    buf_text(&out.text, "\t\t");
    list_options(&out.text, opts_alone);
    list_options(&out.text, opts_everywhere);
    buf_char(&out.text, '\n');
    for (size_t i = 0; nouns[i]; i++) {
        for (const struct verb *verb = nouns[i]->verbs; verb->run; verb++)
            list_command(&out, nouns[i], verb);
    }
    out_flush(&out);
    out_done(&out);
}

void help_version(void)
{
    struct out out;

    out_init(&out, false);
    out_printf(&out, "%s", PACKAGE_STRING);
    out_printf(&out, _("Built with %s."), BUILT_WITH);
    out_printf(&out, "%s",
               _("License GPLv3+: GNU GPL version 3 or later "
                 "<https://gnu.org/licenses/gpl.html>. This is free software: "
                 "you are free to change and redistribute it. There is no "
                 "warranty, to the extent permitted by law."));
    out_flush(&out);
    out_done(&out);
}
