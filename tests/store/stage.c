/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/mem.h"

int stage_setup(void **state)
{
    struct stage *stage = mem_new(sizeof(*stage));

    snprintf(stage->dir, sizeof(stage->dir), "/tmp/riposte-store-XXXXXX");
    if (mkdtemp(stage->dir) == NULL)
        return -1;
    snprintf(stage->path, sizeof(stage->path), "%s/store.db", stage->dir);
    stage->arena = arena_new();
    *state = stage;
    stage_must(stage, store_open(stage->path, STORE_WRITE, &stage->store,
                                 &stage->err));
    return 0;
}

static void remove_all(const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;
    char name[400];

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
        if (entry->d_type == DT_DIR)
            remove_all(name);
        else
            unlink(name);
    }
    if (dir != NULL)
        closedir(dir);
    rmdir(path);
}

int stage_teardown(void **state)
{
    struct stage *stage = *state;

    store_close(stage->store);
    arena_free(stage->arena);
    chmod(stage->dir, 0700);
    remove_all(stage->dir);
    mem_free(stage);
    return 0;
}

void stage_must(struct stage *stage, bool ok)
{
    if (!ok)
        fail_msg("%s: %s", err_code_name(stage->err.code), stage->err.text);
}

void stage_refused(struct stage *stage, bool ok, enum err_code code,
                   const char *says)
{
    assert_false(ok);
    if (stage->err.code != code || strstr(stage->err.text, says) == NULL)
        fail_msg("%s: %s", err_code_name(stage->err.code), stage->err.text);
    err_clear(&stage->err);
}

void stage_reopen(struct stage *stage)
{
    store_close(stage->store);
    stage->store = NULL;
    stage_must(stage, store_open(stage->path, STORE_WRITE, &stage->store,
                                 &stage->err));
}

static const char *alert(struct arena *arena, int n, const char *status)
{
    return arena_printf(
        arena,
        "{\"id\":\"/subscriptions/" STAGE_SUB
        "/providers/Microsoft.Security/locations/westeurope/alerts/"
        "%07d_AbC\",\"type\":\"Microsoft.Security/Locations/alerts\","
        "\"properties\":{\"systemAlertId\":\"%07d_AbC\","
        "\"alertDisplayName\":\"Alert of type %d\",\"severity\":\"%s\","
        "\"status\":\"%s\",\"compromisedEntity\":\"vm-%d\","
        "\"timeGeneratedUtc\":\"2026-03-05T11:%02d:%02dZ\","
        "\"description\":\"Somebody tried what nobody should try, from "
        "203.0.113.%d, and was seen.\"}}",
        n, n, n % 7, n % 2 == 0 ? "High" : "Low", status, n % 5, n / 60 % 60,
        n % 60, n % 250);
}

static const char *recommendation(struct arena *arena, int n,
                                  const char *status)
{
    return arena_printf(
        arena,
        "{\"id\":\"/subscriptions/" STAGE_SUB
        "/providers/Microsoft.Security/assessments/%07d\","
        "\"type\":\"Microsoft.Security/assessments\",\"name\":\"%07d\","
        "\"properties\":{\"displayName\":\"Do this and that %d\","
        "\"status\":{\"code\":\"%s\"}}}",
        n, n, n % 7, status);
}

static const char *compliance(struct arena *arena, int n, const char *status)
{
    return arena_printf(
        arena,
        "{\"id\":\"/subscriptions/" STAGE_SUB
        "/providers/Microsoft.Security/regulatoryComplianceStandards/%07d\","
        "\"type\":\"Microsoft.Security/regulatoryComplianceStandards\","
        "\"name\":\"%07d\",\"properties\":{\"state\":\"%s\"}}",
        n, n, status);
}

struct event stage_event(struct stage *stage, enum event_kind kind, int n,
                         const char *status)
{
    static const char *(*const each[])(struct arena * arena, int n,
                                       const char *status) = {
        [EVENT_ALERT] = alert,
        [EVENT_RECOMMENDATION] = recommendation,
        [EVENT_COMPLIANCE] = compliance,
    };
    struct skim skim;
    struct skim_value value;
    struct event event;

    skim_init(&skim, str_of(each[kind](stage->arena, n, status)));
    stage_must(stage, skim_value(&skim, &value, &stage->err));
    stage_must(stage, event_read(&value, STR("test"), STAGE_NOW, stage->arena,
                                 &event, &stage->err));
    return event;
}

int64_t stage_put(struct stage *stage, enum event_kind kind, int n,
                  const char *status)
{
    struct event event = stage_event(stage, kind, n, status);
    unsigned changes;

    stage_must(stage, store_begin(stage->store, &stage->err));
    stage_must(stage,
               events_put(stage->store, &event, false, &changes, &stage->err));
    stage_must(stage, store_commit(stage->store, &stage->err));
    return event.row;
}

static pid_t start(int (*child)(struct stage *stage, int number),
                   struct stage *stage, int number)
{
    pid_t pid = fork();

    if (pid == 0) {
        alarm(60);
        _exit(child(stage, number));
    }
    assert_true(pid > 0);
    return pid;
}

static int end(pid_t pid)
{
    int status;

    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int stage_fork(int (*child)(struct stage *stage, int number),
               struct stage *stage, int number)
{
    return end(start(child, stage, number));
}

void stage_fork_all(int (*child)(struct stage *stage, int number),
                    struct stage *stage, int n, int *sum)
{
    pid_t pid[16];
    int status[16];

    assert_true(n <= 16);
    for (int i = 0; i < n; i++)
        pid[i] = start(child, stage, i);
    for (int i = 0; i < n; i++)
        status[i] = end(pid[i]);
    for (int i = 0; i < n; i++) {
        assert_in_range(status[i], 0, 89);
        *sum += status[i];
    }
}

void stage_unprivileged(void)
{
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        _exit(99);
}
