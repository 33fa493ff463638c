/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/local.h"

#include <string.h>

#include "service/play.h"
#include "service/play_part.h"
#include "service/progress.h"
#include "service/triage.h"
#include "util/text.h"

static const struct {
    const char *kind;
    const char *field;
    enum triage_verb verb;
    const char *done; /* N_() */
} acts[] = {
    {.kind = "owner",
     .field = "owner",
     .verb = TRIAGE_OWNER,
     .done = N_("The owner was set.")},
    {.kind = "tag",
     .field = "tags",
     .verb = TRIAGE_TAG,
     .done = N_("The tags were changed.")},
    {.kind = "note",
     .field = "note",
     .verb = TRIAGE_NOTE,
     .done = N_("The note was written.")},
};

static bool end(struct job *job, enum run_state state, const char *note,
                struct err *err)
{
    job->step.journal = JOURNAL_DONE;
    job->step.began = job->now;
    return progress_step(job->desk, &job->step, state, note, job->now, err);
}

/* What is wrong with the text is said with the step; what is wrong with the
 * store is the caller's. */
static bool act(struct job *job, size_t i, struct err *err)
{
    const char *text =
        arena_str(job->arena,
                  json_text(json_get(job->step.with, acts[i].field)))
            .at;
    struct err fault;

    if (job->run.event == 0)
        return end(job, RUN_FAILED,
                   _("This run has no event that it could be written to."),
                   err);
    if (triage_local_by(job->desk, job->run.by, acts[i].verb, job->run.event,
                        text, &fault))
        return end(job, RUN_SUCCEEDED, _(acts[i].done), err);
    if (fault.code == ERR_INPUT)
        return end(job, RUN_FAILED, arena_text(job->arena, fault.text), err);
    *err = fault;
    return false;
}

bool local_do(struct job *job, struct err *err)
{
    if (strcmp(job->kind->name, KIND_PLAYBOOK) == 0)
        return play_begin(job, err);
    if (strcmp(job->kind->name, KIND_WAIT) == 0)
        return end(job, RUN_SUCCEEDED, _("Its time has come."), err);
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (strcmp(job->kind->name, acts[i].kind) == 0)
            return act(job, i, err);
    }
    /* "approval": its answer was waited for in the step before. */
    return end(job, RUN_SUCCEEDED, _("It was approved."), err);
}
