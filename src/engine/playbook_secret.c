/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_secret.c - secrets in plain sight.  What is found is named by its
 * place, never shown.
 */
#include <string.h>

#include "engine/playbook_part.h"
#include "engine/wdl_part.h"
#include "util/secret.h"
#include "util/text.h"

/* Members that hold one, and texts that are one. */
static const char *const names[] = {
    "password",        "secret",        "clientSecret",
    "apiKey",          "api-key",       "x-api-key",
    "accessKey",       "sharedKey",     "Authorization",
    "token",           "accessToken",   "pfx",
    "workspaceKey",    "client_secret", "Ocp-Apim-Subscription-Key",
    "x-functions-key",
};
static const char *const texts[] = {
    "&sig=",
    "?sig=",
    "AccountKey=",
    "SharedAccessKey=",
    "hooks.slack.com/services/",
    "webhook.office.com/webhookb2/",
    "-----BEGIN PRIVATE KEY",
    "-----BEGIN RSA PRIVATE KEY",
};

static bool is_secret(const char *name, struct str text)
{
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (str_find(text, str_of(texts[i])) != STR_NOWHERE)
            return true;
    }
    if (!name || str_empty(text) || str_find_char(text, '@') != STR_NOWHERE ||
        text.at[0] == '[' || text.at[0] == '<' || secret_reference(text))
        return false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (str_eq_fold(str_of(name), str_of(names[i])))
            return true;
    }
    return false;
}

/* The token of riposte's own request is the name of a service. */
static bool is_own_token(const struct playbook *playbook, const char *path,
                         const char *name)
{
    const struct playbook_step *step = NULL;

    if (!name || strcmp(name, "token") != 0)
        return false;
    for (size_t i = 0; i < playbook->n_steps; i++) {
        struct str at = str_of(playbook->steps[i].action->path);

        if (str_starts(str_of(path), at) && path[at.len] == '.')
            step = &playbook->steps[i];
    }
    return step && strcmp(step->api, "riposte") == 0;
}

static void look_in(struct playbook *playbook, const char *path,
                    const char *name, const struct json *json,
                    struct arena *arena)
{
    if (json_type(json) == JSON_TEXT) {
        if (is_secret(name, json_text(json)) &&
            !is_own_token(playbook, path, name))
            playbook_note(arena, &playbook->lint, &playbook->n_lint, path, "%s",
                          _("A secret stands here in plain sight."));
        return;
    }
    for (struct json_each e = json_each(json); json_next(&e);) {
        const char *inside =
            e.name ? arena_printf(arena, "%s.%s", path, e.name)
                   : arena_printf(arena, "%s[%zu]", path, e.index);

        look_in(playbook, inside, e.name, e.value, arena);
    }
}

/* Its schema describes secrets, and has none. */
void playbook_lint_secrets(struct playbook *playbook, const char *path,
                           const struct json *action, struct arena *arena)
{
    const struct json *inputs = json_find(action, STR("inputs"));

    if (str_eq_fold(json_text(json_find(action, STR("type"))),
                    STR("ParseJson")))
        return;
    look_in(playbook, arena_printf(arena, "%s.inputs", path), "inputs", inputs,
            arena);
}
