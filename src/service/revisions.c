/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/revisions.h"

#include "model/limits.h"
#include "service/desk_part.h"
#include "service/rulebook.h"
#include "util/mem.h"
#include "util/text.h"

/* Revision @number, or the one before the first: none at all. */
static bool read_one(struct desk *desk, int64_t rule, int64_t number,
                     struct rule **out, struct err *err)
{
    *out = NULL;
    return number == 0 ||
           rules_get_revision(desk->store, rule, number, out, err);
}

static bool fill_row(struct desk *desk, struct revision_page *page,
                     const struct rule *newest,
                     const struct rule_saving *saving, struct err *err)
{
    struct revision_row *row = &page->rows[page->n];
    struct rule *before;
    struct rule *rule = NULL;
    bool ok;

    if (!read_one(desk, page->rule, saving->revision, &rule, err) || !rule)
        return false;
    ok = read_one(desk, page->rule, saving->revision - 1, &before, err);
    if (ok) {
        *row = (struct revision_row){
            .revision = saving->revision,
            .saved = saving->saved,
            .editor = saving->editor,
            .mode = rule->mode,
        };
        row->n_diff = rule_diff(before, rule, page->arena, &row->diff);
        row->n_back = rule_diff(newest, rule, page->arena, &row->back);
        page->n++;
        rule_free(before);
    }
    rule_free(rule);
    return ok;
}

static bool fill(struct desk *desk, const struct rule *newest,
                 struct revision_page *page, struct err *err)
{
    struct rule_saving *savings;
    size_t n;

    page->rule = newest->row;
    page->name = arena_text(page->arena, newest->name);
    page->author = arena_text(page->arena, newest->author);
    if (!rules_savings(desk->store, page->rule, LIMIT_REVISIONS + 1,
                       page->arena, &savings, &n, err))
        return false;
    page->rows = arena_array(page->arena, n + 1, sizeof(*page->rows));
    page->more = n > LIMIT_REVISIONS;
    for (size_t i = 0; i < n && i < LIMIT_REVISIONS; i++) {
        if (!fill_row(desk, page, newest, &savings[i], err))
            return false;
    }
    return true;
}

struct revision_page *revision_page_read(struct desk *desk, struct str name)
{
    struct revision_page *page = mem_new(sizeof(*page));
    struct rule *newest;

    page->arena = arena_new();
    if (rules_find(desk->store, name, &newest, &page->error)) {
        fill(desk, newest, page, &page->error);
        rule_free(newest);
    }
    return page;
}

struct revision_page *revision_page_of(struct desk *desk, int64_t rule)
{
    struct revision_page *page = mem_new(sizeof(*page));
    struct rule *newest;

    page->arena = arena_new();
    if (rules_get(desk->store, rule, &newest, &page->error)) {
        fill(desk, newest, page, &page->error);
        rule_free(newest);
    }
    return page;
}

void revision_page_free(struct revision_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}

bool revision_get(struct desk *desk, int64_t rule, int64_t revision,
                  struct rule **out, struct err *err)
{
    return rules_get_revision(desk->store, rule, revision, out, err);
}

bool revision_diff_read(struct desk *desk, struct str name, int64_t from,
                        int64_t to, struct revision_diff *out, struct err *err)
{
    struct rule *newest;
    struct rule *was = NULL;
    struct rule *is = NULL;
    bool ok;

    if (!rules_find(desk->store, name, &newest, err))
        return false;
    to = to != 0 ? to : newest->revision;
    from = from != 0 ? from : to - 1;
    ok = from > 0 || err_set(err, ERR_INPUT,
                             _("Rule %s has one revision only: there is "
                               "nothing to compare it with."),
                             newest->name);
    ok = ok && read_one(desk, newest->row, from, &was, err) &&
         read_one(desk, newest->row, to, &is, err);
    if (ok) {
        *out = (struct revision_diff){
            .arena = arena_new(), .from = from, .to = to};
        out->name = arena_text(out->arena, newest->name);
        out->n = rule_diff(was, is, out->arena, &out->rows);
    }
    rule_free(was);
    rule_free(is);
    rule_free(newest);
    return ok;
}

void revision_diff_done(struct revision_diff *diff)
{
    arena_free(diff->arena);
}

bool revision_rollback(struct desk *desk, struct str name, int64_t revision,
                       int64_t *out, struct err *err)
{
    struct rule *newest;
    struct rule *rule = NULL;
    bool ok;

    if (!rules_find(desk->store, name, &newest, err))
        return false;
    ok = revision != newest->revision ||
         err_set(err, ERR_INPUT,
                 _("Revision %lld of rule %s is the one in force: there is "
                   "nothing to take back."),
                 (long long)revision, newest->name);
    if (ok &&
        rules_get_revision(desk->store, newest->row, revision, &rule, err)) {
        rule->revision = newest->revision;
        ok = rulebook_save(desk, rule, err);
        if (ok)
            *out = rule->revision;
        rule_free(rule);
    } else {
        ok = false;
    }
    rule_free(newest);
    return ok;
}
