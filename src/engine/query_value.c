/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_value.c - compares one value with the literals of a probe.
 */
#include "engine/query_part.h"

#include <inttypes.h>
#include <stdio.h>

#include "util/when.h"

/* Values are shown to a person: so much is enough to see why. */
#define FOUND_MOST  240
#define NUMBER_SIZE 40

enum meet { MEET_NO, MEET_YES, MEET_MISTYPED };

/* One value as it came, and as text. */
struct value {
    struct str text;
    const struct json *json; /* NULL: it came as text */
    char spelling[NUMBER_SIZE];
};

void tally_init(struct tally *tally, const struct probe *probe,
                struct buf *found)
{
    *tally = (struct tally){.probe = probe, .found = found, .most = FOUND_MOST};
}

static unsigned order_real(double a, double b)
{
    return a < b ? ORDER_BELOW : a > b ? ORDER_ABOVE : a == b ? ORDER_SAME : 0;
}

static bool order_number(const struct value *value,
                         const struct literal *literal, unsigned *out)
{
    int64_t whole;
    double real;

    if (value->json && json_type(value->json) == JSON_BOOL)
        return false;
    if (literal->whole && str_int(value->text, &whole))
        *out = order_of(whole, literal->number);
    else if (str_real(value->text, &real))
        *out = order_real(real, literal->real);
    else
        return false;
    return true;
}

static bool order_time(const struct value *value, const struct literal *literal,
                       unsigned *out)
{
    int64_t when;

    if (!when_parse(value->text, &when) || when == 0)
        return false;
    *out = order_of(when, literal->number);
    return true;
}

static bool order_span(const struct value *value, const struct literal *literal,
                       unsigned *out)
{
    int64_t span;

    if (!when_span_parse(value->text, &span))
        return false;
    *out = order_of(span, literal->number);
    return true;
}

static bool order_bool(const struct value *value, const struct literal *literal,
                       unsigned *out)
{
    bool yes = str_eq_fold(value->text, STR("true"));

    if (!yes && !str_eq_fold(value->text, STR("false")))
        return false;
    *out = order_of(yes, literal->number);
    return true;
}

static bool order_text(const struct value *value, const struct literal *literal,
                       unsigned *out)
{
    *out = order_of(str_cmp(value->text, literal->text), 0);
    return true;
}

static bool order_rank(const struct value *value, const struct literal *literal,
                       unsigned *out)
{
    enum severity severity;

    if (!severity_parse(value->text, &severity))
        return false;
    *out = order_of(severity, literal->number);
    return true;
}

/* False: the value cannot be read as the literal's type. */
static bool (*const orders[LITERAL_TYPE_N])(const struct value *value,
                                            const struct literal *literal,
                                            unsigned *out) = {
    [LITERAL_TEXT] = order_text, [LITERAL_NUMBER] = order_number,
    [LITERAL_BOOL] = order_bool, [LITERAL_TIME] = order_time,
    [LITERAL_SPAN] = order_span,
};

static bool order(const struct probe *probe, const struct value *value,
                  const struct literal *literal, unsigned *out)
{
    if (probe->ranked)
        return order_rank(value, literal, out);
    return orders[literal->type](value, literal, out);
}

static enum meet meet_any(const struct probe *probe, const struct value *value)
{
    enum meet best = MEET_MISTYPED;

    if (ranges_hold(probe->ranges, probe->n_ranges, value->text))
        return MEET_YES;
    if (probe->set)
        return map_find(probe->set, value->text) != MAP_NONE;
    for (size_t i = 0; i < probe->n_values; i++) {
        const struct literal *literal = &probe->values[i];
        unsigned found;

        if (literal->type == LITERAL_TEXT) {
            if (op_finds(probe->row, value->text, literal->text))
                return MEET_YES;
            best = MEET_NO;
        } else if (order(probe, value, literal, &found)) {
            if (found == ORDER_SAME)
                return MEET_YES;
            best = MEET_NO;
        }
    }
    return best;
}

static enum meet meet_order(const struct probe *probe,
                            const struct value *value)
{
    unsigned found;

    if (!order(probe, value, &probe->values[0], &found))
        return MEET_MISTYPED;
    return (found & probe->row->accepts) != 0;
}

static enum meet meet_between(const struct probe *probe,
                              const struct value *value)
{
    unsigned low, high;

    if (!order(probe, value, &probe->values[0], &low) ||
        !order(probe, value, &probe->values[1], &high))
        return MEET_MISTYPED;
    return (low & (ORDER_SAME | ORDER_ABOVE)) &&
           (high & (ORDER_SAME | ORDER_BELOW));
}

