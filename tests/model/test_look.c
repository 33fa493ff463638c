/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/look.h"

#define BLOB "https://stshop01.blob.core.windows.net/uploads/invoice.exe"

static struct json *found_by(const struct containment *entry, int status,
                             int length, const char *etag)
{
    struct arena *arena = arena_new();
    struct json *answer, *found;
    char text[200];

    snprintf(text, sizeof(text),
             "{\"$status\":%d,\"$header\":{\"content-length\":\"%d\",\"etag\":"
             "\"%s\"}}",
             status, length, etag);
    answer = parsed(text);
    found = look_found(entry, PHASE_VERIFY, STR(BLOB), NULL, answer, arena);
    json_free(answer);
    arena_free(arena);
    return found;
}

/* A refusal's own length and tag are no values of the target. */
static void test_refusal(void **state)
{
    static const struct {
        int then, now;
        int length;
        const char *etag;
        bool holds, same;
    } rows[] = {
        {404, 404, 207, "a", true, true},   {404, 404, 211, "b", true, true},
        {404, 200, 207, "a", false, false}, {200, 200, 207, "a", false, true},
        {200, 200, 211, "a", false, false}, {200, 200, 207, "b", false, false},
    };
    const char *top = getenv("srcdir");
    struct catalogue *catalogue = NULL;
    const struct containment *entry;
    char dir[4096];
    struct err err;

    (void)state;
    snprintf(dir, sizeof(dir), "%s/data/containment", top ? top : ".");
    assert_true(catalogue_load(dir, NULL, &catalogue, &err));
    entry = catalogue_find(catalogue, STR("blob-quarantine"));
    for (size_t i = 0; i < N(rows); i++) {
        struct json *left = found_by(entry, rows[i].then, 207, "a");
        struct json *found =
            found_by(entry, rows[i].now, rows[i].length, rows[i].etag);

        if (look_holds(found) != rows[i].holds ||
            look_same(left, found) != rows[i].same)
            fail_msg("row %zu", i);
        json_free(left);
        json_free(found);
    }
    catalogue_free(catalogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refusal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
