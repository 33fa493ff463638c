/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tickets in ServiceNow and Jira: what is asked in which turn, and what the
 * answers mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"
#include "connect/ticket.h"
#include "connectors.h"
#include "util/utf8.h"

#define SNOW "https://x.service-now.com/api/now/table/incident"
#define FIELDS                                                                 \
    "sysparm_fields=sys_id,number,correlation_id,state,active&"                \
    "sysparm_exclude_reference_link=true"
#define CLOUD     "https://x.atlassian.net/rest/api/3"
#define OWN       "https://jira.x.example/base/rest/api/2"
#define TEXTS     "\"summary\":\"s\",\"description\":\"a\\nb\""
#define SNOW_WITH "{" TEXTS "}"
#define JIRA_WITH(name)                                                        \
    "{\"connector\":\"" name "\",\"project\":\"SEC\"," TEXTS "}"

static const struct {
    const char *kind;
    const char *with;
    int turn;
    const char *learnt; /* NULL: nothing */
    const char *ticket;
    const char *request; /* "METHOD URL", or a part of the error */
    const char *body;    /* a part of it; NULL: none */
    bool good;
    bool idempotent;
} renders[] = {
    {"servicenow", SNOW_WITH, 0, NULL, NULL,
     "GET " SNOW "?sysparm_query=correlation_id%3D" CORRELATION
     "%5Eactive%3Dtrue&sysparm_limit=2&" FIELDS,
     NULL, true, true},
    {"servicenow", SNOW_WITH, 3, NULL, NULL,
     "GET " SNOW "?sysparm_query=correlation_id%3D" CORRELATION
     "%5Eactive%3Dtrue&sysparm_limit=2&" FIELDS,
     NULL, true, true},
    {"servicenow", SNOW_WITH, 1, NULL, NULL,
     "POST " SNOW "?sysparm_input_display_value=true&" FIELDS,
     "{\"short_description\":\"s\",\"description\":\"a\\nb\",\"urgency\":\"1\","
     "\"impact\":\"1\",\"correlation_id\":\"" CORRELATION
     "\",\"correlation_display\":\"riposte\"}",
     true, false},
    {"servicenow",
     "{\"summary\":\"s\",\"urgency\":\"3\",\"category\":\"x\\ny\"}", 1, NULL,
     NULL, "POST " SNOW "?sysparm_input_display_value=true&" FIELDS,
     "\"urgency\":\"3\",\"impact\":\"1\",\"category\":\"x y\"", true, false},
    {"servicenow", SNOW_WITH, 2, "{\"ref\":\"a1\"}", NULL,
     "PATCH " SNOW "/a1?" FIELDS,
     "{\"work_notes\":\"s\\n\\na\\nb\\n\\n[riposte 1b4e28ba-", true, false},
    {"servicenow", "{\"summary\":\"s\",\"note\":\"again\"}", 2,
     "{\"ref\":\"a1\"}", NULL, "PATCH " SNOW "/a1?" FIELDS,
     "{\"work_notes\":\"again\\n\\n[riposte ", true, false},
    {"servicenow", SNOW_WITH, 3, "{\"ref\":\"a1\"}", NULL,
     "GET " SNOW "/a1?sysparm_fields=sys_id,work_notes&"
     "sysparm_display_value=true",
     NULL, true, true},
    {"servicenow", SNOW_WITH, 2, NULL, NULL, "not known", NULL, false, false},
    {"servicenow", SNOW_WITH, 2, "{\"ref\":\"../a\"}", NULL, "not known", NULL,
     false, false},
    {"servicenow", "{\"connector\":\"cloud\",\"summary\":\"s\"}", 0, NULL, NULL,
     "no connector \"cloud\"", NULL, false, false},

    {"jira", JIRA_WITH("cloud"), 0, NULL, NULL, "POST " CLOUD "/search/jql",
     "{\"jql\":\"labels = \\\"" CORRELATION
     "\\\" AND statusCategory != Done ORDER BY created DESC\",\"fields\":["
     "\"status\",\"labels\"],\"maxResults\":1}",
     true, true},
    {"jira", JIRA_WITH("own"), 0, NULL, NULL,
     "GET " OWN "/search?jql=labels%20%3D%20%22" CORRELATION
     "%22%20AND%20statusCategory%20%21%3D%20Done%20ORDER%20BY%20created%20"
     "DESC&fields=status,labels&maxResults=1",
     NULL, true, true},
    {"jira", JIRA_WITH("own"), 0, NULL, "SEC-7",
     "GET " OWN "/issue/SEC-7?fields=status,labels", NULL, true, true},
    {"jira", JIRA_WITH("cloud"), 3, NULL, NULL, "POST " CLOUD "/search/jql",
     "{\"jql\":\"labels = \\\"" CORRELATION "\\\" ORDER BY", true, true},
    {"jira", JIRA_WITH("cloud"), 1, NULL, NULL, "POST " CLOUD "/issue",
     "{\"fields\":{\"project\":{\"key\":\"SEC\"},\"issuetype\":{\"name\":"
     "\"Task\"},\"summary\":\"s\",\"labels\":[\"riposte\",\"" CORRELATION
     "\"],\"description\":{\"type\":\"doc\",\"version\":1,\"content\":[{"
     "\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}"
     ",{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"b\"}"
     "]}]}}}",
     true, false},
    {"jira",
     "{\"connector\":\"own\",\"project\":\"SEC\",\"summary\":\"s\","
     "\"labels\":\" a, b  c,\",\"description\":\"a\\nb\",\"type\":\"Bug\"}",
     1, NULL, NULL, "POST " OWN "/issue",
     "{\"name\":\"Bug\"},\"summary\":\"s\",\"labels\":[\"riposte\","
     "\"" CORRELATION "\",\"a\",\"b\",\"c\"],\"description\":\"a\\nb\"}}",
     true, false},
    {"jira", JIRA_WITH("own"), 2, "{\"ref\":\"SEC-7\"}", NULL,
     "POST " OWN "/issue/SEC-7/comment", "{\"body\":\"s\\n\\na\\nb\\n\\n[rip",
     true, false},
    {"jira", JIRA_WITH("cloud"), 2, "{\"ref\":\"SEC-7\"}", NULL,
     "POST " CLOUD "/issue/SEC-7/comment",
     "{\"body\":{\"type\":\"doc\",\"version\":1,", true, false},
    {"jira", JIRA_WITH("cloud"), 2, "{\"ref\":\"SEC/7\"}", NULL, "not known",
     NULL, false, false},
    {"jira", "{\"project\":\"SEC\",\"summary\":\"s\"}", 0, NULL, NULL,
     "several connectors", NULL, false, false},
};

