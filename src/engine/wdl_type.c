/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_type.c - all types of actions by name, those that ask something of
 * outside, and how often these are tried.
 */
#include "engine/wdl_part.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/when.h"

#define TYPES 64

/* ---- spans ----------------------------------------------------------------*/

static int64_t unit_of(char c, bool time)
{
    switch (c) {
    case 'W':
        return 7 * WHEN_DAY;
    case 'D':
        return WHEN_DAY;
    case 'H':
        return time ? WHEN_HOUR : 0;
    case 'M':
        return time ? WHEN_MINUTE : 30 * WHEN_DAY;
    case 'S':
        return time ? WHEN_SECOND : 0;
    case 'Y':
        return 365 * WHEN_DAY;
    default:
        return 0;
    }
}

bool wdl_span_parse(struct str text, int64_t *out)
{
    bool time = false;
    double sum = 0;
    size_t from = 1;

    if (text.len < 3 || text.at[0] != 'P')
        return false;
    for (size_t i = 1; i < text.len; i++) {
        double number;

        if (text.at[i] == 'T' && !time && i == from) {
            time = true;
            from = i + 1;
            continue;
        }
        if ((text.at[i] >= '0' && text.at[i] <= '9') || text.at[i] == '.')
            continue;
        if (!str_real(str_sub(text, from, i - from), &number) ||
            unit_of(text.at[i], time) == 0)
            return false;
        sum += number * (double)unit_of(text.at[i], time);
        from = i + 1;
    }
    if (from != text.len || sum > (double)(3650 * WHEN_DAY))
        return false;
    *out = (int64_t)sum;
    return true;
}

/* ---- Wait -----------------------------------------------------------------*/

#define NO_SPAN                                                                \
    N_("It must say \"interval\" with count and unit, or \"until\" with a "    \
       "timestamp.")

static const struct {
    const char *name;
    int64_t span;
} units[] = {
    {"Second", WHEN_SECOND}, {"Minute", WHEN_MINUTE}, {"Hour", WHEN_HOUR},
    {"Day", WHEN_DAY},       {"Week", 7 * WHEN_DAY},  {"Month", 30 * WHEN_DAY},
};

static bool wait_span(const struct json *interval, int64_t *out)
{
    struct str unit = json_text(json_find(interval, STR("unit")));
    int64_t count;

    if (!json_int(json_find(interval, STR("count")), &count) || count < 0 ||
        count > 1000000)
        return false;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (str_eq_fold(unit, str_of(units[i].name))) {
            *out = count * units[i].span;
            return true;
        }
    }
    return false;
}

static bool read_wait(struct wdl_reader *reader, struct wdl_action *action,
                      struct err *err)
{
    struct str until =
        json_text(json_at(action->raw, STR("inputs.until.timestamp")));
    int64_t moment;

    (void)reader;
    if (when_parse(until, &moment) ||
        str_find_char(until, '@') != STR_NOWHERE ||
        json_at(action->raw, STR("inputs.interval")))
        return true;
    return wdl_fail(action->path, err, "%s", _(NO_SPAN));
}

static bool start_wait(struct wdl_run *run, struct wdl_node *node,
                       struct err *err)
{
    struct str until = json_text(json_at(node->inputs, STR("until.timestamp")));
    int64_t span;

    if (when_parse(until, &node->until))
        return true;
    if (!wait_span(json_find(node->inputs, STR("interval")), &span))
        return err_set(err, ERR_INPUT, "%s", _(NO_SPAN));
    node->until = run->now + span;
    return true;
}

/* ---- retries --------------------------------------------------------------*/

static bool retry_span(const struct json *policy, const char *name,
                       int64_t *out, const char *path, struct err *err)
{
    struct str text = json_text(json_find(policy, str_of(name)));

    if (str_empty(text) || wdl_span_parse(text, out))
        return true;
    return wdl_fail(path, err,
                    _("\"retryPolicy.%s\" must be a span such as PT20S, but "
                      "it is \"%.*s\"."),
                    name, STR_ARG(text));
}

/* What stands there by an expression is not known before it runs: then it is
 * the default. */
bool wdl_retry_read(const struct json *inputs, const char *path,
                    struct wdl_retry *out, struct err *err)
{
    const struct json *policy = json_find(inputs, STR("retryPolicy"));
    struct str type = json_text(json_find(policy, STR("type")));
    int64_t count = 4;

