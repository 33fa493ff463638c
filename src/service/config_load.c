/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config_load.c - where the settings come from: defaults, the file, --set.
 */
#include <stdlib.h>
#include <string.h>

#include "connect/tokens.h"
#include "service/config_file.h"
#include "service/outside.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/text.h"

static bool take_sets(struct config *config, const char *const *sets,
                      struct err *err)
{
    for (; sets != NULL && *sets != NULL; sets++) {
        const char *equals = strchr(*sets, '=');
        char *name;

        if (equals == NULL)
            return err_set(err, ERR_INPUT, _("--set wants NAME=VALUE, not %s."),
                           *sets);
        name = arena_textn(config->arena, *sets, (size_t)(equals - *sets));
        if (!setting_take(config, name, str_of(equals + 1), err))
            return err_prefix(err, "--set");
    }
    return true;
}

/* The first of the places that riposte.conf(5) names; NULL: none is there. */
static const char *find_file(struct config *config, const char *path)
{
    const char *named = path != NULL ? path : getenv("RIPOSTE_CONFIG");
    const char *own;

    if (named != NULL && *named != '\0')
        return named;
    own = file_xdg(config->arena, "CONFIG", "riposte.conf");
    if (file_exists(own))
        return own;
    if (file_exists(SYSCONFDIR "/riposte/riposte.conf"))
        return SYSCONFDIR "/riposte/riposte.conf";
    return NULL;
}

/* What only makes sense together. */
static bool check_whole(const struct config *config, struct err *err)
{
    struct gate_config ignored;

    if (!notices_check(config, err))
        return false;
    if (token_kind_find(str_of(config->identity)) != NULL)
        return outside_configure(config, &ignored, err);
    return err_set(err, ERR_INPUT,
                   _("identity.kind cannot be %s. It is one of secret, device, "
                     "managed, federated, cli."),
                   config->identity);
}

bool config_load(const char *path, const char *const *sets, struct config **out,
                 struct err *err)
{
    struct config *config = mem_new(sizeof(*config));
    const char *file;

    config->arena = arena_new();
    config->path = "";
    if (!settings_fall_back(config, err))
        goto fail;
    file = find_file(config, path);
    if (file != NULL) {
        config->path = arena_text(config->arena, file);
        if (!config_file_read(config, err))
            goto fail;
    }
    if (!take_sets(config, sets, err) || !check_whole(config, err))
        goto fail;
    *out = config;
    return true;
fail:
    config_free(config);
    return false;
}

void config_free(struct config *config)
{
    if (config == NULL)
        return;
    arena_free(config->arena);
    mem_free(config);
}
