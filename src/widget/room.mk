# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libwidget.a
src_libwidget_a_SOURCES = \
	src/widget/canvas.c \
	src/widget/canvas.h \
	src/widget/chart.c \
	src/widget/chart.h \
	src/widget/dialog.h \
	src/widget/form.h \
	src/widget/glyph.c \
	src/widget/glyph.h \
	src/widget/history.c \
	src/widget/input.c \
	src/widget/input.h \
	src/widget/input_own.h \
	src/widget/key.c \
	src/widget/key.h \
	src/widget/keymap.c \
	src/widget/keymap.h \
	src/widget/keyread.c \
	src/widget/keyread.h \
	src/widget/layer.c \
	src/widget/list.c \
	src/widget/list.h \
	src/widget/offer.c \
	src/widget/rescue.c \
	src/widget/rescue.h \
	src/widget/style.c \
	src/widget/style.h \
	src/widget/term.c \
	src/widget/term.h \
	src/widget/term_beside.c \
	src/widget/term_kind.c \
	src/widget/term_own.h \
	src/widget/term_paint.c \
	src/widget/term_wait.c \
	src/widget/tree.c \
	src/widget/tree.h \
	src/widget/tree_json.c \
	src/widget/view.c \
	src/widget/view.h
