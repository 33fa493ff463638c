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
    [CLASS_IRREVERSIBLE] = "irreversible",
};

static const char *const states[EFFECT_STATE_N] = {
    [EFFECT_REQUESTED] = "requested", [EFFECT_ACCEPTED] = "accepted",
    [EFFECT_OBSERVED] = "observed",   [EFFECT_FAILED] = "failed",
    [EFFECT_UNKNOWN] = "unknown",     [EFFECT_UNDOING] = "undoing",
    [EFFECT_UNDONE] = "undone",
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
    json_set_time(out, "requested", effect->requested);
    json_set_time(out, "accepted", effect->accepted);
    json_set_time(out, "observed", effect->observed);
    json_set_time(out, "ended", effect->ended);
    json_set_copy(out, "kept", effect->kept);
    return out;
}
