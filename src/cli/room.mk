# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libcli.a
src_libcli_a_SOURCES = \
	src/cli/approval_show.c \
	src/cli/approval_show.h \
	src/cli/backtest_show.c \
	src/cli/backtest_show.h \
	src/cli/cli.c \
	src/cli/cli.h \
	src/cli/cmd_access.c \
	src/cli/cmd_approval.c \
	src/cli/cmd_audit.c \
	src/cli/cmd_contain.c src/cli/contain_list.c \
	src/cli/contain_acts.c \
	src/cli/cmd_doctor.c \
	src/cli/cmd_engine.c \
	src/cli/cmd_event.c \
	src/cli/cmd_help.c \
	src/cli/cmd_playbook.c \
	src/cli/cmd_report.c \
	src/cli/cmd_rule.c \
	src/cli/cmd_run.c \
	src/cli/cmd_serve.c \
	src/cli/cmd_suppression.c \
	src/cli/cmd_view.c \
	src/cli/cmd_watchlist.c \
	src/cli/demo.c \
	src/cli/demo.h \
	src/cli/event_ingest.c \
	src/cli/event_show.c \
	src/cli/event_triage.c \
	src/cli/event_simulate.c \
	src/cli/follow.c \
	src/cli/follow.h \
	src/cli/help.c \
	src/cli/help.h \
	src/cli/many.c src/cli/many.h \
	src/cli/opts.c \
	src/cli/opts.h \
	src/cli/out.c \
	src/cli/out.h \
	src/cli/playbook_import.c \
	src/cli/playbook_rehearse.c \
	src/cli/playbook_show.c \
	src/cli/playbook_show.h \
	src/cli/rule_azure.c \
	src/cli/rule_backtest.c \
	src/cli/rule_dir.c \
	src/cli/rule_drill.c \
	src/cli/rule_files.c \
	src/cli/rule_history.c \
	src/cli/rule_print.c \
	src/cli/rule_print.h \
	src/cli/rule_guards.c \
	src/cli/rule_gallery.c \
	src/cli/rule_lint.c \
	src/cli/rule_test.c \
	src/cli/rule_why.c \
	src/cli/rule_word.c \
	src/cli/rule_word.h \
	src/cli/run_acts.c \
	src/cli/stop.c \
	src/cli/stop.h \
	src/cli/stream.c \
	src/cli/stream.h \
	src/cli/verbs.h \
	src/cli/words.c \
	src/cli/words.h
