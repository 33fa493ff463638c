/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "util/file.h"
#include "util/json.h"
#include "util/mem.h"

#define TEXT 64

void figures_init(struct figures *sample)
{
    *sample = (struct figures){.n = 0};
}

void figures_done(struct figures *sample)
{
    mem_free(sample->values);
    figures_init(sample);
}

static int compare(const void *a, const void *b)
{
    const double *left = a;
    const double *right = b;

    return (*left > *right) - (*left < *right);
}

void figures_add(struct figures *sample, double value)
{
    if ((sample->n & (sample->n - 1)) == 0)
        sample->values = mem_grow(sample->values, sample->n * 2 + 1,
                                  sizeof(*sample->values));
    sample->values[sample->n++] = value;
}

double figures_percentile(const struct figures *sample, double percent)
{
    double place;
    size_t below;

    if (sample->n == 0)
        return 0;
    qsort(sample->values, sample->n, sizeof(*sample->values), compare);
    place = (double)(sample->n - 1) * percent / 100;
    below = (size_t)place;
    if (below + 1 >= sample->n)
        return sample->values[sample->n - 1];
    return sample->values[below] +
           (sample->values[below + 1] - sample->values[below]) *
               (place - (double)below);
}

double figures_median(const struct figures *sample)
{
    return figures_percentile(sample, 50);
}

void results_init(struct results *results)
{
    *results = (struct results){.texts = arena_new()};
}

void results_done(struct results *results)
{
    arena_free(results->texts);
    mem_free(results->items);
    *results = (struct results){.n = 0};
}

double result_ratio(const struct result *result)
{
    if (result->sense == SENSE_NONE)
        return 0;
    if (result->sense == SENSE_BELOW)
        return result->value / result->limit;
    return result->value > 0 ? result->limit / result->value : 1e9;
}

bool result_kept(const struct result *result)
{
    return result->sense == SENSE_NONE || result_ratio(result) <= 1;
}

bool result_says(const struct result *result)
{
    return result->sense != SENSE_BELOW || result_kept(result) ||
           result->beside <= result->limit;
}

static const char *verdict(const struct result *result)
{
    return result_kept(result) ? " " : result_says(result) ? "!" : "?";
}

/* Three figures that count; from a thousand on, whole numbers in groups. */
static const char *number(double value, char out[TEXT])
{
    char digits[TEXT];
    size_t len;
    size_t n = 0;

    if (value < 1000) {
        snprintf(out, TEXT, "%.*f",
                 value >= 100  ? 0
                 : value >= 10 ? 1
                               : 2,
                 value);
        return out;
    }
    len = (size_t)snprintf(digits, sizeof(digits), "%.0f", value);
    for (size_t i = 0; i < len && n < TEXT - 2; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            out[n++] = ',';
        out[n++] = digits[i];
    }
    out[n] = '\0';
    return out;
}

static const char *measured(const struct result *result, char out[TEXT * 2])
{
    char text[TEXT];

    snprintf(out, TEXT * 2, "%s %s", number(result->value, text), result->unit);
    return out;
}

static const char *bound(const struct result *result, char out[TEXT * 3])
{
    const char *word = result->sense == SENSE_BELOW ? "<" : "≥";
    char limit[TEXT];
    char goal[TEXT];

    *out = '\0';
    if (result->sense != SENSE_NONE && result->goal > 0)
        snprintf(out, TEXT * 3, "%s %s (goal %s)", word,
                 number(result->limit, limit), number(result->goal, goal));
    else if (result->sense != SENSE_NONE)
        snprintf(out, TEXT * 3, "%s %s", word, number(result->limit, limit));
    return out;
}

void results_add(struct results *results, const struct result *result)
{
    struct result copy = *result;
    char value[TEXT * 2];

    copy.id = arena_text(results->texts, result->id);
    copy.work = arena_text(results->texts, result->work);
    if (result->beside_name != NULL)
        copy.beside_name = arena_text(results->texts, result->beside_name);
    results->items =
        mem_grow(results->items, results->n + 1, sizeof(*results->items));
    results->items[results->n++] = copy;
    fprintf(stderr, "bench: %s: %s\n", result->work, measured(result, value));
}

/* "≥" is one column and three bytes. */
static int wide(const char *text, int columns)
{
    return columns + (strstr(text, "≥") != NULL ? 2 : 0);
}

static void print_one(const struct result *result)
{
    char value[TEXT * 2];
    char limits[TEXT * 3];
    char ratio[TEXT] = "";
    char beside[TEXT];

    bound(result, limits);
    if (result->sense != SENSE_NONE)
        snprintf(ratio, sizeof(ratio), "%.2f%s", result_ratio(result),
                 verdict(result));
    printf("%-50s %16s  %-*s %6s", result->work, measured(result, value),
           wide(limits, 28), limits, ratio);
    if (result->beside > 0)
        printf("  %s %s", result->beside_name, number(result->beside, beside));
    putchar('\n');
}

void results_print(const struct results *results)
{
    size_t missed = 0;
    size_t open = 0;

    printf("%-50s %16s  %-28s %6s  %s\n", "work", "measured", "limit (goal)",
           "ratio", "beside it, here and now");
    for (size_t i = 0; i < results->n; i++) {
        print_one(&results->items[i]);
        open += !result_says(&results->items[i]);
        missed +=
            result_says(&results->items[i]) && !result_kept(&results->items[i]);
    }
    printf("ratio: of the limit; up to 1.00 keeps it.  %zu missed.\n", missed);
    if (open > 0)
        printf("?: %zu say nothing, since the machine is so busy that what "
               "stands beside them misses the limit too.\n",
               open);
}

static struct json *to_json(const struct result *result)
{
    static const char *const senses[] = {[SENSE_BELOW] = "below",
                                         [SENSE_ABOVE] = "above",
                                         [SENSE_NONE] = "none"};
    struct json *out = json_new_object();

    json_set_text(out, "id", result->id);
    json_set_text(out, "work", result->work);
    json_set_text(out, "unit", result->unit);
    json_set_take(out, "value", json_new_real(result->value));
    json_set_text(out, "sense", senses[result->sense]);
    if (result->sense != SENSE_NONE) {
        json_set_take(out, "limit", json_new_real(result->limit));
        json_set_take(out, "ratio", json_new_real(result_ratio(result)));
        json_set_bool(out, "kept", result_kept(result));
        json_set_bool(out, "says", result_says(result));
    }
    if (result->goal > 0)
        json_set_take(out, "goal", json_new_real(result->goal));
    if (result->beside > 0) {
        json_set_text(out, "besideName", result->beside_name);
        json_set_take(out, "beside", json_new_real(result->beside));
    }
    return out;
}

void results_write(const struct results *results, size_t rows, const char *path)
{
    struct json *out = json_new_object();
    struct json *items = json_new_array();
    struct err err = {0};
    struct buf text;

    for (size_t i = 0; i < results->n; i++)
        json_add_take(items, to_json(&results->items[i]));
    json_set_int(out, "rows", (int64_t)rows);
    json_set_take(out, "machine", machine_json());
    json_set_take(out, "results", items);
    buf_init(&text);
    json_write(out, JSON_PRETTY, &text);
    buf_char(&text, '\n');
    json_free(out);
    if (!file_write(path, buf_view(&text), &err))
        die("%s", err.text);
    buf_done(&text);
}
