/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_teams.c - a card in a Teams channel (FACTS 15).
 */
#include "connect/action.h"
#include "connect/hosts.h"
#include "connect/judge.h"
#include "connect/ticket.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/when.h"

#define MESSAGE_MAX (28 * LIMIT_KIB)
#define TITLE_CHARS 200
#define FACTS       20
/* After a throttled answer; that of the classic connector does not say. */
#define THROTTLED (30 * WHEN_SECOND)

static const struct field fields[] = {
    {
        .name = "connector",
        .label = N_("Connector"),
        .help = N_("Its name in riposte.conf; empty when there is one only."),
        .type = FIELD_TEXT,
    },
    {
        .name = "title",
        .label = N_("Title"),
        .help = N_("One line, in bold."),
        .type = FIELD_TEMPLATE,
        .required = true,
    },
    {
        .name = "text",
        .label = N_("Text"),
        .help = N_("What the card says; shortened when it is too large for "
                   "Teams."),
        .type = FIELD_LONG,
    },
    {
        .name = "facts",
        .label = N_("Facts"),
        .help = N_("One on a line, as Name: value."),
        .type = FIELD_LONG,
    },
    {
        .name = "link",
        .label = N_("Link"),
        .help = N_("What the card's button opens; begins with https://."),
        .type = FIELD_TEMPLATE,
    },
};

static const struct field settings[] = {
    {
        .name = "secret",
        .label = N_("Webhook"),
        .help = N_("Where the URL of the webhook is, such as env:NAME; of "
                   "Workflows or of the older connector."),
        .type = FIELD_SECRET,
        .required = true,
    },
};

extern const struct action_kind action_teams;
extern const struct connector_kind connector_teams;

static struct str text_of(const struct json *with, const char *name)
{
    return action_text(&action_teams, with, name);
}

/* What an alert says must not become a link, or a picture that is fetched
 * from somewhere. */
static struct str plain(struct str text, struct arena *arena)
{
    struct buf out;
    struct str done;

    buf_init(&out);
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '[' || text.at[i] == ']' || text.at[i] == '\\')
            buf_char(&out, '\\');
        buf_char(&out, text.at[i]);
    }
    done = arena_str(arena, buf_view(&out));
    buf_done(&out);
    return done;
}

static struct json *text_block(struct str text, bool bold)
{
    struct json *out = json_new_object();

    json_set_text(out, "type", "TextBlock");
    json_set_str(out, "text", text);
    json_set_bool(out, "wrap", true);
    if (bold) {
        json_set_text(out, "size", "Medium");
        json_set_text(out, "weight", "Bolder");
    }
    return out;
}

static struct json *fact_set(struct str text, struct arena *arena)
{
    struct json *out = json_new_object();
    struct json *facts = json_new_array();
    struct str line;

    while (json_length(facts) < FACTS && str_cut(&text, '\n', &line)) {
        size_t colon = str_find_char(line, ':');
        struct json *fact;

        if (str_empty(str_trim(line)))
            continue;
        fact = json_new_object();
        json_set_str(
            fact, "title",
            plain(ticket_line(arena, str_sub(line, 0, colon), 100), arena));
        json_set_str(
            fact, "value",
            colon == STR_NOWHERE
                ? STR_NONE
                : plain(ticket_line(arena, str_sub(line, colon + 1, line.len),
                                    500),
                        arena));
        json_add_take(facts, fact);
    }
    json_set_text(out, "type", "FactSet");
    json_set_take(out, "facts", facts);
    return out;
}

static struct json *link_of(struct str url)
{
    struct json *out = json_new_array();
    struct json *action = json_new_object();

    json_set_text(action, "type", "Action.OpenUrl");
    json_set_text(action, "title", _("Open"));
    json_set_str(action, "url", url);
    json_add_take(out, action);
    return out;
}

