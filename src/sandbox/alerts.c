/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/alerts.h"

#include <string.h>

#include "sandbox/armid.h"
#include "sandbox/shelf.h"
#include "sandbox/suppress.h"
#include "util/map.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

struct alert {
    char *id;
    char *text;
    size_t len;
};

struct alerts {
    const struct shelf *rules; /* suppressions */
    struct map names;
    struct alert *alert; /* by number of the name */
    uint32_t *order;     /* numbers, by name from last to first: the newest,
                            whose name is least, is appended */
    uint32_t room;
};

struct alerts *alerts_new(const struct shelf *suppressions)
{
    struct alerts *alerts = mem_new(sizeof(*alerts));

    alerts->rules = suppressions;
    map_init(&alerts->names, true);
    return alerts;
}

void alerts_free(struct alerts *alerts)
{
    if (!alerts)
        return;
    for (uint32_t i = 0; i < alerts->names.count; i++) {
        mem_free(alerts->alert[i].id);
        mem_free(alerts->alert[i].text);
    }
    mem_free(alerts->alert);
    mem_free(alerts->order);
    map_done(&alerts->names);
    mem_free(alerts);
}

size_t alerts_count(const struct alerts *alerts)
{
    return alerts->names.count;
}

/* How many alerts come before @name in the order, that is, are older. */
static uint32_t rank(const struct alerts *alerts, struct str name, uint32_t n)
{
    uint32_t low = 0, high = n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct str there = map_text(&alerts->names, alerts->order[middle]);

        if (str_cmp_fold(there, name) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void alert_set(struct alert *alert, struct str text)
{
    mem_free(alert->text);
    alert->text = mem_textn(text.at, text.len);
    alert->len = text.len;
}

static void insert(struct alerts *alerts, struct str id, struct str text)
{
    uint32_t n = alerts->names.count, at;

    if (n == alerts->room) {
        alerts->room = alerts->room ? alerts->room * 2 : 256;
        alerts->alert =
            mem_grow(alerts->alert, alerts->room, sizeof(*alerts->alert));
        alerts->order =
            mem_grow(alerts->order, alerts->room, sizeof(*alerts->order));
    }
    at = rank(alerts, armid_name(id), n);
    memmove(&alerts->order[at + 1], &alerts->order[at],
            (n - at) * sizeof(*alerts->order));
    alerts->order[at] = map_add(&alerts->names, armid_name(id));
    alerts->alert[n] = (struct alert){.id = mem_textn(id.at, id.len)};
    alert_set(&alerts->alert[n], text);
}

/* One that a suppression rule covers arrives dismissed (FACTS 7). */
static void insert_new(struct alerts *alerts, struct str id, struct json *json,
                       struct str text)
{
    struct buf dismissed;

    if (!suppress_covers(alerts->rules, json, when_now())) {
        insert(alerts, id, text);
        return;
    }
    json_set_text(shelf_part(json, "properties"), "status", "Dismissed");
    buf_init(&dismissed);
    json_write(json, JSON_COMPACT, &dismissed);
    insert(alerts, id, buf_view(&dismissed));
    buf_done(&dismissed);
}

bool alerts_add(struct alerts *alerts, struct str text, struct err *err)
{
    struct json *json = NULL;
    struct str id;
    uint32_t number;
    bool good = false;

    if (!json_parse(text, &json, err))
        return false;
    id = json_text(json_get(json, "id"));
    number = map_find(&alerts->names, armid_name(id));
    if (str_empty(armid_part(id, STR("alerts"))) ||
        str_empty(armid_part(id, STR("locations"))) ||
        str_empty(armid_part(id, STR("subscriptions"))))
        err_set(err, ERR_INPUT,
                _("\"%.*s\" is not the id of an alert: there must be a "
                  "subscription, a location and a name in it."),
                STR_ARG(id));
    else if (number == MAP_NONE && alerts->names.count == ALERTS_MAX)
        err_set(err, ERR_INPUT,
                _("There are %d alerts already, and no more fit."), ALERTS_MAX);
    else
        good = true;
    if (good && number == MAP_NONE)
        insert_new(alerts, id, json, text);
    else if (good)
        alert_set(&alerts->alert[number], text);
    json_free(json);
    return good;
}

bool alerts_merge(struct alerts *alerts, struct str id,
                  const struct json *patch)
{
    uint32_t number = map_find(&alerts->names, armid_name(id));
    struct json *json = NULL;
    struct alert *alert;
    struct buf text;
    struct err err;

    if (number == MAP_NONE)
        return false;
    alert = &alerts->alert[number];
    if (!json_parse((struct str){.at = alert->text, .len = alert->len}, &json,
                    &err))
        return false;
    shelf_merge_into(json, patch);
    buf_init(&text);
    json_write(json, JSON_COMPACT, &text);
    alert_set(alert, buf_view(&text));
    buf_done(&text);
    json_free(json);
    return true;
}

struct str alerts_find(const struct alerts *alerts, struct str name,
                       struct str *id)
{
    uint32_t number = map_find(&alerts->names, name);

    if (number == MAP_NONE)
        return STR_NONE;
    *id = str_of(alerts->alert[number].id);
    return (struct str){.at = alerts->alert[number].text,
                        .len = alerts->alert[number].len};
}

struct alerts_each alerts_each(const struct alerts *alerts, struct str after)
{
    uint32_t n = alerts->names.count;

    return (struct alerts_each){
        .alerts = alerts,
        .left = str_empty(after) ? n : rank(alerts, after, n),
    };
}

bool alerts_next(struct alerts_each *each)
{
    const struct alerts *alerts = each->alerts;
    uint32_t number;

    if (each->left == 0)
        return false;
    number = alerts->order[--each->left];
    each->name = map_text(&alerts->names, number);
    each->id = str_of(alerts->alert[number].id);
    each->text = (struct str){.at = alerts->alert[number].text,
                              .len = alerts->alert[number].len};
    return true;
}
