/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every function: its example gives what its help says, and what it does not
 * take is refused.  One without a row here fails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tests/engine/expr_stage.h"

static const struct {
    const char *name;
    const char *text;
    const char *says;
} rows[] = {
    {"concat", "@concat()", "another number of arguments"},
    {"toUpper", "@toUpper(json('[]'))", "takes a text as argument 1"},
    {"toLower", "@toLower(json('[]'))", "takes a text as argument 1"},
    {"trim", "@trim(json('[]'))", "takes a text as argument 1"},
    {"substring", "@substring(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"slice", "@slice(json('[]'), json('[]'))", "takes a text as argument 1"},
    {"indexOf", "@indexOf(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"lastIndexOf", "@lastIndexOf(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"nthIndexOf", "@nthIndexOf(json('[]'), json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"startsWith", "@startsWith(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"endsWith", "@endsWith(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"replace", "@replace(json('[]'), json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"split", "@split(json('[]'), json('[]'))", "takes a text as argument 1"},
    {"join", "@join(json('[]'), json('[]'))", "takes a text as argument 2"},
    {"guid", "@guid(5)", "takes a text as argument 1"},
    {"if", "@if(json('[]'), json('[]'), json('[]'))",
     "takes true or false as argument 1"},
    {"and", "@and(json('[]'), json('[]'))",
     "takes true or false as argument 1"},
    {"or", "@or(json('[]'), json('[]'))", "takes true or false as argument 1"},
    {"not", "@not(json('[]'))", "takes true or false as argument 1"},
    {"coalesce", "@coalesce()", "another number of arguments"},
    {"equals", "@equals(1, 2, 3, 4)", "another number of arguments"},
    {"greater", "@greater(json('[]'), json('[]'))",
     "takes a number or a text as argument 1"},
    {"greaterOrEquals", "@greaterOrEquals(json('[]'), json('[]'))",
     "takes a number or a text as argument 1"},
    {"less", "@less(json('[]'), json('[]'))",
     "takes a number or a text as argument 1"},
    {"lessOrEquals", "@lessOrEquals(json('[]'), json('[]'))",
     "takes a number or a text as argument 1"},
    {"add", "@add(json('[]'), json('[]'))", "takes a number as argument 1"},
    {"sub", "@sub(json('[]'), json('[]'))", "takes a number as argument 1"},
    {"mul", "@mul(json('[]'), json('[]'))", "takes a number as argument 1"},
    {"div", "@div(json('[]'), json('[]'))", "takes a number as argument 1"},
    {"mod", "@mod(json('[]'), json('[]'))", "takes a number as argument 1"},
    {"min", "@min(json('[]'), json('[]'))", "takes numbers"},
    {"max", "@max(json('[]'), json('[]'))", "takes numbers"},
    {"range", "@range(json('[]'), json('[]'))",
     "takes an integer as argument 1"},
    {"length", "@length(null)", "takes a text or an array as argument 1"},
    {"empty", "@empty(json('[]'), json('[]'))", "another number of arguments"},
    {"contains", "@contains(json('[]'), json('[]'), json('[]'))",
     "another number of arguments"},
    {"first", "@first(null)", "takes a text or an array as argument 1"},
    {"last", "@last(null)", "takes a text or an array as argument 1"},
    {"take", "@take(json('[]'), json('[]'))", "takes an integer as argument 2"},
    {"skip", "@skip(json('[]'), json('[]'))", "takes an integer as argument 2"},
    {"union", "@union(null, null)",
     "takes an array or an object as argument 1"},
    {"intersection", "@intersection(null, null)",
     "takes an array or an object as argument 1"},
    {"reverse", "@reverse(null)", "takes an array as argument 1"},
    {"chunk", "@chunk(json('[]'), json('[]'))",
     "takes an integer as argument 2"},
    {"createArray", "@createArray(1", "expected"},
    {"array", "@array(1, 2, 3, 4)", "another number of arguments"},
    {"addProperty", "@addProperty(json('[]'), json('[]'), json('[]'))",
     "takes an object as argument 1"},
    {"setProperty", "@setProperty(json('[]'), json('[]'), json('[]'))",
     "takes an object as argument 1"},
    {"removeProperty", "@removeProperty(json('[]'), json('[]'))",
     "takes an object as argument 1"},
    {"sort", "@sort(null)", "takes an array as argument 1"},
    {"utcNow", "@utcNow(5)", "takes a text as argument 1"},
    {"formatDateTime", "@formatDateTime(json('[]'))",
     "takes a text as argument 1"},
    {"addDays", "@addDays(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"addHours", "@addHours(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"addMinutes", "@addMinutes(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"addSeconds", "@addSeconds(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"addToTime", "@addToTime(json('[]'), json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"subtractFromTime",
     "@subtractFromTime(json('[]'), json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"getFutureTime", "@getFutureTime(json('[]'), json('[]'))",
     "takes an integer as argument 1"},
    {"getPastTime", "@getPastTime(json('[]'), json('[]'))",
     "takes an integer as argument 1"},
    {"dayOfMonth", "@dayOfMonth(json('[]'))", "takes a text as argument 1"},
    {"dayOfWeek", "@dayOfWeek(json('[]'))", "takes a text as argument 1"},
    {"dayOfYear", "@dayOfYear(json('[]'))", "takes a text as argument 1"},
    {"ticks", "@ticks(json('[]'))", "takes a text as argument 1"},
    {"startOfHour", "@startOfHour(json('[]'))", "takes a text as argument 1"},
    {"startOfDay", "@startOfDay(json('[]'))", "takes a text as argument 1"},
    {"startOfMonth", "@startOfMonth(json('[]'))", "takes a text as argument 1"},
    {"dateDifference", "@dateDifference(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"convertFromUtc", "@convertFromUtc(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"convertToUtc", "@convertToUtc(json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"convertTimeZone", "@convertTimeZone(json('[]'), json('[]'), json('[]'))",
     "takes a text as argument 1"},
    {"int", "@int(json('[]'))", "takes a number or a text as argument 1"},
    {"float", "@float(json('[]'))", "takes a number or a text as argument 1"},
    {"decimal", "@decimal(json('[]'))", "takes a number or a text"},
    {"rand", "@rand(5, 5)", "must be greater than the first"},
    {"parseDateTime", "@parseDateTime('20.31.2014', 'de-de')",
     "cannot be read as a time"},
    {"dataUriToBinary", "@dataUriToBinary('hello')", "a data URI in base64"},
    {"decodeDataUri", "@decodeDataUri('data:,x')", "a data URI in base64"},
    {"isInt", "@isInt(json('[]'))", "takes a text as argument 1"},
    {"isFloat", "@isFloat(json('[]'))", "takes a text as argument 1"},
    {"formatNumber", "@formatNumber(json('[]'), json('[]'))",
     "takes a number as argument 1"},
    {"bool", "@bool(json('[]'))", "cannot be read as true or false"},
    {"string", "@string(1, 2, 3, 4)", "another number of arguments"},
    {"json", "@json(json('[]'))", "cannot be read as a text of"},
    {"base64", "@base64(json('[]'))", "takes a text as argument 1"},
    {"base64ToString", "@base64ToString(json('[]'))",
     "takes a text as argument 1"},
    {"decodeBase64", "@decodeBase64(json('[]'))", "takes a text as argument 1"},
    {"base64ToBinary", "@base64ToBinary(json('[]'))",
     "takes a text as argument 1"},
    {"binary", "@binary(json('[]'))", "takes a text as argument 1"},
    {"dataUri", "@dataUri(json('[]'))", "takes a text as argument 1"},
    {"dataUriToString", "@dataUriToString(json('[]'))",
     "takes a text as argument 1"},
    {"uriComponent", "@uriComponent(json('[]'))",
     "takes a number or a text as argument 1"},
    {"encodeUriComponent", "@encodeUriComponent(json('[]'))",
     "takes a number or a text as argument 1"},
    {"uriComponentToString", "@uriComponentToString(json('[]'))",
     "takes a text as argument 1"},
    {"decodeUriComponent", "@decodeUriComponent(json('[]'))",
     "takes a text as argument 1"},
    {"uriScheme", "@uriScheme(json('[]'))", "takes a text as argument 1"},
    {"uriHost", "@uriHost(json('[]'))", "takes a text as argument 1"},
    {"uriPort", "@uriPort(json('[]'))", "takes a text as argument 1"},
    {"uriPath", "@uriPath(json('[]'))", "takes a text as argument 1"},
    {"uriPathAndQuery", "@uriPathAndQuery(json('[]'))",
     "takes a text as argument 1"},
    {"uriQuery", "@uriQuery(json('[]'))", "takes a text as argument 1"},
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

static size_t row_of(const char *name)
{
    size_t i = 0;

    while (i < ROWS && strcmp(rows[i].name, name) != 0)
        i++;
    return i;
}

static void test_all(void **state)
{
    const struct expr_doc *doc;
    size_t n = 0;

    (void)state;
    for (; (doc = expr_doc_at(n)); n++) {
        size_t row = row_of(doc->name);
        struct buf text;

        if (row == ROWS)
            fail_msg("%s() has no row here", doc->name);
        expr_stage_refuse(&(struct expr_row){rows[row].text, rows[row].says});
        if (!doc->gives)
            continue;
        buf_init(&text);
        buf_printf(&text, "@%s", doc->example);
        expr_stage_ask(&(struct expr_row){text.at, doc->gives});
        buf_done(&text);
    }
    assert_int_equal(n, ROWS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
