/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Settings: what is taken, and what is said of each mistake, with file, line
 * and the nearest name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "service/config.h"
#include "service/outside.h"
#include "util/file.h"
#include "util/when.h"

static char path[64];

static int make(void **state)
{
    int fd;

    (void)state;
    snprintf(path, sizeof(path), "/tmp/riposte-conf-XXXXXX");
    fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    unsetenv("RIPOSTE_CONFIG");
    return 0;
}

static int drop(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

static void write_file(const char *text)
{
    struct err err;

    if (!file_write(path, str_of(text), &err))
        fail_msg("%s", err.text);
}

/* @says: {FILE} is the path. */
static const struct mistake {
    const char *text;
    const char *says[3];
} mistakes[] = {
    {"stoer = \"x\";", {"{FILE}:1: ", "no setting stoer", "store"}},
    {"log : {\n  leval = \"info\";\n};",
     {"{FILE}:2: ", "no setting log.leval", "log.level"}},
    {"cloud : {\n\n  amr = \"http://127.0.0.1:1\";\n};",
     {"{FILE}:3: ", "amr", "arm"}},
    {"log : {\n  level = \"loud\";\n};",
     {"{FILE}:2: ", "log.level must be one of", "debug, info"}},
    {"store = \"x\"\nlog : { };\n}", {"{FILE}:3: ", "syntax error"}},
    {"ui : { utc = \"perhaps\"; };", {"{FILE}:1: ", "ui.utc must be true"}},
    {"approvals : { life = \"soon\"; };",
     {"{FILE}:1: ", "approvals.life must be a span"}},
    {"approvals : { life = 0; };", {"{FILE}:1: ", "must be a span"}},
    {"containment : {\n  budget = (\"10 per 1h\",\n    \"ten\");\n};",
     {"{FILE}:3: ", "\"ten\" is no budget"}},
    {"containment : { protected = (\"vm-web-01\"); };",
     {"{FILE}:1: ", "protects nothing"}},
    {"containment : { protected = ((\"*\")); };",
     {"{FILE}:1: ", "list of texts"}},
    {"identity : {\n  client_secret = \"hunter2\";\n};",
     {"{FILE}:2: ", "holds a secret itself", "env:NAME"}},
    {"mail : { password = \"hunter2\"; };", {"{FILE}:1: ", "mail.password"}},
    {"identity : { kind = \"magic\"; };", {"identity.kind", "secret, device"}},
    {"subscriptions = \"x\";", {"{FILE}:1: ", "must be a list"}},
    {"subscriptions = (1, 2);", {"{FILE}:1: ", "must be a text"}},
    {"sources = (\n  { kind = \"defender-alert\"; }\n);",
     {"{FILE}:2: ", "no kind of source \"defender-alert\"", ""}},
    {"sources = (\n  { kind = \"defender-alerts\";\n evry = \"3s\"; }\n);",
     {"{FILE}:2: ", "evry", "every"}},
    {"sources = { kind = \"defender-alerts\"; };",
     {"{FILE}:1: ", "must be a list"}},
    {"connectors = { name = \"a\"; };", {"{FILE}:1: ", "must be a list"}},
    {"connectors = ( 5 );", {"{FILE}:1: ", "A connector is a group", ""}},
    {"connectors = (\n { name = \"a\"; kind = \"slak\"; } );",
     {"{FILE}:2: ", "no kind of connector \"slak\""}},
    {"connectors = ( { kind = \"slack\"; secret = \"env:A\"; } );",
     {"{FILE}:1: ", "A connector needs a name"}},
    {"connectors = ( { name = \"a\"; kind = \"slack\"; } );",
     {"{FILE}:1: ", "\"secret\""}},
    {"connectors = ( { name = \"a\"; kind = \"slack\"; secret = \"x\"; } );",
     {"{FILE}:1: ", "\"secret\""}},
    {"connectors = ( { name = (1); kind = \"slack\"; } );",
     {"{FILE}:1: ", "A connector is a group"}},
    {"connectors = ( { name = \"a\"; kind = \"servicenow\"; url = "
     "\"http://x.example\"; secret = \"env:A\"; } );",
     {"{FILE}:1: ", "https://"}},
    {"connectors = ( { name = \"a\"; kind = \"slack\"; secret = \"env:A\"; "
     "},\n{ name = \"a\"; kind = \"teams\"; secret = \"env:A\"; } );",
     {"{FILE}:2: ", "Two connectors"}},
    {"keys : { queue : { close = 5; }; };", {"{FILE}:1: ", "keys must hold"}},
    {"keys = 5;", {"{FILE}:1: ", "keys must hold"}},
    {"keys : { queue = 5; };", {"{FILE}:1: ", "keys must hold"}},
    {"watchlists = 5;", {"{FILE}:1: ", "watchlists must be a group"}},
    {"approvals : { life = (1); };", {"{FILE}:1: ", "must be one value"}},
    {"cloud : { arm = \"http://example.org\"; };", {"{FILE}:1: ", "cloud.arm"}},
    {"cloud : { name = \"moon\"; };", {"{FILE}:1: ", "public, usgov, china"}},
    {"@include \"/etc/passwd\"", {"{FILE}: ", "@include is not supported"}},
    {"log : { a = { b = 1; }; };", {"{FILE}:1: ", "no setting log.a", ""}},
    {"store : { };", {"{FILE}:1: ", "must be one value"}},
};

/* Answers with {FILE} filled in. */
static void check_says(const char *text, const char *says, const char *error)
{
    char want[512];

    if (!says)
        return;
    if (strncmp(says, "{FILE}", 6) == 0)
        snprintf(want, sizeof(want), "%s%s", path, says + 6);
    else
        snprintf(want, sizeof(want), "%s", says);
    if (!strstr(error, want))
        fail_msg("%s\n  says: %s\n  not: %s", text, error, want);
    if (strstr(error, "hunter2"))
        fail_msg("A secret is told: %s", error);
}

static void test_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        const struct mistake *row = &mistakes[i];
        struct config *config;
        struct err err = {0};

        write_file(row->text);
        if (config_load(path, NULL, &config, &err))
            fail_msg("taken: %s", row->text);
        assert_int_equal(err.code, ERR_INPUT);
        for (size_t k = 0; k < 3; k++)
            check_says(row->text, row->says[k], err.text);
    }
}

