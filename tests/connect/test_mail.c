/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "connect/mail.h"

static const char *const one[] = {"soc@example.org", NULL};
static const char *const two[] = {"soc@example.org", "mara@example.org", NULL};

/* Messages as they go out, byte for byte. */
static const struct {
    struct mail mail;
    const char *expect; /* NULL: refused */
} messages[] = {
    {
        .mail =
            {
                .from = "riposte <riposte@example.org>",
                .to = one,
                .subject = {"Brute force on vm-web-01", 24},
                .body = {"First line\nSecond\r\n.\nlast", 25},
                .id = "1b4e28ba-2fa1-4d3b-8f00-0123456789ab",
                .date = 1772713445000,
            },
        .expect = "Date: Thu, 5 Mar 2026 12:24:05 +0000\r\n"
                  "From: \"riposte\" <riposte@example.org>\r\n"
                  "To: <soc@example.org>\r\n"
                  "Message-ID: <1b4e28ba-2fa1-4d3b-8f00-0123456789ab"
                  "@example.org>\r\n"
                  "Subject: Brute force on vm-web-01\r\n"
                  "Auto-Submitted: auto-generated\r\n"
                  "MIME-Version: 1.0\r\n"
                  "Content-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: 7bit\r\n"
                  "\r\n"
                  "First line\r\nSecond\r\n.\r\nlast\r\n",
    },
    {
        /* Two parts, in a thread. */
        .mail =
            {
                .from = "riposte@example.org",
                .to = one,
                .subject = {"x", 1},
                .body = {"text", 4},
                .html = {"<p>\xc3\xa9</p>", 9},
                .id = "b",
                .first = "a>\r\nX: y",
                .date = 0,
            },
        .expect = "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n"
                  "From: <riposte@example.org>\r\n"
                  "To: <soc@example.org>\r\n"
                  "Message-ID: <b@example.org>\r\n"
                  "In-Reply-To: <aXy@example.org>\r\n"
                  "References: <aXy@example.org>\r\n"
                  "Subject: x\r\n"
                  "Auto-Submitted: auto-generated\r\n"
                  "MIME-Version: 1.0\r\n"
                  "Content-Type: multipart/alternative; "
                  "boundary=\"=_9e032df66f5dd9695b7622a236662626\"\r\n"
                  "\r\n"
                  "--=_9e032df66f5dd9695b7622a236662626\r\n"
                  "Content-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: 7bit\r\n"
                  "\r\n"
                  "text\r\n"
                  "\r\n"
                  "--=_9e032df66f5dd9695b7622a236662626\r\n"
                  "Content-Type: text/html; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: base64\r\n"
                  "\r\n"
                  "PHA+w6k8L3A+DQo=\r\n"
                  "\r\n"
                  "--=_9e032df66f5dd9695b7622a236662626--\r\n",
    },
    {
        /* Line ends in a subject would be headers; the id keeps its safe
         * characters only. */
        .mail =
            {
                .from = "riposte@example.org",
                .to = two,
                .subject = {"a\r\nBcc: evil@example.org", 24},
                .body = {"\x1b[2Jx", 5},
                .id = "a>\r\nX: y",
                .date = 0,
            },
        .expect = "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n"
                  "From: <riposte@example.org>\r\n"
                  "To: <soc@example.org>,\r\n <mara@example.org>\r\n"
                  "Message-ID: <aXy@example.org>\r\n"
                  "Subject: a Bcc: evil@example.org\r\n"
                  "Auto-Submitted: auto-generated\r\n"
                  "MIME-Version: 1.0\r\n"
                  "Content-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: 7bit\r\n"
                  "\r\n"
                  "^[[2Jx\r\n",
    },
    {
        /* 46 bytes of Japanese: two encoded words, none cut in a character. */
        .mail =
            {
                .from = "警報 <riposte@example.org>",
                .to = one,
                .subject = {"警報警報警報警報警報警報警報警報", 48},
                .body = {"é", 2},
                .id = "k",
                .date = 0,
            },
        .expect = "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n"
                  "From: =?UTF-8?B?6K2m5aCx?= <riposte@example.org>\r\n"
                  "To: <soc@example.org>\r\n"
                  "Message-ID: <k@example.org>\r\n"
                  "Subject: =?UTF-8?B?6K2m5aCx6K2m5aCx6K2m5aCx6K2m5aCx6K2m5aCx"
                  "6K2m5aCx6K2m5aCx6K2m?=\r\n"
                  " =?UTF-8?B?5aCx?=\r\n"
                  "Auto-Submitted: auto-generated\r\n"
                  "MIME-Version: 1.0\r\n"
                  "Content-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: base64\r\n"
                  "\r\n"
                  "w6kNCg==\r\n",
    },
    {
        /* Something that reads like an encoded word is encoded. */
        .mail =
            {
                .from = "riposte@example.org",
                .to = one,
                .subject = {"=?UTF-8?Q?x?=", 13},
                .body = {"", 0},
                .id = "k",
                .date = 0,
            },
        .expect = "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n"
                  "From: <riposte@example.org>\r\n"
                  "To: <soc@example.org>\r\n"
                  "Message-ID: <k@example.org>\r\n"
                  "Subject: =?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?=\r\n"
                  "Auto-Submitted: auto-generated\r\n"
                  "MIME-Version: 1.0\r\n"
                  "Content-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: 7bit\r\n"
                  "\r\n",
    },
    {
        .mail = {.from = "nobody", .to = one, .id = "k"},
    },
};

