/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_jira.c - an issue in Jira, Cloud or Data Center, one for each event
 * (FACTS 15).
 */
#include "connect/action.h"
#include "connect/judge.h"
#include "connect/ticket.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/url.h"
#include "util/when.h"

#define SUMMARY_CHARS   255
#define DESCRIPTION_MAX (30 * LIMIT_KIB)
#define LABEL_CHARS     255
#define LABELS          20
/* The search lags behind: what was made a moment ago may not be found yet. */
#define RECOVER_LOOKS 3
#define RECOVER_WAIT  (4 * WHEN_SECOND)

static const char *const flavours[] = {"cloud", "server", NULL};

static const struct field fields[] = {
    {
        .name = "connector",
        .label = N_("Connector"),
        .help = N_("Its name in riposte.conf; empty when there is one only."),
        .type = FIELD_TEXT,
    },
    {
        .name = "project",
        .label = N_("Project"),
        .help = N_("Its key, such as SEC."),
        .type = FIELD_TEMPLATE,
        .required = true,
    },
    {
        .name = "type",
        .label = N_("Type of issue"),
        .help = N_("As the project names it."),
        .type = FIELD_TEMPLATE,
        .fallback = "Task",
    },
    {
        .name = "summary",
        .label = N_("Summary"),
        .help = N_("One line; cut at 255 characters."),
        .type = FIELD_TEMPLATE,
        .required = true,
    },
    {
        .name = "description",
        .label = N_("Description"),
        .help = N_("What the issue says in full."),
        .type = FIELD_LONG,
    },
    {
        .name = "labels",
        .label = N_("Labels"),
        .help = N_("Separated by blanks or commas, beside riposte's own."),
        .type = FIELD_TEMPLATE,
    },
    {
        .name = "note",
        .label = N_("Comment"),
        .help = N_("What is added when the event has an open issue already; "
                   "empty: summary and description."),
        .type = FIELD_LONG,
    },
};

