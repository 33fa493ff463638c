/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include "util/secret.h"

#include <stdlib.h>
#include <string.h>

#include "model/limits.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/proc.h"
#include "util/text.h"

void secret_init(struct secret *secret)
{
    *secret = (struct secret){0};
}

void secret_done(struct secret *secret)
{
    if (secret->bytes)
        secret_wipe(secret->bytes, secret->len);
    mem_free(secret->bytes);
    secret_init(secret);
}

void secret_set(struct secret *secret, struct str value)
{
    char *copy = mem_textn(value.at, value.len);

    secret_done(secret);
    secret->bytes = copy;
    secret->len = value.len;
}

bool secret_empty(const struct secret *secret)
{
    return secret->len == 0;
}

struct str secret_view(const struct secret *secret)
{
    return secret->bytes ? (struct str){.at = secret->bytes, .len = secret->len}
                         : STR_NONE;
}

void secret_wipe(void *at, size_t len)
{
    if (len > 0)
        explicit_bzero(at, len);
}

static bool fetch_env(const char *name, struct buf *out, struct err *err)
{
    const char *value = getenv(name);

    if (!value)
        return err_set(err, ERR_INPUT,
                       _("The environment variable %s is not set."), name);
    if (strlen(value) > LIMIT_SECRET)
        return err_set(err, ERR_INPUT,
                       _("The environment variable %s is longer than %d "
                         "bytes."),
                       name, LIMIT_SECRET);
    buf_text(out, value);
    return true;
}

static bool fetch_file(const char *path, struct buf *out, struct err *err)
{
    return file_check_private(path, err) &&
           file_read(path, LIMIT_SECRET, out, err);
}

static bool run_words(const char *words, struct arena *arena, struct buf *out,
                      struct err *err)
{
    const struct proc_limits limits = {.milliseconds = LIMIT_SECRET_TIME,
                                       .output = LIMIT_SECRET};
    char **argv;

    return proc_split(arena, str_of(words), &argv, err) &&
           proc_run((const char *const *)argv, STR_NONE, &limits, out, err);
}

static bool fetch_cmd(const char *words, struct buf *out, struct err *err)
{
    struct arena *arena = arena_new();
    bool good = run_words(words, arena, out, err);

    arena_free(arena);
    return good;
}

/* systemd has put it there for this unit alone, by means that its mode does
 * not always show. */
static bool fetch_cred(const char *name, struct buf *out, struct err *err)
{
    const char *dir = getenv("CREDENTIALS_DIRECTORY");
    struct arena *arena;
    bool good;

    if (!dir || *dir != '/')
        return err_set(err, ERR_INPUT,
                       _("There are no systemd credentials here, so that "
                         "\"cred:%s\" cannot be fetched."),
                       name);
    if (strchr(name, '/') || *name == '.')
        return err_set(err, ERR_INPUT,
                       _("\"%s\" is no name of a systemd credential."), name);
    arena = arena_new();
    good = file_read(file_join(arena, dir, name), LIMIT_SECRET, out, err);
    arena_free(arena);
    return good;
}

static const struct scheme {
    const char *prefix;
    bool (*fetch)(const char *rest, struct buf *out, struct err *err);
} schemes[] = {
    {.prefix = "env:", .fetch = fetch_env},
    {.prefix = "file:", .fetch = fetch_file},
    {.prefix = "cmd:", .fetch = fetch_cmd},
    {.prefix = "cred:", .fetch = fetch_cred},
};

static const struct scheme *scheme_of(struct str text)
{
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
        if (str_starts(text, str_of(schemes[i].prefix)) &&
            text.len > strlen(schemes[i].prefix))
            return &schemes[i];
    return NULL;
}

bool secret_reference(struct str text)
{
    return scheme_of(text) != NULL;
}

static struct str without_line_end(struct str value)
{
    if (str_ends(value, STR("\n")))
        value.len--;
    if (str_ends(value, STR("\r")))
        value.len--;
    return value;
}

bool secret_fetch(struct str reference, struct secret *out, struct err *err)
{
    const struct scheme *scheme = scheme_of(reference);
    struct buf value;
    char *rest;
    bool good;

    if (!scheme)
        return err_set(err, ERR_INPUT,
                       _("A secret is never written down itself: give "
                         "env:NAME, file:PATH, cmd:PROGRAM or cred:NAME."));
    rest = mem_textn(reference.at + strlen(scheme->prefix),
                     reference.len - strlen(scheme->prefix));
    buf_init(&value);
    /* All of it at once, so that growing leaves no copies behind. */
    buf_reserve(&value, 2 * LIMIT_SECRET + 1);
    good = scheme->fetch(rest, &value, err);
    if (good && without_line_end(buf_view(&value)).len == 0)
        good = err_set(err, ERR_INPUT, _("The secret %s%s is empty."),
                       scheme->prefix, rest);
    if (good)
        secret_set(out, without_line_end(buf_view(&value)));
    secret_wipe(value.at, value.room);
    buf_done(&value);
    mem_free(rest);
    return good;
}
