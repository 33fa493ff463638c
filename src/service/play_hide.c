/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_hide.c - secrets in what a playbook asks for: a place is kept for each
 * in the store, and they are put there when it is sent.
 *
 * A secret that an earlier action was answered is known by its text.  What is
 * asked is taken as the text of its JSON, where that text stands as it is
 * escaped there, and once more so in a body that is itself a text of JSON.
 */
#include <stdio.h>
#include <string.h>

#include "service/pass.h"
#include "service/play.h"
#include "service/play_part.h"
#include "service/turns.h"
#include "util/text.h"
#include "util/when.h"

/* Shorter ones would be found everywhere. */
#define LEAST 6
#define BEGIN "<secret:"
#define END   ":secret>"

/* ---- taken out ------------------------------------------------------------*/

struct str play_escaped(struct str text, struct arena *arena)
{
    struct buf buf;
    struct str out;

    buf_init(&buf);
    json_write_text(text, &buf);
    out = arena_str(arena, str_sub(buf_view(&buf), 1, buf.len - 2));
    secret_wipe(buf.at, buf.len);
    buf_done(&buf);
    return out;
}

static void add(struct play *play, int64_t lane, size_t leaf, struct str text)
{
    struct str once = play_escaped(text, play->lasting);

    play->hidden = arena_grown(play->lasting, play->hidden, play->n_hidden,
                               sizeof(*play->hidden));
    play->hidden[play->n_hidden++] = (struct play_hidden){
        .lane = lane,
        .leaf = leaf,
        .escaped = {once, play_escaped(once, play->lasting)},
    };
}

/* The texts in it, by number. */
static void each_text(const struct json *json, size_t *n,
                      void (*each)(void *with, size_t leaf, struct str text),
                      void *with)
{
    if (json_type(json) == JSON_TEXT)
        each(with, (*n)++, json_text(json));
    else if (json_type(json) == JSON_OBJECT || json_type(json) == JSON_ARRAY)
        for (struct json_each e = json_each(json); json_next(&e);)
            each_text(e.value, n, each, with);
}

void play_each_text(const struct json *json,
                    void (*each)(void *with, size_t leaf, struct str text),
                    void *with)
{
    size_t n = 0;

    each_text(json, &n, each, with);
}

struct noting {
    struct play *play;
    int64_t lane;
};

static void note_text(void *with, size_t leaf, struct str text)
{
    const struct noting *noting = with;

    if (text.len >= LEAST)
        add(noting->play, noting->lane, leaf, text);
}

void play_note_secrets(struct play *play, int64_t lane,
                       const struct json *response)
{
    struct noting noting = {play, lane};

    play_each_text(json_get(response, "body"), note_text, &noting);
}

bool play_replace(struct str text, struct str what, const char *by,
                  struct buf *out)
{
    bool any = false;
    size_t at;

    while ((at = str_find(text, what)) != STR_NOWHERE) {
        buf_str(out, str_sub(text, 0, at));
        buf_text(out, by);
        text = str_sub(text, at + what.len, STR_NOWHERE);
        any = true;
    }
    buf_str(out, text);
    return any;
}

static const struct json *parsed(struct str text, struct arena *arena)
{
    struct json *out = NULL;
    struct err ignored;

    if (json_parse(text, &out, &ignored))
        json_keep(arena, out);
    return out;
}

const struct json *play_hide(struct play *play, const struct json *with)
{
    struct str text;
    struct buf buf;

    if (play->n_hidden == 0 || with == NULL)
        return with;
    buf_init(&buf);
    json_write(with, JSON_COMPACT, &buf);
    text = arena_str(play->arena, buf_view(&buf));
    for (size_t i = 0; i < 2 * play->n_hidden; i++) {
        const struct play_hidden *one = &play->hidden[i / 2];
        char place[80];

        snprintf(place, sizeof(place), BEGIN "%zu:%lld:%zu" END, i % 2,
                 (long long)one->lane, one->leaf);
        buf_clear(&buf);
        if (play_replace(text, one->escaped[i % 2], place, &buf))
            text = arena_str(play->arena, buf_view(&buf));
    }
    buf_done(&buf);
    return parsed(text, play->arena);
}

bool play_has_place(struct str asked, int64_t lane, size_t leaf)
{
    char place[80];

    snprintf(place, sizeof(place), ":%lld:%zu" END, (long long)lane, leaf);
    return str_find(asked, str_of(place)) != STR_NOWHERE;
}

/* ---- put back -------------------------------------------------------------*/

struct finding {
    size_t leaf;
    struct str text;
};

static void find_text(void *with, size_t leaf, struct str text)
{
    struct finding *finding = with;

    if (leaf == finding->leaf)
        finding->text = text;
}

/* As it is to stand there; false: it is not known any more. */
static bool know(struct job *job, size_t depth, int64_t lane, size_t leaf,
                 struct str *out)
{
    const char *text =
        passes_get(&job->desk->secrets, play_secret_key(job->run.row, lane));
    struct finding finding = {.leaf = leaf, .text = STR_NONE};

    if (*text == '\0')
        return false;
    play_each_text(json_get(parsed(str_of(text), job->arena), "body"),
                   find_text, &finding);
    *out = play_escaped(finding.text, job->arena);
    if (depth > 0)
        *out = play_escaped(*out, job->arena);
    return !str_empty(finding.text);
}

/* Looks for it once more, and comes back to this. */
static bool wait_for(struct job *job, int64_t lane, struct err *err)
{
    const struct lane missing = {.lane = lane};
    struct play play;
    struct run now;
    bool ok;

    if (!play_open(job->desk, job->run.row, job->now, &play, err))
        return false;
    play.missing = &missing;
    ok = play_reread(&play, err) &&
         runs_head(job->desk->store, job->run.row, job->arena, &now, err);
    play_close(&play);
    if (!ok || run_state_final(now.state))
        return ok;
    /* What may have been sent already is not as if it had not been. */
    if (!turns_interrupted(job))
        job->step.state = RUN_WAITING;
    job->step.due = job->now + WHEN_SECOND / 4;
    return steps_save(job->desk->store, &job->step, err);
}

bool play_reveal(struct job *job, bool *waits, struct err *err)
{
    struct str rest;
    struct buf text, out;
    size_t at;
    bool ok = true;

    *waits = false;
    if (job->step.lane == 0)
        return true;
    buf_init(&text);
    buf_init(&out);
    json_write(job->step.with, JSON_COMPACT, &text);
    rest = buf_view(&text);
    while (!*waits && (at = str_find(rest, STR(BEGIN))) != STR_NOWHERE) {
        size_t end = str_find(rest, STR(END));
        struct str secret;
        long long lane;
        size_t depth, leaf;

        if (end == STR_NOWHERE || sscanf(rest.at + at, BEGIN "%zu:%lld:%zu",
                                         &depth, &lane, &leaf) != 3)
            break;
        *waits = !know(job, depth, lane, leaf, &secret);
        if (*waits) {
            ok = wait_for(job, lane, err);
            break;
        }
        buf_str(&out, str_sub(rest, 0, at));
        buf_str(&out, secret);
        rest = str_sub(rest, end + strlen(END), STR_NOWHERE);
        job->reveals = true;
    }
    buf_str(&out, rest);
    if (ok && job->reveals && !*waits) {
        job->with = parsed(buf_view(&out), job->arena);
        job->context.with = job->with;
    }
    secret_wipe(out.at, out.len);
    buf_done(&out);
    buf_done(&text);
    return ok;
}
