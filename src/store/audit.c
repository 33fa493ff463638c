/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit.c - writing the audit log.
 */
#include "store/audit.h"

#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "store/internal.h"
#include "util/utf8.h"
#include "util/when.h"

static const char *kept(struct store *store, const char *text)
{
    return text != NULL ? arena_text(store->authored, text) : "";
}

void store_author(struct store *store, const struct audit_author *author)
{
    struct arena *old = store->authored;

    /* It may be made of what is there. */
    store->authored = arena_new();
    store->author = (struct audit_author){
        .who = kept(store, author->who),
        .role = kept(store, author->role),
        .uid = author->uid,
        .request = kept(store, author->request),
        .host = kept(store, author->host),
        .pid = author->pid,
        .epoch = author->epoch,
    };
    arena_free(old);
}

struct audit_seals *store_seals(struct store *store)
{
    return &store->seals;
}

/* A seal that is no seal is read as zeros, and fits nothing. */
static void read_seal(struct str bytes, unsigned char out[DIGEST_SIZE])
{
    memset(out, 0, DIGEST_SIZE);
    if (bytes.len == DIGEST_SIZE)
        memcpy(out, bytes.at, DIGEST_SIZE);
}

static bool one_head(struct db_rows *rows, struct audit_head *out, bool *found,
                     struct err *err)
{
    *found = db_next(rows, err);
    if (*found) {
        out->seq = db_int(rows, 0);
        read_seal(db_bytes(rows, 1), out->mac);
    }
    return db_done(rows);
}

bool audit_last(struct store *store, struct audit_head *out, struct err *err)
{
    struct audit_head head = {.seq = 0};
    struct db_rows rows;
    bool found;

    if (!db_query(store->db, &rows, err,
                  "SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1", "") ||
        !one_head(&rows, &head, &found, err))
        return false;
    *out = head;
    return true;
}

/* Records that were cut off leave a gap behind the head, not a number that is
 * used twice. */
bool audit_head_get(struct store *store, struct audit_head *out,
                    struct err *err)
{
    struct audit_head head = {.seq = 0};
    struct db_rows rows;
    bool found;

    if (!db_query(store->db, &rows, err, "SELECT seq, mac FROM audit_head",
                  "") ||
        !one_head(&rows, &head, &found, err) ||
        (!found && !audit_last(store, &head, err)))
        return false;
    *out = head;
    return true;
}

bool audit_last_keyed(struct store *store, int64_t *seq, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT seq FROM audit WHERE key <> ''"
                    " ORDER BY seq DESC LIMIT 1",
                    "") &&
           db_one(&rows, seq, err);
}

static struct str seal_bytes(const unsigned char seal[DIGEST_SIZE])
{
    return (struct str){.at = (const char *)seal, .len = DIGEST_SIZE};
}

static bool insert(struct store *store, const struct audit_record *r,
                   struct err *err)
{
    return db_run(store->db, err,
                  "INSERT INTO audit(seq, time, who, role, uid, verb, object,"
                  " event, why, before, after, request, host, pid, epoch, key,"
                  " prev, mac) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
                  " ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
                  "iissississsssiisbb", r->seq, r->when, r->who, r->role,
                  r->uid, r->verb, r->object, r->event, r->why, r->before,
                  r->after, r->request, r->host, r->pid, r->epoch, r->key,
                  seal_bytes(r->prev), seal_bytes(r->mac));
}

static bool append(struct store *store, struct audit_record *record,
                   struct err *err)
{
    struct audit_head head;

    if (!audit_head_get(store, &head, err))
        return false;
    record->seq = head.seq + 1;
    memcpy(record->prev, head.mac, DIGEST_SIZE);
    if (!audit_seal(&store->seals, record, record->mac))
        return err_set(err, ERR_BUG, "A record has a key that is not here.");
    return insert(store, record, err) &&
           db_run(store->db, err,
                  "INSERT INTO audit_head(one, seq, mac) VALUES(1, ?1, ?2)"
                  " ON CONFLICT(one) DO UPDATE SET seq = excluded.seq,"
                  " mac = excluded.mac",
                  "ib", record->seq, seal_bytes(record->mac));
}

