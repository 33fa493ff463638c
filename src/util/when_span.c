/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/when.h"

#include <stdio.h>

#include "util/ascii.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

/* As large as a timespan of Kusto can be. */
#define MOST_DAYS INT64_C(10675199)

/* Every spelling; the first of each size is the one that is written. */
static const struct unit {
    struct str name;
    int64_t size;
} units[] = {
    {{"d", 1}, WHEN_DAY},
    {{"day", 3}, WHEN_DAY},
    {{"days", 4}, WHEN_DAY},
    {{"h", 1}, WHEN_HOUR},
    {{"hr", 2}, WHEN_HOUR},
    {{"hrs", 3}, WHEN_HOUR},
    {{"hour", 4}, WHEN_HOUR},
    {{"hours", 5}, WHEN_HOUR},
    {{"m", 1}, WHEN_MINUTE},
    {{"min", 3}, WHEN_MINUTE},
    {{"minute", 6}, WHEN_MINUTE},
    {{"minutes", 7}, WHEN_MINUTE},
    {{"s", 1}, WHEN_SECOND},
    {{"sec", 3}, WHEN_SECOND},
    {{"second", 6}, WHEN_SECOND},
    {{"seconds", 7}, WHEN_SECOND},
    {{"ms", 2}, 1},
    {{"milli", 5}, 1},
    {{"millis", 6}, 1},
    {{"millisecond", 11}, 1},
    {{"milliseconds", 12}, 1},
};

/* From which age on which unit is shown: never more than three digits. */
static const struct {
    int64_t from;
    int64_t unit;
    char mark;
} ages[] = {
    {365 * WHEN_DAY, 365 * WHEN_DAY, 'y'},
    {14 * WHEN_DAY, 7 * WHEN_DAY, 'w'},
    {WHEN_DAY, WHEN_DAY, 'd'},
    {WHEN_HOUR, WHEN_HOUR, 'h'},
    {WHEN_MINUTE, WHEN_MINUTE, 'm'},
    {WHEN_SECOND, WHEN_SECOND, 's'},
};

const char *when_age(int64_t span, char out[WHEN_TEXT_SIZE])
{
    size_t i;

    for (i = 0; i < ITEMS(ages); i++) {
        int64_t count = span / ages[i].unit;

        if (span < ages[i].from)
            continue;
        snprintf(out, WHEN_TEXT_SIZE, "%d%c", (int)(count > 999 ? 999 : count),
                 ages[i].mark);
        return out;
    }
    snprintf(out, WHEN_TEXT_SIZE, "now");
    return out;
}

/* Takes the digits that *rest begins with; how many says *count. */
static bool take_number(struct str *rest, int64_t *out, size_t *count)
{
    int64_t value = 0;
    size_t at = 0;

    for (; at < rest->len && ascii_is_digit(rest->at[at]); at++)
        if (at < 18)
            value = value * 10 + (rest->at[at] - '0');
    if (at == 0 || at > 18)
        return false;
    *out = value;
    *count = at;
    *rest = str_sub(*rest, at, rest->len);
    return true;
}

/* Of @value, written with @count digits behind the point, what @unit gives. */
static int64_t part_of(int64_t value, size_t count, int64_t unit)
{
    /* Nine digits and a day's milliseconds stay within 64 bits. */
    for (; count > 9; count--)
        value /= 10;
    for (value *= unit; count > 0; count--)
        value /= 10;
    return value;
}

static const struct unit *unit_of(struct str name)
{
    size_t i;

    for (i = 0; i < ITEMS(units); i++)
        if (str_eq_fold(units[i].name, name))
            return &units[i];
    return NULL;
}

/* "90m", "1.5h". */
static bool parse_unit(struct str text, int64_t *out)
{
    int64_t whole = 0, fraction = 0;
    size_t count = 0, places = 0;
    const struct unit *unit;

    if (!take_number(&text, &whole, &count))
        return false;
    if (str_starts(text, STR("."))) {
        text = str_sub(text, 1, text.len);
        if (!take_number(&text, &fraction, &places))
            return false;
    }
    unit = unit_of(str_trim(text));
    if (!unit || whole > MOST_DAYS * (WHEN_DAY / unit->size))
        return false;
    *out = whole * unit->size + part_of(fraction, places, unit->size);
    return true;
}

/* "02:03", "02:03:04", "02:03:04.567": what stands between the colons. */
static bool parse_clock(struct str text, int64_t *out)
{
    static const struct {
        int64_t most;
        int64_t size;
    } parts[] = {{23, WHEN_HOUR}, {59, WHEN_MINUTE}, {59, WHEN_SECOND}};
    int64_t span = 0, value;
    size_t count, i;

    for (i = 0; i < ITEMS(parts); i++) {
        if (!take_number(&text, &value, &count) || count > 2 ||
            value > parts[i].most)
            return false;
        span += value * parts[i].size;
        if (i > 0 && text.len == 0)
            break;
        if (i + 1 < ITEMS(parts)) {
            if (!str_starts(text, STR(":")))
                return false;
            text = str_sub(text, 1, text.len);
        }
    }
    if (str_starts(text, STR("."))) {
        text = str_sub(text, 1, text.len);
        if (!take_number(&text, &value, &count))
            return false;
        span += part_of(value, count, WHEN_SECOND);
    }
    *out = span;
    return text.len == 0;
}

/* "1.02:03:04", "02:03:04". */
static bool parse_colons(struct str text, int64_t *out)
{
    size_t point = str_find_char(text, '.');
    int64_t days = 0, clock = 0;
    size_t count;

    if (point < str_find_char(text, ':')) {
        if (!take_number(&text, &days, &count) || days > MOST_DAYS ||
            !str_starts(text, STR(".")))
            return false;
        text = str_sub(text, 1, text.len);
    }
    if (!parse_clock(text, &clock))
        return false;
    *out = days * WHEN_DAY + clock;
    return true;
}

bool when_span_parse(struct str text, int64_t *out)
{
    bool negative;
    int64_t span = 0;

    text = str_trim(text);
    negative = str_starts(text, STR("-"));
    if (negative)
        text = str_sub(text, 1, text.len);
    if (str_find_char(text, ':') == STR_NOWHERE ? !parse_unit(text, &span)
                                                : !parse_colons(text, &span))
        return false;
    *out = negative ? -span : span;
    return true;
}

bool when_end_parse(struct str text, int64_t now, int64_t *out)
{
    int64_t span;

    text = str_trim(text);
    if (!when_span_parse(text, &span))
        return when_parse(text, out);
    *out = now + span;
    return true;
}

const char *when_span(int64_t span, char out[WHEN_TEXT_SIZE])
{
    const struct unit *unit = unit_of(STR("s"));
    size_t i;

    for (i = 0; i < ITEMS(units) && span != 0; i++) {
        unit = &units[i];
        if (span % unit->size == 0)
            break;
    }
    snprintf(out, WHEN_TEXT_SIZE, "%lld%s", (long long)(span / unit->size),
             unit->name.at);
    return out;
}
