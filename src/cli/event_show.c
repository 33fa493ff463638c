/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * event_show.c - one event whole: facts, entities, story, what can be done.
 */
#include <stdio.h>

#include "cli/verbs.h"
#include "cli/words.h"
#include "service/queue.h"
#include "util/text.h"
#include "util/when.h"

static void show_facts(struct out *out, const struct event *event)
{
    static const struct {
        const char *label;
        enum event_column column;
    } rows[] = {
        {N_("Status"), COLUMN_STATUS},     {N_("Resource"), COLUMN_RESOURCE},
        {N_("Entity"), COLUMN_ENTITY},     {N_("Tactic"), COLUMN_TACTIC},
        {N_("Type"), COLUMN_TYPE},         {N_("Product"), COLUMN_PRODUCT},
        {N_("Source"), COLUMN_SOURCE},     {N_("Owner"), COLUMN_OWNER},
        {N_("Closed as"), COLUMN_CLOSING}, {N_("Tags"), COLUMN_TAGS},
    };

    out_text(out, 0, event->column[COLUMN_TITLE]);
    out_line(out);
    out_fact_number(out, _("Number"), event->row);
    out_fact(out, _("Id"), event->key);
    out_fact(out, _("Kind"), str_of(event_kind_name(event->kind)));
    out_fact(out, _("Severity"), str_of(severity_name(event->severity)));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        out_fact(out, _(rows[i].label), event->column[rows[i].column]);
    out_fact_when(out, _("Time"), event->time);
    out_fact_when(out, _("Arrived"), event->arrived);
    out_fact_when(out, _("Acknowledged"), event->acknowledged);
    if (event->flags & EVENT_PENDING)
        out_fact(out, _("Pending"),
                 str_of(_("A change of its status waits for the service.")));
    if (event->flags & EVENT_SAMPLE)
        out_fact(out, _("Sample"),
                 str_of(_("Nothing real is ever contained for it.")));
}

static void show_description(struct out *out, const struct json *body)
{
    struct str text = json_text(json_find(body, STR("Description")));

    if (text.len == 0)
        text = json_text(json_at(body, STR("properties.metadata.description")));
    if (text.len == 0)
        return;
    out_line(out);
    out_text(out, 0, text);
}

static void show_entities(struct out *out, const struct event_page *page)
{
    if (page->n_entities == 0)
        return;
    out_line(out);
    out_text(out, 0, str_of(_("Entities")));
    for (size_t i = 0; i < page->n_entities; i++) {
        struct buf head;

        buf_init(&head);
        buf_text(&head, "  ");
        buf_str(&head, page->entities[i].type);
        out_entry(out, 24, buf_view(&head), page->entities[i].name);
        buf_done(&head);
    }
}

static void show_story(struct out *out, const struct event_page *page)
{
    if (page->n_story == 0)
        return;
    out_line(out);
    out_text(out, 0, str_of(_("Story")));
    for (size_t i = 0; i < page->n_story; i++) {
        char when[WHEN_TEXT_SIZE];
        char head[WHEN_TEXT_SIZE + 2];

        when_local(page->story[i].when, out->utc, when);
        snprintf(head, sizeof(head), "  %s", when);
        out_entry(out, 23, str_of(head), str_of(page->story[i].text));
    }
}

static void show_tickets(struct out *out, const struct event_page *page)
{
    if (page->n_tickets == 0)
        return;
    out_line(out);
    out_text(out, 0, str_of(_("Tickets")));
    for (size_t i = 0; i < page->n_tickets; i++) {
        const struct ticket *ticket = &page->tickets[i];
        struct buf head;
        struct buf text;

        buf_init(&head);
        buf_init(&text);
        buf_printf(&head, "  %s", ticket->label);
        buf_printf(&text, "%s%s%s", ticket->state, *ticket->state ? ", " : "",
                   ticket->url);
        out_entry(out, 24, buf_view(&head), buf_view(&text));
        buf_done(&head);
        buf_done(&text);
    }
}

static void show_containables(struct out *out, const struct event_page *page)
{
    if (page->n_containables == 0)
        return;
    out_line(out);
    out_text(out, 0, str_of(_("Can be contained")));
    for (size_t i = 0; i < page->n_containables; i++) {
        const struct containable *row = &page->containables[i];
        struct buf head;
        struct buf text;

        buf_init(&head);
        buf_init(&text);
        buf_printf(&head, "  %s", row->entry->name);
        buf_printf(&text, "%s%s%s", row->target, row->barred ? ": " : "",
                   row->barred ? row->barred : "");
        if (!row->barred && row->active)
            buf_printf(&text, ": %s", _("already in force"));
        if (row->doubt)
            buf_printf(&text, ": %s", row->doubt);
        out_entry(out, 24, buf_view(&head), buf_view(&text));
        buf_done(&head);
        buf_done(&text);
    }
}

static bool show_page(struct call *call, int64_t row, struct err *err)
{
    struct event_page *page = event_page_read(call->desk, row);
    bool ok = page_good(&page->error, err);

    if (ok) {
        show_facts(call->out, &page->event);
        show_description(call->out, page->body);
        show_entities(call->out, page);
        show_tickets(call->out, page);
        show_story(call->out, page);
        show_containables(call->out, page);
    }
    event_page_free(page);
    return ok;
}

static bool show_json(struct call *call, int64_t row, struct err *err)
{
    struct json *json;

    if (!event_show_json(call->desk, row, &json, err))
        return false;
    out_json_take(call->out, json);
    return true;
}

bool event_show(struct call *call, struct err *err)
{
    for (size_t i = 0; i < call->n_words; i++) {
        int64_t row;

        if (!word_event(call, call->words[i], &row, err))
            return false;
        if (i > 0 && !call->out->json)
            out_line(call->out);
        if (!(call->out->json ? show_json : show_page)(call, row, err))
            return false;
    }
    return true;
}
