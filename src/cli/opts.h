/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * opts.h - options and words of a command line, read by tables.
 *
 * Each command has a table of its options; usage, --commands, the completion
 * and the check of the manual page are made from the same tables, so that no
 * option can work without being described.
 *
 * Thread: main.
 * Memory: opts_init() on the caller's storage, opts_done() frees; texts are
 * borrowed from argv.
 */
#ifndef RIPOSTE_CLI_OPTS_H
#define RIPOSTE_CLI_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/err.h"
#include "util/str.h"

/* What all options together can say; a command looks at its own. */
struct opts {
    struct arena *arena;
    /* Everywhere. */
    const char *config;
    const char **sets; /* "name=value", NULL ends */
    size_t n_sets;
    bool json;
    bool help;
    /* Without a command. */
    bool version;
    bool commands;
    bool demo;
    /* Of single commands. */
    const char *reason;
    const char *target;
    const char *event;
    const char *rule;
    const char *as;
    int64_t limit;
    int64_t max_fires; /* -1: any number */
    int64_t revision;
    const char *since;
    const char *against;
    bool standing;
    int64_t wait; /* milliseconds */
    int64_t lasts;
    int64_t count; /* so many are meant */
    bool anyway;
    bool defender;
    const char *view;
    const char *sort;
    bool ascending;
    const char *subscription;
    const char *type;
    const char *until;
    const char *to;
    const char *state;
    const char *by;
    bool break_glass;
    const char *query;
    int64_t from;
    int64_t step;
    int64_t rate; /* a minute; 0: all at once */
    bool remote;
    bool stuck;
    bool once;
    bool all;
    bool open;
    bool off;
    bool dry_run;
    bool add;
    bool test;
    const char *file;
    const char *scenario;
    const char *dir;
    bool prune;
    bool azure;
    bool resource;
    const char *parameters;
    const char *answers;
    int64_t answers_of;
    bool as_it_is;
    const char *scope;
    const char *who;
    const char *verb;
    const char *object;
    const char *format;
    const char *checkpoint;
    const char **more; /* --param name=value, NULL ends */
    size_t n_more;
};
void opts_init(struct opts *opts);
void opts_done(struct opts *opts);

enum option_type {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_COUNT,   /* 1 … INT64_MAX */
    OPTION_BOUND,   /* 0 … INT64_MAX */
    OPTION_SPAN,    /* "60s" */
    OPTION_MORE,    /* one more of opts->more */
    OPTION_SETTING, /* one more of opts->sets, for the setting .setting */
    OPTION_TYPE_N
};

struct option {
    const char *name;     /* without its dashes; NULL ends a table */
    const char *argument; /* its name in the usage; NULL for a flag */
    const char *help;     /* N_() */
    enum option_type type;
    bool needed;
    const char *setting; /* OPTION_SETTING; NULL: the value names it */
    size_t at;           /* in struct opts */
};

/* Two that many commands have. */
#define OPTION_REASON(is_needed)                                               \
    {                                                                          \
        .name = "reason", .argument = "TEXT",                                  \
        .help = N_("why, in a few words"), .type = OPTION_TEXT,                \
        .needed = (is_needed), .at = offsetof(struct opts, reason),            \
    }
#define OPTION_WAIT(what)                                                      \
    {                                                                          \
        .name = "wait", .argument = "SPAN", .help = (what),                    \
        .type = OPTION_SPAN, .at = offsetof(struct opts, wait),                \
    }

/* The options that may stand anywhere, and those without a command. */
extern const struct option opts_everywhere[];
extern const struct option opts_alone[];

/* The words of a command line, as far as the options that may stand anywhere
 * let them be told from values: at most @most of the first ones.  For finding
 * the command before its own options are known. */
size_t opts_words(int argc, char **argv, const char **out, size_t most);
/* Reads argv by opts_everywhere and @table.  What is no option goes to @words
 * (room for argc), behind `--` everything does.  ERR_INPUT names the nearest
 * option, or what is wrong with a value. */
bool opts_parse(struct opts *opts, const struct option *table, int argc,
                char **argv, const char **words, size_t *n_words,
                struct err *err);
/* ERR_INPUT names the first needed option that was not given. */
bool opts_complete(const struct opts *opts, const struct option *table,
                   struct err *err);

#endif
