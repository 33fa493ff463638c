/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "model/condition.h"
#include "model/limits.h"
#include "tests/engine/stage.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static struct stage stage;

static int setup(void **state)
{
    (void)state;
    stage_init(&stage);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    stage_done(&stage);
    return 0;
}

/* Where the error is, and a part of what it says. */
static const struct {
    const char *query;
    int column;
    const char *says;
} errors[] = {
    {"Sevrity == 'High'", 1, "Did you mean Severity?"},
    {"AlertDisplyName has 'x'", 1, "Did you mean AlertDisplayName?"},
    {"Kind == 'alert' and Ownr == 'x'", 21, "Did you mean Owner?"},
    {"ExtendedPropertes['x'] == 'y'", 1, "Did you mean ExtendedProperties?"},
    {"propertes.status.code == 'x'", 1, "Did you mean properties?"},
    {"entity.acount == 'x'", 1, "Did you mean entity.account?"},
    {"Severity containz 'x'", 10, "Did you mean contains?"},
    {"Severity startwith 'x'", 10, "Did you mean startswith?"},
    {"Severity !contain 'x'", 10, "Did you mean !contains?"},
    {"Severity = 'High'", 10, "=="},
    {"Severity", 9, "operator"},
    {"Severity and Sample", 10, "operator"},
    {"Status 'x'", 8, "operator"},
    {"Severity ==", 12, "expected a value"},
    {"Severity == High", 13, "'High'"},
    {"Severity == 'Hihg'", 13, "'High'"},
    {"Severity == 'zzzzzzzz'", 13, "'Informational'"},
    {"Severity == 3", 13, "text"},
    {"Severity == true", 13, "text"},
    {"Kind == 'alarm'", 9, "alert"},
    {"Auto == 'runing'", 9, "'running'"},
    {"Sample == 'x'", 11, "true or false"},
    {"Sample > true", 8, "true or false"},
    {"Acknowledged contains 'x'", 14, "a time"},
    {"TimeGenerated > 5", 17, "ago(1h)"},
    {"TimeGenerated > 1h", 17, "ago(1h)"},
    {"TimeGenerated > 'soon'", 17, "ago(1h)"},
    {"TimeGenerated contains '2026'", 15, "a time"},
    {"TimeGenerated > datetime(soon)", 17, "no time"},
    {"TimeGenerated > ago(often)", 17, "no timespan"},
    {"TimeGenerated > ago(1h", 17, "not closed"},
    {"TimeGenerated > now() - 5", 23, "timespan"},
    {"AlertType > now() + now()", 19, "timespan"},
    {"AlertType == 10.0.0.4", 14, "'10.0.0.4'"},
    {"AlertType == 5x", 14, "quotes"},
    {"AlertType == -'x'", 15, "number"},
    {"AlertType < true", 11, "true or false"},
    {"AlertType between (1 .. 'x')", 19, "same type"},
    {"AlertType between (1, 2)", 21, "\"..\""},
    {"AlertType between 1 .. 2", 19, "\"(\""},
    {"AlertType contains now()", 20, "text"},
    {"AlertType in 'x'", 14, "('a', 'b')"},
    {"AlertType in ('x'", 18, "\")\""},
    {"AlertType in ()", 15, "expected a value"},
    {"AlertType in ('x' 'y')", 19, "\")\""},
    {"AlertType matches '^x'", 19, "regex"},
    {"AlertType matches regex '(x'", 25, ""},
    {"AlertType matches regex 5 +", 28, "query ends"},
    {"AlertType in (watchlist('crwn'))", 25, "Did you mean crown?"},
    {"AlertType in (watchlist('other'))", 25, "no watchlist"},
    {"AlertType in (watchlist(crown))", 25, "in quotes"},
    {"AlertType == watchlist('crown')", 14, "expected a value"},
    {"AlertType == 'x", 14, "closing '"},
    {"AlertType == \"x'", 14, "closing \""},
    {"AlertType == @'x", 14, "closing '"},
    {"AlertType == 'a\\qb'", 16, "backslash"},
    {"AlertType == 'a\\u00zz'", 16, "backslash"},
    {"(Sample", 8, "\")\""},
    {"Sample)", 7, "closes nothing"},
    {"()", 2, "not \")\""},
    {"Sample and", 11, "query ends"},
    {"Sample or or Sample", 11, "not \"or\""},
    {"and Sample", 1, "not \"and\""},
    {"not Sample", 5, "and, or"},
    {"not()", 5, "not \")\""},
    {"powershell script", 12, "quotes round them"},
    {"Sample Snapshot", 8, "and, or"},
    {"'a' 'b'", 5, "quotes round them"},
    {"summarise(x)", 1, "function \"summarise\""},
    {"watchlist('x')", 1, "in~ watchlist('name')"},
    {"isemty(Owner)", 1, "Did you mean isempty?"},
    {"isempty(Ownr)", 9, "Did you mean Owner?"},
    {"isempty('x')", 9, "property"},
    {"isempty(Owner", 14, "\")\""},
    {"ipv4_is_in_range(entity.ip)", 27, "\",\""},
    {"ipv4_is_in_range(entity.ip, '10.0.0/8')", 29, "10.0.0.0/8"},
    {"ipv4_is_in_range(entity.ip, '10.0.0.0/33')", 29, "10.0.0.0/8"},
    {"ipv4_is_in_range(Severity, '10.0.0.0/8')", 1, "no address"},
    {"ExtendedProperties[x] == 'y'", 20, "brackets"},
    {"ExtendedProperties['x' == 'y'", 24, "\"]\""},
    {"ExtendedProperties['x']", 24, "operator"},
    {"SecurityAlert | summarize count() by Severity", 17,
     "riposte understands only where; \"summarize\""},
    {"SecurityAlert | where Sample | project Title", 32, "\"project\""},
    {"SecurityAlert | where Sample | take 10", 32, "\"take\""},
    {"SecurityAlert |", 16, "where"},
    {"SecurityAlret | where Sample", 1, "SecurityAlert"},
    {"powershell | where Sample", 1, "no table"},
    {"SecurityAlert | where", 22, "query ends"},
    {"Sample; Snapshot", 9, "and, or"},
    {"AlertDisplayName == 'Ä' and Sevrity == 'x'", 29, "Severity"},
    {"\"", 1, "closing"},
    {"==", 1, "expected a comparison"},
};

