/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_rule.c - riposte rule: what is to happen by itself.
 */
#include <stdio.h>

#include "cli/verbs.h"
#include "cli/words.h"
#include "model/codec.h"
#include "service/azure.h"
#include "service/rulebook.h"
#include "util/text.h"
#include "util/when.h"

static const struct out_column list_columns[] = {
    {N_("Number"), -6}, {N_("Mode"), 7},  {N_("Name"), 24},   {N_("24 h"), -6},
    {N_("Held"), -5},   {N_("Last"), -4}, {N_("Actions"), 0},
};
#define LIST_COLUMNS (sizeof(list_columns) / sizeof(list_columns[0]))

/* It has no number, no mode and no figures here. */
static struct json *azure_json(const struct rule_row *row)
{
    struct json *json = json_new_object();

    json_set_text(json, "azure", row->azure);
    json_set_text(json, "name", row->name);
    json_set_bool(json, "enabled", row->mode != RULE_OFF);
    json_set_text(json, "trigger", row->trigger);
    json_set_text(json, "actions", row->actions);
    return json;
}

static struct json *row_json(const struct rule_row *row)
{
    struct json *json;

    if (row->azure)
        return azure_json(row);
    json = json_new_object();
    json_set_int(json, "id", row->row);
    json_set_text(json, "name", row->name);
    json_set_text(json, "mode", rule_mode_name(row->mode));
    json_set_int(json, "order", row->order);
    json_set_int(json, "revision", row->revision);
    json_set_text(json, "trigger", row->trigger);
    json_set_text(json, "actions", row->actions);
    json_set_int(json, "fired", row->fired);
    json_set_int(json, "held", row->held);
    json_set_time(json, "lastFired", row->last_fired);
    json_set_text(json, "editor", row->editor);
    json_set_time(json, "saved", row->saved);
    return json;
}

static void list_row(struct out *out, const struct rule_row *row)
{
    char number[24];
    char fired[24];
    char held[24];
    char last[WHEN_TEXT_SIZE] = "";

    snprintf(number, sizeof(number), "%lld", (long long)row->row);
    if (row->azure)
        snprintf(number, sizeof(number), "Azure");
    snprintf(fired, sizeof(fired), "%lld", (long long)row->fired);
    snprintf(held, sizeof(held), "%lld", (long long)row->held);
    if (row->last_fired)
        when_age(when_now() - row->last_fired, last);
    out_row(out, list_columns, LIST_COLUMNS,
            (const struct str[]){
                str_of(number),
                row->azure && row->mode != RULE_OFF
                    ? STR("on")
                    : str_of(rule_mode_name(row->mode)),
                str_of(row->name),
                str_of(fired),
                str_of(held),
                str_of(last),
                str_of(row->actions),
            });
}

static bool rule_list(struct call *call, struct err *err)
{
    struct rule_page *page = call->opts->azure ? rule_page_all(call->desk)
                                               : rule_page_read(call->desk);
    bool ok =
        page_list(call, &page->error, page->n, list_columns, LIST_COLUMNS, err);

    for (size_t i = 0; ok && i < page->n; i++) {
        if (call->out->json)
            out_json_take(call->out, row_json(&page->rows[i]));
        else
            list_row(call->out, &page->rows[i]);
    }
    rule_page_free(page);
    return ok;
}

static bool rule_show(struct call *call, struct err *err)
{
    struct json *json;
    struct rule *rule;

    if (azure_means(str_of(call->words[0])))
        return rule_azure_show(call, err);
    if (!rulebook_get(call->desk, str_of(call->words[0]), &rule, err))
        return false;
    json = rule_to_json(rule);
    rule_free(rule);
    out_whole_take(call->out, json);
    return true;
}

/* Sets the mode, and says so. */
static bool set_mode(struct call *call, enum rule_mode mode, struct err *err)
{
    struct rule *rule;

    if (!rulebook_mode(call->desk, str_of(call->words[0]), mode, err) ||
        !rulebook_get(call->desk, str_of(call->words[0]), &rule, err))
        return false;
    if (call->out->json)
        out_json_take(call->out, rule_to_json(rule));
    else
        out_printf(call->out, _("Rule %s: %s"), rule->name,
                   rule_mode_name(rule->mode));
    rule_free(rule);
    return true;
}

/* A rule that is on stays in the mode it has. */
static bool rule_enable(struct call *call, struct err *err)
{
    enum rule_mode mode;
    struct rule *rule;

    if (azure_means(str_of(call->words[0])))
        return rule_azure_switch(call, true, err);
    if (!rulebook_get(call->desk, str_of(call->words[0]), &rule, err))
        return false;
    mode = rule->mode == RULE_OFF ? RULE_SHADOW : rule->mode;
    rule_free(rule);
    return set_mode(call, mode, err);
}

