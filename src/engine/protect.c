/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/protect.h"

#include "model/rule.h"
#include "util/ascii.h"
#include "util/text.h"

static const struct str user_sign = {"user:", 5};
static const struct str tag_sign = {"tag:", 4};

/* * is any text, ? any character; without case.  Only the last * is ever gone
 * back to, so the cost is bounded by the product of the lengths. */
static bool fits_pattern(struct str pattern, struct str text)
{
    size_t star = STR_NOWHERE;
    size_t from = 0;
    size_t p = 0;
    size_t t = 0;

    while (t < text.len) {
        if (p < pattern.len && pattern.at[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.len &&
                   (pattern.at[p] == '?' ||
                    ascii_lower(pattern.at[p]) == ascii_lower(text.at[t]))) {
            p++;
            t++;
        } else if (star != STR_NOWHERE) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}

/* The resource itself, or one below it. */
static bool covers(struct str entry, struct str target)
{
    if (!str_starts_fold(target, entry))
        return false;
    return target.len == entry.len || str_ends(entry, STR("/")) ||
           target.at[entry.len] == '/';
}

static bool is_pattern(struct str entry)
{
    return str_find_char(entry, '*') != STR_NOWHERE ||
           str_find_char(entry, '?') != STR_NOWHERE;
}

static bool matches(struct str entry, struct str target)
{
    if (str_starts_fold(entry, user_sign))
        entry = str_sub(entry, user_sign.len, entry.len);
    if (is_pattern(entry))
        return fits_pattern(entry, target);
    return covers(entry, target);
}

static struct str id_of(const struct entity *account)
{
    return json_text(json_find(account->object, STR("AadUserId")));
}

/* The same account may stand in the list by its other name. */
static bool matches_account(struct str entry, struct str target,
                            struct query_subject *subject)
{
    const struct entity *entities;
    size_t n = query_subject_entities(subject, &entities);

    for (size_t i = 0; i < n; i++) {
        struct str id = id_of(&entities[i]);
        struct str name = entities[i].name;

        if (!str_eq(entities[i].type, STR("account")) ||
            !(str_eq_fold(target, id) || str_eq_fold(target, name)))
            continue;
        if ((!str_empty(id) && matches(entry, id)) ||
            (!str_empty(name) && matches(entry, name)))
            return true;
    }
    return false;
}

static bool protects(struct str entry, struct str target,
                     struct query_subject *subject)
{
    if (str_starts_fold(entry, tag_sign))
        return subject &&
               tag_matches(str_sub(entry, tag_sign.len, entry.len),
                           json_find(query_subject_body(subject), STR("tags")));
    return matches(entry, target) ||
           (subject && !str_starts(target, STR("/")) &&
            matches_account(entry, target, subject));
}

const char *protect_find(const struct protect *protect, struct str target,
                         struct query_subject *subject)
{
    for (size_t i = 0; protect && i < protect->n; i++) {
        if (protects(str_of(protect->entries[i]), target, subject))
            return protect->entries[i];
    }
    return NULL;
}

bool protect_check(const char *text, struct err *err)
{
    struct str entry = str_of(text);
    struct str rest = entry;

    if (str_starts_fold(entry, tag_sign))
        rest = str_sub(entry, tag_sign.len, entry.len);
    else if (str_starts_fold(entry, user_sign))
        rest = str_sub(entry, user_sign.len, entry.len);
    else if (!str_starts(entry, STR("/")) && !is_pattern(entry))
        return err_set(err, ERR_INPUT,
                       _("\"%.200s\" protects nothing. Write a resource id "
                         "that begins with /, user:NAME, tag:NAME=VALUE, or a "
                         "pattern with *."),
                       text);
    if (str_empty(str_trim(rest)) || str_trim(rest).at[0] == '=')
        return err_set(err, ERR_INPUT,
                       _("\"%.200s\" protects nothing: its name is missing."),
                       text);
    return true;
}
