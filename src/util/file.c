/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include "util/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/limits.h"
#include "util/mem.h"
#include "util/text.h"

#define CHUNK ((size_t)64 * 1024)

static const char *shown(const char *path)
{
    return strcmp(path, "-") == 0 ? _("standard input") : path;
}

/* A file that is not there was named wrongly: that is no fault of the
 * machine. */
static bool cannot_read(const char *path, struct err *err)
{
    bool named = errno == ENOENT || errno == ENOTDIR || errno == EISDIR;

    err_errno(err, errno, _("Cannot read %s"), shown(path));
    if (named)
        err->code = ERR_INPUT;
    return false;
}

bool file_can_read(const char *path, struct err *err)
{
    if (access(path, R_OK) == 0) {
        if (!file_is_dir(path))
            return true;
        errno = EISDIR;
    }
    return cannot_read(path, err);
}

/* Room for one byte above the limit shows that there is one. */
static bool read_all(int fd, const char *path, size_t limit, struct buf *out,
                     struct err *err)
{
    size_t start = out->len;

    for (;;) {
        size_t left = limit - (out->len - start);
        size_t want = left < CHUNK ? left + 1 : CHUNK;
        ssize_t got;

        buf_reserve(out, want);
        got = read(fd, out->at + out->len, want);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return cannot_read(path, err);
        if (got == 0)
            return true;
        if ((size_t)got > left)
            return err_set(err, ERR_INPUT,
                           _("%s is larger than %zu bytes, the most that is "
                             "read."),
                           shown(path), limit);
        out->len += (size_t)got;
        out->at[out->len] = '\0';
    }
}

bool file_read(const char *path, size_t limit, struct buf *out, struct err *err)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    size_t start = out->len;
    bool good;

    if (fd < 0)
        return cannot_read(path, err);
    good = read_all(fd, path, limit, out, err);
    if (!good)
        buf_cut(out, start);
    if (!standard)
        close(fd);
    return good;
}

static bool map_descriptor(int fd, const char *path, struct str *out,
                           struct err *err)
{
    struct stat status;
    void *at;

    if (fstat(fd, &status) != 0)
        return cannot_read(path, err);
    if (!S_ISREG(status.st_mode))
        return err_set(err, ERR_INPUT, _("%s is not a regular file."), path);
    if (status.st_size > LIMIT_INGEST_FILE)
        return err_set(err, ERR_INPUT,
                       _("%s is larger than %lld bytes, the most that is "
                         "read."),
                       path, LIMIT_INGEST_FILE);
    if (status.st_size == 0) {
        *out = STR_NONE;
        return true;
    }
    at = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED)
        return cannot_read(path, err);
    madvise(at, (size_t)status.st_size, MADV_SEQUENTIAL);
    *out = (struct str){.at = at, .len = (size_t)status.st_size};
    return true;
}

bool file_map(const char *path, struct str *out, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool good;

    if (fd < 0)
        return cannot_read(path, err);
    good = map_descriptor(fd, path, out, err);
    close(fd);
    return good;
}

void file_unmap(struct str map)
{
    if (map.len > 0)
        munmap((void *)(uintptr_t)map.at, map.len);
}

static bool write_all(int fd, struct str text)
{
    while (text.len > 0) {
        ssize_t put = write(fd, text.at, text.len);

        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0)
            text = str_sub(text, (size_t)put, text.len);
    }
    return fsync(fd) == 0;
}

/* The name is safe only when the directory has been written too; some file
 * systems refuse to sync one, which is no reason to fail. */
