# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each room's tests stand in its own folder.  Whoever adds one adds its line
# here, in order, and nothing else.

# What every test may rely on: where it is, the data of the tree, a locale, and
# a home of its own that make clean removes.
AM_TESTS_ENVIRONMENT = \
	srcdir='$(abs_srcdir)'; builddir='$(abs_builddir)'; \
	RIPOSTE_DATADIR='$(abs_srcdir)/data'; LC_ALL=C.UTF-8; \
	HOME='$(abs_builddir)/tests/home'/$$$$; \
	XDG_CONFIG_HOME=$$HOME/.config; XDG_STATE_HOME=$$HOME/.local/state; \
	XDG_CACHE_HOME=$$HOME/.cache; XDG_RUNTIME_DIR=$$HOME/.run; \
	mkdir -p $$HOME && mkdir -m 700 $$XDG_RUNTIME_DIR; \
	export srcdir builddir RIPOSTE_DATADIR LC_ALL HOME XDG_CONFIG_HOME \
		XDG_STATE_HOME XDG_CACHE_HOME XDG_RUNTIME_DIR; \
	unset LANGUAGE RIPOSTE_CONFIG http_proxy https_proxy HTTPS_PROXY \
		all_proxy ALL_PROXY;
mostlyclean-local:
	-rm -rf tests/home

# A test that hangs is ended after five minutes.
LOG_COMPILER = timeout
AM_LOG_FLAGS = -k 10 300

EXTRA_DIST += tests/house.awk
dist_check_SCRIPTS += tests/house.sh tests/house_test.sh
TESTS += tests/house.sh tests/house_test.sh

# The longest begin first: the test of all screens, and those that kill.
include tests/ui/room.mk
include tests/endtoend/room.mk
include tests/badinput/room.mk
include tests/bench/room.mk
include tests/cli/room.mk
include tests/connect/room.mk
include tests/contract/room.mk
include tests/doc/room.mk
include tests/engine/room.mk
include tests/fuzz/room.mk
include tests/model/room.mk
include tests/sandbox/room.mk
include tests/service/room.mk
include tests/store/room.mk
include tests/util/room.mk
include tests/widget/room.mk
