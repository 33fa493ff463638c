/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_contain.c - riposte contain: the catalogue, what is in force, and acting.
 *
 * Status of do and undo: 0 it was observed, 1 it is not verified (yet), 3 it
 * failed.
 */
#include <stdio.h>

#include "cli/follow.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "service/govern.h"
#include "util/text.h"
#include "util/when.h"

/* What the command line asks for; the parameters are the call's own. */
static bool read_wish(struct call *call, struct json *parameters,
                      struct contain_wish *out, struct err *err)
{
    for (size_t i = 0; i < call->opts->n_more; i++) {
        if (!parameter_add(str_of(call->opts->more[i]), parameters, err))
            return err_prefix(err, "--param");
    }
    *out = (struct contain_wish){
        .action = call->words[0],
        .target = call->opts->target,
        .parameters = parameters,
        .why = call->opts->reason,
        .glass = call->opts->break_glass,
    };
    return true;
}

static bool preview(struct call *call, const struct contain_wish *wish,
                    struct err *err)
{
    struct json *json;

    if (!contain_preview(call->desk, wish, &json, err))
        return false;
    out_whole_take(call->out, json);
    return true;
}

/* The end that --for or --until asks for. */
static bool read_term(const struct opts *opts, struct plan_term *out,
                      struct err *err)
{
    out->lasts = opts->lasts;
    if (!opts->until)
        return true;
    if (opts->lasts > 0)
        return err_set(err, ERR_INPUT,
                       _("--for and --until do not go together."));
    if (when_parse(str_of(opts->until), &out->until))
        return true;
    return err_set(err, ERR_INPUT,
                   _("--until must be a moment such as 2026-03-05T12:00, not "
                     "\"%.80s\"."),
                   opts->until);
}

static bool contain_wished(struct call *call, struct contain_wish *wish,
                           struct err *err)
{
    int64_t run;

    if (call->opts->dry_run)
        return preview(call, wish, err);
    if (!call->opts->reason)
        return err_set(err, ERR_INPUT,
                       _("--reason TEXT is needed: why, in a few words."));
    if (!read_term(call->opts, &wish->term, err) ||
        !option_event(call, &wish->event, err) ||
        !contain_wish(call->desk, wish, &run, err))
        return false;
    if (!call->out->json)
        out_printf(call->out, _("Run %lld has begun."), (long long)run);
    out_flush(call->out);
    return follow_run(call, run, err);
}

static bool contain_do_verb(struct call *call, struct err *err)
{
    struct json *parameters = json_new_object();
    struct contain_wish wish;
    bool ok = read_wish(call, parameters, &wish, err) &&
              contain_wished(call, &wish, err);

    json_free(parameters);
    return ok;
}

static const struct out_column active_columns[] = {
    {N_("Number"), -6}, {N_("State"), 9}, {N_("Age"), -4},    {N_("Ends"), -5},
    {N_("Now"), 8},     {N_("By"), 12},   {N_("Target"), 16}, {N_("Title"), 0},
};
#define ACTIVE_COLUMNS (sizeof(active_columns) / sizeof(active_columns[0]))

/* In how long it ends; "over" when that is behind us. */
static const char *left_of(const struct effect *effect, int64_t now,
                           char out[WHEN_TEXT_SIZE])
{
    if (effect->until == 0 || !effect_active(effect))
        return "";
    return effect->until <= now ? _("over")
                                : when_age(effect->until - now, out);
}

/* What is known of it at present, and what waits. */
static const char *now_of(const struct effect *effect,
                          const struct approval *glass)
{
    static const char *const calls[CALL_N] = {
        [CALL_CHANGED] = N_("changed"),
        [CALL_STUCK] = N_("stuck"),
        [CALL_DRIFT] = N_("gone"),
    };
    enum effect_call call = effect_call(effect);

    if (calls[call])
        return _(calls[call]);
    if (glass != NULL && effect_active(effect) &&
        glass->state != APPROVAL_APPROVED)
        return _("glass");
    return !effect_active(effect)         ? ""
           : effect->drift == DRIFT_SO    ? _("so")
           : effect->drift == DRIFT_BLIND ? _("unseen")
                                          : "";
}

