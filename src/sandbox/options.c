/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/options.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "util/str.h"
#include "util/text.h"

enum kind { FLAG, WHOLE, REAL, TEXT };

enum { SERVER = 1, GENERATE = 2, BOTH = SERVER | GENERATE };

static const struct option {
    const char *name;
    const char *value; /* its name in --help; NULL for a flag */
    const char *help;
    enum kind kind;
    unsigned where;
    size_t at; /* in struct options */
    double least, most;
} table[] = {
    {.name = "port",
     .value = "N",
     .help = N_("listen on this port of 127.0.0.1; 0, the default, takes a "
                "free one"),
     .kind = WHOLE,
     .where = SERVER,
     .at = offsetof(struct options, port),
     .most = 65535},
    {.name = "smtp-port",
     .value = "N",
     .help = N_("take mail on this port; 0, the default, takes a free one"),
     .kind = WHOLE,
     .where = SERVER,
     .at = offsetof(struct options, smtp_port),
     .most = 65535},
    {.name = "smtp-auth",
     .help = N_("refuse mail from clients that have not signed in"),
     .kind = FLAG,
     .where = SERVER,
     .at = offsetof(struct options, smtp_auth)},
    {.name = "write-config",
     .value = "FILE",
     .help = N_("write a configuration that leads riposte here, and the "
                "secrets that it names beside it"),
     .kind = TEXT,
     .where = SERVER,
     .at = offsetof(struct options, write_config)},
    {.name = "scenario",
     .value = "NAME",
     .help = N_("play this scenario, or the one in a file whose name has a "
                "slash; \"none\" begins empty; the default is \"shop\""),
     .kind = TEXT,
     .where = SERVER,
     .at = offsetof(struct options, scenario)},
    {.name = "speed",
     .value = "X",
     .help = N_("let the scenario and long operations run X times as fast"),
     .kind = REAL,
     .where = SERVER,
     .at = offsetof(struct options, speed),
     .least = 0.01,
     .most = 100000},
    {.name = "alerts",
     .value = "N",
     .help = N_("begin with N invented alerts more"),
     .kind = WHOLE,
     .where = SERVER,
     .at = offsetof(struct options, alerts),
     .most = 1000000},
    {.name = "fault",
     .value = "SPEC",
     .help = N_("misbehave in these shares of calls, such as "
                "\"429:0.1,cut:0.05;seed=7\", of 401, 429, 500, 503, "
                "cut, garbage, slow and reset"),
     .kind = TEXT,
     .where = SERVER,
     .at = offsetof(struct options, fault)},
    {.name = "deny",
     .value = "LIST",
     .help = N_("withhold these rights from the identity, such as "
                "\"Microsoft.Compute/*,Machine.Isolate\": what is asked with "
                "them is answered 403"),
     .kind = TEXT,
     .where = SERVER,
     .at = offsetof(struct options, deny)},
    {.name = "rate",
     .value = "N[/S]",
     .help = N_("throttle after N calls, refilled by S a second; the default "
                "is what Azure does: 250/25 for reads, 200/10 for writes"),
     .kind = TEXT,
     .where = SERVER,
     .at = offsetof(struct options, rate)},
    {.name = "page-size",
     .value = "N",
     .help = N_("put N items on a page of a list; the default is 100"),
     .kind = WHOLE,
     .where = SERVER,
     .at = offsetof(struct options, page_size),
     .least = 1,
     .most = 1000},
    {.name = "token-life",
     .value = "S",
     .help = N_("let tokens expire after S seconds; the default is 3599"),
     .kind = WHOLE,
     .where = SERVER,
     .at = offsetof(struct options, token_life),
     .least = 1,
     .most = 86400},
    {.name = "device-polls",
     .value = "N",
     .help = N_("let a device code wait for N polls before it is approved; "
                "the default is 2"),
     .kind = WHOLE,
     .where = SERVER,
     .at = offsetof(struct options, device_polls),
     .most = 1000000},
    {.name = "device-interval",
     .value = "S",
     .help = N_("ask clients to poll a device code every S seconds; the "
                "default is 5"),
     .kind = WHOLE,
     .where = SERVER,
     .at = offsetof(struct options, device_interval),
     .most = 60},
    {.name = "arm",
     .value = "URL",
     .help = N_("call Azure Resource Manager by this address in links and in "
                "the configuration: that of a proxy in front"),
     .kind = TEXT,
     .where = SERVER,
     .at = offsetof(struct options, arm)},
    {.name = "die-with-parent",
     .help = N_("end when the process that started this one ends"),
     .kind = FLAG,
     .where = SERVER,
     .at = offsetof(struct options, die_with_parent)},
    {.name = "seed",
     .value = "N",
     .help = N_("invent other alerts; the default is 1"),
     .kind = WHOLE,
     .where = BOTH,
     .at = offsetof(struct options, seed),
     .most = 9e15},
    {.name = "count",
     .value = "N",
     .help = N_("print N alerts, one a line; the default is 100"),
     .kind = WHOLE,
     .where = GENERATE,
     .at = offsetof(struct options, count),
     .most = 1e9},
    {.name = "pages",
     .value = "N",
     .help = N_("print pages of N alerts, as a list request gets them"),
     .kind = WHOLE,
     .where = GENERATE,
     .at = offsetof(struct options, pages),
     .least = 1,
     .most = 1000},
    {.name = "resources",
     .value = "N",
     .help = N_("spread the alerts over N resources; the default is 500"),
     .kind = WHOLE,
     .where = GENERATE,
     .at = offsetof(struct options, resources),
     .least = 1,
     .most = 1000000},
    {.name = "hostile",
     .value = "R",
     .help = N_("put text made to harm a terminal into the share R (0 to 1)"),
     .kind = REAL,
     .where = GENERATE,
     .at = offsetof(struct options, hostile),
     .most = 1},
    {.name = "dup",
     .value = "R",
     .help = N_("send the share R again with another status"),
     .kind = REAL,
     .where = GENERATE,
     .at = offsetof(struct options, repeated),
     .most = 1},
    {.name = "help",
     .help = N_("print this help"),
     .kind = FLAG,
     .where = BOTH,
     .at = offsetof(struct options, help)},
    {.name = "version",
     .help = N_("print the version"),
     .kind = FLAG,
     .where = BOTH,
     .at = offsetof(struct options, version)},
};

