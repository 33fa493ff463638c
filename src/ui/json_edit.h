/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json_edit.h - JSON in the person's own editor, looked at when they come back.
 *
 * What was written is in a file of theirs until it has been taken, so that
 * nothing is lost: not by a mistake in it, not by a line that drops.
 *
 * Thread: ui; it waits while the editor has the terminal.
 * Memory: json_edit_init() on the caller's storage, json_edit_done() frees.
 */
#ifndef RIPOSTE_UI_JSON_EDIT_H
#define RIPOSTE_UI_JSON_EDIT_H

#include "ui/shell.h"

struct json_edit {
    struct shell *shell;
    const char *file; /* of the file, in the place for states */
    /* Is it right?  False: err says what to do, and it can be edited again. */
    bool (*take)(void *with, const struct json *json, struct err *err);
    void *with;
    const char *hint; /* N_(): how to go on with what is left; NULL: it is
                         thrown away when it is not edited again */
    struct buf text;
    bool left; /* there is something to go on with */
};

void json_edit_init(struct json_edit *edit, struct shell *shell,
                    const char *file,
                    bool (*take)(void *with, const struct json *json,
                                 struct err *err),
                    void *with);
void json_edit_done(struct json_edit *edit);
/* With this to begin with. */
void json_edit_begin(struct json_edit *edit, const struct json *json);
/* With what was left; false: there is nothing. */
bool json_edit_resume(struct json_edit *edit);
/* Puts it where json_edit_resume() finds it. */
void json_edit_keep(struct json_edit *edit, const struct json *json);
/* It has been taken, or is not wanted. */
void json_edit_forget(struct json_edit *edit);

#endif
