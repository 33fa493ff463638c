/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_engine.c - riposte engine: who works, how the sources stand, hold.
 */
#include <stdio.h>

#include "cli/words.h"
#include "model/codec.h"
#include "service/access.h"
#include "service/audit_page.h"
#include "service/conductor.h"
#include "service/health.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

static struct json *source_json(const struct source_status *source)
{
    struct json *json = json_new_object();

    json_set_text(json, "name", source->name);
    json_set_bool(json, "good", source->code == ERR_NONE);
    json_set_text(json, "code", err_code_name(source->code));
    json_set_text(json, "text", source->text);
    json_set_time(json, "succeeded", source->succeeded);
    json_set_time(json, "next", source->next);
    return json;
}

static struct json *status_json(const struct engine_status *status)
{
    struct json *json = json_new_object();
    struct json *sources = json_new_array();

    json_set_text(json, "holder", status->holder);
    json_set_bool(json, "running", *status->holder != '\0');
    json_set_bool(json, "hold", status->held);
    json_set_text(json, "fourEyes", four_eyes_name(status->four_eyes));
    json_set_bool(json, "roles", status->roles);
    json_set_int(json, "approvalsPending", status->approvals_pending);
    json_set_int(json, "breakGlassUnconfirmed", status->glass_loud);
    json_set_int(json, "containmentsActive", status->effects_active);
    json_set_int(json, "containmentsCalling", status->effects_calling);
    json_set_int(json, "runsOpen", status->runs_open);
    json_set_int(json, "runsHeld", status->runs_held);
    json_set_int(json, "runsStuck", status->runs_stuck);
    for (size_t i = 0; i < status->n_sources; i++)
        json_add_take(sources, source_json(&status->sources[i]));
    json_set_take(json, "sources", sources);
    return json;
}

static void show_source(struct out *out, const struct source_status *source)
{
    struct buf text;
    char when[WHEN_TEXT_SIZE];

    buf_init(&text);
    if (!source->succeeded)
        buf_text(&text, _("never read"));
    else
        buf_printf(&text, _("last read %s"),
                   when_local(source->succeeded, out->utc, when));
    if (*source->text)
        buf_printf(&text, ". %s", source->text);
    out_entry(out, 24, str_of(source->name), buf_view(&text));
    buf_done(&text);
}

static void show(struct out *out, const struct engine_status *status)
{
    out_fact(out, _("Engine"),
             str_of(*status->holder ? status->holder : _("none is running")));
    out_fact(out, _("Hold"), str_of(status->held ? _("on") : _("off")));
    out_fact(out, _("Four eyes"), access_four_eyes(status->four_eyes));
    out_fact(out, _("Roles"),
             str_of(status->roles ? _("as the settings say")
                                  : _("relaxed: none are set, and everybody "
                                      "who can write to the store may do "
                                      "anything")));
    out_fact_number(out, _("Approvals"), status->approvals_pending);
    if (status->glass_loud > 0)
        out_fact(out, _("Break-glass"),
                 str_of(_("not confirmed in time: riposte approval list")));
    out_fact_number(out, _("Contained"), status->effects_active);
    if (status->effects_calling > 0)
        out_fact_number(out, _("Waiting for you"), status->effects_calling);
    out_fact_number(out, _("Open runs"), status->runs_open);
    if (status->held)
        out_fact_number(out, _("Held runs"), status->runs_held);
    if (status->runs_stuck > 0)
        out_fact_number(out, _("Stuck runs"), status->runs_stuck);
    if (status->n_sources > 0)
        out_line(out);
    for (size_t i = 0; i < status->n_sources; i++)
        show_source(out, &status->sources[i]);
}

static struct json *audit_json(const struct audit_status *audit)
{
    struct json *json = json_new_object();

    json_set_int(json, "records", audit->records);
    json_set_int(json, "sealedTo", audit->sealed_to);
    json_set_int(json, "checkpoint", audit->told.seq);
    json_set_time(json, "told", audit->told.when);
    json_set_text(json, "trouble", audit->told.trouble);
    return json;
}

static void show_audit(struct out *out, const struct audit_status *audit)
{
    struct arena *arena = arena_new();

    out_fact(out, _("Audit log"), str_of(audit_status_text(audit, arena)));
    out_fact(out, _("Checkpoint"),
             str_of(audit_told_text(audit, out->utc, arena)));
    arena_free(arena);
}

