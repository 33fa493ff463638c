/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_import.c - workflows from files: judged, told of, kept.
 *
 * Status: 1 when one was refused, 2 when a file is none of the kind; the
 * others are kept all the same.
 */
#include "cli/playbook_show.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "service/playbooks.h"
#include "util/text.h"

bool playbook_import_words(const struct call *call, struct err *err)
{
    return words_files(call, err);
}

static void tell(struct call *call, const struct playbook *playbook,
                 const char *file)
{
    struct json *json;

    if (playbook->verdict == PLAYBOOK_REFUSED)
        call->status = STATUS_NO;
    if (!call->out->json) {
        playbook_print(call->out, call->config, playbook);
        return;
    }
    json = playbook_json(call->config, playbook);
    json_set_text(json, "file", file);
    out_json_take(call->out, json);
}

/* Of each playbook the file that it is from. */
struct origins {
    struct playbook_reading reading;
    const char **files;
    struct err first; /* what was wrong with a file */
};

static void read_file(struct call *call, const struct catalogue *catalogue,
                      const struct playbook_wish *wish, const char *file,
                      struct origins *origins)
{
    struct arena *arena = origins->reading.arena;
    size_t n = origins->reading.n;
    struct err err = {0};

    if (!playbook_read_file(call->config, catalogue, wish, file,
                            &origins->reading, &err)) {
        if (origins->first.code == ERR_NONE)
            origins->first = err;
        else
            report(err.text);
    }
    for (; n < origins->reading.n; n++) {
        origins->files =
            arena_grown(arena, origins->files, n, sizeof(*origins->files));
        origins->files[n] = file;
    }
}

static bool keep(struct call *call, const struct origins *origins,
                 struct err *err)
{
    if (call->opts->dry_run)
        return true;
    for (size_t i = 0; i < origins->reading.n; i++) {
        if (origins->reading.playbooks[i].verdict != PLAYBOOK_REFUSED)
            return cli_desk(call, DESK_ACT, err) &&
                   playbook_store(call->desk, &origins->reading, err);
    }
    return true;
}

bool playbook_import_verb(struct call *call, struct err *err)
{
    const struct playbook_wish wish = {
        .scope = call->opts->scope,
        .parameters = call->opts->more,
        .n_parameters = call->opts->n_more,
    };
    struct origins origins = {.files = NULL};
    struct catalogue *catalogue;
    bool ok;

    if (!catalogue_load_for(call->config, &catalogue, err))
        return false;
    playbook_reading_init(&origins.reading);
    for (size_t i = 0; i < call->n_words; i++)
        read_file(call, catalogue, &wish, call->words[i], &origins);
    playbook_number_names(&origins.reading);
    ok = playbook_check_parameters(&wish, &origins.reading, err);
    for (size_t i = 0; ok && i < origins.reading.n; i++)
        tell(call, &origins.reading.playbooks[i], origins.files[i]);
    ok = ok && keep(call, &origins, err);
    if (ok && origins.first.code != ERR_NONE) {
        *err = origins.first;
        ok = false;
    }
    playbook_reading_done(&origins.reading);
    catalogue_free(catalogue);
    return ok;
}
