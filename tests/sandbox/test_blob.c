/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blobs of storage accounts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"
#include "sandbox/token.h"
#include "util/when.h"

#define V     "?api-version=2023-05-01"
#define ARM   SHOP "/Microsoft.Storage/storageAccounts/stcontososhop"
#define ACC   "/blob/stcontososhop"
#define UP    ACC "/uploads"
#define Q     ACC "/quarantine"
#define REAL  "https://stcontososhop.blob.core.windows.net/uploads"
#define LOCAL "http://127.0.0.1:1" UP

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--scenario", "none", "--rate",
                                         "1000000", NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

struct row {
    const char *method, *target;
    const char *name[2], *value[2]; /* headers */
    const char *body;
    unsigned status;
    const char *header, *is; /* of the answer */
};

static void run(const struct row *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned status;

        ask_header(&ask, "x-ms-version", "2021-12-02");
        for (size_t h = 0; h < 2 && row[i].name[h]; h++)
            ask_header(&ask, row[i].name[h], row[i].value[h]);
        status = ask_do(&ask, row[i].method, row[i].target, row[i].body);
        if (status != row[i].status)
            fail_msg("row %zu: %s %s: status %u, not %u: %s", i, row[i].method,
                     row[i].target, status, row[i].status,
                     ask_reply(&ask, "x-ms-error-code"));
        if (row[i].header &&
            strcmp(ask_reply(&ask, row[i].header), row[i].is) != 0)
            fail_msg("row %zu: %s %s: %s is %s, not %s", i, row[i].method,
                     row[i].target, row[i].header,
                     ask_reply(&ask, row[i].header), row[i].is);
    }
}

#define RUN(rows) run((rows), sizeof(rows) / sizeof((rows)[0]))

#define CODE "x-ms-error-code"

static void reading(void **state)
{
    static const struct row rows[] = {
        {.method = "GET",
         .target = UP "/invoices/2026/march.pdf",
         .status = 200,
         .header = "x-ms-meta-uploaded_by",
         .is = "shop"},
        {.method = "GET",
         .target = UP "/none",
         .status = 404,
         .header = CODE,
         .is = "BlobNotFound"},
        {.method = "GET",
         .target = ACC "/none/x",
         .status = 404,
         .header = CODE,
         .is = "ContainerNotFound"},
        {.method = "GET",
         .target = "/blob/none/uploads/x",
         .status = 404,
         .header = CODE,
         .is = "ResourceNotFound"},
        {.method = "GET",
         .target = "/blob/stcontosopay/ledger/2026-03.parquet",
         .status = 403,
         .header = CODE,
         .is = "AuthorizationFailure"},
        {.method = "GET",
         .target = UP "/customer-photo.jpg",
         .name = {"If-Match"},
         .value = {"\"0x1\""},
         .status = 412,
         .header = CODE,
         .is = "ConditionNotMet"},
        {.method = "PUT", .target = UP "/new", .status = 400},
        {.method = "PUT", .target = UP "/new?comp=page", .status = 400},
        {.method = "DELETE", .target = UP, .status = 405},
    };

    (void)state;
    RUN(rows);
    ask_header(&ask, "x-ms-version", "2021-12-02");
    ask_do(&ask, "GET", UP "/customer-photo.jpg", NULL);
    assert_int_equal(ask.call.answer.len, 40210);
    assert_string_equal(ask.call.type, "image/jpeg");
    assert_string_not_equal(ask_reply(&ask, "Content-MD5"), "");
    assert_int_equal(strlen(ask_reply(&ask, "Last-Modified")), 29);
    assert_int_equal(ask_do(&ask, "GET", UP "/customer-photo.jpg", NULL), 400);
    assert_string_equal(ask_reply(&ask, CODE), "MissingRequiredHeader");
    ask_header(&ask, "x-ms-version", "2015-02-21");
    assert_int_equal(ask_do(&ask, "GET", UP "/customer-photo.jpg", NULL), 400);
    assert_non_null(strstr(ask.call.answer.at, "<Code>InvalidHeaderValue<"));
    ask.token =
        tokens_issue(ask.sandbox->tokens, "vault", NULL, ask.call.now, 60);
    assert_int_equal(ask_do(&ask, "GET", UP "/customer-photo.jpg", NULL), 401);
    ask.token = NULL;
}

static void get(const char *target)
{
    ask_header(&ask, "x-ms-version", "2021-12-02");
    ask_do(&ask, "GET", target, NULL);
}

static void until_status(const char *target, const char *is)
{
    int64_t end = when_monotonic() + 5 * WHEN_SECOND;

    do
        get(target);
    while (strcmp(ask_reply(&ask, "x-ms-copy-status"), is) != 0 &&
           when_monotonic() < end);
    assert_string_equal(ask_reply(&ask, "x-ms-copy-status"), is);
}

