/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/audit_text.h"

#include <stddef.h>
#include <string.h>

#include "util/text.h"
#include "util/when.h"

enum kind { TEXT, NUMBER, MOMENT, VALUE, SEAL };

/* The one list of what a line says, in its order. */
static const struct field {
    const char *name;
    enum kind kind;
    size_t at;
} fields[] = {
    {"seq", NUMBER, offsetof(struct audit_record, seq)},
    {"time", MOMENT, offsetof(struct audit_record, when)},
    {"who", TEXT, offsetof(struct audit_record, who)},
    {"role", TEXT, offsetof(struct audit_record, role)},
    {"uid", NUMBER, offsetof(struct audit_record, uid)},
    {"verb", TEXT, offsetof(struct audit_record, verb)},
    {"object", TEXT, offsetof(struct audit_record, object)},
    {"event", NUMBER, offsetof(struct audit_record, event)},
    {"why", TEXT, offsetof(struct audit_record, why)},
    {"before", VALUE, offsetof(struct audit_record, before)},
    {"after", VALUE, offsetof(struct audit_record, after)},
    {"request", TEXT, offsetof(struct audit_record, request)},
    {"host", TEXT, offsetof(struct audit_record, host)},
    {"pid", NUMBER, offsetof(struct audit_record, pid)},
    {"epoch", NUMBER, offsetof(struct audit_record, epoch)},
    {"key", TEXT, offsetof(struct audit_record, key)},
    {"prev", SEAL, offsetof(struct audit_record, prev)},
    {"mac", SEAL, offsetof(struct audit_record, mac)},
};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))

const char audit_csv_head[] =
    "seq,time,who,role,uid,verb,object,event,why,before,after,request,host,"
    "pid,epoch,key,prev,mac\r\n";

const char audit_json_end[] = "{\"end\":true}\n";
const char audit_csv_end[] = "end,,,,,,,,,,,,,,,,,\r\n";

static const void *member(const struct audit_record *record,
                          const struct field *field)
{
    return (const char *)record + field->at;
}

/* The text of a field that is a number, a moment or a seal. */
static void put_plain(const struct audit_record *record,
                      const struct field *field, struct buf *out)
{
    char room[DIGEST_HEX_SIZE];

    if (field->kind == SEAL) {
        buf_text(out, digest_spell(member(record, field), room));
    } else if (field->kind == MOMENT) {
        int64_t when = *(const int64_t *)member(record, field);
        char text[WHEN_TEXT_SIZE];

        buf_text(out, when_iso(when, text));
    } else {
        buf_printf(out, "%lld",
                   (long long)*(const int64_t *)member(record, field));
    }
}

void audit_put_json(const struct audit_record *record, struct buf *out)
{
    for (size_t i = 0; i < FIELDS; i++) {
        const struct field *field = &fields[i];
        bool quoted = field->kind == MOMENT || field->kind == SEAL;

        buf_printf(out, "%s\"%s\":", i > 0 ? "," : "{", field->name);
        if (field->kind == TEXT) {
            json_write_text(*(const struct str *)member(record, field), out);
        } else if (field->kind == VALUE) {
            struct str value = *(const struct str *)member(record, field);

            buf_str(out, value.len > 0 ? value : STR("null"));
        } else {
            buf_text(out, quoted ? "\"" : "");
            put_plain(record, field, out);
            buf_text(out, quoted ? "\"" : "");
        }
    }
    buf_text(out, "}\n");
}

static void put_cell(struct str text, struct buf *out)
{
    buf_char(out, '"');
    if (text.len > 0 && strchr("=+-@\t\r'", text.at[0]) != NULL)
        buf_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"')
            buf_char(out, '"');
        buf_char(out, text.at[i]);
    }
    buf_char(out, '"');
}

