# SPDX-License-Identifier: GPL-3.0-or-later
dist_check_SCRIPTS += tests/doc/manuals.sh tests/doc/translations.sh
TESTS += tests/doc/manuals.sh tests/doc/translations.sh

if HAVE_CMOCKA
DOC_TESTS = tests/doc/test_keys tests/doc/test_settings
check_PROGRAMS += $(DOC_TESTS)
TESTS += $(DOC_TESTS)
endif

tests_doc_test_keys_SOURCES = tests/doc/test_keys.c tests/doc/page.c \
	tests/doc/page.h
tests_doc_test_keys_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_doc_test_keys_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_doc_test_keys_LDADD = src/libui.a src/libwidget.a $(SERVICE_LIBS) \
	$(NCURSES_LIBS) $(CMOCKA_LIBS)

tests_doc_test_settings_SOURCES = tests/doc/test_settings.c tests/doc/page.c \
	tests/doc/page.h
tests_doc_test_settings_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_doc_test_settings_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_doc_test_settings_LDADD = $(SERVICE_LIBS) $(CMOCKA_LIBS)
