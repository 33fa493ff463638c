/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/engine/expr_stage.h"

/* How times are read. */
static const struct expr_row readings[] = {
    {"@formatDateTime('2018-03-15T13:27:36Z')", "2018-03-15T13:27:36.0000000Z"},
    {"@formatDateTime('2018-03-15T13:27:36.1234567Z')",
     "2018-03-15T13:27:36.1234567Z"},
    {"@formatDateTime('2018-03-15T13:27:36.123456789Z')",
     "2018-03-15T13:27:36.1234567Z"},
    {"@formatDateTime('2018-03-15 13:27')", "2018-03-15T13:27:00.0000000"},
    {"@formatDateTime('2018-03-15')", "2018-03-15T00:00:00.0000000"},
    {"@formatDateTime('2018-03')", "2018-03-01T00:00:00.0000000"},
    {"@formatDateTime('2018-03-15T01:00:00+02:00')",
     "2018-03-14T23:00:00.0000000Z"},
    {"@formatDateTime('2018-03-15T01:00:00 -0530')",
     "2018-03-15T06:30:00.0000000Z"},
    {"@formatDateTime('03/15/2018')", "2018-03-15T00:00:00.0000000"},
    {"@formatDateTime('3/5/18 1:05:06 PM')", "2018-03-05T13:05:06.0000000"},
    {"@formatDateTime('3/5/2018 12:00 AM')", "2018-03-05T00:00:00.0000000"},
    {"@formatDateTime('Thu, 15 Mar 2018 13:27:36 GMT')",
     "2018-03-15T13:27:36.0000000Z"},
    {"@formatDateTime('March 15, 2018')", "2018-03-15T00:00:00.0000000"},
    {"@formatDateTime('15 May 2018 08:00')", "2018-05-15T08:00:00.0000000"},
    {"@formatDateTime('0001-01-01T00:00:00Z')", "0001-01-01T00:00:00.0000000Z"},
    {"@formatDateTime('9999-12-31T23:59:59Z')", "9999-12-31T23:59:59.0000000Z"},
    {"@formatDateTime('2018-02-29')", "fault: cannot be read as a time"},
    {"@formatDateTime('2018-13-01')", "fault: cannot be read as a time"},
    {"@formatDateTime('2018-01-01T80:00:00Z')", "fault: cannot be read"},
    {"@formatDateTime('13:00 PM 2018')", "fault: cannot be read as a time"},
    {"@parseDateTime('10/20/2014')", "2014-10-20T00:00:00.0000000"},
    {"@parseDateTime('10/20/2014', 'fr-fr')", "fault: cannot be read"},
    {"@formatDateTime('3/5/2018 13:00 PM')", "fault: cannot be read"},
    {"@formatDateTime('tomorrow')", "fault: cannot be read as a time"},
    {"@formatDateTime('')", "fault: cannot be read as a time"},
    {"@formatDateTime('0001-01-01T00:00:00+01:00')", "fault: cannot be read"},
    {"@formatDateTime('2018-03-15T00:00:00Q')", "fault: cannot be read"},
    {"@formatDateTime('99999999999999999999')", "fault: cannot be read"},
    {"@formatDateTime(null)", "fault: formatDateTime() takes a text"},
};

