/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play.c - a run of a playbook, moved on.
 */
#include "service/play.h"

#include "model/limits.h"
#include "service/play_part.h"
#include "service/present.h"
#include "service/progress.h"
#include "util/text.h"

/* ---- opened ---------------------------------------------------------------*/

static bool read_playbook(struct play *play, struct err *err)
{
    const struct playbook_given given = {
        .parameters = json_get(play->stored.given, "parameters"),
        .file = play->run.playbook,
        .catalogue = play->desk->catalogue,
    };

    if (!playbook_read_all(play->stored.definition, &given, &play->reading,
                           err))
        return false;
    if (play->reading.n != 1 || !play->reading.playbooks[0].wdl)
        return err_set(err, ERR_LOCAL,
                       _("The definition that run %lld goes by is damaged."),
                       (long long)play->run.row);
    play->playbook = &play->reading.playbooks[0];
    return true;
}

bool play_open(struct desk *desk, int64_t run, int64_t now, struct play *out,
               struct err *err)
{
    *out = (struct play){
        .desk = desk,
        .arena = arena_new(),
        .lasting = arena_new(),
        .now = now,
        .at = now,
        .outside = present_at(now),
        .number = -1,
    };
    playbook_reading_init(&out->reading);
    if (runs_head(desk->store, run, out->arena, &out->run, err) &&
        plays_get(desk->store, run, out->arena, &out->stored, err) &&
        lanes_open(desk->store, run, out->arena, &out->lanes, &out->n_lanes,
                   &out->place, err) &&
        steps_unanswered(desk->store, run, out->arena, &out->steps,
                         &out->n_steps, err))
        return true;
    play_close(out);
    return false;
}

void play_close(struct play *play)
{
    play_put_away(play);
    arena_free(play->arena);
    play->arena = NULL;
}

/* ---- made again -----------------------------------------------------------*/

/* What it asks for and nobody has answered, by number. */
static void pull(struct play *play)
{
    const struct wdl_effect *effect;

    while ((effect = wdl_run_next(play->wdl)) != NULL) {
        while (play->n_effects <= effect->number) {
            play->effects =
                arena_grown(play->lasting, play->effects, play->n_effects,
                            sizeof(*play->effects));
            play->effects[play->n_effects++] = NULL;
        }
        play->effects[effect->number] = effect;
    }
}

static bool answer_again(struct play *play, const struct lane *lane,
                         struct err *err)
{
    size_t number = (size_t)lane->lane - 1;
    struct wdl_answer answer = {
        .state = lane->state,
        .code = *lane->code != '\0' ? lane->code : NULL,
        .error = *lane->error != '\0' ? lane->error : NULL,
        .outputs = lane->outputs ? json_copy(lane->outputs) : NULL,
        .again = lane->again,
        .retry_after = lane->retry_after,
    };

    pull(play);
    if (number >= play->n_effects || play->effects[number] == NULL)
        return err_set(err, ERR_BUG,
                       _("Run %lld was answered what it has not asked."),
                       (long long)play->run.row);
    if (lane->secret && lane->state == RUN_SUCCEEDED &&
        !play_recall(play, play->effects[number], lane, &answer)) {
        play->missing = lane;
        return true;
    }
    play->effects[number] = NULL;
    if (lane->time > play->now)
        play->now = lane->time;
    return wdl_run_answer(play->wdl, number, &answer, lane->time, err);
}

/* What was made for it goes. */
static bool take_kept(struct play *play)
{
    struct arena *mine = play->lasting;
    struct playbook_reading reading = play->reading;

    if (!play_take(play))
        return false;
    arena_free(mine);
    playbook_reading_done(&reading);
    return true;
}

bool play_replay(struct play *play, struct err *err)
{
    const struct wdl_given given = {
        .trigger = json_get(play->stored.given, "trigger"),
        .workflow = json_get(play->stored.given, "workflow"),
        .seed = play->stored.seed,
        .outside = &play->outside,
    };
    struct wdl_given start = given;
    struct lane *lanes;
    size_t n;

    if (!play->shown && take_kept(play))
        return true;
    if (!read_playbook(play, err))
        return false;
    start.parameters = play->playbook->values;
    if (!wdl_run_new(play->playbook->wdl, &start, &play->wdl, err))
        return false;
    wdl_run_go(play->wdl, play->stored.began);
    if (!lanes_of(play->desk->store, play->run.row, play->arena, &lanes, &n,
                  err))
        return false;
    for (size_t i = 0; i < n && lanes[i].place > 0 && play->missing == NULL;
         i++) {
        if (!answer_again(play, &lanes[i], err))
            return false;
    }
    pull(play);
    return true;
}

/* ---- moved on -------------------------------------------------------------*/

struct lane *play_lane(const struct play *play, int64_t number)
{
    for (size_t i = 0; i < play->n_lanes; i++) {
        if (play->lanes[i].lane == number)
            return &play->lanes[i];
    }
    return NULL;
}

static bool anything_new(const struct play *play)
{
    for (size_t i = 0; i < play->n_lanes; i++) {
        if (play_lane_done(play, play->lanes[i].lane))
            return true;
    }
    return play->n_lanes == 0;
}

