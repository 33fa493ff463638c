/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * demo NAME [ARGUMENT] - draws one widget until Ctrl-Q; Ctrl-Z stops it.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"
#include "util/mem.h"

static const struct demo_part *const parts[] = {
    &demo_canvas, &demo_keys,  &demo_list, &demo_tree,
    &demo_view,   &demo_input, &demo_form, &demo_dialog,
};

static const struct demo_part *find(const char *name)
{
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (strcmp(parts[i]->name, name) == 0)
            return parts[i];
    }
    fprintf(stderr, "demo: no part %s\n", name);
    exit(2);
}

static void handle_keys(struct demo *demo, const struct demo_part *part)
{
    struct key key;

    while (!demo->over && term_key(demo->term, &key)) {
        if (key.code == (KEYS_CTRL | 'q'))
            demo->over = true;
        else if (key.code == (KEYS_CTRL | 'z'))
            term_suspend(demo->term);
        else if (key.code == (KEYS_CTRL | 'l'))
            term_redraw(demo->term);
        else
            part->key(demo, &key);
    }
}

static void draw(struct demo *demo, const struct demo_part *part)
{
    struct canvas canvas = canvas_screen(demo->term);

    if (!term_too_small(demo->term))
        part->draw(demo, &canvas);
    term_flush(demo->term);
}

static int run(struct demo *demo, const struct demo_part *part)
{
    struct term_woke woke;

    part->start(demo);
    draw(demo, part);
    while (!demo->over) {
        term_poll(demo->term, NULL, 0, -1, &woke);
        if (woke.hangup || woke.signal)
            break;
        if (woke.stop)
            term_suspend(demo->term);
        handle_keys(demo, part);
        draw(demo, part);
    }
    part->end(demo);
    term_free(demo->term);
    if (woke.hangup)
        return 4;
    return woke.signal ? 10 + woke.signal : 0;
}

int main(int argc, char **argv)
{
    struct demo demo = {.argument = argc > 2 ? argv[2] : ""};
    struct term_options options = {.bell = true, .notify = true, .mouse = true};
    const struct demo_part *part = find(argc > 1 ? argv[1] : "");
    const char *theme = getenv("DEMO_THEME");
    struct err err;

    setlocale(LC_ALL, "");
    if (theme && !theme_parse(str_of(theme), &options.theme))
        return 2;
    if (!term_new(&options, &demo.term, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 3;
    }
    return run(&demo, part);
}
