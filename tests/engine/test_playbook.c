/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Playbooks: shapes that they come in, what they are told, what is said of
 * them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/rehearse.h"

#define NOW INT64_C(1795378652000)

/* With ` for double quotes. */
static struct json *read_json(const char *text)
{
    struct json *json = NULL;
    struct err err = {0};
    struct buf plain;

    buf_init(&plain);
    for (const char *c = text; *c; c++)
        buf_char(&plain, *c == '`' ? '"' : *c);
    if (!json_parse(buf_view(&plain), &json, &err))
        fail_msg("%s in %s", err.text, text);
    buf_done(&plain);
    return json;
}

static void read_all(const char *text, const char *parameters,
                     struct playbook_reading *out)
{
    struct json *json = read_json(text);
    struct json *given = parameters ? read_json(parameters) : NULL;
    const struct playbook_given how = {
        .parameters = given,
        .file = "dir/sample.json",
    };
    struct err err = {0};

    playbook_reading_init(out);
    if (!playbook_read_all(json, &how, out, &err))
        fail_msg("%s", err.text);
    json_free(json);
    json_free(given);
}

#define MANUAL        "`triggers`:{`manual`:{`type`:`Request`}}"
#define BARE(actions) "{" MANUAL ",`actions`:{" actions "}}"
#define REMOTE        ",`[reference('x').a]`"
#define TEN(x)        x x x x x x x x x x

#define SECRET_LINK(uri)                                                       \
    "{`parameters`:{`l`:{`type`:`securestring`}}," MANUAL                      \
    ",`actions`:{`A`:{`type`:`Http`,`inputs`:{`method`:`POST`,`uri`:" uri      \
    "}}}}"

