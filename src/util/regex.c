/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "model/limits.h"
#include "util/mem.h"
#include "util/text.h"

#define MESSAGE_SIZE 256

/* Alerts may hold bytes that are not UTF-8: they match nothing. */
#ifdef PCRE2_MATCH_INVALID_UTF
#define ANY_BYTES PCRE2_MATCH_INVALID_UTF
#else
#define ANY_BYTES 0
#endif

struct regex {
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *limits;
};

static pcre2_code *compile(struct str pattern, bool fold, struct err *err)
{
    /* As RE2 and Kusto have it, "$" is the end of the text alone. */
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY |
                       PCRE2_NEVER_BACKSLASH_C | ANY_BYTES;
    PCRE2_UCHAR message[MESSAGE_SIZE] = "";
    PCRE2_SIZE place;
    pcre2_code *code;
    int number;

    if (pattern.len > LIMIT_REGEX) {
        err_set(err, ERR_INPUT,
                _("The regular expression is longer than %d bytes."),
                LIMIT_REGEX);
        return NULL;
    }
    code = pcre2_compile((PCRE2_SPTR)pattern.at, pattern.len,
                         options | (fold ? PCRE2_CASELESS : 0), &number, &place,
                         NULL);
    if (!code) {
        pcre2_get_error_message(number, message, sizeof(message));
        err_set(err, ERR_INPUT,
                _("The regular expression is wrong at byte %zu: %s."),
                (size_t)place + 1, (const char *)message);
    }
    return code;
}

bool regex_new(struct str pattern, bool fold, struct regex **out,
               struct err *err)
{
    pcre2_code *code = compile(pattern, fold, err);
    struct regex *regex;

    if (!code)
        return false;
    regex = mem_new(sizeof(*regex));
    regex->code = code;
    /* Only whether it matches is asked, so one pair of offsets will do. */
    regex->data = pcre2_match_data_create(1, NULL);
    regex->limits = pcre2_match_context_create(NULL);
    if (!regex->data || !regex->limits)
        die("%s", _("There is no memory for a regular expression."));
    pcre2_set_match_limit(regex->limits, LIMIT_REGEX_MATCH);
    pcre2_set_heap_limit(regex->limits, LIMIT_REGEX_HEAP);
    *out = regex;
    return true;
}

void regex_free(struct regex *regex)
{
    if (!regex)
        return;
    pcre2_match_context_free(regex->limits);
    pcre2_match_data_free(regex->data);
    pcre2_code_free(regex->code);
    mem_free(regex);
}

enum regex_answer regex_ask(struct regex *regex, struct str text)
{
    int found = pcre2_match(regex->code, (PCRE2_SPTR)text.at, text.len, 0, 0,
                            regex->data, regex->limits);

    if (found >= 0)
        return REGEX_YES;
    return found == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_GAVE_UP;
}
