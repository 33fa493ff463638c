/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/approval_show.h"

#include <stdio.h>

#include "service/access.h"
#include "util/text.h"
#include "util/when.h"

static void print_takes(struct out *out, const struct approval *approval)
{
    struct buf text;

    buf_init(&text);
    demand_write(&approval->demand, &text);
    out_fact(out, _("Takes"), buf_view(&text));
    buf_clear(&text);
    approval_progress(approval, &text);
    out_fact(out, _("So far"), buf_view(&text));
    buf_done(&text);
    if (approval->state != APPROVAL_PENDING || approval->escalates == 0)
        return;
    out_fact_when(out,
                  approval_escalated(approval, when_now()) ? _("Escalated")
                                                           : _("Escalates"),
                  approval->escalates);
    out_fact(out, _("To"), str_of(approval->demand.group));
}

static void print_facts(struct out *out, const struct approval *approval,
                        const char *cannot)
{
    char text[64];

    snprintf(text, sizeof(text), "%lld, %s", (long long)approval->row,
             approval_state_name(approval->state));
    out_fact(out, _("Approval"), str_of(text));
    if (approval->glass)
        out_fact(out, _("Break-glass"),
                 str_of(_("It was done at once; a second person must confirm "
                          "that.")));
    out_fact(out, _("Class"), str_of(class_name(approval->class)));
    out_fact(out, _("Asked by"), str_of(approval->requester));
    out_fact(out, _("Why"), json_text(json_get(approval->frozen, "why")));
    out_fact_when(out, _("Asked"), approval->asked);
    out_fact_when(out, approval->glass ? _("Confirm by") : _("Expires"),
                  approval->expires);
    if (approval->batch)
        out_fact_number(out, _("Runs"), approval->batch);
    else
        out_fact_number(out, _("Run"), approval->run);
    if (approval->event)
        out_fact_number(out, _("Event"), approval->event);
    print_takes(out, approval);
    out_fact_when(out, _("Answered"), approval->answered);
    out_fact(out, _("Answered by"), str_of(approval->answered_by));
    out_fact(out, _("Reason"), str_of(approval->reason));
    out_fact(out, _("Digest"), str_of(approval->digest));
    if (approval->state == APPROVAL_PENDING)
        out_fact(out, _("You"), str_of(cannot ? cannot : _("may answer.")));
}

static void print_votes(struct out *out, const struct approval *approval)
{
    if (approval->n_votes == 0)
        return;
    out_line(out);
    out_text(out, 0, str_of(_("Answers")));
    for (size_t i = 0; i < approval->n_votes; i++) {
        const struct vote *vote = &approval->votes[i];
        char when[WHEN_TEXT_SIZE];
        struct buf text;

        buf_init(&text);
        buf_printf(&text, "%s: %s", vote->person,
                   vote->yes ? _("yes") : _("no"));
        if (*vote->behalf)
            buf_printf(&text, _(", in place of %s"), vote->behalf);
        if (vote->n_roles > 0) {
            buf_text(&text, " (");
            demand_roles_write(vote->roles, vote->n_roles, &text);
            buf_char(&text, ')');
        }
        if (*vote->reason)
            buf_printf(&text, ". %s", vote->reason);
        out_entry(out, 22, str_of(when_local(vote->when, out->utc, when)),
                  buf_view(&text));
        buf_done(&text);
    }
}

/* How the targets are now, and what differs from what was approved before. */
static void print_live(struct out *out, const struct approval *approval)
{
    const struct json *differs =
        json_get(json_get(approval->frozen, "again"), "differs");

    for (size_t i = 0; i < json_length(differs); i++) {
        const struct json *one = json_item(differs, i);
        struct buf text;

        if (i == 0) {
            out_line(out);
            out_text(out, 0,
                     str_of(_("Asked anew, since something has changed")));
        }
        buf_init(&text);
        json_put_text(json_get(one, "was"), &text);
        buf_text(&text, _(", now "));
        json_put_text(json_get(one, "now"), &text);
        out_text(out, 2, json_text(json_get(one, "what")));
        out_text(out, 4, buf_view(&text));
        buf_done(&text);
    }
    for (size_t i = 0; i < json_length(approval->live); i++) {
        const struct json *one = json_item(approval->live, i);
        struct str words = json_text(json_get(one, "words"));

        if (i == 0) {
            out_line(out);
            out_text(out, 0, str_of(_("The target now")));
        }
        if (words.len == 0)
            words = json_text(json_get(one, "trouble"));
        out_text(out, 2, json_text(json_get(one, "target")));
        out_text(out, 4, json_text(json_get(one, "when")));
        out_text(out, 4, words);
    }
}

void approval_print(struct call *call, const struct approval *approval,
                    const char *cannot)
{
    struct out *out = call->out;

    out_text(out, 0, str_of(approval->title));
    out_line(out);
    if (call->config->four_eyes != FOUR_EYES_FULL)
        out_fact(out, _("Four eyes"),
                 access_four_eyes(call->config->four_eyes));
    print_facts(out, approval, cannot);
    print_votes(out, approval);
    print_live(out, approval);
    out_line(out);
    out_pretty(out, approval->frozen);
}
