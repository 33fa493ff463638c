/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * entity.c - the entities that an alert names, with what a person calls each;
 * see canon.h.
 */
#include "model/canon.h"

#include "model/limits.h"
#include "util/buf.h"
#include "util/map.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))
#define PATHS    4

/* By which members a person calls a thing: the first that is there.  A dot
 * steps into another entity, and through a reference. */
static const struct {
    const char *type;
    const char *paths[PATHS];
} names[] = {
    {.type = "host", .paths = {"HostName", "NetBiosName", "AzureID"}},
    {.type = "ip", .paths = {"Address"}},
    {.type = "account", .paths = {"Name", "DisplayName", "AadUserId", "Sid"}},
    {.type = "process",
     .paths = {"CommandLine", "ImageFile.Name", "ProcessId"}},
    {.type = "file", .paths = {"Name"}},
    {.type = "filehash", .paths = {"Value"}},
    {.type = "azure-resource", .paths = {"ResourceId"}},
    {.type = "url", .paths = {"Url"}},
    {.type = "dns", .paths = {"DomainName"}},
    {.type = "network-connection",
     .paths = {"DestinationAddress.Address", "SourceAddress.Address",
               "DestinationAddress", "SourceAddress"}},
    {.type = "malware", .paths = {"Name"}},
    {.type = "registry-key", .paths = {"Key"}},
    {.type = "registry-value", .paths = {"Name", "Key.Key"}},
    {.type = "security-group", .paths = {"DistinguishedName", "SID"}},
    {.type = "cloud-application", .paths = {"Name", "AppId"}},
    {.type = "mailbox", .paths = {"MailboxPrimaryAddress", "Upn"}},
    {.type = "host-logon-session", .paths = {"SessionId"}},
    {.type = "blob", .paths = {"Url", "Name"}},
    {.type = "container", .paths = {"Name", "ContainerId"}},
    {.type = "container-image", .paths = {"ImageId"}},
    {.type = "k8s-cluster", .paths = {"CloudResource.ResourceId"}},
    {.type = "gcp-resource", .paths = {"ResourceName"}},
    {.type = "amazon-resource", .paths = {"AmazonResourceId"}},
    {.type = "iotdevice", .paths = {"DeviceName", "DeviceId"}},
};
/* For all others, blob containers, namespaces and pods among them. */
static const char *const common[PATHS] = {"Name", "DisplayName", "ResourceId",
                                          "Url"};

struct walk {
    struct arena *arena;
    struct map ids;                  /* $id, by number … */
    const struct json **definitions; /* … what it means */
    struct entity *entities;
    size_t n;
};

static struct str id_text(const struct json *value, struct arena *arena)
{
    struct buf text;
    struct str copy;

    if (json_type(value) == JSON_TEXT)
        return json_text(value);
    buf_init(&text);
    json_put_text(value, &text);
    copy = arena_str(arena, buf_view(&text));
    buf_done(&text);
    return copy;
}

/* Objects in it, each of which could be an entity or a definition. */
static size_t count(const struct json *json)
{
    struct json_each each = json_each(json);
    size_t n = json_type(json) == JSON_OBJECT;

    while (json_next(&each))
        n += count(each.value);
    return n;
}

/* Notes what each $id means; the first definition counts. */
static void define(struct walk *walk, const struct json *json)
{
    struct json_each each = json_each(json);
    const struct json *id = json_find(json, STR("$id"));

    if (id) {
        uint32_t count = walk->ids.count;
        uint32_t number = map_add(&walk->ids, id_text(id, walk->arena));

        if (number == count)
            walk->definitions[number] = json;
    }
    while (json_next(&each))
        define(walk, each.value);
}

/* What stands there, or what the reference there means; NULL for one that
 * dangles, or points to another reference. */
static const struct json *resolved(const struct walk *walk,
                                   const struct json *value)
{
    const struct json *ref = json_find(value, STR("$ref"));
    uint32_t number;

    if (!ref)
        return value;
    number = map_find(&walk->ids, id_text(ref, walk->arena));
    return number == MAP_NONE ? NULL : walk->definitions[number];
}