static void test_sets(void **state)
{
    static const struct {
        const char *set;
        const char *says; /* NULL: taken */
    } rows[] = {
        {"store=/tmp/x.db", NULL},
        {"cloud.arm=http://127.0.0.1:8080", NULL},
        {"log.level=warn", NULL},
        {"log.level", "NAME=VALUE"},
        {"log.levle=warn", "log.level"},
        {"identity.client_secret=hunter2", "holds a secret itself"},
        {"approvals.life=1d", NULL},
        {"retention=never", "retention must be a span"},
        {"containment.budget=10 per 1h, 1 per 1d per target", NULL},
        {"containment.budget=10/h", "is no budget"},
        {"containment.protected=/subscriptions/x/, user:root@x.example", NULL},
        {"containment.protected=root", "protects nothing"},
    };

    (void)state;
    write_file("");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *const sets[] = {rows[i].set, NULL};
        struct config *config;
        struct err err = {0};
        bool good = config_load(path, sets, &config, &err);

        if (good != (rows[i].says == NULL))
            fail_msg("%s: %s", rows[i].set, good ? "taken" : err.text);
        if (good)
            config_free(config);
        else
            check_says(rows[i].set, rows[i].says, err.text);
    }
}

static void test_taken(void **state)
{
    struct config *config;
    struct err err = {0};

    (void)state;
    write_file(
        "store = \"/tmp/a.db\";\n"
        "subscriptions = (\"one\", \"two\");\n"
        "sources = ({ kind = \"defender-alerts\"; every = \"7s\"; });\n"
        "approvals : { four_eyes = \"off\"; life = \"2h\"; irreversible : "
        "{ quorum = 2; roles = [\"approver\", \"@netops\"]; justify = "
        "false; }; };\n"
        "notify : { approvals : { mail = [\"Ann <a@b.example>\"]; "
        "connectors = [\"soc\"]; }; };\n"
        "mail : { server = \"smtps://mail.example:465\"; from = "
        "\"r@b.example\"; };\n"
        "connectors = ({ name = \"soc\"; kind = \"slack\"; secret = "
        "\"env:A\"; });\n"
        "tickets : { follow = \"7m\"; };\n"
        "keys : { queue : { close = \"E\"; }; };\n"
        "cloud : { graph = \"http://127.0.0.1:9\"; };\n"
        "identity : { client_secret = \"env:X\"; };\n"
        "containment : { budget = (\"10 per 1h\", \"2 per 1d per "
        "target\"); protected = [\"*-dc-*\", \"tag:a=b,c\"]; };\n");
    if (!config_load(path, NULL, &config, &err))
        fail_msg("%s", err.text);
    assert_string_equal(config->path, path);
    assert_string_equal(config->store, "/tmp/a.db");
    assert_int_equal(config->n_subscriptions, 2);
    assert_string_equal(config->subscriptions[1], "two");
    assert_int_equal(config->connectors.n, 1);
    assert_string_equal(config->connectors.items[0].name, "soc");
    assert_string_equal(config->connectors.items[0].kind->name, "slack");
    assert_int_equal(config->ticket_follow, 7 * WHEN_MINUTE);
    assert_int_equal(config->n_sources, 1);
    assert_string_equal(
        json_text(json_get(config->sources[0].with, "every")).at, "7s");
    assert_int_equal(config->four_eyes, FOUR_EYES_OFF);
    assert_int_equal(config->demand.life, 2 * WHEN_HOUR);
    assert_int_equal(config->demands[CLASS_IRREVERSIBLE].quorum, 2);
    assert_int_equal(config->demands[CLASS_IRREVERSIBLE].n_roles, 2);
    assert_string_equal(config->demands[CLASS_IRREVERSIBLE].roles[1],
                        "@netops");
    assert_int_equal(config->demands[CLASS_IRREVERSIBLE].justify, JUSTIFY_NO);
    assert_int_equal(config->demands[CLASS_REVERSIBLE].quorum, 0);
    assert_string_equal(config->approval_mail.items[0], "a@b.example");
    assert_string_equal(config->approval_connectors.items[0], "soc");
    assert_int_equal(config->n_keys, 1);
    assert_string_equal(config->keys[0].verb, "close");
    assert_int_equal(config->n_hosts, 1);
    assert_int_equal(config->retention, 180 * WHEN_DAY);
    assert_int_equal(config->n_budget, 2);
    assert_int_equal(config->budget[0].most, 10);
    assert_true(config->budget[1].per_target);
    assert_int_equal(config->n_protect, 2);
    assert_string_equal(config->protect[1], "tag:a=b,c");
    config_free(config);
}

