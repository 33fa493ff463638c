/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doctor_playbooks.c - whether the playbooks that were taken in have the
 * connectors and settings that they need here.
 */
#include "service/doctor_part.h"
#include "service/playbooks.h"
#include "util/text.h"

static size_t look_at_one(struct doctor *doctor,
                          const struct playbook *playbook)
{
    struct playbook_note *notes;
    size_t n = playbook_lacks(doctor->config, playbook, doctor->arena, &notes);

    for (size_t i = 0; i < n; i++)
        doctor_tell(
            doctor, DOCTOR_LACKS,
            arena_printf(doctor->arena, _("playbook %s"), playbook->name),
            arena_printf(doctor->arena, "%s: %s", notes[i].path,
                         notes[i].text));
    return n;
}

static void look_at_page(struct doctor *doctor,
                         const struct playbook_page *page)
{
    size_t looked = 0;
    size_t lacking = 0;

    if (page->error.code != ERR_NONE) {
        doctor_tell(doctor, DOCTOR_BAD, _("playbooks"),
                    arena_text(doctor->arena, page->error.text));
        return;
    }
    for (size_t i = 0; i < page->n; i++) {
        if (page->rows[i].mode == RULE_OFF)
            continue;
        looked++;
        lacking += look_at_one(doctor, page->rows[i].playbook);
    }
    if (looked > 0 && lacking == 0)
        doctor_tell(doctor, DOCTOR_GOOD, _("playbooks"),
                    _("They have the connectors and the settings that they "
                      "need."));
}

void doctor_look_at_playbooks(struct doctor *doctor)
{
    struct playbook_page *page;
    struct desk *desk;
    struct err err = {0};

    if (!desk_open(doctor->config, DESK_READ, &desk, &err)) {
        doctor_tell(doctor, DOCTOR_BAD, _("playbooks"),
                    arena_text(doctor->arena, err.text));
        return;
    }
    page = playbook_page_read(desk);
    look_at_page(doctor, page);
    playbook_page_free(page);
    desk_close(desk);
}
