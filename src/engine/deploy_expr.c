/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deploy_expr.c - one expression: [concat('a', parameters('b')[0].c)].
 *
 * It is evaluated while it is read.  What must not be evaluated, since its
 * branch of an if() is not taken, is read all the same.
 */
#include "engine/deploy_part.h"

#include "util/ascii.h"
#include "util/text.h"

#define ARGUMENTS 64

struct reader {
    struct deploy *deploy;
    struct str text;
    size_t at;
    bool skip; /* only read */
};

static bool read_expression(struct reader *r, struct deploy_value *out);

void deploy_drop(struct deploy_value *value)
{
    json_free(value->own);
    *value = (struct deploy_value){.json = NULL};
}

static char here(const struct reader *r)
{
    return r->at < r->text.len ? r->text.at[r->at] : '\0';
}

static char skip_space(struct reader *r)
{
    while (ascii_is_space(here(r)))
        r->at++;
    return here(r);
}

static bool fail_syntax(struct reader *r, const char *wanted)
{
    return deploy_fail(r->deploy,
                       _("expected %s at character %zu of \"%.*s\"."), wanted,
                       r->at + 1, STR_ARG(str_sub(r->text, 0, 120)));
}

static bool expect(struct reader *r, char c, const char *wanted)
{
    if (skip_space(r) != c)
        return fail_syntax(r, wanted);
    r->at++;
    return true;
}

static void own(struct deploy_value *out, struct json *json)
{
    *out = (struct deploy_value){.json = json, .own = json};
}

static bool read_text(struct reader *r, struct deploy_value *out)
{
    struct buf text;
    bool ended = false;

    buf_init(&text);
    for (r->at++; r->at < r->text.len && !ended; r->at++) {
        char c = here(r);

        ended = c == '\'';
        if (ended && r->at + 1 < r->text.len && r->text.at[r->at + 1] == '\'') {
            ended = false;
            r->at++;
        }
        if (!ended)
            buf_char(&text, c);
    }
    if (ended)
        own(out, json_new_text(buf_view(&text)));
    buf_done(&text);
    return ended || fail_syntax(r, "'");
}

static bool read_number(struct reader *r, struct deploy_value *out)
{
    size_t from = r->at;
    int64_t number;

    while (here(r) == '-' || ascii_is_digit(here(r)))
        r->at++;
    if (!str_int(str_sub(r->text, from, r->at - from), &number))
        return fail_syntax(r, _("a whole number"));
    own(out, json_new_int(number));
    return true;
}

static struct str read_name(struct reader *r)
{
    size_t from = r->at;

    while (ascii_is_alnum(here(r)) || here(r) == '_')
        r->at++;
    return str_sub(r->text, from, r->at - from);
}

/* Arguments, as many as there are; *n of them are the caller's to drop. */
static bool read_arguments(struct reader *r, struct deploy_value *args,
                           size_t *n)
{
    while (skip_space(r) != ')') {
        if (*n > 0 && !expect(r, ',', ","))
            return false;
        if (*n == ARGUMENTS)
            return deploy_fail(r->deploy,
                               _("a function takes at most %d arguments."),
                               ARGUMENTS);
        if (!read_expression(r, &args[*n]))
            return false;
        ++*n;
    }
    r->at++;
    return true;
}

/* if(condition, a, b): only one of both is worked out. */
static bool read_if(struct reader *r, struct deploy_value *out)
{
    struct deploy_value condition = {.json = NULL};
    struct deploy_value branch[2] = {{.json = NULL}};
    bool skipped = r->skip;
    bool yes = false;
    bool ok = read_expression(r, &condition);

    if (ok && !skipped && !json_bool(condition.json, &yes))
        ok = deploy_fail(r->deploy, _("the condition of if() is no boolean."));
    for (int i = 0; ok && i < 2; i++) {
        r->skip = skipped || yes != (i == 0);
        ok = expect(r, ',', ",") && read_expression(r, &branch[i]);
    }
    r->skip = skipped;
    ok = ok && expect(r, ')', ")");
    deploy_drop(&condition);
    deploy_drop(&branch[ok && yes ? 1 : 0]);
    if (ok)
        *out = branch[yes ? 0 : 1];
    else
        deploy_drop(&branch[1]);
    return ok;
}

