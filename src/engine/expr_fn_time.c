/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_fn_time.c - functions on points in time.
 */
#include <string.h>

#include "engine/expr_part.h"
#include "engine/expr_time.h"
#include "util/text.h"

static bool fail_reading(const struct expr_call *call, struct str text)
{
    return expr_fail(call,
                     _("\"%.*s\" cannot be read as a time, as in "
                       "2018-03-15T13:30:00Z."),
                     STR_ARG(str_sub(text, 0, 100)));
}

static bool read_stamp(struct expr_call *call, size_t i, struct stamp *out)
{
    struct str text = expr_text(call, i);

    return stamp_read(text, out) || fail_reading(call, text);
}

/* Written in the format that argument @i is, or as ISO 8601. */
static bool give_stamp(struct expr_call *call, struct stamp stamp, size_t i)
{
    struct str format = call->n > i ? expr_text(call, i) : STR("o");
    struct buf text;

    buf_init(&text);
    if (stamp_write(stamp, format, &text))
        return expr_give_buf(call, &text);
    buf_done(&text);
    return expr_fail(call,
                     _("\"%.*s\" is no format of a time; write, for example, "
                       "yyyy-MM-dd HH:mm."),
                     STR_ARG(str_sub(format, 0, 100)));
}

static bool now(struct expr_call *call, struct stamp *out)
{
    int64_t moment = call->run->outside->now;

    if (moment == 0)
        return expr_fail(call, _("the time is not known here."));
    *out = (struct stamp){.ticks = STAMP_EPOCH + moment * STAMP_MILLI,
                          .utc = true};
    return true;
}

/* ---- units ----------------------------------------------------------------*/

/* Months are not all of one length. */
static const struct {
    const char *name;
    int64_t ticks;
    int months;
} units[] = {
    {"Second", STAMP_SECOND, 0},
    {"Minute", STAMP_MINUTE, 0},
    {"Hour", STAMP_HOUR, 0},
    {"Day", STAMP_DAY, 0},
    {"Week", 7 * STAMP_DAY, 0},
    {"Month", 0, 1},
    {"Year", 0, 12},
};
enum { UNIT_SECOND, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY };
#define N(table) (sizeof(table) / sizeof((table)[0]))

/* The day of the month stays, unless the month ends before it. */
static bool add_months(struct stamp *stamp, int64_t n)
{
    struct stamp_parts parts = stamp_parts(*stamp);
    int64_t months = (int64_t)parts.year * 12 + parts.month - 1 + n;
    int month = (int)(months % 12) + 1;
    int length;

    if (months < 12 || months >= 10000 * 12)
        return false;
    length = stamp_month_length(months / 12, month);
    return stamp_of(months / 12, month, parts.day < length ? parts.day : length,
                    parts.rest, &stamp->ticks);
}

static bool add_units(struct expr_call *call, struct stamp *stamp, int64_t n,
                      size_t unit)
{
    int64_t ticks;
    bool ok;

    /* No unit is as long as to matter beyond that. */
    if (n > INT64_C(1000000000000) || n < -INT64_C(1000000000000))
        ok = false;
    else if (units[unit].months)
        ok = add_months(stamp, n * units[unit].months);
    else
        ok = !__builtin_mul_overflow(n, units[unit].ticks, &ticks) &&
             !__builtin_add_overflow(stamp->ticks, ticks, &stamp->ticks) &&
             stamp->ticks >= 0 && stamp->ticks < STAMP_END;
    return ok || expr_fail(call, _("the result is not within the years 1 to "
                                   "9999."));
}

static bool read_unit(struct expr_call *call, size_t i, size_t *out)
{
    struct str name = expr_text(call, i);

    for (size_t k = 0; k < N(units); k++) {
        if (str_eq_fold(name, str_of(units[k].name))) {
            *out = k;
            return true;
        }
    }
    return expr_fail(call,
                     _("\"%.*s\" is no unit of time; those are Second, Minute, "
                       "Hour, Day, Week, Month and Year."),
                     STR_ARG(str_sub(name, 0, 100)));
}

/* ---- adding ---------------------------------------------------------------*/

static bool fn_now(struct expr_call *call)
{
    struct stamp stamp = {.ticks = 0};

    return now(call, &stamp) && give_stamp(call, stamp, 0);
}

/* addDays() and its kin; the tag is the unit. */
static bool fn_add_unit(struct expr_call *call)
{
    struct stamp stamp = {.ticks = 0};

    return read_stamp(call, 0, &stamp) &&
           add_units(call, &stamp, expr_int(call, 1), (size_t)expr_tag(call)) &&
           give_stamp(call, stamp, 2);
}

