/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/suppression.h"
#include "util/buf.h"

#define ID                                                                     \
    "/subscriptions/s1/providers/Microsoft.Security/alertsSuppressionRules/"
#define RULE(name, properties)                                                 \
    "{\"id\":\"" ID name "\",\"properties\":{" properties "}}"
#define PLAIN                                                                  \
    "\"alertType\":\"IpAnomaly\",\"reason\":\"FalsePositive\","                \
    "\"state\":\"Enabled\""

static void test_read(void **state)
{
    static const struct {
        const char *text;
        const char *query;
        const char *fault; /* a part of it */
    } rows[] = {
        {RULE("a", PLAIN), "Kind == 'alert' and AlertType =~ 'IpAnomaly'", ""},
        {RULE("a", "\"alertType\":\"*\",\"state\":\"Enabled\""),
         "Kind == 'alert'", ""},
        {RULE("a", PLAIN ",\"suppressionAlertsScope\":{\"allOf\":[{\"field\":"
                         "\"entities.ip.address\",\"in\":[\"104.215.95.187\","
                         "\"52.164.206.56\"]},{\"field\":"
                         "\"entities.process.commandline\",\"contains\":"
                         "\"it's\\\\POWERSHELL.EXE\"}]}"),
         "Kind == 'alert' and AlertType =~ 'IpAnomaly' and "
         "entity['ip']['address'] in~ ('104.215.95.187', '52.164.206.56') and "
         "entity['process']['commandline'] contains "
         "'it\\'s\\\\POWERSHELL.EXE'",
         ""},
        {RULE("a", PLAIN ",\"suppressionAlertsScope\":{\"allOf\":[{\"field\":"
                         "\"entities.azureResource.resourceId\",\"equals\":"
                         "\"x\"}]}"),
         "Kind == 'alert' and AlertType =~ 'IpAnomaly' and "
         "entity['azure-resource']['resourceId'] =~ 'x'",
         ""},
        {RULE("a", PLAIN ",\"suppressionAlertsScope\":{\"allOf\":[{\"field\":"
                         "\"entities.ip.address\",\"within\":\"x\"}]}"),
         "", "does not know"},
        {RULE("a", PLAIN ",\"suppressionAlertsScope\":{\"allOf\":[{\"field\":"
                         "\"entities.ip') or true\",\"in\":[\"x\"]}]}"),
         "", "cannot be asked for"},
        {RULE("a", PLAIN ",\"suppressionAlertsScope\":{\"allOf\":[{\"field\":"
                         "\"entities.ip.address\",\"in\":[]}]}"),
         "", "1 to 256 values"},
        {RULE("a", PLAIN ",\"suppressionAlertsScope\":{}"), "", "allOf"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct suppression s;
        struct json *json;
        struct err err = {0};

        assert_true(json_parse(str_of(rows[i].text), &json, &err));
        json_keep(arena, json);
        assert_true(suppression_read(json, arena, &s, &err));
        assert_string_equal(s.query, rows[i].query);
        assert_non_null(strstr(s.fault, rows[i].fault));
        assert_int_equal(*rows[i].fault != '\0', *s.fault != '\0');
        assert_string_equal(s.name, "a");
        arena_free(arena);
    }
}

static void test_refused(void **state)
{
    static const char *const rows[] = {
        "{}",
        "[]",
        "{\"id\":\"" ID "a\"}",
        RULE("a", "\"state\":\"Enabled\""),
        "{\"id\":\"nowhere\",\"properties\":{" PLAIN "}}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct suppression s;
        struct json *json;
        struct err err = {0};

        assert_true(json_parse(str_of(rows[i]), &json, &err));
        json_keep(arena, json);
        assert_false(suppression_read(json, arena, &s, &err));
        assert_int_equal(err.code, ERR_INPUT);
        arena_free(arena);
    }
}

static void test_active(void **state)
{
    static const struct {
        struct suppression s;
        bool active;
        const char *word;
    } rows[] = {
        {{.place = SUPPRESSION_HERE, .state = "", .until = 11},
         true,
         "in force"},
        {{.place = SUPPRESSION_HERE, .state = "", .until = 10}, false, "ended"},
        {{.place = SUPPRESSION_HERE, .state = "", .until = 11, .ended = 5},
         false,
         "taken away"},
        {{.place = SUPPRESSION_DEFENDER, .state = "enabled"}, true, "in force"},
        {{.place = SUPPRESSION_DEFENDER, .state = "Disabled"},
         false,
         "switched off"},
        {{.place = SUPPRESSION_DEFENDER, .state = "Expired", .until = 9},
         false,
         "ended"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(suppression_active(&rows[i].s, 10), rows[i].active);
        assert_string_equal(suppression_word(&rows[i].s, 10), rows[i].word);
    }
}

static void test_names(void **state)
{
    (void)state;
    assert_string_equal(suppression_place_name(SUPPRESSION_HERE), "here");
    assert_true(suppression_name_valid(STR("dismiss-Ip_1")));
    assert_false(suppression_name_valid(STR("a/b")));
    assert_false(suppression_name_valid(STR("")));
    assert_string_equal(suppression_field(STR("ip")), "entities.ip.address");
    assert_null(suppression_field(STR("mailbox")));
}

static void test_fields(void **state)
{
    static const struct {
        const char *field;
        const char *says; /* NULL: fine */
    } rows[] = {
        {"entities.ip.address", NULL},
        {"entities.IP.Address", NULL},
        {"entities.ip.adress", "did you mean entities.ip.address?"},
        {"entities.acount.name", "did you mean entities.account.name?"},
        {"entities.account.upnsuffix", NULL},
        {"entities.host.netbiosname", NULL},
        {"entities.registrykey.key", NULL},
        {"entities", NULL},
        {"", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct err err = {0};

        if (suppression_field_check(str_of(rows[i].field), &err) !=
            (rows[i].says == NULL))
            fail_msg("%s: %s", rows[i].field, err.text);
        if (rows[i].says && !strstr(err.text, rows[i].says))
            fail_msg("%s: %s", rows[i].field, err.text);
    }
}

static void test_json(void **state)
{
    struct suppression s = {
        .row = 7,
        .place = SUPPRESSION_HERE,
        .id = "",
        .name = "",
        .type = "",
        .query = "Severity == 'Low'",
        .fault = "",
        .reason = "noise\033",
        .comment = "",
        .state = "",
        .by = "mara",
        .made = 1,
        .until = 100,
        .ended_by = "",
    };
    struct json *json = suppression_to_json(&s, 50);
    bool active = false;

    (void)state;
    assert_true(json_bool(json_get(json, "active"), &active));
    assert_true(active);
    assert_string_equal(json_text(json_get(json, "reason")).at, "noise\033");
    json_free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),   cmocka_unit_test(test_refused),
        cmocka_unit_test(test_active), cmocka_unit_test(test_names),
        cmocka_unit_test(test_fields), cmocka_unit_test(test_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
