/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of storage accounts, below /blob/ACCOUNT.table: an entity stands on
 * the shelf by its two keys.
 */
#include "sandbox/blob.h"
#include "sandbox/handlers.h"
#include "sandbox/odata.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/url.h"

#define TABLE_DATA                                                             \
    "Microsoft.Storage/storageAccounts/tableServices/tables/entities/"

/* What is asked: of an account a table, perhaps one entity of it. */
struct want {
    struct str account;
    struct str table;
    const char *place; /* of the table on the shelf */
    const char *id;    /* of the entity; NULL: none */
};

/* 'text', with its doubled quotes, behind "PartitionKey=". */
static bool key_of(struct call *call, struct str text, struct str name,
                   struct str *out)
{
    size_t at = str_find(text, name);
    struct buf value;

    if (at == STR_NOWHERE)
        return false;
    text = str_sub(text, at + name.len, STR_NOWHERE);
    if (!str_starts(text, STR("='")))
        return false;
    buf_init(&value);
    for (size_t i = 2; i < text.len; i++) {
        if (text.at[i] == '\'' && (i + 1 == text.len || text.at[++i] != '\''))
            break;
        buf_char(&value, text.at[i]);
    }
    *out = arena_str(call->arena, buf_view(&value));
    buf_done(&value);
    return true;
}

static const char *entity_id(struct call *call, const char *place,
                             struct str partition, struct str row)
{
    struct buf id;
    const char *out;

    buf_init(&id);
    buf_printf(&id, "%s/", place);
    url_encode(partition, &id);
    buf_char(&id, '/');
    url_encode(row, &id);
    out = arena_str(call->arena, buf_view(&id)).at;
    buf_done(&id);
    return out;
}

/* "NAME.table", and "t", "t()" or "t(PartitionKey='p',RowKey='r')". */
static bool read_want(struct sandbox *sandbox, struct call *call,
                      const char *right, struct want *out)
{
    struct str rest = call->arg[1];
    size_t open = str_find_char(rest, '(');
    struct str keys =
        open == STR_NOWHERE ? STR_NONE : str_sub(rest, open, STR_NOWHERE);
    struct str partition, row;

    *out = (struct want){.table = str_sub(rest, 0, open)};
    out->account = call->arg[0];
    if (!blob_open(sandbox, call, right))
        return false;
    out->place = arena_printf(call->arena, "/table/%.*s/%.*s",
                              STR_ARG(out->account), STR_ARG(out->table));
    if (key_of(call, keys, STR("PartitionKey"), &partition) &&
        key_of(call, keys, STR("RowKey"), &row))
        out->id = entity_id(call, out->place, partition, row);
    return true;
}

static void no_table(struct call *call)
{
    call_fail(call, 404, "TableNotFound",
              "The table specified does not exist.");
}

static void no_entity(struct call *call)
{
    call_fail(call, 404, "ResourceNotFound",
              "The specified resource does not exist.");
}

static bool is_below(struct str id, const char *place)
{
    struct str head = str_of(place);

    return str_starts(id, head) && id.len > head.len && id.at[head.len] == '/';
}

/* What stands below a place, one below the other. */
static void list(struct sandbox *sandbox, struct call *call, const char *place)
{
    struct json *body = json_new_object();
    struct json *value = json_new_array();
    bool holds = true;

    for (struct shelf_each e = {.shelf = sandbox->shelf};
         shelf_next(&e) && holds;) {
        bool fits = false;
        struct json *row;

        if (!is_below(e.id, place))
            continue;
        row = shelf_copy(sandbox->shelf, e.id);
        holds = odata_holds(call_argument(call, "$filter"), row, &fits);
        if (holds && fits)
            json_add_take(value, row);
        else
            json_free(row);
    }
    json_set_take(body, "value", value);
    if (holds) {
        call_answer_take(call, 200, body);
        return;
    }
    json_free(body);
    call_fail(call, 400, "InvalidInput",
              "One of the request inputs is not valid.");
}

static void table_get(struct sandbox *sandbox, struct call *call)
{
    struct want want;

    if (!read_want(sandbox, call, TABLE_DATA "read", &want))
        return;
    if (str_eq(want.table, STR("Tables")))
        list(sandbox, call,
             arena_printf(call->arena, "/tables/%.*s", STR_ARG(want.account)));
    else if (!shelf_has(sandbox->shelf,
                        str_of(arena_printf(call->arena, "/tables/%.*s/%.*s",
                                            STR_ARG(want.account),
                                            STR_ARG(want.table)))))
        no_table(call);
    else if (!want.id)
        list(sandbox, call, want.place);
    else if (shelf_has(sandbox->shelf, str_of(want.id)))
        call_answer_text(call, 200,
                         shelf_text(sandbox->shelf, str_of(want.id)));
    else
        no_entity(call);
}

