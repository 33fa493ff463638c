/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_secret.c - answers that are secrets: in memory only, and read again when
 * the process that knew them is gone.
 */
#include "engine/wdl_shape.h"
#include "model/limits.h"
#include "service/pass.h"
#include "service/play_part.h"
#include "service/progress.h"
#include "util/text.h"

int64_t play_secret_key(int64_t run, int64_t lane)
{
    return run * (LIMIT_PLAY_STEPS + 1) + lane;
}

void play_remember(struct desk *desk, int64_t run, int64_t lane,
                   const struct json *outputs)
{
    struct buf text;

    buf_init(&text);
    json_write(outputs, JSON_COMPACT, &text);
    passes_put(&desk->secrets, play_secret_key(run, lane), buf_view(&text));
    secret_wipe(text.at, text.len);
    buf_done(&text);
}

void play_forget_secrets(struct desk *desk, int64_t run)
{
    passes_drop_all(&desk->secrets, play_secret_key(run, 0),
                    play_secret_key(run, LIMIT_PLAY_STEPS));
}

/* What it might be like goes through the playbook in its place, and is taken
 * out of what is shown as the secret would be. */
static bool show(struct play *play, const struct wdl_effect *effect,
                 const struct lane *lane, struct wdl_answer *out)
{
    if (play->shapes == NULL)
        play->shapes = wdl_shapes_new(play->playbook->wdl, play->lasting);
    out->outputs = wdl_shapes_outputs(play->shapes, effect->action);
    play_note_secrets(play, lane->lane, out->outputs);
    return true;
}

bool play_recall(struct play *play, const struct wdl_effect *effect,
                 const struct lane *lane, struct wdl_answer *out)
{
    const struct api_ask ask = {
        .playbook = play->playbook,
        .step = api_step(play->playbook, effect->action),
        .inputs = effect->inputs,
        .catalogue = play->desk->catalogue,
    };
    struct api_came came = {.state = RUN_SUCCEEDED};
    struct json *response;
    struct err ignored;
    const char *text;

    if (play->shown)
        return show(play, effect, lane, out);
    text = passes_get(&play->desk->secrets,
                      play_secret_key(play->run.row, lane->lane));
    if (*text == '\0' || !json_parse(str_of(text), &response, &ignored))
        return false;
    play_note_secrets(play, lane->lane, response);
    came.response = response;
    api_hand_answer(&ask, &came, play->arena, out);
    json_free(response);
    return true;
}

static bool give_up(struct play *play, const char *why, struct err *err)
{
    return progress_stop(play->desk, play->run.row, RUN_FAILED, why, play->at,
                         err);
}

/* What changes something is not done twice for what it has answered; nor does
 * the look behind a containment tell what that was answered. */
bool play_reread(struct play *play, struct err *err)
{
    struct step *steps;
    struct step *last;
    size_t n;

    if (!steps_lane(play->desk->store, play->run.row, play->missing->lane,
                    play->arena, &steps, &n, err))
        return false;
    last = n > 0 ? &steps[n - 1] : NULL;
    if (last != NULL && !run_state_final(last->state))
        return true;
    if (last == NULL || last->phase != PHASE_ACT || last->class != CLASS_READ ||
        last->changed || last->lost > 0 || last->state != RUN_SUCCEEDED)
        return give_up(play,
                       _("What one of its actions was answered is a secret, "
                         "kept in memory only, and riposte was stopped. Start "
                         "the playbook anew."),
                       err);
    last->note = _("It is read again: the answer is a secret, and was kept in "
                   "memory only.");
    return steps_again(play->desk->store, last, err);
}
