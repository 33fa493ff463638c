/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run_flow.c - the run of a playbook as the tree of its actions.
 */
#include "ui/run_view.h"
#include "ui/words.h"
#include "util/text.h"

/* ---- rows -----------------------------------------------------------------*/

static const struct play_node *node_of(const struct run_view *view, size_t row)
{
    const struct play_page *page = view->play;

    if (!page || row >= page->n_rows || page->rows[row].node >= page->n)
        return NULL;
    return &page->nodes[page->rows[row].node];
}

/* What riposte makes of it is several steps: the first that is not over, else
 * the last. */
static const struct step *step_of(const struct run_view *view,
                                  const struct play_node *node)
{
    const struct run *run = run_view_run(view);
    const struct step *found = NULL;

    for (size_t i = 0; run && node && node->lane && i < run->n_steps; i++) {
        const struct step *step = &run->steps[i];

        if (step->lane != node->lane)
            continue;
        if (!run_state_final(step->state))
            return step;
        found = step;
    }
    return found;
}

/* Of thousands of actions only those that are under way are looked up. */
static bool waits(const struct run_view *view, const struct play_node *node)
{
    const struct step *step =
        node && !run_state_final(node->state) ? step_of(view, node) : NULL;

    return step && step->phase == PHASE_APPROVAL &&
           !run_state_final(step->state);
}

static bool is_begun(const struct play_node *node)
{
    return node && node->state != RUN_WAITING;
}

static void put_value(const struct run_view *view, const struct play_row *row,
                      const struct play_node *node, struct flow_row *out)
{
    char text[WHEN_TEXT_SIZE];

    if (waits(view, node)) {
        out->value_style = STYLE_WARN;
        flow_put_part(&out->value, _("waits for an approval (w)"));
    }
    flow_put_part(&out->value, *row->what ? row->what : row->type);
    if (row->effect)
        flow_put_part(&out->value, flow_class(row->class));
    if (is_begun(node) && node->rounds)
        buf_printf(&out->value,
                   _n(" · %zu round", " · %zu rounds", node->rounds),
                   node->rounds);
    if (is_begun(node) && node->ended > node->began)
        flow_put_part(&out->value, words_took(node->ended - node->began, text));
    flow_put_part(&out->value, row->row.after);
}

/* A loop that has had many rounds, and ended well. */
static bool is_long(const struct play_node *node)
{
    return node && node->loop && node->state == RUN_SUCCEEDED &&
           node->rounds > FLOW_ROUNDS;
}

static void put_row(void *with, size_t index, struct flow_row *out)
{
    const struct run_view *view = with;
    const struct play_row *row = &view->play->rows[index];
    const struct play_node *node = node_of(view, index);
    struct sign sign = {.sign = STR(" "), .style = STYLE_TEXT};

    if (is_begun(node))
        sign = words_run(waits(view, node) ? RUN_WAITING : node->state);
    if (row->row.kind == WDL_ROW_ACTION)
        buf_printf(&out->label, "%.*s ", STR_ARG(sign.sign));
    flow_put_row(&row->row, row->type, out);
    out->label_style = row->row.untaken ? STYLE_DIM : sign.style;
    out->shut =
        (row->row.kind == WDL_ROW_BRANCH && row->row.untaken) || is_long(node);
    if (row->row.kind == WDL_ROW_ACTION)
        put_value(view, row, node, out);
    else if (row->row.untaken)
        buf_text(&out->value, _("not taken"));
    if (is_begun(node) && *node->error && node->state != RUN_SKIPPED) {
        buf_clear(&out->value);
        buf_text(&out->value, node->error);
        out->value_style = STYLE_ERROR;
    }
}

/* ---- facts ----------------------------------------------------------------*/

static void put_node(const struct run_view *view, const struct play_row *row,
                     const struct play_node *node, struct tree *facts)
{
    char text[WHEN_TEXT_SIZE];

    flow_fact(facts, _("state"), words_run(node->state).word);
    if (node->state != RUN_SUCCEEDED)
        flow_fact(facts, _("code"), str_of(node->code));
    flow_fact(facts, _("error"), str_of(node->error));
    flow_fact(facts, _("began"),
              str_of(when_local(node->began, view->shell->utc, text)));
    if (node->ended > node->began)
        flow_fact(facts, _("took"),
                  str_of(words_took(node->ended - node->began, text)));
    if (node->loop)
        flow_fact(facts, _("rounds"),
                  str_of(words_count((int64_t)node->rounds, text)));
    if (node->attempts > 1)
        flow_fact(facts, _("attempts"),
                  str_of(words_count(node->attempts, text)));
    if (node->inputs)
        tree_add_json(facts, 0,
                      str_of(row->effect ? _("request") : _("inputs")),
                      node->inputs, 4);
    if (node->outputs)
        tree_add_json(facts, 0,
                      str_of(row->effect ? _("answer") : _("outputs")),
                      node->outputs, 4);
}

