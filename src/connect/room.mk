# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libconnect.a
src_libconnect_a_SOURCES = \
	src/connect/act_automation.c src/connect/act_call.c \
	src/connect/act_contain.c src/connect/act_flow.c \
	src/connect/act_function.c src/connect/act_http.c \
	src/connect/act_jira.c src/connect/act_logicapp.c \
	src/connect/act_mail.c src/connect/act_pagerduty.c \
	src/connect/act_remote.c \
	src/connect/act_runbook.c src/connect/act_servicenow.c \
	src/connect/act_simulate.c src/connect/act_slack.c \
	src/connect/act_approval.c src/connect/act_note.c \
	src/connect/act_playbook.c src/connect/act_wait.c \
	src/connect/act_owner.c src/connect/act_script.c \
	src/connect/act_tag.c src/connect/local.c src/connect/local.h \
	src/connect/act_status.c src/connect/act_suppress.c \
	src/connect/act_teams.c \
	src/connect/action.h src/connect/actions.c \
	src/connect/arm.c src/connect/arm.h \
	src/connect/claims.c src/connect/claims.h \
	src/connect/con_azure.c \
	src/connect/connector.c src/connect/connector.h \
	src/connect/errand.c src/connect/errand.h \
	src/connect/gate.c src/connect/gate.h \
	src/connect/gate_hold.c src/connect/gate_job.c src/connect/gate_job.h \
	src/connect/grant.c src/connect/grant.h \
	src/connect/header.c src/connect/header.h \
	src/connect/hosts.c src/connect/hosts.h \
	src/connect/judge.c src/connect/judge.h \
	src/connect/mail.c src/connect/mail.h \
	src/connect/retry.c src/connect/retry.h \
	src/connect/shared_key.c src/connect/shared_key.h \
	src/connect/source.c src/connect/source.h \
	src/connect/source_fields.h \
	src/connect/source_state.c src/connect/source_state.h \
	src/connect/sources.c \
	src/connect/src_alerts.c src/connect/src_assessments.c \
	src/connect/src_automations.c src/connect/src_logicapps.c \
	src/connect/src_compliance.c \
	src/connect/start.c src/connect/start.h \
	src/connect/suppressions.c src/connect/suppressions.h \
	src/connect/ticket.c src/connect/ticket.h \
	src/connect/tok_cli.c src/connect/tok_device.c \
	src/connect/tok_federated.c src/connect/tok_managed.c \
	src/connect/tok_secret.c \
	src/connect/token.c src/connect/token.h \
	src/connect/token_slot.c src/connect/token_slot.h \
	src/connect/tokens.c src/connect/tokens.h \
	src/connect/wire.c src/connect/wire.h \
	src/connect/wire_fail.c src/connect/wire_http.c \
	src/connect/wire_job.c src/connect/wire_job.h \
	src/connect/wire_mail.c