static void sync_directory(const char *path)
{
    char *copy = mem_text(path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    mem_free(copy);
}

/* errno tells why not. */
static bool replace(const char *path, const char *draft, int fd,
                    struct str text)
{
    bool good = write_all(fd, text);
    int number = errno;

    if (close(fd) != 0 && good) {
        good = false;
        number = errno;
    }
    if (good && rename(draft, path) != 0) {
        good = false;
        number = errno;
    }
    if (good)
        sync_directory(path);
    else
        unlink(draft);
    errno = number;
    return good;
}

bool file_write(const char *path, struct str text, struct err *err)
{
    struct arena *arena;
    struct stat status;
    char *draft;
    bool good;
    int fd;

    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return err_set(err, ERR_INPUT, _("%s is not a regular file."), path);
    arena = arena_new();
    draft = arena_printf(arena, "%s.XXXXXX", path);
    fd = mkostemp(draft, O_CLOEXEC);
    good = fd >= 0 && replace(path, draft, fd, text);
    if (!good)
        err_errno(err, errno, _("Cannot write %s"), path);
    arena_free(arena);
    return good;
}

bool file_append(const char *path, struct str text, struct err *err)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    bool good = fd >= 0 && write_all(fd, text);

    if (!good)
        err_errno(err, errno, _("Cannot write %s"), path);
    if (fd >= 0)
        close(fd);
    return good;
}

bool file_make(const char *path, struct str text, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good;

    if (fd < 0)
        return err_errno(err, errno, _("Cannot make %s"), path);
    good = write_all(fd, text);
    if (!good) {
        err_errno(err, errno, _("Cannot write %s"), path);
        unlink(path);
    }
    close(fd);
    return good;
}

/* Makes each directory up to @end; errno tells why not. */
static bool make_parents(char *path)
{
    for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
        bool good;

        *slash = '\0';
        good = mkdir(path, 0700) == 0 || file_is_dir(path);
        *slash = '/';
        if (!good)
            return false;
    }
    return mkdir(path, 0700) == 0 || file_is_dir(path);
}

bool file_make_dir(const char *path, struct err *err)
{
    char *copy = mem_text(path);
    bool good = *path && make_parents(copy);
    int number = *path ? errno : ENOENT;

    mem_free(copy);
    if (!good)
        return err_errno(err, number, _("Cannot make the directory %s"), path);
    return true;
}

bool file_exists(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0;
}

bool file_is_dir(const char *path)
{
    struct stat status;
    int number = errno;
    bool dir = stat(path, &status) == 0 && S_ISDIR(status.st_mode);

    errno = number;
    return dir;
}

bool file_check_private(const char *path, struct err *err)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return cannot_read(path, err);
    if (status.st_mode & (S_IRWXG | S_IRWXO))
        return err_set(err, ERR_DENIED,
                       _("%s can be read by others than its owner; run "
                         "\"chmod 600\" on it."),
                       path);
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct names {
    char **at;
    size_t count;
    size_t room;
};

static bool collect(DIR *dir, const char *path, const char *suffix,
                    struct arena *arena, struct names *names, struct err *err)
{
    struct dirent *entry;

    while ((errno = 0, entry = readdir(dir))) {
        if (entry->d_name[0] == '.' ||
            !str_ends(str_of(entry->d_name), str_of(suffix)))
            continue;
        if (names->count == LIMIT_DIR_NAMES)
            return err_set(err, ERR_INPUT,
                           _("The directory %s has more than %d files."), path,
                           LIMIT_DIR_NAMES);
        if (names->count == names->room) {
            names->room = names->room ? 2 * names->room : 32;
            names->at = mem_grow(names->at, names->room, sizeof(*names->at));
        }
        names->at[names->count++] = arena_text(arena, entry->d_name);
    }
    return errno == 0 || cannot_read(path, err);
}

bool file_list(const char *dir, const char *suffix, struct arena *arena,
               char ***names, size_t *n, struct err *err)
{
    struct names found = {0};
    DIR *stream = opendir(dir);
    bool good;

    if (!stream)
        return cannot_read(dir, err);
    good = collect(stream, dir, suffix, arena, &found, err);
    closedir(stream);
    if (good) {
        *names = arena_array(arena, found.count + 1, sizeof(**names));
        *n = found.count;
        if (found.count > 0) {
            memcpy(*names, found.at, found.count * sizeof(**names));
            qsort(*names, found.count, sizeof(**names), compare_names);
        }
    }
    mem_free(found.at);
    return good;
}

char *file_join(struct arena *arena, const char *dir, const char *name)
{
    struct str place = str_of(dir);

    if (*name == '/' || place.len == 0)
        return arena_text(arena, name);
    if (*name == '\0')
        return arena_text(arena, dir);
    return arena_printf(arena, "%s%s%s", dir,
                        str_ends(place, STR("/")) ? "" : "/", name);
}
