/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/guard.h"

#include "util/text.h"
#include "util/when.h"

struct str guard_key(bool own, struct str text, struct arena *arena)
{
    const char *key =
        arena_printf(arena, "%s%.*s", own ? "k:" : "t:", STR_ARG(text));

    return arena_lower(arena, str_of(key));
}

/* One case that is being asked. */
struct asking {
    const struct guard_case *c;
    const struct guard_book *book;
    struct arena *arena;
    struct guard_answer *out;
};

/* To the second, and not before there is room. */
static const char *moment(const struct asking *a, int64_t when)
{
    char text[WHEN_TEXT_SIZE];

    when = (when + WHEN_SECOND - 1) / WHEN_SECOND * WHEN_SECOND;
    return arena_text(a->arena, when_iso(when, text));
}

/* Until when does a window that began at @from last?  0: it is over.  What
 * lies in the future was written by a clock that has been put back since: it
 * counts as just now, and for nothing when it is further away than the window
 * is long. */
static int64_t window_end(int64_t from, int64_t span, int64_t now)
{
    if (from == 0 || span == 0 || from > now + span)
        return 0;
    if (from > now)
        from = now;
    return now - from < span ? from + span : 0;
}

static void hold(struct asking *a, enum decision_reason reason,
                 const char *text, int64_t run, int64_t next)
{
    *a->out = (struct guard_answer){
        .reason = reason,
        .text = text,
        .run = run,
        .next = next,
    };
}

static bool ask_schedule(struct asking *a, struct err *err)
{
    const struct guards *guards = a->c->guards;
    struct err fault;
    int64_t next = 0;
    bool open = true;

    (void)err;
    if (!schedule_open(guards->schedules, guards->n_schedules, a->c->now,
                       a->c->zones, &open, &next, &fault))
        hold(a, DECISION_SCHEDULE, arena_text(a->arena, fault.text), 0, 0);
    else if (!open)
        hold(a, DECISION_SCHEDULE,
             next == 0 ? _("The schedule of the rule is never open.")
                       : arena_printf(a->arena,
                                      _("It is outside the rule's schedule, "
                                        "which opens at %s."),
                                      moment(a, next)),
             0, next);
    return true;
}

/* Each match prolongs it, whatever comes of it. */
static bool ask_settle(struct asking *a, struct err *err)
{
    const struct guard_case *c = a->c;
    struct guard_note note = {
        .kind = GUARD_SEEN, .rule = c->rule, .key = c->key, .time = c->now};
    struct guard_facts facts;
    char span[WHEN_TEXT_SIZE];

    if (c->guards->settle == 0)
        return true;
    if (!a->book->last(a->book->of, c->rule, c->key, &facts, err) ||
        !a->book->record(a->book->of, &note, err))
        return false;
    if (window_end(facts.seen, c->guards->settle, c->now) != 0)
        hold(a, DECISION_SETTLE,
             arena_printf(
                 a->arena,
                 _("It has not been quiet here for %s: the rule last matched "
                   "at %s, and waits until %s at least."),
                 when_span(c->guards->settle, span), moment(a, facts.seen),
                 moment(a, c->now + c->guards->settle)),
             facts.run, c->now + c->guards->settle);
    return true;
}

static bool ask_dedupe(struct asking *a, struct err *err)
{
    const struct guard_case *c = a->c;
    struct guard_facts facts;
    int64_t end;

    if (c->guards->dedupe == 0)
        return true;
    if (!a->book->last(a->book->of, c->rule, c->key, &facts, err))
        return false;
    end = window_end(facts.fired, c->guards->dedupe, c->now);
    if (end != 0)
        hold(a, DECISION_DEDUPE,
             arena_printf(a->arena,
                          c->guards->key
                              ? _("The rule has fired for this key: dedupe of "
                                  "run %lld until %s.")
                              : _("The rule has fired for this target: dedupe "
                                  "of run %lld until %s."),
                          (long long)facts.run, moment(a, end)),
             facts.run, end);
    return true;
}

static bool ask_cooldown(struct asking *a, struct err *err)
{
    const struct guard_case *c = a->c;
    struct guard_facts facts;
    int64_t end;

    if (c->guards->cooldown == 0)
        return true;
    if (!a->book->last(a->book->of, c->rule, c->target, &facts, err))
        return false;
    end = window_end(facts.fired, c->guards->cooldown, c->now);
    if (end != 0)
        hold(a, DECISION_COOLDOWN,
             arena_printf(a->arena,
                          _("The rule cools down for this target until "
                            "%s, after run %lld."),
                          moment(a, end), (long long)facts.run),
             facts.run, end);
    return true;
}

