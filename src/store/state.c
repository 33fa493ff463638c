/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * state.c - settings, and the lease.
 */
#include "store/state.h"

#include <stdio.h>
#include <string.h>

#include "store/internal.h"
#include "util/text.h"

bool state_get(struct store *store, const char *name, struct arena *arena,
               struct str *out, struct err *err)
{
    struct db_rows rows;
    struct str value;

    if (!db_query(store->db, &rows, err,
                  "SELECT value FROM state WHERE name = ?1", "t", name))
        return false;
    value =
        db_next(&rows, err) ? arena_str(arena, db_text(&rows, 0)) : STR_NONE;
    if (!db_done(&rows))
        return false;
    *out = value;
    return true;
}

bool state_set(struct store *store, const char *name, struct str value,
               struct err *err)
{
    return db_run(store->db, err,
                  "INSERT INTO state(name, value) VALUES(?1, ?2)"
                  " ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                  "ts", name, value);
}

bool lease_look(struct store *store, struct lease *out, struct err *err)
{
    struct lease lease = {.epoch = 0};
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT holder, epoch, expires FROM lease", ""))
        return false;
    if (db_next(&rows, err)) {
        snprintf(lease.holder, sizeof(lease.holder), "%.*s",
                 STR_ARG(db_text(&rows, 0)));
        lease.epoch = db_int(&rows, 1);
        lease.expires = db_int(&rows, 2);
    }
    if (!db_done(&rows))
        return false;
    *out = lease;
    return true;
}

/* Who has it now, from whom, and which engine of this store it is. */
static bool note_holder(struct store *store, const char *verb,
                        const struct lease *before, const struct lease *after,
                        struct err *err)
{
    struct json *from = json_new_object();
    struct json *to = json_new_object();
    const struct audit_entry entry = {
        .verb = verb,
        .object = "engine",
        .before = *before->holder != '\0' ? from : NULL,
        .after = to,
    };
    bool ok;

    json_set_text(from, "holder", before->holder);
    json_set_int(from, "epoch", before->epoch);
    json_set_text(to, "holder", after->holder);
    json_set_int(to, "epoch", after->epoch);
    ok = audit_add(store, &entry, err);
    json_free(from);
    json_free(to);
    return ok;
}

static bool renew(struct store *store, const char *holder, int64_t now,
                  int64_t life, bool *held, struct err *err)
{
    if (!db_run(store->db, err,
                "INSERT INTO lease(one, holder, epoch, expires)"
                " VALUES(1, ?1, 1, ?3) ON CONFLICT(one) DO UPDATE SET"
                " epoch = epoch + (holder <> ?1), holder = ?1, expires = ?3"
                " WHERE holder = ?1 OR expires <= ?2",
                "tii", holder, now, now + life))
        return false;
    *held = db_changes(store->db) == 1;
    return true;
}

/* Looked at again inside, since somebody may have been faster. */
static bool seize(struct store *store, const char *holder, int64_t now,
                  int64_t life, bool *held, struct err *err)
{
    struct lease before;
    struct lease after;

    if (!lease_look(store, &before, err) ||
        !renew(store, holder, now, life, held, err) ||
        !lease_look(store, &after, err))
        return false;
    return !*held ||
           note_holder(store,
                       before.expires > 0 ? "engine takeover" : "engine start",
                       &before, &after, err);
}

/* One statement decides, so that of two engines that come at once one has it.
 */
bool lease_take(struct store *store, const char *holder, int64_t now,
                int64_t life, bool *held, struct lease *out, struct err *err)
{
    struct lease before;
    bool ours;
    bool ok;

    if (!lease_look(store, &before, err))
        return false;
    ours = strcmp(before.holder, holder) == 0;
    if (!ours && before.expires > now) {
        *held = false;
        *out = before;
        return true;
    }
    if (ours && before.expires > now) {
        /* One that is only renewed would wake every reader for nothing. */
        db_hush(store->db, true);
        ok = renew(store, holder, now, life, held, err);
        db_hush(store->db, false);
        return ok && lease_look(store, out, err);
    }
    if (!store_begin(store, err))
        return false;
    if (!seize(store, holder, now, life, held, err) ||
        !store_commit(store, err)) {
        store_rollback(store);
        return false;
    }
    return lease_look(store, out, err);
}

static bool release(struct store *store, const char *holder, struct err *err)
{
    struct lease before;
    struct lease after;

    if (!lease_look(store, &before, err) ||
        !db_run(store->db, err,
                "UPDATE lease SET expires = 0 WHERE holder = ?1"
                " AND expires > 0",
                "t", holder))
        return false;
    if (db_changes(store->db) == 0)
        return true;
    after = (struct lease){.epoch = before.epoch};
    return note_holder(store, "engine stop", &before, &after, err);
}

bool lease_drop(struct store *store, const char *holder, struct err *err)
{
    if (!store_begin(store, err))
        return false;
    if (release(store, holder, err) && store_commit(store, err))
        return true;
    store_rollback(store);
    return false;
}
