/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/stream.h"

#include <string.h>

void stream_init(struct stream *stream)
{
    *stream = (struct stream){.seen = 0};
    buf_init(&stream->text);
}

void stream_done(struct stream *stream)
{
    buf_done(&stream->text);
}

/* Whatever is open is given up: a new value begins at @at. */
static void start_anew(struct stream *stream, size_t at)
{
    stream->depth = 0;
    stream->quoted = false;
    stream->escaped = false;
    stream->closed = false;
    stream->safe = at;
}

static void look_inside_text(struct stream *stream, size_t at, char c)
{
    if (c == '\n')
        start_anew(stream, at + 1);
    else if (stream->escaped)
        stream->escaped = false;
    else if (c == '\\')
        stream->escaped = true;
    else if (c == '"')
        stream->quoted = false;
}

static void look(struct stream *stream, size_t at, char c)
{
    bool closed = stream->closed;

    if (c == ' ' || c == '\t' || c == '\r')
        return;
    if (c == '\n') {
        if (stream->depth == 0)
            stream->safe = at + 1;
        return;
    }
    stream->closed = false;
    if (c == '"') {
        stream->quoted = true;
    } else if (c == '{' || c == '[') {
        if (closed && stream->depth > 0)
            start_anew(stream, at);
        stream->depth++;
    } else if (c == '}' || c == ']') {
        stream->closed = true;
        if (stream->depth > 0 && --stream->depth == 0)
            stream->safe = at + 1;
    }
}

void stream_add(struct stream *stream, const char *at, size_t len)
{
    buf_bytes(&stream->text, at, len);
    for (; stream->seen < stream->text.len; stream->seen++) {
        char c = stream->text.at[stream->seen];

        if (stream->quoted)
            look_inside_text(stream, stream->seen, c);
        else
            look(stream, stream->seen, c);
    }
}

struct str stream_whole(const struct stream *stream, bool end)
{
    struct str all = buf_view(&stream->text);

    return end ? all : str_sub(all, 0, stream->safe);
}

void stream_drop(struct stream *stream, struct str whole)
{
    size_t left = stream->text.len - whole.len;

    if (whole.len == 0)
        return;
    memmove(stream->text.at, stream->text.at + whole.len, left);
    buf_cut(&stream->text, left);
    stream->seen = left;
    stream->safe = 0;
}