/* How they are written. */
static const struct expr_row formats[] = {
    {"@formatDateTime('2018-03-05T13:07:09Z', 'd')", "3/5/2018"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 'D')", "Monday, March 5, 2018"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 'f')",
     "Monday, March 5, 2018 1:07 PM"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 'F')",
     "Monday, March 5, 2018 1:07:09 PM"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 'g')", "3/5/2018 1:07 PM"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 'G')", "3/5/2018 1:07:09 PM"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 'm')", "March 5"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 'O')",
     "2018-03-05T13:07:09.0000000Z"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 'r')",
     "Mon, 05 Mar 2018 13:07:09 GMT"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 's')", "2018-03-05T13:07:09"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 't')", "1:07 PM"},
    {"@formatDateTime('2018-03-05T00:07:09Z', 'T')", "12:07:09 AM"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 'u')", "2018-03-05 13:07:09Z"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 'U')",
     "Monday, March 5, 2018 1:07:09 PM"},
    {"@formatDateTime('2018-03-05T13:07:09Z', 'Y')", "March 2018"},
    {"@formatDateTime('2018-03-05T13:07:09Z', '')", "3/5/2018 1:07:09 PM"},
    {"@formatDateTime('01/31/2016', 'dddd MMMM d')", "Sunday January 31"},
    {"@formatDateTime('01/31/2016', 'dddd MMMM d', 'en-us')",
     "Sunday January 31"},
    {"@formatDateTime('2018-03-05T03:07:09Z', 'ddd, d MMM yy')",
     "Mon, 5 Mar 18"},
    {"@formatDateTime('2018-03-05T03:07:09Z', 'yyyyMMddHHmmss')",
     "20180305030709"},
    {"@formatDateTime('2018-03-05T03:07:09Z', 'h hh H HH m mm s ss t tt')",
     "3 03 3 03 7 07 9 09 A AM"},
    {"@formatDateTime('2018-03-05T03:07:09.1203Z', 'f ff fff ffff fffffff')",
     "1 12 120 1203 1203000"},
    {"@formatDateTime('2018-03-05T03:07:09.12Z', 's.FFF')", "9.12"},
    {"@formatDateTime('2018-03-05T03:07:09Z', 's.FFF')", "9"},
    {"@formatDateTime('2018-03-05T03:07:09Z', 'z zz zzz K')",
     "+0 +00 +00:00 Z"},
    {"@formatDateTime('2018-03-05T03:07:09', 'zzzK')", "+00:00"},
    {"@formatDateTime('2018-03-05', '%d')", "5"},
    {"@formatDateTime('2018-03-05', '''day'' d \\d \"x\"')", "day 5 d x"},
    {"@formatDateTime('2018-03-05', 'yyyy/MM/dd gg')", "2018/03/05 A.D."},
    {"@formatDateTime('2018-03-05', 'yyyyy-MM')", "02018-03"},
    {"@formatDateTime('2018-03-05', 'x')", "fault: \"x\" is no format"},
    {"@formatDateTime('2018-03-05', 'ffffffff')", "fault: is no format"},
    {"@formatDateTime('2018-03-05', '''open')", "fault: is no format"},
    {"@formatDateTime('2018-03-05', 'd\\')", "fault: is no format"},
    {"@formatDateTime('2018-03-05', '%')", "fault: is no format"},
    {"@formatDateTime('2018-03-05', 'd', 'fr-fr')", "fault: in en-US only"},
};

static const struct expr_row sums[] = {
    {"@utcNow()", "2018-03-01T00:00:00.0000000Z"},
    {"@utcNow('ddd, d MMM yyyy')", "Thu, 1 Mar 2018"},
    {"@utcNow('x')", "fault: utcNow(): \"x\" is no format"},
    {"@utcNow(5)", "fault: utcNow() takes a text"},
    {"@addDays('2018-03-15T00:00:00Z', -5)", "2018-03-10T00:00:00.0000000Z"},
    {"@addDays('2018-03-15', 1, 'yyyy-MM-dd')", "2018-03-16"},
    {"@addDays('2018-03-15', '1')", "fault: addDays() takes an integer"},
    {"@addDays('2018-03-15', 9223372036854775807)", "fault: the years 1 to"},
    {"@addDays('x', 1)", "fault: cannot be read as a time"},
    {"@addHours('2018-03-15T00:00:00Z', 10)", "2018-03-15T10:00:00.0000000Z"},
    {"@addHours('0001-01-01', -1)", "fault: the years 1 to 9999"},
    {"@addMinutes('2018-03-15T00:20:00Z', -5)", "2018-03-15T00:15:00.0000000Z"},
    {"@addMinutes('2018-03-15', 1.5)", "fault: addMinutes() takes an integer"},
    {"@addSeconds('2018-03-15T00:00:00Z', 10)", "2018-03-15T00:00:10.0000000Z"},
    {"@addSeconds(1, 10)", "fault: addSeconds() takes a text"},
    {"@addToTime('2018-01-01T00:00:00Z', 1, 'day')",
     "2018-01-02T00:00:00.0000000Z"},
    {"@addToTime('2018-01-31', 1, 'Month', 'yyyy-MM-dd')", "2018-02-28"},
    {"@addToTime('2018-01-31', -2, 'Month', 'yyyy-MM-dd')", "2017-11-30"},
    {"@addToTime('2020-02-29', 1, 'Year', 'yyyy-MM-dd')", "2021-02-28"},
    {"@addToTime('2018-01-31', 2, 'Week', 'yyyy-MM-dd')", "2018-02-14"},
    {"@addToTime('2018-01-31', 1, 'Days')", "fault: \"Days\" is no unit"},
    {"@addToTime('2018-01-31', 99999, 'Year')", "fault: the years 1 to 9999"},
    {"@subtractFromTime('2018-01-02T00:00:00Z', 1, 'Day', 'D')",
     "Monday, January 1, 2018"},
    {"@subtractFromTime('2018-01-02', 1, 'Eon')", "fault: is no unit of time"},
    {"@subtractFromTime('2018-01-02', -9223372036854775808, 'Day')",
     "fault: the years 1 to 9999"},
    {"@getFutureTime(5, 'Day')", "2018-03-06T00:00:00.0000000Z"},
    {"@getFutureTime(5, 'Day', 'D')", "Tuesday, March 6, 2018"},
    {"@getFutureTime(5, 'x')", "fault: is no unit of time"},
    {"@getPastTime(5, 'Day', 'D')", "Saturday, February 24, 2018"},
    {"@getPastTime('5', 'Day')", "fault: getPastTime() takes an integer"},
};

