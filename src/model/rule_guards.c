/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_guards.c - the guards of a rule as JSON and as lines of a form; see
 * rule.h.
 */
#include "model/codec.h"
#include "model/limits.h"
#include "model/rule.h"
#include "util/text.h"
#include "util/when.h"
#include "util/zone.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static const char *const guard_members[] = {
    "key", "dedupe", "cooldown", "maxAge", "settle", "quotas", "schedule"};
static const char *const schedule_members[] = {"days", "from", "to", "zone"};
static const char *const days[] = {"mon", "tue", "wed", "thu",
                                   "fri", "sat", "sun"};

static bool schedule_day_parse(struct str text, unsigned *day)
{
    size_t at;

    if (!name_parse(days, N(days), text, &at))
        return false;
    *day = (unsigned)at;
    return true;
}

/* "08:00" */
static bool schedule_clock_parse(struct str text, int *minutes)
{
    struct str hours;
    int64_t hour, minute;

    if (text.len != 5 || !str_cut(&text, ':', &hours) || hours.len != 2 ||
        !str_int(hours, &hour) || !str_int(text, &minute) || hour < 0 ||
        minute < 0 || minute > 59 || hour * 60 + minute > SCHEDULE_DAY)
        return false;
    *minutes = (int)(hour * 60 + minute);
    return true;
}

static bool take_word(struct str *rest, struct str *word)
{
    *rest = str_trim(*rest);
    return !str_empty(*rest) && str_cut(rest, ' ', word);
}

bool quota_parse(struct str text, struct quota *out)
{
    struct quota quota = {0};
    struct str word;

    if (!take_word(&text, &word) || !str_int(word, &quota.most) ||
        quota.most < 1 || quota.most > LIMIT_QUOTA ||
        !take_word(&text, &word) || !str_eq_fold(word, STR("per")) ||
        !take_word(&text, &word) || !when_span_parse(word, &quota.per) ||
        quota.per < WHEN_SECOND)
        return false;
    if (take_word(&text, &word)) {
        if (!str_eq_fold(word, STR("per")) ||
            !str_eq_fold(str_trim(text), STR("target")))
            return false;
        quota.per_target = true;
    }
    *out = quota;
    return true;
}

void quota_write(const struct quota *quota, struct buf *out)
{
    char span[WHEN_TEXT_SIZE];

    buf_printf(out, "%lld per %s%s", (long long)quota->most,
               when_span(quota->per, span),
               quota->per_target ? " per target" : "");
}

static void write_days(unsigned set, struct buf *out)
{
    const char *comma = "";

    for (size_t i = 0; i < N(days); i++) {
        if (!(set & (1u << i)))
            continue;
        buf_printf(out, "%s%s", comma, days[i]);
        comma = ",";
    }
}

static void write_clock(int minutes, struct buf *out)
{
    buf_printf(out, "%02d:%02d", minutes / 60, minutes % 60);
}

void schedule_write(const struct schedule *schedule, struct buf *out)
{
    if (schedule->days != SCHEDULE_DAYS) {
        write_days(schedule->days, out);
        buf_char(out, ' ');
    }
    write_clock(schedule->from, out);
    buf_char(out, '-');
    write_clock(schedule->to, out);
    if (schedule->zone)
        buf_printf(out, " %s", schedule->zone);
}

static bool parse_days(struct str text, unsigned *out)
{
    struct str name;
    unsigned day;

    *out = 0;
    while (str_cut(&text, ',', &name)) {
        if (!schedule_day_parse(str_trim(name), &day))
            return false;
        *out |= 1u << day;
    }
    return *out != 0;
}

static bool parse_hours(struct str text, struct schedule *out)
{
    struct str from;

    return str_cut(&text, '-', &from) &&
           schedule_clock_parse(from, &out->from) &&
           schedule_clock_parse(text, &out->to);
}

bool schedule_parse(struct str text, struct arena *arena, struct schedule *out,
                    struct err *err)
{
    struct schedule schedule = {.days = SCHEDULE_DAYS};
    struct str rest = text;
    struct str word = STR_NONE;
    bool ok = take_word(&rest, &word);

    if (ok && parse_days(word, &schedule.days))
        ok = take_word(&rest, &word);
    else
        schedule.days = SCHEDULE_DAYS;
    if (!ok || !parse_hours(word, &schedule))
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" is no schedule; write it as mon,tue,fri "
                         "08:00-18:00 Europe/Berlin."),
                       STR_ARG(str_sub(text, 0, LIMIT_NAME)));
    rest = str_trim(rest);
    if (!str_empty(rest))
        schedule.zone = arena_textn(arena, rest.at, rest.len);
    *out = schedule;
    return true;
}

static bool read_span(const struct json *json, const char *name, int64_t *out,
                      struct err *err)
{
    const struct json *value;
    int64_t span;

