/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_mask.c - a service that gives back what it was sent gives a secret back
 * too: the secrets that went into a request are taken out of the answer to it
 * before that is kept.
 */
#include <stdio.h>
#include <stdlib.h>

#include "model/limits.h"
#include "service/pass.h"
#include "service/play.h"
#include "service/play_part.h"

#define MASK "***"

/* Texts that are secrets, each as it is and as it stands in JSON; the longest
 * first. */
struct masking {
    struct arena *arena;
    struct str *texts;
    size_t n;
};

static void add(struct masking *masking, struct str text)
{
    masking->texts = arena_grown(masking->arena, masking->texts, masking->n,
                                 sizeof(*masking->texts));
    masking->texts[masking->n++] = text;
}

/* Only what was sent can come back; the rest of what is called secure may be
 * words that stand everywhere. */
static void note_places(struct job *job, struct str asked,
                        struct masking *masking)
{
    struct str text, escaped;
    int64_t lane;
    size_t leaf;

    while (play_next_place(&asked, &lane, &leaf)) {
        if (!play_known(job, lane, leaf, &text))
            continue;
        escaped = play_escaped(text, masking->arena);
        if (!str_eq(escaped, text))
            add(masking, escaped);
        add(masking, text);
    }
}

/* Those that were written in base64. */
static void note_coded(struct job *job, struct str asked,
                       struct masking *masking)
{
    struct str before, parts, word;
    int64_t missing;

    while (play_code_next(&asked, &before, &parts)) {
        if (play_code_known(job, parts, &word, &missing))
            add(masking, word);
    }
}

static bool mask_text(const struct masking *masking, struct str text,
                      struct buf *out)
{
    bool any = false;

    buf_clear(out);
    buf_str(out, text);
    for (size_t i = 0; i < masking->n; i++) {
        struct buf now;

        buf_init(&now);
        if (play_replace(buf_view(out), masking->texts[i], MASK, &now)) {
            any = true;
            buf_clear(out);
            buf_str(out, buf_view(&now));
        }
        secret_wipe(now.at, now.len);
        buf_done(&now);
    }
    return any;
}

/* However its texts are escaped: each is looked at as what it says. */
static struct json *mask_json(const struct masking *masking,
                              const struct json *json, bool *any)
{
    bool list = json_type(json) == JSON_ARRAY;
    struct json *out;
    struct buf text;

    if (json_type(json) == JSON_TEXT) {
        buf_init(&text);
        *any |= mask_text(masking, json_text(json), &text);
        out = json_new_text(buf_view(&text));
        secret_wipe(text.at, text.len);
        buf_done(&text);
        return out;
    }
    if (!list && json_type(json) != JSON_OBJECT)
        return json_copy(json);
    out = list ? json_new_array() : json_new_object();
    for (struct json_each e = json_each(json); json_next(&e);) {
        struct json *one = mask_json(masking, e.value, any);

        if (list)
            json_add_take(out, one);
        else
            json_set_take(out, e.name, one);
    }
    return out;
}

static void mask_body(const struct masking *masking, struct buf *body)
{
    struct json *json = NULL;
    struct json *masked;
    struct err ignored;
    struct buf out;
    bool any = false;

    buf_init(&out);
    if (json_parse(buf_view(body), &json, &ignored)) {
        masked = mask_json(masking, json, &any);
        if (any)
            json_write(masked, JSON_COMPACT, &out);
        json_free(masked);
        json_free(json);
    } else {
        any = mask_text(masking, buf_view(body), &out);
    }
    if (any) {
        secret_wipe(body->at, body->len);
        buf_clear(body);
        buf_str(body, buf_view(&out));
    }
    secret_wipe(out.at, out.len);
    buf_done(&out);
}

static void mask_said(const struct masking *masking, struct judgement *said)
{
    struct buf out;

    buf_init(&out);
    if (mask_text(masking, str_of(said->text), &out))
        snprintf(said->text, sizeof(said->text), "%.*s",
                 STR_ARG(buf_view(&out)));
    secret_wipe(out.at, out.len);
    buf_done(&out);
}

/* One may be the beginning of another. */
static int compare(const void *a, const void *b)
{
    size_t first = ((const struct str *)a)->len;
    size_t second = ((const struct str *)b)->len;

    return first > second ? -1 : first < second;
}

/* False: none went into it. */
static bool find_secrets(struct job *job, struct masking *masking)
{
    struct buf asked;

    *masking = (struct masking){.arena = job->arena};
    if (job->step.lane == 0)
        return false;
    buf_init(&asked);
    for (size_t i = 0; i < job->run.n_steps; i++)
        json_write(job->run.steps[i].with, JSON_COMPACT, &asked);
    note_places(job, buf_view(&asked), masking);
    note_coded(job, buf_view(&asked), masking);
    buf_done(&asked);
    if (masking->n > 0)
        qsort(masking->texts, masking->n, sizeof(*masking->texts), compare);
    return masking->n > 0;
}

const char *play_masked(struct job *job, const char *text)
{
    struct masking masking;
    struct buf out;

    if (text == NULL || !find_secrets(job, &masking))
        return text;
    buf_init(&out);
    mask_text(&masking, str_of(text), &out);
    text = arena_str(job->arena, buf_view(&out)).at;
    buf_done(&out);
    return text;
}

bool play_mask(struct job *job, struct response *response,
               struct judgement *said, struct err *err)
{
    struct masking masking;
    struct lane lane;

    if (!find_secrets(job, &masking))
        return true;
    if (!lanes_get(job->desk->store, job->run.row, job->step.lane, job->arena,
                   &lane, err))
        return false;
    mask_said(&masking, said);
    if (!lane.secret)
        mask_body(&masking, &response->body);
    return true;
}
