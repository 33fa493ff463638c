/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * governed.h - whose settings govern a store that several people use.
 *
 * Roles, four eyes and what is protected stand in the settings, and everybody
 * can name other settings than those that are meant.  So the engine of whoever
 * the store's file belongs to writes them into the store when it begins (that
 * they have changed is recorded by settings_note()); and whoever else acts, or
 * lets an engine run, must have the same ones.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_GOVERNED_H
#define RIPOSTE_SERVICE_GOVERNED_H

#include "service/desk.h"

/* Nothing when the store belongs to somebody else. */
bool governed_tell(struct desk *desk, struct err *err);
/* ERR_DENIED when the settings differ from those that govern, says where those
 * are.  The owner's own settings are right. */
bool governed_alike(const struct desk *desk, struct err *err);
/* Would an engine here be able to sign in?  Of somebody else's store whoever
 * cannot read the secret leaves the work to those who can: all that they began
 * would fail.  ERR_DENIED, with the reason. */
bool governed_able(const struct desk *desk, struct err *err);

#endif
