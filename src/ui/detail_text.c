/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * detail_text.c - what the tabs of an event say.
 */
#include "ui/detail.h"

#include <inttypes.h>

#include "ui/words.h"
#include "util/text.h"

const char *detail_title(enum detail_tab tab)
{
    static const char *const titles[DETAIL_TAB_N] = {
        [DETAIL_FACTS] = N_("Facts"),       [DETAIL_STORY] = N_("Story"),
        [DETAIL_ENTITIES] = N_("Entities"), [DETAIL_WHY] = N_("Decisions"),
        [DETAIL_STEPS] = N_("Remediation"), [DETAIL_JSON] = N_("JSON"),
    };

    return _(titles[tab]);
}

/* "14 like this in 90 days, 13 closed benign" */
static void detail_similar(const struct event_page *page, struct buf *out)
{
    buf_printf(out,
               _n("%" PRId64 " like this in 90 days",
                  "%" PRId64 " like this in 90 days", page->similar_total),
               page->similar_total);
    if (page->similar_benign)
        buf_printf(out, _(", %" PRId64 " closed benign"), page->similar_benign);
    if (page->similar_true)
        buf_printf(out, _(", %" PRId64 " true"), page->similar_true);
    if (page->similar_false)
        buf_printf(out, _(", %" PRId64 " false"), page->similar_false);
}

void detail_pivot(const struct entity *entity, struct buf *out)
{
    buf_printf(out, "entity.%.*s == '", STR_ARG(entity->type));
    for (size_t i = 0; i < entity->name.len; i++) {
        char c = entity->name.at[i];

        if (c == '\'' || c == '\\')
            buf_char(out, '\\');
        buf_char(out, c);
    }
    buf_char(out, '\'');
}

/* ---- pieces that several tabs have ---- */

static void add_story(const struct detail *detail, struct view *view,
                      const struct story_line *line, uint64_t tag)
{
    static const struct {
        const char *sign;
        enum style style;
    } signs[STORY_KIND_N] = {
        [STORY_EVENT] = {"●", STYLE_STRONG},
        [STORY_DECISION] = {"→", STYLE_INFO},
        [STORY_APPROVAL] = {"⏸", STYLE_WARN},
        [STORY_RUN] = {"▶", STYLE_INFO},
        [STORY_STEP] = {"·", STYLE_DIM},
        [STORY_EFFECT] = {"■", STYLE_OK},
        [STORY_DEED] = {"–", STYLE_DIM},
        [STORY_TICKET] = {"#", STYLE_TEXT},
    };
    bool utc = detail->shell->utc;
    char time[WHEN_TEXT_SIZE];

    /* The clock alone would tell nothing of another day. */
    if (detail->shell->now - line->when < WHEN_DAY / 2)
        when_clock(line->when, utc, time);
    else
        when_local(line->when, utc, time);
    view_printf(view, STYLE_DIM, "%-8s ", time);
    view_add(view, signs[line->kind].style, str_of(signs[line->kind].sign));
    view_add(view, STYLE_TEXT, STR(" "));
    view_indent(view, 11);
    view_add(view, STYLE_TEXT, str_of(line->text));
    view_end(view, tag);
}

/* A text of the body under any of the names that it can have. */
static const struct json *body_at(const struct json *body,
                                  const char *const *paths)
{
    for (; *paths; paths++) {
        const struct json *json = json_at(body, str_of(*paths));

        if (json)
            return json;
    }
    return NULL;
}

static void add_description(const struct event_page *page, struct view *view)
{
    static const char *const paths[] = {"Description",
                                        "properties.metadata.description",
                                        "properties.description", NULL};
    struct str text = json_text(body_at(page->body, paths));

    if (text.len)
        view_line(view, STYLE_TEXT, text);
}

static void add_containables(const struct event_page *page, struct view *view)
{
    for (size_t i = 0; i < page->n_containables; i++) {
        const struct containable *can = &page->containables[i];

        view_add(view, can->active ? STYLE_OK : STYLE_TEXT,
                 can->active ? STR("■ ") : STR("○ "));
        view_indent(view, 2);
        view_printf(view, STYLE_TEXT, "%s: %.*s", can->entry->title,
                    STR_ARG(words_short(can->target)));
        if (can->active)
            view_add(view, STYLE_OK, str_of(_("  in force")));
        else if (can->barred)
            view_printf(view, STYLE_DIM, "  %s", can->barred);
        else if (can->doubt)
            view_printf(view, STYLE_WARN, "  %s", can->doubt);
        view_end(view, 0);
    }
}

/* ---- tabs ---- */

