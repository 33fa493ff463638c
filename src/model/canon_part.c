/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * canon_part.c - one member of the canonical body, without the rest.
 *
 * What cannot have a part in the member is left out of the bytes, and what
 * remains goes the same way as a whole body does.
 */
#include "model/alias.h"
#include "model/canon.h"
#include "util/buf.h"
#include "util/skim.h"

/* A body is cut down to what these names are made of. */
struct cutting {
    const struct str *names;
    size_t n;
    bool alert;
    struct buf out;
};

/* These are put together from several members, or hold all others. */
static bool is_made(struct str name)
{
    static const char *const made[] = {
        "SystemAlertId", "AlertDisplayName", "TimeGenerated",
        "Status",        "Properties",
    };

    for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
        if (str_eq_fold(name, str_of(made[i])))
            return true;
    }
    /* What has lost its name to another gets this behind its own. */
    return str_ends(name, STR("_"));
}

static bool is_wanted(const struct cutting *cutting, struct str name)
{
    for (size_t i = 0; i < cutting->n; i++) {
        if (str_eq_fold(name, cutting->names[i]))
            return true;
    }
    return false;
}

static bool has_part(const struct cutting *cutting, struct str name)
{
    const struct alias *alias = cutting->alert ? alias_find(name) : NULL;

    return is_wanted(cutting, name) ||
           (alias && alias->canonical &&
            is_wanted(cutting, str_of(alias->canonical)));
}

/* Under its own name stands what has lost another to a better one: who wins,
 * only the whole can tell. */
static bool may_lose(const struct cutting *cutting, struct str name)
{
    const struct alias *alias = cutting->alert ? alias_find(name) : NULL;

    return is_wanted(cutting, name) && alias && alias->canonical &&
           !is_wanted(cutting, str_of(alias->canonical));
}

static void put_name(struct cutting *cutting, struct str name, bool *first)
{
    if (!*first)
        buf_char(&cutting->out, ',');
    *first = false;
    buf_char(&cutting->out, '"');
    buf_str(&cutting->out, name);
    buf_text(&cutting->out, "\":");
}

static void put_value(struct cutting *cutting, const struct skim_value *value)
{
    bool text = value->type == JSON_TEXT;

    if (text)
        buf_char(&cutting->out, '"');
    buf_str(&cutting->out, value->raw);
    if (text)
        buf_char(&cutting->out, '"');
}

/* False: there is something in it that only the whole can tell. */
static bool cut(struct cutting *cutting, const struct skim_value *object,
                bool inside)
{
    struct skim_value name;
    struct skim_value value;
    struct skim in;
    bool first = true;

    buf_char(&cutting->out, '{');
    skim_enter(&in, object);
    while (skim_member(&in, &name, &value)) {
        bool inner = cutting->alert && !inside &&
                     str_eq_fold(name.raw, STR("properties"));

        if (name.escaped || (inner && value.type == JSON_TEXT) ||
            may_lose(cutting, name.raw))
            return false;
        if (inner && value.type == JSON_OBJECT) {
            put_name(cutting, name.raw, &first);
            if (!cut(cutting, &value, true))
                return false;
        } else if (inner || has_part(cutting, name.raw)) {
            put_name(cutting, name.raw, &first);
            put_value(cutting, &value);
        }
    }
    buf_char(&cutting->out, '}');
    return true;
}

bool canon_part(enum event_kind kind, struct str raw, const struct str *names,
                size_t n, struct json **out)
{
    struct cutting cutting = {
        .names = names, .n = n, .alert = kind == EVENT_ALERT};
    struct skim_value whole;
    struct err ignored;
    struct skim skim;
    bool ok;

    for (size_t i = 0; i < n; i++) {
        if (str_empty(names[i]) || is_made(names[i]))
            return false;
    }
    skim_init(&skim, raw);
    if (!skim_whole(&skim, &whole, &ignored) || whole.type != JSON_OBJECT)
        return false;
    buf_init(&cutting.out);
    ok = cut(&cutting, &whole, false) &&
         canon_body(kind, buf_view(&cutting.out), out, &ignored);
    buf_done(&cutting.out);
    return ok;
}
