/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit_export.c - writing and reading exports, and keys.
 */
#include "service/audit_export.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "model/audit_text.h"
#include "service/desk_part.h"
#include "util/file.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/when.h"

#define BUFFER    (256 * 1024)
#define PORTION   5000
#define KEY_BYTES 32
#define VERB      "audit export"

struct writing {
    const struct audit_wish *wish;
    int fd;
    int64_t last; /* the record that tells of it */
    int64_t next;
    int64_t n;
    struct buf text;
    int failed; /* errno */
};

static const char *format_of(bool csv)
{
    return csv ? "csv" : "jsonl";
}

static bool flush(struct writing *w)
{
    size_t at = 0;

    while (at < w->text.len && w->failed == 0) {
        ssize_t n = write(w->fd, w->text.at + at, w->text.len - at);

        if (n < 0 && errno != EINTR)
            w->failed = errno;
        else if (n > 0)
            at += (size_t)n;
    }
    buf_clear(&w->text);
    return w->failed == 0;
}

static bool put(void *with, const struct audit_record *record)
{
    struct writing *w = with;

    w->next = record->seq + 1;
    if (record->seq > w->last)
        return false;
    (w->wish->csv ? audit_put_csv : audit_put_json)(record, &w->text);
    w->n++;
    return w->text.len < BUFFER || flush(w);
}

static bool put_all(struct desk *desk, struct writing *w, struct err *err)
{
    static const struct audit_filter all;
    int64_t before;

    if (w->wish->csv)
        buf_text(&w->text, audit_csv_head);
    do {
        before = w->next;
        if (!audit_each(desk->store, &all, w->next, PORTION, put, w, err))
            return false;
    } while (w->next > before && w->next <= w->last && w->failed == 0);
    buf_text(&w->text, w->wish->csv ? audit_csv_end : audit_json_end);
    flush(w);
    return true;
}

static bool begin_with(void *with, const struct audit_record *record)
{
    struct writing *w = with;

    w->next = record->seq;
    return false;
}

/* All behind the first that is meant, whatever the clock did meanwhile: so
 * what is missing shows. */
static bool find_first(struct desk *desk, struct writing *w, struct err *err)
{
    const struct audit_filter filter = {.since = w->wish->since};

    w->next = w->wish->since > 0 ? w->last : 1;
    return w->wish->since <= 0 ||
           audit_each(desk->store, &filter, 1, 1, begin_with, w, err);
}

/* What is exported ends with the record that tells of it, which says where it
 * begins and ends: so one whose end was cut off does not look whole. */
static bool note_export(struct desk *desk, void *with, struct err *err)
{
    struct writing *w = with;
    struct json *after = json_new_object();
    const struct audit_entry entry = {
        .verb = VERB,
        .object = w->wish->path,
        .after = after,
    };
    struct audit_head head;
    char when[WHEN_TEXT_SIZE];
    bool ok = audit_head_get(desk->store, &head, err);

    w->last = ok ? head.seq + 1 : 0;
    ok = ok && find_first(desk, w, err);
    json_set_text(after, "format", format_of(w->wish->csv));
    json_set_text(after, "since", when_iso(w->wish->since, when));
    json_set_int(after, "first", w->next);
    json_set_int(after, "last", w->last);
    ok = ok && desk_record(desk, &entry, err);
    json_free(after);
    return ok;
}

