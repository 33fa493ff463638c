/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/armid.h"

#define PROVIDERS STR("/providers/")

bool armid_within(struct str id, struct str scope)
{
    if (str_empty(scope))
        return true;
    return str_starts_fold(id, scope) &&
           (id.len == scope.len || id.at[scope.len] == '/');
}

struct str armid_name(struct str id)
{
    return str_behind_last(id, '/');
}

struct str armid_parent(struct str id)
{
    size_t slash = str_find_last_char(id, '/');

    return slash == STR_NOWHERE ? STR_NONE : str_sub(id, 0, slash);
}

/* Where the last "/providers/" begins. */
static size_t last_provider(struct str id)
{
    size_t found = STR_NOWHERE, from = 0;

    for (;;) {
        size_t at = str_find_fold(str_sub(id, from, id.len), PROVIDERS);

        if (at == STR_NOWHERE)
            return found;
        found = from + at;
        from = found + 1;
    }
}

struct str armid_host(struct str id)
{
    size_t at = last_provider(id);

    return at == STR_NOWHERE ? STR_NONE : str_sub(id, 0, at);
}

struct str armid_part(struct str id, struct str label)
{
    struct str rest = id, part;

    while (str_cut(&rest, '/', &part)) {
        if (str_eq_fold(part, label))
            return str_cut(&rest, '/', &part) ? part : STR_NONE;
    }
    return STR_NONE;
}

/* Appends namespace and every second segment after it; answers how many
 * segments follow the namespace, 0 when the id has no provider. */
static unsigned put_type(struct str id, struct buf *out)
{
    size_t at = last_provider(id);
    struct str rest, part;
    unsigned n = 0;

    if (at == STR_NOWHERE)
        return 0;
    rest = str_sub(id, at + PROVIDERS.len, id.len);
    if (str_cut(&rest, '/', &part))
        buf_str(out, part);
    while (str_cut(&rest, '/', &part)) {
        if (n++ % 2 == 0) {
            buf_char(out, '/');
            buf_str(out, part);
        }
    }
    return n;
}

static unsigned segments(struct str id)
{
    struct str part;
    unsigned n = 0;

    while (str_cut(&id, '/', &part))
        n += part.len > 0;
    return n;
}

bool armid_type(struct str id, struct buf *out)
{
    size_t before = out->len;
    unsigned n = put_type(id, out);

    if (n >= 2 && n % 2 == 0)
        return true;
    buf_cut(out, before);
    if (n == 0 && last_provider(id) == STR_NOWHERE) {
        if (str_starts_fold(id, STR("/subscriptions/")) && segments(id) == 2) {
            buf_text(out, "Microsoft.Resources/subscriptions");
            return true;
        }
        if (!str_empty(armid_part(id, STR("resourceGroups"))) &&
            segments(id) == 4) {
            buf_text(out, "Microsoft.Resources/resourceGroups");
            return true;
        }
    }
    return false;
}

bool armid_collection(struct str id, struct buf *out)
{
    size_t before = out->len;
    unsigned n = put_type(id, out);

    if (n % 2 == 1)
        return true;
    buf_cut(out, before);
    return false;
}

bool armid_is_type(struct str id, const char *type)
{
    struct buf have;
    bool same;

    buf_init(&have);
    same = armid_type(id, &have) && str_eq_fold(buf_view(&have), str_of(type));
    buf_done(&have);
    return same;
}
