/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * answer_playbooks.c - playbooks, files that may hold some, rehearsals,
 * Logic Apps in Azure.
 */
#include "service/desk_part.h"
#include "service/reader_part.h"

void answer_playbooks(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_PLAYBOOKS, ask->ticket);

    note->is.playbooks = playbook_page_read(reader->desk);
    note_send(reader->notes, note);
}

void answer_browse(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_BROWSE, ask->ticket);

    note->is.browse = browse_page_read(ask->text, playbook_endings);
    note_send(reader->notes, note);
}

void answer_import(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_IMPORT, ask->ticket);

    note->is.import = playbook_import_read(reader->desk, str_of(ask->text));
    note_send(reader->notes, note);
}

void answer_rehearse(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_REHEARSE, ask->ticket);

    note->is.rehearse = rehearse_page_read(
        reader->desk, reader->desk->catalogue, ask->rehearse);
    ask->rehearse = NULL;
    note_send(reader->notes, note);
}

void answer_play(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_PLAY, ask->ticket);

    note->is.play = play_page_read(reader->desk, ask->row);
    note_send(reader->notes, note);
}

void answer_remote(struct reader *reader, struct ask *ask)
{
    struct note *note = note_new(NOTE_REMOTE, ask->ticket);

    note->is.remote = remote_page_read(reader->desk, ask->row);
    note_send(reader->notes, note);
}
