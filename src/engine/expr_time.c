/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/expr_time.h"

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
static const char *const weekdays[] = {"Sunday",    "Monday",   "Tuesday",
                                       "Wednesday", "Thursday", "Friday",
                                       "Saturday"};

const char *stamp_month(int month)
{
    return months[month - 1];
}

const char *stamp_weekday(int day)
{
    return weekdays[day];
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int stamp_month_length(int64_t year, int month)
{
    static const unsigned char length[] = {31, 28, 31, 30, 31, 30,
                                           31, 31, 30, 31, 30, 31};

    return length[month - 1] + (month == 2 && is_leap(year));
}

/* Days before that year, from 0001-01-01 on. */
static int64_t days_before(int64_t year)
{
    int64_t y = year - 1;

    return y * 365 + y / 4 - y / 100 + y / 400;
}

bool stamp_of(int64_t year, int month, int day, int64_t rest, int64_t *ticks)
{
    int64_t days;

    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > stamp_month_length(year, month))
        return false;
    days = days_before(year) + day - 1;
    for (int m = 1; m < month; m++)
        days += stamp_month_length(year, m);
    *ticks = days * STAMP_DAY + rest;
    return true;
}

struct stamp_parts stamp_parts(struct stamp stamp)
{
    int64_t days = stamp.ticks / STAMP_DAY;
    int64_t year = days / 366 + 1;
    struct stamp_parts parts = {
        .month = 1,
        .weekday = (int)((days + 1) % 7),
        .rest = stamp.ticks % STAMP_DAY,
    };

    while (days_before(year + 1) <= days)
        year++;
    days -= days_before(year);
    parts.year = (int)year;
    parts.year_day = (int)days + 1;
    while (days >= stamp_month_length(year, parts.month))
        days -= stamp_month_length(year, parts.month++);
    parts.day = (int)days + 1;
    return parts;
}

/* ---- reading --------------------------------------------------------------*/

static void take_spaces(struct str *rest)
{
    while (rest->len > 0 && (*rest->at == ' ' || *rest->at == '\t'))
        *rest = str_sub(*rest, 1, rest->len);
}

/* Takes a number of 1 to @most digits; answers how many, 0 for none. */
static size_t take_number(struct str *rest, size_t most, int *out)
{
    size_t n = 0;
    int value = 0;

    while (n < rest->len && rest->at[n] >= '0' && rest->at[n] <= '9') {
        if (n == most)
            return 0;
        value = value * 10 + (rest->at[n++] - '0');
    }
    *rest = str_sub(*rest, n, rest->len);
    *out = value;
    return n;
}

static bool take_text(struct str *rest, const char *text)
{
    if (!str_starts_fold(*rest, str_of(text)))
        return false;
    *rest = str_sub(*rest, str_of(text).len, rest->len);
    return true;
}

/* One of the names, whole or by its first three letters; -1: none. */
static int take_name(struct str *rest, const char *const *names, int n)
{
    for (int i = 0; i < n; i++) {
        struct str name = str_of(names[i]);

        if (take_text(rest, names[i]))
            return i;
        if (str_starts_fold(*rest, str_sub(name, 0, 3)) &&
            (rest->len == 3 || (rest->at[3] | 0x20) < 'a' ||
             (rest->at[3] | 0x20) > 'z')) {
            *rest = str_sub(*rest, 3, rest->len);
            return i;
        }
    }
    return -1;
}

struct reading {
    struct str rest;
    int year, month, day;
    int64_t time;
    int64_t offset;
    bool zoned;
};

/* 2018-03-15, 2018/3/15, 2018-03 */
static bool read_year_first(struct reading *r)
{
    bool slash = take_text(&r->rest, "/");

    r->day = 1;
    if ((!slash && !take_text(&r->rest, "-")) ||
        !take_number(&r->rest, 2, &r->month))
        return false;
    if (take_text(&r->rest, slash ? "/" : "-"))
        return take_number(&r->rest, 2, &r->day) > 0;
    return true;
}

static bool read_year(struct reading *r)
{
    size_t n = take_number(&r->rest, 4, &r->year);

    /* As .NET has it, until 2049. */
    if (n == 2)
        r->year += r->year < 50 ? 2000 : 1900;
    return n == 4 || n == 2;
}

