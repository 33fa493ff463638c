/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/suppressions.h"

#include "connect/source_fields.h"

static const struct field fields[SOURCE_N_FIELDS] =
    SOURCE_FIELDS("15m", SUPPRESSIONS_VERSION, "100", "1");

const struct source source_suppressions = {
    .name = "defender-suppressions",
    .title = N_("Suppression rules"),
    .kind = EVENT_ALERT,
    .fields = fields,
    .n_fields = SOURCE_N_FIELDS,
    .list = SUPPRESSIONS_PATH,
    .query = "",
};
