/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_hide.c - secrets in what a playbook asks for: a place is kept for each
 * in the store, and they are put there when it is sent.
 *
 * A secret that an earlier action was answered is known by its text.  What is
 * asked is taken as the text of its JSON, where that text stands as it is
 * escaped there, and once more so in a body that is itself a text of JSON.
 */
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
/* What came from outside and only looks like a place must not become one. */
#define FALSE_BEGIN "<secret :"

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

static bool put_in(struct arena *arena, struct str *text, struct str what,
                   const char *by)
{
    struct buf buf;
    bool any;

    buf_init(&buf);
    any = play_replace(*text, what, by, &buf);
    if (any)
        *text = arena_str(arena, buf_view(&buf));
    buf_done(&buf);
    return any;
}

/* Longer ones first. */
static int compare(struct str a, struct str b)
{
    if (a.len != b.len)
        return a.len > b.len ? -1 : 1;
    return str_cmp(a, b);
}

/* Where it belongs; false: the same text is there. */
static bool find_room(const struct play *play, struct str text, size_t *at)
{
    size_t low = 0;
    size_t high = play->n_hidden;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int way = compare(text, play->hidden[middle].text);

        if (way == 0)
            return false;
        if (way < 0)
            high = middle;
        else
            low = middle + 1;
    }
    *at = low;
    return true;
}

