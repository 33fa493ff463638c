/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources: everything comes in, once, also through faults; and what is wrong
 * is said in a sentence that tells what to do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "connect/serve.h"
#include "house.h"
#include "util/mem.h"
#include "util/when.h"

static struct source_status status_of(struct house *house, const char *name)
{
    struct engine_status *status = mem_new(sizeof(*status));
    struct source_status found = {.code = ERR_CODE_N};

    assert_good(house, conductor_status(house->conductor, status, &house->err));
    for (size_t i = 0; i < status->n_sources; i++) {
        if (strcmp(status->sources[i].name, name) == 0)
            found = status->sources[i];
    }
    mem_free(status);
    return found;
}

static bool in_trouble(struct house *house, const void *with)
{
    return *status_of(house, with).text != '\0';
}

static bool well(struct house *house, const void *with)
{
    struct source_status status = status_of(house, with);

    return status.succeeded > 0 && *status.text == '\0';
}

static int64_t shown(struct house *house)
{
    int64_t n;

    assert_good(house, events_count(house->desk->store, &n, &house->err));
    return n;
}

static int64_t there(struct house *house)
{
    struct json *json = sand_get(&house->sand, "/_sandbox/health");
    int64_t n = 0;

    json_int(json_get(json, "alerts"), &n);
    json_free(json);
    return n;
}

static bool all_in(struct house *house, const void *with)
{
    (void)with;
    return shown(house) >= there(house);
}

/* One thing wrong in the settings: the code, and words of the sentence. */
static const struct trouble_row {
    const char *set[3];
    const char *env; /* the client's secret */
    enum err_code code;
    const char *words[2];
} troubles[] = {
    {{"identity.client_secret=env:RIPOSTE_TEST_SECRET"},
     "wrong",
     ERR_DENIED,
     {"secret", "AADSTS7000215"}},
    {{"identity.client_secret=env:RIPOSTE_TEST_SECRET"},
     NULL,
     ERR_INPUT,
     {"RIPOSTE_TEST_SECRET", "not set"}},
    {{"identity.tenant=no-such-tenant"}, NULL, ERR_DENIED, {"enant", ""}},
    {{"cloud.login=https://login.invalid"},
     NULL,
     ERR_AGAIN,
     {"login.invalid", ""}},
    {{"cloud.arm=https://arm.invalid"}, NULL, ERR_AGAIN, {"arm.invalid", ""}},
    {{"cloud.arm=http://127.0.0.1:1"}, NULL, ERR_AGAIN, {"127.0.0.1", ""}},
    {{"identity.client_secret=file:/no/such/file"},
     NULL,
     ERR_INPUT,
     {"/no/such/file", ""}},
};

static void test_troubles(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};

    (void)state;
    for (size_t i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++) {
        const struct trouble_row *row = &troubles[i];
        struct source_status status;
        struct house house;

        if (row->env)
            setenv("RIPOSTE_TEST_SECRET", row->env, 1);
        else
            unsetenv("RIPOSTE_TEST_SECRET");
        house_open(&house, options, row->set);
        house_engine(&house, true);
        if (!house_until(&house, in_trouble, "defender-alerts", HOUSE_WAIT))
            fail_msg("%s: no trouble is told", row->set[0]);
        status = status_of(&house, "defender-alerts");
        if (status.code != row->code || !strstr(status.text, row->words[0]) ||
            !strstr(status.text, row->words[1]))
            fail_msg("%s: %s: %s", row->set[0], err_code_name(status.code),
                     status.text);
        assert_int_equal(status.succeeded, 0);
        house_close(&house);
    }
}

/* A server with a certificate that nobody has signed: refused, until the
 * settings name it; and a list that this client may not read. */
static void test_certificate(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};
    struct source_status status;
    struct serve serve;
    struct place place;
    struct house house;
    char arm[80];
    char ca[160];
    const char *sets[] = {arm, NULL, NULL};

    (void)state;
    serve_place(&place);
    if (!serve_certify(&place) || !serve_start(&serve, "https", &place)) {
        serve_clear(&place);
        skip();
    }
    snprintf(arm, sizeof(arm), "cloud.arm=https://127.0.0.1:%s", serve.port);
    snprintf(ca, sizeof(ca), "network.ca_file=%s", place.certificate);

    house_open(&house, options, sets);
    house_engine(&house, true);
    assert_true(house_until(&house, in_trouble, "defender-alerts", HOUSE_WAIT));
    status = status_of(&house, "defender-alerts");
    if (!strstr(status.text, "certificate"))
        fail_msg("%s", status.text);
    house_close(&house);

    sets[1] = ca;
    house_open(&house, options, sets);
    house_engine(&house, true);
    assert_true(house_until(&house, in_trouble, "defender-alerts", HOUSE_WAIT));
    status = status_of(&house, "defender-alerts");
    if (status.code != ERR_REMOTE || !strstr(status.text, "403") ||
        !strstr(status.text, "no permission to read alerts"))
        fail_msg("%s: %s", err_code_name(status.code), status.text);
    house_close(&house);
    serve_stop(&serve);
    serve_clear(&place);
}