static void set_turn(struct desk_of_connectors *d, int turn, const char *learnt)
{
    struct json *json = NULL;
    struct err err = {0};

    d->context.turn = turn;
    d->context.learnt = NULL;
    if (!learnt)
        return;
    assert_true(json_parse(str_of(learnt), &json, &err));
    json_keep(d->arena, json);
    d->context.learnt = json;
}

static bool render(struct desk_of_connectors *d, const char *kind,
                   const char *text, struct request *out, struct err *err)
{
    const struct action_kind *action = action_find(str_of(kind));
    struct json *with = NULL;

    assert_non_null(action);
    assert_true(json_parse(str_of(text), &with, err));
    json_keep(d->arena, with);
    assert_int_equal(action_class(action, with, &d->context), CLASS_NOTIFY);
    return action_render(action, with, &d->context, d->arena, out, err);
}

static void test_render(void **state)
{
    struct desk_of_connectors d;

    (void)state;
    connectors_open(&d);
    for (size_t i = 0; i < sizeof(renders) / sizeof(renders[0]); i++) {
        struct request out = {0};
        struct err err = {0};

        set_turn(&d, renders[i].turn, renders[i].learnt);
        d.context.ticket = renders[i].ticket;
        assert_int_equal(
            render(&d, renders[i].kind, renders[i].with, &out, &err),
            renders[i].good);
        if (!renders[i].good) {
            if (!strstr(err.text, renders[i].request))
                fail_msg("%zu: %s", i, err.text);
            continue;
        }
        assert_string_equal(arena_printf(d.arena, "%s %s", out.method, out.url),
                            renders[i].request);
        assert_int_equal(out.idempotent, renders[i].idempotent);
        assert_string_equal(out.secret, "env:S");
        if (!renders[i].body)
            assert_int_equal(out.body.len, 0);
        else if (!strstr(out.body.at, renders[i].body))
            fail_msg("%zu: %s", i, out.body.at);
    }
    connectors_close(&d);
}