static void add_resource(const struct event *event, struct view *view)
{
    struct resource resource;

    resource_parse(event->column[COLUMN_RESOURCE], &resource);
    words_pair(view, _("Resource"), resource.name);
    words_pair(view, _("Type"), resource.type);
    words_pair(view, _("Group"), resource.group);
    words_pair(view, _("Subscription"), resource.subscription);
    words_pair(view, _("Resource id"), resource.id);
}

static void add_riposte(const struct detail *detail, const struct event *event,
                        struct view *view)
{
    struct sign automation = words_auto(event->automation);

    words_pair(view, _("Owner"), event->column[COLUMN_OWNER]);
    words_pair(view, _("Closed as"), event->column[COLUMN_CLOSING]);
    words_pair(view, _("Tags"), event->column[COLUMN_TAGS]);
    words_pair_time(view, _("Acknowledged"), event->acknowledged,
                    detail->shell->utc);
    words_pair(view, _("Automation"), automation.word);
    if (event->flags & EVENT_SAMPLE)
        words_pair(view, _("Sample"),
                   str_of(_("a sample alert: nothing is contained for it")));
    if (event->flags & EVENT_DELETED)
        words_pair(view, _("Gone"),
                   str_of(_("the service has deleted this one")));
}

static void add_extended(const struct event_page *page, struct view *view)
{
    const struct json *more = json_find(page->body, STR("ExtendedProperties"));
    struct buf text;

    if (json_type(more) != JSON_OBJECT || !json_length(more))
        return;
    view_line(view, STYLE_TEXT, STR_NONE);
    words_head(view, _("More of it"));
    buf_init(&text);
    for (struct json_each each = json_each(more); json_next(&each);) {
        buf_clear(&text);
        json_put_text(each.value, &text);
        view_pair(view, 24, str_of(each.name), STYLE_TEXT, buf_view(&text));
    }
    buf_done(&text);
}

static void write_facts(const struct detail *detail, struct view *view)
{
    const struct event_page *page = detail->page;
    const struct event *event = &page->event;
    bool utc = detail->shell->utc;
    bool pending = (event->flags & EVENT_PENDING) != 0;
    struct buf text;

    buf_init(&text);
    add_description(page, view);
    view_line(view, STYLE_TEXT, STR_NONE);
    words_pair(view, _("Severity"), str_of(severity_name(event->severity)));
    buf_str(&text, event->column[COLUMN_STATUS]);
    if (pending)
        buf_text(&text, _(" (waits for the service's yes)"));
    words_pair(view, _("Status"), buf_view(&text));
    words_pair(view, _("Kind"), str_of(event_kind_name(event->kind)));
    words_pair(view, _("Alert type"), event->column[COLUMN_TYPE]);
    words_pair(view, _("Tactic"), event->column[COLUMN_TACTIC]);
    words_pair(view, _("Entity"), event->column[COLUMN_ENTITY]);
    add_resource(event, view);
    words_pair_time(view, _("Time"), event->time, utc);
    words_pair_time(view, _("Arrived"), event->arrived, utc);
    words_pair_time(view, _("Changed"), event->changed, utc);
    words_pair(view, _("Product"), event->column[COLUMN_PRODUCT]);
    words_pair(view, _("Source"), event->column[COLUMN_SOURCE]);
    words_pair(view, _("Key"), event->key);
    add_riposte(detail, event, view);
    buf_clear(&text);
    detail_similar(page, &text);
    words_pair(view, _("Similar"), buf_view(&text));
    buf_done(&text);
    if (page->n_containables) {
        view_line(view, STYLE_TEXT, STR_NONE);
        words_head(view, _("Can be contained (c)"));
        add_containables(page, view);
    }
    add_extended(page, view);
}

static void write_story(const struct detail *detail, struct view *view)
{
    const struct event_page *page = detail->page;

    if (!page->n_story)
        view_line(view, STYLE_DIM, str_of(_("Nothing has happened yet.")));
    for (size_t i = 0; i < page->n_story; i++)
        add_story(detail, view, &page->story[i], i + 1);
}

static void write_entities(const struct detail *detail, struct view *view)
{
    const struct event_page *page = detail->page;

    if (page->n_entities)
        view_line(view, STYLE_DIM,
                  str_of(_("Enter shows everything in the queue about an "
                           "entity.")));
    else
        view_line(view, STYLE_DIM, str_of(_("This event names no entity.")));
    for (size_t i = 0; i < page->n_entities; i++) {
        const struct entity *entity = &page->entities[i];

        view_printf(view, STYLE_DIM, "%-16.*s ", STR_ARG(entity->type));
        view_indent(view, 17);
        view_add(view, STYLE_LINK, entity->name);
        view_end(view, i + 1);
    }
}

