/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sight.h - how the targets of an approval are at present, for those who
 * answer it: looked at when it is asked for and when it is opened, and kept
 * with each answer.
 *
 * It is a list of looks: [{"action", "target", "when", "found", "words"}],
 * or "trouble" in the place of what was found.  Of a batch it is a sample.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_SIGHT_H
#define RIPOSTE_SERVICE_SIGHT_H

#include "service/desk_part.h"

/* The engine looks as soon as it can, where it has not since it was asked, or
 * @again; inside an open transaction. */
bool sight_write(struct desk *desk, const struct approval *approval, bool again,
                 const char *by, int64_t now, struct arena *arena,
                 struct err *err);
/* What the newest looks since it was asked have found; NULL: none yet. */
bool sight_read(struct desk *desk, const struct approval *approval,
                struct arena *arena, const struct json **out, struct err *err);
/* The one of this action on this target; NULL: it is not in the list. */
const struct json *sight_find(const struct json *sight, const char *action,
                              const char *target);

#endif
