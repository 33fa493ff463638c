/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plain.c - the least that a list on a terminal can be: curses, and rows that
 * lie in memory.  What it takes here and now is the measure for the rest.
 *
 *     plain ROWS
 *
 * j and k move, q ends.
 */
#include <curses.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT 100

static void draw(const char (*rows)[TEXT], long n, long top, long cursor)
{
    for (int y = 0; y < LINES && top + y < n; y++) {
        if (top + y == cursor)
            attron(A_REVERSE);
        mvprintw(y, 0, "%-*.*s", TEXT - 1, TEXT - 1, rows[top + y]);
        if (top + y == cursor)
            attroff(A_REVERSE);
    }
    refresh();
}

static void run(const char (*rows)[TEXT], long n)
{
    long cursor = 0;
    long top = 0;
    int key;

    do {
        draw(rows, n, top, cursor);
        key = getch();
        if (key == 'j' && cursor < n - 1)
            cursor++;
        if (key == 'k' && cursor > 0)
            cursor--;
        if (cursor < top)
            top = cursor;
        if (cursor >= top + LINES)
            top = cursor - LINES + 1;
    } while (key != 'q' && key != ERR);
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 1000;
    char(*rows)[TEXT] = calloc((size_t)n, sizeof(*rows));

    if (rows == NULL || n < 1)
        return EXIT_FAILURE;
    for (long i = 0; i < n; i++)
        snprintf(rows[i], TEXT,
                 "row %ld of those that lie in memory; severity %ld, host "
                 "vm-web-%03ld, and some more text",
                 i + 1, i % 4, i * 7 % 500);
    setlocale(LC_ALL, "");
    initscr();
    cbreak();
    noecho();
    curs_set(0);
    idlok(stdscr, TRUE);
    scrollok(stdscr, FALSE);
    run((const char(*)[TEXT])rows, n);
    endwin();
    free(rows);
    return EXIT_SUCCESS;
}