/* Named by $RIPOSTE_CONFIG it must be there; not named it need not. */
static void test_places(void **state)
{
    struct config *config;
    struct err err = {0};

    (void)state;
    setenv("RIPOSTE_CONFIG", "/no/such/riposte.conf", 1);
    assert_false(config_load(NULL, NULL, &config, &err));
    assert_non_null(strstr(err.text, "/no/such/riposte.conf"));
    unsetenv("RIPOSTE_CONFIG");
    assert_false(config_load("/no/such/riposte.conf", NULL, &config, &err));
    setenv("XDG_CONFIG_HOME", "/no/such/dir", 1);
    assert_true(config_load(NULL, NULL, &config, &err));
    config_free(config);
}

/* A file that cannot be read, is none, or is too large. */
static void test_unreadable(void **state)
{
    struct config *config;
    struct err err = {0};
    struct buf large;

    (void)state;
    assert_false(config_load("/tmp", NULL, &config, &err));
    buf_init(&large);
    for (int i = 0; i < 1100000; i++)
        buf_char(&large, '#');
    write_file(large.at);
    buf_done(&large);
    assert_false(config_load(path, NULL, &config, &err));
    assert_non_null(strstr(err.text, path));
    if (!file_write(path, (struct str){.at = "a\0b", .len = 3}, &err))
        fail_msg("%s", err.text);
    assert_false(config_load(path, NULL, &config, &err));
    assert_non_null(strstr(err.text, "no text file"));
}

/* Mail without TLS only where nobody listens. */
static void test_outside(void **state)
{
    static const struct {
        const char *sets[4];
        bool good;
    } rows[] = {
        {{"mail.server=smtp://127.0.0.1:25", "mail.starttls=off",
          "mail.from=a@b.example"},
         true},
        {{"mail.server=smtp://mail.example.org:25", "mail.starttls=off",
          "mail.from=a@b.example"},
         false},
        {{"mail.server=smtp://mail.example.org:25", "mail.from=a@b.example"},
         true},
        {{"mail.server=http://mail.example.org", "mail.from=a@b.example"},
         false},
    };

    (void)state;
    write_file("");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gate_config out;
        struct config *config;
        struct err err = {0};
        struct gate *gate;
        bool good;

        good = config_load(path, rows[i].sets, &config, &err);
        if (good) {
            good = outside_configure(config, &out, &err) &&
                   gate_new(&out, &gate, &err);
            if (good)
                gate_free(gate);
            config_free(config);
        }
        if (good != rows[i].good)
            fail_msg("%s: %s", rows[i].sets[0], good ? "taken" : err.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),   cmocka_unit_test(test_sets),
        cmocka_unit_test(test_taken),      cmocka_unit_test(test_places),
        cmocka_unit_test(test_unreadable), cmocka_unit_test(test_outside),
    };

    return cmocka_run_group_tests(tests, make, drop);
}
