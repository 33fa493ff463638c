/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/ignores.h"

#include "service/watchlist.h"
#include "service/watchlist_file.h"
#include "store/suppressions.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

void ignores_init(struct ignores *ignores)
{
    *ignores = (struct ignores){.version = -1};
}

void ignores_done(struct ignores *ignores)
{
    for (size_t i = 0; i < ignores->n; i++)
        filter_free(ignores->filters[i]);
    mem_free(ignores->filters);
    arena_free(ignores->arena);
    ignores_init(ignores);
}

static void compile(struct ignores *ignores, const struct config *config,
                    int64_t now)
{
    struct query_env env = watchlist_env(config, now);
    size_t n = 0;

    for (size_t i = 0; i < ignores->n; i++) {
        struct suppression *s = &ignores->items[i];
        struct err err = {0};

        if (s->place != SUPPRESSION_HERE)
            continue;
        if (!filter_new(str_of(s->query), &env, &ignores->filters[n], &err)) {
            log_line(LOG_WARN, "suppression %lld hides nothing: %s",
                     (long long)s->row, err.text);
            continue;
        }
        filter_show_ignored(ignores->filters[n]);
        if (ignores->next_end == 0 || s->until < ignores->next_end)
            ignores->next_end = s->until;
        ignores->items[n++] = *s;
    }
    ignores->n = n;
}

bool ignores_load(struct ignores *ignores, struct store *store,
                  const struct config *config, int64_t now, bool *changed,
                  struct err *err)
{
    struct ignores next;
    int64_t version;

    if (changed != NULL)
        *changed = false;
    if (!suppressions_version(store, &version, err))
        return false;
    if (version == ignores->version &&
        (ignores->n == 0 || watchlist_stamp(config) == ignores->lists) &&
        (ignores->next_end == 0 || now < ignores->next_end))
        return true;
    ignores_init(&next);
    next.arena = arena_new();
    if (!suppressions_list(store, true, now, next.arena, &next.items, &next.n,
                           err)) {
        arena_free(next.arena);
        return false;
    }
    next.filters = mem_array(next.n + 1, sizeof(struct filter *));
    compile(&next, config, now);
    next.version = version;
    next.lists = watchlist_stamp(config);
    if (changed != NULL)
        *changed = next.n > 0 || ignores->n > 0;
    ignores_done(ignores);
    *ignores = next;
    return true;
}

const struct suppression *ignores_ask(const struct ignores *ignores,
                                      struct query_subject *subject,
                                      int64_t now)
{
    for (size_t i = 0; i < ignores->n; i++) {
        if (ignores->items[i].until > now &&
            filter_holds(ignores->filters[i], subject))
            return &ignores->items[i];
    }
    return NULL;
}

bool ignores_load_all(struct ignores *ignores, struct store *store,
                      const struct config *config, int64_t now, struct err *err)
{
    ignores->arena = arena_new();
    if (!suppressions_list(store, false, now, ignores->arena, &ignores->items,
                           &ignores->n, err)) {
        ignores->n = 0;
        return false;
    }
    ignores->filters = mem_array(ignores->n + 1, sizeof(struct filter *));
    compile(ignores, config, now);
    return true;
}

const struct suppression *ignores_ask_then(const struct ignores *ignores,
                                           struct query_subject *subject)
{
    int64_t then = subject->event->time;

    for (size_t i = 0; i < ignores->n; i++) {
        const struct suppression *s = &ignores->items[i];
        int64_t end = s->ended && s->ended < s->until ? s->ended : s->until;

        if (s->made <= then && then < end &&
            filter_holds(ignores->filters[i], subject))
            return s;
    }
    return NULL;
}

const char *ignores_sentence(const struct suppression *s, struct arena *arena)
{
    char until[WHEN_TEXT_SIZE];

    return arena_printf(arena,
                        _("Suppression %lld by %s hides the event until %s: "
                          "%s"),
                        (long long)s->row, s->by, when_iso(s->until, until),
                        s->reason);
}

static uint64_t covered(struct ignores *ignores, const struct index *index,
                        struct store *store, const uint32_t *slots, size_t n)
{
    uint64_t all = 0;

    for (size_t i = 0; i < ignores->n; i++) {
        uint64_t open;

        all |= filter_ask(ignores->filters[i], index, slots, n, &open);
        for (open &= ~all; open != 0; open &= open - 1) {
            int k = __builtin_ctzll(open);

            if (filter_body(ignores->filters[i], index, store, slots[k]))
                all |= UINT64_C(1) << k;
        }
    }
    return all;
}

bool ignores_mark(struct ignores *ignores, struct index *index,
                  struct store *store, const uint32_t *slots, size_t n)
{
    uint64_t hidden = covered(ignores, index, store, slots, n);
    bool changed = false;

    for (size_t i = 0; i < n; i++) {
        uint8_t *flags = &index->flags[slots[i]];
        bool is =
            (hidden >> i & 1) != 0 && index->kind[slots[i]] != INDEX_EMPTY;
        bool was = (*flags & EVENT_IGNORED) != 0;

        if (is == was)
            continue;
        changed = true;
        *flags ^= EVENT_IGNORED;
        if (!index_shown(index, slots[i]))
            continue;
        if (is)
            index->n_ignored++;
        else
            index->n_ignored--;
    }
    return changed;
}

void ignores_mark_all(struct ignores *ignores, struct index *index,
                      struct store *store)
{
    uint32_t slots[64];

    for (size_t at = 0; ignores->n > 0 && at < index->n; at += 64) {
        size_t n = index->n - at < 64 ? index->n - at : 64;

        for (size_t i = 0; i < n; i++)
            slots[i] = (uint32_t)(at + i);
        ignores_mark(ignores, index, store, slots, n);
    }
}
