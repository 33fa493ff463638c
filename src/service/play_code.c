/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_code.c - secrets that a playbook has written in base64, as signing in
 * with a name and a password has them: in the store is a place for each of
 * them, with what stands round the secret, and it is made again when it is
 * sent.
 */
#include <string.h>

#include "service/play.h"
#include "service/play_part.h"
#include "util/ascii.h"
#include "util/digest.h"
#include "util/secret.h"

/* What stands between them: "t" and text in base64 and ";", or a secret as
 * play_hide.c has it. */
#define BEGIN "<secret64:"
#define END   ":secret64>"
/* What came from outside and only looks like a place must not become one. */
#define FALSE_BEGIN "<secret64 :"
/* Six letters, written so. */
#define LEAST 8

/* ---- taken out ------------------------------------------------------------*/

static const struct play_hidden *first_in(const struct play *play,
                                          struct str text, size_t *at)
{
    const struct play_hidden *first = NULL;

    *at = STR_NOWHERE;
    for (size_t i = 0; i < play->n_hidden; i++) {
        size_t found = str_find(text, play->hidden[i].text);

        if (found < *at) {
            *at = found;
            first = &play->hidden[i];
        }
    }
    return first;
}

static void put_text(struct str text, struct buf *out)
{
    buf_char(out, 't');
    digest_base64(text, out);
    buf_char(out, ';');
}

static void put_place(const struct play *play, struct str plain,
                      struct buf *out)
{
    const struct play_hidden *one;
    size_t at;

    buf_text(out, BEGIN);
    while ((one = first_in(play, plain, &at)) != NULL) {
        put_text(str_sub(plain, 0, at), out);
        buf_printf(out, ":%lld:%zu:secret>", (long long)one->lane, one->leaf);
        plain = str_sub(plain, at + one->text.len, STR_NOWHERE);
    }
    put_text(plain, out);
    buf_text(out, END);
}

/* Only what comes out the same again when it is made again. */
static bool put_word(const struct play *play, struct str word, bool stars,
                     struct buf *out)
{
    struct buf plain, again;
    size_t at;
    bool yes;

    buf_init(&plain);
    buf_init(&again);
    yes = word.len >= LEAST && digest_unbase64(word, &plain) &&
          first_in(play, buf_view(&plain), &at) != NULL;
    if (yes) {
        digest_base64(buf_view(&plain), &again);
        yes = stars || str_eq(buf_view(&again), word);
    }
    if (!yes)
        buf_str(out, word);
    else if (stars)
        buf_text(out, "***");
    else
        put_place(play, buf_view(&plain), out);
    secret_wipe(plain.at, plain.len);
    secret_wipe(again.at, again.len);
    buf_done(&plain);
    buf_done(&again);
    return yes;
}

static bool is_code(char c)
{
    return ascii_is_alnum(c) || c == '+' || c == '/';
}

static size_t word_length(struct str text)
{
    size_t n = 0;

    while (n < text.len && is_code(text.at[n]))
        n++;
    for (int i = 0; n > 0 && i < 2 && n < text.len && text.at[n] == '='; i++)
        n++;
    return n;
}

bool play_code_hide(const struct play *play, struct str text, bool stars,
                    struct buf *out)
{
    bool any = false;

    while (text.len > 0) {
        /* "\n" of JSON is no letter of what comes after it. */
        size_t n = text.at[0] == '\\' ? 2 : is_code(text.at[0]) ? 0 : 1;

        buf_str(out, str_sub(text, 0, n));
        text = str_sub(text, n, STR_NOWHERE);
        n = word_length(text);
        if (n > 0)
            any |= put_word(play, str_sub(text, 0, n), stars, out);
        text = str_sub(text, n, STR_NOWHERE);
    }
    return any;
}

bool play_code_spoil(struct str text, struct buf *out)
{
    return play_replace(text, STR(BEGIN), FALSE_BEGIN, out);
}

/* ---- put back -------------------------------------------------------------*/

bool play_code_next(struct str *rest, struct str *before, struct str *parts)
{
    size_t at = str_find(*rest, STR(BEGIN));
    struct str place = str_sub(*rest, at, STR_NOWHERE);
    size_t end = str_find(place, STR(END));

    if (at == STR_NOWHERE || end == STR_NOWHERE)
        return false;
    *before = str_sub(*rest, 0, at);
    *parts = str_sub(place, strlen(BEGIN), end - strlen(BEGIN));
    *rest = str_sub(place, end + strlen(END), STR_NOWHERE);
    return true;
}

static bool put_secret(struct job *job, struct str place, struct buf *out,
                       int64_t *missing)
{
    struct str rest = str_sub(place, 1, STR_NOWHERE);
    struct str lane, leaf, text;
    int64_t number, at;

    if (!str_cut(&rest, ':', &lane) || !str_cut(&rest, ':', &leaf) ||
        !str_int(lane, &number) || !str_int(leaf, &at))
        return false;
    if (!play_known(job, number, (size_t)at, &text)) {
        *missing = number;
        return false;
    }
    buf_str(out, text);
    return true;
}

bool play_code_known(struct job *job, struct str parts, struct str *out,
                     int64_t *missing)
{
    struct buf plain, coded;
    bool ok = true;

    *missing = 0;
    buf_init(&plain);
    buf_init(&coded);
    while (ok && parts.len > 0) {
        bool secret = parts.at[0] == ':';
        struct str part;

        ok = str_cut(&parts, secret ? '>' : ';', &part) &&
             (secret ? put_secret(job, part, &plain, missing)
                     : digest_unbase64(str_sub(part, 1, STR_NOWHERE), &plain));
    }
    if (ok) {
        digest_base64(buf_view(&plain), &coded);
        *out = arena_str(job->arena, buf_view(&coded));
    }
    secret_wipe(plain.at, plain.len);
    secret_wipe(coded.at, coded.len);
    buf_done(&plain);
    buf_done(&coded);
    return ok;
}

bool play_code_reveal(struct job *job, struct buf *text, int64_t *missing)
{
    struct str rest = buf_view(text);
    struct str before, parts, word;
    struct buf out;
    bool any = false;

    *missing = 0;
    buf_init(&out);
    while (*missing == 0 && play_code_next(&rest, &before, &parts)) {
        buf_str(&out, before);
        if (play_code_known(job, parts, &word, missing))
            buf_str(&out, word);
        any = true;
    }
    buf_str(&out, rest);
    if (any && *missing == 0) {
        buf_clear(text);
        buf_str(text, buf_view(&out));
    }
    secret_wipe(out.at, out.len);
    buf_done(&out);
    return any && *missing == 0;
}
