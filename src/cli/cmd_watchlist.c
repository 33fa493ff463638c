/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_watchlist.c - riposte watchlist: named lists for queries, in files.
 */
#include <stdio.h>

#include "cli/words.h"
#include "service/watchlist_file.h"
#include "util/text.h"

static const struct out_column list_columns[] = {
    {N_("Name"), 24},
    {N_("Values"), -7},
    {N_("File"), 0},
};
#define LIST_COLUMNS (sizeof(list_columns) / sizeof(list_columns[0]))

static struct json *list_json(const struct watchlist *list)
{
    struct json *json = json_new_object();
    struct json *values = json_new_array();

    json_set_str(json, "name", str_of(list->name));
    json_set_str(json, "file", str_of(list->path));
    for (size_t i = 0; i < list->n; i++)
        json_add_take(values, json_new_text(list->texts[i]));
    json_set_take(json, "values", values);
    return json;
}

static void wrong(void *with, const struct err *err)
{
    struct call *call = with;

    report(err->text);
    call->status = STATUS_USAGE;
}

static bool watchlist_list_verb(struct call *call, struct err *err)
{
    struct arena *arena = arena_new();
    struct watchlist *lists;
    size_t n;
    bool ok = watchlist_list(call->config, arena, wrong, call, &lists, &n, err);

    if (ok && n == 0 && call->status == STATUS_DONE)
        call->status = STATUS_NO;
    if (ok && n > 0 && !call->out->json)
        out_head(call->out, list_columns, LIST_COLUMNS);
    for (size_t i = 0; ok && i < n; i++) {
        char count[24];

        if (call->out->json) {
            out_json_take(call->out, list_json(&lists[i]));
            continue;
        }
        snprintf(count, sizeof(count), "%zu", lists[i].n);
        out_row(call->out, list_columns, LIST_COLUMNS,
                (const struct str[]){
                    str_of(lists[i].name),
                    str_of(count),
                    str_of(*lists[i].path != '\0' ? lists[i].path
                                                  : _("(configuration)")),
                });
    }
    arena_free(arena);
    return ok;
}

static bool watchlist_show(struct call *call, struct err *err)
{
    struct arena *arena = arena_new();
    struct watchlist list;
    bool ok =
        watchlist_find(call->config, str_of(call->words[0]), arena, &list, err);

    if (ok && call->out->json)
        out_json_take(call->out, list_json(&list));
    for (size_t i = 0; ok && !call->out->json && i < list.n; i++)
        out_text(call->out, 0, list.texts[i]);
    arena_free(arena);
    return ok;
}

static void tell(struct call *call, const char *member, const char *text,
                 size_t n)
{
    struct json *json;

    if (n == 0)
        call->status = STATUS_NO;
    if (!call->out->json) {
        out_text(call->out, 0, str_of(text));
        return;
    }
    json = json_new_object();
    json_set_text(json, "name", call->words[0]);
    json_set_int(json, member, (int64_t)n);
    out_json_take(call->out, json);
}

static bool watchlist_add_verb(struct call *call, struct err *err)
{
    size_t n;

    if (!watchlist_add(call->desk, str_of(call->words[0]), call->words + 1,
                       call->n_words - 1, &n, err))
        return false;
    tell(call, "added",
         arena_printf(call->opts->arena,
                      _n("%zu value was added.", "%zu values were added.", n),
                      n),
         n);
    return true;
}

static bool watchlist_remove_verb(struct call *call, struct err *err)
{
    size_t n;

    if (!watchlist_remove(call->desk, str_of(call->words[0]), call->words + 1,
                          call->n_words - 1, &n, err))
        return false;
    tell(call, "removed",
         arena_printf(
             call->opts->arena,
             _n("%zu value was removed.", "%zu values were removed.", n), n),
         n);
    return true;
}

static const struct verb verbs[] = {
    {.name = "list",
     .help = N_("List the watchlists that queries can name"),
     .needs = NEEDS_CONFIG,
     .run = watchlist_list_verb},
    {.name = "show",
     .words = "NAME",
     .help = N_("Print the values of one"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_CONFIG,
     .run = watchlist_show},
    {.name = "add",
     .words = "NAME VALUE…",
     .help = N_("Add values to a list, which is made if it is not there"),
     .least = 2,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = watchlist_add_verb},
    {.name = "remove",
     .words = "NAME VALUE…",
     .help = N_("Take values out of a list"),
     .least = 2,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = watchlist_remove_verb},
    {.run = NULL},
};

const struct noun cmd_watchlist = {
    .name = "watchlist",
    .help = N_("Named lists for queries"),
    .verbs = verbs,
};