static const struct expr_row parts[] = {
    {"@dayOfMonth('x')", "fault: cannot be read as a time"},
    {"@dayOfWeek('2018-03-18')", "0"},
    {"@dayOfWeek('x')", "fault: cannot be read as a time"},
    {"@dayOfYear('2020-12-31')", "366"},
    {"@dayOfYear('x')", "fault: cannot be read as a time"},
    {"@ticks('0001-01-01')", "0"},
    {"@ticks('1970-01-01T00:00:00Z')", "621355968000000000"},
    {"@ticks('x')", "fault: cannot be read as a time"},
    {"@startOfHour('x')", "fault: cannot be read as a time"},
    {"@startOfDay('2018-03-15 13:30', 'g')", "3/15/2018 12:00 AM"},
    {"@startOfDay('x')", "fault: cannot be read as a time"},
    {"@startOfMonth('2018-03-15T13:30:30Z')", "2018-03-01T00:00:00.0000000Z"},
    {"@startOfMonth('x')", "fault: cannot be read as a time"},
    {"@dateDifference('2018-07-30', '2015-02-08')", "-1268.00:00:00"},
    {"@dateDifference('2018-07-30T00:00:00Z', '2018-07-30T01:02:03.5Z')",
     "01:02:03.5000000"},
    {"@dateDifference('2018-07-30', 'x')", "fault: cannot be read as a time"},
};

static const struct expr_row zones[] = {
    {"@convertFromUtc('2018-01-01T08:00:00.0000000Z', 'Pacific Standard "
     "Time')",
     "2018-01-01T00:00:00.0000000"},
    {"@convertFromUtc('2018-01-01T08:00:00.0000000Z', 'pacific standard "
     "time', 'D')",
     "Monday, January 1, 2018"},
    {"@convertFromUtc('2018-01-01T08:00:00Z', 'America/Los_Angeles', 't')",
     "12:00 AM"},
    {"@convertFromUtc('2018-01-01T08:00:00.0000001Z', 'UTC')",
     "2018-01-01T08:00:00.0000001Z"},
    {"@convertFromUtc('2018-01-01', 'Middle of Nowhere')",
     "fault: no zone Middle of Nowhere"},
    {"@convertFromUtc('2018-01-01', 'W. Europe Standard Time')",
     "fault: no zone Europe/Berlin"},
    {"@convertFromUtc('0001-01-01', 'Pacific Standard Time')",
     "fault: the years 1 to 9999"},
    {"@convertToUtc('01/01/2018 00:00:00', 'Pacific Standard Time')",
     "2018-01-01T08:00:00.0000000Z"},
    {"@convertToUtc('01/01/2018 00:00:00', 'Pacific Standard Time', 'D')",
     "Monday, January 1, 2018"},
    {"@convertToUtc('2018-01-01T00:00:00Z', 'Pacific Standard Time')",
     "fault: the time says that it is UTC"},
    {"@convertTimeZone('2018-01-01T08:00:00.0000000Z', 'UTC', 'Pacific "
     "Standard Time')",
     "2018-01-01T00:00:00.0000000"},
    {"@convertTimeZone('2018-01-01T08:00:00.0000000Z', 'UTC', 'Pacific "
     "Standard Time', 'D')",
     "Monday, January 1, 2018"},
    {"@convertTimeZone('2018-01-01 00:00', 'Pacific Standard Time', 'UTC')",
     "2018-01-01T08:00:00.0000000Z"},
    {"@convertTimeZone('2018-01-01 00:00', 'x', 'UTC')", "fault: no zone x"},
};

#define TEST(table)                                                            \
    static void test_##table(void **state)                                     \
    {                                                                          \
        (void)state;                                                           \
        expr_stage_rows(table, ITEMS(table));                                  \
    }
TEST(readings)
TEST(formats)
TEST(sums)
TEST(parts)
TEST(zones)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_readings), cmocka_unit_test(test_formats),
        cmocka_unit_test(test_sums),     cmocka_unit_test(test_parts),
        cmocka_unit_test(test_zones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