/* Only Azure can answer these, and some only with a secret. */
static const char *const remote[] = {
    "reference", "newGuid",         "utcNow",   "providers",
    "pickZones", "managementGroup", "deployer", "references"};

/* These give all that they are given, at once. */
static const char *const gathering[] = {"concat", "createArray", "createObject",
                                        "flatten", "union"};
#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static bool is_one_of(struct str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq_fold(name, str_of(names[i])))
            return true;
    }
    return false;
}

static bool is_remote(struct str name)
{
    return is_one_of(name, remote, ITEMS(remote)) ||
           str_starts_fold(name, STR("list"));
}

static size_t word_end(struct str text, size_t at)
{
    while (at < text.len && (ascii_is_alnum(text.at[at]) || text.at[at] == '_'))
        at++;
    return at;
}

bool deploy_asks_azure(struct str text)
{
    bool quoted = false;

    if (!deploy_is_expression(text))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        size_t end = quoted ? i : word_end(text, i);

        if (text.at[i] == '\'')
            quoted = !quoted;
        if (end == i)
            continue;
        if (end < text.len && text.at[end] == '(' &&
            is_remote(str_sub(text, i, end - i)))
            return true;
        i = end - 1;
    }
    return false;
}

static const struct deploy_fn *find_in(const struct deploy_fn *table,
                                       struct str name)
{
    for (; table->name; table++) {
        if (str_eq_fold(name, str_of(table->name)))
            return table;
    }
    return NULL;
}

static const struct deploy_fn *find_function(struct str name)
{
    const struct deploy_fn *const tables[] = {deploy_functions, deploy_texts,
                                              deploy_places};
    const struct deploy_fn *found = NULL;

    for (size_t i = 0; !found && i < 3; i++)
        found = find_in(tables[i], name);
    return found;
}

/* parameters('x') and variables('x'), whose values are only lent. */
static bool call_name(struct deploy *deploy, struct str function,
                      const struct deploy_value *args, size_t n,
                      struct deploy_value *out)
{
    struct str name = n == 1 ? json_text(args[0].json) : STR_NONE;

    *out = (struct deploy_value){.json = NULL};
    if (str_empty(name))
        return deploy_fail(deploy, _("%.*s() takes one name."),
                           STR_ARG(function));
    return str_eq_fold(function, STR("parameters"))
               ? deploy_parameter(deploy, name, &out->json)
               : deploy_variable(deploy, name, &out->json);
}

/* What gathers is bounded before it is made, anything else afterwards. */
static bool run(const struct deploy_fn *fn, const struct deploy_call *called,
                struct deploy_value *out)
{
    bool gathers = is_one_of(called->name, gathering, ITEMS(gathering));
    struct json *made = NULL;

    for (size_t i = 0; gathers && i < called->n; i++) {
        if (!deploy_spend(called->deploy, called->args[i]))
            return false;
    }
    if (!fn->run(called, &made))
        return false;
    own(out, made);
    if (gathers || deploy_spend(called->deploy, made))
        return true;
    deploy_drop(out);
    return false;
}

static bool call(struct deploy *deploy, struct str name,
                 const struct deploy_value *args, size_t n,
                 struct deploy_value *out)
{
    const struct deploy_fn *fn = find_function(name);
    const struct json *values[ARGUMENTS];
    const struct deploy_call called = {
        .deploy = deploy, .name = name, .args = values, .n = n};

    if (str_eq_fold(name, STR("parameters")) ||
        str_eq_fold(name, STR("variables")))
        return call_name(deploy, name, args, n, out);
    if (is_remote(name)) {
        deploy->unknown = true;
        return deploy_fail(deploy,
                           _("only Azure can work %.*s() out, while it "
                             "deploys the template."),
                           STR_ARG(name));
    }
    if (!fn)
        return deploy_fail(deploy, _("the function %.*s() is not known here."),
                           STR_ARG(name));
    if (n < fn->least || n > fn->most)
        return deploy_fail(deploy, _("%s() does not take %zu arguments."),
                           fn->name, n);
    for (size_t i = 0; i < n; i++)
        values[i] = args[i].json;
    return run(fn, &called, out);
}

