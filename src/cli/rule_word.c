/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/rule_word.h"

#include <string.h>

#include "model/limits.h"
#include "service/rulebook.h"
#include "util/file.h"
#include "util/text.h"

bool word_is_file(const char *word)
{
    return strcmp(word, "-") == 0 || (file_exists(word) && !file_is_dir(word));
}

/* The one rule of a file. */
static bool read_rule(const char *file, struct rule **out, struct err *err)
{
    struct json *json = NULL;
    const struct json *one;
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = file_read(file, LIMIT_IMPORT_FILE, &text, err);
    if (ok && !json_parse(buf_view(&text), &json, err))
        ok = err_prefix(err, "%s", file);
    one = json_type(json) == JSON_ARRAY ? json_item(json, 0) : json;
    if (ok && json_type(json) == JSON_ARRAY && json_length(json) != 1)
        ok = err_set(err, ERR_INPUT,
                     _("%s holds %zu rules. Put the one to be tested into a "
                       "file of its own, or import them and name it."),
                     file, json_length(json));
    if (ok && !rule_from_json(one, out, err))
        ok = err_prefix(err, "%s", file);
    json_free(json);
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

bool word_rule_file(const struct call *call, const char *file,
                    struct rule **out, struct err *err)
{
    struct rule *rule;

    if (!read_rule(file, &rule, err))
        return false;
    if (!check_rule(call, rule, err)) {
        rule_free(rule);
        return err_prefix(err, "%s", file);
    }
    *out = rule;
    return true;
}
