# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_CMOCKA
endtoend_tests = \
	tests/endtoend/test_kill
check_PROGRAMS += $(endtoend_tests)
TESTS += $(endtoend_tests)

tests_endtoend_test_kill_SOURCES = tests/endtoend/test_kill.c \
	tests/endtoend/relay.c tests/endtoend/relay.h $(service_house_sources)
tests_endtoend_test_kill_CFLAGS = $(service_test_cflags)
tests_endtoend_test_kill_LDADD = $(service_test_libs)

if HAVE_VTERM
check_PROGRAMS += tests/endtoend/test_path
TESTS += tests/endtoend/test_path

tests_endtoend_test_path_SOURCES = tests/endtoend/test_path.c \
	$(sand_sources) $(widget_vt_sources)
tests_endtoend_test_path_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) \
	$(VTERM_CFLAGS) -I$(top_srcdir)/tests
tests_endtoend_test_path_LDADD = $(UTIL_LIBS) $(CMOCKA_LIBS) $(VTERM_LIBS) -lutil
endif
endif