static bool read_call(struct reader *r, struct deploy_value *out)
{
    struct str name = read_name(r);
    struct deploy_value args[ARGUMENTS] = {{.json = NULL}};
    bool secret = is_remote(name);
    bool skipped = r->skip;
    size_t n = 0;
    bool ok;

    if (str_empty(name))
        return fail_syntax(r, _("a function, a text or a number"));
    if (!expect(r, '(', "("))
        return false;
    if (str_eq_fold(name, STR("if")))
        return read_if(r, out);
    r->skip = skipped || secret;
    ok = read_arguments(r, args, &n);
    r->skip = skipped;
    if (ok && r->skip)
        *out = (struct deploy_value){.json = NULL};
    else if (ok)
        ok = call(r->deploy, name, args, n, out);
    for (size_t i = 0; i < n; i++)
        deploy_drop(&args[i]);
    return ok;
}

static bool step_member(struct reader *r, struct deploy_value *value)
{
    struct str name;
    const struct json *found;

    r->at++;
    name = read_name(r);
    if (str_empty(name))
        return fail_syntax(r, _("a name"));
    if (r->skip)
        return true;
    found = json_find(value->json, name);
    if (!found)
        return deploy_fail(r->deploy, _("there is no member \"%.*s\"."),
                           STR_ARG(name));
    value->json = found;
    return true;
}

static bool index_value(struct reader *r, const struct json *at,
                        struct deploy_value *value)
{
    const struct json *have = value->json;
    int64_t index;

    if (json_type(have) == JSON_ARRAY && json_int(at, &index)) {
        if (index < 0 || (size_t)index >= json_length(have))
            return deploy_fail(r->deploy,
                               _("the list has %zu items, and none with the "
                                 "number %lld."),
                               json_length(have), (long long)index);
        value->json = json_item(have, (size_t)index);
        return true;
    }
    if (json_type(have) == JSON_OBJECT && json_type(at) == JSON_TEXT) {
        value->json = json_find(have, json_text(at));
        return true;
    }
    return deploy_fail(r->deploy, _("%s has no [%s]."),
                       json_type_name(json_type(have)),
                       json_type_name(json_type(at)));
}

static bool step_index(struct reader *r, struct deploy_value *value)
{
    struct deploy_value at = {.json = NULL};
    bool ok;

    r->at++;
    ok = read_expression(r, &at) && expect(r, ']', "]") &&
         (r->skip || index_value(r, at.json, value));
    deploy_drop(&at);
    return ok;
}

static bool read_primary(struct reader *r, struct deploy_value *out)
{
    char c = skip_space(r);

    if (c == '\'')
        return read_text(r, out);
    if (c == '-' || ascii_is_digit(c))
        return read_number(r, out);
    return read_call(r, out);
}

static bool read_steps(struct reader *r, struct deploy_value *value)
{
    for (;;) {
        char c = skip_space(r);

        if (c != '.' && c != '[')
            return true;
        if (!(c == '.' ? step_member(r, value) : step_index(r, value)))
            return false;
    }
}

static bool read_expression(struct reader *r, struct deploy_value *out)
{
    struct deploy_value value = {.json = NULL};
    bool ok;

    if (!deploy_step(r->deploy))
        return false;
    if (r->deploy->depth == DEPLOY_DEPTH)
        return deploy_fail(r->deploy, _("it is nested too deep."));
    r->deploy->depth++;
    ok = read_primary(r, &value) && read_steps(r, &value);
    r->deploy->depth--;
    if (!ok) {
        deploy_drop(&value);
        return false;
    }
    *out = value;
    return true;
}

bool deploy_is_expression(struct str text)
{
    return text.len > 2 && text.at[0] == '[' && text.at[1] != '[' &&
           text.at[text.len - 1] == ']';
}

bool deploy_expression(struct deploy *deploy, struct str text,
                       struct deploy_value *out)
{
    struct reader reader = {.deploy = deploy,
                            .text = str_sub(text, 1, text.len - 2)};
    struct deploy_value value = {.json = NULL};

    if (!read_expression(&reader, &value))
        return false;
    if (skip_space(&reader) != '\0') {
        deploy_drop(&value);
        return fail_syntax(&reader, _("the end"));
    }
    *out = value;
    return true;
}
