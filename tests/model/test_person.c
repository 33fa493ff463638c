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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_self),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
