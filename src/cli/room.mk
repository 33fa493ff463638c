# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libcli.a
src_libcli_a_SOURCES =
