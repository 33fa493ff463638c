/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/audit_page.h"

#include "service/desk_part.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

bool audit_status_read(struct desk *desk, struct audit_status *out,
                       struct err *err)
{
    struct audit_status status = {.records = 0};
    struct audit_head head;

    if (!audit_head_get(desk->store, &head, err) ||
        !audit_last_keyed(desk->store, &status.sealed_to, err) ||
        !checkpoint_last(desk, &status.told, err))
        return false;
    status.records = head.seq;
    *out = status;
    return true;
}

const char *audit_status_text(const struct audit_status *status,
                              struct arena *arena)
{
    long long records = status->records;

    if (records == 0)
        return _("empty");
    if (status->sealed_to == 0)
        return arena_printf(arena,
                            _n("%lld record, not keyed",
                               "%lld records, not keyed", status->records),
                            records);
    if (status->sealed_to < records)
        return arena_printf(arena,
                            _("%lld records, those behind %lld not keyed yet"),
                            records, (long long)status->sealed_to);
    return arena_printf(
        arena, _n("%lld record, keyed", "%lld records, keyed", status->records),
        records);
}

const char *audit_told_text(const struct audit_status *status, bool utc,
                            struct arena *arena)
{
    const struct checkpoint *told = &status->told;
    char when[WHEN_TEXT_SIZE];

    if (told->seq == 0)
        return _("none yet");
    if (told->trouble[0] != '\0')
        return arena_printf(arena, _("of record %lld, %s: %s"),
                            (long long)told->seq,
                            when_local(told->when, utc, when), told->trouble);
    return arena_printf(arena, _("of record %lld, %s"), (long long)told->seq,
                        when_local(told->when, utc, when));
}

struct audit_page *audit_page_read(struct desk *desk,
                                   const struct audit_filter *filter,
                                   int64_t before, size_t limit)
{
    struct audit_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    if (audit_status_read(desk, &page->status, &page->error) &&
        audit_list(desk->store, filter, before, limit + 1, page->arena,
                   &page->rows, &page->n, &page->error) &&
        page->n > limit) {
        page->n = limit;
        page->more = true;
    }
    return page;
}

void audit_page_free(struct audit_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}
