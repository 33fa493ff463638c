/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/cmdlog.h"

#include <stdio.h>
#include <string.h>

#include "ui/pager.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

static void drop(struct cmdlog_line *line)
{
    mem_free(line->text);
    mem_free(line->error);
}

void cmdlog_done(struct cmdlog *log)
{
    for (size_t i = 0; i < log->n; i++)
        drop(&log->line[i]);
    log->n = 0;
}

void cmdlog_add(struct cmdlog *log, int64_t when, const struct done *done)
{
    bool failed = done->error.code != ERR_NONE;

    if (!done->line[0])
        return;
    if (log->n == CMDLOG_MAX) {
        drop(&log->line[0]);
        memmove(log->line, log->line + 1,
                (CMDLOG_MAX - 1) * sizeof(log->line[0]));
        log->n--;
    }
    log->line[log->n++] = (struct cmdlog_line){
        .when = when,
        .failed = failed,
        .text = mem_text(done->line),
        .error = failed ? mem_text(done->error.text) : NULL,
    };
}

struct pager *cmdlog_page(const struct cmdlog *log, bool utc)
{
    struct pager *pager = pager_new(_("Command log"));
    struct view *view = pager->view;
    char clock[WHEN_TEXT_SIZE];

    if (!log->n)
        view_line(view, STYLE_DIM,
                  str_of(_("Nothing has been done here yet. Each act will be "
                           "shown as the command that does the same.")));
    for (size_t i = log->n; i-- > 0;) {
        const struct cmdlog_line *line = &log->line[i];

        when_clock(line->when, utc, clock);
        view_printf(view, STYLE_DIM, "%s ", clock);
        view_add(view, line->failed ? STYLE_ERROR : STYLE_OK,
                 line->failed ? STR("✗ ") : STR("✓ "));
        view_indent(view, 11);
        view_add(view, STYLE_TEXT, str_of(line->text));
        view_end(view, 0);
        if (!line->error)
            continue;
        view_add(view, STYLE_TEXT, STR("           "));
        view_indent(view, 11);
        view_add(view, STYLE_ERROR, str_of(line->error));
        view_end(view, 0);
    }
    return pager;
}

