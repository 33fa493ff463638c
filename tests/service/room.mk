# SPDX-License-Identifier: GPL-3.0-or-later
sand_sources = tests/lib/sand.c tests/lib/sand.h
service_house_sources = tests/service/house.c tests/service/house.h \
	$(sand_sources)
service_screen_sources = tests/service/screen.c tests/service/screen.h

if HAVE_CMOCKA
service_tests = \
	tests/service/test_access \
	tests/service/test_anew \
	tests/service/test_acts \
	tests/service/test_audit \
	tests/service/test_audit_export \
	tests/service/test_azure \
	tests/service/test_changes \
	tests/service/test_backtest \
	tests/service/test_conductor \
	tests/service/test_catalogue_live \
	tests/service/test_config \
	tests/service/test_console \
	tests/service/test_contain \
	tests/service/test_decide \
	tests/service/test_effect \
	tests/service/test_eyes \
	tests/service/test_faults \
	tests/service/test_flights \
	tests/service/test_frozen \
	tests/service/test_glass \
	tests/service/test_govern \
	tests/service/test_guards \
	tests/service/test_ingest \
	tests/service/test_language \
	tests/service/test_local \
	tests/service/test_look \
	tests/service/test_pass \
	tests/service/test_permits \
	tests/service/test_play \
	tests/service/test_play_bounds \
	tests/service/test_play_secret \
	tests/service/test_play_way \
	tests/service/test_rulebook \
	tests/service/test_poll \
	tests/service/test_present \
	tests/service/test_queue \
	tests/service/test_redo \
	tests/service/test_report \
	tests/service/test_suppress \
	tests/service/test_tickets \
	tests/service/test_timer \
	tests/service/test_triage \
	tests/service/test_turns \
	tests/service/test_view \
	tests/service/test_vote
check_PROGRAMS += $(service_tests)
TESTS += $(service_tests)

service_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS) -I$(top_srcdir)/tests
service_test_libs = $(SERVICE_LIBS) $(CMOCKA_LIBS)

tests_service_test_changes_SOURCES = tests/service/test_changes.c \
	$(service_house_sources)
tests_service_test_changes_CFLAGS = $(service_test_cflags)
tests_service_test_changes_LDADD = $(service_test_libs)

tests_service_test_eyes_SOURCES = tests/service/test_eyes.c \
	$(service_house_sources)
tests_service_test_eyes_CFLAGS = $(service_test_cflags)
tests_service_test_eyes_LDADD = $(service_test_libs)

tests_service_test_access_SOURCES = tests/service/test_access.c
tests_service_test_access_CFLAGS = $(service_test_cflags)
tests_service_test_access_LDADD = $(service_test_libs)

tests_service_test_audit_SOURCES = tests/service/test_audit.c \
	$(service_house_sources)
tests_service_test_audit_CFLAGS = $(service_test_cflags)
tests_service_test_audit_LDADD = $(service_test_libs)

tests_service_test_audit_export_SOURCES = tests/service/test_audit_export.c \
	$(service_house_sources)
tests_service_test_audit_export_CFLAGS = $(service_test_cflags)
tests_service_test_audit_export_LDADD = $(service_test_libs)

tests_service_test_azure_SOURCES = tests/service/test_azure.c \
	$(service_house_sources)
tests_service_test_azure_CFLAGS = $(service_test_cflags)
tests_service_test_azure_LDADD = $(service_test_libs)

tests_service_test_conductor_SOURCES = tests/service/test_conductor.c \
	$(service_house_sources)
tests_service_test_conductor_CFLAGS = $(service_test_cflags)
tests_service_test_conductor_LDADD = $(service_test_libs)

tests_service_test_config_SOURCES = tests/service/test_config.c
tests_service_test_config_CFLAGS = $(service_test_cflags)
tests_service_test_config_LDADD = $(service_test_libs)

tests_service_test_acts_SOURCES = tests/service/test_acts.c \
	$(service_screen_sources) $(service_house_sources)
tests_service_test_acts_CFLAGS = $(service_test_cflags)
tests_service_test_acts_LDADD = $(service_test_libs)

tests_service_test_console_SOURCES = tests/service/test_console.c \
	$(service_screen_sources) $(service_house_sources)
