/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation.h - Azure's Microsoft.Security/automations to rules, and back.
 *
 * One automation becomes one rule for each of its sources.  What has an
 * equivalent is converted exactly: rule sets are ORed, their rules ANDed,
 * comparisons mind no case, and a path that is missing is false.  What has none
 * is said with its place and the reason; a source that cannot be converted
 * whole is held: its rule has no conditions and cannot be switched on.
 *
 * The resource as it was (without secrets) stays with each of its rules
 * (rule->azure), and writing merges: what nobody changed since it was read is
 * written as it stood there, spelling and all, so that reading and writing
 * again makes no difference.
 *
 *     rule->azure: {"resource": {…}, "source": number of its source,
 *                   "triggers": ["name of each action's trigger", …],
 *                   "held": "why it cannot be switched on"}
 *
 * Thread: any; pure.
 * Memory: a reading owns its rules; json handed out is the caller's.
 */
#ifndef RIPOSTE_ENGINE_AUTOMATION_H
#define RIPOSTE_ENGINE_AUTOMATION_H

#include "engine/deploy.h"
#include "model/rule.h"

#define AUTOMATION_TYPE "Microsoft.Security/automations"

enum automation_says {
    SAYS_HELD,    /* no equivalent: kept, and does nothing here */
    SAYS_WARNING, /* converted, but hardly what somebody meant */
    SAYS_NOTE,    /* converted in another form that means the same */
    AUTOMATION_SAYS_N
};
const char *automation_says_name(enum automation_says says); /* "held" … */

struct automation_note {
    enum automation_says says;
    const char *rule; /* name; "": the automation as a whole */
    const char *path; /* "properties.sources[0].ruleSets[1]" */
    const char *text;
};

struct automation_reading {
    struct arena *arena;
    struct rule **rules;
    size_t n_rules;
    struct automation_note *notes;
    size_t n_notes;
    size_t n_automations;
};
void automation_reading_init(struct automation_reading *reading);
void automation_reading_done(struct automation_reading *reading);

/* Is it one, a list of them, a template or a policy that deploys some?  Not:
 * riposte's own. */
bool automation_is(const struct json *json);
/* Any of these shapes.  ERR_INPUT says the place and what to do. */
bool automation_read_all(const struct json *json,
                         const struct deploy_given *given,
                         struct automation_reading *out, struct err *err);
/* One resource. */
bool automation_read(const struct deploy_resource *from,
                     struct automation_reading *out, struct err *err);

/* The resource that these rules make: one rule, or the rules of one
 * automation; sources of it whose rules are not among them stay as they were.
 * Without location and scopes where nobody has said any.  ERR_INPUT names the
 * rule and the part that has no equivalent. */
bool automation_write(const struct rule *const *rules, size_t n,
                      struct json **out, struct err *err);
/* Do both come from the same automation? */
bool automation_same(const struct rule *a, const struct rule *b);
/* A template that deploys the resource, asking for the callback URL of each
 * Logic App while it does. */
struct json *automation_template(const struct json *const *resources,
                                 const struct rule *const *rules, size_t n);
/* Without what must not be kept or printed: callback URLs, connection
 * strings. */
struct json *automation_bare(const struct json *resource);

#endif