void audit_put_csv(const struct audit_record *record, struct buf *out)
{
    for (size_t i = 0; i < FIELDS; i++) {
        const struct field *field = &fields[i];

        if (i > 0)
            buf_char(out, ',');
        if (field->kind == TEXT || field->kind == VALUE)
            put_cell(*(const struct str *)member(record, field), out);
        else
            put_plain(record, field, out);
    }
    buf_text(out, "\r\n");
}

static bool bad_field(const struct field *field, struct err *err)
{
    return err_set(err, ERR_INPUT,
                   _("%s is missing or cannot be read: this is no line of an "
                     "audit log."),
                   field->name);
}

static bool take_plain(struct str text, const struct field *field,
                       struct audit_record *out)
{
    void *at = (char *)out + field->at;

    if (field->kind == SEAL)
        return digest_read(text, at);
    if (field->kind == MOMENT)
        return when_parse(text, at);
    return str_int(text, at);
}

/* The value as it was written; what was written otherwise was changed. */
static struct str value_text(const struct json *value, struct arena *arena)
{
    struct buf text;
    struct str out;

    if (value == NULL)
        return STR_NONE;
    buf_init(&text);
    json_write(value, JSON_COMPACT, &text);
    out = arena_str(arena, buf_view(&text));
    buf_done(&text);
    return out;
}

static bool take_member(const struct json *json, const struct field *field,
                        struct arena *arena, struct audit_record *out)
{
    const struct json *value = json_get(json, field->name);
    struct str *text = (struct str *)((char *)out + field->at);

    if (field->kind == VALUE) {
        *text = value_text(value, arena);
        return true;
    }
    if (field->kind == NUMBER)
        return json_type(value) == JSON_INT &&
               json_int(value, (int64_t *)((char *)out + field->at));
    if (json_type(value) != JSON_TEXT)
        return false;
    if (field->kind != TEXT)
        return take_plain(json_text(value), field, out);
    *text = arena_str(arena, json_text(value));
    return true;
}

bool audit_take_json(struct str line, struct arena *arena,
                     struct audit_record *out, struct err *err)
{
    struct json *json = NULL;
    bool ok = json_parse(line, &json, err);

    out->altered = false;
    for (size_t i = 0; ok && i < FIELDS; i++)
        ok = take_member(json, &fields[i], arena, out) ||
             bad_field(&fields[i], err);
    json_free(json);
    return ok;
}

/* One cell; *end is what stood behind it: ',' or a line end. */
static bool take_cell(struct str *rest, struct arena *arena, struct str *out,
                      char *end)
{
    struct buf text;
    size_t at = 0;

    buf_init(&text);
    if (rest->len > 0 && rest->at[0] == '"') {
        for (at = 1; at < rest->len; at++) {
            if (rest->at[at] == '"' &&
                (at + 1 >= rest->len || rest->at[++at] != '"'))
                break;
            buf_char(&text, rest->at[at]);
        }
    } else {
        while (at < rest->len && strchr(",\r\n", rest->at[at]) == NULL)
            buf_char(&text, rest->at[at++]);
    }
    *out = arena_str(arena, buf_view(&text));
    buf_done(&text);
    if (at < rest->len && rest->at[at] == '\r')
        at++;
    *end = at < rest->len ? rest->at[at] : '\n';
    *rest = str_sub(*rest, at + 1, rest->len);
    return *end == ',' || *end == '\n';
}

bool audit_take_csv(struct str *rest, struct arena *arena,
                    struct audit_record *out, struct err *err)
{
    out->altered = false;
    for (size_t i = 0; i < FIELDS; i++) {
        const struct field *field = &fields[i];
        struct str cell;
        char end;

        if (!take_cell(rest, arena, &cell, &end) ||
            (end == '\n') != (i + 1 == FIELDS))
            return bad_field(field, err);
        if (field->kind != TEXT && field->kind != VALUE) {
            if (!take_plain(cell, field, out))
                return bad_field(field, err);
            continue;
        }
        if (cell.len > 0 && cell.at[0] == '\'')
            cell = str_sub(cell, 1, cell.len);
        *(struct str *)((char *)out + field->at) = cell;
    }
    return true;
}
