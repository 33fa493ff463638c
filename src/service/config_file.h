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
    bool list; /* take adds one entry */
};
const struct setting *setting_at(size_t index); /* NULL ends */

/* The entries of a list setting that were there go. */
void setting_clear(struct config *config, const struct setting *setting);

/* One value by its dotted name; of a list, its entries with commas between. */
bool setting_take(struct config *config, const char *name, struct str value,
                  struct err *err);
bool setting_unknown(const char *name, struct err *err);

/* Reads config->path into @config; ERR_INPUT with file and line. */
bool config_file_read(struct config *config, struct err *err);

#endif
