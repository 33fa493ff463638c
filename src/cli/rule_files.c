/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_files.c - rules to standard output.
 */
#include "cli/verbs.h"
#include "cli/words.h"
#include "service/azure.h"
#include "service/rulebook.h"

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
    struct json *all;
    bool ok;

    if (!rulebook_exported(call->desk, call->words, call->n_words,
                           call->opts->dir, err))
        return false;
    if (call->opts->dir)
        return rule_export_dir(call, err);
    if (call->n_words > 0 && azure_means(str_of(call->words[0])))
        return rule_azure_export(call, err);
    if (call->opts->azure || call->opts->resource)
        return rule_export_azure(call, err);
    all = json_new_array();
    ok = call->n_words > 0 || add_all(call, all, err);

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
