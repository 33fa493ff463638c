/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_why.c - what the rules decided, and why.
 */
#include <stdio.h>

#include "cli/rule_print.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "service/revisions.h"
#include "util/text.h"

static void why_row(struct out *out, const struct decision_page *page, size_t i)
{
    const struct decision *decision = &page->rows[i];
    char head[24];
    struct buf text;

    if (out->json) {
        struct json *json = decision_to_json(decision);

        json_set_text(json, "name", page->rules[i]);
        out_json_take(out, json);
        return;
    }
    snprintf(head, sizeof(head), "%lld", (long long)decision->event);
    buf_init(&text);
    buf_printf(&text, "%s: %s. %s", page->rules[i],
               decision_reason_name(decision->reason), decision->text);
    out_entry(out, 10, str_of(head), buf_view(&text));
    buf_done(&text);
}

static bool list(struct call *call, int64_t event, int64_t rule,
                 struct err *err)
{
    struct decision_page *page = decision_page_read(call->desk, event, rule);
    bool ok = page_good(&page->error, err);

    for (size_t i = 0; ok && i < page->n; i++)
        why_row(call->out, page, i);
    if (ok && page->n == 0)
        call->status = STATUS_NO;
    decision_page_free(page);
    return ok;
}

static void print_one(struct out *out, const struct decision_page *page,
                      size_t i, const struct test_page *test)
{
    struct json *json;

    if (!out->json) {
        why_row(out, page, i);
        out_line(out);
        print_test(out, test);
        return;
    }
    json = test_to_json(test);
    json_set_take(json, "decision", decision_to_json(&page->rows[i]));
    json_set_text(json, "name", page->rules[i]);
    out_json_take(out, json);
}

/* The decision, and each condition as the revision had it that decided. */
static bool show(struct call *call, const struct decision_page *page, size_t i,
                 struct err *err)
{
    const struct decision *decision = &page->rows[i];
    struct test_page *test;
    struct rule *rule;
    bool ok;

    if (!revision_get(call->desk, decision->rule, decision->revision, &rule,
                      err))
        return false;
    test = rule_test_stored(call->desk, rule, decision->event);
    ok = page_good(&test->error, err);
    if (ok)
        print_one(call->out, page, i, test);
    if (!decision_fired(decision->reason))
        call->status = STATUS_NO;
    test_page_free(test);
    rule_free(rule);
    return ok;
}

static bool show_rule(struct call *call, int64_t event, int64_t rule,
                      struct err *err)
{
    struct decision_page *page = decision_page_read(call->desk, event, 0);
    bool ok = page_good(&page->error, err);

    for (size_t i = 0; ok && i < page->n; i++) {
        if (page->rows[i].rule != rule)
            continue;
        ok = show(call, page, i, err);
        decision_page_free(page);
        return ok;
    }
    decision_page_free(page);
    if (ok)
        call->status = STATUS_NO;
    return ok;
}

static bool which_event(struct call *call, int64_t *out, struct err *err)
{
    if (call->n_words < 2)
        return option_event(call, out, err);
    if (call->opts->event)
        return err_set(err, ERR_INPUT, _("Name one event, not two."));
    return word_event(call, call->words[1], out, err);
}

bool rule_why(struct call *call, struct err *err)
{
    int64_t number = 0;
    struct rule *rule;
    int64_t event;

    if (call->n_words == 0 && !call->opts->event)
        return err_set(err, ERR_INPUT,
                       _("Name a rule, or an event with --event."));
    if (!which_event(call, &event, err))
        return false;
    if (call->n_words > 0) {
        if (!rulebook_get(call->desk, str_of(call->words[0]), &rule, err))
            return false;
        number = rule->row;
        rule_free(rule);
    }
    return event != 0 && number != 0 ? show_rule(call, event, number, err)
                                     : list(call, event, number, err);
}

bool event_why(struct call *call, struct err *err)
{
    int64_t event;

    return word_event(call, call->words[0], &event, err) &&
           list(call, event, 0, err);
}
