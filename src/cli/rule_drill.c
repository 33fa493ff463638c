/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_drill.c - a fire drill of a rule, followed to its end.
 */
#include "service/drill.h"

#include "cli/follow.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "util/text.h"

bool rule_drill(struct call *call, struct err *err)
{
    struct drill_wish wish = {
        .rule = call->words[0],
        .type = call->opts->type,
    };
    struct drill drill;

    if (wish.type && call->opts->event)
        return err_set(err, ERR_INPUT, _("Give --type or --event, not both."));
    if (!option_event(call, &wish.event, err) ||
        !drill_start(call->desk, &wish, &drill, err))
        return false;
    if (!call->out->json)
        out_printf(call->out, _("Event %lld is the sample. Run %lld:"),
                   (long long)drill.event, (long long)drill.run);
    return follow_run(call, drill.run, err);
}
