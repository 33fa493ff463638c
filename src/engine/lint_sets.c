/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lint_sets.c - conditions that cannot hold together, and sets within sets.
 */
#include "engine/lint.h"

#include "model/event.h"
#include "util/buf.h"
#include "util/text.h"

/* ---- severities, by rank ---- */

#define EVERY_RANK ((1u << SEVERITY_N) - 2u) /* but for none */

static unsigned ranks_of(const struct condition *condition, struct arena *arena)
{
    struct str *values;
    size_t n = condition_values(condition, arena, &values);
    unsigned out = 0;

    for (size_t i = 0; i < n; i++) {
        enum severity severity;

        if (!severity_parse(values[i], &severity))
            return EVERY_RANK;
        out |= 1u << severity;
    }
    return n > 0 ? out : EVERY_RANK;
}

/* The ranks above the lowest, or below the highest, of a set of one. */
static unsigned above(unsigned ranks)
{
    return EVERY_RANK & ~(ranks | (ranks - 1));
}

static unsigned below(unsigned ranks)
{
    return EVERY_RANK & (ranks - 1);
}

/* Those that an event may have when the condition holds. */
static unsigned ranks_left(const struct condition *condition,
                           struct arena *arena)
{
    unsigned ranks = ranks_of(condition, arena);

    switch (condition->op) {
    case OP_EQ:
    case OP_EQ_FOLD:
    case OP_IN:
    case OP_IN_FOLD:
        return ranks;
    case OP_NE:
    case OP_NE_FOLD:
    case OP_NOT_IN:
    case OP_NOT_IN_FOLD:
        return ranks == EVERY_RANK ? EVERY_RANK : EVERY_RANK & ~ranks;
    case OP_LT:
        return below(ranks);
    case OP_LE:
        return below(ranks) | ranks;
    case OP_GT:
        return above(ranks);
    case OP_GE:
        return above(ranks) | ranks;
    default:
        return EVERY_RANK;
    }
}

static bool is_severity(const struct condition *condition)
{
    return condition->query == NULL &&
           (str_eq_fold(str_of(condition->property), STR("Severity")) ||
            str_eq_fold(str_of(condition->property), STR("AlertSeverity")));
}

static bool severity_possible(const struct condition_set *set,
                              struct arena *arena, const char **why)
{
    unsigned left = EVERY_RANK;

    for (size_t i = 0; i < set->n; i++) {
        if (is_severity(&set->all[i]))
            left &= ranks_left(&set->all[i], arena);
    }
    if (left != 0)
        return true;
    *why = _("no severity satisfies all of its comparisons");
    return false;
}

/* ---- texts ---- */

enum taking { TAKES_OTHER, TAKES_THESE, TAKES_NOT_THESE, TAKES_PART };

static enum taking taking_of(enum op op)
{
    switch (op) {
    case OP_EQ:
    case OP_EQ_FOLD:
    case OP_IN:
    case OP_IN_FOLD:
        return TAKES_THESE;
    case OP_NE:
    case OP_NE_FOLD:
    case OP_NOT_IN:
    case OP_NOT_IN_FOLD:
        return TAKES_NOT_THESE;
    case OP_CONTAINS:
    case OP_CONTAINS_CS:
    case OP_STARTS:
    case OP_STARTS_CS:
    case OP_ENDS:
    case OP_ENDS_CS:
        return TAKES_PART;
    default:
        return TAKES_OTHER;
    }
}

static bool has_part(enum op op, struct str text, struct str part)
{
    if (op == OP_STARTS || op == OP_STARTS_CS)
        return str_starts_fold(text, part);
    if (op == OP_ENDS || op == OP_ENDS_CS)
        return str_ends_fold(text, part);
    return str_find_fold(text, part) != STR_NOWHERE;
}

static bool listed(const struct str *values, size_t n, struct str value)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq_fold(values[i], value))
            return true;
    }
    return false;
}

/* May one value of those that @these takes satisfy @other too?  Case is left
 * aside, so that a no is certain. */
static bool any_left(const struct condition *these,
                     const struct condition *other, struct arena *arena)
{
    enum taking taking = taking_of(other->op);
    struct str *mine, *theirs;
    size_t n = condition_values(these, arena, &mine);
    size_t m = condition_values(other, arena, &theirs);
    bool exact = other->op == OP_NE || other->op == OP_NOT_IN;

    if (n == 0 || m == 0 || taking == TAKES_OTHER)
        return true;
    for (size_t i = 0; i < n; i++) {
        bool holds = taking == TAKES_PART
                         ? has_part(other->op, mine[i], theirs[0])
                         : listed(theirs, m, mine[i]);

        if (taking == TAKES_NOT_THESE)
            holds = exact || !holds;
        if (holds)
            return true;
    }
    return false;
}

/* A column of the event has one value, and so may be asked twice in vain; a
 * path or an entity may have several. */
static bool has_one_value(struct str property)
{
    enum event_column column;

    return event_column_of(property, &column) && column != COLUMN_TAGS &&
           column != COLUMN_TACTIC;
}

static bool same_column(const struct condition *a, const struct condition *b)
{
    enum event_column first, second;

    return a->query == NULL && b->query == NULL &&
           has_one_value(str_of(a->property)) &&
           event_column_of(str_of(a->property), &first) &&
           event_column_of(str_of(b->property), &second) && first == second;
}

bool lint_possible(const struct condition_set *set, struct arena *arena,
                   const char **why)
{
    for (size_t i = 0; i < set->n; i++) {
        const struct condition *these = &set->all[i];

        if (these->query || taking_of(these->op) != TAKES_THESE)
            continue;
        for (size_t k = 0; k < set->n; k++) {
            struct buf text;

            if (k == i || !same_column(these, &set->all[k]) ||
                any_left(these, &set->all[k], arena))
                continue;
            buf_init(&text);
            condition_write(these, &text);
            buf_text(&text, _(" and "));
            condition_write(&set->all[k], &text);
            *why = arena_printf(arena, _("%s cannot both hold"), text.at);
            buf_done(&text);
            return false;
        }
    }
    return severity_possible(set, arena, why);
}

static bool same_condition(const struct condition *a, const struct condition *b)
{
    struct buf first, second;
    bool same;

    buf_init(&first);
    buf_init(&second);
    condition_write(a, &first);
    condition_write(b, &second);
    same = str_eq(buf_view(&first), buf_view(&second));
    buf_done(&first);
    buf_done(&second);
    return same;
}

bool lint_within(const struct condition_set *narrow,
                 const struct condition_set *wide)
{
    for (size_t i = 0; i < wide->n; i++) {
        bool found = false;

        for (size_t k = 0; !found && k < narrow->n; k++)
            found = same_condition(&wide->all[i], &narrow->all[k]);
        if (!found)
            return false;
    }
    return true;
}

uint64_t lint_bits(const struct condition_set *set)
{
    uint64_t bits = 0;
    struct buf text;

    buf_init(&text);
    for (size_t i = 0; i < set->n; i++) {
        buf_clear(&text);
        condition_write(&set->all[i], &text);
        bits |= UINT64_C(1) << (str_hash(buf_view(&text)) % 64);
    }
    buf_done(&text);
    return bits;
}
