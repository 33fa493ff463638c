/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/samples.h"

#include <stdio.h>

#include "service/sample.h"
#include "util/text.h"

/* By Defender for Cloud, behind those that are made here. */
#define BY_DEFENDER SAMPLE_FROM_N

static void send(struct shell *shell, const struct dialog *dialog,
                 enum command_kind kind, int64_t from)
{
    struct command command = {.kind = kind, .number = from};

    snprintf(command.text, sizeof(command.text), "%.*s",
             STR_ARG(dialog_text(dialog)));
    shell_send(shell, &command);
}

static void type_typed(void *with, struct dialog *dialog, bool yes)
{
    if (yes)
        send(with, dialog, COMMAND_SAMPLE, SAMPLE_FROM_TYPE);
}

static void file_typed(void *with, struct dialog *dialog, bool yes)
{
    if (yes)
        send(with, dialog, COMMAND_SAMPLE, SAMPLE_FROM_FILE);
}

static void story_typed(void *with, struct dialog *dialog, bool yes)
{
    if (yes)
        send(with, dialog, COMMAND_SAMPLE, SAMPLE_FROM_SCENARIO);
}

static void bundles_typed(void *with, struct dialog *dialog, bool yes)
{
    if (yes)
        send(with, dialog, COMMAND_SIMULATE, 0);
}

static const struct {
    uint32_t key;
    const char *label;
    const char *ask;
    const char *initial;
    void (*typed)(void *with, struct dialog *dialog, bool yes);
} ways[] = {
    [SAMPLE_FROM_TYPE] = {.key = 't',
                          .label = N_("like an alert that was seen"),
                          .ask = N_("Of which type? For example "
                                    "VM_SuspiciousProcess."),
                          .typed = type_typed},
    [SAMPLE_FROM_FILE] = {.key = 'f',
                          .label = N_("of the alerts in a file"),
                          .ask = N_("Which file?"),
                          .typed = file_typed},
    [SAMPLE_FROM_SCENARIO] = {.key = 's',
                              .label = N_("of the alerts of a story"),
                              .ask = N_("Which story?"),
                              .initial = "shop",
                              .typed = story_typed},
    [BY_DEFENDER] = {.key = 'd',
                     .label = N_("made by Defender for Cloud"),
                     .ask = N_("Which bundles, with blanks between? Nothing "
                               "means all of them."),
                     .typed = bundles_typed},
};
#define WAYS (sizeof(ways) / sizeof(ways[0]))

static void way_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct shell *shell = with;
    size_t way = dialog_choice(dialog);

    if (!yes || way >= WAYS)
        return;
    shell_show_take(
        shell,
        dialog_prompt(shell->term, str_of(_("Sample alerts")),
                      str_of(_(ways[way].ask)),
                      str_of(ways[way].initial ? ways[way].initial : "")),
        ways[way].typed, shell);
}

void samples_ask(struct shell *shell)
{
    struct dialog_item items[WAYS];

    for (size_t i = 0; i < WAYS; i++)
        items[i] = (struct dialog_item){
            .key = ways[i].key,
            .label = str_of(_(ways[i].label)),
        };
    shell_show_take(
        shell,
        dialog_menu(shell->term, str_of(_("Sample alerts")), items, WAYS),
        way_chosen, shell);
}
