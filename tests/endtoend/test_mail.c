/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A rule's mail through a real server that insists on STARTTLS and a password:
 * delivered as it should be, and never anywhere else.
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
#include "service/house.h"
#include "util/file.h"
#include "util/when.h"

#define RULE                                                                   \
    "{\"name\":\"tell\",\"mode\":\"auto\",\"actions\":[{\"kind\":\"mail\","    \
    "\"with\":{\"to\":\"soc@contoso.example, night@contoso.example\","         \
    "\"subject\":\"@{AlertDisplayName} on @{CompromisedEntity}\",\"body\":"    \
    "\"Kühl bleiben.\\n.\\nSeverity: @{Severity}\"}}]}"

struct stage {
    struct house house;
    struct place place;
    struct serve serve;
    bool runs;
};

static int stage_open(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};
    static struct stage stage;

    stage = (struct stage){.runs = false};
    serve_place(&stage.place);
    stage.runs = serve_certify(&stage.place) &&
                 serve_start(&stage.serve, "smtp", &stage.place);
    house_open(&stage.house, options, NULL);
    house_rule(&stage.house, stage.house.desk, RULE);
    house_take(&stage.house, &(struct house_alert){.name = "m-1",
                                                   .title = "Böse, sehr böse"});
    *state = &stage;
    return 0;
}

static int stage_close(void **state)
{
    struct stage *stage = *state;

    if (stage->runs)
        serve_stop(&stage->serve);
    serve_clear(&stage->place);
    house_close(&stage->house);
    return 0;
}

/* The engine once, with this server, authority and password. */
static void serve_once(struct stage *stage, const char *ca,
                       const char *password)
{
    const struct proc_limits limits = {.milliseconds = 120000, .output = 65536};
    struct house *house = &stage->house;
    struct arena *arena = house->arena;
    char program[512];
    const char *const argv[] = {sand_program("riposte", program),
                                "--config",
                                house->sand.config,
                                "--store",
                                house->config->store,
                                "--set",
                                arena_printf(arena,
                                             "mail.server=smtp://localhost:%s",
                                             stage->serve.port),
                                "--set",
                                "mail.starttls=true",
                                "--set",
                                "mail.user=riposte",
                                "--set",
                                "mail.password=env:RIPOSTE_TEST_PASSWORD",
                                "--set",
                                arena_printf(arena, "network.ca_file=%s", ca),
                                "serve",
                                "--once",
                                NULL};
    struct buf out;

    setenv("RIPOSTE_TEST_PASSWORD", password, 1);
    buf_init(&out);
    if (!proc_run(argv, STR_NONE, &limits, &out, &house->err))
        print_message("%s\n", house->err.text);
    buf_done(&out);
}

static const struct step *step_of(struct stage *stage)
{
    return &house_read(&stage->house, house_newest(&stage->house, 0))->steps[0];
}

static void test_delivered(void **state)
{
    struct stage *stage = *state;
    struct buf mail;
    struct err err;

    if (!stage->runs)
        skip();
    serve_once(stage, stage->place.certificate, "p:wé");
    assert_string_equal(step_of(stage)->note, "The mail server took the "
                                              "message.");
    buf_init(&mail);
    if (!file_read(stage->place.mailbox, 65536, &mail, &err))
        fail_msg("%s", err.text);
    assert_non_null(strstr(mail.at, "riposte@contoso.example "
                                    "soc@contoso.example,"
                                    "night@contoso.example tls\n"));
    assert_non_null(strstr(mail.at, "Subject: =?UTF-8?"));
    assert_null(strstr(mail.at, "p:w"));
    buf_done(&mail);
}

/* Nothing is delivered, and the run says why. */
static void test_refused(void **state)
{
    struct stage *stage = *state;

    if (!stage->runs)
        skip();
    serve_once(stage, stage->place.certificate, "wrong");
    if (!strstr(step_of(stage)->note, "The mail server said no: 535"))
        fail_msg("%s", step_of(stage)->note);
    assert_false(file_exists(stage->place.mailbox));
    assert_null(strstr(step_of(stage)->note, "wrong"));
}

static void test_untrusted(void **state)
{
    struct stage *stage = *state;

    if (!stage->runs)
        skip();
    serve_once(stage, "", "p:wé");
    if (!strstr(step_of(stage)->note, "certificate is not trusted"))
        fail_msg("%s", step_of(stage)->note);
    assert_false(file_exists(stage->place.mailbox));
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, stage_open, stage_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_delivered),
        ROW(test_refused),
        ROW(test_untrusted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
