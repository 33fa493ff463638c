/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * On what a containment acts: what the columns tell is what the body says, and
 * the body is opened only where they do not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>
#include <cmocka.h>

#include "engine/plan_part.h"
#include "model/limits.h"
#include "util/file.h"
#include "util/skim.h"

#define NOW INT64_C(1772713445000)
#define VM                                                                     \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/"           \
    "virtualMachines/"
#define IDS(id) "\"ResourceIdentifiers\":[{\"AzureResourceId\":\"" id "\"}]"
#define ALERT(more)                                                            \
    "{\"SystemAlertId\":\"1\",\"AlertDisplayName\":\"t\",\"AlertType\":\"t\"," \
    "\"Severity\":\"High\"," more "}"

/* The bytes of the event at hand, and how often they were asked for. */
struct opened {
    struct str bytes;
    struct json *body;
    unsigned times;
};

struct looking {
    struct catalogue *catalogue;
    struct arena *arena;
    struct opened opened;
    size_t events;
    size_t targets;
    size_t shut; /* found without the body */
};

static char *place(struct arena *arena, const char *path)
{
    const char *top = getenv("srcdir");

    return arena_printf(arena, "%s/%s", top ? top : ".", path);
}

static int start(void **state)
{
    static struct looking looking;
    struct err err;

    looking = (struct looking){.arena = arena_new()};
    if (!catalogue_load(place(looking.arena, "data/containment"), NULL,
                        &looking.catalogue, &err))
        fail_msg("%s", err.text);
    *state = &looking;
    return 0;
}

static int stop(void **state)
{
    struct looking *looking = *state;

    catalogue_free(looking->catalogue);
    arena_free(looking->arena);
    return 0;
}

static struct str bytes_of(void *of, const struct event *event)
{
    struct opened *opened = of;

    (void)event;
    opened->times++;
    return opened->bytes;
}

static const struct json *body_of(void *of, const struct event *event)
{
    struct opened *opened = of;
    struct err ignored;

    opened->times++;
    if (!opened->body)
        canon_body(event->kind, opened->bytes, &opened->body, &ignored);
    return opened->body;
}

/* From the whole body alone; "" when nothing fits. */
static struct str from_body(struct looking *l, const struct containment *entry,
                            const struct event *event)
{
    struct str resource = event->column[COLUMN_RESOURCE];
    struct json *body = NULL;
    struct str *targets;
    struct str found = STR_NONE;
    struct err err;
    size_t n;

    assert_true(canon_body(event->kind, l->opened.bytes, &body, &err));
    json_keep(l->arena, body);
    n = event_targets(body, l->arena, &targets);
    for (size_t i = 0; i < n && str_empty(found); i++) {
        if (containment_fits(entry, targets[i]))
            found = targets[i];
    }
    if (str_empty(found) && containment_fits(entry, resource))
        found = resource;
    return found;
}

static struct str found_for(struct looking *l, const struct containment *entry,
                            const struct event *event)
{
    struct query_subject subject;
    struct str found = STR_NONE;
    struct err err;

    l->opened.times = 0;
    query_subject_init(&subject, event, NULL);
    subject.fetch = body_of;
    subject.bytes = bytes_of;
    subject.of = &l->opened;
    if (plan_find_target(entry, NULL, &subject, l->arena, &found, &err))
        found = arena_str(l->arena, found);
    query_subject_done(&subject);
    json_free(l->opened.body);
    l->opened.body = NULL;
    return found;
}

static void compare(struct looking *l, const struct skim_value *value,
                    const char *where)
{
    struct event event;
    struct err err;

    l->opened.bytes = value->raw;
    if (!event_read(value, STR("file"), NOW, l->arena, &event, &err))
        fail_msg("%s: %s", where, err.text);
    l->events++;
    for (size_t i = 0; i < l->catalogue->n; i++) {
        const struct containment *entry = &l->catalogue->entries[i];
        struct str want = from_body(l, entry, &event);
        struct str found = found_for(l, entry, &event);

        if (!str_eq(want, found))
            fail_msg("%s: %s acts on \"%.*s\", not \"%.*s\"", where,
                     entry->name, STR_ARG(found), STR_ARG(want));
        l->targets += !str_empty(found);
        l->shut += !str_empty(found) && l->opened.times == 0;
    }
}

static void read_bytes(const char *path, struct buf *text)
{
    struct err err;

    buf_init(text);
    if (!file_read(path, LIMIT_RESPONSE, text, &err))
        fail_msg("%s", err.text);
}

static void test_generated(void **state)
{
    struct looking *l = *state;
    const char *path = place(l->arena, "tests/data/events/generated.ndjson");
    struct skim_value value;
    struct buf text;
    struct skim skim;
    struct err err;

    read_bytes(path, &text);
    skim_init(&skim, buf_view(&text));
    while (!skim_end(&skim)) {
        assert_true(skim_value(&skim, &value, &err));
        compare(l, &value, path);
    }
    buf_done(&text);
    assert_int_equal(l->events, 50);
    assert_true(l->shut > 20);
}

