/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ingest_part.h - one page inside a transaction that is open already: for the
 * conductor, which stores where its source stands in the same one.
 */
#ifndef RIPOSTE_SERVICE_INGEST_PART_H
#define RIPOSTE_SERVICE_INGEST_PART_H

#include "service/desk_part.h"
#include "service/ingest.h"

bool ingest_inside(struct desk *desk, struct str text, const char *source,
                   bool standing, int64_t now, struct ingest_count *count,
                   struct err *err);

#endif
