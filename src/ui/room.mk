# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libui.a
src_libui_a_SOURCES = \
	src/ui/approval_view.c \
	src/ui/approval_view.h \
	src/ui/approvals_acts.c \
	src/ui/approvals_own.h \
	src/ui/batch_view.c \
	src/ui/batch_view.h \
	src/ui/board.c \
	src/ui/board.h \
	src/ui/cmdlog.c \
	src/ui/cmdlog.h \
	src/ui/detail.c \
	src/ui/detail.h \
	src/ui/detail_text.c \
	src/ui/contained_acts.c src/ui/contained_own.h \
	src/ui/contained_write.c \
	src/ui/draft.c \
	src/ui/draft.h \
	src/ui/frame.c \
	src/ui/frame.h \
	src/ui/guide.c \
	src/ui/guide.h \
	src/ui/help.c \
	src/ui/help.h \
	src/ui/marks.c \
	src/ui/marks.h \
	src/ui/pager.c \
	src/ui/pager.h \
	src/ui/palette.c \
	src/ui/palette.h \
	src/ui/places.c \
	src/ui/places.h \
	src/ui/plain.c \
	src/ui/plain.h \
	src/ui/compose_edit.c src/ui/compose_edit.h \
	src/ui/compose_form.c src/ui/compose_shape.c \
	src/ui/field_row.c src/ui/field_row.h \
	src/ui/form_pane.c src/ui/form_pane.h \
	src/ui/flow_view.c src/ui/flow_view.h src/ui/flow_words.c \
	src/ui/json_edit.c src/ui/json_edit.h \
	src/ui/playbooks_acts.c src/ui/playbooks_import.c \
	src/ui/playbooks_keys.c src/ui/playbooks_list.c src/ui/playbooks_tree.c \
	src/ui/playbooks_own.h \
	src/ui/rehearse_acts.c src/ui/rehearse_rows.c \
	src/ui/rehearse_view.c src/ui/rehearse_view.h \
	src/ui/remote_view.c src/ui/remote_view.h \
	src/ui/question.c src/ui/question.h \
	src/ui/queue_contain.c \
	src/ui/queue_keys.c \
	src/ui/queue_line.c \
	src/ui/queue_list.c \
	src/ui/queue_mark.c \
	src/ui/queue_own.h src/ui/queue_param.c \
	src/ui/queue_rows.c \
	src/ui/queue_rows.h \
	src/ui/queue_triage.c \
	src/ui/queue_views.c \
	src/ui/rule_edit.c \
	src/ui/rule_edit.h \
	src/ui/rule_demand.c \
	src/ui/rule_fault.c \
	src/ui/rule_offer.c \
	src/ui/rule_pane.c \
	src/ui/rule_read.c \
	src/ui/rule_shape.c \
	src/ui/rule_warn.c \
	src/ui/rules_acts.c \
	src/ui/rules_history.c \
	src/ui/rules_list.c \
	src/ui/rules_trial.c \
	src/ui/trial_text.c \
	src/ui/trial_view.c \
	src/ui/trial_view.h \
	src/ui/rules_own.h \
	src/ui/run_flow.c \
	src/ui/run_view.c \
	src/ui/run_view.h \
	src/ui/runs_acts.c \
	src/ui/runs_own.h \
	src/ui/samples.c \
	src/ui/samples.h \
	src/ui/scr_approvals.c src/ui/scr_audit.c \
	src/ui/scr_contained.c \
	src/ui/scr_health.c \
	src/ui/scr_insights.c \
	src/ui/scr_playbooks.c \
	src/ui/scr_queue.c \
	src/ui/scr_rules.c \
	src/ui/scr_runs.c \
	src/ui/scr_suppressions.c \
	src/ui/screens.c \
	src/ui/screens.h \
	src/ui/shell.c \
	src/ui/shell.h \
	src/ui/shell_acts.c \
	src/ui/suppress_edit.c \
	src/ui/suppress_edit.h \
	src/ui/suppress_facts.c \
	src/ui/ui.c \
	src/ui/ui.h \
	src/ui/words.c \
	src/ui/words.h
