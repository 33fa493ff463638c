# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libsandbox.a
src_libsandbox_a_SOURCES = \
	src/sandbox/action.c src/sandbox/action.h \
	src/sandbox/alert_calls.c \
	src/sandbox/alert_wish.c src/sandbox/alert_wish.h \
	src/sandbox/alerts.c src/sandbox/alerts.h \
	src/sandbox/arm.c \
	src/sandbox/armid.c src/sandbox/armid.h \
	src/sandbox/assess.c src/sandbox/assess.h \
	src/sandbox/automations.c src/sandbox/automations.h \
	src/sandbox/blob.c src/sandbox/blob.h \
	src/sandbox/blob_copy.c \
	src/sandbox/blob_part.c \
	src/sandbox/call.c src/sandbox/call.h \
	src/sandbox/comply.c src/sandbox/comply.h \
	src/sandbox/control.c \
	src/sandbox/data.c src/sandbox/data.h \
	src/sandbox/devops.c \
	src/sandbox/device.c src/sandbox/device.h \
	src/sandbox/endpoint.c src/sandbox/endpoint.h \
	src/sandbox/endpoint_act.c \
	src/sandbox/estate.c src/sandbox/estate.h \
	src/sandbox/fault.c src/sandbox/fault.h \
	src/sandbox/flow.c \
	src/sandbox/function.c src/sandbox/function.h \
	src/sandbox/gen.c src/sandbox/gen.h \
	src/sandbox/gen_text.c src/sandbox/gen_text.h \
	src/sandbox/gen_types.c \
	src/sandbox/gen_write.c src/sandbox/gen_write.h \
	src/sandbox/generate.c src/sandbox/generate.h \
	src/sandbox/graph.c \
	src/sandbox/sites.c \
	src/sandbox/handlers.h \
	src/sandbox/http.c src/sandbox/http.h \
	src/sandbox/jira.c \
	src/sandbox/keep.c src/sandbox/keep.h \
	src/sandbox/kusto.c src/sandbox/kusto.h \
	src/sandbox/kusto_expr.c \
	src/sandbox/locks.c src/sandbox/locks.h \
	src/sandbox/logs.c \
	src/sandbox/logic.c src/sandbox/logic.h \
	src/sandbox/logic_run.c src/sandbox/logic_run.h \
	src/sandbox/network.c \
	src/sandbox/net.c src/sandbox/net.h \
	src/sandbox/odata.c src/sandbox/odata.h \
	src/sandbox/ops.c src/sandbox/ops.h \
	src/sandbox/options.c src/sandbox/options.h \
	src/sandbox/pagerduty.c \
	src/sandbox/page.c src/sandbox/page.h \
	src/sandbox/permissions.c \
	src/sandbox/plane.c src/sandbox/plane.h \
	src/sandbox/provider.c src/sandbox/provider.h \
	src/sandbox/roles.c \
	src/sandbox/resource_graph.c \
	src/sandbox/rights.c src/sandbox/rights.h \
	src/sandbox/risky.c \
	src/sandbox/rng.c src/sandbox/rng.h \
	src/sandbox/route.c src/sandbox/route.h \
	src/sandbox/runbook.c src/sandbox/runbook.h \
	src/sandbox/sandbox.c src/sandbox/sandbox.h \
	src/sandbox/scenario.c src/sandbox/scenario.h \
	src/sandbox/serve.c src/sandbox/serve.h \
	src/sandbox/service.c src/sandbox/service.h \
	src/sandbox/servicenow.c \
	src/sandbox/shelf.c src/sandbox/shelf.h \
	src/sandbox/slack.c \
	src/sandbox/smtp.c src/sandbox/smtp.h \
	src/sandbox/suppress.c \
	src/sandbox/suppress.h \
	src/sandbox/table.c \
	src/sandbox/tags.c \
	src/sandbox/teams.c \
	src/sandbox/throttle.c src/sandbox/throttle.h \
	src/sandbox/tickets.c src/sandbox/tickets.h \
	src/sandbox/token.c src/sandbox/token.h \
	src/sandbox/tokens.c \
	src/sandbox/vault.c src/sandbox/vault.h \
	src/sandbox/write_config.c src/sandbox/write_config.h
SANDBOX_LIBS = src/libsandbox.a $(MODEL_LIBS) $(MICROHTTPD_LIBS) -lm

bin_PROGRAMS += src/riposte-sandbox
src_riposte_sandbox_SOURCES = src/sandbox/main.c
src_riposte_sandbox_LDADD = $(SANDBOX_LIBS)
