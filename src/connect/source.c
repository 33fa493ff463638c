/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/source.h"

#include <stdio.h>
#include <string.h>

#include "connect/arm.h"
#include "connect/judge.h"
#include "connect/retry.h"
#include "connect/source_state.h"
#include "model/envelope.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/when.h"

#define LEVEL_SUBSCRIPTIONS 0
#define LEVEL_LIST          1
#define LEVEL_FINDINGS      2

#define SUBSCRIPTIONS "/subscriptions?api-version=2020-01-01"

/* ARM gives up after 60 s (FACTS 3); its 504 should be seen. */
#define PAGE_TIME (90 * WHEN_SECOND)
/* A reading that came to nothing is begun again after this: somebody is
 * mending it. */
#define AGAIN (5 * WHEN_MINUTE)
/* The longest pause between two of many small requests. */
#define PAUSE (2 * WHEN_SECOND)

static const char *list_url(const struct source *source,
                            const struct source_settings *set,
                            const char *subscription, struct arena *arena)
{
    return arena_printf(arena, "/subscriptions/%s%s?api-version=%s%s",
                        subscription, source->list, set->api_version,
                        source->query);
}

/* What one subscription has, behind what is still to be asked. */
static void add_lists(const struct source *source,
                      const struct source_settings *set,
                      struct source_state *state, const char *subscription,
                      struct arena *arena)
{
    source_todo_add(state, state->n_todo, LEVEL_LIST,
                    str_of(list_url(source, set, subscription, arena)),
                    subscription);
    if (set->findings)
        source_todo_add(state, state->n_todo, LEVEL_FINDINGS,
                        str_of(arena_printf(arena, "/subscriptions/%s%s",
                                            subscription, source->findings)),
                        subscription);
}

static void begin_sweep(const struct source *source,
                        const struct source_settings *set,
                        struct source_state *state, int64_t now,
                        struct arena *arena)
{
    state->sweep++;
    state->began = now;
    state->pages = 0;
    state->attempts = 0;
    if (set->n_subscriptions == 0)
        source_todo_add(state, 0, LEVEL_SUBSCRIPTIONS, STR(SUBSCRIPTIONS), "");
    for (size_t i = 0; i < set->n_subscriptions; i++)
        add_lists(source, set, state, set->subscriptions[i], arena);
}

void source_ask(const struct source *source, const struct source_settings *set,
                struct source_state *state, int64_t now, struct arena *arena,
                struct request *out)
{
    if (!source_state_walking(state))
        begin_sweep(source, set, state, now, arena);
    *out = (struct request){
        .method = "GET",
        .url = arena_text(arena, state->todo[0].url),
        .body = STR_NONE,
        .audience = AUDIENCE_ARM,
        .idempotent = true,
        .timeout = PAGE_TIME,
    };
}

/* {"value":[…]}, whole and well formed? */
static bool is_page(struct str body, struct err *err)
{
    struct skim skim;
    struct skim_value page, name, value;

    skim_init(&skim, body);
    if (!skim_value(&skim, &page, err))
        return false;
    if (page.type != JSON_OBJECT || !skim_end(&skim))
        return err_set(err, ERR_INPUT, _("It is no JSON object."));
    skim_enter(&skim, &page);
    while (skim_member(&skim, &name, &value)) {
        if (str_eq_fold(name.raw, STR("value")) && value.type == JSON_ARRAY)
            return true;
    }
    return err_set(err, ERR_INPUT, _("It has no list of items."));
}

/* What a person can do about it comes first: the rest may be long. */
static void explain_refusal(const struct response *response,
                            struct judgement *judgement)
{
    struct judgement said = *judgement;

    if (response->status == 403)
        judge_say(judgement, VERDICT_REFUSED,
                  _("Reading is not allowed, give the identity the role "
                    "Security Reader: %s"),
                  said.text);
}

void source_read(const struct source *source, const struct source_settings *set,
                 const struct source_state *state,
                 const struct request *request, const struct response *response,
                 struct source_page *out)
{
    struct err err = {0};

    out->body = STR_NONE;
    out->items = STR_NONE;
    arm_judge(set->base, request, response, &out->judgement);
    if (out->judgement.verdict != VERDICT_DONE) {
        explain_refusal(response, &out->judgement);
        return;
    }
    out->body = buf_view(&response->body);
    if (!is_page(out->body, &err)) {
        judge_say(&out->judgement, VERDICT_RETRY,
                  _("The answer for %s is no page of a list: %s"), source->name,
                  err.text);
        return;
    }
    if (state->n_todo > 0 && state->todo[0].level != LEVEL_SUBSCRIPTIONS)
        out->items = out->body;
}

struct str source_item_text(const struct skim_value *item, const char *path,
                            struct arena *arena)
{
    struct skim_value at = *item;
    struct str rest = str_of(path);
    struct str part;

    while (str_cut(&rest, '.', &part)) {
        struct skim skim;
        struct skim_value name, value;
        bool found = false;

        if (at.type != JSON_OBJECT)
            return STR_NONE;
        skim_enter(&skim, &at);
        while (!found && skim_member(&skim, &name, &value))
            found = str_eq_fold(name.raw, part);
        if (!found)
            return STR_NONE;
        at = value;
    }
    return at.type == JSON_TEXT ? skim_text(&at, arena) : STR_NONE;
}

/* One walk through a page: what it leads to. */
struct walk {
    const struct source *source;
    const struct source_settings *set;
    struct source_state *state;
    struct arena *arena;
    int level;
    char *subscription;
    size_t urgent; /* entries put before the others */
};

