#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# approvals.sh - four processes answer the same approvals at once: each has
# exactly one winner.
exec "${builddir:?}/tests/bench/bench_approvals" 4 60
