/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * health.c - the engine, its sources and the store; and the page of it all.
 */
#include "service/health.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "service/conductor.h"
#include "service/desk_part.h"
#include "service/health_part.h"
#include "store/health.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* So late may a source be before it is told. */
#define LATE (2 * WHEN_MINUTE)
/* Of the disk that the store is on. */
#define ROOM_LEAST (INT64_C(256) << 20)

const char *health_part_name(enum health_part part)
{
    static const char *const names[HEALTH_PART_N] = {
        [HEALTH_ENGINE] = "engine",          [HEALTH_SOURCES] = "source",
        [HEALTH_TOKENS] = "token",           [HEALTH_CONNECTORS] = "connector",
        [HEALTH_PERMISSIONS] = "permission", [HEALTH_STORE] = "store",
    };

    return names[part];
}

const char *health_part_title(enum health_part part)
{
    static const char *const titles[HEALTH_PART_N] = {
        [HEALTH_ENGINE] = N_("Engine"),
        [HEALTH_SOURCES] = N_("Source"),
        [HEALTH_TOKENS] = N_("Token"),
        [HEALTH_CONNECTORS] = N_("Connector"),
        [HEALTH_PERMISSIONS] = N_("Permission"),
        [HEALTH_STORE] = N_("Store"),
    };

    return _(titles[part]);
}

const char *health_grade_name(enum health_grade grade)
{
    static const char *const names[HEALTH_GRADE_N] = {
        [HEALTH_GOOD] = "good",
        [HEALTH_NONE] = "none",
        [HEALTH_WARN] = "warning",
        [HEALTH_BAD] = "bad",
    };

    return names[grade];
}

void health_add(struct health *health, enum health_part part,
                enum health_grade grade, const char *name, const char *text)
{
    struct health_page *page = health->page;

    page->rows =
        arena_grown(page->arena, page->rows, page->n, sizeof(*page->rows));
    page->rows[page->n++] = (struct health_row){
        .part = part,
        .grade = grade,
        .name = arena_text(page->arena, name),
        .text = arena_text(page->arena, text),
    };
}

static void add_fact(struct health *health, const char *label, const char *text,
                     int64_t when)
{
    struct health_page *page = health->page;
    struct health_row *row = &page->rows[page->n - 1];

    row->facts =
        arena_grown(page->arena, row->facts, row->n_facts, sizeof(*row->facts));
    row->facts[row->n_facts++] = (struct health_fact){
        .label = label, .text = arena_text(page->arena, text), .when = when};
}

void health_fact(struct health *health, const char *label, const char *text)
{
    add_fact(health, label, text, 0);
}

void health_when(struct health *health, const char *label, int64_t when)
{
    if (when > 0)
        add_fact(health, label, "", when);
}

/* ---- the engine ---- */

static void add_work(struct health *health, const struct engine_status *status)
{
    struct arena *arena = health->page->arena;
    const char *stuck = "";

    if (status->runs_stuck > 0)
        stuck = arena_printf(arena, _(" Runs that do not move: %lld."),
                             (long long)status->runs_stuck);
    health_add(health, HEALTH_ENGINE,
               status->runs_stuck > 0 ? HEALTH_WARN : HEALTH_GOOD, _("work"),
               arena_printf(arena,
                            _("Open runs %lld, approvals that wait %lld, "
                              "containments in force %lld.%s"),
                            (long long)status->runs_open,
                            (long long)status->approvals_pending,
                            (long long)status->effects_active, stuck));
}

static void add_engine(struct health *health,
                       const struct engine_status *status)
{
    struct arena *arena = health->page->arena;
    struct err ignored;
    struct lease lease;

    if (*status->holder == '\0')
        health_add(health, HEALTH_ENGINE, HEALTH_BAD, _("lease"),
                   _("No engine is running: nothing is polled, nothing is "
                     "carried out. Start riposte, or riposte serve."));
    else
        health_add(health, HEALTH_ENGINE, HEALTH_GOOD, _("lease"),
                   arena_printf(arena, _("Held by %s."), status->holder));
    if (lease_look(health->desk->store, &lease, &ignored)) {
        health_when(health, _("Until"), lease.expires);
        health_fact(health, _("Epoch"),
                    arena_printf(arena, "%lld", (long long)lease.epoch));
    }
    health_add(health, HEALTH_ENGINE, status->held ? HEALTH_WARN : HEALTH_GOOD,
               _("hold"),
               status->held
                   ? _("On: every automatic action waits until somebody "
                       "resumes.")
                   : _("Off."));
    add_work(health, status);
}

/* Files of one's own that are left out. */
static void add_catalogue(struct health *health)
{
    const struct catalogue *catalogue = health->desk->catalogue;

    for (size_t i = 0; i < catalogue->n_faults; i++)
        health_add(health, HEALTH_ENGINE, HEALTH_WARN, _("catalogue"),
                   catalogue->faults[i]);
}

const char *health_span(int64_t span, char out[WHEN_TEXT_SIZE])
{
    if (span >= WHEN_MINUTE)
        return when_age(span, out);
    snprintf(out, WHEN_TEXT_SIZE, "%lld s", (long long)(span / WHEN_SECOND));
    return out;
}

