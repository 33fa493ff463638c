/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/notice_text.h"

#include "util/buf.h"
#include "util/html.h"
#include "util/text.h"
#include "util/url.h"
#include "util/utf8.h"
#include "util/when.h"

/* Approvals, runs of a batch and requests that one notice names. */
#define SHOWN 20
/* Bytes of a title that a subject has room for. */
#define SUBJECT 200

/* The three shapes are written side by side, so that none says less. */
struct page {
    struct buf body;
    struct buf html;
    struct buf facts;
};

/* Line ends would look like facts of their own. */
static const char *one_line(struct arena *arena, struct str text)
{
    char *line = arena_textn(arena, text.at, text.len);

    for (size_t i = 0; i < text.len; i++) {
        if (line[i] == '\n' || line[i] == '\r')
            line[i] = ' ';
    }
    return line;
}

static void fact(struct page *page, struct arena *arena, const char *label,
                 struct str value)
{
    const char *line = one_line(arena, str_trim(value));

    if (*line == '\0')
        return;
    buf_printf(&page->body, "%-12s %s\n", arena_printf(arena, "%s:", label),
               line);
    buf_printf(&page->facts, "%s: %s\n", label, line);
    buf_text(&page->html, "<tr><th align=\"left\" valign=\"top\">");
    html_put(&page->html, str_of(label));
    buf_text(&page->html, "</th><td>");
    html_put(&page->html, str_of(line));
    buf_text(&page->html, "</td></tr>\n");
}

static void fact_when(struct page *page, struct arena *arena, const char *label,
                      int64_t moment)
{
    char text[WHEN_TEXT_SIZE];

    fact(page, arena, label, str_of(when_iso(moment, text)));
}

static void put_command(struct page *page, struct arena *arena,
                        const char *command)
{
    const char *line = arena_printf(arena, "riposte approval %s", command);

    buf_printf(&page->body, "    %s\n", line);
    html_put(&page->html, str_of(line));
    buf_char(&page->html, '\n');
}

/* The most urgent of what is due. */
static const char *head_of(const struct notice_item *item, struct arena *arena)
{
    long long row = (long long)item->approval->row;

    if (item->due & TOLD_RAISED)
        return arena_printf(
            arena, _("BREAK-GLASS %lld: nobody has confirmed it in time"), row);
    if (item->due & TOLD_ESCALATED)
        return arena_printf(
            arena, _("Approval %lld was escalated: you may answer it now"),
            row);
    if (item->due & TOLD_WARNED)
        return arena_printf(arena, _("Approval %lld is about to expire"), row);
    return item->approval->glass
               ? arena_printf(arena, _("Break-glass %lld is to be confirmed"),
                              row)
               : arena_printf(arena, _("Approval %lld waits for an answer"),
                              row);
}

static void put_requests(struct page *page, struct arena *arena,
                         const char *label, const struct json *requests)
{
    for (size_t i = 0; i < json_length(requests) && i < SHOWN; i++) {
        const struct json *one = json_item(requests, i);
        struct buf text;

        buf_init(&text);
        buf_str(&text, json_text(json_get(one, "method")));
        buf_char(&text, ' ');
        url_masked(json_text(json_get(one, "url")), &text);
        fact(page, arena, label, buf_view(&text));
        buf_done(&text);
    }
}

static void put_batch(struct page *page, struct arena *arena,
                      const struct approval *approval)
{
    const struct json *items = json_get(approval->frozen, "items");
    size_t n = json_length(items);

    if (approval->batch == 0)
        return;
    fact(page, arena, _("Runs"),
         str_of(arena_printf(arena, "%lld", (long long)approval->batch)));
    for (size_t i = 0; i < n && i < SHOWN; i++)
        fact(page, arena, _("Target"),
             json_text(json_get(json_item(items, i), "target")));
    if (approval->batch > SHOWN)
        fact(page, arena, _("And"),
             str_of(arena_printf(arena, _("%lld more"),
                                 (long long)approval->batch - SHOWN)));
}

static void put_differs(struct page *page, struct arena *arena,
                        const struct approval *approval)
{
    const struct json *differs =
        json_get(json_get(approval->frozen, "again"), "differs");

    for (size_t i = 0; i < json_length(differs) && i < SHOWN; i++) {
        const struct json *one = json_item(differs, i);
        struct buf text;

        buf_init(&text);
        buf_str(&text, json_text(json_get(one, "what")));
        buf_text(&text, ": ");
        json_put_text(json_get(one, "was"), &text);
        buf_text(&text, _(", now "));
        json_put_text(json_get(one, "now"), &text);
        fact(page, arena, _("Changed"), buf_view(&text));
        buf_done(&text);
    }
}

static void put_event(struct page *page, struct arena *arena,
                      const struct approval *approval)
{
    const struct json *event = json_get(approval->frozen, "evidence");

    if (approval->event == 0)
        return;
    fact(page, arena, _("Event"),
         str_of(arena_printf(arena, "%lld, %s, %s", (long long)approval->event,
                             json_text(json_get(event, "severity")).at,
                             json_text(json_get(event, "title")).at)));
}

