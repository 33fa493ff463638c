# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += tests/data/zones
if HAVE_CMOCKA
util_tests = \
	tests/util/test_arena \
	tests/util/test_ascii \
	tests/util/test_buf \
	tests/util/test_chan \
	tests/util/test_digest \
	tests/util/test_err \
	tests/util/test_file \
	tests/util/test_file_place \
	tests/util/test_html \
	tests/util/test_json \
	tests/util/test_json_loose \
	tests/util/test_json_write \
	tests/util/test_log \
	tests/util/test_map \
	tests/util/test_mem \
	tests/util/test_pack \
	tests/util/test_proc \
	tests/util/test_proc_spawn \
	tests/util/test_proc_split \
	tests/util/test_regex \
	tests/util/test_secret \
	tests/util/test_skim \
	tests/util/test_skim_check \
	tests/util/test_str \
	tests/util/test_str_near \
	tests/util/test_str_number \
	tests/util/test_thread \
	tests/util/test_url \
	tests/util/test_url_mask \
	tests/util/test_utf8 \
	tests/util/test_utf8_visible \
	tests/util/test_utf8_width \
	tests/util/test_when \
	tests/util/test_when_span \
	tests/util/test_zone
check_PROGRAMS += $(util_tests)
TESTS += $(util_tests)
endif

tests_util_test_ascii_SOURCES = tests/util/test_ascii.c
tests_util_test_ascii_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_ascii_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_arena_SOURCES = tests/util/test_arena.c
tests_util_test_arena_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_arena_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_buf_SOURCES = tests/util/test_buf.c
tests_util_test_buf_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_buf_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_chan_SOURCES = tests/util/test_chan.c
tests_util_test_chan_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_chan_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_digest_SOURCES = tests/util/test_digest.c
tests_util_test_digest_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_digest_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_err_SOURCES = tests/util/test_err.c
tests_util_test_err_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_err_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_file_SOURCES = tests/util/test_file.c
tests_util_test_file_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_file_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_file_place_SOURCES = tests/util/test_file_place.c
tests_util_test_file_place_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_file_place_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_html_SOURCES = tests/util/test_html.c
tests_util_test_html_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_html_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_json_SOURCES = tests/util/test_json.c
tests_util_test_json_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_json_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_json_loose_SOURCES = tests/util/test_json_loose.c
tests_util_test_json_loose_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_json_loose_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_json_write_SOURCES = tests/util/test_json_write.c
tests_util_test_json_write_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_json_write_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_log_SOURCES = tests/util/test_log.c
tests_util_test_log_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_log_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_map_SOURCES = tests/util/test_map.c
tests_util_test_map_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_map_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_mem_SOURCES = tests/util/test_mem.c
tests_util_test_mem_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_mem_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_pack_SOURCES = tests/util/test_pack.c
tests_util_test_pack_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_pack_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_proc_SOURCES = tests/util/test_proc.c
tests_util_test_proc_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_proc_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_proc_spawn_SOURCES = tests/util/test_proc_spawn.c
tests_util_test_proc_spawn_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_proc_spawn_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_proc_split_SOURCES = tests/util/test_proc_split.c
tests_util_test_proc_split_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_proc_split_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_regex_SOURCES = tests/util/test_regex.c
tests_util_test_regex_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_regex_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_secret_SOURCES = tests/util/test_secret.c
tests_util_test_secret_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_secret_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_skim_SOURCES = tests/util/test_skim.c
tests_util_test_skim_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_skim_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_skim_check_SOURCES = tests/util/test_skim_check.c
tests_util_test_skim_check_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_skim_check_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_str_SOURCES = tests/util/test_str.c
tests_util_test_str_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_str_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_str_near_SOURCES = tests/util/test_str_near.c
tests_util_test_str_near_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_str_near_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_str_number_SOURCES = tests/util/test_str_number.c
tests_util_test_str_number_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_str_number_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

tests_util_test_thread_SOURCES = tests/util/test_thread.c
tests_util_test_thread_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_thread_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)

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

tests_util_test_zone_SOURCES = tests/util/test_zone.c
tests_util_test_zone_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_util_test_zone_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS)
