/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/many.h"

#include "cli/words.h"
#include "util/mem.h"
#include "util/text.h"

void many_add(struct many *many, int64_t row)
{
    many->rows = mem_grow(many->rows, many->n + 1, sizeof(*many->rows));
    many->rows[many->n++] = row;
}

bool many_words(struct call *call, const char *noun, struct many *out,
                struct err *err)
{
    for (size_t i = 0; i < call->n_words; i++) {
        int64_t row;

        if (!word_row(call, i, noun, &row, err))
            return false;
        many_add(out, row);
    }
    return true;
}

void many_done(struct many *many)
{
    mem_free(many->rows);
}

static void tell_refused(struct call *call, const char *title, int64_t row,
                         const struct err *why)
{
    struct json *json;

    if (!call->out->json) {
        out_printf(call->out, "%s %lld: %s", title, (long long)row, why->text);
        return;
    }
    json = json_new_object();
    json_set_int(json, "id", row);
    json_set_text(json, "error", why->text);
    json_set_text(json, "code", err_code_name(why->code));
    out_json_take(call->out, json);
}

bool many_each(struct call *call, const struct many *many, bool named,
               const char *title,
               bool (*act)(struct call *call, int64_t row, bool alone,
                           struct err *err),
               struct err *err)
{
    size_t refused = 0;

    if (many->n == 1 && named)
        return act(call, many->rows[0], true, err);
    for (size_t i = 0; i < many->n; i++) {
        struct err why = {0};

        if (act(call, many->rows[i], false, &why))
            continue;
        tell_refused(call, title, many->rows[i], &why);
        refused++;
    }
    if (many->n == 0 || refused > 0)
        call->status = STATUS_NO;
    if (!call->out->json && many->n != 1)
        out_printf(call->out, _("Done: %zu of %zu."), many->n - refused,
                   many->n);
    return true;
}
