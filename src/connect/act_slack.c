/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_slack.c - a message in a Slack channel (FACTS 15).
 */
#include "connect/action.h"
#include "connect/judge.h"
#include "connect/ticket.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/when.h"

#define SECTION_MAX 3000
#define SECTIONS    10

static const struct field fields[] = {
    {
        .name = "connector",
        .label = N_("Connector"),
        .help = N_("Its name in riposte.conf; empty when there is one only."),
        .type = FIELD_TEXT,
    },
    {
        .name = "text",
        .label = N_("Text"),
        .help = N_("*bold*, _italic_ and `code` are Slack's; links and "
                   "mentions do not work, since an alert could hold them."),
        .type = FIELD_LONG,
        .required = true,
    },
};

static const struct field settings[] = {
    {
        .name = "secret",
        .label = N_("Webhook"),
        .help = N_("Where the URL of the incoming webhook is, such as "
                   "env:NAME."),
        .type = FIELD_SECRET,
        .required = true,
    },
};

extern const struct action_kind action_slack;
extern const struct connector_kind connector_slack;

static const char *escape_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    default:
        return NULL;
    }
}

/* Takes as much off *text as fits a section once it is escaped, and cuts no
 * character. */
static struct str next_section(struct str *text, struct arena *arena)
{
    struct buf out;
    struct str done;
    size_t at = 0;

    buf_init(&out);
    while (at < text->len) {
        const char *escape = escape_of(text->at[at]);
        size_t end = at + 1;

        while (end < text->len && ((unsigned char)text->at[end] & 0xc0) == 0x80)
            end++;
        if (out.len + (escape ? 5 : end - at) > SECTION_MAX)
            break;
        if (escape)
            buf_text(&out, escape);
        else
            buf_str(&out, str_sub(*text, at, end - at));
        at = end;
    }
    done = arena_str(arena, buf_view(&out));
    buf_done(&out);
    *text = str_sub(*text, at, text->len);
    return done;
}

static struct json *section(struct str text)
{
    struct json *out = json_new_object();
    struct json *inner = json_new_object();

    json_set_text(inner, "type", "mrkdwn");
    json_set_str(inner, "text", text);
    json_set_text(out, "type", "section");
    json_set_take(out, "text", inner);
    return out;
}

static bool slack_render(const struct json *with,
                         const struct action_context *context,
                         struct arena *arena, struct request *out,
                         struct err *err)
{
    const struct connector *connector =
        ticket_connector(context, &connector_slack, with, err);
    struct str text =
        ticket_text(arena, action_text(&action_slack, with, "text"),
                    (size_t)SECTIONS * SECTION_MAX);
    struct json *body, *blocks;

    if (!connector)
        return false;
    if (str_empty(text))
        return err_set(err, ERR_INPUT, _("The message has no text."));
    body = json_new_object();
    blocks = json_new_array();
    while (!str_empty(text) && json_length(blocks) < SECTIONS) {
        struct str part = next_section(&text, arena);

        if (json_length(blocks) == 0)
            json_set_str(body, "text", part);
        json_add_take(blocks, section(part));
    }
    json_set_take(body, "blocks", blocks);
    out->method = "POST";
    out->url = arena_str(arena, connector_text(connector, "secret")).at;
    out->hidden_url = true;
    /* Notifications fail open: rather twice than never. */
    out->idempotent = true;
    out->body = ticket_body(body, arena);
    return true;
}

static void slack_judge(const struct action_context *context,
                        const struct request *request,
                        const struct response *response, struct judgement *out)
{
    struct str said = str_trim(buf_view(&response->body));
    struct buf quoted;

    (void)context;
    judge_webhook(request, response, out);
    if (out->verdict != VERDICT_DONE)
        return;
    if (str_eq(said, STR("ok"))) {
        judge_say(out, VERDICT_DONE, _("Slack took the message."));
        return;
    }
    buf_init(&quoted);
    judge_quote(said, &quoted);
    judge_say(out, VERDICT_REFUSED, _("Slack said no: %s"),
              quoted.len ? quoted.at : "");
    buf_done(&quoted);
}

const struct connector_kind connector_slack = {
    .name = "slack",
    .title = N_("Slack"),
    .fields = settings,
    .n_fields = sizeof(settings) / sizeof(settings[0]),
};

const struct action_kind action_slack = {
    .name = "slack",
    .title = N_("Send a message to Slack"),
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .render = slack_render,
    .judge = slack_judge,
};