/* What came of each kind of command, in the words of its result. */
static const struct {
    const char *one;
    const char *many;
} words[COMMAND_KIND_N] = {
    [COMMAND_ACKNOWLEDGE] = {N_("The event was marked as seen or unseen."),
                             N_("%zu events were marked as seen or unseen.")},
    [COMMAND_STATUS] = {N_("The new status is on its way to the service."),
                        N_("%zu new statuses are on their way.")},
    [COMMAND_CLOSE] = {N_("Closed; the status is on its way to the service."),
                       N_("%zu closed; statuses are on their way.")},
    [COMMAND_OWNER] = {N_("The owner was set."),
                       N_("The owner of %zu events was set.")},
    [COMMAND_TAG] = {N_("The tags were changed."),
                     N_("The tags of %zu events were changed.")},
    [COMMAND_NOTE] = {N_("The note stands in the story of the event."),
                      N_("The note stands in the story of %zu events.")},
    [COMMAND_CONTAIN] =
        {N_("Asked for: 5 shows the steps, 4 what waits for an answer."),
         N_("%zu containments were asked for.")},
    [COMMAND_UNDO] = {N_("It is being taken back: 5 shows its steps."),
                      N_("%zu are being taken back.")},
    [COMMAND_EXTEND] = {N_("The containment has another end."),
                        N_("%zu containments have another end.")},
    [COMMAND_CHECK] = {N_("The target is being looked at."),
                       N_("%zu targets are being looked at.")},
    [COMMAND_SETTLE_EFFECT] = {N_("What you saw is stored."),
                               N_("What you saw is stored.")},
    [COMMAND_ANSWER] = {N_("Your answer is stored."),
                        N_("%zu answers are stored.")},
    [COMMAND_CANCEL] = {N_("The run stops before its next step."),
                        N_("%zu runs stop before their next step.")},
    [COMMAND_RESUBMIT] = {N_("The run is done again, as a new attempt."),
                          N_("%zu runs are done again.")},
    [COMMAND_SETTLE] = {N_("What you saw is stored."),
                        N_("What you saw is stored.")},
    [COMMAND_RULE_SAVE] = {N_("The rule is saved."),
                           N_("%zu rules are saved.")},
    [COMMAND_RULE_MODE] = {N_("The mode of the rule was changed."),
                           N_("The mode of %zu rules was changed.")},
    [COMMAND_RULE_REMOVE] = {N_("The rule was removed."),
                             N_("%zu rules were removed.")},
    [COMMAND_HOLD] = {N_("Hold is on: no automatic action goes."),
                      N_("Hold is on: no automatic action goes.")},
    [COMMAND_REFRESH] = {N_("All sources are being asked."),
                         N_("All sources are being asked.")},
    [COMMAND_RULE_ROLLBACK] = {N_("The rule is as it was; this is a new "
                                  "revision."),
                               N_("%zu rules are as they were.")},
    [COMMAND_DRILL] = {N_("The drill has begun: 5 shows its steps."),
                       N_("%zu drills have begun.")},
    [COMMAND_SAMPLE] = {N_("The samples are in the queue."),
                        N_("The samples are in the queue.")},
    [COMMAND_SIMULATE] = {N_("The service was asked for sample alerts."),
                          N_("The service was asked for sample alerts.")},
    [COMMAND_SUPPRESS] = {N_("The suppression was made."),
                          N_("%zu suppressions were made.")},
    [COMMAND_UNSUPPRESS] = {N_("The suppression was taken away."),
                            N_("%zu suppressions were taken away.")},
    [COMMAND_VIEW_SAVE] = {N_("The view is saved."),
                           N_("%zu views are saved.")},
    [COMMAND_VIEW_REMOVE] = {N_("The view was removed."),
                             N_("%zu views were removed.")},
    [COMMAND_PERMITS] = {N_("What riposte may do there is being asked."),
                         N_("What riposte may do there is being asked.")},
    [COMMAND_LOOK] = {N_("The target is being looked at."),
                      N_("The targets are being looked at.")},
    [COMMAND_DELEGATE] = {N_("Your answers are delegated."),
                          N_("Your answers are delegated.")},
    [COMMAND_PLAYBOOK_KEEP] = {N_("The playbooks were kept."),
                               N_("The playbooks were kept.")},
    [COMMAND_PLAYBOOK_MODE] = {N_("The playbook was switched."),
                               N_("The playbook was switched.")},
    [COMMAND_PLAYBOOK_REMOVE] = {N_("The playbook was removed."),
                                 N_("The playbook was removed.")},
    [COMMAND_PLAYBOOK_RUN] = {N_("The playbook was started."),
                              N_("The playbook was started.")},
    [COMMAND_REMOTE] = {N_("The Logic App is being asked: 5 shows the run."),
                        N_("The Logic App is being asked: 5 shows the run.")},
    [COMMAND_REMOTE_START] =
        {N_("The Logic App is being started: 5 shows the run."),
         N_("The Logic App is being started: 5 shows the run.")},
    [COMMAND_AZURE] = {N_("Azure is told to switch the automation."),
                       N_("Azure is told to switch the automation.")},
};

void done_text(const struct done *done, struct buf *out)
{
    char count[32];
    const char *many;
    const char *at;

    if (done->error.code != ERR_NONE && done->failed > 1)
        buf_printf(out, _("%zu done, %zu failed; the first: "), done->done,
                   done->failed);
    if (done->error.code != ERR_NONE) {
        buf_text(out, done->error.text);
        return;
    }
    many = _(words[done->command].many);
    at = strstr(many, "%zu");
    if (done->done < 2 || !at) {
        buf_text(out, done->command == COMMAND_HOLD && !done->flag
                          ? _("Hold is off: what waited goes on.")
                          : _(words[done->command].one));
        return;
    }
    snprintf(count, sizeof(count), "%zu", done->done);
    buf_bytes(out, many, (size_t)(at - many));
    buf_text(out, count);
    buf_text(out, at + 3);
}
