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

static bool take_event(struct str value, int64_t now, struct arena *arena,
                       struct audit_filter *out, struct err *err)
{
    (void)now;
    (void)arena;
    return (str_int(value, &out->event) && out->event > 0) ||
           err_set(err, ERR_INPUT, _("event: needs the number of an event."));
}

static bool moment(struct str value, int64_t now, int64_t *out, struct err *err)
{
    int64_t span;

    if (when_span_parse(value, &span) && span >= 0) {
        *out = now - span;
        return true;
    }
    return when_parse(value, out) ||
           err_set(err, ERR_INPUT,
                   _("since: and until: need a span of time such as 7d, or a "
                     "moment such as 2026-03-05T12:00."));
}

static bool take_since(struct str value, int64_t now, struct arena *arena,
                       struct audit_filter *out, struct err *err)
{
    (void)arena;
    return moment(value, now, &out->since, err);
}

static bool take_until(struct str value, int64_t now, struct arena *arena,
                       struct audit_filter *out, struct err *err)
{
    (void)arena;
    return moment(value, now, &out->until, err);
}

static bool take_who(struct str value, int64_t now, struct arena *arena,
                     struct audit_filter *out, struct err *err)
{
    (void)now;
    (void)err;
    out->who = arena_str(arena, value).at;
    return true;
}

static bool take_verb(struct str value, int64_t now, struct arena *arena,
                      struct audit_filter *out, struct err *err)
{
    (void)now;
    (void)err;
    out->verb = arena_str(arena, value).at;
    return true;
}

static bool take_object(struct str value, int64_t now, struct arena *arena,
                        struct audit_filter *out, struct err *err)
{
    (void)now;
    (void)err;
    out->object = arena_str(arena, value).at;
    return true;
}

static const struct word {
    struct str name;
    bool (*take)(struct str value, int64_t now, struct arena *arena,
                 struct audit_filter *out, struct err *err);
} words[] = {
    {{"who:", 4}, take_who},       {{"verb:", 5}, take_verb},
    {{"object:", 7}, take_object}, {{"event:", 6}, take_event},
    {{"since:", 6}, take_since},   {{"until:", 6}, take_until},
};
#define WORDS (sizeof(words) / sizeof(words[0]))

bool audit_filter_parse(struct str text, int64_t now, struct arena *arena,
                        struct audit_filter *out, struct err *err)
{
    struct audit_filter filter = {.who = NULL};
    const char *rest = "";
    struct str word;

    while (str_cut(&text, ' ', &word)) {
        size_t i = 0;

        while (i < WORDS && !str_starts_fold(word, words[i].name))
            i++;
        if (i < WORDS) {
            if (!words[i].take(str_sub(word, words[i].name.len, word.len), now,
                               arena, &filter, err))
                return false;
        } else if (word.len > 0) {
            rest = arena_printf(arena, "%s%s%.*s", rest,
                                *rest != '\0' ? " " : "", STR_ARG(word));
        }
    }
    filter.text = rest;
    *out = filter;
    return true;
}

static const struct {
    struct str begins;
    enum audit_aim aim;
} aims[] = {
    {{"event ", 6}, AIM_EVENT},
    {{"run ", 4}, AIM_RUN},
    {{"approval ", 9}, AIM_APPROVAL},
    {{"containment ", 12}, AIM_CONTAINMENT},
    {{"suppression ", 12}, AIM_SUPPRESSION},
};

/* Rules are known by their names; one that is gone has no place. */
static void aim_at_rule(struct desk *desk, struct str name, int64_t *row)
{
    struct err ignored;
    struct rule *rule;

    if (rules_find(desk->store, name, &rule, &ignored)) {
        *row = rule->row;
        rule_free(rule);
    }
}

static void aim(struct desk *desk, struct audit_page *page, size_t index)
{
    struct str object = page->rows[index].object;
    int64_t row = 0;

    for (size_t i = 0; i < sizeof(aims) / sizeof(aims[0]); i++) {
        if (str_starts(object, aims[i].begins) &&
            str_int(str_sub(object, aims[i].begins.len, object.len), &row)) {
            page->aims[index] = aims[i].aim;
            page->rows_of[index] = row;
            return;
        }
    }
    if (!str_starts(object, STR("rule ")))
        return;
    aim_at_rule(desk, str_sub(object, 5, object.len), &row);
    page->aims[index] = row != 0 ? AIM_RULE : AIM_NONE;
    page->rows_of[index] = row;
}

void verify_page_free(struct verify_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
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
    page->aims = arena_array(page->arena, page->n + 1, sizeof(*page->aims));
    page->rows_of =
        arena_array(page->arena, page->n + 1, sizeof(*page->rows_of));
    for (size_t i = 0; i < page->n; i++)
        aim(desk, page, i);
    return page;
}

void audit_page_free(struct audit_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}
