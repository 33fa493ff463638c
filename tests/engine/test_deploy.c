/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tests/engine/exchange.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

/* Expressions; # is the quote in them. */
static const struct {
    const char *expression;
    const char *want; /* JSON; NULL: refused */
} rows[] = {
    {"concat(#a#, #b''c#, 1)", "\"ab'c1\""},
    {"concat(createArray(1), createArray(2))", "[1,2]"},
    {"parameters(#list#)[1]", "\"y\""},
    {"parameters(#map#).a.b", "5"},
    {"parameters(#map#)[#A#].B", "5"},
    {"variables(#deep#)", "{\"in\":[\"x\",\"y\"]}"},
    {"if(equals(1, 1), #yes#, div(1, 0))", "\"yes\""},
    {"if(false(), parameters(#none#), #no#)", "\"no\""},
    {"add(mul(2, 3), mod(7, 4))", "9"},
    {"max(1, 5, 3)", "5"},
    {"sub(1, 2)", "-1"},
    {"length(#abc#)", "3"},
    {"union(createArray(1, 2), createArray(2, 3))", "[1,2,3]"},
    {"and(true(), not(false()))", "true"},
    {"or(false(), bool(#true#))", "true"},
    {"replace(#a{0}c{0}#, #{0}#, #b#)", "\"abcb\""},
    {"split(#a/b#, #/#)", "[\"a\",\"b\"]"},
    {"join(createArray(#a#, #b#), #-#)", "\"a-b\""},
    {"toLower(#ABC#)", "\"abc\""},
    {"format(#{0}-{1}#, #a#, 2)", "\"a-2\""},
    {"format(#{{{0}}}#, #a#)", "\"{a}\""},
    {"objectKeys(parameters(#map#))[0]", "\"a\""},
    {"items(parameters(#map#))[0].key", "\"a\""},
    {"flatten(createArray(createArray(1), createArray(2, 3)))", "[1,2,3]"},
    {"base64ToJson(#eyJhIjoxfQ==#).a", "1"},
    {"base64ToJson(#YQ==#)", NULL},
    {"dateTimeAdd(#2026-01-01T00:00:00Z#, #-PT1H#)",
     "\"2025-12-31T23:00:00Z\""},
    {"dateTimeAdd(#2026-01-01T00:00:00Z#, #soon#)", NULL},
    {"tenant().tenantId", "\"t\""},
    {"deployment().name", "\"deployment\""},
    {"environment().resourceManager", "\"https://management.azure.com/\""},
    {"environment().suffixes.storage", "\"core.windows.net\""},
    {"substring(#hello#, 1, 3)", "\"ell\""},
    {"contains(createArray(#a#), #a#)", "true"},
    {"intersection(createArray(1, 2), createArray(2, 3))", "[2]"},
    {"intersection(1, 2)", NULL},
    {"indexOf(#abcB#, #B#)", "1"},
    {"lastIndexOf(#abcB#, #b#)", "3"},
    {"indexOf(#abc#, #x#)", "-1"},
    {"take(#abc#, 2)", "\"ab\""},
    {"take(createArray(1, 2), 9)", "[1,2]"},
    {"skip(createArray(1, 2), 1)", "[2]"},
    {"skip(#abc#, -1)", "\"abc\""},
    {"base64(#a#)", "\"YQ==\""},
    {"base64ToString(#YQ==#)", "\"a\""},
    {"base64ToString(#?#)", NULL},
    {"uriComponent(#a b#)", "\"a%20b\""},
    {"uri(#https://contoso.com/a/b#, #c/d#)", "\"https://contoso.com/a/c/d\""},
    {"uri(#https://contoso.com/a/#, #/c#)", "\"https://contoso.com/a/c\""},
    {"uri(#https://contoso.com#, #c#)", "\"https://contoso.com/c\""},
    {"padLeft(7, 3, #0#)", "\"007\""},
    {"padLeft(#x#, 99999)", NULL},
    {"extensionResourceId(#/s#, #A.B/c#, #d#)", "\"/s/providers/A.B/c/d\""},
    {"tenantResourceId(#A.B/c#, #d#)", "\"/providers/A.B/c/d\""},
    {"subscription().tenantId", "\"t\""},
    {"variables(#many#)", "[\"n0\",\"n1\"]"},
    {"length(variables(#many#))", "2"},
    {"variables(#endless#)", NULL},
    {"empty(#\"#)", "false"},
    {"coalesce(null(), #a#)", "\"a\""},
    {"range(2, 3)", "[2,3,4]"},
    {"json(#{\"a\":1}#)", "{\"a\":1}"},
    {"first(createArray(7, 8))", "7"},
    {"last(#abc#)", "\"c\""},
    {"subscription().id", "\"/subscriptions/s\""},
    {"resourceGroup().name", "\"g\""},
    {"resourceId(#A.B/c#, #d#)",
     "\"/subscriptions/s/resourceGroups/g/providers/A.B/c/d\""},
    {"resourceId(#x#, #A.B/c/e#, #d#, #f#)",
     "\"/subscriptions/s/resourceGroups/x/providers/A.B/c/d/e/f\""},
    {"subscriptionResourceId(#A.B/c#, #d#)",
     "\"/subscriptions/s/providers/A.B/c/d\""},
    {"reference(#x#)", NULL},
    {"listKeys(#x#, #y#)", NULL},
    {"parameters(#none#)", NULL},
    {"variables(#none#)", NULL},
    {"variables(#loop#)", NULL},
    {"nothing()", NULL},
    {"concat(#a#", NULL},
    {"concat(#a#) b", NULL},
    {"#open", NULL},
    {"div(1, 0)", NULL},
    {"mul(9223372036854775807, 2)", NULL},
    {"add(#a#, 1)", NULL},
    {"parameters(#list#)[9]", NULL},
    {"parameters(#map#).c", NULL},
    {"range(0, 99999999)", NULL},
    {"copyIndex()", NULL},
    {"equals(1)", NULL},
};

