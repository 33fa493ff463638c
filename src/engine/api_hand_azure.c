/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_hand_azure.c - Azure Resource Manager, Graph, Defender for Endpoint: the
 * connectors' paths are those of the services.
 */
#include "engine/api_hand_azure.h"

#include "engine/api_entry.h"
#include "util/text.h"

#define COMPUTE_VERSION "2024-03-01"

bool api_contain(struct api_making *making, struct str place)
{
    struct str path = str_sub(place, 0, str_find_char(place, '?'));
    const struct json *parameters;
    struct api_entry found;
    struct err ignored;

    if (!api_entry_find(making->ask->catalogue,
                        api_input_text(making, "method"),
                        api_decoded(path, 1, making->arena),
                        api_input(making, "body"), making->arena, &found) ||
        !containment_fits(found.entry, found.target) ||
        !containment_parameters(found.entry, found.parameters, found.target,
                                making->arena, &parameters, &ignored))
        return false;
    making->act->kind = "contain";
    making->act->class = found.entry->class;
    json_set_text(making->with, "action", found.entry->name);
    json_set_str(making->with, "target", found.target);
    json_set_take(making->with, "parameters", json_copy(found.parameters));
    return true;
}

/* "providers/Microsoft.Network/networkInterfaces%2Fnic-1": the connector takes
 * the rest of an id in one piece. */
static bool put_path(struct api_making *making, struct buf *out,
                     struct err *err)
{
    struct str path = making->path;
    struct buf opened;
    bool good;

    buf_init(&opened);
    for (size_t i = 0; i < path.len; i++) {
        bool slash = str_starts_fold(str_sub(path, i, 3), STR("%2F"));

        buf_char(&opened, slash ? '/' : path.at[i]);
        i += slash ? 2 : 0;
    }
    good = api_address_put(buf_view(&opened), out, err);
    buf_done(&opened);
    return good;
}

static void put_version(struct api_making *making, struct buf *out)
{
    struct str version = api_input_text(making, "queries.x-ms-api-version");

    if (str_empty(version))
        version = api_input_text(making, "queries.api-version");
    if (str_empty(version))
        version = STR(COMPUTE_VERSION);
    buf_char(out, str_find_char(buf_view(out), '?') == STR_NOWHERE ? '?' : '&');
    buf_text(out, "api-version=");
    buf_str(out, version);
}

/* @versioned: with the version of the API, which ARM wants. */
static bool ask_azure(struct api_making *making, enum audience audience,
                      bool versioned, struct err *err)
{
    static const char *const versions[] = {"x-ms-api-version", "api-version",
                                           NULL};
    struct buf url;
    bool good;

    buf_init(&url);
    good = put_path(making, &url, err);
    if (versioned)
        put_version(making, &url);
    api_queries_put(api_input(making, "queries"), versioned ? versions : NULL,
                    &url);
    if (good && making->act->class != CLASS_READ &&
        api_contain(making, buf_view(&url))) {
        buf_done(&url);
        return true;
    }
    if (*making->ask->step->contain)
        making->act->class = CLASS_IRREVERSIBLE;
    making->act->follows = audience == AUDIENCE_ARM;
    api_put_request(making, NULL, audience_name(audience), NULL,
                    arena_str(making->arena, buf_view(&url)));
    api_put_body(making, api_input(making, "body"));
    buf_done(&url);
    return good;
}

static bool arm_ask(struct api_making *making, struct err *err)
{
    return ask_azure(making, AUDIENCE_ARM, true, err);
}

static bool graph_ask(struct api_making *making, struct err *err)
{
    return ask_azure(making, AUDIENCE_GRAPH, false, err);
}

static bool endpoint_ask(struct api_making *making, struct err *err)
{
    return ask_azure(making, AUDIENCE_ENDPOINT, false, err);
}

const struct api_hand api_hand_arm = {.ask = arm_ask};
const struct api_hand api_hand_graph = {.ask = graph_ask};
const struct api_hand api_hand_endpoint = {.ask = endpoint_ask};
