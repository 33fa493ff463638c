/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_lacks.c - what the settings of this installation do not have, and a
 * playbook needs: connectors, a mail server, an identity.
 */
#include "engine/api_hand.h"
#include "service/playbooks.h"
#include "util/text.h"

struct lacks {
    const struct config *config;
    struct arena *arena;
    struct playbook_note *notes;
    size_t n;
};

static void add(struct lacks *lacks, const char *path, const char *text)
{
    for (size_t i = 0; i < lacks->n; i++) {
        if (str_eq(str_of(lacks->notes[i].path), str_of(path)))
            return;
    }
    lacks->notes = arena_grown(lacks->arena, lacks->notes, lacks->n,
                               sizeof(*lacks->notes));
    lacks->notes[lacks->n++] = (struct playbook_note){
        .path = arena_text(lacks->arena, path),
        .text = arena_text(lacks->arena, text),
    };
}

static void look_connector(struct lacks *lacks, const char *kind,
                           const char *name)
{
    struct err err = {0};

    if (!connectors_stand(&lacks->config->connectors,
                          connector_kind_find(str_of(kind)), str_of(name),
                          &err))
        add(lacks, name, err.text);
}

static void look_step(struct lacks *lacks, const struct playbook_step *step)
{
    const char *needs = api_needs(str_of(step->api));
    const char *kind = step->kind;

    if (str_eq(str_of(kind), STR("approval")) || !*kind)
        return;
    if (str_eq(str_of(needs), STR("mail"))) {
        if (!*lacks->config->mail_server)
            add(lacks, step->key,
                _("No mail server is configured; set mail.server and "
                  "mail.from."));
        return;
    }
    /* An account that the playbook names itself needs no setting. */
    if (*needs) {
        look_connector(lacks, needs, step->key);
        return;
    }
    if (str_eq(str_of(kind), STR("function")))
        look_connector(lacks, "functionapp", wdl_facts(step->action).name);
    else if (step->signs_in && !*lacks->config->identity)
        add(lacks, *step->key ? step->key : wdl_facts(step->action).name,
            _("No identity is configured; set identity.kind to say as whom "
              "riposte signs in."));
}

size_t playbook_lacks(const struct config *config,
                      const struct playbook *playbook, struct arena *arena,
                      struct playbook_note **out)
{
    struct lacks lacks = {.config = config, .arena = arena};

    for (size_t i = 0; i < playbook->n_steps; i++)
        look_step(&lacks, &playbook->steps[i]);
    *out = lacks.notes;
    return lacks.n;
}
