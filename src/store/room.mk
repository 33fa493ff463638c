# SPDX-License-Identifier: GPL-3.0-or-later

noinst_LIBRARIES += src/libstore.a
src_libstore_a_SOURCES = \
	src/store/approvals.c \
	src/store/audit.c \
	src/store/audit.h \
	src/store/audit_read.c \
	src/store/batches.c \
	src/store/bodies.c \
	src/store/db.h \
	src/store/db_sqlite.c \
	src/store/db_sqlite.h \
	src/store/db_sqlite_rows.c \
	src/store/decisions.c \
	src/store/effects.c \
	src/store/event_types.c \
	src/store/events.c \
	src/store/events.h \
	src/store/events_read.c \
	src/store/figures.c \
	src/store/guards.c \
	src/store/health.c \
	src/store/health.h \
	src/store/internal.h \
	src/store/looks.c \
	src/store/looks.h \
	src/store/permits.c \
	src/store/permits.h \
	src/store/playbooks.c \
	src/store/playbooks.h \
	src/store/plays.c \
	src/store/plays.h \
	src/store/prune.c \
	src/store/report.c \
	src/store/report.h \
	src/store/rules.c \
	src/store/rules.h \
	src/store/runs.c \
	src/store/runs.h \
	src/store/schema.c \
	src/store/state.c \
	src/store/state.h \
	src/store/steps.c \
	src/store/steps.h \
	src/store/stuck.c \
	src/store/store.c \
	src/store/store.h \
	src/store/suppressions.c \
	src/store/suppressions.h \
	src/store/terms.c \
	src/store/tickets.c \
	src/store/tickets.h \
	src/store/votes.c
