/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/compose_edit.h"

#include <string.h>

#include "ui/form_pane.h"
#include "ui/playbooks_own.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

/* ---- in step with the form ------------------------------------------------*/

struct json *compose_edit_json(struct compose_edit *edit)
{
    struct arena *arena = arena_new();
    struct compose compose;
    struct json *json;

    compose_form_read(edit, arena, &compose);
    json = compose_write(&compose);
    arena_free(arena);
    return json;
}

static struct playbook_reading *read_it(struct compose_edit *edit,
                                        struct err *err)
{
    struct playbook_reading *reading = playbook_reading_new();
    struct json *json = compose_edit_json(edit);
    const struct playbook_given given = {
        .file = "playbook",
        .catalogue = edit->shell->catalogue,
    };
    bool ok = playbook_read_all(json, &given, reading, err);

    json_free(json);
    if (ok && reading->n)
        return reading;
    playbook_reading_free(reading);
    return NULL;
}

/* What is thought of it, and the order in which its steps run. */
static void write_pane(struct compose_edit *edit)
{
    const struct playbook *playbook =
        edit->reading ? &edit->reading->playbooks[0] : NULL;
    struct arena *arena = arena_new();
    struct wdl_row *rows = NULL;
    size_t n = 0;
    bool cut;

    view_clear(edit->pane);
    if (playbook)
        playbooks_write(playbook, edit->pane);
    if (playbook && playbook->wdl)
        n = wdl_tree(playbook->wdl, NULL, arena, &rows, &cut);
    if (n)
        words_head(edit->pane, _("Order"));
    for (size_t i = 0; i < n; i++) {
        struct flow_row row = {.depth = 0};

        buf_init(&row.key);
        buf_init(&row.label);
        flow_put_row(&rows[i], wdl_facts(rows[i].action).type, &row);
        view_printf(edit->pane, STYLE_TEXT, "%*s%.*s", row.depth * 2, "",
                    STR_ARG(buf_view(&row.label)));
        view_printf(edit->pane, STYLE_DIM, "  %s", rows[i].after);
        view_end(edit->pane, 0);
        buf_done(&row.key);
        buf_done(&row.label);
    }
    arena_free(arena);
}

static void follow(struct compose_edit *edit)
{
    struct err err = {0};

    playbook_reading_free(edit->reading);
    edit->reading = read_it(edit, &err);
    write_pane(edit);
    if (!edit->reading)
        view_line(edit->pane, STYLE_ERROR, str_of(err.text));
}

static void reshape(struct compose_edit *edit, const char *go)
{
    struct err err = {0};

    edit->dirty = true;
    if (!compose_shape(edit, &err))
        shell_fail(edit->shell, &err);
    if (go)
        form_go(edit->form, go);
    follow(edit);
}

static void changed(void *with, const struct form_row *row, struct str value)
{
    struct compose_edit *edit = with;
    struct compose_tag tag = compose_tag_get(row->tag);
    struct compose_row *step = compose_find(edit, tag.id);

    if (tag.row == COMPOSE_ROW_WHAT && step && compose_what_parse(value, step))
        reshape(edit, NULL);
    else
        follow(edit);
}

/* ---- life -----------------------------------------------------------------*/

static bool open_steps(struct compose_edit *edit, struct err *err)
{
    const struct compose *opened = &edit->opened;

    if (opened->n > COMPOSE_STEPS)
        return err_set(err, ERR_INPUT,
                       _("It has more than %d steps: edit it as JSON."),
                       COMPOSE_STEPS);
    for (size_t i = 0; i < opened->n; i++) {
        const struct compose_step *from = &opened->steps[i];
        struct compose_row *row = &edit->rows[edit->n++];

        *row = (struct compose_row){
            .id = ++edit->last_id,
            .parent =
                from->parent == SIZE_MAX ? 0 : edit->rows[from->parent].id,
            .otherwise = from->otherwise,
            .what = from->what,
            .from = from,
        };
        if (from->what == COMPOSE_ACTION &&
            !compose_what_parse(str_of(from->kind), row))
            return err_set(err, ERR_INPUT,
                           _("riposte has no action %.80s: edit it as JSON."),
                           from->kind);
    }
    return true;
}

struct compose_edit *compose_edit_new(struct shell *shell,
                                      struct playbook_reading *take,
                                      struct err *err)
{
    struct compose_edit *edit = mem_new(sizeof(*edit));
    const struct form_owner owner = {
        .check = compose_form_check,
        .changed = changed,
        .complete = compose_form_complete,
        .with = edit,
    };

    edit->shell = shell;
    edit->arena = arena_new();
    edit->pane = view_new();
    edit->opened = (struct compose){.name = "", .start = START_ALERT};
    if (take &&
        (!compose_read(&take->playbooks[0], edit->arena, &edit->opened, err) ||
         !open_steps(edit, err))) {
        compose_edit_free(edit);
        return NULL;
    }
    edit->base = take;
    field_form_init(&edit->fields, shell->catalogue, edit->arena);
    edit->form = form_new(shell->term, &owner);
    if (!compose_shape(edit, err))
        shell_fail(shell, err);
    form_set_clean(edit->form);
    follow(edit);
    return edit;
}

void compose_edit_free(struct compose_edit *edit)
{
    if (!edit)
        return;
    form_free(edit->form);
    view_free(edit->pane);
    playbook_reading_free(edit->reading);
    playbook_reading_free(edit->base);
    arena_free(edit->arena);
    mem_free(edit);
}