#define OPTIONS (sizeof(table) / sizeof(table[0]))

static const struct options defaults = {
    .seed = 1,
    .scenario = "shop",
    .speed = 1,
    .page_size = 100,
    .token_life = 3599,
    .device_polls = 2,
    .device_interval = 5,
    .count = 100,
    .resources = 500,
};

static const struct option *option_find(struct str name, unsigned where)
{
    for (size_t i = 0; i < OPTIONS; i++) {
        if ((table[i].where & where) && str_eq(name, str_of(table[i].name)))
            return &table[i];
    }
    return NULL;
}

static bool unknown(struct str name, unsigned where, struct err *err)
{
    const char *names[OPTIONS];
    const char *near;
    size_t n = 0;

    for (size_t i = 0; i < OPTIONS; i++) {
        if (table[i].where & where)
            names[n++] = table[i].name;
    }
    near = str_nearest(name, names, n);
    if (near)
        return err_set(err, ERR_INPUT,
                       _("There is no option --%.*s here; did you mean "
                         "--%s?"),
                       STR_ARG(name), near);
    return err_set(err, ERR_INPUT,
                   _("There is no option --%.*s here; --help lists them."),
                   STR_ARG(name));
}

static bool out_of_bounds(const struct option *option, struct err *err)
{
    return err_set(err, ERR_INPUT, _("--%s needs a number from %g to %g."),
                   option->name, option->least, option->most);
}

static bool option_set(const struct option *option, struct options *out,
                       const char *value, struct err *err)
{
    void *at = (char *)out + option->at;
    int64_t whole;
    double real;

    switch (option->kind) {
    case FLAG:
        *(bool *)at = true;
        return true;
    case TEXT:
        *(const char **)at = value;
        return true;
    case WHOLE:
        if (!str_int(str_of(value), &whole) || (double)whole < option->least ||
            (double)whole > option->most)
            return out_of_bounds(option, err);
        *(int64_t *)at = whole;
        return true;
    case REAL:
        if (!str_real(str_of(value), &real) || !(real >= option->least) ||
            real > option->most)
            return out_of_bounds(option, err);
        *(double *)at = real;
        return true;
    }
    return false;
}

static bool parse_one(struct options *out, struct str word,
                      const char *following, int *used, struct err *err)
{
    unsigned where = out->generate ? GENERATE : SERVER;
    size_t sign = str_find_char(word, '=');
    const struct option *option;
    const char *value = following;

    if (!str_starts(word, STR("--")))
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" is no option; --help lists them."),
                       STR_ARG(word));
    if (sign != STR_NOWHERE)
        value = word.at + sign + 1;
    word = str_sub(word, 2, sign == STR_NOWHERE ? word.len : sign - 2);
    option = option_find(word, where);
    if (!option)
        return unknown(word, where, err);
    if (option->kind == FLAG && sign != STR_NOWHERE)
        return err_set(err, ERR_INPUT, _("--%s takes no value."), option->name);
    if (option->kind != FLAG && !value)
        return err_set(err, ERR_INPUT, _("--%s needs a value."), option->name);
    *used = option->kind != FLAG && sign == STR_NOWHERE ? 2 : 1;
    return option_set(option, out, value, err);
}

bool options_parse(struct options *out, int argc, char **argv, struct err *err)
{
    struct options read = defaults;
    int i = 1;

    if (argc > 1 && strcmp(argv[1], "generate") == 0) {
        read.generate = true;
        i = 2;
    }
    while (i < argc) {
        int used = 1;

        if (!parse_one(&read, str_of(argv[i]),
                       i + 1 < argc ? argv[i + 1] : NULL, &used, err))
            return false;
        i += used;
    }
    *out = read;
    return true;
}

/* The help of one option, in lines of at most 78 columns. */
static void print_option(const struct option *option)
{
    struct str rest = str_of(_(option->help)), word;
    char head[40];
    int column;

    snprintf(head, sizeof(head), "  --%s%s%s", option->name,
             option->value ? " " : "", option->value ? option->value : "");
    column = printf("%-24s", head);
    while (str_cut(&rest, ' ', &word)) {
        if (column + 1 + (int)word.len > 78) {
            printf("\n%24s", "");
            column = 24;
        }
        column += printf(" %.*s", STR_ARG(word));
    }
    printf("\n");
}

void options_help(void)
{
    printf("%s\n\n", _("Usage: riposte-sandbox [OPTION]…\n"
                       "       riposte-sandbox generate [OPTION]…"));
    printf("%s\n\n",
           _("Serves, on this machine alone, what riposte talks to: sign-in, "
             "Azure\nResource Manager, Defender for Cloud, Graph, mail and "
             "webhooks."));
    for (size_t i = 0; i < OPTIONS; i++) {
        if (table[i].where & SERVER)
            print_option(&table[i]);
    }
    printf("\n%s\n\n", _("riposte-sandbox generate prints invented alerts."));
    for (size_t i = 0; i < OPTIONS; i++) {
        if (table[i].where & GENERATE)
            print_option(&table[i]);
    }
}
