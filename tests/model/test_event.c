/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

static void test_names(void **state)
{
    enum event_kind kind;
    enum severity severity;
    enum event_column column;

    (void)state;
    for (int i = 0; i < EVENT_KIND_N; i++) {
        assert_true(event_kind_parse(
            str_of(event_kind_name((enum event_kind)i)), &kind));
        assert_int_equal(kind, i);
    }
    assert_false(event_kind_parse(STR("incident"), &kind));
    for (int i = 1; i < SEVERITY_N; i++) {
        assert_true(
            severity_parse(str_of(severity_name((enum severity)i)), &severity));
        assert_int_equal(severity, i);
    }
    assert_true(severity_parse(STR("hIGH"), &severity));
    assert_false(severity_parse(STR(""), &severity));
    assert_false(severity_parse(STR("Highest"), &severity));
    for (int i = 0; i < EVENT_COLUMN_N; i++) {
        assert_true(event_column_of(
            str_of(event_column_name((enum event_column)i)), &column));
        assert_int_equal(column, i);
    }
    for (int i = 0; i < AUTO_N; i++)
        assert_non_null(event_auto_name((enum event_auto)i));
}

static void test_letters(void **state)
{
    static const char letters[SEVERITY_N + 1] = "-ILMHC";

    (void)state;
    for (int i = 0; i < SEVERITY_N; i++)
        assert_int_equal(severity_letter((enum severity)i), letters[i]);
}

static void test_columns(void **state)
{
    static const struct {
        const char *name;
        int column; /* -1: none */
    } rows[] = {
        {"alertDisplayName", COLUMN_TITLE},
        {"AlertName", COLUMN_TITLE},
        {"displayname", COLUMN_TITLE},
        {"Status", COLUMN_STATUS},
        {"Tactics", COLUMN_TACTIC},
        {"Intent", COLUMN_TACTIC},
        {"ResourceId", COLUMN_RESOURCE},
        {"Tag", COLUMN_TAGS},
        {"tags", COLUMN_TAGS},
        {"Classification", COLUMN_CLOSING},
        {"ProductName", -1},
        {"Severity", -1},
        {"", -1},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        enum event_column column = EVENT_COLUMN_N;
        bool found = event_column_of(str_of(rows[i].name), &column);

        assert_int_equal(found, rows[i].column >= 0);
        if (found)
            assert_int_equal(column, rows[i].column);
    }
}

static void test_status(void **state)
{
    static const struct {
        const char *status;
        const char *canonical;
        bool open;
    } rows[] = {
        {"New", "Active", true},
        {"new", "Active", true},
        {"ACTIVE", "Active", true},
        {"inprogress", "InProgress", false},
        {"resolved", "Resolved", false},
        {"Dismissed", "Dismissed", false},
        {"unhealthy", "Unhealthy", true},
        {"HEALTHY", "Healthy", false},
        {"NotApplicable", "NotApplicable", false},
        {"failed", "Failed", true},
        {"Passed", "Passed", false},
        {"Skipped", "Skipped", false},
        {"Unsupported", "Unsupported", false},
        {"", "", true},
        {"Whatever", "Whatever", false},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct str status = str_of(rows[i].status);

        assert_str(event_status_canonical(status), rows[i].canonical);
        assert_int_equal(event_status_open(status), rows[i].open);
    }
}

static void test_json(void **state)
{
    struct event event = {.row = 7,
                          .key = STR("alert:abc"),
                          .kind = EVENT_ALERT,
                          .severity = SEVERITY_HIGH,
                          .time = 1000,
                          .flags = EVENT_SAMPLE | EVENT_PENDING};

    (void)state;
    event.column[COLUMN_TITLE] = STR("T");
    event.column[COLUMN_RESOURCE] = STR("/subscriptions/s/x");
    assert_json_take(
        event_to_json(&event),
        "{\"id\":\"abc\",\"row\":7,\"kind\":\"alert\",\"severity\":\"High\","
        "\"title\":\"T\",\"type\":\"\",\"status\":\"\",\"resource\":"
        "\"/subscriptions/s/x\",\"entity\":\"\",\"tactic\":\"\",\"product\":"
        "\"\",\"source\":\"\",\"owner\":\"\",\"closing\":\"\",\"tags\":\"\","
        "\"subscription\":\"s\",\"time\":\"1970-01-01T00:00:01Z\","
        "\"arrived\":null,\"changed\":null,\"acknowledged\":null,\"auto\":"
        "\"none\",\"flags\":[\"sample\",\"pending\"],\"armId\":\"\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),   cmocka_unit_test(test_letters),
        cmocka_unit_test(test_columns), cmocka_unit_test(test_status),
        cmocka_unit_test(test_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
