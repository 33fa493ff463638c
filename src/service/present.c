/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/present.h"

#include "util/digest.h"
#include "util/zone.h"

static bool shift(const char *name, bool back, int64_t moment, int64_t *out,
                  struct err *err)
{
    struct arena *arena = arena_new();
    const struct zone *zone;
    bool ok = zone_load(name, arena, &zone, err);

    if (ok)
        *out = back ? zone_moment(zone, moment) : zone_local(zone, moment);
    arena_free(arena);
    return ok;
}

static const char *new_guid(void *of, char out[GUID_SIZE])
{
    (void)of;
    return digest_guid(out);
}

struct expr_outside present_at(int64_t now)
{
    return (struct expr_outside){.now = now, .guid = new_guid, .zone = shift};
}
