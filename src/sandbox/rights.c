/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/rights.h"

#include "sandbox/armid.h"
#include "sandbox/sandbox.h"
#include "sandbox/service.h"
#include "util/mem.h"
#include "util/text.h"

static const struct {
    const char *audience, *role;
} roles[] = {
    {"graph", "User.ReadWrite.All"},
    {"graph", "User.RevokeSessions.All"},
    {"graph", "IdentityRiskyUser.ReadWrite.All"},
    {"graph", "Application.Read.All"},
    {"graph", "Sites.ReadWrite.All"},
    {"endpoint", "Machine.Read.All"},
    {"endpoint", "Machine.Isolate"},
    {"endpoint", "Machine.RestrictExecution"},
    {"endpoint", "Machine.Scan"},
    {"endpoint", "Machine.CollectForensics"},
    {"endpoint", "Machine.StopAndQuarantine"},
};

#define ROLES (sizeof(roles) / sizeof(roles[0]))

void rights_init(struct rights *rights)
{
    rights->text = mem_textn("", 0);
}

void rights_done(struct rights *rights)
{
    mem_free(rights->text);
}

bool rights_deny(struct rights *rights, struct str list, struct err *err)
{
    struct str rest = str_trim(list), part;
    size_t n = 0;

    while (str_cut(&rest, ',', &part)) {
        if (str_empty(part) || ++n > RIGHTS_MAX ||
            str_find_char(part, ' ') != STR_NOWHERE)
            return err_set(err, ERR_INPUT,
                           _("\"%.*s\" is no list of rights: names of actions "
                             "with commas between them are, %d at most."),
                           STR_ARG(str_sub(list, 0, 100)), RIGHTS_MAX);
    }
    list = str_trim(list);
    mem_free(rights->text);
    rights->text = mem_textn(list.at, list.len);
    return true;
}

/* Without case; a star is any text, and there may be several. */
static bool matches(struct str pattern, struct str text)
{
    size_t star = str_find_char(pattern, '*');
    struct str head = str_sub(pattern, 0, star), rest;

    if (star == STR_NOWHERE)
        return str_eq_fold(pattern, text);
    if (!str_starts_fold(text, head))
        return false;
    rest = str_sub(pattern, star + 1, pattern.len);
    for (size_t at = star; at <= text.len; at++) {
        if (matches(rest, str_sub(text, at, text.len)))
            return true;
    }
    return false;
}

bool rights_hold(const struct rights *rights, struct str right)
{
    struct str rest = str_of(rights->text), part;

    while (str_cut(&rest, ',', &part)) {
        if (matches(part, right))
            return false;
    }
    return true;
}

/* Of blobs and of what is in a vault; everything else is the provider's. */
static bool is_data(struct str action)
{
    return str_find_fold(action, STR("/blobs/")) != STR_NOWHERE ||
           str_starts_fold(action, STR("Microsoft.KeyVault/vaults/secrets/"));
}

void rights_put_denied(const struct rights *rights, bool data,
                       struct json *array)
{
    struct str rest = str_of(rights->text), part;

    while (str_cut(&rest, ',', &part)) {
        bool is_action =
            str_find_char(part, '/') != STR_NOWHERE || str_eq(part, STR("*"));

        if (is_action && is_data(part) == data)
            json_add_take(array, json_new_text(part));
    }
}

struct json *rights_roles(const struct rights *rights, const char *audience)
{
    struct json *array = NULL;

    for (size_t i = 0; i < ROLES; i++) {
        if (!str_eq(str_of(roles[i].audience), str_of(audience)) ||
            !rights_hold(rights, str_of(roles[i].role)))
            continue;
        if (!array)
            array = json_new_array();
        json_add_take(array, json_new_text(str_of(roles[i].role)));
    }
    return array;
}

const char *rights_role(size_t i, const char **audience)
{
    if (i >= ROLES)
        return NULL;
    *audience = roles[i].audience;
    return roles[i].role;
}

bool rights_check_role(struct sandbox *sandbox, struct call *call,
                       const char *one, const char *other)
{
    if (rights_hold(&sandbox->rights, str_of(one)) ||
        (other && rights_hold(&sandbox->rights, str_of(other))))
        return true;
    if (call->service->id == SERVICE_GRAPH)
        call_fail(call, 403, "Authorization_RequestDenied",
                  "Insufficient privileges to complete the operation.");
    else
        call_fail(call, 403, "Forbidden",
                  "The application does not have any of the required "
                  "delegated permissions (%s) to access the resource.",
                  one);
    return false;
}

static bool check_action(struct sandbox *sandbox, struct call *call,
                         struct str action, struct str id)
{
    if (rights_hold(&sandbox->rights, action))
        return true;
    call_fail(call, 403, "AuthorizationFailed",
              "The client '%s' with object id '%s' does not have "
              "authorization to perform action '%.*s' over scope '%.*s' or "
              "the scope is invalid. If access was recently granted, please "
              "refresh your credentials.",
              SANDBOX_PRINCIPAL, SANDBOX_PRINCIPAL, STR_ARG(action),
              STR_ARG(id));
    return false;
}

bool rights_check_call(struct sandbox *sandbox, struct call *call)
{
    static const struct {
        const char *method, *verb;
    } verbs[] = {
        {"GET", "read"},    {"PUT", "write"},     {"PATCH", "write"},
        {"POST", "action"}, {"DELETE", "delete"},
    };
    const char *verb = "read";
    struct buf action;
    bool good = true;

    buf_init(&action);
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (str_eq(call->method, str_of(verbs[i].method)))
            verb = verbs[i].verb;
    }
    /* One's own rights can always be read. */
    if (!str_ends_fold(call->path,
                       STR("/Microsoft.Authorization/permissions")) &&
        (armid_type(call->path, &action) ||
         armid_collection(call->path, &action))) {
        buf_printf(&action, "/%s", verb);
        good = check_action(sandbox, call, buf_view(&action),
                            str_eq(call->method, STR("POST"))
                                ? armid_parent(call->path)
                                : call->path);
    }
    buf_done(&action);
    return good;
}
