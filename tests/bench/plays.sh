#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# plays.sh - playbooks that wait for approvals take no memory.  `bench_plays
# 10000' is the whole of it.
exec "${builddir:?}/tests/bench/bench_plays" 300
