/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * target_text.c - what is read before anybody knows what it means: JSON, keys,
 * texts for the screen, addresses.
 */
#include "fuzz.h"
#include "util/arena.h"
#include "util/json.h"
#include "util/json_loose.h"
#include "util/skim.h"
#include "util/url.h"
#include "util/utf8.h"
#include "util/when.h"
#include "widget/keyread.h"

static const char *const json_files[] = {
    "tests/data/events", "tests/data/automations", "data", NULL};

/* What is written is what was read. */
static void rewrite(const struct json *json)
{
    struct json *again = NULL;
    struct buf text;
    struct err err;

    buf_init(&text);
    json_write(json, JSON_COMPACT, &text);
    FUZZ_MUST(json_parse(buf_view(&text), &again, &err));
    FUZZ_MUST(json_equal(json, again));
    json_free(again);
    buf_done(&text);
}

static void run_json(struct str input)
{
    struct skim_value value;
    struct json *json = NULL;
    struct skim skim;
    struct err err;

    if (json_parse(input, &json, &err))
        rewrite(json);
    json_free(json);
    json = NULL;
    if (json_parse_loose(input, &json, &err))
        rewrite(json);
    json_free(json);
    skim_init(&skim, input);
    for (int i = 0; i < 100 && !skim_end(&skim); i++)
        if (!skim_value(&skim, &value, &err))
            skim_line(&skim);
}

const struct fuzz_target fuzz_json = {
    .name = "json", .corpus = json_files, .run = run_json};

/* ---- keys -----------------------------------------------------------------*/

static const char *const key_texts[] = {
    "jjkk\r\x1b",
    "\x1b[A\x1bOB\x1b[1;5C\x1b[15~\x1b[Z",
    "\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<64;1;1M",
    "\x1b[200~pasted \xc3\xa4 text\n\x1b[201~q",
    "\x1b]10;rgb:ffff/ffff/ffff\x1b\\\x1b[?1;2c\x1b[12;40R",
    "\xe6\x97\xa5\xe6\x9c\xac\x01\x7f\t ",
    NULL};

static void run_keys(struct str input)
{
    struct keyread reader;
    struct key key;
    size_t at = 0;

    keyread_init(&reader, input.len % 2 == 0);
    keyread_learn(&reader, "\x1b[A", KEYS_UP);
    keyread_learn(&reader, "\x1b[15~", KEYS_F1 + 4);
    while (at < input.len) {
        size_t some = input.len - at < 7 ? input.len - at : 7;

        keyread_feed(&reader, input.at + at, some);
        at += some;
        while (keyread_next(&reader, false, &key))
            FUZZ_MUST(key.code != KEYS_NONE || key.text.len == 0);
    }
    while (keyread_next(&reader, true, &key))
        ;
    keyread_give_up(&reader);
    while (keyread_next(&reader, true, &key))
        ;
    FUZZ_MUST(!keyread_waiting(&reader));
    keyread_done(&reader);
}

const struct fuzz_target fuzz_keys = {
    .name = "keys", .beginnings = key_texts, .run = run_keys};

/* ---- texts that are shown -------------------------------------------------*/

static void run_visible(struct str input)
{
    struct buf once, twice;
    struct str rest, cut;
    uint32_t c;
    size_t width;

    buf_init(&once);
    buf_init(&twice);
    utf8_visible(&once, input);
    rest = buf_view(&once);
    FUZZ_MUST(utf8_valid(rest));
    while (utf8_next(&rest, &c))
        FUZZ_MUST(!utf8_hostile(c));
    utf8_visible(&twice, buf_view(&once));
    FUZZ_MUST(str_eq(buf_view(&once), buf_view(&twice)));
    cut = utf8_cut(buf_view(&once), 40, &width);
    FUZZ_MUST(width <= 40 && utf8_valid(cut));
    buf_done(&once);
    buf_done(&twice);
}

static const char *const shown[] = {
    "Suspicious process executed \xe2\x80\x93 vm\xe2\x80\xae"
    "gnp.exe",
    "\x1b]0;title\x07\x1b[31mred\x1b[0m",
    "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81 \xf0\x9f\x91\xa8\xe2\x80\x8d\xf0"
    "\x9f\x91\xa9",
    NULL};
const struct fuzz_target fuzz_visible = {.name = "visible",
                                         .corpus = json_files,
                                         .beginnings = shown,
                                         .run = run_visible};

/* ---- addresses and times --------------------------------------------------*/

static void run_url(struct str input)
{
    struct url url;
    struct buf masked;
    struct err err;
    int64_t moment;

    buf_init(&masked);
    if (url_parse(input, &url, &err))
        FUZZ_MUST(url.host.len <= input.len && url.port >= -1);
    url_masked(input, &masked);
    FUZZ_MUST(!(str_find_fold(input, STR("&sig=")) == STR_NOWHERE &&
                str_find_fold(buf_view(&masked), STR("&sig=")) != STR_NOWHERE));
    when_parse(input, &moment);
    when_span_parse(input, &moment);
    buf_done(&masked);
}

static const char *const urls[] = {
    "https://prod-01.logic.azure.com:443/workflows/1/triggers/manual/paths/"
    "invoke?api-version=2016-10-01&sp=%2Ftriggers&sv=1.0&sig=abcdef",
    "smtp://[::1]:587/client", "2026-11-22T20:17:32.1234567Z", "1d12h30m",
    NULL};
const struct fuzz_target fuzz_url = {
    .name = "url", .beginnings = urls, .run = run_url};
