/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/containment_read.h"
#include "util/when.h"

#define SAMPLE "/subscriptions/s/providers/A.B/c/d"
#define HEAD(class_)                                                           \
    "\"name\":\"x\",\"title\":\"T\",\"permission\":\"p\",\"class\":\"" class_  \
    "\",\"target\":{\"type\":\"A.B/c\",\"sample\":\"" SAMPLE "\"}"
#define BEFORE                                                                 \
    "\"before\":{\"request\":{\"get\":\"{id}\"},\"keep\":{\"was\":{\"at\":"    \
    "\"p\"}}}"
#define DO "\"do\":[{\"post\":\"{id}/stop\"}]"
#define VERIFY                                                                 \
    "\"verify\":{\"request\":{\"get\":\"{id}\"},\"expect\":{"                  \
    "\"at\":\"p\",\"is\":\"off\"},\"within\":\"5m\"}"
#define DOES(calls)                                                            \
    "{" HEAD("reversible") "," BEFORE ",\"do\":[" calls "]," VERIFY "," BOTH "}"
#define UNDO   "\"undo\":[{\"patch\":\"{id}\",\"body\":{\"p\":\"{was}\"}}]"
#define UNDONE "\"undone\":{\"expect\":[{\"at\":\"p\",\"is\":\"{was}\"}]}"
#define BOTH   UNDO "," UNDONE

static void test_read(void **state)
{
    struct json *json = parsed("{" HEAD(
        "reversible") ",\"note\":\"N\"," BEFORE "," DO "," VERIFY "," BOTH "}");
    struct arena *arena = arena_new();
    struct containment entry;
    struct err err;

    (void)state;
    if (!containment_read(json, arena, &entry, &err))
        fail_msg("%s", err.text);
    containment_keep(arena, json);
    assert_string_equal(entry.name, "x");
    assert_string_equal(entry.note, "N");
    assert_int_equal(entry.class, CLASS_REVERSIBLE);
    assert_int_equal(entry.n_before, 1);
    assert_string_equal(entry.before[0].call.method, "GET");
    assert_int_equal(entry.before[0].call.audience, AUDIENCE_ARM);
    assert_int_equal(entry.before[0].call.n_keeps, 1);
    assert_string_equal(entry.before[0].call.keeps[0].name, "was");
    assert_false(entry.before[0].call.keeps[0].optional);
    assert_int_equal(entry.n_acts, 1);
    assert_string_equal(entry.acts[0].method, "POST");
    assert_string_equal(entry.acts[0].url, "{id}/stop");
    assert_false(entry.acts[0].idempotent);
    assert_true(entry.undos[0].idempotent);
    assert_int_equal(entry.verify.within, 5 * WHEN_MINUTE);
    assert_int_equal(entry.verify.every, 10 * WHEN_SECOND);
    assert_string_equal(entry.undone.call.url, "{id}");
    assert_int_equal(entry.undone.expect.n, 1);
    assert_int_equal(entry.undone.within, 5 * WHEN_MINUTE);
    arena_free(arena);
}

