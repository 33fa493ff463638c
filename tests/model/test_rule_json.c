/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/rule.h"

/* Read and written again: what comes out, which reads back as itself. */
static void test_round_trip(void **state)
{
    static const struct {
        const char *in;
        const char *out;
    } rows[] = {
        {"{\"name\":\"n\"}",
         "{\"name\":\"n\",\"note\":\"\",\"order\":0,\"mode\":\"shadow\","
         "\"trigger\":{\"kinds\":[\"alert\"],\"on\":[\"created\"]},\"scope\":{"
         "\"subscriptions\":[],\"groups\":[],\"resources\":[]},\"conditions\":"
         "[],\"unless\":[],\"expires\":null,\"guards\":{},\"actions\":[],"
         "\"author\":\"\",\"editor\":\"\",\"revision\":0,\"saved\":null}"},
        {"{\"name\":\"n\",\"note\":\"o\",\"order\":5,\"mode\":\"AUTO\","
         "\"trigger\":{\"kinds\":[\"recommendation\",\"Alert\"],\"on\":["
         "\"closed\",\"created\",\"changed\",\"samples\",\"snapshots\"]},"
         "\"scope\":{\"subscriptions\":[\"s\"],\"groups\":[\"g\"],"
         "\"resources\":[\"r\"]},\"conditions\":[{\"all\":[{\"property\":"
         "\"P\",\"operator\":\"IN\",\"value\":[\"a b\",5]},{\"property\":"
         "\"Q\",\"operator\":\"isempty\"},{\"property\":\"R\",\"operator\":"
         "\"==\",\"value\":true}]},{\"all\":[{\"query\":\"x == 1\"}]}],"
         "\"unless\":[{\"all\":[{\"query\":\"y\"}]}],\"expires\":"
         "\"2026-12-31T18:00:00Z\",\"guards\":{\"dedupe\":\"60m\","
         "\"cooldown\":\"30m\",\"maxAge\":\"1d\"},\"actions\":[{\"kind\":"
         "\"mail\",\"with\":{\"to\":\"x\",\"n\":5}},{\"kind\":\"status\"}],"
         "\"author\":\"a\",\"editor\":\"e\",\"revision\":7,\"saved\":"
         "\"2026-01-01T00:00:00.5Z\"}",
         "{\"name\":\"n\",\"note\":\"o\",\"order\":5,\"mode\":\"auto\","
         "\"trigger\":{\"kinds\":[\"alert\",\"recommendation\"],\"on\":["
         "\"created\",\"changed\",\"samples\",\"snapshots\",\"closed\"]},"
         "\"scope\":{\"subscriptions\":[\"s\"],\"groups\":[\"g\"],"
         "\"resources\":[\"r\"]},\"conditions\":[{\"all\":[{\"property\":"
         "\"P\",\"operator\":\"in\",\"value\":\"(\\\"a b\\\", 5)\"},{"
         "\"property\":\"Q\",\"operator\":\"isempty\"},{\"property\":\"R\","
         "\"operator\":\"==\",\"value\":\"true\"}]},{\"all\":[{\"query\":"
         "\"x == 1\"}]}],\"unless\":[{\"all\":[{\"query\":\"y\"}]}],"
         "\"expires\":\"2026-12-31T18:00:00Z\",\"guards\":{\"dedupe\":\"1h\","
         "\"cooldown\":\"30m\",\"maxAge\":\"1d\"},\"actions\":[{\"kind\":"
         "\"mail\",\"with\":{\"to\":\"x\",\"n\":5}},{\"kind\":\"status\","
         "\"with\":{}}],\"author\":\"a\",\"editor\":\"e\",\"revision\":7,"
         "\"saved\":\"2026-01-01T00:00:00.500Z\"}"},
        {"{\"name\":\"n\",\"trigger\":{\"on\":[\"changed\",\"ours\"],"
         "\"changes\":[{\"property\":\"Status\",\"from\":\"Active\",\"to\":"
         "\"Resolved\"},{\"property\":\"Severity\",\"moved\":\"Raised\"}]},"
         "\"scope\":{\"tags\":[\"env=prod\"]},\"guards\":{\"key\":"
         "\"@{x}\",\"settle\":\"90s\",\"quotas\":[\"3 per 60m\",\"7  per 1d "
         "per target\"],\"schedule\":[{\"days\":[\"Fri\",\"mon\"],\"from\":"
         "\"22:00\",\"to\":\"06:00\",\"zone\":\"Europe/Berlin\"},{}]}}",
         "{\"name\":\"n\",\"note\":\"\",\"order\":0,\"mode\":\"shadow\","
         "\"trigger\":{\"kinds\":[\"alert\"],\"on\":[\"changed\",\"ours\"],"
         "\"changes\":[{\"property\":\"Status\",\"from\":\"Active\",\"to\":"
         "\"Resolved\"},{\"property\":\"Severity\",\"moved\":\"raised\"}]},"
         "\"scope\":{\"subscriptions\":[],\"groups\":[],\"resources\":[],"
         "\"tags\":[\"env=prod\"]},\"conditions\":[],\"unless\":[],"
         "\"expires\":null,\"guards\":{\"key\":\"@{x}\",\"settle\":\"90s\","
         "\"quotas\":[\"3 per 1h\",\"7 per 1d per target\"],\"schedule\":[{"
         "\"days\":[\"mon\",\"fri\"],\"from\":\"22:00\",\"to\":\"06:00\","
         "\"zone\":\"Europe/Berlin\"},{\"days\":[\"mon\",\"tue\",\"wed\","
         "\"thu\",\"fri\",\"sat\",\"sun\"],\"from\":\"00:00\",\"to\":"
         "\"24:00\"}]},\"actions\":[],\"author\":\"\",\"editor\":\"\","
         "\"revision\":0,\"saved\":null}"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const char *texts[] = {rows[i].in, rows[i].out};

        for (size_t k = 0; k < N(texts); k++) {
            struct json *json = parsed(texts[k]);
            struct rule *rule;
            struct err err;

            if (!rule_from_json(json, &rule, &err))
                fail_msg("row %zu: %s", i, err.text);
            assert_json_take(rule_to_json(rule), rows[i].out);
            rule_free(rule);
            json_free(json);
        }
    }
}

#define NAMED "{\"name\":\"n\","
#define ROW(operator, value)                                                   \
    NAMED "\"conditions\":[{\"all\":[{\"property\":\"P\",\"operator\":\""      \
    operator"\"" value "}]}]}"

static void test_refused(void **state)
{
    static const struct {
        const char *json;
        const char *says;
    } rows[] = {
        {"[]", "must be an object"},
        {"{}", "needs \"name\""},
        {"{\"name\":\" \"}", "empty"},
        {"{\"name\":5}", "must be text"},
        {NAMED "\"tigger\":{}}", "did you mean \"trigger\""},
        {NAMED "\"order\":\"1\"}", "\"order\""},
        {NAMED "\"mode\":\"on\"}", "off, shadow, approve or auto"},
        {NAMED "\"trigger\":{\"kind\":[]}}", "did you mean \"kinds\""},
        {NAMED "\"trigger\":{\"kinds\":[\"incident\"]}}", "incident"},
        {NAMED "\"trigger\":{\"on\":[\"update\"]}}", "update"},
        {NAMED "\"trigger\":{\"on\":\"created\"}}", "must be"},
        {NAMED "\"scope\":{\"groups\":[5]}}", "Item 1 of \"groups\""},
        {NAMED "\"scope\":{\"groups\":[\"\"]}}", "Item 1"},
        {NAMED "\"conditions\":{}}", "conditions"},
        {NAMED "\"conditions\":[[]]}", "Set 1 of \"conditions\""},
        {NAMED "\"conditions\":[{\"any\":[]}]}", "Set 1"},
        {NAMED "\"conditions\":[{\"all\":[{\"property\":\"P\","
               "\"operator\":\"=\"}]}]}",
         "\"=\""},
        {NAMED "\"conditions\":[{\"all\":[{\"operator\":\"==\"}]}]}",
         "needs \"property\""},
        {NAMED "\"unless\":[{\"all\":[{\"query\":\"q\",\"value\":1}]}]}",
         "value"},
        {ROW("==", ""), "needs a \"value\""},
        {ROW("==", ",\"value\":null"), "needs a \"value\""},
        {ROW("==", ",\"value\":[\"a\"]"), "takes one value"},
        {ROW("==", ",\"value\":{\"a\":1}"), "but it is object"},
        {ROW("in", ",\"value\":[]"), "empty array"},
        {ROW("in", ",\"value\":[\"a\",{}]"), "Item 2 of \"value\""},
        {ROW("isempty", ",\"value\":\"x\""), "takes no value"},
        {NAMED "\"expires\":\"soon\"}", "soon"},
        {NAMED "\"guards\":{\"dedupe\":\"long\"}}", "span"},
        {NAMED "\"guards\":{\"dedupe\":5}}", "dedupe"},
        {NAMED "\"guards\":{\"cooldwn\":\"5m\"}}", "did you mean"},
        {NAMED "\"guards\":{\"settle\":\"x\"}}", "\"settle\" in guards"},
        {NAMED "\"guards\":{\"key\":5}}", "\"key\""},
        {NAMED "\"guards\":{\"quotas\":[\"3 per 1h\",\"3/h\"]}}",
         "Quota 2 in guards is \"3/h\"; write it as"},
        {NAMED "\"guards\":{\"quotas\":[\"0 per 1h\"]}}", "Quota 1"},
        {NAMED "\"guards\":{\"quotas\":[\"3 per 1h per rule\"]}}", "Quota 1"},
        {NAMED "\"guards\":{\"schedule\":{}}}", "\"schedule\""},
        {NAMED "\"guards\":{\"schedule\":[{\"days\":[\"monday\"]}]}}",
         "Item 1 of \"schedule\" in guards: \"monday\""},
        {NAMED "\"guards\":{\"schedule\":[{\"from\":\"8:00\"}]}}", "8:00"},
        {NAMED "\"guards\":{\"schedule\":[{\"to\":\"24:01\"}]}}", "24:01"},
        {NAMED "\"trigger\":{\"changes\":[{}]}}", "Change 1 of trigger"},
        {NAMED "\"trigger\":{\"changes\":[{\"property\":\"Status\","
               "\"moved\":\"up\"}]}}",
         "raised or lowered"},
        {NAMED "\"actions\":[{}]}", "Action 1"},
        {NAMED "\"actions\":[{\"kind\":\"mail\",\"with\":{}},{\"kind\":"
               "\"mail\",\"with\":[]}]}",
         "Action 2"},
        {NAMED "\"actions\":[{\"kind\":\"mail\",\"to\":\"x\"}]}", "to"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct json *json = parsed(rows[i].json);
        struct rule *rule = NULL;
        struct err err;

        if (rule_from_json(json, &rule, &err))
            fail_msg("row %zu", i);
        assert_null(rule);
        assert_int_equal(err.code, ERR_INPUT);
        assert_has(err.text, rows[i].says);
        json_free(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
