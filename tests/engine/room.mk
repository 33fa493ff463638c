# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_CMOCKA
engine_tests = \
	tests/engine/test_query \
	tests/engine/test_query_complete \
	tests/engine/test_query_parse \
	tests/engine/test_query_trace
check_PROGRAMS += $(engine_tests)
TESTS += $(engine_tests)

engine_stage = tests/engine/stage.c tests/engine/stage.h
engine_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS) -I$(top_srcdir)
engine_test_libs = $(ENGINE_LIBS) $(CMOCKA_LIBS)

tests_engine_test_query_SOURCES = \
	tests/engine/test_query.c $(engine_stage)
tests_engine_test_query_CFLAGS = $(engine_test_cflags)
tests_engine_test_query_LDADD = $(engine_test_libs)

tests_engine_test_query_complete_SOURCES = \
	tests/engine/test_query_complete.c
tests_engine_test_query_complete_CFLAGS = $(engine_test_cflags)
tests_engine_test_query_complete_LDADD = $(engine_test_libs)

tests_engine_test_query_parse_SOURCES = \
	tests/engine/test_query_parse.c $(engine_stage)
tests_engine_test_query_parse_CFLAGS = $(engine_test_cflags)
tests_engine_test_query_parse_LDADD = $(engine_test_libs)

tests_engine_test_query_trace_SOURCES = \
	tests/engine/test_query_trace.c $(engine_stage)
tests_engine_test_query_trace_CFLAGS = $(engine_test_cflags)
tests_engine_test_query_trace_LDADD = $(engine_test_libs)
endif
