/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * containment_call.c - requests, checks and kept values of a catalogue file.
 */
#include "model/codec.h"
#include "model/containment_read.h"
#include "util/text.h"
#include "util/when.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

/* More than these in one place is a mistake. */
#define MOST_CHECKS 8
#define MOST_VALUES 8
#define MOST_KEEPS  16

/* How long something is asked again, and how often, unless the file says. */
#define WITHIN (5 * WHEN_MINUTE)
#define EVERY  (10 * WHEN_SECOND)

/* A request is spelled by its method. */
static const struct {
    const char *member;
    const char *method;
    bool idempotent; /* unless the file says otherwise */
    bool reads;
} methods[] = {
    {.member = "get", .method = "GET", .idempotent = true, .reads = true},
    {.member = "head", .method = "HEAD", .idempotent = true, .reads = true},
    {.member = "put", .method = "PUT", .idempotent = true},
    {.member = "patch", .method = "PATCH", .idempotent = true},
    {.member = "delete", .method = "DELETE", .idempotent = true},
    {.member = "post", .method = "POST"},
};
static const char *const call_members[] = {
    "get",      "head",       "put",     "patch",   "delete", "post", "body",
    "audience", "idempotent", "headers", "replace", "secret", "also", "each",
    "when",     "expect",     "within",  "every",   "keep",
};
static const char *const keep_members[] = {
    "at", "default", "starts", "where", "newest", "all", "missing",
};
static const char *const check_members[] = {
    [CHECK_IS] = "is",           [CHECK_NOT] = "not", [CHECK_STARTS] = "starts",
    [CHECK_PRESENT] = "present", [CHECK_OP_N] = "at",
};

bool entry_text(struct reader *reader, const struct json *json,
                const char *where, const char *name, const char *fallback,
                const char **out)
{
    char *text;

    if (!member_text(json, where, name, fallback, reader->arena, &text,
                     reader->err))
        return false;
    *out = text;
    return true;
}

bool entry_span(struct reader *reader, const struct json *json,
                const char *name, int64_t fallback, int64_t *out)
{
    const struct json *text;

    *out = fallback;
    if (!member_type(json, "a look", name, JSON_TEXT, &text, reader->err))
        return false;
    if (text && (!when_span_parse(json_text(text), out) || *out <= 0))
        return err_set(reader->err, ERR_INPUT,
                       _("\"%s\" must be a span such as 5s or 10m."), name);
    return true;
}

static bool read_flag(struct reader *reader, const struct json *json,
                      const char *name, bool *out)
{
    const struct json *flag;

    if (!member_type(json, "it", name, JSON_BOOL, &flag, reader->err))
        return false;
    if (flag)
        json_bool(flag, out);
    return true;
}

/* ---- checks ---------------------------------------------------------------*/

/* Texts, numbers and booleans compare by how they are written. */
static bool read_value(struct reader *reader, const struct json *value,
                       const char **out)
{
    struct buf text;

    buf_init(&text);
    json_put_text(value, &text);
    *out = arena_str(reader->arena, buf_view(&text)).at;
    buf_done(&text);
    return fill_check(str_of(*out), &reader->scope, reader->err);
}

/* One value, or a list any of which will do. */
static bool read_values(struct reader *reader, const struct json *json,
                        struct check *check)
{
    bool list = json_type(json) == JSON_ARRAY;
    size_t n = list ? json_length(json) : 1;
    const char **values;

    if (n == 0 || n > MOST_VALUES)
        return err_set(reader->err, ERR_INPUT,
                       _("A check compares with 1 to %d values."), MOST_VALUES);
    if (list && check->op != CHECK_IS && check->op != CHECK_NOT)
        return err_set(reader->err, ERR_INPUT,
                       _("\"%s\" compares with one value, not with a list."),
                       check_members[check->op]);
    values = arena_array(reader->arena, n + 1, sizeof(*values));
    for (size_t i = 0; i < n; i++) {
        if (!read_value(reader, list ? json_item(json, i) : json, &values[i]))
            return false;
    }
    check->values = values;
    return true;
}

static bool read_check(struct reader *reader, const struct json *json,
                       struct check *out)
{
    struct err *err = reader->err;
    const struct json *compared = NULL;
    size_t found = 0;

    if (!members_known(json, "a check", check_members, N(check_members), err) ||
        !entry_text(reader, json, "a check", "at", NULL, &out->at))
        return false;
    for (size_t i = 0; i < CHECK_OP_N; i++) {
        const struct json *value = json_get(json, check_members[i]);

        if (!value)
            continue;
        found++;
        out->op = (enum check_op)i;
        compared = value;
    }
    if (found != 1)
        return err_set(err, ERR_INPUT,
                       _("The check on \"%s\" needs one of is, not, starts "
                         "and present."),
                       out->at);
    return fill_check(str_of(out->at), &reader->scope, err) &&
           read_values(reader, compared, out);
}

