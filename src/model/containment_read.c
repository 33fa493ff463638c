/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/containment_read.h"

#include "model/codec.h"
#include "model/fill.h"
#include "util/text.h"
#include "util/when.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

/* More than these in one file is a mistake. */
#define MOST_CALLS  8
#define MOST_CHECKS 8
#define MOST_KEEPS  16

static const char *const entry_members[] = {
    "name",   "title", "target", "class", "permission", "note",
    "before", "do",    "verify", "undo",  "undone",
};
static const char *const target_members[] = {"type", "sample"};
static const char *const before_members[] = {"request", "keep", "already"};
static const char *const keep_members[] = {"at", "default", "starts"};
static const char *const probe_members[] = {"request", "expect", "within",
                                            "every"};

/* A request is spelled by its method. */
static const struct {
    const char *member;
    const char *method;
    bool idempotent; /* unless the file says otherwise */
} methods[] = {
    {.member = "get", .method = "GET", .idempotent = true},
    {.member = "put", .method = "PUT", .idempotent = true},
    {.member = "patch", .method = "PATCH", .idempotent = true},
    {.member = "delete", .method = "DELETE", .idempotent = true},
    {.member = "post", .method = "POST"},
};
static const char *const call_members[] = {
    "get", "put", "patch", "delete", "post", "audience", "idempotent", "body",
};

static const char *const check_members[] = {
    [CHECK_IS] = "is",           [CHECK_NOT] = "not", [CHECK_STARTS] = "starts",
    [CHECK_PRESENT] = "present", [CHECK_OP_N] = "at",
};

/* What is read, and where one is. */
struct reader {
    struct arena *arena;
    struct containment *out;
    struct err *err;
};

void containment_keep(struct arena *arena, struct json *json)
{
    if (json)
        json_keep(arena, json);
}

static bool read_flag(struct reader *reader, const struct json *json, bool *out)
{
    const struct json *flag;

    if (!member_type(json, "a request", "idempotent", JSON_BOOL, &flag,
                     reader->err))
        return false;
    if (flag)
        json_bool(flag, out);
    return true;
}

static bool read_audience(struct reader *reader, const struct json *json,
                          enum audience *out)
{
    const struct json *text;

    *out = str_eq_fold(str_of(reader->out->target), STR("user"))
               ? AUDIENCE_GRAPH
               : AUDIENCE_ARM;
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

/* @n_keeps: how many of the kept values are known when the call is made. */
static bool read_call(struct reader *reader, const struct json *json,
                      size_t n_keeps, struct call_template *out)
{
    struct err *err = reader->err;
    const struct keep *keeps = reader->out->keeps;
    const char *member = NULL;
    char *url;

    if (!members_known(json, "a request", call_members, N(call_members), err))
        return false;
    for (size_t i = 0; i < N(methods); i++) {
        if (!json_get(json, methods[i].member))
            continue;
        if (member)
            return err_set(err, ERR_INPUT,
                           _("A request has both \"%s\" and \"%s\"; it must "
                             "have one."),
                           member, methods[i].member);
        member = methods[i].member;
        out->method = methods[i].method;
        out->idempotent = methods[i].idempotent;
    }
    if (!member)
        return err_set(err, ERR_INPUT,
                       _("A request needs one of get, put, patch, post and "
                         "delete, with its URL."));
    if (!member_text(json, "a request", member, NULL, reader->arena, &url,
                     err) ||
        !fill_check(str_of(url), keeps, n_keeps, err) ||
        !read_audience(reader, json, &out->audience) ||
        !read_flag(reader, json, &out->idempotent))
        return false;
    out->url = url;
    out->body = json_get(json, "body");
    return fill_check_json(out->body, keeps, n_keeps, err);
}

static bool read_calls(struct reader *reader, const struct json *list,
                       const struct call_template **out, size_t *n)
{
    size_t count = json_length(list);
    struct call_template *calls;

    if (count > MOST_CALLS)
        return err_set(reader->err, ERR_INPUT,
                       _("%zu requests are too many; %d are allowed."), count,
                       MOST_CALLS);
    calls = arena_array(reader->arena, count, sizeof(*calls));
    for (size_t i = 0; i < count; i++) {
        if (!read_call(reader, json_item(list, i), reader->out->n_keeps,
                       &calls[i]))
            return false;
    }
    *out = calls;
    *n = count;
    return true;
}

/* Texts, numbers and booleans compare by how they are written. */
static const char *check_value(struct reader *reader, const struct json *value)
{
    struct buf text;
    const char *copy;

    buf_init(&text);
    json_put_text(value, &text);
    copy = arena_str(reader->arena, buf_view(&text)).at;
    buf_done(&text);
    return copy;
}

static bool read_check(struct reader *reader, const struct json *json,
                       size_t n_keeps, struct check *out)
{
    struct err *err = reader->err;
    char *at;
    size_t found = 0;

    if (!members_known(json, "a check", check_members, N(check_members), err) ||
        !member_text(json, "a check", "at", NULL, reader->arena, &at, err))
        return false;
    for (size_t i = 0; i < CHECK_OP_N; i++) {
        const struct json *value = json_get(json, check_members[i]);

        if (!value)
            continue;
        found++;
        out->op = (enum check_op)i;
        out->value = check_value(reader, value);
    }
    if (found != 1)
        return err_set(err, ERR_INPUT,
                       _("The check on \"%s\" needs one of is, not, starts "
                         "and present."),
                       at);
    out->at = at;
    return fill_check(str_of(out->value), reader->out->keeps, n_keeps, err);
}

/* One check, or a list of them. */
static bool read_checks(struct reader *reader, const struct json *json,
                        size_t n_keeps, const struct check **out, size_t *n)
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
        if (!read_check(reader, list ? json_item(json, i) : json, n_keeps,
                        &checks[i]))
            return false;
    }
    *out = checks;
    *n = count;
    return true;
}

