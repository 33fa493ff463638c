/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * approvals.c - requests and their answers.
 */
#include <stdio.h>

#include "model/codec.h"
#include "store/internal.h"
#include "store/runs.h"
#include "util/text.h"

bool approvals_pending(struct store *store, int64_t *out, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT count(*) FROM approval WHERE state = 0", "") &&
           db_one(&rows, out, err);
}

static bool note_asked(struct store *store, const struct approval *approval,
                       struct err *err)
{
    struct json *after = json_new_object();
    struct audit_entry entry = {
        .verb = "approval ask",
        .event = approval->event,
        .why = approval->title,
        .after = after,
    };
    char object[48];
    bool ok;

    snprintf(object, sizeof(object), "approval %lld", (long long)approval->row);
    entry.object = object;
    json_set_int(after, "run", approval->run);
    json_set_text(after, "class", class_name(approval->class));
    json_set_text(after, "requester", approval->requester);
    json_set_text(after, "digest", approval->digest);
    json_set_time(after, "expires", approval->expires);
    ok = audit_add(store, &entry, err);
    json_free(after);
    return ok;
}

bool approvals_add(struct store *store, struct approval *approval,
                   struct err *err)
{
    struct json *demand = demand_to_json(&approval->demand);
    struct buf frozen;
    struct buf wanted;
    bool ok;

    buf_init(&frozen);
    buf_init(&wanted);
    ok =
        db_run(store->db, err,
               "INSERT INTO approval(run, event, rule, title, requester,"
               " author, editor, class, state, frozen, digest, asked,"
               " expires, answered, answered_by, reason, demand, escalates,"
               " glass, warns, lane, told, thread, seen) VALUES(?1, ?2, ?3, ?4,"
               " ?5, ?6, ?7, ?8, 0, ?9, ?10, ?11, ?12, 0, '', '', ?13, ?14,"
               " ?15, ?16, ?17, 0, '', '')",
               "iiittttistiisiiii", approval->run, approval->event,
               approval->rule, approval->title, approval->requester,
               approval->author, approval->editor, (int64_t)approval->class,
               json_column(approval->frozen, &frozen), approval->digest,
               approval->asked, approval->expires, json_column(demand, &wanted),
               approval->escalates, (int64_t)approval->glass, approval->warns,
               approval->lane);
    buf_done(&frozen);
    buf_done(&wanted);
    json_free(demand);
    if (!ok)
        return false;
    approval->row = db_last_row(store->db);
    return note_asked(store, approval, err);
}

#define APPROVAL                                                               \
    "SELECT row, run, event, rule, title, requester, author, editor, class,"   \
    " state, frozen, digest, asked, expires, answered, answered_by, reason,"   \
    " iif(run = 0, (SELECT count(*) FROM batch"                                \
    "  WHERE batch.approval = approval.row), 0), demand, escalates, glass,"    \
    " told, thread, seen, warns, lane FROM approval"

static void read_approval(const struct db_rows *rows, struct arena *arena,
                          struct approval *out)
{
    struct err ignored;

    *out = (struct approval){
        .row = db_int(rows, 0),
        .run = db_int(rows, 1),
        .event = db_int(rows, 2),
        .rule = db_int(rows, 3),
        .title = row_text(rows, 4, arena),
        .requester = row_text(rows, 5, arena),
        .author = row_text(rows, 6, arena),
        .editor = row_text(rows, 7, arena),
        .class = (enum action_class)db_int(rows, 8),
        .state = (enum approval_state)db_int(rows, 9),
        .frozen = row_json(rows, 10, arena),
        .digest = row_text(rows, 11, arena),
        .asked = db_int(rows, 12),
        .expires = db_int(rows, 13),
        .answered = db_int(rows, 14),
        .answered_by = row_text(rows, 15, arena),
        .reason = row_text(rows, 16, arena),
        .batch = db_int(rows, 17),
        .escalates = db_int(rows, 19),
        .glass = db_int(rows, 20) != 0,
        .told = (unsigned)db_int(rows, 21),
        .thread = row_text(rows, 22, arena),
        .seen = row_json(rows, 23, arena),
        .warns = db_int(rows, 24),
        .lane = db_int(rows, 25),
    };
    /* What riposte itself has written there can be read. */
    demand_from_json(row_json(rows, 18, arena), arena, &out->demand, &ignored);
}

static bool one(struct db_rows *rows, struct arena *arena, struct approval *out,
                bool *found, struct err *err)
{
    struct approval approval;

    *found = db_next(rows, err);
    if (*found)
        read_approval(rows, arena, &approval);
    if (!db_done(rows))
        return false;
    if (*found)
        *out = approval;
    return true;
}

