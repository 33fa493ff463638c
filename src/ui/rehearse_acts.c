/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rehearse_acts.c - what is asked of whoever rehearses: answers, branches, the
 * event.
 */
#include <stdio.h>
#include <string.h>

#include "ui/rehearse_view.h"
#include "util/json_loose.h"
#include "util/mem.h"
#include "util/text.h"

static void set_about(struct rehearse_view *view, const char *path)
{
    mem_free(view->about);
    view->about = mem_text(path);
}

/* Under what an answer or a branch is kept: the path where it has one, else the
 * name, which is good for all rounds of a loop. */
static const char *place_of(const struct wdl_row *row,
                            const struct wdl_seen *seen)
{
    return seen ? row->path : wdl_facts(row->action).name;
}

/* ---- answers --------------------------------------------------------------*/

/* An action that asks something of outside; NULL: the person was told. */
static const struct wdl_row *asking_row(struct rehearse_view *view,
                                        const struct wdl_seen **seen)
{
    const struct wdl_row *row = rehearse_row(view, seen);

    if (row && row->kind == WDL_ROW_ACTION && wdl_facts(row->action).effect)
        return row;
    shell_say(view->shell, STYLE_WARN,
              _("Only an action that asks something of outside has an answer: "
                "go to one."));
    return NULL;
}

/* What it was answered, or would be; borrowed; NULL: that is not known yet. */
static const struct json *answer_of(const struct rehearse_view *view,
                                    const struct wdl_row *row,
                                    const struct wdl_seen *seen)
{
    const struct json *typed =
        json_get(view->wish->answers, place_of(row, seen));

    if (typed)
        return typed;
    if (strcmp(view->page->next, row->path) == 0)
        return view->page->offer;
    return seen ? seen->outputs : NULL;
}

bool rehearse_take_answer(void *with, const struct json *json, struct err *err)
{
    struct rehearse_view *view = with;

    (void)err;
    if (view->about)
        json_set_take(view->wish->answers, view->about, json_copy(json));
    json_edit_forget(&view->answer);
    rehearse_anew(view);
    return true;
}

static void prompt(struct rehearse_view *view, struct str initial);

static void answer_typed(void *with, struct dialog *dialog, bool yes)
{
    struct rehearse_view *view = with;
    struct str text = dialog_text(dialog);
    struct json *json = NULL;
    struct err err = {0};

    if (!yes)
        return;
    if (!json_parse_loose(text, &json, &err)) {
        shell_fail(view->shell, &err);
        prompt(view, text);
        return;
    }
    rehearse_take_answer(view, json, &err);
    json_free(json);
}

static void prompt(struct rehearse_view *view, struct str initial)
{
    struct dialog *dialog = dialog_prompt(
        view->shell->term, str_of(_("The answer")),
        str_of(_("JSON: a body, or an object with statusCode, headers and "
                 "body. A status of 400 or more is a failure.")),
        initial);

    shell_show_take(view->shell, dialog, answer_typed, view);
}

void rehearse_ask_answer(struct rehearse_view *view)
{
    const struct wdl_seen *seen;
    const struct wdl_row *row = asking_row(view, &seen);
    struct buf text;

    if (!row)
        return;
    buf_init(&text);
    if (answer_of(view, row, seen))
        json_write(answer_of(view, row, seen), JSON_COMPACT, &text);
    set_about(view, place_of(row, seen));
    prompt(view, buf_view(&text));
    buf_done(&text);
}

void rehearse_write_answer(struct rehearse_view *view)
{
    const struct wdl_seen *seen;
    const struct wdl_row *row = asking_row(view, &seen);
    struct json *empty;

    if (!row)
        return;
    empty = json_new_object();
    set_about(view, place_of(row, seen));
    json_edit_begin(&view->answer, answer_of(view, row, seen)
                                       ? answer_of(view, row, seen)
                                       : empty);
    json_free(empty);
}

void rehearse_drop_answer(struct rehearse_view *view)
{
    const struct wdl_seen *seen;
    const struct wdl_row *row = asking_row(view, &seen);

    if (!row)
        return;
    if (!json_get(view->wish->answers, row->path) &&
        !json_get(view->wish->answers, row->name)) {
        shell_say(view->shell, STYLE_INFO, _("No answer was typed for it."));
        return;
    }
    json_remove(view->wish->answers, row->path);
    json_remove(view->wish->answers, row->name);
    rehearse_anew(view);
}

/* ---- branches -------------------------------------------------------------*/

#define BRANCHES 34

static void branch_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct rehearse_view *view = with;
    int tag = dialog_tag(dialog);
    const struct wdl_seen *seen;
    const struct wdl_row *row = rehearse_row(view, &seen);

    if (!yes || dialog_choice(dialog) == SIZE_MAX || !view->about || !row)
        return;
    if (tag < 0 || (size_t)tag >= view->page->n) {
        json_remove(view->wish->branches, view->about);
        json_remove(view->wish->branches, wdl_facts(row->action).name);
    } else {
        json_set_text(view->wish->branches, view->about,
                      view->page->rows[tag].name);
    }
    rehearse_anew(view);
}

static size_t list_branches(const struct rehearse_page *page,
                            const struct wdl_row *of, struct arena *arena,
                            struct dialog_item items[BRANCHES])
{
    size_t n = 0;

