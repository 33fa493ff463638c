/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * codec.h - what the codecs of this room share: moments in JSON, names of
 * enumerators, and the strict reading of objects that people write.
 *
 * A file written by hand is read strictly: an unknown member is an error that
 * names the nearest known one, since a misspelt guard that is ignored is a
 * guard that does not hold.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_MODEL_CODEC_H
#define RIPOSTE_MODEL_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

/* ISO 8601, or null for 0 (none) and INT64_MAX (never). */
void json_set_time(struct json *object, const char *name, int64_t moment);
/* A copy of @value, or null. */
void json_set_copy(struct json *object, const char *name,
                   const struct json *value);
/* Which of @count names is it, without case?  False leaves *out. */
bool name_parse(const char *const *names, size_t count, struct str text,
                size_t *out);

/* Is @json an object with none but these members?  ERR_INPUT names @where and
 * the member, with the nearest known name. */
bool members_known(const struct json *json, const char *where,
                   const char *const *names, size_t count, struct err *err);
/* The text of a member, copied; @fallback when it is missing (NULL: it is
 * required, and must not be empty). */
bool member_text(const struct json *json, const char *where, const char *name,
                 const char *fallback, struct arena *arena, char **out,
                 struct err *err);
/* A member that is missing, or of this type. */
bool member_type(const struct json *json, const char *where, const char *name,
                 enum json_type type, const struct json **out, struct err *err);
/* A list that may be missing, with at most @limit items. */
bool member_list(const struct json *object, const char *where, const char *name,
                 size_t limit, const struct json **out, struct err *err);

#endif
