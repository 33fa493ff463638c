# SPDX-License-Identifier: GPL-3.0-or-later
#
# Bent inputs for everything that reads what comes from outside.
#
#     make check TESTS=tests/fuzz/fuzz FUZZ_ROUNDS=100000 FUZZ_SEED=7
check_PROGRAMS += tests/fuzz/fuzz
TESTS += tests/fuzz/fuzz
tests_fuzz_fuzz_SOURCES = \
	tests/fuzz/corpus.c \
	tests/fuzz/fuzz.c \
	tests/fuzz/fuzz.h \
	tests/fuzz/target_event.c \
	tests/fuzz/target_files.c \
	tests/fuzz/target_playbook.c \
	tests/fuzz/target_text.c
tests_fuzz_fuzz_LDADD = $(SERVICE_LIBS) $(WIDGET_LIBS)
CLEANFILES += fuzz-*.input
