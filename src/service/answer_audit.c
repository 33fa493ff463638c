/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * answer_audit.c - the audit log for the screens: pages of it, and verifying
 * it, a few milliseconds at a time.
 */
#include "model/limits.h"
#include "service/audit_page.h"
#include "service/desk_part.h"
#include "service/reader_part.h"
#include "util/mem.h"
#include "util/when.h"

#define SLICE      15
#define TELL_EVERY 100

void answer_audit(struct reader *reader, struct ask *ask)
{
    size_t limit =
        ask->count < LIMIT_AUDIT_PAGE ? ask->count : LIMIT_AUDIT_PAGE;
    struct note *note = note_new(NOTE_AUDIT, ask->ticket);
    struct arena *arena = arena_new();
    struct audit_filter filter;
    struct err err = {0};

    if (audit_filter_parse(str_of(ask->text), when_now(), arena, &filter,
                           &err)) {
        note->is.audit =
            audit_page_read(reader->desk, &filter, ask->row, limit);
    } else {
        note->is.audit = mem_new(sizeof(*note->is.audit));
        note->is.audit->arena = arena_new();
        note->is.audit->error = err;
    }
    arena_free(arena);
    note_send(reader->notes, note);
}

static void send(struct reader *reader, bool over, const struct err *err)
{
    const struct audit_chain *chain = audit_check_chain(reader->check);
    struct note *note = note_new(NOTE_VERIFY, reader->check_ticket);
    struct verify_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->over = over;
    page->whole = audit_chain_whole(chain);
    page->done = chain->n;
    page->all = audit_check_all(reader->check);
    page->when = when_now();
    page->verdict = audit_verdict(chain, page->arena);
    page->n = chain->n_findings;
    page->findings =
        arena_array(page->arena, page->n + 1, sizeof(*page->findings));
    for (size_t i = 0; i < page->n; i++)
        page->findings[i] =
            audit_finding_text(&chain->findings[i], page->arena);
    page->error = *err;
    note->is.verify = page;
    note_send(reader->notes, note);
    reader->check_sent = when_monotonic();
}

void answer_verify(struct reader *reader, struct ask *ask)
{
    audit_check_free(reader->check);
    reader->check = ask->count > 0 ? audit_check_new(reader->desk, NULL) : NULL;
    reader->check_ticket = ask->ticket;
}

bool reader_verify(struct reader *reader)
{
    struct err err = {0};
    bool over;

    if (reader->check == NULL)
        return false;
    over = !audit_check_work(reader->check, SLICE, &over, &err) || over;
    if (over || when_monotonic() - reader->check_sent >= TELL_EVERY)
        send(reader, over, &err);
    if (over) {
        audit_check_free(reader->check);
        reader->check = NULL;
    }
    return !over;
}