/* The newest moments in the window; *next is when @more have room again. */
static bool ask_window(const struct guard_book *book, int64_t rule,
                       struct str key, const struct quota *quota, int64_t now,
                       int64_t more, int64_t *used, int64_t *next,
                       struct err *err)
{
    struct guard_window window = {
        .from = now - quota->per,
        .to = now + quota->per,
        .most = quota->most,
    };

    if (!book->count(book->of, rule, key, &window, err))
        return false;
    *used = window.used;
    *next = 0;
    if (window.used + more > quota->most && window.oldest != 0)
        *next = (window.oldest > now ? now : window.oldest) + quota->per;
    return true;
}

static const char *quota_text(const struct quota *quota, struct arena *arena)
{
    const char *text;
    struct buf out;

    buf_init(&out);
    quota_write(quota, &out);
    text = arena_textn(arena, out.at, out.len);
    buf_done(&out);
    return text;
}

static bool ask_quotas(struct asking *a, struct err *err)
{
    const struct guard_case *c = a->c;

    for (size_t i = 0; i < c->guards->n_quotas; i++) {
        const struct quota *quota = &c->guards->quotas[i];
        struct str key = quota->per_target ? c->target : STR_NONE;
        char span[WHEN_TEXT_SIZE];
        int64_t used, next;

        if (!ask_window(a->book, c->rule, key, quota, c->now, 1, &used, &next,
                        err))
            return false;
        if (used < quota->most)
            continue;
        hold(a, DECISION_QUOTA,
             arena_printf(a->arena,
                          quota->per_target
                              ? _("%lld of %lld in %s are used for this "
                                  "target; the next is free at %s.")
                              : _("%lld of %lld in %s are used; the next is "
                                  "free at %s."),
                          (long long)used, (long long)quota->most,
                          when_span(quota->per, span), moment(a, next)),
             0, next);
        return true;
    }
    return true;
}

/* How many containments does the quota have to allow now, for this target? */
static int64_t wanted(const struct guard_case *c, const struct quota *quota,
                      struct str target)
{
    int64_t n = 0;

    for (size_t i = 0; i < c->n_contained; i++)
        n += !quota->per_target || str_eq(c->contained[i], target);
    return n;
}

static bool ask_budget_of(struct asking *a, const struct quota *quota,
                          struct str target, struct err *err)
{
    const struct guard_case *c = a->c;
    int64_t more = wanted(c, quota, target);
    char span[WHEN_TEXT_SIZE];
    int64_t used, next;

    if (!ask_window(a->book, 0, quota->per_target ? target : STR_NONE, quota,
                    c->now, more, &used, &next, err))
        return false;
    if (used + more > quota->most)
        hold(a, DECISION_BUDGET,
             arena_printf(a->arena,
                          _("The budget of containments over all rules is "
                            "used up: %lld of %lld in %s, and this needs "
                            "%lld."),
                          (long long)used, (long long)quota->most,
                          when_span(quota->per, span), (long long)more),
             0, next);
    return true;
}

static bool ask_budget(struct asking *a, struct err *err)
{
    const struct guard_case *c = a->c;

    for (size_t i = 0; i < c->n_budget && c->n_contained > 0; i++) {
        const struct quota *quota = &c->budget[i];
        size_t targets = quota->per_target ? c->n_contained : 1;

        for (size_t k = 0; k < targets; k++) {
            if (!ask_budget_of(a, quota, c->contained[k], err))
                return false;
            if (a->out->reason != DECISION_FIRED)
                return true;
        }
    }
    return true;
}

bool guard_ask(const struct guard_case *c, const struct guard_book *book,
               struct arena *arena, struct guard_answer *out, struct err *err)
{
    static bool (*const guards[])(struct asking *, struct err *) = {
        ask_schedule, ask_settle, ask_dedupe,
        ask_cooldown, ask_quotas, ask_budget,
    };
    struct guard_answer answer = {.reason = DECISION_FIRED, .text = ""};
    struct asking asking = {
        .c = c, .book = book, .arena = arena, .out = &answer};

    for (size_t i = 0; i < sizeof(guards) / sizeof(guards[0]); i++) {
        if (!guards[i](&asking, err))
            return false;
        if (answer.reason != DECISION_FIRED)
            break;
    }
    *out = answer;
    return true;
}

bool guard_goes(const struct guard_answer *answer)
{
    return answer->reason == DECISION_FIRED ||
           answer->reason == DECISION_QUOTA ||
           answer->reason == DECISION_BUDGET;
}