static const struct field settings[] = {
    {
        .name = "url",
        .label = N_("URL"),
        .help = N_("The site: https://NAME.atlassian.net, or your own."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "flavour",
        .label = N_("Flavour"),
        .help = N_("cloud, or server for Server and Data Center."),
        .type = FIELD_CHOICE,
        .fallback = "cloud",
        .choices = flavours,
    },
    {
        .name = "user",
        .label = N_("User"),
        .help = N_("Mail address or name; empty when the secret is a personal "
                   "access token."),
        .type = FIELD_TEXT,
    },
    {
        .name = "secret",
        .label = N_("Secret"),
        .help = N_("Where the API token or the password is, such as "
                   "env:NAME."),
        .type = FIELD_SECRET,
        .required = true,
    },
};

extern const struct action_kind action_jira;
extern const struct connector_kind connector_jira;

static struct str text_of(const struct json *with, const char *name)
{
    return action_text(&action_jira, with, name);
}

static bool is_cloud(const struct connector *connector)
{
    return str_eq(connector_text(connector, "flavour"), STR("cloud"));
}

static bool reach(const struct connector *connector, struct arena *arena,
                  struct request *out, struct err *err)
{
    (void)err;
    out->url = connector_url(connector, out->url, arena);
    connector_sign_in(connector, arena, out);
    return true;
}

/* @path behind /rest/api/N. */
static void ask(const struct connector *connector, const char *path,
                struct arena *arena, struct request *out)
{
    out->method = "GET";
    out->url = connector_url(connector,
                             arena_printf(arena, "/rest/api/%d%s",
                                          is_cloud(connector) ? 3 : 2, path),
                             arena);
    out->idempotent = true;
    connector_sign_in(connector, arena, out);
}

/* The old /search of the cloud is gone; the new one takes a body. */
static void render_search(const struct connector *connector, const char *label,
                          bool open, struct arena *arena, struct request *out)
{
    const char *jql =
        arena_printf(arena, "labels = \"%s\"%s ORDER BY created DESC", label,
                     open ? " AND statusCategory != Done" : "");
    struct json *body, *names;
    struct buf encoded;

    if (!is_cloud(connector)) {
        buf_init(&encoded);
        url_encode(str_of(jql), &encoded);
        ask(connector,
            arena_printf(arena,
                         "/search?jql=%s&fields=status,labels&maxResults=1",
                         encoded.at),
            arena, out);
        buf_done(&encoded);
        return;
    }
    body = json_new_object();
    names = json_new_array();
    json_set_text(body, "jql", jql);
    json_add_take(names, json_new_text(STR("status")));
    json_add_take(names, json_new_text(STR("labels")));
    json_set_take(body, "fields", names);
    json_set_int(body, "maxResults", 1);
    ask(connector, "/search/jql", arena, out);
    out->method = "POST";
    out->reads = true;
    out->body = ticket_body(body, arena);
}

static bool ask_issue(const struct connector *connector, struct str key,
                      const char *rest, struct arena *arena,
                      struct request *out)
{
    if (!ticket_ref_safe(key))
        return false;
    ask(connector, arena_printf(arena, "/issue/%.*s%s", STR_ARG(key), rest),
        arena, out);
    return true;
}

static struct json *adf_text(struct str text)
{
    struct json *out = json_new_object();

    json_set_text(out, "type", "text");
    json_set_str(out, "text", text);
    return out;
}

/* Atlassian's document format: each line a paragraph; a text node must not be
 * empty. */
static struct json *adf_document(struct str text)
{
    struct json *document = json_new_object();
    struct json *content = json_new_array();
    struct str line;

    while (str_cut(&text, '\n', &line)) {
        struct json *paragraph = json_new_object();
        struct json *nodes = json_new_array();

        if (!str_empty(line))
            json_add_take(nodes, adf_text(line));
        json_set_text(paragraph, "type", "paragraph");
        json_set_take(paragraph, "content", nodes);
        json_add_take(content, paragraph);
    }
    json_set_text(document, "type", "doc");
    json_set_int(document, "version", 1);
    json_set_take(document, "content", content);
    return document;
}

static struct json *long_text(const struct connector *connector,
                              struct str text)
{
    return is_cloud(connector) ? adf_document(text) : json_new_text(text);
}

static struct json *one_member(const char *name, struct str value)
{
    struct json *out = json_new_object();

    json_set_str(out, name, value);
    return out;
}

/* A label holds no blanks: they part one from the next. */
static struct json *labels_of(struct str text, const char *ours,
                              struct arena *arena)
{
    struct json *out = json_new_array();
    size_t n = 0;

    json_add_take(out, json_new_text(STR("riposte")));
    json_add_take(out, json_new_text(str_of(ours)));
    text = ticket_line(arena, text, LIMIT_FIELD_TEXT);
    for (size_t at = 0; at < text.len && n < LABELS;) {
        struct str rest = str_sub(text, at, text.len);
        size_t end = 0;

        while (end < rest.len && rest.at[end] != ' ' && rest.at[end] != ',')
            end++;
        if (end > 0) {
            json_add_take(out, json_new_text(ticket_line(
                                   arena, str_sub(rest, 0, end), LABEL_CHARS)));
            n++;
        }
        at += end + 1;
    }
    return out;
}

static void render_create(const struct json *with,
                          const struct connector *connector,
                          const struct action_context *context,
                          struct arena *arena, struct request *out)
{
    struct json *body = json_new_object();
    struct json *in = json_new_object();
    struct str text =
        ticket_text(arena, text_of(with, "description"), DESCRIPTION_MAX);

    json_set_take(
        in, "project",
        one_member("key", ticket_line(arena, text_of(with, "project"), 64)));
    json_set_take(
        in, "issuetype",
        one_member("name", ticket_line(arena, text_of(with, "type"), 64)));
    json_set_str(in, "summary",
                 ticket_line(arena, text_of(with, "summary"), SUMMARY_CHARS));
    json_set_take(in, "labels",
                  labels_of(text_of(with, "labels"),
                            ticket_correlation(context, arena), arena));
    if (!str_empty(text))
        json_set_take(in, "description", long_text(connector, text));
    json_set_take(body, "fields", in);
    ask(connector, "/issue", arena, out);
    out->method = "POST";
    out->idempotent = false;
    out->body = ticket_body(body, arena);
}

/* The newest ones, of which ours is one if it was added. */
#define COMMENTS "/comment?orderBy=-created&maxResults=50"

/* It says whose it is. */
static bool render_note(const struct json *with,
                        const struct connector *connector,
                        const struct action_context *context,
                        struct arena *arena, struct request *out,
                        struct err *err)
{
    struct str note =
        ticket_note(context, text_of(with, "note"), text_of(with, "summary"),
                    text_of(with, "description"), arena);
    struct json *body;

    if (!ask_issue(connector, ticket_ref(context), "/comment", arena, out))
        return err_set(err, ERR_AGAIN,
                       _("Which issue the comment belongs to is not known."));
    body = json_new_object();
    json_set_take(body, "body", long_text(connector, note));
    out->method = "POST";
    out->idempotent = false;
    out->body = ticket_body(body, arena);
    return true;
}

static bool jira_render(const struct json *with,
                        const struct action_context *context,
                        struct arena *arena, struct request *out,
                        struct err *err)
{
    const struct connector *connector = connectors_find(
        context->connectors, &connector_jira, text_of(with, "connector"), err);

    if (!connector)
        return false;
    out->timeout = 60 * WHEN_SECOND;
    if (context->turn == TICKET_NOTE)
        return render_note(with, connector, context, arena, out, err);
    if (context->turn == TICKET_CREATE)
        render_create(with, connector, context, arena, out);
    else if (ticket_note_lost(context))
        return ask_issue(connector, ticket_ref(context), COMMENTS, arena, out);
    /* What riposte knows needs no search, which lags behind. */
    else if (context->turn == TICKET_RECOVER ||
             !ask_issue(connector, str_of(context->ticket),
                        "?fields=status,labels", arena, out))
        render_search(connector, ticket_correlation(context, arena),
                      context->turn == TICKET_LOOK, arena, out);
    return true;
}

/* {"errorMessages":[…],"errors":{"field":"…"}} */
static bool jira_reason(const struct response *response, struct buf *out)
{
    struct json *body = ticket_answer(response);
    size_t before = out->len;

    for (struct json_each e = json_each(json_get(body, "errorMessages"));
         json_next(&e);) {
        buf_text(out, out->len > before ? "; " : "");
        judge_quote(json_text(e.value), out);
    }
    for (struct json_each e = json_each(json_get(body, "errors"));
         json_next(&e);) {
        buf_text(out, out->len > before ? "; " : "");
        judge_quote(str_of(e.name), out);
        buf_text(out, ": ");
        judge_quote(json_text(e.value), out);
    }
    json_free(body);
    return out->len > before || judge_reason(response, out);
}

static struct json *learn(struct str url, struct str key,
                          const struct json *status)
{
    struct str category = json_text(json_at(status, STR("statusCategory.key")));
    size_t base = str_find(url, STR("/rest/api/"));
    struct arena *arena = arena_new();
    struct json *out;

    out = ticket_learn(&(struct ticket_facts){
        .ref = key,
        .label = key,
        .url = arena_printf(arena, "%.*s/browse/%.*s",
                            STR_ARG(str_sub(url, 0, base)), STR_ARG(key)),
        .state = ticket_line(arena, json_text(json_get(status, "name")), 64),
        .closed = str_eq_fold(category, STR("done")),
    });
    arena_free(arena);
    return out;
}

static bool has_label(const struct json *issue, const char *label)
{
    for (struct json_each e = json_each(json_at(issue, STR("fields.labels")));
         json_next(&e);) {
        if (str_eq(json_text(e.value), str_of(label)))
            return true;
    }
    return false;
}

/* The issue that carries our label, of a search or of one issue. */
static const struct json *find_ours(const struct json *answer,
                                    const char *label)
{
    const struct json *issue = json_get(answer, "issues");

    issue = issue ? json_item(issue, 0) : answer;
    return has_label(issue, label) &&
                   ticket_ref_safe(json_text(json_get(issue, "key")))
               ? issue
               : NULL;
}

static void none_found(const struct action_context *context,
                       struct judgement *out)
{
    int64_t looks = 0;

    json_int(json_get(context->learnt, "looks"), &looks);
    judge_say(out, VERDICT_NEXT, _("The event has no open issue."));
    out->turn = TICKET_CREATE;
    if (context->turn != TICKET_RECOVER || looks + 1 >= RECOVER_LOOKS)
        return;
    judge_say(out, VERDICT_NEXT,
              _("Whether the issue was made cannot be seen yet."));
    out->turn = TICKET_RECOVER;
    out->wait = RECOVER_WAIT;
    out->learnt = json_new_object();
    json_set_int(out->learnt, "looks", looks + 1);
}

static void judge_look(const struct action_context *context,
                       const struct request *request, const struct json *answer,
                       struct judgement *out)
{
    struct arena *arena = arena_new();
    const struct json *ours =
        find_ours(answer, ticket_correlation(context, arena));
    const struct json *status = json_at(ours, STR("fields.status"));
    struct json *facts = NULL;
    bool closed = false;

    if (ours)
        facts = learn(str_of(request->url), json_text(json_get(ours, "key")),
                      status);
    json_bool(json_get(facts, "closed"), &closed);
    if (json_type(answer) != JSON_OBJECT) {
        judge_say(out, VERDICT_REFUSED,
                  _("The answer is none of Jira's; is the URL right?"));
    } else if (ours && context->turn == TICKET_RECOVER) {
        judge_say(out, VERDICT_DONE, _("The issue had been made."));
        out->learnt = facts;
        facts = NULL;
    } else if (ours && !closed) {
        judge_say(out, VERDICT_NEXT, _("The event has an open issue."));
        out->turn = TICKET_NOTE;
        out->learnt = facts;
        facts = NULL;
    } else {
        none_found(context, out);
    }
    json_free(facts);
    arena_free(arena);
}

static void judge_created(const struct request *request,
                          const struct json *answer, struct judgement *out)
{
    struct str key = json_text(json_get(answer, "key"));

    if (!ticket_ref_safe(key)) {
        judge_say(out, VERDICT_UNKNOWN,
                  _("Jira said yes without saying to which issue."));
        return;
    }
    judge_say(out, VERDICT_DONE, _("The issue %.*s was made."), STR_ARG(key));
    out->learnt = learn(str_of(request->url), key, NULL);
}

static void jira_judge(const struct action_context *context,
                       const struct request *request,
                       const struct response *response, struct judgement *out)
{
    struct json *answer;

    judge_with(request, response, jira_reason, out);
    ticket_doubt(context, response, out);
    if (ticket_note_lost(context)) {
        ticket_note_sought(context, response, out);
        return;
    }
    if (context->turn == TICKET_LOOK && response->status == 404 &&
        str_find(str_of(request->url), STR("/issue/")) != STR_NOWHERE) {
        /* It was deleted. */
        none_found(context, out);
        return;
    }
    if (out->verdict != VERDICT_DONE)
        return;
    if (context->turn == TICKET_NOTE) {
        judge_say(out, VERDICT_DONE, _("A comment was added to the issue."));
        return;
    }
    answer = ticket_answer(response);
    if (context->turn == TICKET_CREATE)
        judge_created(request, answer, out);
    else
        judge_look(context, request, answer, out);
    json_free(answer);
}

static void jira_probe(const struct connector *connector, struct arena *arena,
                       struct request *out)
{
    ask(connector, "/myself", arena, out);
}

static bool jira_look(const struct connector *connector, const char *ref,
                      struct arena *arena, struct request *out)
{
    return ask_issue(connector, str_of(ref), "?fields=status,labels", arena,
                     out);
}

static void jira_seen(const struct request *request,
                      const struct response *response, struct judgement *out)
{
    struct json *answer = ticket_answer(response);
    const struct json *status = json_at(answer, STR("fields.status"));
    struct str key = json_text(json_get(answer, "key"));

    judge_with(request, response, jira_reason, out);
    if (out->verdict == VERDICT_DONE && json_type(status) == JSON_OBJECT &&
        ticket_ref_safe(key))
        out->learnt = learn(str_of(request->url), key, status);
    else if (out->verdict == VERDICT_DONE)
        judge_say(out, VERDICT_REFUSED,
                  _("The answer is none of Jira's; is the URL right?"));
    json_free(answer);
}

const struct connector_kind connector_jira = {
    .name = "jira",
    .title = N_("Jira"),
    .fields = settings,
    .n_fields = sizeof(settings) / sizeof(settings[0]),
    .reach = reach,
    .probe = jira_probe,
    .look = jira_look,
    .seen = jira_seen,
};

const struct action_kind action_jira = {
    .name = "jira",
    .title = N_("Open a Jira issue"),
    .recover = TICKET_RECOVER,
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .render = jira_render,
    .judge = jira_judge,
};