    *out = (struct wdl_retry){
        .type = RETRY_EXPONENTIAL,
        .interval = 7500,
        .least = 5 * WHEN_SECOND,
        .most = 45 * WHEN_SECOND,
    };
    if (str_eq_fold(type, STR("none")))
        out->type = RETRY_NONE;
    else if (str_eq_fold(type, STR("fixed")))
        out->type = RETRY_FIXED;
    else if (!str_empty(type) && !str_eq_fold(type, STR("exponential")))
        return wdl_fail(path, err,
                        _("\"retryPolicy.type\" must be none, fixed or "
                          "exponential, but it is \"%.*s\"."),
                        STR_ARG(type));
    if (json_find(policy, STR("count")) &&
        (!json_int(json_find(policy, STR("count")), &count) || count < 1 ||
         count > LIMIT_WDL_RETRIES))
        return wdl_fail(path, err,
                        _("\"retryPolicy.count\" must be a number from 1 to "
                          "%d."),
                        LIMIT_WDL_RETRIES);
    out->count = (int)count;
    if (str_empty(type))
        return true;
    out->most = WHEN_DAY;
    return retry_span(policy, "interval", &out->interval, path, err) &&
           retry_span(policy, "minimumInterval", &out->least, path, err) &&
           retry_span(policy, "maximumInterval", &out->most, path, err);
}

/* Between 0 and 1, the same in each replay. */
static double jitter(const struct wdl_node *node)
{
    uint64_t mixed = (uint64_t)node->began * 0x9e3779b97f4a7c15U +
                     (uint64_t)node->attempts * 0xbf58476d1ce4e5b9U;

    mixed ^= mixed >> 29;
    return (double)(mixed >> 11) / 9007199254740992.0;
}

int64_t wdl_retry_due(const struct wdl_run *run, const struct wdl_node *node,
                      const struct wdl_answer *answer)
{
    const struct wdl_retry *retry = &node->action->retry;
    int64_t span = retry->interval;

    if (retry->type == RETRY_NONE || node->attempts > retry->count)
        return 0;
    for (int i = 1; retry->type == RETRY_EXPONENTIAL && i < node->attempts &&
                    span < retry->most;
         i++)
        span *= 2;
    if (retry->type == RETRY_EXPONENTIAL) {
        span = span / 2 + (int64_t)((double)span * jitter(node));
        if (span < retry->least)
            span = retry->least;
        if (span > retry->most)
            span = retry->most;
    }
    if (span < answer->retry_after)
        span = answer->retry_after;
    return run->now + (span > 0 ? span : 1);
}

/* ---- the tables -----------------------------------------------------------*/

const struct wdl_type wdl_types_effect[] = {
    {.name = "Http", .effect = true},
    {.name = "ApiConnection", .effect = true},
    {.name = "ApiConnectionWebhook", .effect = true},
    {.name = "HttpWebhook", .effect = true},
    {.name = "Function", .effect = true},
    {.name = "Workflow", .effect = true},
    {.name = "ApiManagement", .effect = true, .elsewhere = true},
    {.name = "CSharpScriptCode", .effect = true, .elsewhere = true},
    {.name = "InvokeFunction", .effect = true, .elsewhere = true},
    {.name = "JavaScriptCode", .effect = true, .elsewhere = true},
    {.name = "Liquid", .effect = true, .elsewhere = true},
    {.name = "PowerShellCode", .effect = true, .elsewhere = true},
    {.name = "SendToBatch", .effect = true, .elsewhere = true},
    {.name = "ServiceProvider", .effect = true, .elsewhere = true},
    {.name = "XmlValidation", .effect = true, .elsewhere = true},
    {.name = "Xslt", .effect = true, .elsewhere = true},
    {.name = "Wait", .effect = true, .read = read_wait, .start = start_wait},
    {.name = "Delay", .effect = true, .read = read_wait, .start = start_wait},
    {.name = NULL},
};

static const struct wdl_type *const tables[] = {
    wdl_types_control, wdl_types_variable, wdl_types_data, wdl_types_effect};

const struct wdl_type *wdl_type_find(struct str name)
{
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        for (const struct wdl_type *type = tables[i]; type->name; type++) {
            if (str_eq_fold(name, str_of(type->name)))
                return type;
        }
    }
    return NULL;
}

const char *wdl_type_near(struct str name)
{
    const char *names[TYPES];
    size_t n = 0;

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        for (const struct wdl_type *type = tables[i]; type->name; type++)
            names[n++] = type->name;
    }
    return str_nearest(name, names, n);
}
