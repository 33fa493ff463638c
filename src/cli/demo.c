/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/demo.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/limits.h"
#include "service/desk.h"
#include "service/rulebook.h"
#include "util/file.h"
#include "util/text.h"
#include "util/when.h"

#define SANDBOX "riposte-sandbox"
#define RULES   "rules/demo-shop.json"
/* Until the sandbox says where it is. */
#define PATIENCE (20 * WHEN_SECOND)

/* Beside this program, so that a build tree needs no installation. */
static const char *find_sandbox(struct arena *arena)
{
    char *program = arena_alloc(arena, LIMIT_PATH + 1);
    char *slash;

    if (readlink("/proc/self/exe", program, LIMIT_PATH) < 0)
        return SANDBOX;
    slash = strrchr(program, '/');
    if (!slash)
        return SANDBOX;
    *slash = '\0';
    program = file_join(arena, program, SANDBOX);
    return access(program, X_OK) == 0 ? program : SANDBOX;
}

static bool make_dir(struct demo *demo, struct err *err)
{
    const char *place = getenv("TMPDIR");
    char *dir;

    if (!place || *place != '/')
        place = "/tmp";
    dir = file_join(demo->arena, place, "riposte-demo-XXXXXX");
    if (!mkdtemp(dir))
        return err_errno(err, errno, _("Cannot make a directory in %s"), place);
    demo->dir = dir;
    return true;
}

bool demo_start(struct demo *demo, struct err *err)
{
    const char *argv[] = {NULL,   "--write-config",    NULL, "--scenario",
                          "shop", "--die-with-parent", NULL};
    struct buf line;
    bool ok;

    *demo = (struct demo){
        .arena = arena_new(),
        .sandbox = {.pid = -1, .output = -1},
    };
    if (!make_dir(demo, err))
        return false;
    demo->config = file_join(demo->arena, demo->dir, "riposte.conf");
    demo->store = arena_printf(demo->arena, "store=%s/riposte.db", demo->dir);
    argv[0] = find_sandbox(demo->arena);
    argv[2] = demo->config;
    if (!proc_start(&demo->sandbox, argv, err))
        return err_prefix(err, _("The demo's sandbox cannot be started"));
    buf_init(&line);
    ok = proc_line(&demo->sandbox, PATIENCE, &line, err);
    buf_done(&line);
    return ok || err_prefix(err, _("The demo's sandbox did not come up"));
}

bool demo_rules(const struct config *config, struct err *err)
{
    struct arena *arena = arena_new();
    const char *file = file_data(arena, RULES);
    struct desk *desk = NULL;
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = file_read(file, LIMIT_IMPORT_FILE, &text, err) &&
         desk_open(config, DESK_ACT, &desk, err) &&
         (rulebook_install(desk, buf_view(&text), err) ||
          err_prefix(err, "%s", file));
    desk_close(desk);
    buf_done(&text);
    arena_free(arena);
    return ok;
}

/* Only files are in it, since nothing there makes a directory. */
static void remove_dir(const char *dir)
{
    DIR *stream = opendir(dir);
    struct dirent *entry;

    while (stream && (entry = readdir(stream)))
        unlinkat(dirfd(stream), entry->d_name, 0);
    if (stream)
        closedir(stream);
    rmdir(dir);
}

void demo_stop(struct demo *demo)
{
    if (demo->sandbox.pid > 0)
        proc_stop(&demo->sandbox);
    if (demo->dir)
        remove_dir(demo->dir);
    arena_free(demo->arena);
    *demo = (struct demo){.arena = NULL};
}
