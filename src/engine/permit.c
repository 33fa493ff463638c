/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/permit.h"

#include <stddef.h>

bool permit_covers(struct str pattern, struct str operation)
{
    size_t p = 0;
    size_t o = 0;
    size_t star = STR_NOWHERE; /* the last one seen, */
    size_t taken = 0;          /* and how far what it stands for goes */

    while (o < operation.len) {
        if (p < pattern.len && pattern.at[p] == '*') {
            star = p++;
            taken = o;
        } else if (p < pattern.len && str_eq_fold(str_sub(pattern, p, 1),
                                                  str_sub(operation, o, 1))) {
            p++;
            o++;
        } else if (star != STR_NOWHERE) {
            p = star + 1;
            o = ++taken;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}

static bool any_covers(const struct json *patterns, struct str operation)
{
    for (size_t i = 0; i < json_length(patterns); i++) {
        if (permit_covers(json_text(json_item(patterns, i)), operation))
            return true;
    }
    return false;
}

bool permit_allows(const struct json *sets, enum permit_plane plane,
                   struct str operation)
{
    static const char *const lists[][2] = {
        [PERMIT_ACTIONS] = {"actions", "notActions"},
        [PERMIT_DATA] = {"dataActions", "notDataActions"},
    };

    for (size_t i = 0; i < json_length(sets); i++) {
        const struct json *set = json_item(sets, i);

        if (any_covers(json_find(set, str_of(lists[plane][0])), operation) &&
            !any_covers(json_find(set, str_of(lists[plane][1])), operation))
            return true;
    }
    return false;
}

/* "User.ReadWrite.All" for "User.Read.All". */
static bool holds(struct str held, struct str wanted)
{
    size_t at = str_find_fold(wanted, STR(".Read."));
    struct str rest;

    if (str_eq_fold(held, wanted))
        return true;
    if (at == STR_NOWHERE || !str_starts_fold(held, str_sub(wanted, 0, at + 1)))
        return false;
    rest = str_sub(held, at + 1, held.len);
    return str_starts_fold(rest, STR("ReadWrite.")) &&
           str_eq_fold(str_sub(rest, 10, rest.len),
                       str_sub(wanted, at + 6, wanted.len));
}

bool permit_claims(const struct json *claims, struct str permission)
{
    const struct json *roles = json_get(claims, "roles");
    struct str scopes = json_text(json_get(claims, "scp"));
    struct str one;

    for (size_t i = 0; i < json_length(roles); i++) {
        if (holds(json_text(json_item(roles, i)), permission))
            return true;
    }
    while (str_cut(&scopes, ' ', &one)) {
        if (holds(str_trim(one), permission))
            return true;
    }
    return false;
}

/* The first that covers it; narrow ones come first. */
static const struct {
    const char *operation;
    const char *role;
} roles[] = {
    {"Microsoft.Compute/virtualMachines/*", "Virtual Machine Contributor"},
    {"Microsoft.Network/*", "Network Contributor"},
    {"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*",
     "Storage Blob Data Contributor"},
    {"Microsoft.Storage/storageAccounts/blobServices/*",
     "Storage Blob Data Contributor"},
    {"Microsoft.Storage/*", "Storage Account Contributor"},
    {"Microsoft.KeyVault/vaults/secrets/*", "Key Vault Secrets Officer"},
    {"Microsoft.KeyVault/vaults/keys/*", "Key Vault Crypto Officer"},
    {"Microsoft.KeyVault/*", "Key Vault Contributor"},
    {"Microsoft.Sql/*", "SQL Server Contributor"},
    {"Microsoft.Web/*", "Website Contributor"},
    {"Microsoft.Authorization/locks/*", "User Access Administrator"},
    {"Microsoft.Authorization/roleAssignments/*", "User Access Administrator"},
    {"Microsoft.Resources/tags/*", "Tag Contributor"},
    {"Microsoft.Logic/*", "Logic App Contributor"},
    {"Microsoft.Automation/automationAccounts/jobs/*",
     "Automation Job Operator"},
    {"Microsoft.Security/*", "Security Admin"},
};

const char *permit_role(struct str operation)
{
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        if (permit_covers(str_of(roles[i].operation), operation))
            return roles[i].role;
    }
    return NULL;
}
