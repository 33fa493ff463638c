/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/words.h"

#include <string.h>

#include "model/limits.h"
#include "service/queue.h"
#include "util/file.h"
#include "util/text.h"
#include "util/when.h"

bool word_row(const struct call *call, size_t index, const char *noun,
              int64_t *out, struct err *err)
{
    int64_t row;

    if (!str_int(str_of(call->words[index]), &row) || row <= 0)
        return err_set(err, ERR_INPUT,
                       _("\"%.80s\" is no number. `riposte %s' lists them."),
                       call->words[index], noun);
    *out = row;
    return true;
}

bool word_event(const struct call *call, const char *word, int64_t *out,
                struct err *err)
{
    return event_resolve(call->desk, str_of(word), out, err);
}

bool option_event(const struct call *call, int64_t *out, struct err *err)
{
    if (!call->opts->event) {
        *out = 0;
        return true;
    }
    return word_event(call, call->opts->event, out, err);
}

bool option_moment(const char *option, const char *text, int64_t otherwise,
                   int64_t *out, struct err *err)
{
    int64_t span;

    *out = otherwise;
    if (!text)
        return true;
    if (when_span_parse(str_of(text), &span) && span >= 0) {
        *out = when_now() - span;
        return true;
    }
    if (when_parse(str_of(text), out))
        return true;
    return err_set(err, ERR_INPUT,
                   _("--%s needs a span of time such as 7d, or a moment such "
                     "as 2026-03-05T12:00, not \"%.80s\"."),
                   option, text);
}

bool option_period(int64_t since, int64_t until, struct err *err)
{
    if (until > since)
        return true;
    return err_set(err, ERR_INPUT,
                   _("The period ends before it begins: compare --since with "
                     "--until."));
}

bool words_joined(const struct call *call, size_t first, struct buf *out,
                  struct err *err)
{
    for (size_t i = first; i < call->n_words; i++) {
        if (i > first)
            buf_char(out, ' ');
        buf_text(out, call->words[i]);
        if (out->len > LIMIT_QUERY_TEXT)
            return err_set(err, ERR_INPUT,
                           _("The query is longer than %d bytes."),
                           LIMIT_QUERY_TEXT);
    }
    return true;
}

static bool word_file(const char *word, struct err *err)
{
    return strcmp(word, "-") == 0 || file_can_read(word, err);
}

bool words_files(const struct call *call, struct err *err)
{
    for (size_t i = 0; i < call->n_words; i++) {
        if (!word_file(call->words[i], err))
            return false;
    }
    return true;
}

bool words_any_file(const struct call *call, struct err *err)
{
    struct err first = {0};

    for (size_t i = 0; i < call->n_words; i++) {
        struct err this = {0};

        if (word_file(call->words[i], &this))
            return true;
        if (i == 0)
            first = this;
    }
    *err = first;
    return false;
}

bool page_good(const struct err *error, struct err *err)
{
    if (error->code == ERR_NONE)
        return true;
    *err = *error;
    return false;
}

bool page_list(struct call *call, const struct err *error, size_t n,
               const struct out_column *columns, size_t n_columns,
               struct err *err)
{
    if (!page_good(error, err))
        return false;
    if (n == 0)
        call->status = STATUS_NO;
    else if (!call->out->json)
        out_head(call->out, columns, n_columns);
    return true;
}
