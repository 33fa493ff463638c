/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_help.c - riposte help: what the program knows, from its own tables.
 */
#include <string.h>

#include "cli/verbs.h"
#include "service/playbooks.h"
#include "util/text.h"

static bool is_wanted(const struct call *call, const struct expr_doc *doc)
{
    for (size_t i = 0; i < call->n_words; i++) {
        if (str_eq_fold(str_of(call->words[i]), str_of(doc->name)))
            return true;
    }
    return call->n_words == 0;
}

/* "concat(text, text, ...)", its help, an example, and what comes of it. */
static void print_function(struct call *call, const struct expr_doc *doc,
                           bool playbooks)
{
    struct buf text;
    struct json *json;

    if (call->out->json) {
        json = json_new_object();
        json_set_text(json, "name", doc->name);
        json_set_text(json, "signature", doc->signature);
        json_set_text(json, "help", _(doc->help));
        json_set_text(json, "example", doc->example);
        json_set_text(json, "gives", doc->gives);
        json_set_bool(json, "playbooks", playbooks);
        out_json_take(call->out, json);
        return;
    }
    out_text(call->out, 0, str_of(doc->signature));
    out_text(call->out, 4, str_of(_(doc->help)));
    buf_init(&text);
    buf_text(&text, doc->example);
    if (doc->gives)
        buf_printf(&text, " = %s", doc->gives);
    out_text(call->out, 4, buf_view(&text));
    buf_done(&text);
}

static bool known(const char *name)
{
    for (size_t i = 0; expr_doc_at(i); i++) {
        if (str_eq_fold(str_of(expr_doc_at(i)->name), str_of(name)))
            return true;
    }
    for (size_t i = 0; i < wdl_world.n_roots; i++) {
        if (str_eq_fold(str_of(wdl_world.roots[i].doc.name), str_of(name)))
            return true;
    }
    return false;
}

static bool help_functions(struct call *call, struct err *err)
{
    for (size_t i = 0; i < call->n_words; i++) {
        if (!known(call->words[i]))
            return err_set(err, ERR_ABSENT,
                           _("There is no function %.80s. `riposte help "
                             "functions' lists them."),
                           call->words[i]);
    }
    for (size_t i = 0; expr_doc_at(i); i++) {
        if (is_wanted(call, expr_doc_at(i)))
            print_function(call, expr_doc_at(i), false);
    }
    for (size_t i = 0; i < wdl_world.n_roots; i++) {
        if (is_wanted(call, &wdl_world.roots[i].doc))
            print_function(call, &wdl_world.roots[i].doc, true);
    }
    return true;
}

static const struct verb verbs[] = {
    {.name = "functions",
     .words = "[NAME…]",
     .help = N_("Explain the functions of expressions in fields and playbooks"),
     .most = WORDS_ANY,
     .needs = NEEDS_CONFIG,
     .run = help_functions},
    {.run = NULL},
};

const struct noun cmd_help = {
    .name = "help",
    .help = N_("What can be written"),
    .verbs = verbs,
};