static struct json *template_of(const char *expression)
{
    static const char text[] =
        "{'parameters':{'list':{'type':'array','defaultValue':['x','y']},"
        "'map':{'defaultValue':{'a':{'b':5}}},'none':{'type':'string'}},"
        "'variables':{'deep':{'copy':[{'name':'in','count':2,'input':"
        "'[parameters(#list#)[copyIndex(#in#)]]'}]},'loop':"
        "'[variables(#loop#)]','copy':[{'name':'many','count':2,'input':"
        "'[concat(#n#,copyIndex(#many#))]'},{'name':'endless','count':1,"
        "'input':'[variables(#endless#)]'}]},'resources':[{'type':'T','name':'"
        "n'}]}";
    struct json *json;
    struct json *resource;
    struct json *list = json_new_array();
    struct buf buf;

    buf_init(&buf);
    for (const char *c = text; *c; c++)
        buf_text(&buf, *c == '#' ? "\\u0027" : (char[]){*c, '\0'});
    json = exchange_parse(buf.at);
    buf_clear(&buf);
    buf_char(&buf, '[');
    for (const char *c = expression; *c; c++)
        buf_char(&buf, *c == '#' ? '\'' : *c);
    buf_char(&buf, ']');
    resource = json_new_object();
    json_set_text(resource, "type", "T");
    json_set_str(resource, "value", buf_view(&buf));
    buf_done(&buf);
    json_add_take(list, resource);
    json_set_take(json, "resources", list);
    return json;
}

static void check(const char *expression, const char *want)
{
    const struct deploy_given given = {
        .subscription = STR("s"), .group = STR("g"), .tenant = STR("t")};
    struct json *json = template_of(expression);
    struct arena *arena = arena_new();
    struct deploy_resource *found;
    struct err err = {0};
    struct buf text;
    size_t n;
    bool ok = deploy_find(json, "t", &given, arena, &found, &n, &err);

    if (ok != (want != NULL))
        fail_msg("%s: %s", expression, err.text);
    if (!ok) {
        assert_int_equal(err.code, ERR_INPUT);
    } else {
        assert_int_equal(n, 1);
        buf_init(&text);
        json_write(json_get(found[0].resource, "value"), JSON_COMPACT, &text);
        assert_string_equal(text.at, want);
        buf_done(&text);
    }
    arena_free(arena);
    json_free(json);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        check(rows[i].expression, rows[i].want);
}

/* Five variables, each made of thirty of the one before. */
static struct json *bomb_of(const char *function)
{
    struct json *json;
    struct buf buf;

    buf_init(&buf);
    buf_printf(&buf, "{'variables':{'v0':[1,2,3,4,5,6,7,8]");
    for (int i = 1; i <= 5; i++) {
        buf_printf(&buf, ",'v%d':'[%s(", i, function);
        for (int k = 0; k < 30; k++)
            buf_printf(&buf, "%svariables(\\u0027v%d\\u0027)", k > 0 ? "," : "",
                       i - 1);
        buf_printf(&buf, ")%s]'", strchr(function, '(') ? ")" : "");
    }
    buf_printf(&buf, "},'resources':[{'type':'T','value':"
                     "'[variables(\\u0027v5\\u0027)]'}]}");
    json = exchange_parse(buf.at);
    buf_done(&buf);
    return json;
}

