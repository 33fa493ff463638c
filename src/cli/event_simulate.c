/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * event_simulate.c - sample alerts: made by Defender for Cloud, or here.
 */
#include <string.h>

#include "cli/follow.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "model/codec.h"
#include "service/queue.h"
#include "service/sample.h"
#include "service/simulate.h"
#include "util/file.h"
#include "util/text.h"

static bool tell(struct call *call, const struct samples *samples,
                 struct err *err)
{
    for (size_t i = 0; i < samples->n; i++) {
        struct event_page *page = event_page_read(call->desk, samples->rows[i]);
        bool ok = page_good(&page->error, err);

        if (ok && call->out->json)
            out_json_take(call->out, event_to_json(&page->event));
        else if (ok)
            out_printf(call->out, _("Event %lld: %.*s"),
                       (long long)samples->rows[i],
                       STR_ARG(page->event.column[COLUMN_TITLE]));
        event_page_free(page);
        if (!ok)
            return false;
    }
    if (!call->out->json && samples->fired > 0)
        out_printf(
            call->out,
            _n("  %lld rule fired.", "  %lld rules fired.", samples->fired),
            (long long)samples->fired);
    return true;
}

static bool ask_azure(struct call *call, struct err *err)
{
    struct buf bundles;
    int64_t run;
    bool ok;

    buf_init(&bundles);
    ok = words_joined(call, 0, &bundles, err) &&
         simulate_ask(call->desk, bundles.at ? bundles.at : "", &run, err) &&
         follow_run(call, run, err);
    buf_done(&bundles);
    return ok;
}

bool event_simulate_words(const struct call *call, struct err *err)
{
    const struct opts *opts = call->opts;
    int given = (opts->type != NULL) + (opts->file != NULL) +
                (opts->scenario != NULL) + (call->n_words > 0);

    if (given > 1)
        return err_set(err, ERR_INPUT,
                       _("Give one of --type, --file, --scenario, or plans of "
                         "Defender for Cloud."));
    return !opts->file || strcmp(opts->file, "-") == 0 ||
           file_can_read(opts->file, err);
}

bool event_simulate(struct call *call, struct err *err)
{
    const char *const texts[SAMPLE_FROM_N] = {
        [SAMPLE_FROM_TYPE] = call->opts->type,
        [SAMPLE_FROM_FILE] = call->opts->file,
        [SAMPLE_FROM_SCENARIO] = call->opts->scenario,
    };
    struct samples samples = {0};
    int from = 0;
    bool ok;

    while (from < SAMPLE_FROM_N && !texts[from])
        from++;
    if (from == SAMPLE_FROM_N)
        return ask_azure(call, err);
    ok = sample_make(call->desk, (enum sample_from)from, texts[from], &samples,
                     err);
    ok = ok && tell(call, &samples, err);
    samples_done(&samples);
    return ok;
}
