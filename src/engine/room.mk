# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libengine.a
src_libengine_a_SOURCES = \
	src/engine/api.c src/engine/api.h \
	src/engine/api_approvals.c \
	src/engine/api_arm.c \
	src/engine/api_azuread.c \
	src/engine/api_azureautomation.c \
	src/engine/api_azurevm.c \
	src/engine/api_devops.c \
	src/engine/api_elsewhere.c \
	src/engine/api_entry.c src/engine/api_entry.h \
	src/engine/api_hand.c src/engine/api_hand.h \
	src/engine/api_hand_azure.c src/engine/api_hand_azure.h \
	src/engine/api_hand_http.c \
	src/engine/api_hand_logs.c \
	src/engine/api_hand_message.c \
	src/engine/api_hand_put.c src/engine/api_hand_part.h \
	src/engine/api_hand_store.c \
	src/engine/api_hand_ticket.c \
	src/engine/api_jira.c \
	src/engine/api_keyvault.c \
	src/engine/api_logs.c \
	src/engine/api_mail.c \
	src/engine/api_office365users.c \
	src/engine/api_request.c \
	src/engine/api_riposte.c \
	src/engine/api_servicenow.c \
	src/engine/api_sharepoint.c \
	src/engine/api_slack.c \
	src/engine/api_storage.c \
	src/engine/api_teams.c \
	src/engine/api_wdatp.c \
	src/engine/backtest.c src/engine/backtest.h \
	src/engine/backtest_report.c src/engine/backtest_part.h \
	src/engine/compose.c src/engine/compose.h \
	src/engine/compose_read.c src/engine/compose_part.h \
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
	src/engine/playbook.c src/engine/playbook.h \
	src/engine/playbook_judge.c src/engine/playbook_part.h \
	src/engine/playbook_lint.c \
	src/engine/playbook_param.c \
	src/engine/playbook_remote.c \
	src/engine/playbook_secret.c \
	src/engine/playbook_write.c \
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
	src/engine/recurrence.c src/engine/recurrence.h \
	src/engine/rehearse.c src/engine/rehearse.h \
	src/engine/rehearse_estate.c src/engine/rehearse_estate.h \
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
	src/engine/template.c src/engine/template.h \
	src/engine/wdl.h src/engine/wdl_part.h \
	src/engine/wdl_check.c \
	src/engine/wdl_control.c \
	src/engine/wdl_data.c \
	src/engine/wdl_fit.c \
	src/engine/wdl_node.c \
	src/engine/wdl_read.c \
	src/engine/wdl_run.c \
	src/engine/wdl_sample.c \
	src/engine/wdl_schema.c \
	src/engine/wdl_shape_merge.c \
	src/engine/wdl_shape.c src/engine/wdl_shape.h \
	src/engine/wdl_shape_part.h \
	src/engine/wdl_seen.c \
	src/engine/wdl_taken.c \
	src/engine/wdl_tree.c src/engine/wdl_tree.h \
	src/engine/wdl_type.c \
	src/engine/wdl_value.c \
	src/engine/wdl_variable.c \
	src/engine/wdl_world.c
