# SPDX-License-Identifier: GPL-3.0-or-later
#
# Programs that measure; `make bench' builds and runs them.
EXTRA_PROGRAMS += tests/bench/bench_ingest tests/bench/bench_store

tests_bench_bench_ingest_SOURCES = \
	tests/bench/bench_ingest.c \
	tests/bench/parse_alone.c \
	tests/bench/parse_alone.h
tests_bench_bench_ingest_LDADD = $(STORE_LIBS)

tests_bench_bench_store_SOURCES = tests/bench/bench_store.c
tests_bench_bench_store_LDADD = $(STORE_LIBS)