static int64_t longest(const struct quota *quotas, size_t n, bool per_target)
{
    int64_t keep = 0;

    for (size_t i = 0; i < n; i++) {
        if (quotas[i].per_target == per_target && quotas[i].per > keep)
            keep = quotas[i].per;
    }
    return keep;
}

/* One moment of the rule, or of the budget, overall and for its target. */
static bool count_one(const struct guard_book *book, struct guard_note note,
                      const struct quota *quotas, size_t n, struct str target,
                      struct err *err)
{
    note.kind = GUARD_COUNTED;
    note.key = STR_NONE;
    note.keep = longest(quotas, n, false);
    if (note.keep != 0 && !book->record(book->of, &note, err))
        return false;
    note.key = target;
    note.keep = longest(quotas, n, true);
    return note.keep == 0 || book->record(book->of, &note, err);
}

bool guard_fired(const struct guard_case *c, const struct guard_book *book,
                 const struct guard_answer *answer, int64_t run,
                 struct err *err)
{
    const struct guards *guards = c->guards;
    struct guard_note note = {.kind = GUARD_FIRED,
                              .rule = c->rule,
                              .key = c->key,
                              .time = c->now,
                              .run = run};

    if ((guards->dedupe || guards->settle) &&
        !book->record(book->of, &note, err))
        return false;
    note.key = c->target;
    if (guards->cooldown && !book->record(book->of, &note, err))
        return false;
    if (answer->reason != DECISION_FIRED)
        return true;
    if (!count_one(book, note, guards->quotas, guards->n_quotas, c->target,
                   err))
        return false;
    note.rule = 0;
    for (size_t i = 0; i < c->n_contained; i++) {
        if (!count_one(book, note, c->budget, c->n_budget, c->contained[i],
                       err))
            return false;
    }
    return true;
}

/* Counters in the making. */
struct counting {
    const struct guard_case *c;
    const struct guard_book *book;
    struct arena *arena;
    struct guard_counter *rows;
    size_t n;
};

static void add_counter(struct counting *counting, const char *name,
                        int64_t used, int64_t limit, int64_t next)
{
    counting->rows = arena_grown(counting->arena, counting->rows, counting->n,
                                 sizeof(*counting->rows));
    counting->rows[counting->n++] = (struct guard_counter){
        .guard = name,
        .used = used,
        .limit = limit,
        .next = next,
    };
}

static bool add_window(struct counting *counting, const char *name,
                       struct str key, int64_t span, bool seen, struct err *err)
{
    const struct guard_case *c = counting->c;
    struct guard_facts facts;
    int64_t end;

    if (span == 0)
        return true;
    if (!counting->book->last(counting->book->of, c->rule, key, &facts, err))
        return false;
    end = window_end(seen ? facts.seen : facts.fired, span, c->now);
    add_counter(counting, name, end != 0, 1, end);
    return true;
}

static bool add_quotas(struct counting *counting, int64_t rule,
                       const struct quota *quotas, size_t n, const char *format,
                       struct err *err)
{
    const struct guard_case *c = counting->c;
    struct arena *arena = counting->arena;

    for (size_t i = 0; i < n; i++) {
        struct str key = quotas[i].per_target ? c->target : STR_NONE;
        int64_t used, next;

        if (!ask_window(counting->book, rule, key, &quotas[i], c->now, 1, &used,
                        &next, err))
            return false;
        add_counter(
            counting,
            arena_printf(arena, "%s%s", format, quota_text(&quotas[i], arena)),
            used, quotas[i].most, next);
    }
    return true;
}

bool guard_count(const struct guard_case *c, const struct guard_book *book,
                 struct arena *arena, struct guard_counter **out, size_t *n,
                 struct err *err)
{
    const struct guards *guards = c->guards;
    struct counting counting = {.c = c, .book = book, .arena = arena};
    int64_t next = 0;
    bool open = true;

    if (!schedule_open(guards->schedules, guards->n_schedules, c->now, c->zones,
                       &open, &next, err))
        return false;
    if (guards->n_schedules > 0)
        add_counter(&counting, "schedule", !open, 1, next);
    if (!add_window(&counting, "settle", c->key, guards->settle, true, err) ||
        !add_window(&counting, "dedupe", c->key, guards->dedupe, false, err) ||
        !add_window(&counting, "cooldown", c->target, guards->cooldown, false,
                    err) ||
        !add_quotas(&counting, c->rule, guards->quotas, guards->n_quotas, "",
                    err) ||
        !add_quotas(&counting, 0, c->budget, c->n_budget, "budget: ", err))
        return false;
    *out = counting.rows;
    *n = counting.n;
    return true;
}