/* Small, at once; the source goes with If-Match only while it is the same. */
static void quarantine(void **state)
{
    char etag[64], md5[64];
    const struct row rows[] = {
        {.method = "PUT",
         .target = Q "/dropper.ps1",
         .name = {"x-ms-copy-source", "x-ms-source-if-match"},
         .value = {REAL "/dropper.ps1", "\"0x1\""},
         .status = 412,
         .header = CODE,
         .is = "SourceConditionNotMet"},
        {.method = "PUT",
         .target = Q "/dropper.ps1",
         .name = {"x-ms-copy-source", "x-ms-source-if-match"},
         .value = {REAL "/dropper.ps1", etag},
         .status = 202,
         .header = "x-ms-copy-status",
         .is = "success"},
        {.method = "GET",
         .target = Q "/dropper.ps1",
         .status = 200,
         .header = "Content-MD5",
         .is = md5},
        {.method = "DELETE",
         .target = UP "/dropper.ps1",
         .name = {"If-Match"},
         .value = {"\"0x1\""},
         .status = 412},
        {.method = "DELETE",
         .target = UP "/dropper.ps1",
         .name = {"If-Match"},
         .value = {etag},
         .status = 202,
         .header = "x-ms-delete-type-permanent",
         .is = "false"},
        {.method = "GET", .target = UP "/dropper.ps1", .status = 404},
        {.method = "DELETE", .target = UP "/dropper.ps1", .status = 404},
        /* And the way back, by either of two. */
        {.method = "PUT",
         .target = UP "/dropper.ps1?comp=undelete",
         .status = 200},
        {.method = "GET",
         .target = UP "/dropper.ps1",
         .status = 200,
         .header = "ETag",
         .is = etag},
        {.method = "PUT",
         .target = UP "/dropper.ps1",
         .name = {"x-ms-copy-source", "If-None-Match"},
         .value = {"http://127.0.0.1:1" Q "/dropper.ps1", "*"},
         .status = 409,
         .header = CODE,
         .is = "BlobAlreadyExists"},
        {.method = "PUT",
         .target = UP "/dropper.ps1",
         .name = {"x-ms-copy-source"},
         .value = {"http://127.0.0.1:1" Q "/dropper.ps1"},
         .status = 202},
    };

    (void)state;
    get(UP "/dropper.ps1");
    snprintf(etag, sizeof(etag), "%s", ask_reply(&ask, "ETag"));
    snprintf(md5, sizeof(md5), "%s", ask_reply(&ask, "Content-MD5"));
    RUN(rows);
    get(UP "/dropper.ps1");
    assert_string_not_equal(ask_reply(&ask, "ETag"), etag);
}

/* What is large takes its time, and fails when its source goes meanwhile. */
static void pending(void **state)
{
    static const struct row slow[] = {
        {.method = "PUT",
         .target = Q "/tool.exe",
         .name = {"x-ms-copy-source"},
         .value = {LOCAL "/tool.exe"},
         .status = 202,
         .header = "x-ms-copy-status",
         .is = "pending"},
        {.method = "PUT",
         .target = Q "/tool.exe",
         .name = {"x-ms-copy-source"},
         .value = {LOCAL "/tool.exe"},
         .status = 409,
         .header = CODE,
         .is = "PendingCopyOperation"},
        {.method = "DELETE", .target = UP "/tool.exe", .status = 202},
        {.method = "GET",
         .target = Q "/tool.exe",
         .status = 200,
         .header = "x-ms-copy-status",
         .is = "failed"},
        {.method = "PUT",
         .target = UP "/tool.exe?comp=undelete",
         .status = 200},
    };
    static const struct row again[] = {
        {.method = "PUT",
         .target = Q "/tool.exe",
         .name = {"x-ms-copy-source"},
         .value = {LOCAL "/tool.exe"},
         .status = 202},
    };

    (void)state;
    ask.options.speed = 0.1;
    RUN(slow);
    assert_int_equal(ask.call.answer.len, 0);
    ask.options.speed = 1000;
    RUN(again);
    until_status(Q "/tool.exe", "success");
    assert_int_equal(ask.call.answer.len, 3145728);
    assert_string_equal(ask_reply(&ask, "x-ms-copy-progress"),
                        "3145728/3145728");
}

static void sources(void **state)
{
    static const struct {
        const char *source, *code;
        unsigned status;
    } rows[] = {
        {REAL "/none", "CannotVerifyCopySource", 404},
        {"https://stcontosopay.blob.core.windows.net/ledger/x",
         "CannotVerifyCopySource", 403},
        {"https://nobody.blob.core.windows.net/c/x", "CannotVerifyCopySource",
         403},
        {"https://evil.example/uploads/x", "InvalidHeaderValue", 400},
        {"uploads/x", "InvalidHeaderValue", 400},
        {"http://127.0.0.1:1/", "InvalidHeaderValue", 400},
        {"https://stcontosodata.blob.core.windows.net/landing/"
         "orders%202026.csv",
         "", 202},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct row row = {.method = "PUT",
                                .target = Q "/x",
                                .name = {"x-ms-copy-source"},
                                .value = {rows[i].source},
                                .status = rows[i].status,
                                .header = CODE,
                                .is = rows[i].code};

        run(&row, 1);
    }
}

