/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_history.c - the revisions of a rule: told, compared, taken back.
 */
#include "cli/rule_print.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "model/codec.h"
#include "service/revisions.h"
#include "util/text.h"
#include "util/when.h"

/* The word at @index is the number of a revision; 0 when it is not there. */
static bool word_revision(const struct call *call, size_t index, int64_t *out,
                          struct err *err)
{
    *out = 0;
    if (index >= call->n_words)
        return true;
    if (str_int(str_of(call->words[index]), out) && *out > 0)
        return true;
    return err_set(err, ERR_INPUT,
                   _("\"%.80s\" is no revision: write its number. `riposte "
                     "rule history' lists them."),
                   call->words[index]);
}

static void row_json(struct out *out, const struct revision_page *page,
                     const struct revision_row *row)
{
    struct json *json = json_new_object();

    json_set_int(json, "id", page->rule);
    json_set_text(json, "name", page->name);
    json_set_int(json, "revision", row->revision);
    json_set_time(json, "saved", row->saved);
    json_set_text(json, "editor", row->editor);
    json_set_text(json, "author", page->author);
    json_set_text(json, "mode", rule_mode_name(row->mode));
    json_set_take(json, "diff", diff_to_json(row->diff, row->n_diff));
    out_json_take(out, json);
}

static void row_text(struct out *out, const struct revision_page *page,
                     const struct revision_row *row)
{
    char when[WHEN_TEXT_SIZE];

    out_printf(out, _("Revision %lld, %s, %s"), (long long)row->revision,
               when_local(row->saved, out->utc, when), row->editor);
    /* What the first one holds is what `rule show' prints. */
    if (row->revision > 1)
        print_diff(out, row->diff, row->n_diff);
    else
        out_printf(out, _("  made by %s"), page->author);
}

bool rule_history(struct call *call, struct err *err)
{
    struct revision_page *page =
        revision_page_read(call->desk, str_of(call->words[0]));
    bool ok = page_good(&page->error, err);

    for (size_t i = 0; ok && i < page->n; i++)
        (call->out->json ? row_json : row_text)(call->out, page,
                                                &page->rows[i]);
    if (ok && page->more && !call->out->json)
        out_printf(call->out, _("There are older ones, which are not shown."));
    revision_page_free(page);
    return ok;
}

bool rule_diff_verb(struct call *call, struct err *err)
{
    struct revision_diff diff;
    struct json *json;
    int64_t from;
    int64_t to;

    if (!word_revision(call, 1, &from, err) ||
        !word_revision(call, 2, &to, err) ||
        !revision_diff_read(call->desk, str_of(call->words[0]), from, to, &diff,
                            err))
        return false;
    if (call->out->json) {
        json = json_new_object();
        json_set_text(json, "name", diff.name);
        json_set_int(json, "from", diff.from);
        json_set_int(json, "to", diff.to);
        json_set_take(json, "diff", diff_to_json(diff.rows, diff.n));
        out_json_take(call->out, json);
    } else {
        out_printf(call->out, _("Rule %s, from revision %lld to %lld"),
                   diff.name, (long long)diff.from, (long long)diff.to);
        print_diff(call->out, diff.rows, diff.n);
    }
    if (diff.n == 0)
        call->status = STATUS_NO;
    revision_diff_done(&diff);
    return true;
}

bool rule_rollback(struct call *call, struct err *err)
{
    int64_t revision;
    int64_t made;
    struct json *json;

    if (!word_revision(call, 1, &revision, err) ||
        !revision_rollback(call->desk, str_of(call->words[0]), revision, &made,
                           err))
        return false;
    if (call->out->json) {
        json = json_new_object();
        json_set_text(json, "name", call->words[0]);
        json_set_int(json, "from", revision);
        json_set_int(json, "revision", made);
        out_json_take(call->out, json);
    } else {
        out_printf(call->out,
                   _("Rule %s is as revision %lld was; this is revision "
                     "%lld."),
                   call->words[0], (long long)revision, (long long)made);
    }
    return true;
}
