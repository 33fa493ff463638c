/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbooks_tree.c - the actions of one playbook as a tree, with what each is.
 */
#include "ui/playbooks_own.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

/* What the tree is about; NULL: it has been removed meanwhile. */
static const struct playbook *playbook_of(const struct playbooks *playbooks)
{
    const struct playbook_row *row;

    if (playbooks->import)
        return playbooks_imported(playbooks);
    row = playbooks_current(playbooks);
    return row ? row->playbook : NULL;
}

static void put_row(void *with, size_t index, struct flow_row *out)
{
    const struct playbooks *playbooks = with;
    const struct wdl_row *row = &playbooks->rows[index];

    flow_put_row(row, wdl_facts(row->action).type, out);
    flow_put_kind(playbook_of(playbooks), row, &out->value);
}

static void put_facts(void *with, size_t index, struct tree *facts)
{
    const struct playbooks *playbooks = with;
    const struct wdl_row *row = &playbooks->rows[index];
    const struct wdl_facts of = wdl_facts(row->action);
    const struct playbook_step *step =
        flow_step(playbook_of(playbooks), row->action);

    flow_fact(facts, _("type"), str_of(of.type));
    flow_fact(facts, _("path"), str_of(of.path));
    flow_fact(facts, _("waits"), str_of(row->after));
    if (step) {
        flow_fact(facts, _("connector"), str_of(step->api));
        flow_fact(facts, _("carried out as"), str_of(step->kind));
        flow_fact(facts, _("containment"), str_of(step->contain));
        flow_fact(facts, _("effect"), str_of(words_class(step->class)));
    }
    flow_definition(facts, row->action);
}

static const char *title(void *with)
{
    (void)with;
    return _("Action");
}

/* The rows borrow the playbook, which comes anew with each page. */
static bool read_rows(struct playbooks *playbooks)
{
    const struct playbook *playbook = playbook_of(playbooks);
    struct arena *before = playbooks->rows_arena;
    bool cut;
    size_t n;

    if (!playbook || !playbook->wdl)
        return false;
    playbooks->rows_arena = arena_new();
    n = wdl_tree(playbook->wdl, NULL, playbooks->rows_arena, &playbooks->rows,
                 &cut);
    flow_view_set(playbooks->tree, n);
    arena_free(before);
    return true;
}

void playbooks_open_tree(struct playbooks *playbooks)
{
    const struct flow_owner owner = {
        .row = put_row,
        .facts = put_facts,
        .title = title,
        .with = playbooks,
    };

    playbooks_shut_tree(playbooks);
    playbooks->tree = mem_new(sizeof(*playbooks->tree));
    flow_view_init(playbooks->tree, playbooks->board.shell, &owner);
    playbooks_renew_tree(playbooks);
    if (!playbooks->tree)
        shell_say(playbooks->board.shell, STYLE_WARN,
                  _("It cannot be read, so it has no tree: its details say "
                    "why."));
}

void playbooks_renew_tree(struct playbooks *playbooks)
{
    if (playbooks->tree && !read_rows(playbooks))
        playbooks_shut_tree(playbooks);
}

void playbooks_draw_tree(struct playbooks *playbooks,
                         const struct canvas *canvas)
{
    struct canvas below =
        canvas_sub(canvas, 1, 0, canvas->rows - 1, canvas->cols);
    struct buf text;

    buf_init(&text);
    buf_printf(&text, _("Actions of %s"), playbook_of(playbooks)->name);
    canvas_rule(canvas, 0, buf_view(&text));
    buf_done(&text);
    flow_view_draw(playbooks->tree, &below);
}

void playbooks_shut_tree(struct playbooks *playbooks)
{
    if (!playbooks->tree)
        return;
    flow_view_done(playbooks->tree);
    mem_free(playbooks->tree);
    playbooks->tree = NULL;
    arena_free(playbooks->rows_arena);
    playbooks->rows_arena = NULL;
}
