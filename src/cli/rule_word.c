/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/rule_word.h"

#include <string.h>

#include "model/limits.h"
#include "service/rulebook.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/text.h"

bool word_is_file(const char *word)
{
    return strcmp(word, "-") == 0 || str_ends(str_of(word), STR(".json")) ||
           (file_exists(word) && !file_is_dir(word));
}

static bool read_rules(const char *file, struct rule ***out, size_t *n,
                       struct err *err)
{
    struct buf text;
    bool ok;

    *out = NULL;
    *n = 0;
    buf_init(&text);
    ok = file_read(file, LIMIT_IMPORT_FILE, &text, err);
    if (ok && !rulebook_read(buf_view(&text), out, n, err)) {
        rulebook_free(*out, *n);
        ok = err_prefix(err, "%s", file);
    }
    buf_done(&text);
    return ok;
}

/* One that does nothing yet can be asked whether it would fire. */
static bool check_rule(const struct call *call, struct rule *rule,
                       struct err *err)
{
    enum rule_mode mode = rule->mode;
    struct catalogue *catalogue;
    bool ok;

    if (!catalogue_load_for(call->config, &catalogue, err))
        return false;
    if (rule->n_actions == 0)
        rule->mode = RULE_OFF;
    ok = rulebook_check(rule, catalogue, err);
    rule->mode = mode;
    catalogue_free(catalogue);
    return ok;
}

bool word_rules_file(const struct call *call, const char *file,
                     struct rule ***out, size_t *n, struct err *err)
{
    struct rule **rules;
    size_t count;

    if (!read_rules(file, &rules, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (check_rule(call, rules[i], err))
            continue;
        if (count > 1)
            err_prefix(err, _("Rule %s"), rules[i]->name);
        rulebook_free(rules, count);
        return err_prefix(err, "%s", file);
    }
    *out = rules;
    *n = count;
    return true;
}

bool word_rule_file(const struct call *call, const char *file,
                    struct rule **out, struct err *err)
{
    struct rule **rules;
    size_t n;

    if (!word_rules_file(call, file, &rules, &n, err))
        return false;
    if (n != 1) {
        rulebook_free(rules, n);
        return err_set(err, ERR_INPUT,
                       _("%s holds %zu rules. Put the one to be tested into a "
                         "file of its own, or import them and name it."),
                       file, n);
    }
    *out = rules[0];
    mem_free(rules);
    return true;
}
