/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * event_ingest.c - events from files and from standard input.
 *
 * Files are mapped, so that a large one takes no memory.  What comes through a
 * pipe is stored as soon as nothing more is waiting there.
 *
 * Status: 0 when all was good; 1 when some was bad, and the rest is stored; 2
 * when nothing could be read.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/stop.h"
#include "cli/stream.h"
#include "cli/verbs.h"
#include "model/limits.h"
#include "service/ingest.h"
#include "util/file.h"
#include "util/text.h"
#include "util/when.h"

#define CHUNK 65536
/* So much is stored at once although more is waiting. */
#define PIECE (4 * LIMIT_MIB)
/* Under this name the Source column shows it. */
#define SOURCE "file"

struct intake {
    struct call *call;
    const char *file;
    struct ingest_count count;
    size_t items; /* of the pieces before this one */
    size_t last;  /* number of the last item in this piece */
    size_t lines; /* before this piece */
    bool failed;  /* the file itself could not be read */
};

static void report_bad(const struct intake *in, size_t number,
                       const struct err *why)
{
    struct err err;

    if (in->lines > 0)
        err_set(&err, ERR_INPUT,
                _("%s: item %zu: %s (lines are counted from line %zu on)"),
                in->file, number, why->text, in->lines + 1);
    else
        err_set(&err, ERR_INPUT, _("%s: item %zu: %s"), in->file, number,
                why->text);
    report(err.text);
}

static void on_item(void *with, const struct ingest_item *item)
{
    struct intake *in = with;
    size_t number = in->items + item->number;
    struct json *json;

    in->last = item->number;
    if (item->err)
        report_bad(in, number, item->err);
    if (!in->call->out->json)
        return;
    json = json_new_object();
    json_set_text(json, "file", in->file);
    json_set_int(json, "item", (int64_t)number);
    json_set_text(json, "what", item->what);
    if (item->err) {
        json_set_text(json, "error", item->err->text);
    } else {
        struct str kind;
        struct str id = item->key;

        str_cut(&id, ':', &kind);
        json_set_int(json, "row", item->row);
        json_set_str(json, "kind", kind);
        json_set_str(json, "id", id);
    }
    out_json_take(in->call->out, json);
}

static bool take_piece(struct intake *in, struct str text, struct err *err)
{
    bool ok = ingest_by_hand(in->call->desk, text, SOURCE, on_item, in,
                             &in->count, err);

    in->items += in->last;
    in->last = 0;
    return ok;
}

static size_t count_lines(struct str text)
{
    size_t lines = 0;

    while (text.len > 0) {
        size_t at = str_find_char(text, '\n');

        if (at == STR_NOWHERE)
            break;
        text = str_sub(text, at + 1, text.len);
        lines++;
    }
    return lines;
}

static bool take_whole(struct intake *in, struct stream *stream, bool end,
                       struct err *err)
{
    struct str whole = stream_whole(stream, end);
    bool ok;

    if (whole.len == 0)
        return true;
    ok = take_piece(in, whole, err);
    in->lines += count_lines(whole);
    stream_drop(stream, whole);
    out_flush(in->call->out);
    return ok;
}

/* One read(2); *end at the end of the input or when a signal says so. */
static bool read_more(struct stream *stream, int stop, bool *end,
                      struct err *err)
{
    struct pollfd ready[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                             {.fd = stop, .events = POLLIN}};
    char chunk[CHUNK];
    ssize_t got;

    if (poll(ready, 2, -1) < 0 && errno != EINTR)
        return err_errno(err, errno, _("Cannot wait for standard input"));
    if (ready[1].revents) {
        *end = true;
        return true;
    }
    if (!ready[0].revents)
        return true;
    got = read(STDIN_FILENO, chunk, sizeof(chunk));
    if (got < 0 && errno != EINTR && errno != EAGAIN)
        return err_errno(err, errno, _("Cannot read standard input"));
    if (got > 0)
        stream_add(stream, chunk, (size_t)got);
    *end = got == 0;
    return true;
}

static bool more_waits(void)
{
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};

    return poll(&ready, 1, 0) > 0 && (ready.revents & POLLIN);
}

/* A value that never ends must not fill the memory. */
static bool too_much(const struct stream *stream)
{
    return stream->text.len - stream->safe > LIMIT_JSON_TEXT;
}

static bool take_stream(struct intake *in, struct err *err)
{
    struct stream stream;
    bool end = false;
    bool ok = true;
    int stop;

    if (!stop_open(&stop, err))
        return false;
    stream_init(&stream);
    while (ok && !end) {
        ok = read_more(&stream, stop, &end, err);
        if (ok &&
            (end || stream.safe >= PIECE || too_much(&stream) || !more_waits()))
            ok = take_whole(in, &stream, end || too_much(&stream), err);
    }
    stream_done(&stream);
    close(stop);
    return ok;
}

static bool take_map(struct intake *in, const char *path, struct err *err)
{
    struct err cannot = {0};
    struct str text;
    bool ok;

    if (!file_map(path, &text, &cannot)) {
        /* The other files are read nevertheless. */
        report(cannot.text);
        in->failed = true;
        return true;
    }
    ok = take_piece(in, text, err);
    file_unmap(text);
    return ok;
}

static bool standard_is_file(void)
{
    struct stat status;

    return fstat(STDIN_FILENO, &status) == 0 && S_ISREG(status.st_mode);
}

static bool take_file(struct intake *in, const char *path, struct err *err)
{
    if (strcmp(path, "-") != 0)
        return take_map(in, path, err);
    in->file = _("standard input");
    return standard_is_file() ? take_map(in, "/dev/stdin", err)
                              : take_stream(in, err);
}

static void tell(const struct intake *in)
{
    const struct ingest_count *count = &in->count;

    if (in->call->out->json || in->failed)
        return;
    out_printf(in->call->out,
               _("%s: %lld added, %lld changed, %lld the same, %lld bad"),
               in->file, (long long)count->added, (long long)count->changed,
               (long long)count->same, (long long)count->bad);
    if (count->fired > 0)
        out_printf(
            in->call->out,
            _n("  %lld rule fired.", "  %lld rules fired.", count->fired),
            (long long)count->fired);
}

bool event_ingest(struct call *call, struct err *err)
{
    bool good = false;
    bool bad = false;
    bool ok = true;

    for (size_t i = 0; ok && i < call->n_words; i++) {
        struct intake in = {.call = call, .file = call->words[i]};

        ok = take_file(&in, call->words[i], err);
        if (ok)
            tell(&in);
        bad |= in.failed || in.count.bad > 0;
        good |= in.count.added + in.count.changed + in.count.same > 0;
    }
    if (bad)
        call->status = good ? STATUS_NO : STATUS_USAGE;
    return ok;
}