/* 3/15/2018 behind its month, or 15 Mar 2018 behind its day. */
static bool read_short(struct reading *r, int first)
{
    bool slash = take_text(&r->rest, "/");

    if (slash || take_text(&r->rest, "-")) {
        r->month = first;
        return take_number(&r->rest, 2, &r->day) &&
               take_text(&r->rest, slash ? "/" : "-") && read_year(r);
    }
    take_spaces(&r->rest);
    r->day = first;
    r->month = take_name(&r->rest, months, 12) + 1;
    take_text(&r->rest, ",");
    take_spaces(&r->rest);
    return r->month > 0 && read_year(r);
}

static bool read_date(struct reading *r)
{
    int first;
    size_t n;

    if (take_name(&r->rest, weekdays, 7) >= 0) {
        take_text(&r->rest, ",");
        take_spaces(&r->rest);
    }
    r->month = take_name(&r->rest, months, 12) + 1;
    if (r->month > 0) {
        take_spaces(&r->rest);
        n = take_number(&r->rest, 2, &r->day);
        take_text(&r->rest, ",");
        take_spaces(&r->rest);
        return n > 0 && read_year(r);
    }
    n = take_number(&r->rest, 4, &first);
    if (n == 4) {
        r->year = first;
        return read_year_first(r);
    }
    return (n == 1 || n == 2) && read_short(r, first);
}

static bool read_fraction(struct reading *r)
{
    int64_t unit = STAMP_SECOND / 10;
    size_t n = 0;

    while (n < r->rest.len && r->rest.at[n] >= '0' && r->rest.at[n] <= '9') {
        r->time += unit * (r->rest.at[n++] - '0');
        unit /= 10;
    }
    r->rest = str_sub(r->rest, n, r->rest.len);
    return n > 0;
}

static bool read_time(struct reading *r)
{
    int hour, minute, second = 0;
    bool pm, half;

    if (!take_number(&r->rest, 2, &hour) || !take_text(&r->rest, ":") ||
        !take_number(&r->rest, 2, &minute))
        return false;
    if (take_text(&r->rest, ":") && !take_number(&r->rest, 2, &second))
        return false;
    if (take_text(&r->rest, ".") && !read_fraction(r))
        return false;
    take_spaces(&r->rest);
    pm = take_text(&r->rest, "PM");
    half = pm || take_text(&r->rest, "AM");
    if (hour > 23 || minute > 59 || second > 59 ||
        (half && (hour < 1 || hour > 12)))
        return false;
    if (half)
        hour = hour % 12 + (pm ? 12 : 0);
    r->time +=
        hour * STAMP_HOUR + minute * STAMP_MINUTE + second * STAMP_SECOND;
    return true;
}

static bool read_zone(struct reading *r)
{
    int hours, minutes = 0;
    bool minus;
    size_t n;

    take_spaces(&r->rest);
    r->zoned = r->rest.len > 0;
    if (!r->zoned || take_text(&r->rest, "Z") || take_text(&r->rest, "GMT") ||
        take_text(&r->rest, "UTC"))
        return r->rest.len == 0;
    minus = str_starts(r->rest, STR("-"));
    if (!take_text(&r->rest, "+") && !take_text(&r->rest, "-"))
        return false;
    n = take_number(&r->rest, 4, &hours);
    if (n == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (n > 2 || n == 0) {
        return false;
    } else if (take_text(&r->rest, ":") &&
               take_number(&r->rest, 2, &minutes) != 2) {
        return false;
    }
    r->offset = hours * STAMP_HOUR + minutes * STAMP_MINUTE;
    if (minus)
        r->offset = -r->offset;
    return hours <= 14 && minutes < 60 && r->rest.len == 0;
}

bool stamp_read(struct str text, struct stamp *out)
{
    struct reading r = {.rest = str_trim(text)};
    struct stamp stamp;

    if (!read_date(&r))
        return false;
    if (!take_text(&r.rest, "T"))
        take_spaces(&r.rest);
    if (r.rest.len > 0 && *r.rest.at >= '0' && *r.rest.at <= '9' &&
        !read_time(&r))
        return false;
    if (!read_zone(&r) ||
        !stamp_of(r.year, r.month, r.day, r.time, &stamp.ticks))
        return false;
    stamp.ticks -= r.offset;
    stamp.utc = r.zoned;
    if (stamp.ticks < 0 || stamp.ticks >= STAMP_END)
        return false;
    *out = stamp;
    return true;
}