bool audit_append(struct store *store, struct audit_record *record,
                  struct err *err)
{
    bool alone = !store->inside;

    if (alone && !store_begin(store, err))
        return false;
    if (!append(store, record, err)) {
        if (alone)
            store_rollback(store);
        return false;
    }
    return !alone || store_commit(store, err);
}

/* Line ends harm nobody. */
static bool harmless(struct str text)
{
    uint32_t c;

    if (!utf8_valid(text))
        return false;
    while (utf8_next(&text, &c)) {
        if (c != '\n' && utf8_hostile(c))
            return false;
    }
    return true;
}

static void put_visible(struct str text, struct buf *out)
{
    struct str line;

    for (bool first = true; str_cut(&text, '\n', &line); first = false) {
        if (!first)
            buf_char(out, '\n');
        utf8_visible(out, line);
    }
}

/* What a person typed may be anything, and an export must read back, and harm
 * nobody who prints it. */
static struct str text_of(const char *text, const char *otherwise,
                          struct buf *room)
{
    struct str whole = str_of(text != NULL ? text : otherwise);
    size_t len = whole.len;

    if (len <= LIMIT_AUDIT_TEXT && harmless(whole))
        return whole;
    if (len > LIMIT_AUDIT_TEXT)
        len = LIMIT_AUDIT_TEXT;
    while (len > 0 && ((unsigned char)whole.at[len] & 0xc0) == 0x80)
        len--;
    buf_clear(room);
    put_visible(str_sub(whole, 0, len), room);
    return buf_view(room);
}

enum {
    ROOM_WHO,
    ROOM_VERB,
    ROOM_OBJECT,
    ROOM_WHY,
    ROOM_BEFORE,
    ROOM_AFTER,
    ROOMS
};

bool audit_add(struct store *store, const struct audit_entry *entry,
               struct err *err)
{
    const struct audit_author *author = &store->author;
    struct audit_record record;
    struct buf room[ROOMS];
    bool ok;

    for (int i = 0; i < ROOMS; i++)
        buf_init(&room[i]);
    record = (struct audit_record){
        .when = when_now(),
        .who = text_of(entry->who, author->who, &room[ROOM_WHO]),
        .role = str_of(entry->role != NULL ? entry->role : author->role),
        .uid = author->uid,
        .verb = text_of(entry->verb, "", &room[ROOM_VERB]),
        .object = text_of(entry->object, "", &room[ROOM_OBJECT]),
        .event = entry->event,
        .why = text_of(entry->why, "", &room[ROOM_WHY]),
        .before = audit_value(entry->before, &room[ROOM_BEFORE]),
        .after = audit_value(entry->after, &room[ROOM_AFTER]),
        .request =
            str_of(entry->request != NULL ? entry->request : author->request),
        .host = str_of(author->host),
        .pid = author->pid,
        .epoch = author->epoch,
        .key = str_of(store->seals.n > 0 ? store->seals.name[0] : ""),
    };
    ok = audit_append(store, &record, err);
    for (int i = 0; i < ROOMS; i++)
        buf_done(&room[i]);
    return ok;
}

static struct json *state_json(const char *state)
{
    struct json *json;

    if (state == NULL)
        return NULL;
    json = json_new_object();
    json_set_text(json, "state", state);
    return json;
}

bool audit_moved(struct store *store, const struct audit_move *move,
                 struct err *err)
{
    struct json *before = state_json(move->from);
    struct json *after = state_json(move->to);
    struct audit_entry entry;
    char object[64];
    bool ok;

    snprintf(object, sizeof(object), "%s %lld", move->noun,
             (long long)move->row);
    entry = (struct audit_entry){
        .verb = move->verb,
        .object = object,
        .event = move->event,
        .why = move->why,
        .before = before,
        .after = after,
    };
    ok = audit_add(store, &entry, err);
    json_free(before);
    json_free(after);
    return ok;
}
