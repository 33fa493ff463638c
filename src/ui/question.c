/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/question.h"

#include "util/text.h"

void question_mode(struct shell *shell, struct str name, enum rule_mode now,
                   const char *off, question_answered *answered, void *with)
{
    const char *const labels[RULE_MODE_N] = {
        [RULE_OFF] = off,
        [RULE_SHADOW] = _("shadow: decides, sends nothing"),
        [RULE_APPROVE] = _("approve: asks before it changes anything"),
        [RULE_AUTO] = _("auto: contains what can be undone"),
    };
    static const char letters[RULE_MODE_N] = {'o', 's', 'p', 'a'};
    struct dialog_item items[RULE_MODE_N];

    for (int i = 0; i < RULE_MODE_N; i++)
        items[i] = (struct dialog_item){
            .key = (uint32_t)letters[i],
            .label = str_of(labels[i]),
            .why_not =
                (int)now == i ? str_of(_("It is in this mode.")) : STR_NONE,
            .tag = i,
        };
    shell_show_take(shell, dialog_menu(shell->term, name, items, RULE_MODE_N),
                    answered, with);
}

void question_mode_sure(struct shell *shell, const char *title, struct str name,
                        struct command *command)
{
    bool whole = command->number == RULE_AUTO;
    const struct dialog_ask ask = {
        .title = str_of(title),
        .text =
            str_of(whole ? _("auto: from now on it contains by itself what "
                             "can be undone.")
                         : _("approve: from now on it sends what only tells "
                             "somebody, and asks before it changes "
                             "anything.")),
        .names = &name,
        .n_names = 1,
        .verb =
            str_of(whole ? _("Switch 1 to auto") : _("Switch 1 to approve")),
        .grave = whole,
    };

    if (command->number >= RULE_APPROVE)
        shell_confirm(shell, &ask, command);
    else
        shell_send(shell, command);
}

void question_leave(struct shell *shell, const char *title,
                    question_answered *answered, void *with)
{
    const struct dialog_item items[] = {
        {.key = 'c', .label = str_of(_("go on editing")), .tag = LEAVE_STAY},
        {.key = 's', .label = str_of(_("save it")), .tag = LEAVE_SAVE},
        {.key = 'w',
         .label = str_of(_("leave without saving")),
         .tag = LEAVE_DROP},
    };

    shell_show_take(shell, dialog_menu(shell->term, str_of(title), items, 3),
                    answered, with);
}
