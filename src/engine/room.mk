# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libengine.a
src_libengine_a_SOURCES = \
	src/engine/backtest.c src/engine/backtest.h \
	src/engine/backtest_report.c src/engine/backtest_part.h \
	src/engine/expr.c src/engine/expr.h \
	src/engine/expr_complete.c src/engine/expr_complete.h \
	src/engine/expr_eval.c src/engine/expr_part.h \
	src/engine/expr_fn.c \
	src/engine/expr_fn_collection.c \
	src/engine/expr_fn_convert.c \
	src/engine/expr_fn_logic.c \
	src/engine/expr_fn_math.c \
	src/engine/expr_fn_object.c \
	src/engine/expr_fn_text.c \
	src/engine/expr_fn_time.c \
	src/engine/expr_fn_uri.c \
	src/engine/expr_lex.c \
	src/engine/expr_number.c src/engine/expr_number.h \
	src/engine/expr_parse.c \
	src/engine/expr_time.c src/engine/expr_time.h \
	src/engine/expr_time_write.c \
	src/engine/expr_utf16.c \
	src/engine/expr_zone.c \
	src/engine/automation.c src/engine/automation.h \
	src/engine/automation_part.h \
	src/engine/automation_path.c \
	src/engine/automation_put.c \
	src/engine/automation_read.c \
	src/engine/automation_scope.c \
	src/engine/automation_sets.c \
	src/engine/automation_source.c \
	src/engine/automation_template.c \
	src/engine/automation_term.c \
	src/engine/automation_warn.c \
	src/engine/automation_write.c \
	src/engine/deploy.c src/engine/deploy.h \
	src/engine/deploy_expr.c src/engine/deploy_part.h \
	src/engine/deploy_fn.c src/engine/deploy_given.c \
	src/engine/deploy_place.c \
	src/engine/deploy_text.c \
	src/engine/deploy_value.c \
	src/engine/lint.c src/engine/lint.h src/engine/lint_sets.c \
	src/engine/lint_deck.c \
	src/engine/permit.c src/engine/permit.h \
	src/engine/guard.c src/engine/guard.h \
	src/engine/guard_memory.c src/engine/guard_memory.h \
	src/engine/guard_schedule.c \
	src/engine/plan.c src/engine/plan.h \
	src/engine/plan_contain.c src/engine/plan_part.h \
	src/engine/plan_param.c src/engine/plan_trip.c src/engine/plan_undo.c \
	src/engine/policy.c src/engine/policy.h \
	src/engine/protect.c src/engine/protect.h \
	src/engine/query.c src/engine/query.h \
	src/engine/query_ask.c \
	src/engine/query_body.c \
	src/engine/query_comparison.c \
	src/engine/query_complete.c \
	src/engine/query_hint.c \
	src/engine/query_lex.c \
	src/engine/query_literal.c \
	src/engine/query_name.c \
	src/engine/query_op.c \
	src/engine/query_parse.c src/engine/query_parse.h \
	src/engine/query_part.h \
	src/engine/query_path.c \
	src/engine/query_range.c \
	src/engine/query_probe.c \
	src/engine/query_trace.c \
	src/engine/query_value.c \
	src/engine/rule_change.c \
	src/engine/rule_code.c src/engine/rule_code.h \
	src/engine/rule_decide.c \
	src/engine/rule_test.c src/engine/rule_test.h \
	src/engine/rules.c src/engine/rules.h \
	src/engine/rules_cover.c \
	src/engine/rules_lane.c \
	src/engine/rules_match.c \
	src/engine/rules_part.h \
	src/engine/subject.c src/engine/subject.h \
	src/engine/template.c src/engine/template.h
