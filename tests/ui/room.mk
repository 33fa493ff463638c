# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += tests/data/screens

if HAVE_CMOCKA
ui_fake_sources = tests/ui/fake.c tests/ui/fake.h \
	tests/ui/fake_approvals.c \
	tests/ui/fake_audit.c tests/ui/fake_backtest.c tests/ui/fake_health.c tests/ui/fake_pages.c tests/ui/fake_report.c \
	tests/ui/fake_play.c tests/ui/fake_playbooks.c tests/ui/fake_remote.c
ui_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS) -I$(top_srcdir)/tests
ui_test_libs = src/libui.a src/libwidget.a $(SERVICE_LIBS) $(NCURSES_LIBS)

ui_tests = \
	tests/ui/test_parts \
	tests/ui/test_queue_rows \
	tests/ui/test_queue_views
check_PROGRAMS += $(ui_tests)
TESTS += $(ui_tests)

tests_ui_test_parts_SOURCES = tests/ui/test_parts.c
tests_ui_test_parts_CFLAGS = $(ui_test_cflags)
tests_ui_test_parts_LDADD = $(ui_test_libs) $(CMOCKA_LIBS)

tests_ui_test_queue_rows_SOURCES = tests/ui/test_queue_rows.c $(ui_fake_sources)
tests_ui_test_queue_rows_CFLAGS = $(ui_test_cflags)
tests_ui_test_queue_rows_LDADD = $(ui_test_libs) $(CMOCKA_LIBS)

tests_ui_test_queue_views_SOURCES = tests/ui/test_queue_views.c tests/ui/fake.h
tests_ui_test_queue_views_CFLAGS = $(ui_test_cflags)
tests_ui_test_queue_views_LDADD = $(ui_test_libs) $(CMOCKA_LIBS)

if HAVE_VTERM
# One program shows the screens with answers made by hand; these read it.
ui_screen_tests = \
	tests/ui/test_keys \
	tests/ui/test_screens
check_PROGRAMS += $(ui_screen_tests) tests/ui/show
TESTS += $(ui_screen_tests)

tests_ui_show_SOURCES = tests/ui/show.c $(ui_fake_sources)
tests_ui_show_CFLAGS = $(AM_CFLAGS) -I$(top_srcdir)/tests
tests_ui_show_LDADD = $(ui_test_libs)

ui_screen_sources = tests/ui/screen.c tests/ui/screen.h $(widget_vt_sources)
ui_screen_cflags = $(ui_test_cflags) $(VTERM_CFLAGS)
ui_screen_libs = $(UTIL_LIBS) $(CMOCKA_LIBS) $(VTERM_LIBS) -lutil

tests_ui_test_keys_SOURCES = tests/ui/test_keys.c $(ui_screen_sources)
tests_ui_test_keys_CFLAGS = $(ui_screen_cflags)
tests_ui_test_keys_LDADD = $(ui_screen_libs)

tests_ui_test_screens_SOURCES = tests/ui/test_screens.c $(ui_screen_sources)
tests_ui_test_screens_CFLAGS = $(ui_screen_cflags)
tests_ui_test_screens_LDADD = $(ui_screen_libs)
endif
endif
