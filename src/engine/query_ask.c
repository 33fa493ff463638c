/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_ask.c - asks a probe about a text, a number or an event.
 */
#include "engine/query_part.h"

#include "util/when.h"

static const char *const answers[ANSWER_N] = {
    [ANSWER_YES] = "yes",
    [ANSWER_NO] = "no",
    [ANSWER_ABSENT] = "absent",
    [ANSWER_MISTYPED] = "mistyped",
};

const char *answer_name(enum answer answer)
{
    return answers[answer];
}

static const enum probe_shape shapes[PLACE_N] = {
    [PLACE_COLUMN] = PROBE_TEXT,   [PLACE_PART] = PROBE_TEXT,
    [PLACE_NUMBER] = PROBE_NUMBER, [PLACE_PATH] = PROBE_BODY,
    [PLACE_ENTITY] = PROBE_BODY,
};

enum probe_shape probe_shape(const struct probe *probe)
{
    return shapes[probe->property.place];
}

enum event_column probe_column(const struct probe *probe)
{
    return probe->property.place == PLACE_PART ? COLUMN_RESOURCE
                                               : probe->property.column;
}

enum event_number probe_number(const struct probe *probe)
{
    return probe->property.number;
}

int64_t event_number(const struct event *event, enum event_number number)
{
    switch (number) {
    case NUMBER_KIND:
        return event->kind;
    case NUMBER_SEVERITY:
        return event->severity;
    case NUMBER_AUTO:
        return event->automation;
    case NUMBER_FLAGS:
        return event->flags;
    case NUMBER_TIME:
        return event->time;
    default:
        return event->acknowledged;
    }
}

struct str resource_part(struct str id, enum resource_part part)
{
    struct resource resource;

    resource_parse(id, &resource);
    switch (part) {
    case PART_NAME:
        return resource.name;
    case PART_GROUP:
        return resource.group;
    case PART_TYPE:
        return resource.type;
    default:
        return resource.subscription;
    }
}

/* Between what several values stand in one column; 0: there is one. */
static const char separators[EVENT_COLUMN_N] = {
    [COLUMN_TAGS] = ' ',
    [COLUMN_TACTIC] = ',',
};

struct column_each column_each(enum event_column column, struct str text)
{
    return (struct column_each){.rest = text, .separator = separators[column]};
}

bool column_next(struct column_each *each, struct str *out)
{
    if (!each->separator) {
        *out = each->rest;
        each->rest = STR_NONE;
        return !str_empty(*out);
    }
    while (str_cut(&each->rest, each->separator, out)) {
        *out = str_trim(*out);
        if (!str_empty(*out))
            return true;
    }
    return false;
}

static void tally_column(struct tally *tally, struct str text)
{
    const struct property *property = &tally->probe->property;
    struct column_each each = column_each(property->column, text);
    struct str value;

    if (property->place == PLACE_PART) {
        each =
            (struct column_each){.rest = resource_part(text, property->part)};
    }
    while (column_next(&each, &value))
        tally_text(tally, value);
}

enum answer probe_ask_text(const struct probe *probe, struct str text)
{
    struct tally tally;

    tally_init(&tally, probe, NULL);
    tally_column(&tally, text);
    return tally_answer(&tally);
}

static enum answer ask_mask(const struct probe *probe, int64_t number)
{
    const struct property *property = &probe->property;
    bool empty = probe->row->how == HOW_EMPTY && !probe->row->negative;

    if (property->number == NUMBER_SEVERITY && number == SEVERITY_NONE)
        return empty ? ANSWER_YES : ANSWER_ABSENT;
    if (property->yesno)
        number = (property->number == NUMBER_FLAGS ? number & property->flag
                                                   : number) != 0;
    if (number < 0 || number >= 32)
        return ANSWER_NO;
    return probe->mask >> number & 1 ? ANSWER_YES : ANSWER_NO;
}

static bool moment_meets(const struct probe *probe, int64_t moment)
{
    const struct literal *values = probe->values;

    switch (probe->row->how) {
    case HOW_ORDER:
        return order_of(moment, values[0].number) & probe->row->accepts;
    case HOW_BETWEEN:
        return moment >= values[0].number && moment <= values[1].number;
    default:
        for (size_t i = 0; i < probe->n_values; i++) {
            if (moment == values[i].number)
                return true;
        }
        return false;
    }
}

enum answer probe_ask_int(const struct probe *probe, int64_t number)
{
    const struct op_row *row = probe->row;

    if (probe->masked)
        return ask_mask(probe, number);
    if (row->how == HOW_EMPTY)
        return (number == 0) != row->negative ? ANSWER_YES
               : row->negative                ? ANSWER_ABSENT
                                              : ANSWER_NO;
    if (number == 0)
        return ANSWER_ABSENT;
    return moment_meets(probe, number) != row->negative ? ANSWER_YES
                                                        : ANSWER_NO;
}

/* The number as a person reads it. */
static void put_number(const struct property *property,
                       const struct event *event, struct buf *out)
{
    int64_t number = event_number(event, property->number);
    char text[WHEN_TEXT_SIZE];

    if (property->number == NUMBER_KIND)
        buf_text(out, event_kind_name(event->kind));
    else if (property->number == NUMBER_SEVERITY)
        buf_text(out, severity_name(event->severity));
    else if (property->number == NUMBER_AUTO)
        buf_text(out, event_auto_name(event->automation));
    else if (property->number == NUMBER_FLAGS)
        buf_text(out, number & property->flag ? "true" : "false");
    else if (property->yesno)
        buf_text(out, number ? "true" : "false");
    else
        buf_text(out, when_iso(number, text));
}

enum answer probe_find(const struct probe *probe, struct query_subject *subject,
                       struct buf *found)
{
    const struct event *event = subject->event;
    struct tally tally;

    if (probe_shape(probe) == PROBE_NUMBER) {
        enum event_number number = probe->property.number;

        if (found)
            put_number(&probe->property, event, found);
        return probe_ask_int(probe, event_number(event, number));
    }
    tally_init(&tally, probe, found);
    if (probe_shape(probe) == PROBE_BODY)
        tally_body(&tally, subject);
    else
        tally_column(&tally, event->column[probe_column(probe)]);
    return tally_answer(&tally);
}

enum answer probe_ask(const struct probe *probe, struct query_subject *subject)
{
    struct str bytes;

    if (probe_shape(probe) == PROBE_BODY) {
        bytes = query_subject_bytes(subject);
        if (!str_empty(bytes) && probe_excludes(probe, bytes))
            return ANSWER_NO;
    }
    return probe_find(probe, subject, NULL);
}

void property_write(const struct property *property,
                    struct query_subject *subject, struct buf *out)
{
    const struct event *event = subject->event;
    struct probe probe = {.property = *property, .row = op_row(OP_IS_EMPTY)};
    struct tally tally = {
        .probe = &probe, .found = out, .most = SIZE_MAX, .whole = true};

    switch (property->place) {
    case PLACE_NUMBER:
        put_number(property, event, out);
        return;
    case PLACE_COLUMN:
        buf_str(out, event->column[property->column]);
        return;
    case PLACE_PART:
        tally_column(&tally, event->column[COLUMN_RESOURCE]);
        return;
    default:
        tally_body(&tally, subject);
    }
}
