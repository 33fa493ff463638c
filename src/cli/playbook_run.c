/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_run.c - a playbook started by hand, and how it goes.
 */
#include "cli/follow.h"
#include "cli/rule_word.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "model/limits.h"
#include "service/playbooks.h"
#include "service/plays.h"
#include "util/file.h"
#include "util/text.h"

/* What it is started with, from a file: an event in any shape, or a body. */
static bool read_body(struct call *call, const char *file, struct json **out,
                      struct err *err)
{
    struct playbook_page *page =
        playbook_page_one(call->desk, str_of(call->words[0]));
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = page_good(&page->error, err) &&
         file_read(file, LIMIT_JSON_TEXT, &text, err) &&
         (playbook_event(page->rows[0].playbook, buf_view(&text), out, err) ||
          err_prefix(err, "%s", file));
    buf_done(&text);
    playbook_page_free(page);
    return ok;
}

bool playbook_run_verb(struct call *call, struct err *err)
{
    struct play_wish wish = {
        .name = call->words[0],
        .parameters = call->opts->more,
        .n_parameters = call->opts->n_more,
        .why = call->opts->reason,
    };
    const char *word = call->opts->event;
    struct json *body = NULL;
    int64_t run;
    bool ok = true;

    if (word && word_is_file(word))
        ok = read_body(call, word, &body, err);
    else if (word)
        ok = word_event(call, word, &wish.event, err);
    wish.body = body;
    ok = ok && playbook_run(call->desk, &wish, &run, err);
    json_free(body);
    if (ok && !call->out->json)
        out_printf(call->out, _("Run %lld was started."), (long long)run);
    return ok && follow_run(call, run, err);
}