static bool engine_status_verb(struct call *call, struct err *err)
{
    struct engine_status *status = mem_new(sizeof(*status));
    struct audit_status audit;
    bool ok = engine_status_read(call->desk, status, err) &&
              audit_status_read(call->desk, &audit, err);

    if (ok && call->out->json) {
        struct json *json = status_json(status);

        json_set_take(json, "audit", audit_json(&audit));
        out_json_take(call->out, json);
    } else if (ok) {
        show(call->out, status);
        show_audit(call->out, &audit);
    }
    mem_free(status);
    return ok;
}

static struct json *health_json(const struct health_row *row)
{
    struct json *json = json_new_object();
    struct json *facts = json_new_array();

    json_set_text(json, "part", health_part_name(row->part));
    json_set_text(json, "name", row->name);
    json_set_text(json, "grade", health_grade_name(row->grade));
    json_set_text(json, "text", row->text);
    for (size_t i = 0; i < row->n_facts; i++) {
        struct json *fact = json_new_object();

        json_set_text(fact, "label", row->facts[i].label);
        if (row->facts[i].when)
            json_set_time(fact, "when", row->facts[i].when);
        else
            json_set_text(fact, "text", row->facts[i].text);
        json_add_take(facts, fact);
    }
    json_set_take(json, "facts", facts);
    return json;
}

static void show_health(struct out *out, const struct health_row *row)
{
    static const char *const marks[HEALTH_GRADE_N] = {
        [HEALTH_GOOD] = N_("good"),
        [HEALTH_NONE] = N_("-"),
        [HEALTH_WARN] = N_("warn"),
        [HEALTH_BAD] = N_("BAD"),
    };
    struct buf head;

    buf_init(&head);
    buf_printf(&head, "%-5s %s %s", _(marks[row->grade]),
               health_part_title(row->part), row->name);
    out_entry(out, 38, buf_view(&head), str_of(row->text));
    buf_done(&head);
}

static bool engine_health(struct call *call, struct err *err)
{
    struct health_page *page = health_page_read(call->desk, when_now());
    bool ok = page_good(&page->error, err);

    for (size_t i = 0; ok && i < page->n; i++) {
        if (page->rows[i].grade == HEALTH_BAD)
            call->status = STATUS_NO;
        if (call->out->json)
            out_json_take(call->out, health_json(&page->rows[i]));
        else
            show_health(call->out, &page->rows[i]);
    }
    health_page_free(page);
    return ok;
}

static bool engine_hold(struct call *call, struct err *err)
{
    return desk_hold(call->desk, true, call->opts->reason, err) &&
           engine_status_verb(call, err);
}

static bool engine_resume(struct call *call, struct err *err)
{
    const char *why = call->opts->reason ? call->opts->reason : "";

    return desk_resume(call->desk,
                       call->opts->rate > 0 ? WHEN_MINUTE / call->opts->rate
                                            : 0,
                       why, err) &&
           engine_status_verb(call, err);
}

static const struct option hold_options[] = {
    OPTION_REASON(true),
    {.name = NULL},
};

static const struct option resume_options[] = {
    OPTION_REASON(false),
    {.name = "rate",
     .argument = "N",
     .help = N_("let N runs a minute go, oldest first; without it all go"),
     .type = OPTION_COUNT,
     .at = offsetof(struct opts, rate)},
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "status",
     .help = N_("Tell who works, how the sources stand, and what waits"),
     .needs = NEEDS_READ,
     .run = engine_status_verb},
    {.name = "health",
     .help = N_("Tell how all that riposte stands on is"),
     .needs = NEEDS_READ,
     .run = engine_health},
    {.name = "hold",
     .help = N_("Stop every automatic action, here and in all engines"),
     .options = hold_options,
     .needs = NEEDS_ACT,
     .run = engine_hold},
    {.name = "resume",
     .help = N_("Let automatic actions go on"),
     .options = resume_options,
     .needs = NEEDS_ACT,
     .run = engine_resume},
    {.run = NULL},
};

const struct noun cmd_engine = {
    .name = "engine",
    .help = N_("What works in the background"),
    .verbs = verbs,
};