/* The tag is the sign. */
static bool fn_add(struct expr_call *call)
{
    int64_t n = expr_int(call, 1);
    struct stamp stamp = {.ticks = 0};
    size_t unit = 0;

    if (n == INT64_MIN)
        n++;
    return read_stamp(call, 0, &stamp) && read_unit(call, 2, &unit) &&
           add_units(call, &stamp, expr_tag(call) * n, unit) &&
           give_stamp(call, stamp, 3);
}

static bool fn_from_now(struct expr_call *call)
{
    int64_t n = expr_int(call, 0);
    struct stamp stamp = {.ticks = 0};
    size_t unit = 0;

    if (n == INT64_MIN)
        n++;
    return now(call, &stamp) && read_unit(call, 1, &unit) &&
           add_units(call, &stamp, expr_tag(call) * n, unit) &&
           give_stamp(call, stamp, 2);
}

/* ---- parts ----------------------------------------------------------------*/

enum part { PART_DAY, PART_WEEKDAY, PART_YEAR_DAY, PART_TICKS };

static bool fn_part(struct expr_call *call)
{
    struct stamp_parts parts;
    struct stamp stamp = {.ticks = 0};

    if (!read_stamp(call, 0, &stamp))
        return false;
    parts = stamp_parts(stamp);
    switch ((enum part)expr_tag(call)) {
    case PART_DAY:
        return expr_give_int(call, parts.day);
    case PART_WEEKDAY:
        return expr_give_int(call, parts.weekday);
    case PART_YEAR_DAY:
        return expr_give_int(call, parts.year_day);
    default:
        return expr_give_int(call, stamp.ticks);
    }
}

enum start { START_HOUR, START_DAY, START_MONTH };

static bool fn_start(struct expr_call *call)
{
    struct stamp stamp = {.ticks = 0};

    if (!read_stamp(call, 0, &stamp))
        return false;
    if (expr_tag(call) == START_HOUR)
        stamp.ticks -= stamp.ticks % STAMP_HOUR;
    else
        stamp.ticks -= stamp.ticks % STAMP_DAY;
    if (expr_tag(call) == START_MONTH)
        stamp.ticks -= (stamp_parts(stamp).day - 1) * STAMP_DAY;
    return give_stamp(call, stamp, 1);
}

/* A span as .NET writes it: -1268.12:00:00.5000000 */
static bool fn_difference(struct expr_call *call)
{
    struct stamp from = {.ticks = 0};
    struct stamp to = {.ticks = 0};
    struct buf text;
    int64_t span = 0;

    if (!read_stamp(call, 0, &from) || !read_stamp(call, 1, &to))
        return false;
    span = to.ticks - from.ticks;
    buf_init(&text);
    if (span < 0) {
        buf_char(&text, '-');
        span = -span;
    }
    if (span >= STAMP_DAY)
        buf_printf(&text, "%lld.", (long long)(span / STAMP_DAY));
    buf_printf(&text, "%02d:%02d:%02d", (int)(span / STAMP_HOUR % 24),
               (int)(span / STAMP_MINUTE % 60),
               (int)(span / STAMP_SECOND % 60));
    if (span % STAMP_SECOND)
        buf_printf(&text, ".%07d", (int)(span % STAMP_SECOND));
    return expr_give_buf(call, &text);
}

static bool fn_format(struct expr_call *call)
{
    struct stamp stamp = {.ticks = 0};

    if (call->n > 2 && !str_eq_fold(expr_text(call, 2), STR("en-US")))
        return expr_fail(call, _("times are written in en-US only."));
    return read_stamp(call, 0, &stamp) && give_stamp(call, stamp, 1);
}

/* ---- zones ----------------------------------------------------------------*/

static bool is_utc(const char *zone)
{
    return strcmp(zone, "Etc/UTC") == 0;
}

/* The IANA name of the zone that argument @i names. */
static const char *zone_name(struct expr_call *call, size_t i)
{
    struct str name = str_trim(expr_text(call, i));
    const char *known = stamp_zone(name);

    return known ? known : arena_textn(call->run->arena, name.at, name.len);
}

/* From what the clocks of a zone show to UTC with @back, or to it. */
static bool shift(struct expr_call *call, struct stamp *stamp, const char *zone,
                  bool back)
{
    int64_t moment = stamp->ticks / STAMP_MILLI - STAMP_EPOCH / STAMP_MILLI;
    struct err why;
    int64_t there = 0;

    if (is_utc(zone))
        return true;
    if (!call->run->outside->zone)
        return expr_fail(call, _("no time zone but UTC is known here."));
    if (!call->run->outside->zone(zone, back, moment, &there, &why))
        return expr_fail(call, "%s", why.text);
    stamp->ticks += (there - moment) * STAMP_MILLI;
    return (stamp->ticks >= 0 && stamp->ticks < STAMP_END) ||
           expr_fail(call, _("the result is not within the years 1 to 9999."));
}