/* All of it, with pages, and nothing twice. */
static void test_all(void **state)
{
    static const char *const options[] = {"--alerts", "230", "--page-size",
                                          "50", NULL};
    struct house house;

    (void)state;
    house_open(&house, options, NULL);
    house_engine(&house, true);
    assert_true(house_until(&house, all_in, NULL, HOUSE_WAIT));
    assert_true(house_until(&house, well, "defender-alerts", HOUSE_WAIT));
    assert_true(house_until(&house, well, "defender-assessments", HOUSE_WAIT));
    assert_true(house_until(&house, well, "defender-compliance", HOUSE_WAIT));
    house_close(&house);
}

static bool read_once(struct house *house, const void *with)
{
    (void)with;
    return conductor_once(house->conductor);
}

/* Sweeps keep a distance between their pages, unless somebody waits. */
static void test_hurry(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};
    static const char page[] = "regulatoryComplianceAssessments";
    struct house house;
    int64_t mark;
    size_t pages;

    (void)state;
    house_open(&house, options, NULL);
    house_engine(&house, true);
    assert_true(house_until(&house, read_once, NULL, HOUSE_WAIT));
    pages = sand_count(&house.sand, 0, "GET", page);
    assert_true(pages > 4);
    mark = sand_mark(&house.sand);
    conductor_refresh(house.conductor);
    while (sand_count(&house.sand, mark, "GET", page) < pages) {
        struct source_status status = status_of(&house, "defender-compliance");
        bool worked;

        assert_true(status.busy || status.next <= when_now());
        assert_good(&house, conductor_step(house.conductor, 100, -1, &worked,
                                           &house.err));
    }
    house_close(&house);
}

/* A token that lives for two seconds is renewed, unseen. */
static void test_short_token(void **state)
{
    static const char *const options[] = {"--token-life", "2", NULL};
    struct house house;
    int64_t until;

    (void)state;
    house_open(&house, options, NULL);
    house_engine(&house, true);
    assert_true(house_until(&house, all_in, NULL, HOUSE_WAIT));
    until = when_monotonic() + 4000;
    while (when_monotonic() < until) {
        bool worked;

        assert_good(&house, conductor_step(house.conductor, 100, -1, &worked,
                                           &house.err));
        assert_int_equal(status_of(&house, "defender-alerts").code, ERR_NONE);
    }
    assert_true(sand_count(&house.sand, 0, "POST", "/token") >= 2);
    house_close(&house);
}

struct beside {
    struct conductor *other; /* without the lease */
    int64_t before;          /* when the source had been read then */
};

/* Does the other one see that it was read since? */
static bool seen_since(struct house *house, const void *with)
{
    const struct beside *beside = with;
    struct engine_status *status = mem_new(sizeof(*status));
    bool seen = false;

    assert_good(house, conductor_status(beside->other, status, &house->err));
    for (size_t i = 0; i < status->n_sources; i++) {
        if (strcmp(status->sources[i].name, "defender-alerts") == 0)
            seen = status->sources[i].succeeded > beside->before;
    }
    mem_free(status);
    return seen;
}

/* How old what one looks at is must not stand still beside an engine. */
static void test_beside(void **state)
{
    struct house *house = *state;
    struct beside beside = {0};
    bool worked;

    house_engine(house, true);
    assert_good(house,
                conductor_new(house->second, true, &beside.other, &house->err));
    house_rest(house);
    assert_good(house,
                conductor_step(beside.other, 0, -1, &worked, &house->err));
    assert_true(house_until(house, seen_since, &beside, HOUSE_WAIT));
    beside.before = status_of(house, "defender-alerts").succeeded;
    conductor_refresh(house->conductor);
    assert_true(house_until(house, seen_since, &beside, HOUSE_WAIT));
    house_engine_end(house);
    conductor_free(beside.other);
}

/* An engine that comes while another has the lease waits, and takes over. */
static void test_lease(void **state)
{
    struct house *house = *state;
    struct conductor *other;
    struct engine_status *status = mem_new(sizeof(*status));
    bool worked;

    house_engine(house, false);
    house_rest(house);
    assert_good(house, conductor_new(house->second, true, &other, &house->err));
    for (int i = 0; i < 5; i++)
        assert_good(house, conductor_step(other, 10, -1, &worked, &house->err));
    assert_good(house, conductor_status(other, status, &house->err));
    assert_false(status->here);
    assert_true(*status->holder != '\0');
    assert_int_equal(sand_mark(&house->sand), 0);
    house_engine_end(house);
    house->conductor = other;
    assert_true(house_until(house, well, "defender-alerts", HOUSE_WAIT));
    mem_free(status);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_troubles),
        cmocka_unit_test(test_certificate),
        cmocka_unit_test(test_all),
        cmocka_unit_test(test_hurry),
        cmocka_unit_test(test_short_token),
        cmocka_unit_test_setup_teardown(test_beside, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_lease, house_setup,
                                        house_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
