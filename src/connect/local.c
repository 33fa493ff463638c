/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/local.h"

#include "util/text.h"

bool local_render(const struct action_kind *kind, struct str text,
                  struct request *out, struct err *err)
{
    if (str_empty(str_trim(text)))
        return err_set(err, ERR_INPUT,
                       _("\"%s\" has become empty for this event."),
                       kind->fields[0].name);
    out->method = "LOCAL";
    out->url = kind->name;
    out->body = text;
    out->idempotent = true;
    return true;
}