static bool rule_disable(struct call *call, struct err *err)
{
    if (azure_means(str_of(call->words[0])))
        return rule_azure_switch(call, false, err);
    return set_mode(call, RULE_OFF, err);
}

static bool rule_mode(struct call *call, struct err *err)
{
    enum rule_mode mode;

    if (!rule_mode_parse(str_of(call->words[1]), &mode))
        return err_set(err, ERR_INPUT,
                       _("There is no mode %.80s. It is one of off, shadow, "
                         "approve, auto."),
                       call->words[1]);
    return set_mode(call, mode, err);
}

static bool rule_remove(struct call *call, struct err *err)
{
    if (azure_means(str_of(call->words[0])))
        return rule_azure_remove(call, err);
    if (!rulebook_remove(call->desk, str_of(call->words[0]), err))
        return false;
    if (!call->out->json)
        out_printf(call->out, _("Rule %s was removed."), call->words[0]);
    return true;
}

static const struct option test_options[] = {
    {.name = "event",
     .argument = "FILE|ID",
     .help = N_("the event: a file, - for standard input, or one that is "
                "stored"),
     .type = OPTION_TEXT,
     .needed = true,
     .at = offsetof(struct opts, event)},
    {.name = NULL},
};

static const struct option backtest_options[] = {
    {.name = "since",
     .argument = "SPAN|MOMENT",
     .help = N_("from so long ago, or from this moment on; the default is 30d"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, since)},
    {.name = "until",
     .argument = "SPAN|MOMENT",
     .help = N_("to so long ago, or to this moment; the default is the end"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, until)},
    {.name = "revision",
     .argument = "N",
     .help = N_("this revision of the rule; the default is the newest"),
     .type = OPTION_COUNT,
     .at = offsetof(struct opts, revision)},
    {.name = "against",
     .argument = "N|FILE",
     .help = N_("compare with that revision, or with the rule of a file"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, against)},
    {.name = "max-fires",
     .argument = "N",
     .help = N_("exit with status 1 when a rule would fire more often"),
     .type = OPTION_BOUND,
     .at = offsetof(struct opts, max_fires)},
    {.name = "all",
     .help = N_("all rules at once, each with the noise it would make"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, all)},
    {.name = NULL},
};

static const struct option why_options[] = {
    {.name = "event",
     .argument = "ID",
     .help = N_("what the rules said to this event"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, event)},
    {.name = NULL},
};

static const struct option guards_options[] = {
    {.name = "target",
     .argument = "ID",
     .help = N_("with the counters of this target"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, target)},
    {.name = NULL},
};

#define OPTION_DIR(what)                                                       \
    {                                                                          \
        .name = "dir", .argument = "DIR", .help = (what), .type = OPTION_TEXT, \
        .at = offsetof(struct opts, dir),                                      \
    }

#define OPTION_PARAMETERS                                                      \
    {                                                                          \
        .name = "parameters", .argument = "FILE|JSON",                         \
        .help = N_("values for the parameters of a template or a policy"),     \
        .type = OPTION_TEXT, .at = offsetof(struct opts, parameters),          \
    }
#define OPTION_SCOPE                                                           \
    {                                                                          \
        .name = "scope", .argument = "PATH",                                   \
        .help = N_("where it is deployed: a subscription or a resource "       \
                   "group"),                                                   \
        .type = OPTION_TEXT, .at = offsetof(struct opts, scope),               \
    }

static const struct option list_options[] = {
    {.name = "azure",
     .help = N_("the automations that live in Azure too"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, azure)},
    {.name = NULL},
};

/* For automations in Azure, where it is a run. */
static const struct option switch_options[] = {
    OPTION_REASON(false),
    OPTION_WAIT(N_("how long to wait for the end")),
    {.name = NULL},
};

static const struct option drill_options[] = {
    {.name = "type",
     .argument = "TYPE",
     .help = N_("on an alert like the newest of this type"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, type)},
    {.name = "event",
     .argument = "ID",
     .help = N_("on an alert like this event"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, event)},
    OPTION_WAIT(N_("follow it for so long; the default is 60s")),
    {.name = NULL},
};

static const struct option export_options[] = {
    OPTION_DIR(N_("write each rule into a file of this directory")),
    {.name = "azure",
     .help = N_("as an ARM template that deploys them in Azure"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, azure)},
    {.name = "resource",
     .help = N_("as the bare resource, as Azure keeps it"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, resource)},
    {.name = NULL},
};

