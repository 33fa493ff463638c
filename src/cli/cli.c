/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <string.h>

#include "cli/help.h"
#include "service/access.h"
#include "util/mem.h"
#include "util/text.h"

#define NAMES_MOST 32

#define COMMAND_ROW(name) &cmd_##name,
const struct noun *const nouns[] = {COMMANDS(COMMAND_ROW) NULL};
#undef COMMAND_ROW

static const struct noun *find_noun(const char *name)
{
    for (size_t i = 0; nouns[i]; i++) {
        if (strcmp(nouns[i]->name, name) == 0)
            return nouns[i];
    }
    return NULL;
}

static const struct verb *find_verb(const struct noun *noun, const char *name)
{
    for (const struct verb *verb = noun->verbs; verb->run; verb++) {
        if (strcmp(verb->name, name) == 0)
            return verb;
    }
    return NULL;
}

static bool unknown_noun(const char *name, struct err *err)
{
    const char *names[sizeof(nouns) / sizeof(nouns[0])];
    const char *near;
    size_t n = 0;

    for (; nouns[n]; n++)
        names[n] = nouns[n]->name;
    near = str_nearest(str_of(name), names, n);
    if (near)
        return err_set(err, ERR_INPUT,
                       _("There is no command %.80s. Did you mean %s?"), name,
                       near);
    return err_set(err, ERR_INPUT,
                   _("There is no command %.80s. `riposte --help' lists "
                     "them."),
                   name);
}

static bool unknown_verb(const struct noun *noun, const char *name,
                         struct err *err)
{
    const char *names[NAMES_MOST];
    const char *near;
    size_t n = 0;

    for (const struct verb *verb = noun->verbs; verb->run && n < NAMES_MOST;
         verb++)
        names[n++] = verb->name;
    near = str_nearest(str_of(name), names, n);
    if (near)
        return err_set(err, ERR_INPUT,
                       _("There is no command %s %.80s. Did you mean %s %s?"),
                       noun->name, name, noun->name, near);
    return err_set(err, ERR_INPUT,
                   _("There is no command %s %.80s. `riposte %s --help' lists "
                     "what there is."),
                   noun->name, name, noun->name);
}

/* Which command the first words name; *used says how many of them. */
static bool find_command(struct cli *cli, int argc, char **argv, size_t *used,
                         struct err *err)
{
    const char *first[2];
    size_t n = opts_words(argc, argv, first, 2);

    *used = 0;
    if (n == 0)
        return true;
    cli->noun = find_noun(first[0]);
    if (!cli->noun)
        return unknown_noun(first[0], err);
    *used = 1;
    cli->verb = find_verb(cli->noun, "");
    if (cli->verb || n == 1)
        return true;
    cli->verb = find_verb(cli->noun, first[1]);
    if (!cli->verb)
        return unknown_verb(cli->noun, first[1], err);
    *used = 2;
    return true;
}

static bool check_words(const struct cli *cli, struct err *err)
{
    const struct verb *verb = cli->verb;

    if (cli->noun && !verb)
        return err_set(err, ERR_INPUT,
                       _("What is to be done? `riposte %s --help' lists what "
                         "there is."),
                       cli->noun->name);
    if (cli->noun && verb && cli->n_words < verb->least)
        return err_set(
            err, ERR_INPUT, _("Something is missing. Usage: riposte %s %s%s%s"),
            cli->noun->name, verb->name, *verb->name ? " " : "", verb->words);
    if (cli->n_words > (verb ? verb->most : 0))
        return err_set(err, ERR_INPUT,
                       _("\"%.80s\" is one word too many. `riposte %s%s%s%s"
                         "--help' says what is expected."),
                       cli->words[verb ? verb->most : 0],
                       cli->noun ? cli->noun->name : "", cli->noun ? " " : "",
                       verb ? verb->name : "", verb && *verb->name ? " " : "");
    return !verb || opts_complete(&cli->opts, verb->options, err);
}

static bool asks_for_text(const struct cli *cli)
{
    return cli->opts.help || cli->opts.version || cli->opts.commands;
}

bool cli_read(struct cli *cli, int argc, char **argv, struct err *err)
{
    const struct option *table = opts_alone;
    size_t used;

    *cli = (struct cli){.words = mem_array((size_t)argc, sizeof(char *))};
    opts_init(&cli->opts);
    if (!find_command(cli, argc, argv, &used, err))
        return false;
    if (cli->noun)
        table = cli->verb ? cli->verb->options : NULL;
    if (!opts_parse(&cli->opts, table, argc, argv, cli->words, &cli->n_words,
                    err))
        return false;
    /* The words of the command come first, whatever stands between them. */
    cli->n_words -= used;
    memmove(cli->words, cli->words + used, cli->n_words * sizeof(*cli->words));
    return asks_for_text(cli) || check_words(cli, err);
}

void cli_done(struct cli *cli)
{
    opts_done(&cli->opts);
    mem_free(cli->words);
    *cli = (struct cli){.noun = NULL};
}

bool cli_tell(const struct cli *cli)
{
    if (!asks_for_text(cli))
        return false;
    if (cli->opts.help)
        help_print(cli);
    else if (cli->opts.version)
        help_version();
    else
        help_commands();
    return true;
}

enum status cli_fail(const struct err *err)
{
    report(err->text);
    return (enum status)err_exit_status(err);
}

bool cli_desk(struct call *call, enum desk_mode mode, struct err *err)
{
    return access_own(call->config, RIGHT_LOOK, err) &&
           desk_open(call->config, mode, &call->desk, err);
}

static bool carry_out(struct call *call, const struct verb *verb,
                      struct err *err)
{
    enum desk_mode mode = verb->needs == NEEDS_ACT ? DESK_ACT : DESK_READ;

    if (verb->check && !verb->check(call, err))
        return false;
    if (verb->engine && !desk_open(call->config, mode, &call->desk, err))
        return false;
    if (verb->needs != NEEDS_CONFIG && !call->desk &&
        !cli_desk(call, mode, err))
        return false;
    return verb->run(call, err);
}

enum status cli_run(struct cli *cli, const struct config *config)
{
    struct out out;
    struct call call = {
        .config = config,
        .opts = &cli->opts,
        .words = cli->words,
        .n_words = cli->n_words,
        .out = &out,
    };
    struct err err = {0};
    bool ok;

    out_init(&out, cli->opts.json);
    out.utc = config->utc;
    ok = carry_out(&call, cli->verb, &err);
    /* What was found before something went wrong is shown in any case. */
    if (ok)
        ok = out_finish(&out, &err);
    else
        out_flush(&out);
    if (!ok)
        call.status = cli_fail(&err);
    desk_close(call.desk);
    out_done(&out);
    return call.status;
}
