/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_hand_http.c - plain requests, calls of functions, other workflows.
 *
 * What signs in with the identity of the workflow signs in as riposte.  The
 * host of a service stands for the one that the settings say, so that a
 * playbook of one cloud can be run in another, and in a sandbox.
 */
#include <string.h>

#include "engine/api_hand_part.h"
#include "engine/api_hand_azure.h"
#include "util/digest.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/url.h"
#include "util/utf8.h"

/* ---- where it goes --------------------------------------------------------*/

/* "https://management.azure.com//subscriptions/…": one slash is enough. */
static struct str one_slash(struct str path)
{
    while (str_starts(path, STR("//")))
        path = str_sub(path, 1, STR_NOWHERE);
    return str_empty(path) ? STR("/") : path;
}

/* The first part of a vault's or account's host is its name; a blob's service
 * need not be said. */
static struct str named_path(struct str host, enum audience audience,
                             struct str path, struct arena *arena)
{
    struct str name;
    struct str service;

    if (!str_cut(&host, '.', &name))
        return STR_NONE;
    if (audience == AUDIENCE_STORAGE && str_cut(&host, '.', &service) &&
        !str_eq_fold(service, STR("blob")))
        return str_of(arena_printf(arena, "/%.*s.%.*s%.*s", STR_ARG(name),
                                   STR_ARG(service), STR_ARG(path)));
    return str_of(
        arena_printf(arena, "/%.*s%.*s", STR_ARG(name), STR_ARG(path)));
}

/* The same place on the host of the settings; the address as it is where the
 * token of that audience has no business. */
static struct str place_of(struct str address, enum audience audience,
                           struct arena *arena)
{
    struct url url;
    enum audience home;
    struct err ignored;
    size_t at;
    struct str path;

    if (!url_parse(address, &url, &ignored) ||
        !str_eq_fold(url.scheme, STR("https")) || url.port != 443 ||
        !api_host_audience(url.host, &home) || home != audience)
        return address;
    at = str_find(address, STR("://")) + 3;
    path = str_sub(address, at, STR_NOWHERE);
    at = 0;
    while (at < path.len && path.at[at] != '/' && path.at[at] != '?')
        at++;
    path = one_slash(str_sub(path, at, STR_NOWHERE));
    if (path.at[0] == '?')
        path = str_of(arena_printf(arena, "/%.*s", STR_ARG(path)));
    if (audience == AUDIENCE_VAULT || audience == AUDIENCE_STORAGE)
        return named_path(url.host, audience, path, arena);
    return audience == AUDIENCE_FLOW ? address : path;
}

/* Only what a person gave as a secret is one: a value that came with an alert
 * must not fetch anything. */
static bool is_given_secret(const struct api_making *making, struct str value)
{
    const struct playbook *playbook = making->ask->playbook;

    if (!secret_reference(value))
        return false;
    for (size_t i = 0; i < playbook->n_parameters; i++) {
        const struct playbook_parameter *one = &playbook->parameters[i];

        if (one->secret &&
            str_eq(json_text(json_get(playbook->values, one->name)), value))
            return true;
    }
    return false;
}

/* Nothing can be added to an address that only whoever sends it knows. */
static bool secret_address(struct api_making *making, struct str uri,
                           struct str *out, struct err *err)
{
    if (json_length(api_input(making, "queries")) > 0)
        return err_set(err, ERR_INPUT,
                       _("Its address is a secret, to which its queries cannot "
                         "be added."));
    json_set_str(making->with, "secret_url", uri);
    *out = STR_NONE;
    return true;
}

static bool address_of(struct api_making *making, struct str *out,
                       struct err *err)
{
    struct str uri = str_trim(api_input_text(making, "uri"));
    struct buf address;
    bool good;

    if (is_given_secret(making, uri))
        return secret_address(making, uri, out, err);
    buf_init(&address);
    good = api_address_put(uri, &address, err);
    api_queries_put(api_input(making, "queries"), NULL, &address);
    if (good)
        *out = arena_str(making->arena, buf_view(&address));
    buf_done(&address);
    return good;
}

