/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_gallery.c - playbooks that come with riposte: listed, taken over.
 */
#include "cli/playbook_show.h"
#include "cli/verbs.h"
#include "util/text.h"

/* The playbooks asked for, each with the file that it is from. */
struct chosen {
    struct playbook_reading reading;
    const struct playbook_ready **ready;
};

static void tell(struct call *call, const struct playbook_ready *ready,
                 const struct playbook *playbook)
{
    struct json *json;

    if (!call->out->json && call->opts->add) {
        out_printf(call->out, _("%s: added, in shadow"), ready->name);
        return;
    }
    if (!call->out->json) {
        out_printf(call->out, "%-28s %s", ready->name, ready->note);
        return;
    }
    json = playbook_json(call->config, playbook);
    json_set_text(json, "note", ready->note);
    out_json_take(call->out, json);
}

static bool read_one(struct call *call, const struct catalogue *catalogue,
                     const struct playbook_wish *wish,
                     const struct playbook_ready *ready, struct chosen *chosen,
                     struct err *err)
{
    size_t n = chosen->reading.n;

    chosen->ready = arena_grown(chosen->reading.arena, chosen->ready, n,
                                sizeof(const struct playbook_ready *));
    chosen->ready[n] = ready;
    return playbook_read_file(call->config, catalogue, wish, ready->file,
                              &chosen->reading, err);
}

/* None are read when no names are: then it is all of them. */
static bool read_all(struct call *call, const struct catalogue *catalogue,
                     const struct playbook_wish *wish, struct chosen *chosen,
                     struct err *err)
{
    struct playbook_ready *all;
    size_t n;
    bool ok = playbook_gallery(chosen->reading.arena, &all, &n, err);

    for (size_t i = 0; ok && i < call->n_words; i++) {
        const struct playbook_ready *one =
            playbook_gallery_find(all, n, str_of(call->words[i]), err);

        ok = one && read_one(call, catalogue, wish, one, chosen, err);
    }
    for (size_t i = 0; ok && call->n_words == 0 && i < n; i++)
        ok = read_one(call, catalogue, wish, &all[i], chosen, err);
    return ok;
}

/* All of them are added, or none. */
static bool all_of(struct call *call, const struct catalogue *catalogue,
                   struct err *err)
{
    const struct playbook_wish wish = {
        .parameters = call->opts->more,
        .n_parameters = call->opts->n_more,
    };
    struct chosen chosen = {.ready = NULL};
    bool ok;

    playbook_reading_init(&chosen.reading);
    ok = read_all(call, catalogue, &wish, &chosen, err) &&
         playbook_check_parameters(&wish, &chosen.reading, err) &&
         (!call->opts->add ||
          playbook_gallery_add(call->desk, &chosen.reading, err));
    for (size_t i = 0; ok && i < chosen.reading.n; i++)
        tell(call, chosen.ready[i], &chosen.reading.playbooks[i]);
    playbook_reading_done(&chosen.reading);
    return ok;
}

bool playbook_gallery_verb(struct call *call, struct err *err)
{
    struct catalogue *catalogue;
    bool ok;

    if (call->opts->add && call->n_words == 0)
        return err_set(
            err, ERR_INPUT,
            _("Name the playbooks of the gallery that are to be added."));
    if (!catalogue_load_for(call->config, &catalogue, err))
        return false;
    ok = (!call->opts->add || cli_desk(call, DESK_ACT, err)) &&
         all_of(call, catalogue, err);
    catalogue_free(catalogue);
    return ok;
}
