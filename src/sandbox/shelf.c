/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/shelf.h"

#include "util/buf.h"
#include "util/map.h"
#include "util/mem.h"

struct item {
    char *text; /* NULL once removed */
    size_t len;
    uint64_t revision;
};

struct shelf {
    struct map ids;
    struct item *item; /* by number of the id */
    uint32_t room;
    uint64_t revision;
};

struct shelf *shelf_new(void)
{
    struct shelf *shelf = mem_new(sizeof(*shelf));

    map_init(&shelf->ids, true);
    return shelf;
}

void shelf_free(struct shelf *shelf)
{
    if (!shelf)
        return;
    for (uint32_t i = 0; i < shelf->ids.count; i++)
        mem_free(shelf->item[i].text);
    mem_free(shelf->item);
    map_done(&shelf->ids);
    mem_free(shelf);
}

static struct item *find(const struct shelf *shelf, struct str id)
{
    uint32_t number = map_find(&shelf->ids, id);

    if (number == MAP_NONE || !shelf->item[number].text)
        return NULL;
    return &shelf->item[number];
}

bool shelf_has(const struct shelf *shelf, struct str id)
{
    return find(shelf, id) != NULL;
}

struct str shelf_text(const struct shelf *shelf, struct str id)
{
    const struct item *item = find(shelf, id);

    return item ? (struct str){.at = item->text, .len = item->len} : STR_NONE;
}

struct json *shelf_copy(const struct shelf *shelf, struct str id)
{
    const struct item *item = find(shelf, id);
    struct json *json = NULL;
    struct err err;

    if (item)
        json_parse((struct str){.at = item->text, .len = item->len}, &json,
                   &err);
    return json;
}

struct str shelf_id(const struct shelf *shelf, struct str id)
{
    if (!find(shelf, id))
        return STR_NONE;
    return map_text(&shelf->ids, map_find(&shelf->ids, id));
}

uint64_t shelf_revision(const struct shelf *shelf, struct str id)
{
    const struct item *item = find(shelf, id);

    return item ? item->revision : 0;
}

bool shelf_put(struct shelf *shelf, struct str id, const struct json *value)
{
    struct item *item;
    struct buf text;
    uint32_t number;

    if (shelf->ids.count >= SHELF_MAX && map_find(&shelf->ids, id) == MAP_NONE)
        return false;
    number = map_add(&shelf->ids, id);
    if (number >= shelf->room) {
        uint32_t room = shelf->room ? shelf->room * 2 : 256;

        shelf->item = mem_grow(shelf->item, room, sizeof(*shelf->item));
        for (uint32_t i = shelf->room; i < room; i++)
            shelf->item[i] = (struct item){0};
        shelf->room = room;
    }
    buf_init(&text);
    json_write(value, JSON_COMPACT, &text);
    item = &shelf->item[number];
    mem_free(item->text);
    item->len = text.len;
    item->text = buf_take(&text);
    item->revision = ++shelf->revision;
    return true;
}

struct json *shelf_part(struct json *resource, const char *name)
{
    if (json_type(json_member(resource, name)) != JSON_OBJECT)
        json_set_take(resource, name, json_new_object());
    return json_member(resource, name);
}

void shelf_merge_into(struct json *target, const struct json *patch)
{
    for (struct json_each e = json_each(patch); json_next(&e);) {
        struct json *member = json_member(target, e.name);

        if (!e.value)
            json_remove(target, e.name);
        else if (json_type(e.value) == JSON_OBJECT &&
                 json_type(member) == JSON_OBJECT)
            shelf_merge_into(member, e.value);
        else
            json_set_take(target, e.name, json_copy(e.value));
    }
}

bool shelf_merge(struct shelf *shelf, struct str id, const struct json *patch)
{
    struct json *json = shelf_copy(shelf, id);

    if (!json)
        return false;
    shelf_merge_into(json, patch);
    shelf_put(shelf, id, json);
    json_free(json);
    return true;
}

bool shelf_remove(struct shelf *shelf, struct str id)
{
    struct item *item = find(shelf, id);

    if (!item)
        return false;
    mem_free(item->text);
    item->text = NULL;
    return true;
}

bool shelf_next(struct shelf_each *each)
{
    const struct shelf *shelf = each->shelf;

    while (each->next < shelf->ids.count) {
        uint32_t number = each->next++;
        const struct item *item = &shelf->item[number];

        if (!item->text)
            continue;
        each->id = map_text(&shelf->ids, number);
        each->text = (struct str){.at = item->text, .len = item->len};
        return true;
    }
    return false;
}