/* ---- headers and body -----------------------------------------------------*/

bool api_put_given_header(struct api_making *making, const char *name,
                          struct str value, struct err *err)
{
    if (is_given_secret(making, value)) {
        json_set_text(making->with, "secret_header", name);
        json_set_str(making->with, "secret", value);
        return true;
    }
    if (str_find_char(value, '\n') != STR_NOWHERE ||
        str_find_char(value, '\r') != STR_NOWHERE)
        return err_set(err, ERR_INPUT,
                       _("The header \"%s\" is more than one line."), name);
    api_put_header(making, name, value);
    return true;
}

static bool put_headers(struct api_making *making, struct err *err)
{
    const struct json *headers = api_input(making, "headers");

    for (struct json_each e = json_each(headers); json_next(&e);) {
        struct buf value;
        bool good;

        /* These are whoever sends it to say. */
        if (!e.name || str_eq_fold(str_of(e.name), STR("Host")) ||
            str_eq_fold(str_of(e.name), STR("Content-Length")))
            continue;
        buf_init(&value);
        json_put_text(e.value, &value);
        good = api_put_given_header(
            making, e.name, arena_str(making->arena, buf_view(&value)), err);
        buf_done(&value);
        if (!good)
            return false;
    }
    return true;
}

/* {"$content-type", "$content"}: bytes. */
static bool put_bytes(struct api_making *making, const struct json *body,
                      struct err *err)
{
    struct str type = json_text(json_get(body, "$content-type"));
    struct buf bytes;
    bool good;

    buf_init(&bytes);
    good = digest_unbase64(json_text(json_get(body, "$content")), &bytes) &&
           utf8_valid(buf_view(&bytes));
    if (good)
        json_set_str(making->with, "body", buf_view(&bytes));
    buf_done(&bytes);
    if (!good)
        return err_set(err, ERR_INPUT,
                       _("The body holds bytes that are no text, which "
                         "riposte does not send."));
    if (!json_find(api_input(making, "headers"), STR("Content-Type")) &&
        !str_empty(type))
        return api_put_given_header(making, "Content-Type", type, err);
    return true;
}

static bool put_body(struct api_making *making, struct err *err)
{
    const struct json *body = api_input(making, "body");

    if (json_get(body, "$content"))
        return put_bytes(making, body, err);
    api_put_body(making, body);
    return true;
}

/* ---- signing in -----------------------------------------------------------*/

static bool put_basic(struct api_making *making, struct err *err)
{
    struct str user = api_input_text(making, "authentication.username");
    struct str password = api_input_text(making, "authentication.password");
    struct buf pair;
    struct buf value;

    if (is_given_secret(making, password)) {
        json_set_str(making->with, "user", user);
        json_set_str(making->with, "secret", password);
        json_set_text(making->with, "secret_header", "");
        return true;
    }
    if (str_empty(user) && str_empty(password))
        return err_set(err, ERR_INPUT,
                       _("Neither user nor password is known."));
    buf_init(&pair);
    buf_init(&value);
    buf_printf(&pair, "%.*s:%.*s", STR_ARG(user), STR_ARG(password));
    buf_text(&value, "Basic ");
    digest_base64(buf_view(&pair), &value);
    api_put_header(making, "Authorization", buf_view(&value));
    buf_done(&pair);
    buf_done(&value);
    return true;
}

static bool put_raw(struct api_making *making, struct err *err)
{
    return api_put_given_header(making, "Authorization",
                                api_input_text(making, "authentication.value"),
                                err);
}

static bool put_nothing(struct api_making *making, struct err *err)
{
    (void)making, (void)err;
    return true;
}

static const struct {
    const char *type;
    bool (*put)(struct api_making *making, struct err *err);
    bool signs_in;
} ways[] = {
    {"", put_nothing, false},
    {"None", put_nothing, false},
    {"Basic", put_basic, false},
    {"Raw", put_raw, false},
    {"ManagedServiceIdentity", put_nothing, true},
    /* As riposte too: its own secret is not needed, and not read. */
    {"ActiveDirectoryOAuth", put_nothing, true},
};
#define WAYS (sizeof(ways) / sizeof(ways[0]))

