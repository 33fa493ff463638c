# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_CMOCKA
sandbox_tests = \
	tests/sandbox/test_alerts \
	tests/sandbox/test_arm \
	tests/sandbox/test_assess \
	tests/sandbox/test_blob \
	tests/sandbox/test_endpoint \
	tests/sandbox/test_gen \
	tests/sandbox/test_graph \
	tests/sandbox/test_kusto \
	tests/sandbox/test_logic \
	tests/sandbox/test_parts \
	tests/sandbox/test_provider \
	tests/sandbox/test_rights \
	tests/sandbox/test_scenario \
	tests/sandbox/test_serve \
	tests/sandbox/test_server \
	tests/sandbox/test_started \
	tests/sandbox/test_automations \
	tests/sandbox/test_suppress \
	tests/sandbox/test_tickets \
	tests/sandbox/test_token \
	tests/sandbox/test_vault
check_PROGRAMS += $(sandbox_tests)
TESTS += $(sandbox_tests)
endif

tests_sandbox_test_alerts_SOURCES = tests/sandbox/test_alerts.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_alerts_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_alerts_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_arm_SOURCES = tests/sandbox/test_arm.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_arm_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_arm_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_assess_SOURCES = tests/sandbox/test_assess.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_assess_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_assess_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_gen_SOURCES = tests/sandbox/test_gen.c
tests_sandbox_test_gen_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_gen_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_graph_SOURCES = tests/sandbox/test_graph.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_graph_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_graph_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)
tests_sandbox_test_kusto_SOURCES = tests/sandbox/test_kusto.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_kusto_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_kusto_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_logic_SOURCES = tests/sandbox/test_logic.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_logic_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_logic_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_parts_SOURCES = tests/sandbox/test_parts.c
tests_sandbox_test_parts_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_parts_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_scenario_SOURCES = tests/sandbox/test_scenario.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_scenario_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_scenario_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_serve_SOURCES = tests/sandbox/test_serve.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_serve_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_serve_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_server_SOURCES = tests/sandbox/test_server.c
tests_sandbox_test_server_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_server_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_automations_SOURCES = tests/sandbox/test_automations.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_automations_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_automations_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_suppress_SOURCES = tests/sandbox/test_suppress.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_suppress_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_suppress_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_tickets_SOURCES = tests/sandbox/test_tickets.c \
	tests/sandbox/ask.c tests/sandbox/ask.h
tests_sandbox_test_tickets_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_tickets_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_started_SOURCES = tests/sandbox/test_started.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_started_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_started_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_token_SOURCES = tests/sandbox/test_token.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_token_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_token_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_rights_SOURCES = tests/sandbox/test_rights.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_rights_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_rights_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_endpoint_SOURCES = tests/sandbox/test_endpoint.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_endpoint_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_endpoint_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_vault_SOURCES = tests/sandbox/test_vault.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_vault_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_vault_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_blob_SOURCES = tests/sandbox/test_blob.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_blob_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_blob_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)

tests_sandbox_test_provider_SOURCES = tests/sandbox/test_provider.c tests/sandbox/ask.c \
	tests/sandbox/ask.h
tests_sandbox_test_provider_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_sandbox_test_provider_LDADD = $(SANDBOX_LIBS) $(CMOCKA_LIBS)