bool entry_checks(struct reader *reader, const struct json *json,
                  struct checks *out)
{
    bool list = json_type(json) == JSON_ARRAY;
    size_t count = list ? json_length(json) : json != NULL;
    struct check *checks;

    if (count > MOST_CHECKS)
        return err_set(reader->err, ERR_INPUT,
                       _("%zu checks are too many; %d are allowed."), count,
                       MOST_CHECKS);
    checks = arena_array(reader->arena, count, sizeof(*checks));
    for (size_t i = 0; i < count; i++) {
        if (!read_check(reader, list ? json_item(json, i) : json, &checks[i]))
            return false;
    }
    *out = (struct checks){.at = checks, .n = count};
    return true;
}

static bool read_checks_of(struct reader *reader, const struct json *json,
                           const char *name, struct checks *out)
{
    return entry_checks(reader, json_get(json, name), out) ||
           err_prefix(reader->err, "%s", name);
}

/* ---- requests -------------------------------------------------------------*/

static bool read_audience(struct reader *reader, const struct json *json,
                          enum audience *out)
{
    static const struct {
        const char *type;
        enum audience audience;
    } usual[] = {{"user", AUDIENCE_GRAPH},
                 {"blob", AUDIENCE_STORAGE},
                 {"machine", AUDIENCE_ENDPOINT}};
    const struct json *text;

    *out = AUDIENCE_ARM;
    for (size_t i = 0; i < N(usual); i++) {
        if (str_eq_fold(str_of(reader->out->target), str_of(usual[i].type)))
            *out = usual[i].audience;
    }
    if (!member_type(json, "a request", "audience", JSON_TEXT, &text,
                     reader->err))
        return false;
    if (text && !audience_parse(json_text(text), out))
        return err_set(reader->err, ERR_INPUT,
                       _("\"%.*s\" is no audience; use arm, graph, endpoint, "
                         "vault or storage."),
                       STR_ARG(json_text(text)));
    return true;
}

static bool read_method(struct reader *reader, const struct json *json,
                        struct call_template *out, bool *reads)
{
    const char *member = NULL;

    for (size_t i = 0; i < N(methods); i++) {
        if (!json_get(json, methods[i].member))
            continue;
        if (member)
            return err_set(reader->err, ERR_INPUT,
                           _("A request has both \"%s\" and \"%s\"; it must "
                             "have one."),
                           member, methods[i].member);
        member = methods[i].member;
        out->method = methods[i].method;
        out->idempotent = methods[i].idempotent;
        *reads = methods[i].reads;
    }
    if (!member)
        return err_set(reader->err, ERR_INPUT,
                       _("A request needs one of get, head, put, patch, post "
                         "and delete, with its URL."));
    return entry_text(reader, json, "a request", member, NULL, &out->url) &&
           (fill_check(str_of(out->url), &reader->scope, reader->err) ||
            err_prefix(reader->err, "%s", member));
}

/* Statuses that are an answer although they are an error elsewhere. */
static bool read_also(struct reader *reader, const struct json *json,
                      struct call_template *out)
{
    const struct json *list = json_get(json, "also");
    int64_t status;

    if (json_length(list) > CALL_ALSO - 1)
        return err_set(reader->err, ERR_INPUT,
                       _("\"also\" has more than %d statuses."), CALL_ALSO - 1);
    for (size_t i = 0; i < json_length(list); i++) {
        if (!json_int(json_item(list, i), &status) || status < 400 ||
            status > 499)
            return err_set(reader->err, ERR_INPUT,
                           _("\"also\" must be a list of statuses from 400 to "
                             "499, such as [404]."));
        out->also[i] = (int)status;
    }
    if (list && json_length(list) == 0)
        return err_set(reader->err, ERR_INPUT,
                       _("\"also\" must be a list of statuses from 400 to "
                         "499, such as [404]."));
    return true;
}

static bool read_headers(struct reader *reader, const struct json *json,
                         struct call_template *out)
{
    struct json_each each;

    if (!member_type(json, "a request", "headers", JSON_OBJECT, &out->headers,
                     reader->err))
        return false;
    if (json_length(out->headers) >= REQUEST_HEADERS - 2)
        return err_set(reader->err, ERR_INPUT,
                       _("A request has more than %d headers."),
                       REQUEST_HEADERS - 3);
    each = json_each(out->headers);
    while (json_next(&each)) {
        struct str name = str_of(each.name);

        if (json_type(each.value) != JSON_TEXT || str_empty(name) ||
            str_find_char(name, ':') != STR_NOWHERE ||
            str_find_char(name, '\n') != STR_NOWHERE ||
            str_eq_fold(name, STR("Authorization")))
            return err_set(reader->err, ERR_INPUT,
                           _("The header \"%s\" must have a name and a text; "
                             "Authorization is riposte's own."),
                           each.name);
    }
    return fill_check_json(out->headers, &reader->scope, reader->err) ||
           err_prefix(reader->err, "headers");
}