static const struct option validate_options[] = {
    OPTION_PARAMETERS,
    OPTION_SCOPE,
    OPTION_WAIT(N_("how long to wait for the answer")),
    {.name = NULL},
};

static const struct option import_options[] = {
    OPTION_PARAMETERS,
    OPTION_SCOPE,
    {.name = "dry-run",
     .help = N_("say what would change, and change nothing"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, dry_run)},
    OPTION_DIR(N_("take in all files *.json of this directory")),
    {.name = "prune",
     .help = N_("with --dir: remove the rules that are not in it"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, prune)},
    {.name = NULL},
};

static const struct option gallery_options[] = {
    {.name = "add",
     .help = N_("take the named rules over, in shadow"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, add)},
    {.name = "test",
     .help = N_("ask each about the events that come with it"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, test)},
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "list",
     .help = N_("List the rules in their order"),
     .options = list_options,
     .needs = NEEDS_READ,
     .run = rule_list},
    {.name = "show",
     .words = "NAME",
     .help = N_("Show a rule whole, as it is imported and exported"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_READ,
     .run = rule_show},
    {.name = "guards",
     .words = "NAME",
     .help = N_("Tell where each guard of a rule stands"),
     .least = 1,
     .most = 1,
     .options = guards_options,
     .needs = NEEDS_READ,
     .run = rule_guards},
    {.name = "enable",
     .words = "NAME",
     .help = N_("Let a rule that is off decide again, in shadow"),
     .options = switch_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = rule_enable},
    {.name = "disable",
     .words = "NAME",
     .help = N_("Switch a rule off"),
     .options = switch_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = rule_disable},
    {.name = "mode",
     .words = "NAME MODE",
     .help = N_("Set the mode of a rule: off, shadow, approve or auto"),
     .least = 2,
     .most = 2,
     .needs = NEEDS_ACT,
     .run = rule_mode},
    {.name = "test",
     .words = "FILE|NAME",
     .help = N_("Ask a rule about an event: does it fire, and why"),
     .options = test_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_CONFIG,
     .run = rule_test_verb},
    {.name = "backtest",
     .words = "[NAME|FILE]",
     .help = N_("Tell what a rule would have done with the stored events"),
     .options = backtest_options,
     .most = 1,
     .needs = NEEDS_READ,
     .run = rule_backtest},
    {.name = "why",
     .words = "[NAME] [ID]",
     .help = N_("Tell what the rules decided, or why one did not fire"),
     .options = why_options,
     .most = 2,
     .needs = NEEDS_READ,
     .run = rule_why},
    {.name = "lint",
     .words = "[NAME|FILE…]",
     .help = N_("Tell what is probably wrong with rules"),
     .most = WORDS_ANY,
     .needs = NEEDS_CONFIG,
     .run = rule_lint_verb},
    {.name = "gallery",
     .words = "[NAME…]",
     .help = N_("List rules that come with riposte, test them or add them"),
     .options = gallery_options,
     .most = WORDS_ANY,
     .needs = NEEDS_CONFIG,
     .run = rule_gallery},
    {.name = "import",
     .words = "[FILE…]",
     .help = N_("Take rules in from files, or from standard input (-)"),
     .options = import_options,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .check = rule_import_words,
     .run = rule_import},
    {.name = "validate",
     .words = "NAME|FILE",
     .help = N_("Ask Azure whether it takes a rule or an automation"),
     .options = validate_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = rule_validate},
    {.name = "export",
     .words = "[NAME…]",
     .help = N_("Print rules as they can be imported"),
     .options = export_options,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .check = rule_export_words,
     .run = rule_export},
    {.name = "drill",
     .words = "NAME",
     .help = N_("Carry a rule out on a sample alert; containment is recorded"),
     .options = drill_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = rule_drill},
    {.name = "history",
     .words = "NAME",
     .help = N_("Tell the revisions of a rule: who, when, and what changed"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_READ,
     .run = rule_history},
    {.name = "diff",
     .words = "NAME [REVISION] [REVISION]",
     .help = N_("Compare two revisions of a rule, or the newest two"),
     .least = 1,
     .most = 3,
     .needs = NEEDS_READ,
     .run = rule_diff_verb},
    {.name = "rollback",
     .words = "NAME REVISION",
     .help = N_("Make a new revision that is as that one was"),
     .least = 2,
     .most = 2,
     .needs = NEEDS_ACT,
     .run = rule_rollback},
    {.name = "remove",
     .words = "NAME",
     .help = N_("Remove a rule; its decisions and runs are kept"),
     .options = switch_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = rule_remove},
    {.run = NULL},
};

const struct noun cmd_rule = {
    .name = "rule",
    .help = N_("What is to happen by itself"),
    .verbs = verbs,
};
