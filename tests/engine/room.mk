# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += tests/data/automations
if HAVE_CMOCKA
engine_tests = \
	tests/engine/test_backtest \
	tests/engine/test_expr \
	tests/engine/test_expr_complete \
	tests/engine/test_expr_all \
	tests/engine/test_expr_fn \
	tests/engine/test_expr_time \
	tests/engine/test_api \
	tests/engine/test_api_answer \
	tests/engine/test_api_hand \
	tests/engine/test_automation \
	tests/engine/test_automation_files \
	tests/engine/test_deploy \
	tests/engine/test_guard \
	tests/engine/test_plan \
	tests/engine/test_plan_param \
	tests/engine/test_lint \
	tests/engine/test_permit \
	tests/engine/test_playbook \
	tests/engine/test_rehearse \
	tests/engine/test_policy \
	tests/engine/test_protect \
	tests/engine/test_recurrence \
	tests/engine/test_query \
	tests/engine/test_query_complete \
	tests/engine/test_query_hint \
	tests/engine/test_query_parse \
	tests/engine/test_query_range \
	tests/engine/test_query_trace \
	tests/engine/test_rule_change \
	tests/engine/test_rule_test \
	tests/engine/test_rules \
	tests/engine/test_target \
	tests/engine/test_template \
	tests/engine/test_wdl \
	tests/engine/test_wdl_bad \
	tests/engine/test_wdl_fn
check_PROGRAMS += $(engine_tests)
TESTS += $(engine_tests)

engine_stage = tests/engine/stage.c tests/engine/stage.h
engine_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS) -I$(top_srcdir)
engine_test_libs = $(ENGINE_LIBS) $(CMOCKA_LIBS)
expr_stage = tests/engine/expr_stage.c tests/engine/expr_stage.h

tests_engine_test_expr_SOURCES = \
	tests/engine/test_expr.c $(expr_stage)
tests_engine_test_expr_CFLAGS = $(engine_test_cflags)
tests_engine_test_expr_LDADD = $(engine_test_libs)

tests_engine_test_expr_complete_SOURCES = \
	tests/engine/test_expr_complete.c $(engine_stage)
tests_engine_test_expr_complete_CFLAGS = $(engine_test_cflags)
tests_engine_test_expr_complete_LDADD = $(engine_test_libs)

tests_engine_test_expr_fn_SOURCES = \
	tests/engine/test_expr_fn.c $(expr_stage)
tests_engine_test_expr_fn_CFLAGS = $(engine_test_cflags)
tests_engine_test_expr_fn_LDADD = $(engine_test_libs)
tests_engine_test_expr_all_SOURCES = \
	tests/engine/test_expr_all.c $(expr_stage)
tests_engine_test_expr_all_CFLAGS = $(engine_test_cflags)
tests_engine_test_expr_all_LDADD = $(engine_test_libs)

tests_engine_test_expr_time_SOURCES = \
	tests/engine/test_expr_time.c $(expr_stage)
tests_engine_test_expr_time_CFLAGS = $(engine_test_cflags)
tests_engine_test_expr_time_LDADD = $(engine_test_libs)

engine_exchange = tests/engine/exchange.c tests/engine/exchange.h

tests_engine_test_automation_SOURCES = \
	tests/engine/test_automation.c $(engine_exchange)
tests_engine_test_automation_CFLAGS = $(engine_test_cflags)
tests_engine_test_automation_LDADD = $(engine_test_libs)

tests_engine_test_deploy_SOURCES = \
	tests/engine/test_deploy.c $(engine_exchange)
tests_engine_test_deploy_CFLAGS = $(engine_test_cflags)
tests_engine_test_deploy_LDADD = $(engine_test_libs)

tests_engine_test_automation_files_SOURCES = \
	tests/engine/test_automation_files.c $(engine_exchange)
tests_engine_test_automation_files_CFLAGS = $(engine_test_cflags)
tests_engine_test_automation_files_LDADD = $(engine_test_libs)

tests_engine_test_target_SOURCES = \
	tests/engine/test_target.c
tests_engine_test_target_CFLAGS = $(engine_test_cflags)
tests_engine_test_target_LDADD = $(engine_test_libs)

tests_engine_test_guard_SOURCES = \
	tests/engine/test_guard.c
tests_engine_test_guard_CFLAGS = $(engine_test_cflags)
tests_engine_test_guard_LDADD = $(engine_test_libs)

tests_engine_test_backtest_SOURCES = \
	tests/engine/test_backtest.c
tests_engine_test_backtest_CFLAGS = $(engine_test_cflags)
tests_engine_test_backtest_LDADD = $(engine_test_libs)

tests_engine_test_query_hint_SOURCES = \
	tests/engine/test_query_hint.c
tests_engine_test_query_hint_CFLAGS = $(engine_test_cflags)
tests_engine_test_query_hint_LDADD = $(engine_test_libs)

tests_engine_test_plan_SOURCES = \
	tests/engine/test_plan.c $(engine_stage)
tests_engine_test_plan_CFLAGS = $(engine_test_cflags)
tests_engine_test_plan_LDADD = $(engine_test_libs)

tests_engine_test_plan_param_SOURCES = \
	tests/engine/test_plan_param.c $(engine_stage)
tests_engine_test_plan_param_CFLAGS = $(engine_test_cflags)
tests_engine_test_plan_param_LDADD = $(engine_test_libs)

tests_engine_test_lint_SOURCES = \
	tests/engine/test_lint.c
tests_engine_test_lint_CFLAGS = $(engine_test_cflags)
tests_engine_test_lint_LDADD = $(engine_test_libs)
tests_engine_test_query_range_SOURCES = \
	tests/engine/test_query_range.c