static void test_refused(void **state)
{
    static const struct {
        const char *json;
        const char *says;
    } rows[] = {
        {"{}", "needs \"name\""},
        {"{" HEAD("reversible") ",\"befor\":{}}", "did you mean \"before\""},
        {"{" HEAD("harmless") "}", "harmless"},
        {"{\"name\":\"x\",\"title\":\"T\",\"permission\":\"p\",\"class\":"
         "\"reversible\",\"target\":{\"type\":\"A.B/c\",\"sample\":\"/x\"}}",
         "sample"},
        {"{" HEAD("reversible") "}", "before"},
        {"{" HEAD("reversible") ",\"before\":{\"request\":{}}}",
         "one of get, head, put"},
        {"{" HEAD("reversible") ",\"before\":{\"request\":{\"get\":\"{id}\","
                                "\"put\":\"{id}\"}}}",
         "both"},
        {"{" HEAD("reversible") ",\"before\":{\"request\":{\"get\":"
                                "\"{was}\"}}}",
         "{was}"},
        {"{" HEAD("reversible") ",\"before\":{\"request\":{\"get\":\"{id}\"},"
                                "\"keep\":{\"id\":{\"at\":\"x\"}}}}",
         "cannot be called"},
        {"{" HEAD("reversible") ",\"before\":{\"request\":{\"get\":\"{id}\"},"
                                "\"keep\":{\"a\":{}}}}",
         "needs \"at\""},
        {"{" HEAD("reversible") ",\"before\":{\"request\":{\"get\":\"{id}\"},"
                                "\"already\":{\"at\":\"x\"}}}",
         "needs one of is"},
        {"{" HEAD("reversible") ",\"before\":{\"request\":{\"get\":\"{id}\"},"
                                "\"already\":{\"at\":\"x\",\"is\":1,\"not\":"
                                "2}}}",
         "needs one of is"},
        {"{" HEAD("reversible") "," BEFORE "," VERIFY "," BOTH "}", "do"},
        {"{" HEAD("reversible") "," BEFORE ",\"do\":{}," VERIFY "," BOTH "}",
         "\"do\""},
        {"{" HEAD("reversible") "," BEFORE
                                ",\"do\":[{\"post\":\"{x}\"}]," VERIFY "," BOTH
                                "}",
         "do[0]: "},
        {"{" HEAD("reversible") "," BEFORE ",\"do\":[{\"post\":\"x\","
                                "\"body\":{\"a\":[\"{x}\"]}}]," VERIFY "," BOTH
                                "}",
         "do[0]: "},
        {"{" HEAD("reversible") "," BEFORE ",\"do\":[{\"post\":\"x\","
                                "\"audience\":\"mars\"}]," VERIFY "," BOTH "}",
         "mars"},
        {"{" HEAD("reversible") "," BEFORE ",\"do\":[{\"post\":\"x\","
                                "\"idempotent\":\"yes\"}]," VERIFY "," BOTH "}",
         "idempotent"},
        {"{" HEAD("reversible") "," BEFORE "," DO "," BOTH "}", "verify"},
        {"{" HEAD("reversible") "," BEFORE "," DO ",\"verify\":{\"request\":{"
                                "\"get\":\"{id}\"}}," BOTH "}",
         "expects nothing"},
        {"{" HEAD("reversible") "," BEFORE "," DO ",\"verify\":{\"request\":{"
                                "\"get\":\"{id}\"},\"expect\":{\"at\":\"p\","
                                "\"is\":1},\"within\":"
                                "\"soon\"}," BOTH "}",
         "within"},
        {"{" HEAD("reversible") "," BEFORE "," DO "," VERIFY "}",
         "can be undone"},
        {"{" HEAD("reversible") "," BEFORE "," DO "," VERIFY "," UNDO "}",
         "undone"},
        {"{" HEAD("irreversible") "," BEFORE "," DO "," VERIFY "," BOTH "}",
         "reversible"},
        {"{" HEAD("reversible") "," BEFORE "," DO ",\"verify\":{\"request\":{"
                                "\"get\":\"{id}\"},\"expect\":{\"at\":\"p\","
                                "\"is\":1}}," BOTH "}",
         "verify: It needs \"within\""},
        {DOES("{\"post\":\"{id}\",\"body\":{\"a\":{\"b\":[\"{later}\"]}}}"),
         "do[0]: body: a: b: [0]: {later}"},
        {DOES("{\"get\":\"{id}\"},{\"put\":\"{id}\",\"headers\":{\"If-Match\":"
              "\"{etag}\"}}"),
         "do[1]: headers: If-Match: {etag}"},
        {DOES("{\"post\":\"{id}\",\"headers\":{\"Authorization\":\"x\"}}"),
         "riposte's own"},
        {DOES("{\"post\":\"{item.id}\"}"), "do[0]: post: {item.id}"},
        {DOES("{\"post\":\"{item.id}\",\"each\":\"nics\"}"),
         "\"nics\", which no look"},
        {DOES("{\"post\":\"{id}\",\"expect\":{\"at\":\"a\",\"is\":1}}"),
         "goes with get and head"},
        {DOES("{\"post\":\"{id}\",\"replace\":{\"a\":1}}"),
         "goes with \"put\""},
        {DOES("{\"post\":\"{id}\",\"also\":[200]}"), "from 400 to 499"},
        {DOES("{\"post\":\"{id}\",\"when\":{\"at\":\"a\",\"is\":[]}}"),
         "do[0]: when: "},
        {"{" HEAD("reversible") ",\"before\":[{\"request\":{\"get\":\"{id}\"},"
                                "\"expect\":{\"at\":\"a\",\"is\":1}}]}",
         "before[0]: \"expect\" of a look needs \"refusal\""},
        {"{" HEAD("reversible") ",\"parameters\":[{\"name\":\"a\"},{\"name\":"
                                "\"a\"}]}",
         "parameters[1]: There are two"},
        {"{" HEAD("reversible") ",\"parameters\":[{\"name\":\"a\",\"type\":"
                                "\"choice\"}]}",
         "go together"},
        {"{" HEAD("reversible") ",\"parameters\":[{\"name\":\"a\",\"pattern\":"
                                "\"(\"}]}",
         "pattern"},
        {"{" HEAD("reversible") ",\"parameters\":[{\"name\":\"id\"}]}",
         "part of the target"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct json *json = parsed(rows[i].json);
        struct arena *arena = arena_new();
        struct containment entry;
        struct err err;

        if (containment_read(json, arena, &entry, &err))
            fail_msg("row %zu", i);
        assert_int_equal(err.code, ERR_INPUT);
        assert_has(err.text, rows[i].says);
        arena_free(arena);
        json_free(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
