/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_hand_message.c - mails, messages in channels, and questions to people.
 *
 * Where a message goes is for the settings to say: a webhook belongs to one
 * channel.  A question goes to those who approve here, whoever the playbook
 * would have written to.
 */
#include "engine/api_hand_part.h"
#include "model/codec.h"
#include "util/text.h"

/* The first of these members that is a text. */
static struct str one_of(const struct api_making *making,
                         const char *const *paths)
{
    for (; *paths; paths++) {
        struct str text = json_text(api_input(making, *paths));

        if (!str_empty(text))
            return text;
    }
    return STR_NONE;
}

static struct str plain_of(const struct api_making *making,
                           const char *const *paths)
{
    return api_plain(one_of(making, paths), making->arena);
}

static bool is_some(struct str text, const char *why, struct err *err)
{
    return !str_empty(str_trim(text)) || err_set(err, ERR_INPUT, "%s", why);
}

/* ---- mail -----------------------------------------------------------------*/

static void set_text(struct api_making *making, const char *name,
                     struct str text)
{
    if (!str_empty(text))
        json_set_str(making->with, name, text);
}

static struct str joined(struct str a, struct str b, struct arena *arena)
{
    if (str_empty(str_trim(a)) || str_empty(str_trim(b)))
        return str_empty(str_trim(a)) ? b : a;
    return str_of(arena_printf(arena, "%.*s;%.*s", STR_ARG(a), STR_ARG(b)));
}

static void add_file(struct json *files, struct str name,
                     const struct json *content)
{
    struct json *file = json_new_object();

    if (json_get(content, "$content"))
        content = json_get(content, "$content");
    json_set_str(file, "name", name);
    json_set_str(file, "content", json_text(content));
    json_add_take(files, file);
}

static void put_files(struct api_making *making)
{
    const struct json *list = api_input(making, "body.Attachments");
    struct json *files = json_new_array();

    for (struct json_each e = json_each(list); json_next(&e);)
        add_file(files, json_text(json_find(e.value, STR("Name"))),
                 json_find(e.value, STR("ContentBytes")));
    if (json_length(files) > 0)
        json_set_take(making->with, "attachments", files);
    else
        json_free(files);
}

static bool put_mail(struct api_making *making, struct str to, struct str body,
                     struct err *err)
{
    struct str plain = api_plain(body, making->arena);
    struct str subject = api_input_text(making, "body.subject");

    making->act->kind = "mail";
    json_set_str(making->with, "to", to);
    json_set_str(making->with, "subject", subject);
    json_set_str(making->with, "body", plain);
    set_text(making, "bcc", api_input_text(making, "body.Bcc"));
    if (plain.at != body.at)
        json_set_str(making->with, "html", body);
    put_files(making);
    return is_some(to, _("The message has no recipient."), err) &&
           is_some(subject, _("The message has no subject."), err);
}

static bool mail_ask(struct api_making *making, struct err *err)
{
    struct str to = api_input_text(making, "body.To");

    to = joined(to, api_input_text(making, "body.Cc"), making->arena);
    return put_mail(making, to, api_input_text(making, "body.Body"), err);
}

static bool sendgrid_ask(struct api_making *making, struct err *err)
{
    static const char *const bodies[] = {"body.text", "body.ishtml.text",
                                         "body.body", NULL};
    struct str to = api_input_text(making, "body.to");

    to = joined(to, api_input_text(making, "body.cc"), making->arena);
    return put_mail(making, to, one_of(making, bodies), err);
}

/* ---- channels -------------------------------------------------------------*/

/* A card comes as an object, or as the text of one. */
static bool put_card(struct api_making *making)
{
    const struct json *content = api_input(making, "body.messageBody");
    struct json *card = NULL;
    struct err ignored;

    if (json_type(content) == JSON_OBJECT)
        card = json_copy(content);
    else if (!json_parse(json_text(content), &card, &ignored))
        return false;
    if (!str_eq_fold(json_text(json_get(card, "type")), STR("AdaptiveCard"))) {
        json_free(card);
        return false;
    }
    json_set_take(making->with, "card", card);
    return true;
}

static bool teams_ask(struct api_making *making, struct err *err)
{
    static const char *const titles[] = {"body.subject", "body.messageTitle",
                                         "body.rootMessage.subject", NULL};
    static const char *const texts[] = {"body.body.content", "body.messageBody",
                                        "body.message",
                                        "body.rootMessage.body.content", NULL};
    struct str title = plain_of(making, titles);
    struct str text = plain_of(making, texts);

    making->act->kind = "teams";
    json_set_text(making->with, "connection", making->act->connection);
    if (put_card(making))
        return true;
    if (str_empty(title)) {
        title = str_sub(text, 0, str_find_char(text, '\n'));
        text = str_trim(str_sub(text, title.len, STR_NOWHERE));
    }
    json_set_str(making->with, "title", title);
    set_text(making, "text", text);
    return is_some(title, _("The message has no text."), err);
}

