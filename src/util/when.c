/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/when.h"

#include <stdio.h>
#include <time.h>

/* The parts of a moment, UTC; days count from 1970-01-01. */
struct civil {
    int64_t year;
    unsigned month; /* 1 to 12 */
    unsigned day;   /* 1 to 31 */
};

/*
 * Days from the civil calendar and back, after the well-known reckoning in
 * eras of 400 years that begin on 1 March: exact for every int64_t of
 * milliseconds, with no table of months and no time zone.
 */
static int64_t days_of(struct civil c)
{
    int64_t year = c.year - (c.month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t month = (int64_t)c.month + (c.month > 2 ? -3 : 9);
    int64_t of_year = (153 * month + 2) / 5 + (int64_t)c.day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           719468;
}

static struct civil civil_of(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t of_era = z - era * 146097;
    int64_t year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    int64_t day = of_year - (153 * month + 2) / 5 + 1;

    month += month < 10 ? 3 : -9;
    return (struct civil){
        .year = year + era * 400 + (month <= 2),
        .month = (unsigned)month,
        .day = (unsigned)day,
    };
}

static unsigned month_length(struct civil c)
{
    static const unsigned char length[] = {31, 28, 31, 30, 31, 30,
                                           31, 31, 30, 31, 30, 31};
    bool leap = c.year % 4 == 0 && (c.year % 100 != 0 || c.year % 400 == 0);

    return length[c.month - 1] + (c.month == 2 && leap ? 1u : 0u);
}

static int64_t read_clock(clockid_t id)
{
    struct timespec now;

    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * WHEN_SECOND + now.tv_nsec / 1000000;
}

int64_t when_now(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t when_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

/* Takes exactly @count digits off *rest. */
static bool take_digits(struct str *rest, size_t count, unsigned *out)
{
    unsigned value = 0;
    size_t i;

    if (rest->len < count)
        return false;
    for (i = 0; i < count; i++) {
        unsigned digit = (unsigned)(unsigned char)rest->at[i] - '0';

        if (digit > 9)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    rest->at += count;
    rest->len -= count;
    return true;
}

static bool take_char(struct str *rest, char c)
{
    if (rest->len == 0 || rest->at[0] != c)
        return false;
    rest->at++;
    rest->len--;
    return true;
}

static bool take_date(struct str *rest, int64_t *days)
{
    struct civil c = {0};
    unsigned year;

    if (!take_digits(rest, 4, &year) || !take_char(rest, '-') ||
        !take_digits(rest, 2, &c.month) || !take_char(rest, '-') ||
        !take_digits(rest, 2, &c.day))
        return false;
    c.year = year;
    if (year < 1 || c.month < 1 || c.month > 12 || c.day < 1 ||
        c.day > month_length(c))
        return false;
    *days = days_of(c);
    return true;
}

/* What stands behind the point, 0 to 9 digits, cut to milliseconds. */
static bool take_fraction(struct str *rest, int64_t *ms)
{
    int64_t scale = 100;
    unsigned digit;
    size_t count;

    for (count = 0; take_digits(rest, 1, &digit); count++) {
        *ms += digit * scale;
        scale /= 10;
    }
    return count <= 9;
}

/* HH:MM, HH:MM:SS or HH:MM:SS.fff; a leap second counts as the next one. */
static bool take_time(struct str *rest, int64_t *ms)
{
    unsigned hour, minute, second = 0;

    if (!take_digits(rest, 2, &hour) || !take_char(rest, ':') ||
        !take_digits(rest, 2, &minute))
        return false;
    if (take_char(rest, ':') && !take_digits(rest, 2, &second))
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    *ms = hour * WHEN_HOUR + minute * WHEN_MINUTE + second * WHEN_SECOND;
    return !take_char(rest, '.') || take_fraction(rest, ms);
}

/* Z, +HH:MM, +HHMM, +HH or nothing. */
static bool take_zone(struct str *rest, int64_t *ms)
{
    unsigned hour, minute = 0;
    int direction;

    if (rest->len == 0 || take_char(rest, 'Z') || take_char(rest, 'z'))
        return true;
    direction = take_char(rest, '+') ? 1 : take_char(rest, '-') ? -1 : 0;
    if (direction == 0 || !take_digits(rest, 2, &hour))
        return false;
    if ((take_char(rest, ':') || rest->len > 0) &&
        !take_digits(rest, 2, &minute))
        return false;
    if (hour > 23 || minute > 59)
        return false;
    *ms = direction * (hour * WHEN_HOUR + minute * WHEN_MINUTE);
    return true;
}

bool when_parse(struct str text, int64_t *out)
{
    struct str rest = str_trim(text);
    int64_t days = 0, time = 0, zone = 0;

    if (!take_date(&rest, &days))
        return false;
    if (rest.len > 0) {
        if (!take_char(&rest, 'T') && !take_char(&rest, 't') &&
            !take_char(&rest, ' '))
            return false;
        if (!take_time(&rest, &time))
            return false;
        /* SQL puts a space before the zone. */
        if (take_char(&rest, ' ') && rest.len == 0)
            return false;
        if (!take_zone(&rest, &zone) || rest.len > 0)
            return false;
    }
    *out = days * WHEN_DAY + time - zone;
    if (days * WHEN_DAY + time == days_of((struct civil){1, 1, 1}) * WHEN_DAY)
        *out = 0;
    return true;
}

/* Days since 1970 and the milliseconds of that day, never negative. */
static int64_t split_days(int64_t moment, int64_t *rest)
{
    int64_t days = moment / WHEN_DAY;

    *rest = moment % WHEN_DAY;
    if (*rest < 0) {
        *rest += WHEN_DAY;
        days--;
    }
    return days;
}

const char *when_iso(int64_t moment, char out[WHEN_TEXT_SIZE])
{
    int64_t ms;
    struct civil c = civil_of(split_days(moment, &ms));
    int second = (int)(ms / WHEN_SECOND);
    int len;

    out[0] = '\0';
    if (moment == 0)
        return out;
    len = snprintf(out, WHEN_TEXT_SIZE, "%04lld-%02u-%02uT%02d:%02d:%02d",
                   (long long)c.year, c.month, c.day, second / 3600,
                   second / 60 % 60, second % 60);
    if (ms % WHEN_SECOND)
        len += snprintf(out + len, WHEN_TEXT_SIZE - (size_t)len, ".%03d",
                        (int)(ms % WHEN_SECOND));
    snprintf(out + len, WHEN_TEXT_SIZE - (size_t)len, "Z");
    return out;
}

/* False for 0 and for what no calendar of the C library can hold. */
static bool break_down(int64_t moment, bool utc, struct tm *out)
{
    int64_t ms;
    int64_t days = split_days(moment, &ms);
    time_t seconds =
        (time_t)(days * (WHEN_DAY / WHEN_SECOND) + ms / WHEN_SECOND);

    return moment != 0 && (utc ? gmtime_r : localtime_r)(&seconds, out);
}

const char *when_local(int64_t moment, bool utc, char out[WHEN_TEXT_SIZE])
{
    struct tm tm;

    out[0] = '\0';
    if (break_down(moment, utc, &tm))
        strftime(out, WHEN_TEXT_SIZE, "%Y-%m-%d %H:%M:%S", &tm);
    return out;
}

const char *when_clock(int64_t moment, bool utc, char out[WHEN_TEXT_SIZE])
{
    struct tm tm;

    out[0] = '\0';
    if (break_down(moment, utc, &tm))
        strftime(out, WHEN_TEXT_SIZE, "%H:%M:%S", &tm);
    return out;
}
