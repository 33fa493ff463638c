/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/generate.h"

#include <errno.h>
#include <stdio.h>

#include "sandbox/gen.h"
#include "util/buf.h"
#include "util/text.h"

#define CHUNK (1 << 18)

static bool drain(struct buf *out, struct err *err)
{
    if (fwrite(out->at, 1, out->len, stdout) != out->len)
        return err_errno(err, errno, _("The alerts cannot be written"));
    buf_clear(out);
    return true;
}

static bool print_lines(struct gen *gen, int64_t count, struct buf *out,
                        struct err *err)
{
    for (int64_t i = 0; i < count; i++) {
        gen_alert(gen, out);
        buf_char(out, '\n');
        if (out->len > CHUNK && !drain(out, err))
            return false;
    }
    return drain(out, err);
}

/* Pages in the shape of a list answer, each on a line of its own. */
static bool print_pages(struct gen *gen, int64_t count, int64_t size,
                        struct buf *out, struct err *err)
{
    int64_t page = 0, done = 0;

    do {
        int64_t n = count - done < size ? count - done : size;

        buf_text(out, "{\"value\":[");
        for (int64_t i = 0; i < n; i++) {
            if (i)
                buf_char(out, ',');
            gen_alert(gen, out);
        }
        done += n;
        buf_char(out, ']');
        page++;
        if (done < count)
            buf_printf(out,
                       ",\"nextLink\":\"https://management.azure.com/"
                       "subscriptions/%s/providers/Microsoft.Security/alerts"
                       "?api-version=2022-01-01&$skiptoken=%06lld\"",
                       gen_subscription(gen), (long long)page);
        buf_text(out, "}\n");
        if (!drain(out, err))
            return false;
    } while (done < count);
    return true;
}

bool generate_run(const struct options *options, struct err *err)
{
    struct gen *gen = gen_new(&(struct gen_setup){
        .seed = (uint64_t)options->seed,
        .count = (uint64_t)options->count,
        .repeated = options->repeated,
        .hostile = options->hostile,
        .resources = (unsigned)options->resources,
    });
    struct buf out;
    bool done;

    buf_init(&out);
    done = options->pages
               ? print_pages(gen, options->count, options->pages, &out, err)
               : print_lines(gen, options->count, &out, err);
    if (done && fflush(stdout) != 0)
        done = err_errno(err, errno, _("The alerts cannot be written"));
    buf_done(&out);
    gen_free(gen);
    return done;
}
