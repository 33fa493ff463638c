/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/opts.h"

#include <string.h>

#include "model/limits.h"
#include "util/text.h"
#include "util/when.h"

#define AT(member) offsetof(struct opts, member)

/* How long a command follows what it has started. */
#define WAIT_DEFAULT (60 * WHEN_SECOND)
/* Options of all tables together, for the search of the nearest. */
#define NAMES_MOST 64

const struct option opts_everywhere[] = {
    {.name = "config",
     .argument = "FILE",
     .help = N_("read this configuration"),
     .type = OPTION_TEXT,
     .at = AT(config)},
    {.name = "store",
     .argument = "URL",
     .help = N_("use this store: a path, or sqlite:PATH"),
     .type = OPTION_SETTING,
     .setting = "store"},
    {.name = "set",
     .argument = "NAME=VALUE",
     .help = N_("override one setting of riposte.conf(5)"),
     .type = OPTION_SETTING},
    {.name = "log",
     .argument = "FILE",
     .help = N_("write the diagnostic log there; - is standard error"),
     .type = OPTION_SETTING,
     .setting = "log.file"},
    {.name = "log-level",
     .argument = "LEVEL",
     .help = N_("log from this level on: debug, info, warn or error"),
     .type = OPTION_SETTING,
     .setting = "log.level"},
    {.name = "json",
     .help = N_("print one JSON object a line"),
     .type = OPTION_FLAG,
     .at = AT(json)},
    {.name = "help",
     .help = N_("print this help"),
     .type = OPTION_FLAG,
     .at = AT(help)},
    {.name = NULL},
};

const struct option opts_alone[] = {
    {.name = "demo",
     .help = N_("open the screens on a sandbox, which needs no account"),
     .type = OPTION_FLAG,
     .at = AT(demo)},
    {.name = "version",
     .help = N_("print the version and what was built in"),
     .type = OPTION_FLAG,
     .at = AT(version)},
    {.name = "commands",
     .help = N_("print each command with its options, one a line"),
     .type = OPTION_FLAG,
     .at = AT(commands)},
    {.name = NULL},
};

static const struct option nothing[] = {{.name = NULL}};

void opts_init(struct opts *opts)
{
    *opts = (struct opts){
        .arena = arena_new(), .wait = WAIT_DEFAULT, .max_fires = -1};
}

void opts_done(struct opts *opts)
{
    arena_free(opts->arena);
    *opts = (struct opts){.arena = NULL};
}

static const struct option *find(const struct option *table, struct str name)
{
    for (; table->name; table++) {
        if (str_eq(name, str_of(table->name)))
            return table;
    }
    return NULL;
}

/* "--name=value" → name, and value if there is one. */
static struct str option_name(const char *word, const char **value)
{
    struct str name = str_of(word + 2);
    size_t sign = str_find_char(name, '=');

    *value = sign == STR_NOWHERE ? NULL : name.at + sign + 1;
    return str_sub(name, 0, sign);
}

/* One dash alone begins none: "-old" takes a tag away. */
static bool is_option(const char *word)
{
    return strncmp(word, "--", 2) == 0;
}

size_t opts_words(int argc, char **argv, const char **out, size_t most)
{
    size_t n = 0;

    for (int i = 1; i < argc && n < most; i++) {
        const struct option *option;
        const char *value;

        if (!is_option(argv[i])) {
            out[n++] = argv[i];
            continue;
        }
        if (argv[i][2] == '\0')
            break;
        option = find(opts_everywhere, option_name(argv[i], &value));
        if (option && option->argument && !value)
            i++;
    }
    return n;
}

static bool unknown(struct str name, const struct option *table,
                    struct err *err)
{
    const char *names[NAMES_MOST];
    const char *near;
    size_t n = 0;

    for (; table->name && n < NAMES_MOST; table++)
        names[n++] = table->name;
    table = opts_everywhere;
    for (; table->name && n < NAMES_MOST; table++)
        names[n++] = table->name;
    near = str_nearest(name, names, n);
    if (near)
        return err_set(err, ERR_INPUT,
                       _("There is no option --%.*s here. Did you mean "
                         "--%s?"),
                       STR_ARG(name), near);
    return err_set(err, ERR_INPUT,
                   _("There is no option --%.*s here. --help lists them."),
                   STR_ARG(name));
}

static void add_set(struct opts *opts, const char *setting, const char *value)
{
    const char **sets =
        arena_array(opts->arena, opts->n_sets + 2, sizeof(*sets));

    if (opts->n_sets > 0)
        memcpy(sets, opts->sets, opts->n_sets * sizeof(*sets));
    sets[opts->n_sets++] =
        setting ? arena_printf(opts->arena, "%s=%s", setting, value) : value;
    opts->sets = sets;
}

static bool take_number(const struct option *option, struct opts *opts,
                        const char *value, int64_t least, struct err *err)
{
    int64_t count;

    if (!str_int(str_of(value), &count) || count < least)
        return err_set(err, ERR_INPUT, _("--%s needs a number, not \"%.80s\"."),
                       option->name, value);
    *(int64_t *)((char *)opts + option->at) = count;
    return true;
}

