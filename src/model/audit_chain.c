/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit_chain.c - one record after the other.
 */
#include "model/audit_chain.h"

#include <string.h>

/* A record is looked for so many places from where it stands. */
#define NEAR 64

void audit_chain_init(struct audit_chain *chain, struct audit_seals *seals,
                      int64_t from)
{
    *chain = (struct audit_chain){.seals = seals, .next = from};
}

const char *audit_fault_name(enum audit_fault fault)
{
    static const char *const names[AUDIT_FAULT_N] = {
        [AUDIT_EDITED] = "edited",     [AUDIT_REPLACED] = "replaced",
        [AUDIT_INSERTED] = "inserted", [AUDIT_REMOVED] = "removed",
        [AUDIT_MISSING] = "missing",   [AUDIT_MOVED] = "moved",
        [AUDIT_CUT] = "cut",           [AUDIT_DENIED] = "denied",
        [AUDIT_OPEN] = "open",
    };

    return names[fault];
}

static struct audit_finding *find(struct audit_chain *chain,
                                  enum audit_fault fault, int64_t seq)
{
    for (size_t i = chain->n_findings; i-- > 0;) {
        if (chain->findings[i].first == seq &&
            chain->findings[i].fault == fault)
            return &chain->findings[i];
    }
    return NULL;
}

static void tell(struct audit_chain *chain, enum audit_fault fault,
                 int64_t first, int64_t last, int64_t other, int64_t when)
{
    if (chain->n_findings == AUDIT_FINDINGS) {
        chain->more++;
        return;
    }
    chain->findings[chain->n_findings++] = (struct audit_finding){
        .fault = fault,
        .first = first,
        .last = last,
        .other = other,
        .when = when,
    };
}

static bool same(const unsigned char *a, const unsigned char *b)
{
    return memcmp(a, b, DIGEST_SIZE) == 0;
}

/* Would its seal fit, were this its number? */
static bool written_as(struct audit_chain *chain,
                       const struct audit_record *record, int64_t seq)
{
    struct audit_record as = *record;
    unsigned char seal[DIGEST_SIZE];

    as.seq = seq;
    return audit_seal(chain->seals, &as, seal) && same(seal, record->mac);
}

/* The number that a record out of its place was written as; 0: none near. */
static int64_t own_number(struct audit_chain *chain,
                          const struct audit_record *record)
{
    if (chain->shift != 0 &&
        written_as(chain, record, record->seq - chain->shift))
        return record->seq - chain->shift;
    if (chain->n_findings == AUDIT_FINDINGS)
        return 0;
    for (int64_t d = 1; d <= NEAR; d++) {
        if (written_as(chain, record, record->seq - d))
            return record->seq - d;
        if (written_as(chain, record, record->seq + d))
            return record->seq + d;
    }
    for (size_t i = 0; i < chain->n_findings; i++) {
        const struct audit_finding *f = &chain->findings[i];

        if (f->fault == AUDIT_EDITED && f->first != record->seq &&
            written_as(chain, record, f->first))
            return f->first;
    }
    return 0;
}

/* All that follows stands @shift places behind where it was written: records
 * came in before, or (below zero) were taken out. */
static void shifted(struct audit_chain *chain, int64_t first, int64_t shift)
{
    struct audit_finding *here = find(chain, AUDIT_MOVED, first);

    if (here != NULL && shift < chain->shift) {
        here->fault = AUDIT_REMOVED;
        here->last = first;
        here->other = chain->shift - shift;
    } else if (here != NULL) {
        struct audit_finding *odd = find(chain, AUDIT_EDITED, first - 1);

        if (odd == NULL)
            odd = find(chain, AUDIT_MOVED, first - 1);
        here->fault = AUDIT_INSERTED;
        here->first = first - (shift - chain->shift);
        here->last = first - 1;
        here->other = 0;
        if (odd != NULL && odd != here) {
            *odd = *here;
            *here = chain->findings[--chain->n_findings];
        }
    }
    chain->shift = shift;
    chain->doubt = 0;
}

/* It was written as @seq, not as what it stands as. */
static void misplaced(struct audit_chain *chain,
                      const struct audit_record *record, int64_t seq)
{
    int64_t shift = record->seq - seq;
    struct audit_finding *last = find(chain, AUDIT_MOVED, record->seq - 1);
    bool swapped = last != NULL && last->other == record->seq;
    struct audit_finding *other;

    if (shift == chain->shift)
        return;
    if (shift == chain->doubt) {
        shifted(chain, record->seq - 1, shift);
        return;
    }
    tell(chain, AUDIT_MOVED, record->seq, record->seq, seq, 0);
    other = find(chain, AUDIT_EDITED, seq);
    if (other != NULL) {
        other->fault = AUDIT_MOVED;
        other->other = record->seq;
    }
    chain->doubt = shift;
    if (!swapped && shift == chain->shift + 1 && chain->n > 2 &&
        same(record->prev, chain->before))
        shifted(chain, record->seq, shift);
}

