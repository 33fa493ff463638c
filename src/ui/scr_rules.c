/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_rules.c - the rules, what they did in the last day, and their editor.
 */
#include "ui/draft.h"
#include "ui/rules_own.h"
#include "ui/words.h"
#include "util/text.h"

static void open_rules(void *state, struct shell *shell)
{
    struct rules *rules = state;

    board_init(&rules->board, shell, &rules_kind);
    rules->draft = draft_load();
}

static void close_rules(void *state)
{
    struct rules *rules = state;

    board_done(&rules->board);
    rule_page_free(rules->page);
    rule_edit_free(rules->edit);
    rule_free(rules->draft);
    rules_try_end(rules);
    backtest_page_free(rules->noise);
    revision_page_free(rules->revisions);
}

static void scope(void *state, struct screen_scope *out)
{
    struct rules *rules = state;

    if (rules->trial) {
        out->contexts[out->n++] = "backtest";
        out->contexts[out->n++] = "move";
        return;
    }
    if (rules->edit) {
        out->contexts[out->n++] = "editor";
        out->typing = true;
        if (rule_edit_in_set(rules->edit))
            out->met |= NEED_SET;
        return;
    }
    board_scope(&rules->board, out);
    if (rules->draft)
        out->met |= NEED_DRAFT;
}

/* ---- a turn ---- */

static void sync(void *state)
{
    struct rules *rules = state;
    struct ask open = {
        .kind = ASK_RULE, .row = rules->open, .rule_row = rules->open};
    struct ask why = {.kind = ASK_DECISIONS, .rule_row = rules->why};

    board_sync(&rules->board);
    if (rules->open && !rules->open_ticket)
        rules->open_ticket = shell_ask(rules->board.shell, &open);
    if (rules->why && !rules->why_ticket)
        rules->why_ticket = shell_ask(rules->board.shell, &why);
    rules_sync_history(rules);
    if (rules->edit && shell_is_current(rules->board.shell, &scr_rules))
        rule_edit_sync(rules->edit);
    if (rules->trial)
        trial_view_sync(rules->trial);
}

static void take_rule(struct rules *rules, struct note *note)
{
    if (!rules->open_ticket || note->ticket != rules->open_ticket)
        return;
    rules->open = 0;
    rules->open_ticket = 0;
    if (!note->is.rule) {
        shell_say(rules->board.shell, STYLE_WARN,
                  _("This rule is not there any more."));
        return;
    }
    rules_open(rules, note->is.rule);
    note->is.rule = NULL;
}

static void take_why(struct rules *rules, const struct note *note)
{
    if (!rules->why_ticket || !note->is.decisions ||
        note->ticket != rules->why_ticket)
        return;
    rules->why = 0;
    rules->why_ticket = 0;
    rules_show_why(rules, note->is.decisions);
}

/* A rule that was saved is the one that was being edited. */
static void take_done(struct rules *rules, const struct done *done)
{
    bool waited = rules->edit && rules->edit->saving;

    if (rules->edit)
        rules->edit->saving = false;
    if (!waited || done->error.code != ERR_NONE)
        return;
    draft_forget();
    rules_shut(rules);
    rules->board.to = done->row;
}

static void note_rules(void *state, struct note *note)
{
    struct rules *rules = state;

    if (note->kind == NOTE_RULE)
        take_rule(rules, note);
    if (note->kind == NOTE_DECISIONS)
        take_why(rules, note);
    if (note->kind == NOTE_HISTORY)
        rules_take_history(rules, note);
    if (note->kind == NOTE_DONE && note->is.done &&
        note->is.done->command == COMMAND_DRILL)
        rules_drilled(rules, note->is.done);
    if (note->kind == NOTE_DONE && note->is.done &&
        note->is.done->command == COMMAND_RULE_SAVE)
        take_done(rules, note->is.done);
    if (rules->edit)
        rule_edit_note(rules->edit, note);
    if (rules->trial)
        trial_view_note(rules->trial, note);
    if (note->kind == NOTE_NOISE)
        rules_take_noise(rules, note);
    board_note(rules, note);
}

static void draw(void *state, const struct canvas *canvas)
{
    struct rules *rules = state;

    if (rules->trial)
        trial_view_draw(rules->trial, canvas);
    else if (rules->edit)
        rule_edit_draw(rules->edit, canvas);
    else
        board_draw(&rules->board, canvas);
}

/* ---- acts ---- */

static void take_up_draft(struct rules *rules)
{
    struct rule *draft = rules->draft;

    rules->draft = NULL;
    draft_forget();
    rules_open(rules, draft);
    rules->edit->dirty = true;
}

