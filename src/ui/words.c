/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "util/text.h"
#include "util/utf8.h"

#define LABEL 14

void words_copy(char *out, size_t size, struct str text)
{
    text = utf8_head(text, size - 1);
    memcpy(out, text.at, text.len);
    out[text.len] = '\0';
}

const char *words_age(int64_t now, int64_t moment, char out[WHEN_TEXT_SIZE])
{
    if (!moment)
        return "–";
    if (now - moment < WHEN_MINUTE)
        return _("now");
    return when_age(now - moment, out);
}

const char *words_left(int64_t now, int64_t moment, char out[WHEN_TEXT_SIZE])
{
    int64_t left = (moment - now + WHEN_SECOND - 1) / WHEN_SECOND;

    if (!moment)
        return "–";
    if (left <= 0)
        return _("over");
    if (left < 3600)
        snprintf(out, WHEN_TEXT_SIZE, "%" PRId64 ":%02" PRId64, left / 60,
                 left % 60);
    else
        snprintf(out, WHEN_TEXT_SIZE, "%" PRId64 ":%02" PRId64 ":%02" PRId64,
                 left / 3600, left / 60 % 60, left % 60);
    return out;
}

const char *words_took(int64_t span, char out[WHEN_TEXT_SIZE])
{
    if (span < 0)
        span = 0;
    if (span < WHEN_SECOND * 10)
        snprintf(out, WHEN_TEXT_SIZE, "%" PRId64 ".%" PRId64 " s",
                 span / WHEN_SECOND, span % WHEN_SECOND / 100);
    else if (span < WHEN_MINUTE)
        snprintf(out, WHEN_TEXT_SIZE, "%" PRId64 " s", span / WHEN_SECOND);
    else
        return when_age(span, out);
    return out;
}

const char *words_count(int64_t count, char out[WHEN_TEXT_SIZE])
{
    char digits[24];
    size_t n;
    size_t at = 0;

    if (count < 0)
        count = 0;
    snprintf(digits, sizeof(digits), "%" PRId64, count);
    n = strlen(digits);
    for (size_t i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0)
            out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = '\0';
    return out;
}

struct str words_short(const char *target)
{
    struct resource resource;

    if (!target || target[0] != '/')
        return str_of(target);
    resource_parse(str_of(target), &resource);
    return resource.name.len ? resource.name : str_of(target);
}

enum style words_severity(enum severity severity)
{
    static const enum style styles[SEVERITY_N] = {
        [SEVERITY_NONE] = STYLE_DIM,
        [SEVERITY_INFORMATIONAL] = STYLE_SEVERITY_INFO,
        [SEVERITY_LOW] = STYLE_SEVERITY_LOW,
        [SEVERITY_MEDIUM] = STYLE_SEVERITY_MEDIUM,
        [SEVERITY_HIGH] = STYLE_SEVERITY_HIGH,
        [SEVERITY_CRITICAL] = STYLE_SEVERITY_HIGH,
    };

    return styles[severity];
}

/* In one piece: each change of colour costs a dozen bytes on the line. */
void words_draw(const struct list_line *line, size_t column, struct sign sign)
{
    struct buf text;

    buf_init(&text);
    buf_str(&text, sign.sign);
    buf_char(&text, ' ');
    buf_str(&text, sign.word);
    list_cell(line, column, sign.style, buf_view(&text));
    buf_done(&text);
}

/* Where the last ": " of a title is; its end when there is none. */
static size_t colon_of(struct str title)
{
    for (size_t at = title.len; at-- > 1;) {
        if (title.at[at - 1] == ':' && title.at[at] == ' ')
            return at - 1;
    }
    return title.len;
}

void words_draw_title(const struct list_line *line, size_t column,
                      enum style style, struct str title)
{
    struct str name = str_sub(title, colon_of(title), title.len);
    int width = canvas_width(name);
    struct canvas cell;

    if (!list_cell_at(line, column, &cell))
        return;
    if (canvas_width(title) <= cell.cols) {
        list_cell(line, column, style, title);
        return;
    }
    /* What is done has a third of the room at least. */
    if (width > cell.cols * 2 / 3)
        width = cell.cols * 2 / 3;
    canvas_fit(&cell, 0, 0, cell.cols - width, style,
               str_sub(title, 0, title.len - name.len));
    canvas_fit(&cell, 0, cell.cols - width, width, style, name);
}

void words_draw_count(const struct list_line *line, size_t column,
                      int64_t count)
{
    char text[WHEN_TEXT_SIZE];

    list_cell(line, column, count ? STYLE_TEXT : STYLE_DIM,
              str_of(words_count(count, text)));
}