static void test_errors(void **state)
{
    (void)state;
    for (size_t i = 0; i < ITEMS(errors); i++) {
        struct query *query = NULL;
        struct err err = {.code = ERR_NONE};
        char place[32];

        snprintf(place, sizeof(place), "Column %d: ", errors[i].column);
        if (query_compile(str_of(errors[i].query), &stage.env, &query, &err))
            fail_msg("%s: compiles", errors[i].query);
        assert_null(query);
        assert_int_equal(err.code, ERR_INPUT);
        if (strncmp(err.text, place, strlen(place)) ||
            !strstr(err.text, errors[i].says))
            fail_msg("%s: want %s…%s: got %s", errors[i].query, place,
                     errors[i].says, err.text);
    }
}

static void compile(const char *text, size_t len, bool good, const char *says)
{
    struct query *query;
    struct err err;
    bool ok = query_compile((struct str){.at = text, .len = len}, &stage.env,
                            &query, &err);

    if (ok)
        query_free(query);
    assert_int_equal(ok, good);
    if (!ok && !strstr(err.text, says))
        fail_msg("got %s", err.text);
}

static void nest(struct buf *buf, int depth, const char *open)
{
    buf_clear(buf);
    for (int i = 0; i < depth; i++)
        buf_text(buf, open);
    buf_text(buf, "Sample");
    for (int i = 0; i < depth; i++)
        buf_char(buf, ')');
}

