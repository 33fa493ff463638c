/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ticket.h"

#include "model/codec.h"

struct json *ticket_to_json(const struct ticket *ticket)
{
    struct json *out = json_new_object();

    json_set_int(out, "row", ticket->row);
    json_set_int(out, "run", ticket->run);
    json_set_int(out, "event", ticket->event);
    json_set_text(out, "connector", ticket->connector);
    json_set_text(out, "kind", ticket->kind);
    json_set_text(out, "ref", ticket->ref);
    json_set_text(out, "label", ticket->label);
    json_set_text(out, "url", ticket->url);
    json_set_text(out, "state", ticket->state);
    json_set_time(out, "made", ticket->made);
    json_set_time(out, "checked", ticket->checked);
    json_set_time(out, "closed", ticket->closed);
    json_set_text(out, "trouble", ticket->trouble);
    return out;
}
