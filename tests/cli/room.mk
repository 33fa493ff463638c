# SPDX-License-Identifier: GPL-3.0-or-later
CLI_LIBS = src/libcli.a $(SERVICE_LIBS)

if HAVE_CMOCKA
cli_tests = \
	tests/cli/test_opts \
	tests/cli/test_out \
	tests/cli/test_stop \
	tests/cli/test_stream
check_PROGRAMS += $(cli_tests)
TESTS += $(cli_tests)
endif

tests_cli_test_opts_SOURCES = tests/cli/test_opts.c
tests_cli_test_opts_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_cli_test_opts_LDADD = $(CLI_LIBS) $(CMOCKA_LIBS)
tests_cli_test_out_SOURCES = tests/cli/test_out.c
tests_cli_test_out_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_cli_test_out_LDADD = $(CLI_LIBS) $(CMOCKA_LIBS)
tests_cli_test_stop_SOURCES = tests/cli/test_stop.c
tests_cli_test_stop_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_cli_test_stop_LDADD = $(CLI_LIBS) $(CMOCKA_LIBS)
tests_cli_test_stream_SOURCES = tests/cli/test_stream.c
tests_cli_test_stream_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_cli_test_stream_LDADD = $(CLI_LIBS) $(CMOCKA_LIBS)

# These run the program itself.
cli_scripts = \
	tests/cli/audit.sh \
	tests/cli/backtest.sh \
	tests/cli/bad_input.sh \
	tests/cli/completion.sh \
	tests/cli/contain.sh \
	tests/cli/contained.sh \
	tests/cli/demo.sh \
	tests/cli/engine.sh \
	tests/cli/gallery.sh \
	tests/cli/help.sh \
	tests/cli/identity.sh \
	tests/cli/ingest.sh \
	tests/cli/revisions.sh \
	tests/cli/rights.sh \
	tests/cli/lists.sh \
	tests/cli/logicapps.sh \
	tests/cli/notices.sh \
	tests/cli/permits.sh \
	tests/cli/playbook_gallery.sh \
	tests/cli/playbook_hands.sh \
	tests/cli/playbook_live.sh \
	tests/cli/playbooks.sh \
	tests/cli/plays.sh \
	tests/cli/remote.sh \
	tests/cli/report.sh \
	tests/cli/rules.sh \
	tests/cli/runs.sh \
	tests/cli/samples.sh \
	tests/cli/servicenow.sh \
	tests/cli/suppress.sh
dist_check_SCRIPTS += $(cli_scripts)
TESTS += $(cli_scripts)
EXTRA_DIST += \
	tests/cli/inputs.sh \
	tests/cli/lib.sh \
	tests/cli/notices.py \
	tests/data/playbooks
