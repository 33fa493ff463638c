# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_CMOCKA
store_tests = \
	tests/store/test_approvals \
	tests/store/test_bodies \
	tests/store/test_db_sqlite \
	tests/store/test_db_sqlite_rows \
	tests/store/test_decisions \
	tests/store/test_effects \
	tests/store/test_events \
	tests/store/test_events_read \
	tests/store/test_figures \
	tests/store/test_guards \
	tests/store/test_playbooks \
	tests/store/test_plays \
	tests/store/test_prune \
	tests/store/test_report \
	tests/store/test_rules \
	tests/store/test_runs \
	tests/store/test_schema \
	tests/store/test_state \
	tests/store/test_steps \
	tests/store/test_store \
	tests/store/test_suppressions \
	tests/store/test_terms \
	tests/store/test_tickets
check_PROGRAMS += $(store_tests)
TESTS += $(store_tests)

store_stage = tests/store/stage.c tests/store/stage.h
store_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
store_test_libs = $(STORE_LIBS) $(CMOCKA_LIBS)

tests_store_test_approvals_SOURCES = \
	tests/store/test_approvals.c $(store_stage)
tests_store_test_approvals_CFLAGS = $(store_test_cflags)
tests_store_test_approvals_LDADD = $(store_test_libs)

tests_store_test_bodies_SOURCES = \
	tests/store/test_bodies.c $(store_stage)
tests_store_test_bodies_CFLAGS = $(store_test_cflags)
tests_store_test_bodies_LDADD = $(store_test_libs)

tests_store_test_db_sqlite_SOURCES = \
	tests/store/test_db_sqlite.c $(store_stage)
tests_store_test_db_sqlite_CFLAGS = $(store_test_cflags)
tests_store_test_db_sqlite_LDADD = $(store_test_libs)

tests_store_test_db_sqlite_rows_SOURCES = \
	tests/store/test_db_sqlite_rows.c $(store_stage)
tests_store_test_db_sqlite_rows_CFLAGS = $(store_test_cflags)
tests_store_test_db_sqlite_rows_LDADD = $(store_test_libs)

tests_store_test_decisions_SOURCES = \
	tests/store/test_decisions.c $(store_stage)
tests_store_test_decisions_CFLAGS = $(store_test_cflags)
tests_store_test_decisions_LDADD = $(store_test_libs)

tests_store_test_effects_SOURCES = \
	tests/store/test_effects.c $(store_stage)
tests_store_test_effects_CFLAGS = $(store_test_cflags)
tests_store_test_effects_LDADD = $(store_test_libs)

tests_store_test_events_SOURCES = \
	tests/store/test_events.c $(store_stage)
tests_store_test_events_CFLAGS = $(store_test_cflags)
tests_store_test_events_LDADD = $(store_test_libs)

tests_store_test_events_read_SOURCES = \
	tests/store/test_events_read.c $(store_stage)
tests_store_test_events_read_CFLAGS = $(store_test_cflags)
tests_store_test_events_read_LDADD = $(store_test_libs)

tests_store_test_figures_SOURCES = \
	tests/store/test_figures.c $(store_stage)
tests_store_test_figures_CFLAGS = $(store_test_cflags)
tests_store_test_figures_LDADD = $(store_test_libs)

tests_store_test_guards_SOURCES = \
	tests/store/test_guards.c $(store_stage)
tests_store_test_guards_CFLAGS = $(store_test_cflags)
tests_store_test_guards_LDADD = $(store_test_libs)

tests_store_test_playbooks_SOURCES = \
	tests/store/test_playbooks.c $(store_stage)
tests_store_test_playbooks_CFLAGS = $(store_test_cflags)
tests_store_test_playbooks_LDADD = $(store_test_libs)

tests_store_test_plays_SOURCES = \
	tests/store/test_plays.c $(store_stage)
tests_store_test_plays_CFLAGS = $(store_test_cflags)
tests_store_test_plays_LDADD = $(store_test_libs)

tests_store_test_prune_SOURCES = \
	tests/store/test_prune.c $(store_stage)
tests_store_test_prune_CFLAGS = $(store_test_cflags)
tests_store_test_prune_LDADD = $(store_test_libs)

tests_store_test_report_SOURCES = \
	tests/store/test_report.c $(store_stage)
tests_store_test_report_CFLAGS = $(store_test_cflags)
tests_store_test_report_LDADD = $(store_test_libs)

tests_store_test_rules_SOURCES = \
	tests/store/test_rules.c $(store_stage)
tests_store_test_rules_CFLAGS = $(store_test_cflags)
tests_store_test_rules_LDADD = $(store_test_libs)

tests_store_test_runs_SOURCES = \
	tests/store/test_runs.c $(store_stage)
tests_store_test_runs_CFLAGS = $(store_test_cflags)
tests_store_test_runs_LDADD = $(store_test_libs)

tests_store_test_schema_SOURCES = \
	tests/store/test_schema.c $(store_stage)
tests_store_test_schema_CFLAGS = $(store_test_cflags)
tests_store_test_schema_LDADD = $(store_test_libs)

tests_store_test_state_SOURCES = \
	tests/store/test_state.c $(store_stage)
tests_store_test_state_CFLAGS = $(store_test_cflags)
tests_store_test_state_LDADD = $(store_test_libs)

tests_store_test_steps_SOURCES = \
	tests/store/test_steps.c $(store_stage)
tests_store_test_steps_CFLAGS = $(store_test_cflags)
tests_store_test_steps_LDADD = $(store_test_libs)

tests_store_test_store_SOURCES = \
	tests/store/test_store.c $(store_stage)
tests_store_test_store_CFLAGS = $(store_test_cflags)
tests_store_test_store_LDADD = $(store_test_libs)
tests_store_test_suppressions_SOURCES = \
	tests/store/test_suppressions.c $(store_stage)
tests_store_test_suppressions_CFLAGS = $(store_test_cflags)
tests_store_test_suppressions_LDADD = $(store_test_libs)

tests_store_test_tickets_SOURCES = \
	tests/store/test_tickets.c $(store_stage)
tests_store_test_tickets_CFLAGS = $(store_test_cflags)
tests_store_test_tickets_LDADD = $(store_test_libs)

tests_store_test_terms_SOURCES = \
	tests/store/test_terms.c $(store_stage)
tests_store_test_terms_CFLAGS = $(store_test_cflags)
tests_store_test_terms_LDADD = $(store_test_libs)
endif
