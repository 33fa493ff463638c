/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/header.h"

#include <stdio.h>
#include <time.h>

#include "util/secret.h"
#include "util/text.h"
#include "util/when.h"

/* Names that decide where a message ends or goes are not a rule's to set. */
static const char *const reserved[] = {
    "host",       "content-length", "transfer-encoding",
    "connection", "expect",         "upgrade",
    "te",         "trailer",
};

static bool name_valid(struct str name)
{
    if (!str_made_of(name, "!#$%&'*+-.^_`|~"))
        return false;
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        if (str_eq_fold(name, str_of(reserved[i])))
            return false;
    }
    return name.len > 0 && name.len <= 64;
}

bool header_add(struct request *out, size_t *n, struct arena *arena,
                struct str name, struct str value, struct err *err)
{
    if (!name_valid(name))
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" is no header that an action may set."),
                       STR_ARG(str_sub(name, 0, 64)));
    if (*n == REQUEST_HEADERS - 1)
        return err_set(err, ERR_INPUT, _("The request has too many headers."));
    out->headers[(*n)++] =
        arena_printf(arena, "%.*s: %.*s", STR_ARG(name), STR_ARG(value));
    return true;
}

/* Values are made of what alerts say: one that reads like a reference would
 * fetch a secret, or run a program, at the will of whoever raised the alert. */
bool header_add_lines(struct str text, struct request *out, size_t *n,
                      struct arena *arena, struct err *err)
{
    struct str line;

    while (str_cut(&text, '\n', &line)) {
        size_t colon = str_find_char(line, ':');
        struct str value = str_trim(str_sub(line, colon + 1, line.len));

        if (str_empty(str_trim(line)))
            continue;
        if (colon == STR_NOWHERE)
            return err_set(err, ERR_INPUT,
                           _("The header \"%.*s\" has no colon; write Name: "
                             "value."),
                           STR_ARG(str_sub(str_trim(line), 0, 64)));
        if (secret_reference(value))
            return err_set(err, ERR_INPUT,
                           _("A header's value reads like a reference to a "
                             "secret; give that in the field \"secret\"."));
        if (!header_add(out, n, arena, str_trim(str_sub(line, 0, colon)), value,
                        err))
            return false;
    }
    return true;
}

bool header_secret(struct str secret, struct err *err)
{
    return secret_reference(secret) ||
           err_set(err, ERR_INPUT,
                   _("\"secret\" must say where the secret is, such as "
                     "env:NAME; never the secret itself."));
}

/* Not by strftime(3), which speaks the user's language. */
const char *header_date(int64_t moment, char out[HEADER_DATE_SIZE])
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed",
                                       "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr",
                                         "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec"};
    time_t seconds = (time_t)(moment / WHEN_SECOND);
    struct tm tm = {0};

    gmtime_r(&seconds, &tm);
    snprintf(out, HEADER_DATE_SIZE, "%s, %02d %s %d %02d:%02d:%02d GMT",
             days[tm.tm_wday % 7], tm.tm_mday, months[tm.tm_mon % 12],
             tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
    return out;
}
