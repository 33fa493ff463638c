# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libwidget.a
src_libwidget_a_SOURCES =