/* What riposte has made of it. */
static void put_step(const struct step *step, struct tree *facts)
{
    flow_fact(facts, _("carried out as"), str_of(step->kind));
    flow_fact(facts, _("note"), str_of(step->note ? step->note : ""));
    flow_fact(facts, _("effect"), str_of(words_class(step->class)));
    if (step->request)
        tree_add_json(facts, 0, str_of(_("as sent")), step->request, 1);
    if (step->response)
        tree_add_json(facts, 0, str_of(_("as it came")), step->response, 1);
}

static void put_facts(void *with, size_t index, struct tree *facts)
{
    struct run_view *view = with;
    const struct play_page *page = view->play;
    const struct play_row *row = &page->rows[index];
    const struct play_node *node = node_of(view, index);
    const struct step *step = run_flow_step(view);

    flow_fact(facts, _("type"), str_of(row->type));
    flow_fact(facts, _("waits"), str_of(row->row.after));
    if (is_begun(node))
        put_node(view, row, node, facts);
    if (step)
        put_step(step, facts);
    flow_fact(facts, _("why the run failed"), str_of(page->error_text));
    if (page->trigger)
        tree_add_json(facts, 0, str_of(_("trigger")), page->trigger, 0);
    if (page->response)
        tree_add_json(facts, 0, str_of(_("response")), page->response, 0);
}

static const char *title(void *with)
{
    (void)with;
    return _("Request and answer");
}

/* ---- a turn ---------------------------------------------------------------*/

void run_flow_init(struct run_view *view)
{
    const struct flow_owner owner = {
        .row = put_row,
        .facts = put_facts,
        .title = title,
        .with = view,
    };

    flow_view_init(&view->flow, view->shell, &owner);
}

void run_flow_done(struct run_view *view)
{
    flow_view_done(&view->flow);
    play_page_free(view->play);
}

static bool plays(const struct run_view *view)
{
    const struct run *run = run_view_run(view);

    return run && run->playbook && *run->playbook;
}

bool run_flow_shown(const struct run_view *view)
{
    return plays(view) && view->play && view->play_of == view->row &&
           view->play->n_rows > 0;
}

void run_flow_sync(struct run_view *view)
{
    struct ask ask = {.kind = ASK_PLAY, .row = view->row};

    if (!plays(view) || view->play_ticket ||
        (!view->play_wanted && view->play_of == view->row))
        return;
    view->play_ticket = shell_ask(view->shell, &ask);
    if (!view->play_ticket)
        return;
    view->play_of = view->row;
    view->play_wanted = false;
}

void run_flow_note(struct run_view *view, struct note *note)
{
    if (note->kind == NOTE_CHANGED || note->kind == NOTE_DONE)
        view->play_wanted = true;
    if (note->kind != NOTE_PLAY || !note->is.play || !view->play_ticket ||
        note->ticket != view->play_ticket)
        return;
    view->play_ticket = 0;
    play_page_free(view->play);
    view->play = note->is.play;
    note->is.play = NULL;
    flow_view_set(&view->flow, view->play->n_rows);
}

const char *run_flow_name(struct run_view *view)
{
    const struct play_node *node = node_of(view, flow_view_row(&view->flow));

    return node ? node->name : NULL;
}

const struct step *run_flow_step(struct run_view *view)
{
    return step_of(view, node_of(view, flow_view_row(&view->flow)));
}

bool run_flow_act(struct run_view *view, int act)
{
    if (act == ACT_PANE) {
        view->flow.in_facts = !view->flow.in_facts;
        return view->flow.in_facts;
    }
    return (act == ACT_OPEN || act == ACT_SEARCH || act == ACT_NEXT ||
            act == ACT_PREVIOUS || act == ACT_BIGGER || act == ACT_SMALLER ||
            (act >= ACT_MOVE && act < ACT_MOVE_LAST)) &&
           flow_view_act(&view->flow, act);
}
