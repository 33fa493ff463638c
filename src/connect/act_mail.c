/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_mail.c - a mail by way of the configured server.
 */
#include "connect/action.h"
#include "connect/judge.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/when.h"

static const struct field fields[] = {
    {
        .name = "to",
        .label = N_("To"),
        .help = N_("Mail addresses, separated by commas."),
        .type = FIELD_TEMPLATE,
        .required = true,
    },
    {
        .name = "subject",
        .label = N_("Subject"),
        .help = N_("One line."),
        .type = FIELD_TEMPLATE,
        .required = true,
    },
    {
        .name = "body",
        .label = N_("Text"),
        .help = N_("The message, as plain text."),
        .type = FIELD_LONG,
        .required = true,
    },
};

extern const struct action_kind action_mail;

/* What is no template can be looked at before anything happens. */
static bool mail_check(const struct json *with, struct err *err)
{
    struct str to = json_text(json_get(with, "to"));
    const char *const *list;
    struct arena *arena;
    bool ok;

    if (str_find(to, STR("@{")) != STR_NOWHERE)
        return true;
    arena = arena_new();
    ok = mail_addresses(to, arena, &list, err);
    arena_free(arena);
    return ok || err_prefix(err, _("Field \"%s\""), "to");
}

static bool mail_message(const struct mail *mail, struct arena *arena,
                         struct str *out, struct err *err)
{
    struct buf message;
    bool good;

    buf_init(&message);
    good = mail_write(mail, &message, err);
    if (good)
        *out = arena_str(arena, buf_view(&message));
    buf_done(&message);
    return good;
}

/* What playbooks attach. */
static void take_files(const struct json *list, struct arena *arena,
                       struct mail *out)
{
    struct mail_file *files =
        arena_array(arena, json_length(list) + 1, sizeof(*files));

    for (struct json_each e = json_each(list); json_next(&e);)
        files[out->n_files++] = (struct mail_file){
            .name = json_text(json_get(e.value, "name")),
            .content = json_text(json_get(e.value, "content")),
        };
    out->files = files;
}

/* Those who get it without the others knowing are in the envelope only. */
static bool add_hidden(struct str hidden, const char *const *to,
                       struct arena *arena, const char *const **out,
                       struct err *err)
{
    const char *const *more;
    const char **all;
    size_t n = 0;

    *out = to;
    if (str_empty(str_trim(hidden)))
        return true;
    if (!mail_addresses(hidden, arena, &more, err))
        return false;
    all = arena_array(arena, 2 * (size_t)LIMIT_RECIPIENTS + 1, sizeof(*all));
    for (size_t i = 0; to[i]; i++)
        all[n++] = to[i];
    for (size_t i = 0; more[i]; i++)
        all[n++] = more[i];
    *out = all;
    return true;
}

static bool mail_render(const struct json *with,
                        const struct action_context *context,
                        struct arena *arena, struct request *out,
                        struct err *err)
{
    const struct mail_server *server = context->mail;
    struct mail mail = {
        .subject = action_text(&action_mail, with, "subject"),
        .body = action_text(&action_mail, with, "body"),
        .html = json_text(json_get(with, "html")),
        .id = context->key,
        .date = context->now,
    };
    const struct json *thread = json_get(with, "thread");

    if (!server || !server->url || !*server->url)
        return err_set(err, ERR_LOCAL,
                       _("No mail server is configured; set mail.server and "
                         "mail.from."));
    /* riposte's own notices have more than the fields that a rule can fill
     * in: HTML, and a place in a thread. */
    if (json_get(thread, "id"))
        mail.id = json_text(json_get(thread, "id")).at;
    if (json_get(thread, "first"))
        mail.first = json_text(json_get(thread, "first")).at;
    mail.from = server->from;
    take_files(json_get(with, "attachments"), arena, &mail);
    if (!mail_server_check(server, err) ||
        !mail_addresses(action_text(&action_mail, with, "to"), arena, &mail.to,
                        err) ||
        !mail_address(str_of(server->from), arena, &out->mail_from, err) ||
        !mail_message(&mail, arena, &out->body, err) ||
        !add_hidden(json_text(json_get(with, "bcc")), mail.to, arena,
                    &out->mail_to, err))
        return false;
    out->method = "MAIL";
    out->url = arena_text(arena, server->url);
    out->timeout = 60 * WHEN_SECOND;
    /* A second copy has the same Message-ID, and does no harm: notifications
     * fail open. */
    out->idempotent = true;
    return true;
}

static void mail_judge(const struct action_context *context,
                       const struct request *request,
                       const struct response *response, struct judgement *out)
{
    (void)context;
    judge_mail(request, response, out);
}

const struct action_kind action_mail = {
    .name = "mail",
    .title = N_("Send a mail"),
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .check = mail_check,
    .render = mail_render,
    .judge = mail_judge,
};