#define ROW(id, state)                                                         \
    "{\"sys_id\":\"a1\",\"number\":\"INC0010002\",\"correlation_id\":\"" id    \
    "\",\"state\":\"" state "\",\"active\":\"true\"}"
#define SNOW_LEARNT(state, closed)                                             \
    "{\"ref\":\"a1\",\"label\":\"INC0010002\",\"url\":\"https://x."            \
    "service-now.com/"                                                         \
    "nav_to.do?uri=incident.do%3Fsys_id%3Da1\",\"state\":\"" state             \
    "\",\"closed\":" closed "}"
#define ISSUE(label, name, category)                                           \
    "{\"id\":\"1\",\"key\":\"SEC-7\",\"fields\":{\"status\":{\"name\":\"" name \
    "\",\"statusCategory\":{\"key\":\"" category "\"}},\"labels\":[\"" label   \
    "\"]}}"
#define JIRA_LEARNT(state, closed)                                             \
    "{\"ref\":\"SEC-7\",\"label\":\"SEC-7\",\"url\":\"https://x.atlassian.net" \
    "/browse/SEC-7\"" state ",\"closed\":" closed "}"

static const struct {
    const char *kind;
    int turn;
    int status;
    const char *body;
    enum verdict verdict;
    int next;
    const char *learnt; /* NULL: nothing */
    const char *text;   /* part of the sentence */
} judges[] = {
    {"servicenow", 0, 200, "{\"result\":[]}", VERDICT_NEXT, 1, NULL, "no open"},
    {"servicenow", 0, 200, "{\"result\":[" ROW(CORRELATION, "2") "]}",
     VERDICT_NEXT, 2, SNOW_LEARNT("In Progress", "false"), "has an open"},
    /* An ignored query: somebody else's, and ours as the second. */
    {"servicenow", 0, 200, "{\"result\":[" ROW("x", "1") "," ROW("", "1") "]}",
     VERDICT_NEXT, 1, NULL, "no open"},
    {"servicenow", 0, 200,
     "{\"result\":[" ROW("x", "1") "," ROW(CORRELATION, "1") "]}", VERDICT_NEXT,
     2, SNOW_LEARNT("New", "false"), "has an open"},
    {"servicenow", 0, 200,
     "{\"result\":[{\"sys_id\":\"../x\",\"correlation_id\":\"" CORRELATION
     "\"}]}",
     VERDICT_NEXT, 1, NULL, "no open"},
    {"servicenow", 0, 200, "<html>hibernating</html>", VERDICT_REFUSED, 0, NULL,
     "awake"},
    {"servicenow", 0, 401,
     "{\"error\":{\"message\":\"User Not Authenticated\",\"detail\":\"\"},"
     "\"status\":\"failure\"}",
     VERDICT_REFUSED, 0, NULL, "User Not Authenticated"},
    {"servicenow", 0, 429, "", VERDICT_RETRY, 0, NULL, "429"},
    {"servicenow", 1, 201, "{\"result\":" ROW(CORRELATION, "1") "}",
     VERDICT_DONE, 0, SNOW_LEARNT("New", "false"), "INC0010002 was made"},
    {"servicenow", 1, 201, "{\"result\":{}}", VERDICT_UNKNOWN, 0, NULL,
     "without saying"},
    {"servicenow", 1, 500, "", VERDICT_UNKNOWN, 0, NULL, "500"},
    {"servicenow", 1, 503, "", VERDICT_RETRY, 0, NULL, "503"},
    {"jira", 1, 500, "", VERDICT_UNKNOWN, 0, NULL, "500"},
    {"servicenow", 1, 504, "", VERDICT_UNKNOWN, 0, NULL, "504"},
    {"servicenow", 1, 403,
     "{\"error\":{\"message\":\"Operation \\u001b[31mFailed\"}}",
     VERDICT_REFUSED, 0, NULL, "Operation ^[[31mFailed"},
    {"servicenow", 2, 200, "{\"result\":" ROW(CORRELATION, "6") "}",
     VERDICT_DONE, 0, SNOW_LEARNT("Resolved", "false"), "note was added"},
    {"servicenow", 3, 200, "{\"result\":[" ROW(CORRELATION, "1") "]}",
     VERDICT_DONE, 0, SNOW_LEARNT("New", "false"), "had been made"},
    {"servicenow", 3, 200, "{\"result\":[]}", VERDICT_NEXT, 1, NULL, "no open"},

    {"jira", 0, 200, "{\"issues\":[]}", VERDICT_NEXT, 1, NULL, "no open"},
    {"jira", 0, 200, "{\"issues\":[" ISSUE(CORRELATION, "To Do", "new") "]}",
     VERDICT_NEXT, 2, JIRA_LEARNT(",\"state\":\"To Do\"", "false"), "an open"},
    {"jira", 0, 200, "{\"issues\":[" ISSUE("x", "To Do", "new") "]}",
     VERDICT_NEXT, 1, NULL, "no open"},
    {"jira", 0, 200, ISSUE(CORRELATION, "Done", "done"), VERDICT_NEXT, 1, NULL,
     "no open"},
    {"jira", 0, 200, ISSUE(CORRELATION, "Doing", "indeterminate"), VERDICT_NEXT,
     2, JIRA_LEARNT(",\"state\":\"Doing\"", "false"), "an open"},
    {"jira", 0, 410,
     "{\"errorMessages\":[\"The requested API has been "
     "removed.\"]}",
     VERDICT_REFUSED, 0, NULL, "has been removed"},
    {"jira", 0, 200, "[]", VERDICT_REFUSED, 0, NULL, "none of Jira's"},
    {"jira", 1, 400,
     "{\"errorMessages\":[],\"errors\":{\"labels\":\"no\\nblanks\"}}",
     VERDICT_REFUSED, 0, NULL, "labels: no blanks"},
    {"jira", 1, 201, "{\"id\":\"1\",\"key\":\"SEC-7\",\"self\":\"x\"}",
     VERDICT_DONE, 0, JIRA_LEARNT("", "false"), "SEC-7 was made"},
    {"jira", 1, 201, "{\"key\":\"../7\"}", VERDICT_UNKNOWN, 0, NULL, "which"},
    {"jira", 2, 201, "{}", VERDICT_DONE, 0, NULL, "comment was added"},
    {"jira", 3, 200, "{\"issues\":[" ISSUE(CORRELATION, "Done", "done") "]}",
     VERDICT_DONE, 0, JIRA_LEARNT(",\"state\":\"Done\"", "true"), "had been"},
    {"jira", 3, 200, "{\"issues\":[]}", VERDICT_NEXT, 3, "{\"looks\":1}",
     "cannot be seen yet"},
};

