/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_doctor.c - riposte doctor: what does not work, and how to mend it.
 *
 * Status: 0 all that is configured works, 3 something is to be mended.
 */
#include <unistd.h>

#include "cli/cli.h"
#include "cli/stop.h"
#include "service/doctor.h"
#include "util/text.h"

static void tell_json(struct out *out, const struct doctor_line *line)
{
    struct json *json = json_new_object();

    json_set_text(json, "what", line->what);
    json_set_text(json, "verdict", doctor_verdict_name(line->verdict));
    json_set_text(json, "text", line->text);
    out_json_take(out, json);
}

static void tell(void *with, const struct doctor_line *line)
{
    static const char *const marks[DOCTOR_VERDICT_N] = {
        [DOCTOR_GOOD] = N_("good"), [DOCTOR_BAD] = N_("BAD"),
        [DOCTOR_NONE] = N_("-"),    [DOCTOR_LACKS] = N_("lacks"),
        [DOCTOR_ASKS] = N_("asks"),
    };
    struct out *out = with;
    struct buf head;

    if (out->json) {
        tell_json(out, line);
    } else {
        buf_init(&head);
        buf_printf(&head, "%-5s %s", _(marks[line->verdict]), line->what);
        out_entry(out, 30, buf_view(&head), str_of(line->text));
        buf_done(&head);
    }
    out_flush(out);
}

static bool doctor(struct call *call, struct err *err)
{
    bool bad;
    bool ok;
    int stop;

    if (!stop_open(&stop, err))
        return false;
    ok = doctor_look(call->config, stop, tell, call->out, &bad, err);
    close(stop);
    if (ok && bad)
        call->status = STATUS_COULD_NOT;
    return ok;
}

static const struct verb verbs[] = {
    {.name = "",
     .help = N_("Check settings, store, tokens, sources, mail, permissions"),
     .needs = NEEDS_CONFIG,
     .run = doctor},
    {.run = NULL},
};

const struct noun cmd_doctor = {
    .name = "doctor",
    .help = N_("What does not work, and how to mend it"),
    .verbs = verbs,
};