static void act_editor(struct rules *rules, int number)
{
    switch (number) {
    case RULES_SAVE:
        rule_edit_save(rules->edit);
        break;
    case RULES_INSERT:
        rule_edit_insert(rules->edit);
        break;
    case RULES_QUERY:
        rule_edit_query(rules->edit);
        break;
    case RULES_DROP:
        rule_edit_remove(rules->edit);
        break;
    case RULES_OR:
        rule_edit_or(rules->edit);
        break;
    case RULES_TRY:
        rules_try(rules);
        break;
    default:
        break;
    }
}

/* What is done to a rule cannot be done to an automation in Azure, but for
 * switching it. */
static bool act_azure(struct rules *rules, int number)
{
    switch (number) {
    case RULES_MODE:
        rules_ask_azure(rules);
        return true;
    case ACT_OPEN:
    case RULES_EDIT:
    case RULES_WHY:
    case RULES_HISTORY:
    case RULES_ROLLBACK:
    case RULES_DRILL:
    case RULES_REMOVE:
    case RULES_TRY:
        shell_say(rules->board.shell, STYLE_WARN,
                  _("This automation lives in Azure: here it can only be "
                    "switched on or off, with s."));
        return true;
    default:
        return false;
    }
}

static void act_list(struct rules *rules, int number)
{
    const struct rule_row *row = rules_current(rules);

    if (row && row->azure && act_azure(rules, number))
        return;
    switch (number) {
    case RULES_NEW:
        rules_open(rules, rule_new());
        break;
    case RULES_DRAFT:
        take_up_draft(rules);
        break;
    case ACT_OPEN:
    case RULES_EDIT:
        rules->open = row ? row->row : 0;
        break;
    case RULES_MODE:
        rules_ask_mode(rules);
        break;
    case RULES_WHY:
        rules->why = row ? row->row : 0;
        break;
    case RULES_HISTORY:
    case RULES_ROLLBACK:
        rules_want_history(rules, number == RULES_ROLLBACK);
        break;
    case RULES_DRILL:
        rules_ask_drill(rules);
        break;
    case RULES_REMOVE:
        rules_ask_remove(rules);
        break;
    case RULES_TRY:
        rules_try(rules);
        break;
    case RULES_NOISE:
        rules_ask_noise(rules);
        break;
    default:
        board_act(&rules->board, number);
        break;
    }
}

static void act(void *state, int number)
{
    struct rules *rules = state;

    if (rules->trial)
        rules_try_act(rules, number);
    else if (rules->edit)
        act_editor(rules, number);
    else
        act_list(rules, number);
}

static bool type(void *state, const struct key *key)
{
    struct rules *rules = state;

    if (rules->trial)
        return false;
    if (!rules->edit)
        return board_type(&rules->board, key);
    if (key->code == KEYS_CLICK) {
        rule_edit_click(rules->edit, key);
        return key->y > 0;
    }
    return rule_edit_key(rules->edit, key);
}

static bool back(void *state)
{
    struct rules *rules = state;

    if (rules_try_back(rules))
        return true;
    if (!rules->edit)
        return board_back(&rules->board);
    if (rule_edit_dirty(rules->edit))
        rules_ask_leave(rules);
    else
        rules_shut(rules);
    return true;
}

static void text(void *state, enum screen_text what, struct buf *out)
{
    struct rules *rules = state;

    if (rules->trial)
        trial_view_text(rules->trial, out);
    else if (rules->edit)
        buf_str(out, buf_view(&rules->edit->query));
    else
        board_text(&rules->board, what, out);
}

/* Whoever comes with a rule while another one is open is told so: what is
 * being written is not thrown away. */
static void go(void *state, struct place *place)
{
    struct rules *rules = state;

    if (place->rule && rules->edit && rule_edit_dirty(rules->edit)) {
        shell_say(rules->board.shell, STYLE_WARN,
                  _("Another rule is being edited: save or leave it first."));
        return;
    }
    rules_try_end(rules);
    if (place->rule) {
        rules_open(rules, place->rule);
        rules->edit->dirty = true;
        place->rule = NULL;
        return;
    }
    board_go(&rules->board, place);
    rules->board.whole = false;
}

static void leave(void *state)
{
    struct rules *rules = state;
    struct rule *rule;

    if (!rules->edit || !rule_edit_dirty(rules->edit))
        return;
    rule = rule_read(rules->edit);
    draft_keep(rule);
    rule_free(rule);
}

