/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/keymap.h"

#include <string.h>

#include "util/mem.h"
#include "util/text.h"
#include "widget/key.h"

/* One key of one binding; a binding with three keys has three. */
struct bound {
    size_t context; /* number of the table */
    size_t row;
    uint32_t code;
    bool changed; /* by keymap_rebind() */
};

struct table {
    const char *context;
    const struct binding *rows;
    size_t count;
};

struct keymap {
    const char *const *whys;
    size_t n_whys;
    struct table *table;
    size_t n_tables;
    struct bound *bound;
    size_t n_bound;
    size_t room;
};

struct keymap *keymap_new(const char *const *whys, size_t n_whys)
{
    struct keymap *keymap = mem_new(sizeof(*keymap));

    keymap->whys = whys;
    keymap->n_whys = n_whys;
    return keymap;
}

void keymap_free(struct keymap *keymap)
{
    if (!keymap)
        return;
    mem_free(keymap->table);
    mem_free(keymap->bound);
    mem_free(keymap);
}

static const struct bound *find_bound(const struct keymap *keymap,
                                      size_t context, uint32_t code)
{
    for (size_t i = 0; i < keymap->n_bound; i++) {
        const struct bound *bound = &keymap->bound[i];

        if (bound->context == context && bound->code == code)
            return bound;
    }
    return NULL;
}

static void add_bound(struct keymap *keymap, struct bound bound)
{
    if (keymap->n_bound == keymap->room) {
        keymap->room = keymap->room ? keymap->room * 2 : 64;
        keymap->bound =
            mem_grow(keymap->bound, keymap->room, sizeof(*keymap->bound));
    }
    keymap->bound[keymap->n_bound++] = bound;
}

/* Cuts the next key name off; false at the end. */
static bool next_name(struct str *names, struct str *name)
{
    while (str_cut(names, ' ', name)) {
        if (name->len)
            return true;
    }
    return false;
}

static bool add_row(struct keymap *keymap, size_t context, size_t row,
                    struct err *err)
{
    const struct table *table = &keymap->table[context];
    struct str names = str_of(table->rows[row].key);
    struct str name;

    while (next_name(&names, &name)) {
        struct bound bound = {.context = context, .row = row};

        if (!key_parse(name, &bound.code))
            return err_set(err, ERR_BUG, "%s: “%.*s” is no key.",
                           table->context, STR_ARG(name));
        if (find_bound(keymap, context, bound.code))
            return err_set(err, ERR_BUG, "%s: the key %.*s has two meanings.",
                           table->context, STR_ARG(name));
        add_bound(keymap, bound);
    }
    return true;
}

bool keymap_add(struct keymap *keymap, const char *context,
                const struct binding *rows, size_t count, struct err *err)
{
    size_t number = keymap->n_tables++;

    keymap->table =
        mem_grow(keymap->table, keymap->n_tables, sizeof(*keymap->table));
    keymap->table[number] = (struct table){
        .context = context,
        .rows = rows,
        .count = count,
    };
    for (size_t i = 0; i < count; i++) {
        if (!add_row(keymap, number, i, err))
            return false;
    }
    return true;
}

