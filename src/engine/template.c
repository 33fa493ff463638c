/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/template.h"

#include "engine/query_parse.h"
#include "model/limits.h"
#include "util/text.h"

/* ---- what the trigger answers ---------------------------------------------*/

static bool answer_body(void *of, const struct json *const *args, size_t n,
                        struct arena *arena, const struct json **out,
                        struct err *err)
{
    (void)args;
    (void)n;
    (void)arena;
    (void)err;
    *out = query_subject_body(of);
    return true;
}

/* The body as outputs have it. */
static struct json *new_outputs(void *of)
{
    struct json *outputs = json_new_object();

    json_set_take(outputs, "body", json_copy(query_subject_body(of)));
    return outputs;
}

static bool answer_outputs(void *of, const struct json *const *args, size_t n,
                           struct arena *arena, const struct json **out,
                           struct err *err)
{
    struct json *outputs = new_outputs(of);

    (void)args;
    (void)n;
    (void)err;
    json_keep(arena, outputs);
    *out = outputs;
    return true;
}

static bool answer_trigger(void *of, const struct json *const *args, size_t n,
                           struct arena *arena, const struct json **out,
                           struct err *err)
{
    struct json *trigger = json_new_object();

    (void)args;
    (void)n;
    (void)err;
    json_set_text(trigger, "name", "event");
    json_set_text(trigger, "status", "Succeeded");
    json_set_take(trigger, "outputs", new_outputs(of));
    json_keep(arena, trigger);
    *out = trigger;
    return true;
}

static const struct expr_root roots[] = {
    {{"triggerBody", 0, 0, "", "triggerBody()", N_("The event."),
      "triggerBody()?['AlertDisplayName']", NULL},
     .answer = answer_body},
    {{"triggerOutputs", 0, 0, "", "triggerOutputs()",
      N_("What came with the event; its member body is the event."),
      "triggerOutputs()?['body']", NULL},
     .answer = answer_outputs,
     .makes = true},
    {{"trigger", 0, 0, "", "trigger()",
      N_("What started the rule: name, status and outputs."),
      "trigger()?['outputs']?['body']", NULL},
     .answer = answer_trigger,
     .makes = true},
};

/* ---- properties of the query language -------------------------------------*/

static bool read_property(struct str text, size_t *at, struct arena *arena,
                          const void **out, struct err *err)
{
    struct query query = {.arena = arena, .text = text};
    struct query_env env = {.now = 0};
    struct parser parser = {.query = &query, .env = &env};
    struct property *property = arena_alloc(arena, sizeof(*property));

    lex_init(&parser.lex, text, arena);
    parser.lex.at = *at;
    if (!parser_next(&parser, err) || !parser_property(&parser, property, err))
        return false;
    *at = parser_behind(&parser);
    *out = property;
    return true;
}

static bool answer_property(void *of, const void *property, struct arena *arena,
                            const struct json **out, struct err *err)
{
    struct json *value;
    struct buf text;

    (void)err;
    buf_init(&text);
    property_write(property, of, &text);
    value = json_new_text(buf_view(&text));
    buf_done(&text);
    json_keep(arena, value);
    *out = value;
    return true;
}

const struct expr_world template_world = {
    .roots = roots,
    .n_roots = sizeof(roots) / sizeof(roots[0]),
    .property_read = read_property,
    .property_answer = answer_property,
    .property_names = property_names,
    .example = "@{triggerBody()?['AlertDisplayName']}",
};

/* ---- texts ----------------------------------------------------------------*/

bool template_check(struct str text, struct err *err)
{
    struct arena *arena = arena_new();
    struct expr *expr;
    bool ok = expr_compile(text, &template_world, arena, &expr, err);

    arena_free(arena);
    return ok;
}

static bool put_value(const struct json *value, struct arena *arena,
                      struct str *out, struct err *err)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    json_put_text(value, &text);
    ok = text.len <= LIMIT_RENDERED;
    if (ok)
        *out = arena_str(arena, buf_view(&text));
    else
        err_set(err, ERR_INPUT, _("The text would be longer than %d bytes."),
                LIMIT_RENDERED);
    buf_done(&text);
    return ok;
}

bool template_render(struct str text, struct query_subject *subject,
                     struct arena *arena, struct str *out, struct err *err)
{
    struct arena *scratch = arena_new();
    const struct json *value;
    struct expr *expr;
    bool ok;

    ok = expr_compile(text, &template_world, scratch, &expr, err) &&
         expr_eval(expr, subject->outside, subject, scratch, &value, err) &&
         put_value(value, arena, out, err);
    arena_free(scratch);
    return ok;
}
