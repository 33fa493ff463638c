/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit_check.c - verifying the store's own log, and what is said of it.
 */
#include "service/audit_check.h"

#include "service/audit.h"
#include "service/desk_part.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* Records between two looks at the clock. */
#define PORTION 2000

struct audit_check {
    struct desk *desk;
    struct audit_chain chain;
    struct audit_head head; /* when it began */
    bool begun;
};

struct audit_check *audit_check_new(struct desk *desk,
                                    const struct checkpoints *points)
{
    struct audit_check *check = mem_new(sizeof(*check));

    check->desk = desk;
    if (store_seals(desk->store)->n == 0)
        desk_keys(desk);
    audit_chain_init(&check->chain, store_seals(desk->store), 1);
    if (points != NULL) {
        check->chain.points = points->points;
        check->chain.n_points = points->n;
    }
    return check;
}

void audit_check_free(struct audit_check *check)
{
    mem_free(check);
}

static bool take(void *with, const struct audit_record *record)
{
    struct audit_check *check = with;

    /* What is written meanwhile is another check's. */
    if (check->head.seq > 0 && record->seq > check->head.seq)
        return false;
    audit_chain_take(&check->chain, record);
    return true;
}

/* The head, and whether there is something behind it, are of one moment. */
static bool begin(struct audit_check *check, struct err *err)
{
    struct audit_head last;

    store_hold_still(check->desk->store);
    check->begun = audit_head_get(check->desk->store, &check->head, err) &&
                   audit_last(check->desk->store, &last, err);
    store_let_go(check->desk->store);
    if (check->begun && last.seq > check->head.seq)
        check->head.seq = last.seq;
    return check->begun;
}

bool audit_check_work(struct audit_check *check, int64_t milliseconds,
                      bool *over, struct err *err)
{
    static const struct audit_filter all;
    int64_t until = when_monotonic() + milliseconds;
    int64_t before;

    *over = false;
    if (!check->begun && !begin(check, err))
        return false;
    do {
        before = check->chain.n;
        if (!audit_each(check->desk->store, &all, check->chain.next, PORTION,
                        take, check, err))
            return false;
        *over = check->chain.n - before < PORTION;
    } while (!*over && when_monotonic() < until);
    if (*over)
        audit_chain_end(&check->chain, check->head.seq, check->head.mac);
    return true;
}

const struct audit_chain *audit_check_chain(const struct audit_check *check)
{
    return &check->chain;
}

int64_t audit_check_all(const struct audit_check *check)
{
    return check->head.seq;
}

static const char *of_time(const struct audit_finding *f, struct arena *arena)
{
    char when[WHEN_TEXT_SIZE];

    return f->when != 0 ? arena_printf(arena, _("the checkpoint of %s"),
                                       when_iso(f->when, when))
                        : _("the store's own count");
}

const char *audit_finding_text(const struct audit_finding *f,
                               struct arena *arena)
{
    long long first = f->first;
    long long last = f->last;
    long long other = f->other;

    switch (f->fault) {
    case AUDIT_EDITED:
        return arena_printf(arena,
                            _("Record %lld was changed: its seal does "
                              "not fit what it says."),
                            first);
    case AUDIT_REPLACED:
        return arena_printf(arena,
                            _("Record %lld is not the one that stood "
                              "there when the next was written."),
                            first);
    case AUDIT_INSERTED:
        return first == last
                   ? arena_printf(arena, _("Record %lld was inserted."), first)
                   : arena_printf(arena,
                                  _("Records %lld to %lld were inserted."),
                                  first, last);
    case AUDIT_REMOVED:
        return arena_printf(
            arena,
            _n("%lld record was taken out before record %lld, and "
               "what follows was numbered anew.",
               "%lld records were taken out before record %lld, and "
               "what follows was numbered anew.",
               other),
            other, first);
    case AUDIT_MISSING:
        return first == last
                   ? arena_printf(arena, _("Record %lld is missing."), first)
                   : arena_printf(arena, _("Records %lld to %lld are missing."),
                                  first, last);
    case AUDIT_MOVED:
        return arena_printf(arena,
                            _("What stands as record %lld was written "
                              "as record %lld."),
                            first, other);
    case AUDIT_CUT:
        return arena_printf(arena,
                            _("Records %lld to %lld were cut off the "
                              "end: %s knows them."),
                            first, last, of_time(f, arena));
    case AUDIT_OPEN:
        return arena_printf(arena,
                            _("The export has no end: what stood behind "
                              "record %lld was cut off, or it was never "
                              "written whole."),
                            first);
    default:
        return arena_printf(arena,
                            _("Record %lld is not the one that %s saw: "
                              "the log up to there was replaced."),
                            first, of_time(f, arena));
    }
}

const char *audit_verdict(const struct audit_chain *chain, struct arena *arena)
{
    int64_t found = (int64_t)chain->n_findings + chain->more;
    long long last = chain->next - 1;

    if (chain->n == 0 && found == 0)
        return _("The audit log is empty.");
    if (found > 0)
        return arena_printf(
            arena,
            _n("The audit log was tampered with, in %lld place.",
               "The audit log was tampered with, in %lld places.", found),
            (long long)found);
    if (chain->absent > 0)
        return arena_printf(
            arena,
            _("The key that sealed record %lld is not here (%lld records), "
              "so that the audit log cannot be verified. Verify it where "
              "audit.key can be read."),
            (long long)chain->first_absent, (long long)chain->absent);
    if (chain->last_keyed == 0)
        return arena_printf(
            arena,
            _("Verified to record %lld. No record is keyed, so that whoever "
              "can write to the store could have made all of it."),
            last);
    if (chain->last_keyed < last)
        return arena_printf(
            arena,
            _("Verified to record %lld. Those behind record %lld are not "
              "keyed, and no keyed record seals them yet."),
            last, (long long)chain->last_keyed);
    return arena_printf(arena,
                        _("Verified to record %lld; all of it is "
                          "sealed by the key."),
                        last);
}
