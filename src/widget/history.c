/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "util/mem.h"
#include "widget/input.h"

void history_init(struct history *history, size_t bound)
{
    *history = (struct history){.bound = bound};
}

void history_done(struct history *history)
{
    for (size_t i = 0; i < history->count; i++)
        mem_free(history->line[i]);
    mem_free(history->line);
    *history = (struct history){.bound = history->bound};
}

static void drop(struct history *history, size_t index)
{
    mem_free(history->line[index]);
    history->count--;
    memmove(history->line + index, history->line + index + 1,
            (history->count - index) * sizeof(*history->line));
}

void history_add(struct history *history, struct str line)
{
    if (!line.len || !history->bound)
        return;
    for (size_t i = 0; i < history->count; i++) {
        if (str_eq(str_of(history->line[i]), line)) {
            drop(history, i);
            break;
        }
    }
    if (history->count == history->bound)
        drop(history, 0);
    history->line =
        mem_grow(history->line, history->count + 1, sizeof(*history->line));
    history->line[history->count++] = mem_textn(line.at, line.len);
}
