# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_CMOCKA
util_tests = \
	tests/util/test_arena \
	tests/util/test_buf \
	tests/util/test_err \
	tests/util/test_log \
	tests/util/test_map \
	tests/util/test_mem \
	tests/util/test_str \
	tests/util/test_str_near \
	tests/util/test_str_number \
	tests/util/test_url \
	tests/util/test_url_mask \
	tests/util/test_utf8 \
	tests/util/test_utf8_visible \
	tests/util/test_utf8_width \
	tests/util/test_when \
	tests/util/test_when_span
check_PROGRAMS += $(util_tests)
TESTS += $(util_tests)
endif

tests_util_test_arena_SOURCES = tests/util/test_arena.c
tests_util_test_arena_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_arena_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_buf_SOURCES = tests/util/test_buf.c
tests_util_test_buf_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_buf_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_err_SOURCES = tests/util/test_err.c
tests_util_test_err_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_err_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_log_SOURCES = tests/util/test_log.c
tests_util_test_log_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_log_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_map_SOURCES = tests/util/test_map.c
tests_util_test_map_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_map_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_mem_SOURCES = tests/util/test_mem.c
tests_util_test_mem_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_mem_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_str_SOURCES = tests/util/test_str.c
tests_util_test_str_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_str_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_str_near_SOURCES = tests/util/test_str_near.c
tests_util_test_str_near_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_str_near_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_str_number_SOURCES = tests/util/test_str_number.c
tests_util_test_str_number_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_str_number_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_url_SOURCES = tests/util/test_url.c
tests_util_test_url_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_url_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_url_mask_SOURCES = tests/util/test_url_mask.c
tests_util_test_url_mask_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_url_mask_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_utf8_SOURCES = tests/util/test_utf8.c
tests_util_test_utf8_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_utf8_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_utf8_visible_SOURCES = tests/util/test_utf8_visible.c
tests_util_test_utf8_visible_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_utf8_visible_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_utf8_width_SOURCES = tests/util/test_utf8_width.c
tests_util_test_utf8_width_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_utf8_width_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_when_SOURCES = tests/util/test_when.c
tests_util_test_when_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_when_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_when_span_SOURCES = tests/util/test_when_span.c
tests_util_test_when_span_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_when_span_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)