static bool find_context(const struct keymap *keymap, struct str name,
                         size_t *out)
{
    for (size_t i = 0; i < keymap->n_tables; i++) {
        if (str_eq_fold(name, str_of(keymap->table[i].context))) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* "Unknown …: did you mean …?", from the names at @n places of a table. */
static bool unknown(struct err *err, const char *fmt, struct str name,
                    const char *const *names, size_t n)
{
    const char *nearest = str_nearest(name, names, n);

    err_set(err, ERR_INPUT, "%s “%.*s”.", fmt, STR_ARG(name));
    if (nearest)
        err_set(err, ERR_INPUT, _("%s “%.*s”: did you mean “%s”?"), fmt,
                STR_ARG(name), nearest);
    return false;
}

static bool unknown_context(const struct keymap *keymap, struct str name,
                            struct err *err)
{
    const char **names = mem_array(keymap->n_tables + 1, sizeof(*names));

    for (size_t i = 0; i < keymap->n_tables; i++)
        names[i] = keymap->table[i].context;
    unknown(err, _("There are no keys for"), name, names, keymap->n_tables);
    mem_free(names);
    return false;
}

static bool unknown_verb(const struct table *table, struct str name,
                         struct err *err)
{
    const char **names = mem_array(table->count + 1, sizeof(*names));

    for (size_t i = 0; i < table->count; i++)
        names[i] = table->rows[i].verb;
    unknown(err, _("There is no act"), name, names, table->count);
    mem_free(names);
    return false;
}

static bool check_names(struct str keys, struct err *err)
{
    struct str name;
    uint32_t code;

    while (next_name(&keys, &name)) {
        if (!key_parse(name, &code))
            return err_set(err, ERR_INPUT,
                           _("“%.*s” is no key: write for example x, Ctrl-X, "
                             "F5, Space or PgDn."),
                           STR_ARG(name));
    }
    return true;
}

static void drop_row(struct keymap *keymap, size_t context, size_t row)
{
    size_t kept = 0;

    for (size_t i = 0; i < keymap->n_bound; i++) {
        const struct bound *bound = &keymap->bound[i];

        if (bound->context != context || bound->row != row)
            keymap->bound[kept++] = *bound;
    }
    keymap->n_bound = kept;
}

bool keymap_rebind(struct keymap *keymap, struct str context, struct str verb,
                   struct str keys, struct err *err)
{
    struct bound bound = {.changed = true};
    const struct table *table;
    struct str name;

    if (!find_context(keymap, context, &bound.context))
        return unknown_context(keymap, context, err);
    table = &keymap->table[bound.context];
    while (bound.row < table->count &&
           !str_eq_fold(verb, str_of(table->rows[bound.row].verb)))
        bound.row++;
    if (bound.row == table->count)
        return unknown_verb(table, verb, err);
    if (!check_names(keys, err))
        return false;
    drop_row(keymap, bound.context, bound.row);
    while (next_name(&keys, &name)) {
        key_parse(name, &bound.code);
        add_bound(keymap, bound);
    }
    return true;
}

static const struct binding *binding_of(const struct keymap *keymap,
                                        const struct bound *bound)
{
    return &keymap->table[bound->context].rows[bound->row];
}

static bool conflict(const struct keymap *keymap, const struct bound *a,
                     const struct bound *b, struct err *err)
{
    struct buf name;

    buf_init(&name);
    key_format(a->code, &name);
    err_set(err, ERR_INPUT,
            _("The key %s means both “%s” (%s) and “%s” (%s): give one of "
              "them another key."),
            name.at, binding_of(keymap, a)->verb,
            keymap->table[a->context].context, binding_of(keymap, b)->verb,
            keymap->table[b->context].context);
    buf_done(&name);
    return false;
}

bool keymap_check(const struct keymap *keymap, const char *common,
                  struct err *err)
{
    size_t shared = SIZE_MAX;

    find_context(keymap, str_of(common), &shared);
    for (size_t i = 0; i < keymap->n_bound; i++) {
        const struct bound *a = &keymap->bound[i];

        for (size_t k = i + 1; k < keymap->n_bound; k++) {
            const struct bound *b = &keymap->bound[k];
            bool meet = a->context == b->context || a->context == shared ||
                        b->context == shared;

            if (a->code == b->code && meet && (a->changed || b->changed))
                return conflict(keymap, a, b, err);
        }
    }
    return true;
}

enum keymap_answer keymap_look(const struct keymap_scope *scope, uint32_t code,
                               const struct binding **out)
{
    const struct keymap *keymap = scope->keymap;

    for (size_t i = 0; i < scope->count; i++) {
        const struct bound *bound = NULL;
        size_t context;

        if (find_context(keymap, str_of(scope->contexts[i]), &context))
            bound = find_bound(keymap, context, code);
        if (!bound)
            continue;
        *out = binding_of(keymap, bound);
        return keymap_why(scope, *out) ? KEYMAP_BLOCKED : KEYMAP_ACT;
    }
    return KEYMAP_NONE;
}

const char *keymap_why(const struct keymap_scope *scope,
                       const struct binding *binding)
{
    unsigned unmet = binding->needs & ~scope->met;

    if (scope->refusals && scope->refusals[binding->right])
        return scope->refusals[binding->right];
    for (size_t i = 0; i < scope->keymap->n_whys; i++) {
        if (unmet & 1u << i)
            return _(scope->keymap->whys[i]);
    }
    return NULL;
}

static void format_keys(const struct keymap *keymap, size_t context, size_t row,
                        struct buf *out)
{
    for (size_t i = 0; i < keymap->n_bound; i++) {
        const struct bound *bound = &keymap->bound[i];

        if (bound->context != context || bound->row != row)
            continue;
        if (out->len)
            buf_text(out, ", ");
        key_format(bound->code, out);
    }
}

/* Calls for every binding of the scope, the first context first. */
static void each(const struct keymap_scope *scope, void *with,
                 void (*tell)(void *with, const struct keymap_scope *scope,
                              size_t context, size_t row))
{
    for (size_t i = 0; i < scope->count; i++) {
        size_t context;

        if (!find_context(scope->keymap, str_of(scope->contexts[i]), &context))
            continue;
        for (size_t k = 0; k < scope->keymap->table[context].count; k++)
            tell(with, scope, context, k);
    }
}

struct gather {
    struct arena *arena;
    struct keymap_row *rows;
    size_t n;
};

static void gather_row(void *with, const struct keymap_scope *scope,
                       size_t context, size_t row)
{
    struct gather *gather = with;
    const struct table *table = &scope->keymap->table[context];
    const struct binding *binding = &table->rows[row];
    const char *help = binding->help ? binding->help : binding->label;
    struct buf keys;

    buf_init(&keys);
    format_keys(scope->keymap, context, row, &keys);
    gather->rows[gather->n++] = (struct keymap_row){
        .context = table->context,
        .binding = binding,
        .keys = arena_text(gather->arena, keys.len ? keys.at : ""),
        .help = _(help),
        .why = keymap_why(scope, binding),
    };
    buf_done(&keys);
}

static void count_row(void *with, const struct keymap_scope *scope,
                      size_t context, size_t row)
{
    size_t *n = with;

    (void)scope;
    (void)context;
    (void)row;
    (*n)++;
}

struct keymap_row *keymap_rows(const struct keymap_scope *scope,
                               struct arena *arena, size_t *count)
{
    struct gather gather = {.arena = arena};

    *count = 0;
    each(scope, count, count_row);
    gather.rows = arena_array(arena, *count + 1, sizeof(*gather.rows));
    each(scope, &gather, gather_row);
    return gather.rows;
}

/* ---- the bar ---- */

struct bar {
    const struct canvas *canvas;
    int y;
    int x;
    int end;
    bool full;
};

/* The first one that does now what the binding says. */
static void format_first(const struct keymap_scope *scope, size_t context,
                         size_t row, struct buf *out)
{
    const struct keymap *keymap = scope->keymap;

    for (size_t i = 0; i < keymap->n_bound; i++) {
        const struct bound *bound = &keymap->bound[i];

        if (bound->context == context && bound->row == row &&
            !(scope->typing && key_printable(bound->code))) {
            key_format(bound->code, out);
            return;
        }
    }
}

static void bar_key(void *with, const struct keymap_scope *scope,
                    size_t context, size_t row)
{
    struct bar *bar = with;
    const struct binding *binding = &scope->keymap->table[context].rows[row];
    bool off = keymap_why(scope, binding) != NULL;
    struct str label;
    struct buf key;
    int need;

    if (!binding->bar || bar->full)
        return;
    buf_init(&key);
    format_first(scope, context, row, &key);
    label = str_of(_(binding->label));
    need = canvas_width(buf_view(&key)) + 1 + canvas_width(label);
    bar->full = key.len && bar->x + need > bar->end;
    if (key.len && !bar->full) {
        bar->x = canvas_add(bar->canvas, bar->y, bar->x,
                            off ? STYLE_KEY_OFF : STYLE_KEY, buf_view(&key));
        bar->x = canvas_add(bar->canvas, bar->y, bar->x, STYLE_TEXT, STR(" "));
        bar->x = canvas_add(bar->canvas, bar->y, bar->x,
                            off ? STYLE_KEY_OFF : STYLE_KEY_LABEL, label);
        bar->x = canvas_add(bar->canvas, bar->y, bar->x, STYLE_TEXT, STR("  "));
    }
    buf_done(&key);
}

int keybar_draw(const struct canvas *canvas, int y, int x, int width,
                const struct keymap_scope *scope)
{
    struct bar bar = {.canvas = canvas, .y = y, .x = x};

    bar.end = width < canvas->cols - x ? x + width : canvas->cols;
    each(scope, &bar, bar_key);
    return bar.x < bar.end ? bar.x : bar.end;
}
