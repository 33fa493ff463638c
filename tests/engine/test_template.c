/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "engine/template.h"
#include "model/limits.h"
#include "tests/engine/stage.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
    const char *text;
    const char *want;
} rows[] = {
    {"", ""},
    {"plain", "plain"},
    {"soc@contoso.example", "soc@contoso.example"},
    {"{braces} stay", "{braces} stay"},
    {"@here (look)", "@here (look)"},
    {"@{triggerBody()?['AlertDisplayName']}", "Suspicious process executed"},
    {"@{triggerBody()['AlertDisplayName']}!", "Suspicious process executed!"},
    {"@{triggerBody().AlertDisplayName}", "Suspicious process executed"},
    {"@{triggerBody()?.alertdisplayname}", "Suspicious process executed"},
    {"@{TRIGGERBODY()?[\"SystemAlertId\"]}", "2518_one"},
    {"<@{ triggerBody() ?['SystemAlertId'] }>", "<2518_one>"},
    {"a @{Severity} b @{ResourceName} c", "a High b vm-web-01 c"},
    {"@{triggerBody()?['ExtendedProperties']?['Attacker IP']}", "203.0.113.7"},
    {"@{triggerBody()?['ExtendedProperties']?['PID']}", "944"},
    {"@{triggerBody()?['ExtendedProperties']?['Elevated']}", "True"},
    {"@{triggerBody()?['ExtendedProperties']?['Ratio']}", "0.5"},
    {"@{triggerBody()?['Techniques'][1]}", "T1059.001"},
    {"@{triggerBody()?['Techniques']?[7]}", ""},
    {"@{triggerBody()?['Techniques']}", "[\"T1059\",\"T1059.001\"]"},
    {"@{triggerBody()?['ExtendedProperties']?['nested']}",
     "{\"deep\":[{\"x\":1},{\"x\":2}]}"},
    {"@{triggerBody()?['CorrelationKey']}", ""},
    {"@{triggerBody()['CorrelationKey']}", ""},
    {"@{triggerBody()?['None']?['x']}", ""},
    {"@triggerBody()?['SystemAlertId']", "2518_one"},
    {"@@triggerBody()", "@triggerBody()"},
    {"@@{x}", "@{x}"},
    {"a@@{x}", "a@{x}"},
    {"a@@b", "a@@b"},
    {"@@", "@"},
    {"@", "@"},
    {"x @", "x @"},
    {"@{'a}b'}", "a}b"},
    {"@{\"x\"}", "x"},
    {"@{Status}/@{Kind}/@{Auto}", "Active/alert/waiting"},
    {"@{Tactics}", "Execution, LateralMovement"},
    {"@{Tag}", "vip shop"},
    {"@{TimeGenerated}", "2026-03-05T11:00:00Z"},
    {"@{Sample}", "false"},
    {"@{Closing}", ""},
    {"@{SubscriptionId}", "11111111-1111-1111-1111-111111111111"},
    {"@{ExtendedProperties[\"Attacker IP\"]}", "203.0.113.7"},
    {"@{ExtendedProperties.nested}", "{\"deep\":[{\"x\":1},{\"x\":2}]}"},
    {"@{entity.ip}", "203.0.113.7, 10.1.2.3"},
    {"@{entity.host.OSFamily}", "Linux"},
    {"@{Techniques}", "T1059, T1059.001"},
    {"@{$.NoSuch}", ""},
    {"日本 @{Owner}", "日本 mara"},
};

static void test_render(void **state)
{
    struct stage stage;

    (void)state;
    stage_init(&stage);
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct arena *arena = arena_new();
        struct str got;
        struct err err;

        if (!template_render(str_of(rows[i].text), &stage.subjects[ALERT],
                             arena, &got, &err))
            fail_msg("%s: %s", rows[i].text, err.text);
        if (!str_eq(got, str_of(rows[i].want)))
            fail_msg("%s: %s", rows[i].text, got.at);
        arena_free(arena);
    }
    stage_done(&stage);
}

static const struct {
    const char *text;
    const char *says;
    bool check; /* template_check() already refuses it */
} faults[] = {
    {"@{utcNow()}", "Column 3: utcNow(): the time is not", false},
    {"é @{conct('a', 'b')}", "Column 5: the function \"conct\"", true},
    {"@utcNw()", "did you mean utcNow()", true},
    {"x @{Severity", "Column 3: ", true},
    {"@{}", "Column 3: expected an expression", true},
    {"@{Sevrity}", "Column 3: there is no property", true},
    {"@{Severity Status}", "Column 12: expected the end", true},
    {"@{triggerBody(1)}", "Column 15: ", true},
    {"@{triggerBody()?}", "Column 17: expected the name", true},
    {"@{triggerBody()?['x'}", "Column 21: expected \"]\"", true},
    {"@{triggerBody()?[x]}", "Column 18: expected the name", true},
    {"@{triggerBody()['None']}", "Column 16: there is no value", false},
    {"@{triggerBody()?['None']['x']}", "Column 25: there is no value", false},
    {"@{triggerBody()?['None']?['x'].y}", "Column 31: there is no value",
     false},
    {"@{triggerBody()['Techniques'][9]}", "Column 30: there is no value",
     false},
    {"@{triggerBody()?['Severity']?['x']}", "Column 29: the value is", false},
    {"@{triggerBody()?['Techniques']?['x']}", "Column 31: the value is", false},
};

static void test_faults(void **state)
{
    struct stage stage;

    (void)state;
    stage_init(&stage);
    for (size_t i = 0; i < ITEMS(faults); i++) {
        struct arena *arena = arena_new();
        struct str text = str_of(faults[i].text);
        struct str got;
        struct err err = {.code = ERR_NONE};

        if (template_render(text, &stage.subjects[ALERT], arena, &got, &err))
            fail_msg("%s: %s", faults[i].text, got.at);
        assert_int_equal(err.code, ERR_INPUT);
        if (!strstr(err.text, faults[i].says))
            fail_msg("%s: %s", faults[i].text, err.text);
        if (template_check(text, &err) == faults[i].check)
            fail_msg("%s: checked otherwise", faults[i].text);
        arena_free(arena);
    }
    stage_done(&stage);
}

static void test_whole_body(void **state)
{
    struct arena *arena = arena_new();
    struct stage stage;
    struct str got;
    struct err err;
    struct json *back;

    (void)state;
    stage_init(&stage);
    assert_true(template_render(STR("@{triggerBody()}"),
                                &stage.subjects[ADVICE], arena, &got, &err));
    assert_true(json_parse(got, &back, &err));
    assert_true(json_equal(back, stage.bodies[ADVICE]));
    json_free(back);
    stage_done(&stage);
    arena_free(arena);
}

static void test_limit(void **state)
{
    struct arena *arena = arena_new();
    struct stage stage;
    struct buf text;
    struct str got;
    struct err err;

    (void)state;
    stage_init(&stage);
    buf_init(&text);
    while (text.len < 16 * LIMIT_RENDERED / 1000)
        buf_text(&text, "@{triggerBody()}");
    assert_false(template_render(buf_view(&text), &stage.subjects[ALERT], arena,
                                 &got, &err));
    assert_non_null(strstr(err.text, "longer"));
    /* Each makes a copy of the body. */
    buf_clear(&text);
    while (text.len < 200000)
        buf_text(&text, "@{empty(trigger())}");
    assert_false(template_render(buf_view(&text), &stage.subjects[ALERT], arena,
                                 &got, &err));
    assert_non_null(strstr(err.text, "grows beyond"));
    buf_done(&text);
    stage_done(&stage);
    arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_render),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_whole_body),
        cmocka_unit_test(test_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
