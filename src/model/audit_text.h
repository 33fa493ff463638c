/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit_text.h - records of the audit log as lines: JSON or CSV, with all that
 * the seal covers, so that an export can be verified without its store.
 *
 * In JSON before and after are values, in CSV their text.  A cell of CSV that a
 * spreadsheet would take for a formula, or that begins with an apostrophe, has
 * an apostrophe put before it, which reading takes away again.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_MODEL_AUDIT_TEXT_H
#define RIPOSTE_MODEL_AUDIT_TEXT_H

#include "model/audit.h"
#include "util/arena.h"
#include "util/err.h"

/* The names of the columns, with a line end. */
extern const char audit_csv_head[];
/* What stands behind the last record of an export, with a line end. */
extern const char audit_json_end[];
extern const char audit_csv_end[];

/* Both append one line with its end. */
void audit_put_json(const struct audit_record *record, struct buf *out);
void audit_put_csv(const struct audit_record *record, struct buf *out);

/* Reads them back; texts are in @arena.  ERR_INPUT says what is wrong. */
bool audit_take_json(struct str line, struct arena *arena,
                     struct audit_record *out, struct err *err);
/* Takes one record off *rest: a quoted cell may hold line ends. */
bool audit_take_csv(struct str *rest, struct arena *arena,
                    struct audit_record *out, struct err *err);

#endif
