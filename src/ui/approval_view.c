/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/approval_view.h"

#include <string.h>

#include "ui/batch_view.h"
#include "util/text.h"

static void add_requests(struct view *view, const char *head,
                         const struct json *requests)
{
    if (!json_length(requests))
        return;
    view_line(view, STYLE_TEXT, STR_NONE);
    words_head(view, head);
    for (struct json_each each = json_each(requests); json_next(&each);) {
        const struct json *body = json_get(each.value, "body");
        struct str method = json_text(json_get(each.value, "method"));
        struct str url = json_text(json_get(each.value, "url"));

        view_printf(view, STYLE_STRONG, "%.*s ", STR_ARG(method));
        view_indent(view, 4);
        view_add(view, STYLE_LINK, url);
        view_end(view, 0);
        if (body)
            words_json(view, body);
    }
}

static void add_members(struct view *view, const char *head,
                        const struct json *object)
{
    struct buf text;

    if (json_type(object) != JSON_OBJECT || !json_length(object))
        return;
    view_line(view, STYLE_TEXT, STR_NONE);
    words_head(view, head);
    buf_init(&text);
    for (struct json_each each = json_each(object); json_next(&each);) {
        buf_clear(&text);
        json_put_text(each.value, &text);
        if (text.len)
            view_pair(view, 16, str_of(each.name), STYLE_TEXT, buf_view(&text));
    }
    buf_done(&text);
}

/* How many people it takes, who is asked when they do not answer. */
static void add_takes(struct view *view, const struct approval *row,
                      int64_t now, bool utc)
{
    struct buf text;

    buf_init(&text);
    demand_write(&row->demand, &text);
    words_pair(view, _("Takes"), buf_view(&text));
    buf_clear(&text);
    approval_progress(row, &text);
    words_pair(view, _("So far"), buf_view(&text));
    buf_done(&text);
    if (row->state != APPROVAL_PENDING || row->escalates == 0)
        return;
    words_pair_time(
        view, approval_escalated(row, now) ? _("Escalated") : _("Escalates"),
        row->escalates, utc);
    words_pair(view, _("To"), str_of(row->demand.group));
}

static void add_vote(struct view *view, const struct vote *vote, bool utc)
{
    char when[WHEN_TEXT_SIZE];
    struct buf text;

    buf_init(&text);
    buf_printf(&text, "%s %s", vote->yes ? "✓" : "✗", vote->person);
    if (*vote->behalf)
        buf_printf(&text, _(", in place of %s"), vote->behalf);
    if (vote->n_roles > 0) {
        buf_text(&text, " (");
        demand_roles_write(vote->roles, vote->n_roles, &text);
        buf_char(&text, ')');
    }
    buf_printf(&text, "  %s", when_local(vote->when, utc, when));
    view_line(view, vote->yes ? STYLE_OK : STYLE_ERROR, buf_view(&text));
    if (*vote->reason) {
        buf_clear(&text);
        buf_printf(&text, "  %s", vote->reason);
        view_indent(view, 2);
        view_line(view, STYLE_TEXT, buf_view(&text));
    }
    buf_done(&text);
}

static void add_votes(struct view *view, const struct approval *row, bool utc)
{
    if (row->n_votes == 0)
        return;
    view_line(view, STYLE_TEXT, STR_NONE);
    words_head(view, _("Answers"));
    for (size_t i = 0; i < row->n_votes; i++)
        add_vote(view, &row->votes[i], utc);
}

/* It was approved before, and something has changed since. */
static void add_again(struct view *view, const struct json *again)
{
    const struct json *differs = json_get(again, "differs");
    struct buf text;

    if (!json_length(differs))
        return;
    view_line(view, STYLE_TEXT, STR_NONE);
    words_head(view, _("Asked anew, since this has changed"));
    buf_init(&text);
    for (struct json_each each = json_each(differs); json_next(&each);) {
        buf_clear(&text);
        buf_text(&text, "≠ ");
        buf_str(&text, json_text(json_get(each.value, "what")));
        buf_text(&text, ": ");
        json_put_text(json_get(each.value, "was"), &text);
        buf_text(&text, " → ");
        json_put_text(json_get(each.value, "now"), &text);
        view_line(view, STYLE_WARN, buf_view(&text));
    }
    buf_done(&text);
}

static const struct json *same_target(const struct json *sight,
                                      const struct json *one)
{
    for (struct json_each each = json_each(sight); json_next(&each);) {
        if (str_eq(json_text(json_get(each.value, "target")),
                   json_text(json_get(one, "target"))) &&
            str_eq(json_text(json_get(each.value, "action")),
                   json_text(json_get(one, "action"))))
            return each.value;
    }
    return NULL;
}