static size_t way_find(struct str type)
{
    size_t i = 0;

    while (i < WAYS && !str_eq_fold(type, str_of(ways[i].type)))
        i++;
    return i;
}

bool api_signs_in(struct str type)
{
    size_t way = way_find(type);

    return way < WAYS && ways[way].signs_in;
}

static bool http_ask(struct api_making *making, struct err *err)
{
    size_t way = way_find(api_input_text(making, "authentication.type"));
    struct api_judgement is;
    struct str address;
    struct str place;

    if (way == WAYS)
        return err_set(err, ERR_INPUT,
                       _("It signs in in a way that riposte does not know."));
    if (!address_of(making, &address, err))
        return false;
    is = api_request_judge(
        &(struct api_request){
            .method = api_input_text(making, "method"),
            .uri = address,
            .body = api_input(making, "body"),
            .audience = api_input_text(making, "authentication.audience"),
        },
        ways[way].signs_in, making->ask->catalogue);
    making->act->class = is.class;
    if (!ways[way].signs_in)
        is.audience = AUDIENCE_NONE;
    else if (!is.known)
        return err_set(
            err, ERR_INPUT, _("riposte has no identity for the audience %.*s."),
            STR_ARG(api_input_text(making, "authentication.audience")));
    place = is.audience == AUDIENCE_NONE
                ? address
                : place_of(address, is.audience, making->arena);
    if (is.contain && api_contain(making, place))
        return true;
    if (is.contain)
        making->act->class = CLASS_IRREVERSIBLE;
    making->act->follows = is.audience == AUDIENCE_ARM;
    making->act->secret = is.audience == AUDIENCE_VAULT;
    api_put_request(making, NULL, audience_name(is.audience), NULL, place);
    return put_headers(making, err) && put_body(making, err) &&
           ways[way].put(making, err);
}

const struct api_hand api_hand_http = {.ask = http_ask};

/* ---- functions ------------------------------------------------------------*/

/* ".../sites/APP/functions/NAME" */
static struct str id_part(struct str id, const char *of)
{
    size_t at = str_find_fold(id, str_of(of));
    struct str rest;

    if (at == STR_NOWHERE)
        return STR_NONE;
    rest = str_sub(id, at + strlen(of), STR_NOWHERE);
    return str_sub(rest, 0, str_find_char(rest, '/'));
}

/* Its key is in the settings: a connector that has the name of the app. */
static bool function_ask(struct api_making *making, struct err *err)
{
    struct str id = api_input_text(making, "function.id");
    struct str app = id_part(id, "/sites/");
    struct str name = id_part(id, "/functions/");
    struct buf url;
    bool good;

    if (str_empty(app) || str_empty(name))
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" is not the id of a function."),
                       STR_ARG(str_sub(id, 0, 200)));
    buf_init(&url);
    buf_text(&url, "/api/");
    good = api_address_put(name, &url, err);
    api_queries_put(api_input(making, "queries"), NULL, &url);
    making->act->connection = arena_str(making->arena, app).at;
    making->act->class = CLASS_IRREVERSIBLE;
    api_put_request(making, NULL, "none", "functionapp", buf_view(&url));
    buf_done(&url);
    return good && put_headers(making, err) && put_body(making, err);
}

const struct api_hand api_hand_function = {.ask = function_ask};

/* ---- other workflows ------------------------------------------------------*/

static bool workflow_ask(struct api_making *making, struct err *err)
{
    struct str id = api_input_text(making, "host.workflow.id");

    if (str_empty(id))
        return err_set(err, ERR_INPUT,
                       _("It does not say which workflow is started."));
    making->act->kind = "logicapp";
    making->act->class = CLASS_IRREVERSIBLE;
    json_set_str(making->with, "workflow", id);
    json_set_str(making->with, "trigger",
                 api_input_text(making, "host.triggerName"));
    api_put_class(making);
    json_set_text(making->with, "body", "{}");
    api_put_body(making, api_input(making, "body"));
    return true;
}

const struct api_hand api_hand_workflow = {.ask = workflow_ask};
