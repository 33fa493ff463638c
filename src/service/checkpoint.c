/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * checkpoint.c - the line, where it goes, and where it is read again.
 */
#include "service/checkpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/limits.h"
#include "service/desk_part.h"
#include "util/file.h"
#include "util/log.h"
#include "util/proc.h"
#include "util/syslog.h"
#include "util/text.h"
#include "util/when.h"

#define MARK     "riposte audit checkpoint: "
#define STATE    "audit.checkpoint"
#define PATIENCE (30 * WHEN_SECOND)
#define CHAIN    16 /* digits */

/* ---- telling --------------------------------------------------------------*/

bool checkpoint_last(struct desk *desk, struct checkpoint *out, struct err *err)
{
    struct arena *arena = arena_new();
    struct checkpoint last = {.seq = 0};
    struct json *json = NULL;
    struct err ignored;
    struct str text;
    bool ok = state_get(desk->store, STATE, arena, &text, err);

    if (ok && text.len > 0 && json_parse(text, &json, &ignored)) {
        json_int(json_get(json, "seq"), &last.seq);
        json_int(json_get(json, "when"), &last.when);
        snprintf(last.trouble, sizeof(last.trouble), "%s",
                 json_text(json_get(json, "trouble")).at);
        json_free(json);
    }
    if (ok)
        *out = last;
    arena_free(arena);
    return ok;
}

static bool first_seal(struct desk *desk, struct arena *arena,
                       char out[DIGEST_HEX_SIZE], struct err *err)
{
    const struct audit_filter all = {.who = NULL};
    struct audit_record *first;
    size_t n;

    if (!audit_list(desk->store, &all, 2, 1, arena, &first, &n, err))
        return false;
    *out = '\0';
    if (n == 1)
        digest_spell(first->mac, out);
    return true;
}

/* The same however it was named on the command line. */
static const char *whole_path(struct desk *desk, struct arena *arena)
{
    const char *named = store_path(desk->store);
    char *whole = realpath(named, NULL);
    const char *path = arena_text(arena, whole != NULL ? whole : named);

    free(whole);
    return path;
}

static bool put_line(struct desk *desk, const struct audit_head *head,
                     int64_t now, struct arena *arena, struct buf *out,
                     struct err *err)
{
    char hex[DIGEST_HEX_SIZE];
    char chain[DIGEST_HEX_SIZE];
    char when[WHEN_TEXT_SIZE];

    if (!first_seal(desk, arena, chain, err))
        return false;
    buf_printf(out, MARK "seq=%lld mac=%s time=%s chain=%.*s host=%s store=%s",
               (long long)head->seq, digest_spell(head->mac, hex),
               when_iso(now, when), CHAIN, chain, desk->host,
               whole_path(desk, arena));
    return true;
}

static bool add_to_file(const char *path, struct str line, struct err *err)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    buf_str(&text, line);
    buf_char(&text, '\n');
    ok = file_append(path, buf_view(&text), err);
    buf_done(&text);
    return ok;
}

/* Each place on its own: one that fails does not keep the other from it. */
static void tell_all(const struct config *config, struct str line,
                     struct err *trouble)
{
    struct err other;

    err_clear(trouble);
    if (*config->audit_syslog != '\0')
        syslog_send(config->audit_syslog, line, trouble);
    if (*config->audit_file != '\0' &&
        !add_to_file(config->audit_file, line, &other))
        *trouble = other;
    if (trouble->code != ERR_NONE)
        log_line(LOG_WARN, "%s", trouble->text);
}

static bool keep(struct desk *desk, int64_t seq, int64_t now,
                 const struct err *trouble, struct err *err)
{
    struct json *json = json_new_object();
    struct buf text;
    bool ok;

    buf_init(&text);
    json_set_int(json, "seq", seq);
    json_set_int(json, "when", now);
    json_set_text(json, "trouble",
                  trouble->code != ERR_NONE ? trouble->text : "");
    json_write(json, JSON_COMPACT, &text);
    ok = state_set(desk->store, STATE, buf_view(&text), err);
    buf_done(&text);
    json_free(json);
    return ok;
}

/* Whoever has the key seals what others wrote without one. */
static bool seal_rest(struct desk *desk, struct audit_head *head,
                      struct err *err)
{
    const struct audit_entry entry = {.verb = "seal", .object = "audit log"};
    int64_t keyed;

    if (store_seals(desk->store)->n == 0)
        return true;
    return audit_last_keyed(desk->store, &keyed, err) &&
           (keyed == head->seq || (desk_record(desk, &entry, err) &&
                                   audit_head_get(desk->store, head, err)));
}