    if (!member_type(json, "guards", name, JSON_TEXT, &value, err))
        return false;
    if (!value || str_empty(json_text(value)))
        return true;
    if (!when_span_parse(json_text(value), &span) || span < 0)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" in guards must be a span such as 30m, 2h or "
                         "1d, but it is \"%.*s\"."),
                       name, STR_ARG(json_text(value)));
    *out = span;
    return true;
}

static bool read_key(const struct json *json, struct arena *arena, char **out,
                     struct err *err)
{
    return json_get(json, "key") == NULL ||
           member_text(json, "guards", "key", NULL, arena, out, err);
}

static bool read_quotas(const struct json *json, struct arena *arena,
                        struct guards *out, struct err *err)
{
    const struct json *list;

    if (!member_list(json, "guards", "quotas", LIMIT_GUARD_ROWS, &list, err))
        return false;
    out->n_quotas = json_length(list);
    out->quotas = arena_array(arena, out->n_quotas, sizeof(*out->quotas));
    for (size_t i = 0; i < out->n_quotas; i++) {
        struct str text = json_text(json_item(list, i));

        if (!quota_parse(text, &out->quotas[i]))
            return err_set(err, ERR_INPUT,
                           _("Quota %zu in guards is \"%.*s\"; write it as 3 "
                             "per 1h or 7 per 1d per target, with at most %d."),
                           i + 1, STR_ARG(str_sub(text, 0, LIMIT_NAME)),
                           LIMIT_QUOTA);
    }
    return true;
}

static bool read_days(const struct json *json, unsigned *out, struct err *err)
{
    const struct json *list;
    unsigned day;

    if (!member_list(json, "schedule", "days", N(days), &list, err))
        return false;
    for (size_t i = 0; i < json_length(list); i++) {
        struct str text = json_text(json_item(list, i));

        if (!schedule_day_parse(text, &day))
            return err_set(err, ERR_INPUT,
                           _("\"%.*s\" in \"days\" of schedule is no day; use "
                             "mon, tue, wed, thu, fri, sat and sun."),
                           STR_ARG(str_sub(text, 0, LIMIT_NAME)));
        *out |= 1u << day;
    }
    if (*out == 0)
        *out = SCHEDULE_DAYS;
    return true;
}

static bool read_clock(const struct json *json, const char *name, int *out,
                       struct err *err)
{
    const struct json *value;

    if (!member_type(json, "schedule", name, JSON_TEXT, &value, err))
        return false;
    if (value && !schedule_clock_parse(json_text(value), out))
        return err_set(err, ERR_INPUT,
                       _("\"%s\" in schedule must be a time such as 08:00 or "
                         "24:00, but it is \"%.*s\"."),
                       name, STR_ARG(str_sub(json_text(value), 0, LIMIT_NAME)));
    return true;
}

static bool read_schedule(const struct json *json, struct arena *arena,
                          struct schedule *out, struct err *err)
{
    out->to = SCHEDULE_DAY;
    return members_known(json, "schedule", schedule_members,
                         N(schedule_members), err) &&
           read_days(json, &out->days, err) &&
           read_clock(json, "from", &out->from, err) &&
           read_clock(json, "to", &out->to, err) &&
           (json_get(json, "zone") == NULL ||
            member_text(json, "schedule", "zone", NULL, arena, &out->zone,
                        err));
}

static bool read_schedules(const struct json *json, struct arena *arena,
                           struct guards *out, struct err *err)
{
    const struct json *list;

    if (!member_list(json, "guards", "schedule", LIMIT_GUARD_ROWS, &list, err))
        return false;
    out->n_schedules = json_length(list);
    out->schedules =
        arena_array(arena, out->n_schedules, sizeof(*out->schedules));
    for (size_t i = 0; i < out->n_schedules; i++) {
        if (!read_schedule(json_item(list, i), arena, &out->schedules[i], err))
            return err_prefix(err, _("Item %zu of \"schedule\" in guards"),
                              i + 1);
    }
    return true;
}

bool guards_from_json(const struct json *json, struct arena *arena,
                      struct guards *out, struct err *err)
{
    struct guards guards = {0};

    if (!json)
        return true;
    if (!members_known(json, "guards", guard_members, N(guard_members), err) ||
        !read_key(json, arena, &guards.key, err) ||
        !read_span(json, "dedupe", &guards.dedupe, err) ||
        !read_span(json, "cooldown", &guards.cooldown, err) ||
        !read_span(json, "maxAge", &guards.max_age, err) ||
        !read_span(json, "settle", &guards.settle, err) ||
        !read_quotas(json, arena, &guards, err) ||
        !read_schedules(json, arena, &guards, err))
        return false;
    *out = guards;
    return true;
}

