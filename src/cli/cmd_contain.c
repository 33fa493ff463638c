/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_contain.c - riposte contain: the catalogue, what is in force, and acting.
 *
 * Status of do and undo: 0 it was observed, 1 it is not verified (yet), 3 it
 * failed.
 */
#include <stdio.h>

#include "cli/follow.h"
#include "cli/words.h"
#include "service/govern.h"
#include "util/text.h"
#include "util/when.h"

static struct json *entry_json(const struct containment *entry)
{
    struct json *json = json_new_object();

    json_set_text(json, "name", entry->name);
    json_set_text(json, "title", entry->title);
    json_set_text(json, "target", entry->target);
    json_set_text(json, "class", class_name(entry->class));
    json_set_text(json, "permission", entry->permission);
    json_set_text(json, "note", entry->note);
    json_set_bool(json, "undo", entry->n_undos > 0);
    return json;
}

static void show_entry(struct out *out, const struct containment *entry)
{
    out_text(out, 0, str_of(entry->name));
    out_text(out, 4, str_of(entry->title));
    out_text(out, 4, str_of(entry->target));
    out_text(out, 4,
             str_of(entry->n_undos > 0 ? class_name(entry->class)
                                       : _("cannot be undone")));
    out_text(out, 4, str_of(entry->note));
}

static bool contain_list(struct call *call, struct err *err)
{
    const struct catalogue *catalogue;
    const char *target = call->opts->target;
    struct catalogue *loaded;
    size_t n = 0;

    if (!catalogue_load_for(call->config, &loaded, err))
        return false;
    catalogue = loaded;
    for (size_t i = 0; i < catalogue->n; i++) {
        const struct containment *entry = &catalogue->entries[i];

        if (target && !containment_fits(entry, str_of(target)))
            continue;
        n++;
        if (call->out->json)
            out_json_take(call->out, entry_json(entry));
        else
            show_entry(call->out, entry);
    }
    catalogue_free(loaded);
    if (n == 0)
        call->status = STATUS_NO;
    return true;
}

static bool preview(struct call *call, struct err *err)
{
    struct json *json;

    if (!contain_preview(call->desk, call->words[0], call->opts->target, &json,
                         err))
        return false;
    out_whole_take(call->out, json);
    return true;
}

static bool begin(struct call *call, int64_t run, struct err *err)
{
    if (!call->out->json)
        out_printf(call->out, _("Run %lld has begun."), (long long)run);
    out_flush(call->out);
    return follow_run(call, run, err);
}

static bool contain_do_verb(struct call *call, struct err *err)
{
    int64_t event;
    int64_t run;

    if (call->opts->dry_run)
        return preview(call, err);
    if (!call->opts->reason)
        return err_set(err, ERR_INPUT,
                       _("--reason TEXT is needed: why, in a few words."));
    return option_event(call, &event, err) &&
           contain_do(call->desk, call->words[0], call->opts->target, event,
                      call->opts->reason, &run, err) &&
           begin(call, run, err);
}

static bool contain_undo_verb(struct call *call, struct err *err)
{
    int64_t effect;
    int64_t run;

    return word_row(call, 0, "contain active", &effect, err) &&
           contain_undo(call->desk, effect, call->opts->reason, &run, err) &&
           begin(call, run, err);
}

static const struct out_column active_columns[] = {
    {N_("Number"), -6}, {N_("State"), 9},   {N_("Age"), -4},
    {N_("By"), 16},     {N_("Target"), 18}, {N_("Title"), 0},
};
#define ACTIVE_COLUMNS (sizeof(active_columns) / sizeof(active_columns[0]))

static void active_row(struct out *out, const struct effect *effect)
{
    struct resource resource;
    char number[24];
    char age[WHEN_TEXT_SIZE];

    resource_parse(str_of(effect->target), &resource);
    snprintf(number, sizeof(number), "%lld", (long long)effect->row);
    when_age(when_now() - effect->requested, age);
    out_row(out, active_columns, ACTIVE_COLUMNS,
            (const struct str[]){
                str_of(number),
                str_of(effect_state_name(effect->state)),
                str_of(age),
                str_of(effect->by),
                resource.name.len > 0 ? resource.name : str_of(effect->target),
                str_of(effect->title),
            });
}

static bool contain_active(struct call *call, struct err *err)
{
    struct effect_page *page = effect_page_read(call->desk, !call->opts->all);
    bool ok = page_list(call, &page->error, page->n, active_columns,
                        ACTIVE_COLUMNS, err);

    for (size_t i = 0; ok && i < page->n; i++) {
        if (call->out->json)
            out_json_take(call->out, effect_to_json(&page->rows[i]));
        else
            active_row(call->out, &page->rows[i]);
    }
    effect_page_free(page);
    return ok;
}

static const struct option list_options[] = {
    {.name = "target",
     .argument = "ID",
     .help = N_("only those that fit this resource or user"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, target)},
    {.name = NULL},
};

static const struct option do_options[] = {
    {.name = "target",
     .argument = "ID",
     .help = N_("what it is done to: an ARM id, or a user"),
     .type = OPTION_TEXT,
     .needed = true,
     .at = offsetof(struct opts, target)},
    {.name = "event",
     .argument = "ID",
     .help = N_("the event that it is done for"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, event)},
    OPTION_REASON(false),
    OPTION_WAIT(N_("follow the run for so long; the default is 60s")),
    {.name = "dry-run",
     .help = N_("show what would be sent, and send nothing"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, dry_run)},
    {.name = NULL},
};

static const struct option undo_options[] = {
    OPTION_REASON(true),
    OPTION_WAIT(N_("follow the run for so long; the default is 60s")),
    {.name = NULL},
};

static const struct option active_options[] = {
    {.name = "all",
     .help = N_("those that are over too"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, all)},
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "list",
     .help = N_("List what can be done, and to what"),
     .options = list_options,
     .needs = NEEDS_CONFIG,
     .run = contain_list},
    {.name = "do",
     .words = "ACTION",
     .help = N_("Contain a target, and tell when it is seen to be so"),
     .options = do_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = contain_do_verb},
    {.name = "undo",
     .words = "NUMBER",
     .help = N_("Take a containment back"),
     .options = undo_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = contain_undo_verb},
    {.name = "active",
     .help = N_("List what is in force"),
     .options = active_options,
     .needs = NEEDS_READ,
     .run = contain_active},
    {.run = NULL},
};

const struct noun cmd_contain = {
    .name = "contain",
    .help = N_("What is contained, and containing"),
    .verbs = verbs,
};
