/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_azure.c - rules and Azure: import of its automations, export, what the
 * service thinks of them, and those that live there.
 */
#include "service/azure.h"

#include "cli/follow.h"
#include "cli/rule_print.h"
#include "cli/rule_word.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "model/limits.h"
#include "service/exchange.h"
#include "util/file.h"
#include "util/text.h"

/* ---- import ---- */

static void tell_note(void *with, const struct exchange_note *note)
{
    struct call *call = with;
    struct json *json;

    if (!call->out->json) {
        out_printf(call->out, "%s: %s: %s: %s", note->rule, note->says,
                   note->path, note->text);
        return;
    }
    json = json_new_object();
    json_set_text(json, "name", note->rule);
    json_set_text(json, "what", note->says);
    json_set_text(json, "path", note->path);
    json_set_text(json, "text", note->text);
    out_json_take(call->out, json);
}

/* --parameters and --scope; @file keeps what they borrow. */
static bool read_given(struct call *call, struct buf *file,
                       struct exchange_given *out, struct err *err)
{
    const char *parameters = call->opts->parameters;

    *out = (struct exchange_given){.scope = call->opts->scope};
    if (!parameters)
        return true;
    if (str_starts(str_trim(str_of(parameters)), STR("{"))) {
        out->parameters = str_of(parameters);
        return true;
    }
    if (!file_read(parameters, LIMIT_CONFIG_FILE, file, err))
        return false;
    out->parameters = buf_view(file);
    return true;
}

bool rule_read_file(struct call *call, const char *file, struct rule ***rules,
                    size_t *n, struct err *err)
{
    struct exchange_given given;
    struct buf parameters;
    struct buf text;
    bool ok;

    buf_init(&parameters);
    buf_init(&text);
    ok = read_given(call, &parameters, &given, err);
    if (ok && (!file_read(file, LIMIT_IMPORT_FILE, &text, err) ||
               !exchange_read(call->desk, buf_view(&text), &given, tell_note,
                              call, rules, n, err)))
        ok = err_prefix(err, "%s", file);
    buf_done(&text);
    buf_done(&parameters);
    return ok;
}

/* All are read before the first is taken: nothing is changed half way. */
bool rule_import(struct call *call, struct err *err)
{
    const struct rule_import wish = {
        .dry_run = call->opts->dry_run,
        .each = print_change,
        .with = call->out,
    };
    struct rule **rules = NULL;
    size_t n = 0;
    bool ok = true;

    if (call->opts->dir)
        return rule_import_dir(call, err);
    for (size_t i = 0; ok && i < call->n_words; i++)
        ok = rule_read_file(call, call->words[i], &rules, &n, err);
    if (ok && n == 0)
        ok = err_set(err, ERR_INPUT,
                     _("There is nothing to import: no rule, and no "
                       "automation."));
    ok = ok && rulebook_import(call->desk, rules, n, &wish, err);
    rulebook_free(rules, n);
    return ok;
}

/* ---- export ---- */

bool rule_export_azure(struct call *call, struct err *err)
{
    struct json *out;

    if (call->n_words == 0)
        return err_set(err, ERR_INPUT,
                       _("Name the rules that are to be exported."));
    if (!exchange_export(call->desk, call->words, call->n_words,
                         call->opts->resource, &out, err))
        return false;
    out_whole_take(call->out, out);
    return true;
}

/* ---- validate ---- */

static bool read_bodies(struct call *call, struct arena *arena,
                        struct exchange_body **out, size_t *n, struct err *err)
{
    const char *word = call->words[0];
    struct exchange_given given;
    struct buf parameters;
    struct buf text;
    bool ok;

    buf_init(&parameters);
    buf_init(&text);
    ok = read_given(call, &parameters, &given, err);
    if (ok && word_is_file(word))
        ok = file_read(word, LIMIT_IMPORT_FILE, &text, err) &&
             exchange_text(call->desk, buf_view(&text), &given, arena, out, n,
                           err);
    else if (ok)
        ok =
            exchange_rule(call->desk, str_of(word), &given, arena, out, n, err);
    buf_done(&text);
    buf_done(&parameters);
    return ok;
}

bool rule_validate(struct call *call, struct err *err)
{
    struct arena *arena = arena_new();
    struct exchange_body *bodies;
    size_t n;
    bool ok = read_bodies(call, arena, &bodies, &n, err);

    for (size_t i = 0; ok && i < n; i++) {
        int64_t run;

        ok = azure_validate(call->desk, bodies[i].id, bodies[i].body, &run,
                            err) &&
             follow_run(call, run, err);
    }
    arena_free(arena);
    return ok;
}

/* ---- what lives in Azure ---- */

static const char *reason(const struct call *call)
{
    return call->opts->reason ? call->opts->reason : "";
}

bool rule_azure_show(struct call *call, struct err *err)
{
    struct json *resource;

    if (!azure_get(call->desk, str_of(call->words[0]), &resource, err))
        return false;
    out_whole_take(call->out, resource);
    return true;
}

/* One as its resource, several as a list: what import reads. */
bool rule_azure_export(struct call *call, struct err *err)
{
    struct json *list = json_new_array();
    struct json *out;
    bool ok = true;

    for (size_t i = 0; ok && i < call->n_words; i++) {
        struct str word = str_of(call->words[i]);
        struct json *resource;

        ok = azure_means(word) ||
             err_set(err, ERR_INPUT,
                     _("%s is no automation in Azure: name rules, or "
                       "automations, not both."),
                     call->words[i]);
        ok = ok && azure_get(call->desk, word, &resource, err);
        if (ok)
            json_add_take(list, resource);
    }
    if (!ok) {
        json_free(list);
        return false;
    }
    if (call->n_words == 1) {
        out = json_copy(json_item(list, 0));
        json_free(list);
    } else {
        out = json_new_object();
        json_set_take(out, "value", list);
    }
    out_whole_take(call->out, out);
    return true;
}

bool rule_azure_switch(struct call *call, bool on, struct err *err)
{
    int64_t run;

    return azure_switch(call->desk, str_of(call->words[0]), on, reason(call),
                        &run, err) &&
           follow_run(call, run, err);
}

bool rule_azure_remove(struct call *call, struct err *err)
{
    int64_t run;

    return azure_remove(call->desk, str_of(call->words[0]), reason(call), &run,
                        err) &&
           follow_run(call, run, err);
}
