/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/locks.h"

#include "sandbox/armid.h"
#include "sandbox/provider.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"

#define NOTES_MOST 512
#define LOCKS      STR("/providers/Microsoft.Authorization/locks")

static bool forbids(struct str lock, bool is_delete)
{
    struct json *json = NULL;
    struct str level;
    struct err err;
    bool yes;

    if (!json_parse(lock, &json, &err))
        return false;
    level = json_text(json_at(json, STR("properties.level")));
    yes = str_eq_fold(level, STR("ReadOnly")) ||
          (is_delete && str_eq_fold(level, STR("CanNotDelete")));
    json_free(json);
    return yes;
}

bool locks_hinder(struct sandbox *sandbox, struct call *call, struct str id)
{
    bool is_delete = str_eq(call->method, STR("DELETE"));

    /* Locks themselves can be laid on and taken off what is locked. */
    if (str_ends_fold(armid_parent(id), LOCKS))
        return false;
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct str parent = armid_parent(e.id);

        if (!str_ends_fold(parent, LOCKS) ||
            !armid_within(id, armid_host(e.id)) || !forbids(e.text, is_delete))
            continue;
        call_fail(call, 409, "ScopeLocked",
                  "The scope '%.*s' cannot perform %s operation because "
                  "following scope(s) are locked: '%.*s'. Please remove the "
                  "lock and try again.",
                  STR_ARG(id), is_delete ? "delete" : "write",
                  STR_ARG(armid_host(e.id)));
        return true;
    }
    return false;
}

bool locks_check(struct sandbox *sandbox, struct call *call,
                 struct change *change)
{
    const struct json *properties = json_get(change->wanted, "properties");
    struct str level = json_text(json_get(properties, "level"));

    (void)sandbox;
    if (json_text(json_get(properties, "notes")).len > NOTES_MOST)
        call_fail(call, 400, "LockNotesTooLong",
                  "The notes of a lock have at most %d characters.",
                  NOTES_MOST);
    else if (!str_eq_fold(level, STR("CanNotDelete")) &&
             !str_eq_fold(level, STR("ReadOnly")))
        call_fail(call, 400, "LockLevelNotSupported",
                  "The lock level '%.*s' is none of CanNotDelete and "
                  "ReadOnly.",
                  STR_ARG(level));
    else
        return true;
    return false;
}
