/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/guide.h"

#include <string.h>

#include "util/text.h"

/* Each fits a screen of 80 columns. */
static const char *const lines[GUIDE_STEP_N] = {
    [GUIDE_WAIT] = N_("The sandbox plays an attack; the first alert is on its "
                      "way."),
    [GUIDE_FIND] = N_("Alerts come in: move with j and k, Enter reads one; ⏸ "
                      "waits for you."),
    [GUIDE_READ] = N_("Tab shows facts, story, entities; w why rules fired; q "
                      "goes back."),
    [GUIDE_CONTAIN] = N_("No rule asks about this one: c contains it by hand; "
                         "or find a ⏸."),
    [GUIDE_APPROVE] = N_("A rule wants to contain what was attacked, and asks "
                         "first: press 4."),
    [GUIDE_ANSWER] = N_("This is what would be sent, and the way back: press "
                        "A to approve."),
    [GUIDE_RUNNING] = N_("Approved: its steps are carried out, then it is "
                         "checked; 5 shows them."),
    [GUIDE_OBSERVED] = N_("Seen to be contained. Press 6: what is in force, "
                          "by whom, since when."),
    [GUIDE_UNDO] = N_("The attack is over? Press u to take it back, and say "
                      "why."),
    [GUIDE_UNDOING] = N_("It is being taken back, and looked at until it is "
                         "as before."),
    [GUIDE_DONE] = N_("That was the whole way: alert, rule, approval, "
                      "containment, undo. Esc ends this."),
};

void guide_init(struct guide *guide, bool on)
{
    *guide = (struct guide){.on = on};
}

static void look_at_effects(struct guide *guide, const struct effect_page *page)
{
    int64_t count[EFFECT_STATE_N] = {0};

    for (size_t i = 0; i < page->n; i++)
        count[page->rows[i].state]++;
    guide->open = count[EFFECT_REQUESTED] + count[EFFECT_ACCEPTED];
    guide->seen = count[EFFECT_OBSERVED];
    guide->ended = count[EFFECT_UNDOING];
    guide->observed = guide->observed || guide->seen || guide->ended;
    guide->taken = guide->taken || guide->ended;
}

void guide_note(struct guide *guide, const struct note *note)
{
    if (note->kind == NOTE_EFFECTS && note->is.effects)
        look_at_effects(guide, note->is.effects);
    if (note->kind == NOTE_DONE && note->is.done &&
        note->is.done->command == COMMAND_ANSWER &&
        note->is.done->error.code == ERR_NONE)
        guide->approved = true;
}

static enum guide_step next_step(const struct guide *guide,
                                 const struct guide_facts *facts)
{
    /* A rule may have contained something by itself meanwhile. */
    bool asked = facts->approvals && !guide->approved;

    if (guide->ended)
        return GUIDE_UNDOING;
    if (asked && !strcmp(facts->screen, "approvals"))
        return GUIDE_ANSWER;
    if (asked && (guide->open || guide->seen || guide->taken))
        return GUIDE_APPROVE;
    if (guide->taken && !guide->seen && !guide->open)
        return GUIDE_DONE;
    if (guide->seen)
        return strcmp(facts->screen, "contained") != 0 ? GUIDE_OBSERVED
                                                       : GUIDE_UNDO;
    if (guide->open || (guide->approved && !guide->observed))
        return GUIDE_RUNNING;
    if (!facts->selected)
        return GUIDE_WAIT;
    if (facts->approvals &&
        (guide->read || strcmp(facts->screen, "queue") != 0))
        return GUIDE_APPROVE;
    if (facts->event_open)
        return facts->waiting ? GUIDE_APPROVE : GUIDE_READ;
    return guide->read ? GUIDE_CONTAIN : GUIDE_FIND;
}

bool guide_look(struct guide *guide, const struct guide_facts *facts)
{
    enum guide_step before = guide->step;

    guide->read = guide->read || facts->event_open;
    guide->step = next_step(guide, facts);
    return guide->step != before;
}

const char *guide_text(const struct guide *guide)
{
    return _(lines[guide->step]);
}