/* Puts them behind the *n that are there. */
static bool collect(struct db_rows *rows, struct arena *arena,
                    struct approval **out, size_t *n, struct err *err)
{
    struct approval *items = *out;
    size_t count = *n;

    while (db_next(rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        read_approval(rows, arena, &items[count++]);
    }
    if (!db_done(rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

bool approvals_get(struct store *store, int64_t row, struct arena *arena,
                   struct approval *out, struct err *err)
{
    struct db_rows rows;
    bool found;

    if (!db_query(store->db, &rows, err, APPROVAL " WHERE row = ?1", "i",
                  row) ||
        !one(&rows, arena, out, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_ABSENT, _("There is no approval %lld."),
                       (long long)row);
    return true;
}

bool approvals_by_run(struct store *store, int64_t run, struct arena *arena,
                      struct approval **out, size_t *n, struct err *err)
{
    struct approval *items = NULL;
    struct db_rows rows;
    size_t found = 0;

    if (!db_query(store->db, &rows, err,
                  APPROVAL " WHERE run = ?1 OR row IN (SELECT approval"
                           " FROM batch WHERE run = ?1) ORDER BY row",
                  "i", run) ||
        !collect(&rows, arena, &items, &found, err))
        return false;
    *out = items;
    *n = found;
    return true;
}

bool approvals_of_run(struct store *store, int64_t run, int64_t lane,
                      struct arena *arena, struct approval *out, bool *found,
                      struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    APPROVAL
                    " WHERE (run = ?1 AND lane = ?2 AND glass = 0)"
                    " OR row IN (SELECT approval FROM batch WHERE run = ?1)"
                    " ORDER BY row DESC LIMIT 1",
                    "ii", run, lane) &&
           one(&rows, arena, out, found, err);
}

/* Of all that the filter lets through, in one of two orders. */
#define FILTERED                                                               \
    " AND (?2 = 0 OR event = ?2) AND (?3 = 0 OR rule = ?3)"                    \
    " AND (?4 = '' OR requester = ?4 OR EXISTS(SELECT 1 FROM vote"             \
    "  WHERE vote.approval = approval.row AND vote.person = ?4))"              \
    " AND asked >= ?5 AND (?6 < 0 OR state = ?6)"

bool approvals_list(struct store *store, const struct approvals_filter *filter,
                    struct arena *arena, struct approval **out, size_t *n,
                    struct err *err)
{
    int64_t state = filter->one_state ? (int64_t)filter->state : -1;
    struct approval *items = NULL;
    struct db_rows rows;
    size_t found = 0;

    if (!db_query(store->db, &rows, err,
                  APPROVAL " WHERE state = 0" FILTERED
                           " ORDER BY expires LIMIT ?1",
                  "iiitii", (int64_t)filter->limit, filter->event, filter->rule,
                  filter->person, filter->since, state) ||
        !collect(&rows, arena, &items, &found, err))
        return false;
    if (!filter->pending &&
        (!db_query(store->db, &rows, err,
                   APPROVAL " WHERE state <> 0" FILTERED
                            " ORDER BY answered DESC, row DESC LIMIT ?1",
                   "iiitii", (int64_t)(filter->limit - found), filter->event,
                   filter->rule, filter->person, filter->since, state) ||
         !collect(&rows, arena, &items, &found, err)))
        return false;
    *out = items;
    *n = found;
    return true;
}

static bool too_late(struct store *store, int64_t row, struct err *err)
{
    struct arena *arena = arena_new();
    struct approval approval;

    if (approvals_get(store, row, arena, &approval, err)) {
        if (approval.state == APPROVAL_PENDING)
            err_set(err, ERR_DENIED,
                    _("The time to approve %lld is over. What it asks for can "
                      "be asked again."),
                    (long long)row);
        else if (approval.answered_by[0] != '\0')
            err_set(err, ERR_AGAIN, _("Approval %lld was already %s by %s."),
                    (long long)row, approval_state_name(approval.state),
                    approval.answered_by);
        else
            err_set(err, ERR_AGAIN, _("Approval %lld is already %s."),
                    (long long)row, approval_state_name(approval.state));
    }
    arena_free(arena);
    return false;
}

bool approvals_answer(struct store *store, int64_t row,
                      enum approval_state answer, const char *by,
                      const char *reason, int64_t now, struct err *err)
{
    if (!db_run(store->db, err,
                "UPDATE approval SET state = ?2, answered = ?3,"
                " answered_by = ?4, reason = ?5 WHERE row = ?1 AND state = 0"
                " AND (?2 <> 1 OR expires > ?3 OR glass = 1)",
                "iiitt", row, (int64_t)answer, now, by, reason))
        return false;
    return db_changes(store->db) == 1 || too_late(store, row, err);
}

bool approvals_expired(struct store *store, int64_t now, struct arena *arena,
                       struct approval **out, size_t *n, struct err *err)
{
    struct approval *items = NULL;
    struct db_rows rows;
    size_t found = 0;

    if (!db_query(store->db, &rows, err,
                  APPROVAL " WHERE state = 0 AND glass = 0 AND expires <= ?1"
                           " ORDER BY expires LIMIT 1000",
                  "i", now) ||
        !collect(&rows, arena, &items, &found, err))
        return false;
    *out = items;
    *n = found;
    return true;
}

bool approvals_seen(struct store *store, int64_t row, const struct json *seen,
                    struct err *err)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = db_run(store->db, err, "UPDATE approval SET seen = ?2 WHERE row = ?1",
                "is", row, json_column(seen, &text));
    buf_done(&text);
    return ok;
}

/* Bits of TOLD_ASKED, TOLD_WARNED, TOLD_ESCALATED and TOLD_RAISED. */
bool approvals_untold(struct store *store, int64_t now, size_t limit,
                      struct arena *arena, struct approval **out, size_t *n,
                      struct err *err)
{
    struct approval *items = NULL;
    struct db_rows rows;
    size_t found = 0;

    if (!db_query(
            store->db, &rows, err,
            APPROVAL
            " WHERE state = 0 AND (told & 1 = 0"
            " OR (glass = 0 AND told & 2 = 0 AND warns > 0 AND warns <= ?1)"
            " OR (told & 4 = 0 AND escalates > 0 AND escalates <= ?1)"
            " OR (glass = 1 AND told & 8 = 0 AND expires <= ?1))"
            " ORDER BY row LIMIT ?2",
            "ii", now, (int64_t)limit) ||
        !collect(&rows, arena, &items, &found, err))
        return false;
    *out = items;
    *n = found;
    return true;
}

bool approvals_tell(struct store *store, int64_t row, unsigned told,
                    const char *thread, struct err *err)
{
    return db_run(store->db, err,
                  "UPDATE approval SET told = told | ?2,"
                  " thread = iif(thread = '', ?3, thread) WHERE row = ?1",
                  "iit", row, (int64_t)told, thread);
}

bool approvals_glass(struct store *store, size_t limit, struct arena *arena,
                     struct approval **out, size_t *n, struct err *err)
{
    struct approval *items = NULL;
    struct db_rows rows;
    size_t found = 0;

    if (!db_query(store->db, &rows, err,
                  APPROVAL " WHERE glass = 1 ORDER BY row DESC LIMIT ?1", "i",
                  (int64_t)limit) ||
        !collect(&rows, arena, &items, &found, err))
        return false;
    *out = items;
    *n = found;
    return true;
}

/* Those that nobody has confirmed in time, or that were denied, as long as
 * they are in force. */
bool approvals_loud(struct store *store, int64_t now, int64_t *out,
                    struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT count(*) FROM approval a WHERE a.glass = 1"
                    " AND ((a.state = 0 AND a.expires <= ?1) OR (a.state = 2"
                    " AND EXISTS(SELECT 1 FROM effect WHERE run = a.run"
                    " AND " EFFECT_ACTIVE ")))",
                    "i", now) &&
           db_one(&rows, out, err);
}

/* Run states 3, 4 and 6 have done nothing where no effect says otherwise;
 * effects in 3 and 6 are not in force. */
bool approvals_settled(struct store *store, struct arena *arena,
                       struct approval **out, size_t *n, struct err *err)
{
    struct approval *items = NULL;
    struct db_rows rows;
    size_t found = 0;

    if (!db_query(store->db, &rows, err,
                  APPROVAL
                  " WHERE state = 0 AND glass = 1 AND NOT EXISTS(SELECT 1"
                  "  FROM effect e WHERE e.run = approval.run"
                  "  AND e.state NOT IN (3, 6))"
                  " AND EXISTS(SELECT 1 FROM run r WHERE r.row = approval.run"
                  "  AND (r.state IN (3, 4, 6) OR (r.state NOT IN (0, 1)"
                  "   AND EXISTS(SELECT 1 FROM effect e"
                  "    WHERE e.run = approval.run))))",
                  "") ||
        !collect(&rows, arena, &items, &found, err))
        return false;
    *out = items;
    *n = found;
    return true;
}

bool approvals_ending(struct store *store, int64_t now, int64_t *out,
                      struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT count(*) FROM approval WHERE state = 0"
                    " AND glass = 0 AND warns > 0 AND warns <= ?1",
                    "i", now) &&
           db_one(&rows, out, err);
}