#define TAG(key, value) "<Tag><Key>" key "</Key><Value>" value "</Value></Tag>"

static void parts(void **state)
{
    static const struct row rows[] = {
        {.method = "PUT",
         .target = UP "/customer-photo.jpg?comp=tags",
         .body = "<Tags><TagSet>" TAG("riposte", "a&lt;b")
             TAG("k", "v") "</TagSet></Tags>",
         .status = 204},
        {.method = "PUT",
         .target = UP "/customer-photo.jpg?comp=tags",
         .body = "<Tags><TagSet><Tag><Key>x</Key></Tag></TagSet></Tags>",
         .status = 400,
         .header = CODE,
         .is = "InvalidXmlDocument"},
        {.method = "PUT",
         .target = UP "/customer-photo.jpg?comp=tags",
         .body = "{}",
         .status = 400},
        {.method = "GET",
         .target = UP "/customer-photo.jpg",
         .status = 200,
         .header = "x-ms-tag-count",
         .is = "2"},
        {.method = "PUT",
         .target = UP "/customer-photo.jpg?comp=legalhold",
         .name = {"x-ms-legal-hold"},
         .value = {"perhaps"},
         .status = 400},
        {.method = "PUT",
         .target = UP "/customer-photo.jpg?comp=legalhold",
         .name = {"x-ms-legal-hold"},
         .value = {"true"},
         .status = 200,
         .header = "x-ms-legal-hold",
         .is = "true"},
        {.method = "DELETE",
         .target = UP "/customer-photo.jpg",
         .status = 409,
         .header = CODE,
         .is = "BlobImmutableDueToLegalHold"},
        {.method = "PUT",
         .target = UP "/customer-photo.jpg?comp=legalhold",
         .name = {"x-ms-legal-hold"},
         .value = {"false"},
         .status = 200},
        {.method = "DELETE", .target = UP "/customer-photo.jpg", .status = 202},
        {.method = "PUT", .target = ACC "/n?restype=container", .status = 201},
        {.method = "PUT",
         .target = ACC "/n?restype=container",
         .status = 409,
         .header = CODE,
         .is = "ContainerAlreadyExists"},
        {.method = "GET",
         .target = ACC "/none?restype=container&comp=list",
         .status = 404},
        {.method = "PUT",
         .target = ACC "/none/x",
         .name = {"x-ms-copy-source"},
         .value = {REAL "/tool.exe"},
         .status = 404,
         .header = CODE,
         .is = "ContainerNotFound"},
    };

    (void)state;
    RUN(rows);
    get(UP "?restype=container&comp=list&prefix=invoices/");
    assert_non_null(
        strstr(ask.call.answer.at, "<Name>invoices/2026/march.pdf</Name>"));
    assert_null(strstr(ask.call.answer.at, "customer-photo"));
    get(UP "/tool.exe?comp=tags");
    assert_non_null(strstr(ask.call.answer.at, "<TagSet></TagSet>"));
}

static void tags_read(void **state)
{
    (void)state;
    ask_header(&ask, "x-ms-version", "2021-12-02");
    ask_do(&ask, "PUT", UP "/tool.exe?comp=tags",
           "<Tags><TagSet>" TAG("a", "&lt;&amp;") "</TagSet></Tags>");
    get(UP "/tool.exe?comp=tags");
    assert_non_null(strstr(ask.call.answer.at, TAG("a", "&lt;&amp;")));
}

/* Shut in Azure Resource Manager, shut here; and what is withheld. */
static void shut(void **state)
{
    static const struct row denied[] = {
        {.method = "GET", .target = UP "/tool.exe", .status = 200},
        {.method = "DELETE",
         .target = UP "/tool.exe",
         .status = 403,
         .header = CODE,
         .is = "AuthorizationPermissionMismatch"},
    };
    static const struct row firewall[] = {
        {.method = "GET",
         .target = UP "/tool.exe",
         .status = 403,
         .header = CODE,
         .is = "AuthorizationFailure"},
    };

    (void)state;
    ask_do(&ask, "PUT", "/_sandbox/deny", "Microsoft.Storage/*/blobs/delete");
    RUN(denied);
    ask_do(&ask, "PUT", "/_sandbox/deny", "");
    assert_int_equal(
        ask_do(&ask, "PATCH", ARM V,
               "{\"properties\":{\"networkAcls\":{\"defaultAction\":"
               "\"Deny\"}}}"),
        200);
    RUN(firewall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading), cmocka_unit_test(quarantine),
        cmocka_unit_test(pending), cmocka_unit_test(sources),
        cmocka_unit_test(parts),   cmocka_unit_test(tags_read),
        cmocka_unit_test(shut),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
