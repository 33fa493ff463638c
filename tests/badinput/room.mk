# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong with everything outside: files, clouds, terminals, signals.

# These run the program itself.
badinput_scripts = \
	tests/badinput/answers.sh \
	tests/badinput/cloud.sh \
	tests/badinput/configuration.sh \
	tests/badinput/store.sh \
	tests/badinput/tls.sh
dist_check_SCRIPTS += $(badinput_scripts)
TESTS += $(badinput_scripts)
EXTRA_DIST += tests/badinput/lib.sh tests/badinput/server.py

if HAVE_CMOCKA
if HAVE_VTERM
# These run it on a terminal.
badinput_tests = \
	tests/badinput/test_signals \
	tests/badinput/test_terminal
check_PROGRAMS += $(badinput_tests)
TESTS += $(badinput_tests)

badinput_sources = tests/badinput/face.c tests/badinput/face.h \
	$(widget_vt_sources)
badinput_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(VTERM_CFLAGS) \
	-I$(top_srcdir)/tests
badinput_libs = $(UTIL_LIBS) $(CMOCKA_LIBS) $(VTERM_LIBS) -lutil

tests_badinput_test_signals_SOURCES = tests/badinput/test_signals.c \
	$(badinput_sources) $(sand_sources)
tests_badinput_test_signals_CFLAGS = $(badinput_cflags)
tests_badinput_test_signals_LDADD = $(badinput_libs)

tests_badinput_test_terminal_SOURCES = tests/badinput/test_terminal.c \
	$(badinput_sources)
tests_badinput_test_terminal_CFLAGS = $(badinput_cflags)
tests_badinput_test_terminal_LDADD = $(badinput_libs)
endif
endif
