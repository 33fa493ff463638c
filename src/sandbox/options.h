/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * options.h - the command line: one table that reads it and makes --help.
 *
 * Thread: main, before anything else starts.
 * Memory: texts are borrowed from argv.
 */
#ifndef RIPOSTE_SANDBOX_OPTIONS_H
#define RIPOSTE_SANDBOX_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "util/err.h"

struct options {
    bool generate; /* the subcommand */
    bool help, version;
    int64_t seed;
    /* The server. */
    int64_t port, smtp_port;
    const char *write_config;
    const char *scenario;
    double speed;
    const char *fault;
    const char *deny;
    int64_t page_size;
    const char *rate;
    int64_t token_life;
    int64_t device_polls, device_interval;
    int64_t alerts;
    const char *arm;
    bool smtp_auth;
    bool die_with_parent;
    /* generate */
    int64_t count;
    int64_t pages;
    int64_t resources;
    double hostile, repeated;
};

/* Reads argv.  ERR_INPUT for an unknown option, naming the nearest known one,
 * and for a value that is missing or out of bounds. */
bool options_parse(struct options *out, int argc, char **argv, struct err *err);
/* The text of --help on standard output. */
void options_help(void);

#endif
