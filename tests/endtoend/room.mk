# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_CMOCKA
endtoend_tests = \
	tests/endtoend/test_kill \
	tests/endtoend/test_kill_beyond \
	tests/endtoend/test_kill_data \
	tests/endtoend/test_kill_kinds \
	tests/endtoend/test_kill_notes \
	tests/endtoend/test_kill_plays \
	tests/endtoend/test_kill_shapes \
	tests/endtoend/test_mail \
	tests/endtoend/test_many
check_PROGRAMS += $(endtoend_tests)
TESTS += $(endtoend_tests)

endtoend_scene_sources = tests/endtoend/relay.c tests/endtoend/relay.h \
	tests/endtoend/scene.c tests/endtoend/scene.h $(service_house_sources)

tests_endtoend_test_kill_SOURCES = tests/endtoend/test_kill.c \
	$(endtoend_scene_sources)
tests_endtoend_test_kill_CFLAGS = $(service_test_cflags)
tests_endtoend_test_kill_LDADD = $(service_test_libs)

tests_endtoend_test_kill_kinds_SOURCES = tests/endtoend/test_kill_kinds.c \
	tests/endtoend/moments.c tests/endtoend/moments.h \
	tests/endtoend/moments_wait.c \
	$(endtoend_scene_sources)
tests_endtoend_test_kill_kinds_CFLAGS = $(service_test_cflags)
tests_endtoend_test_kill_kinds_LDADD = $(service_test_libs)

tests_endtoend_test_kill_notes_SOURCES = tests/endtoend/test_kill_notes.c \
	$(endtoend_scene_sources)
tests_endtoend_test_kill_notes_CFLAGS = $(service_test_cflags)
tests_endtoend_test_kill_notes_LDADD = $(service_test_libs)

tests_endtoend_test_kill_plays_SOURCES = tests/endtoend/test_kill_plays.c \
	tests/endtoend/relay.c tests/endtoend/relay.h \
	tests/endtoend/scene.c tests/endtoend/scene.h $(service_play_sources)
tests_endtoend_test_kill_plays_CFLAGS = $(service_test_cflags)
tests_endtoend_test_kill_plays_LDADD = $(service_test_libs)

endtoend_shapes_sources = tests/endtoend/shapes.c tests/endtoend/shapes.h \
	$(endtoend_scene_sources)

tests_endtoend_test_kill_beyond_SOURCES = tests/endtoend/test_kill_beyond.c \
	$(endtoend_shapes_sources)
tests_endtoend_test_kill_beyond_CFLAGS = $(service_test_cflags)
tests_endtoend_test_kill_beyond_LDADD = $(service_test_libs)

tests_endtoend_test_kill_data_SOURCES = tests/endtoend/test_kill_data.c \
	$(endtoend_shapes_sources)
tests_endtoend_test_kill_data_CFLAGS = $(service_test_cflags)
tests_endtoend_test_kill_data_LDADD = $(service_test_libs)

tests_endtoend_test_kill_shapes_SOURCES = tests/endtoend/test_kill_shapes.c \
	$(endtoend_shapes_sources)
tests_endtoend_test_kill_shapes_CFLAGS = $(service_test_cflags)
tests_endtoend_test_kill_shapes_LDADD = $(service_test_libs)

tests_endtoend_test_many_SOURCES = tests/endtoend/test_many.c \
	$(service_house_sources)
tests_endtoend_test_many_CFLAGS = $(service_test_cflags)
tests_endtoend_test_many_LDADD = $(service_test_libs)

tests_endtoend_test_mail_SOURCES = tests/endtoend/test_mail.c \
	tests/connect/serve.h $(service_house_sources)
tests_endtoend_test_mail_CFLAGS = $(service_test_cflags)
tests_endtoend_test_mail_LDADD = $(service_test_libs)

if HAVE_VTERM
# The screens, read off a terminal.
endtoend_screen_tests = \
	tests/endtoend/test_demo \
	tests/endtoend/test_path \
	tests/endtoend/test_path_playbook
check_PROGRAMS += $(endtoend_screen_tests)
TESTS += $(endtoend_screen_tests)

endtoend_screen_sources = $(sand_sources) $(widget_vt_sources)
endtoend_screen_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(VTERM_CFLAGS) \
	-I$(top_srcdir)/tests
endtoend_screen_libs = $(UTIL_LIBS) $(CMOCKA_LIBS) $(VTERM_LIBS) -lutil

tests_endtoend_test_demo_SOURCES = tests/endtoend/test_demo.c \
	$(endtoend_screen_sources)
tests_endtoend_test_demo_CFLAGS = $(endtoend_screen_cflags)
tests_endtoend_test_demo_LDADD = $(endtoend_screen_libs)

endtoend_stage_sources = tests/endtoend/stage.c tests/endtoend/stage.h \
	$(endtoend_screen_sources)

tests_endtoend_test_path_SOURCES = tests/endtoend/test_path.c \
	$(endtoend_stage_sources)
tests_endtoend_test_path_CFLAGS = $(endtoend_screen_cflags)
tests_endtoend_test_path_LDADD = $(endtoend_screen_libs)

tests_endtoend_test_path_playbook_SOURCES = \
	tests/endtoend/test_path_playbook.c $(endtoend_stage_sources)
tests_endtoend_test_path_playbook_CFLAGS = $(endtoend_screen_cflags)
tests_endtoend_test_path_playbook_LDADD = $(endtoend_screen_libs)
endif
endif
