/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_simulate.c - asks Defender for sample alerts (FACTS 4).
 */
#include "connect/action.h"
#include "connect/arm.h"
#include "util/text.h"
#include "util/url.h"

static const struct field fields[] = {
    {
        .name = "subscription",
        .label = N_("Subscription"),
        .help = N_("Where the sample alerts are to appear."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "location",
        .label = N_("Location"),
        .help = N_("Home region of Defender in that subscription."),
        .type = FIELD_TEXT,
        .required = true,
    },
    {
        .name = "bundles",
        .label = N_("Bundles"),
        .help = N_("Which plans, separated by blanks; empty for all."),
        .type = FIELD_TEXT,
        .fallback = "AppServices DNS KeyVaults KubernetesService "
                    "ResourceManager SqlServers StorageAccounts "
                    "VirtualMachines CosmosDbs",
    },
    {
        .name = "api_version",
        .label = N_("API version"),
        .help = N_("Version of the interface that is asked."),
        .type = FIELD_TEXT,
        .fallback = "2022-01-01",
    },
};

extern const struct action_kind action_simulate;

static void write_body(struct str bundles, struct buf *out)
{
    struct json *body = json_new_object();
    struct json *properties = json_new_object();
    struct json *list = json_new_array();
    struct str name;

    while (str_cut(&bundles, ' ', &name)) {
        if (name.len > 0)
            json_add_take(list, json_new_text(name));
    }
    json_set_text(properties, "kind", "Bundles");
    json_set_take(properties, "bundles", list);
    json_set_take(body, "properties", properties);
    json_write(body, JSON_COMPACT, out);
    json_free(body);
}

static bool simulate_render(const struct json *with,
                            const struct action_context *context,
                            struct arena *arena, struct request *out,
                            struct err *err)
{
    static const char path[] =
        "/subscriptions/%s/providers/Microsoft.Security/locations/%s/alerts/"
        "default/simulate?api-version=%s";
    static const char *const parts[] = {"subscription", "location",
                                        "api_version"};
    const char *encoded[3];
    struct buf text;

    (void)context;
    (void)err;
    buf_init(&text);
    for (int i = 0; i < 3; i++) {
        buf_clear(&text);
        url_encode(action_text(&action_simulate, with, parts[i]), &text);
        encoded[i] = arena_str(arena, buf_view(&text)).at;
    }
    buf_clear(&text);
    write_body(action_text(&action_simulate, with, "bundles"), &text);
    out->method = "POST";
    out->url = arena_printf(arena, path, encoded[0], encoded[1], encoded[2]);
    out->body = arena_str(arena, buf_view(&text));
    out->headers[0] = "Content-Type: application/json";
    out->audience = AUDIENCE_ARM;
    buf_done(&text);
    return true;
}

static void simulate_judge(const struct action_context *context,
                           const struct request *request,
                           const struct response *response,
                           struct judgement *out)
{
    arm_judge(hosts_base(context->hosts, AUDIENCE_ARM), request, response, out);
}

const struct action_kind action_simulate = {
    .name = "simulate",
    .title = N_("Ask for sample alerts"),
    .by_hand = true,
    .permission = "Microsoft.Security/locations/alerts/simulate/action",
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = class_notify,
    .render = simulate_render,
    .judge = simulate_judge,
};
