/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words.h - how the screens say small things: ages, numbers, states and their
 * signs.  Each sign differs without its colour too.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_WORDS_H
#define RIPOSTE_UI_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "model/containment.h"
#include "model/event.h"
#include "model/rule.h"
#include "model/run.h"
#include "util/buf.h"
#include "util/str.h"
#include "util/when.h"
#include "widget/list.h"
#include "widget/style.h"
#include "widget/view.h"

/* Copies what fits, cut at a character, terminated. */
void words_copy(char *out, size_t size, struct str text);
/* "now" within the first minute, then as when_age(); "–" for 0.  Lists show
 * this, so that they stay as they are for a minute. */
const char *words_age(int64_t now, int64_t moment, char out[WHEN_TEXT_SIZE]);
/* "59:12", "3:59:12" until then; "over" when it has passed. */
const char *words_left(int64_t now, int64_t moment, char out[WHEN_TEXT_SIZE]);
/* "0.4 s", "12 s", "3m": how long something took. */
const char *words_took(int64_t span, char out[WHEN_TEXT_SIZE]);
/* "48,112" */
const char *words_count(int64_t count, char out[WHEN_TEXT_SIZE]);
/* The last part of an ARM id, or the text itself. */
struct str words_short(const char *target);

enum style words_severity(enum severity severity);
struct sign {
    struct str sign; /* one column */
    struct str word; /* translated */
    enum style style;
};
/* Sign and word in a cell of a list, the word as far as there is room. */
void words_draw(const struct list_line *line, size_t column, struct sign sign);
/* A title such as "Switch off public access: stshop" in a cell of a list: where
 * there is not room for all of it, what stands behind the colon stays. */
void words_draw_title(const struct list_line *line, size_t column,
                      enum style style, struct str title);
/* A number in a cell of a list; 0 is dim. */
void words_draw_count(const struct list_line *line, size_t column,
                      int64_t count);
struct sign words_auto(enum event_auto automation);
struct sign words_run(enum run_state state);
struct sign words_effect(enum effect_state state);
struct sign words_mode(enum rule_mode mode);
const char *words_class(enum action_class class);

/* A heading, and "label: value" lines for details; an empty value is left
 * out. */
void words_head(struct view *view, const char *text);
void words_pair(struct view *view, const char *label, struct str value);
void words_pair_time(struct view *view, const char *label, int64_t moment,
                     bool utc);
/* A JSON value, indented, a line each. */
void words_json(struct view *view, const struct json *json);

#endif