static void test_write(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
        struct err err = {0};
        struct buf out;
        bool good;

        buf_init(&out);
        buf_text(&out, ">");
        good = mail_write(&messages[i].mail, &out, &err);
        assert_int_equal(good, messages[i].expect != NULL);
        if (good)
            assert_string_equal(out.at + 1, messages[i].expect);
        else
            assert_string_equal(out.at, ">");
        buf_done(&out);
    }
}

static void test_addresses(void **state)
{
    static const struct {
        const char *text;
        const char *first; /* NULL: refused */
        size_t n;
    } rows[] = {
        {"a@b", "a@b", 1},
        {" a@b , c@d; Mara <m+x@e.org>;", "a@b", 3},
        {"\"Last, First\" <a@b>", NULL, 0},
        {"Mara <m@e.org>", "m@e.org", 1},
        {"", NULL, 0},
        {" ,; ", NULL, 0},
        {"a", NULL, 0},
        {"@b", NULL, 0},
        {"a@", NULL, 0},
        {"a@b@c", NULL, 0},
        {"a b@c", NULL, 0},
        {"a@b>\r\nRCPT TO:<evil@x", NULL, 0},
        {"<a@b> BODY=8BITMIME", NULL, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        const char *const *out = NULL;
        struct err err = {0};
        size_t n = 0;

        if (rows[i].first) {
            assert_true(
                mail_addresses(str_of(rows[i].text), arena, &out, &err));
            assert_string_equal(out[0], rows[i].first);
            while (out[n])
                n++;
            assert_int_equal(n, rows[i].n);
        } else {
            assert_false(
                mail_addresses(str_of(rows[i].text), arena, &out, &err));
            assert_int_equal(err.code, ERR_INPUT);
            assert_null(out);
        }
        arena_free(arena);
    }
}

static void test_many(void **state)
{
    struct arena *arena = arena_new();
    const char *const *out;
    struct buf text;
    struct err err = {0};

    (void)state;
    buf_init(&text);
    for (int i = 0; i < 51; i++)
        buf_printf(&text, "a%d@b,", i);
    assert_false(mail_addresses(buf_view(&text), arena, &out, &err));
    assert_non_null(strstr(err.text, "50"));
    buf_done(&text);
    arena_free(arena);
}

static void test_server(void **state)
{
    static const struct {
        struct mail_server server;
        enum err_code code;
    } rows[] = {
        {{"smtp://mail.example.org:587", "r@e.org", "", "", true}, ERR_NONE},
        {{"smtps://mail.example.org", "r@e.org", "", "", false}, ERR_NONE},
        {{"smtp://127.0.0.1:25", "r@e.org", "", "", false}, ERR_NONE},
        {{"smtp://mail.example.org", "r@e.org", "u", "env:X", true}, ERR_NONE},
        {{"smtp://mail.example.org", "r@e.org", "", "", false}, ERR_DENIED},
        {{"smtp://mail.example.org", "r@e.org", "u", "pw", true}, ERR_INPUT},
        {{"http://mail.example.org", "r@e.org", "", "", true}, ERR_INPUT},
        {{"mail.example.org", "r@e.org", "", "", true}, ERR_INPUT},
        {{"smtp://mail.example.org", "riposte", "", "", true}, ERR_INPUT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct err err = {0};

        assert_int_equal(mail_server_check(&rows[i].server, &err),
                         rows[i].code == ERR_NONE);
        assert_int_equal(err.code, rows[i].code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_server),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
