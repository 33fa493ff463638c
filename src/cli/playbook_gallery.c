/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_gallery.c - playbooks that come with riposte: listed, taken over.
 */
#include "cli/playbook_show.h"
#include "cli/verbs.h"
#include "util/text.h"

static void tell(struct call *call, const struct playbook_ready *ready,
                 const struct playbook_reading *reading)
{
    struct json *json;

    if (!call->out->json) {
        out_printf(call->out, "%-28s %s", ready->name, ready->note);
        return;
    }
    json = playbook_json(call->config, &reading->playbooks[0]);
    json_set_text(json, "note", ready->note);
    out_json_take(call->out, json);
}

static bool add(struct call *call, const struct playbook_ready *ready,
                const struct playbook_reading *reading, struct err *err)
{
    if (!playbook_gallery_add(call->desk, reading, err))
        return false;
    if (call->out->json)
        tell(call, ready, reading);
    else
        out_printf(call->out, _("%s: added, in shadow"), ready->name);
    return true;
}

static bool each(struct call *call, const struct catalogue *catalogue,
                 const struct playbook_ready *ready, struct err *err)
{
    const struct playbook_wish wish = {
        .parameters = call->opts->more,
        .n_parameters = call->opts->n_more,
    };
    struct playbook_reading reading;
    bool ok;

    playbook_reading_init(&reading);
    ok = playbook_read_file(call->config, catalogue, &wish, ready->file,
                            &reading, err) &&
         playbook_check_parameters(&wish, &reading, err);
    if (ok && call->opts->add)
        ok = add(call, ready, &reading, err);
    else if (ok)
        tell(call, ready, &reading);
    playbook_reading_done(&reading);
    return ok;
}

static bool all_of(struct call *call, const struct catalogue *catalogue,
                   struct err *err)
{
    struct arena *arena = arena_new();
    struct playbook_ready *all;
    size_t n;
    bool ok = playbook_gallery(arena, &all, &n, err);

    for (size_t i = 0; ok && i < call->n_words; i++) {
        const struct playbook_ready *one =
            playbook_gallery_find(all, n, str_of(call->words[i]), err);

        ok = one && each(call, catalogue, one, err);
    }
    for (size_t i = 0; ok && call->n_words == 0 && i < n; i++)
        ok = each(call, catalogue, &all[i], err);
    arena_free(arena);
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