static struct json *text_taken(struct buf *text)
{
    struct json *out = json_new_text(buf_view(text));

    buf_done(text);
    return out;
}

static void set_clock(struct json *out, const char *name, int minutes)
{
    struct buf text;

    buf_init(&text);
    write_clock(minutes, &text);
    json_set_take(out, name, text_taken(&text));
}

static struct json *schedule_json(const struct schedule *schedule)
{
    struct json *out = json_new_object();
    struct json *list = json_new_array();

    for (size_t i = 0; i < N(days); i++) {
        if (schedule->days & (1u << i))
            json_add_take(list, json_new_text(str_of(days[i])));
    }
    json_set_take(out, "days", list);
    set_clock(out, "from", schedule->from);
    set_clock(out, "to", schedule->to);
    if (schedule->zone)
        json_set_text(out, "zone", schedule->zone);
    return out;
}

static void set_lists(struct json *out, const struct guards *guards)
{
    struct json *quotas = json_new_array();
    struct json *schedules = json_new_array();

    for (size_t i = 0; i < guards->n_quotas; i++) {
        struct buf text;

        buf_init(&text);
        quota_write(&guards->quotas[i], &text);
        json_add_take(quotas, text_taken(&text));
    }
    for (size_t i = 0; i < guards->n_schedules; i++)
        json_add_take(schedules, schedule_json(&guards->schedules[i]));
    json_set_take(out, "quotas", quotas);
    json_set_take(out, "schedule", schedules);
    if (guards->n_quotas == 0)
        json_remove(out, "quotas");
    if (guards->n_schedules == 0)
        json_remove(out, "schedule");
}

struct json *guards_to_json(const struct guards *guards)
{
    const struct {
        const char *name;
        int64_t span;
    } spans[] = {
        {"dedupe", guards->dedupe},
        {"cooldown", guards->cooldown},
        {"maxAge", guards->max_age},
        {"settle", guards->settle},
    };
    struct json *out = json_new_object();
    char text[WHEN_TEXT_SIZE];

    if (guards->key)
        json_set_text(out, "key", guards->key);
    for (size_t i = 0; i < N(spans); i++) {
        if (spans[i].span != 0)
            json_set_text(out, spans[i].name, when_span(spans[i].span, text));
    }
    set_lists(out, guards);
    return out;
}

void guards_copy(const struct guards *guards, struct arena *arena,
                 struct guards *out)
{
    *out = *guards;
    out->key = arena_text(arena, guards->key);
    out->quotas = arena_array(arena, guards->n_quotas, sizeof(*out->quotas));
    out->schedules =
        arena_array(arena, guards->n_schedules, sizeof(*out->schedules));
    for (size_t i = 0; i < guards->n_quotas; i++)
        out->quotas[i] = guards->quotas[i];
    for (size_t i = 0; i < guards->n_schedules; i++) {
        out->schedules[i] = guards->schedules[i];
        out->schedules[i].zone = arena_text(arena, guards->schedules[i].zone);
    }
}

static bool check_schedule(const struct schedule *schedule, struct err *err)
{
    if (!(schedule->days & SCHEDULE_DAYS))
        return err_set(err, ERR_INPUT,
                       _("A schedule of the rule has no day; name one."));
    if (schedule->from == schedule->to || schedule->from >= SCHEDULE_DAY)
        return err_set(err, ERR_INPUT,
                       _("A schedule of the rule has no time in it: it goes "
                         "from %02d:%02d to %02d:%02d. Use 00:00 to 24:00 for "
                         "whole days."),
                       schedule->from / 60, schedule->from % 60,
                       schedule->to / 60, schedule->to % 60);
    return schedule->zone == NULL || zone_check(schedule->zone, err);
}

bool guards_check(const struct guards *guards, struct err *err)
{
    if (guards->dedupe < 0 || guards->cooldown < 0 || guards->max_age < 0 ||
        guards->settle < 0)
        return err_set(err, ERR_INPUT,
                       _("A guard of the rule is negative; give a span such "
                         "as 1h, or leave it empty."));
    if (guards->key && str_of(guards->key).len > LIMIT_FIELD_TEXT)
        return err_set(err, ERR_INPUT,
                       _("The key of the guards is longer than %d bytes."),
                       LIMIT_FIELD_TEXT);
    if (guards->n_quotas > LIMIT_GUARD_ROWS ||
        guards->n_schedules > LIMIT_GUARD_ROWS)
        return err_set(err, ERR_INPUT,
                       _("The rule has more than %d quotas or schedules."),
                       LIMIT_GUARD_ROWS);
    for (size_t i = 0; i < guards->n_schedules; i++) {
        if (!check_schedule(&guards->schedules[i], err))
            return false;
    }
    return true;
}