/* @most: bytes of the text that are taken. */
static struct json *card(const struct json *with, size_t most,
                         struct arena *arena)
{
    struct json *out = json_new_object();
    struct json *body = json_new_array();
    struct str title = ticket_line(arena, text_of(with, "title"), TITLE_CHARS);
    struct str text = ticket_text(arena, text_of(with, "text"), most);
    struct str facts = str_trim(text_of(with, "facts"));
    struct str link = str_trim(text_of(with, "link"));
    struct err ignored;

    json_add_take(body, text_block(plain(title, arena), true));
    if (!str_empty(text))
        json_add_take(body, text_block(plain(text, arena), false));
    if (!str_empty(facts))
        json_add_take(body, fact_set(facts, arena));
    json_set_text(out, "$schema",
                  "http://adaptivecards.io/schemas/adaptive-card.json");
    json_set_text(out, "type", "AdaptiveCard");
    json_set_text(out, "version", "1.2");
    json_set_take(out, "body", body);
    if (!str_empty(link) && hosts_check(link, &ignored))
        json_set_take(out, "actions", link_of(link));
    return out;
}

static struct str envelope(struct json *take_card, struct arena *arena)
{
    struct json *out = json_new_object();
    struct json *list = json_new_array();
    struct json *one = json_new_object();

    json_set_text(one, "contentType",
                  "application/vnd.microsoft.card.adaptive");
    json_set_take(one, "contentUrl", NULL);
    json_set_take(one, "content", take_card);
    json_add_take(list, one);
    json_set_text(out, "type", "message");
    json_set_take(out, "attachments", list);
    return ticket_body(out, arena);
}

static bool teams_render(const struct json *with,
                         const struct action_context *context,
                         struct arena *arena, struct request *out,
                         struct err *err)
{
    const struct connector *connector =
        ticket_connector(context, &connector_teams, with, err);
    size_t most = MESSAGE_MAX;

    if (!connector)
        return false;
    out->method = "POST";
    out->url = arena_str(arena, connector_text(connector, "secret")).at;
    out->hidden_url = true;
    /* Notifications fail open: rather twice than never. */
    out->idempotent = true;
    /* A playbook brings a card of its own. */
    if (json_get(with, "card")) {
        out->body = envelope(json_copy(json_get(with, "card")), arena);
        return out->body.len <= MESSAGE_MAX ||
               err_set(err, ERR_INPUT,
                       _("The card is larger than Teams "
                         "takes."));
    }
    do {
        out->body = envelope(card(with, most, arena), arena);
        most = most * 3 / 4;
    } while (out->body.len > MESSAGE_MAX && most > LIMIT_KIB);
    return true;
}

/* The classic connector says 200 to everything, and 1 when it means it. */
static void judge_said(const struct response *response, struct judgement *out)
{
    struct str said = str_trim(buf_view(&response->body));
    struct buf quoted;

    if (str_eq(said, STR("1")) || str_empty(said)) {
        judge_say(out, VERDICT_DONE, _("Teams took the message."));
        return;
    }
    buf_init(&quoted);
    judge_quote(said, &quoted);
    if (str_find_fold(said, STR("HTTP error 429")) != STR_NOWHERE ||
        str_find_fold(said, STR("HTTP error 5")) != STR_NOWHERE) {
        judge_say(out, VERDICT_RETRY, _("Teams said not now: %s"), quoted.at);
        out->wait = THROTTLED;
    } else {
        judge_say(out, VERDICT_REFUSED, _("Teams said no: %s"), quoted.at);
    }
    buf_done(&quoted);
}

static void teams_judge(const struct action_context *context,
                        const struct request *request,
                        const struct response *response, struct judgement *out)
{
    (void)context;
    judge_webhook(request, response, out);
    if (response->status == 200)
        judge_said(response, out);
    else if (out->verdict == VERDICT_DONE)
        judge_say(out, VERDICT_DONE, _("Teams took the message."));
}

const struct connector_kind connector_teams = {
    .name = "teams",
    .title = N_("Microsoft Teams"),
    .fields = settings,
    .n_fields = sizeof(settings) / sizeof(settings[0]),
};

const struct action_kind action_teams = {
    .name = "teams",
    .title = N_("Send a message to Teams"),
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .render = teams_render,
    .judge = teams_judge,
};
