# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libengine.a
src_libengine_a_SOURCES = \
	src/engine/query.c src/engine/query.h \
	src/engine/query_ask.c \
	src/engine/query_body.c \
	src/engine/query_comparison.c \
	src/engine/query_complete.c \
	src/engine/query_lex.c \
	src/engine/query_literal.c \
	src/engine/query_name.c \
	src/engine/query_op.c \
	src/engine/query_parse.c src/engine/query_parse.h \
	src/engine/query_part.h \
	src/engine/query_path.c \
	src/engine/query_probe.c \
	src/engine/query_trace.c \
	src/engine/query_value.c \
	src/engine/subject.c src/engine/subject.h
