/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/rehearse_given.h"

#include "model/limits.h"
#include "service/plays.h"
#include "util/file.h"
#include "util/text.h"

static bool is_answered(const struct play_node *node)
{
    return node->lane != 0 && node->outputs &&
           (node->state == RUN_SUCCEEDED || node->state == RUN_FAILED);
}

static void take(const struct play_page *page, struct rehearse_run *out)
{
    const struct json *body = json_get(page->trigger, "body");

    out->answers = json_new_object();
    out->event = body ? json_copy(body) : NULL;
    for (size_t i = 0; i < page->n; i++) {
        const struct play_node *node = &page->nodes[i];

        if (is_answered(node))
            json_set_take(out->answers, node->path, json_copy(node->outputs));
    }
}

bool rehearse_run_read(struct desk *desk, int64_t run, struct str playbook,
                       struct rehearse_run *out, struct err *err)
{
    struct play_page *page = play_page_read(desk, run);
    bool ok = page->error.code == ERR_NONE;

    if (!ok)
        *err = page->error;
    else if (!str_eq_fold(str_of(page->playbook), playbook))
        ok = err_set(err, ERR_INPUT,
                     _("Run %lld is one of the playbook %s, so its answers are "
                       "not those of %.*s."),
                     (long long)run, page->playbook, STR_ARG(playbook));
    if (ok)
        take(page, out);
    play_page_free(page);
    return ok;
}

void rehearse_run_done(struct rehearse_run *run)
{
    json_free(run->answers);
    json_free(run->event);
}

struct json *rehearse_estate(void)
{
    struct arena *arena = arena_new();
    struct json *json = NULL;
    struct err ignored;
    struct buf text;

    buf_init(&text);
    if (file_read(file_data(arena, "sandbox/estate.json"), LIMIT_SCENARIO_FILE,
                  &text, &ignored) &&
        !json_parse(buf_view(&text), &json, &ignored))
        json = NULL;
    buf_done(&text);
    arena_free(arena);
    return json;
}
