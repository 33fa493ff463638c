# SPDX-License-Identifier: GPL-3.0-or-later
#
# Programs that measure: `make bench' runs them.  They are built with the tests,
# so that they do not rot.
#
#     make bench ROWS=1000000     so many rows in the queue
#     make bench BENCH_QUICK=1    50,000 rows, and short rests
#
# tests/bench/bench.c says what else can be set.  The stores are made once and
# kept in bench/ below the build directory; `make bench-clean' removes them.
check_PROGRAMS += tests/bench/bench_ingest

tests_bench_bench_ingest_SOURCES = \
	tests/bench/bench_ingest.c \
	tests/bench/parse_alone.c \
	tests/bench/parse_alone.h
tests_bench_bench_ingest_LDADD = $(STORE_LIBS)

check_PROGRAMS += tests/bench/bench_store
tests_bench_bench_store_SOURCES = tests/bench/bench_store.c
tests_bench_bench_store_LDADD = $(STORE_LIBS)

check_PROGRAMS += tests/bench/plain
tests_bench_plain_SOURCES = tests/bench/plain.c
tests_bench_plain_LDADD = $(NCURSES_LIBS)

check_PROGRAMS += tests/bench/bench_approvals
TESTS += tests/bench/approvals.sh
dist_check_SCRIPTS += tests/bench/approvals.sh
tests_bench_bench_approvals_SOURCES = tests/bench/bench_approvals.c
tests_bench_bench_approvals_LDADD = $(SERVICE_LIBS)

check_PROGRAMS += tests/bench/bench_plays
TESTS += tests/bench/plays.sh
dist_check_SCRIPTS += tests/bench/plays.sh
tests_bench_bench_plays_SOURCES = tests/bench/bench_plays.c
tests_bench_bench_plays_LDADD = $(SERVICE_LIBS)

if HAVE_VTERM
check_PROGRAMS += tests/bench/bench
tests_bench_bench_SOURCES = \
	tests/bench/alert.c \
	tests/bench/bench.c \
	tests/bench/bench.h \
	tests/bench/machine.c \
	tests/bench/machine.h \
	tests/bench/parse_alone.c \
	tests/bench/parse_alone.h \
	tests/bench/results.c \
	tests/bench/results.h \
	tests/bench/screen.c \
	tests/bench/screen.h \
	tests/bench/source.c \
	tests/bench/source.h \
	tests/bench/stores.c \
	tests/bench/work_backtest.c \
	tests/bench/work_filter.c \
	tests/bench/work_inside.c \
	tests/bench/work_keys.c \
	tests/bench/work_live.c \
	tests/bench/work_runs.c \
	tests/bench/work_start.c \
	tests/lib/vt.c \
	tests/lib/vt.h \
	tests/lib/vt_own.h \
	tests/lib/vt_screen.c
tests_bench_bench_CFLAGS = $(AM_CFLAGS) $(VTERM_CFLAGS) -I$(top_srcdir)
tests_bench_bench_LDADD = $(SERVICE_LIBS) $(VTERM_LIBS) -lutil

bench_programs = tests/bench/bench tests/bench/plain tests/engine/bench_rules \
	tests/bench/bench_approvals tests/bench/bench_plays
bench: all
	@$(MAKE) $(AM_MAKEFLAGS) $(bench_programs)
	@ROWS='$(ROWS)' BENCH_QUICK='$(BENCH_QUICK)' BENCH_IDLE='$(BENCH_IDLE)' \
	BENCH_RUNS='$(BENCH_RUNS)' BENCH_ONLY='$(BENCH_ONLY)' \
	RIPOSTE_DATADIR='$(abs_srcdir)/data' tests/bench/bench
	@RIPOSTE_DATADIR='$(abs_srcdir)/data' tests/bench/bench_approvals 8 1000
	@RIPOSTE_DATADIR='$(abs_srcdir)/data' tests/bench/bench_plays 10000
else
bench:
	@echo 'make bench needs libvterm: install it, then configure again.' >&2
	@false
endif

CLEANFILES += $(EXTRA_PROGRAMS)
bench-clean:
	-rm -rf bench bench.json
.PHONY: bench bench-clean

# Instructions, counted.
check_PROGRAMS += tests/bench/budget
TESTS += tests/bench/budget.sh
dist_check_SCRIPTS += tests/bench/budget.sh
tests_bench_budget_SOURCES = \
	tests/bench/budget.c \
	tests/bench/budget.h \
	tests/bench/budget_key.c \
	tests/engine/bench_world.c \
	tests/engine/bench_world.h \
	$(ui_fake_sources)
tests_bench_budget_CFLAGS = $(AM_CFLAGS) -I$(top_srcdir)
tests_bench_budget_LDADD = src/libui.a src/libwidget.a $(SERVICE_LIBS) \
	$(NCURSES_LIBS) -lutil