static const struct request *request_of(const char *kind, int turn)
{
    static struct request request;

    request = (struct request){
        .method = "GET",
        .url = strcmp(kind, "jira") == 0 ? CLOUD "/search/jql" : SNOW,
        .idempotent = turn != TICKET_CREATE,
    };
    return &request;
}

static void same_json(size_t i, const struct json *is, const char *want)
{
    struct json *json = NULL;
    struct err err = {0};
    struct buf text;

    if (want)
        assert_true(json_parse(str_of(want), &json, &err));
    buf_init(&text);
    json_write(is, JSON_COMPACT, &text);
    if (!json_equal(is, json))
        fail_msg("%zu: %s, not %s", i, text.at, want);
    buf_done(&text);
    json_free(json);
}

static void test_judge(void **state)
{
    struct desk_of_connectors d;

    (void)state;
    connectors_open(&d);
    for (size_t i = 0; i < sizeof(judges) / sizeof(judges[0]); i++) {
        struct judgement out = {0};
        struct response response;

        set_turn(&d, judges[i].turn, NULL);
        answer_make(&response, judges[i].status, judges[i].body);
        action_judge(action_find(str_of(judges[i].kind)), &d.context,
                     request_of(judges[i].kind, judges[i].turn), &response,
                     &out);
        if (out.verdict != judges[i].verdict || out.turn != judges[i].next ||
            !strstr(out.text, judges[i].text))
            fail_msg("%zu: %d %d %s", i, (int)out.verdict, out.turn, out.text);
        same_json(i, out.learnt, judges[i].learnt);
        json_free(out.learnt);
        response_done(&response);
    }
    connectors_close(&d);
}

