/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * effect.c - names and JSON of what is in force on a target; see containment.h.
 */
#include "model/codec.h"
#include "model/containment.h"

static const char *const classes[CLASS_N] = {
    [CLASS_READ] = "read",
    [CLASS_NOTIFY] = "notify",
    [CLASS_REVERSIBLE] = "reversible",
    [CLASS_TIMED] = "timed",
    [CLASS_IRREVERSIBLE] = "irreversible",
};

static const char *const states[EFFECT_STATE_N] = {
    [EFFECT_REQUESTED] = "requested", [EFFECT_ACCEPTED] = "accepted",
    [EFFECT_OBSERVED] = "observed",   [EFFECT_FAILED] = "failed",
    [EFFECT_UNKNOWN] = "unknown",     [EFFECT_UNDOING] = "undoing",
    [EFFECT_UNDONE] = "undone",
};

static const char *const drifts[DRIFT_N] = {
    [DRIFT_NONE] = "none",
    [DRIFT_SO] = "so",
    [DRIFT_GONE] = "gone",
    [DRIFT_BLIND] = "blind",
};

static const char *const calls[CALL_N] = {
    [CALL_UNKNOWN] = "unknown", [CALL_CHANGED] = "changed",
    [CALL_STUCK] = "stuck",     [CALL_DRIFT] = "drift",
    [CALL_NONE] = "none",
};

const char *class_name(enum action_class class)
{
    return classes[class];
}

bool class_parse(struct str text, enum action_class *out)
{
    size_t at;

    if (!name_parse(classes, CLASS_N, text, &at))
        return false;
    *out = (enum action_class)at;
    return true;
}

const char *effect_state_name(enum effect_state state)
{
    return states[state];
}

bool effect_active(const struct effect *effect)
{
    /* What cannot be taken back is over once it was seen to be done. */
    return effect->state != EFFECT_FAILED && effect->state != EFFECT_UNDONE &&
           (effect->state != EFFECT_OBSERVED || effect->ended == 0);
}

enum effect_call effect_call(const struct effect *effect)
{
    if (!effect_active(effect))
        return CALL_NONE;
    if (effect->changed != 0)
        return CALL_CHANGED;
    if (effect->state == EFFECT_UNKNOWN)
        return CALL_UNKNOWN;
    if (!str_empty(str_of(effect->trouble)))
        return CALL_STUCK;
    return effect->drift == DRIFT_GONE ? CALL_DRIFT : CALL_NONE;
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int64_t end_of(const struct effect *effect)
{
    return effect->until == 0 ? INT64_MAX : effect->until;
}

int effect_order(const void *a, const void *b)
{
    const struct effect *left = a;
    const struct effect *right = b;
    int order = effect_active(right) - effect_active(left);

    if (order == 0)
        order = (int)effect_call(left) - (int)effect_call(right);
    if (order == 0 && effect_active(left))
        order = compare(end_of(left), end_of(right));
    return order != 0 ? order : compare(right->row, left->row);
}

static void add_looks(struct json *out, const struct effect *effect)
{
    struct json *drift = json_new_object();

    json_set_text(drift, "state", drifts[effect->drift]);
    json_set_time(drift, "since", effect->drift_since);
    json_set_time(drift, "looked", effect->looked);
    json_set_time(drift, "next", effect->look_due);
    json_set_str(drift, "seen", str_of(effect->seen));
    json_set_copy(drift, "found", effect->found);
    json_set_take(out, "drift", drift);
}

struct json *effect_to_json(const struct effect *effect)
{
    struct json *out = json_new_object();

    json_set_int(out, "id", effect->row);
    json_set_str(out, "action", str_of(effect->action));
    json_set_str(out, "title", str_of(effect->title));
    json_set_str(out, "target", str_of(effect->target));
    json_set_text(out, "state", states[effect->state]);
    json_set_str(out, "by", str_of(effect->by));
    json_set_str(out, "why", str_of(effect->why));
    json_set_int(out, "event", effect->event);
    json_set_int(out, "run", effect->run);
    json_set_int(out, "undoRun", effect->undo_run);
    json_set_int(out, "approval", effect->approval);
    json_set_time(out, "requested", effect->requested);
    json_set_time(out, "accepted", effect->accepted);
    json_set_time(out, "observed", effect->observed);
    json_set_time(out, "ended", effect->ended);
    json_set_time(out, "until", effect->until);
    json_set_int(out, "timerRun", effect->timer_run);
    json_set_time(out, "changed", effect->changed);
    json_set_str(out, "trouble", str_of(effect->trouble));
    json_set_text(out, "needs", calls[effect_call(effect)]);
    json_set_str(out, "settledBy", str_of(effect->settled_by));
    json_set_copy(out, "kept", effect->kept);
    json_set_copy(out, "left", effect->left);
    add_looks(out, effect);
    return out;
}
