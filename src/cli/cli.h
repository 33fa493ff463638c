/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli.h - the command line: nouns, verbs, and how one is carried out.
 *
 * A noun is one file, cmd_NOUN.c, that ends in one constant table of its
 * verbs.  The table says what words and options a verb takes and what it
 * needs; so the verb's function begins with its work.
 *
 * Exit status: 0 yes or done; 1 no (did not match, not verified, nothing
 * found, what was named is not there); 2 usage or bad input; 3 could not
 * (network, store, permission).
 *
 * Thread: main.
 * Memory: a cli borrows argv.
 */
#ifndef RIPOSTE_CLI_CLI_H
#define RIPOSTE_CLI_CLI_H

#include "cli/opts.h"
#include "cli/out.h"
#include "service/config.h"
#include "service/desk.h"

enum status { STATUS_DONE, STATUS_NO, STATUS_USAGE, STATUS_COULD_NOT };

/* What a verb is given. */
struct call {
    const struct config *config;
    struct desk *desk; /* as the verb needs it; else NULL */
    const struct opts *opts;
    const char **words;
    size_t n_words;
    struct out *out;
    enum status status; /* DONE, unless the verb says otherwise */
};

enum needs {
    NEEDS_CONFIG, /* nothing but the settings; also without any file */
    NEEDS_READ,   /* a desk that reads: the store must be there */
    NEEDS_ACT     /* a desk that acts: the store is made if it is not there */
};

struct verb {
    const char *name;             /* "" for a noun that is its own verb */
    const char *words;            /* "ID…", "[QUERY]"; NULL: takes none */
    const char *help;             /* N_(), one sentence without its full stop */
    const struct option *options; /* NULL: none of its own */
    size_t least;                 /* words */
    size_t most;
    enum needs needs;
    bool engine; /* it is the engine that opens the store, and no person */
    /* What can be said of the words before the store is opened, or made; or
     * NULL. */
    bool (*check)(const struct call *call, struct err *err);
    /* False: err is reported, and its code decides the status. */
    bool (*run)(struct call *call, struct err *err);
};
#define WORDS_ANY ((size_t)-1)

struct noun {
    const char *name;
    const char *help;         /* N_() */
    const struct verb *verbs; /* run is NULL in the last row */
};

/* The one list of commands.  To add one: write cli/cmd_NAME.c, add its row. */
#define COMMANDS(X)                                                            \
    X(event)                                                                   \
    X(rule)                                                                    \
    X(playbook)                                                                \
    X(run)                                                                     \
    X(approval)                                                                \
    X(contain)                                                                 \
    X(suppression)                                                             \
    X(audit)                                                                   \
    X(report)                                                                  \
    X(view)                                                                    \
    X(watchlist)                                                               \
    X(engine)                                                                  \
    X(serve)                                                                   \
    X(access)                                                                  \
    X(doctor)                                                                  \
    X(help)

#define COMMAND_DECLARE(name) extern const struct noun cmd_##name;
COMMANDS(COMMAND_DECLARE)
#undef COMMAND_DECLARE

extern const struct noun *const nouns[]; /* NULL ends */

/* A command line that was read. */
struct cli {
    struct opts opts;
    const struct noun *noun; /* NULL: no command, the screens */
    const struct verb *verb; /* NULL with a noun: --help of the noun */
    const char **words;
    size_t n_words;
};
/* ERR_INPUT: what cannot be understood, and what comes near it. */
bool cli_read(struct cli *cli, int argc, char **argv, struct err *err);
void cli_done(struct cli *cli);

/* Is help, the version or the list of commands asked for?  Prints it. */
bool cli_tell(const struct cli *cli);
/* Opens the desk of the call; ERR_DENIED for who may not even look. */
bool cli_desk(struct call *call, enum desk_mode mode, struct err *err);
/* Carries the command out, reports what is wrong, answers the status. */
enum status cli_run(struct cli *cli, const struct config *config);
/* Reports an error that keeps the program from going on. */
enum status cli_fail(const struct err *err);

#endif
