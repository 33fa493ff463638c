/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/demand.h"

/* Who said yes: "ann:@soc+@net bob:" is ann as soc and as net, and bob. */
static size_t read_votes(const char *text, struct arena *arena,
                         struct vote *out)
{
    struct str rest = str_of(text);
    struct str one;
    size_t n = 0;

    while (*text && str_cut(&rest, ' ', &one)) {
        const char **roles = arena_array(arena, 4, sizeof(*roles));
        struct str person;
        struct str role;

        out[n] = (struct vote){.behalf = "", .roles = roles};
        str_cut(&one, ':', &person);
        out[n].yes = !str_starts(person, STR("-"));
        out[n].person = arena_str(arena, person).at;
        while (one.len > 0 && str_cut(&one, '+', &role))
            roles[out[n].n_roles++] = arena_str(arena, role).at;
        n++;
    }
    return n;
}

static void test_met(void **state)
{
    static const struct {
        const char *demand;
        const char *votes;
        bool met;
        const char *missing;
    } rows[] = {
        {"{}", "", false, ""},
        {"{}", "ann:", true, ""},
        {"{}", "-ann:", false, ""},
        {"{\"quorum\":2}", "ann:", false, ""},
        {"{\"quorum\":2}", "ann: bob:", true, ""},
        {"{\"quorum\":2}", "ann: -bob:", false, ""},
        {"{\"roles\":[\"@soc\",\"@net\"]}", "ann:@soc", false, "@net"},
        /* One person is not two. */
        {"{\"roles\":[\"@soc\",\"@net\"]}", "ann:@soc+@net", false, "@net"},
        {"{\"roles\":[\"@soc\",\"@net\"]}", "ann:@soc bob:@soc", false, "@net"},
        {"{\"roles\":[\"@soc\",\"@net\"]}", "ann:@soc bob:@net", true, ""},
        /* Who has both makes room for who has one. */
        {"{\"roles\":[\"@soc\",\"@net\"]}", "ann:@soc+@net bob:@soc", true, ""},
        {"{\"roles\":[\"@soc\",\"@net\"]}", "ann:@soc+@net bob:@net", true, ""},
        {"{\"roles\":[\"@soc\"],\"quorum\":2}", "ann:@soc bob:", true, ""},
        {"{\"roles\":[\"@soc\"],\"quorum\":2}", "ann: bob:", false, "@soc"},
        {"{\"roles\":[\"@soc\",\"@net\"],\"group\":\"@top\"}",
         "ann:@top bob:@net", true, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct json *json = parsed(rows[i].demand);
        struct demand demand;
        struct vote votes[4];
        struct err err;
        struct buf text;
        size_t n = read_votes(rows[i].votes, arena, votes);

        print_message("row %zu\n", i);
        buf_init(&text);
        assert_true(demand_from_json(json, arena, &demand, &err));
        assert_int_equal(demand_met(&demand, votes, n), rows[i].met);
        demand_missing(&demand, votes, n, &text);
        assert_string_equal(buf_view(&text).at, rows[i].missing);
        assert_json_take(demand_to_json(&demand), rows[i].demand);
        buf_done(&text);
        json_free(json);
        arena_free(arena);
    }
}

/* A rule may ask for more, never for less. */
static void test_raise(void **state)
{
    static const struct {
        const char *settings;
        const char *rule;
        const char *both;
    } rows[] = {
        {"{\"quorum\":2,\"life\":\"4h\"}", "{\"quorum\":1,\"life\":\"8h\"}",
         "{\"quorum\":2,\"life\":\"4h\"}"},
        {"{\"quorum\":1,\"life\":\"4h\"}", "{\"quorum\":3,\"life\":\"1h\"}",
         "{\"quorum\":3,\"life\":\"1h\"}"},
        {"{\"roles\":[\"@soc\"]}", "{\"roles\":[\"@net\",\"@SOC\"]}",
         "{\"roles\":[\"@soc\",\"@net\"]}"},
        {"{\"justify\":true}", "{\"justify\":false}", "{\"justify\":true}"},
        {"{\"escalate\":\"1h\",\"group\":\"@a\"}",
         "{\"escalate\":\"10m\",\"group\":\"@b\",\"warn\":\"5m\"}",
         "{\"warn\":\"5m\",\"escalate\":\"10m\",\"group\":\"@a\"}"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct json *a = parsed(rows[i].settings);
        struct json *b = parsed(rows[i].rule);
        struct demand demand, more;
        struct err err;

        print_message("row %zu\n", i);
        assert_true(demand_from_json(a, arena, &demand, &err));
        assert_true(demand_from_json(b, arena, &more, &err));
        demand_raise(&demand, &more, arena);
        assert_json_take(demand_to_json(&demand), rows[i].both);
        json_free(a);
        json_free(b);
        arena_free(arena);
    }
}

static void test_wrong(void **state)
{
    static const struct {
        const char *json;
        const char *says;
    } rows[] = {
        {"{\"quorum\":0}", "1 to 16"},
        {"{\"quorum\":17}", "1 to 16"},
        {"{\"quorum\":\"two\"}", "quorum"},
        {"{\"roles\":[\"\"]}", "no role"},
        {"{\"group\":\"aprover\"}", "no role"},
        {"{\"roles\":[\"@1\",\"@2\",\"@3\",\"@4\",\"@5\",\"@6\",\"@7\",\"@8\","
         "\"@9\"]}",
         "8"},
        {"{\"life\":\"soon\"}", "life"},
        {"{\"qorum\":1}", "quorum"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct json *json = parsed(rows[i].json);
        struct demand demand;
        struct err err;

        print_message("row %zu\n", i);
        assert_false(demand_from_json(json, arena, &demand, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.text, rows[i].says));
        json_free(json);
        arena_free(arena);
    }
}

static void test_write(void **state)
{
    static const char *const roles[] = {"@soc", "@net"};
    struct demand demand = {.roles = roles, .n_roles = 2};
    struct buf text;

    (void)state;
    buf_init(&text);
    demand_write(&demand, &text);
    assert_string_equal(text.at, "2 people: one of @soc, one of @net");
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_met),
        cmocka_unit_test(test_raise),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_write),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
