/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/canon.h"

/* Type and name of each, and the order. */
static void test_list(void **state)
{
    static const struct {
        const char *body;
        const char *want;
    } rows[] = {
        {"{}", ""},
        {"{\"Entities\":null}", ""},
        {"{\"Entities\":\"x\"}", ""},
        {"{\"Entities\":[]}", ""},
        {"{\"Entities\":[{\"Type\":\"ip\",\"Address\":\"1.2.3.4\"},5,null]}",
         "ip=1.2.3.4;"},
        {"{\"Entities\":[{\"type\":\"IP\",\"address\":\"a\"}]}", "ip=a;"},
        /* Nested ones behind their parent, references resolved by name. */
        {"{\"Entities\":[{\"$id\":\"1\",\"Type\":\"file\",\"Directory\":"
         "\"/tmp\",\"Name\":\"mimi\",\"FileHashes\":[{\"$id\":\"2\",\"Type\":"
         "\"filehash\",\"Value\":\"e3\"}]},{\"$ref\":\"2\"},{\"Type\":"
         "\"process\",\"CommandLine\":\"\",\"ImageFile\":{\"$ref\":\"1\"}}]}",
         "file=/tmp/mimi;filehash=e3;process=mimi;"},
        {"{\"Entities\":[{\"Type\":\"file\",\"Directory\":\"C:\\\\T\\\\\","
         "\"Name\":\"a.exe\"}]}",
         "file=C:\\T\\a.exe;"},
        {"{\"Entities\":[{\"Type\":\"file\",\"Directory\":\"C:\\\\T\","
         "\"Name\":\"a.exe\"}]}",
         "file=C:\\T\\a.exe;"},
        {"{\"Entities\":[{\"Type\":\"process\",\"CommandLine\":\"x -y\","
         "\"ProcessId\":\"0x1\"}]}",
         "process=x -y;"},
        {"{\"Entities\":[{\"Type\":\"process\",\"ProcessId\":\"0x1\"}]}",
         "process=0x1;"},
        {"{\"Entities\":[{\"Type\":\"account\",\"Name\":\"u\",\"UPNSuffix\":"
         "\"c.d\",\"NTDomain\":\"D\"}]}",
         "account=u@c.d;"},
        {"{\"Entities\":[{\"Type\":\"account\",\"Name\":\"u\",\"NTDomain\":"
         "\"D\"}]}",
         "account=D\\u;"},
        {"{\"Entities\":[{\"Type\":\"account\",\"Name\":\"u@x.y\","
         "\"UPNSuffix\":\"c.d\"}]}",
         "account=u@x.y;"},
        {"{\"Entities\":[{\"Type\":\"account\",\"AadUserId\":\"g\"}]}",
         "account=g;"},
        {"{\"Entities\":[{\"$id\":10,\"Type\":\"ip\",\"Address\":\"a\"},{"
         "\"Type\":\"network-connection\",\"SourceAddress\":{\"$ref\":"
         "\"10\"}}]}",
         "ip=a;network-connection=a;"},
        {"{\"Entities\":[{\"Type\":\"K8s-cluster\",\"CloudResource\":{"
         "\"$id\":\"3\",\"Type\":\"azure-resource\",\"ResourceId\":\"/x\"}}]}",
         "k8s-cluster=/x;azure-resource=/x;"},
        {"{\"Entities\":[{\"Type\":\"K8s-pod\",\"Name\":\"p\"}]}",
         "k8s-pod=p;"},
        {"{\"Entities\":[{\"Type\":\"something-new\",\"DisplayName\":\"d\"}]}",
         "something-new=d;"},
        /* What dangles, goes in circles or has no type. */
        {"{\"Entities\":[{\"$ref\":\"9\"},{\"Type\":\"process\",\"ImageFile\":"
         "{\"$ref\":\"9\"}}]}",
         "process=;"},
        {"{\"Entities\":[{\"$id\":\"1\",\"$ref\":\"1\"},{\"Type\":"
         "\"process\",\"ImageFile\":{\"$ref\":\"1\"}}]}",
         "process=;"},
        {"{\"Entities\":[{\"$id\":\"1\",\"Type\":\"host\",\"HostName\":\"h\","
         "\"Host\":{\"$ref\":\"1\"}}]}",
         "host=h;"},
        /* Defined outside. */
        {"{\"ResourceIdentifiers\":[{\"$id\":\"2\",\"Name\":\"n\"}],"
         "\"Entities\":[{\"Type\":\"process\",\"ImageFile\":{\"$ref\":"
         "\"2\"}}]}",
         "process=n;"},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct json *body = parsed(rows[i].body);
        struct entity *entities;
        size_t n = entity_list(body, arena, &entities);
        struct buf text;

        buf_init(&text);
        for (size_t k = 0; k < n; k++) {
            buf_str(&text, entities[k].type);
            buf_char(&text, '=');
            buf_str(&text, entities[k].name);
            buf_char(&text, ';');
            assert_int_equal(json_type(entities[k].object), JSON_OBJECT);
        }
        assert_str(buf_view(&text), rows[i].want);
        buf_done(&text);
        json_free(body);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