static void teams_answer(struct api_answering *answering)
{
    struct json *body = json_new_object();

    json_set_text(body, "id", "");
    json_set_take(answering->outputs, "body", body);
}

static bool slack_ask(struct api_making *making, struct err *err)
{
    static const char *const texts[] = {"queries.text", "body.text", NULL};
    struct str text = one_of(making, texts);

    making->act->kind = "slack";
    json_set_text(making->with, "connection", making->act->connection);
    json_set_str(making->with, "text", text);
    return is_some(text, _("The message has no text."), err);
}

static void slack_answer(struct api_answering *answering)
{
    struct json *body = json_new_object();

    json_set_bool(body, "ok", true);
    json_set_take(answering->outputs, "body", body);
}

/* ---- questions ------------------------------------------------------------*/

static const char *const subjects[] = {
    "body.Message.Subject", "body.title",   "body.webhookBody.title",
    "body.messageTitle",    "body.Subject", NULL};
static const char *const questions[] = {"body.Message.Body",
                                        "body.details",
                                        "body.webhookBody.details",
                                        "body.messageBody",
                                        "body.Body",
                                        "body.body.messageBody",
                                        "body.Message.HeaderText",
                                        NULL};
static const char *const choices[] = {"body.Message.Options", "body.options",
                                      "body.webhookBody.responseOptions",
                                      "body.responseOptions", NULL};

static void add_option(struct json *out, struct str name)
{
    name = str_trim(name);
    if (!str_empty(name))
        json_add_take(out, json_new_text(name));
}

/* "Approve, Reject", or a list. */
static struct json *options_of(const struct json *inputs)
{
    struct json *out = json_new_array();
    const struct json *given = NULL;
    struct str rest;
    struct str name;

    for (size_t i = 0; !given && choices[i]; i++)
        given = json_at(inputs, str_of(choices[i]));
    rest = json_text(given);
    while (str_cut(&rest, ',', &name))
        add_option(out, name);
    for (struct json_each e = json_each(given); json_next(&e);)
        add_option(out, json_text(e.value));
    if (json_length(out) == 0) {
        json_add_take(out, json_new_text(STR("Approve")));
        json_add_take(out, json_new_text(STR("Reject")));
    }
    return out;
}

static bool approval_ask(struct api_making *making, struct err *err)
{
    struct str subject = plain_of(making, subjects);
    struct str text = plain_of(making, questions);

    making->act->kind = "approval";
    making->act->asks = true;
    json_set_text(
        making->with, "text",
        arena_printf(making->arena, "%.*s%s%.*s", STR_ARG(subject),
                     str_empty(subject) || str_empty(text) ? "" : "\n\n",
                     STR_ARG(text)));
    json_set_take(making->with, "options", options_of(making->ask->inputs));
    return is_some(str_empty(subject) ? text : subject,
                   _("The message has no text."), err);
}

/* Of several options the first is yes, and the last is no. */
static struct str chosen(const struct api_came *came,
                         const struct json *options)
{
    if (came->option && *came->option)
        return str_of(came->option);
    return json_text(
        json_item(options, came->approved ? 0 : json_length(options) - 1));
}

/* As each of the connectors answers, since none has the names of another. */
static void approval_answer(struct api_answering *answering)
{
    const struct api_came *came = answering->came;
    struct json *options = options_of(answering->ask->inputs);
    struct str option = chosen(came, options);
    const char *by = came->by ? came->by : "";
    const char *reason = came->reason ? came->reason : "";
    struct json *body = json_new_object();
    struct json *responses = json_new_array();
    struct json *one = json_new_object();
    struct json *who = json_new_object();

    json_set_text(who, "displayName", by);
    json_set_text(who, "email", by);
    json_set_take(one, "responder", who);
    json_set_text(one, "comments", reason);
    json_set_str(one, "approverResponse", option);
    json_set_time(one, "responseDate", came->at);
    json_add_take(responses, one);
    json_set_str(body, "SelectedOption", option);
    json_set_text(body, "UserEmailAddress", by);
    json_set_str(body, "outcome", option);
    json_set_str(body, "selectedOption", option);
    json_set_text(body, "responseSummary", reason);
    json_set_time(body, "completionDate", came->at);
    json_set_take(body, "responses", responses);
    json_set_take(answering->outputs, "body", body);
    json_free(options);
}

const struct api_hand api_hand_approval = {.ask = approval_ask,
                                           .answer = approval_answer};
const struct api_hand api_hand_mail = {.ask = mail_ask};
const struct api_hand api_hand_sendgrid = {.ask = sendgrid_ask};
const struct api_hand api_hand_slack = {.ask = slack_ask,
                                        .answer = slack_answer};
const struct api_hand api_hand_teams = {.ask = teams_ask,
                                        .answer = teams_answer};
