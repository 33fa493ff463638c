# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libconnect.a
src_libconnect_a_SOURCES =