static void make_table(struct sandbox *sandbox, struct call *call,
                       const struct want *want, const struct json *body)
{
    struct str name = json_text(json_get(body, "TableName"));
    struct str id = str_of(arena_printf(call->arena, "/tables/%.*s/%.*s",
                                        STR_ARG(want->account), STR_ARG(name)));

    if (name.len < 3 || name.len > 63 || !str_made_of(name, "")) {
        call_fail(call, 400, "InvalidResourceName",
                  "The specified resource name contains invalid characters.");
    } else if (shelf_has(sandbox->shelf, id)) {
        call_fail(call, 409, "TableAlreadyExists",
                  "The table specified already exists.");
    } else {
        struct json *table = json_new_object();

        json_set_str(table, "TableName", name);
        shelf_put(sandbox->shelf, id, table);
        call_answer_take(call, 201, table);
    }
}

static void insert(struct sandbox *sandbox, struct call *call,
                   const struct want *want, const struct json *body)
{
    const struct json *partition = json_get(body, "PartitionKey");
    const struct json *row = json_get(body, "RowKey");
    struct str id;

    if (json_type(partition) != JSON_TEXT || json_type(row) != JSON_TEXT) {
        call_fail(call, 400, "PropertiesNeedValue",
                  "The values are not specified for all properties in the "
                  "entity.");
        return;
    }
    id = str_of(
        entity_id(call, want->place, json_text(partition), json_text(row)));
    if (shelf_has(sandbox->shelf, id)) {
        call_fail(call, 409, "EntityAlreadyExists",
                  "The specified entity already exists.");
        return;
    }
    shelf_put(sandbox->shelf, id, body);
    call_answer_take(call, 201, json_copy(body));
}

static void table_post(struct sandbox *sandbox, struct call *call)
{
    struct want want;
    struct json *body;

    if (!read_want(sandbox, call, TABLE_DATA "add/action", &want) ||
        !call_object(call, &body))
        return;
    if (str_eq(want.table, STR("Tables")))
        make_table(sandbox, call, &want, body);
    else if (!shelf_has(sandbox->shelf,
                        str_of(arena_printf(call->arena, "/tables/%.*s/%.*s",
                                            STR_ARG(want.account),
                                            STR_ARG(want.table)))))
        no_table(call);
    else
        insert(sandbox, call, &want, body);
    json_free(body);
}

/* PUT replaces, PATCH and MERGE add to what is there.  If-Match wants that it
 * is there. */
static void table_put(struct sandbox *sandbox, struct call *call)
{
    bool merges = !str_eq(call->method, STR("PUT"));
    struct want want;
    struct json *body;
    bool is_there;

    if (!read_want(sandbox, call, TABLE_DATA "write", &want) ||
        !call_object(call, &body))
        return;
    is_there = want.id && shelf_has(sandbox->shelf, str_of(want.id));
    if (!want.id || (!is_there && !str_empty(call_header(call, "If-Match")))) {
        no_entity(call);
    } else {
        struct json *row = merges && is_there
                               ? shelf_copy(sandbox->shelf, str_of(want.id))
                               : json_new_object();
        struct str partition, key;

        shelf_merge_into(row, body);
        if (key_of(call, call->arg[1], STR("PartitionKey"), &partition) &&
            key_of(call, call->arg[1], STR("RowKey"), &key)) {
            json_set_str(row, "PartitionKey", partition);
            json_set_str(row, "RowKey", key);
        }
        shelf_put(sandbox->shelf, str_of(want.id), row);
        json_free(row);
        call_answer(call, 204);
    }
    json_free(body);
}

static void table_delete(struct sandbox *sandbox, struct call *call)
{
    struct want want;

    if (!read_want(sandbox, call, TABLE_DATA "delete", &want))
        return;
    if (str_empty(call_header(call, "If-Match")))
        call_fail(call, 400, "MissingRequiredHeader",
                  "An HTTP header that's mandatory for this request is not "
                  "specified.");
    else if (!want.id || !shelf_remove(sandbox->shelf, str_of(want.id)))
        no_entity(call);
    else
        call_answer(call, 204);
}

static const struct route rows[] = {
    {"GET", "/blob/{}.table/{}", SERVICE_BLOB, table_get},
    {"POST", "/blob/{}.table/{}", SERVICE_BLOB, table_post},
    {"PUT", "/blob/{}.table/{}", SERVICE_BLOB, table_put},
    {"PATCH", "/blob/{}.table/{}", SERVICE_BLOB, table_put},
    {"MERGE", "/blob/{}.table/{}", SERVICE_BLOB, table_put},
    {"DELETE", "/blob/{}.table/{}", SERVICE_BLOB, table_delete},
};

const struct route_table table_routes = ROUTE_TABLE(rows);
