/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * permit_lines.c - whether the identity may do what riposte could do.
 */
#include "service/permits.h"

#include "util/text.h"

struct teller {
    const struct permits *permits;
    struct arena *arena;
    const char *const *scopes;
    size_t n_scopes;
    void (*tell)(void *with, const struct permit_line *line);
    void *with;
};

static void judge(const struct teller *teller, const char *scope,
                  struct permit_line *line)
{
    if (line->entry)
        permits_contain(teller->permits, line->entry, scope, teller->arena,
                        &line->finding);
    else
        permits_action(teller->permits, line->kind, scope, teller->arena,
                       &line->finding);
}

/* Is that scope one to ask about? */
static bool concerns(const struct permit_line *line, const char *scope)
{
    enum audience audience = line->entry && line->entry->n_acts
                                 ? line->entry->acts[0].audience
                                 : AUDIENCE_ARM;

    if (audience == AUDIENCE_GRAPH || audience == AUDIENCE_ENDPOINT)
        return permits_audience(scope) == audience;
    return *scope == '/';
}

static void tell(const struct teller *teller, struct permit_line *line)
{
    struct permit_finding held = {.text = NULL};
    size_t n_held = 0;
    size_t n = 0;

    for (size_t i = 0; i < teller->n_scopes; i++) {
        if (!concerns(line, teller->scopes[i]))
            continue;
        n++;
        judge(teller, teller->scopes[i], line);
        if (line->finding.verdict != PERMIT_HELD)
            teller->tell(teller->with, line);
        else if (n_held++ == 0)
            held = line->finding;
    }
    if (n_held == 0)
        return;
    line->finding = held;
    if (n_held > 1 && n_held == n)
        line->finding.text =
            arena_printf(teller->arena, _("Held on all %zu subscriptions."), n);
    teller->tell(teller->with, line);
}

void permits_lines(const struct permits *permits, const struct config *config,
                   const struct catalogue *catalogue,
                   void (*tell_line)(void *with,
                                     const struct permit_line *line),
                   void *with)
{
    struct teller teller = {
        .permits = permits,
        .arena = arena_new(),
        .tell = tell_line,
        .with = with,
    };
    const struct action_kind *kind;

    teller.scopes =
        permits_scopes(config, catalogue, teller.arena, &teller.n_scopes);
    for (size_t i = 0; i < catalogue->n; i++) {
        struct permit_line line = {.name = catalogue->entries[i].name,
                                   .entry = &catalogue->entries[i]};

        tell(&teller, &line);
    }
    for (size_t i = 0; (kind = action_at(i)) != NULL; i++) {
        struct permit_line line = {.kind = kind};

        line.name = arena_printf(teller.arena, _("action %s"), kind->name);
        if (kind->permission)
            tell(&teller, &line);
    }
    arena_free(teller.arena);
}