tests_engine_test_query_range_CFLAGS = $(engine_test_cflags)
tests_engine_test_query_range_LDADD = $(engine_test_libs)
tests_engine_test_permit_SOURCES = \
	tests/engine/test_permit.c
tests_engine_test_permit_CFLAGS = $(engine_test_cflags)
tests_engine_test_permit_LDADD = $(engine_test_libs)
tests_engine_test_policy_SOURCES = \
	tests/engine/test_policy.c
tests_engine_test_policy_CFLAGS = $(engine_test_cflags)
tests_engine_test_policy_LDADD = $(engine_test_libs)

tests_engine_test_recurrence_SOURCES = \
	tests/engine/test_recurrence.c
tests_engine_test_recurrence_CFLAGS = $(engine_test_cflags)
tests_engine_test_recurrence_LDADD = $(engine_test_libs)
tests_engine_test_protect_SOURCES = \
	tests/engine/test_protect.c
tests_engine_test_protect_CFLAGS = $(engine_test_cflags)
tests_engine_test_protect_LDADD = $(engine_test_libs)

tests_engine_test_rule_change_SOURCES = \
	tests/engine/test_rule_change.c
tests_engine_test_rule_change_CFLAGS = $(engine_test_cflags)
tests_engine_test_rule_change_LDADD = $(engine_test_libs)

tests_engine_test_query_SOURCES = \
	tests/engine/test_query.c $(engine_stage)
tests_engine_test_query_CFLAGS = $(engine_test_cflags)
tests_engine_test_query_LDADD = $(engine_test_libs)

tests_engine_test_query_complete_SOURCES = \
	tests/engine/test_query_complete.c
tests_engine_test_query_complete_CFLAGS = $(engine_test_cflags)
tests_engine_test_query_complete_LDADD = $(engine_test_libs)

tests_engine_test_query_parse_SOURCES = \
	tests/engine/test_query_parse.c $(engine_stage)
tests_engine_test_query_parse_CFLAGS = $(engine_test_cflags)
tests_engine_test_query_parse_LDADD = $(engine_test_libs)

tests_engine_test_query_trace_SOURCES = \
	tests/engine/test_query_trace.c $(engine_stage)
tests_engine_test_query_trace_CFLAGS = $(engine_test_cflags)
tests_engine_test_query_trace_LDADD = $(engine_test_libs)

tests_engine_test_rule_test_SOURCES = \
	tests/engine/test_rule_test.c $(engine_stage)
tests_engine_test_rule_test_CFLAGS = $(engine_test_cflags)
tests_engine_test_rule_test_LDADD = $(engine_test_libs)

tests_engine_test_rules_SOURCES = \
	tests/engine/test_rules.c $(engine_stage)
tests_engine_test_rules_CFLAGS = $(engine_test_cflags)
tests_engine_test_rules_LDADD = $(engine_test_libs)

tests_engine_test_template_SOURCES = \
	tests/engine/test_template.c $(engine_stage)
tests_engine_test_template_CFLAGS = $(engine_test_cflags)
tests_engine_test_template_LDADD = $(engine_test_libs)

tests_engine_test_api_SOURCES = tests/engine/test_api.c
tests_engine_test_api_CFLAGS = $(engine_test_cflags)
tests_engine_test_api_LDADD = $(engine_test_libs)

tests_engine_test_api_answer_SOURCES = tests/engine/test_api_answer.c \
	tests/engine/hands.c tests/engine/hands.h
tests_engine_test_api_answer_CFLAGS = $(engine_test_cflags)
tests_engine_test_api_answer_LDADD = $(engine_test_libs)

tests_engine_test_api_hand_SOURCES = tests/engine/test_api_hand.c \
	tests/engine/hands.c tests/engine/hands.h
tests_engine_test_api_hand_CFLAGS = $(engine_test_cflags)
tests_engine_test_api_hand_LDADD = $(engine_test_libs)

tests_engine_test_rehearse_SOURCES = tests/engine/test_rehearse.c
tests_engine_test_rehearse_CFLAGS = $(engine_test_cflags)
tests_engine_test_rehearse_LDADD = $(engine_test_libs)

tests_engine_test_playbook_SOURCES = tests/engine/test_playbook.c
tests_engine_test_playbook_CFLAGS = $(engine_test_cflags)
tests_engine_test_playbook_LDADD = $(engine_test_libs)

wdl_stage = tests/engine/wdl_stage.c tests/engine/wdl_stage.h
tests_engine_test_wdl_SOURCES = tests/engine/test_wdl.c $(wdl_stage)
tests_engine_test_wdl_CFLAGS = $(engine_test_cflags)
tests_engine_test_wdl_LDADD = $(engine_test_libs)

tests_engine_test_wdl_bad_SOURCES = tests/engine/test_wdl_bad.c $(wdl_stage)
tests_engine_test_wdl_bad_CFLAGS = $(engine_test_cflags)
tests_engine_test_wdl_bad_LDADD = $(engine_test_libs)

tests_engine_test_wdl_fn_SOURCES = tests/engine/test_wdl_fn.c $(wdl_stage)
tests_engine_test_wdl_fn_CFLAGS = $(engine_test_cflags)
tests_engine_test_wdl_fn_LDADD = $(engine_test_libs)
endif

# Built by make bench.
EXTRA_PROGRAMS += tests/engine/bench_rules
tests_engine_bench_rules_SOURCES = tests/engine/bench_rules.c \
	tests/engine/bench_world.c tests/engine/bench_world.h
tests_engine_bench_rules_LDADD = $(ENGINE_LIBS)
