/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "demo_run.h"

struct vt *demo_run(const char *part, const char *argument,
                    const struct vt_start *more)
{
    const char *builddir = getenv("builddir");
    struct vt_start start = {.rows = 24, .cols = 80};
    const char *argv[4] = {NULL, part, argument, NULL};
    char path[4096];

    snprintf(path, sizeof(path), "%s/tests/widget/demo",
             builddir ? builddir : ".");
    argv[0] = path;
    if (more)
        start = *more;
    start.argv = argv;
    return vt_start(&start);
}

void demo_quit(struct vt *vt)
{
    int status;

    vt_send(vt, "\021");
    assert_true(vt_wait_exit(vt, &status, 0));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    vt_free(vt);
}
