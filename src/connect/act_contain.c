/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_contain.c - one call of a catalogue entry: contain, look, take back.
 */
#include "connect/action.h"
#include "connect/arm.h"
#include "connect/judge.h"
#include "util/text.h"
#include "util/when.h"

static const struct field fields[] = {
    {
        .name = "action",
        .label = N_("Containment"),
        .help = N_("Name of the entry in the catalogue."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "target",
        .label = N_("Target"),
        .help = N_("ARM id of the resource, or user principal name; empty for "
                   "the first of the event that fits."),
        .type = FIELD_TEMPLATE,
    },
    {
        .name = "for",
        .label = N_("For how long"),
        .help = N_("4h, 2d: it is taken back by itself then; empty: until "
                   "somebody takes it back."),
        .type = FIELD_SPAN,
    },
};

extern const struct action_kind action_contain;

static const struct containment *entry_of(const struct json *with,
                                          const struct action_context *context)
{
    return context->catalogue
               ? catalogue_find(context->catalogue,
                                action_text(&action_contain, with, "action"))
               : NULL;
}

static enum action_class contain_class(const struct json *with,
                                       const struct action_context *context)
{
    const struct containment *entry = entry_of(with, context);

    if (!entry)
        return CLASS_IRREVERSIBLE;
    if (entry->class == CLASS_REVERSIBLE &&
        !str_empty(action_text(&action_contain, with, "for")))
        return CLASS_TIMED;
    return entry->class;
}

/* The calls of an entry for one phase; none where the phase has none. */
static const struct call_template *calls_of(const struct containment *entry,
                                            enum step_phase phase, size_t *n)
{
    const struct {
        const struct call_template *calls;
        size_t n;
    } lists[PHASE_N] = {
        [PHASE_BEFORE] = {&entry->before, 1},
        [PHASE_CONTAIN] = {entry->acts, entry->n_acts},
        [PHASE_VERIFY] = {&entry->verify.call, 1},
        [PHASE_UNDO] = {entry->undos, entry->n_undos},
        [PHASE_UNDONE] = {&entry->undone.call, 1},
    };

    *n = lists[phase].n;
    return lists[phase].calls;
}

static bool contain_render(const struct json *with,
                           const struct action_context *context,
                           struct arena *arena, struct request *out,
                           struct err *err)
{
    const struct containment *entry = entry_of(with, context);
    struct str target = action_text(&action_contain, with, "target");
    const struct call_template *calls;
    const char *key = out->key;
    int64_t index = 0;
    size_t n;

    if (!entry)
        return err_set(
            err, ERR_INPUT, _("There is no containment \"%.*s\"."),
            STR_ARG(
                str_sub(action_text(&action_contain, with, "action"), 0, 100)));
    if (!containment_fits(entry, target))
        return err_set(err, ERR_INPUT,
                       _("\"%s\" does not act on such a target; it must be a "
                         "%s."),
                       entry->title, entry->target);
    calls = calls_of(entry, context->phase, &n);
    json_int(json_get(with, "index"), &index);
    if (index < 0 || (size_t)index >= n || !calls[index].url)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" has no such request in its catalogue entry."),
                       entry->title);
    if (!call_render(&calls[index], target, context->kept, arena, out, err))
        return false;
    out->key = key;
    if (out->timeout == 0)
        out->timeout = 90 * WHEN_SECOND;
    return true;
}

static void contain_judge(const struct action_context *context,
                          const struct request *request,
                          const struct response *response,
                          struct judgement *out)
{
    if (request->audience == AUDIENCE_ARM)
        arm_judge(hosts_base(context->hosts, AUDIENCE_ARM), request, response,
                  out);
    else
        judge_rest(request, response, out);
}

const struct action_kind action_contain = {
    .name = "contain",
    .title = N_("Contain something"),
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = contain_class,
    .render = contain_render,
    .judge = contain_judge,
};
