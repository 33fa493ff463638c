/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which role may do what, by login and by group, and what a refusal says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <grp.h>
#include <unistd.h>

#include "service/access.h"

#define ROW(test) cmocka_unit_test(test)

static struct config *settings(const char *const *sets)
{
    struct config *config = NULL;
    struct err err = {0};

    if (!config_load("/dev/null", sets, &config, &err))
        fail_msg("%s", err.text);
    return config;
}

static const char *const five[] = {
    "identity.client_id=x",    "roles.viewer=vic",
    "roles.analyst=ann, amy",  "roles.author=alf",
    "roles.approver=bob",      "roles.admin=root",
    "roles.approver=bob, ann", NULL,
};

/* One row for each person: exactly these rights. */
static void test_rights(void **state)
{
#define R(name) (1u << RIGHT_##name)
    static const struct {
        const char *person;
        unsigned rights;
    } rows[] = {
        {"vic", R(LOOK)},
        {"amy", R(LOOK) | R(TRIAGE) | R(INGEST) | R(CONTAIN) | R(RUN)},
        {"ann", R(LOOK) | R(TRIAGE) | R(INGEST) | R(CONTAIN) | R(RUN) |
                    R(APPROVE) | R(BREAK_GLASS)},
        {"alf", R(LOOK) | R(RULES) | R(SUPPRESS) | R(LISTS)},
        {"bob", R(LOOK) | R(APPROVE)},
        {"root", R(LOOK) | R(HOLD) | R(SETTINGS)},
        {"eve", 0},
        {"ANN", 0},
        {"rule x", 0},
        {"riposte", 0},
        {"", 0},
    };
#undef R
    struct config *config = settings(five);

    (void)state;
    assert_false(access_relaxed(config));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct access access;

        access_of(config, rows[i].person, &access);
        for (int right = 0; right < RIGHT_N; right++) {
            struct err err = {0};
            bool may = access_allows(&access, (enum right)right, &err);

            if (may != ((rows[i].rights & (1u << right)) != 0))
                fail_msg("%s: %s", rows[i].person,
                         right_name((enum right)right));
            assert_int_equal(err.code, may ? ERR_NONE : ERR_DENIED);
        }
    }
    config_free(config);
}

static void test_refusal(void **state)
{
    struct config *config = settings(five);
    struct access access;
    struct err err = {0};

    (void)state;
    access_of(config, "amy", &access);
    assert_false(access_allows(&access, RIGHT_APPROVE, &err));
    assert_string_equal(err.text,
                        "Answering approvals needs the role approver (bob, "
                        "ann; roles.approver in /dev/null), and you, amy, are "
                        "viewer, analyst.");
    assert_false(access_allows(&access, RIGHT_BREAK_GLASS, &err));
    assert_non_null(strstr(err.text, "the role analyst and approver"));
    access_of(config, "eve", &access);
    assert_false(access_allows(&access, RIGHT_LOOK, &err));
    assert_non_null(strstr(err.text, "needs a role"));
    assert_false(access_allows(&access, RIGHT_HOLD, &err));
    assert_non_null(strstr(err.text, "without a role"));
    config_free(config);
}

/* Nobody has a role: all have all, and that is called relaxed. */
static void test_relaxed(void **state)
{
    static const char *const none[] = {"identity.client_id=x", NULL};
    struct config *config = settings(none);
    struct access access;
    struct err err = {0};

    (void)state;
    assert_true(access_relaxed(config));
    access_of(config, "anybody", &access);
    for (int right = 0; right < RIGHT_N; right++)
        assert_true(access_allows(&access, (enum right)right, &err));
    config_free(config);
}

/* The groups of the real uid, whatever the environment says. */
static void test_group(void **state)
{
    const struct group *own = getgrgid(getgid());
    char set[PERSON_NAME_SIZE + 32];
    const char *sets[] = {"identity.client_id=x", set,
                          "roles.admin=@no-such-group, nobody-at-all", NULL};
    struct config *config;
    struct access access;

    (void)state;
    if (own == NULL)
        skip();
    snprintf(set, sizeof(set), "roles.author=@%s", own->gr_name);
    config = settings(sets);
    setenv("USER", "nobody-at-all", 1);
    setenv("LOGNAME", "nobody-at-all", 1);
    access_self(config, &access);
    assert_int_equal(access.roles,
                     ROLE_BIT(ROLE_VIEWER) | ROLE_BIT(ROLE_AUTHOR));
    config_free(config);
}

static void test_settings(void **state)
{
    static const struct {
        const char *set;
        const char *says;
    } rows[] = {
        {"roles.analyst=rule x", "no login"},
        {"roles.analyst=riposte", "no login"},
        {"roles.analyst=@", "no login"},
        {"roles.analyst=uid x", "no login"},
        {"roles.analyst=a:b", "no login"},
        {"roles.analist=ann", "nearest is roles.analyst"},
        {"approvals.four_eyes=perhaps", "full, requester, off"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *sets[] = {rows[i].set, NULL};
        struct config *config = NULL;
        struct err err = {0};

        assert_false(config_load("/dev/null", sets, &config, &err));
        assert_int_equal(err.code, ERR_INPUT);
        if (strstr(err.text, rows[i].says) == NULL)
            fail_msg("%s: %s", rows[i].set, err.text);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ROW(test_rights), ROW(test_refusal),  ROW(test_relaxed),
        ROW(test_group),  ROW(test_settings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