static bool open_export(struct writing *w, struct err *err)
{
    if (strcmp(w->wish->path, "-") == 0) {
        w->fd = STDOUT_FILENO;
        return true;
    }
    w->fd = open(w->wish->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return w->fd >= 0 ||
           err_errno(err, errno, _("Cannot make %s"), w->wish->path);
}

static bool close_export(struct writing *w, bool ok, struct err *err)
{
    bool file = w->fd != STDOUT_FILENO;

    if (ok && file && w->failed == 0 && fsync(w->fd) != 0)
        w->failed = errno;
    if (file)
        close(w->fd);
    if (ok && w->failed != 0)
        ok = err_errno(err, w->failed, _("Cannot write to %s"), w->wish->path);
    if (!ok && file)
        unlink(w->wish->path);
    return ok;
}

bool audit_export(struct desk *desk, const struct audit_wish *wish, int64_t *n,
                  struct err *err)
{
    struct writing w = {.wish = wish, .fd = -1, .next = 1};
    bool ok;

    if (!open_export(&w, err))
        return false;
    buf_init(&w.text);
    ok = desk_transact(desk, note_export, &w, err) && put_all(desk, &w, err);
    ok = close_export(&w, ok, err);
    buf_done(&w.text);
    if (ok)
        *n = w.n;
    return ok;
}

/* ---- reading --------------------------------------------------------------*/

/* The number of the first record of the export that ends with this one; 0: it
 * is none that an export ends with. */
static int64_t closes(const struct audit_record *record, const char *format)
{
    struct json *after = NULL;
    struct err ignored;
    int64_t first = 0;
    int64_t last = 0;

    if (!str_eq(record->verb, STR(VERB)) ||
        !json_parse(record->after, &after, &ignored))
        return 0;
    if (!str_eq(json_text(json_get(after, "format")), str_of(format)) ||
        !json_int(json_get(after, "last"), &last) || last != record->seq ||
        !json_int(json_get(after, "first"), &first) || first < 1)
        first = 0;
    json_free(after);
    return first;
}

/* One record off what is left. */
static bool take_one(struct str *rest, bool csv, struct arena *arena,
                     struct audit_record *out, struct err *err)
{
    struct str line;

    if (csv)
        return audit_take_csv(rest, arena, out, err);
    str_cut(rest, '\n', &line);
    return audit_take_json(line, arena, out, err);
}

static bool take_lines(struct str rest, struct audit_chain *chain,
                       struct arena *arena, struct err *err)
{
    bool csv = str_starts(rest, STR("seq,"));
    struct str end = str_trim(str_of(csv ? audit_csv_end : audit_json_end));
    struct audit_record record = {.seq = 0};
    struct str line;
    bool ok = true;

    if (csv)
        str_cut(&rest, '\n', &line);
    for (size_t n = 1; ok && rest.len > 0 && !str_eq(str_trim(rest), end);
         n++) {
        arena_clear(arena);
        ok = take_one(&rest, csv, arena, &record, err);
        if (ok)
            audit_chain_take(chain, &record);
        else
            err_prefix(err, _("Record %zu of the file"), n);
    }
    if (ok)
        audit_chain_close(chain,
                          rest.len > 0 ? closes(&record, format_of(csv)) : 0);
    return ok;
}

bool audit_verify_file(const char *path, struct audit_chain *chain,
                       struct err *err)
{
    struct arena *arena;
    struct str map;
    bool ok;

    if (!file_map(path, &map, err))
        return false;
    arena = arena_new();
    ok = take_lines(map, chain, arena, err);
    audit_chain_end(chain, -1, NULL);
    arena_free(arena);
    file_unmap(map);
    return ok;
}

/* ---- keys -----------------------------------------------------------------*/

bool audit_key_new(const char *path, struct err *err)
{
    unsigned char bytes[KEY_BYTES];
    char text[DIGEST_HEX_SIZE];
    bool ok;

    digest_random(bytes, sizeof(bytes));
    digest_spell(bytes, text);
    text[DIGEST_HEX_SIZE - 1] = '\n';
    ok = file_make(path, (struct str){.at = text, .len = sizeof(text)}, err);
    secret_wipe(bytes, sizeof(bytes));
    secret_wipe(text, sizeof(text));
    return ok;
}

struct changing {
    struct secret old;
};

/* The old key signs the whole record but for its signature; the new one seals
 * it with the signature. */
static bool write_change(struct desk *desk, void *with, struct err *err)
{
    struct changing *changing = with;
    struct audit_seals *seals = store_seals(desk->store);
    struct arena *arena = arena_new();
    struct audit_record record;
    struct audit_head head = {.seq = 0};
    char old[AUDIT_KEY_SIZE];
    char hex[DIGEST_HEX_SIZE] = "";
    bool ok = audit_head_get(desk->store, &head, err);

    record = (struct audit_record){
        .seq = head.seq + 1,
        .when = when_now(),
        .who = str_of(desk->person),
        .uid = (int64_t)getuid(),
        .verb = STR(AUDIT_NEW_KEY),
        .object = STR("audit log"),
        .after =
            str_of(arena_printf(arena, "{\"name\":\"%s\"}", seals->name[0])),
        .request = str_of(desk->request),
        .host = str_of(desk->host),
        .pid = (int64_t)getpid(),
        .key = str_of(seals->name[0]),
    };
    memcpy(record.prev, head.mac, DIGEST_SIZE);
    audit_key_name(secret_view(&changing->old), old);
    ok = ok && (audit_sign(seals, &record, str_of(old), hex) ||
                err_set(err, ERR_BUG, "A record has a key that is not here."));
    record.before = str_of(arena_printf(
        arena, "{\"name\":\"%s\",\"signature\":\"%s\"}", old, hex));
    ok = ok && audit_append(desk->store, &record, err);
    arena_free(arena);
    return ok;
}

bool audit_key_change(struct desk *desk, const char *old, struct err *err)
{
    struct audit_seals *seals = store_seals(desk->store);
    struct changing changing;
    bool ok;

    if (desk->unkeyed.code != ERR_NONE) {
        *err = desk->unkeyed;
        return false;
    }
    secret_init(&changing.old);
    ok = secret_fetch(str_of(old), &changing.old, err) &&
         (audit_seals_add(seals, secret_view(&changing.old)) ||
          err_set(err, ERR_INPUT, _("The old key cannot be used.")));
    if (ok && secret_view(&changing.old).len > 0 &&
        strcmp(seals->name[0], seals->name[seals->n - 1]) == 0)
        ok = err_set(err, ERR_INPUT,
                     _("The old key and that of audit.key are the same."));
    ok = ok && desk_transact(desk, write_change, &changing, err);
    secret_done(&changing.old);
    return ok;
}