    items[n++] = (struct dialog_item){
        .label = str_of(_("as the condition says")), .tag = -1};
    for (size_t i = 0; i < page->n && n < BRANCHES; i++) {
        const struct wdl_row *row = &page->rows[i];
        struct flow_row shown = {.depth = 0};

        if (row->kind != WDL_ROW_BRANCH || strcmp(row->path, of->path) != 0)
            continue;
        buf_init(&shown.label);
        buf_init(&shown.key);
        flow_put_row(row, wdl_facts(row->action).type, &shown);
        items[n++] = (struct dialog_item){
            .label = arena_str(arena, buf_view(&shown.label)),
            .note = row->untaken ? str_of(_("not taken")) : STR_NONE,
            .tag = (int)i,
        };
        buf_done(&shown.label);
        buf_done(&shown.key);
    }
    return n;
}

void rehearse_ask_branch(struct rehearse_view *view)
{
    const struct wdl_seen *seen;
    const struct wdl_row *row = rehearse_row(view, &seen);
    struct dialog_item items[BRANCHES];
    struct arena *arena = arena_new();
    size_t n = 0;

    if (row)
        n = list_branches(view->page, row, arena, items);
    if (n < 2) {
        shell_say(view->shell, STYLE_WARN,
                  _("Go to a condition, or to one of its branches."));
    } else {
        /* Whatever row it is, all its branches have the path of the condition;
         * that one has a path of its own once it is in the run. */
        set_about(view, row->kind == WDL_ROW_BRANCH || seen
                            ? row->path
                            : wdl_facts(row->action).name);
        shell_show_take(view->shell,
                        dialog_pick(view->shell->term,
                                    str_of(_("Which branch is taken?")), items,
                                    n),
                        branch_chosen, view);
    }
    arena_free(arena);
}

/* ---- the event ------------------------------------------------------------*/

bool rehearse_take_body(void *with, const struct json *json, struct err *err)
{
    struct rehearse_view *view = with;

    (void)err;
    json_free(view->wish->body);
    view->wish->body = json_copy(json);
    view->wish->from = REHEARSE_TYPED;
    view->wish->steps = 0;
    json_edit_forget(&view->body);
    rehearse_anew(view);
    return true;
}

static void write_body(struct rehearse_view *view)
{
    const struct json *now = NULL;
    struct json *empty = json_new_object();

    /* What was no event is there still, to be mended. */
    if (view->wish->from == REHEARSE_TYPED)
        now = view->wish->body;
    else if (view->page->rehearsal)
        now = json_get(rehearsal_trigger(view->page->rehearsal), "body");
    json_edit_begin(&view->body, now ? now : empty);
    json_free(empty);
}

static void run_typed(void *with, struct dialog *dialog, bool yes)
{
    struct rehearse_view *view = with;
    int64_t run;

    if (!yes)
        return;
    if (!str_int(str_trim(dialog_text(dialog)), &run) || run < 1) {
        shell_say(view->shell, STYLE_WARN,
                  _("That is no number of a run: screen 5 has them."));
        return;
    }
    view->wish->from = REHEARSE_RUN;
    view->wish->run = run;
    view->wish->steps = 0;
    rehearse_anew(view);
}

/* The newest of it, unless somebody says another. */
static void ask_run(struct rehearse_view *view)
{
    char newest[24] = "";

    if (view->run)
        snprintf(newest, sizeof(newest), "%lld", (long long)view->run);
    shell_show_take(view->shell,
                    dialog_prompt(view->shell->term, str_of(_("Which run?")),
                                  str_of(_("Its number. It starts with what "
                                           "that one was started with, and "
                                           "is answered what that one was.")),
                                  str_of(newest)),
                    run_typed, view);
}

static void event_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct rehearse_view *view = with;

    if (!yes || dialog_choice(dialog) == SIZE_MAX)
        return;
    if (dialog_tag(dialog) == REHEARSE_TYPED) {
        write_body(view);
        return;
    }
    if (dialog_tag(dialog) == REHEARSE_RUN) {
        ask_run(view);
        return;
    }
    view->wish->from = (enum rehearse_from)dialog_tag(dialog);
    view->wish->event = view->shell->chosen.row;
    view->wish->steps = 0;
    rehearse_anew(view);
}

void rehearse_ask_event(struct rehearse_view *view)
{
    const struct chosen *chosen = &view->shell->chosen;
    const struct dialog_item items[] = {
        {.key = 'm',
         .label = str_of(_("made up, so that the playbook can go on")),
         .tag = REHEARSE_MADE_UP},
        {.key = 'e',
         .label = str_of(_("the one that is selected in the queue")),
         .note = str_of(chosen->row ? chosen->title : ""),
         .why_not = chosen->row ? STR_NONE
                                : str_of(_("None is selected in the queue.")),
         .tag = REHEARSE_EVENT},
        {.key = 's',
         .label = str_of(_("a sample alert")),
         .tag = REHEARSE_SAMPLE},
        {.key = 'r',
         .label = str_of(_("that of an earlier run, with its answers")),
         .why_not = view->run ? STR_NONE : str_of(_("It has not run yet.")),
         .tag = REHEARSE_RUN},
        {.key = 'w',
         .label = str_of(_("written in $EDITOR")),
         .tag = REHEARSE_TYPED},
    };

    shell_show_take(view->shell,
                    dialog_menu(view->shell->term,
                                str_of(_("Which event starts it?")), items,
                                sizeof(items) / sizeof(items[0])),
                    event_chosen, view);
}
