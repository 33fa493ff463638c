/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * question.h - questions that the screens of rules and of playbooks both put:
 * which mode, and what becomes of a form that has changes.
 *
 * Thread: the terminal's.
 * Memory: texts are copied; @with must live until the answer.
 */
#ifndef RIPOSTE_UI_QUESTION_H
#define RIPOSTE_UI_QUESTION_H

#include "model/rule.h"
#include "ui/shell.h"

typedef void question_answered(void *with, struct dialog *dialog, bool yes);

/* Which mode?  The answer's tag is an enum rule_mode.  @off says what it does
 * not do when it is off. */
void question_mode(struct shell *shell, struct str name, enum rule_mode now,
                   const char *off, question_answered *answered, void *with);
/* In approve and auto it acts, so these are asked once more before @command is
 * sent; the others are sent at once. */
void question_mode_sure(struct shell *shell, const char *title, struct str name,
                        struct command *command);

/* The answer's tag. */
enum leave { LEAVE_STAY, LEAVE_SAVE, LEAVE_DROP };
void question_leave(struct shell *shell, const char *title,
                    question_answered *answered, void *with);

#endif