/* What the last one who said yes saw, and what has become of it. */
static const struct json *seen_before(const struct approval *row,
                                      const struct json *one)
{
    for (size_t i = row->n_votes; i > 0; i--) {
        const struct json *seen = same_target(row->votes[i - 1].seen, one);

        if (seen)
            return json_get(seen, "found");
    }
    return NULL;
}

static void add_value(struct view *view, const char *name,
                      const struct json *before, const struct json *value)
{
    bool differs = before && !json_equal(before, value);
    struct buf text;

    buf_init(&text);
    buf_printf(&text, "%s %s: ", differs ? "≠" : " ", name);
    if (differs) {
        json_put_text(before, &text);
        buf_text(&text, " → ");
    }
    json_put_text(value, &text);
    view_line(view, differs ? STYLE_WARN : STYLE_TEXT, buf_view(&text));
    buf_done(&text);
}

static void add_live(struct view *view, const struct approval *row)
{
    const struct json *sight =
        row->state == APPROVAL_PENDING ? row->live : row->seen;

    if (!json_length(sight))
        return;
    view_line(view, STYLE_TEXT, STR_NONE);
    words_head(view, row->state == APPROVAL_PENDING
                         ? _("The target now (L looks again)")
                         : _("The target when it was approved"));
    for (struct json_each each = json_each(sight); json_next(&each);) {
        const struct json *found = json_get(each.value, "found");
        const struct json *values = json_get(found, "values");
        const struct json *seen = seen_before(row, each.value);

        view_line(view, STYLE_LINK,
                  words_short(json_text(json_get(each.value, "target")).at));
        words_pair(view, _("Looked at"),
                   json_text(json_get(each.value, "when")));
        words_pair(view, _("Not seen"),
                   json_text(json_get(each.value, "trouble")));
        for (struct json_each value = json_each(values); json_next(&value);)
            add_value(view, value.name,
                      json_get(json_get(seen, "values"), value.name),
                      value.value);
    }
}

static void add_people(struct view *view, const struct approval *row, bool utc)
{
    words_pair(view, _("Asked by"), str_of(row->requester));
    words_pair(view, _("Why"), json_text(json_get(row->frozen, "why")));
    words_pair(view, _("Rule by"), str_of(row->author));
    words_pair(view, _("Changed by"), str_of(row->editor));
    words_pair_time(view, _("Asked"), row->asked, utc);
    words_pair_time(view, row->glass ? _("Confirm by") : _("Expires"),
                    row->expires, utc);
    words_pair(view, _("Answered by"), str_of(row->answered_by));
    words_pair_time(view, _("Answered"), row->answered, utc);
    words_pair(view, _("Reason"), str_of(row->reason));
}

void approval_view(struct view *view, const struct approval *row,
                   struct sign sign, int64_t now, bool utc)
{
    const struct json *frozen = row->frozen;
    const struct json *undo = json_get(frozen, "undo");

    view_line(view, STYLE_STRONG, str_of(row->title));
    if (row->glass)
        view_line(view, STYLE_ERROR,
                  str_of(_("Break-glass: it was done at once; a second person "
                           "must confirm that.")));
    words_pair(view, _("State"), sign.word);
    words_pair(view, _("Effect"), str_of(words_class(row->class)));
    words_pair(view, _("Target"), json_text(json_get(frozen, "target")));
    batch_view(view, row);
    add_takes(view, row, now, utc);
    add_people(view, row, utc);
    words_pair(view, _("Protected"), json_text(json_get(frozen, "protected")));
    words_pair(view, _("Note"), json_text(json_get(frozen, "note")));
    add_votes(view, row, utc);
    add_again(view, json_get(frozen, "again"));
    add_live(view, row);
    add_requests(view, _("What would be sent"), json_get(frozen, "requests"));
    add_members(view, _("Its fields"), json_get(frozen, "fields"));
    add_members(view, _("Files it depends on"), json_get(frozen, "files"));
    add_requests(view, _("The way back"), undo);
    if (!json_length(undo) && row->class >= CLASS_REVERSIBLE && !row->batch)
        view_line(view, STYLE_WARN, str_of(_("There is no way back.")));
    add_members(view, _("Evidence"), json_get(frozen, "evidence"));
    view_line(view, STYLE_TEXT, STR_NONE);
    words_pair(view, _("Digest"), str_of(row->digest));
}
