/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * input_own.h - what the two files of the input share.
 */
#ifndef RIPOSTE_WIDGET_INPUT_OWN_H
#define RIPOSTE_WIDGET_INPUT_OWN_H

#include "widget/input.h"

/* Puts text at the cursor, without the controls that it may hold. */
void input_insert(struct input *input, struct str text);
void input_cut(struct input *input, size_t from, size_t to);

/* The list of candidates: INPUT_OTHER when the key is none of its. */
enum input_answer input_offer_key(struct input *input, uint32_t code);
void input_offer_close(struct input *input);
/* The text is another: an open list is made anew. */
void input_offer_again(struct input *input);

#endif