/* An issue that Jira deleted is made anew, and looking for a lost one ends. */
static void test_jira_ends(void **state)
{
    static const struct request gone = {.method = "GET",
                                        .url = CLOUD "/issue/SEC-7"};
    struct desk_of_connectors d;
    struct judgement out = {0};
    struct response response;

    (void)state;
    connectors_open(&d);
    answer_make(&response, 404, "{}");
    action_judge(action_find(STR("jira")), &d.context, &gone, &response, &out);
    assert_int_equal(out.verdict, VERDICT_NEXT);
    assert_int_equal(out.turn, TICKET_CREATE);
    response_done(&response);
    set_turn(&d, TICKET_RECOVER, "{\"looks\":2}");
    answer_make(&response, 200, "{\"issues\":[]}");
    action_judge(action_find(STR("jira")), &d.context, &gone, &response, &out);
    assert_int_equal(out.verdict, VERDICT_NEXT);
    assert_int_equal(out.turn, TICKET_CREATE);
    response_done(&response);
    connectors_close(&d);
}

static const struct {
    const char *kind;
    int status;
    const char *body;
    enum verdict verdict;
    const char *learnt;
} sights[] = {
    {"servicenow", 200, "{\"result\":" ROW("x", "7") "}", VERDICT_DONE,
     SNOW_LEARNT("Closed", "true")},
    {"servicenow", 200,
     "{\"result\":{\"sys_id\":\"a1\",\"number\":\"INC0010002\",\"state\":"
     "\"42\",\"active\":\"false\"}}",
     VERDICT_DONE, SNOW_LEARNT("42", "true")},
    {"servicenow", 200, "{}", VERDICT_REFUSED, NULL},
    {"servicenow", 404, "{}", VERDICT_REFUSED, NULL},
    {"jira", 200, ISSUE("x", "Closed", "done"), VERDICT_DONE,
     JIRA_LEARNT(",\"state\":\"Closed\"", "true")},
    {"jira", 200, "{\"issues\":[]}", VERDICT_REFUSED, NULL},
    {"jira", 503, "", VERDICT_RETRY, NULL},
};

static void test_seen(void **state)
{
    struct desk_of_connectors d;

    (void)state;
    connectors_open(&d);
    for (size_t i = 0; i < sizeof(sights) / sizeof(sights[0]); i++) {
        const struct connector_kind *kind =
            connector_kind_find(str_of(sights[i].kind));
        struct judgement out = {0};
        struct response response;
        struct request request = {0};

        assert_true(kind->look(&d.items[kind == d.items[0].kind ? 0 : 1], "a1",
                               d.arena, &request));
        assert_false(kind->look(&d.items[0], "a/1", d.arena, &request));
        assert_string_equal(request.method, "GET");
        answer_make(&response, sights[i].status, sights[i].body);
        kind->seen(&request, &response, &out);
        assert_int_equal(out.verdict, sights[i].verdict);
        same_json(i, out.learnt, sights[i].learnt);
        json_free(out.learnt);
        response_done(&response);
    }
    connectors_close(&d);
}

