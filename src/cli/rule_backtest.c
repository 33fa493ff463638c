/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_backtest.c - what rules would have done with the stored events.
 *
 * Status: 0, or 1 when a rule would fire more often than --max-fires says; 3
 * when it was broken off by a signal, after what had been seen is said.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/backtest_show.h"
#include "cli/rule_word.h"
#include "cli/stop.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "service/rulebook.h"
#include "util/text.h"
#include "util/when.h"

#define SINCE_DEFAULT (30 * WHEN_DAY)
/* Progress is told so often. */
#define TELL_EVERY 200

/* ---- what is asked for ----------------------------------------------------*/

static bool read_period(const struct opts *opts, struct backtest_order *out,
                        struct err *err)
{
    if (!option_moment("since", opts->since, when_now() - SINCE_DEFAULT,
                       &out->since, err) ||
        !option_moment("until", opts->until, 0, &out->until, err))
        return false;
    return out->until == 0 || option_period(out->since, out->until, err);
}

static bool read_rule(struct call *call, struct backtest_order *out,
                      struct err *err)
{
    const char *word = call->words[0];
    struct rule *rule;

    if (word_is_file(word)) {
        if (call->opts->revision)
            return err_set(err, ERR_INPUT,
                           _("A file has no revisions: leave --revision out, "
                             "or name a stored rule."));
        return word_rule_file(call, word, &out->rule, err);
    }
    if (!rulebook_get(call->desk, str_of(word), &rule, err))
        return false;
    out->row = rule->row;
    out->revision = call->opts->revision;
    rule_free(rule);
    return true;
}

/* A file is compared with the stored rule of its name. */
static bool read_against(struct call *call, struct backtest_order *out,
                         struct err *err)
{
    const char *word = call->opts->against;
    struct rule *stored;

    if (!word)
        return true;
    if (!str_int(str_of(word), &out->against) || out->against < 1) {
        out->against = 0;
        return word_rule_file(call, word, &out->against_rule, err);
    }
    if (!out->rule)
        return true;
    if (!rulebook_get(call->desk, str_of(out->rule->name), &stored, err))
        return false;
    out->row = stored->row;
    rule_free(stored);
    return true;
}

static bool read_wish(struct call *call, struct backtest_wish *out,
                      struct err *err)
{
    struct backtest_order order = {.rule = NULL};

    if ((call->n_words == 0) != call->opts->all)
        return err_set(err, ERR_INPUT,
                       _("Name one rule or a file, or try all with --all."));
    if (call->opts->all && (call->opts->against || call->opts->revision))
        return err_set(err, ERR_INPUT,
                       _("--all takes every rule as it is: --revision and "
                         "--against are for one."));
    if (!read_period(call->opts, &order, err))
        return false;
    if (call->opts->all)
        return backtest_wish_all(call->desk, order.since, order.until, out,
                                 err);
    if (read_rule(call, &order, err) && read_against(call, &order, err))
        return backtest_wish_one(call->desk, &order, out, err);
    rule_free(order.rule);
    rule_free(order.against_rule);
    return false;
}

/* ---- doing it -------------------------------------------------------------*/

struct telling {
    int stop;
    bool terminal;
    int64_t begun;
    int64_t told;
};

/* One line that is written over; gone at the end. */
static bool go_on(void *with, int64_t done, int64_t total)
{
    struct telling *telling = with;
    int64_t now = when_monotonic();
    int64_t took = now - telling->begun;

    if (stop_asked(telling->stop))
        return false;
    if (!telling->terminal || now - telling->told < TELL_EVERY)
        return true;
    telling->told = now;
    fputs("\r", stderr);
    if (total == 0)
        fputs(_("Reading the events …"), stderr);
    else
        fprintf(stderr, _("%lld of %lld events, %lld a second"),
                (long long)done, (long long)total,
                (long long)(done * 1000 / (took > 0 ? took : 1)));
    fputs("\033[K", stderr);
    fflush(stderr);
    return true;
}

static bool run(struct call *call, const struct backtest_wish *wish,
                struct backtest_page **out, struct err *err)
{
    struct telling telling = {
        .terminal = isatty(STDERR_FILENO) != 0,
        .begun = when_monotonic(),
        .told = when_monotonic(),
    };

    if (!stop_open(&telling.stop, err)) {
        backtest_wish_drop(wish);
        return false;
    }
    *out = backtest_run(call->desk, wish, go_on, &telling);
    if (telling.terminal)
        fputs("\r\033[K", stderr);
    close(telling.stop);
    return true;
}

static bool exceeds(const struct call *call, const struct backtest_page *page)
{
    const struct backtest_report *report = &page->report;
    size_t first = call->opts->all ? 0 : report->n - 1;

    if (call->opts->max_fires < 0)
        return false;
    for (size_t i = first; i < report->n; i++) {
        if (report->rules[i].fired > call->opts->max_fires)
            return true;
    }
    return false;
}

/* A rule that cannot be asked would seem to be quiet. */
static bool good_rules(const struct call *call,
                       const struct backtest_page *page, struct err *err)
{
    for (size_t i = 0; i < page->report.n && !call->opts->all; i++) {
        const struct backtest_rule *rule = &page->report.rules[i];

        if (rule->fault)
            return err_set(err, ERR_INPUT, "%s: %s", rule->name, rule->fault);
    }
    return true;
}

static void tell(struct call *call, const struct backtest_page *page)
{
    (call->opts->all ? backtest_show_all : backtest_show)(call->out, page);
    if (!page->over) {
        report(_("Broken off: this is what had been seen until then."));
        call->status = STATUS_COULD_NOT;
    }
    if (exceeds(call, page))
        call->status = STATUS_NO;
}

bool rule_backtest(struct call *call, struct err *err)
{
    struct backtest_page *page;
    struct backtest_wish wish;
    bool ok;

    if (!read_wish(call, &wish, err) || !run(call, &wish, &page, err))
        return false;
    ok = page_good(&page->error, err) && good_rules(call, page, err);
    if (ok)
        tell(call, page);
    backtest_page_free(page);
    return ok;
}
