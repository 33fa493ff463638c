/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbooks.h - Logic Apps as the faces see them: read from files, kept,
 * listed, written as templates.
 *
 * Thread: the desk's; reading needs none.
 */
#ifndef RIPOSTE_SERVICE_PLAYBOOKS_H
#define RIPOSTE_SERVICE_PLAYBOOKS_H

#include "engine/compose.h"
#include "engine/rehearse.h"
#include "model/rule.h"
#include "service/desk.h"

/* What files do not say themselves. */
struct playbook_wish {
    const char *scope;             /* as of exchange.h; NULL */
    const char *const *parameters; /* "name=value" */
    size_t n_parameters;
};
/* Reads one more file.  What cannot be read is among the playbooks too, as
 * refused, and false says why. */
bool playbook_read_file(const struct config *config,
                        const struct catalogue *catalogue,
                        const struct playbook_wish *wish, const char *file,
                        struct playbook_reading *out, struct err *err);
/* ERR_INPUT: none of them has a parameter that was given. */
bool playbook_check_parameters(const struct playbook_wish *wish,
                               const struct playbook_reading *reading,
                               struct err *err);
/* Playbooks of different files may have the same name: then the later ones are
 * numbered. */
void playbook_number_names(struct playbook_reading *reading);

/* What the settings lack for it: each with the connection, or the action, that
 * it is for, and what to do.  In @arena. */
size_t playbook_lacks(const struct config *config,
                      const struct playbook *playbook, struct arena *arena,
                      struct playbook_note **out);

/* Keeps those that are not refused, all or none, in shadow; one of the same
 * name is replaced. */
bool playbook_store(struct desk *desk, const struct playbook_reading *reading,
                    struct err *err);

struct playbook_row {
    int64_t row;
    enum rule_mode mode;
    int64_t saved;
    const char *editor;
    const struct playbook *playbook; /* of the page's reading */
    int64_t run;                     /* the newest of it; 0: none */
    enum run_state run_state;
    int64_t run_began;
};
struct playbook_page {
    struct playbook_reading reading;
    struct playbook_row *rows;
    size_t n;
    struct err error;
};
struct playbook_page *playbook_page_read(struct desk *desk);
/* That one alone; error is ERR_ABSENT when it is not there. */
struct playbook_page *playbook_page_one(struct desk *desk, struct str name);
void playbook_page_free(struct playbook_page *page);
/* Adds the stored one of that name; ERR_ABSENT names the nearest. */
bool playbook_add_stored(struct desk *desk, struct str name,
                         struct playbook_reading *out, struct err *err);

/* Names of files that may hold some end in one of these; NULL ends. */
extern const char *const playbook_endings[];

/* What would become of a file, or of all in a directory, if they were taken in.
 */
struct playbook_import {
    char *file;
    struct playbook_reading reading;
    bool *known; /* of each: one of that name is there, and is replaced */
    struct err error;
};
/* @file, or directory, and behind it "name=value" on lines of their own. */
struct playbook_import *playbook_import_read(struct desk *desk,
                                             struct str file);
void playbook_import_free(struct playbook_import *import);

/* Those that come with riposte, ready to be taken over: files of its own data,
 * playbooks/NAME.json. */
struct playbook_ready {
    const char *name;
    const char *note; /* what it does, in a sentence */
    const char *file;
};
/* In @arena, by name. */
bool playbook_gallery(struct arena *arena, struct playbook_ready **out,
                      size_t *n, struct err *err);
/* ERR_INPUT says how they are listed. */
const struct playbook_ready *
playbook_gallery_find(const struct playbook_ready *all, size_t n,
                      struct str name, struct err *err);
/* Takes what was read of it over, in shadow.  ERR_INPUT: one of that name is
 * there. */
bool playbook_gallery_add(struct desk *desk,
                          const struct playbook_reading *reading,
                          struct err *err);

bool playbook_mode(struct desk *desk, struct str name, enum rule_mode mode,
                   struct err *err);
bool playbook_remove(struct desk *desk, struct str name, struct err *err);
/* A template that deploys it, with that rule beside it as an automation that
 * starts it; @rule may be NULL.  ERR_INPUT: it still needs to be told
 * something. */
bool playbook_export(struct desk *desk, struct str name, const char *rule,
                     struct json **out, struct err *err);

/* What the playbook is started with, from the text of an event in any shape;
 * anything else is a body as it is.  The caller's. */
bool playbook_event(const struct playbook *playbook, struct str text,
                    struct json **out, struct err *err);

#endif
