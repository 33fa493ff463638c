/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parse_alone.h"

#include <json-c/json.h>
#include <string.h>

#include "util/mem.h"

size_t parse_alone(const char *text, size_t len)
{
    struct json_tokener *tokener = json_tokener_new();
    const char *end = text + len;
    size_t n = 0;

    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        struct json_object *tree;

        if (stop == NULL)
            stop = end;
        json_tokener_reset(tokener);
        tree = json_tokener_parse_ex(tokener, text, (int)(stop - text));
        if (tree == NULL)
            die("json-c cannot parse line %zu", n + 1);
        json_object_put(tree);
        text = stop + 1;
        n++;
    }
    json_tokener_free(tokener);
    return n;
}
