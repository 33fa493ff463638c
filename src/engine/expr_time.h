/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_time.h - points in time as .NET has them: read, taken apart and written.
 *
 * A stamp counts steps of 100 ns from 0001-01-01 on, and knows whether it is
 * UTC or of no zone in particular.  What is read with an offset becomes UTC.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_ENGINE_EXPR_TIME_H
#define RIPOSTE_ENGINE_EXPR_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/str.h"

#define STAMP_MILLI  INT64_C(10000)
#define STAMP_SECOND (1000 * STAMP_MILLI)
#define STAMP_MINUTE (60 * STAMP_SECOND)
#define STAMP_HOUR   (60 * STAMP_MINUTE)
#define STAMP_DAY    (24 * STAMP_HOUR)
/* 1970-01-01, and the end of the year 9999. */
#define STAMP_EPOCH (719162 * STAMP_DAY)
#define STAMP_END   (3652059 * STAMP_DAY)

struct stamp {
    int64_t ticks; /* 0 ≤ it < STAMP_END */
    bool utc;
};

struct stamp_parts {
    int year;     /* 1 to 9999 */
    int month;    /* 1 to 12 */
    int day;      /* 1 to 31 */
    int weekday;  /* 0 is Sunday */
    int year_day; /* from 1 on */
    int64_t rest; /* of the day */
};

/* ISO 8601, 3/15/2018 1:30:00 PM, 15 Mar 2018, Thu, 15 Mar 2018 13:30:00 GMT;
 * a date alone or with a time, Z or an offset. */
bool stamp_read(struct str text, struct stamp *out);
struct stamp_parts stamp_parts(struct stamp stamp);
/* False: there is no such day, or it is out of range. */
bool stamp_of(int64_t year, int month, int day, int64_t rest, int64_t *ticks);
int stamp_month_length(int64_t year, int month);
/* English names; months from 1, days from 0 on. */
const char *stamp_month(int month);
const char *stamp_weekday(int day);

/* A standard or custom format of .NET, as en-US has it.  False: it is none. */
bool stamp_write(struct stamp stamp, struct str format, struct buf *out);

/* The IANA name of a zone of Windows, without case; NULL: it is none. */
const char *stamp_zone(struct str name);

#endif
