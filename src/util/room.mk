# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libutil.a
src_libutil_a_SOURCES = \
	src/util/arena.c src/util/arena.h \
	src/util/buf.c src/util/buf.h \
	src/util/err.c src/util/err.h \
	src/util/map.c src/util/map.h \
	src/util/mem.c src/util/mem.h \
	src/util/str.c src/util/str.h \
	src/util/str_near.c \
	src/util/str_number.c \
	src/util/text.h
