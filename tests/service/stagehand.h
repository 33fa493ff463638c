/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stagehand.h - playbooks for tests: written in few words, stored, started,
 * and what became of them.
 *
 * Thread: one.
 */
#ifndef RIPOSTE_TESTS_SERVICE_STAGEHAND_H
#define RIPOSTE_TESTS_SERVICE_STAGEHAND_H

#include "house.h"

#define ARM         "https://management.azure.com"
#define AFTER(name) "\"runAfter\":{\"" name "\":[\"Succeeded\"]}"
#define FIRST       "\"runAfter\":{}"
#define ASK(method, path, more)                                                \
    "{\"type\":\"Http\",\"inputs\":{\"method\":\"" method                      \
    "\",\"uri\":\"" ARM path "?api-version=2023-09-01\","                      \
    "\"authentication\":{\"type\":\"ManagedServiceIdentity\"}" more "}"
#define GET(path, after)  ASK("GET", path, "") "," after "}"
#define POST(path, after) ASK("POST", path, "") "," after "}"
#define VM(name)          SAND_SHOP "/providers/Microsoft.Compute/virtualMachines/" name
#define REQUEST           "\"manual\":{\"type\":\"Request\",\"kind\":\"Http\"}"

/* Stores it, in that mode. */
void keep(struct house *house, const char *name, const char *trigger,
          const char *actions, enum rule_mode mode);
/* The same with parameters of its own: "\"Key\":{\"type\":…}". */
void keep_told(struct house *house, const char *name, const char *parameters,
               const char *trigger, const char *actions, enum rule_mode mode);
int64_t start(struct house *house, const char *name);
/* In the vault of the shop. */
void may_read_secrets(struct house *house);
/* As bob. */
void answer(struct house *house, const struct approval *approval, bool yes);
size_t sent(struct house *house, const char *method, const char *path);
/* The approvals that wait, which must be so many. */
struct approval *waiting(struct house *house, size_t n);
/* The state that the run comes to; when it is another, says why. */
void comes_to(struct house *house, int64_t run, enum run_state state);
/* How an action stands in the tree. */
const char *state_in_tree(struct house *house, int64_t run, const char *path);
/* What it gave, when that is a text. */
const char *output_of(struct house *house, int64_t run, const char *path);
/* For house_until(): has the run (int64_t) ended? */
bool has_ended(struct house *house, const void *with);

#endif