static void add_source(struct health *health, bool running,
                       const struct source_status *source)
{
    struct arena *arena = health->page->arena;
    enum health_grade grade = HEALTH_GOOD;
    const char *text = _("It can be read.");
    char span[WHEN_TEXT_SIZE];

    if (source->code != ERR_NONE) {
        grade = HEALTH_BAD;
        text = source->text;
    } else if (source->succeeded == 0) {
        grade = HEALTH_WARN;
        text = _("It has never been read.");
    } else if (running && source->next > 0 &&
               source->next + LATE < health->now) {
        grade = HEALTH_WARN;
        text = arena_printf(arena, _("It is late by %s."),
                            health_span(health->now - source->next, span));
    }
    health_add(health, HEALTH_SOURCES, grade, source->name, text);
    health_when(health, _("Last read"), source->succeeded);
    health_when(health, _("Next"), source->next);
    if (source->succeeded > 0)
        health_fact(health, _("Age of the data"),
                    health_span(health->now - source->succeeded, span));
}

static bool add_running(struct health *health, struct err *err)
{
    struct engine_status *status = mem_new(sizeof(*status));
    bool ok = engine_status_read(health->desk, status, err);

    if (ok) {
        add_engine(health, status);
        add_catalogue(health);
        if (status->n_sources == 0)
            health_add(health, HEALTH_SOURCES, HEALTH_NONE, _("sources"),
                       _("None is configured: events come from `riposte event "
                         "ingest' alone (sources)."));
        for (size_t i = 0; i < status->n_sources; i++)
            add_source(health, *status->holder != '\0', &status->sources[i]);
    }
    mem_free(status);
    return ok;
}

/* ---- the store ---- */

static int64_t size_of(const char *path)
{
    struct stat facts;

    return stat(path, &facts) == 0 ? facts.st_size : 0;
}

static const char *size_text(struct arena *arena, int64_t bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    double size = (double)bytes;
    size_t unit = 0;

    for (; size >= 1024 && unit < 4; unit++)
        size /= 1024;
    return arena_printf(arena, unit && size < 100 ? "%.1f %s" : "%.0f %s", size,
                        units[unit]);
}

static void add_store(struct health *health)
{
    const char *path = store_path(health->desk->store);
    struct arena *arena = health->page->arena;
    struct statvfs disk;
    int64_t room = INT64_MAX;
    int64_t wal = size_of(arena_printf(arena, "%s-wal", path));

    if (statvfs(path, &disk) == 0)
        room = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
    health_add(health, HEALTH_STORE,
               room < ROOM_LEAST ? HEALTH_BAD : HEALTH_GOOD, _("file"),
               room < ROOM_LEAST
                   ? arena_printf(arena,
                                  _("The disk is nearly full: %s are left. "
                                    "Make room, or nothing can be kept."),
                                  size_text(arena, room))
                   : arena_printf(arena, _("%s, and %s not yet written back."),
                                  size_text(arena, size_of(path)),
                                  size_text(arena, wal)));
    health_fact(health, _("Path"), path);
    health_fact(health, _("Size"), size_text(arena, size_of(path)));
    health_fact(health, _("Write-ahead log"), size_text(arena, wal));
    if (room != INT64_MAX)
        health_fact(health, _("Left on the disk"), size_text(arena, room));
}

static bool add_queue(struct health *health, struct err *err)
{
    struct arena *arena = health->page->arena;
    struct newest_event newest;
    char age[WHEN_TEXT_SIZE];
    char lag[WHEN_TEXT_SIZE];

    if (!queue_newest(health->desk->store, &newest, err))
        return false;
    if (newest.row == 0) {
        health_add(health, HEALTH_STORE, HEALTH_NONE, _("queue"),
                   _("It is empty."));
        return true;
    }
    health_span(health->now - newest.arrived, age);
    health_span(newest.arrived > newest.time ? newest.arrived - newest.time : 0,
                lag);
    health_add(health, HEALTH_STORE, HEALTH_GOOD, _("queue"),
               arena_printf(arena,
                            _("The newest event arrived %s ago, %s after it "
                              "happened."),
                            age, lag));
    health_fact(health, _("Events"),
                arena_printf(arena, "%lld", (long long)newest.row));
    health_when(health, _("Newest"), newest.time);
    health_when(health, _("Arrived"), newest.arrived);
    health_fact(health, _("Lag"), lag);
    return true;
}

/* ---- the page ---- */

struct health_page *health_page_read(struct desk *desk, int64_t now)
{
    struct health_page *page = mem_new(sizeof(*page));
    struct health health = {.desk = desk, .page = page, .now = now};

    page->arena = arena_new();
    if (add_running(&health, &page->error) &&
        health_tokens(&health, &page->error) &&
        health_connectors(&health, &page->error) &&
        health_permissions(&health, &page->error) &&
        add_queue(&health, &page->error))
        add_store(&health);
    return page;
}

void health_page_free(struct health_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}
