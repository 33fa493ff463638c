# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong with everything outside: files, clouds, terminals, signals.

# These run the program itself.
badinput_scripts = \
	tests/badinput/answers.sh \
	tests/badinput/cloud.sh \
	tests/badinput/configuration.sh \
	tests/badinput/store.sh \
	tests/badinput/tls.sh
dist_check_SCRIPTS += $(badinput_scripts)
TESTS += $(badinput_scripts)
EXTRA_DIST += tests/badinput/lib.sh tests/badinput/server.py
