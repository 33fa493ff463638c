/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sample_fit.h - a sample alert that a rule fires on.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_SAMPLE_FIT_H
#define RIPOSTE_SERVICE_SAMPLE_FIT_H

#include "service/desk_part.h"
#include "service/sample.h"

/* Would the rule fire on this body as an event that has just come, whatever
 * its guards say, and find what its actions act on?  *reason says why not, in
 * @arena; NULL: it would. */
bool sample_fires(struct desk *desk, const struct rule *rule,
                  const struct json *body, struct arena *arena,
                  const char **reason, struct err *err);
/* Made of the newest stored alert that fits (of that type, unless it is NULL),
 * else from the rule's own conditions.  ERR_INPUT says why none can be made. */
bool sample_fit(struct desk *desk, const struct rule *rule, const char *type,
                struct json **out, struct err *err);

#endif