static void test_shapes(void **state)
{
    static const struct {
        const char *text;
        size_t n;
        const char *name;
        enum playbook_start start;
        enum playbook_verdict verdict;
    } rows[] = {
        {BARE(""), 1, "sample", START_REQUEST, PLAYBOOK_RUNS},
        {"{`definition`:" BARE("") "}", 1, "sample", START_REQUEST,
         PLAYBOOK_RUNS},
        {"{`name`:`own`,`properties`:{`definition`:" BARE("") "}}", 1, "own",
         START_REQUEST, PLAYBOOK_RUNS},
        {"{`value`:[{`properties`:{`definition`:" BARE(
             "") "}},"
                 "{`properties`:{`definition`:" BARE("") "}}]}",
         2, "sample", START_REQUEST, PLAYBOOK_RUNS},
        {"{`parameters`:{`n`:{`type`:`string`,`defaultValue`:`told`}},"
         "`resources`:[{`type`:`Microsoft.Logic/workflows`,"
         "`name`:`[parameters('n')]`,`properties`:{`definition`:" BARE(
             "") "}}]}",
         1, "told", START_REQUEST, PLAYBOOK_RUNS},
        /* A name that nobody gave is that of the file. */
        {"{`parameters`:{`n`:{`type`:`string`}},"
         "`resources`:[{`type`:`Microsoft.Logic/workflows`,"
         "`name`:`[parameters('n')]`,`properties`:{`definition`:" BARE(
             "") "}}]}",
         1, "sample", START_REQUEST, PLAYBOOK_RUNS},
        /* One that is reckoned with is a number, though it is a text. */
        {"{`parameters`:{`n`:{`type`:`string`}},"
         "`resources`:[{`type`:`Microsoft.Logic/workflows`,`name`:`w`,"
         "`tags`:{`a`:`[add(int(parameters('n')), 1)]`},"
         "`properties`:{`definition`:" BARE("") "}}]}",
         1, "w", START_REQUEST, PLAYBOOK_RUNS},
        {"{`resources`:[{`type`:`Microsoft.Logic/workflows`,"
         "`name`:`[nothing()]`}]}",
         1, "sample", START_OTHER, PLAYBOOK_REFUSED},
        {"{`triggers`:{`r`:{`type`:`Recurrence`}},`actions`:{}}", 1, "sample",
         START_RECURRENCE, PLAYBOOK_RUNS},
        {"{`triggers`:{`a`:{`type`:`ApiConnectionWebhook`,`inputs`:{"
         "`path`:`/Microsoft.Security/Alert/subscribe`}}},`actions`:{}}",
         1, "sample", START_ALERT, PLAYBOOK_RUNS},
        {"{`triggers`:{`r`:{`type`:`Recurrence`,`recurrence`:{`frequency`:"
         "`Eon`,`interval`:1}}},`actions`:{}}",
         1, "sample", START_RECURRENCE, PLAYBOOK_REFUSED},
        {"{`triggers`:{`r`:{`type`:`Recurrence`,`recurrence`:{`frequency`:"
         "`Day`,`interval`:0}}},`actions`:{}}",
         1, "sample", START_RECURRENCE, PLAYBOOK_REFUSED},
        {"{`triggers`:{`r`:{`type`:5}},`actions`:{}}", 1, "sample", START_OTHER,
         PLAYBOOK_REFUSED},
        {"{`parameters`:{`p`:5}," MANUAL ",`actions`:{}}", 1, "sample",
         START_OTHER, PLAYBOOK_REFUSED},
        {"{`triggers`:{`a`:{`type`:`SlidingWindow`}},`actions`:{}}", 1,
         "sample", START_OTHER, PLAYBOOK_REHEARSAL},
        {BARE("`A`:{`type`:`Compse`}"), 1, "sample", START_OTHER,
         PLAYBOOK_REFUSED},
        {BARE("`A`:{`type`:`ApiConnection`,`inputs`:{`method`:`post`,"
              "`path`:`/x`,`host`:{`connection`:{`name`:"
              "`@parameters('$connections')['sql_1']['connectionId']`}}}}"),
         1, "sample", START_REQUEST, PLAYBOOK_REHEARSAL},
        {BARE("`A`:{`type`:`ApiConnection`,`inputs`:{`method`:`post`,"
              "`path`:`/x`,`host`:{`connection`:{`name`:"
              "`@parameters('$connections')['nobody']['connectionId']`}}}}"),
         1, "sample", START_REQUEST, PLAYBOOK_REFUSED},
        {BARE("`A`:{`type`:`JavaScriptCode`,`inputs`:{`code`:`1`}}"), 1,
         "sample", START_REQUEST, PLAYBOOK_REHEARSAL},
        /* An application of its own is riposte here, a certificate is not. */
        {BARE("`A`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:"
              "`https://management.azure.com/subscriptions`,"
              "`authentication`:{`type`:`ActiveDirectoryOAuth`,`audience`:"
              "`https://management.azure.com/`}}}"),
         1, "sample", START_REQUEST, PLAYBOOK_RUNS},
        {BARE("`A`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:"
              "`https://x.example`,"
              "`authentication`:{`type`:`ActiveDirectoryOAuth`,`audience`:"
              "`https://x.example/`}}}"),
         1, "sample", START_REQUEST, PLAYBOOK_REHEARSAL},
        {BARE("`A`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:"
              "`https://x.example`,`authentication`:{`type`:"
              "`ClientCertificate`}}}"),
         1, "sample", START_REQUEST, PLAYBOOK_REHEARSAL},
        /* What only Azure knows is asked for; also where it is a key that
         * stands for an address. */
        {"{`resources`:[{`type`:`Microsoft.Logic/workflows`,`name`:`w`,"
         "`properties`:{`definition`:" BARE(
             "`A`:{`type`:`Http`,`inputs`:{`method`:`GET`,"
             "`uri`:`[concat('https://', reference('x').host)]`}}") "}}]}",
         1, "w", START_REQUEST, PLAYBOOK_RUNS},
        {"{`resources`:[{`type`:`Microsoft.Logic/workflows`,`name`:`w`,"
         "`properties`:{`definition`:" BARE(
             "`A`:{`type`:`Http`,`inputs`:{`method`:`GET`,"
             "`uri`:`[listCallbackUrl('x', '2019').value]`}}") "}}]}",
         1, "w", START_REQUEST, PLAYBOOK_RUNS},
        /* Nothing can be added to what is known only when it is sent. */
        {SECRET_LINK("`@{parameters('l')}`"), 1, "sample", START_REQUEST,
         PLAYBOOK_RUNS},
        {SECRET_LINK("`@{parameters('l')}/x`"), 1, "sample", START_REQUEST,
         PLAYBOOK_REHEARSAL},
        {SECRET_LINK("`https://a/@{parameters('L')}`"), 1, "sample",
         START_REQUEST, PLAYBOOK_REHEARSAL},
        {SECRET_LINK("`@parameters('l')`,`queries`:{`a`:1}"), 1, "sample",
         START_REQUEST, PLAYBOOK_REHEARSAL},
        /* Nobody is asked for more than a hundred values. */
        {"{`resources`:[{`type`:`Microsoft.Logic/workflows`,`name`:`w`,"
         "`properties`:{`definition`:" BARE(
             "`A`:{`type`:`Compose`,`inputs`:[0" TEN(TEN(REMOTE)) REMOTE
             "]}") "}}]}",
         1, "sample", START_OTHER, PLAYBOOK_REFUSED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct playbook_reading reading;

        read_all(rows[i].text, NULL, &reading);
        assert_int_equal(reading.n, rows[i].n);
        assert_string_equal(reading.playbooks[0].name, rows[i].name);
        assert_int_equal(reading.playbooks[0].start, rows[i].start);
        assert_int_equal(reading.playbooks[0].verdict, rows[i].verdict);
        playbook_reading_done(&reading);
    }
}

static void test_bad_input(void **state)
{
    static const char *const rows[] = {
        "{}",
        "[1]",
        "[]",
        "{`value`:[]}",
        "1",
        "{`resources`:[]}",
        "{`resources`:[{`type`:`Microsoft.Security/automations`}]}",
        "{`parameters`:{`a`:5},`resources`:[{`type`:"
        "`Microsoft.Logic/workflows`}]}",
        "{`resources`:[{`type`:`Microsoft.Logic/workflows`,`copy`:{`name`:"
        "`c`,`count`:801},`properties`:{`definition`:" BARE("") "}}]}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct json *json = read_json(rows[i]);
        const struct playbook_given given = {.file = NULL};
        struct playbook_reading reading;
        struct err err = {0};

        playbook_reading_init(&reading);
        if (playbook_read_all(json, &given, &reading, &err))
            fail_msg("%s", rows[i]);
        assert_int_equal(err.code, ERR_INPUT);
        playbook_reading_done(&reading);
        json_free(json);
    }
}

/* Whatever case a template has its names in. */
static void test_case(void **state)
{
    struct playbook_reading reading;

    (void)state;
    read_all("{`resources`:[{`type`:`Microsoft.Logic/workflows`,`name`:`w`,"
             "`properties`:{`Parameters`:{},`Definition`:" BARE("") "}}]}",
             NULL, &reading);
    assert_int_equal(reading.n, 1);
    playbook_reading_done(&reading);
}

/* A secret is told by where it is; what it is must not be kept. */
static void test_secrets(void **state)
{
    static const struct {
        const char *given;
        const char *why; /* NULL: it is taken */
    } rows[] = {
        {"{`key`:`env:KEY`}", NULL},
        {"{`key`:`plain`}", "must not stand on a command line"},
        {NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct json *json = read_json(
            "{`parameters`:{`key`:{`type`:`securestring`}}," MANUAL
            ",`actions`:{`h`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:"
            "`https://x.example`,`headers`:{`K`:`@parameters('key')`}}}}}");
        struct json *given = rows[i].given ? read_json(rows[i].given) : NULL;
        struct playbook_reading reading;
        struct err err = {0};
        struct json *kept;

        playbook_reading_init(&reading);
        if (!playbook_read_all(
                json,
                &(struct playbook_given){.parameters = given, .file = "s"},
                &reading, &err)) {
            assert_non_null(rows[i].why);
            assert_non_null(strstr(err.text, rows[i].why));
        } else {
            assert_null(rows[i].why);
            assert_true(reading.playbooks[0].parameters[0].secret);
            assert_int_equal(reading.playbooks[0].parameters[0].needed,
                             rows[i].given == NULL);
            kept = playbook_to_json(&reading.playbooks[0]);
            assert_int_equal(
                str_eq(json_text(json_at(
                           kept, STR("properties.parameters.key.value"))),
                       STR("env:KEY")),
                rows[i].given != NULL);
            json_free(kept);
        }
        playbook_reading_done(&reading);
        json_free(given);
        json_free(json);
    }
}

static void test_parameters(void **state)
{
    static const char text[] =
        "{`parameters`:{`Mail`:{`type`:`String`},`n`:{`type`:`int`},"
        "`key`:{`type`:`securestring`,`defaultValue`:`hidden`},"
        "`known`:{`type`:`string`,`defaultValue`:`d`}},"
        "`resources`:[{`type`:`Microsoft.Logic/workflows`,`name`:`w`,"
        "`properties`:{`definition`:" BARE(
            "`A`:{`type`:`Compose`,`inputs`:`[parameters('n')]`}") "}}]}";
    struct playbook_reading reading;
    struct json *json;
    struct buf kept;

    (void)state;
    read_all(text, "{`n`:`7`}", &reading);
    assert_int_equal(reading.playbooks[0].n_parameters, 4);
    assert_true(reading.playbooks[0].parameters[0].needed);
    assert_string_equal(json_text(reading.playbooks[0].parameters[0].value).at,
                        "somebody@example.com");
    assert_false(reading.playbooks[0].parameters[1].needed);
    assert_true(reading.playbooks[0].parameters[2].secret);
    assert_null(reading.playbooks[0].parameters[2].value);
    assert_false(reading.playbooks[0].parameters[3].needed);
    json = playbook_to_json(&reading.playbooks[0]);
    buf_init(&kept);
    json_write(json, JSON_COMPACT, &kept);
    assert_int_equal(str_find(buf_view(&kept), STR("hidden")), STR_NOWHERE);
    assert_int_not_equal(str_find(buf_view(&kept), STR("\"inputs\":7")),
                         STR_NOWHERE);
    buf_done(&kept);
    json_free(json);
    playbook_reading_done(&reading);
}

/* What only Azure can work out: a connection is known by its key, the moment
 * of the deployment and the key of an account are asked for. */
static void test_remote(void **state)
{
    static const char text[] =
        "{`parameters`:{`at`:{`type`:`string`,`defaultValue`:`[utcNow('u')]`},"
        "`id`:{`type`:`string`,`defaultValue`:`[toLower(newGuid())]`}},"
        "`resources`:[{`type`:`Microsoft.Logic/workflows`,`name`:`w`,"
        "`properties`:{`parameters`:{`$connections`:{`value`:{`office365_1`:{"
        "`connectionId`:`[resourceId('Microsoft.Web/connections', 'c')]`,"
        "`id`:`[reference(concat('a/', 'b'), '2016-06-01').api.id]`}}},"
        "`key`:{`value`:`[listKeys('a', 'b').keys[0].value]`},"
        "`plain`:{`value`:`listKeys(`}},"
        "`definition`:{`parameters`:{`key`:{`type`:`String`},`plain`:{"
        "`type`:`String`}}," MANUAL ",`actions`:{`M`:{`type`:`ApiConnection`,"
        "`inputs`:{`method`:`post`,`path`:`/v2/Mail`,`body`:`@concat("
        "parameters('key'),parameters('plain'))`,`host`:{"
        "`connection`:{`name`:`@parameters('$connections')['office365_1']"
        "['connectionId']`}}}}}}}}]}";
    static const struct {
        const char *name;
        bool needed;
    } wanted[] = {{"at", true}, {"id", true}, {"key", true}};
    struct playbook_reading reading;
    const struct playbook *playbook;

    (void)state;
    read_all(text, NULL, &reading);
    playbook = &reading.playbooks[0];
    assert_int_equal(playbook->verdict, PLAYBOOK_RUNS);
    assert_int_equal(playbook->n_lint, 0);
    assert_string_equal(playbook->connections[0].api, "office365");
    assert_int_equal(playbook->n_parameters, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(playbook->parameters[i].name, wanted[i].name);
        assert_int_equal(playbook->parameters[i].needed, wanted[i].needed);
    }
    assert_string_equal(json_text(playbook->parameters[0].value).at,
                        "2026-01-01T00:00:00Z");
    playbook_reading_done(&reading);
}

/* Riposte's own request. */
#define OWN_HTTP(field)                                                        \
    "`H`:{`type`:`ApiConnection`,`inputs`:{`host`:{`connection`:{`name`:"      \
    "`@parameters('$connections')['riposte']['connectionId']`}},"              \
    "`method`:`post`,`path`:`/http`,`body`:{" field "}}}"

static void test_lint(void **state)
{
    static const struct {
        const char *actions;
        const char *says; /* NULL: nothing */
    } rows[] = {
        {"`A`:{`type`:`Compose`,`inputs`:1},"
         "`B`:{`type`:`Compose`,`inputs`:`@outputs('A')`,"
         "`runAfter`:{`A`:[`Succeeded`]}}",
         NULL},
        {"`A`:{`type`:`Compose`,`inputs`:1},"
         "`B`:{`type`:`Compose`,`inputs`:`@outputs('A')`}",
         "nothing makes that run before"},
        {"`B`:{`type`:`Compose`,`inputs`:`@outputs('A')`}",
         "which is not there"},
        {"`L`:{`type`:`Foreach`,`foreach`:[1],`actions`:{`A`:{"
         "`type`:`Compose`,`inputs`:`@items('L')`}}}",
         NULL},
        {"`L`:{`type`:`Foreach`,`foreach`:[1],`actions`:{}},"
         "`A`:{`type`:`Compose`,`inputs`:`@items('L')`}",
         "does not stand in it"},
        {"`A`:{`type`:`Compose`,`inputs`:`@parameters('p')`}", "not declared"},
        {"`A`:{`type`:`Compose`,`inputs`:`@variables('v')`}",
         "variables() names \"v\", which is not declared"},
        {"`U`:{`type`:`Until`,`limit`:{`count`:5},`expression`:`@equals("
         "iterationIndexes('U'),1)`,`actions`:{`A`:{`type`:`Compose`,"
         "`inputs`:1}}}",
         NULL},
        {"`A`:{`type`:`If`,`expression`:{`and`:[{`equals`:[1,2]}]},"
         "`actions`:{}}",
         "always the same"},
        {"`A`:{`type`:`If`,`expression`:{`and`:[{`equals`:["
         "`@triggerBody()`,2]}]},`actions`:{}}",
         NULL},
        {"`T`:{`type`:`Terminate`,`inputs`:{`runStatus`:`Succeeded`}},"
         "`A`:{`type`:`Compose`,`inputs`:1,`runAfter`:{`T`:[`Succeeded`]}}",
         "It never runs"},
        {"`U`:{`type`:`Until`,`expression`:`@equals(triggerBody(),1)`,"
         "`actions`:{}}",
         "no bound"},
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`,"
         "`headers`:{`Authorization`:`Basic YTpi`}}}",
         "in plain sight"},
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,"
         "`uri`:`https://a/?sv=1&sig=abc`}}",
         "in plain sight"},
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`,"
         "`headers`:{`Authorization`:`@{triggerBody()}`}}}",
         NULL},
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`,"
         "`headers`:{`Authorization`:`env:KEY`}}}",
         NULL},
        {OWN_HTTP("`token`:`none`"), NULL},
        {OWN_HTTP("`secret`:`hunter2`"), "in plain sight"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct playbook_reading reading;
        struct buf text;

        buf_init(&text);
        buf_printf(&text, "{" MANUAL ",`actions`:{%s}}", rows[i].actions);
        read_all(buf_view(&text).at, NULL, &reading);
        if ((reading.playbooks[0].n_lint != 0) != (rows[i].says != NULL))
            fail_msg("%s: %zu", rows[i].actions, reading.playbooks[0].n_lint);
        if (rows[i].says &&
            !strstr(reading.playbooks[0].lint[0].text, rows[i].says))
            fail_msg("%s: %s", rows[i].actions,
                     reading.playbooks[0].lint[0].text);
        playbook_reading_done(&reading);
        buf_done(&text);
    }
}

static void test_template(void **state)
{
    static const char mail[] = BARE(
        "`M`:{`type`:`ApiConnection`,`inputs`:{`method`:`post`,"
        "`path`:`/v2/Mail`,`body`:{`To`:`[a]`},`host`:{`connection`:{`name`:"
        "`@parameters('$connections')['office365']['connectionId']`}}}}");
    struct playbook_reading first;
    struct playbook_reading second;
    const struct playbook_given given = {.file = NULL};
    struct json *template;
    struct err err = {0};

    (void)state;
    read_all(mail, NULL, &first);
    template = playbook_template(&first.playbooks[0]);
    assert_int_equal(json_length(json_get(template, "resources")), 2);
    playbook_reading_init(&second);
    assert_true(playbook_read_all(template, &given, &second, &err));
    assert_int_equal(second.playbooks[0].verdict, PLAYBOOK_RUNS);
    assert_string_equal(second.playbooks[0].name, "sample");
    assert_string_equal(json_text(json_at(second.playbooks[0].definition,
                                          STR("actions.M.inputs.body.To")))
                            .at,
                        "[a]");
    assert_string_equal(second.playbooks[0].connections[0].api, "office365");
    playbook_reading_done(&second);
    playbook_reading_done(&first);
    json_free(template);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),  cmocka_unit_test(test_bad_input),
        cmocka_unit_test(test_case),    cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_secrets), cmocka_unit_test(test_remote),
        cmocka_unit_test(test_lint),    cmocka_unit_test(test_template),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