static bool read_keep(struct reader *reader, const char *name,
                      const struct json *json, struct keep *out)
{
    char *at = NULL, *starts = NULL;

    if (str_eq(str_of(name), STR("id")) || str_eq(str_of(name), STR("name")))
        return err_set(reader->err, ERR_INPUT,
                       _("A kept value cannot be called \"%s\": that is the "
                         "target's."),
                       name);
    if (!members_known(json, name, keep_members, N(keep_members),
                       reader->err) ||
        !member_text(json, name, "at", NULL, reader->arena, &at, reader->err) ||
        !member_text(json, name, "starts", "", reader->arena, &starts,
                     reader->err))
        return false;
    *out = (struct keep){.name = arena_text(reader->arena, name),
                         .at = at,
                         .starts = starts,
                         .fallback = json_get(json, "default")};
    return true;
}

static bool read_keeps(struct reader *reader, const struct json *before)
{
    struct json_each each;
    const struct json *json;
    struct keep *keeps;
    size_t n = 0;

    if (!member_type(before, "\"before\"", "keep", JSON_OBJECT, &json,
                     reader->err))
        return false;
    if (json_length(json) > MOST_KEEPS)
        return err_set(reader->err, ERR_INPUT,
                       _("%zu kept values are too many; %d are allowed."),
                       json_length(json), MOST_KEEPS);
    keeps = arena_array(reader->arena, json_length(json), sizeof(*keeps));
    each = json_each(json);
    while (json_next(&each)) {
        if (!read_keep(reader, each.name, each.value, &keeps[n]))
            return false;
        n++;
    }
    reader->out->keeps = keeps;
    reader->out->n_keeps = n;
    return true;
}

/* Its request cannot use what it is going to keep. */
static bool read_before(struct reader *reader, const struct json *json)
{
    struct containment *out = reader->out;

    return members_known(json, "\"before\"", before_members, N(before_members),
                         reader->err) &&
           read_call(reader, json_get(json, "request"), 0, &out->before) &&
           read_keeps(reader, json) &&
           read_checks(reader, json_get(json, "already"), 0, &out->already,
                       &out->n_already);
}