/* Numbers that are not there, or come again. */
static void mind_number(struct audit_chain *chain,
                        const struct audit_record *record, bool *gap)
{
    *gap = true;
    if (chain->next == 0)
        return;
    if (record->seq > chain->next)
        tell(chain, AUDIT_MISSING, chain->next, record->seq - 1, 0, 0);
    else if (record->seq < chain->next)
        tell(chain, AUDIT_MOVED, record->seq, record->seq, chain->next, 0);
    else
        *gap = false;
}

static void mind_points(struct audit_chain *chain,
                        const struct audit_record *record)
{
    for (; chain->point < chain->n_points &&
           chain->points[chain->point].seq <= record->seq;
         chain->point++) {
        const struct audit_point *point = &chain->points[chain->point];

        if (point->seq < record->seq)
            continue;
        if (same(point->mac, record->mac))
            chain->passed++;
        else
            tell(chain, AUDIT_DENIED, point->seq, point->seq, 0, point->when);
    }
}

/* What the record before must have been. */
static void mind_link(struct audit_chain *chain,
                      const struct audit_record *record, bool gap)
{
    static const unsigned char nothing[DIGEST_SIZE];

    if (chain->n > 1 && !gap && !chain->broken &&
        !same(record->prev, chain->last))
        tell(chain, AUDIT_REPLACED, record->seq - 1, record->seq - 1, 0, 0);
    else if (record->seq == 1 && !same(record->prev, nothing))
        tell(chain, AUDIT_EDITED, 1, 1, 0, 0);
}

static void mind_seal(struct audit_chain *chain,
                      const struct audit_record *record, bool gap)
{
    unsigned char seal[DIGEST_SIZE];
    int64_t number;
    bool known = audit_seal(chain->seals, record, seal);

    if (!known && chain->absent++ == 0)
        chain->first_absent = record->seq;
    if (!record->altered && (!known || same(seal, record->mac))) {
        mind_link(chain, record, gap);
        chain->broken = false;
        chain->doubt = 0;
        if (known && str_eq(record->verb, STR(AUDIT_NEW_KEY)) &&
            !audit_signed(chain->seals, record))
            tell(chain, AUDIT_EDITED, record->seq, record->seq, 0, 0);
        if (known && record->key.len > 0)
            chain->last_keyed = record->seq;
        return;
    }
    number = record->altered ? 0 : own_number(chain, record);
    if (number != 0)
        misplaced(chain, record, number);
    else
        tell(chain, AUDIT_EDITED, record->seq, record->seq, 0, 0);
    chain->broken = true;
}

void audit_chain_take(struct audit_chain *chain,
                      const struct audit_record *record)
{
    bool gap;

    if (chain->n++ == 0)
        chain->first = record->seq;
    if (record->key.len > 0)
        chain->keyed++;
    mind_number(chain, record, &gap);
    mind_seal(chain, record, gap);
    mind_points(chain, record);
    memcpy(chain->before, chain->last, DIGEST_SIZE);
    memcpy(chain->last, record->mac, DIGEST_SIZE);
    chain->next = record->seq + 1;
    chain->last_time = record->when;
}

void audit_chain_end(struct audit_chain *chain, int64_t seq,
                     const unsigned char mac[DIGEST_SIZE])
{
    int64_t last = chain->next - 1;
    const struct audit_point *point;

    if (seq > last)
        tell(chain, AUDIT_CUT, last + 1, seq, 0, 0);
    else if (seq >= 0 && seq < last)
        tell(chain, AUDIT_INSERTED, seq + 1, last, 0, 0);
    else if (seq > 0 && !chain->broken && !same(mac, chain->last))
        tell(chain, AUDIT_REPLACED, seq, seq, 0, 0);
    if (chain->point >= chain->n_points)
        return;
    point = &chain->points[chain->n_points - 1];
    tell(chain, AUDIT_CUT, last + 1, point->seq, 0, point->when);
}

void audit_chain_close(struct audit_chain *chain, int64_t first)
{
    int64_t last = chain->n > 0 ? chain->next - 1 : 0;

    if (first == 0)
        tell(chain, AUDIT_OPEN, last, last, 0, 0);
    else if (first < chain->first)
        tell(chain, AUDIT_MISSING, first, chain->first - 1, 0, 0);
}

bool audit_chain_whole(const struct audit_chain *chain)
{
    return chain->n_findings == 0 && chain->absent == 0;
}
