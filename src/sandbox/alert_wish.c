/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/alert_wish.h"

#include "sandbox/alerts.h"
#include "sandbox/data.h"
#include "sandbox/estate.h"
#include "sandbox/gen.h"
#include "sandbox/sandbox.h"
#include "util/text.h"

static bool add(struct sandbox *sandbox, const struct gen_wish *wish,
                struct err *err)
{
    struct buf text;
    bool good;

    buf_init(&text);
    gen_alert_as(sandbox->gen, wish, &text);
    good = alerts_add(sandbox->alerts, buf_view(&text), err);
    buf_done(&text);
    return good;
}

static bool read_wish(struct sandbox *sandbox, const struct json *json,
                      struct arena *arena, struct gen_wish *wish,
                      struct err *err)
{
    const char *type = data_text(json, "type");
    struct str resource = json_text(json_get(json, "resource"));

    wish->type = gen_type_find(type);
    if (!wish->type)
        return err_set(err, ERR_INPUT, _("There is no detection \"%s\"."),
                       type);
    if (!str_empty(resource)) {
        wish->target = estate_find(sandbox->estate, resource);
        if (!wish->target)
            return err_set(err, ERR_INPUT,
                           _("There is no resource \"%.*s\" in the estate."),
                           STR_ARG(resource));
    }
    wish->user = data_escaped(arena, json, "user");
    wish->address = data_escaped(arena, json, "address");
    wish->command = data_escaped(arena, json, "command");
    wish->severity = data_escaped(arena, json, "severity");
    wish->title = data_escaped(arena, json, "title");
    wish->text = data_escaped(arena, json, "text");
    wish->key = data_escaped(arena, json, "key");
    wish->status = data_escaped(arena, json, "status");
    if (!wish->status)
        wish->status = "Active";
    return true;
}

bool alert_wish(struct sandbox *sandbox, const struct json *json,
                int64_t moment, struct err *err)
{
    struct arena *arena = arena_new();
    struct gen_wish wish = {.moment = moment};
    bool good =
        read_wish(sandbox, json, arena, &wish, err) && add(sandbox, &wish, err);

    arena_free(arena);
    return good;
}

bool alert_noise(struct sandbox *sandbox, int64_t moment, const char *status,
                 struct err *err)
{
    return add(sandbox, &(struct gen_wish){.moment = moment, .status = status},
               err);
}

static const struct gen_type *type_of_bundle(struct str bundle)
{
    /* No resource is a DNS: its detections are about machines. */
    if (str_eq_fold(bundle, STR("DNS")))
        return gen_type_find("AzureDNS_ThreatIntelSuspectDomain");
    for (size_t i = 0; i < gen_types_n; i++) {
        const char *have = gen_kinds[gen_types[i].kind].bundle;

        if (have && str_eq_fold(bundle, str_of(have)))
            return &gen_types[i];
    }
    return NULL;
}

bool alert_sample(struct sandbox *sandbox, struct str subscription,
                  struct str bundle, int64_t moment)
{
    const struct gen_type *type = type_of_bundle(bundle);
    struct arena *arena = arena_new();
    struct gen_target target = {
        .group = "Sample-RG",
        .location = estate_home(sandbox->estate, subscription),
    };
    struct err err;
    bool good;

    if (type && target.location) {
        const char *provider = gen_kinds[type->kind].provider;

        target.subscription = arena_str(arena, subscription).at;
        target.name =
            arena_printf(arena, "Sample-%s", gen_kinds[type->kind].prefix);
        target.id = arena_printf(
            arena, "/subscriptions/%s%s%s%s%s", target.subscription,
            provider[0] ? "/resourceGroups/Sample-RG/providers/" : "", provider,
            provider[0] ? "/" : "", provider[0] ? target.name : "");
    }
    good = type && target.location &&
           add(sandbox,
               &(struct gen_wish){.type = type,
                                  .target = &target,
                                  .moment = moment,
                                  .status = "Active",
                                  .is_sample = true},
               &err);
    arena_free(arena);
    return good;
}
