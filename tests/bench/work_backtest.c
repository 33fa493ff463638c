/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work_backtest.c - a backtest over the whole queue: as a screen asks for it,
 * with filters answered meanwhile, on columns and on one member of the body.
 */
#include <poll.h>
#include <stdio.h>

#include "bench.h"
#include "machine.h"
#include "service/console.h"
#include "util/mem.h"

#define RULE(query)                                                            \
    "{\"name\":\"bench\",\"mode\":\"shadow\",\"conditions\":[{\"all\":[{"      \
    "\"query\":\"" query "\"}]}],\"actions\":[{\"kind\":\"mail\","             \
    "\"with\":{\"to\":\"soc@contoso.example\",\"subject\":\"s\",\"body\":"     \
    "\"b\"}}]}"

static const char columns[] =
    RULE("Severity =~ 'High' and ResourceId contains 'vm'");
static const char member[] =
    RULE("ExtendedProperties['User Name'] contains 'sql_admin'");
/* No text to look for: every body is opened as far as it is asked. */
static const char number[] = RULE("ExtendedProperties['Threat Score'] > 90");

static struct rule *read_rule(const char *text)
{
    struct json *json;
    struct rule *rule;
    struct err err = {0};

    if (!json_parse(str_of(text), &json, &err) ||
        !rule_from_json(json, &rule, &err))
        die("%s", err.text);
    json_free(json);
    return rule;
}

static void wait_for(const struct console *console)
{
    struct pollfd ready = {.fd = console_descriptor(console), .events = POLLIN};

    poll(&ready, 1, 60000);
}

/* What came of it, and how long the slowest filter took meanwhile. */
struct trying {
    struct console *console;
    uint64_t ticket;
    int64_t asked; /* when the filter was; 0: none is on its way */
    double slowest;
    bool over;
    long long events;
};

static void take(struct trying *t, struct note *note)
{
    if (note->kind == NOTE_BACKTEST && note->ticket == 1) {
        if (note->is.backtest->error.code != ERR_NONE)
            die("%s", note->is.backtest->error.text);
        t->over = note->is.backtest->over;
        t->events = (long long)note->is.backtest->report.seen;
    }
    if (note->kind == NOTE_QUEUE && note->ticket == t->ticket && t->asked) {
        double taken = machine_since(t->asked);

        t->slowest = taken > t->slowest ? taken : t->slowest;
        t->asked = 0;
    }
    note_free(note);
}

/* A person goes on looking at the queue. */
static void ask_page(struct trying *t)
{
    struct ask ask = {.kind = ASK_QUEUE, .count = 40, .ticket = ++t->ticket};

    if (t->asked)
        return;
    if (!console_ask(t->console, &ask))
        die("the reader is busy");
    t->asked = machine_now();
}

/* Until the index is whole nothing begins. */
static void wait_index(struct console *console)
{
    struct ask ask = {.kind = ASK_QUEUE, .count = 40, .ticket = 1};
    bool complete = false;

    if (!console_ask(console, &ask))
        die("the reader is busy");
    while (!complete) {
        struct note *note;

        wait_for(console);
        while ((note = console_take(console)) != NULL) {
            if (note->kind == NOTE_QUEUE)
                complete = note->is.queue->complete;
            note_free(note);
        }
    }
}

static double try_rule(struct bench *bench, struct console *console,
                       const char *text, double *slowest)
{
    struct trying t = {.console = console, .ticket = 1000};
    struct ask ask = {
        .kind = ASK_BACKTEST, .ticket = 1, .rule = read_rule(text)};
    int64_t begun = machine_now();
    struct note *note;

    if (!console_ask(console, &ask))
        die("the reader is busy");
    while (!t.over) {
        ask_page(&t);
        wait_for(console);
        while ((note = console_take(console)) != NULL)
            take(&t, note);
    }
    if ((size_t)t.events != bench->rows)
        die("the backtest saw %lld events", t.events);
    *slowest = t.slowest > *slowest ? t.slowest : *slowest;
    return machine_since(begun) / 1000;
}

static void add(struct bench *bench, const char *id, const char *work,
                double seconds, double limit)
{
    struct result result = {
        .id = id,
        .work = work,
        .unit = "s",
        .sense = SENSE_BELOW,
        .value = seconds,
        /* The limits are those of a million. */
        .limit = limit * (double)bench->rows / 1000000,
    };

    results_add(&bench->results, &result);
}

void work_backtest(struct bench *bench)
{
    char set[600];
    const char *sets[] = {set, NULL};
    struct console *console;
    struct config *config;
    struct err err = {0};
    double slowest = 0;
    struct result alive = {
        .id = "backtest-page",
        .work = "a page of the queue while a backtest goes on, slowest",
        .unit = "ms",
        .sense = SENSE_BELOW,
        .limit = 100,
    };

    snprintf(set, sizeof(set), "store=%s", bench->queue);
    if (!config_load(NULL, sets, &config, &err) ||
        !console_open(config, &console, &err))
        die("%s", err.text);
    wait_index(console);
    add(bench, "backtest", "backtest of all events, on columns",
        try_rule(bench, console, columns, &slowest), 1.5);
    add(bench, "backtest-member", "the same on a text in the body",
        try_rule(bench, console, member, &slowest), 15);
    add(bench, "backtest-number", "the same on a number in the body",
        try_rule(bench, console, number, &slowest), 15);
    alive.value = slowest;
    results_add(&bench->results, &alive);
    console_close(console);
    config_free(config);
}
