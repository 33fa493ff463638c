/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A note on a ticket whose answer was lost: what is told of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"
#include "connect/ticket.h"
#include "connectors.h"

#define KEY "1b4e28ba-2fa1-4d3b-8f00-0123456789ab"

static const struct {
    const char *kind;
    int turn;
    int status;
    const char *body;
    enum verdict verdict;
    int next;
    const char *text; /* part of the sentence */
} rows[] = {
    {"servicenow", TICKET_NOTE, 500, "", VERDICT_UNKNOWN, 0, "500"},
    {"jira", TICKET_NOTE, 500, "", VERDICT_UNKNOWN, 0, "500"},
    {"servicenow", TICKET_RECOVER, 200,
     "{\"result\":{\"sys_id\":\"a1\",\"work_notes\":\"x\\n[riposte " KEY
     "]\"}}",
     VERDICT_DONE, 0, "has the note"},
    {"servicenow", TICKET_RECOVER, 200, "{\"result\":{\"sys_id\":\"a1\"}}",
     VERDICT_NEXT, TICKET_NOTE, "does not have"},
    {"servicenow", TICKET_RECOVER, 200, "<html>hibernating</html>",
     VERDICT_UNKNOWN, 0, "cannot be seen"},
    {"servicenow", TICKET_RECOVER, 404, "", VERDICT_UNKNOWN, 0, "404"},
    {"servicenow", TICKET_RECOVER, 503, "", VERDICT_RETRY, 0, "503"},
    {"jira", TICKET_RECOVER, 200,
     "{\"comments\":[{\"body\":\"a\"},{\"body\":\"b\\n[riposte " KEY "]\"}]}",
     VERDICT_DONE, 0, "has the note"},
    {"jira", TICKET_RECOVER, 200, "{\"comments\":[{\"body\":\"a\"}]}",
     VERDICT_NEXT, TICKET_NOTE, "does not have"},
};

static void test_note(void **state)
{
    static const struct request request = {
        .method = "GET", .url = "https://x.example", .idempotent = true};
    struct desk_of_connectors d;
    struct json *learnt = json_new_object();

    (void)state;
    connectors_open(&d);
    json_set_text(learnt, "ref", "SEC-7");
    d.context.learnt = learnt;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct judgement out = {0};
        struct response response;

        d.context.turn = rows[i].turn;
        answer_make(&response, rows[i].status, rows[i].body);
        action_judge(action_find(str_of(rows[i].kind)), &d.context, &request,
                     &response, &out);
        if (out.verdict != rows[i].verdict || out.turn != rows[i].next ||
            !strstr(out.text, rows[i].text))
            fail_msg("%zu: %d %d %s", i, (int)out.verdict, out.turn, out.text);
        assert_null(out.learnt);
        response_done(&response);
    }
    json_free(learnt);
    connectors_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_note),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
