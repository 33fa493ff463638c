/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * views.h - saved views: queries over the queue with a name and an order, as
 * files that can be kept under version control.
 *
 * NAME.query holds
 *
 *     # what it is for
 *     sort: severity
 *     query: Severity =~ 'High'
 *       and Status =~ 'Active'
 *
 * A line that begins with a blank goes on with the one before.  A person's own
 * lie in views/ beside the configuration and go before shared ones of the same
 * name.
 *
 * Thread: any; each call reads the disk.
 */
#ifndef RIPOSTE_SERVICE_VIEWS_H
#define RIPOSTE_SERVICE_VIEWS_H

#include "service/config.h"
#include "service/queue.h"

struct saved_view {
    const char *name;
    const char *path; /* "" for one that is built in */
    bool own;
    const char *query;
    enum queue_sort sort;
    bool ascending;
};

/* Own ones, shared ones, and those built in, by name.  What is wrong with a
 * file is reported through @wrong (may be NULL), and the others go on. */
bool views_list(const struct config *config, struct arena *arena,
                void (*wrong)(void *with, const struct err *err), void *with,
                struct saved_view **out, size_t *n, struct err *err);
/* ERR_INPUT says file and line, or the nearest name. */
bool views_find(const struct config *config, struct str name,
                struct arena *arena, struct saved_view *out, struct err *err);
/* As a person's own, in one step, 0600; one of that name is replaced.  The
 * query must be one. */
bool views_save(struct desk *desk, const struct saved_view *view,
                struct err *err);
/* A person's own only. */
bool views_remove(struct desk *desk, struct str name, struct err *err);

struct view_page_list {
    struct arena *arena;
    struct saved_view *rows;
    size_t n;
    struct err error; /* of the first file that is wrong, too */
};
struct view_page_list *views_page(const struct config *config);
void views_page_free(struct view_page_list *page);

#endif