static void test_limits(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf);
    nest(&buf, LIMIT_QUERY_DEPTH, "(");
    compile(buf.at, buf.len, true, "");
    nest(&buf, LIMIT_QUERY_DEPTH + 1, "(");
    compile(buf.at, buf.len, false, "deeper");
    nest(&buf, LIMIT_QUERY_DEPTH, "not(");
    compile(buf.at, buf.len, true, "");
    nest(&buf, LIMIT_QUERY_DEPTH, "Sample or Sample and (");
    compile(buf.at, buf.len, true, "");
    buf_clear(&buf);
    buf_text(&buf, "Owner == '");
    while (buf.len < LIMIT_QUERY_TEXT + 1)
        buf_char(&buf, 'x');
    compile(buf.at, buf.len, false, "longer");
    buf_clear(&buf);
    buf_text(&buf, "Owner in (1");
    for (int i = 1; i < LIMIT_QUERY_LIST; i++)
        buf_text(&buf, ",1");
    compile(buf.at, buf.len, false, "\")\"");
    buf_text(&buf, ")");
    compile(buf.at, buf.len, true, "");
    buf_cut(&buf, buf.len - 1);
    buf_text(&buf, ",1)");
    compile(buf.at, buf.len, false, "watchlist");
    buf_clear(&buf);
    buf_text(&buf, "x");
    for (int i = 0; i < 200; i++)
        buf_text(&buf, " or x");
    compile(buf.at, buf.len, false, "comparisons");
    buf_done(&buf);
}

static void test_bytes(void **state)
{
    static const char texts[] = "Owner\0 == 'x'";

    (void)state;
    compile(texts, sizeof(texts) - 1, false, "Column 6");
    compile("\xff\xfe", 2, true, "");
    compile("Owner == '\xff'", 12, true, "");
    compile("日本", 6, true, "");
}

/* What a form writes compiles to what the form meant. */
static void test_conditions(void **state)
{
    static const struct {
        const char *property;
        enum op op;
        const char *value;
        bool alert;
    } rows[] = {
        {"Severity", OP_EQ, "High", true},
        {"Severity", OP_IN, "Low, High", true},
        {"AlertDisplayName", OP_CONTAINS, "process", true},
        {"AlertDisplayName", OP_CONTAINS, "it's", false},
        {"ExtendedProperties.Path", OP_EQ, "C:\\temp\\a.exe", true},
        {"ExtendedProperties.PID", OP_EQ, "944", true},
        {"ExtendedProperties.PID", OP_BETWEEN, "900 .. 1000", true},
        {"ExtendedProperties[\"Attacker IP\"]", OP_IN_RANGE, "203.0.113.0/24",
         true},
        {"Owner", OP_IS_EMPTY, "", false},
        {"Owner", OP_IS_NOT_EMPTY, "", true},
        {"TimeGenerated", OP_GT, "ago(2h)", true},
        {"TimeGenerated", OP_GT, "2026-03-05", true},
        {"Acknowledged", OP_EQ, "true", true},
        {"CompromisedEntity", OP_IN, "watchlist('crown')", true},
        {"AlertType", OP_MATCHES, "^VM_\\w+$", true},
        {"Intent", OP_HAS_ANY, "execution, impact", true},
    };

    (void)state;
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct condition condition = {.op = rows[i].op};
        struct query *query;
        struct buf buf;
        struct err err;
        char property[64], value[64];

        strcpy(property, rows[i].property);
        strcpy(value, rows[i].value);
        condition.property = property;
        condition.value = value;
        buf_init(&buf);
        condition_write(&condition, &buf);
        if (!query_compile(buf_view(&buf), &stage.env, &query, &err))
            fail_msg("%s: %s", buf.at, err.text);
        if (query_ask(query, &stage.subjects[ALERT]) != rows[i].alert)
            fail_msg("%s: wrong answer", buf.at);
        query_free(query);
        buf_done(&buf);
    }
}

/* Every operator that can be written can be read. */
static void test_every_operator(void **state)
{
    (void)state;
    for (int op = 0; op < OP_N; op++) {
        char property[] = "AlertType";
        char value[] = "10.0.0.0/8 .. x";
        struct condition condition = {
            .property = property, .op = (enum op)op, .value = value};
        struct buf buf;

        if (op == OP_IN_RANGE)
            value[10] = '\0';
        buf_init(&buf);
        condition_write(&condition, &buf);
        compile(buf.at, buf.len, true, "");
        buf_done(&buf);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_every_operator),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
