# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libutil.a
src_libutil_a_SOURCES = \
	src/util/arena.c src/util/arena.h \
	src/util/ascii.h \
	src/util/buf.c src/util/buf.h \
	src/util/chan.c src/util/chan.h \
	src/util/digest.c src/util/digest.h \
	src/util/err.c src/util/err.h \
	src/util/file.c src/util/file.h \
	src/util/file_place.c \
	src/util/html.c src/util/html.h \
	src/util/json.c src/util/json.h \
	src/util/json_loose.c src/util/json_loose.h \
	src/util/json_write.c \
	src/util/log.c src/util/log.h \
	src/util/map.c src/util/map.h \
	src/util/mem.c src/util/mem.h \
	src/util/pack.c src/util/pack.h \
	src/util/proc.c src/util/proc.h \
	src/util/proc_attend.c \
	src/util/proc_spawn.c src/util/proc_spawn.h \
	src/util/proc_split.c \
	src/util/regex.c src/util/regex.h \
	src/util/secret.c src/util/secret.h \
	src/util/skim.c src/util/skim.h \
	src/util/skim_check.c src/util/skim_check.h \
	src/util/str.c src/util/str.h \
	src/util/str_near.c \
	src/util/str_number.c \
	src/util/syslog.c src/util/syslog.h \
	src/util/text.h \
	src/util/thread.c src/util/thread.h \
	src/util/url.c src/util/url.h \
	src/util/url_mask.c \
	src/util/utf8.c src/util/utf8.h \
	src/util/utf8_visible.c \
	src/util/utf8_width.c \
	src/util/when.c src/util/when.h \
	src/util/when_span.c \
	src/util/zone.c src/util/zone.h \
	src/util/zone_part.h src/util/zone_rule.c \
	src/util/zone_shelf.c
