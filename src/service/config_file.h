/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config_file.h - how a libconfig file becomes settings.  For config.c and
 * config_file.c only.
 */
#ifndef RIPOSTE_SERVICE_CONFIG_FILE_H
#define RIPOSTE_SERVICE_CONFIG_FILE_H

#include <stddef.h>

#include "service/config.h"
#include "util/str.h"

struct setting {
    const char *name; /* dotted */
    bool (*take)(const struct setting *setting, struct str value,
                 struct config *config, struct err *err);
    size_t at;            /* member of struct config */
    const char *fallback; /* as it would be written; NULL = empty */
    const char *const *choices;
    const char *expected; /* the choices, for errors */
    const char *help;
    /* A list: take adds one entry, and this empties it; NULL: one value. */
    void (*clear)(const struct setting *setting, struct config *config);
};
const struct setting *setting_at(size_t index); /* NULL ends */

/* One value by its dotted name; of a list, its entries with commas between. */
bool setting_take(struct config *config, const char *name, struct str value,
                  struct err *err);
bool setting_unknown(const char *name, struct err *err);

/* ---- who may do what, and what approvals take: config_take.c ---- */

bool take_four_eyes(const struct setting *setting, struct str value,
                    struct config *config, struct err *err);
/* Of a struct role_members: one more. */
bool take_member(const struct setting *setting, struct str value,
                 struct config *config, struct err *err);
void clear_members(const struct setting *setting, struct config *config);

/* A number of people, a span, yes or no: nothing is not said. */
bool take_quorum(const struct setting *setting, struct str value,
                 struct config *config, struct err *err);
bool take_unsaid_span(const struct setting *setting, struct str value,
                      struct config *config, struct err *err);
bool take_justify(const struct setting *setting, struct str value,
                  struct config *config, struct err *err);
bool take_group(const struct setting *setting, struct str value,
                struct config *config, struct err *err);
/* Of a struct demand: one more role. */
bool take_role(const struct setting *setting, struct str value,
               struct config *config, struct err *err);
void clear_roles(const struct setting *setting, struct config *config);
/* Of a struct config_texts: one more mail address, one more name. */
bool take_address(const struct setting *setting, struct str value,
                  struct config *config, struct err *err);
bool take_name(const struct setting *setting, struct str value,
               struct config *config, struct err *err);
bool take_budget(const struct setting *setting, struct str value,
                 struct config *config, struct err *err);
void clear_budget(const struct setting *setting, struct config *config);
bool take_protected(const struct setting *setting, struct str value,
                    struct config *config, struct err *err);
void clear_protected(const struct setting *setting, struct config *config);
/* One more reference to a secret. */
bool take_reference(const struct setting *setting, struct str value,
                    struct config *config, struct err *err);
void clear_texts(const struct setting *setting, struct config *config);

/* Are the addresses and connectors of notices there? */
bool notices_check(const struct config *config, struct err *err);

/* Every setting as it is when nothing is said of it. */
bool settings_fall_back(struct config *config, struct err *err);
/* Reads config->path into @config; ERR_INPUT with file and line. */
bool config_file_read(struct config *config, struct err *err);

#endif
