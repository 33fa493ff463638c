/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "util/url.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static void test_masked(void **state)
{
    static const struct {
        const char *url;
        const char *want; /* NULL: nothing is masked */
    } rows[] = {
        {"https://management.azure.com/x?api-version=2022-01-01&$top=5", NULL},
        {"https://h/invoke?api-version=1&sp=%2Ft&sv=1.0&sig=abc%2Fd",
         "https://h/invoke?api-version=1&sp=%2Ft&sv=1.0&sig=***"},
        {"https://h/?SIG=abc&x=1", "https://h/?SIG=***&x=1"},
        {"https://h/?access_token=abc", "https://h/?access_token=***"},
        {"https://h/?code=abc&&state=1", "https://h/?code=***&&state=1"},
        {"https://h/?%73ig=abc", "https://h/?%73ig=***"},
        {"https://h/?sig=a=b", "https://h/?sig=***"},
        {"https://h/?sig=", NULL},
        {"https://h/?sig", NULL},
        {"https://h/?next=https%3A%2F%2Fi%2F%3Fsig%3Dabc",
         "https://h/?next=***"},
        {"https://h/?next=https://i/?a=1?token=abc", "https://h/?next=***"},
        {"https://h/?$filter=a%20eq%3Db", NULL},
        {"https://h/#access_token=abc&x=1", "https://h/#access_token=***&x=1"},
        {"https://h/?a=1#frag", NULL},
        {"https://me:word@h/x", "https://***@h/x"},
        {"https://me:w@rd@h/x", "https://***@h/x"},
        {"https://hooks.slack.com/services/T0/B0/xyz",
         "https://hooks.slack.com/***"},
        {"https://x.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d",
         "https://x.webhook.office.com/webhookb2/***"},
        {"https://discord.com/api/webhooks/123/abc",
         "https://discord.com/api/webhooks/***"},
        {"https://chat.example.com/hooks/abc?x=1",
         "https://chat.example.com/hooks/***?x=1"},
        {"https://h/a/b/c/", NULL},
        {"https://hooks.example.com", NULL},
        {"sig=abc", NULL},
        {"", NULL},
    };
    struct buf out;
    size_t i;

    (void)state;
    buf_init(&out);
    for (i = 0; i < ITEMS(rows); i++) {
        struct str want = str_of(rows[i].want ? rows[i].want : rows[i].url);

        buf_clear(&out);
        url_masked(str_of(rows[i].url), &out);
        if (!str_eq(buf_view(&out), want))
            fail_msg("%s", out.at);
    }
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_masked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
