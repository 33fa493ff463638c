/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_test.c - a rule asked about an event, and what was decided before.
 *
 * Status: 0 the rule fires, 1 it does not.  Rule and event may both be files;
 * then no store is needed.
 */
#include <stdio.h>
#include <string.h>

#include "cli/rule_word.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "model/limits.h"
#include "service/queue.h"
#include "service/rulebook.h"
#include "util/file.h"
#include "util/text.h"
#include "util/when.h"

static bool need_desk(struct call *call, struct err *err)
{
    return call->desk || desk_open(call->config, DESK_READ, &call->desk, err);
}

static bool get_rule(struct call *call, struct rule **out, struct err *err)
{
    if (word_is_file(call->words[0]))
        return word_rule_file(call, call->words[0], out, err);
    return need_desk(call, err) &&
           rulebook_get(call->desk, str_of(call->words[0]), out, err);
}

static bool ask_file(struct call *call, const struct rule *rule,
                     struct test_page **out, struct err *err)
{
    struct catalogue *catalogue;
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = file_read(call->opts->event, LIMIT_JSON_TEXT, &text, err) &&
         catalogue_load_for(call->config, &catalogue, err);
    if (ok) {
        *out = rule_test_text(call->config, rule, buf_view(&text), catalogue,
                              when_now());
        if ((*out)->error.code != ERR_NONE)
            err_prefix(&(*out)->error, "%s", call->opts->event);
        catalogue_free(catalogue);
    }
    buf_done(&text);
    return ok;
}

static bool ask_stored(struct call *call, const struct rule *rule,
                       struct test_page **out, struct err *err)
{
    int64_t event;

    if (!need_desk(call, err) ||
        !word_event(call, call->opts->event, &event, err))
        return false;
    *out = rule_test_stored(call->desk, rule, event);
    return true;
}

static void show_json(struct out *out, const struct test_page *page)
{
    struct json *json = json_new_object();
    struct json *rows = json_new_array();

    json_set_bool(json, "fires", page->fires);
    json_set_text(json, "verdict", page->verdict);
    json_set_text(json, "would", page->would);
    for (size_t i = 0; i < page->n; i++) {
        struct json *row = json_new_object();

        json_set_text(row, "part", page->rows[i].part);
        json_set_text(row, "condition", page->rows[i].text);
        json_set_text(row, "answer", page->rows[i].answer);
        json_set_text(row, "found", page->rows[i].found);
        json_add_take(rows, row);
    }
    json_set_take(json, "conditions", rows);
    out_json_take(out, json);
}

static void show_text(struct out *out, const struct test_page *page)
{
    for (size_t i = 0; i < page->n; i++) {
        const struct test_row *row = &page->rows[i];
        struct buf text;

        buf_init(&text);
        buf_text(&text, row->text);
        if (row->found && *row->found)
            buf_printf(&text, _("  found: %s"), row->found);
        if (i == 0 || strcmp(row->part, page->rows[i - 1].part) != 0)
            out_text(out, 0, str_of(row->part));
        out_entry(out, 12,
                  str_of((const char *)arena_printf(page->arena, "  %s",
                                                    row->answer)),
                  buf_view(&text));
        buf_done(&text);
    }
    out_text(out, 0, str_of(page->verdict));
    out_fact(out, page->fires ? _("Then") : _("Would do"), str_of(page->would));
}

bool rule_test_verb(struct call *call, struct err *err)
{
    struct test_page *page;
    struct rule *rule;
    bool ok;

    if (!get_rule(call, &rule, err))
        return false;
    ok = word_is_file(call->opts->event) ? ask_file(call, rule, &page, err)
                                         : ask_stored(call, rule, &page, err);
    rule_free(rule);
    if (!ok)
        return false;
    ok = page_good(&page->error, err);
    if (ok)
        (call->out->json ? show_json : show_text)(call->out, page);
    if (ok && !page->fires)
        call->status = STATUS_NO;
    test_page_free(page);
    return ok;
}

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

bool rule_why(struct call *call, struct err *err)
{
    struct decision_page *page;
    struct rule *rule;
    int64_t number = 0;
    int64_t event;
    bool ok;

    if (call->n_words == 0 && !call->opts->event)
        return err_set(err, ERR_INPUT,
                       _("Name a rule, or an event with --event."));
    if (!option_event(call, &event, err))
        return false;
    if (call->n_words > 0) {
        if (!rulebook_get(call->desk, str_of(call->words[0]), &rule, err))
            return false;
        number = rule->row;
        rule_free(rule);
    }
    page = decision_page_read(call->desk, event, number);
    ok = page_good(&page->error, err);
    for (size_t i = 0; ok && i < page->n; i++)
        why_row(call->out, page, i);
    if (ok && page->n == 0)
        call->status = STATUS_NO;
    decision_page_free(page);
    return ok;
}
