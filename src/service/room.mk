# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libservice.a
src_libservice_a_SOURCES =
