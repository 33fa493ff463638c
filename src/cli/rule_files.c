/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_files.c - rules from files and to standard output.
 */
#include "cli/verbs.h"
#include "cli/words.h"
#include "model/limits.h"
#include "service/rulebook.h"
#include "util/file.h"
#include "util/text.h"

static void tell_import(void *with, const char *name, const char *what)
{
    struct call *call = with;
    struct json *json;

    if (!call->out->json) {
        out_printf(call->out, "%s: %s", name, what);
        return;
    }
    json = json_new_object();
    json_set_text(json, "name", name);
    json_set_text(json, "what", what);
    out_json_take(call->out, json);
}

bool rule_import(struct call *call, struct err *err)
{
    for (size_t i = 0; i < call->n_words; i++) {
        const char *file = call->words[i];
        struct buf text;
        bool ok;

        buf_init(&text);
        ok = file_read(file, LIMIT_IMPORT_FILE, &text, err);
        if (ok && !rulebook_import(call->desk, buf_view(&text),
                                   call->opts->dry_run, tell_import, call, err))
            ok = err_prefix(err, "%s", file);
        buf_done(&text);
        if (!ok)
            return false;
    }
    return true;
}

static bool add_rule(struct call *call, const char *name, struct json *all,
                     struct err *err)
{
    struct rule *rule;

    if (!rulebook_get(call->desk, str_of(name), &rule, err))
        return false;
    json_add_take(all, rule_to_json(rule));
    rule_free(rule);
    return true;
}

static bool add_all(struct call *call, struct json *all, struct err *err)
{
    struct rule_page *page = rule_page_read(call->desk);
    bool ok = page_good(&page->error, err);

    for (size_t i = 0; ok && i < page->n; i++)
        ok = add_rule(call, page->rows[i].name, all, err);
    rule_page_free(page);
    return ok;
}

/* One array whatever is asked for, since that is what import reads. */
bool rule_export(struct call *call, struct err *err)
{
    struct json *all = json_new_array();
    bool ok = call->n_words > 0 || add_all(call, all, err);

    for (size_t i = 0; ok && i < call->n_words; i++)
        ok = add_rule(call, call->words[i], all, err);
    if (ok && json_length(all) == 0)
        call->status = STATUS_NO;
    if (ok)
        out_whole_take(call->out, all);
    else
        json_free(all);
    return ok;
}
