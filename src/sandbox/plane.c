/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/plane.h"

#include "sandbox/armid.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"

struct json *plane_resource(struct sandbox *sandbox, const char *type,
                            struct str name)
{
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        if (str_eq_fold(armid_name(e.id), name) && armid_is_type(e.id, type))
            return shelf_copy(sandbox->shelf, e.id);
    }
    return NULL;
}

enum plane_door plane_door(const struct json *resource)
{
    const struct json *properties = json_get(resource, "properties");

    if (str_eq_fold(json_text(json_get(properties, "publicNetworkAccess")),
                    STR("Disabled")))
        return PLANE_NO_PUBLIC;
    if (str_eq_fold(
            json_text(json_at(properties, STR("networkAcls.defaultAction"))),
            STR("Deny")))
        return PLANE_FIREWALL;
    return PLANE_OPEN;
}
