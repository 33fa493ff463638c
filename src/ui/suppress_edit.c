/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/suppress_edit.h"

#include <stdio.h>
#include <string.h>

#include "service/language.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

#define PANE_COLS 100 /* from here on the preview stands beside the form */
#define PANE_ROWS 14  /* and from here on below it */
#define ROWS_MOST (FACTS_MOST + 10)

/* ---- rows ---- */

static const struct form_choice places[] = {
    {.value = "here", .label = N_("here: hidden from queue and rules")},
    {.value = "defender", .label = N_("in Defender: dismissed as they come")},
};

static size_t put_facts(const struct suppress_edit *edit, bool defender,
                        struct form_row *rows, size_t n)
{
    for (size_t i = 0; i < edit->n_facts; i++) {
        const struct suppress_fact *fact = &edit->facts[i];

        if (defender ? !fact->field : !fact->property)
            continue;
        rows[n++] = (struct form_row){
            .name = fact->name,
            .label = fact->label,
            .kind = FORM_BOOL,
            .value = fact->on ? STR("true") : STR("false"),
            .help = _("Whether this must be so, too."),
        };
    }
    return n;
}

static size_t put_what(const struct suppress_edit *edit, bool defender,
                       struct str query, struct form_row *rows, size_t n)
{
    if (!defender) {
        rows[n++] = (struct form_row){
            .name = edit->query,
            .label = _("Query"),
            .kind = FORM_TEXT,
            .value = query,
            .help = _("What is hidden. What is ticked below writes it anew."),
        };
        return n;
    }
    rows[n++] = (struct form_row){
        .name = "type",
        .label = _("Type of alert"),
        .kind = FORM_TEXT,
        .value = str_of(edit->base->type),
        .help = _("Alerts of this type; * is every type."),
    };
    rows[n++] = (struct form_row){
        .name = "subscription",
        .label = _("Subscription"),
        .kind = FORM_TEXT,
        .value = str_of(edit->base->subscription),
        .help = _("The suppression rule is made in this subscription."),
    };
    return n;
}

static void shape(struct suppress_edit *edit)
{
    bool defender = suppress_in_defender(edit);
    struct form_row rows[ROWS_MOST];
    struct buf query;
    struct err err = {0};
    size_t n = 0;

    buf_init(&query);
    suppress_facts_query(edit, &query);
    rows[n++] = (struct form_row){
        .name = "place",
        .label = _("Where"),
        .kind = FORM_CHOICE,
        .value = STR("here"),
        .choices = edit->choices,
        .n_choices = 2,
        .help = _("Hidden here only, or dismissed for everybody as they "
                  "arrive."),
    };
    n = put_what(edit, defender, buf_view(&query), rows, n);
    n = put_facts(edit, defender, rows, n);
    rows[n++] = (struct form_row){
        .name = "until",
        .label = _("Until"),
        .kind = FORM_TEXT,
        .value = STR("7d"),
        .help = _("When it ends by itself: a span such as 7d, or a date."),
    };
    rows[n++] = (struct form_row){
        .name = "reason",
        .label = _("Reason"),
        .kind = FORM_TEXT,
        .help = _("Why this is noise, for those who come after you."),
    };
    if (!form_set_rows(edit->form, rows, n, &err))
        shell_fail(edit->shell, &err);
    buf_done(&query);
}

/* ---- in step with the form ---- */

static void add_preview(const struct suppress_edit *edit, struct view *view)
{
    const struct preview_page *page = edit->preview;

    if (!page)
        return;
    if (page->error.code != ERR_NONE) {
        view_line(view, STYLE_ERROR, str_of(page->error.text));
        return;
    }
    view_printf(view, STYLE_TEXT,
                _n("In the last %d days it would have hidden %lld event.",
                   "In the last %d days it would have hidden %lld events.",
                   (unsigned long)page->total),
                PREVIEW_DAYS, (long long)page->total);
    view_end(view, 0);
    if (page->open) {
        view_printf(view, STYLE_TEXT, _("Nobody has closed %lld of them."),
                    (long long)page->open);
        view_end(view, 0);
    }
    if (page->really) {
        view_printf(view, STYLE_WARN,
                    _("%lld of them were closed as true positives."),
                    (long long)page->really);
        view_end(view, 0);
    }
    for (size_t i = 0; i < page->n; i++) {
        char age[WHEN_TEXT_SIZE];

        view_printf(view, STYLE_DIM, "%4s ",
                    words_age(edit->shell->now, page->rows[i].time, age));
        view_indent(view, 5);
        view_add(view, STYLE_TEXT, page->rows[i].title);
        view_printf(view, STYLE_DIM, "  %.*s", STR_ARG(page->rows[i].resource));
        view_end(view, 0);
    }
}

static void write_pane(struct suppress_edit *edit)
{
    view_clear(edit->pane);
    if (edit->fault.code != ERR_NONE) {
        view_add(edit->pane, STYLE_WARN, STR("! "));
        view_indent(edit->pane, 2);
        view_add(edit->pane, STYLE_WARN, str_of(edit->fault.text));
        view_end(edit->pane, 0);
    }
    add_preview(edit, edit->pane);
}

