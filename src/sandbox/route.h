/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * route.h - which function answers which path.
 *
 * Each file of handlers ends in one table of rows; route.c lists the tables.
 * In a pattern "{}" is any one segment, "{}.x" one that ends so, and "**" at
 * the beginning or the end any number of them; fixed segments compare without
 * case.  The first row that fits is taken, and what the wildcards caught goes
 * to call->arg.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_SANDBOX_ROUTE_H
#define RIPOSTE_SANDBOX_ROUTE_H

#include <stdbool.h>

#include "sandbox/call.h"
#include "sandbox/service.h"

struct sandbox;

struct route {
    const char *method; /* NULL for any */
    const char *pattern;
    enum service_id service;
    void (*act)(struct sandbox *sandbox, struct call *call);
};

struct route_table {
    const struct route *row;
    size_t rows;
};

#define ROUTE_TABLE(rows_)                                                     \
    {                                                                          \
        .row = (rows_), .rows = sizeof(rows_) / sizeof((rows_)[0])             \
    }

/* Sets call->service and call->arg.  NULL when nothing fits; call->service
 * then says who should answer that, and *other_method whether the path is
 * there for another method. */
const struct route *route_find(struct call *call, bool *other_method);

#endif