static bool carry_on(struct play *play, struct err *err)
{
    bool ok = true;

    for (size_t i = 0; ok && i < play->n_effects; i++) {
        const struct wdl_effect *effect = play->effects[i];
        struct lane *lane = play_lane(play, (int64_t)i + 1);

        if (effect == NULL)
            continue;
        if (lane == NULL)
            ok = play_ask(play, effect, err);
        else if (play_lane_done(play, lane->lane))
            ok = play_answer_lane(play, effect, lane, err);
        pull(play);
    }
    return ok;
}

/* ---- where it stands ------------------------------------------------------*/

struct standing_at {
    bool open;    /* something is to be done, or waited for */
    bool begun;   /* something may have been sent */
    bool moves;   /* something waits for nobody */
    bool unknown; /* a person must say how something stands */
};

static struct standing_at look_at(const struct step *steps, size_t n)
{
    struct standing_at at = {.open = false};

    for (size_t i = 0; i < n; i++) {
        const struct step *step = &steps[i];

        if (step->state == RUN_UNKNOWN)
            at.unknown = true;
        if (run_state_final(step->state))
            continue;
        at.open = true;
        if (step->journal != JOURNAL_PLANNED || step->changed)
            at.begun = true;
        if ((i == 0 || steps[i - 1].lane != step->lane ||
             run_state_final(steps[i - 1].state)) &&
            step->due != INT64_MAX)
            at.moves = true;
    }
    return at;
}

static const char *why_of(struct play *play, const char *error)
{
    return *error != '\0' ? arena_text(play->arena, error)
                          : _("The playbook has ended.");
}

static bool finish(struct play *play, const struct standing_at *at,
                   struct err *err)
{
    enum run_state state = wdl_run_state(play->wdl);
    struct stored_play end = play->stored;

    if (at->begun)
        return true;
    if (at->unknown)
        state = RUN_UNKNOWN;
    else if (state == RUN_SUCCEEDED && play->run.mode == RULE_SHADOW)
        state = RUN_SKIPPED;
    /* It may say what it was answered. */
    end.code = play_stars_text(play, wdl_run_code(play->wdl));
    end.error = play_stars_text(play, wdl_run_error(play->wdl));
    end.response = play_stars(play, wdl_run_response(play->wdl));
    return plays_end(play->desk->store, &end, err) &&
           progress_stop(play->desk, play->run.row, state,
                         why_of(play, end.error), play->at, err);
}

/* Approvals are asked for once the step before them has ended. */
static bool ask_people(struct play *play, struct err *err)
{
    const struct step *steps = play->steps;

    for (size_t i = 0; i < play->n_steps; i++) {
        if (run_state_final(steps[i].state) ||
            steps[i].phase != PHASE_APPROVAL || steps[i].due == INT64_MAX ||
            (i > 0 && steps[i - 1].lane == steps[i].lane &&
             !run_state_final(steps[i - 1].state)))
            continue;
        if (!progress_ask(play->desk, &play->run, &steps[i], play->now,
                          play->arena, err))
            return false;
    }
    return true;
}

static bool stand(struct play *play, struct err *err)
{
    struct standing_at at;
    struct desk *desk = play->desk;

    if (!steps_unanswered(desk->store, play->run.row, play->arena, &play->steps,
                          &play->n_steps, err) ||
        !ask_people(play, err) ||
        !runs_head(desk->store, play->run.row, play->arena, &play->run, err))
        return false;
    /* Too many wait already: it has been stopped. */
    if (run_state_final(play->run.state))
        return true;
    if (!steps_unanswered(desk->store, play->run.row, play->arena, &play->steps,
                          &play->n_steps, err))
        return false;
    at = look_at(play->steps, play->n_steps);
    if (play->wdl != NULL && run_state_final(wdl_run_state(play->wdl)))
        return finish(play, &at, err);
    if (!at.open && at.unknown)
        return progress_stop(desk, play->run.row, RUN_UNKNOWN,
                             _("Nobody knows what came of one of its steps."),
                             play->now, err);
    return progress_move(desk, &play->run, at.moves ? RUN_RUNNING : RUN_WAITING,
                         play->now, err);
}

/* What ends it was there before this step came to its end. */
static bool ended_before(const struct play *play)
{
    return play->n_steps > 0 && !look_at(play->steps, play->n_steps).open;
}

static bool move(struct play *play, struct err *err)
{
    if (!anything_new(play) && !ended_before(play))
        return stand(play, err);
    if (!play_replay(play, err))
        return false;
    if (play->missing != NULL)
        return play_reread(play, err);
    return carry_on(play, err) && stand(play, err);
}

bool play_progress(struct desk *desk, int64_t run, int64_t now, struct err *err)
{
    struct play play;
    bool ok;

    if (!play_open(desk, run, now, &play, err))
        return false;
    ok = run_state_final(play.run.state) || move(&play, err);
    play.spoilt = !ok;
    play_close(&play);
    return ok;
}
