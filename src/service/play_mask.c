/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_mask.c - a service that gives back what it was sent gives a secret back
 * too: the secrets that went into a request are taken out of the answer to it
 * before that is kept.
 */
#include <stdio.h>

#include "model/limits.h"
#include "service/pass.h"
#include "service/play.h"
#include "service/play_part.h"

#define MASK "***"

/* Texts that are secrets, each as it is and as it stands in JSON. */
struct masking {
    struct arena *arena;
    struct str asked; /* by the step: with places for secrets */
    int64_t lane;
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
static void note(void *with, size_t leaf, struct str text)
{
    struct masking *masking = with;
    struct str escaped;

    if (!play_has_place(masking->asked, masking->lane, leaf))
        return;
    text = arena_str(masking->arena, text);
    escaped = play_escaped(text, masking->arena);
    if (!str_eq(escaped, text))
        add(masking, escaped);
    add(masking, text);
}

/* Those that were written in base64. */
static void note_coded(struct job *job, struct masking *masking)
{
    struct str rest = masking->asked;
    struct str before, parts, word;
    int64_t missing;

    while (play_code_next(&rest, &before, &parts)) {
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

/* Of all that this run was answered and has not forgotten. */
static void collect(struct job *job, struct masking *masking)
{
    const struct passes *secrets = &job->desk->secrets;
    int64_t none = play_secret_key(job->run.row, 0);
    int64_t last = play_secret_key(job->run.row, LIMIT_PLAY_STEPS);
    int64_t key = none;

    while ((key = passes_next(secrets, key, last)) != 0) {
        struct json *known = NULL;
        struct err ignored;

        if (!json_parse(str_of(passes_get(secrets, key)), &known, &ignored))
            continue;
        masking->lane = key - none;
        play_each_text(json_get(known, "body"), note, masking);
        json_free(known);
    }
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
    masking->asked = buf_view(&asked);
    collect(job, masking);
    note_coded(job, masking);
    buf_done(&asked);
    masking->asked = STR_NONE;
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
