/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/limits.h"
#include "model/rule.h"

static struct rule *rule_of(const char *text)
{
    struct json *json = parsed(text);
    struct rule *rule = NULL;
    struct err err;

    if (!rule_from_json(json, &rule, &err))
        fail_msg("%s: %s", text, err.text);
    json_free(json);
    return rule;
}

static void test_modes(void **state)
{
    enum rule_mode mode;

    (void)state;
    for (int i = 0; i < RULE_MODE_N; i++) {
        assert_true(
            rule_mode_parse(str_of(rule_mode_name((enum rule_mode)i)), &mode));
        assert_int_equal(mode, i);
    }
    assert_false(rule_mode_parse(STR("on"), &mode));
}

static void test_new(void **state)
{
    struct rule *rule = rule_new();

    (void)state;
    assert_int_equal(rule->mode, RULE_SHADOW);
    assert_int_equal(rule->kinds, 1u << EVENT_ALERT);
    assert_int_equal(rule->on, TRIGGER_CREATED);
    assert_string_equal(rule->name, "");
    rule_free(rule);
    rule_free(NULL);
}

static void test_copy(void **state)
{
    struct rule *rule = rule_of(
        "{\"name\":\"n\",\"note\":\"o\",\"order\":3,\"mode\":\"auto\","
        "\"trigger\":{\"kinds\":[\"alert\",\"compliance\"],\"on\":"
        "[\"changed\"]},\"scope\":{\"subscriptions\":[\"s\"],\"groups\":"
        "[\"g\"],\"resources\":[\"/x/*\"]},\"conditions\":[{\"all\":[{"
        "\"property\":\"P\",\"operator\":\"==\",\"value\":\"v\"},{\"query\":"
        "\"q\"}]}],\"unless\":[{\"all\":[{\"query\":\"u\"}]}],\"guards\":{"
        "\"dedupe\":\"1h\"},\"actions\":[{\"kind\":\"mail\",\"with\":{\"to\":"
        "\"x\"}}],\"author\":\"a\",\"editor\":\"e\",\"revision\":2}");
    struct rule *copy;
    struct json *a = rule_to_json(rule), *b;

    (void)state;
    rule->row = 77;
    copy = rule_copy(rule);
    rule_free(rule);
    b = rule_to_json(copy);
    assert_true(json_equal(a, b));
    assert_int_equal(copy->row, 77);
    json_free(a);
    json_free(b);
    rule_free(copy);
}

static void test_scope(void **state)
{
    static const struct {
        const char *scope;
        const char *id;
        bool covers;
    } rows[] = {
        {"{}", "/subscriptions/s", true},
        {"{}", "", true},
        {"{\"subscriptions\":[\"x\",\"S\"]}",
         "/subscriptions/s/resourceGroups/g", true},
        {"{\"subscriptions\":[\"x\"]}", "/subscriptions/s", false},
        {"{\"subscriptions\":[\"s\"]}", "", false},
        {"{\"groups\":[\"G\"]}", "/subscriptions/s/resourceGroups/g", true},
        {"{\"groups\":[\"/subscriptions/s/resourceGroups/g\"]}",
         "/subscriptions/s/resourceGroups/g/providers/A.B/c/d", true},
        {"{\"groups\":[\"/subscriptions/t/resourceGroups/g\"]}",
         "/subscriptions/s/resourceGroups/g", false},
        {"{\"groups\":[\"g\"]}", "/subscriptions/s", false},
        {"{\"subscriptions\":[\"t\"],\"groups\":[\"g\"]}",
         "/subscriptions/s/resourceGroups/g", false},
        {"{\"resources\":[\"/subscriptions/s/x\"]}", "/SUBSCRIPTIONS/s/X",
         true},
        {"{\"resources\":[\"/subscriptions/s/x\"]}", "/subscriptions/s/x/y",
         false},
        {"{\"resources\":[\"/subscriptions/s/\"]}", "/subscriptions/s/x", true},
        {"{\"resources\":[\"/subscriptions/s/\"]}", "/subscriptions/st", false},
        {"{\"resources\":[\"/subscriptions/s*\"]}", "/subscriptions/st", true},
        {"{\"resources\":[\"*\"]}", "", true},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct buf text;
        struct rule *rule;
        struct resource resource;

        buf_init(&text);
        buf_printf(&text, "{\"name\":\"n\",\"scope\":%s}", rows[i].scope);
        rule = rule_of(text.at);
        resource_parse(str_of(rows[i].id), &resource);
        if (scope_covers(&rule->scope, &resource) != rows[i].covers)
            fail_msg("row %zu", i);
        rule_free(rule);
        buf_done(&text);
    }
}

#define MAIL ",\"actions\":[{\"kind\":\"mail\"}]"

#define CHANGED(property, from)                                                \
    "\"trigger\":{\"on\":[\"changed\"],\"changes\":[{\"property\":\"" property \
    "\",\"from\":\"" from "\"}]}"
#define SCOPE(name, place)                                                     \
    "{\"name\":\"n\",\"scope\":{\"" name "\":[\"" place "\"]}" MAIL "}"