static bool read_each(struct reader *reader, const struct json *json,
                      struct call_template *out)
{
    const struct json *each;

    if (!member_type(json, "a request", "each", JSON_TEXT, &each, reader->err))
        return false;
    reader->scope.item = each != NULL;
    if (!each)
        return true;
    out->each = arena_str(reader->arena, json_text(each)).at;
    if (fill_scope_has(&reader->scope, json_text(each)))
        return true;
    return err_set(reader->err, ERR_INPUT,
                   _("\"each\" names \"%s\", which no look before has kept."),
                   out->each);
}

static bool read_replace(struct reader *reader, const struct json *json,
                         struct call_template *out)
{
    if (!member_type(json, "a request", "replace", JSON_OBJECT, &out->replace,
                     reader->err))
        return false;
    if (out->replace && (out->body || !str_eq(str_of(out->method), STR("PUT"))))
        return err_set(reader->err, ERR_INPUT,
                       _("\"replace\" goes with \"put\" and without \"body\": "
                         "the whole object is read and written back."));
    return fill_check_json(out->replace, &reader->scope, reader->err) ||
           err_prefix(reader->err, "replace");
}

bool entry_call(struct reader *reader, const struct json *json,
                struct call_template *out)
{
    struct err *err = reader->err;
    bool reads = false;

    if (!members_known(json, "a request", call_members, N(call_members), err) ||
        !read_each(reader, json, out) ||
        !read_method(reader, json, out, &reads) ||
        !read_audience(reader, json, &out->audience) ||
        !read_flag(reader, json, "idempotent", &out->idempotent) ||
        !read_flag(reader, json, "secret", &out->hides) ||
        !read_also(reader, json, out) || !read_headers(reader, json, out) ||
        !read_checks_of(reader, json, "when", &out->when) ||
        !read_checks_of(reader, json, "expect", &out->expect) ||
        !entry_span(reader, json, "within", WITHIN, &out->within) ||
        !entry_span(reader, json, "every", EVERY, &out->every))
        return false;
    out->body = json_get(json, "body");
    if (out->expect.n > 0 && !reads)
        return err_set(err, ERR_INPUT,
                       _("\"expect\" goes with get and head: what changes "
                         "something is not asked again."));
    if (!fill_check_json(out->body, &reader->scope, err))
        return err_prefix(err, "body");
    return read_replace(reader, json, out) &&
           entry_keeps(reader, json_get(json, "keep"), out);
}

/* ---- kept values ----------------------------------------------------------*/

static bool read_keep(struct reader *reader, const char *name,
                      const struct json *json, struct keep *out)
{
    struct json_each each = json_each(json);
    bool item = reader->scope.item;

    out->name = arena_text(reader->arena, name);
    while (json_next(&each))
        out->optional |= str_eq(str_of(each.name), STR("default"));
    out->fallback = json_get(json, "default");
    if (!members_known(json, name, keep_members, N(keep_members),
                       reader->err) ||
        !entry_text(reader, json, name, "at", NULL, &out->at) ||
        !entry_text(reader, json, name, "starts", "", &out->starts) ||
        !entry_text(reader, json, name, "missing", "", &out->missing) ||
        !entry_text(reader, json, name, "newest", "", &out->newest) ||
        !read_flag(reader, json, "all", &out->all) ||
        !read_checks_of(reader, json, "where", &out->where) ||
        !fill_check(str_of(out->at), &reader->scope, reader->err) ||
        !fill_check_json(out->fallback, &reader->scope, reader->err))
        return false;
    if (!*out->newest)
        out->newest = NULL;
    /* Of an item it is known with the item. */
    return item || fill_scope_add(&reader->scope, out->name, reader->err);
}

bool entry_keeps(struct reader *reader, const struct json *json,
                 struct call_template *call)
{
    struct json_each each = json_each(json);
    struct keep *keeps;
    size_t n = 0;

    if (json && json_type(json) != JSON_OBJECT)
        return err_set(reader->err, ERR_INPUT,
                       _("\"keep\" must be an object of names."));
    if (json_length(json) > MOST_KEEPS)
        return err_set(reader->err, ERR_INPUT,
                       _("%zu kept values are too many; %d are allowed."),
                       json_length(json), MOST_KEEPS);
    keeps = arena_array(reader->arena, json_length(json), sizeof(*keeps));
    while (json_next(&each)) {
        if (!read_keep(reader, each.name, each.value, &keeps[n]))
            return err_prefix(reader->err, "keep.%s", each.name);
        n++;
    }
    call->keeps = keeps;
    call->n_keeps = n;
    return true;
}
