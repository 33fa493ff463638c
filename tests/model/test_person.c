/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "model/person.h"

/* The environment has no say. */
static void test_self(void **state)
{
    char name[PERSON_NAME_SIZE];
    char want[PERSON_NAME_SIZE];
    struct passwd *entry = getpwuid(getuid());

    (void)state;
    if (entry)
        snprintf(want, sizeof(want), "%s", entry->pw_name);
    else
        snprintf(want, sizeof(want), "uid %lu", (unsigned long)getuid());
    setenv("USER", "somebody-else", 1);
    setenv("LOGNAME", "somebody-else", 1);
    assert_string_equal(person_self(name), want);
}

/* Nobody can be called so that a record of theirs is taken for the engine's, a
 * rule's, somebody else's or that of two. */
static void test_names(void **state)
{
    static const struct {
        const char *name;
        bool fit;
    } rows[] = {
        {"mara", true},         {"mara.lee-2_x", true}, {"SOC\\mara", true},
        {"mara@corp.eu", true}, {"rules", true},        {"riposte-2", true},
        {"riposte", false},     {"Riposte", false},     {"rule x", false},
        {"rule\tx", false},     {"uid 0", false},       {"@soc", false},
        {"a,b", false},         {"a:b", false},         {"", false},
        {"m\xc3\xa4ra", false}, {"a\x1b[2Jb", false},   {" mara", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (person_name_fit(str_of(rows[i].name)) != rows[i].fit)
            fail_msg("\"%s\"", rows[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_self),
        cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
