/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * src_compliance.c - standards, their controls, their assessments.
 */
#include "connect/source_fields.h"

#include <string.h>

static const struct field fields[SOURCE_N_FIELDS] =
    SOURCE_FIELDS("4h", "2019-01-01-preview", "10000", "1");

/* What lies below an item, by its level; there is nothing below the third. */
static const char *const lists[] = {
    [1] = "regulatoryComplianceControls",
    [2] = "regulatoryComplianceAssessments",
};

/* An id is a path as it is, but names of standards may hold spaces. */
static void put_path(struct str id, struct buf *out)
{
    for (size_t i = 0; i < id.len; i++) {
        unsigned char c = (unsigned char)id.at[i];

        if (c <= ' ' || c >= 0x7f || strchr("%?#\\\"<>", c))
            buf_printf(out, "%%%02X", c);
        else
            buf_char(out, id.at[i]);
    }
}

/* FACTS 6: standards, their controls, their assessments; what fails first. */
static const char *compliance_below(int level, const struct skim_value *item,
                                    struct arena *arena, bool *urgent)
{
    struct str id = source_item_text(item, "id", arena);
    struct str state = source_item_text(item, "properties.state", arena);
    struct buf path;
    const char *out;

    if (level > 2 || !str_starts_fold(id, STR("/subscriptions/")) ||
        str_eq_fold(state, STR("Unsupported")))
        return NULL;
    buf_init(&path);
    put_path(id, &path);
    out = arena_printf(arena, "%s/%s", path.at, lists[level]);
    buf_done(&path);
    *urgent = str_eq_fold(state, STR("Failed"));
    return out;
}

const struct source source_compliance = {
    .name = "defender-compliance",
    .title = N_("Regulatory compliance"),
    .kind = EVENT_COMPLIANCE,
    .fields = fields,
    .n_fields = SOURCE_N_FIELDS,
    .list = "/providers/Microsoft.Security/regulatoryComplianceStandards",
    .query = "",
    .spread = true,
    .below = compliance_below,
};