static void test_bombs(void **state)
{
    static const char *const functions[] = {"concat", "createArray",
                                            "flatten(createArray"};

    (void)state;
    for (size_t i = 0; i < N(functions); i++) {
        const struct deploy_given given = {.subscription = STR("s")};
        struct json *json = bomb_of(functions[i]);
        struct arena *arena = arena_new();
        struct deploy_resource *found;
        struct err err = {0};
        size_t n;

        assert_false(deploy_find(json, "T", &given, arena, &found, &n, &err));
        if (!strstr(err.text, "takes more than 128 MiB"))
            fail_msg("%s: %s", functions[i], err.text);
        arena_free(arena);
        json_free(json);
    }
}

/* Half a megabyte, ten thousand times. */
static void test_long(void **state)
{
    struct buf with;
    struct buf text;

    (void)state;
    buf_init(&with);
    buf_init(&text);
    for (int i = 0; i < 50; i++)
        buf_printf(&with, "%spadLeft(#a#, 10000)", i > 0 ? "," : "");
    buf_printf(&text, "join(range(0, 10000), concat(%s))", with.at);
    check(text.at, NULL);
    buf_clear(&text);
    buf_text(&text, "format(#");
    for (int i = 0; i < 10000; i++)
        buf_text(&text, "{0}");
    buf_printf(&text, "#, concat(%s))", with.at);
    check(text.at, NULL);
    buf_done(&text);
    buf_done(&with);
}

/* Loops of resources, conditions, and deployments in deployments. */
static void test_resources(void **state)
{
    const struct deploy_given given = {.subscription = STR("s")};
    struct json *json = exchange_parse(
        "{'resources':[{'type':'T','copy':{'name':'c','count':3},'name':"
        "'n'},{'type':'T','condition':false},{'type':"
        "'Microsoft.Resources/deployments','resourceGroup':'rg','properties':"
        "{'expressionEvaluationOptions':{'scope':'inner'},'parameters':{'p':"
        "{'value':7}},'template':{'parameters':{'p':{}},'resources':{'x':"
        "{'type':'T','name':'inside'}}}}}]}");
    struct arena *arena = arena_new();
    struct deploy_resource *found;
    struct err err = {0};
    size_t n;

    (void)state;
    if (!deploy_find(json, "T", &given, arena, &found, &n, &err))
        fail_msg("%s", err.text);
    assert_int_equal(n, 4);
    assert_string_equal(found[3].group, "rg");
    assert_string_equal(found[3].path,
                        "resources[2].properties.template.resources.x");
    arena_free(arena);
    json_free(json);
}

/* What was given for parameters, and what is said of it. */
static void test_given(void **state)
{
    static const struct {
        const char *given;
        const char *says; /* NULL: taken */
    } tries[] = {
        {"{'name':'n','list':['High'],'count':1,'more':'m'}", NULL},
        {"{'NAME':'n','list':['high'],'more':'m'}", NULL},
        {"{'name':'n','lst':['High']}", "no parameter lst; did you mean list?"},
        {"{'name':'n','weather':1}", "no parameter weather; take it out"},
        {"{'name':['n']}", "the parameter name must be text, but it is array"},
        {"{'name':'n','list':'High'}", "list must be array"},
        {"{'name':'n','list':['High','Hihg']}",
         "list cannot be \"Hihg\"; use one of High, Low"},
        {"{'name':'n','count':3}", "count cannot be \"3\"; use one of 1, 2"},
        {"{}", "the parameter name has no value; give it with --parameters "
               "FILE. The same is true of more."},
    };
    struct json *json = exchange_parse(
        "{'parameters':{'name':{'type':'String'},'list':{'type':'Array',"
        "'allowedValues':['High','Low'],'defaultValue':[]},'count':{'type':"
        "'int','allowedValues':[1,2],'defaultValue':1},'more':{}},"
        "'resources':[{'type':'T','name':'[parameters(\\u0027name\\u0027)]'}]"
        "}");

    (void)state;
    for (size_t i = 0; i < N(tries); i++) {
        struct json *parameters = exchange_parse(tries[i].given);
        const struct deploy_given given = {.parameters = parameters};
        struct arena *arena = arena_new();
        struct deploy_resource *found;
        struct err err = {0};
        size_t n;

        if (deploy_find(json, "T", &given, arena, &found, &n, &err) !=
            (tries[i].says == NULL))
            fail_msg("%s: %s", tries[i].given, err.text);
        if (tries[i].says && !strstr(err.text, tries[i].says))
            fail_msg("%s: %s", tries[i].given, err.text);
        arena_free(arena);
        json_free(parameters);
    }
    json_free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),  cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_long),  cmocka_unit_test(test_resources),
        cmocka_unit_test(test_given),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