static struct str member_at(const struct walk *walk, const struct json *entity,
                            const char *path)
{
    struct str rest = str_of(path);
    struct str part;
    const struct json *value = entity;

    while (value && str_cut(&rest, '.', &part))
        value = resolved(walk, json_find(value, part));
    return json_text(value);
}

static struct str first_name(const struct walk *walk, const struct json *entity,
                             const char *const *paths)
{
    struct str name = STR_NONE;

    for (size_t i = 0; i < PATHS && paths[i] && str_empty(name); i++)
        name = member_at(walk, entity, paths[i]);
    return name;
}

/* Name@UPNSuffix, or DOMAIN\Name. */
static struct str account_name(const struct walk *walk,
                               const struct json *entity, struct str name)
{
    struct str own = json_text(json_find(entity, STR("Name")));
    struct str suffix = json_text(json_find(entity, STR("UPNSuffix")));
    struct str domain = json_text(json_find(entity, STR("NTDomain")));

    if (str_empty(own))
        return name;
    if (!str_empty(suffix) && str_find_char(own, '@') == STR_NOWHERE)
        return str_of(arena_printf(walk->arena, "%.*s@%.*s", STR_ARG(own),
                                   STR_ARG(suffix)));
    if (!str_empty(domain))
        return str_of(arena_printf(walk->arena, "%.*s\\%.*s", STR_ARG(domain),
                                   STR_ARG(own)));
    return own;
}

static struct str file_name(const struct walk *walk, const struct json *entity,
                            struct str name)
{
    struct str directory = json_text(json_find(entity, STR("Directory")));
    bool windows = str_find_char(directory, '\\') != STR_NOWHERE;
    const char *mark = windows ? "\\" : "/";

    if (str_empty(directory))
        return name;
    if (str_ends(directory, str_of(mark)))
        mark = "";
    return str_of(arena_printf(walk->arena, "%.*s%s%.*s", STR_ARG(directory),
                               mark, STR_ARG(name)));
}

static struct str entity_name(const struct walk *walk, struct str type,
                              const struct json *object)
{
    struct str name;
    size_t i = 0;

    while (i < N(names) && !str_eq(type, str_of(names[i].type)))
        i++;
    name = first_name(walk, object, i < N(names) ? names[i].paths : common);
    if (str_eq(type, STR("account")))
        return account_name(walk, object, name);
    if (str_eq(type, STR("file")))
        return file_name(walk, object, name);
    return name;
}

/* Every definition stands in one place, so a walk that does not follow
 * references meets each entity once and cannot go in circles. */
static void list(struct walk *walk, const struct json *json)
{
    struct json_each each = json_each(json);
    struct str type = json_text(json_find(json, STR("Type")));

    if (walk->n >= LIMIT_ENTITIES)
        return;
    if (json_type(json) == JSON_OBJECT && !str_empty(type)) {
        struct entity *entity = &walk->entities[walk->n++];

        entity->type = arena_lower(walk->arena, type);
        entity->object = json;
        entity->name = entity_name(walk, entity->type, json);
    }
    while (json_next(&each))
        list(walk, each.value);
}

size_t entity_list(const struct json *body, struct arena *arena,
                   struct entity **out)
{
    const struct json *entities = json_find(body, STR("Entities"));
    const struct json *others = json_find(body, STR("ResourceIdentifiers"));
    struct walk walk = {.arena = arena};
    size_t n = count(entities);

    if (json_type(entities) != JSON_ARRAY) {
        *out = NULL;
        return 0;
    }
    map_init(&walk.ids, false);
    walk.definitions =
        arena_array(arena, n + count(others), sizeof(*walk.definitions));
    walk.entities = arena_array(arena, n, sizeof(*walk.entities));
    define(&walk, entities);
    define(&walk, others);
    list(&walk, entities);
    map_done(&walk.ids);
    *out = walk.entities;
    return walk.n;
}
