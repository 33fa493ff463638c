/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_playbook.c - riposte playbook: Logic Apps, here.
 */
#include "cli/playbook_show.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "model/codec.h"
#include "service/playbooks.h"
#include "util/text.h"
#include "util/when.h"

static const struct out_column list_columns[] = {
    {N_("Mode"), 7},
    {N_("Verdict"), 9},
    {N_("Started by"), 14},
    {N_("Name"), 0},
};
#define LIST_COLUMNS (sizeof(list_columns) / sizeof(list_columns[0]))

static struct json *row_json(const struct playbook_row *row)
{
    struct json *json = json_new_object();

    json_set_text(json, "name", row->playbook->name);
    json_set_text(json, "mode", rule_mode_name(row->mode));
    json_set_text(json, "verdict",
                  playbook_verdict_name(row->playbook->verdict));
    json_set_text(json, "trigger", playbook_start_name(row->playbook->start));
    json_set_text(json, "editor", row->editor);
    json_set_time(json, "saved", row->saved);
    return json;
}

static bool playbook_list(struct call *call, struct err *err)
{
    struct playbook_page *page = playbook_page_read(call->desk);
    bool ok =
        page_list(call, &page->error, page->n, list_columns, LIST_COLUMNS, err);

    for (size_t i = 0; ok && i < page->n; i++) {
        const struct playbook_row *row = &page->rows[i];

        if (call->out->json)
            out_json_take(call->out, row_json(row));
        else
            out_row(call->out, list_columns, LIST_COLUMNS,
                    (const struct str[]){
                        str_of(rule_mode_name(row->mode)),
                        str_of(playbook_verdict_name(row->playbook->verdict)),
                        str_of(playbook_start_name(row->playbook->start)),
                        str_of(row->playbook->name),
                    });
    }
    playbook_page_free(page);
    return ok;
}

static bool playbook_show(struct call *call, struct err *err)
{
    struct playbook_page *page =
        playbook_page_one(call->desk, str_of(call->words[0]));
    bool ok = page_good(&page->error, err);

    if (ok && call->out->json) {
        struct json *json = playbook_json(call->config, page->rows[0].playbook);

        json_set_text(json, "mode", rule_mode_name(page->rows[0].mode));
        json_set_text(json, "editor", page->rows[0].editor);
        json_set_time(json, "saved", page->rows[0].saved);
        json_set_take(json, "definition",
                      json_copy(page->rows[0].playbook->definition));
        out_json_take(call->out, json);
    } else if (ok) {
        playbook_print_whole(call->out, call->config, page->rows[0].playbook);
    }
    playbook_page_free(page);
    return ok;
}

static bool playbook_mode_verb(struct call *call, struct err *err)
{
    enum rule_mode mode;

    if (!rule_mode_parse(str_of(call->words[1]), &mode))
        return err_set(err, ERR_INPUT,
                       _("There is no mode %.80s. It is one of off, shadow, "
                         "approve, auto."),
                       call->words[1]);
    if (!playbook_mode(call->desk, str_of(call->words[0]), mode, err))
        return false;
    if (!call->out->json)
        out_printf(call->out, _("Playbook %s is in mode %s now."),
                   call->words[0], rule_mode_name(mode));
    return true;
}

static bool playbook_remove_verb(struct call *call, struct err *err)
{
    if (!playbook_remove(call->desk, str_of(call->words[0]), err))
        return false;
    if (!call->out->json)
        out_printf(call->out, _("Playbook %s was removed."), call->words[0]);
    return true;
}

static bool playbook_export_verb(struct call *call, struct err *err)
{
    struct json *out;

    if (!playbook_export(call->desk, str_of(call->words[0]), call->opts->rule,
                         &out, err))
        return false;
    out_whole_take(call->out, out);
    return true;
}

static const struct option import_options[] = {
    {.name = "param",
     .argument = "NAME=VALUE",
     .help = N_("a parameter of the playbooks; may be given again"),
     .type = OPTION_MORE},
    {.name = "scope",
     .argument = "PATH",
     .help = N_("where it would be deployed: a subscription or a resource "
                "group"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, scope)},
    {.name = "dry-run",
     .help = N_("say what is thought of them, and keep nothing"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, dry_run)},
    {.name = NULL},
};

