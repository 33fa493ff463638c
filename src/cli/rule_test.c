/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_test.c - a rule asked about an event.
 *
 * Status: 0 the rule fires, 1 it does not.  Rule and event may both be files;
 * then no store is needed.
 */
#include <stdio.h>
#include <string.h>

#include "cli/rule_print.h"
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
    return call->desk || cli_desk(call, DESK_READ, err);
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
        print_test(call->out, page);
    if (ok && !page->fires)
        call->status = STATUS_NO;
    test_page_free(page);
    return ok;
}
