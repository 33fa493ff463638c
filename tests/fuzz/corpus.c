/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * corpus.c - the inputs that a target begins with, and the ways to bend them.
 */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"
#include "util/buf.h"
#include "util/file.h"
#include "util/mem.h"

struct corpus {
    struct buf *items;
    size_t n;
};

/* What parsers trip over. */
#define DEEP "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
static const char *const tokens[] = {
    "\"",
    "'",
    "\\",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ",",
    ":",
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1e999",
    "-0",
    "0x7f",
    "{}",
    "[]",
    "\"\"",
    "@{",
    "@@",
    "[[",
    "]]",
    "{{",
    "{name}",
    "..",
    "/",
    "//",
    "%00",
    "%2e%2e",
    "?",
    " and ",
    " or ",
    "not(",
    "has_any (",
    "ago(1d)",
    "matches regex",
    "(a+)+$",
    "\n",
    "\r\n",
    "\xef\xbb\xbf",
    "\xed\xa0\x80",
    "\xff",
    "\x1b[",
    "\x1b[200~",
    "\x1b[201~",
    "\x1b[<0;",
    "\xe2\x80\xae",
    "\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999999999999",
    "2026-02-30T25:61:61Z",
    DEEP,
    "<>&",
    "$ref",
    "concat(",
    "watchlist('",
};
#define TOKENS (sizeof(tokens) / sizeof(tokens[0]))

static uint64_t draw(uint64_t *random, uint64_t below)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return below ? *random % below : 0;
}

static void add(struct corpus *corpus, struct str text)
{
    corpus->items =
        mem_grow(corpus->items, corpus->n + 1, sizeof(*corpus->items));
    buf_init(&corpus->items[corpus->n]);
    buf_str(&corpus->items[corpus->n++], str_sub(text, 0, FUZZ_INPUT));
}

static void add_path(struct corpus *corpus, const char *path);

static void add_directory(struct corpus *corpus, const char *path)
{
    struct dirent **names;
    int n = scandir(path, &names, NULL, alphasort);

    for (int i = 0; i < n; i++) {
        char below[1024];

        snprintf(below, sizeof(below), "%s/%s", path, names[i]->d_name);
        if (names[i]->d_name[0] != '.')
            add_path(corpus, below);
        free(names[i]);
    }
    if (n >= 0)
        free(names);
}

static void add_path(struct corpus *corpus, const char *path)
{
    struct stat status;
    struct buf text;
    struct err err;

    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        add_directory(corpus, path);
        return;
    }
    buf_init(&text);
    if (!file_read(path, 16 * 1024 * 1024, &text, &err)) {
        fprintf(stderr, "%s\n", err.text);
        exit(99);
    }
    add(corpus, buf_view(&text));
    buf_done(&text);
}

struct corpus *corpus_load(const struct fuzz_target *target)
{
    struct corpus *corpus = mem_new(sizeof(*corpus));
    const char *top = getenv("srcdir");

    for (const char *const *p = target->corpus; p && *p; p++) {
        char path[1024];

        snprintf(path, sizeof(path), "%s/%s", top ? top : ".", *p);
        add_path(corpus, path);
    }
    for (const char *const *p = target->beginnings; p && *p; p++)
        add(corpus, str_of(*p));
    if (corpus->n == 0)
        add(corpus, STR("{}"));
    return corpus;
}

void corpus_free(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->n; i++)
        buf_done(&corpus->items[i]);
    mem_free(corpus->items);
    mem_free(corpus);
}

/* Puts @what in place of @gone bytes at @at; what does not fit is dropped. */
static size_t splice(char *text, size_t n, size_t at, size_t gone,
                     struct str what)
{
    size_t rest = n - at - gone;

    if (what.len > FUZZ_INPUT - at)
        what.len = FUZZ_INPUT - at;
    if (rest > FUZZ_INPUT - at - what.len)
        rest = FUZZ_INPUT - at - what.len;
    memmove(text + at + what.len, text + at + gone, rest);
    memcpy(text + at, what.at, what.len);
    return at + what.len + rest;
}

static struct str piece(const struct corpus *corpus, uint64_t *random)
{
    struct str all = buf_view(&corpus->items[draw(random, corpus->n)]);
    size_t at = draw(random, all.len + 1);

    return str_sub(all, at, draw(random, 200));
}

static size_t bend(const struct corpus *corpus, uint64_t *random, char *text,
                   size_t n)
{
    size_t at = draw(random, n + 1);
    size_t some = draw(random, n - at < 40 ? n - at + 1 : 40);
    const char *token = tokens[draw(random, TOKENS)];
    char copy[64];

    switch (draw(random, 7)) {
    case 0:
        if (at < n)
            text[at] = (char)draw(random, 256);
        return n;
    case 1:
        if (at < n)
            text[at] = (char)(text[at] ^ (1 << draw(random, 8)));
        return n;
    case 2:
        return splice(text, n, at, some, STR_NONE);
    case 3:
        memcpy(copy, text + at, some);
        return splice(text, n, at, 0, (struct str){copy, some});
    case 4:
        return splice(text, n, at, some, str_of(token));
    case 5:
        return splice(text, n, at, 0, str_of(token));
    default:
        return splice(text, n, at, some, piece(corpus, random));
    }
}

size_t corpus_bend(const struct corpus *corpus, uint64_t *random, char *out)
{
    struct str from = buf_view(&corpus->items[draw(random, corpus->n)]);
    size_t n = from.len;

    memcpy(out, from.at, n);
    for (uint64_t i = draw(random, 8); i > 0; i--)
        n = bend(corpus, random, out, n);
    return n;
}