/* A pattern that gives up has not matched: the trace calls it mistyped. */
static enum meet meet_regex(const struct probe *probe,
                            const struct value *value)
{
    enum regex_answer answer = regex_ask(probe->regex, value->text);

    return answer == REGEX_GAVE_UP ? MEET_MISTYPED : answer == REGEX_YES;
}

static enum meet meet_range(const struct probe *probe,
                            const struct value *value)
{
    uint32_t address, mask;

    if (!ipv4_parse(value->text, &address, &mask))
        return MEET_MISTYPED;
    mask &= probe->netmask;
    return (address & mask) == (probe->network & mask) &&
           mask == probe->netmask;
}

static enum meet meet_empty(const struct probe *probe,
                            const struct value *value)
{
    (void)probe;
    return str_empty(value->text);
}

static enum meet (*const meets[HOW_N])(const struct probe *probe,
                                       const struct value *value) = {
    [HOW_SAME] = meet_any,        [HOW_ORDER] = meet_order,
    [HOW_BETWEEN] = meet_between, [HOW_HOLDS] = meet_any,
    [HOW_WORD] = meet_any,        [HOW_STARTS] = meet_any,
    [HOW_ENDS] = meet_any,        [HOW_REGEX] = meet_regex,
    [HOW_EMPTY] = meet_empty,     [HOW_RANGE] = meet_range,
};

static void put_found(const struct tally *tally, struct str text)
{
    struct buf *found = tally->found;

    if (!found || found->len >= tally->most)
        return;
    if (found->len > 0)
        buf_text(found, ", ");
    buf_str(found, str_sub(text, 0, tally->most));
}

/* An object that is not searched. */
static void put_object(const struct tally *tally, const struct json *object)
{
    struct buf text;

    if (!tally->whole) {
        put_found(tally, STR("{…}"));
        return;
    }
    buf_init(&text);
    json_put_text(object, &text);
    put_found(tally, buf_view(&text));
    buf_done(&text);
}

static void tally_value(struct tally *tally, const struct value *value)
{
    const struct probe *probe = tally->probe;
    enum meet meet;

    put_found(tally, value->text);
    if (probe->row->how == HOW_EMPTY) {
        tally->any |= !str_empty(value->text);
        return;
    }
    tally->any = true;
    if (tally->hit)
        return;
    meet = meets[probe->row->how](probe, value);
    tally->readable |= meet != MEET_MISTYPED;
    tally->hit = meet == MEET_YES;
}

void tally_text(struct tally *tally, struct str text)
{
    tally_value(tally, &(struct value){.text = text});
}

static struct str spell(const struct json *json, char out[NUMBER_SIZE])
{
    int64_t whole;
    double real = 0;
    bool yes = false;

    switch (json_type(json)) {
    case JSON_TEXT:
        return json_text(json);
    case JSON_BOOL:
        json_bool(json, &yes);
        return yes ? STR("true") : STR("false");
    case JSON_INT:
        if (json_int(json, &whole)) {
            snprintf(out, NUMBER_SIZE, "%" PRId64, whole);
            return str_of(out);
        }
        /* fall through */
    default:
        json_real(json, &real);
        snprintf(out, NUMBER_SIZE, "%.15g", real);
        return str_of(out);
    }
}

/* What a search may find in an object: the names and all that is in it, as in
 * its text. */
static void tally_inside(struct tally *tally, const struct json *object)
{
    enum how how = tally->probe->row->how;
    bool inside = how == HOW_HOLDS || how == HOW_WORD || how == HOW_REGEX;
    struct json_each each = json_each(object);

    if (!inside) {
        tally->any |= json_length(object) > 0 || how != HOW_EMPTY;
        if (tally->found)
            put_object(tally, object);
        return;
    }
    while (json_next(&each)) {
        tally_text(tally, str_of(each.name));
        tally_json(tally, each.value);
    }
}

void tally_json(struct tally *tally, const struct json *json)
{
    struct json_each each = json_each(json);
    struct value value = {.json = json};

    switch (json_type(json)) {
    case JSON_NULL:
        return;
    case JSON_ARRAY:
        while (json_next(&each))
            tally_json(tally, each.value);
        return;
    case JSON_OBJECT:
        tally_inside(tally, json);
        return;
    default:
        value.text = spell(json, value.spelling);
        tally_value(tally, &value);
    }
}

enum answer tally_answer(const struct tally *tally)
{
    const struct op_row *row = tally->probe->row;

    if (row->how == HOW_EMPTY && row->negative)
        return tally->any ? ANSWER_YES : ANSWER_ABSENT;
    if (row->how == HOW_EMPTY)
        return tally->any ? ANSWER_NO : ANSWER_YES;
    if (!tally->any)
        return ANSWER_ABSENT;
    if (!tally->readable)
        return ANSWER_MISTYPED;
    return tally->hit != row->negative ? ANSWER_YES : ANSWER_NO;
}