tests_service_test_console_CFLAGS = $(service_test_cflags)
tests_service_test_console_LDADD = $(service_test_libs)

tests_service_test_catalogue_live_SOURCES = \
	tests/service/test_catalogue_live.c $(service_house_sources)
tests_service_test_catalogue_live_CFLAGS = $(service_test_cflags)
tests_service_test_catalogue_live_LDADD = $(service_test_libs)

tests_service_test_contain_SOURCES = tests/service/test_contain.c \
	$(service_house_sources)
tests_service_test_contain_CFLAGS = $(service_test_cflags)
tests_service_test_contain_LDADD = $(service_test_libs)

tests_service_test_decide_SOURCES = tests/service/test_decide.c \
	$(service_house_sources)
tests_service_test_decide_CFLAGS = $(service_test_cflags)
tests_service_test_decide_LDADD = $(service_test_libs)

tests_service_test_effect_SOURCES = tests/service/test_effect.c \
	$(service_house_sources)
tests_service_test_effect_CFLAGS = $(service_test_cflags)
tests_service_test_effect_LDADD = $(service_test_libs)

tests_service_test_faults_SOURCES = tests/service/test_faults.c \
	$(service_house_sources)
tests_service_test_faults_CFLAGS = $(service_test_cflags)
tests_service_test_faults_LDADD = $(service_test_libs)

tests_service_test_flights_SOURCES = tests/service/test_flights.c
tests_service_test_flights_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_service_test_flights_LDADD = $(SERVICE_LIBS) $(CMOCKA_LIBS)

tests_service_test_frozen_SOURCES = tests/service/test_frozen.c \
	$(service_house_sources)
tests_service_test_frozen_CFLAGS = $(service_test_cflags)
tests_service_test_frozen_LDADD = $(service_test_libs)

tests_service_test_govern_SOURCES = tests/service/test_govern.c \
	$(service_house_sources)
tests_service_test_govern_CFLAGS = $(service_test_cflags)
tests_service_test_govern_LDADD = $(service_test_libs)

tests_service_test_backtest_SOURCES = tests/service/test_backtest.c \
	$(service_screen_sources) \
	$(service_house_sources)
tests_service_test_backtest_CFLAGS = $(service_test_cflags)
tests_service_test_backtest_LDADD = $(service_test_libs)

tests_service_test_guards_SOURCES = tests/service/test_guards.c \
	$(service_house_sources)
tests_service_test_guards_CFLAGS = $(service_test_cflags)
tests_service_test_guards_LDADD = $(service_test_libs)

tests_service_test_ingest_SOURCES = tests/service/test_ingest.c \
	$(service_house_sources)
tests_service_test_ingest_CFLAGS = $(service_test_cflags)
tests_service_test_ingest_LDADD = $(service_test_libs)

tests_service_test_language_SOURCES = tests/service/test_language.c \
	$(service_house_sources)
tests_service_test_language_CFLAGS = $(service_test_cflags)
tests_service_test_language_LDADD = $(service_test_libs)

tests_service_test_local_SOURCES = tests/service/test_local.c \
	$(service_house_sources)
tests_service_test_local_CFLAGS = $(service_test_cflags)
tests_service_test_local_LDADD = $(service_test_libs)

tests_service_test_look_SOURCES = tests/service/test_look.c \
	$(service_house_sources)
tests_service_test_look_CFLAGS = $(service_test_cflags)
tests_service_test_look_LDADD = $(service_test_libs)

tests_service_test_pass_SOURCES = tests/service/test_pass.c
tests_service_test_pass_CFLAGS = $(service_test_cflags)
tests_service_test_pass_LDADD = $(service_test_libs)

tests_service_test_permits_SOURCES = tests/service/test_permits.c
tests_service_test_permits_CFLAGS = $(service_test_cflags)
tests_service_test_permits_LDADD = $(service_test_libs)
tests_service_test_rulebook_SOURCES = tests/service/test_rulebook.c
tests_service_test_rulebook_CFLAGS = $(service_test_cflags)
tests_service_test_rulebook_LDADD = $(service_test_libs)
tests_service_test_poll_SOURCES = tests/service/test_poll.c \
	tests/connect/serve.h $(service_house_sources)
