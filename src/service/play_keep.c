/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_keep.c - the interpreter that was moved on last is kept for the next
 * move of the same run, so that a loop of a thousand rounds is not gone through
 * a thousand times.  One for each desk: all the others are made anew.
 */
#include "service/play_part.h"
#include "util/mem.h"

/* Less is made again faster than it is looked for. */
#define LEAST 8

struct play_kept {
    struct play play;
};

static void drop(struct play *play)
{
    wdl_run_free(play->wdl);
    playbook_reading_done(&play->reading);
    arena_free(play->lasting);
}

void play_forget(struct desk *desk)
{
    if (desk->kept == NULL)
        return;
    drop(&desk->kept->play);
    mem_free(desk->kept);
    desk->kept = NULL;
}

bool play_take(struct play *play)
{
    struct desk *desk = play->desk;
    struct play *kept;

    if (desk->kept == NULL)
        return false;
    kept = &desk->kept->play;
    if (kept->run.row != play->run.row || kept->place != play->place) {
        if (kept->run.row == play->run.row)
            play_forget(desk);
        return false;
    }
    play->lasting = kept->lasting;
    play->reading = kept->reading;
    play->playbook = &play->reading.playbooks[0];
    play->wdl = kept->wdl;
    play->shapes = kept->shapes;
    play->effects = kept->effects;
    play->n_effects = kept->n_effects;
    play->hidden = kept->hidden;
    play->n_hidden = kept->n_hidden;
    if (kept->now > play->now)
        play->now = kept->now;
    mem_free(desk->kept);
    desk->kept = NULL;
    return true;
}

/* What has failed, is over, or is only looked at, is not carried on. */
void play_put_away(struct play *play)
{
    if (play->wdl == NULL || play->spoilt || play->shown ||
        play->missing != NULL || play->place < LEAST ||
        run_state_final(wdl_run_state(play->wdl))) {
        drop(play);
        return;
    }
    play_forget(play->desk);
    play->desk->kept = mem_new(sizeof(*play->desk->kept));
    play->desk->kept->play = *play;
}
