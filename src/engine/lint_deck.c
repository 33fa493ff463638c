/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lint_deck.c - rules held against those that go before them.
 */
#include "engine/lint.h"

#include "model/event.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/text.h"

/* Of the conditions of one rule. */
struct card {
    const struct rule *rule;
    uint64_t has;   /* in any of its sets */
    uint64_t needs; /* in each of them */
};

struct lint_deck {
    struct card *cards;
    size_t n;
};

struct lint_deck *lint_deck_new(const struct rule *const *rules, size_t n)
{
    struct lint_deck *deck = mem_new(sizeof(*deck));

    deck->cards = mem_array(n + 1, sizeof(*deck->cards));
    deck->n = n;
    for (size_t i = 0; i < n; i++) {
        struct card *card = &deck->cards[i];

        *card = (struct card){.rule = rules[i], .needs = ~UINT64_C(0)};
        for (size_t k = 0; k < rules[i]->n_sets; k++) {
            uint64_t bits = lint_bits(&rules[i]->sets[k]);

            card->has |= bits;
            card->needs &= bits;
        }
        if (rules[i]->n_sets == 0)
            card->needs = 0;
    }
    return deck;
}

void lint_deck_free(struct lint_deck *deck)
{
    mem_free(deck->cards);
    mem_free(deck);
}

static bool same_json(struct json *take_a, struct json *take_b)
{
    struct buf a, b;
    bool same;

    buf_init(&a);
    buf_init(&b);
    json_write(take_a, JSON_COMPACT, &a);
    json_write(take_b, JSON_COMPACT, &b);
    same = str_eq(buf_view(&a), buf_view(&b));
    buf_done(&a);
    buf_done(&b);
    json_free(take_a);
    json_free(take_b);
    return same;
}

static bool same_part(const struct rule *a, const struct rule *b,
                      const char *part)
{
    struct json *first = rule_to_json(a);
    struct json *second = rule_to_json(b);
    bool same = same_json(json_copy(json_get(first, part)),
                          json_copy(json_get(second, part)));

    json_free(first);
    json_free(second);
    return same;
}

/* Does everything that fires @later fire @earlier too? */
static bool covers(const struct rule *earlier, const struct rule *later)
{
    unsigned kinds = earlier->kinds != 0 ? earlier->kinds : 1u << EVENT_ALERT;
    unsigned on = earlier->on != 0 ? earlier->on : TRIGGER_CREATED;
    unsigned more = later->kinds != 0 ? later->kinds : 1u << EVENT_ALERT;
    unsigned when = later->on != 0 ? later->on : TRIGGER_CREATED;

    if ((more & ~kinds) != 0 || (when & ~on) != 0 || earlier->n_unless > 0 ||
        earlier->n_changes > 0 || earlier->expires != 0 ||
        (!scope_empty(&earlier->scope) && !same_part(earlier, later, "scope")))
        return false;
    for (size_t i = 0; i < later->n_sets; i++) {
        bool within = earlier->n_sets == 0;

        for (size_t k = 0; !within && k < earlier->n_sets; k++)
            within = lint_within(&later->sets[i], &earlier->sets[k]);
        if (!within)
            return false;
    }
    return later->n_sets > 0 || earlier->n_sets == 0;
}

static bool goes_before(const struct lint_deck *deck, size_t first,
                        size_t second)
{
    const struct card *a = &deck->cards[first];
    const struct card *b = &deck->cards[second];

    if (first == second || (a->needs & ~b->has) != 0 ||
        a->rule->mode == RULE_OFF || b->rule->mode == RULE_OFF)
        return false;
    return a->rule->order < b->rule->order ||
           (a->rule->order == b->rule->order && first < second);
}

void lint_among(struct lint *lint, const struct lint_deck *deck, size_t index)
{
    const struct rule *rule = deck->cards[index].rule;

    for (size_t i = 0; i < deck->n; i++) {
        const struct rule *earlier = deck->cards[i].rule;

        if (!goes_before(deck, i, index) || !covers(earlier, rule))
            continue;
        if (same_part(earlier, rule, "actions"))
            lint_say(lint, LINT_WARNING, "shadowed", "",
                     _("Rule \"%s\" goes before it, fires on everything that "
                       "this one fires on, and does the same."),
                     earlier->name);
        else
            lint_say(lint, LINT_ADVICE, "overlaps", "",
                     _("Rule \"%s\" goes before it, and fires on everything "
                       "that this one fires on."),
                     earlier->name);
    }
}