static const struct binding list_rows[] = {
    {.key = "a",
     .verb = "new",
     .label = N_("new"),
     .bar = true,
     .help = N_("Makes a new rule."),
     .right = RIGHT_RULES,
     .act = RULES_NEW},
    {.key = "e",
     .verb = "edit",
     .label = N_("edit"),
     .bar = true,
     .help = N_("Opens the rule to be edited, as Enter does."),
     .needs = NEED_ROW,
     .act = RULES_EDIT},
    {.key = "s",
     .verb = "mode",
     .label = N_("mode"),
     .bar = true,
     .help = N_("Switches the rule: off, shadow, approve, auto."),
     .needs = NEED_ROW,
     .right = RIGHT_RULES,
     .act = RULES_MODE},
    {.key = "w",
     .verb = "why",
     .label = N_("why"),
     .bar = true,
     .help = N_("Shows what the rule decided, and why."),
     .needs = NEED_ROW,
     .act = RULES_WHY},
    {.key = "t",
     .verb = "backtest",
     .label = N_("try"),
     .bar = true,
     .help = N_("Tries the rule on the events that are stored: how often it "
                "would have fired, when, on whom, and whether that was right."),
     .needs = NEED_ROW,
     .act = RULES_TRY},
    {.key = "b",
     .verb = "noise",
     .label = N_("noise"),
     .help = N_("Tries all rules on the last 7 days: the column Noise says "
                "how often each would fire a day."),
     .act = RULES_NOISE},
    {.key = "H",
     .verb = "history",
     .label = N_("history"),
     .help = N_("Shows the revisions of the rule: who saved each, when, and "
                "what was different."),
     .needs = NEED_ROW,
     .act = RULES_HISTORY},
    {.key = "B",
     .verb = "rollback",
     .label = N_("back"),
     .help = N_("Makes a new revision that is as an older one was."),
     .needs = NEED_ROW,
     .right = RIGHT_RULES,
     .act = RULES_ROLLBACK},
    {.key = "D",
     .verb = "drill",
     .label = N_("drill"),
     .help = N_("Carries the rule out on a sample alert: notifications are "
                "sent, containment is recorded."),
     .needs = NEED_ROW,
     .right = RIGHT_RULES,
     .act = RULES_DRILL},
    {.key = "W",
     .verb = "remove",
     .label = N_("remove"),
     .help = N_("Removes the rule, after its name has been typed."),
     .needs = NEED_ROW,
     .right = RIGHT_RULES,
     .act = RULES_REMOVE},
    {.key = "E",
     .verb = "draft",
     .label = N_("draft"),
     .help = N_("Goes on with the rule that was being edited when the line "
                "dropped."),
     .needs = NEED_DRAFT,
     .right = RIGHT_RULES,
     .act = RULES_DRAFT},
};

static const struct binding editor_rows[] = {
    {.key = "Ctrl-S",
     .verb = "save",
     .label = N_("save"),
     .bar = true,
     .help = N_("Saves the rule as its next revision."),
     .right = RIGHT_RULES,
     .act = RULES_SAVE},
    {.key = "Ctrl-T",
     .verb = "insert",
     .label = N_("one more"),
     .bar = true,
     .help = N_("One more condition or action behind this one."),
     .needs = NEED_SET,
     .act = RULES_INSERT},
    {.key = "Ctrl-O",
     .verb = "or",
     .label = N_("or"),
     .bar = true,
     .help = N_("Another set of conditions, of which one has to hold."),
     .act = RULES_OR},
    {.key = "Ctrl-Y",
     .verb = "query",
     .label = N_("query"),
     .help = N_("One more condition, written in the query language."),
     .needs = NEED_SET,
     .act = RULES_QUERY},
    {.key = "Ctrl-R",
     .verb = "drop",
     .label = N_("take away"),
     .bar = true,
     .help = N_("Takes the condition or action under the cursor away."),
     .needs = NEED_SET,
     .act = RULES_DROP},
    {.key = "Ctrl-X",
     .verb = "try",
     .label = N_("try"),
     .bar = true,
     .help = N_("Tries the rule as it is here on the events that are stored, "
                "beside the one that is in force."),
     .act = RULES_TRY},
};

static const struct binding trial_rows[] = {
    {.key = "p",
     .verb = "period",
     .label = N_("period"),
     .bar = true,
     .help = N_("Tries another period: 7, 30 or 90 days, or all events."),
     .act = RULES_PERIOD},
    {.key = "c",
     .verb = "compare",
     .label = N_("compare"),
     .bar = true,
     .help = N_("Compares with the revision before, or no more: what only one "
                "of the two fires on."),
     .act = RULES_COMPARE},
};

static const struct screen_keys keys[] = {
    {"rules", list_rows, sizeof(list_rows) / sizeof(list_rows[0])},
    {"editor", editor_rows, sizeof(editor_rows) / sizeof(editor_rows[0])},
    {"backtest", trial_rows, sizeof(trial_rows) / sizeof(trial_rows[0])},
};

const struct screen scr_rules = {
    .name = "rules",
    .title = N_("Rules"),
    .digit = '2',
    .size = sizeof(struct rules),
    .keys = keys,
    .n_keys = 3,
    .open = open_rules,
    .close = close_rules,
    .scope = scope,
    .sync = sync,
    .note = note_rules,
    .draw = draw,
    .act = act,
    .type = type,
    .click = board_click,
    .back = back,
    .tab = board_tab,
    .text = text,
    .go = go,
    .where = board_where,
    .leave = leave,
};