static void test_probe(void **state)
{
    static const char *const urls[] = {
        SNOW "?sysparm_limit=1&sysparm_fields=sys_id",
        CLOUD "/myself",
        OWN "/myself",
        NULL,
        NULL,
        NULL,
    };
    struct desk_of_connectors d;

    (void)state;
    connectors_open(&d);
    for (size_t i = 0; i < d.all.n; i++) {
        struct request out = {0};

        assert_int_equal(d.items[i].kind->probe != NULL, urls[i] != NULL);
        if (!urls[i])
            continue;
        d.items[i].kind->probe(&d.items[i], d.arena, &out);
        assert_string_equal(out.method, "GET");
        assert_string_equal(out.url, urls[i]);
    }
    connectors_close(&d);
}

#define FIFTY                                                                  \
    "\xc3\xa4\xe6\xbc\xa2\xf0\x9f\x98\x80zzzzzzzzzzzzzzzzzzzz"                 \
    "zzzzzzzzzzzzzzzzzzzzzzzzzzz"

/* A connector of ServiceNow with OAuth: what is wrong with its settings, and
 * what its requests sign in with. */
static void test_grant(void **state)
{
#define WITH(more)                                                             \
    "{\"url\":\"https://x.service-now.com/\",\"secret\":\"env:S\"" more "}"
#define CLIENT ",\"client_id\":\"c\",\"client_secret\":\"env:C\""
    static const struct {
        const char *with;
        const char *text; /* of the error, or the grant */
        bool good;
    } rows[] = {
        {WITH(",\"grant\":\"password\",\"user\":\"ann\"" CLIENT), "password",
         true},
        {WITH(",\"grant\":\"refresh_token\"" CLIENT), "refresh_token", true},
        {WITH(",\"grant\":\"none\""), NULL, true},
        {WITH(",\"grant\":\"password\"" CLIENT), "needs the user", false},
        {WITH(",\"grant\":\"password\",\"user\":\"ann\""), "client_id is",
         false},
        {WITH(",\"grant\":\"refresh_token\",\"client_id\":\"c\""),
         "client_secret is", false},
        {WITH(CLIENT), "client_id is used with a grant only", false},
        {WITH(",\"grant\":\"device\"" CLIENT), "refresh_token", false},
        {WITH(",\"grant\":\"refresh_token\",\"client_id\":\"c\","
              "\"client_secret\":\"literal\""),
         "env:", false},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct connector snow = {
            .name = "s", .kind = connector_kind_find(STR("servicenow"))};
        struct request request = {.url = ""};
        struct json *with = NULL;
        struct err err = {0};

        assert_true(json_parse(str_of(rows[i].with), &with, &err));
        snow.with = with;
        if (connector_check(&snow, &err) != rows[i].good ||
            (!rows[i].good && !strstr(err.text, rows[i].text)))
            fail_msg("row %zu: %s", i, err.text);
        if (rows[i].good) {
            snow.kind->probe(&snow, arena, &request);
            assert_int_equal(request.oauth == NULL, rows[i].text == NULL);
            assert_int_equal(request.secret == NULL, rows[i].text != NULL);
        }
        if (request.oauth) {
            assert_string_equal(request.oauth->grant, rows[i].text);
            assert_string_equal(request.oauth->url,
                                "https://x.service-now.com/oauth_token.do");
            assert_string_equal(request.oauth->client_secret, "env:C");
            assert_string_equal(request.oauth->secret, "env:S");
        }
        json_free(with);
    }
    arena_free(arena);
}