/* What says that it is UTC cannot be what clocks show elsewhere. */
static bool check_source(struct expr_call *call, const struct stamp *stamp,
                         const char *zone)
{
    return !stamp->utc || is_utc(zone) ||
           expr_fail(call, _("the time says that it is UTC, and the zone it "
                             "comes from is another."));
}

static bool fn_from_utc(struct expr_call *call)
{
    const char *to = zone_name(call, 1);
    struct stamp stamp = {.ticks = 0};

    if (!read_stamp(call, 0, &stamp) || !shift(call, &stamp, to, false))
        return false;
    stamp.utc = is_utc(to);
    return give_stamp(call, stamp, 2);
}

static bool fn_to_utc(struct expr_call *call)
{
    const char *from = zone_name(call, 1);
    struct stamp stamp = {.ticks = 0};

    if (!read_stamp(call, 0, &stamp) || !check_source(call, &stamp, from) ||
        !shift(call, &stamp, from, true))
        return false;
    stamp.utc = true;
    return give_stamp(call, stamp, 2);
}

static bool fn_between_zones(struct expr_call *call)
{
    const char *from = zone_name(call, 1);
    const char *to = zone_name(call, 2);
    struct stamp stamp = {.ticks = 0};

    if (!read_stamp(call, 0, &stamp) || !check_source(call, &stamp, from) ||
        !shift(call, &stamp, from, true) || !shift(call, &stamp, to, false))
        return false;
    stamp.utc = is_utc(to);
    return give_stamp(call, stamp, 3);
}

/* "20/10/2014 9:30" with the day first becomes what the reader takes. */
static struct str month_first(struct str text, struct arena *arena)
{
    struct str rest = text;
    struct str day;
    struct str month;
    char mark = '/';

    if (str_find_char(text, '/') == STR_NOWHERE)
        mark = str_find_char(text, '.') < 3 ? '.' : '-';
    if (!str_cut(&rest, mark, &day) || !str_cut(&rest, mark, &month) ||
        day.len > 2 || month.len > 2 || str_empty(rest))
        return text;
    return str_of(arena_printf(arena, "%.*s/%.*s/%.*s", STR_ARG(month),
                               STR_ARG(day), STR_ARG(rest)));
}

/* In the languages of the United States the month stands first, in others the
 * day. */
static bool fn_parse(struct expr_call *call)
{
    struct str language = call->n > 1 ? expr_text(call, 1) : STR_NONE;
    struct str text = expr_text(call, 0);
    struct stamp stamp = {.ticks = 0};

    if (!str_empty(language) && !str_eq_fold(language, STR("en-us")))
        text = month_first(text, call->run->arena);
    if (!stamp_read(text, &stamp))
        return fail_reading(call, expr_text(call, 0));
    return give_stamp(call, stamp, call->n);
}

