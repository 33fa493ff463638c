/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/envelope.h"

#include "util/skim_check.h"
#include "util/text.h"

/* What a wrapper holds, by the member that says so. */
enum wrapping {
    WRAPPED_LIST,    /* an array of events */
    WRAPPED_ANY,     /* whatever it is */
    WRAPPED_ANSWERS, /* {"200": {"body": …}} of a published example */
};

static const struct {
    struct str name;
    enum wrapping wrapping;
} wrappers[] = {
    {.name = {.at = "value", .len = 5}, .wrapping = WRAPPED_LIST},
    {.name = {.at = "records", .len = 7}, .wrapping = WRAPPED_LIST},
    {.name = {.at = "data", .len = 4}, .wrapping = WRAPPED_LIST},
    {.name = {.at = "body", .len = 4}, .wrapping = WRAPPED_ANY},
    {.name = {.at = "responses", .len = 9}, .wrapping = WRAPPED_ANSWERS},
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

/* An object with one of these is an event, whatever else is in it. */
static const struct str marks[] = {
    {.at = "properties", .len = 10},
    {.at = "systemAlertId", .len = 13},
};

void envelope_init(struct envelope *envelope, struct str text)
{
    skim_init(&envelope->top, text);
    envelope->depth = 0;
    envelope->item = 0;
}

static bool is_mark(struct str name)
{
    for (size_t i = 0; i < N(marks); i++) {
        if (str_eq_fold(name, marks[i]))
            return true;
    }
    return false;
}

/* Member names that matter have no escapes. */
static bool is_wrapper(struct str name, enum json_type type, enum wrapping *out)
{
    for (size_t i = 0; i < N(wrappers); i++) {
        enum wrapping wrapping = wrappers[i].wrapping;

        if (!str_eq_fold(name, wrappers[i].name))
            continue;
        *out = wrapping;
        return wrapping == WRAPPED_LIST      ? type == JSON_ARRAY
               : wrapping == WRAPPED_ANSWERS ? type == JSON_OBJECT
                                             : true;
    }
    return false;
}

/* What @object wraps, when it wraps anything. */
static bool find_wrapped(const struct skim_value *object,
                         enum wrapping *wrapping, struct skim_value *out)
{
    struct skim in;
    struct skim_value name, value;
    enum wrapping how;
    bool found = false;

    skim_enter(&in, object);
    while (skim_name(&in, &name)) {
        if (is_mark(name.raw))
            return false;
        skim_item(&in, &value);
        if (!found && is_wrapper(name.raw, value.type, &how)) {
            *wrapping = how;
            *out = value;
            found = true;
        }
    }
    return found;
}

/* The body of the first answer that has one. */
static bool answer_body(const struct skim_value *answers,
                        struct skim_value *out)
{
    struct skim in, inner;
    struct skim_value name, answer, key, value;

    skim_enter(&in, answers);
    while (skim_member(&in, &name, &answer)) {
        if (answer.type != JSON_OBJECT)
            continue;
        skim_enter(&inner, &answer);
        while (skim_member(&inner, &key, &value)) {
            if (str_eq_fold(key.raw, STR("body"))) {
                *out = value;
                return true;
            }
        }
    }
    return false;
}

/* Is a value an event, something to look into, or nothing of use? */
enum look { LOOK_EVENT, LOOK_INTO, LOOK_NOTHING, LOOK_BAD };

static enum look look_at(struct skim_value *value)
{
    enum wrapping wrapping = WRAPPED_ANY;
    struct skim_value inner;

    for (int depth = 0; depth < ENVELOPE_DEPTH; depth++) {
        if (value->type == JSON_ARRAY)
            return LOOK_INTO;
        if (value->type != JSON_OBJECT)
            return LOOK_BAD;
        if (!find_wrapped(value, &wrapping, &inner))
            return LOOK_EVENT;
        if (wrapping == WRAPPED_ANSWERS && !answer_body(&inner, &inner))
            return LOOK_NOTHING;
        *value = inner;
    }
    return LOOK_BAD;
}

static enum envelope_answer bad(const struct skim_value *value, struct err *err)
{
    if (value->type == JSON_ARRAY || value->type == JSON_OBJECT)
        err_set(err, ERR_INPUT,
                _("It is wrapped too deeply; take its events out."));
    else
        err_set(err, ERR_INPUT,
                _("It is %s, where an event (a JSON object) is expected."),
                json_type_name(value->type));
    return ENVELOPE_BAD;
}

/* A broken value that goes on over several lines is passed whole: up to the
 * next line that begins with a bracket, as no indented line does. */
static void pass_broken(struct skim *top)
{
    struct skim_check check = {.at = top->at, .end = top->end};
    const char *line;

    while (check.at < check.end && skim_is_space(*check.at))
        check.at++;
    line = check.at;
    skim_check(&check);
    skim_line(top);
    while (line < check.at && *line != '\n')
        line++;
    if (line == check.at)
        return;
    while (top->at < top->end && *top->at != '{' && *top->at != '[')
        skim_line(top);
}

/* The next value, from the innermost list or else from the text. */
static enum envelope_answer take(struct envelope *envelope,
                                 struct skim_value *out, struct err *err)
{
    while (envelope->depth > 0) {
        if (skim_item(&envelope->inner[envelope->depth - 1], out))
            return ENVELOPE_ITEM;
        envelope->depth--;
    }
    if (skim_end(&envelope->top))
        return ENVELOPE_END;
    if (skim_value(&envelope->top, out, err))
        return ENVELOPE_ITEM;
    envelope->item++;
    pass_broken(&envelope->top);
    return ENVELOPE_BAD;
}

enum envelope_answer envelope_next(struct envelope *envelope,
                                   struct skim_value *out, struct err *err)
{
    struct skim_value value;

    for (;;) {
        enum envelope_answer answer = take(envelope, &value, err);
        enum look look;

        if (answer != ENVELOPE_ITEM)
            return answer;
        look = look_at(&value);
        if (look == LOOK_NOTHING)
            continue;
        if (look == LOOK_INTO && envelope->depth < ENVELOPE_DEPTH) {
            skim_enter(&envelope->inner[envelope->depth++], &value);
            continue;
        }
        envelope->item++;
        if (look != LOOK_EVENT)
            return bad(&value, err);
        *out = value;
        return ENVELOPE_ITEM;
    }
}

static bool next_link(const struct skim_value *object, struct skim_value *out)
{
    struct skim in;
    struct skim_value name, value, body;
    bool wrapped = false;

    if (object->type != JSON_OBJECT)
        return false;
    skim_enter(&in, object);
    while (skim_member(&in, &name, &value)) {
        if (str_eq_fold(name.raw, STR("nextLink")) && value.type == JSON_TEXT) {
            *out = value;
            return true;
        }
        if (str_eq_fold(name.raw, STR("body"))) {
            body = value;
            wrapped = true;
        }
    }
    if (!wrapped || body.type != JSON_OBJECT)
        return false;
    *out = body;
    return true;
}

struct str envelope_next_link(struct str page, struct arena *arena)
{
    struct skim top;
    struct skim_value value;
    struct err ignored;

    skim_init(&top, page);
    if (!skim_value(&top, &value, &ignored))
        return STR_NONE;
    /* Once for a body, once for the link in it. */
    for (int i = 0; i < 2 && next_link(&value, &value); i++) {
        if (value.type == JSON_TEXT)
            return skim_text(&value, arena);
    }
    return STR_NONE;
}
