# SPDX-License-Identifier: GPL-3.0-or-later
widget_vt_sources = tests/lib/vt.c tests/lib/vt.h tests/lib/vt_own.h \
	tests/lib/vt_screen.c

if HAVE_CMOCKA
widget_tests = \
	tests/widget/test_edit \
	tests/widget/test_fuzzy \
	tests/widget/test_glyph \
	tests/widget/test_history \
	tests/widget/test_key \
	tests/widget/test_keymap \
	tests/widget/test_keyread \
	tests/widget/test_list \
	tests/widget/test_style
check_PROGRAMS += $(widget_tests)
TESTS += $(widget_tests)

widget_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
widget_test_libs = $(WIDGET_LIBS) $(CMOCKA_LIBS)

tests_widget_test_edit_SOURCES = tests/widget/test_edit.c
tests_widget_test_edit_CFLAGS = $(widget_test_cflags)
tests_widget_test_edit_LDADD = $(widget_test_libs)

tests_widget_test_fuzzy_SOURCES = tests/widget/test_fuzzy.c
tests_widget_test_fuzzy_CFLAGS = $(widget_test_cflags)
tests_widget_test_fuzzy_LDADD = $(widget_test_libs)

tests_widget_test_glyph_SOURCES = tests/widget/test_glyph.c
tests_widget_test_glyph_CFLAGS = $(widget_test_cflags)
tests_widget_test_glyph_LDADD = $(widget_test_libs)

tests_widget_test_history_SOURCES = tests/widget/test_history.c
tests_widget_test_history_CFLAGS = $(widget_test_cflags)
tests_widget_test_history_LDADD = $(widget_test_libs)

tests_widget_test_key_SOURCES = tests/widget/test_key.c
tests_widget_test_key_CFLAGS = $(widget_test_cflags)
tests_widget_test_key_LDADD = $(widget_test_libs)

tests_widget_test_keymap_SOURCES = tests/widget/test_keymap.c
tests_widget_test_keymap_CFLAGS = $(widget_test_cflags)
tests_widget_test_keymap_LDADD = $(widget_test_libs)

tests_widget_test_keyread_SOURCES = tests/widget/test_keyread.c
tests_widget_test_keyread_CFLAGS = $(widget_test_cflags)
tests_widget_test_keyread_LDADD = $(widget_test_libs)

tests_widget_test_list_SOURCES = tests/widget/test_list.c
tests_widget_test_list_CFLAGS = $(widget_test_cflags)
tests_widget_test_list_LDADD = $(widget_test_libs)

tests_widget_test_style_SOURCES = tests/widget/test_style.c
tests_widget_test_style_CFLAGS = $(widget_test_cflags)
tests_widget_test_style_LDADD = $(widget_test_libs)

if HAVE_VTERM
# One program shows every widget; these read its screen.
widget_screen_tests = \
	tests/widget/test_canvas \
	tests/widget/test_dialog_screen \
	tests/widget/test_form_screen \
	tests/widget/test_list_screen \
	tests/widget/test_term \
	tests/widget/test_text_screen
check_PROGRAMS += $(widget_screen_tests) tests/widget/demo
TESTS += $(widget_screen_tests)

tests_widget_demo_SOURCES = tests/widget/demo.c tests/widget/demo.h \
	tests/widget/demo_canvas.c tests/widget/demo_form.c \
	tests/widget/demo_list.c tests/widget/demo_text.c
tests_widget_demo_LDADD = $(WIDGET_LIBS)

widget_screen_sources = tests/widget/demo_run.c tests/widget/demo_run.h \
	$(widget_vt_sources)
widget_screen_cflags = $(widget_test_cflags) $(VTERM_CFLAGS) \
	-I$(top_srcdir)/tests
widget_screen_libs = $(CMOCKA_LIBS) $(VTERM_LIBS) -lutil

tests_widget_test_canvas_SOURCES = tests/widget/test_canvas.c \
	$(widget_screen_sources)
tests_widget_test_canvas_CFLAGS = $(widget_screen_cflags)
tests_widget_test_canvas_LDADD = $(widget_screen_libs)

tests_widget_test_dialog_screen_SOURCES = tests/widget/test_dialog_screen.c \
	$(widget_screen_sources)
tests_widget_test_dialog_screen_CFLAGS = $(widget_screen_cflags)
tests_widget_test_dialog_screen_LDADD = $(widget_screen_libs)

tests_widget_test_form_screen_SOURCES = tests/widget/test_form_screen.c \
	$(widget_screen_sources)
tests_widget_test_form_screen_CFLAGS = $(widget_screen_cflags)
tests_widget_test_form_screen_LDADD = $(widget_screen_libs)

tests_widget_test_list_screen_SOURCES = tests/widget/test_list_screen.c \
	$(widget_screen_sources)
tests_widget_test_list_screen_CFLAGS = $(widget_screen_cflags)
tests_widget_test_list_screen_LDADD = $(widget_screen_libs)

tests_widget_test_term_SOURCES = tests/widget/test_term.c \
	$(widget_screen_sources)
tests_widget_test_term_CFLAGS = $(widget_screen_cflags)
tests_widget_test_term_LDADD = $(widget_screen_libs)

tests_widget_test_text_screen_SOURCES = tests/widget/test_text_screen.c \
	$(widget_screen_sources)
tests_widget_test_text_screen_CFLAGS = $(widget_screen_cflags)
tests_widget_test_text_screen_LDADD = $(widget_screen_libs)

endif
endif
