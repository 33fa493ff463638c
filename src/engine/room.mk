# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libengine.a
src_libengine_a_SOURCES =