static void add_decision(const struct detail *detail, struct view *view,
                         size_t at)
{
    const struct decision *decision = &detail->why->rows[at];
    bool fired = decision_fired(decision->reason);
    char clock[WHEN_TEXT_SIZE];
    enum rule_mode mode = decision->mode >= 0 && decision->mode < RULE_MODE_N
                              ? (enum rule_mode)decision->mode
                              : RULE_OFF;

    view_printf(view, STYLE_DIM, "%s ",
                when_local(decision->when, detail->shell->utc, clock));
    view_add(view, fired ? STYLE_OK : STYLE_DIM, fired ? STR("✓ ") : STR("○ "));
    view_indent(view, 22);
    view_printf(view, STYLE_STRONG, "%s", detail->why->rules[at]);
    view_printf(view, STYLE_DIM, " (%s, %" PRId64 ") ", rule_mode_name(mode),
                decision->revision);
    view_add(view, STYLE_TEXT, str_of(decision->text));
    view_end(view, 0);
}

static void write_why(const struct detail *detail, struct view *view)
{
    const struct decision_page *why = detail->why;

    if (!why) {
        view_line(view, STYLE_DIM, str_of(_("The decisions are being read.")));
        return;
    }
    if (why->error.code != ERR_NONE)
        view_line(view, STYLE_ERROR, str_of(why->error.text));
    if (!why->n)
        view_line(view, STYLE_DIM,
                  str_of(_("No rule has looked at this event: rules that are "
                           "off do not, and none looks back at what came "
                           "before it was made.")));
    for (size_t i = 0; i < why->n; i++)
        add_decision(detail, view, i);
}

static void write_steps(const struct detail *detail, struct view *view)
{
    static const char *const paths[] = {
        "RemediationSteps", "properties.metadata.remediationDescription",
        "properties.remediationSteps", NULL};
    const struct json *steps = body_at(detail->page->body, paths);

    if (json_type(steps) == JSON_ARRAY) {
        for (struct json_each each = json_each(steps); json_next(&each);) {
            view_printf(view, STYLE_DIM, "%2zu. ", each.index + 1);
            view_indent(view, 4);
            view_add(view, STYLE_TEXT, json_text(each.value));
            view_end(view, 0);
        }
    } else if (json_text(steps).len) {
        view_line(view, STYLE_TEXT, json_text(steps));
    } else {
        view_line(view, STYLE_DIM,
                  str_of(_("The service names no remediation steps.")));
    }
}

void detail_write(const struct detail *detail, enum detail_tab tab,
                  struct view *view)
{
    static void (*const writers[DETAIL_TAB_N])(const struct detail *,
                                               struct view *) = {
        [DETAIL_FACTS] = write_facts,       [DETAIL_STORY] = write_story,
        [DETAIL_ENTITIES] = write_entities, [DETAIL_WHY] = write_why,
        [DETAIL_STEPS] = write_steps,
    };

    if (detail->page->error.code != ERR_NONE)
        view_line(view, STYLE_ERROR, str_of(detail->page->error.text));
    if (writers[tab])
        writers[tab](detail, view);
}

/* ---- the brief under the list ---- */

static void add_dotted(struct buf *out, struct str text)
{
    if (!text.len)
        return;
    if (out->len)
        buf_text(out, " · ");
    buf_str(out, text);
}

static void add_names(const struct event_page *page, struct view *view)
{
    size_t shown = page->n_entities < 6 ? page->n_entities : 6;

    for (size_t i = 0; i < shown; i++) {
        view_printf(view, STYLE_DIM, "%s%.*s ", i ? "  " : "",
                    STR_ARG(page->entities[i].type));
        view_add(view, STYLE_TEXT, page->entities[i].name);
    }
    if (shown < page->n_entities)
        view_printf(view, STYLE_DIM, _("  and %zu more"),
                    page->n_entities - shown);
    if (shown)
        view_end(view, 0);
}

void detail_write_brief(const struct detail *detail, struct view *view)
{
    const struct event_page *page = detail->page;
    struct resource resource;
    struct buf text;

    if (page->error.code != ERR_NONE)
        view_line(view, STYLE_ERROR, str_of(page->error.text));
    resource_parse(page->event.column[COLUMN_RESOURCE], &resource);
    buf_init(&text);
    if (!str_eq(resource.name, resource.subscription))
        add_dotted(&text, resource.name);
    add_dotted(&text, resource.group);
    add_dotted(&text, resource.subscription);
    if (text.len)
        buf_text(&text, " · ");
    detail_similar(page, &text);
    view_line(view, STYLE_TEXT, buf_view(&text));
    buf_done(&text);
    for (size_t i = 0; i < page->n_story; i++)
        add_story(detail, view, &page->story[i], 0);
    add_names(page, view);
    add_description(page, view);
    add_containables(page, view);
}