bool compose_edit_dirty(const struct compose_edit *edit)
{
    return edit->dirty || form_dirty(edit->form);
}

/* ---- steps that come and go -----------------------------------------------*/

static struct compose_tag current_tag(const struct compose_edit *edit)
{
    const struct form_row *row = form_current(edit->form);

    return row ? compose_tag_get(row->tag) : (struct compose_tag){.id = 0};
}

bool compose_edit_in_step(const struct compose_edit *edit)
{
    struct compose_tag tag = current_tag(edit);

    return tag.id != 0 || tag.row == COMPOSE_ROW_ADD;
}

/* Behind @behind, or at the end of the list. */
static void add_step(struct compose_edit *edit, int parent, bool otherwise,
                     const struct compose_row *behind)
{
    const struct action_kind_row *kinds;
    size_t at = behind ? (size_t)(behind - edit->rows) + 1 : edit->n;
    const char *go;

    if (!action_kinds(&kinds))
        return;
    if (edit->n == COMPOSE_STEPS) {
        shell_say(edit->shell, STYLE_WARN, _("The form has at most %d steps."),
                  COMPOSE_STEPS);
        return;
    }
    memmove(&edit->rows[at + 1], &edit->rows[at],
            (edit->n - at) * sizeof(edit->rows[0]));
    edit->rows[at] = (struct compose_row){
        .id = ++edit->last_id,
        .parent = parent,
        .otherwise = otherwise,
        .what = COMPOSE_ACTION,
    };
    compose_what_parse(STR("mail"), &edit->rows[at]);
    edit->n++;
    go = arena_printf(edit->arena, "what.%d", edit->last_id);
    reshape(edit, go);
}

void compose_edit_insert(struct compose_edit *edit)
{
    struct compose_tag tag = current_tag(edit);
    const struct compose_row *row = compose_find(edit, tag.id);

    if (tag.row == COMPOSE_ROW_ADD)
        add_step(edit, tag.id, tag.field == 1, NULL);
    else if (row)
        add_step(edit, row->parent, row->otherwise, row);
    else
        add_step(edit, 0, false, NULL);
}

void compose_edit_inside(struct compose_edit *edit)
{
    const struct compose_row *row = compose_find(edit, current_tag(edit).id);

    if (!row || row->what == COMPOSE_ACTION || row->what == COMPOSE_WAIT)
        shell_say(edit->shell, STYLE_WARN,
                  _("Only a condition, a loop or a group has steps in it."));
    else
        add_step(edit, row->id, false, NULL);
}

static bool is_within(struct compose_edit *edit, const struct compose_row *row,
                      int id)
{
    while (row && row->id != id)
        row = row->parent ? compose_find(edit, row->parent) : NULL;
    return row != NULL;
}

void compose_edit_drop(struct compose_edit *edit)
{
    struct compose_tag tag = current_tag(edit);
    const struct compose_row *row = compose_find(edit, tag.id);
    struct compose_row left[COMPOSE_STEPS];
    const char *go;
    size_t n = 0;

    if (!row || tag.row == COMPOSE_ROW_ADD)
        return;
    go = arena_printf(edit->arena, "%s.%d", row->otherwise ? "not" : "do",
                      row->parent);
    for (size_t i = 0; i < edit->n; i++) {
        if (!is_within(edit, &edit->rows[i], tag.id))
            left[n++] = edit->rows[i];
    }
    memcpy(edit->rows, left, n * sizeof(left[0]));
    edit->n = n;
    reshape(edit, go);
}

static void press(struct compose_edit *edit)
{
    struct compose_tag tag = current_tag(edit);

    if (tag.row == COMPOSE_ROW_DROP)
        compose_edit_drop(edit);
    else if (tag.row == COMPOSE_ROW_ADD)
        compose_edit_insert(edit);
}

bool compose_edit_key(struct compose_edit *edit, const struct key *key)
{
    const struct key next = {.code = KEYS_TAB};

    switch (form_key(edit->form, key)) {
    case FORM_OTHER:
        return key->code == KEYS_ENTER &&
               form_key(edit->form, &next) != FORM_OTHER;
    case FORM_PRESSED:
        press(edit);
        return true;
    default:
        return true;
    }
}

void compose_edit_click(struct compose_edit *edit, const struct key *key)
{
    form_click(edit->form, key->y, key->x);
}

/* ---- drawing and saving ---------------------------------------------------*/

void compose_edit_draw(struct compose_edit *edit, const struct canvas *canvas)
{
    struct buf title;

    buf_init(&title);
    buf_printf(&title, _("Playbook %.*s"),
               STR_ARG(form_value(edit->form, "name")));
    form_pane_draw(edit->form, edit->pane, buf_view(&title),
                   _("What it would be"), canvas);
    buf_done(&title);
}

struct playbook_reading *compose_edit_take(struct compose_edit *edit)
{
    struct playbook_reading *reading;
    const struct playbook *first;
    struct err err = {0};

    if (!form_check(edit->form)) {
        shell_say(edit->shell, STYLE_WARN,
                  _("It cannot be saved yet: see the field with the cursor."));
        return NULL;
    }
    reading = read_it(edit, &err);
    first = reading ? &reading->playbooks[0] : NULL;
    if (first && first->verdict == PLAYBOOK_REFUSED && first->n_why)
        err_set(&err, ERR_INPUT, "%s: %s", first->why[0].path,
                first->why[0].text);
    if (err.code == ERR_NONE)
        return reading;
    playbook_reading_free(reading);
    shell_fail(edit->shell, &err);
    return NULL;
}
