/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/errand.h"

#include "model/limits.h"
#include "util/buf.h"
#include "util/chan.h"
#include "util/mem.h"
#include "util/proc.h"
#include "util/text.h"
#include "util/thread.h"
#include "util/when.h"

/* az starts slowly, and may renew its own token. */
#define PROGRAM_TIME   (30 * WHEN_SECOND)
#define PROGRAM_OUTPUT (2 * LIMIT_TOKEN)

struct errands {
    struct chan *in;
    struct chan *out;
    struct thread *thread; /* NULL until the first errand */
    size_t under_way;
};

struct errand *errand_new(uint64_t tag)
{
    struct errand *errand = mem_new(sizeof(*errand));

    errand->tag = tag;
    errand->arena = arena_new();
    secret_init(&errand->output);
    buf_init(&errand->printed);
    for (size_t i = 0; i < ERRAND_SECRETS; i++)
        secret_init(&errand->secret[i]);
    return errand;
}

void errand_free(struct errand *errand)
{
    if (!errand)
        return;
    secret_done(&errand->output);
    buf_done(&errand->printed);
    for (size_t i = 0; i < ERRAND_SECRETS; i++)
        secret_done(&errand->secret[i]);
    arena_free(errand->arena);
    mem_free(errand);
}

static void free_message(void *message)
{
    errand_free(message);
}

void errand_fetch(struct errand *errand, size_t place, struct str reference)
{
    errand->reference[place] =
        arena_textn(errand->arena, reference.at, reference.len);
}

void errand_run(struct errand *errand, const char *const *argv)
{
    const char **copy;
    size_t n = 0;

    while (argv[n])
        n++;
    copy = arena_array(errand->arena, n + 1, sizeof(*copy));
    for (size_t i = 0; i < n; i++)
        copy[i] = arena_text(errand->arena, argv[i]);
    errand->argv = copy;
}

static bool run_program(struct errand *errand)
{
    const struct proc_limits limits = {.milliseconds = PROGRAM_TIME,
                                       .output = PROGRAM_OUTPUT};
    struct buf output;
    bool good;

    buf_init(&output);
    /* All of it at once, so that growing leaves no copies behind. */
    buf_reserve(&output, 2 * PROGRAM_OUTPUT);
    good = proc_run(errand->argv, STR_NONE, &limits, &output, &errand->err);
    if (good)
        secret_set(&errand->output, buf_view(&output));
    secret_wipe(output.at, output.room);
    buf_done(&output);
    return good;
}

/* Nothing of what this process knows goes to a script but its directory, and
 * the key of the step. */
static bool run_script(struct errand *errand)
{
    const struct request *request = errand->script;
    const char *key = request->key ? request->key : "";
    const char *const environment[] = {
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG=C.UTF-8",
        arena_printf(errand->arena, "HOME=%s", request->directory),
        arena_printf(errand->arena, "RIPOSTE_KEY=%s", key),
        NULL,
    };
    const struct proc_limits limits = {
        .milliseconds = request->timeout,
        .output = request->limit,
        .environment = environment,
        .directory = request->directory,
    };

    return proc_run(request->argv, request->body, &limits, &errand->printed,
                    &errand->err);
}

static bool errand_do(struct errand *errand)
{
    for (size_t i = 0; i < ERRAND_SECRETS; i++) {
        if (errand->reference[i] &&
            !secret_fetch(str_of(errand->reference[i]), &errand->secret[i],
                          &errand->err))
            return false;
    }
    if (errand->script)
        return run_script(errand);
    return !errand->argv || run_program(errand);
}

static void run(void *with)
{
    struct errands *errands = with;
    struct errand *errand;

    while ((errand = chan_wait(errands->in, -1)) != NULL) {
        if (!chan_closed(errands->in))
            errand->ok = errand_do(errand);
        if (!chan_send(errands->out, errand))
            errand_free(errand);
    }
}

struct errands *errands_new(void)
{
    struct errands *errands = mem_new(sizeof(*errands));

    errands->in = chan_new(LIMIT_CHAN, free_message);
    errands->out = chan_new(LIMIT_CHAN, free_message);
    return errands;
}

void errands_free(struct errands *errands)
{
    if (!errands)
        return;
    chan_close(errands->in);
    thread_join(errands->thread);
    chan_free(errands->in);
    chan_free(errands->out);
    mem_free(errands);
}

bool errands_ask(struct errands *errands, struct errand *take_errand,
                 struct err *err)
{
    bool good = errands->thread ||
                thread_start(&errands->thread, "errand", run, errands, err);

    /* So that there is always room for the answers. */
    if (good && (errands->under_way == LIMIT_CHAN ||
                 !chan_send(errands->in, take_errand)))
        good = err_set(err, ERR_AGAIN,
                       _("Too many secrets are being fetched at once; is a "
                         "program waiting for somebody?"));
    if (good)
        errands->under_way++;
    else
        errand_free(take_errand);
    return good;
}

struct errand *errands_take(struct errands *errands)
{
    struct errand *errand = chan_take(errands->out);

    if (errand)
        errands->under_way--;
    return errand;
}

int errands_descriptor(const struct errands *errands)
{
    return chan_descriptor(errands->out);
}