static const struct option gallery_options[] = {
    {.name = "add",
     .help = N_("take the named playbooks over, in shadow"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, add)},
    {.name = "param",
     .argument = "NAME=VALUE",
     .help = N_("a parameter of the playbooks; may be given again"),
     .type = OPTION_MORE},
    {.name = NULL},
};

static const struct option export_options[] = {
    {.name = "rule",
     .argument = "NAME",
     .help = N_("with this rule beside it, as an automation that starts it"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, rule)},
    {.name = NULL},
};

static const struct option rehearse_options[] = {
    {.name = "event",
     .argument = "FILE|ID",
     .help = N_("what starts it: a file, - for standard input, or an event "
                "that is stored; without it one is made up"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, event)},
    {.name = "answers",
     .argument = "FILE",
     .help = N_("what its actions are answered: an object with one for each "
                "name; the others are made up"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, answers)},
    {.name = "answers-of",
     .argument = "RUN",
     .help =
         N_("the others as in that run of the playbook; it starts with what "
            "that one was started with, unless --event says another"),
     .type = OPTION_COUNT,
     .at = offsetof(struct opts, answers_of)},
    {.name = "as-it-is",
     .help = N_("make nothing up that the event lacks"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, as_it_is)},
    {.name = "param",
     .argument = "NAME=VALUE",
     .help = N_("a parameter of a playbook in a file; may be given again"),
     .type = OPTION_MORE},
    {.name = NULL},
};

static const struct option run_options[] = {
    {.name = "event",
     .argument = "FILE|ID",
     .help = N_("what starts it: an event that is stored, or a file with one "
                "or with the body of a request, - for standard input"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, event)},
    {.name = "with",
     .argument = "NAME=VALUE",
     .help = N_("a parameter of the playbook; may be given again"),
     .type = OPTION_MORE},
    OPTION_REASON(false),
    OPTION_WAIT(N_("wait so long for the end; the default is 60s")),
    {.name = NULL},
};

static const struct option remote_options[] = {
    {.name = "event",
     .argument = "ID",
     .help = N_("the event that it is started on"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, event)},
    OPTION_REASON(false),
    OPTION_WAIT(N_("how long to wait for the end of it; 0s not at all")),
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "list",
     .help = N_("List the playbooks"),
     .needs = NEEDS_READ,
     .run = playbook_list},
    {.name = "show",
     .words = "NAME",
     .help = N_("Tell what a playbook does, and what is thought of it"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_READ,
     .run = playbook_show},
    {.name = "import",
     .words = "FILE…",
     .help = N_("Take in Logic Apps: templates, workflows or definitions"),
     .options = import_options,
     .least = 1,
     .most = WORDS_ANY,
     .needs = NEEDS_CONFIG,
     .check = playbook_import_words,
     .run = playbook_import_verb},
    {.name = "gallery",
     .words = "[NAME…]",
     .help = N_("List playbooks that come with riposte, or add them"),
     .options = gallery_options,
     .most = WORDS_ANY,
     .needs = NEEDS_CONFIG,
     .run = playbook_gallery_verb},
    {.name = "rehearse",
     .words = "NAME|FILE",
     .help = N_("Go through a playbook step by step, and send nothing"),
     .options = rehearse_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_CONFIG,
     .run = playbook_rehearse_verb},
    {.name = "run",
     .words = "NAME",
     .help = N_("Start a playbook, and tell how it goes"),
     .options = run_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = playbook_run_verb},
    {.name = "export",
     .words = "NAME",
     .help = N_("Print a template that deploys a playbook in Azure"),
     .options = export_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_READ,
     .run = playbook_export_verb},
    {.name = "mode",
     .words = "NAME MODE",
     .help = N_("Switch a playbook: off, shadow, approve, auto"),
     .least = 2,
     .most = 2,
     .needs = NEEDS_ACT,
     .run = playbook_mode_verb},
    {.name = "remote",
     .words = "WHAT [LOGICAPP] [RUN]",
     .help = N_("Tell of Logic Apps that stay in Azure, start or switch them"),
     .options = remote_options,
     .least = 1,
     .most = 3,
     .needs = NEEDS_ACT,
     .run = playbook_remote_verb},
    {.name = "remove",
     .words = "NAME",
     .help = N_("Remove a playbook"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = playbook_remove_verb},
    {.run = NULL},
};

const struct noun cmd_playbook = {
    .name = "playbook",
    .help = N_("Logic Apps that are run or rehearsed here"),
    .verbs = verbs,
};