static bool take_count(const struct option *option, struct opts *opts,
                       const char *value, struct err *err)
{
    return take_number(option, opts, value, 1, err);
}

static bool take_bound(const struct option *option, struct opts *opts,
                       const char *value, struct err *err)
{
    return take_number(option, opts, value, 0, err);
}

static bool take_span(const struct option *option, struct opts *opts,
                      const char *value, struct err *err)
{
    int64_t span = 0;

    /* No time needs no unit. */
    if (!str_eq(str_of(value), STR("0")) &&
        (!when_span_parse(str_of(value), &span) || span < 0))
        return err_set(err, ERR_INPUT,
                       _("--%s needs a span of time such as 30s or 5m, not "
                         "\"%.80s\"."),
                       option->name, value);
    *(int64_t *)((char *)opts + option->at) = span;
    return true;
}

static bool take_text(const struct option *option, struct opts *opts,
                      const char *value, struct err *err)
{
    (void)err;
    *(const char **)((char *)opts + option->at) = value;
    return true;
}

static bool take_flag(const struct option *option, struct opts *opts,
                      const char *value, struct err *err)
{
    (void)value;
    (void)err;
    *(bool *)((char *)opts + option->at) = true;
    return true;
}

static bool take_more(const struct option *option, struct opts *opts,
                      const char *value, struct err *err)
{
    const char **more;

    if (opts->n_more == LIMIT_ARGUMENTS)
        return err_set(err, ERR_INPUT, _("--%s is given more than %d times."),
                       option->name, LIMIT_ARGUMENTS);
    more = arena_array(opts->arena, opts->n_more + 2, sizeof(*more));
    if (opts->n_more > 0)
        memcpy(more, opts->more, opts->n_more * sizeof(*more));
    more[opts->n_more++] = value;
    opts->more = more;
    return true;
}

static bool take_setting(const struct option *option, struct opts *opts,
                         const char *value, struct err *err)
{
    if (opts->n_sets == LIMIT_ARGUMENTS)
        return err_set(err, ERR_INPUT,
                       _("More than %d settings are on the command line. Put "
                         "them into a configuration file."),
                       LIMIT_ARGUMENTS);
    add_set(opts, option->setting, value);
    return true;
}

static bool take(const struct option *option, struct opts *opts,
                 const char *value, struct err *err)
{
    static bool (*const takes[OPTION_TYPE_N])(
        const struct option *option, struct opts *opts, const char *value,
        struct err *err) = {
        [OPTION_FLAG] = take_flag,       [OPTION_TEXT] = take_text,
        [OPTION_COUNT] = take_count,     [OPTION_BOUND] = take_bound,
        [OPTION_SPAN] = take_span,       [OPTION_MORE] = take_more,
        [OPTION_SETTING] = take_setting,
    };

    return takes[option->type](option, opts, value, err);
}

/* The option at argv[*i]; *i stands on the last word that was used. */
static bool parse_one(struct opts *opts, const struct option *table, int argc,
                      char **argv, int *i, struct err *err)
{
    const struct option *option;
    const char *value;
    struct str name;

    name = option_name(argv[*i], &value);
    option = find(table, name);
    if (!option)
        option = find(opts_everywhere, name);
    if (!option)
        return unknown(name, table, err);
    if (!option->argument && value)
        return err_set(err, ERR_INPUT, _("--%s takes no value."), option->name);
    if (option->argument && !value && *i + 1 == argc)
        return err_set(err, ERR_INPUT, _("--%s needs a value: %s."),
                       option->name, option->argument);
    if (option->argument && !value)
        value = argv[++*i];
    return take(option, opts, value, err);
}

bool opts_parse(struct opts *opts, const struct option *table, int argc,
                char **argv, const char **words, size_t *n_words,
                struct err *err)
{
    bool only_words = false;

    if (!table)
        table = nothing;
    *n_words = 0;
    for (int i = 1; i < argc; i++) {
        if (!only_words && strcmp(argv[i], "--") == 0)
            only_words = true;
        else if (only_words || !is_option(argv[i]))
            words[(*n_words)++] = argv[i];
        else if (!parse_one(opts, table, argc, argv, &i, err))
            return false;
    }
    return true;
}

/* Was something given for it?  A count is never 0. */
static bool given(const struct opts *opts, const struct option *option)
{
    const void *at = (const char *)opts + option->at;

    if (option->type == OPTION_COUNT)
        return *(const int64_t *)at != 0;
    return !str_empty(str_trim(str_of(*(const char *const *)at)));
}

bool opts_complete(const struct opts *opts, const struct option *table,
                   struct err *err)
{
    for (; table && table->name; table++) {
        if (table->needed && !given(opts, table))
            return err_set(err, ERR_INPUT, _("--%s %s is needed: %s."),
                           table->name, table->argument, _(table->help));
    }
    return true;
}