bool checkpoint_tell(struct desk *desk, int64_t now, struct err *err)
{
    struct checkpoint last;
    struct audit_head head;
    struct arena *arena;
    struct err trouble;
    struct buf line;
    bool ok;

    if (!checkpoint_last(desk, &last, err) ||
        !audit_head_get(desk->store, &head, err))
        return false;
    if (head.seq == last.seq && last.trouble[0] == '\0')
        return true;
    arena = arena_new();
    buf_init(&line);
    ok = seal_rest(desk, &head, err) &&
         put_line(desk, &head, now, arena, &line, err);
    if (ok) {
        tell_all(desk->config, buf_view(&line), &trouble);
        ok = keep(desk, head.seq, now, &trouble, err);
    }
    buf_done(&line);
    arena_free(arena);
    return ok;
}

/* ---- reading --------------------------------------------------------------*/

struct reading {
    struct checkpoints *out;
    struct arena *arena;
    const char *chain; /* of this log */
    const char *path;
};

static bool value_of(struct str *rest, const char *name, struct str *out)
{
    struct str word;

    if (!str_cut(rest, ' ', &word) || !str_starts(word, str_of(name)))
        return false;
    *out = str_sub(word, strlen(name), word.len);
    return true;
}

static void take_line(struct reading *reading, struct str line)
{
    struct checkpoints *out = reading->out;
    size_t at = str_find(line, STR(MARK));
    struct audit_point point;
    struct str part[5];
    struct str rest;

    if (at == STR_NOWHERE)
        return;
    rest = str_sub(line, at + strlen(MARK), line.len);
    if (!value_of(&rest, "seq=", &part[0]) ||
        !value_of(&rest, "mac=", &part[1]) ||
        !value_of(&rest, "time=", &part[2]) ||
        !value_of(&rest, "chain=", &part[3]) ||
        !value_of(&rest, "host=", &part[4]) || !str_int(part[0], &point.seq) ||
        point.seq < 1 || !digest_read(part[1], point.mac) ||
        !when_parse(part[2], &point.when))
        return;
    if (!str_eq(part[3], str_of(reading->chain))) {
        out->others++;
        out->replaced |=
            str_starts(rest, STR("store=")) &&
            str_eq(str_trim(str_sub(rest, 6, rest.len)), str_of(reading->path));
        return;
    }
    out->points =
        arena_grown(reading->arena, out->points, out->n, sizeof(*out->points));
    out->points[out->n++] = point;
}

static bool read_file(struct reading *reading, const char *path,
                      struct err *err)
{
    struct str rest;
    struct str map;
    struct str line;

    if (!file_map(path, &map, err))
        return false;
    rest = map;
    while (str_cut(&rest, '\n', &line))
        take_line(reading, line);
    file_unmap(map);
    return true;
}

static bool read_journal(struct reading *reading, struct err *err)
{
    static const char *const argv[] = {"journalctl",
                                       "--identifier=riposte",
                                       "--output=cat",
                                       "--no-pager",
                                       "--quiet",
                                       "--grep=" MARK,
                                       NULL};
    struct proc proc;
    struct buf line;
    struct err end;

    if (!proc_start(&proc, argv, err))
        return false;
    buf_init(&line);
    while (proc_line(&proc, PATIENCE, &line, &end))
        take_line(reading, buf_view(&line));
    buf_done(&line);
    proc_stop(&proc);
    /* It has said all that it had. */
    if (end.code == ERR_REMOTE)
        return true;
    *err = end;
    return false;
}

static int compare_points(const void *a, const void *b)
{
    const struct audit_point *left = a;
    const struct audit_point *right = b;

    return (left->seq > right->seq) - (left->seq < right->seq);
}

bool checkpoints_read(struct desk *desk, const char *from, struct arena *arena,
                      struct checkpoints *out, struct err *err)
{
    char chain[DIGEST_HEX_SIZE];
    struct checkpoints found = {.n = 0};
    struct reading reading = {
        .out = &found,
        .arena = arena,
        .chain = chain,
        .path = whole_path(desk, arena),
    };
    bool ok = first_seal(desk, arena, chain, err);

    chain[CHAIN] = '\0';
    ok = ok && (strcmp(from, "journal") == 0 ? read_journal(&reading, err)
                                             : read_file(&reading, from, err));
    if (!ok)
        return false;
    if (found.n == 0 && !found.replaced)
        return err_set(err, ERR_INPUT,
                       _("%s has no checkpoint of this audit log, so that "
                         "nothing can be said about its end."),
                       from);
    if (found.n > 0)
        qsort(found.points, found.n, sizeof(*found.points), compare_points);
    *out = found;
    return true;
}
