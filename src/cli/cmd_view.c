/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_view.c - riposte view: saved queries over the queue.
 */
#include "cli/words.h"
#include "service/views.h"
#include "util/text.h"

static const struct out_column list_columns[] = {
    {N_("Name"), 18},
    {N_("Whose"), 8},
    {N_("Sort"), 9},
    {N_("Query"), 0},
};
#define LIST_COLUMNS (sizeof(list_columns) / sizeof(list_columns[0]))

static const char *whose(const struct saved_view *view)
{
    return view->own ? "own" : *view->path != '\0' ? "shared" : "built-in";
}

static struct json *view_json(const struct saved_view *view)
{
    struct json *json = json_new_object();

    json_set_str(json, "name", str_of(view->name));
    json_set_text(json, "whose", whose(view));
    json_set_str(json, "file", str_of(view->path));
    json_set_text(json, "sort", queue_sort_name(view->sort));
    json_set_bool(json, "ascending", view->ascending);
    json_set_str(json, "query", str_of(view->query));
    return json;
}

static void wrong(void *with, const struct err *err)
{
    struct call *call = with;

    report(err->text);
    call->status = STATUS_USAGE;
}

static bool view_list(struct call *call, struct err *err)
{
    struct arena *arena = arena_new();
    struct saved_view *views;
    size_t n;
    bool ok = views_list(call->config, arena, wrong, call, &views, &n, err);

    if (ok && !call->out->json)
        out_head(call->out, list_columns, LIST_COLUMNS);
    for (size_t i = 0; ok && i < n; i++) {
        if (call->out->json)
            out_json_take(call->out, view_json(&views[i]));
        else
            out_row(call->out, list_columns, LIST_COLUMNS,
                    (const struct str[]){
                        str_of(views[i].name),
                        str_of(whose(&views[i])),
                        str_of(queue_sort_name(views[i].sort)),
                        str_of(views[i].query),
                    });
    }
    arena_free(arena);
    return ok;
}

static bool view_show(struct call *call, struct err *err)
{
    struct arena *arena = arena_new();
    struct saved_view view;
    bool ok =
        views_find(call->config, str_of(call->words[0]), arena, &view, err);

    if (ok && call->out->json) {
        out_json_take(call->out, view_json(&view));
    } else if (ok) {
        out_fact(call->out, _("Name"), str_of(view.name));
        out_fact(call->out, _("Whose"), str_of(whose(&view)));
        out_fact(call->out, _("File"), str_of(view.path));
        out_fact(call->out, _("Sort"), str_of(queue_sort_name(view.sort)));
        out_fact(call->out, _("Query"), str_of(view.query));
    }
    arena_free(arena);
    return ok;
}

static bool read_sort(const struct call *call, struct saved_view *view,
                      struct err *err)
{
    view->ascending = call->opts->ascending;
    for (int i = 0; call->opts->sort && i < SORT_N; i++) {
        view->sort = (enum queue_sort)i;
        if (str_eq(str_of(call->opts->sort),
                   str_of(queue_sort_name(view->sort))))
            return true;
    }
    view->sort = SORT_TIME;
    return !call->opts->sort ||
           err_set(err, ERR_INPUT,
                   _("--sort takes time, severity, title, resource or "
                     "status."));
}

static bool view_save(struct call *call, struct err *err)
{
    struct saved_view view = {.name = call->words[0], .path = ""};
    struct buf query;
    bool ok;

    buf_init(&query);
    ok = words_joined(call, 1, &query, err) && read_sort(call, &view, err);
    view.query = query.at ? query.at : "";
    ok = ok && views_save(call->desk, &view, err);
    buf_done(&query);
    return ok && view_show(call, err);
}

static bool view_remove(struct call *call, struct err *err)
{
    return views_remove(call->desk, str_of(call->words[0]), err);
}

static const struct option save_options[] = {
    {.name = "sort",
     .argument = "COLUMN",
     .help = N_("time, severity, title, resource or status"),
     .type = OPTION_TEXT,
     .at = offsetof(struct opts, sort)},
    {.name = "ascending",
     .help = N_("the lowest first"),
     .type = OPTION_FLAG,
     .at = offsetof(struct opts, ascending)},
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "list",
     .help = N_("List saved views: your own, shared and built-in ones"),
     .needs = NEEDS_CONFIG,
     .run = view_list},
    {.name = "show",
     .words = "NAME",
     .help = N_("Show one"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_CONFIG,
     .run = view_show},
    {.name = "save",
     .words = "NAME [QUERY]",
     .help = N_("Save a query as a view of your own"),
     .options = save_options,
     .least = 1,
     .most = WORDS_ANY,
     .needs = NEEDS_ACT,
     .run = view_save},
    {.name = "remove",
     .words = "NAME",
     .help = N_("Remove a view of your own"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = view_remove},
    {.run = NULL},
};

const struct noun cmd_view = {
    .name = "view",
    .help = N_("Saved queries over the queue"),
    .verbs = verbs,
};