static void follow(struct suppress_edit *edit)
{
    struct suppress_wish *wish = suppress_edit_wish(edit);

    err_clear(&edit->fault);
    suppress_check(wish, edit->shell->now, &edit->fault);
    suppress_wish_free(wish);
    edit->wanted = true;
    write_pane(edit);
}

static bool check(void *with, const struct form_row *row, struct str value,
                  struct err *err)
{
    struct suppress_edit *edit = with;
    int64_t until;

    if (!strcmp(row->name, "until"))
        return suppress_until(value, edit->shell->now, &until, err);
    if (!strcmp(row->name, edit->query))
        return language_check(value, err);
    return true;
}

/* What is ticked writes the query, whose row gets another name: a form keeps
 * the values of names that remain. */
static void changed(void *with, const struct form_row *row, struct str value)
{
    struct suppress_edit *edit = with;
    bool fact = !strncmp(row->name, "fact.", 5);

    (void)value;
    if (fact)
        snprintf(edit->query, sizeof(edit->query), "query.%d", ++edit->queries);
    if (fact || !strcmp(row->name, "place"))
        shape(edit);
    follow(edit);
}

/* ---- life ---- */

struct suppress_edit *suppress_edit_new(struct shell *shell,
                                        const struct event_page *page)
{
    struct suppress_edit *edit = mem_new(sizeof(*edit));
    struct form_owner owner = {
        .check = check, .changed = changed, .with = edit};

    edit->shell = shell;
    edit->arena = arena_new();
    edit->base = suppress_wish_new();
    edit->form = form_new(shell->term, &owner);
    edit->pane = view_new();
    snprintf(edit->query, sizeof(edit->query), "query.0");
    for (size_t i = 0; i < 2; i++)
        edit->choices[i] =
            (struct form_choice){places[i].value, _(places[i].label)};
    if (page)
        suppress_facts(edit, page);
    shape(edit);
    form_set_clean(edit->form);
    follow(edit);
    return edit;
}

void suppress_edit_free(struct suppress_edit *edit)
{
    if (!edit)
        return;
    form_free(edit->form);
    view_free(edit->pane);
    preview_page_free(edit->preview);
    suppress_wish_free(edit->base);
    arena_free(edit->arena);
    mem_free(edit);
}

bool suppress_edit_key(struct suppress_edit *edit, const struct key *key)
{
    if (key->code == KEYS_CLICK) {
        form_click(edit->form, key->y, key->x);
        return key->y > 0;
    }
    return form_key(edit->form, key) != FORM_OTHER;
}

void suppress_edit_draw(struct suppress_edit *edit, const struct canvas *canvas)
{
    bool beside = canvas->cols >= PANE_COLS;
    bool below = !beside && canvas->rows >= PANE_ROWS;
    int rows = below ? canvas->rows * 3 / 5 : canvas->rows;
    int cols = beside ? canvas->cols * 3 / 5 : canvas->cols;
    struct canvas form = canvas_sub(canvas, 1, 0, rows - 1, cols);
    struct canvas pane;

    canvas_rule(canvas, 0, str_of(_("New suppression")));
    form_draw(edit->form, &form);
    if (beside) {
        canvas_vline(canvas, 1, cols, canvas->rows - 1);
        pane = canvas_sub(canvas, 1, cols + 1, canvas->rows - 1,
                          canvas->cols - cols - 1);
        view_draw(edit->pane, &pane);
    } else if (below) {
        canvas_rule(canvas, rows, str_of(_("What it would have hidden")));
        pane = canvas_sub(canvas, rows + 1, 0, canvas->rows - rows - 1,
                          canvas->cols);
        view_draw(edit->pane, &pane);
    }
}

/* ---- preview and save ---- */

void suppress_edit_sync(struct suppress_edit *edit)
{
    struct ask ask = {.kind = ASK_PREVIEW};
    struct suppress_wish *wish;
    struct err ignored = {0};
    struct buf query;

    if (!edit->wanted || edit->ticket)
        return;
    wish = suppress_edit_wish(edit);
    buf_init(&query);
    if (suppress_query(wish, &query, &ignored) && query.len &&
        query.len < sizeof(ask.text)) {
        words_copy(ask.text, sizeof(ask.text), buf_view(&query));
        edit->ticket = shell_ask(edit->shell, &ask);
    }
    edit->wanted = false;
    buf_done(&query);
    suppress_wish_free(wish);
}

void suppress_edit_note(struct suppress_edit *edit, struct note *note)
{
    if (note->kind == NOTE_PREVIEW && note->is.preview && edit->ticket &&
        note->ticket == edit->ticket) {
        preview_page_free(edit->preview);
        edit->preview = note->is.preview;
        note->is.preview = NULL;
        edit->ticket = 0;
        write_pane(edit);
    }
}

void suppress_edit_save(struct suppress_edit *edit)
{
    struct command command = {.kind = COMMAND_SUPPRESS};
    struct err err = {0};

    if (edit->saving || !form_check(edit->form))
        return;
    command.wish = suppress_edit_wish(edit);
    if (!suppress_check(command.wish, edit->shell->now, &err)) {
        const char *at = *command.wish->reason ? "until" : "reason";

        form_go(edit->form, at);
        form_set_error(edit->form, at, err.text);
        shell_fail(edit->shell, &err);
        suppress_wish_free(command.wish);
        return;
    }
    edit->saving = shell_send(edit->shell, &command);
}
