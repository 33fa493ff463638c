/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules_part.h - inside a rule set: shared comparisons, and where each rule is
 * looked for.
 *
 * Private to engine/.  Every distinct comparison ("share") has a number.  For
 * each rule rules_cover.c chooses comparisons of which one must hold for it to
 * fire: its cover.  A lane (rules_lane.c) is one text column: it remembers, for
 * each value seen, which rules that value calls for, and the answers of its
 * comparisons.  rules_match.c visits the rules that are called for.
 *
 * Thread: one at a time.
 * Memory: all lives in the set's arena, but for what lanes remember, which is
 * dropped when it outgrows these bounds.
 */
#ifndef RIPOSTE_ENGINE_RULES_PART_H
#define RIPOSTE_ENGINE_RULES_PART_H

#include "engine/query_part.h"
#include "engine/rule_code.h"
#include "util/map.h"

/* What one lane may remember, in bytes and in values. */
#define LANE_MEMORY (32u << 20)
#define LANE_VALUES (1u << 18)

/* Numbers that grow in a list: rules, or shares. */
struct numbers {
    uint32_t *at;
    uint32_t n;
};
void numbers_add(struct numbers *numbers, uint32_t number, struct arena *arena);

/* One distinct comparison. */
struct share {
    struct probe *probe;
    bool moves;           /* it counts from now: never remembered */
    uint32_t local;       /* its number in its lane */
    uint32_t uses;        /* in how many places of rules it stands */
    struct numbers calls; /* rules that are covered by it */
};

/* What is known of one value of a column. */
struct memo {
    struct numbers calls; /* rules that it calls for */
    uint64_t *known;      /* by local number: has it been asked? */
    uint64_t *yes;
    bool open; /* COLUMN_STATUS: event_status_open() */
};

/* Texts to shares that may hold for a value that is, or has, that text. */
struct texts {
    struct map map;        /* without case */
    struct numbers *lists; /* by number of the text */
    uint32_t room;
};

enum { SLOT_WHOLE, SLOT_PARTS, SLOT_N = SLOT_PARTS + PART_N };

struct lane {
    enum event_column column;
    bool used;
    uint32_t n_shares;         /* local numbers given */
    struct texts same[SLOT_N]; /* of the whole, and of resource parts */
    struct texts grams;        /* three characters that must be in it */
    struct numbers others;     /* shares that are asked for each new value */
    struct numbers scoped;     /* rules that are covered by scope alone */
    struct map values;
    struct memo *memos;
    uint32_t room;
    struct arena *arena; /* of memos */
    uint64_t *asked;     /* by share: the value for which it was asked */
    uint64_t turn;
};

struct ruleset {
    struct arena *arena;
    const struct rule *const *rules; /* by index */
    size_t n_rules;
    const char **faults;     /* by index */
    uint32_t *place;         /* by index: number in codes, or UINT32_MAX */
    struct rule_code *codes; /* in order */
    uint32_t *index;         /* of each code */
    uint32_t n_codes;

    struct share *shares;
    uint32_t n_shares;
    struct numbers moving; /* shares that count from now */
    int64_t now;

    struct lane lanes[EVENT_COLUMN_N];
    struct numbers by_severity[SEVERITY_N];
    struct numbers by_kind[EVENT_KIND_N];
    struct numbers always;

    /* of the event at hand */
    uint64_t turn;
    uint64_t *seen;      /* by code: turn of the last visit */
    uint64_t *body_turn; /* by share of the body: when it was asked */
    bool *body_yes;
    const struct memo *memo[EVENT_COLUMN_N];
    uint32_t *fired;
    size_t n_fired;
};

/* Finds the cover of a code and has it called for there. */
void ruleset_cover(struct ruleset *set, uint32_t code);

void lane_init(struct lane *lane, enum event_column column);
void lane_done(struct lane *lane);
/* Has the share asked for new values; once for each share. */
void lane_watch(struct lane *lane, struct ruleset *set, uint32_t share);
/* What is known of this value; lent until the next call for this lane. */
const struct memo *lane_find(struct lane *lane, struct ruleset *set,
                             struct str value);

#endif