/* One that is the beginning of another must not leave the rest of that. */
static void add(struct play *play, int64_t lane, size_t leaf, struct str text)
{
    struct str once, twice;
    size_t at;

    if (!find_room(play, text, &at))
        return;
    once = play_escaped(text, play->lasting);
    twice = play_escaped(once, play->lasting);
    put_in(play->lasting, &once, STR(BEGIN), FALSE_BEGIN);
    put_in(play->lasting, &twice, STR(BEGIN), FALSE_BEGIN);
    play->hidden = arena_grown(play->lasting, play->hidden, play->n_hidden,
                               sizeof(*play->hidden));
    memmove(&play->hidden[at + 1], &play->hidden[at],
            (play->n_hidden - at) * sizeof(*play->hidden));
    play->n_hidden++;
    play->hidden[at] = (struct play_hidden){
        .lane = lane,
        .leaf = leaf,
        .text = arena_str(play->lasting, text),
        .escaped = {once, twice},
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

static const struct json *parsed(struct str text, struct arena *arena)
{
    struct json *out = NULL;
    struct err ignored;

    if (json_parse(text, &out, &ignored))
        json_keep(arena, out);
    return out;
}

static bool hide_coded(struct play *play, struct str *text, bool stars)
{
    struct buf spoilt, out;
    bool any;

    buf_init(&spoilt);
    buf_init(&out);
    any = play_code_spoil(*text, &spoilt);
    any = (play->n_hidden > 0 &&
           play_code_hide(play, buf_view(&spoilt), stars, &out)) ||
          any;
    if (any)
        *text = arena_str(play->arena,
                          out.len > 0 ? buf_view(&out) : buf_view(&spoilt));
    buf_done(&spoilt);
    buf_done(&out);
    return any;
}

static void put_place(const struct play *play, size_t i, bool stars,
                      struct buf *out)
{
    const struct play_hidden *one = &play->hidden[i / 2];

    if (stars)
        buf_text(out, "***");
    else
        buf_printf(out, BEGIN "%zu:%lld:%zu" END, i % 2, (long long)one->lane,
                   one->leaf);
}

/* From the @i-th on.  What is a place already is not looked at: "secret" may
 * be a secret. */
static bool put_hidden(const struct play *play, struct str text, size_t i,
                       bool stars, struct buf *out)
{
    bool any = false;

    for (; i < 2 * play->n_hidden; i++) {
        struct str what = play->hidden[i / 2].escaped[i % 2];
        size_t at;

        while ((at = str_find(text, what)) != STR_NOWHERE) {
            put_hidden(play, str_sub(text, 0, at), i + 1, stars, out);
            put_place(play, i, stars, out);
            text = str_sub(text, at + what.len, STR_NOWHERE);
            any = true;
        }
    }
    buf_str(out, text);
    return any;
}

/* What is in base64 has its places. */
static bool hide_plain(struct play *play, struct str *text, bool stars)
{
    struct str rest = *text;
    struct str before, parts;
    struct buf out;
    bool any = false;

    buf_init(&out);
    while (play_code_next(&rest, &before, &parts)) {
        const char *place = before.at + before.len;

        any = put_hidden(play, before, 0, stars, &out) || any;
        buf_str(&out, (struct str){place, (size_t)(rest.at - place)});
    }
    any = put_hidden(play, rest, 0, stars, &out) || any;
    if (any)
        *text = arena_str(play->arena, buf_view(&out));
    buf_done(&out);
    return any;
}

/* With a place for each secret, or with stars for all of them. */
static const struct json *hide(struct play *play, const struct json *json,
                               bool stars)
{
    struct buf buf;
    struct str text;
    bool changed;

    if (json == NULL || (stars && play->n_hidden == 0))
        return json;
    buf_init(&buf);
    json_write(json, JSON_COMPACT, &buf);
    text = arena_str(play->arena, buf_view(&buf));
    buf_done(&buf);
    changed = put_in(play->arena, &text, STR(BEGIN), FALSE_BEGIN);
    changed = hide_coded(play, &text, stars) || changed;
    changed = hide_plain(play, &text, stars) || changed;
    return changed ? parsed(text, play->arena) : json;
}

const struct json *play_hide(struct play *play, const struct json *with)
{
    return hide(play, with, false);
}

const struct json *play_stars(struct play *play, const struct json *json)
{
    return hide(play, json, true);
}

const char *play_stars_text(struct play *play, const char *text)
{
    struct json *json;
    const struct json *shown;

    if (text == NULL || play->n_hidden == 0)
        return text;
    json = json_new_text(str_of(text));
    shown = play_stars(play, json);
    text = arena_str(play->arena, json_text(shown)).at;
    json_free(json);
    return text;
}

/* They end alike, those in base64 too. */
bool play_next_place(struct str *asked, int64_t *lane, size_t *leaf)
{
    size_t end;

    while ((end = str_find(*asked, STR(END))) != STR_NOWHERE) {
        struct str head = str_sub(*asked, 0, end);
        size_t second = str_find_last_char(head, ':');
        struct str name = str_sub(head, 0, second);
        size_t first = str_find_last_char(name, ':');
        int64_t number;

        *asked = str_sub(*asked, end + strlen(END), STR_NOWHERE);
        if (first == STR_NOWHERE ||
            !str_int(str_sub(name, first + 1, STR_NOWHERE), lane) ||
            !str_int(str_sub(head, second + 1, STR_NOWHERE), &number))
            continue;
        *leaf = (size_t)number;
        return true;
    }
    return false;
}

/* ---- put back -------------------------------------------------------------*/

/* The texts of the answer to one lane. */
struct answered {
    const struct answered *next;
    struct arena *arena;
    int64_t lane;
    struct str *texts;
    size_t n;
};

static void keep_text(void *with, size_t leaf, struct str text)
{
    struct answered *answered = with;

    (void)leaf;
    answered->texts = arena_grown(answered->arena, answered->texts, answered->n,
                                  sizeof(*answered->texts));
    answered->texts[answered->n++] = text;
}

/* Read once for all the places in a request. */
static const struct answered *find_answered(struct job *job, int64_t lane)
{
    const struct answered *known = job->answered;
    struct answered *out;
    const char *text;

    while (known != NULL && known->lane != lane)
        known = known->next;
    if (known != NULL)
        return known;
    text = passes_get(&job->desk->secrets, play_secret_key(job->run.row, lane));
    if (*text == '\0')
        return NULL;
    out = arena_alloc(job->arena, sizeof(*out));
    *out = (struct answered){
        .next = job->answered,
        .arena = job->arena,
        .lane = lane,
    };
    play_each_text(json_get(parsed(str_of(text), job->arena), "body"),
                   keep_text, out);
    job->answered = out;
    return out;
}

struct place {
    int64_t depth; /* 1: in JSON that is a text of JSON; 0: in JSON */
    int64_t lane;
    int64_t leaf;
};

/* Cuts the text up to a place and the place off *rest; false: none is left. */
static bool next_place(struct str *rest, struct str *before, struct place *out)
{
    size_t at = str_find(*rest, STR(BEGIN));
    struct str place = str_sub(*rest, at, STR_NOWHERE);
    size_t end = str_find(place, STR(END));
    struct str leaf = str_sub(place, strlen(BEGIN), end - strlen(BEGIN));
    struct str depth, lane;

    if (at == STR_NOWHERE || end == STR_NOWHERE ||
        !str_cut(&leaf, ':', &depth) || !str_cut(&leaf, ':', &lane) ||
        !str_int(depth, &out->depth) || !str_int(lane, &out->lane) ||
        !str_int(leaf, &out->leaf))
        return false;
    *before = str_sub(*rest, 0, at);
    *rest = str_sub(place, end + strlen(END), STR_NOWHERE);
    return true;
}

bool play_known(struct job *job, int64_t lane, size_t leaf, struct str *out)
{
    const struct answered *answered = find_answered(job, lane);

    if (answered == NULL || leaf >= answered->n)
        return false;
    *out = answered->texts[leaf];
    return !str_empty(*out);
}

/* As it is to stand there; false: it is not known any more. */
static bool know(struct job *job, const struct place *place, struct str *out)
{
    if (!play_known(job, place->lane, (size_t)place->leaf, out))
        return false;
    *out = play_escaped(*out, job->arena);
    if (place->depth > 0)
        *out = play_escaped(*out, job->arena);
    return true;
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
    struct str rest, before, secret;
    struct buf text, out;
    struct place place;
    int64_t missing;
    bool ok = true;

    *waits = false;
    if (job->step.lane == 0)
        return true;
    buf_init(&text);
    buf_init(&out);
    json_write(job->step.with, JSON_COMPACT, &text);
    job->reveals = play_code_reveal(job, &text, &missing) || job->reveals;
    *waits = missing != 0;
    if (*waits)
        ok = wait_for(job, missing, err);
    rest = buf_view(&text);
    while (!*waits && next_place(&rest, &before, &place)) {
        *waits = !know(job, &place, &secret);
        if (*waits) {
            ok = wait_for(job, place.lane, err);
            break;
        }
        buf_str(&out, before);
        buf_str(&out, secret);
        job->reveals = true;
    }
    buf_str(&out, rest);
    if (ok && job->reveals && !*waits) {
        job->with = parsed(buf_view(&out), job->arena);
        job->context.with = job->with;
    }
    secret_wipe(out.at, out.len);
    buf_done(&out);
    secret_wipe(text.at, text.len);
    buf_done(&text);
    return ok;
}
