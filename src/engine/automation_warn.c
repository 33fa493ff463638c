/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation_warn.c - comparisons that Azure takes and nobody means.
 */
#include "engine/automation_part.h"
#include "util/text.h"

static struct str text_of(const struct json *term, const char *name)
{
    return json_text(json_find(term, str_of(name)));
}

static struct str without_root(struct str path)
{
    return str_starts(path, STR("$.")) ? str_sub(path, 2, STR_NOWHERE) : path;
}

const char *automation_warning(struct str source, const struct json *term)
{
    struct str path = without_root(text_of(term, "propertyJPath"));

    if (str_starts_fold(path, STR("Entity.")))
        return _("no event has \"Entity\": this never holds");
    if (str_eq_fold(source, STR("Alerts")) &&
        str_starts_fold(path, STR("properties.")))
        return _("alerts have no \"properties\": this never holds; the "
                 "severity of an alert is at Severity");
    if (str_eq_fold(path, STR("properties.status.code")) &&
        str_eq_fold(text_of(term, "operator"), STR("Contains")) &&
        str_eq_fold(text_of(term, "expectedValue"), STR("healthy")))
        return _("Contains healthy also holds for Unhealthy; Equals would "
                 "not");
    return NULL;
}
