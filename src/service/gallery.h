/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gallery.h - rules that come with riposte, ready to be taken over, each with
 * events that it must and must not fire on.
 *
 * They are files of riposte's own data: rules/gallery/NAME.json, and
 * rules/tests/NAME.json with an array of {"about", "fires", "at", "event"}.
 *
 * Thread: any.
 * Memory: rows live in the arena given.
 */
#ifndef RIPOSTE_SERVICE_GALLERY_H
#define RIPOSTE_SERVICE_GALLERY_H

#include "model/containment.h"
#include "model/rule.h"
#include "service/desk.h"

struct gallery_row {
    const char *name;
    const struct rule *rule; /* until gallery_free() */
};
struct gallery {
    struct gallery_row *rows; /* in the rules' order */
    size_t n;
};
bool gallery_read(struct gallery **out, struct err *err);
void gallery_free(struct gallery *gallery); /* NULL is fine */
const struct rule *gallery_find(const struct gallery *gallery, const char *name,
                                struct err *err);

/* Takes one over, as this person's, in shadow, and the playbooks that it starts
 * where they are not there.  ERR_INPUT when a rule of that
 * name is there. */
bool gallery_add(struct desk *desk, const struct gallery *gallery,
                 const char *name, struct err *err);

/* What came of one event. */
struct gallery_check {
    const char *about;
    const char *verdict;
    bool fires;
    bool wanted;
};
bool gallery_test(const struct config *config,
                  const struct catalogue *catalogue, const struct rule *rule,
                  struct arena *arena, struct gallery_check **out, size_t *n,
                  struct err *err);

#endif