static void active_row(struct out *out, const struct effect *effect,
                       const struct approval *glass)
{
    struct resource resource;
    int64_t now = when_now();
    char number[24];
    char age[WHEN_TEXT_SIZE];
    char left[WHEN_TEXT_SIZE];

    resource_parse(str_of(effect->target), &resource);
    snprintf(number, sizeof(number), "%lld", (long long)effect->row);
    when_age(now - effect->requested, age);
    out_row(out, active_columns, ACTIVE_COLUMNS,
            (const struct str[]){
                str_of(number),
                str_of(effect_state_name(effect->state)),
                str_of(age),
                str_of(left_of(effect, now, left)),
                str_of(now_of(effect, glass)),
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
            active_row(call->out, &page->rows[i], effect_glass(page, i));
    }
    effect_page_free(page);
    return ok;
}

#define OPTION_FOR(what)                                                       \
    {                                                                          \
        .name = "for", .argument = "SPAN", .help = (what),                     \
        .type = OPTION_SPAN, .at = offsetof(struct opts, lasts),               \
    }
#define OPTION_UNTIL(what)                                                     \
    {                                                                          \
        .name = "until", .argument = "MOMENT", .help = (what),                 \
        .type = OPTION_TEXT, .at = offsetof(struct opts, until),               \
    }
#define OPTION_OF_EVENT                                                        \
    {                                                                          \
        .name = "event", .argument = "ID",                                     \
        .help = N_("all that was done for this event, and is in force"),       \
        .type = OPTION_TEXT, .at = offsetof(struct opts, event),               \
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
    OPTION_FOR(N_("for so long; then it is taken back by itself")),
    OPTION_UNTIL(N_("until then; then it is taken back by itself")),
    {.name = "param",
     .argument = "NAME=VALUE",
     .help = N_("a parameter of the containment; may be given again"),
     .type = OPTION_MORE},
    OPTION_REASON(false),
    OPTION_WAIT(N_("follow the run for so long; the default is 60s")),
    {.name = "dry-run",
     .help = N_("show what would be sent, and send nothing"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, dry_run)},
    {.name = "break-glass",
     .help = N_("at once, though it needs approval; to be confirmed later"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, break_glass)},
    {.name = NULL},
};

static const struct option undo_options[] = {
    {.name = "anyway",
     .help = N_("though somebody else has changed the target since"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, anyway)},
    OPTION_REASON(true),
    OPTION_WAIT(N_("follow the run for so long; the default is 60s")),
    {.name = NULL},
};

static const struct option release_options[] = {
    OPTION_OF_EVENT,
    {.name = "count",
     .argument = "N",
     .help = N_("how many of the event are meant, where it is more than one"),
     .type = OPTION_COUNT,
     .at = offsetof(struct opts, count)},
    OPTION_REASON(true),
    OPTION_WAIT(N_("follow each run for so long; the default is 60s")),
    {.name = NULL},
};

static const struct option extend_options[] = {
    OPTION_FOR(N_("longer by this than its end, or than now")),
    OPTION_UNTIL(N_("its new end; `never' for none")),
    OPTION_OF_EVENT,
    OPTION_REASON(true),
    {.name = NULL},
};

static const struct option check_options[] = {
    OPTION_OF_EVENT,
    OPTION_WAIT(N_("wait so long for each look; the default is 60s")),
    {.name = NULL},
};

static const struct option settle_options[] = {
    {.name = "as",
     .argument = "STATE",
     .help = N_("how it is: observed, undone or failed"),
     .type = OPTION_TEXT,
     .needed = true,
     .at = offsetof(struct opts, as)},
    OPTION_REASON(true),
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
    {.name = "lint",
     .words = "FILE",
     .help = N_("Check a file of the catalogue, and show its requests"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_CONFIG,
     .run = contain_lint},
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
    {.name = "release",
     .words = "[NUMBER…]",
     .help = N_("Take several back, or all of an event"),
     .options = release_options,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = contain_release_verb},
    {.name = "extend",
     .words = "[NUMBER…]",
     .help = N_("Give them another end"),
     .options = extend_options,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = contain_extend_verb},
    {.name = "check",
     .words = "[NUMBER…]",
     .help = N_("Look whether they are still so; without numbers, all"),
     .options = check_options,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = contain_check_verb},
    {.name = "settle",
     .words = "NUMBER",
     .help = N_("Say how one is that nobody knows of, after a look"),
     .options = settle_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = contain_settle_verb},
    {.name = "show",
     .words = "NUMBER",
     .help = N_("Show one: three facts, its end, what was found"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_READ,
     .run = contain_show},
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
