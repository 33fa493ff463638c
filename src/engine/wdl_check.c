/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_check.c - is what stands in an action of the kind that its type wants?
 * Said when a definition is read, and not when it runs.  What is an expression
 * is not known before.
 */
#include "engine/wdl_part.h"
#include "util/ascii.h"
#include "util/text.h"

enum want {
    WANT_TEXT,
    WANT_OBJECT,
    WANT_LIST,
    WANT_NUMBER, /* not below 0; digits in a text too */
    WANT_CONDITION,
    WANT_SCHEMA,
    WANT_METHOD,
    WANT_STATUS,
    WANT_FORMAT,
    WANT_UNIT,
};

static const struct {
    const char *type;
    const char *path;
    enum want want;
    bool required;
} rows[] = {
    {"Http", "inputs", WANT_OBJECT, true},
    {"Http", "inputs.method", WANT_METHOD, true},
    {"Http", "inputs.uri", WANT_TEXT, true},
    {"Http", "inputs.headers", WANT_OBJECT, false},
    {"Http", "inputs.queries", WANT_OBJECT, false},
    {"Http", "inputs.authentication", WANT_OBJECT, false},
    {"ApiConnection", "inputs", WANT_OBJECT, true},
    {"ApiConnection", "inputs.host", WANT_OBJECT, true},
    {"ApiConnection", "inputs.method", WANT_METHOD, true},
    {"ApiConnection", "inputs.path", WANT_TEXT, true},
    {"ApiConnectionWebhook", "inputs", WANT_OBJECT, true},
    {"ApiConnectionWebhook", "inputs.host", WANT_OBJECT, true},
    {"ApiConnectionWebhook", "inputs.path", WANT_TEXT, true},
    {"Function", "inputs", WANT_OBJECT, true},
    {"Function", "inputs.function", WANT_OBJECT, true},
    {"Workflow", "inputs", WANT_OBJECT, true},
    {"Workflow", "inputs.host", WANT_OBJECT, true},
    {"Foreach", "foreach", WANT_LIST, true},
    {"If", "expression", WANT_CONDITION, true},
    {"If", "else", WANT_OBJECT, false},
    {"Join", "inputs", WANT_OBJECT, true},
    {"Join", "inputs.from", WANT_LIST, true},
    {"Join", "inputs.joinWith", WANT_TEXT, false},
    {"ParseJson", "inputs", WANT_OBJECT, true},
    {"ParseJson", "inputs.schema", WANT_SCHEMA, false},
    {"Query", "inputs", WANT_OBJECT, true},
    {"Query", "inputs.from", WANT_LIST, true},
    {"Response", "inputs", WANT_OBJECT, true},
    {"Response", "inputs.statusCode", WANT_NUMBER, false},
    {"Select", "inputs", WANT_OBJECT, true},
    {"Select", "inputs.from", WANT_LIST, true},
    {"Switch", "cases", WANT_OBJECT, false},
    {"Switch", "default", WANT_OBJECT, false},
    {"Table", "inputs", WANT_OBJECT, true},
    {"Table", "inputs.from", WANT_LIST, true},
    {"Table", "inputs.format", WANT_FORMAT, false},
    {"Terminate", "inputs", WANT_OBJECT, true},
    {"Terminate", "inputs.runStatus", WANT_STATUS, true},
    {"Until", "expression", WANT_CONDITION, true},
    {"Wait", "inputs", WANT_OBJECT, true},
    {"Wait", "inputs.interval", WANT_OBJECT, false},
    {"Wait", "inputs.interval.count", WANT_NUMBER, false},
    {"Wait", "inputs.interval.unit", WANT_UNIT, false},
    {"Wait", "inputs.until", WANT_OBJECT, false},
};

static const struct {
    const char *said;      /* N_() */
    const char *const *of; /* one of these, in any case; NULL: by its kind */
} wants[] = {
    [WANT_TEXT] = {N_("a text"), NULL},
    [WANT_OBJECT] = {N_("an object"), NULL},
    [WANT_LIST] = {N_("an array"), NULL},
    [WANT_NUMBER] = {N_("a number"), NULL},
    [WANT_CONDITION] = {N_("an expression or an object"), NULL},
    [WANT_SCHEMA] = {N_("a schema"), NULL},
    [WANT_METHOD] = {N_("a method, such as GET"), NULL},
    [WANT_STATUS] = {N_("Succeeded, Failed or Cancelled"),
                     (const char *const[]){"Succeeded", "Failed", "Cancelled",
                                           NULL}},
    [WANT_FORMAT] = {N_("HTML or CSV"),
                     (const char *const[]){"HTML", "CSV", NULL}},
    [WANT_UNIT] = {N_("Second, Minute, Hour, Day, Week or Month"),
                   (const char *const[]){"Second", "Minute", "Hour", "Day",
                                         "Week", "Month", NULL}},
};

static bool is_one_of(struct str text, const char *const *of)
{
    while (*of && !str_eq_fold(text, str_of(*of)))
        of++;
    return *of != NULL;
}

static bool is_word(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_letter(text.at[i]))
            return false;
    }
    return text.len > 0;
}

static bool is_wanted(const struct json *value, enum want want)
{
    enum json_type type = json_type(value);
    struct str text = json_text(value);
    double number;
    int64_t digits;

    if (str_find_char(text, '@') != STR_NOWHERE)
        return true;
    if (wants[want].of)
        return is_one_of(text, wants[want].of);
    switch (want) {
    case WANT_TEXT:
        return type == JSON_TEXT;
    case WANT_LIST:
        return type == JSON_ARRAY;
    case WANT_NUMBER:
        return type == JSON_TEXT ? str_int(text, &digits) && digits >= 0
                                 : json_real(value, &number) && number >= 0;
    case WANT_CONDITION:
        return type == JSON_OBJECT || type == JSON_BOOL;
    case WANT_SCHEMA:
        return type == JSON_OBJECT || type == JSON_BOOL ||
               (type == JSON_TEXT && str_empty(text));
    case WANT_METHOD:
        return is_word(text);
    default:
        return type == JSON_OBJECT;
    }
}

bool wdl_check_action(const struct wdl_action *action, struct err *err)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct json *value;

        if (!str_eq(str_of(action->type->name), str_of(rows[i].type)))
            continue;
        value = json_at(action->raw, str_of(rows[i].path));
        if (value ? is_wanted(value, rows[i].want) : !rows[i].required)
            continue;
        return wdl_fail(action->path, err, _("\"%s\" must be %s."),
                        rows[i].path, _(wants[rows[i].want].said));
    }
    return true;
}
