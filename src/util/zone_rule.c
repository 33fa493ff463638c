/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zone_rule.c - the rule at the end of a compiled zone; see zone_part.h.
 */
#include "util/zone_part.h"

#include "util/ascii.h"

#define DAY 86400

static bool take_char(struct str *text, char c)
{
    if (text->len == 0 || text->at[0] != c)
        return false;
    *text = str_sub(*text, 1, text->len);
    return true;
}

static bool is_digit(struct str text)
{
    return text.len > 0 && ascii_is_digit(text.at[0]);
}

/* Digits from 0 to @most. */
static bool take_number(struct str *text, int most, int *out)
{
    int value = 0;

    if (!is_digit(*text))
        return false;
    while (is_digit(*text)) {
        value = value * 10 + (text->at[0] - '0');
        if (value > most)
            return false;
        *text = str_sub(*text, 1, text->len);
    }
    *out = value;
    return true;
}

/* "CET" or "<+0330>". */
static bool take_name(struct str *text)
{
    bool quoted = take_char(text, '<');
    size_t len = 0;

    for (; len < text->len; len++) {
        char c = text->at[len];
        bool sign = ascii_is_digit(c) || c == '+' || c == '-';

        if (!ascii_is_letter(c) && !(quoted && sign))
            break;
    }
    *text = str_sub(*text, len, text->len);
    return len >= 3 && (!quoted || take_char(text, '>'));
}

/* "[+-]hh[:mm[:ss]]". */
static bool take_time(struct str *text, int *out)
{
    bool negative = take_char(text, '-');
    int hour, minute = 0, second = 0;

    if (!negative)
        take_char(text, '+');
    if (!take_number(text, 167, &hour))
        return false;
    if (take_char(text, ':') && !take_number(text, 59, &minute))
        return false;
    if (take_char(text, ':') && !take_number(text, 59, &second))
        return false;
    *out = (hour * 60 + minute) * 60 + second;
    if (negative)
        *out = -*out;
    return true;
}

static bool take_month(struct str *text, struct zone_turn *out)
{
    out->kind = TURN_MONTH;
    return take_number(text, 12, &out->month) && out->month > 0 &&
           take_char(text, '.') && take_number(text, 5, &out->week) &&
           out->week > 0 && take_char(text, '.') &&
           take_number(text, 6, &out->day);
}

/* ",M3.5.0/2". */
static bool take_turn(struct str *text, struct zone_turn *out)
{
    bool ok;

    if (!take_char(text, ','))
        return false;
    if (take_char(text, 'M')) {
        ok = take_month(text, out);
    } else {
        out->kind = take_char(text, 'J') ? TURN_JULIAN : TURN_DAY;
        ok = take_number(text, 365, &out->day) &&
             (out->kind == TURN_DAY || out->day > 0);
    }
    out->second = 2 * 3600;
    return ok && (!take_char(text, '/') || take_time(text, &out->second));
}

bool zone_rule_parse(struct str text, struct zone_rule *out)
{
    struct zone_rule rule = {0};
    int west;

    if (!take_name(&text) || !take_time(&text, &west))
        return false;
    rule.standard = -west;
    if (text.len > 0) {
        if (!take_name(&text))
            return false;
        rule.summer = rule.standard + 3600;
        if (text.len > 0 && text.at[0] != ',') {
            if (!take_time(&text, &west))
                return false;
            rule.summer = -west;
        }
        rule.turns = true;
        if (!take_turn(&text, &rule.start) || !take_turn(&text, &rule.end))
            return false;
    }
    *out = rule;
    return text.len == 0;
}

static bool leap_year(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from 1970-01-01 to the first of January. */
static int64_t year_day(int64_t year)
{
    int64_t y = year - 1;

    return 365 * (year - 1970) + (y / 4 - y / 100 + y / 400) - 477;
}

static int64_t year_of(int64_t day)
{
    int64_t year = 1970 + day / 366;

    while (year_day(year + 1) <= day)
        year++;
    while (year_day(year) > day)
        year--;
    return year;
}

/* The day that "the fifth Sunday of March" is. */
static int64_t month_day(const struct zone_turn *turn, int64_t year)
{
    static const int before[] = {0,   31,  59,  90,  120, 151, 181,
                                 212, 243, 273, 304, 334, 365};
    bool leap = leap_year(year);
    int64_t first =
        year_day(year) + before[turn->month - 1] + (leap && turn->month > 2);
    int length = before[turn->month] - before[turn->month - 1] +
                 (leap && turn->month == 2);
    /* 1970-01-01 was a Thursday. */
    int weekday = (int)(((first + 4) % 7 + 7) % 7);
    int day = (turn->day - weekday + 7) % 7 + (turn->week - 1) * 7;

    while (day >= length)
        day -= 7;
    return first + day;
}

/* The second, on the clock that goes before the turn. */
static int64_t turn_second(const struct zone_turn *turn, int64_t year)
{
    int64_t day = year_day(year) + turn->day;

    if (turn->kind == TURN_MONTH)
        day = month_day(turn, year);
    else if (turn->kind == TURN_JULIAN && (!leap_year(year) || turn->day < 60))
        day--;
    return day * DAY + turn->second;
}

int zone_rule_offset(const struct zone_rule *rule, int64_t second)
{
    int64_t local = second + rule->standard;
    int64_t day = local / DAY - (local % DAY < 0);
    int64_t year, start, end;
    bool summer;

    if (!rule->turns)
        return rule->standard;
    /* What is no moment of a calendar has no summer. */
    if (day < -INT64_C(1000000) || day > INT64_C(100000000))
        return rule->standard;
    year = year_of(day);
    start = turn_second(&rule->start, year) - rule->standard;
    end = turn_second(&rule->end, year) - rule->summer;
    summer = start < end ? second >= start && second < end
                         : second >= start || second < end;
    return summer ? rule->summer : rule->standard;
}
