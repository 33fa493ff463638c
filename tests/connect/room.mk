# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += tests/connect/answers.h tests/connect/connectors.h \
	tests/connect/serve.h \
	tests/connect/server.py tests/connect/turns.h

if HAVE_CMOCKA
connect_tests = \
	tests/connect/test_act_automation \
	tests/connect/test_act_flow \
	tests/connect/test_act_function \
	tests/connect/test_act_logicapp \
	tests/connect/test_act_runbook \
	tests/connect/test_action \
	tests/connect/test_arm \
	tests/connect/test_claims \
	tests/connect/test_errand \
	tests/connect/test_gate tests/connect/test_grant \
	tests/connect/test_hosts \
	tests/connect/test_judge \
	tests/connect/test_mail \
	tests/connect/test_act_call \
	tests/connect/test_act_remote \
	tests/connect/test_message \
	tests/connect/test_retry \
	tests/connect/test_source \
	tests/connect/test_sources \
	tests/connect/test_ticket \
	tests/connect/test_ticket_note \
	tests/connect/test_token \
	tests/connect/test_tokens \
	tests/connect/test_wire
check_PROGRAMS += $(connect_tests)
TESTS += $(connect_tests)

connect_test_flags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
connect_test_libs = $(CONNECT_LIBS) $(CMOCKA_LIBS)

tests_connect_test_act_automation_SOURCES = \
	tests/connect/test_act_automation.c
tests_connect_test_act_automation_CFLAGS = $(connect_test_flags)
tests_connect_test_act_automation_LDADD = $(connect_test_libs)

tests_connect_test_act_flow_SOURCES = tests/connect/test_act_flow.c
tests_connect_test_act_flow_CFLAGS = $(connect_test_flags)
tests_connect_test_act_flow_LDADD = $(connect_test_libs)
tests_connect_test_act_function_SOURCES = tests/connect/test_act_function.c
tests_connect_test_act_function_CFLAGS = $(connect_test_flags)
tests_connect_test_act_function_LDADD = $(connect_test_libs)
tests_connect_test_act_logicapp_SOURCES = tests/connect/test_act_logicapp.c
tests_connect_test_act_logicapp_CFLAGS = $(connect_test_flags)
tests_connect_test_act_logicapp_LDADD = $(connect_test_libs)
tests_connect_test_act_runbook_SOURCES = tests/connect/test_act_runbook.c
tests_connect_test_act_runbook_CFLAGS = $(connect_test_flags)
tests_connect_test_act_runbook_LDADD = $(connect_test_libs)
tests_connect_test_action_SOURCES = tests/connect/test_action.c
tests_connect_test_action_CFLAGS = $(connect_test_flags)
tests_connect_test_action_LDADD = $(connect_test_libs)
tests_connect_test_arm_SOURCES = tests/connect/test_arm.c
tests_connect_test_arm_CFLAGS = $(connect_test_flags)
tests_connect_test_arm_LDADD = $(connect_test_libs)
tests_connect_test_errand_SOURCES = tests/connect/test_errand.c
tests_connect_test_errand_CFLAGS = $(connect_test_flags)
tests_connect_test_errand_LDADD = $(connect_test_libs)
tests_connect_test_claims_SOURCES = tests/connect/test_claims.c
tests_connect_test_claims_CFLAGS = $(connect_test_flags)
tests_connect_test_claims_LDADD = $(connect_test_libs)
tests_connect_test_gate_SOURCES = tests/connect/test_gate.c
tests_connect_test_gate_CFLAGS = $(connect_test_flags)
tests_connect_test_gate_LDADD = $(connect_test_libs)
tests_connect_test_grant_SOURCES = tests/connect/test_grant.c
tests_connect_test_grant_CFLAGS = $(connect_test_flags)
tests_connect_test_grant_LDADD = $(connect_test_libs)
tests_connect_test_hosts_SOURCES = tests/connect/test_hosts.c
tests_connect_test_hosts_CFLAGS = $(connect_test_flags)
tests_connect_test_hosts_LDADD = $(connect_test_libs)
tests_connect_test_judge_SOURCES = tests/connect/test_judge.c
tests_connect_test_judge_CFLAGS = $(connect_test_flags)
tests_connect_test_judge_LDADD = $(connect_test_libs)
tests_connect_test_mail_SOURCES = tests/connect/test_mail.c
tests_connect_test_mail_CFLAGS = $(connect_test_flags)
tests_connect_test_mail_LDADD = $(connect_test_libs)
tests_connect_test_act_remote_SOURCES = tests/connect/test_act_remote.c
tests_connect_test_act_remote_CFLAGS = $(connect_test_flags)
tests_connect_test_act_remote_LDADD = $(connect_test_libs)

tests_connect_test_act_call_SOURCES = tests/connect/test_act_call.c
tests_connect_test_act_call_CFLAGS = $(connect_test_flags)
tests_connect_test_act_call_LDADD = $(connect_test_libs)

tests_connect_test_message_SOURCES = tests/connect/test_message.c
tests_connect_test_message_CFLAGS = $(connect_test_flags)
tests_connect_test_message_LDADD = $(connect_test_libs)
tests_connect_test_ticket_SOURCES = tests/connect/test_ticket.c
tests_connect_test_ticket_CFLAGS = $(connect_test_flags)
tests_connect_test_ticket_LDADD = $(connect_test_libs)
tests_connect_test_ticket_note_SOURCES = tests/connect/test_ticket_note.c
tests_connect_test_ticket_note_CFLAGS = $(connect_test_flags)
tests_connect_test_ticket_note_LDADD = $(connect_test_libs)
tests_connect_test_retry_SOURCES = tests/connect/test_retry.c
tests_connect_test_retry_CFLAGS = $(connect_test_flags)
tests_connect_test_retry_LDADD = $(connect_test_libs)
tests_connect_test_source_SOURCES = tests/connect/test_source.c
tests_connect_test_source_CFLAGS = $(connect_test_flags)
tests_connect_test_source_LDADD = $(connect_test_libs)
tests_connect_test_sources_SOURCES = tests/connect/test_sources.c
tests_connect_test_sources_CFLAGS = $(connect_test_flags)
tests_connect_test_sources_LDADD = $(connect_test_libs)
tests_connect_test_token_SOURCES = tests/connect/test_token.c
tests_connect_test_token_CFLAGS = $(connect_test_flags)
tests_connect_test_token_LDADD = $(connect_test_libs)
tests_connect_test_tokens_SOURCES = tests/connect/test_tokens.c
tests_connect_test_tokens_CFLAGS = $(connect_test_flags)
tests_connect_test_tokens_LDADD = $(connect_test_libs)
tests_connect_test_wire_SOURCES = tests/connect/test_wire.c
tests_connect_test_wire_CFLAGS = $(connect_test_flags)
tests_connect_test_wire_LDADD = $(connect_test_libs)
endif
