/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_taken.c - what a function takes an argument for, as far as that says what
 * a made answer should look like.
 */
#include "engine/expr_part.h"
#include "engine/wdl_shape_part.h"

/* Functions of which the type does not say all. */
static const struct {
    const char *name;
    unsigned kinds;
} taken[] = {
    {"int", SHAPE_NUMBER_TEXT},
    {"float", SHAPE_NUMBER_TEXT},
    {"decimal", SHAPE_NUMBER_TEXT},
    {"bool", SHAPE_BOOL},
    {"json", SHAPE_TEXT},
    {"base64ToString", SHAPE_BASE64},
    {"base64ToBinary", SHAPE_BASE64},
    {"decodeBase64", SHAPE_BASE64},
    {"dataUriToString", SHAPE_DATA_URI},
    {"dataUriToBinary", SHAPE_DATA_URI},
    {"decodeDataUri", SHAPE_DATA_URI},
    {"uriHost", SHAPE_URL},
    {"uriPath", SHAPE_URL},
    {"uriPathAndQuery", SHAPE_URL},
    {"uriPort", SHAPE_URL},
    {"uriQuery", SHAPE_URL},
    {"uriScheme", SHAPE_URL},
    {"dateDifference", SHAPE_TIME},
    {"union", SHAPE_COLLECTION},
    {"intersection", SHAPE_COLLECTION},
    {"sort", SHAPE_ARRAY},
};

unsigned shape_kinds(const struct expr_fn *fn, size_t i)
{
    const char *takes = fn->doc.takes;
    size_t n = str_of(takes).len;
    struct str name = str_of(fn->doc.name);

    for (size_t k = 0; k < sizeof(taken) / sizeof(taken[0]); k++) {
        if (str_eq_fold(name, str_of(taken[k].name)) &&
            (i == 0 || taken[k].kinds & (SHAPE_TIME | SHAPE_COLLECTION)))
            return taken[k].kinds;
    }
    if (n == 0)
        return 0;
    if (i == 0 && (str_find_fold(str_of(fn->doc.signature), STR("(time")) !=
                       STR_NOWHERE ||
                   str_eq_fold(name, STR("parseDateTime"))))
        return SHAPE_TIME;
    switch (takes[i < n ? i : n - 1]) {
    case 't':
        return SHAPE_TEXT;
    case 'i':
    case 'n':
        return SHAPE_NUMBER;
    case 'b':
        return SHAPE_BOOL;
    case 'a':
        return SHAPE_ARRAY;
    case 'o':
        return SHAPE_OBJECT | SHAPE_SOME;
    case 'c':
    case 'k':
    case 'u':
    case 'v':
        return SHAPE_SOME;
    default:
        return 0;
    }
}