const struct expr_fn expr_fn_time[] = {
    {{"utcNow", 0, 1, "t", "utcNow(format?)", N_("The present time."),
      "utcNow('yyyy')", NULL},
     .call = fn_now},
    {{"formatDateTime", 1, 3, "t", "formatDateTime(time, format?, language?)",
      N_("The time in a format of .NET."),
      "formatDateTime('03/15/2018 12:00:00', 'yyyy-MM-ddTHH:mm:ss')",
      "2018-03-15T12:00:00"},
     .call = fn_format},
    {{"addDays", 2, 3, "tit", "addDays(time, days, format?)",
      N_("The time so many days later."), "addDays('2018-03-15T00:00:00Z', 10)",
      "2018-03-25T00:00:00.0000000Z"},
     .tag = UNIT_DAY,
     .call = fn_add_unit},
    {{"addHours", 2, 3, "tit", "addHours(time, hours, format?)",
      N_("The time so many hours later."),
      "addHours('2018-03-15T15:00:00Z', -5)", "2018-03-15T10:00:00.0000000Z"},
     .tag = UNIT_HOUR,
     .call = fn_add_unit},
    {{"addMinutes", 2, 3, "tit", "addMinutes(time, minutes, format?)",
      N_("The time so many minutes later."),
      "addMinutes('2018-03-15T00:10:00Z', 10)", "2018-03-15T00:20:00.0000000Z"},
     .tag = UNIT_MINUTE,
     .call = fn_add_unit},
    {{"addSeconds", 2, 3, "tit", "addSeconds(time, seconds, format?)",
      N_("The time so many seconds later."),
      "addSeconds('2018-03-15T00:00:30Z', -5)", "2018-03-15T00:00:25.0000000Z"},
     .tag = UNIT_SECOND,
     .call = fn_add_unit},
    {{"addToTime", 3, 4, "titt", "addToTime(time, interval, unit, format?)",
      N_("The time so many units later: Second, Minute, Hour, Day, Week, Month "
         "or Year."),
      "addToTime('2018-01-01T00:00:00Z', 1, 'Day', 'D')",
      "Tuesday, January 2, 2018"},
     .tag = 1,
     .call = fn_add},
    {{"subtractFromTime", 3, 4, "titt",
      "subtractFromTime(time, interval, unit, format?)",
      N_("The time so many units earlier."),
      "subtractFromTime('2018-01-02T00:00:00Z', 1, 'Day')",
      "2018-01-01T00:00:00.0000000Z"},
     .tag = -1,
     .call = fn_add},
    {{"getFutureTime", 2, 3, "itt", "getFutureTime(interval, unit, format?)",
      N_("The time so many units from now."), "getFutureTime(5, 'Day')", NULL},
     .tag = 1,
     .call = fn_from_now},
    {{"getPastTime", 2, 3, "itt", "getPastTime(interval, unit, format?)",
      N_("The time so many units ago."), "getPastTime(5, 'Day')", NULL},
     .tag = -1,
     .call = fn_from_now},
    {{"dayOfMonth", 1, 1, "t", "dayOfMonth(time)", N_("The day of the month."),
      "dayOfMonth('2018-03-15T13:27:36Z')", "15"},
     .tag = PART_DAY,
     .call = fn_part},
    {{"dayOfWeek", 1, 1, "t", "dayOfWeek(time)",
      N_("The day of the week; Sunday is 0."),
      "dayOfWeek('2018-03-15T13:27:36Z')", "4"},
     .tag = PART_WEEKDAY,
     .call = fn_part},
    {{"dayOfYear", 1, 1, "t", "dayOfYear(time)", N_("The day of the year."),
      "dayOfYear('2018-03-15T13:27:36Z')", "74"},
     .tag = PART_YEAR_DAY,
     .call = fn_part},
    {{"ticks", 1, 1, "t", "ticks(time)",
      N_("Steps of 100 ns since the first day of the year 1."),
      "ticks('2018-03-15T00:00:00Z')", "636566688000000000"},
     .tag = PART_TICKS,
     .call = fn_part},
    {{"startOfHour", 1, 2, "t", "startOfHour(time, format?)",
      N_("When the hour began."), "startOfHour('2018-03-15T13:30:30Z')",
      "2018-03-15T13:00:00.0000000Z"},
     .tag = START_HOUR,
     .call = fn_start},
    {{"startOfDay", 1, 2, "t", "startOfDay(time, format?)",
      N_("When the day began."), "startOfDay('2018-03-15T13:30:30Z')",
      "2018-03-15T00:00:00.0000000Z"},
     .tag = START_DAY,
     .call = fn_start},
    {{"startOfMonth", 1, 2, "t", "startOfMonth(time, format?)",
      N_("When the month began."),
      "startOfMonth('2018-03-15T13:30:30Z', 'yyyy-MM-dd')", "2018-03-01"},
     .tag = START_MONTH,
     .call = fn_start},
    {{"dateDifference", 2, 2, "t", "dateDifference(start, end)",
      N_("How long it is from the one to the other."),
      "dateDifference('2015-02-08', '2018-07-30')", "1268.00:00:00"},
     .call = fn_difference},
    {{"convertFromUtc", 2, 3, "t", "convertFromUtc(time, zone, format?)",
      N_("What clocks show there; zones as Windows or IANA name them."),
      "convertFromUtc('2018-01-01T08:00:00Z', 'Pacific Standard Time')", NULL},
     .call = fn_from_utc},
    {{"convertToUtc", 2, 3, "t", "convertToUtc(time, zone, format?)",
      N_("UTC of what clocks show there."),
      "convertToUtc('01/01/2018 00:00:00', 'Pacific Standard Time')", NULL},
     .call = fn_to_utc},
    {{"convertTimeZone", 3, 4, "t", "convertTimeZone(time, from, to, format?)",
      N_("What clocks show in one zone when those of another show that."),
      "convertTimeZone('2018-01-01T08:00:00Z', 'UTC', 'Pacific Standard "
      "Time')",
      NULL},
     .call = fn_between_zones},
    {{"parseDateTime", 1, 2, "t", "parseDateTime(text, language?)",
      N_("The time that the text is."), "parseDateTime('20/10/2014', 'fr-fr')",
      "2014-10-20T00:00:00.0000000"},
     .call = fn_parse},
    {.doc.name = NULL},
};