tests_service_test_poll_CFLAGS = $(service_test_cflags)
tests_service_test_poll_LDADD = $(service_test_libs)

tests_service_test_present_SOURCES = tests/service/test_present.c
tests_service_test_present_CFLAGS = $(service_test_cflags)
tests_service_test_present_LDADD = $(service_test_libs)

tests_service_test_queue_SOURCES = tests/service/test_queue.c \
	$(service_screen_sources) $(service_house_sources)
tests_service_test_queue_CFLAGS = $(service_test_cflags)
tests_service_test_queue_LDADD = $(service_test_libs)

service_play_sources = tests/service/stagehand.c tests/service/stagehand.h \
	$(service_house_sources)
tests_service_test_play_bounds_SOURCES = tests/service/test_play_bounds.c \
	$(service_play_sources)
tests_service_test_play_bounds_CFLAGS = $(service_test_cflags)
tests_service_test_play_bounds_LDADD = $(service_test_libs)
tests_service_test_play_secret_SOURCES = tests/service/test_play_secret.c \
	$(service_play_sources)
tests_service_test_play_secret_CFLAGS = $(service_test_cflags)
tests_service_test_play_secret_LDADD = $(service_test_libs)
tests_service_test_play_way_SOURCES = tests/service/test_play_way.c \
	$(service_play_sources)
tests_service_test_play_way_CFLAGS = $(service_test_cflags)
tests_service_test_play_way_LDADD = $(service_test_libs)
tests_service_test_play_SOURCES = tests/service/test_play.c \
	$(service_play_sources)
tests_service_test_play_CFLAGS = $(service_test_cflags)
tests_service_test_play_LDADD = $(service_test_libs)

tests_service_test_redo_SOURCES = tests/service/test_redo.c \
	$(service_house_sources)
tests_service_test_redo_CFLAGS = $(service_test_cflags)
tests_service_test_redo_LDADD = $(service_test_libs)

tests_service_test_report_SOURCES = tests/service/test_report.c \
	$(service_house_sources)
tests_service_test_report_CFLAGS = $(service_test_cflags)
tests_service_test_report_LDADD = $(service_test_libs)

tests_service_test_suppress_SOURCES = tests/service/test_suppress.c \
	$(service_screen_sources) $(service_house_sources)
tests_service_test_suppress_CFLAGS = $(service_test_cflags)
tests_service_test_suppress_LDADD = $(service_test_libs)
tests_service_test_tickets_SOURCES = tests/service/test_tickets.c \
	$(service_house_sources)
tests_service_test_tickets_CFLAGS = $(service_test_cflags)
tests_service_test_tickets_LDADD = $(service_test_libs)

tests_service_test_timer_SOURCES = tests/service/test_timer.c \
	$(service_house_sources)
tests_service_test_timer_CFLAGS = $(service_test_cflags)
tests_service_test_timer_LDADD = $(service_test_libs)

tests_service_test_triage_SOURCES = tests/service/test_triage.c \
	$(service_house_sources)
tests_service_test_triage_CFLAGS = $(service_test_cflags)
tests_service_test_triage_LDADD = $(service_test_libs)

tests_service_test_turns_SOURCES = tests/service/test_turns.c \
	$(service_house_sources)
tests_service_test_turns_CFLAGS = $(service_test_cflags)
tests_service_test_turns_LDADD = $(service_test_libs)

tests_service_test_view_SOURCES = tests/service/test_view.c
tests_service_test_view_CFLAGS = $(service_test_cflags)
tests_service_test_view_LDADD = $(service_test_libs)
endif

tests_service_test_vote_SOURCES = tests/service/test_vote.c \
	$(service_house_sources)
tests_service_test_vote_CFLAGS = $(service_test_cflags)
tests_service_test_vote_LDADD = $(service_test_libs)

tests_service_test_anew_SOURCES = tests/service/test_anew.c \
	$(service_house_sources)
tests_service_test_anew_CFLAGS = $(service_test_cflags)
tests_service_test_anew_LDADD = $(service_test_libs)

tests_service_test_glass_SOURCES = tests/service/test_glass.c \
	$(service_house_sources)
tests_service_test_glass_CFLAGS = $(service_test_cflags)
tests_service_test_glass_LDADD = $(service_test_libs)
