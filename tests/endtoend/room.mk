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
endif
