# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libui.a
src_libui_a_SOURCES =