static void test_check(void **state)
{
    static const struct {
        const char *json;
        const char *says;
    } rows[] = {
        {"{\"name\":\"n\"" MAIL "}", NULL},
        {"{\"name\":\"n\",\"mode\":\"off\"}", NULL},
        {"{\"name\":\"n\"}", "does nothing"},
        {"{\"name\":\"n\",\"conditions\":[{\"all\":[]}]" MAIL "}",
         "Set 1 of the conditions is empty"},
        {"{\"name\":\"n\",\"unless\":[{}]" MAIL "}", "Set 1"},
        {"{\"name\":\"n\",\"conditions\":[{\"all\":[{\"property\":\"P\","
         "\"operator\":\"in\",\"value\":\"\"}]}]" MAIL "}",
         "needs values"},
        {"{\"name\":\"n\",\"guards\":{\"schedule\":[{\"zone\":\"UTC\"}]}" MAIL
         "}",
         NULL},
        {"{\"name\":\"n\",\"guards\":{\"schedule\":[{\"zone\":\"Mars/"
         "Olympus\"}]}" MAIL "}",
         "no time zone \"Mars/Olympus\""},
        {"{\"name\":\"n\",\"guards\":{\"schedule\":[{\"from\":\"08:00\","
         "\"to\":\"08:00\"}]}" MAIL "}",
         "from 08:00 to 08:00"},
        {"{\"name\":\"n\",\"trigger\":{\"changes\":[{\"property\":"
         "\"Status\"}]}" MAIL "}",
         "add \"changed\" to \"on\""},
        {"{\"name\":\"n\",\"trigger\":{\"on\":[\"changed\"],\"changes\":[{"
         "\"property\":\"Weather\"}]}" MAIL "}",
         "\"Weather\" are not known"},
        {"{\"name\":\"n\",\"trigger\":{\"on\":[\"changed\"],\"changes\":[{"
         "\"property\":\"Owner\",\"moved\":\"raised\"}]}" MAIL "}",
         "only Severity has ranks"},
        {"{\"name\":\"n\",\"trigger\":{\"on\":[\"changed\"],\"changes\":[{"
         "\"property\":\"Owner\",\"to\":\"ann\"}]}" MAIL "}",
         NULL},
    };
    struct rule *rule;
    struct err err;

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        rule = rule_of(rows[i].json);
        if (rule_check(rule, &err) != (rows[i].says == NULL))
            fail_msg("row %zu", i);
        if (rows[i].says)
            assert_has(err.text, rows[i].says);
        rule_free(rule);
    }
    rule = rule_new();
    assert_false(rule_check(rule, &err));
    assert_has(err.text, "no name");
    rule->name = arena_alloc(rule->arena, LIMIT_NAME + 2);
    memset(rule->name, 'x', LIMIT_NAME + 1);
    assert_false(rule_check(rule, &err));
    assert_has(err.text, "longer than 200");
    rule->name[3] = '\0';
    rule->mode = RULE_OFF;
    assert_true(rule_check(rule, &err));
    rule->guards.dedupe = -1;
    assert_false(rule_check(rule, &err));
    assert_has(err.text, "negative");
    rule_free(rule);
}

/* One line of a form, both ways. */
static void test_lines(void **state)
{
    static const struct {
        const char *in;
        const char *out; /* NULL: refused */
    } rows[] = {
        {"mon,TUE 08:00-18:00 Europe/Berlin",
         "mon,tue 08:00-18:00 Europe/Berlin"},
        {" 22:00-06:00 ", "22:00-06:00"},
        {"mon,tue,wed,thu,fri,sat,sun 00:00-24:00", "00:00-24:00"},
        {"sun 00:00-24:00 UTC", "sun 00:00-24:00 UTC"},
        {"", NULL},
        {"mon", NULL},
        {"8-18", NULL},
        {"monday 08:00-18:00", NULL},
        {"08:00-25:00", NULL},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct schedule schedule;
        struct err err;
        struct buf text;

        if (schedule_parse(str_of(rows[i].in), arena, &schedule, &err) !=
            (rows[i].out != NULL))
            fail_msg("row %zu", i);
        if (!rows[i].out)
            continue;
        buf_init(&text);
        schedule_write(&schedule, &text);
        assert_true(str_eq(buf_view(&text), str_of(rows[i].out)));
        buf_done(&text);
    }
    arena_free(arena);
}

static void test_transition(void **state)
{
    static const struct {
        const char *in;
        const char *out; /* NULL: refused */
    } rows[] = {
        {" Status  FROM Active to Resolved", "Status from Active to Resolved"},
        {"Severity RAISED", "Severity raised"},
        {"Owner", "Owner"},
        {"Status to x from y", "Status from y to x"},
        {"", NULL},
        {"Status from", NULL},
        {"Status up", NULL},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct transition transition;
        struct err err;
        struct buf text;

        if (transition_parse(str_of(rows[i].in), arena, &transition, &err) !=
            (rows[i].out != NULL))
            fail_msg("row %zu", i);
        if (!rows[i].out)
            continue;
        buf_init(&text);
        transition_write(&transition, &text);
        assert_true(str_eq(buf_view(&text), str_of(rows[i].out)));
        buf_done(&text);
    }
    arena_free(arena);
}

static void test_tags(void **state)
{
    static const struct {
        const char *pattern;
        bool has;
    } rows[] = {
        {"env=prod", true}, {"ENV=prod", true}, {"env=Prod", false},
        {"env", true},      {"owner", false},   {"env = prod", true},
        {"n=5", false},     {"=prod", false},
    };
    struct json *tags = parsed("{\"env\":\"prod\",\"n\":5}");

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        if (tag_matches(str_of(rows[i].pattern), tags) != rows[i].has)
            fail_msg("row %zu", i);
    }
    assert_false(tag_matches(STR("env"), NULL));
    json_free(tags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_modes), cmocka_unit_test(test_new),
        cmocka_unit_test(test_copy),  cmocka_unit_test(test_scope),
        cmocka_unit_test(test_check), cmocka_unit_test(test_lines),
        cmocka_unit_test(test_tags),  cmocka_unit_test(test_transition),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