static void put_takes(struct page *page, struct arena *arena,
                      const struct approval *approval)
{
    struct buf text;

    buf_init(&text);
    demand_write(&approval->demand, &text);
    fact(page, arena, _("Takes"), buf_view(&text));
    buf_clear(&text);
    approval_progress(approval, &text);
    fact(page, arena, _("So far"), buf_view(&text));
    buf_done(&text);
}

static void put_one(struct page *page, struct arena *arena,
                    const struct approval *approval)
{
    const struct json *frozen = approval->frozen;
    const struct json *undo = json_get(frozen, "undo");

    fact(page, arena, _("Asks to"), str_of(approval->title));
    fact(page, arena, _("Target"), json_text(json_get(frozen, "target")));
    fact(page, arena, _("Effect"), str_of(class_name(approval->class)));
    fact(page, arena, _("Asked by"), str_of(approval->requester));
    fact(page, arena, _("Why"), json_text(json_get(frozen, "why")));
    put_differs(page, arena, approval);
    put_batch(page, arena, approval);
    put_event(page, arena, approval);
    put_takes(page, arena, approval);
    fact_when(page, arena, _("Asked"), approval->asked);
    fact_when(page, arena, approval->glass ? _("Confirm by") : _("Expires"),
              approval->expires);
    fact(page, arena, _("Protected"), json_text(json_get(frozen, "protected")));
    fact(page, arena, _("Note"), json_text(json_get(frozen, "note")));
    put_requests(page, arena, _("Would send"), json_get(frozen, "requests"));
    put_requests(page, arena, _("Way back"), undo);
    if (json_length(undo) == 0 && approval->class >= CLASS_REVERSIBLE &&
        approval->batch == 0)
        fact(page, arena, _("Way back"), str_of(_("There is none.")));
    fact(page, arena, _("Digest"), str_of(approval->digest));
}

static void put_answers(struct page *page, struct arena *arena,
                        const struct approval *approval)
{
    long long row = (long long)approval->row;

    buf_printf(&page->body, "\n%s\n",
               _("Look, and answer, with your own login:"));
    buf_text(&page->html, "<p>");
    html_put(&page->html, str_of(_("Look, and answer, with your own login:")));
    buf_text(&page->html, "</p>\n<pre>");
    put_command(page, arena, arena_printf(arena, "show %lld", row));
    put_command(page, arena,
                arena_printf(arena,
                             approval->glass ? "confirm %lld --reason TEXT"
                                             : "approve %lld --reason TEXT",
                             row));
    put_command(page, arena,
                arena_printf(arena, "deny %lld --reason TEXT", row));
    buf_text(&page->html, "</pre>\n");
}

static void put_many(struct page *page, const struct notice_item *items,
                     size_t n, struct arena *arena)
{
    for (size_t i = 0; i < n && i < SHOWN; i++)
        fact(page, arena, head_of(&items[i], arena),
             str_of(arena_printf(arena, "%s (%s)", items[i].approval->title,
                                 items[i].approval->requester)));
    if (n > SHOWN)
        fact(page, arena, _("And"),
             str_of(arena_printf(arena, _("%zu more"), n - SHOWN)));
}

static void put_list(struct page *page, struct arena *arena)
{
    buf_printf(&page->body, "\n%s\n", _("All of them:"));
    buf_text(&page->html, "<pre>");
    put_command(page, arena, "list");
    put_command(page, arena, "show NUMBER");
    buf_text(&page->html, "</pre>\n");
}

static const char *taken(struct arena *arena, struct buf *buf)
{
    const char *text = arena_str(arena, buf_view(buf)).at;

    buf_done(buf);
    return text;
}

/* Four hours that have begun are told as four. */
static const char *subject_of(const char *head, const struct approval *approval,
                              int64_t now, struct arena *arena)
{
    const char *title =
        one_line(arena, utf8_head(str_of(approval->title), SUBJECT));
    char left[WHEN_TEXT_SIZE];

    if (approval->expires <= now)
        return arena_printf(arena, "%s: %s", head, title);
    when_age(approval->expires - now + 30 * WHEN_SECOND, left);
    return arena_printf(arena, _("%s (%s left): %s"), head, left, title);
}

void notice_write(const struct notice_item *items, size_t n, int64_t now,
                  struct arena *arena, struct notice_text *out)
{
    const struct approval *first = items[0].approval;
    struct page page;
    const char *head;

    buf_init(&page.body);
    buf_init(&page.html);
    buf_init(&page.facts);
    head = n > 1 ? arena_printf(arena, _("%zu approvals wait for answers"), n)
                 : head_of(&items[0], arena);
    out->subject = n > 1 ? head : subject_of(head, first, now, arena);
    buf_printf(&page.body, "%s.\n\n", head);
    buf_text(&page.html, "<p><b>");
    html_put(&page.html, str_of(head));
    buf_text(&page.html, ".</b></p>\n<table>\n");
    if (n > 1)
        put_many(&page, items, n, arena);
    else
        put_one(&page, arena, first);
    buf_text(&page.html, "</table>\n");
    if (n > 1)
        put_list(&page, arena);
    else
        put_answers(&page, arena, first);
    out->body = taken(arena, &page.body);
    out->html = taken(arena, &page.html);
    out->facts = taken(arena, &page.facts);
}
