/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api.c - finds a connector and the operation that a path is.
 */
#include "engine/api.h"

#include "engine/expr_part.h"

static const struct api *const apis[] = {
    &api_approvals,
    &api_arm,
    &api_azureautomation,
    &api_azuread,
    &api_azureadip,
    &api_azureblob,
    &api_azurevm,
    &api_azuretables,
    &api_devops,
    &api_gmail,
    &api_jira,
    &api_keyvault,
    &api_logcollector,
    &api_logs,
    &api_logs_old,
    &api_office365,
    &api_office365users,
    &api_outlook,
    &api_riposte,
    &api_sendgrid,
    &api_servicenow,
    &api_sharepoint,
    &api_slack,
    &api_smtp,
    &api_teams,
    &api_wdatp,
};
#define APIS (sizeof(apis) / sizeof(apis[0]))

const struct api *api_at(size_t number)
{
    return number < APIS ? apis[number] : NULL;
}

struct str api_bare(struct str name)
{
    struct str shared = STR("shared_");

    return str_starts_fold(name, shared)
               ? str_sub(name, shared.len, STR_NOWHERE)
               : name;
}

const struct api *api_find(struct str name)
{
    name = api_bare(name);
    for (size_t i = 0; i < APIS; i++) {
        if (str_eq_fold(name, str_of(apis[i]->name)))
            return apis[i];
    }
    return NULL;
}

/* A star takes anything without a slash, but not nothing. */
static bool fits(struct str pattern, struct str text)
{
    size_t star = STR_NOWHERE; /* behind it, in the pattern */
    size_t back = 0;           /* where the star may end next, in the text */
    size_t p = 0;
    size_t t = 0;

    while (t < text.len) {
        if (p < pattern.len && pattern.at[p] == '*' && text.at[t] != '/') {
            star = ++p;
            back = ++t;
        } else if (p < pattern.len && pattern.at[p] != '*' &&
                   str_eq_fold(str_sub(pattern, p, 1), str_sub(text, t, 1))) {
            p++;
            t++;
        } else if (star != STR_NOWHERE && back < text.len &&
                   text.at[back] != '/') {
            p = star;
            t = ++back;
        } else {
            return false;
        }
    }
    return p == pattern.len;
}

const struct api_op *api_op_find(const struct api *api, struct str method,
                                 struct str path)
{
    struct str bare = str_sub(path, 0, str_find_char(path, '?'));

    for (const struct api_op *op = api->ops; op->path; op++) {
        if (str_eq_fold(method, str_of(op->method)) &&
            fits(str_of(op->path), bare))
            return op;
    }
    return NULL;
}

/* "encodeURIComponent(encodeURIComponent('default'))": what is encoded, when
 * that is plain. */
static bool plain_text(struct str inner, struct str *out)
{
    struct str encode = STR("encodeURIComponent(");

    inner = str_trim(inner);
    while (str_starts_fold(inner, encode) && str_ends(inner, STR(")")))
        inner =
            str_trim(str_sub(inner, encode.len, inner.len - encode.len - 1));
    if (inner.len < 2 || inner.at[0] != '\'' ||
        str_find_char(str_sub(inner, 1, STR_NOWHERE), '\'') != inner.len - 2)
        return false;
    *out = str_sub(inner, 1, inner.len - 2);
    return str_find_char(*out, '/') == STR_NOWHERE;
}

void api_path_put(struct str text, struct buf *out)
{
    if (expr_is_whole(text)) {
        buf_char(out, API_UNKNOWN);
        return;
    }
    for (size_t i = 0; i < text.len; i++) {
        struct str plain;
        size_t end;

        if (text.at[i] != '@' || i + 1 == text.len) {
            buf_char(out, text.at[i]);
            continue;
        }
        if (text.at[i + 1] != '{') {
            i += text.at[i + 1] == '@';
            buf_char(out, '@');
            continue;
        }
        end = expr_find_end(text, i + 2);
        if (end == STR_NOWHERE)
            end = text.len;
        if (plain_text(str_sub(text, i + 2, end - i - 2), &plain))
            buf_str(out, plain);
        else
            buf_char(out, API_UNKNOWN);
        i = end;
    }
}

const char *api_path_shown(struct str path, struct arena *arena)
{
    char *shown = arena_textn(arena, path.at, path.len);

    for (char *c = shown; *c; c++) {
        if (*c == API_UNKNOWN)
            *c = '*';
    }
    return shown;
}