static void test_line(void **state)
{
    static const struct {
        const char *text;
        size_t most;
        const char *line;
    } rows[] = {
        {"plain", 5, "plain"},
        {" \r\n a\r\nb\t\x1b[2J\x7f ", 40, "a b ^[[2J^?"},
        {"abcdef", 5, "abcd\xe2\x80\xa6"},
        {"\xc3\xa4\xc3\xb6\xc3\xbc", 3, "\xc3\xa4\xc3\xb6\xc3\xbc"},
        {"\xc3\xa4\xc3\xb6\xc3\xbc", 2, "\xc3\xa4\xe2\x80\xa6"},
        {"\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 1, "\xe2\x80\xa6"},
        {"a\xff", 5, "a\xef\xbf\xbd"},
        {"a\xe2\x80\xae", 9, "a<U+202E>"},
        {"", 5, ""},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct str line =
            ticket_line(arena, str_of(rows[i].text), rows[i].most);

        assert_string_equal(line.at, rows[i].line);
        assert_true(utf8_length(line) <= 16);
        assert_true(utf8_valid(line));
    }
    arena_free(arena);
}

static void test_text(void **state)
{
    struct arena *arena = arena_new();
    struct str text;

    (void)state;
    text = ticket_text(arena, STR("a\r\n\x1b\n\nb\n"), 100);
    assert_string_equal(text.at, "a\n^[\n\nb");
    for (size_t most = 4; most < 40; most++) {
        text = ticket_text(
            arena,
            STR("\xc3\xa4\xe6\xbc\xa2\xf0\x9f\x98\x80\xc3\xa4\xe6\xbc"
                "\xa2\xf0\x9f\x98\x80\xc3\xa4\xe6\xbc\xa2"),
            most);
        assert_true(text.len <= most);
        assert_true(utf8_valid(text));
    }
    arena_free(arena);
}

/* The limits of both systems hold for the most hostile of titles. */
static void test_limits(void **state)
{
    static const struct {
        const char *kind;
        const char *connector;
        const char *path;
        size_t most;
    } rows[] = {
        {"servicenow", "snow", "short_description", 160},
        {"jira", "cloud", "fields.summary", 255},
        {"jira", "own", "fields.summary", 255},
    };
    struct desk_of_connectors d;
    struct buf title;

    (void)state;
    connectors_open(&d);
    buf_init(&title);
    for (int i = 0; i < 20; i++)
        buf_text(&title, FIFTY "\\u0000\\r\\n\\u001b]0;x\\u0007");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct request out = {0};
        struct json *body = NULL;
        struct err err = {0};
        struct str summary;

        set_turn(&d, TICKET_CREATE, NULL);
        assert_true(render(
            &d, rows[i].kind,
            arena_printf(
                d.arena, "{\"connector\":\"%s\",\"summary\":\"%s\"%s}",
                rows[i].connector, title.at,
                strcmp(rows[i].kind, "jira") == 0 ? ",\"project\":\"S\"" : ""),
            &out, &err));
        assert_true(json_parse(out.body, &body, &err));
        summary = json_text(json_at(body, str_of(rows[i].path)));
        assert_int_equal(utf8_length(summary), rows[i].most);
        for (size_t c = 0; c < summary.len; c++)
            assert_true((unsigned char)summary.at[c] >= ' ');
        json_free(body);
    }
    buf_done(&title);
    connectors_close(&d);
}

static void test_correlation(void **state)
{
    struct desk_of_connectors d;

    (void)state;
    connectors_open(&d);
    assert_string_equal(ticket_correlation(&d.context, d.arena), CORRELATION);
    d.context.event_key = NULL;
    assert_string_not_equal(ticket_correlation(&d.context, d.arena),
                            CORRELATION);
    connectors_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_render),    cmocka_unit_test(test_judge),
        cmocka_unit_test(test_jira_ends), cmocka_unit_test(test_seen),
        cmocka_unit_test(test_grant),     cmocka_unit_test(test_probe),
        cmocka_unit_test(test_line),      cmocka_unit_test(test_text),
        cmocka_unit_test(test_limits),    cmocka_unit_test(test_correlation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