static bool read_span(struct reader *reader, const struct json *json,
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

/* @other: whose request is asked when this one has none; may be NULL. */
static bool read_probe(struct reader *reader, const struct json *json,
                       const char *where, const struct probe_template *other,
                       struct probe_template *out)
{
    const struct json *request = json_get(json, "request");

    if (!members_known(json, where, probe_members, N(probe_members),
                       reader->err))
        return false;
    if (!request && other)
        out->call = other->call;
    else if (!read_call(reader, request, reader->out->n_keeps, &out->call))
        return false;
    if (!read_checks(reader, json_get(json, "expect"), reader->out->n_keeps,
                     &out->expect, &out->n_expect) ||
        !read_span(reader, json, "within",
                   other ? other->within : 5 * WHEN_MINUTE, &out->within) ||
        !read_span(reader, json, "every",
                   other ? other->every : 10 * WHEN_SECOND, &out->every))
        return false;
    if (out->n_expect == 0)
        return err_set(reader->err, ERR_INPUT,
                       _("It expects nothing; say what must be seen in "
                         "\"expect\"."));
    return true;
}

/* A copy of a required text. */
static bool read_text(struct reader *reader, const struct json *json,
                      const char *name, const char *fallback, const char **out)
{
    char *text;

    if (!member_text(json, "the file", name, fallback, reader->arena, &text,
                     reader->err))
        return false;
    *out = text;
    return true;
}

static bool read_class(struct reader *reader, const struct json *json)
{
    struct str text = json_text(json_get(json, "class"));

    if (class_parse(text, &reader->out->class) &&
        reader->out->class != CLASS_TIMED)
        return true;
    return err_set(reader->err, ERR_INPUT,
                   _("\"class\" is \"%.*s\"; it must be reversible or "
                     "irreversible."),
                   STR_ARG(text));
}

static bool read_target(struct reader *reader, const struct json *json)
{
    const char **type = &reader->out->target;
    const char **sample = &reader->out->sample;

    if (!members_known(json, "\"target\"", target_members, N(target_members),
                       reader->err) ||
        !read_text(reader, json, "type", NULL, type) ||
        !read_text(reader, json, "sample", NULL, sample))
        return false;
    if (containment_fits(reader->out, str_of(*sample)))
        return true;
    return err_set(reader->err, ERR_INPUT,
                   _("\"sample\" in \"target\" is not of the type %s."), *type);
}

static bool read_head(struct reader *reader, const struct json *json)
{
    struct containment *out = reader->out;

    return members_known(json, "the file", entry_members, N(entry_members),
                         reader->err) &&
           read_text(reader, json, "name", NULL, &out->name) &&
           read_text(reader, json, "title", NULL, &out->title) &&
           read_text(reader, json, "permission", NULL, &out->permission) &&
           read_text(reader, json, "note", "", &out->note) &&
           read_class(reader, json) &&
           read_target(reader, json_get(json, "target"));
}

/* What is said about the way back must be true. */
static bool check_way_back(struct reader *reader)
{
    const struct containment *out = reader->out;
    bool back = out->class == CLASS_REVERSIBLE;

    if (out->n_acts == 0)
        return err_set(reader->err, ERR_INPUT,
                       _("\"do\" is empty; say what to request."));
    if (back == (out->n_undos > 0))
        return true;
    return err_set(reader->err, ERR_INPUT,
                   back ? _("The class says that it can be undone, but "
                            "\"undo\" is empty.")
                        : _("There is an \"undo\"; then the class must be "
                            "reversible."));
}

bool containment_read(const struct json *json, struct arena *arena,
                      struct containment *out, struct err *err)
{
    struct reader reader = {.arena = arena, .out = out, .err = err};
    const struct json *acts, *undos;

    *out = (struct containment){0};
    if (!read_head(&reader, json) ||
        !member_type(json, "the file", "do", JSON_ARRAY, &acts, err) ||
        !member_type(json, "the file", "undo", JSON_ARRAY, &undos, err))
        return false;
    if (!read_before(&reader, json_get(json, "before")))
        return err_prefix(err, "before");
    if (!read_calls(&reader, acts, &out->acts, &out->n_acts))
        return err_prefix(err, "do");
    if (!read_probe(&reader, json_get(json, "verify"), "\"verify\"", NULL,
                    &out->verify))
        return err_prefix(err, "verify");
    if (!read_calls(&reader, undos, &out->undos, &out->n_undos))
        return err_prefix(err, "undo");
    if (out->n_undos > 0 &&
        !read_probe(&reader, json_get(json, "undone"), "\"undone\"",
                    &out->verify, &out->undone))
        return err_prefix(err, "undone");
    return check_way_back(&reader);
}
