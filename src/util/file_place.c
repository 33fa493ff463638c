/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * file_place.c - where riposte's own files are.
 */
#define _GNU_SOURCE 1
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/limits.h"
#include "util/file.h"

#define PACKAGE_DIR "riposte"
#define PASSWD_SIZE 16384

/* The home directory of the real uid; $HOME only where nobody knows the uid,
 * as in containers. */
static const char *home(struct arena *arena)
{
    char *room = arena_alloc(arena, PASSWD_SIZE);
    struct passwd entry, *found = NULL;
    const char *variable;

    if (getpwuid_r(getuid(), &entry, room, PASSWD_SIZE, &found) == 0 && found)
        return found->pw_dir;
    variable = getenv("HOME");
    return variable && *variable == '/' ? variable : "/";
}

/* A private directory where no session has made one: nobody else may have
 * made it first. */
static char *own_runtime(struct arena *arena)
{
    char *dir = arena_printf(arena, "/tmp/" PACKAGE_DIR "-%lu",
                             (unsigned long)getuid());
    struct stat status;

    mkdir(dir, 0700);
    if (lstat(dir, &status) != 0 || !S_ISDIR(status.st_mode) ||
        status.st_uid != getuid() || (status.st_mode & 077))
        return NULL;
    return dir;
}

char *file_xdg(struct arena *arena, const char *kind, const char *name)
{
    static const struct {
        const char *kind;
        const char *variable;
        const char *beneath; /* the home directory */
    } places[] = {
        {"CONFIG", "XDG_CONFIG_HOME", ".config"},
        {"STATE", "XDG_STATE_HOME", ".local/state"},
        {"CACHE", "XDG_CACHE_HOME", ".cache"},
        {"RUNTIME", "XDG_RUNTIME_DIR", NULL},
    };
    size_t i = 0;
    const char *set;
    char *dir;

    while (strcmp(places[i].kind, kind) != 0)
        i++;
    set = getenv(places[i].variable);
    /* A relative one counts as unset (XDG Base Directory Specification). */
    if (set && *set == '/')
        dir = file_join(arena, set, PACKAGE_DIR);
    else if (places[i].beneath)
        dir = arena_printf(arena, "%s/%s/" PACKAGE_DIR, home(arena),
                           places[i].beneath);
    else
        dir = own_runtime(arena);
    return dir ? file_join(arena, dir, name) : NULL;
}

/* Tells data/ of the build tree by what only riposte keeps there. */
static const char *beside_program(struct arena *arena)
{
    char *program = arena_alloc(arena, LIMIT_PATH + 1);
    char *slash;
    char *dir;

    if (readlink("/proc/self/exe", program, LIMIT_PATH) < 0)
        return NULL;
    slash = strrchr(program, '/');
    if (!slash)
        return NULL;
    *slash = '\0';
    dir = file_join(arena, program, "../data");
    return file_is_dir(file_join(arena, dir, "containment")) ? dir : NULL;
}

char *file_data(struct arena *arena, const char *name)
{
    const char *dir = getenv("RIPOSTE_DATADIR");

    if (!dir || !*dir)
        dir = beside_program(arena);
    return file_join(arena, dir ? dir : PKGDATADIR, name);
}