/* [{"about": …, "event": {…}}, …] */
static void compare_tests(struct looking *l, const char *path)
{
    struct skim_value list, item, name, value;
    struct skim in, members;
    struct skim whole;
    struct buf text;
    struct err err;

    read_bytes(path, &text);
    skim_init(&whole, buf_view(&text));
    assert_true(skim_whole(&whole, &list, &err));
    skim_enter(&in, &list);
    while (skim_item(&in, &item)) {
        skim_enter(&members, &item);
        while (skim_member(&members, &name, &value)) {
            if (str_eq(skim_text(&name, l->arena), STR("event")))
                compare(l, &value, path);
        }
    }
    buf_done(&text);
}

static void test_gallery(void **state)
{
    struct looking *l = *state;
    const char *path = place(l->arena, "data/rules/tests");
    DIR *dir = opendir(path);
    struct dirent *one;

    assert_non_null(dir);
    while ((one = readdir(dir)) != NULL) {
        if (str_ends(str_of(one->d_name), STR(".json")))
            compare_tests(l,
                          arena_printf(l->arena, "%s/%s", path, one->d_name));
    }
    closedir(dir);
    assert_true(l->events >= 54);
    assert_true(l->shut > 20);
}

/* When the body must be opened, and what comes of it. */
static void test_rows(void **state)
{
    static const struct {
        const char *action;
        const char *event;
        const char *target; /* "" none */
        bool opened;
    } rows[] = {
        {"vm-deallocate", ALERT(IDS(VM "a")), VM "a", false},
        /* The machine is what the queue shows, wherever it stands. */
        {"vm-deallocate",
         ALERT("\"Entities\":[{\"Type\":\"azure-resource\",\"ResourceId\":\"" VM
               "b\"},{\"Type\":\"host\",\"AzureID\":\"" VM "a\"}]"),
         VM "a", false},
        {"user-disable",
         ALERT(IDS(VM "a") ",\"Entities\":[{\"Type\":\"account\","
                           "\"AadUserId\":"
                           "\"1b4e28ba-2fa1-4d3b-8f00-0123456789ab\"}]"),
         "1b4e28ba-2fa1-4d3b-8f00-0123456789ab", true},
        {"storage-public-off", ALERT(IDS(VM "a")), "", true},
        /* Several resources: the one that fits, though it is not shown. */
        {"vm-deallocate",
         ALERT("\"ResourceIdentifiers\":[{\"AzureResourceId\":"
               "\"/subscriptions/s/resourceGroups/g\"},"
               "{\"AzureResourceId\":\"" VM "a\"}]"),
         VM "a", true},
        {"vm-deallocate", ALERT(IDS(VM "a/extensions/x")), "", true},
        {"vm-deallocate", ALERT(IDS(VM "a?b")), "", true},
    };
    struct looking *l = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct skim_value value;
        struct event event;
        struct skim skim;
        struct str found;
        struct err err;

        skim_init(&skim, str_of(rows[i].event));
        assert_true(skim_whole(&skim, &value, &err));
        l->opened.bytes = value.raw;
        assert_true(
            event_read(&value, STR("file"), NOW, l->arena, &event, &err));
        found = found_for(
            l, catalogue_find(l->catalogue, str_of(rows[i].action)), &event);
        if (!str_eq(found, str_of(rows[i].target)))
            fail_msg("row %zu: \"%.*s\"", i, STR_ARG(found));
        assert_int_equal(l->opened.times > 0, rows[i].opened);
    }
}

/* A column is cut: what is left may be the id of something else. */
static void test_cut(void **state)
{
    struct looking *l = *state;
    char id[LIMIT_COLUMN + 64];
    struct skim_value value;
    struct event event;
    struct skim skim;
    struct str found;
    struct err err;
    size_t head = STR(VM).len;

    memcpy(id, VM, head);
    memset(id + head, 'x', LIMIT_COLUMN - head);
    strcpy(id + LIMIT_COLUMN, "/extensions/y");
    skim_init(&skim, str_of(arena_printf(l->arena, ALERT(IDS("%s")), id)));
    assert_true(skim_whole(&skim, &value, &err));
    l->opened.bytes = value.raw;
    assert_true(event_read(&value, STR("file"), NOW, l->arena, &event, &err));
    assert_true(event.column[COLUMN_RESOURCE].len > LIMIT_COLUMN - 4);
    found = found_for(l, catalogue_find(l->catalogue, STR("vm-deallocate")),
                      &event);
    assert_true(str_empty(found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_generated, start, stop),
        cmocka_unit_test_setup_teardown(test_gallery, start, stop),
        cmocka_unit_test_setup_teardown(test_rows, start, stop),
        cmocka_unit_test_setup_teardown(test_cut, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
