/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * containment_read.c - a catalogue file as a whole.
 */
#include "model/codec.h"
#include "model/containment_read.h"
#include "util/text.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

/* More than these in one file is a mistake. */
#define MOST_CALLS 8

static const char *const entry_members[] = {
    "name",       "title",  "target", "class",  "permission", "note",
    "parameters", "before", "do",     "verify", "undo",       "undone",
};
static const char *const target_members[] = {"type", "sample", "parameters"};
static const char *const look_members[] = {"request", "keep", "already",
                                           "expect", "refusal"};
static const char *const probe_members[] = {"request", "expect", "fails",
                                            "within", "every"};

void containment_keep(struct arena *arena, struct json *json)
{
    if (json)
        json_keep(arena, json);
}

static bool read_calls(struct reader *reader, const struct json *list,
                       const char *where, const struct call_template **out,
                       size_t *n)
{
    size_t count = json_length(list);
    struct call_template *calls;

    if (count > MOST_CALLS)
        return err_set(reader->err, ERR_INPUT,
                       _("%zu requests are too many; %d are allowed."), count,
                       MOST_CALLS);
    calls = arena_array(reader->arena, count, sizeof(*calls));
    for (size_t i = 0; i < count; i++) {
        if (!entry_call(reader, json_item(list, i), &calls[i]))
            return err_prefix(reader->err, "%s[%zu]", where, i);
    }
    *out = calls;
    *n = count;
    return true;
}

/* What is kept, and what is expected, stands beside the request here. */
static bool read_look(struct reader *reader, const struct json *json,
                      struct precheck *out)
{
    struct call_template *call = &out->call;

    if (!members_known(json, "a look", look_members, N(look_members),
                       reader->err) ||
        !entry_call(reader, json_get(json, "request"), call) ||
        !entry_checks(reader, json_get(json, "already"), &out->already) ||
        !entry_checks(reader, json_get(json, "expect"), &call->expect) ||
        !entry_text(reader, json, "a look", "refusal", "", &out->refusal))
        return false;
    if (call->replace || call->when.n > 0)
        return err_set(reader->err, ERR_INPUT,
                       _("A look only reads: it has neither \"replace\" nor "
                         "\"when\"."));
    if (call->expect.n > 0 && !*out->refusal)
        return err_set(reader->err, ERR_INPUT,
                       _("\"expect\" of a look needs \"refusal\": one "
                         "sentence that says why it is not done."));
    return entry_keeps(reader, json_get(json, "keep"), call);
}

/* One look, or a list of them. */
static bool read_before(struct reader *reader, const struct json *json)
{
    bool list = json_type(json) == JSON_ARRAY;
    size_t n = list ? json_length(json) : 1;
    struct precheck *looks;

    if (n == 0 || n > MOST_CALLS)
        return err_set(reader->err, ERR_INPUT,
                       _("\"before\" needs 1 to %d looks."), MOST_CALLS);
    looks = arena_array(reader->arena, n, sizeof(*looks));
    for (size_t i = 0; i < n; i++) {
        if (!read_look(reader, list ? json_item(json, i) : json, &looks[i]))
            return list ? err_prefix(reader->err, "before[%zu]", i)
                        : err_prefix(reader->err, "before");
    }
    reader->out->before = looks;
    reader->out->n_before = n;
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
    if (!request && other) {
        out->call = other->call;
        reader->scope.item = out->call.each != NULL;
    } else if (!entry_call(reader, request, &out->call)) {
        return err_prefix(reader->err, "request");
    }
    if (!entry_checks(reader, json_get(json, "expect"), &out->expect) ||
        !entry_checks(reader, json_get(json, "fails"), &out->fails) ||
        !entry_span(reader, json, "within",
                    other ? other->within : out->call.within, &out->within) ||
        !entry_span(reader, json, "every",
                    other ? other->every : out->call.every, &out->every))
        return false;
    if (out->expect.n == 0)
        return err_set(reader->err, ERR_INPUT,
                       _("It expects nothing; say what must be seen in "
                         "\"expect\"."));
    if (!other && !json_get(json, "within"))
        return err_set(reader->err, ERR_INPUT,
                       _("It needs \"within\": how long to look before it is "
                         "unknown, such as 5m."));
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
    struct containment *out = reader->out;

    if (!members_known(json, "\"target\"", target_members, N(target_members),
                       reader->err) ||
        !entry_text(reader, json, "\"target\"", "type", NULL, &out->target) ||
        !entry_text(reader, json, "\"target\"", "sample", NULL, &out->sample) ||
        !member_type(json, "\"target\"", "parameters", JSON_OBJECT,
                     &out->sample_params, reader->err))
        return false;
    reader->scope.blob = str_eq_fold(str_of(out->target), STR("blob"));
    if (containment_fits(out, str_of(out->sample)))
        return true;
    return err_set(reader->err, ERR_INPUT,
                   _("\"sample\" in \"target\" is not of the type %s."),
                   out->target);
}

/* Those that come with riposte are known to po/ (data-texts). */
static bool read_title(struct reader *reader, const struct json *json,
                       const char *file)
{
    struct containment *out = reader->out;

    if (!entry_text(reader, json, file, "title", NULL, &out->title))
        return false;
    if (*out->title != '\0')
        out->title = _(out->title);
    return true;
}

static bool read_head(struct reader *reader, const struct json *json)
{
    struct containment *out = reader->out;
    const char *file = "the file";

    return members_known(json, file, entry_members, N(entry_members),
                         reader->err) &&
           entry_text(reader, json, file, "name", NULL, &out->name) &&
           read_title(reader, json, file) &&
           entry_text(reader, json, file, "permission", NULL,
                      &out->permission) &&
           entry_text(reader, json, file, "note", "", &out->note) &&
           read_class(reader, json) &&
           read_target(reader, json_get(json, "target")) &&
           entry_parameters(reader, json);
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
        !member_type(json, "the file", "undo", JSON_ARRAY, &undos, err) ||
        !read_before(&reader, json_get(json, "before")) ||
        !read_calls(&reader, acts, "do", &out->acts, &out->n_acts))
        return false;
    if (!read_probe(&reader, json_get(json, "verify"), "\"verify\"", NULL,
                    &out->verify))
        return err_prefix(err, "verify");
    if (!read_calls(&reader, undos, "undo", &out->undos, &out->n_undos))
        return false;
    if (out->n_undos > 0 &&
        !read_probe(&reader, json_get(json, "undone"), "\"undone\"",
                    &out->verify, &out->undone))
        return err_prefix(err, "undone");
    return check_way_back(&reader);
}