struct look_of {
    const char *sign;
    const char *word; /* N_() */
    enum style style;
};

static struct sign sign_of(const struct look_of *look)
{
    return (struct sign){
        .sign = str_of(look->sign),
        .word = str_of(*look->word ? _(look->word) : ""),
        .style = look->style,
    };
}

struct sign words_auto(enum event_auto automation)
{
    static const struct look_of looks[AUTO_N] = {
        [AUTO_NONE] = {" ", "", STYLE_DIM},
        [AUTO_SHADOW] = {"○", N_("shadow"), STYLE_DIM},
        [AUTO_RUNNING] = {"▶", N_("runs"), STYLE_INFO},
        [AUTO_WAITING] = {"⏸", N_("waits"), STYLE_WARN},
        [AUTO_DONE] = {"✓", N_("done"), STYLE_OK},
        [AUTO_FAILED] = {"✗", N_("look"), STYLE_ERROR},
    };

    return sign_of(&looks[automation]);
}

struct sign words_run(enum run_state state)
{
    static const struct look_of looks[RUN_STATE_N] = {
        [RUN_WAITING] = {"⏸", N_("waiting"), STYLE_WARN},
        [RUN_RUNNING] = {"▶", N_("running"), STYLE_INFO},
        [RUN_SUCCEEDED] = {"✓", N_("succeeded"), STYLE_OK},
        [RUN_FAILED] = {"✗", N_("failed"), STYLE_ERROR},
        [RUN_SKIPPED] = {"○", N_("skipped"), STYLE_DIM},
        [RUN_TIMED_OUT] = {"!", N_("timed out"), STYLE_ERROR},
        [RUN_CANCELLED] = {"×", N_("cancelled"), STYLE_DIM},
        [RUN_UNKNOWN] = {"?", N_("unknown"), STYLE_ERROR},
    };

    return sign_of(&looks[state]);
}

struct sign words_effect(enum effect_state state)
{
    static const struct look_of looks[EFFECT_STATE_N] = {
        [EFFECT_REQUESTED] = {"▶", N_("requested"), STYLE_INFO},
        [EFFECT_ACCEPTED] = {"▶", N_("accepted"), STYLE_INFO},
        [EFFECT_OBSERVED] = {"●", N_("observed"), STYLE_OK},
        [EFFECT_FAILED] = {"✗", N_("failed"), STYLE_ERROR},
        [EFFECT_UNKNOWN] = {"?", N_("unknown"), STYLE_ERROR},
        [EFFECT_UNDOING] = {"←", N_("undoing"), STYLE_WARN},
        [EFFECT_UNDONE] = {"○", N_("undone"), STYLE_DIM},
    };

    return sign_of(&looks[state]);
}

/* Modes are names that people type, so they are the same in all languages. */
struct sign words_mode(enum rule_mode mode)
{
    static const struct look_of looks[RULE_MODE_N] = {
        [RULE_OFF] = {"○", "", STYLE_DIM},
        [RULE_SHADOW] = {"·", "", STYLE_INFO},
        [RULE_APPROVE] = {"⏸", "", STYLE_WARN},
        [RULE_AUTO] = {"●", "", STYLE_OK},
    };
    struct sign sign = sign_of(&looks[mode]);

    sign.word = str_of(rule_mode_name(mode));
    return sign;
}

const char *words_class(enum action_class class)
{
    static const char *const classes[CLASS_N] = {
        [CLASS_READ] = N_("It only reads."),
        [CLASS_NOTIFY] = N_("It tells somebody and changes nothing."),
        [CLASS_REVERSIBLE] = N_("It can be taken back."),
        [CLASS_TIMED] = N_("It is taken back by itself at its end."),
        [CLASS_IRREVERSIBLE] = N_("It cannot be taken back."),
    };

    return _(classes[class]);
}

/* ---- lines of details ---- */

void words_head(struct view *view, const char *text)
{
    view_line(view, STYLE_TITLE, str_of(text));
}

void words_pair(struct view *view, const char *label, struct str value)
{
    if (value.len)
        view_pair(view, LABEL, str_of(label), STYLE_TEXT, value);
}

void words_pair_time(struct view *view, const char *label, int64_t moment,
                     bool utc)
{
    char text[WHEN_TEXT_SIZE];

    words_pair(view, label, str_of(when_local(moment, utc, text)));
}

void words_json(struct view *view, const struct json *json)
{
    struct buf text;
    struct str rest;
    struct str line;

    buf_init(&text);
    json_write(json, JSON_PRETTY, &text);
    rest = buf_view(&text);
    while (str_cut(&rest, '\n', &line))
        view_line(view, STYLE_TEXT, line);
    buf_done(&text);
}
