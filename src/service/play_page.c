/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_page.c - the tree of a run: the interpreter made again, and walked.
 */
#include "model/http.h"
#include "service/play_part.h"
#include "service/plays.h"
#include "util/map.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

struct walk {
    struct play_page *page;
    struct play *play;
    struct map paths; /* number is that of the node */
};

static const struct json *masked(struct arena *arena, const struct json *json)
{
    struct json *out = json ? json_masked(json) : NULL;

    if (out)
        json_keep(arena, out);
    return out;
}

static const struct json *shown(struct walk *walk, const struct json *json)
{
    return masked(walk->page->arena, play_stars(walk->play, json));
}

/* Steps that are not answered are under way; what was answered has its number
 * from the interpreter. */
static int64_t lane_of(const struct wdl_seen *seen)
{
    return seen->effect > 0 ? (int64_t)seen->effect : 0;
}

static bool add_node(void *with, const struct wdl_seen *seen)
{
    struct walk *walk = with;
    struct play_page *page = walk->page;
    struct wdl_facts facts = wdl_facts(seen->action);

    page->nodes =
        arena_grown(page->arena, page->nodes, page->n, sizeof(*page->nodes));
    page->nodes[page->n++] = (struct play_node){
        .name = arena_text(page->arena, facts.name),
        .path = arena_text(page->arena, seen->path),
        .type = arena_text(page->arena, facts.type),
        .depth = seen->depth,
        .state = seen->state,
        .code = arena_text(page->arena, seen->code ? seen->code : ""),
        .error = arena_text(page->arena, seen->error ? seen->error : ""),
        .inputs = shown(walk, seen->inputs),
        .outputs = shown(walk, seen->outputs),
        .began = seen->began,
        .ended = seen->ended,
        .attempts = seen->attempts,
        .loop = seen->items,
        .rounds = seen->rounds,
        .branch = arena_text(page->arena, seen->branch),
        .lane = lane_of(seen),
    };
    map_add(&walk->paths, str_of(seen->path));
    return true;
}

/* ---- the tree -------------------------------------------------------------*/

static const struct play_node *node_at(const struct walk *walk,
                                       const char *path)
{
    uint32_t at = map_find(&walk->paths, str_of(path));

    return at == MAP_NONE ? NULL : &walk->page->nodes[at];
}

static size_t rounds_of(void *with, const char *path)
{
    const struct play_node *node = node_at(with, path);

    return node ? node->rounds : 0;
}

static const char *branch_of(void *with, const char *path)
{
    const struct play_node *node = node_at(with, path);

    if (!node || node->state == RUN_WAITING)
        return NULL;
    return node->state == RUN_FAILED && !*node->branch ? NULL : node->branch;
}

static void add_row(struct walk *walk, const struct wdl_row *row)
{
    struct play_page *page = walk->page;
    const struct playbook_step *step =
        api_step(walk->play->playbook, row->action);
    const struct wdl_facts facts = wdl_facts(row->action);
    uint32_t at = map_find(&walk->paths, str_of(row->path));
    struct play_row *out = &page->rows[page->n_rows++];

    *out = (struct play_row){
        .row = *row,
        .type = arena_text(page->arena, facts.type),
        .what = step && *step->what ? _(step->what) : "",
        .class = step ? step->class : CLASS_READ,
        .effect = step != NULL,
        .node = row->kind == WDL_ROW_ACTION && at != MAP_NONE ? at : SIZE_MAX,
    };
    out->row.action = NULL;
    out->row.name = arena_text(page->arena, row->name);
}

static void add_rows(struct walk *walk)
{
    const struct wdl_known known = {
        .rounds = rounds_of,
        .branch = branch_of,
        .with = walk,
    };
    struct play_page *page = walk->page;
    struct wdl_row *rows;
    bool cut;
    size_t n =
        wdl_tree(walk->play->playbook->wdl, &known, page->arena, &rows, &cut);

    page->rows = arena_array(page->arena, n + 1, sizeof(*page->rows));
    for (size_t i = 0; i < n; i++)
        add_row(walk, &rows[i]);
}

static void fill(struct play_page *page, struct play *play)
{
    struct walk walk = {.page = page, .play = play};

    page->playbook = arena_text(page->arena, play->run.playbook);
    page->digest = arena_text(page->arena, play->stored.digest);
    page->error_text = arena_text(page->arena, play->stored.error);
    page->trigger =
        masked(page->arena, json_get(play->stored.given, "trigger"));
    page->response = masked(page->arena, play->stored.response);
    map_init(&walk.paths, false);
    wdl_run_walk(play->wdl, add_node, &walk);
    add_rows(&walk);
    map_done(&walk.paths);
}

struct play_page *play_page_read(struct desk *desk, int64_t run)
{
    struct play_page *page = mem_new(sizeof(*page));
    struct play play;

    page->arena = arena_new();
    if (!play_open(desk, run, when_now(), &play, &page->error))
        return page;
    play.shown = true;
    if (play_replay(&play, &page->error)) {
        if (run_state_final(play.run.state))
            wdl_run_cancel(play.wdl, play.run.ended);
        fill(page, &play);
    }
    play_close(&play);
    return page;
}

void play_page_free(struct play_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}
