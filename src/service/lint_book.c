/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lint_book.c - what was found in the stored rules, kept until they change: a
 * list that is read again and again does not look for it each time.
 */
#include "service/desk_part.h"
#include "service/lint.h"
#include "store/playbooks.h"
#include "util/when.h"

/* A rule that runs out is found out by then, unchanged as it is. */
#define BOOK_AGE WHEN_HOUR

/* The findings of one rule. */
struct lint_sheet {
    int64_t rule;
    struct lint_finding *items;
    size_t n;
};

void lint_book_done(struct lint_book *book)
{
    arena_free(book->arena);
    *book = (struct lint_book){.arena = NULL};
}

static uint64_t mix(uint64_t stamp, int64_t number)
{
    stamp = (stamp ^ (uint64_t)number) * 0x9e3779b97f4a7c15u;
    return stamp ^ stamp >> 29;
}

/* Another one whenever a rule comes, goes or is saved. */
static uint64_t stamp_of(const struct rule_page *page)
{
    uint64_t stamp = 1;

    for (size_t i = 0; i < page->n; i++) {
        const struct rule_row *row = &page->rows[i];

        if (row->azure != NULL)
            continue;
        stamp = mix(stamp, row->row);
        stamp = mix(stamp, row->revision);
        stamp = mix(stamp, row->order);
        stamp = mix(stamp, (int64_t)row->mode);
        stamp = mix(stamp, row->saved);
    }
    return stamp;
}

/* And whenever a permission was asked for. */
static int64_t permits_stamp(struct desk *desk)
{
    struct permits permits = {.n = 0};
    struct err ignored;
    int64_t newest = 0;

    permits_load(desk->store, desk->config, &permits, &ignored);
    for (size_t i = 0; i < permits.n; i++)
        newest =
            permits.rows[i].asked > newest ? permits.rows[i].asked : newest;
    permits_done(&permits);
    return newest;
}

/* And whenever a playbook comes, goes, is saved or switched. */
static uint64_t mix_playbooks(uint64_t stamp, struct desk *desk)
{
    struct arena *arena = arena_new();
    struct stored_playbook *all = NULL;
    struct err ignored;
    size_t n = 0;

    playbooks_list(desk->store, arena, &all, &n, &ignored);
    for (size_t i = 0; i < n; i++) {
        stamp = mix(stamp, all[i].row);
        stamp = mix(stamp, all[i].saved);
        stamp = mix(stamp, (int64_t)all[i].mode);
    }
    arena_free(arena);
    return stamp;
}

static struct lint_finding *copy_findings(const struct lint_finding *from,
                                          size_t n, struct arena *arena)
{
    struct lint_finding *items = arena_array(arena, n + 1, sizeof(*items));

    for (size_t i = 0; i < n; i++)
        items[i] = (struct lint_finding){
            .grade = from[i].grade,
            .name = arena_text(arena, from[i].name),
            .part = arena_text(arena, from[i].part),
            .text = arena_text(arena, from[i].text),
        };
    return items;
}

static void write_sheet(void *with, const struct rule *rule,
                        const struct lint *lint)
{
    struct lint_book *book = with;

    if (lint->n == 0)
        return;
    book->sheets =
        arena_grown(book->arena, book->sheets, book->n, sizeof(*book->sheets));
    book->sheets[book->n++] = (struct lint_sheet){
        .rule = rule->row,
        .items = copy_findings(lint->items, lint->n, book->arena),
        .n = lint->n,
    };
}

static void mark(const struct lint_sheet *sheet, struct rule_page *page,
                 struct rule_row *row)
{
    row->findings = copy_findings(sheet->items, sheet->n, page->arena);
    row->n_findings = sheet->n;
    for (size_t i = 0; i < sheet->n; i++)
        row->n_warnings += sheet->items[i].grade == LINT_WARNING;
}

void lint_book_mark(struct lint_book *book, struct desk *desk,
                    struct rule_page *page, int64_t now)
{
    uint64_t stamp =
        mix_playbooks(mix(stamp_of(page), permits_stamp(desk)), desk);
    struct err ignored;
    size_t at = 0;

    if (book->arena == NULL || book->stamp != stamp ||
        now - book->made > BOOK_AGE) {
        lint_book_done(book);
        book->arena = arena_new();
        book->stamp = stamp;
        book->made = now;
        /* The page says what is wrong when rules cannot be read. */
        rules_lint(desk, now, write_sheet, book, &ignored);
    }
    /* Both have the rules in the same order, unless one was saved meanwhile. */
    for (size_t i = 0; i < page->n && at < book->n; i++) {
        if (page->rows[i].row == book->sheets[at].rule)
            mark(&book->sheets[at++], page, &page->rows[i]);
    }
}
