/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "connect/claims.h"
#include "util/digest.h"

/* A token with that payload; base64 with its padding cut, as JWTs have it. */
static const char *token_of(struct arena *arena, const char *payload)
{
    struct buf text;
    const char *token;

    buf_init(&text);
    buf_text(&text, "e30.");
    digest_base64(str_of(payload), &text);
    while (text.len && text.at[text.len - 1] == '=')
        buf_cut(&text, text.len - 1);
    buf_text(&text, ".c2ln");
    token = arena_str(arena, buf_view(&text)).at;
    buf_done(&text);
    return token;
}

static void test_read(void **state)
{
    static const struct {
        const char *payload;
        const char *who; /* NULL: no JWT */
        const char *scp;
        size_t roles;
    } rows[] = {
        {"{\"appid\":\"a-1\",\"oid\":\"o-1\",\"roles\":[\"User.Read.All\","
         "\"Machine.Isolate\"]}",
         "a-1", "", 2},
        {"{\"upn\":\"mara@contoso.example\",\"appid\":\"a\",\"scp\":\"A B\"}",
         "mara@contoso.example", "A B", 0},
        {"{\"upn\":\"\",\"azp\":\"b\",\"roles\":\"no list\"}", "b", "", 0},
        {"{\"roles\":[7,null,\"\",\"One\"]}", "", "", 1},
        {"{\"upn\":\"a\\u001b[31mb\"}", "made harmless", "", 0},
        {"[1]", NULL, NULL, 0},
        {"no json", NULL, NULL, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        const struct json *claims =
            claims_read(str_of(token_of(arena, rows[i].payload)), arena);

        assert_int_equal(claims != NULL, rows[i].who != NULL);
        if (claims) {
            struct str who = json_text(json_get(claims, "who"));

            assert_int_equal(str_find_char(who, '\x1b'), STR_NOWHERE);
            if (str_find_char(str_of(rows[i].payload), '\\') == STR_NOWHERE)
                assert_true(str_eq(who, str_of(rows[i].who)));
            assert_true(str_eq(json_text(json_get(claims, "scp")),
                               str_of(rows[i].scp)));
            assert_int_equal(json_length(json_get(claims, "roles")),
                             rows[i].roles);
        }
        arena_free(arena);
    }
}

/* Whatever comes instead of a JWT is opaque. */
static void test_opaque(void **state)
{
    static const char *const rows[] = {
        "", ".", "..", "...", "a.b", "e30.e30", "e30.!!.x", "sandbox-123",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();

        assert_null(claims_read(str_of(rows[i]), arena));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_opaque),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