static void add_subscription(struct walk *walk, const struct skim_value *item)
{
    struct str id = source_item_text(item, "subscriptionId", walk->arena);
    struct str state = source_item_text(item, "state", walk->arena);
    const char *subscription = arena_str(walk->arena, id).at;

    if (str_empty(id) || str_eq_fold(state, STR("Disabled")) ||
        str_eq_fold(state, STR("Deleted")) ||
        strspn(subscription, "0123456789abcdefABCDEF-") != id.len)
        return;
    add_lists(walk->source, walk->set, walk->state, subscription, walk->arena);
}

static void add_below(struct walk *walk, const struct skim_value *item)
{
    bool urgent = false;
    const char *path =
        walk->source->below(walk->level, item, walk->arena, &urgent);
    struct str url;

    if (!path)
        return;
    url = str_of(arena_printf(walk->arena, "%s?api-version=%s%s", path,
                              walk->set->api_version, walk->source->query));
    if (source_todo_add(walk->state,
                        urgent ? walk->urgent : walk->state->n_todo,
                        walk->level + 1, url, walk->subscription) &&
        urgent)
        walk->urgent++;
}

static void walk_items(struct walk *walk, struct str body)
{
    struct envelope envelope;
    struct skim_value item;
    struct err ignored;
    enum envelope_answer answer;

    if (walk->level != LEVEL_SUBSCRIPTIONS && !walk->source->below)
        return;
    envelope_init(&envelope, body);
    while ((answer = envelope_next(&envelope, &item, &ignored)) !=
           ENVELOPE_END) {
        if (answer == ENVELOPE_BAD)
            continue;
        if (walk->level == LEVEL_SUBSCRIPTIONS)
            add_subscription(walk, &item);
        else
            add_below(walk, &item);
    }
}

static void add_next_page(struct walk *walk, struct str next, const char *asked,
                          int64_t now)
{
    if (str_empty(next))
        return;
    if (str_eq(next, str_of(asked))) {
        source_trouble_set(walk->state, walk->subscription,
                           _("The list leads back to itself; the rest was left "
                             "out."),
                           now);
        return;
    }
    if (!arm_may_follow(walk->set->base, next)) {
        source_trouble_set(walk->state, walk->subscription,
                           _("The list goes on at another host, which is not "
                             "asked."),
                           now);
        return;
    }
    source_todo_add(walk->state, 0, walk->level, next, walk->subscription);
}

static bool is_known(const struct source *source,
                     const struct source_settings *set,
                     const struct source_state *state,
                     const struct source_tally *tally)
{
    bool full = set->sweep > 0 && (state->sweep - 1) % set->sweep == 0;

    return source->newest_first && !full && tally->items > 0 &&
           tally->fresh == 0;
}

static void advance_page(const struct source *source,
                         const struct source_settings *set,
                         struct source_state *state,
                         const struct source_page *page, bool known,
                         int64_t now)
{
    struct arena *arena = arena_new();
    struct walk walk = {
        .source = source,
        .set = set,
        .state = state,
        .arena = arena,
        .level = state->todo[0].level,
        .subscription = arena_text(arena, state->todo[0].subscription),
    };
    const char *asked = arena_text(arena, state->todo[0].url);

    state->pages++;
    state->succeeded = now;
    if (walk.level <= LEVEL_LIST)
        source_trouble_clear(state, walk.subscription);
    source_todo_drop(state);
    walk_items(&walk, page->body);
    if (!known)
        add_next_page(&walk, envelope_next_link(page->body, arena), asked, now);
    if (state->pages >= set->page_limit && state->n_todo > 0) {
        source_trouble_set(state, walk.subscription,
                           _("The list has more pages than page_limit; the "
                             "rest was left out."),
                           now);
        source_todo_clear(state);
    }
    arena_free(arena);
}

static void advance_failed(struct source_state *state,
                           const struct judgement *judgement, int64_t now,
                           double random)
{
    struct source_todo *todo = &state->todo[0];

    source_fault_set(state, judgement->text);
    if (judgement->verdict == VERDICT_RETRY &&
        state->attempts < LIMIT_ATTEMPTS) {
        state->due =
            now + retry_wait(state->attempts, judgement->wait, false, random);
        return;
    }
    source_trouble_set(state, todo->subscription, judgement->text, now);
    source_todo_drop(state);
    state->due = now;
}

static int64_t pause_for(const struct source *source,
                         const struct source_settings *set,
                         const struct source_state *state)
{
    int64_t pause = set->every / (4 * ((int64_t)state->n_todo + 1));

    /* The first time somebody waits for it. */
    if (!source->spread || state->sweep <= 1)
        return 0;
    return pause < PAUSE ? pause : PAUSE;
}

void source_advance(const struct source *source,
                    const struct source_settings *set,
                    struct source_state *state, const struct source_page *page,
                    const struct source_tally *tally, int64_t now,
                    double random)
{
    bool known = is_known(source, set, state, tally);

    if (state->n_todo == 0)
        return;
    if (page->judgement.verdict == VERDICT_DONE) {
        advance_page(source, set, state, page, known, now);
        state->due = now + pause_for(source, set, state);
    } else {
        advance_failed(state, &page->judgement, now, random);
    }
    if (state->n_todo == 0) {
        state->due = state->began + retry_spread(set->every, random);
        if (state->pages == 0 && state->due > now + AGAIN)
            state->due = now + AGAIN;
        if (state->due < now)
            state->due = now;
    }
}
