/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/json_loose.h"

#include "model/limits.h"
#include "util/map.h"
#include "util/skim.h"
#include "util/text.h"
#include "util/utf8.h"

static unsigned unit_at(struct str text, size_t at, bool big)
{
    unsigned char a = (unsigned char)text.at[at];
    unsigned char b = (unsigned char)text.at[at + 1];

    return big ? (unsigned)(a << 8 | b) : (unsigned)(b << 8 | a);
}

/* Half a pair becomes U+FFFD, as it does where JSON has it escaped. */
static void from_utf16(struct str text, bool big, struct buf *out)
{
    for (size_t at = 2; at + 1 < text.len; at += 2) {
        unsigned unit = unit_at(text, at, big);
        unsigned low = at + 3 < text.len ? unit_at(text, at + 2, big) : 0;

        if (unit >= 0xd800 && unit < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
            utf8_put(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            at += 2;
        } else {
            utf8_put(out, unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit);
        }
    }
}

/* Behind the string that begins at @at. */
static size_t string_end(struct str text, size_t at)
{
    for (at++; at < text.len && text.at[at] != '"'; at++) {
        if (text.at[at] == '\\')
            at++;
    }
    return at < text.len ? at + 1 : text.len;
}

/* Behind the comment that begins at @at; @at when none does. */
static size_t comment_end(struct str text, size_t at)
{
    struct str rest = str_sub(text, at, STR_NOWHERE);
    size_t end;

    if (str_starts(rest, STR("//"))) {
        end = str_find_char(rest, '\n');
        return end == STR_NOWHERE ? text.len : at + end;
    }
    if (str_starts(rest, STR("/*"))) {
        end = str_find(str_sub(rest, 2, STR_NOWHERE), STR("*/"));
        return end == STR_NOWHERE ? at : at + end + 4;
    }
    return at;
}

/* Line ends stay, for the sake of the line in a message. */
static void without_comments(struct str text, struct buf *out)
{
    size_t at = 0;

    while (at < text.len) {
        size_t end = comment_end(text, at);
        bool comment = end > at;

        if (!comment)
            end = text.at[at] == '"' ? string_end(text, at) : at + 1;
        for (; at < end; at++)
            buf_char(out, comment && text.at[at] != '\n' ? ' ' : text.at[at]);
    }
}

/* ---- members that stand there twice ---------------------------------------*/

struct names {
    struct str text; /* the whole, for the line */
    struct arena *arena;
    struct err *err;
};

static bool names_differ(struct names *names, const struct skim_value *value);

static bool fail_twice(struct names *names, struct str raw, struct str name)
{
    size_t line = 1;

    for (const char *c = names->text.at; c < raw.at; c++)
        line += *c == '\n';
    return err_set(names->err, ERR_INPUT,
                   _("The member \"%.*s\" stands there twice, again at line "
                     "%zu; remove one."),
                   STR_ARG(utf8_head(name, 100)), line);
}

static bool members_differ(struct names *names, const struct skim_value *object)
{
    struct skim_value name;
    struct skim_value value;
    struct skim skim;
    struct map seen;
    bool ok = true;

    map_init(&seen, false);
    skim_enter(&skim, object);
    while (ok && skim_member(&skim, &name, &value)) {
        struct str text = skim_text(&name, names->arena);
        uint32_t before = seen.count;

        map_add(&seen, text);
        ok = seen.count > before ? names_differ(names, &value)
                                 : fail_twice(names, name.raw, text);
    }
    map_done(&seen);
    return ok;
}

/* As deep as skim_whole() lets it be. */
static bool names_differ(struct names *names, const struct skim_value *value)
{
    struct skim_value item;
    struct skim skim;
    bool ok = true;

    if (value->type == JSON_OBJECT)
        return members_differ(names, value);
    if (value->type != JSON_ARRAY)
        return true;
    skim_enter(&skim, value);
    while (ok && skim_item(&skim, &item))
        ok = names_differ(names, &item);
    return ok;
}

/* Which of two would count nobody can tell from the text. */
static bool is_definite(struct str text, struct err *err)
{
    struct names names = {.text = text, .arena = arena_new(), .err = err};
    struct skim_value whole;
    struct skim skim;
    bool ok;

    skim_init(&skim, text);
    ok = skim_whole(&skim, &whole, err) && names_differ(&names, &whole);
    arena_free(names.arena);
    return ok;
}

bool json_parse_loose(struct str text, struct json **out, struct err *err)
{
    struct buf plain;
    struct buf bare;
    bool ok;

    if (text.len > LIMIT_JSON_TEXT)
        return err_set(err, ERR_INPUT, _("The text is longer than %d bytes."),
                       LIMIT_JSON_TEXT);
    buf_init(&plain);
    buf_init(&bare);
    if (str_starts(text, STR("\xff\xfe")))
        from_utf16(text, false, &plain);
    else if (str_starts(text, STR("\xfe\xff")))
        from_utf16(text, true, &plain);
    else
        buf_str(&plain, text);
    without_comments(buf_view(&plain), &bare);
    ok = is_definite(buf_view(&bare), err) &&
         json_parse(buf_view(&bare), out, err);
    buf_done(&bare);
    buf_done(&plain);
    return ok;
}
